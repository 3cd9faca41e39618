"""Periods as people write them in a query: a day, a month, a year, or how long ago.

Days are those of Asia/Jakarta, and a day stands before its month. A week begins on Monday.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from search.errors import InvalidValue
from search.period import Period

MONTHS = tuple(tuple(row.split()) for row in (
    "januari january jan",
    "februari pebruari february feb peb",
    "maret march mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu ags agt agst aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
))
"""The names of each month in queries."""

_NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_MONTH = "|".join(_NUMBERS)

_UNITS = {
    "d": "day", "hari": "day", "day": "day", "days": "day",
    "w": "week", "minggu": "week", "pekan": "week", "week": "week", "weeks": "week",
    "m": "month", "bulan": "month", "month": "month", "months": "month",
    "y": "year", "tahun": "year", "year": "year", "years": "year",
}
"""The units of time by all their names."""

_LONG_UNIT = "minggu|pekan|bulan|tahun|week|month|year"
_ANY_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_PLURAL = "hari|minggu|pekan|bulan|tahun|days?|weeks?|months?|years?"
_BLANK = "[ _-]"

SPACED = (
    rf"(?:\d{{1,2}}[ ])?(?:{_MONTH})[ ]\d{{4}}|hari[ ]ini|(?:{_LONG_UNIT})[ ](?:ini|lalu)"
    rf"|(?:this|last)[ ](?:week|month|year)"
    rf"|\d{{1,4}}[ ](?:{_PLURAL})[ ](?:(?:yang[ ])?lalu|ago|terakhir)|\d{{1,3}}[ ](?:{_PLURAL})")
"""A pattern of the forms that have a space inside, for a verbose regex that ignores case.

A number of four digits alone is a year: `before:2019 tahun politik` has two words besides.
"""


class WrittenPeriod(NamedTuple):
    """A period by its first and last day, month or year, as articles have dates.

    >>> str(WrittenPeriod("2019-05", "2019-05")), str(WrittenPeriod("2019-05-30", "2019-06-02"))
    ('2019-05', '2019-05-30..2019-06-02')
    """

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}..{self.last}"

    @property
    def period(self) -> Period:
        """The period, both ends inclusive. Raises InvalidValue for a day that does not exist."""
        return Period.parse(self.first).extend_to(Period.parse(self.last))


class WrittenForm(NamedTuple):
    """A form in which people write a period: its pattern, how it is read, and an example.

    One that `is_relative` counts from today.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], WrittenPeriod]
    example: str
    counter_example: str
    is_relative: bool = False


def _read_named(match: re.Match[str], today: date) -> WrittenPeriod:
    parts = match.groupdict()
    month = _NUMBERS[parts["name"].lower()] if parts.get("name") else parts["month"]
    numbers = [f"{int(each):02}" for each in (month, parts["day"]) if each]
    return _repeat("-".join([parts["year"], *numbers]))


def _read_word(match: re.Match[str], today: date) -> WrittenPeriod:
    return _repeat(_write(today if match["today"] else _go_back(today, 1, "day")))


def _read_whole_unit(match: re.Match[str], today: date) -> WrittenPeriod:
    """Read this or the last week, month or year."""
    unit = _UNITS[(match["unit"] or match["english"]).lower()]
    is_last = (match["which"] or match["this"]).lower() in ("lalu", "last")
    day = _go_back(today, int(is_last), unit)
    if unit != "week":
        return _repeat(_write(day)[:len("YYYY") if unit == "year" else len("YYYY-MM")])
    monday = day - timedelta(days=day.weekday())
    return WrittenPeriod(_write(monday), _write(monday + timedelta(days=6)))


def _read_ago(match: re.Match[str], today: date) -> WrittenPeriod:
    unit = _UNITS[match["unit"].lower()]
    return _repeat(_write(_go_back(today, int(match["count"]), unit)))


def _read_past(match: re.Match[str], today: date) -> WrittenPeriod:
    unit = _UNITS[match["unit"].lower()]
    return WrittenPeriod(_write(_go_back(today, int(match["count"]), unit)), _write(today))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


FORMS = (
    WrittenForm(
        _compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?)?"),
        _read_named, "2019-05-17", "19-05-17"),
    WrittenForm(
        _compile(r"(?:(?P<day>\d\d?)[-/.])?(?P<month>\d\d?)[-/.](?P<year>\d{4})"),
        _read_named, "17/8/1945", "17/8"),
    WrittenForm(
        _compile(rf"(?:(?P<day>\d\d?){_BLANK})?(?P<name>{_MONTH}){_BLANK}(?P<year>\d{{4}})"),
        _read_named, "17 Agustus 1945", "17 Agustus"),
    WrittenForm(
        _compile(rf"(?P<today>hari{_BLANK}ini|today)|kemarin|yesterday"),
        _read_word, "kemarin", "kemarin dulu", is_relative=True),
    WrittenForm(
        _compile(rf"(?P<unit>{_LONG_UNIT}){_BLANK}(?P<which>ini|lalu)"
                 rf"|(?P<this>this|last){_BLANK}(?P<english>week|month|year)"),
        _read_whole_unit, "minggu lalu", "minggu depan", is_relative=True),
    WrittenForm(
        _compile(rf"(?P<count>\d{{1,4}}){_BLANK}(?P<unit>{_PLURAL}){_BLANK}"
                 rf"(?:(?:yang{_BLANK})?lalu|ago)"),
        _read_ago, "3 hari lalu", "3 hari lagi", is_relative=True),
    WrittenForm(
        _compile(rf"(?P<count>\d{{1,4}}){_BLANK}?(?P<unit>{_ANY_UNIT})(?:{_BLANK}terakhir)?"),
        _read_past, "30d", "30x", is_relative=True),
)
"""The forms of a period. The first that fits is meant."""


def read_period(written: str, today: date) -> WrittenPeriod:
    """Return the period that a text means; two with `..` between them reach from one to the other.

    Raises InvalidValue with what to write.

    >>> day = date(2019, 5, 17)
    >>> [str(read_period(text, day)) for text in ("17/8/1945", "mei 1998", "kemarin", "30d")]
    ['1945-08-17', '1998-05', '2019-05-16', '2019-04-17..2019-05-17']
    """
    opening, dots, end = written.partition("..")
    if dots and not (opening and end):
        raise InvalidValue(f"{written!r} has one end: write both, or before: or after:")
    found = _read(opening, today)
    if found and dots:
        other = _read(end, today)
        found = WrittenPeriod(found.first, other.last) if other else None
    if found is None:
        raise InvalidValue(
            f"{written!r} is not a date: write 2019, 2019-05, 2019-05-17, 17/8/1945, "
            "17 Agustus 1945, kemarin, hari ini, minggu lalu, bulan lalu or 30d")
    try:
        first, last = Period.parse(found.first), Period.parse(found.last)
    except InvalidValue as error:
        cause = str(error).rpartition(": ")[2]
        raise InvalidValue(
            f"{written!r} is not a date: {cause}; write a day before its month") from None
    if first.start > last.end:
        raise InvalidValue(f"{found.first} lies after {found.last}: swap them")
    return found


def read_past(written: str, today: date) -> WrittenPeriod:
    """Return the period that a text means by how long ago it is. Raises InvalidValue.

    >>> str(read_past("bulan lalu", date(2019, 1, 31)))
    '2018-12'
    """
    found = _read(written, today, relative_only=True)
    if found is None:
        raise InvalidValue(
            f"{written!r} is not a time until today: write 30d, 4w, 6m, 1y, hari ini, kemarin, "
            "minggu lalu or bulan lalu")
    return found


def _read(written: str, today: date, relative_only: bool = False) -> WrittenPeriod | None:
    text = " ".join(written.split())
    for form in FORMS:
        if (match := form.pattern.fullmatch(text)) and (form.is_relative or not relative_only):
            return form.read(match, today)
    return None


def _go_back(day: date, count: int, unit: str) -> date:
    """Return the day so many units before another, or the first of all days.

    Where a month is too short, it is the last day of that.

    >>> _go_back(date(2019, 5, 31), 3, "month")
    datetime.date(2019, 2, 28)
    """
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return date.fromordinal(max(day.toordinal() - days, 1))
    months = 12 * day.year + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _write(day: date) -> str:
    return day.isoformat()


def _repeat(text: str) -> WrittenPeriod:
    return WrittenPeriod(text, text)
