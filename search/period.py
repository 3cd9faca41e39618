"""Periods of time as news states them: a year, a month, a day or a moment.

All times are those of Asia/Jakarta, written with the fixed offset +07:00.
"""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from search.errors import InvalidValue

_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d:\d\d)\+07:00)?)?)?", re.ASCII
)
_DAY_SECONDS = 86_400
_JAKARTA = timezone(timedelta(hours=7))
_CACHED_PERIODS = 4_096
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both inclusive, in seconds since 0001-01-01 00:00 in Jakarta."""

    start: int
    end: int
    year: int

    @classmethod
    @lru_cache(_CACHED_PERIODS)  # articles share their days
    def parse(cls, text: str) -> "Period":
        """Parse YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+07:00.

        Raises InvalidValue for any other form and for days that do not exist.

        >>> Period.parse("2013") == Period.parse("2013-01").extend_to(Period.parse("2013-12"))
        True
        """
        match = _DATE.fullmatch(text)
        if match is None:
            raise InvalidValue(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        try:
            return _build_period(*match.groups())
        except ValueError as error:
            raise InvalidValue(f"{text!r} is not a date: {error}") from None

    def extend_to(self, other: "Period") -> "Period":
        """Return the period from the start of this one to the end of the other."""
        return Period(self.start, other.end, self.year)


def get_precision(published: str | None) -> str:
    """Return how exactly a date is known: day, month, year or none.

    >>> [get_precision(text) for text in ("2013", "2013-06", "2013-06-29T19:57:34+07:00", None)]
    ['year', 'month', 'day', 'none']
    """
    return "none" if published is None else _PRECISIONS.get(len(published), "day")


def find_today() -> date:
    """Return the day that it is in Jakarta."""
    return datetime.now(_JAKARTA).date()


def write_moment(seconds: float) -> str:
    """Return a time, in seconds since 1970 in UTC, as articles have it.

    >>> write_moment(0)
    '1970-01-01T07:00:00+07:00'
    """
    return datetime.fromtimestamp(int(seconds), _JAKARTA).isoformat()


def find_moment(published: str) -> int:
    """Return when a period of an article begins, in seconds since 1970 in UTC; see `Period.parse`.

    >>> find_moment("1970-01-01T07:00:05+07:00"), find_moment("1970-01-02")
    (5, 61200)
    """
    epoch = (date(1970, 1, 1).toordinal() - 1) * _DAY_SECONDS + 7 * 3_600
    return Period.parse(published).start - epoch


def _build_period(year: str, month: str | None, day: str | None, time: str | None) -> Period:
    first = date(int(year), int(month or 1), int(day or 1))
    start = (first.toordinal() - 1) * _DAY_SECONDS
    if time is not None:
        moment = start + _count_seconds(time)
        return Period(moment, moment, first.year)
    days = 365 + isleap(first.year)
    if month:
        days = 1 if day else monthrange(first.year, first.month)[1]
    return Period(start, start + days * _DAY_SECONDS - 1, first.year)


def _count_seconds(clock: str) -> int:
    """Return the seconds since midnight. Raises ValueError for times that do not exist."""
    hours, minutes, seconds = map(int, clock.split(":"))
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(f"no clock shows {clock}")
    return 3600 * hours + 60 * minutes + seconds
