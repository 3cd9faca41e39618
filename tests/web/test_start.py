"""What keeps a service from starting is one line that says what to do."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from search import Article, open_archive
from web.start import find_address_problem, find_problems


@pytest.mark.parametrize("variable", ["SEARCH_QUERY_LOG", "PROMETHEUS_MULTIPROC_DIR"])
def test_a_folder_that_is_not_there_is_named(tmp_path, variable):
    [problem] = find_problems({variable: str(tmp_path / "tiada" / "berkas")})
    assert problem.startswith(f"{variable}={tmp_path}") and "\n" not in problem
    os.mkdir(tmp_path / "tiada")
    os.mkdir(tmp_path / "tiada" / "berkas")
    assert list(find_problems({variable: str(tmp_path / "tiada" / "berkas")})) == []


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


def start(folder):
    """Return the warnings of a service while it is loaded."""
    ran = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=Path(__file__).parents[2], text=True,
        capture_output=True, env=os.environ | {"SEARCH_ENGINE": f"whoosh:{folder}"})
    assert ran.returncode == 0, ran.stderr
    return [line for line in ran.stderr.splitlines() if line.startswith("warning: ")]
