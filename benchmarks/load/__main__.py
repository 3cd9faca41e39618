"""Runs the load: see `python -m benchmarks.load --help`. All traffic stays on 127.0.0.1."""

import argparse
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.clients import build_addresses, draw_queries, run_phase
from benchmarks.load.service import Rebuild, Service, WriterProcess
from search import open_archive

SHARE, OVERLOAD = 0.7, 5
STEADY_CLIENTS, OVERLOAD_CLIENTS = 64, 192
MEASURED_SECONDS, RECOVERY_SECONDS, AFTER_SECONDS = 30, 5, 10

MEMORY_SECONDS = 60
"""How often the memory of the workers is noted."""


@dataclass(frozen=True)
class Durations:
    """How long each phase is, in seconds; the rebuild comes in the middle of the steady one."""

    warming: float
    steady: float
    overload: float


class MemoryNotes(threading.Thread):
    """The megabytes of each worker, from time to time."""

    def __init__(self, service: Service) -> None:
        super().__init__(daemon=True)
        self._service, self._ended = service, threading.Event()
        self.notes = [service.measure_memory()]

    def run(self) -> None:
        while not self._ended.wait(MEMORY_SECONDS):
            self.notes.append(self._service.measure_memory())

    def describe(self) -> str:
        """End the notes; return them, and by how much memory grew."""
        self._ended.set()
        self.notes.append(self._service.measure_memory())
        growth = [f"{after / before - 1:+.1%}" for before, after in zip(
            self.notes[0], self.notes[-1])]
        series = "; ".join(" ".join(f"{each:.0f}" for each in note) for note in self.notes)
        return f"memory of the workers {', '.join(growth)}: {series} MB"


def find_port() -> int:
    """Return a free port."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A service under load, on 127.0.0.1.")
    parser.add_argument("archive", help="the address of an archive, which is copied first")
    parser.add_argument("--minutes", type=float, default=20, help="at the usual rate")
    parser.add_argument("--overload-seconds", type=float, default=60)
    parser.add_argument("--warming-seconds", type=float, default=120,
                        help="before anything is measured: caches fill")
    parser.add_argument("--queries", type=Path, help="a file with a query on each line")
    parser.add_argument("--slow", type=float, default=0.05,
                        help="the share of requests that are as slow as can be written")
    return parser.parse_args()


def main() -> None:
    asked = read_arguments()
    queries = asked.queries.read_text().splitlines() if asked.queries else draw_queries(400)
    addresses = build_addresses(queries, asked.slow)
    durations = Durations(asked.warming_seconds, 60 * asked.minutes, asked.overload_seconds)
    with tempfile.TemporaryDirectory() as root:
        folder = Path(shutil.copytree(asked.archive.partition(":")[2], Path(root) / "archive"))
        open_archive(f"whoosh:{folder}").warm()  # or the service would compile under load
        service, writer, rebuild = (
            Service(folder, find_port()), WriterProcess(folder), Rebuild(folder))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
        try:
            run_all(service, rebuild, addresses, durations)
            print(f"writer: {writer.stop()}")
        finally:
            for process in (rebuild, writer, service):
                process.end()


def run_all(
    service: Service, rebuild: Rebuild, addresses: Sequence[str], durations: Durations
) -> None:
    """Run all phases, and print what became of them."""
    run_phase("warming", service.port, addresses, durations.warming)
    most = run_phase("most", service.port, addresses, MEASURED_SECONDS).rate
    memory = MemoryNotes(service)
    memory.start()
    timer = threading.Timer(durations.steady / 2, rebuild.run)
    timer.start()
    steady = most * SHARE
    outcome = run_phase(f"at {SHARE:.0%}, {steady:.1f} a second", service.port, addresses,
                        durations.steady, steady, STEADY_CLIENTS)
    began, ended = rebuild.wait()
    print(outcome.leave_out(began, ended).describe())
    print(f"rebuilt in {ended - began:.0f} s; {memory.describe()}", flush=True)
    run_phase(f"overload, {most * OVERLOAD:.0f} a second", service.port, addresses,
              durations.overload, most * OVERLOAD, OVERLOAD_CLIENTS)
    for name, seconds in (("right after", RECOVERY_SECONDS), ("afterwards", AFTER_SECONDS)):
        run_phase(name, service.port, addresses, seconds, steady, STEADY_CLIENTS)


if __name__ == "__main__":
    main()
