"""The kernels: the few loops that decide how fast the engine is, each in two versions.

    plain.py     in NumPy: what each gives, and what serves where numba is not installed
    reading.py   compiled: evaluate queries
    choosing.py  compiled: filters, facets, the best of what was found
    writing.py   compiled: make and merge the arrays of segments
    planes.py    what they are handed together

Both give the same to the last bit, which a property test holds them to, so the plain ones
serve until `load` has brought the others in: numba takes a second to start, and half a minute
where they are yet to be compiled.
"""

import threading

from search.engines.whoosh.kernels import plain
from search.engines.whoosh.kernels.plain import (
    add_up,
    alike,
    both,
    choose,
    find,
    gather,
    intersect,
    invert,
    move,
    phrase,
    tally,
    tally_moved,
    unite,
    weigh,
    without,
)
from search.engines.whoosh.kernels.planes import Calendar, Plane

__all__ = [
    "Calendar", "Plane", "add_up", "alike", "both", "choose", "find", "gather", "intersect",
    "invert", "load", "move", "phrase", "tally", "tally_moved", "unite", "weigh", "without",
]

NAMES = [name for name in __all__ if hasattr(plain, name) and name.islower()]
_lock = threading.Lock()
_loaded = False


def load() -> None:
    """Bring the compiled kernels in, if numba is installed; safe to call from any thread."""
    global _loaded
    with _lock:
        if not _loaded:
            _loaded = True
            globals().update(compiled())


def compiled() -> dict[str, object]:
    """The compiled kernels by name; none where numba is not installed."""
    try:
        from search.engines.whoosh.kernels import choosing, reading, writing
    except ImportError:
        return {}
    return {
        name: getattr(module, name) for module in (reading, choosing, writing)
        for name in NAMES if hasattr(module, name)
    }
