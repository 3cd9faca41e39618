"""Collapses stories: keeps the first hit of each, and lets facets count articles and stories.

Few articles are in a story. A first pass finds those of them that match, and so which documents
are not the first hit of their story. A second pass over all documents leaves these out; their
counts are added afterwards.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from search.arrays import Array
from search.engine import Request
from search.engines.whoosh.kernels import Program
from search.engines.whoosh.querying.facet_values import FacetValues
from search.engines.whoosh.querying.segment_pass import run_program
from search.engines.whoosh.querying.snapshot import Snapshot
from search.engines.whoosh.segments.segment import FacetColumn, Segment
from search.facets import Value
from search.query import Filters, Sort


class Collapser:
    """The matching articles of stories, and which of them the page leaves out."""

    def __init__(self, snapshot: Snapshot, programs: Sequence[Program], request: Request) -> None:
        self._parts, self._clusters = snapshot.parts, snapshot.clusters
        matched = [self._find_matches(number, program, request)
                   for number, program in enumerate(programs)]
        self._documents = [documents for documents, _ in matched]
        segments = [part.segment for part in self._parts]
        self._passing = _FilterResults(segments, self._documents, request.filters)
        firsts = self._clusters.firsts
        whole = [documents + first for documents, first in zip(self._documents, firsts)]
        self._places = self._clusters.place(np.concatenate([np.zeros(0, np.int64), *whole]))
        scores = np.concatenate([np.zeros(0, np.float32), *(scores for _, scores in matched)])
        self._left = self._find_later(scores, request.sort)
        self.count = int(self._left.sum())

    def live(self, number: int) -> Array:
        """Return the live documents of a part that are not left out, as kernels take them."""
        part = self._parts[number]
        everything = np.ones(part.segment.count, np.uint8)
        live = part.live_mask.copy() if len(part.live_mask) else everything
        live[self._documents[number][self._cut(self._left, number)]] = 0
        return live

    def counts(self, values: FacetValues, counted: Array) -> tuple[Array, Array]:
        """Return how many articles, and how many stories, have each value of a facet.

        `counted` are the counts of the second pass, without the articles left out.
        """
        if not self.count and not self._passing.ignores_own_filter(values.facet.name):
            return counted, counted  # no two hits are of one story
        codes, owners = self._list_values(values)
        passing, size = self._passing.of(values.facet.name)[owners], values.count
        articles = counted + np.bincount(codes[self._left[owners]], minlength=size)
        repeats = np.bincount(codes[passing], minlength=size)
        stories = self._clusters.story[self._places[owners[passing]]]
        story_values = np.unique(stories * size + codes[passing])
        repeats -= np.bincount(story_values % max(size, 1), minlength=size)
        return articles, articles - repeats

    def _find_matches(self, number: int, program: Program, request: Request) -> tuple[Array, Array]:
        """Return the documents of a part that are in a story and match, and their scores.

        Filters are not applied.
        """
        part, members = self._parts[number], self._clusters.members(number)
        only = np.zeros(part.segment.count, np.uint8)
        only[members] = 1
        if not len(members):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        whole = replace(request, filters=Filters(), facets=())
        found = run_program(program, whole, part, only, len(members))
        return found.documents.astype(np.int64), found.scores

    def _find_later(self, scores: Array, sort: Sort) -> Array:
        """Return which documents pass all filters but come after one of their story that does."""
        clusters = self._clusters
        order = (clusters.oldest if sort is Sort.OLDEST else
                 clusters.added if sort is Sort.ADDED else clusters.newest)
        ranks, stories = order[self._places], self._clusters.story[self._places]
        by_score = -scores if sort is Sort.RELEVANCE else np.zeros(len(scores), np.float32)
        hits = np.flatnonzero(self._passing.all)
        hits = hits[np.lexsort((ranks[hits], by_score[hits], stories[hits]))]
        later = np.zeros(len(scores), bool)
        later[hits[1:]] = stories[hits[1:]] == stories[hits[:-1]]
        return later

    def _list_values(self, values: FacetValues) -> tuple[Array, Array]:
        """Return the values of the matched documents, and the places of those whose they are."""
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


class _FilterResults:
    """Tells which of some documents pass all filters, or all filters except a facet's own."""

    def __init__(
        self, segments: Sequence[Segment], documents: Sequence[Array], filters: Filters
    ) -> None:
        each = [_apply_filters(*pair, filters) for pair in zip(segments, documents)]
        none = np.zeros((1 + len(filters.selected), 0), bool)
        self._passes = np.concatenate([none, *each], axis=1)
        self._rows = {name: row for row, name in enumerate(filters.selected, 1)}
        self.all: Array = np.logical_and.reduce(self._passes)

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
