"""Counts the hits of each day in arrays: an archive has thousands of days, too many for buckets."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from search.arrays import Array
from search.engine import DayCounts
from search.engines.whoosh.querying.collapser import Collapser, Counts
from search.engines.whoosh.segments.segment import Segment
from search.facets import Value

_UNKNOWN = 0
"""The day of articles whose day is not known; the first one is 1."""


def collect_days(
    counts: Sequence[Array], segments: Sequence[Segment], collapser: Collapser | None
) -> DayCounts:
    """Return how many hits each day has, from the counts of each segment by ordinals of days."""
    each = [_number_days(*pair) for pair in zip(counts, segments)]
    days, articles = each[0] if len(each) == 1 else _add_counts(each)
    if collapser is None:
        return _set_apart(days, articles, None)
    counted = dict(zip(map(_write, days.tolist()), articles.tolist()))
    return _collect_collapsed(*collapser.counts("day", counted))


def _number_days(counts: Array, segment: Segment) -> tuple[Array, Array]:
    """Return the days that hits have, ascending, and how many hits each has, i8."""
    some = np.flatnonzero(counts)
    return segment.days[some], counts[some]


def _add_counts(each: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    none = np.zeros(0, np.int64)
    days, places = np.unique(
        np.concatenate([none, *(days for days, _ in each)]), return_inverse=True)
    counts = np.zeros(len(days), np.int64)
    np.add.at(counts, places, np.concatenate([none, *(own for _, own in each)]))
    return days, counts


def _set_apart(days: Array, articles: Array, stories: Array | None) -> DayCounts:
    first = int(len(days) > 0 and days[0] == _UNKNOWN)
    return DayCounts(
        days[first:], articles[first:], None if stories is None else stories[first:],
        int(articles[:first].sum()))


def _collect_collapsed(articles: Counts, stories: Counts) -> DayCounts:
    rows = sorted((_number(value), count, stories[value]) for value, count in articles.items())
    return _set_apart(*np.array(rows, np.int64).reshape(-1, 3).T)


def _number(value: Value) -> int:
    return _UNKNOWN if value is None else date.fromisoformat(str(value)).toordinal()


def _write(day: int) -> Value:
    return None if day == _UNKNOWN else date.fromordinal(day).isoformat()
