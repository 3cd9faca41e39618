"""Dates as Indonesian news writes them → YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from indexer.dateforms import IN_FIELDS, IN_TEXTS, MONTHS, WEEKDAYS, ZONES

JAKARTA = timezone(timedelta(hours=7))

_LABEL = re.compile(
    r"(?:published|posted|date|tanggal|terbit|diterbitkan|dipublikasikan|diunggah|tayang)"
    r"(?:\s+(?:on|pada|at))?(?:\s*:\s*|\s+)", re.IGNORECASE)
_EPOCH = re.compile(r"(?P<seconds>[0-9]{10})(?:[0-9]{3})?(?:\.[0-9]*)?")
_SINCE = datetime(1990, 1, 1, tzinfo=JAKARTA)

_LONGEST = 80
"""Code points of the longest line that may be a date."""

_LONGEST_RFC_2822 = 200
"""The same with time zones and comments as in mail."""


def read(text: str) -> str | None:
    """The date that a whole text gives; None if it is none, or a day that never was.

    >>> read("Jumat, 26 April 2019 14:05 WIB"), read("26/4/2019"), read("April 2019")
    ('2019-04-26T14:05:00+07:00', '2019-04-26', '2019-04')
    >>> read("2019-04-26T07:05:00Z"), read("31 Februari 2019")
    ('2019-04-26T14:05:00+07:00', None)
    >>> read("Terbit: 26 Apr 2019"), read("April 26, 2019"), read("1556262300")
    ('2019-04-26', '2019-04-26', '2019-04-26T14:05:00+07:00')
    >>> read("26-Apr-19"), read("20190426"), read("20190426T140500")
    ('2019-04-26', '2019-04-26', '2019-04-26T14:05:00+07:00')
    """
    text = _unlabelled(text)
    return _read(text) if len(text) <= _LONGEST_RFC_2822 else None


@lru_cache(4_096)  # articles come day by day
def _read(text: str) -> str | None:
    if match := _match(text, (*IN_TEXTS, *IN_FIELDS)):
        return _published(match)
    return _epoch(text) or _rfc_2822(text)


def day(text: str) -> str | None:
    """As `read`, for a text that names a whole day, and no other weekday than that day's.

    >>> day("Jumat, 26 April 2019"), day("Sabtu, 26 April 2019"), day("April 2019")
    ('2019-04-26', None, None)
    """
    match = _match(_unlabelled(text))
    if not match or not match.groupdict().get("day") or not _weekday_agrees(match):
        return None
    return _published(match)


def _unlabelled(text: str) -> str:
    text = " ".join(text.split())
    label = _LABEL.match(text)
    return text[label.end():] if label else text


def _match(
    text: str, forms: Sequence[re.Pattern[str]] = IN_TEXTS
) -> re.Match[str] | None:
    if len(text) > _LONGEST:
        return None
    return next((match for form in forms if (match := form.fullmatch(text))), None)


def _epoch(text: str) -> str | None:
    """Seconds or milliseconds since 1970, of a moment from 1990 until now."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    moment = datetime.fromtimestamp(int(match["seconds"]), JAKARTA)
    return _in_jakarta(moment) if _SINCE <= moment <= datetime.now(JAKARTA) else None


def _published(match: re.Match[str]) -> str | None:
    given = {name: value for name, value in match.groupdict().items() if value}
    try:
        year, month, day = _day(given)
        moment = datetime(
            year, month, day, int(given.get("hour", 0)), int(given.get("minute", 0)),
            int(given.get("second", 0)), tzinfo=_zone(given.get("zone", "wib")),
        )
        return _written(moment, given)
    except (ValueError, OverflowError):
        return None


def _day(given: dict[str, str]) -> tuple[int, int, int]:
    month = given.get("month", "1")
    number = int(month) if month.isdigit() else MONTHS[month.lower()]
    year = int(given["year"])
    if len(given["year"]) == 2:
        year += 2000 if year < 69 else 1900  # as POSIX has it
    return year, number, int(given.get("day", 1))


def _written(moment: datetime, given: dict[str, str]) -> str:
    if "hour" in given:
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
    written = f"{name}00" if len(name) == 3 else name.upper()
    return datetime.strptime(written, "%z").tzinfo or JAKARTA  # type: ignore[return-value]


def _weekday_agrees(match: re.Match[str]) -> bool:
    given = match.groupdict()
    weekday = given.get("weekday")
    try:
        return not weekday or WEEKDAYS[weekday.lower()] == date(*_day(given)).weekday()
    except ValueError:
        return False


def _rfc_2822(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
        return _in_jakarta(moment if moment.tzinfo else moment.replace(tzinfo=JAKARTA))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
