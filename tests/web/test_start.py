"""What keeps a service from starting is one line that says what to do."""

import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from search import Article, open_archive
from search.keys import KeyFile
from web.serving.start import find_address_problem, find_faults, find_problems, find_warnings


@pytest.mark.parametrize("variable", ["SEARCH_QUERY_LOG", "PROMETHEUS_MULTIPROC_DIR"])
def test_a_folder_that_is_not_there_is_named(tmp_path, variable):
    [problem] = find_problems({variable: str(tmp_path / "tiada" / "berkas")})
    assert problem.startswith(f"{variable}={tmp_path}") and "\n" not in problem
    os.mkdir(tmp_path / "tiada")
    if variable == "PROMETHEUS_MULTIPROC_DIR":
        os.mkdir(tmp_path / "tiada" / "berkas")
    assert list(find_problems({variable: str(tmp_path / "tiada" / "berkas")})) == []


@pytest.mark.parametrize("variable, value", [
    ("SEARCH_QUERY_LOG", "ada"), ("SEARCH_KEYS", "ada"), ("SEARCH_KEYS", "tiada/keys.json")])
def test_a_folder_is_no_file(tmp_path, monkeypatch, variable, value):
    monkeypatch.chdir(tmp_path)
    os.mkdir("ada")
    [problem] = find_problems({variable: value})
    assert problem.startswith(f"{variable}={value}: ") and "name a file" in problem
    assert list(find_problems({variable: "ada/berkas"})) == []


def test_every_variable_of_the_documents_is_known():
    root = Path(__file__).parents[2]
    named = {name for path in root.glob("docs/*.md")
             for name in re.findall(r"\bSEARCH_[A-Z_]*[A-Z]\b", path.read_text())}
    assert len(named) > 30 and list(find_warnings(dict.fromkeys(named, "x"))) == []


def test_a_service_names_what_is_wrong_with_its_archive_and_its_keys(tmp_path):
    (tmp_path / "berkas").write_text("x")
    (tmp_path / "keys").mkdir()
    archive, keys = (open_archive(f"whoosh:{tmp_path / 'berkas'}"), KeyFile(tmp_path / "keys"))
    faults = list(find_faults(archive, keys))
    assert "name a folder" in faults[0] and "name a file with SEARCH_KEYS" in faults[1]
    list(open_archive(f"whoosh:{tmp_path / 'a'}").add([Article("a", "Panen")]))
    sound = open_archive(f"whoosh:{tmp_path / 'a'}")
    assert list(find_faults(sound, KeyFile(tmp_path / "a" / "keys.json"))) == []


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert "already in use" in find_address_problem("127.0.0.1", str(server.getsockname()[1]))


@pytest.mark.long  # starts processes
@pytest.mark.parametrize("pattern, said", [
    ("index-1/commit-*.arrays", "run `indexer rebuild`"), ("articles.sqlite", "restore a copy")])
def test_a_service_says_at_its_start_that_its_archive_is_damaged(tmp_path, pattern, said):
    with closing(open_archive(f"whoosh:{tmp_path}")) as archive:
        list(archive.add([Article("a", "Panen garam")]))
    assert start(tmp_path) == []
    for path in tmp_path.glob(pattern):
        path.write_bytes(b"")
    [warning] = start(tmp_path)
    assert said in warning


@pytest.mark.long  # starts a process
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_service_that_may_open_hardly_any_file_does_not_start(tmp_path):
    ran = subprocess.run(
        ["bash", "-c", f"ulimit -n 64; exec {sys.executable} -m wsgi"], text=True,
        cwd=Path(__file__).parents[2], capture_output=True, timeout=60,
        env=os.environ | {"SEARCH_ENGINE": f"whoosh:{tmp_path}", "PORT": "8642"})
    [said] = [line for line in ran.stderr.splitlines() if "warning" not in line]
    assert ran.returncode == 1 and said.startswith("this process may open 64 files, and needs 250")


def start(folder):
    """Return the warnings of a service while it is loaded."""
    ran = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=Path(__file__).parents[2], text=True,
        capture_output=True, env=os.environ | {"SEARCH_ENGINE": f"whoosh:{folder}"})
    assert ran.returncode == 0, ran.stderr
    return [line for line in ran.stderr.splitlines() if line.startswith("warning: ")]
