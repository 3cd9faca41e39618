"""Keeps what was prepared for the last queries, for one snapshot.

Other pages, filters, orders and timelines of a query need the same program. To compile it takes
longer than most passes, and phrases, prefixes and fuzzy words are looked up for it.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Prepared = TypeVar("Prepared")

MOST_KEPT = 256
"""What is kept of a snapshot, the last that was asked for."""

MOST_BYTES = 1 << 24
"""How large all of it may be. What takes more than a sixteenth of that is not kept."""


class ProgramCache(Generic[Prepared]):
    """What was prepared for the last queries. Safe to share between threads.

    `count_bytes` says how large something is that was prepared; `bytes` is the sum of what is kept.
    """

    def __init__(self, count_bytes: Callable[[Prepared], int]) -> None:
        self._count_bytes = count_bytes
        self._kept: dict[Hashable, Prepared] = {}
        self._lock = Lock()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def prepare(self, key: Hashable, build: Callable[[], Prepared]) -> Prepared:
        """Return what is kept for a key, or what `build` returns."""
        with self._lock:
            kept = self._kept.pop(key, None)
            if kept is not None:
                self._kept[key] = kept
                return kept
        built = build()
        self._keep(key, built)
        return built

    def _keep(self, key: Hashable, built: Prepared) -> None:
        size = self._count_bytes(built)
        if size > MOST_BYTES >> 4:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = built
                self.bytes += size
            while len(self._kept) > MOST_KEPT or self.bytes > MOST_BYTES:
                oldest = self._kept.pop(next(iter(self._kept)))
                self.bytes -= self._count_bytes(oldest)
