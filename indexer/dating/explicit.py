"""Where an article states its date outright: in its address, a footer, a line, its dateline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from indexer import dates
from indexer.dates.parser import JAKARTA
from indexer.dating import candidates
from indexer.dating.candidates import Mention

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
_PLACED = re.compile(r"[^\d\n,]{2,40}(?:,[^\d\n,]{2,40})?,\s(?=[A-Z][\w'’]{3,6},? [0-9])")
"""An outlet, perhaps with its writer, before a weekday."""

_CLOCK = re.compile(r"[0-9][:.][0-9]{2}(?![0-9./])")
_DATELINE = re.compile(r"\s*[A-Z][\w.,()/’' -]{1,60}\Z")
_DASH = re.compile(
    r"(?:,?\s(?:pukul\s)?[0-9]{1,2}[.:][0-9]{2}(?:\s(?:WIB|WITA|WIT))?)?\s?(?:--|[-–—:])\s?")
_CREDITS = (
    "(", "©", "copyright", "hak cipta", "editor", "penulis", "pewarta", "reporter", "oleh",
    "laporan", "redaktur", "penyunting")
_NAMES = r"(?:[ :|,/.&()©-]|[A-Z0-9][\w.’'-]{0,20}+|dan\b){0,40}+"
_CREDIT = re.compile(
    r"\((?!(?i:foto|dok|sumber|baca))"
    r"(?:[\w.*/-]{1,20}|[A-Z][\w.]{0,20}+(?:[ /-][A-Z][\w.]{0,20}+){0,4})[),/|][ ,|/-]{0,3}\Z"
    rf"|(?:\([cC]\)|©|(?i:{'|'.join(_CREDITS[2:])})\b){_NAMES}\Z")
"""What a line says before its day that only says who wrote it: a code or names in parentheses,
or names after a label; what begins so and goes on is a sentence."""

_CLOSED = re.compile(
    r"\)?(?:[ ,|]{1,3}(?:pukul\s)?[0-9]{1,2}[.:][0-9]{2}(?:\s(?:WIB|WITA|WIT))?)?[).]{0,2}\Z")
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
            if published := dates.parse_date_line(words, check_weekday=True):
                return published, words
    return None


def on_a_line(text: str) -> Statement | None:
    """The date that a line at the top or the foot gives and nothing else.

    Lines that name different days, as programmes do, give none, but where all that name later
    days than the one with a time have none: a site writes above an article which day it is now.
    """
    found = [*_at_the_top(text), *_at_the_foot(text)]
    timed = [each for each in found if len(each[0]) > _DAY]
    if found and not _agree(found):
        return timed[0] if timed and _agree(timed) and _only_later(found, timed) else None
    return next(iter(timed or found), None)


def _agree(found: Sequence[Statement]) -> bool:
    days = [date.fromisoformat(published[:_DAY]).toordinal() for published, _ in found]
    return max(days) - min(days) <= 1


def _only_later(found: Sequence[Statement], timed: Sequence[Statement]) -> bool:
    """Whether no day without a time is before those with one."""
    latest = max(published[:_DAY] for published, _ in timed)
    return all(published[:_DAY] >= latest for published, _ in found if len(published) == _DAY)


def in_credit(text: str) -> Statement | None:
    """The day that ends a line which says who wrote it or whose it is, if that is all it says:
    `Editor: Wira | 26-04-2019`, `(Kabar Nusa, 26/4/2019)`."""
    if len(text) > 2 * _LONGEST or not text.lower().startswith(_CREDITS) or not _YEAR(text):
        return None
    found = candidates.full(text)
    only = found[0] if len(found) == 1 else None
    if not only or not only.day or only.range or not _CLOSED.match(text, only.end):
        return None
    if not _CREDIT.match(text[:only.start]):
        return None
    stated = dates.parse_date_line(text[only.start:].rstrip(")."), check_weekday=True)
    return stated or only.day.isoformat(), text


def in_credits(body: str) -> Statement | None:
    """The same for the lines at the foot and at the top of a body."""
    foot = [line.strip() for line in body[-_REACH:].split("\n") if line.strip()][-_FOOT:]
    top = [line.strip() for line in body[:_REACH].split("\n") if line.strip()][:_TOP]
    return next((found for line in (*foot[::-1], *top) if (found := in_credit(line))), None)


def in_dateline(dateline: str, found: Iterable[Mention]) -> Statement | None:
    """The day that a dateline names, if it names one."""
    days = {mention.day for mention in found if not mention.range}
    day = days.pop() if len(days) == 1 else None
    return (day.isoformat(), dateline) if day else None


def in_opening(body: str, found: Sequence[Mention], cut: bool = False) -> Statement | None:
    """The day in a dateline that opens a body: `BANDUNG, 26/4/2019 - …`; or that is left of one
    whose beginning was `cut`."""
    first = found[0] if found else None
    if not first or first.range or first.start > _LONGEST or not first.day:
        return None
    place = body[:first.start].strip("( ,\n")
    opened = _DATELINE.match(place) if place else cut
    if not opened or not _DASH.match(body, first.end):
        return None
    return first.day.isoformat(), body[:first.end].strip()


def _at_the_top(text: str) -> Iterator[Statement]:
    lines = text[:_REACH].split("\n")[:2 * _HEAD]
    for at, line in enumerate(lines):
        first = not any(each.strip() for each in lines[:at])
        if len(line) <= _LONGEST and _YEAR(line) and (published := _line(line, first)):
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


def _line(line: str, first: bool = False) -> str | None:
    """The date on a line, alone or with whom it is by; the first line may name that as an event
    names its place: `Kabar Nusa, Jumat, 26 April 2019 14:05 WIB`."""
    if published := dates.parse_date_line(line, check_weekday=True):
        return published
    line = line.strip()
    head = _HEADED.match(line) or (_PLACED.match(line) if first else None)
    if not head or not _CLOCK.search(line) or " vs " in head[0].lower():
        return None
    return dates.parse_date_line(line[head.end():], check_weekday=True)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
