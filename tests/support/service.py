"""The whole service in processes of its own, under waitress or gunicorn, asked over a socket."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

from search.keys import KeyFile, KeyKind
from search.period import find_today

ROOT = Path(__file__).parents[2]
WAITRESS, GUNICORN = "waitress", "gunicorn"
COMMANDS = {
    WAITRESS: ("-m", "wsgi"),
    GUNICORN: ("-m", "gunicorn", "--config", "docs/deploy/gunicorn.conf.py", "wsgi:application")}
CUT = (OSError, HTTPException)
"""What a client sees of a server that has gone."""


class Answer(NamedTuple):
    """The answer to a request; `value` is its JSON, or its text."""

    status: int
    headers: object
    value: object


class _Connection(HTTPConnection):
    """A connection to a socket that has a path."""

    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Service:
    """A service of the archive in a folder, which has an admin key."""

    def __init__(self, folder, server=GUNICORN):
        self._folder, self._server, self._process = Path(folder), server, None
        self._socket = str(self._folder / "socket")
        self._folder.mkdir(parents=True, exist_ok=True)
        self.archive = self._folder / "archive"
        self.archive.mkdir(exist_ok=True)
        self.keys = KeyFile(self.archive / "keys.json")
        self.token = self.keys.create("tulis", KeyKind.ADMIN, find_today())
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]

    def start(self, **settings):
        """Start it, with more variables of the environment, and wait until it is ready."""
        environment = dict(
            os.environ, PYTHONPATH=str(ROOT), SEARCH_ENGINE=f"whoosh:{self.archive}",
            PORT=str(self._port), WARTA_BIND=f"unix:{self._socket}", **settings)
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", *COMMANDS[self._server]], cwd=ROOT, env=environment,
                stdout=log, stderr=log)
        for _ in range(1_200):
            with suppress(*CUT):
                if self.ask("GET", "/readyz").status == 200:
                    return
            assert self._process.poll() is None, self.read_log()
            time.sleep(0.1)
        raise TimeoutError(self.read_log())

    def read_log(self):
        return (self._folder / "log").read_text("utf-8")

    def connect(self, timeout=60):
        """Return a connection that is not yet open."""
        if self._server == GUNICORN:
            return _Connection(self._socket, timeout)
        return HTTPConnection("127.0.0.1", self._port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None, timeout=60):
        """Return the answer to a request with the admin key, unless there are headers.

        Raises one of CUT.
        """
        connection = self.connect(timeout)
        try:
            connection.request(method, path, body, {"X-Api-Key": self.token}
                               if headers is None else headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        with suppress(ValueError):
            return Answer(response.status, response.headers, json.loads(body))
        return Answer(response.status, response.headers, body.decode())

    def put(self, id, title, **headers):
        """Return the answer to a request to store an article."""
        return self.ask("PUT", f"/api/v1/articles/{id}", json.dumps(
            {"title": title, "body": f"Isi {title}."}), {
                "X-Api-Key": self.token, "Content-Type": "application/json"} | {
                    name.replace("_", "-"): value for name, value in headers.items()})

    def run_indexer(self, *arguments):
        """Begin a command of `indexer` on the archive, and return its process."""
        with open(self._folder / "log", "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", "indexer", "--engine", f"whoosh:{self.archive}",
                 *arguments], env=dict(os.environ, PYTHONPATH=str(ROOT)), stdout=log, stderr=log)

    def list_workers(self):
        """Return the numbers of the processes that answer."""
        master = self._process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return [*map(int, children)] or [master]

    def signal(self, number):
        """Send a signal to the process that was started."""
        self._process.send_signal(number)

    def has_ended(self):
        """Return whether that process has ended."""
        return self._process.poll() is not None

    def wait(self):
        """Wait until that process has ended; return its status."""
        return self._process.wait(60)

    def stop(self):
        """End it, however it does, and leave the archive behind."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self.wait()
            except subprocess.TimeoutExpired:
                self._process.kill()
                self.wait()
