"""Measures requests to a service in this process."""

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from search import Archive, open_archive
from search.engines.whoosh.segments.malloc import trim
from web import create_app, response_cache
from web.settings import Settings

MUCH_MEMORY = 8.0
"""Megabytes from which a request is measured again: the first time, files are mapped too."""

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Cost(NamedTuple):
    """What an answer took: seconds of processor time, and megabytes more than there were before,
    at the most; its status, its size, and what it lacks."""

    seconds: float
    megabytes: float
    status: int
    bytes: int
    left_out: tuple[str, ...]


class Service:
    """A service whose answers are worked out each time."""

    def __init__(self, url: str, time_limit: float) -> None:
        """Serve an archive, whose kernels are loaded before anything is measured."""
        self.archive: Archive = open_archive(url)
        self.archive.warm()
        response_cache.MAX_BYTES = -1  # nothing is kept
        self._client = create_app(self.archive, Settings(time_limit=time_limit)).test_client()

    def measure(self, address: str) -> Cost:
        """Ask for an address, twice if it takes much memory."""
        cost = self._ask(address)
        if cost.megabytes < MUCH_MEMORY:
            return cost
        again = self._ask(address)
        return cost._replace(
            seconds=min(cost.seconds, again.seconds),
            megabytes=min(cost.megabytes, again.megabytes))

    def _ask(self, address: str) -> Cost:
        trim()  # what the request before has freed
        with suppress(OSError):
            CLEAR.write_text("5")  # the peak is that of this request alone
        before = read_memory("VmRSS")
        began = time.process_time()
        response = self._client.get(address)
        size = read_size(response)
        seconds = time.process_time() - began
        return Cost(seconds, read_memory("VmHWM") - before, response.status_code, size,
                    tuple(list_omitted(response)))


def read_memory(name: str) -> float:
    """Return a figure of this process in megabytes; 0 where the system does not tell."""
    with suppress(OSError, ValueError):
        for line in STATUS.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1_024
    return 0.0


def read_size(response: Any) -> int:
    """Return the bytes of an answer. What comes in pieces is forgotten piece by piece."""
    if not is_export(response):
        return len(response.data)
    size = sum(map(len, response.response))
    response.close()
    return size


def is_export(response: Any) -> bool:
    """Return whether an answer is a file, which is not held in memory as a whole."""
    return "Content-Disposition" in response.headers


def list_omitted(response: Any) -> list[str]:
    """Return what an answer says that it lacks; an export lacks nothing."""
    if is_export(response):
        return []
    if response.is_json:
        return list((response.json or {}).get("left_out", ()))
    return re.findall("Jawaban ini tidak lengkap[^<]*", response.text[:20_000])
