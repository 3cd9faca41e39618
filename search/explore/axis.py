"""The axis of a timeline: a range of days, divided into bars of one interval.

Days are numbers, as `date.toordinal` gives them. Bars lie side by side without gaps: days; weeks,
which begin on Monday; months; years; or several years each, from a multiple of their number on. If
a range is asked for, the first and the last bar end with it. So a search within the days of a bar
finds the articles that the bar counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from search.arrays import Array
from search.errors import InvalidValue
from search.explore.restrictions import Days, find_day, find_stated_days, intersect
from search.facets import FACETS, Value
from search.period import Period
from search.query import Interval, Node, Query

AUTO_BARS = 60
"""Bars that an automatic interval has at most."""

MAX_BARS = 4_000
"""Bars of a timeline: the days of nearly eleven years."""

YEARS = "years"
"""The name of an interval of several years."""

_END = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class BarUnit:
    """The length of a bar, and the facet whose counts are summed for it."""

    interval: Interval
    facet: str
    years: int = 1

    @property
    def name(self) -> str:
        """The name of the interval."""
        return YEARS if self.years > 1 else str(self.interval)

    @property
    def is_sum(self) -> bool:
        """Whether a bar has several values of the facet, so that stories cannot be counted."""
        return self.interval is Interval.WEEK or self.years > 1

    def find_bar(self, day: int) -> int:
        """Return the number of the bar that a day lies in; the next bar has the next number."""
        if self.interval is Interval.DAY:
            return day
        if self.interval is Interval.WEEK:
            return (day - 1) // 7  # 0001-01-01 was a Monday
        whole = date.fromordinal(day)
        if self.interval is Interval.MONTH:
            return whole.year * 12 + whole.month - 1
        return whole.year // self.years

    def find_bars(self, days: Array) -> Array:
        """Return the numbers of the bars that days lie in; bars are days or weeks."""
        return (days - 1) // 7 if self.interval is Interval.WEEK else days

    def find_first_day(self, bar: int) -> int:
        """Return the first day of a bar; at most the day after the last one that can be written."""
        if self.interval is Interval.DAY:
            return bar
        if self.interval is Interval.WEEK:
            return min(bar * 7 + 1, _END)
        year, month = divmod(bar, 12) if self.interval is Interval.MONTH else (bar * self.years, 0)
        return date(max(year, 1), month + 1, 1).toordinal() if year <= date.max.year else _END

    def extend(self, first: int, last: int) -> tuple[int, int]:
        """Return the range of the whole bars that a range lies in."""
        return (self.find_first_day(self.find_bar(first)),
                self.find_first_day(self.find_bar(last) + 1) - 1)

    def count_bars(self, first: int, last: int) -> int:
        """Return how many bars a range has."""
        return self.find_bar(last) - self.find_bar(first) + 1


DAY, WEEK, MONTH, YEAR = (
    BarUnit(Interval.DAY, "day"), BarUnit(Interval.WEEK, "day"), BarUnit(Interval.MONTH, "month"),
    BarUnit(Interval.YEAR, "year"),
)

UNITS = {unit.interval: unit for unit in (DAY, WEEK, MONTH, YEAR)}
"""The units that can be asked for by name."""

_LONG = tuple(BarUnit(Interval.YEAR, "year", years) for years in (2, 5, 10, 20, 50, 100, 200))
"""Longer ones: 200 years at a time, the years 1 to 9999 are 50 bars."""


def choose_unit(first: int, last: int, known: str = "day", weeks: bool = True) -> BarUnit:
    """Return the shortest unit that divides a range into AUTO_BARS or fewer.

    Dates are known to a day, a month or a year.

    >>> choose_unit(1, 60).name, choose_unit(1, 61).name, choose_unit(1, 61, weeks=False).name
    ('day', 'week', 'month')
    >>> choose_unit(1, date.max.toordinal(), "month")
    BarUnit(interval=<Interval.YEAR: 'year'>, facet='year', years=200)
    """
    facets = {"day": ("day", "month", "year"), "month": ("month", "year"), "year": ("year",)}[known]
    return next(
        unit for unit in (DAY, WEEK, MONTH, YEAR, *_LONG)
        if unit.facet in facets and (weeks or unit is not WEEK)
        and unit.count_bars(first, last) <= AUTO_BARS)


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of days, both ends inclusive, and the unit of its bars. Raises InvalidValue."""

    unit: BarUnit
    first: int
    last: int

    def __post_init__(self) -> None:
        if (count := len(self)) > MAX_BARS:
            raise InvalidValue(
                f"{count:,} bars of a {self.unit.name} are more than {MAX_BARS:,}: ask for a "
                "longer interval or auto, or for less time, with from and to", "interval")

    def __len__(self) -> int:
        return self.unit.count_bars(self.first, self.last)

    def list_bars(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the first days and the last days of the bars, as YYYY-MM-DD."""
        return _list_bars(self.unit, self.first, self.last)

    def number_values(self) -> Mapping[Value, int]:
        """Return the number of the bar, from 0, that each year or month is counted in.

        The bars must be of months or years.
        """
        return _number_values(self.unit, self.first, self.last)


@lru_cache(16)  # dates take longer to write than their hits to count, and axes recur
def _list_bars(unit: BarUnit, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if unit is DAY:
        days = _list_days(first, last)
        return days, days
    bars = range(unit.find_bar(first) + 1, unit.find_bar(last) + 1)
    starts = [first, *map(unit.find_first_day, bars)]
    ends = [start - 1 for start in starts[1:]] + [last]
    return tuple(map(_write, starts)), tuple(map(_write, ends))


@lru_cache(16)
def _number_values(unit: BarUnit, first: int, last: int) -> Mapping[Value, int]:
    starts, ends = _list_bars(unit, first, last)
    if unit.facet == "month":
        return {start[:len("YYYY-MM")]: number for number, start in enumerate(starts)}
    return {year: number for number, bar in enumerate(zip(starts, ends))
            for year in range(*_find_years(*bar))}


def _find_years(start: str, end: str) -> tuple[int, int]:
    """Return the year of a first day, and the one after that of a last day."""
    return int(start[:len("YYYY")]), int(end[:len("YYYY")]) + 1


def _list_days(first: int, last: int) -> tuple[str, ...]:
    """Return the days of a range, which has MAX_BARS at most, as YYYY-MM-DD."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    days = list(chain.from_iterable(map(_write_year, range(begin.year, end.year + 1))))
    before = first - date(begin.year, 1, 1).toordinal()
    return tuple(days[before:before + last - first + 1])


@lru_cache(128)
def _write_year(year: int) -> Sequence[str]:
    """Return the days of a year as YYYY-MM-DD."""
    first = date(year, 1, 1).toordinal()
    return [_write(day) for day in range(first, date(year, 12, 31).toordinal() + 1)]


@lru_cache(8_192)  # a timeline of days asks for thousands, and the next one for the same
def find_first_day(facet: str, value: Value) -> int:
    """Return the first day of a year, month or day, as its facet counts it.

    >>> date.fromordinal(find_first_day("month", "2007-02")).isoformat()
    '2007-02-01'
    """
    text = FACETS[facet].write(value)
    return date.fromisoformat(text + "0001-01-01"[len(text):]).toordinal()


def find_last_day(facet: str, value: Value) -> int:
    """Return the last day of a year, month or day, as its facet counts it."""
    return find_day(Period.parse(FACETS[facet].write(value)).end)


def find_asked_range(query: Query, node: Node) -> Days:
    """Return the first and the last day that a query asks for, in its filters and its node."""
    within = query.filters.within
    beside = (find_day(within.start) if within and query.since else None,
              find_day(within.end) if within and query.until else None)
    return intersect(beside, find_stated_days(node))


def find_widest_range(query: Query, node: Node) -> Days:
    """Return the first and the last day that hits can have, each None if it is not known.

    Years that are selected bound them as well.
    """
    first, last = find_asked_range(query, node)
    selected = query.filters.selected.get("year", ())
    years = [year for year in selected if isinstance(year, int)]
    if not years or None in selected:
        return first, last
    return (find_first_day("year", min(years)) if first is None else first,
            find_last_day("year", max(years)) if last is None else last)


def _write(day: int) -> str:
    return date.fromordinal(day).isoformat()
