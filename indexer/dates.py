"""Dates as Indonesian news writes them → YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta."""

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

JAKARTA = timezone(timedelta(hours=7))
_ZONES = {"wib": 7, "wita": 8, "wit": 9}

_MONTHS = {
    name: number
    for number, names in enumerate((
        "januari january jan", "februari february pebruari feb", "maret march mar",
        "april apr", "mei may", "juni june jun", "juli july jul",
        "agustus august agu ags agt aug", "september sept sep", "oktober october okt oct",
        "november nopember nov nop", "desember december des dec",
    ), 1)
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate((
        "senin monday", "selasa tuesday", "rabu wednesday", "kamis thursday",
        "jumat jum'at jum’at friday", "sabtu saturday", "minggu ahad sunday",
    ))
    for name in names.split()
}

_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\s*,?\s*)?"
_CLOCK = (
    r"(?:\s*[,|–—-]?\s*(?:pukul\s+|jam\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d))?)?(?:\s*(?P<zone>wib|wita|wit)\b)?"
)
_WORDED = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-]+(?P<month>{'|'.join(_MONTHS)})\.?[\s,-]+"
    rf"(?P<year>\d{{4}}){_CLOCK}"
)
_NUMERIC = (
    rf"{_WEEKDAY}\(?(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)"
    rf"(?P<year>\d{{4}})\)?{_CLOCK}"
)
_ISO = (
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<zone>wib|wita|wit|z|[+-]\d\d:?\d\d)?)?)?)?"
)
_MONTH_ONLY = rf"(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})"

_FORMS = [
    re.compile(form, re.IGNORECASE) for form in (_ISO, _WORDED, _NUMERIC, _MONTH_ONLY)
]
_DATE_LINES = [re.compile(form, re.IGNORECASE) for form in (_WORDED, _NUMERIC)]
_FOOTER = re.compile(
    r"(?:^|\s)(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4})\s+"
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)$"
)

_LONGEST = 80
"""Code points of the longest line that may be a date."""


@lru_cache(4_096)  # articles come day by day
def read(text: str) -> str | None:
    """The date that a whole text gives; None if it is none, or a day that never was.

    >>> read("Jumat, 26 April 2019 14:05 WIB"), read("26/4/2019"), read("April 2019")
    ('2019-04-26T14:05:00+07:00', '2019-04-26', '2019-04')
    >>> read("2019-04-26T07:05:00Z"), read("31 Februari 2019")
    ('2019-04-26T14:05:00+07:00', None)
    """
    text = " ".join(text.split())
    for form in _FORMS if len(text) <= _LONGEST else ():
        if match := form.fullmatch(text):
            return _published(match)
    return _rfc_2822(text)


def find(text: str, today: datetime | None = None) -> str | None:
    """The date that an article's text states of itself, or None.

    Only lines that are nothing but a full date, and footers that end in date and time to the
    second, are believed; not a weekday that disagrees, nor a day to come.
    """
    latest = (today or datetime.now(JAKARTA)).strftime("%Y-%m-%d")
    for line in text.splitlines():
        line = " ".join(line.split())
        whole = [form.fullmatch(line) for form in _DATE_LINES] if len(line) <= _LONGEST else []
        for match in (*whole, _FOOTER.search(line[-_LONGEST:])):
            published = _published(match) if match and _weekday_agrees(match) else None
            if published and published[:10] <= latest:
                return published
    return None


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
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    return int(given["year"]), number, int(given.get("day", 1))


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
    if name.lower() in _ZONES:
        return timezone(timedelta(hours=_ZONES[name.lower()]))
    return datetime.strptime(name.upper(), "%z").tzinfo or JAKARTA  # type: ignore[return-value]


def _weekday_agrees(match: re.Match[str]) -> bool:
    given = match.groupdict()
    weekday = given.get("weekday")
    try:
        return not weekday or _WEEKDAYS[weekday.lower()] == date(*_day(given)).weekday()
    except ValueError:
        return False


def _rfc_2822(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
        return _in_jakarta(moment if moment.tzinfo else moment.replace(tzinfo=JAKARTA))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
