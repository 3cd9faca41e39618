"""The kernels: the few loops that decide how fast the engine is, each in two versions.

    reference.py   in NumPy: what each gives, and what serves where numba is not installed
    dictionary.py  compiled: find a term, and make one dictionary of two
    phrases.py     compiled: find phrases and forms alike
    evaluation.py  compiled: a whole tree, with filters, facets and the best of what is found
    writing.py     compiled: make and merge the arrays of segments
    pairing.py     compiled: find documents whose sketches agree
    common.py      what the compiled ones share
    types.py       what they are handed together, and the steps of a tree
    scratch.py     memory for them to work in

Both give the same to the last bit, which a property test holds them to, so the plain ones
serve until `load` has brought the others in: numba takes a second to start, and a minute or
two where they are yet to be compiled.
"""

import threading
from types import ModuleType

from search.engines.whoosh.kernels import reference
from search.engines.whoosh.kernels.reference import (
    add_up,
    agreeing,
    alike,
    evaluate,
    expand,
    find,
    gather,
    invert,
    move,
    phrase,
    tally,
    tally_moved,
    unite,
)
from search.engines.whoosh.kernels.types import Columns, Flat, Plane, Program, Wanted

__all__ = [
    "Columns", "Flat", "Plane", "Program", "Wanted", "add_up", "agreeing", "alike", "evaluate",
    "expand", "find", "gather", "invert", "load", "move", "phrase", "tally", "tally_moved", "unite",
]

NAMES = [name for name in __all__ if hasattr(reference, name) and name.islower()]
_lock = threading.Lock()


def load(searching: bool = True) -> None:
    """Bring the compiled kernels in, if numba is installed; safe to call from any thread.

    Those that only searches need take memory, and come where somebody is `searching`.
    """
    with _lock:
        globals().update(compiled(searching))


def compiled(searching: bool = True) -> dict[str, object]:
    """The compiled kernels by name; none where numba is not installed."""
    try:
        from search.engines.whoosh.kernels import dictionary, pairing, writing
        modules: list[ModuleType] = [dictionary, writing, pairing]
        if searching:
            from search.engines.whoosh.kernels import evaluation, phrases
            modules += [phrases, evaluation]
    except ImportError:
        return {}
    return {
        name: getattr(module, name) for module in modules
        for name in NAMES if hasattr(module, name)
    }
