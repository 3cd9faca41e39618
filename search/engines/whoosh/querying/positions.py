"""Finds where forms stand that are like another, right behind certain forms: Kim-P*.

A place is a document, shifted left by 32 bits, and a position in it, i8. That many forms may be
like a prefix is no matter, since their postings lie side by side.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels import FieldPostings
from search.engines.whoosh.kernels.types import WeightedDocuments
from search.engines.whoosh.segments.segment import IndexedField

_SHIFT = 32
_HASHES = 1 << 22
_SPREAD = 0x9E3779B1  # documents begin far from each other: 2³² divided by the golden ratio

_NOWHERE = np.zeros(0, np.int64)


def find_behind(
    field: IndexedField, postings: FieldPostings, before: Sequence[str], numbers: Array
) -> WeightedDocuments:
    """Return the documents that have one of the terms right behind others, and its weight in each.

    `numbers` are those of the terms, i8, ascending.
    """
    found = [field.find(form.encode()) for form in before]
    places = _list_places(field, range(found[0], found[0] + 1)) if min(found) >= 0 else _NOWHERE
    for number in found[1:]:
        places = _follow(field, places, np.array([number]))
    places = _follow(field, places, numbers)
    docs, freqs = np.unique(places >> _SHIFT, return_counts=True)
    norms = np.float32(postings.base) + np.float32(postings.slope) * postings.lengths[docs]
    weights = np.float32(postings.weight) * freqs.astype(np.float32) / norms.astype(np.float32)
    return docs.astype(np.uint32), weights.astype(np.float32)


def _follow(field: IndexedField, places: Array, numbers: Array) -> Array:
    """Return the places right behind others at which one of the terms stands, ascending."""
    if not len(places):
        return _NOWHERE
    among = np.zeros((int(places[-1]) >> _SHIFT) + 1, np.bool_)
    among[places >> _SHIFT] = True
    here = [_list_places(field, terms, among) for terms in _iterate_runs(numbers)]
    found: Array = np.intersect1d(places + 1, _keep_likely(
        np.concatenate([_NOWHERE, *here]), places + 1))
    return found


def _keep_likely(places: Array, wanted: Array) -> Array:
    """Return those places that may be among the wanted ones, by their hashes: few are sorted."""
    flags = np.zeros(_HASHES, np.bool_)
    flags[_hash(wanted)] = True
    return places[flags[_hash(places)]]


def _hash(places: Array) -> Array:
    hashes: Array = (places + (places >> _SHIFT) * _SPREAD) & (_HASHES - 1)
    return hashes


def _iterate_runs(numbers: Array) -> Iterator[range]:
    """Yield the ranges that ascending numbers make up.

    >>> list(_iterate_runs(np.array([2, 3, 7])))
    [range(2, 4), range(7, 8)]
    """
    for run in np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1):
        if len(run):
            yield range(int(run[0]), int(run[-1]) + 1)


def _list_places(field: IndexedField, terms: range, among: Array | None = None) -> Array:
    """Return where any of the terms stands, in all documents or only `among` some, as flags.

    The places of one term ascend.
    """
    field.touch(terms.start, terms.stop)
    field.touch_positions(terms.start, terms.stop)
    at, positions_at = field.slot_bounds(terms.start, terms.stop)
    bases = np.tile(np.arange(field.blocks) << 16, len(terms))
    docs = np.repeat(bases, np.diff(at)) + field.docs[at[0]:at[-1]]
    freqs = field.freqs[at[0]:at[-1]].astype(np.int64)
    firsts = np.cumsum(freqs) - freqs + positions_at[0]
    if among is not None:
        kept = np.flatnonzero((docs < len(among)) & among[np.minimum(docs, len(among) - 1)])
        docs, freqs, firsts = docs[kept], freqs[kept], firsts[kept]
    before = np.cumsum(freqs) - freqs
    occurrences = np.arange(int(freqs.sum())) + np.repeat(firsts - before, freqs)
    places: Array = np.repeat(docs << _SHIFT, freqs) + field.positions[occurrences]
    return places
