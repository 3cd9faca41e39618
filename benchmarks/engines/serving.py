"""A whole search: the archive alone, through Flask's test client, and over HTTP.

    python -m benchmarks.engines.serving ARCHIVE_FOLDER QUERIES ROUNDS

The three take turns with each query. Over HTTP, waitress serves in a process of its own on
127.0.0.1, as `make serve` does, and one client keeps its connection.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.engines.queries import Query, load
from benchmarks.figures import summary
from benchmarks.stage import ROOT
from search import Query as Search
from search import open_archive

PATH = "/api/v1/search?"
THREADS = 4


def text(query: Query) -> str:
    """The query as a person writes it."""
    joined = " ".join(query.words)
    return {
        "or3": " OR ".join(query.words), "phrase": f'"{joined}"',
        "prefix": f"{joined}*", "fuzzy": f"{joined}~",
    }.get(query.kind, joined)


def parameters(query: Query) -> dict[str, str]:
    """The query as the parameters of its address."""
    found = {"q": text(query)}
    if query.outlet:
        found["outlet"] = query.outlet
    if query.since:
        found |= {"from": _day(query.since), "to": _day(query.until)}
    return found


def search(query: Query) -> Search:
    """The query as the archive takes it."""
    outlets = (query.outlet,) if query.outlet else ()
    since, until = (_day(day) if day else None for day in (query.since, query.until))
    return Search(text(query), outlets=outlets, since=since, until=until)


@contextmanager
def served(archive: str) -> Iterator[int]:
    """The port of a server of the archive."""
    port = _free_port()
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}",
               f"--threads={THREADS}", "wsgi:application"]
    environment = os.environ | {"SEARCH_ENGINE": archive}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def measure(archive: str, asked: list[Query], rounds: int) -> dict[str, dict]:
    """Milliseconds by way and class; the first round is not counted."""
    with served(archive) as port:
        ways = _ways(archive, port)
        taken: dict[str, dict[str, list[float]]] = {name: {} for name in ways}
        for turn in range(rounds + 1):
            for query in asked:
                for name, (prepare, run) in ways.items():
                    question = prepare(query)
                    began = time.perf_counter()
                    run(question)
                    if turn:
                        milliseconds = (time.perf_counter() - began) * 1000
                        taken[name].setdefault(query.kind, []).append(milliseconds)
    return {name: _by_class(times) for name, times in taken.items()}


def _ways(archive: str, port: int) -> dict[str, tuple[Callable, Callable]]:
    """How a query can be asked: what is prepared, and what is timed."""
    from web import create_app

    opened = open_archive(archive)
    opened.warm()
    client = create_app(opened).test_client()
    connection = HTTPConnection("127.0.0.1", port)
    return {
        "archive": (search, opened.search),
        "test client": (_address, lambda address: _sound(client.get(address).status_code)),
        "waitress": (_address, lambda address: _sound(_got(connection, address))),
    }


def _by_class(times: dict[str, list[float]]) -> dict[str, dict]:
    every = [each for taken in times.values() for each in taken]
    return {kind: summary(taken) for kind, taken in (*times.items(), ("all", every))}


def _address(query: Query) -> str:
    return PATH + urlencode(parameters(query))


def _got(connection: HTTPConnection, address: str) -> int:
    """The status of an answer, which is read to its end."""
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _sound(status: int) -> None:
    if status != 200:
        raise RuntimeError(f"answered {status}")


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            return _sound(_got(HTTPConnection("127.0.0.1", port), "/readyz"))
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _day(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


if __name__ == "__main__":
    print(json.dumps(measure(
        f"whoosh:{sys.argv[1]}", load(Path(sys.argv[2])), int(sys.argv[3]))))
