"""Coverage: what an archive has of each outlet, year by year or month by month, and where gaps are.

Whoever finds nothing asks first whether the archive has that outlet in that year at all. Each
outlet takes one request, so they come in pages.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from search import budget
from search.arrays import Array
from search.budget import Omission
from search.engine import Matches, Request
from search.errors import InvalidValue, TooCostly
from search.facets import FACETS
from search.page import Bucket
from search.period import write_moment
from search.query import MAX_WINDOW, Everything, Filters, Query, Sort

MAX_OUTLETS, PAGE_OUTLETS = 50, 20
"""Outlets on a page, at most and usually: each takes a request."""


class CoverageUnit(StrEnum):
    """What coverage is counted by."""

    YEAR = "year"
    MONTH = "month"


def build_coverage_query(
    outlets: tuple[str, ...] = (), *, since: str | None = None, until: str | None = None,
    past: str | None = None, page: int = 1, page_size: int = PAGE_OUTLETS,
) -> Query:
    """Return the query for a page of outlets: all, or some of them. Raises InvalidValue."""
    if page * page_size > MAX_WINDOW:
        raise InvalidValue(
            f"pages go to the {MAX_WINDOW:,}th outlet: name the outlets you look for, with outlet",
            "page")
    return Query(selected={"outlet": outlets}, since=since, until=until, past=past, page=page,
                 page_size=page_size)


class CoveredPeriod(NamedTuple):
    """A year or month that has articles, YYYY or YYYY-MM, with their numbers."""

    period: str
    articles: int
    stories: int


class Gap(NamedTuple):
    """Years or months in a row that have no article; both ends are inclusive."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class OutletCoverage:
    """What the archive has of one outlet; None stands for articles without an outlet.

    `first_day` and `last_day` are those of the articles whose day is known. `periods` are in order,
    and `gaps` lie between them. `undated` articles have no date, `imprecise` ones no month where
    that is counted by: with the periods they make up all articles. `last_added` is when an
    article of it was last added or changed, in Jakarta, YYYY-MM-DDThh:mm:ss+07:00; None if that is
    not known, as in archives of a version that kept no times.
    """

    outlet: str | None
    articles: int
    stories: int
    undated: int
    imprecise: int
    first_day: str | None
    last_day: str | None
    periods: tuple[CoveredPeriod, ...]
    gaps: tuple[Gap, ...]
    last_added: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return this as the API and `indexer coverage --json` give it."""
        return {
            "outlet": self.outlet, "articles": self.articles, "stories": self.stories,
            "undated": self.undated, "imprecise": self.imprecise, "first_day": self.first_day,
            "last_day": self.last_day, "last_added": self.last_added,
            "periods": [each._asdict() for each in self.periods],
            "gaps": [{"from": gap.first, "to": gap.last} for gap in self.gaps],
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """A page of coverage, of `total` outlets; those with the most articles come first."""

    unit: CoverageUnit
    total: int
    rows: tuple[OutletCoverage, ...]


class _Counted(NamedTuple):
    """What there is of an outlet, and the last change of it; None if it has no article."""

    counts: OutletCoverage
    change: int | None


class CoverageCounter:
    """Counts what an archive has, through the facets of an engine."""

    def __init__(
        self, match: Callable[[Request], Matches],
        moments: Callable[[Sequence[int]], Sequence[int | None]],
    ) -> None:
        """Count with what evaluates requests, two for each outlet, and says when changes were made.
        """
        self._match, self._moments = match, moments

    def count(self, query: Query, unit: CoverageUnit = CoverageUnit.YEAR) -> Coverage:
        """Return the page of coverage that a query asks for, which has filters and no words.

        It lacks the last outlets where the time ends. Raises TooCostly if that is all of them.
        """
        filters = query.filters
        every = Request(Everything(), filters=filters, limit=0, facets=("outlet",))
        buckets = self._match(every).facets["outlet"]
        if filters.selected.get("outlet"):
            buckets = tuple([bucket for bucket in buckets if bucket.selected])
        shown = buckets[query.offset:query.offset + query.page_size]
        counted = list(self._count_outlets(shown, filters, unit))
        return Coverage(unit, len(buckets), tuple(self._add_moments(counted)))

    def count_all(self) -> OutletCoverage:
        """Return the coverage of all outlets together."""
        [whole] = self._add_moments([self._count_articles(None, Filters(), CoverageUnit.YEAR)])
        return whole

    def _count_outlets(
        self, buckets: Sequence[Bucket], filters: Filters, unit: CoverageUnit
    ) -> Iterator[_Counted]:
        for place, bucket in enumerate(buckets):
            try:
                yield self._count_outlet(bucket, filters, unit)
            except TooCostly:
                if place == 0:
                    raise
                budget.omit(Omission.OUTLETS)
                return

    def _count_outlet(self, bucket: Bucket, filters: Filters, unit: CoverageUnit) -> _Counted:
        own = replace(filters, selected={**filters.selected, "outlet": (bucket.value,)})
        name = None if bucket.value is None else str(bucket.value)
        return self._count_articles(name, own, unit)

    def _count_articles(
        self, name: str | None, filters: Filters, unit: CoverageUnit
    ) -> _Counted:
        facets = tuple(dict.fromkeys(("year", str(unit))))
        request = Request(Everything(), filters=filters, limit=0, facets=facets, collapse=True)
        found = self._match(request)
        last = self._match(replace(
            request, facets=(), days=True, collapse=False, sort=Sort.ADDED, limit=1))
        days = _list_days(last)
        dated, apart = _split(found.facets[str(unit)])
        undated = sum(_split(found.facets["year"])[1])
        counts = OutletCoverage(
            name, found.article_total, found.total, undated, sum(apart) - undated,
            _write_day(days[:1]), _write_day(days[-1:]),
            tuple(_list_periods(dated, unit)), tuple(_list_gaps(dated, unit)))
        return _Counted(counts, next(iter(last.changes), None))

    def _add_moments(self, counted: Sequence[_Counted]) -> Iterator[OutletCoverage]:
        """Yield what was counted with when it was last changed, which is asked once for all."""
        changes = [each.change for each in counted if each.change is not None]
        moments = dict(zip(changes, self._moments(changes)))
        for counts, change in counted:
            moment = None if change is None else moments[change]
            yield replace(counts, last_added=None if moment is None else write_moment(moment))

    def find_neighbours(self, day: str) -> tuple[str | None, str | None]:
        """Return the days next to one, YYYY-MM-DD, that have articles; None where there is none."""
        days = _list_days(self._match(Request(Everything(), limit=0, days=True)))
        number = date.fromisoformat(day).toordinal()
        before = int(np.searchsorted(days, number))
        after = int(np.searchsorted(days, number, side="right"))
        return _write_day(days[:before][-1:]), _write_day(days[after:][:1])


def _list_days(matches: Matches) -> Array:
    """Return the days that articles have, ascending."""
    return np.zeros(0, np.int64) if matches.days is None else matches.days.days


def _write_day(days: Array) -> str | None:
    """Return the only one of some days, YYYY-MM-DD; None if there is none."""
    return date.fromordinal(int(days[0])).isoformat() if len(days) else None


def _split(buckets: Sequence[Bucket]) -> tuple[list[Bucket], list[int]]:
    """Return the buckets of dates, the earliest first, and the count of the others."""
    dated = [each for each in buckets if each.value is not None and each.count]
    return dated[::-1], [each.count for each in buckets if each.value is None]


def _list_periods(dated: Sequence[Bucket], unit: CoverageUnit) -> Iterator[CoveredPeriod]:
    for each in dated:
        yield CoveredPeriod(FACETS[str(unit)].write(each.value), each.count, each.stories or 0)


def _list_gaps(dated: Sequence[Bucket], unit: CoverageUnit) -> Iterator[Gap]:
    numbers = [_number(FACETS[str(unit)].write(each.value)) for each in dated]
    for before, after in pairwise(numbers):
        if after > before + 1:
            yield Gap(_write(before + 1, unit), _write(after - 1, unit))


def _number(period: str) -> int:
    """Return the number of a year or month, so that the next one has the next number."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _write(number: int, unit: CoverageUnit) -> str:
    if unit is CoverageUnit.YEAR:
        return f"{number:04}"
    return date(number // 12, number % 12 + 1, 1).isoformat()[:7]
