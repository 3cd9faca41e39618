"""Returns freed memory to the system.

glibc keeps memory that is freed between live allocations, and asks for more for the next large
array. After a long load a third of a process's memory was such.
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
