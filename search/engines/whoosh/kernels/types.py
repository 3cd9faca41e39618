"""What kernels are handed together, and the steps that evaluate a tree.

The steps are those of a machine with a stack of lists, each of the documents found by a subtree
and their scores, and with pools, in which scores are added up by document. A row of the program
is a step and four numbers.
"""

from typing import NamedTuple

from search.arrays import Array

WINDOW = 1 << 16
"""Documents of a window."""

TERM = 0
"""Push the documents of a term: its field and number among the fields, twice; number -1 if none."""

KEEP = 1
"""Drop from the top those that lack a term, given as for TERM; add its scores to the others."""

PIECE = 2
"""Push a list that was made before, its weights saturated: its number."""

EVERYTHING = 3
"""Push all documents, with scores of 0."""

BOTH = 4
"""Pop a list, and drop from the one below those that are not in it; add its scores."""

WITHOUT = 5
"""Pop a list, and drop from the one below those that are in it."""

SKIP = 6
"""Go on with the step of this number if the top is empty."""

POUR = 7
"""Pop a list into the pool of this number."""

COLLECT = 8
"""Push what the pool of this number holds, and empty it."""


class Plane(NamedTuple):
    """The postings of one field of a segment, and what an occurrence weighs in a document.

    `docs` u2, `freqs` u2 or u4, one a posting; `at` i8, where the postings of each term begin in
    each window, and where the last end; `lengths` u4, one a document. The weight is
    weight · freq / (base + slope · length), computed in f4.
    """

    docs: Array
    freqs: Array
    at: Array
    lengths: Array
    weight: float
    base: float
    slope: float


class Program(NamedTuple):
    """What evaluates a tree in one segment.

    `steps` i8, a row of five each, and for each the factor f8 of its scores; how many lists are
    on the stack at the most, and how many pools there are; the pieces, documents u4 and weights
    f4, one after the other, and `bounds` i8, where each begins and the last ends.
    """

    steps: Array
    factors: Array
    levels: int
    pools: int
    docs: Array
    weights: Array
    bounds: Array


class Columns(NamedTuple):
    """Of each document the ordinals of its outlet, year, month and day, and its places when all
    are ordered newest or oldest first, u4; and when its period starts and ends, i8."""

    outlet: Array
    year: Array
    month: Array
    day: Array
    newest: Array
    oldest: Array
    start: Array
    end: Array


class Flat(NamedTuple):
    """The planes and columns of a segment, as few arrays: a kernel takes them in that much sooner.

    `file` u1, the segment's; `table` i8, where each array begins in it, in bytes, and ends: docs,
    freqs, at and lengths of each plane, then the columns. `weights` f8, weight, base and slope of
    each plane. `kind`, empty, is of the type of freqs.
    """

    file: Array
    table: Array
    weights: Array
    kind: Array


class Wanted(NamedTuple):
    """What to make of the documents found.

    How many at most, by score or not, then by `oldest` or `newest`; how many outlets, years,
    months and days to count, 0 for none of a kind; and the bounds of start and end, if `within`.
    """

    limit: int
    scored: bool
    oldest: bool
    outlets: int
    years: int
    months: int
    days: int
    within: bool
    since: int
    until: int
