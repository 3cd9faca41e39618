"""What a tree finds → a page: filtered, counted and in order."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from search.arrays import Array
from search.engine import Matches, Request
from search.engines.whoosh import kernels
from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.kernels import Program, Wanted, room
from search.engines.whoosh.leaves import K1
from search.engines.whoosh.segment import UNDATED, Segment
from search.engines.whoosh.snapshot import Part
from search.facets import Value, buckets
from search.fields import ALL_FACETS
from search.page import Bucket
from search.query import Filters, Node, Sort

Candidate = tuple[float, int, str]
"""What the hits of several segments are ordered by: minus the score, the date, the id."""

Counts = Mapping[Value, int]
Made = tuple[int, int, Array, Array, tuple[Array, ...]]
"""What the kernel makes of a part: see `evaluate` in kernels/plain.py."""

_ANY = np.zeros(0, np.uint8)


def select(evaluation: Evaluation, node: Node, request: Request) -> tuple[int, Matches]:
    """How many documents a tree finds at all, and the page of those that pass the filters."""
    parts = evaluation.snapshot.parts
    made = [_made(program, request, part)
            for program, part in zip(evaluation.programs(node), parts)]
    segments = [part.segment for part in parts]
    ids, scores = _page(made, request, segments)
    total = sum(passing for _, passing, *_ in made)
    return sum(found for found, *_ in made), Matches(
        ids, scores, total, _facets(made, request, segments))


def _made(program: Program, request: Request, part: Part) -> Made:
    """One pass over a part: the totals, the first hits, the counts of each of ALL_FACETS."""
    segment, filters = part.segment, request.filters
    made: Made = kernels.evaluate(
        part.flat, segment.windows, segment.count, part.alive, program, K1,
        _wanted(request, segment), *_chosen_values(filters, segment), room.evaluating(program),
    )
    return made


def _wanted(request: Request, segment: Segment) -> Wanted:
    facets, within = request.facets, request.filters.within
    return Wanted(
        request.offset + request.limit if request.limit else 0,
        request.sort is Sort.RELEVANCE, request.sort is Sort.OLDEST,
        len(segment.outlets) if "outlet" in facets else 0,
        len(segment.years) if "year" in facets else 0,
        len(segment.calendar["month"]) if "month" in facets else 0,
        len(segment.calendar["day"]) if "day" in facets else 0,
        within is not None, within.start if within else 0, within.end if within else 0,
    )


def _chosen_values(filters: Filters, segment: Segment) -> tuple[Array, Array]:
    """For each outlet and each year of the segment whether it is chosen; empty where all are."""
    outlets = years = _ANY
    if filters.outlets:
        outlets = np.array([outlet in filters.outlets for outlet in segment.outlets], np.uint8)
    if filters.years:
        years = np.array([year in filters.years for year in segment.years], np.uint8)
    return outlets, years


def _page(
    made: Sequence[Made], request: Request, segments: Sequence[Segment]
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The ids of the hits, and their scores."""
    shown = slice(request.offset, request.offset + request.limit)
    if len(made) == 1:
        ((_, _, docs, scores, _),), (segment,) = made, segments
        return tuple(segment.ids(docs[shown])), tuple(scores[shown].tolist())
    candidates = sorted(
        candidate for (_, _, docs, scores, _), segment in zip(made, segments)
        for candidate in _candidates(docs, scores, request, segment)
    )[shown]
    return tuple([id for _, _, id in candidates]), tuple([-score for score, _, _ in candidates])


def _candidates(
    docs: Array, scores: Array, request: Request, segment: Segment
) -> Sequence[Candidate]:
    starts = segment.column["start"][docs]
    late = np.iinfo(np.int64).max
    oldest = np.where(starts == UNDATED, late, starts)
    dates = (oldest if request.sort is Sort.OLDEST else -starts).tolist()
    return list(zip((-scores).tolist(), dates, segment.ids(docs)))


def _facets(
    made: Sequence[Made], request: Request, segments: Sequence[Segment]
) -> dict[str, tuple[Bucket, ...]]:
    """The buckets of the facets asked for."""
    facets = {}
    for facet in request.facets:
        place = ALL_FACETS.index(facet)
        each = [_counts(counts[place], segment.values(facet))
                for (*_, counts), segment in zip(made, segments)]
        facets[facet] = buckets(facet, each[0] if len(each) == 1 else _sum(each), request.filters)
    return facets


def _counts(numbers: Array, values: Sequence[Value]) -> Counts:
    return {value: number for value, number in zip(values, numbers.tolist()) if number}


def _sum(each: Sequence[Counts]) -> Counts:
    counts = Counter[Value]()
    for one in each:
        counts.update(one)
    return counts
