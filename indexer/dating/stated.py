"""Where an article states its date outright: in its address, a footer, a line, its dateline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from indexer import dates
from indexer.dates import JAKARTA
from indexer.dating.mentions import Mention

_URL_DAYS = [
    re.compile(form) for form in (
        r"/((?:19|20)[0-9]{2})/([0-9]{1,2})/([0-9]{1,2})(?=[/?#]|$)",
        r"/((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?=/|[0-9]{6}-)",
    )
]
_URL_SECONDS = re.compile(r"-([0-9]{10})/?(?:[?#]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)[0-9]{2})(?:/([0-9]{2}))?/")
_STAMP = re.compile(r"\s{1,4}[0-9]{2}:[0-9]{2}:[0-9]{2}[ \t\r]{0,8}(?:\n|\Z)")
_HEADED = re.compile(r"[^\d\n]{2,40}?\s?[-–—|•]\s?(?=[^\W_])")
_CLOCK = re.compile(r"[0-9][:.][0-9]{2}(?![0-9./])")
_DATELINE = re.compile(r"\s*[A-Z][\w.,()/’' -]{1,60}\Z")
_DASH = re.compile(r"\s?(?:--|[-–—:])\s?")
_TOP, _HEAD, _FOOT = 3, 10, 3
"""Lines at the top that may be nothing but a day; those that may be a day and a clock; and
lines at the foot."""

_REACH = 1_000
"""Code points from either end of a body in which such lines are looked for."""

_YEAR = re.compile("20|19").search
_LONGEST, _DAY = 80, len("2019-04-26")

Statement = tuple[str, str]
"""A date, and the words that state it."""


def in_url(url: str) -> date | None:
    """The day in the path of an address.

    >>> in_url("https://a.example/read/2019/04/26/91/x"), in_url("https://a.example/x-1556262300")
    (datetime.date(2019, 4, 26), datetime.date(2019, 4, 26))
    """
    if "/20" in url or "/19" in url:
        for form in _URL_DAYS:
            if match := form.search(url):
                year, month, day = map(int, match.groups())
                return _date(year, month, day)
    match = _URL_SECONDS.search(url)
    return datetime.fromtimestamp(int(match[1]), JAKARTA).date() if match else None


def months(url: str) -> tuple[int, int | None] | None:
    """The year and perhaps the month in the path of an address."""
    match = _URL_MONTH.search(url)
    if not match:
        return None
    month = int(match[2] or 0)
    return int(match[1]), month if 1 <= month <= 12 else None


def month(url: str) -> tuple[int, int | None] | None:
    """The year, and the month if there is one, in the path of an address."""
    match = _URL_MONTH.search(url)
    if not match:
        return None
    number = int(match[2] or 0)
    return int(match[1]), number if 1 <= number <= 12 else None


def in_footer(text: str, found: Iterable[Mention]) -> Statement | None:
    """The moment that ends a line, to the second, as in agencies' footers: the last of them."""
    for mention in reversed(list(found)):
        if mention.day and mention.numeric and (match := _STAMP.match(text, mention.end)):
            words = text[mention.start:match.end()].strip()
            if published := dates.day(words):
                return published, words
    return None


def on_a_line(text: str) -> Statement | None:
    """The date that a line at the top or the foot gives and nothing else.

    Lines that name different days, as programmes do, give none.
    """
    found = [*_at_the_top(text), *_at_the_foot(text)]
    days = [date.fromisoformat(published[:10]).toordinal() for published, _ in found]
    if not days or max(days) - min(days) > 1:
        return None
    return next((each for each in found if len(each[0]) > _DAY), found[0])


def in_dateline(dateline: str, found: Iterable[Mention]) -> Statement | None:
    """The day that a dateline names, if it names one."""
    days = {mention.day for mention in found if not mention.range}
    day = days.pop() if len(days) == 1 else None
    return (day.isoformat(), dateline) if day else None


def in_opening(body: str, found: Sequence[Mention]) -> Statement | None:
    """The day in a dateline that opens a body: `BANDUNG, 26/4/2019 - …`."""
    first = found[0] if found else None
    if not first or first.range or first.start > _LONGEST or not first.day:
        return None
    opened = _DATELINE.match(body[:first.start].rstrip("( ,"))
    if not opened or not _DASH.match(body, first.end):
        return None
    return first.day.isoformat(), body[:first.end].strip()


def _at_the_top(text: str) -> Iterator[Statement]:
    lines = text[:_REACH].split("\n")[:2 * _HEAD]
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST and _YEAR(line) and (published := _line(line)):
            above = sum(1 for each in lines[:at] if each.strip())
            if above < _TOP or above < _HEAD and _CLOCK.search(line):
                yield published, line.strip()


def _at_the_foot(text: str) -> Iterator[Statement]:
    lines = text[-_REACH:].rstrip().split("\n")[-2 * _FOOT:]
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST and _YEAR(line) and (published := _line(line)):
            left = sum(1 for each in lines[at:] if each.strip())
            if left == 1 or left <= _FOOT and _CLOCK.search(line):
                yield published, line.strip()


def _line(line: str) -> str | None:
    if published := dates.day(line):
        return published
    head = _HEADED.match(line.strip())
    if not head or not _CLOCK.search(line) or " vs " in head[0].lower():
        return None
    return dates.day(line.strip()[head.end():])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
