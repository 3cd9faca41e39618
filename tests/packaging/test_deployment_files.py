"""The files of docs/deploy are what the programs that read them take, where these are installed."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SERVING = [unit for unit in UNITS if "gunicorn" in unit.read_text("utf-8")]
SCRIPTS = sorted(DEPLOY.glob("*.sh"))
PROGRAMS = "/srv/warta/.venv/bin/"
GUNICORN = f"{PROGRAMS}gunicorn"


def run(*command, **options):
    """Return what a program says. Skips where it is not installed; fails where it fails."""
    if not shutil.which(command[0]):
        pytest.skip(f"needs {command[0]}")
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck_finds_nothing_in_a_script(script):
    assert run("shellcheck", script) == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_a_unit(unit, tmp_path):
    text, found = re.subn(rf"{PROGRAMS}\w+", sys.executable, unit.read_text("utf-8"))
    assert found  # the program must be there
    shutil.copy(DEPLOY / "warta.socket", tmp_path)  # which a service may require
    copy = tmp_path / unit.name
    copy.write_text(text)
    assert run("systemd-analyze", "verify", copy) == ""


def test_systemd_keeps_the_socket_that_nginx_asks():
    read = {name: (DEPLOY / name).read_text("utf-8") for name in (
        "warta.socket", "warta-standalone.service", "nginx.conf")}
    [path] = re.findall("^ListenStream=(.+)", read["warta.socket"], re.MULTILINE)
    assert f"server unix:{path} " in read["nginx.conf"]
    service = read["warta-standalone.service"]
    assert "Requires=warta.socket" in service
    assert "RuntimeDirectory=" not in service, "systemd would remove the socket with its folder"


@pytest.mark.long  # the service is loaded as a whole
@pytest.mark.parametrize("unit", SERVING, ids=lambda path: path.name)
def test_gunicorn_takes_the_options_of_a_unit(unit, tmp_path):
    pytest.importorskip("gunicorn")
    parser = RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(unit.read_text("utf-8").replace("\\\n", " "))
    program, *arguments = shlex.split(parser["Service"]["ExecStart"])
    assert program == GUNICORN
    run(sys.executable, "-m", "gunicorn", "--check-config", *arguments, cwd=DEPLOY.parents[1],
        env={**os.environ, "SEARCH_ENGINE": f"whoosh:{tmp_path}/archive"})


@pytest.mark.long  # docker-compose starts for seconds
def test_compose_takes_the_cluster(tmp_path):
    compose = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    if compose[0] == "docker" and subprocess.run(
            [*compose, "version"], capture_output=True).returncode:
        pytest.skip("needs docker-compose")
    run(*compose, "--file", DEPLOY / "compose.yaml", "config", "--quiet")
