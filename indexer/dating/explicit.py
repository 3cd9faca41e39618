"""Dates that an article states outright: in its URL, a footer, a line or its dateline.

The table `data/statements.ini` says where they stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache

from indexer import dates
from indexer.dates.parser import JAKARTA
from indexer.dating import candidates
from indexer.dating.candidates import Mention
from indexer.rules import Rule, read_rules

_CREDIT_LABELS = (
    "(", "©", "copyright", "hak cipta", "editor", "penulis", "pewarta", "reporter", "oleh",
    "laporan", "redaktur", "penyunting")
"""How a line begins that only says who wrote an article or whose it is; what begins so and goes on
is a sentence."""

_TOP_LINES, _TIMED_TOP_LINES, _FOOT_LINES = 3, 10, 3
"""Lines at the top that may be nothing but a day, lines there that may be a day and a time, and
lines at the foot."""

_REACH = 1_000
"""Code points from either end of a body in which such lines are looked for."""

_find_year = re.compile("20|19").search
_MAX_LINE_CHARACTERS, _MAX_CAPTION_CHARACTERS = 80, 240
_DAY_CHARACTERS = len("2019-04-26")

Statement = tuple[str, str]
"""A date, and the words that state it."""


@cache
def read_statement_rules() -> tuple[Rule, ...]:
    """Return the table of the places where an article states its date."""
    return read_rules("indexer.dating", "statements", {"labels": "|".join(_CREDIT_LABELS[2:])})


@cache
def _places(where: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of one kind of place, in the order of the table."""
    return tuple(
        re.compile(rule.pattern) for rule in read_statement_rules() if rule.keys["where"] == where)


def _match(where: str, text: str, start: int = 0) -> re.Match[str] | None:
    """Match what stands at `start` with the first pattern of a place that matches there."""
    return next((match for each in _places(where) if (match := each.match(text, start))), None)


def _search(where: str, text: str) -> re.Match[str] | None:
    """Search a text for the first pattern of a place that is in it."""
    return next((match for each in _places(where) if (match := each.search(text))), None)


def parse_url_date(url: str) -> date | None:
    """Return the day in the path of a URL.

    >>> parse_url_date("https://a.example/read/2019/04/26/91/x")
    datetime.date(2019, 4, 26)
    >>> parse_url_date("https://a.example/x-1556262300")
    datetime.date(2019, 4, 26)
    """
    if "/20" in url or "/19" in url:
        if match := _search("url day", url):
            year, month, day = map(int, match.groups())
            return candidates.build_date(year, month, day)
    match = _search("url moment", url)
    return datetime.fromtimestamp(int(match[1]), JAKARTA).date() if match else None


def parse_url_month(url: str) -> tuple[int, int | None] | None:
    """Return the year, and the month if there is one, in the path of a URL."""
    match = _search("url month", url)
    if not match:
        return None
    month = int(match[2] or 0)
    return int(match[1]), month if 1 <= month <= 12 else None


def find_footer_date(text: str, mentions: Iterable[Mention]) -> Statement | None:
    """Return the last moment to the second that ends a line, as in the footers of agencies."""
    for mention in reversed(list(mentions)):
        is_whole = mention.day and mention.is_numeric
        if is_whole and (clock := _match("seconds", text, mention.end)):
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
    if not only or not only.day or only.is_range or not _match("credit end", text, only.end):
        return None
    if not _match("credit", text[:only.start]):
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
    is_opened = _match("dateline place", place) if place else is_cut
    if not is_opened or not _match("dateline end", body, first.end):
        return None
    return first.day.isoformat(), body[:first.end].strip()


def is_of_picture(text: str, start: int) -> bool:
    """Return whether a day that begins at `start` stands in the caption of a picture."""
    begin = max(text.rfind("\n", 0, start) + 1, start - _MAX_CAPTION_CHARACTERS)
    return _search("picture", text[begin:start]) is not None


def _find_top_lines(text: str) -> Iterator[Statement]:
    lines = text[:_REACH].split("\n")[:2 * _TIMED_TOP_LINES]
    for at, line in enumerate(lines):
        if len(line) > _MAX_LINE_CHARACTERS or not _find_year(line):
            continue
        is_first = not any(each.strip() for each in lines[:at])
        before = next((each for each in reversed(lines[:at]) if each.strip()), "")
        if dates.is_of_picture(before, line):
            continue
        if published := _parse_line(line, is_first):
            above = sum(1 for each in lines[:at] if each.strip())
            if above < _TOP_LINES or above < _TIMED_TOP_LINES and _search("clock", line):
                yield published, line.strip()


def _find_foot_lines(text: str) -> Iterator[Statement]:
    lines = text[-_REACH:].rstrip().split("\n")[-2 * _FOOT_LINES:]
    for at, line in enumerate(lines):
        if len(line) > _MAX_LINE_CHARACTERS or not _find_year(line):
            continue
        if published := _parse_line(line):
            left = sum(1 for each in lines[at:] if each.strip())
            if left == 1 or left <= _FOOT_LINES and _search("clock", line):
                yield published, line.strip()


def _parse_line(line: str, is_first: bool = False) -> str | None:
    """Return the date of a line that is nothing else, or that also names the writer.

    The first line may name an outlet the way events name their place:
    `Kabar Nusa, Jumat, 26 April 2019 14:05 WIB`.
    """
    if published := dates.parse_date_line(line, check_weekday=True):
        return published
    line = line.strip()
    name = _match("line", line)
    if not name and is_first:
        name = _match("top line", line)
    has_clock = _search("clock", line)
    if name and has_clock and " vs " not in name[0].lower():
        if published := dates.parse_date_line(line[name.end():], check_weekday=True):
            return published
    return _parse_as_field(line) if is_first else None


def _parse_as_field(line: str) -> str | None:
    """Return the one sure day of publication in a line that reads like a field, unless a credit."""
    if line.lower().startswith(_CREDIT_LABELS):
        return None
    found = dates.read_field(line)
    is_day = len(found.published or "") >= _DAY_CHARACTERS and found.words != line
    is_sure = is_day and not found.is_change and not found.doubt
    return found.published if is_sure else None
