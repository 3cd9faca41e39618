"""The stories of a snapshot: clusters of near-duplicate documents."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels.types import APART, LIVE, UNDATED
from search.engines.whoosh.segments.segment import Segment
from search.engines.whoosh.stories.pairs import SegmentDocuments
from search.page import Story
from search.stories import connect


class StoryClusters:
    """The live documents that belong to stories.

    `documents` i8, ascending, are their numbers, counted through all segments; `story` has the
    ordinal of the story of each. `firsts` are the numbers of the first documents of segments.
    """

    def __init__(
        self, segments: Sequence[Segment], live: Sequence[Array | None], pairs_of_changes: Array
    ) -> None:
        self._segments, self._live = segments, live
        all_documents = SegmentDocuments(segments, live)
        self.firsts = all_documents.firsts
        pairs = all_documents.numbers(pairs_of_changes)
        pairs = pairs[(pairs >= 0).all(axis=1)]
        self.documents, places = np.unique(pairs, return_inverse=True)
        least = connect(places.reshape(pairs.shape), len(self.documents))
        _, self.story = np.unique(least, return_inverse=True)
        self._built: dict[int, Story] = {}  # a story may have thousands of articles, all sorted
        self._by_story = np.argsort(self.story, kind="stable")
        self._story_at = np.searchsorted(self.story[self._by_story], np.arange(len(least) + 1))

    def members(self, number: int) -> Array:
        """Return the documents of a segment that are in a story, ascending, by number there."""
        first, last = np.searchsorted(self.documents, self.firsts[number:number + 2])
        found: Array = self.documents[first:last] - self.firsts[number]
        return found

    @cached_property
    def states(self) -> list[Array]:
        """What each document of each segment is to `evaluate`, u1: those of stories are APART."""
        return [self._mark(number) for number in range(len(self._segments))]

    def _mark(self, number: int) -> Array:
        live, count = self._live[number], self._segments[number].count
        states = np.full(count, LIVE, np.uint8) if live is None else live.astype(np.uint8)
        states[self.members(number)] = APART
        return states

    def find_stories(self, places: Sequence[tuple[int, int]]) -> tuple[Story | None, ...]:
        """Return the story of each document, given by segment and number there.

        It is None if the document has no near-duplicate.
        """
        firsts = self.firsts.tolist()
        numbers = [firsts[segment] + document for segment, document in places]
        found = np.searchsorted(self.documents, numbers).tolist()  # one search for all of a page
        return tuple([self._find_story(*each) for each in zip(found, numbers)])

    def _find_story(self, place: int, number: int) -> Story | None:
        if place == len(self.documents) or self.documents[place] != number:
            return None
        ordinal = int(self.story[place])
        if ordinal not in self._built:
            begin, end = self._story_at[ordinal:ordinal + 2]
            self._built[ordinal] = self._build_story(self.documents[self._by_story[begin:end]])
        return self._built[ordinal]

    def place(self, documents: Array) -> Array:
        """Return the places of some of the documents among them all."""
        found: Array = np.searchsorted(self.documents, documents)
        return found

    @cached_property
    def newest(self) -> Array:
        """The place of each when all are ordered newest first, then by id."""
        starts = self._starts()
        return _invert_order(np.lexsort((self._ids, -starts)))

    @cached_property
    def oldest(self) -> Array:
        """The place of each when all are ordered oldest first, then by id; undated last."""
        starts = self._starts()
        return _invert_order(np.lexsort((self._ids, starts, starts == UNDATED)))

    @cached_property
    def added(self) -> Array:
        """The place of each when all are ordered by the change that brought them, the last first.
        """
        parts = [segment.column["seq"][own]
                 for segment, own in self._split_by_segment(self.documents)]
        return _invert_order(np.argsort(-np.concatenate([np.zeros(0, np.int64), *parts])))

    @cached_property
    def _ids(self) -> Array:
        """The place of each when all are ordered by id."""
        ids = [id for segment, own in self._split_by_segment(self.documents)
               for id in segment.ids(own)]
        return _invert_order(np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64))

    def _starts(self) -> Array:
        parts = [segment.column["start"][own]
                 for segment, own in self._split_by_segment(self.documents)]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def _split_by_segment(self, documents: Array) -> Iterator[tuple[Segment, Array]]:
        """Yield the documents of each segment, by their numbers there."""
        at = np.searchsorted(documents, self.firsts)
        for segment, base, first, last in zip(self._segments, self.firsts, at, at[1:]):
            yield segment, documents[first:last] - base

    def _build_story(self, documents: Array) -> Story:
        """Return the story of these documents: its id is its lowest, articles come oldest first."""
        articles = sorted(
            (start == UNDATED, start, id, segment.facets["outlet"].values[outlet])
            for segment, own in self._split_by_segment(documents)
            for start, id, outlet in zip(
                segment.column["start"][own].tolist(), segment.ids(own),
                segment.facets["outlet"].ordinals[own].tolist())
        )
        ids = tuple(id for _, _, id, _ in articles)
        return Story(min(ids), len(ids), rank_outlets(outlet for *_, outlet in articles), ids)


def rank_outlets(names: Iterator[str | None]) -> tuple[str | None, ...]:
    """Return the different outlets by number of articles, then by name, None last among equals."""
    counted = Counter(names).items()
    return tuple(name for name, _ in sorted(
        counted, key=lambda each: (-each[1], each[0] is None, each[0] or "")))


def _invert_order(order: Array) -> Array:
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found
