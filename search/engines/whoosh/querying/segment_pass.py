"""One pass of a program over a part: what is found, filtered, counted, and the first of it."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Array
from search.engine import Request
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import Program, Wanted, scratch
from search.engines.whoosh.querying.leaf_postings import K1
from search.engines.whoosh.querying.snapshot import Part
from search.engines.whoosh.segments.segment import Segment
from search.query import Filters, Sort

Made = tuple[int, int, Array, Array, tuple[Array, ...]]
"""What the kernel makes of a part: see `evaluate` in kernels/reference.py."""

_ANY = np.zeros(0, np.uint8)


def made(program: Program, request: Request, part: Part, live: Array) -> Made:
    """The totals, the first hits, the counts of each facet; of documents that are live."""
    segment, filters = part.segment, request.filters
    found: Made = kernels.evaluate(
        part.flat, segment.windows, segment.count, live, program, K1,
        _wanted(request, segment), *chosen(filters, segment), scratch.evaluating(program),
    )
    return found


def chosen(filters: Filters, segment: Segment) -> tuple[Array, Array]:
    """For each outlet and each year of the segment whether it is chosen; empty where all are."""
    outlets = years = _ANY
    if filters.selected.get("outlet"):
        outlets = _among(segment.outlets, filters.selected["outlet"])
    if filters.selected.get("year"):
        years = _among(segment.years, filters.selected["year"])
    return outlets, years


def _among(values: Sequence[str | int | None], some: Sequence[str | int | None]) -> Array:
    return np.array([value in some for value in values], np.uint8)


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
