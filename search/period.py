"""Periods of time as news gives them: a year, a month, a day or a moment.

All times are those of Asia/Jakarta, written with the fixed offset +07:00.
"""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from search.errors import InvalidValue

_FORM = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d:\d\d)\+07:00)?)?)?", re.ASCII
)
_DAY = 86_400
_PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both inclusive, in seconds since 0001-01-01 00:00 in Jakarta."""

    start: int
    end: int
    year: int

    @classmethod
    @lru_cache(4_096)  # articles share their days
    def parse(cls, text: str) -> "Period":
        """The period that YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+07:00 names.

        Raises InvalidValue for any other form and for days that never were.

        >>> Period.parse("2013") == Period.parse("2013-01").to(Period.parse("2013-12"))
        True
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise InvalidValue(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        try:
            return _period(*match.groups())
        except ValueError as error:
            raise InvalidValue(f"{text!r} is not a date: {error}") from None

    def to(self, other: "Period") -> "Period":
        """From the start of this period to the end of the other."""
        return Period(self.start, other.end, self.year)

    def holds(self, other: "Period") -> bool:
        """Whether the whole of the other lies inside this one."""
        return self.start <= other.start and other.end <= self.end


def precision(published: str | None) -> str:
    """How exactly a date is known: day, month, year or none.

    >>> [precision(text) for text in ("2013", "2013-06", "2013-06-29T19:57:34+07:00", None)]
    ['year', 'month', 'day', 'none']
    """
    return "none" if published is None else _PRECISION.get(len(published), "day")


def _period(year: str, month: str | None, day: str | None, time: str | None) -> Period:
    first = date(int(year), int(month or 1), int(day or 1))
    start = (first.toordinal() - 1) * _DAY
    if time is not None:
        moment = start + _seconds(time)
        return Period(moment, moment, first.year)
    days = 365 + isleap(first.year)
    if month:
        days = 1 if day else monthrange(first.year, first.month)[1]
    return Period(start, start + days * _DAY - 1, first.year)


def _seconds(clock: str) -> int:
    """Seconds since midnight. Raises ValueError for what no clock shows."""
    hours, minutes, seconds = map(int, clock.split(":"))
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(f"no clock shows {clock}")
    return 3600 * hours + 60 * minutes + seconds
