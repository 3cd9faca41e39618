"""One pass of a program over a segment: what it finds, filtered, counted, and the first of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Array
from search.engine import Request
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import FacetPlan, PageLimits, Program, scratch
from search.engines.whoosh.querying.leaf_postings import K1
from search.engines.whoosh.querying.snapshot import Part
from search.engines.whoosh.segments.segment import Segment
from search.facets import FACETS
from search.query import Filters, Sort

_NO_MASK = np.zeros(0, np.uint8)
_COLUMNS = {name: number for number, name in enumerate(FACETS)}


class SegmentPass(NamedTuple):
    """What a program finds in a segment.

    `found` documents in all, `passing` of which pass the filters; the first of these, u4, with
    their scores, f4; and the counts, i8, of the facets of the request, one after the other.
    """

    found: int
    passing: int
    documents: Array
    scores: Array
    counts: Array


def run_program(program: Program, request: Request, part: Part, live: Array) -> SegmentPass:
    """Run a program over a part of a snapshot, of whose documents those count that are `live`."""
    return SegmentPass(*kernels.evaluate(
        part.arrays, live, program, K1, _page_limits(request),
        _plan_facets(part.segment, request), scratch.evaluating(program),
    ))


def split_counts(
    counts: Array, request: Request, segment: Segment
) -> Iterator[tuple[str, Array]]:
    """Yield each facet of a request with its counts in a segment, by the ordinals of values."""
    first = 0
    for name in dict.fromkeys(request.facets):
        last = first + segment.facets[name].count
        yield name, counts[first:last]
        first = last


def build_masks(filters: Filters, segment: Segment) -> dict[str, Array]:
    """Return for each facet that filters which of its ordinals are selected, u1."""
    return {
        name: segment.facets[name].mask(values)
        for name, values in filters.selected.items() if values
    }


def _page_limits(request: Request) -> PageLimits:
    within = request.filters.within
    return PageLimits(
        request.offset + request.limit if request.limit else 0,
        request.sort is Sort.RELEVANCE, request.sort is Sort.OLDEST,
        within is not None, within.start if within else 0, within.end if within else 0,
    )


def _plan_facets(segment: Segment, request: Request) -> FacetPlan:
    """Return the plan of a request; those without filters are kept, since most requests share few
    of them and a plan takes longer to build than some queries to evaluate."""
    if request.filters.selected:
        return _build_plan(segment, request.facets, build_masks(request.filters, segment))
    plan = segment.facet_plans.get(request.facets)
    if plan is None:
        plan = _build_plan(segment, request.facets, {})
        if len(request.facets) <= len(FACETS):  # else anybody could fill the memory with them
            segment.facet_plans[request.facets] = plan
    return plan


def _build_plan(segment: Segment, facets: Sequence[str], masks: dict[str, Array]) -> FacetPlan:
    first_counts, count = {}, 0
    for name in dict.fromkeys(facets):
        first_counts[name] = count
        count += segment.facets[name].count
    rows, first_mask = [], 0
    for name, mask in masks.items():
        rows.append((_COLUMNS[name], first_counts.get(name, -1), first_mask))
        first_mask += len(mask)
    rows += [(_COLUMNS[name], first, -1) for name, first in first_counts.items()
             if name not in masks]
    return FacetPlan(
        np.array(rows, np.int64).reshape(-1, 3), len(masks), count,
        np.concatenate([_NO_MASK, *masks.values()]))
