"""Ages such as `4 tahun lalu`, which with the time of reading a page give a date."""

import re
from datetime import date, datetime, timedelta

_UNITS = {
    "second": ("detik", "second", "seconds", "sec", "secs"),
    "minute": ("menit", "mnt", "minute", "minutes", "min", "mins"),
    "hour": ("jam", "hour", "hours", "hr", "hrs"), "day": ("hari", "day", "days"),
    "week": ("minggu", "pekan", "week", "weeks"), "month": ("bulan", "bln", "month", "months"),
    "year": ("tahun", "thn", "year", "years"),
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names}
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600}
_ONE = ("se", "satu ", "a ", "an ", "one ")
_AGE = re.compile(
    rf"(?:(?P<number>\d{{1,3}})\s?|{'|'.join(_ONE)})(?P<unit>{'|'.join(_UNIT_OF)})"
    r"\s(?:yang\s)?(?:lalu|silam|ago)", re.IGNORECASE)
_DAYS = {"hari ini": 0, "today": 0, "baru saja": 0, "kemarin": 1, "yesterday": 1}
_CLOCK = re.compile(
    r",?\s(?:(?:pukul|jam|pkl\.?|at)\s)?\d{1,2}[:.]\d\d(?:\s?(?:wib|wita|wit|[ap]\.?m\.?))?$")
"""A clock behind the day, whose zone may be that of the reader."""

_DAY_CHARACTERS = len("2019-04-26")


def resolve_age(text: str, seen: str) -> str | None:
    """Return the date of what was so old when it was `seen`, as exactly as the age is given.

    Weeks and months give a month. Hours give a day, if it is known at what hour it was seen.

    >>> resolve_age("4 tahun lalu", "2025-06-18"), resolve_age("3 hari yang lalu", "2025-06-18")
    ('2021', '2025-06-15')
    >>> resolve_age("5 jam lalu", "2025-06-18T03:00:00+07:00"), resolve_age("5 jam", "2025-06-18")
    ('2025-06-17', None)
    """
    if len(seen) < _DAY_CHARACTERS:
        return None
    words, day = " ".join(text.lower().split()), date.fromisoformat(seen[:_DAY_CHARACTERS])
    try:
        if (name := _CLOCK.sub("", words)) in _DAYS:
            return (day - timedelta(_DAYS[name])).isoformat()
        match = _AGE.fullmatch(words)
        return _go_back(seen, day, match) if match else None
    except (OverflowError, ValueError):
        return None


def _go_back(seen: str, day: date, match: re.Match[str]) -> str | None:
    number, unit = int(match["number"] or 1), _UNIT_OF[match["unit"].lower()]
    if unit in _SECONDS:
        if len(seen) == _DAY_CHARACTERS:
            return None
        moment = datetime.fromisoformat(seen) - timedelta(seconds=number * _SECONDS[unit])
        return moment.date().isoformat()
    if unit in ("day", "week"):
        days = number if unit == "day" else 7 * number
        return (day - timedelta(days)).isoformat()[:10 if unit == "day" else 7]
    months = 12 * day.year + day.month - 1 - number * (12 if unit == "year" else 1)
    return date(months // 12, months % 12 + 1, 1).isoformat()[:4 if unit == "year" else 7]
