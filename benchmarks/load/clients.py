"""Clients of a service on this computer: what they ask for, and what became of each request."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.slowest.requests import WORDS, build_request

TIMEOUT = 10
"""Seconds after which a client gives up, and one that could not be sent in time is counted so."""

CLIENTS = 8
"""Clients that ask for one thing after the other to find the most that is answered."""

_PIECE = 1 << 16


@dataclass
class Outcome:
    """What became of the requests of a phase: seconds of those answered, and statuses."""

    name: str
    seconds: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0
    moments: list[tuple[float, str, float]] = field(default_factory=list)
    """When each request ended, by the monotonic clock, its status, and how long its client waited.
    """

    @property
    def rate(self) -> float:
        """How many requests were answered in a second."""
        return len(self.seconds) / max(self.lasted, 1e-9)

    def count(self, status: str, waited: float, took: float) -> None:
        """Count a request: how long its client waited, and how long the service took."""
        self.statuses[status] += 1
        self.moments.append((time.monotonic(), status, waited))
        if status == "200":
            self.seconds.append(waited)
        elif status == "503":
            self.refused.append(took)

    def describe(self) -> str:
        """Return a line on the phase."""
        line = (f"{self.name}: {dict(self.statuses)}, {self.rate:.1f} answers a second, "
                f"p50 {find_quantile(self.seconds, 0.5):.1f} ms, "
                f"p99 {find_quantile(self.seconds, 0.99):.1f} ms, "
                f"longest {find_quantile(self.seconds, 1):.0f} ms")
        if self.refused:
            line += f"; refused after {find_quantile(self.refused, 0.99):.1f} ms (p99)"
        return line

    def leave_out(self, since: float, until: float) -> "Outcome":
        """Return what became of the requests that ended before or after a span of time."""
        rest = Outcome(f"{self.name}, otherwise", lasted=self.lasted - (until - since))
        for moment, status, waited in self.moments:
            if not since <= moment <= until:
                rest.count(status, waited, waited)
        return rest


def find_quantile(seconds: Sequence[float], share: float) -> float:
    """Return a quantile in milliseconds; 0 of nothing."""
    ordered = sorted(seconds)
    return 1_000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def ask(port: int, address: str) -> tuple[str, float]:
    """Return the status of an answer, or what went wrong, and the seconds that it took.

    The client closes the connection, as the nginx of docs/deploy does. One that waits for gunicorn
    to do so holds up all others: gunicorn accepts nobody until the client has closed it too.
    """
    began = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
            connection.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            answer = bytearray()
            while not _is_whole(answer) and (piece := connection.recv(_PIECE)):
                answer += piece
        return _read_status(answer), time.monotonic() - began
    except OSError as error:
        return type(error).__name__, time.monotonic() - began


def _is_whole(answer: bytearray) -> bool:
    """Return whether an answer has come as far as it says; False if it does not say."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return _find_length(head) == len(body)


def _read_status(answer: bytearray) -> str:
    """Return the status of an answer; "cut off" if it is shorter than it says."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head or _find_length(head) not in (None, len(body)):
        return "cut off"
    return head[9:12].decode()


def _find_length(head: bytearray) -> int | None:
    """Return how long the body is by its headers, None if they do not say."""
    _, _, length = head.lower().partition(b"\r\ncontent-length:")
    return int(length.split(None, 1)[0]) if length else None


class Phase:
    """The requests of one phase, which all go into its outcome."""

    def __init__(
        self, name: str, port: int, addresses: Sequence[str], seconds: float
    ) -> None:
        self.outcome, self.seconds, self.began = Outcome(name), seconds, time.monotonic()
        self._port, self._addresses = port, addresses
        self._lock, self._dice = threading.Lock(), random.Random(len(name))

    def send(self, due: float | None = None) -> None:
        """Ask for something. A request that is sent later than it was due counts as waiting."""
        if time.monotonic() > self.began + self.seconds + TIMEOUT:  # our clients are too few
            with self._lock:
                self.outcome.statuses["not sent"] += 1
            return
        status, took = ask(self._port, self._dice.choice(self._addresses))
        waited = time.monotonic() - due if due else took
        with self._lock:
            self.outcome.count(status, waited, took)

    def send_all(self) -> None:
        """Ask for one thing after the other, until the phase is over."""
        while time.monotonic() < self.began + self.seconds:
            self.send()


def run_phase(
    name: str, port: int, addresses: Sequence[str], seconds: float, rate: float | None = None,
    clients: int = CLIENTS,
) -> Outcome:
    """Ask for so long: at a rate, whatever has been answered, or one after the other."""
    phase = Phase(name, port, addresses, seconds)
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
