"""Timelines: how many hits of a query each day, week, month or year has.

The counts are those of the facets year and month, and of days. An automatic interval is the
shortest of which the range has AUTO_BARS or fewer, and which at least half of the dated hits are
known to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import NamedTuple

import numpy as np

from search.arrays import Array
from search.article import Article
from search.engine import DayCounts, Matches, Request
from search.explore.axis import (
    AUTO_BARS,
    DAY,
    UNITS,
    WEEK,
    YEAR,
    Axis,
    BarUnit,
    choose_unit,
    find_asked_range,
    find_first_day,
    find_last_day,
    find_widest_range,
)
from search.explore.restrictions import Days, drop_words
from search.facets import FACETS
from search.page import Bar, Bars, Bucket, Timeline
from search.query import STORY, Interval, Node, Query

_COARSE = ("year", "month")
"""The facets that an automatic interval is chosen from. Days are counted where hits lie close.
"""


class Counted(NamedTuple):
    """What a timeline is counted from: facets, and whether days are counted."""

    facets: tuple[str, ...] = ()
    days: bool = False


def plan_counts(query: Query, node: Node) -> Counted:
    """Return what the timeline of a query with this node is counted from, if it asks for one."""
    if query.interval is None:
        return Counted()
    if query.interval is not Interval.AUTO:
        return _plan_unit(UNITS[query.interval])
    first, last = find_widest_range(query, node)
    if first is None or last is None or first > last:
        return Counted(_COARSE)
    return Counted(_COARSE, choose_unit(first, last, "day", _counts_weeks(query)).facet == "day")


def _plan_unit(unit: BarUnit) -> Counted:
    if unit.facet == "day":
        return Counted(("year",), True)
    return Counted(tuple(dict.fromkeys(("year", unit.facet))))


def add_days(query: Query, matches: Matches, articles: Sequence[Article]) -> Matches:
    """Return matches with the counts of days that an automatic interval may need.

    They are counted from the articles of the page, if these are all there are. Otherwise the
    matches are returned as they are, and a timeline evaluates the query again.
    """
    if (query.interval is not Interval.AUTO or matches.days is not None
            or len(articles) != matches.article_total):
        return matches
    return replace(matches, days=_count_listed(articles, query.collapse == STORY))


def _count_listed(articles: Sequence[Article], collapse: bool) -> DayCounts:
    """Return the counts of days of articles, each of which is a story of its own if collapsed."""
    values = [value for article in articles for value in FACETS["day"].values(article)]
    known = [find_first_day("day", value) for value in values if value is not None]
    days, counts = np.unique(np.array(known, np.int64), return_counts=True)
    return DayCounts(days, counts, counts if collapse else None, len(values) - len(known))


@dataclass(frozen=True, slots=True)
class _Counts:
    """The years, months and days of the hits of a request, as far as it counted them.

    Buckets are of years and months only. `asked` are the days that the request asks for.
    """

    request: Request
    matches: Matches
    asked: Days = (None, None)

    @property
    def days(self) -> DayCounts:
        """The counts of days, which the request has asked for."""
        if self.matches.days is None:
            raise ValueError("the request counts no days")
        return self.matches.days

    def list_dated(self, facet: str) -> tuple[Bucket, ...]:
        """Return the values that hits have, the latest first."""
        buckets = self._list_buckets(facet)
        return buckets[:-1] if buckets and buckets[-1].value is None else buckets

    def count_apart(self, facet: str) -> int:
        """Return how many hits have no value."""
        if facet == "day":
            return self.days.unknown
        last = self._list_buckets(facet)[-1:]
        return last[0].count if last and last[0].value is None else 0

    def count_known(self, facet: str) -> int:
        """Return how many hits have a value."""
        return self.matches.article_total - self.count_apart(facet)

    def _list_buckets(self, facet: str) -> tuple[Bucket, ...]:
        """Return the buckets of a facet that have hits: that of years ignores its own filter."""
        buckets, selected = self.matches.facets[facet], self.request.filters.selected.get("year")
        if facet != "year" or not selected:
            return buckets
        return tuple([each for each in buckets if each.count and each.value in selected])

    def find_range(self, facet: str) -> tuple[int, int] | None:
        """Return the first and the last day of the values that hits have; None without any."""
        if facet == "day":
            days = self.days.days
            return (int(days[0]), int(days[-1])) if len(days) else None
        dated = self.list_dated(facet)
        if not dated:
            return None
        return find_first_day(facet, dated[-1].value), find_last_day(facet, dated[0].value)


class Timeliner:
    """Builds the timelines of queries on one axis."""

    def __init__(self, match: Callable[[Request], Matches]) -> None:
        """Build with what evaluates requests: at most one more for each, and one for its share."""
        self._match = match

    def build(
        self, query: Query, requests: Sequence[Request], found: Sequence[Matches]
    ) -> tuple[Timeline, ...]:
        """Return the timeline of each request, which counted what `plan_counts` says.

        `query` is any of their queries, which differ in their words alone. Raises InvalidValue if
        there would be more than MAX_BARS.
        """
        counts = [_Counts(request, matches, find_asked_range(query, request.node))
                  for request, matches in zip(requests, found)]
        if query.interval is Interval.AUTO:
            unit, counts = self._choose(query, counts)
        else:
            unit = UNITS[query.interval or Interval.YEAR]
        days = _find_range(counts, unit.facet, unit)
        if days is None:
            return tuple([_build_timeline(unit, (), each) for each in counts])
        axis = Axis(unit, *days)
        totals = self._count_all(axis, counts) if query.share else repeat(None)
        return tuple([_build_timeline(unit, _build_bars(axis, *each), each[0])
                      for each in zip(counts, totals)])

    def _choose(self, query: Query, counts: list[_Counts]) -> tuple[BarUnit, list[_Counts]]:
        """Return the automatic unit, and the counts, by day as well if it needs them."""
        known = "month" if _is_known(counts, "month") else "year"
        if known == "month" and _may_be_weeks(counts):
            counts = [self._count_days(each) if each.matches.days is None else each
                      for each in counts]
            known = "day" if _is_known(counts, "day") else known
        days = _find_range(counts, known)
        unit = choose_unit(*days, known, _counts_weeks(query)) if days else YEAR
        return unit, counts

    def _count_days(self, counts: _Counts) -> _Counts:
        request = replace(
            counts.request, facets=_COARSE, days=True, offset=0, limit=0, refinements=(),
            explain=False)
        return _Counts(request, self._match(request), counts.asked)

    def _count_all(self, axis: Axis, counts: Sequence[_Counts]) -> list[list[int]]:
        """Return how many articles each bar has with all that each asks for besides words."""
        nodes = [drop_words(each.request.node) for each in counts]
        filters, counted = counts[0].request.filters, _plan_unit(axis.unit)._asdict()
        totals = {}
        for node in dict.fromkeys(nodes):
            every = Request(node, filters=filters, limit=0, **counted)
            totals[node] = _sum_bars(axis, _Counts(every, self._match(every)))[0]
        return [totals[node] for node in nodes]


def _build_timeline(unit: BarUnit, bars: Sequence[Bar], counts: _Counts) -> Timeline:
    undated = counts.count_apart("year")
    return Timeline(unit.name, bars, undated, counts.count_apart(unit.facet) - undated)


def _build_bars(axis: Axis, counts: _Counts, totals: list[int] | None) -> Bars:
    articles, stories = _sum_bars(axis, counts)
    counted = counts.request.collapse and not axis.unit.is_sum
    return Bars(*axis.list_bars(), articles, stories if counted else None, totals)


def _sum_bars(axis: Axis, counts: _Counts) -> tuple[list[int], list[int]]:
    """Return how many articles, and how many stories, each bar has."""
    if axis.unit.facet == "day":
        return _sum_days(axis, counts.days)
    articles, stories = [0] * len(axis), [0] * len(axis)
    find_bar = axis.number_values().get
    for value, count, _, of_stories in counts.list_dated(axis.unit.facet):
        bar = find_bar(value)
        if bar is not None:
            articles[bar] += count
            stories[bar] += of_stories or 0
    return articles, stories


def _sum_days(axis: Axis, counts: DayCounts) -> tuple[list[int], list[int]]:
    places = axis.unit.find_bars(counts.days) - axis.unit.find_bar(axis.first)
    within = (places >= 0) & (places < len(axis))

    def add_up(own: Array) -> list[int]:
        listed: list[int] = np.bincount(
            places[within], own[within], len(axis)).astype(np.int64).tolist()
        return listed

    articles = add_up(counts.articles)
    return articles, articles if counts.stories is None else add_up(counts.stories)


def _is_known(counts: Sequence[_Counts], facet: str) -> bool:
    """Return whether at least half of the dated hits are known to a month, or to a day.

    They are if there are none.
    """
    known, dated = (sum(each.count_known(name) for each in counts) for name in (facet, "year"))
    return 2 * known >= dated


def _find_range(
    counts: Sequence[_Counts], facet: str, unit: BarUnit = DAY
) -> tuple[int, int] | None:
    """Return the range that all of the counts cover; None if none of them has one."""
    return _join([_find_own_range(each, facet, unit) for each in counts])


def _find_own_range(counts: _Counts, facet: str, unit: BarUnit) -> tuple[int, int] | None:
    """Return the range that is asked for; what is left open ends with the bar where hits do.

    None if it is open and there are no hits, or if no day can be meant.
    """
    hits = counts.find_range(facet)
    return _fill(counts.asked, unit.extend(*hits) if hits else None)


def _may_be_weeks(counts: Sequence[_Counts]) -> bool:
    """Return whether the hits, counted by month, may lie within AUTO_BARS weeks."""
    days = _join([_find_narrowest_range(each) for each in counts])
    return days is None or WEEK.count_bars(*days) <= AUTO_BARS


def _find_narrowest_range(counts: _Counts) -> tuple[int, int] | None:
    """Return the shortest range in which the hits can lie, from their months.

    It ends before it begins where all lie in one month.
    """
    first, last = counts.asked
    months = counts.list_dated("month")
    if not months:
        return _fill(counts.asked, None)
    return (find_last_day("month", months[-1].value) if first is None else first,
            find_first_day("month", months[0].value) if last is None else last)


def _fill(asked: Days, hits: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return a range that is asked for, with the ends of hits where it is open; None if empty."""
    first, last = asked
    if hits:
        first, last = hits[0] if first is None else first, hits[1] if last is None else last
    return None if first is None or last is None or first > last else (first, last)


def _join(ranges: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    """Return the range from the first to the last day of some ranges; None without any."""
    known = [each for each in ranges if each]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


def _counts_weeks(query: Query) -> bool:
    """Return whether an automatic interval may be a week: the stories of one cannot be counted."""
    return query.collapse != STORY
