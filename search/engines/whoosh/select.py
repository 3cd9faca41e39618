"""Documents → filters, facets and order, over what the query found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np

from search.engine import Matches, Request
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.evaluate import Found
from search.engines.whoosh.segment import UNDATED, Segment
from search.engines.whoosh.snapshot import Snapshot
from search.facets import Value, buckets
from search.query import Filters, Sort


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be on the page."""

    segment: Segment
    number: int
    score: float

    def order(self, sort: Sort) -> tuple[float | str | bool, ...]:
        """What candidates of several segments are ordered by."""
        start, id = int(self.segment.start[self.number]), self.segment.id(self.number)
        match sort:
            case Sort.OLDEST:
                return start == UNDATED, start, id
            case Sort.NEWEST:
                return -start, id
            case Sort.RELEVANCE:
                return -self.score, -start, id


def select(found: Sequence[Found], request: Request, snapshot: Snapshot) -> Matches:
    """The page of documents that pass the filters, the total, and the facets."""
    counts: dict[str, Counter[Value]] = {facet: Counter() for facet in request.facets}
    candidates: list[Candidate] = []
    total = 0
    for part, (docs, scores) in zip(snapshot.parts, found):
        segment = part.segment
        in_outlet, in_year, in_period = _passing(docs, request.filters, segment)
        _count(counts, docs, in_outlet, in_year, in_period, segment)
        passing = _both(_both(in_outlet, in_year), in_period)
        if passing is not None:
            docs, scores = docs[passing], scores[passing]
        total += len(docs)
        candidates += _best(docs, scores, request, segment)
    last = request.offset + request.limit
    page = nsmallest(last, candidates, lambda each: each.order(request.sort))[request.offset:]
    facets = {facet: buckets(facet, counts[facet], request.filters) for facet in counts}
    return Matches(
        tuple(each.segment.id(each.number) for each in page),
        tuple(each.score for each in page), total, facets,
    )


Mask = Array | None
"""For each document whether it passes; None where all do."""


def _passing(docs: Array, filters: Filters, segment: Segment) -> tuple[Mask, Mask, Mask]:
    """Which documents pass the outlets, the years and the period that were chosen."""
    in_outlet = in_year = in_period = None
    if filters.outlets:
        chosen = [outlet in filters.outlets for outlet in segment.outlets]
        in_outlet = np.array(chosen, bool)[segment.outlet[docs]]
    if filters.years:
        years = [UNDATED if year is None else year for year in filters.years]
        in_year = np.isin(segment.year[docs], years)
    if filters.within:
        start, end = segment.start[docs], segment.end[docs]
        in_period = (start >= filters.within.start) & (end <= filters.within.end)
        in_period &= start != UNDATED
    return in_outlet, in_year, in_period


def _both(one: Mask, other: Mask) -> Mask:
    if one is None or other is None:
        return one if other is None else other
    both: Array = one & other
    return both


def _count(
    counts: dict[str, Counter[Value]], docs: Array, in_outlet: Mask, in_year: Mask,
    in_period: Mask, segment: Segment,
) -> None:
    """Add a segment's facets; each ignores its own filter."""
    if "outlet" in counts:
        mask = _both(in_year, in_period)
        numbers = np.bincount(segment.outlet[docs if mask is None else docs[mask]])
        for number in np.flatnonzero(numbers).tolist():
            counts["outlet"][segment.outlets[number]] += int(numbers[number])
    if "year" in counts:
        mask = _both(in_outlet, in_period)
        years = np.bincount(segment.year[docs if mask is None else docs[mask]] - UNDATED)
        for place in np.flatnonzero(years).tolist():
            counts["year"][place + UNDATED if place else None] += int(years[place])


def _best(docs: Array, scores: Array, request: Request, segment: Segment) -> list[Candidate]:
    """The documents of a segment that may be on the page, in any order."""
    wanted = request.offset + request.limit if request.limit else 0
    if not wanted:
        return []
    if request.sort is Sort.RELEVANCE:
        places = _highest(scores, segment.newest[docs], wanted)
    else:
        ranks = segment.newest if request.sort is Sort.NEWEST else segment.oldest
        places = _lowest(ranks[docs], wanted)
    return [Candidate(segment, int(docs[at]), float(scores[at])) for at in places]


def _lowest(ranks: Array, wanted: int) -> Array:
    """The places of the lowest ranks, all different."""
    if len(ranks) <= wanted:
        return np.arange(len(ranks))
    return np.argpartition(ranks, wanted - 1)[:wanted]


def _highest(scores: Array, ranks: Array, wanted: int) -> Array:
    """The places of the highest scores, those of the lowest rank among equals."""
    if len(scores) <= wanted:
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    above, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
    return np.concatenate([above, equal[_lowest(ranks[equal], wanted - len(above))]])
