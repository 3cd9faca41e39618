"""What `make serve` checks before it installs anything, and how it serves."""

import builtins
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from search.keys import KeyFile, KeyKind
from search.period import find_today
from web.serving import preflight
from web.serving.server import create_server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def busy_port():
    """A port that another server listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def test_nothing_is_wrong_with_a_free_port_and_this_python(tmp_path, busy_port):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = str(server.getsockname()[1])
    assert preflight.find_problem(tmp_path, "127.0.0.1", free) is None
    assert preflight.find_problem(tmp_path, "127.0.0.1", busy_port)


def test_a_port_in_use_is_named_with_another_one(busy_port):
    problem = preflight.find_port_problem("127.0.0.1", busy_port)
    assert problem.startswith(f"port {busy_port} is already in use: ")
    assert f"PORT={int(busy_port) + 1}" in problem


@pytest.mark.parametrize("host, port, named", [
    ("127.0.0.1", "abc", "PORT=abc is not a port"), ("127.0.0.1", "70000", "70000"),
    ("", "-1", "-1"), ("host.invalid", "8000", "cannot listen on host.invalid port 8000"),
])
def test_an_impossible_address_is_one_line(host, port, named):
    problem = preflight.find_port_problem(host, port)
    assert named in problem and "\n" not in problem


def test_an_old_python_is_named_unless_the_environment_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert "needs Python 3.11 or newer, and this is 3.9" in preflight.find_python_problem(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pip").touch()
    assert preflight.find_python_problem(tmp_path) is None


def test_a_python_without_venv_is_told_how_to_get_it(tmp_path, monkeypatch):
    real = builtins.__import__

    def without_venv(name, *arguments, **options):
        if name == "ensurepip":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_venv)
    assert "-venv`" in preflight.find_python_problem(tmp_path)


def test_the_minimum_is_the_one_that_pip_enforces():
    setup = (ROOT / "setup.cfg").read_text("utf-8")
    assert "python_requires = >=%d.%d\n" % preflight.MINIMUM in setup.replace(">= ", ">=")


def test_too_little_memory_is_one_line(tmp_path):
    command = [sys.executable, preflight.__file__, tmp_path, "127.0.0.1", "0"]
    said = [subprocess.run(
        ["bash", "-c", f'ulimit -v {size}; exec "$@"', "-", *command], capture_output=True,
        text=True, check=True).stdout for size in (200_000, "unlimited")]
    assert "only 195 MB" in said[0] and "ulimit -v 1024000" in said[0]
    assert said[0].count("\n") == 1 and "addresses" not in said[1]


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_serve_stops_with_one_line_before_it_installs(busy_port, tmp_path):
    words = ["make", "-C", ROOT, "serve", f"PORT={busy_port}", f"PYTHON={sys.executable}",
             f"VENV={tmp_path / 'venv'}"]
    ran = subprocess.run(words, capture_output=True, text=True)
    assert ran.returncode == 2 and f"port {busy_port} is already in use" in ran.stderr
    assert ran.stderr.count("\n") == 1 and not (tmp_path / "venv").exists()


SLOW = """
import pathlib
import signal
import time
import wsgi
from web.serving.admission import Admission

def answer(environ, start_response):
    pathlib.Path("began").touch()
    time.sleep(float(environ["PATH_INFO"][1:]))
    start_response("200 OK", [])
    return [b"done"]

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
wsgi.application = wsgi.admission = Admission(answer, 4, 16, 2)
wsgi.serve()
"""


@pytest.fixture
def served(tmp_path):
    """A function that starts a server, given arguments of Python; it returns server and port."""
    started = []

    def serve(*arguments):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = dict(os.environ, PORT=str(port), PYTHONPATH=str(ROOT),
                           SEARCH_ENGINE=f"whoosh:{tmp_path / 'archive'}")
        started.append(subprocess.Popen(
            [sys.executable, "-P", *arguments], cwd=tmp_path, env=environment,
            stderr=subprocess.DEVNULL))
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return started[-1], port
            except OSError:
                time.sleep(0.1)
        raise TimeoutError

    yield serve
    for each in started:
        each.kill()
        each.wait()


def ask(port, path, body=None, headers={}):
    """Return the status of a request, and the body of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST" if body else "GET", path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def test_threads_that_cannot_be_started_are_one_line(monkeypatch):
    def fail(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    with pytest.raises(SystemExit, match="28 threads cannot be started .* or tasks"):
        create_server(bytes, "127.0.0.1", "0", 28, 100)


def test_connections_that_send_nothing_keep_nobody_waiting(served):
    _, port = served("-m", "wsgi")
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(300)]
    assert ask(port, "/healthz")[0] == 200
    for each in idle:
        each.close()


STREAM = """
import wsgi
from web.serving.admission import Admission

def answer(environ, start_response):
    start_response("200 OK", [])
    with open("pieces", "ab", buffering=0) as pieces:
        for _ in range(1_000):
            pieces.write(b".")
            yield b"x" * 65_536

wsgi.application = wsgi.admission = Admission(answer, 4, 16, 2)
wsgi.serve()
"""


def test_little_is_made_for_a_client_that_does_not_read(served, tmp_path):
    _, port = served("-c", STREAM)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        client.recv(100)
        made, before = (tmp_path / "pieces").stat().st_size, 0
        while made > before:
            time.sleep(0.5)
            made, before = (tmp_path / "pieces").stat().st_size, made
    assert 0 < made < 200  # the system keeps some megabytes as well


IMPATIENT = """
from web.serving import request_reader
request_reader.PATIENCE_SECONDS = 1
import wsgi
wsgi.serve()
"""


@pytest.mark.long  # it waits for some seconds
def test_a_connection_on_which_a_byte_comes_now_and_then_is_closed(served):
    _, port = served("-c", IMPATIENT)
    slow = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(20)]
    began = time.monotonic()
    for byte in b"GET /healthz HTTP/1.1":
        for each in slow:
            with suppress(OSError):  # it is closed
                each.sendall(bytes([byte]))
        time.sleep(0.2)
    answers = []
    for each in slow:
        with suppress(ConnectionResetError):  # closed, with a byte on its way
            answers.append(each.recv(100))
    assert all(answer.startswith(b"HTTP/1.0 408") for answer in answers if answer)
    assert time.monotonic() - began < 15 and ask(port, "/healthz")[0] == 200


@pytest.mark.long
def test_large_bodies_are_refused(served):
    _, port = served("-m", "wsgi")
    assert ask(port, "/", b"x" * 1_000)[0] == 405
    assert ask(port, "/", b"x" * 100_000)[0] == 413


@pytest.mark.long
def test_large_bodies_are_read_with_an_admin_key_alone(served, tmp_path):
    keys, lines = KeyFile(tmp_path / "archive" / "keys.json"), "application/x-ndjson"
    admin, search = (keys.create(kind, KeyKind(kind), find_today()) for kind in ("admin", "search"))
    _, port = served("-m", "wsgi")
    body = b"".join(b'{"id": "%d", "title": "%s"}\n' % (n, b"Judul " * 60) for n in range(300))
    answers = [ask(port, "/api/v1/articles", body, {"X-Api-Key": key, "Content-Type": lines})
               for key in (search, f"{admin}x", admin)]
    assert [status for status, _ in answers] == [413, 413, 200]
    assert answers[2][1].count(b'"status": 201') == 300
    forwarded = {"X-Forwarded-For": "203.0.113.9"}  # from nginx, not from this computer
    assert ask(port, "/metrics", headers=forwarded)[0] in (401, 403)
    beyond = {"X-Api-Key": admin, "Content-Type": lines, "Content-Length": str(1 << 30)}
    assert ask(port, "/api/v1/articles", b"x", beyond)[0] == 413


@pytest.mark.parametrize("number", [
    signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long),
])
def test_a_request_in_flight_is_finished_when_the_server_is_stopped(served, number, tmp_path):
    server, port = served("-c", SLOW)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /2 HTTP/1.0\r\n\r\n")
        while not (tmp_path / "began").exists():
            time.sleep(0.05)
        server.send_signal(number)
        time.sleep(0.5)
        server.send_signal(number)  # make and the terminal may both send it
        client.settimeout(60)
        assert b"".join(iter(lambda: client.recv(1_000), b"")).endswith(b"done")
    assert server.wait(60) == 0
