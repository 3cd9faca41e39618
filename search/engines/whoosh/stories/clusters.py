"""The stories of a snapshot: which of its documents tell the same, and who tells it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from search.arrays import Array
from search.engines.whoosh.segments.segment import UNDATED, Segment
from search.engines.whoosh.stories.pairs import Gathered
from search.page import Story
from search.stories import connect


class Told:
    """The live documents that twins join, counted through all segments, ascending.

    `documents` are their numbers, i8, and `story` the ordinal of the story of each.
    """

    def __init__(
        self, segments: Sequence[Segment], live: Sequence[Array | None], twins: Array
    ) -> None:
        self._segments = segments
        gathered = Gathered(segments, live)
        self.firsts = gathered.firsts
        pairs = gathered.numbers(twins)
        pairs = pairs[(pairs >= 0).all(axis=1)]
        self.documents, places = np.unique(pairs, return_inverse=True)
        least = connect(places.reshape(pairs.shape), len(self.documents))
        _, self.story = np.unique(least, return_inverse=True)
        self._by_story = np.argsort(self.story, kind="stable")
        self._story_at = np.searchsorted(self.story[self._by_story], np.arange(len(least) + 1))

    def members(self, number: int) -> Array:
        """The documents of one segment that are in a story, ascending, by their numbers there."""
        first, last = np.searchsorted(self.documents, self.firsts[number:number + 2])
        found: Array = self.documents[first:last] - self.firsts[number]
        return found

    def of(self, number: int, document: int) -> Story | None:
        """The story of a document of a segment, None if it is the only one of its kind."""
        whole = self.firsts[number] + document
        place = int(np.searchsorted(self.documents, whole))
        if place == len(self.documents) or self.documents[place] != whole:
            return None
        ordinal = int(self.story[place])
        begin, end = self._story_at[ordinal:ordinal + 2]
        return self._told(self.documents[self._by_story[begin:end]])

    def place(self, documents: Array) -> Array:
        """Where some of the documents stand among them all."""
        found: Array = np.searchsorted(self.documents, documents)
        return found

    @cached_property
    def newest(self) -> Array:
        """The place of each when all are ordered newest first, then by id."""
        starts = self._starts()
        return _placed(np.lexsort((self._ids, -starts)))

    @cached_property
    def oldest(self) -> Array:
        """The place of each when all are ordered oldest first, then by id; undated last."""
        starts = self._starts()
        return _placed(np.lexsort((self._ids, starts, starts == UNDATED)))

    @cached_property
    def _ids(self) -> Array:
        """The place of each when all are ordered by id."""
        ids = [id for segment, own in self._parted(self.documents) for id in segment.ids(own)]
        return _placed(np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64))

    def _starts(self) -> Array:
        parts = [segment.column["start"][own] for segment, own in self._parted(self.documents)]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def _parted(self, documents: Array) -> Iterator[tuple[Segment, Array]]:
        """The documents of each segment, by their numbers there."""
        at = np.searchsorted(documents, self.firsts)
        for segment, base, first, last in zip(self._segments, self.firsts, at, at[1:]):
            yield segment, documents[first:last] - base

    def _told(self, documents: Array) -> Story:
        """The story of these; named after the article whose id comes first, told oldest first."""
        told = sorted(
            (start == UNDATED, start, id, segment.facets["outlet"].values[outlet])
            for segment, own in self._parted(documents)
            for start, id, outlet in zip(
                segment.column["start"][own].tolist(), segment.ids(own),
                segment.facets["outlet"].ordinals[own].tolist())
        )
        ids = tuple(id for _, _, id, _ in told)
        return Story(min(ids), len(ids), outlets(outlet for *_, outlet in told), ids)


def outlets(names: Iterator[str | None]) -> tuple[str | None, ...]:
    """Different outlets, those with most articles first, then by name; none last among equals."""
    counted = Counter(names).items()
    return tuple(name for name, _ in sorted(
        counted, key=lambda each: (-each[1], each[0] is None, each[0] or "")))


def _placed(order: Array) -> Array:
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found
