"""Runs a program over a segment: it finds, filters and counts documents, and ranks the first."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from search.arrays import Array
from search.engine import Request
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import FacetPlan, PageLimits, Program, scratch
from search.engines.whoosh.querying.leaf_postings import K1
from search.engines.whoosh.querying.snapshot import LiveSegment
from search.engines.whoosh.segments.segment import Segment
from search.facets import FACETS
from search.query import Sort

_NO_MASKS, _NO_WORDS = np.zeros(0, np.uint8), np.zeros(0, np.uint64)
_OTHERS = bytes.maketrans(b"\0\1", b"\1\0")
_COLUMNS = {name: number for number, name in enumerate(FACETS)}


class SegmentPass(NamedTuple):
    """What a program finds in a segment.

    `found` documents in all, `passing` of which pass the filters; the first of these, u4, with
    their scores, f4; and the counts, i8, of the facets of the request, one after the other. Then
    the documents it finds of those set apart, u4, ascending, with their scores, f4: they are found,
    but neither filtered nor counted nor ranked.
    """

    found: int
    passing: int
    documents: Array
    scores: Array
    counts: Array
    apart: Array
    apart_scores: Array


def run_program(
    program: Program, request: Request, part: LiveSegment, live: Array, most: int, apart: int = 0
) -> SegmentPass:
    """Run a program over the `live` documents of a part of a snapshot; rank the first `most`.

    `live` sets so many documents `apart`.
    """
    limits = _page_limits(part.segment, request, most, apart)
    facets = _plan_facets(part.segment, request)
    with scratch.for_program(program) as memory:
        return SegmentPass(*kernels.evaluate(
            part.arrays, live, program, K1, limits, facets, memory))


def split_counts(counts: Array, request: Request, segment: Segment) -> dict[str, Array]:
    """Return the counts of each facet of a request in a segment, by the ordinals of values."""
    split, first = {}, 0
    for name in request.facets:
        if name not in split:
            last = first + segment.facets[name].count
            split[name] = counts[first:last]
            first = last
    return split


def _page_limits(segment: Segment, request: Request, most: int, apart: int) -> PageLimits:
    within = request.filters.within
    return PageLimits(
        most, request.sort is Sort.RELEVANCE, segment.ranks(request.sort), within is not None,
        within.start if within else 0, within.end if within else 0, apart,
    )


def _plan_facets(segment: Segment, request: Request) -> FacetPlan:
    first_counts, plan = segment.count_plans.get(request.facets) or _plan_counts(
        segment, request.facets)
    filters = request.filters
    filtered = any(filters.selected.values()) or any(filters.excluded.values())
    return _plan_filters(segment, request, first_counts, plan.counts) if filtered else plan


def _plan_counts(segment: Segment, facets: tuple[str, ...]) -> tuple[dict[str, int], FacetPlan]:
    """Return where the counts of each facet begin, and the plan of requests without filters.

    Plans are kept: to build one takes longer than to evaluate some queries.
    """
    first_counts, count = {}, 0
    for name in dict.fromkeys(facets):
        first_counts[name] = count
        count += segment.facets[name].count
    rows, packed = _list_counted(segment, first_counts)
    plan = FacetPlan(np.array(rows, np.int64).reshape(-1, 3), 0, count, _NO_MASKS, *packed)
    if len(facets) <= len(FACETS):  # else requests could fill the memory with plans
        segment.count_plans[facets] = first_counts, plan
    return first_counts, plan


def _plan_filters(
    segment: Segment, request: Request, first_counts: Mapping[str, int], count: int
) -> FacetPlan:
    """Return the plan of a request with filters.

    Values that are excluded have a row of their own, which counts nothing: all counts respect it.
    """
    masks, rows = bytearray(), []
    selected = {name: values for name, values in request.filters.selected.items() if values}
    for name, values in selected.items():
        rows.append((_COLUMNS[name], first_counts.get(name, -1), len(masks)))
        masks += segment.facets[name].mask(values)
    for name, values in request.filters.excluded.items():
        if values:
            rows.append((_COLUMNS[name], -1, len(masks)))
            masks += segment.facets[name].mask(values).translate(_OTHERS)
    filters = len(rows)
    more, packed = _list_counted(segment, {
        name: first for name, first in first_counts.items() if name not in selected})
    return FacetPlan(np.array(rows + more, np.int64), filters, count,
                     np.frombuffer(masks, np.uint8), *packed)


def _list_counted(
    segment: Segment, first_counts: Mapping[str, int]
) -> tuple[list[tuple[int, int, int]], tuple[Array, Array]]:
    """Return the rows of facets without a filter, and the words and rows of those that are packed.
    """
    words, shifts = segment.packed_facets if first_counts else (_NO_WORDS, {})
    rows = [(_COLUMNS[name], first, -1) for name, first in first_counts.items()
            if name not in shifts]
    packed = [(shifts[name], first) for name, first in first_counts.items() if name in shifts]
    return rows, (words, np.array(packed, np.int64).reshape(-1, 2))
