"""Dates as Indonesian news writes them → YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from indexer.dates.forms import (
    DIGITS,
    IN_FIELDS,
    IN_TEXTS,
    MONTHS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    TIME_FIRST,
    WEEKDAYS,
    ZONES,
)

JAKARTA = timezone(timedelta(hours=7))
_NUMBERS = WEEKDAYS | SHORT_WEEKDAYS
_MONTHS = MONTHS | SHORT_MONTHS

_LABEL = re.compile(
    r"(?:published|posted|date|tanggal|terbit|diterbitkan|dipublikasikan|diunggah|tayang"
    r"|diposting|dimuat|edisi)"
    r"(?:\s+(?:on|pada|at))?(?:\s*:\s*|\s+)", re.IGNORECASE)
_EPOCH = re.compile(r"(?P<seconds>[0-9]{10})(?:[0-9]{3})?(?:\.[0-9]*)?")
_SINCE = datetime(1990, 1, 1, tzinfo=JAKARTA)

_FIRST_YEAR = 1744
"""Of the Bataviasche Nouvelles, the first newspaper of the Indies: years 0, 1 and 1601 are what
programs write where they know none."""

_ZERO = datetime(1970, 1, 1)
"""When Unix began: the same."""

_LONGEST = 80
"""Code points of the longest line that may be a date."""


def has_come(published: str) -> bool:
    """Whether a day, as `read` gives it, is not still to come in Jakarta."""
    return published[:10] <= datetime.now(JAKARTA).date().isoformat()


def read(text: str, month_first: bool = False) -> str | None:
    """The date that a whole text gives; None if it is none, or a day that never was.

    `month_first` says how 5/4/2019 is read, where no weekday tells.

    >>> read("Jumat, 26 April 2019 14:05 WIB"), read("26/4/2019"), read("April 2019")
    ('2019-04-26T14:05:00+07:00', '2019-04-26', '2019-04')
    >>> read("2019-04-26T07:05:00Z"), read("31 Februari 2019")
    ('2019-04-26T14:05:00+07:00', None)
    >>> read("Terbit: 26 Apr 2019"), read("April 26, 2019"), read("1556262300")
    ('2019-04-26', '2019-04-26', '2019-04-26T14:05:00+07:00')
    >>> read("26-Apr-19"), read("20190426"), read("20190426T140500")
    ('2019-04-26', '2019-04-26', '2019-04-26T14:05:00+07:00')
    >>> read("26 April 2019 2:05 PM"), read("Jum, 26 Apr 2019 07:05:00 GMT")
    ('2019-04-26T14:05:00+07:00', '2019-04-26T14:05:00+07:00')
    >>> read("0001-01-01"), read("1970-01-01T00:00:00Z"), read("1970-01-01")
    (None, None, '1970-01-01')
    >>> read("4/26/2019"), read("5/4/2019"), read("Sat, 05/04/2019"), read("Thu, 05/04/2019")
    ('2019-04-26', '2019-04-05', '2019-05-04', '2019-04-05')
    >>> read("5/4/2019", month_first=True), read("26/4/2019", month_first=True)
    ('2019-05-04', '2019-04-26')
    """
    text = _unlabelled(text).removesuffix(".")
    return _read(text, month_first) if len(text) <= _LONGEST else None


def order(text: str) -> str | None:
    """What comes first in a date in numbers: "day", "month", or "either" as far as it tells.

    >>> order("26/4/2019"), order("4/26/2019"), order("5/4/2019"), order("2019-04-26")
    ('day', 'month', 'either', None)
    """
    match = _match(_unlabelled(text), (*IN_TEXTS, *IN_FIELDS))
    given = _given(match) if match else {}
    if "mark" not in given:
        return None
    as_given, changed = _was(given), _was(_changed(given))
    return "either" if as_given and changed else "month" if changed else "day"


@lru_cache(4_096)  # articles come day by day
def _read(text: str, month_first: bool) -> str | None:
    match = _match(text, (*IN_TEXTS, *IN_FIELDS, DIGITS)) or _time_first(text)
    if not match:
        return _epoch(text)
    given = _in_order(_given(match), month_first)
    return _published(given) if given else None


def day(text: str) -> str | None:
    """As `line`, but no day that fell on another weekday than is named.

    >>> day("Jumat, 26 April 2019"), day("Sabtu, 26 April 2019"), day("April 2019")
    ('2019-04-26', None, None)
    """
    given = _on_line(text)
    return _published(given) if given and _was(given) else None


def line(text: str) -> str | None:
    """The date that a line of a text gives and nothing else; a whole day, and no digits alone.

    >>> line("26 April 2019, 2:05 PM"), line("Sabtu, 26 April 2019"), line("4/26/2019")
    ('2019-04-26T14:05:00+07:00', '2019-04-26', '2019-04-26')
    >>> line("20190426"), line("1556262300"), line("26/4/19"), line("April 2019")
    (None, None, None, None)
    """
    given = _on_line(text)
    return _published(given) if given else None


def _on_line(text: str) -> dict[str, str] | None:
    text = _unlabelled(text)
    match = _match(text, (*IN_TEXTS, *IN_FIELDS)) or _time_first(text)
    given = _in_order(_given(match)) if match else None
    return given if given and "day" in given and len(given["year"]) == 4 else None


def _unlabelled(text: str) -> str:
    text = " ".join(text.split())
    label = _LABEL.match(text)
    return text[label.end():] if label else text


def _match(text: str, forms: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    if len(text) > _LONGEST:
        return None
    return next((match for form in forms if (match := form.fullmatch(text))), None)


def _time_first(text: str) -> re.Match[str] | None:
    match = TIME_FIRST.fullmatch(text)
    return _match(f"{match['rest']} {match['time']}", IN_FIELDS) if match else None


def _given(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _changed(given: dict[str, str]) -> dict[str, str]:
    return given | {"day": given.get("month", ""), "month": given.get("day", "")}


def _in_order(
    given: dict[str, str], month_first: bool = False
) -> dict[str, str] | None:
    """What is given, day and month changed over where only so there was such a day, or one on the
    weekday that is named.

    None where either may come first: those who have a clock of twelve hours put the month there.
    """
    changed = _changed(given)
    if "mark" not in given or not _was(changed) or _day(changed) == _day(given):
        return given
    if month_first or not _was(given):
        return changed
    return None if "half" in given and "weekday" not in given else given


def _epoch(text: str) -> str | None:
    """Seconds or milliseconds since 1970, of a moment from 1990 until now."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    moment = datetime.fromtimestamp(int(match["seconds"]), JAKARTA)
    return _in_jakarta(moment) if _SINCE <= moment <= datetime.now(JAKARTA) else None


def _published(given: dict[str, str]) -> str | None:
    try:
        year, month, day = _day(given)
        moment = datetime(
            year, month, day, _hour(given), int(given.get("minute", 0)),
            int(given.get("second", 0)), tzinfo=_zone(given.get("zone", "wib")),
        )
        return _written(moment, given)
    except (ValueError, OverflowError):
        return None


def _day(given: dict[str, str]) -> tuple[int, int, int]:
    month = given.get("month", "1")
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    year = int(given["year"])
    if len(given["year"]) == 2:
        year += 2000 if year < 69 else 1900  # as POSIX has it
    if year < _FIRST_YEAR:
        raise ValueError("before there were newspapers")
    return year, number, int(given.get("day", 1))


def _hour(given: dict[str, str]) -> int:
    hour, half = int(given.get("hour", 0)), given.get("half", "").lower()
    if half == "a" and hour > 12 or half == "p" and hour == 0:
        raise ValueError("no hour of that half of the day")
    if half == "a" and hour == 12:
        return 0
    return hour + 12 if half == "p" and hour < 12 else hour


def _written(moment: datetime, given: dict[str, str]) -> str:
    if "hour" in given:
        if moment.replace(tzinfo=None) == _ZERO or moment.timestamp() == 0:
            raise ValueError("no moment, but that none is known")
        return _in_jakarta(moment)
    length = 10 if "day" in given else 7 if "month" in given else 4
    return moment.date().isoformat()[:length]


def _in_jakarta(moment: datetime) -> str:
    if moment.utcoffset() != JAKARTA.utcoffset(None):
        moment = moment.astimezone(JAKARTA)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}+07:00"


def _zone(name: str) -> timezone:
    if name.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[name.lower()]))
    sign, digits = name.lower().strip("utcgm")[0], re.sub(r"\D", "", name)
    hours, minutes = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def _was(given: dict[str, str]) -> bool:
    """Whether there was such a day, and on the weekday that is named, if one is."""
    try:
        number = date(*_day(given)).weekday()
    except ValueError:
        return False
    return "weekday" not in given or _NUMBERS[given["weekday"].lower()] == number
