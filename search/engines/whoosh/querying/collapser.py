"""Collapses stories: keeps the first hit of each, and lets facets count articles and stories.

Few articles are in a story. The pass over a segment sets those that match apart, so one pass
suffices. Afterwards the first of each story is found and takes its place among the other hits, and
the counts of all of them are added.
"""

from collections.abc import Sequence

import numpy as np

from search.arrays import Array
from search.engine import Request
from search.engines.whoosh.querying.facet_values import FacetValues
from search.engines.whoosh.querying.segment_pass import SegmentPass
from search.engines.whoosh.querying.snapshot import Snapshot
from search.engines.whoosh.segments.segment import FacetColumn, Segment
from search.facets import Value
from search.query import Filters, Sort

_NO_SCORES = np.zeros(0, np.float32)


class Collapser:
    """The matching articles of stories, and which of them the page leaves out."""

    def __init__(
        self, snapshot: Snapshot, passes: Sequence[SegmentPass], request: Request
    ) -> None:
        """Take the passes over the first parts of a snapshot, the others were not searched."""
        self._clusters, self._sort = snapshot.clusters, request.sort
        self._segments = [part.segment for part in snapshot.parts[:len(passes)]]
        self._documents = [each.apart.astype(np.int64) for each in passes]
        self._scores = np.concatenate([_NO_SCORES, *(each.apart_scores for each in passes)])
        self._passing = _FilterResults(self._segments, self._documents, request.filters)
        whole = [documents + first
                 for documents, first in zip(self._documents, self._clusters.firsts)]
        self._places = self._clusters.place(np.concatenate([np.zeros(0, np.int64), *whole]))
        self._stories = self._clusters.story[self._places]
        self._left = self._find_later(self._scores, request.sort)
        self.count = int(self._left.sum())

    def insert_firsts(self, number: int, found: SegmentPass, most: int) -> SegmentPass:
        """Return what was found in a part with the first hits of stories among the `most` first."""
        firsts = self._cut(self._passing.all & ~self._left, number)
        ranks = self._segments[number].ranks(self._sort)
        documents, scores = found.apart[firsts], found.apart_scores[firsts]
        total = found.passing + len(documents)
        if len(found.documents) == most:  # else all have a place
            documents, scores = _keep_reaching(documents, scores, found, ranks)
        if len(documents):
            documents = np.concatenate([found.documents, documents])
            scores = np.concatenate([found.scores, scores])
            order = np.lexsort((ranks[documents], -scores))[:most]
            found = found._replace(documents=documents[order], scores=scores[order])
        return found._replace(passing=total)

    def counts(self, values: FacetValues, counted: Array) -> tuple[Array, Array]:
        """Return how many articles, and how many stories, have each value of a facet.

        `counted` are the counts of the passes, without the articles of stories.
        """
        if not len(self._places):
            return counted, counted
        codes, owners = self._list_values(values)
        size = values.count
        if self._passing.has_filters:
            passing = self._passing.of(values.facet.name)[owners]
            codes, owners = codes[passing], owners[passing]
        articles = counted + np.bincount(codes, minlength=size)
        if not self.count and not self._passing.ignores_own_filter(values.facet.name):
            return articles, articles  # no two hits are of one story
        story_values = _drop_repeated(self._stories[owners] * size + codes)
        return articles, counted + np.bincount(story_values % max(size, 1), minlength=size)

    def _find_later(self, scores: Array, sort: Sort) -> Array:
        """Return which documents pass all filters but come after one of their story that does."""
        clusters = self._clusters
        order = (clusters.oldest if sort is Sort.OLDEST else
                 clusters.added if sort is Sort.ADDED else clusters.newest)
        ranks, stories = order[self._places], self._stories
        by_score = -scores if sort is Sort.RELEVANCE else np.zeros(len(scores), np.float32)
        hits = np.flatnonzero(self._passing.all)
        hits = hits[np.lexsort((ranks[hits], by_score[hits], stories[hits]))]
        later = np.zeros(len(scores), bool)
        later[hits[1:]] = stories[hits[1:]] == stories[hits[:-1]]
        return later

    def _list_values(self, values: FacetValues) -> tuple[Array, Array]:
        """Return the values of the matched documents, and the places of those whose they are."""
        if len(self._documents) == 1:  # the usual case
            return values.list_values(0, self._documents[0])
        codes, owners, before = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
        for part, documents in enumerate(self._documents):
            numbers, whose = values.list_values(part, documents)
            codes.append(numbers.astype(np.int64))
            owners.append(whose + before)
            before += len(documents)
        return np.concatenate(codes), np.concatenate(owners)

    def _cut(self, all_parts: Array, number: int) -> Array:
        """Return the piece of an array over all matched documents that belongs to one part."""
        ends = np.cumsum([0, *map(len, self._documents)])
        piece: Array = all_parts[ends[number]:ends[number + 1]]
        return piece


def _keep_reaching(
    documents: Array, scores: Array, found: SegmentPass, ranks: Array
) -> tuple[Array, Array]:
    """Keep the documents, and their scores, that do not come after all that a pass has ranked."""
    if not len(found.documents):
        return documents[:0], scores[:0]
    last, rank = found.scores[-1], ranks[found.documents[-1]]
    reaches = (scores > last) | ((scores == last) & (ranks[documents] < rank))
    return documents[reaches], scores[reaches]


def _drop_repeated(numbers: Array) -> Array:
    """Return the different numbers of an array, which is put in order, as `np.unique` does."""
    numbers.sort()
    is_first = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    different: Array = numbers[is_first]
    return different


class _FilterResults:
    """Tells which of some documents pass all filters, or all filters except a facet's own."""

    def __init__(
        self, segments: Sequence[Segment], documents: Sequence[Array], filters: Filters
    ) -> None:
        self.has_filters = bool(filters.within or filters.excluded or filters.selected)
        self._rows: dict[str, int] = {}
        if not self.has_filters:
            self.all: Array = np.ones(sum(map(len, documents)), bool)
            return
        each = [_apply_filters(*pair, filters) for pair in zip(segments, documents)]
        none = np.zeros((1 + len(filters.selected), 0), bool)
        self._passes = np.concatenate([none, *each], axis=1)
        self._rows = {name: row for row, name in enumerate(filters.selected, 1)}
        self.all = np.logical_and.reduce(self._passes)

    def ignores_own_filter(self, facet: str) -> bool:
        """Return whether a facet counts documents that its own filter keeps out."""
        return facet in self._rows

    def of(self, facet: str) -> Array:
        """Return whether a facet counts each document."""
        if not self.ignores_own_filter(facet):
            return self.all
        others = np.delete(self._passes, self._rows[facet], axis=0)
        passing: Array = np.logical_and.reduce(others)
        return passing


def _apply_filters(segment: Segment, documents: Array, filters: Filters) -> Array:
    """Return a row for the period and what is excluded, and one for what is selected of each facet:
    whether each document passes it."""
    within = np.ones(len(documents), bool)
    if filters.within:
        within = (segment.column["start"][documents] >= filters.within.start) & (
            segment.column["end"][documents] <= filters.within.end)
    for name, values in filters.excluded.items():
        if values:
            within &= ~_selects(segment.facets[name], values, documents)
    return np.stack([within, *(
        _selects(segment.facets[name], values, documents)
        for name, values in filters.selected.items()
    )])


def _selects(facet: FacetColumn, values: Sequence[Value], documents: Array) -> Array:
    if not values:
        return np.ones(len(documents), bool)
    mask = np.frombuffer(facet.mask(values), np.uint8)
    selects: Array = mask[facet.ordinals[documents]] != 0
    return selects
