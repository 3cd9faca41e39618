"""Phrases in postings: which documents hold the terms near each other, and how often."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.segment import Field

_STRIDE = 1 << 32
"""Documents are this far apart when a document and a position are written as one number."""


def phrase(field: Field, terms: Sequence[str], slop: int | None) -> tuple[Array, Array]:
    """The documents of the field that hold the phrase, u4, and how often.

    `slop` None: adjacent and in order; n: in any order within len(terms) + n positions.
    """
    numbers = [field.find(term.encode()) for term in terms]
    if min(numbers) < 0:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
    common = _common(field, set(numbers))
    places = {number: _places(field, number, common) for number in set(numbers)}
    if slop is None:
        starts = _in_order([places[number] for number in numbers])
        return _counted(starts)
    return _counted(_near(places, Counter(numbers), len(terms) + slop))


def _common(field: Field, numbers: set[int]) -> Array:
    """The documents that hold all the terms."""
    docs = sorted((field.postings(number)[0] for number in numbers), key=len)
    common = docs[0]
    for other in docs[1:]:
        common = common[np.isin(common, other, assume_unique=True)]
    return common


def _places(field: Field, number: int, common: Array) -> Array:
    """Where the term stands in these documents, as document · _STRIDE + position, ascending."""
    docs, freqs = field.postings(number)
    wanted = np.isin(docs, common, assume_unique=True)
    hits = field.hits(number)[np.repeat(wanted, freqs)]
    return np.repeat(docs[wanted].astype(np.int64) * _STRIDE, freqs[wanted]) + hits


def _in_order(places: Sequence[Array]) -> Array:
    """Where the phrase begins."""
    starts = places[0]
    for offset, following in enumerate(places[1:], 1):
        starts = starts[np.isin(starts + offset, following, assume_unique=True)]
    return starts


def _near(places: dict[int, Array], needed: Counter[int], width: int) -> Array:
    """The first words of windows of `width` positions that hold every term often enough.

    A window counts where one of the terms stands at its beginning.
    """
    begins = np.unique(np.concatenate(list(places.values())))
    for number, least in needed.items():
        inside = np.searchsorted(places[number], begins + width) - np.searchsorted(
            places[number], begins
        )
        begins = begins[inside >= least]
    return begins


def _counted(places: Array) -> tuple[Array, Array]:
    docs, counts = np.unique(places // _STRIDE, return_counts=True)
    return docs.astype(np.uint32), counts.astype(np.uint32)
