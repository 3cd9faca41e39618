"""The kernels: the few loops that decide how fast the engine is, each in two versions.

    reference.py   the reference implementations in NumPy, with the contract of each kernel
    dictionary.py  compiled: finds terms and unites dictionaries
    phrases.py     compiled: finds phrases, similar forms, and any of several terms; refines
    evaluation.py  compiled: evaluates a query, with filters, facets and ranking
    writing.py     compiled: builds and merges the arrays of segments
    pairing.py     compiled: finds documents whose sketches agree
    common.py      argument types and parts shared by the compiled kernels
    types.py       arguments that are handed over together, and the steps of a program
    scratch.py     memory that kernels work in

Both versions return the same to the last bit, which a property test checks. The reference
implementations serve until `search.kernel_loader` has loaded the compiled kernels.
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
    rank_anew,
    refine,
    tally,
    tally_moved,
    unite,
)
from search.engines.whoosh.kernels.types import (
    NOWHERE,
    DictionaryArrays,
    FacetPlan,
    FieldPositions,
    FieldPostings,
    PageLimits,
    PhraseTerms,
    PostingArrays,
    Program,
    Refinements,
    Renumbering,
    SegmentArrays,
    SlotBounds,
)
from search.kernel_loader import compiled_modules, register

__all__ = [
    "NOWHERE", "DictionaryArrays", "FacetPlan", "FieldPositions", "FieldPostings", "PageLimits",
    "PhraseTerms", "PostingArrays", "Program", "Refinements", "Renumbering", "SegmentArrays",
    "SlotBounds", "add_up", "agreeing", "alike", "evaluate", "expand", "find", "gather", "invert",
    "move", "phrase", "rank_anew", "refine", "tally", "tally_moved", "unite",
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
    modules = reference, *compiled_modules("loading"), *compiled_modules("searching")
    globals().update(implementations(*modules))


register("loading", *(f"{__name__}.{name}" for name in ("dictionary", "writing", "pairing")),
         on_change=_select)
register("searching", *(f"{__name__}.{name}" for name in ("phrases", "evaluation")),
         on_change=_select)
