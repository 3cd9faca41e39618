"""Parsing dates into YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from indexer.dates.calendar import month_spellings_in_fields, weekday_spellings_in_fields
from indexer.dates.forms import (
    ZONES,
    field_forms,
    line_forms,
    program_forms,
    reversed_form,
)

JAKARTA = timezone(timedelta(hours=7))

_LABEL = re.compile(
    r"(?:published|posted|date|tanggal|terbit|diterbitkan|dipublikasikan|diunggah|tayang"
    r"|diposting|dimuat|edisi(?!\W*\d{1,4}\s?[/.-]\s?\d{1,4}$))"
    r"(?:\s+(?:on|pada|at))?(?:\s*:\s*|\s+)", re.IGNORECASE)
_EPOCH = re.compile(
    r"(?P<seconds>[0-9]{10})(?:[0-9]{3}){0,3}(?:[.,][0-9]*)?"
    r"|(?P<first>[1-9])[.,](?P<digits>[0-9]{7,15})e\+?(?:09|9|12|15|18)", re.IGNORECASE)
"""Seconds since 1970, or thousandths of them and so on; also as spreadsheets shorten numbers."""

_FIRST_EPOCH = datetime(1990, 1, 1, tzinfo=JAKARTA)

_FIRST_YEAR = 1744
"""Year of the Bataviasche Nouvelles, the first newspaper of the Indies. Programs that know no date
write the years 0, 1 and 1601."""

_ZEROS = frozenset(map(datetime.fromisoformat, (
    "1970-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1753-01-01")))
"""The starts of Unix time and of the calendars of Microsoft, which programs write for the same
reason."""

_ENGLISH_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
OTHER_WEEKDAY = "names a weekday on which that day did not fall"
"""The fault of a date whose weekday contradicts its day."""

_MAX_CHARACTERS = 80
"""Code points of the longest text that may be a date."""


def has_passed(published: str) -> bool:
    """Return whether a day, as `parse_date` gives it, is not in the future in Jakarta."""
    return published[:10] <= datetime.now(JAKARTA).date().isoformat()


def parse_date(text: str, month_first: bool = False) -> str | None:
    """Return the date that a whole text gives; None for any other text and impossible days.

    `month_first` decides 5/4/2019, unless a weekday does.

    >>> parse_date("Jumat, 26 April 2019 14:05 WIB"), parse_date("26/4/2019")
    ('2019-04-26T14:05:00+07:00', '2019-04-26')
    >>> parse_date("April 2019"), parse_date("31 Februari 2019")
    ('2019-04', None)
    >>> parse_date("26-Apr-19"), parse_date("2019-04-26T07:05:00Z")
    ('2019-04-26', '2019-04-26T14:05:00+07:00')
    >>> parse_date("Terbit: 26 Apr 2019"), parse_date("April 26, 2019")
    ('2019-04-26', '2019-04-26')
    >>> parse_date("4/26/2019"), parse_date("5/4/2019"), parse_date("5/4/2019", month_first=True)
    ('2019-04-26', '2019-04-05', '2019-05-04')
    """
    text = _remove_label(text).removesuffix(".")
    return _parse(text, month_first) if len(text) <= _MAX_CHARACTERS else None


def parse_date_line(text: str, *, check_weekday: bool = False) -> str | None:
    """Return the date that a line of a text gives if it says nothing else.

    It must be a whole day, and more than digits. With `check_weekday`, a day that fell on another
    weekday than the line names is refused.

    >>> parse_date_line("26 April 2019, 2:05 PM"), parse_date_line("4/26/2019")
    ('2019-04-26T14:05:00+07:00', '2019-04-26')
    >>> parse_date_line("20190426"), parse_date_line("1556262300")
    (None, None)
    >>> parse_date_line("26/4/19"), parse_date_line("April 2019")
    (None, None)
    >>> parse_date_line("Sabtu, 26 April 2019")
    '2019-04-26'
    >>> parse_date_line("Sabtu, 26 April 2019", check_weekday=True)
    """
    text = _remove_label(text)
    match = _match(text, line_forms()) or _match_reversed(text)
    groups = _order_groups(_groups(match)) if match else None
    if not groups or "day" not in groups or len(groups["year"]) != 4:
        return None
    return None if check_weekday and not _is_possible(groups) else _format(groups)


def find_weekday_doubt(text: str, month_first: bool = False) -> str:
    """Return what is wrong with the weekday that a date names; "" if nothing is.

    That is OTHER_WEEKDAY if day and month may be swapped as well.

    >>> find_weekday_doubt("Sabtu, 26 April 2019"), find_weekday_doubt("Jumat, 26 April 2019")
    ('but that was a Friday', '')
    """
    text = _remove_label(text).removesuffix(".")
    match = _match(text, line_forms()) or _match_reversed(text)
    groups = _order_groups(_groups(match), month_first) if match else None
    if not groups or "weekday" not in groups or _is_possible(groups):
        return ""
    swapped = _swap(groups)
    if "mark" in groups and _is_possible(_unname(swapped)) and _day(swapped) != _day(groups):
        return OTHER_WEEKDAY
    return f"but that was a {_ENGLISH_WEEKDAYS[date(*_day(groups)).weekday()]}"


def detect_day_order(text: str) -> str | None:
    """Return what a date in numbers has first: "day", "month", or "either"; None for other dates.

    >>> detect_day_order("26/4/2019"), detect_day_order("4/26/2019")
    ('day', 'month')
    >>> detect_day_order("5/4/2019"), detect_day_order("2019-04-26")
    ('either', None)
    """
    match = _match(_remove_label(text), line_forms())
    groups = _groups(match) if match else {}
    if "mark" not in groups:
        return None
    as_written, swapped = _is_possible(groups), _is_possible(_swap(groups))
    if as_written and _has_indonesian_weekday(groups):
        return "day"
    return "either" if as_written and swapped else "month" if swapped else "day"


@lru_cache(4_096)  # articles come day by day
def _parse(text: str, month_first: bool) -> str | None:
    """Return the date that a text without a label gives, as people and programs write it.

    >>> _parse("20190426", False), _parse("20190426T140500", False), _parse("1556262300", False)
    ('2019-04-26', '2019-04-26T14:05:00+07:00', '2019-04-26T14:05:00+07:00')
    >>> _parse("26 April 2019 2:05 PM", False), _parse("Jum, 26 Apr 2019 07:05:00 GMT", False)
    ('2019-04-26T14:05:00+07:00', '2019-04-26T14:05:00+07:00')
    >>> [_parse(text, False) for text in ("0001-01-01", "1970-01-01T00:00:00Z", "1970-01-01")]
    [None, None, '1970-01-01']
    >>> _parse("Sat, 05/04/2019", False), _parse("Thu, 05/04/2019", False)
    ('2019-05-04', '2019-04-05')
    >>> _parse("26/4/2019", True)
    '2019-04-26'
    """
    match = _match(text, field_forms()) or _match_reversed(text)
    if not match:
        return _parse_epoch(text)
    groups = _order_groups(_groups(match), month_first)
    groups = _count_days(groups) if groups else None
    return _format(groups) if groups else None


def _count_days(groups: dict[str, str]) -> dict[str, str] | None:
    """Return the groups with month and day in place of a week or a day of the year.

    A week without its day gives the month that all of it is in, or else the year. None if there was
    no such week or day.

    >>> _count_days({"year": "2019", "week": "17", "week_day": "5"})
    {'year': '2019', 'month': '4', 'day': '26'}
    >>> _count_days({"year": "2019", "week": "17"}), _count_days({"year": "2019", "week": "18"})
    ({'year': '2019', 'month': '4'}, {'year': '2019'})
    """
    if "week" not in groups and "year_day" not in groups:
        return groups
    try:
        first, last = _find_counted_days(groups)
    except ValueError:
        return None
    if first.month != last.month:
        return {"year": groups["year"]}
    clock = {name: groups[name] for name in ("hour", "minute", "second", "zone") if name in groups}
    day = {"year": str(first.year), "month": str(first.month), "day": str(first.day)}
    return day | clock if first == last else {name: day[name] for name in ("year", "month")}


def _find_counted_days(groups: dict[str, str]) -> tuple[date, date]:
    """Return the first and the last day of a week, or the same day twice.

    Raises ValueError if there was none.
    """
    year = int(groups["year"])
    if "week" in groups:
        first, last = groups.get("week_day", "1"), groups.get("week_day", "7")
        return (date.fromisocalendar(year, int(groups["week"]), int(first)),
                date.fromisocalendar(year, int(groups["week"]), int(last)))
    day = date(year, 1, 1) + timedelta(int(groups["year_day"]) - 1)
    if day.year != year:
        raise ValueError("no day of that year")
    return day, day


def _remove_label(text: str) -> str:
    text = " ".join(text.split())
    label = _LABEL.match(text)
    return text[label.end():] if label else text


def _match(text: str, forms: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    if len(text) > _MAX_CHARACTERS:
        return None
    return next((match for form in forms if (match := form.fullmatch(text))), None)


def _match_reversed(text: str) -> re.Match[str] | None:
    """Match a text that has the time before its day, with the two swapped."""
    match = reversed_form().fullmatch(text)
    return _match(f"{match['rest']} {match['time']}", program_forms()) if match else None


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _swap(groups: dict[str, str]) -> dict[str, str]:
    """Return the groups with day and month swapped."""
    return groups | {"day": groups.get("month", ""), "month": groups.get("day", "")}


def _unname(groups: dict[str, str]) -> dict[str, str]:
    """Return the groups without the weekday."""
    return groups | {"weekday": ""}


def _has_indonesian_weekday(groups: dict[str, str]) -> bool:
    """Return whether a date names its weekday, and not in English."""
    name = groups.get("weekday", "").lower()
    return bool(name) and not any(each.lower().startswith(name[:3]) and name in (
        each.lower(), each.lower()[:3], each.lower()[:4]) for each in _ENGLISH_WEEKDAYS)


def _order_groups(groups: dict[str, str], month_first: bool = False) -> dict[str, str] | None:
    """Return the groups with day and month in the order that the date itself allows.

    They are swapped where only then the day is possible and falls on the weekday that is named, or
    possible at all. Where it falls on that weekday in either order, an Indonesian name of the
    weekday says that the day comes first.
    None where either may come first and a clock of 12 hours suggests the month.
    """
    swapped = _swap(groups)
    if "mark" not in groups or not _is_possible(_unname(swapped)) or _day(swapped) == _day(groups):
        return groups
    if not _is_possible(swapped):
        return groups if _is_possible(_unname(groups)) else swapped
    if not _is_possible(groups) or month_first and not _has_indonesian_weekday(groups):
        return swapped
    return None if "half" in groups and "weekday" not in groups else groups


def _parse_epoch(text: str) -> str | None:
    """Parse seconds, milliseconds and so on since 1970, of a moment between 1990 and now."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    seconds = match["seconds"] or f"{match['first']}{match['digits'].ljust(9, '0')[:9]}"
    moment = datetime.fromtimestamp(int(seconds), JAKARTA)
    return _format_moment(moment) if _FIRST_EPOCH <= moment <= datetime.now(JAKARTA) else None


def _format(groups: dict[str, str]) -> str | None:
    """Format a date as exactly as it is given; None if it is impossible."""
    try:
        year, month, day = _day(groups)
        moment = datetime(
            year, month, day, _hour(groups), int(groups.get("minute", 0)),
            int(groups.get("second", 0)), tzinfo=_zone(groups.get("zone", "wib")))
        if "hour" in groups:
            return _format_known(moment)
        length = 10 if "day" in groups else 7 if "month" in groups else 4
        return moment.date().isoformat()[:length]
    except (ValueError, OverflowError):
        return None


def _format_known(moment: datetime) -> str:
    if moment.replace(tzinfo=None) in _ZEROS or moment.timestamp() == 0:
        raise ValueError("a program's zero, not a moment")
    return _format_moment(moment)


def _format_moment(moment: datetime) -> str:
    """Format a moment in Jakarta's time.

    The day is that of the place where it was written, without a clock if Jakarta has another day
    then. UTC is the clock of a program and no place.
    """
    offset = moment.utcoffset()
    if offset != JAKARTA.utcoffset(None):
        written, moment = moment.date(), moment.astimezone(JAKARTA)
        if offset and written != moment.date():
            return written.isoformat()
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}+07:00"


def _day(groups: dict[str, str]) -> tuple[int, int, int]:
    month = groups.get("month", "1")
    number = int(month) if month.isdigit() else month_spellings_in_fields()[month.lower()]
    year = int(groups["year"])
    if len(groups["year"]) == 2:
        year += 2000 if year < 69 else 1900  # as POSIX has it
    if year < _FIRST_YEAR:
        raise ValueError("before there were newspapers")
    return year, number, int(groups.get("day", 1))


def _hour(groups: dict[str, str]) -> int:
    hour, half = int(groups.get("hour", 0)), groups.get("half", "").lower()
    if half == "a" and hour > 12 or half == "p" and hour == 0:
        raise ValueError("no hour of this half of the day")
    if half == "a" and hour == 12:
        return 0
    return hour + 12 if half == "p" and hour < 12 else hour


def _zone(name: str) -> timezone:
    if name.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[name.lower()]))
    sign, digits = name.lower().strip("utcgm")[0], re.sub(r"\D", "", name)
    hours, minutes = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def _is_possible(groups: dict[str, str]) -> bool:
    """Return whether there was such a day, on the weekday that is named, if one is."""
    try:
        weekday = date(*_day(groups)).weekday()
    except ValueError:
        return False
    name = groups.get("weekday", "")
    return not name or weekday_spellings_in_fields()[name.lower()] == weekday
