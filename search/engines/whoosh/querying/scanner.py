"""Walks through all hits in order, from one snapshot, the text of a few ids at a time."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import repeat

import numpy as np

from search.arrays import Array
from search.engine import HitKey, Request
from search.engines.whoosh.kernels.types import UNDATED
from search.engines.whoosh.querying.segment_pass import SegmentPass
from search.engines.whoosh.querying.snapshot import LiveSegment
from search.engines.whoosh.segments.segment import Segment
from search.query import Sort

Place = tuple[str, int, int, int]
"""A hit: its id, the number of its part, its number there, and the change that brought it."""

_LATE = np.iinfo(np.int64).max
_TOGETHER = 256
"""Documents of a part whose ids are read at once."""


def walk(
    passes: Sequence[SegmentPass], request: Request, parts: Sequence[LiveSegment]
) -> Iterator[Place]:
    """Yield the places of hits by date, those after `request.after`; or as they were ADDED.

    The passes have ranked all hits of their parts in that order.
    """
    each = [_walk_part(number, found.documents, part.segment, request)
            for number, (found, part) in enumerate(zip(passes, parts))]
    for _, place in merge(*each):
        yield place


def order_hits(segment: Segment, docs: Array, sort: Sort) -> Array:
    """Return numbers, i8, that order documents of equal scores as `sort` says."""
    if sort is Sort.ADDED:
        return -segment.column["seq"][docs]
    return _order_dates(segment.column["start"][docs], sort)


def _order_dates(starts: Array, sort: Sort) -> Array:
    """Return numbers that order hits by date, the undated last."""
    return np.where(starts == UNDATED, _LATE, starts) if sort is Sort.OLDEST else -starts


def locate(segment: Segment, number: int, docs: Array) -> Iterator[Place]:
    """Yield the place of each document of a segment, which is that of the part `number`."""
    changes = segment.column["seq"][docs].tolist()
    return zip(segment.ids(docs), repeat(number), docs.tolist(), changes)


def _walk_part(
    number: int, documents: Array, segment: Segment, request: Request
) -> Iterator[tuple[int, Place]]:
    first = _count_passed(documents, segment, request.sort, request.after)
    for begin in range(first, len(documents), _TOGETHER):
        some = documents[begin:begin + _TOGETHER]
        dates = order_hits(segment, some, request.sort)
        yield from zip(dates.tolist(), locate(segment, number, some))


def _count_passed(documents: Array, segment: Segment, sort: Sort, after: HitKey | None) -> int:
    """Return how many documents, ordered by date, come up to a key."""
    if after is None:
        return 0

    def find_key(at: int) -> tuple[int, str]:
        one = documents[at:at + 1]
        [date] = order_hits(segment, one, sort).tolist()
        return date, segment.ids(one)[0]

    start = np.array([UNDATED if after.start is None else after.start], np.int64)
    [date] = _order_dates(start, sort).tolist()
    return bisect_right(range(len(documents)), (date, after.id), key=find_key)
