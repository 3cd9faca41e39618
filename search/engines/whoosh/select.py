"""Documents → filters, facets and order, over what the query found."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from search.arrays import Array
from search.engine import Matches, Request
from search.engines.whoosh import kernels
from search.engines.whoosh.evaluate import Found
from search.engines.whoosh.segment import UNDATED, Segment
from search.engines.whoosh.snapshot import Snapshot
from search.facets import Value, buckets
from search.fields import ALL_FACETS
from search.query import Filters, Sort

Candidate = tuple[float, int, str]
"""What the hits of several segments are ordered by: minus the score, the date, the id."""

_ANY = np.zeros(0, np.uint8)


def select(found: Sequence[Found], request: Request, snapshot: Snapshot) -> Matches:
    """The page of documents that pass the filters, the total, and the facets."""
    counts: dict[str, Counter[Value]] = {facet: Counter() for facet in request.facets}
    candidates: list[Candidate] = []
    total = 0
    for part, each in zip(snapshot.parts, found):
        count, docs, scores, numbers = _chosen(each, request, part.segment)
        total += count
        candidates += _candidates(docs, scores, request, part.segment, len(snapshot.parts) > 1)
        for facet, counted in zip(ALL_FACETS, numbers):
            if facet in counts:
                _count(counts[facet], part.segment.values(facet), counted)
    if len(snapshot.parts) > 1:
        candidates.sort()
    page = candidates[request.offset:request.offset + request.limit]
    facets = {facet: buckets(facet, counts[facet], request.filters) for facet in counts}
    return Matches(
        tuple([id for _, _, id in page]), tuple([-score for score, _, _ in page]), total, facets,
    )


def _chosen(
    found: Found, request: Request, segment: Segment
) -> tuple[int, Array, Array, tuple[Array, ...]]:
    """One pass over what was found: the total, the first hits, the counts of each of ALL_FACETS."""
    filters, column = request.filters, segment.column
    outlets, years = _chosen_values(filters, segment)
    within = filters.within
    return kernels.choose(
        *found, request.sort is Sort.RELEVANCE,
        column["oldest" if request.sort is Sort.OLDEST else "newest"],
        request.offset + request.limit if request.limit else 0,
        column["outlet"], outlets, len(segment.outlets) if "outlet" in request.facets else 0,
        column["year"], years, len(segment.years) if "year" in request.facets else 0,
        _calendar(request, segment), column["start"], column["end"], within is not None,
        within.start if within else 0, within.end if within else 0,
    )


def _calendar(request: Request, segment: Segment) -> kernels.Calendar | None:
    """The months and days to count, if either is asked for."""
    by_month, by_day = "month" in request.facets, "day" in request.facets
    if not (by_month or by_day):
        return None
    column, values = segment.column, segment.calendar
    return kernels.Calendar(
        column["month"], len(values["month"]) if by_month else 0,
        column["day"], len(values["day"]) if by_day else 0,
    )


def _chosen_values(filters: Filters, segment: Segment) -> tuple[Array, Array]:
    """For each outlet and each year of the segment whether it is chosen; empty where all are."""
    outlets = years = _ANY
    if filters.outlets:
        outlets = np.array([outlet in filters.outlets for outlet in segment.outlets], np.uint8)
    if filters.years:
        years = np.array([year in filters.years for year in segment.years], np.uint8)
    return outlets, years


def _candidates(
    docs: Array, scores: Array, request: Request, segment: Segment, compared: bool
) -> list[Candidate]:
    """The hits of a segment, in order; dates are looked up only where segments are compared."""
    dates = [0] * len(docs)
    if compared:
        starts = segment.column["start"][docs]
        late = np.iinfo(np.int64).max
        oldest = np.where(starts == UNDATED, late, starts)
        dates = (oldest if request.sort is Sort.OLDEST else -starts).tolist()
    return list(zip((-scores).tolist(), dates, segment.ids(docs)))


def _count(counts: Counter[Value], values: Sequence[Value], numbers: Array) -> None:
    for value, number in zip(values, numbers.tolist()):
        if number:
            counts[value] += number
