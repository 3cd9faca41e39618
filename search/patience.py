"""Patience: how long a writer waits for another one, where somebody waits for the answer.

Without a limit a writer waits as long as it takes, as a command does.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from search.errors import WriterBusy

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def limit_wait(seconds: float) -> Iterator[None]:
    """Let writers of this thread wait for others so long at most, in all, within the block."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def find_wait(longest: float) -> float:
    """Return how many seconds to wait before trying again, at most `longest`.

    Raises WriterBusy when the patience of this thread is at its end.
    """
    until = _UNTIL.get()
    if until is None:
        return longest
    left = until - time.monotonic()
    if left <= 0:
        raise WriterBusy("another program is writing to the archive: try again in some seconds")
    return min(left, longest)
