"""The postings of one field in several segments → those in one, piece by piece.

Terms are taken in order, so many together as have about PIECE postings and positions; of the old
segments only what these have is looked at, and given back. Positions are handed on as they come;
the other arrays come in turns with them and wait aside. So a merge takes little memory, however
much it merges.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.segments.builder import places
from search.engines.whoosh.segments.segment import Field
from search.engines.whoosh.segments.spill import Aside

PIECE = 1 << 20
"""So many positions are looked at and given back together."""

_TERMS = 1 << 15
"""Terms of a segment that are counted together: what is looked at for it is large as well."""

_SLOT = 4
"""What a window of a term counts as: where its postings and positions begin takes as much room."""

Pieces = Iterator[tuple[str, Array]]
"""Arrays by name; one in pieces has its name at each."""


class Merged:
    """A field of several segments as one.

    `maps` say where the terms of each went among `terms` new ones, ascending, u4, and `moves`
    where its documents went, i8, -1 for those dropped. After all `pieces`, `used` tells of each
    new term whether any document holds it.
    """

    def __init__(
        self, fields: Sequence[Field], maps: Sequence[Array], moves: Sequence[Array],
        terms: int, windows: int,
    ) -> None:
        self._sources = list(zip(fields, maps, moves))
        self._windows = windows
        self._wide = any(field.freqs.dtype.itemsize > 2 for field in fields)
        self.used = np.zeros(terms, bool)

    def pieces(self, folder: Path) -> Pieces:
        """at, docs, freqs, hits_at and hits of the terms used; files may be made in `folder`."""
        postings = positions = 0
        with Aside(folder) as aside:
            for first, last in cuts(self._reached()):
                at, hits_at = self._tallied(first, last)
                docs, freqs, hits = places(int(at[-1]), int(hits_at[-1]), self._wide)
                self._move(first, last, at[:-1].copy(), hits_at[:-1].copy(), docs, freqs, hits)
                slots = self._used(first, last, at)
                for name, array in (("at", at[:-1][slots] + postings), ("docs", docs),
                                    ("hits_at", hits_at[:-1][slots] + positions),
                                    ("freqs", freqs)):
                    aside.add(name, array)
                yield "hits", hits
                postings, positions = postings + int(at[-1]), positions + int(hits_at[-1])
            aside.add("at", np.array([postings]))
            aside.add("hits_at", np.array([positions]))
            yield from aside.arrays()

    def _reached(self) -> Array:
        """What the new terms before each take together, deleted documents counted."""
        reached = np.full(len(self.used) + 1, _SLOT * self._windows, np.int64)
        reached[0], sizes = 0, reached[1:]
        for field, own, _ in self._sources:
            for first in range(0, field.count, _TERMS):
                some = own[first:first + _TERMS]
                sizes[some] += field.positions_each(first, first + len(some))
                field.release()
        return np.cumsum(reached, out=reached)

    def _tallied(self, first: int, last: int) -> tuple[Array, Array]:
        """Where the postings and the positions of each of the new terms first:last begin in each
        window, and the last end."""
        at, hits_at = (np.zeros((last - first) * self._windows + 1, np.int64) for _ in range(2))
        for field, own, moved in self._sources:
            begin, end = np.searchsorted(own, [first, last]).tolist()
            field.touch(begin, end)
            kernels.tally_moved(
                field.docs, field.freqs, field.slots(begin, end)[0], field.windows,
                own[begin:end] - np.int64(first), moved, self._windows, at, hits_at)
        return np.cumsum(at, out=at), np.cumsum(hits_at, out=hits_at)

    def _move(
        self, first: int, last: int, posting: Array, place: Array, docs: Array, freqs: Array,
        hits: Array,
    ) -> None:
        """Copy what there is of the new terms first:last, and give back what was looked at."""
        for field, own, moved in self._sources:
            begin, end = np.searchsorted(own, [first, last]).tolist()
            field.touch_hits(begin, end)
            kernels.move(
                field.docs, field.freqs, field.hits, *field.slots(begin, end), field.windows,
                own[begin:end] - np.int64(first), moved, self._windows, posting, place, docs,
                freqs, hits)
            field.release()  # all of it: the system brings in more than is asked for

    def _used(self, first: int, last: int, at: Array) -> Array:
        """The windows of those of the new terms first:last that any document holds."""
        used = at[self._windows::self._windows] > at[:-1:self._windows]
        self.used[first:last] = used
        return np.repeat(used, self._windows)


def cuts(reached: Array) -> list[tuple[int, int]]:
    """Terms first:last, again and again, that take about PIECE together; all of them.

    Term t takes reached[t + 1] - reached[t].
    """
    ends = np.searchsorted(reached, np.arange(PIECE, reached[-1], PIECE))
    found = np.unique([0, *ends, len(reached) - 1]).tolist()
    return list(zip(found, found[1:] or [0]))
