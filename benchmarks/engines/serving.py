"""Stage: a whole search through the archive, Flask's test client, and HTTP.

    python -m benchmarks.engines.serving ARCHIVE_FOLDER QUERIES ROUNDS

The three ways take turns with each query. Over HTTP, waitress serves in a process of its own on
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

from benchmarks.engines.queries import Query, format_day, load_queries
from benchmarks.figures import summarize
from benchmarks.stage import ROOT
from search import Query as Search
from search import open_archive

PATH = "/api/v1/search?"
SERVER_THREADS = 4
START_ATTEMPTS, ATTEMPT_SECONDS = 600, 0.1


def format_query(query: Query) -> str:
    """Return the query as a person types it."""
    words = " ".join(query.words)
    return {
        "or3": " OR ".join(query.words), "phrase": f'"{words}"',
        "prefix": f"{words}*", "fuzzy": f"{words}~",
    }.get(query.kind, words)


def build_parameters(query: Query) -> dict[str, str]:
    """Return the query as URL parameters."""
    parameters = {"q": format_query(query)}
    if query.outlet:
        parameters["outlet"] = query.outlet
    if query.since:
        parameters |= {"from": format_day(query.since), "to": format_day(query.until)}
    return parameters


def build_search(query: Query) -> Search:
    """Return the query as the archive takes it."""
    selected = {"outlet": (query.outlet,)} if query.outlet else {}
    since, until = (format_day(day) if day else None for day in (query.since, query.until))
    return Search(format_query(query), selected=selected, since=since, until=until)


@contextmanager
def serve(archive: str) -> Iterator[int]:
    """Serve the archive while the context lasts; yield the port."""
    port = _find_free_port()
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}",
               f"--threads={SERVER_THREADS}", "wsgi:application"]
    environment = os.environ | {"SEARCH_ENGINE": archive}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _await_server(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def measure_serving(archive: str, queries: list[Query], rounds: int) -> dict[str, dict]:
    """Return percentiles of the milliseconds by way and class; the first round is not counted."""
    with serve(archive) as port:
        ways = _open_ways(archive, port)
        samples: dict[str, dict[str, list[float]]] = {name: {} for name in ways}
        for turn in range(rounds + 1):
            for query in queries:
                for name, (prepare, run) in ways.items():
                    prepared = prepare(query)
                    began = time.perf_counter()
                    run(prepared)
                    if turn:
                        milliseconds = (time.perf_counter() - began) * 1000
                        samples[name].setdefault(query.kind, []).append(milliseconds)
    return {name: _summarize_classes(times) for name, times in samples.items()}


def _open_ways(archive: str, port: int) -> dict[str, tuple[Callable, Callable]]:
    """Return the ways to ask: for each, what prepares a query, and what is timed."""
    from web import create_app

    opened = open_archive(archive)
    opened.warm()
    client = create_app(opened).test_client()
    connection = HTTPConnection("127.0.0.1", port)
    return {
        "archive": (build_search, opened.search),
        "test client": (
            _build_address, lambda address: _check(client.get(address).status_code)),
        "waitress": (_build_address, lambda address: _check(_request(connection, address))),
    }


def _summarize_classes(times: dict[str, list[float]]) -> dict[str, dict]:
    every = [sample for samples in times.values() for sample in samples]
    return {kind: summarize(samples) for kind, samples in (*times.items(), ("all", every))}


def _build_address(query: Query) -> str:
    return PATH + urlencode(build_parameters(query))


def _request(connection: HTTPConnection, address: str) -> int:
    """Return the status of the response, after reading all of it."""
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    return response.status


def _check(status: int) -> None:
    if status != 200:
        raise RuntimeError(f"the server answered {status}")


def _await_server(port: int) -> None:
    """Wait until the server answers. Raises RuntimeError after a minute."""
    for _ in range(START_ATTEMPTS):
        try:
            return _check(_request(HTTPConnection("127.0.0.1", port), "/readyz"))
        except (OSError, RuntimeError):
            time.sleep(ATTEMPT_SECONDS)
    raise RuntimeError("the server did not start")


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    print(json.dumps(measure_serving(
        f"whoosh:{sys.argv[1]}", load_queries(Path(sys.argv[2])), int(sys.argv[3]))))
