"""Merges the postings of one field of several segments, piece by piece.

Terms are taken in order, as many at once as have about PIECE postings and positions. Only the part
of the old segments that these need is read, and its memory is given back. Positions are yielded at
once; the other arrays arrive in turns with them and are spilled to files. A merge so takes little
memory, however much it merges.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import PostingArrays, Renumbering, SlotBounds
from search.engines.whoosh.segments.builder import allocate_postings
from search.engines.whoosh.segments.segment import IndexedField
from search.engines.whoosh.segments.spill import Spill

PIECE = 1 << 20
"""Postings and positions that are read and given back at once."""

_TERMS = 1 << 15
"""Terms of a segment that are counted at once: what is read for that is large as well."""

_SLOT = 4
"""The share of a piece that a block of a term counts for: the memory of its bounds."""

Pieces = Iterator[tuple[str, Array]]
"""Arrays by name; an array in pieces has its name on each piece."""


class PostingMerger:
    """Merges a field of several segments.

    `maps` has the new numbers of the terms of each, ascending, u4, out of `terms`; `moves` those of
    its documents, i8, -1 for dropped ones. After all `pieces`, `used` says of each new term whether
    any document has it.
    """

    def __init__(
        self, fields: Sequence[IndexedField], maps: Sequence[Array], moves: Sequence[Array],
        terms: int, blocks: int,
    ) -> None:
        self._sources = list(zip(fields, maps, moves))
        self._blocks = blocks
        self._wide = any(field.freqs.dtype.itemsize > 2 for field in fields)
        self.used = np.zeros(terms, bool)

    def pieces(self, folder: Path) -> Pieces:
        """Yield the arrays of the terms in use; some wait in files in `folder`."""
        posting_count = position_count = 0
        with Spill(folder) as spill:
            for first, last in cut_terms(self._sum_postings()):
                at, positions_at = bounds = self._tally(first, last)
                made = allocate_postings(bounds, self._wide)
                self._move(first, last, bounds, made)
                slots = self._find_used_slots(first, last, at)
                for name, array in (("at", at[:-1][slots] + posting_count), ("docs", made.docs),
                                    ("positions_at", positions_at[:-1][slots] + position_count),
                                    ("freqs", made.freqs)):
                    spill.add(name, array)
                yield "positions", made.positions
                posting_count += int(at[-1])
                position_count += int(positions_at[-1])
            spill.add("at", np.array([posting_count]))
            spill.add("positions_at", np.array([position_count]))
            yield from spill.arrays()

    def _sum_postings(self) -> Array:
        """Return the running sum of what new terms take, deleted documents included."""
        reached = np.full(len(self.used) + 1, _SLOT * self._blocks, np.int64)
        reached[0], sizes = 0, reached[1:]
        for field, own, _ in self._sources:
            for first in range(0, field.count, _TERMS):
                some = own[first:first + _TERMS]
                sizes[some] += field.count_positions(first, first + len(some))
                field.release()
        return np.cumsum(reached, out=reached)

    def _tally(self, first: int, last: int) -> SlotBounds:
        """Return where postings and positions of the new terms first:last begin in each block."""
        slots = (last - first) * self._blocks
        counts = SlotBounds(*(np.zeros(slots + 1, np.int64) for _ in range(2)))
        for field, own, moved in self._sources:
            begin, end = np.searchsorted(own, [first, last]).tolist()
            field.touch(begin, end)
            field.check_frequencies(begin, end)
            kernels.tally_moved(
                field.postings, field.slot_bounds(begin, end),
                self._renumber(field, own[begin:end] - np.int64(first), moved), counts)
        return SlotBounds(*(np.cumsum(each, out=each) for each in counts))

    def _move(
        self, first: int, last: int, bounds: SlotBounds, made: PostingArrays
    ) -> None:
        """Copy the postings of the new terms first:last; give back the memory of the old ones."""
        begins = SlotBounds(*(each[:-1].copy() for each in bounds))
        for field, own, moved in self._sources:
            begin, end = np.searchsorted(own, [first, last]).tolist()
            field.touch_positions(begin, end)
            kernels.move(
                field.postings, field.slot_bounds(begin, end),
                self._renumber(field, own[begin:end] - np.int64(first), moved), begins, made)
            field.release()  # all of it: the system brings in more than is asked for

    def _renumber(self, field: IndexedField, terms: Array, documents: Array) -> Renumbering:
        return Renumbering(terms, documents, field.blocks, self._blocks)

    def _find_used_slots(self, first: int, last: int, at: Array) -> Array:
        """Return the slots of those of the new terms first:last that any document has."""
        used = at[self._blocks::self._blocks] > at[:-1:self._blocks]
        self.used[first:last] = used
        return np.repeat(used, self._blocks)


def cut_terms(reached: Array) -> list[tuple[int, int]]:
    """Cut terms into ranges first:last that take about PIECE each.

    Term t takes reached[t + 1] - reached[t].
    """
    ends = np.searchsorted(reached, np.arange(PIECE, reached[-1], PIECE))
    found = np.unique([0, *ends, len(reached) - 1]).tolist()
    return list(zip(found, found[1:] or [0]))
