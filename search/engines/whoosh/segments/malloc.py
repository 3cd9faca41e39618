"""Returns freed memory to the system.

glibc keeps memory that is freed between live allocations, and asks the system for more when the
next large array comes. After a long load, a third of a process's memory was kept in this way.
"""

import ctypes
from collections.abc import Callable
from functools import cache


def trim() -> None:
    """Return freed memory to the system, if the C library can; takes some milliseconds."""
    _trimming()(0)


@cache
def _trimming() -> Callable[[int], object]:
    try:
        found: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):  # another system, or another library
        return lambda _: None
    return found
