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

Both give the same to the last bit, which a property test checks. The reference versions serve
until `search.kernel_loader` has loaded the compiled ones.
"""

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
from search.engines.whoosh.kernels.types import (
    FacetPlan,
    PageLimits,
    Plane,
    Program,
    SegmentArrays,
)
from search.kernel_loader import compiled, register

__all__ = [
    "FacetPlan", "PageLimits", "Plane", "Program", "SegmentArrays", "add_up", "agreeing", "alike",
    "evaluate", "expand", "find", "gather", "invert", "move", "phrase", "tally", "tally_moved",
    "unite",
]

NAMES = [name for name in __all__ if hasattr(reference, name) and name.islower()]


def implementations(*modules: ModuleType) -> dict[str, object]:
    """Return the kernels that these modules define, by name."""
    return {
        name: getattr(module, name) for module in modules
        for name in NAMES if hasattr(module, name)
    }


def _select() -> None:
    """Make `kernels.NAME` the compiled kernel where it is in use, else the reference."""
    modules = reference, *compiled("loading"), *compiled("searching")
    globals().update(implementations(*modules))


register("loading", *(f"{__name__}.{name}" for name in ("dictionary", "writing", "pairing")),
         on_change=_select)
register("searching", *(f"{__name__}.{name}" for name in ("phrases", "evaluation")),
         on_change=_select)
