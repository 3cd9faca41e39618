"""Dates that an article states outright: in its URL, a footer, a line or its dateline."""

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
_URL_EPOCH = re.compile(r"-([0-9]{10})/?(?:[?#]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)[0-9]{2})(?:/([0-9]{2}))?/")
_CLOCK_TO_THE_SECOND = re.compile(r"\s{1,4}[0-9]{2}:[0-9]{2}:[0-9]{2}[ \t\r]{0,8}(?:\n|\Z)")
_NAME_BEFORE_DATE = re.compile(r"[^\d\n]{2,40}?\s?[-–—|•]\s?(?=[^\W_])")
_OUTLET_BEFORE_WEEKDAY = re.compile(
    r"[^\d\n,]{2,40}(?:,[^\d\n,]{2,40})?,\s(?=[A-Z][\w'’]{3,6},? [0-9])")
"""An outlet, perhaps with its writer."""

_CLOCK = re.compile(r"[0-9][:.][0-9]{2}(?![0-9./])")
_DATELINE_PLACE = re.compile(r"\s*[A-Z][\w.,()/’' -]{1,60}\Z")
_DATELINE_END = re.compile(
    r"(?:,?\s(?:pukul\s)?[0-9]{1,2}[.:][0-9]{2}(?:\s(?:WIB|WITA|WIT))?)?\s?(?:--|[-–—:])\s?")
_CREDIT_LABELS = (
    "(", "©", "copyright", "hak cipta", "editor", "penulis", "pewarta", "reporter", "oleh",
    "laporan", "redaktur", "penyunting")
_NAMES = r"(?:[ :|,/.&()©-]|[A-Z0-9][\w.’'-]{0,20}+|dan\b){0,40}+"
_CREDIT_BEFORE_DATE = re.compile(
    r"\((?!(?i:foto|dok|sumber|baca))"
    r"(?:[\w.*/-]{1,20}|[A-Z][\w.]{0,20}+(?:[ /-][A-Z][\w.]{0,20}+){0,4})[),/|][ ,|/-]{0,3}\Z"
    rf"|(?:\([cC]\)|©|(?i:{'|'.join(_CREDIT_LABELS[2:])})\b){_NAMES}\Z")
"""What a line has before its day if it only says who wrote it: a code or names in parentheses, or
names after a label. What begins so and goes on is a sentence."""

_CREDIT_END = re.compile(
    r"\)?(?:[ ,|]{1,3}(?:pukul\s)?[0-9]{1,2}[.:][0-9]{2}(?:\s(?:WIB|WITA|WIT))?)?[).]{0,2}\Z")
_TOP_LINES, _TIMED_TOP_LINES, _FOOT_LINES = 3, 10, 3
"""Lines at the top that may be nothing but a day, lines there that may be a day and a time, and
lines at the foot."""

_REACH = 1_000
"""Code points from either end of a body in which such lines are looked for."""

_find_year = re.compile("20|19").search
_MAX_LINE_CHARACTERS = 80
_DAY_CHARACTERS = len("2019-04-26")

Statement = tuple[str, str]
"""A date, and the words that state it."""


def parse_url_date(url: str) -> date | None:
    """Return the day in the path of a URL.

    >>> parse_url_date("https://a.example/read/2019/04/26/91/x")
    datetime.date(2019, 4, 26)
    >>> parse_url_date("https://a.example/x-1556262300")
    datetime.date(2019, 4, 26)
    """
    if "/20" in url or "/19" in url:
        for form in _URL_DAYS:
            if match := form.search(url):
                year, month, day = map(int, match.groups())
                return _build_date(year, month, day)
    match = _URL_EPOCH.search(url)
    return datetime.fromtimestamp(int(match[1]), JAKARTA).date() if match else None


def parse_url_month(url: str) -> tuple[int, int | None] | None:
    """Return the year, and the month if there is one, in the path of a URL."""
    match = _URL_MONTH.search(url)
    if not match:
        return None
    month = int(match[2] or 0)
    return int(match[1]), month if 1 <= month <= 12 else None


def find_footer_date(text: str, mentions: Iterable[Mention]) -> Statement | None:
    """Return the last moment to the second that ends a line, as in the footers of agencies."""
    for mention in reversed(list(mentions)):
        is_whole = mention.day and mention.is_numeric
        if is_whole and (clock := _CLOCK_TO_THE_SECOND.match(text, mention.end)):
            words = text[mention.start:clock.end()].strip()
            if published := dates.parse_date_line(words, check_weekday=True):
                return published, words
    return None


def find_line_date(text: str) -> Statement | None:
    """Return the date of a line at the top or the foot that says nothing else.

    Lines that name different days, as in programmes of events, state none. The exception is a site
    that shows today's date above an article: days without a time are ignored if all are later than
    those with one.
    """
    found = [*_find_top_lines(text), *_find_foot_lines(text)]
    timed = [each for each in found if len(each[0]) > _DAY_CHARACTERS]
    if found and not _agree(found):
        return timed[0] if timed and _agree(timed) and _are_only_later(found, timed) else None
    return next(iter(timed or found), None)


def _agree(found: Sequence[Statement]) -> bool:
    days = [date.fromisoformat(published[:_DAY_CHARACTERS]).toordinal() for published, _ in found]
    return max(days) - min(days) <= 1


def _are_only_later(found: Sequence[Statement], timed: Sequence[Statement]) -> bool:
    """Return whether no day without a time is before those with one."""
    latest = max(published[:_DAY_CHARACTERS] for published, _ in timed)
    untimed = (published for published, _ in found if len(published) == _DAY_CHARACTERS)
    return all(published >= latest for published in untimed)


def parse_credit_date(text: str) -> Statement | None:
    """Return the day that ends a line which otherwise only says who wrote it or whose it is.

    Such lines are `Editor: Wira | 26-04-2019` and `(Kabar Nusa, 26/4/2019)`.
    """
    if len(text) > 2 * _MAX_LINE_CHARACTERS:
        return None
    if not text.lower().startswith(_CREDIT_LABELS) or not _find_year(text):
        return None
    mentions = candidates.find_mentions(text)
    only = mentions[0] if len(mentions) == 1 else None
    if not only or not only.day or only.is_range or not _CREDIT_END.match(text, only.end):
        return None
    if not _CREDIT_BEFORE_DATE.match(text[:only.start]):
        return None
    stated = dates.parse_date_line(text[only.start:].rstrip(")."), check_weekday=True)
    return stated or only.day.isoformat(), text


def find_credit_date(body: str) -> Statement | None:
    """Return the day of the first such line at the foot, read upwards, or at the top of a body."""
    foot = [line.strip() for line in body[-_REACH:].split("\n") if line.strip()][-_FOOT_LINES:]
    top = [line.strip() for line in body[:_REACH].split("\n") if line.strip()][:_TOP_LINES]
    stated = (parse_credit_date(line) for line in (*foot[::-1], *top))
    return next((each for each in stated if each), None)


def find_dateline_date(dateline: str, mentions: Iterable[Mention]) -> Statement | None:
    """Return the day that a dateline names, if it names one."""
    days = {mention.day for mention in mentions if not mention.is_range}
    day = days.pop() if len(days) == 1 else None
    return (day.isoformat(), dateline) if day else None


def find_opening_date(
    body: str, mentions: Sequence[Mention], is_cut: bool = False
) -> Statement | None:
    """Return the day of the dateline that opens a body: `BANDUNG, 26/4/2019 - …`.

    If the dateline `is_cut`, the day may open the body without a place.
    """
    first = mentions[0] if mentions else None
    if not first or first.is_range or first.start > _MAX_LINE_CHARACTERS or not first.day:
        return None
    place = body[:first.start].strip("( ,\n")
    is_opened = _DATELINE_PLACE.match(place) if place else is_cut
    if not is_opened or not _DATELINE_END.match(body, first.end):
        return None
    return first.day.isoformat(), body[:first.end].strip()


def _find_top_lines(text: str) -> Iterator[Statement]:
    lines = text[:_REACH].split("\n")[:2 * _TIMED_TOP_LINES]
    for at, line in enumerate(lines):
        if len(line) > _MAX_LINE_CHARACTERS or not _find_year(line):
            continue
        is_first = not any(each.strip() for each in lines[:at])
        if published := _parse_line(line, is_first):
            above = sum(1 for each in lines[:at] if each.strip())
            if above < _TOP_LINES or above < _TIMED_TOP_LINES and _CLOCK.search(line):
                yield published, line.strip()


def _find_foot_lines(text: str) -> Iterator[Statement]:
    lines = text[-_REACH:].rstrip().split("\n")[-2 * _FOOT_LINES:]
    for at, line in enumerate(lines):
        if len(line) > _MAX_LINE_CHARACTERS or not _find_year(line):
            continue
        if published := _parse_line(line):
            left = sum(1 for each in lines[at:] if each.strip())
            if left == 1 or left <= _FOOT_LINES and _CLOCK.search(line):
                yield published, line.strip()


def _parse_line(line: str, is_first: bool = False) -> str | None:
    """Return the date of a line that is nothing else, or that also names the writer.

    The first line may name an outlet the way events name their place:
    `Kabar Nusa, Jumat, 26 April 2019 14:05 WIB`.
    """
    if published := dates.parse_date_line(line, check_weekday=True):
        return published
    line = line.strip()
    name = _NAME_BEFORE_DATE.match(line)
    if not name and is_first:
        name = _OUTLET_BEFORE_WEEKDAY.match(line)
    if not name or not _CLOCK.search(line) or " vs " in name[0].lower():
        return None
    return dates.parse_date_line(line[name.end():], check_weekday=True)


def _build_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
