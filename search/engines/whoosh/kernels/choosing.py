"""The kernel that turns what was found into a page, compiled: filters, facets and the best."""

import numpy as np
from numba import types

from search.compile import array, kernel, part
from search.engines.whoosh.kernels.planes import Calendar

_U1, _U4 = array(types.uint8), array(types.uint32)
_I8, _F4, _INT = array(types.int64), array(types.float32), types.int64
_CALENDARS = [types.none, types.NamedTuple([_U4, _INT, _U4, _INT], Calendar)]
"""Compiled once for each, so that a calendar costs nothing where there is none."""


@part
def _precedes(score, place, other_score, other_place):
    """Whether the first comes before the second: a higher score, else a lower place."""
    return score > other_score or score == other_score and place < other_place


@part
def _sink(docs, scores, ranks, size):
    """Let the root of a heap, whose root is the last in order, sink to where it belongs."""
    at = 0
    while True:
        last, left = at, 2 * at + 1
        for child in range(left, min(left + 2, size)):
            if _precedes(scores[last], ranks[docs[last]], scores[child], ranks[docs[child]]):
                last = child
        if last == at:
            return
        docs[at], docs[last] = docs[last], docs[at]
        scores[at], scores[last] = scores[last], scores[at]
        at = last


@part
def _rise(docs, scores, ranks, at):
    """Let the last of the heap rise to where it belongs."""
    while at:
        above = (at - 1) >> 1
        if not _precedes(scores[above], ranks[docs[above]], scores[at], ranks[docs[at]]):
            return
        docs[at], docs[above] = docs[above], docs[at]
        scores[at], scores[above] = scores[above], scores[at]
        at = above


@part
def _sorted(docs, scores, ranks, size):
    """Turn the heap into an array in order, the first in order first."""
    for end in range(size - 1, 0, -1):
        docs[0], docs[end] = docs[end], docs[0]
        scores[0], scores[end] = scores[end], scores[0]
        _sink(docs, scores, ranks, end)


@kernel(*[(
    _U4, _F4, _INT, _U4, _INT, _U4, _U1, _INT, _U4, _U1, _INT, calendar, _I8, _I8, _INT, _INT, _INT,
) for calendar in _CALENDARS])
def choose(
    docs, scores, scored, ranks, limit, outlet, outlets, count_outlets, year, years, count_years,
    calendar, start, end, within, since, until,
):
    limit = min(limit, len(docs))
    best, marks = np.empty(limit, np.uint32), np.empty(limit, np.float32)
    by_outlet, by_year = np.zeros(count_outlets, np.int64), np.zeros(count_years, np.int64)
    by_month = by_day = np.zeros(0, np.int64)
    if calendar is not None:
        by_month, by_day = np.zeros(calendar.months, np.int64), np.zeros(calendar.days, np.int64)
    filtered = len(outlets) > 0 or len(years) > 0 or within != 0
    total = size = 0
    for number in range(len(docs)):
        document = docs[number]
        if filtered:
            if within and (start[document] < since or end[document] > until):
                continue
            in_outlet = len(outlets) == 0 or outlets[outlet[document]] != 0
            in_year = len(years) == 0 or years[year[document]] != 0
            if in_year and count_outlets:
                by_outlet[outlet[document]] += 1
            if in_outlet and count_years:
                by_year[year[document]] += 1
            if not (in_outlet and in_year):
                continue
        else:
            if count_outlets:
                by_outlet[outlet[document]] += 1
            if count_years:
                by_year[year[document]] += 1
        if calendar is not None:
            if calendar.months:
                by_month[calendar.month[document]] += 1
            if calendar.days:
                by_day[calendar.day[document]] += 1
        total += 1
        if not limit:
            continue
        score = scores[number] if scored else np.float32(0)
        if size < limit:
            best[size], marks[size] = document, score
            _rise(best, marks, ranks, size)
            size += 1
        elif score > marks[0] or score == marks[0] and ranks[document] < ranks[best[0]]:
            best[0], marks[0] = document, score
            _sink(best, marks, ranks, size)
    _sorted(best, marks, ranks, size)
    return total, best[:size], marks[:size], (by_outlet, by_year, by_month, by_day)
