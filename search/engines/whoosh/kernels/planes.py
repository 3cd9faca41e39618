"""What kernels are handed together."""

from typing import NamedTuple

from search.arrays import Array


class Plane(NamedTuple):
    """The postings of one field of a segment, and what an occurrence weighs in a document.

    `docs` u2, `freqs` u2 or u4, one a posting; `lengths` u4, one a document. The weight is
    weight · freq / (base + slope · length), computed in f4.
    """

    docs: Array
    freqs: Array
    lengths: Array
    weight: float
    base: float
    slope: float


class Calendar(NamedTuple):
    """The months and days of documents: ordinals u4, one a document, and how many to count.

    Months or days are not counted where their number is 0.
    """

    month: Array
    months: int
    day: Array
    days: int
