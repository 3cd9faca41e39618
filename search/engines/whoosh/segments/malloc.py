"""Memory that was freed, given back to the system.

glibc keeps what is freed between things that are still held, and takes more for the next large
array than it gives back: after a long load a third of a process's memory was such.
"""

import ctypes
from collections.abc import Callable
from functools import cache


def trim() -> None:
    """Give back what is free, where the C library can be told to; some milliseconds."""
    _trimming()(0)


@cache
def _trimming() -> Callable[[int], object]:
    try:
        found: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):  # another system, or another library
        return lambda _: None
    return found
