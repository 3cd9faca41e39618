"""Runs the load: see `python -m benchmarks.load --help`. All traffic stays on 127.0.0.1."""

import argparse
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.slowest.requests import WORDS, build_request
from search import Article, open_archive

WORKERS, CLIENTS = 2, 8
SHARE, OVERLOAD = 0.7, 5
TIMEOUT, OVERLOAD_CLIENTS = 10, 64
STARTING_SECONDS, WARMING_SECONDS, MEASURED_SECONDS, RECOVERY_SECONDS = 120, 5, 15, 10


@dataclass
class Outcome:
    """What became of the requests of a phase: seconds of those answered, and statuses."""

    name: str
    seconds: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0

    def count(self, status: str, waited: float, took: float) -> None:
        """Count a request: how long its client waited, and how long the service took."""
        self.statuses[status] += 1
        if status == "200":
            self.seconds.append(waited)
        else:
            self.refused.append(took)

    def describe(self) -> str:
        """Return a line on the phase."""
        rate = len(self.seconds) / max(self.lasted, 1e-9)
        line = (f"{self.name}: {dict(self.statuses)}, {rate:.1f} answers a second, "
                f"p50 {find_quantile(self.seconds, 0.5):.1f} ms, "
                f"p99 {find_quantile(self.seconds, 0.99):.1f} ms")
        if self.refused:
            line += f"; refused after {find_quantile(self.refused, 0.99):.1f} ms (p99)"
        return line


def find_quantile(seconds: Sequence[float], share: float) -> float:
    """Return a quantile in milliseconds; 0 of nothing."""
    ordered = sorted(seconds)
    return 1_000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


class Workers:
    """Processes that serve an archive, each at a port of its own."""

    def __init__(self, folder: Path) -> None:
        """Start the workers, and wait until they are ready with their kernels."""
        self.ports = [find_port() for _ in range(WORKERS)]
        self.processes = [subprocess.Popen(
            [sys.executable, "-P", "-m", "wsgi"], env={
                **os.environ, "SEARCH_ENGINE": f"whoosh:{folder}", "HOST": "127.0.0.1",
                "PORT": str(port)}) for port in self.ports]
        for port in self.ports:
            self._wait(port)

    def _wait(self, port: int) -> None:
        until = time.monotonic() + STARTING_SECONDS
        while ask(port, "/readyz")[0] != "200":
            if time.monotonic() > until:
                raise SystemExit("a worker does not start")
            time.sleep(0.2)

    def measure_memory(self) -> list[float]:
        """Return the megabytes of their own that the workers have."""
        lines = [line for process in self.processes
                 for line in Path(f"/proc/{process.pid}/status").read_text().splitlines()]
        return [int(line.split()[1]) / 1_024 for line in lines if line.startswith("RssAnon")]

    def stop(self) -> None:
        """End the workers."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()


class Writer(threading.Thread):
    """Changes an archive once a second, and rebuilds its index once."""

    def __init__(self, folder: Path, rebuild_after: float) -> None:
        super().__init__(daemon=True)
        self._archive, self._rebuild_after = open_archive(f"whoosh:{folder}"), rebuild_after
        self.ended = threading.Event()
        self.commits, self.rebuilt, self.failure = 0, 0.0, ""

    def run(self) -> None:
        began = time.monotonic()
        try:
            while not self.ended.wait(1):
                self._change()
                if not self.rebuilt and time.monotonic() > began + self._rebuild_after:
                    before = time.monotonic()
                    list(self._archive.rebuild())
                    self.rebuilt = time.monotonic() - before
        except Exception as error:
            self.failure = repr(error)

    def _change(self) -> None:
        number = self.commits
        list(self._archive.add([Article(f"beban-{number}", f"Kabar {number}", " ".join(WORDS))]))
        self._archive.remove([f"beban-{number - 1}"])
        self.commits += 1


def find_port() -> int:
    """Return a free port."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def ask(port: int, address: str) -> tuple[str, float]:
    """Return the status of an answer, or what went wrong, and the seconds that it took."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        response.read()
        return str(response.status), time.monotonic() - began
    except (OSError, ValueError) as error:
        return type(error).__name__, time.monotonic() - began
    finally:
        connection.close()


class Phase:
    """The requests of one phase, which all go into its outcome."""

    def __init__(
        self, name: str, ports: Sequence[int], addresses: Sequence[str], seconds: float
    ) -> None:
        self.outcome, self.seconds, self.began = Outcome(name), seconds, time.monotonic()
        self._ports, self._addresses = ports, addresses
        self._lock, self._dice = threading.Lock(), random.Random(len(name))

    def send(self, due: float | None = None) -> None:
        """Ask for something. A request that is sent later than it was due counts as waiting."""
        if time.monotonic() > self.began + self.seconds + TIMEOUT:  # our clients are too few
            with self._lock:
                self.outcome.statuses["not sent"] += 1
            return
        status, took = ask(self._dice.choice(self._ports), self._dice.choice(self._addresses))
        waited = time.monotonic() - due if due else took
        with self._lock:
            self.outcome.count(status, waited, took)

    def send_all(self) -> None:
        """Ask for one thing after the other, until the phase is over."""
        while time.monotonic() < self.began + self.seconds:
            self.send()


def run_phase(
    name: str, ports: Sequence[int], addresses: Sequence[str], seconds: float, rate: float | None,
    clients: int = CLIENTS,
) -> Outcome:
    """Ask for so long: at a rate, whatever has been answered, or one after the other."""
    phase = Phase(name, ports, addresses, seconds)
    with ThreadPoolExecutor(clients) as pool:
        if rate is None:
            for _ in range(clients):
                pool.submit(phase.send_all)
        else:
            _pace(lambda due: pool.submit(phase.send, due), phase.began, seconds, rate)
    phase.outcome.lasted = time.monotonic() - phase.began
    print(phase.outcome.describe(), flush=True)
    return phase.outcome


def _pace(send: Callable[[float], object], began: float, seconds: float, rate: float) -> None:
    for number in range(int(seconds * rate)):
        due = began + number / rate
        time.sleep(max(due - time.monotonic(), 0))
        send(due)


def build_addresses(queries: Sequence[str], slow_share: float) -> list[str]:
    """Return mixed requests: three to the API for each page, and a share that is slow to answer."""
    dice = random.Random(2)
    asked = [f"/api/v1/search?{urlencode({'q': query})}" for query in queries]
    pages = [address.replace("/api/v1/search", "/") for address in asked[::3]]
    slow = [build_request(dice).address for _ in range(round(len(asked) * slow_share))]
    return [*asked, *pages, *slow]


def draw_queries(count: int) -> list[str]:
    """Return queries of one to three words."""
    dice = random.Random(2)
    return [" ".join(dice.sample(WORDS, dice.randint(1, 3))) for _ in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description="A service under load, on 127.0.0.1.")
    parser.add_argument("archive", help="the address of an archive, which is copied first")
    parser.add_argument("--minutes", type=float, default=20, help="at the usual rate")
    parser.add_argument("--overload-seconds", type=float, default=60)
    parser.add_argument("--queries", type=Path, help="a file with a query on each line")
    parser.add_argument("--slow", type=float, default=0.05,
                        help="the share of requests that are as slow as can be written")
    asked = parser.parse_args()
    queries = asked.queries.read_text().splitlines() if asked.queries else draw_queries(400)
    addresses = build_addresses(queries, asked.slow)
    with tempfile.TemporaryDirectory() as root:
        folder = Path(shutil.copytree(asked.archive.partition(":")[2], Path(root) / "archive"))
        open_archive(f"whoosh:{folder}").warm()  # or the workers would compile under load
        workers = Workers(folder)
        try:
            run_all(workers, folder, addresses, 60 * asked.minutes, asked.overload_seconds)
        finally:
            workers.stop()


def run_all(
    workers: Workers, folder: Path, addresses: Sequence[str], seconds: float,
    overload_seconds: float,
) -> None:
    """Run all phases, and print what became of them."""
    run_phase("warming", workers.ports, addresses, WARMING_SECONDS, None)
    most = run_phase("most", workers.ports, addresses, MEASURED_SECONDS, None)
    rate = SHARE * len(most.seconds) / most.lasted
    memory, writer = workers.measure_memory(), Writer(folder, seconds / 2)
    writer.start()
    run_phase(f"at {SHARE:.0%}, {rate:.1f} a second", workers.ports, addresses, seconds, rate, 32)
    after = workers.measure_memory()
    overload = rate / SHARE * OVERLOAD
    run_phase(f"overload, {overload:.0f} a second", workers.ports, addresses, overload_seconds,
              overload, OVERLOAD_CLIENTS)
    run_phase("afterwards", workers.ports, addresses, RECOVERY_SECONDS, rate, 32)
    writer.ended.set()
    writer.join()
    print(f"memory of the workers: {[round(each) for each in memory]} MB, "
          f"{[round(each) for each in after]} MB; {writer.commits} changes, rebuilt in "
          f"{writer.rebuilt:.0f} s {writer.failure}")


if __name__ == "__main__":
    main()
