"""Candidates: the days that a running text names, in full or without a year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from indexer.dates import calendar

_FULL = re.compile(
    r"(?P<day>\d{1,2})(?:(?P<mark>[/.-])(?P<number>\d{1,2})(?P=mark)"
    r"|[\s-]{1,3}(?P<month>[A-Za-z]{3,9})\.?[\s,-]{1,3})(?P<year>[12]\d{3})\Z")
_PARTIAL = re.compile(r"(?P<day>\d{1,2})(?:/(?P<number>\d{1,2})\)|\s(?P<month>[A-Z][a-z]{2,8}))\Z")
_RANGE = re.compile(r"(?<![\d/.-])\d{1,2}\s?(?:[-–/&]|s/d|dan|hingga|sampai)\s?\Z")
_YEARS = [re.compile(rf"{century}[0-9]{{2}}(?![0-9])") for century in ("20", "19")]
_SLASHED_END = re.compile(r"/[0-9]{1,2}\)")
_REACH_BEFORE_END = 22
"""Code points before the end of a year in which its day and month stand."""

_TWELVE_HOUR_CLOCK = re.compile(r",? \d{1,2}[:.]\d\d(?:[:.]\d\d)? ?[AaPp]\.?[Mm]\b")
"""Whoever writes one puts the month first."""

_NUMBER_MARKS = frozenset("0123456789/.-")
"""What never stands before a day, but before other numbers."""

_NAME_AND_SLASH = re.compile(r"[A-Za-z]/\Z")
"""What stands before a day whose month is a word: `(Kabar Nusa/26 April 2019)`."""

_SEPARATORS = " ,.(\n\t\xa0"
_MAX_WEEKDAY_CHARACTERS = 12
_TIMES_OF_DAY = (
    "tanggal", "malam", "pagi", "siang", "sore", "dini hari", "petang", "ini", "lalu", "kemarin")
"""What stands between a weekday and its day: `Kamis malam (25/4/2019)`."""

_WEEKDAY_REACH = 32
"""Code points before a day in which its weekday stands."""

MAX_MENTIONS = 64
"""Mentions after which a text is not read on: no article needs more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A day that a text names from `start` to `end`.

    `day` is None if it is impossible, or if the weekday beside it disagrees.
    """

    day: date | None
    start: int
    end: int
    has_weekday: bool = False
    is_numeric: bool = False
    is_range: bool = False
    is_inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialMention:
    """A day and month that a text names without a year, with the weekday if there is one."""

    day: int
    month: int
    weekday: int | None
    start: int
    end: int

    def in_year(self, year: int) -> date | None:
        """Return the day in that year; None if it is impossible or fell on another weekday."""
        day = build_date(year, self.month, self.day)
        return day if day and self.weekday in (None, day.weekday()) else None


def find_mentions(text: str) -> list[Mention]:
    """Return the days that are named with their year, in the order of the text.

    >>> [str(each.day) for each in find_mentions("Rapat Kamis (25/4/2019), bukan 31 Mei 2019.")]
    ['2019-04-25', '2019-05-31']
    """
    mentions: list[Mention] = []
    for end in _find_year_ends(text):
        start = max(0, end - _REACH_BEFORE_END)
        match = _FULL.search(text[start:end])
        month = _read_month(match) if match else None
        if match and month and (mention := _read_mention(text, start, match, month)):
            mentions.append(mention)
            if len(mentions) == MAX_MENTIONS:
                break
    return mentions


def find_partial_mentions(text: str, with_names: bool = True) -> list[PartialMention]:
    """Return the days that are named without a year.

    That is `Kamis (25/4)`, and `22 September` if months `with_names` count.

    >>> found = find_partial_mentions("Kamis (25/4) dan 22 Mei.")
    >>> [(each.day, each.month, each.weekday) for each in found]
    [(25, 4, 3), (22, 5, None)]
    """
    mentions: list[PartialMention] = []
    for end in _find_partial_ends(text, with_names):
        start = max(0, end - _REACH_BEFORE_END)
        match = _PARTIAL.search(text[start:end])
        month = _read_month(match) if match else None
        if match and month and 1 <= int(match["day"]) <= 31:
            at, weekday, _ = _read_before(text, start + match.start())
            if at >= 0:
                mentions.append(PartialMention(
                    day=int(match["day"]), month=month, weekday=weekday, start=at, end=end))
            if len(mentions) == MAX_MENTIONS:
                break
    return mentions


def _find_year_ends(text: str) -> list[int]:
    recent, older = (
        [match.end() for match in form.finditer(text) if _follows_month(text, match.start())]
        for form in _YEARS)
    return sorted(recent + older) if older else recent


def _follows_month(text: str, year: int) -> bool:
    return text[year - 1:year] in ("/", " ", "-", ".", ",", "\xa0")


def _find_partial_ends(text: str, with_names: bool) -> Iterator[int]:
    for match in _SLASHED_END.finditer(text):
        yield match.end()
    for match in _named_month_form().finditer(text) if with_names else ():
        yield match.end()


@cache
def _named_month_form() -> re.Pattern[str]:
    """Return the form of a named month that no year follows."""
    names = "|".join(calendar.month_names())
    return re.compile(rf" (?:{names})\b(?![\s,.-]{{1,3}}[0-9]{{4}}(?![0-9]))")


def _read_mention(text: str, start: int, match: re.Match[str], month: int) -> Mention | None:
    day = build_date(int(match["year"]), month, int(match["day"]))
    end = start + match.end()
    is_numeric = bool(match["number"])
    at, weekday, is_range = _read_before(text, start + match.start(), not is_numeric)
    if day and weekday not in (None, day.weekday()):
        day = None
    if is_numeric and weekday is None and _is_ambiguous(day):
        if _TWELVE_HOUR_CLOCK.match(text, end):
            return None
    end += text[end:end + 1] == ")"
    return Mention(
        day=day, start=at, end=end, has_weekday=weekday is not None, is_numeric=is_numeric,
        is_range=is_range) if at >= 0 else None


def _is_ambiguous(day: date | None) -> bool:
    """Return whether day and month in numbers may be swapped."""
    return day is not None and day.day <= 12 and day.day != day.month


def _read_before(
    text: str, start: int, is_named: bool = False
) -> tuple[int, int | None, bool]:
    """Read what stands before a day whose digits begin at `start`.

    Return where the mention begins, the weekday, and whether the day ends a range. The first is -1
    where the digits belong to something else.
    """
    before = text[max(0, start - _WEEKDAY_REACH):start]
    if range := _RANGE.search(before):
        before = before[:range.start()]
    elif before[-1:] in _NUMBER_MARKS and not (is_named and _NAME_AND_SLASH.search(before)):
        return -1, None, False
    opened = before.removesuffix("(")
    words = opened.rstrip(_SEPARATORS)
    begin, weekday = _read_weekday(words)
    if weekday is None and words.endswith(_TIMES_OF_DAY):
        begin, weekday = _read_weekday(_strip_times_of_day(words))
    left = len(opened) if weekday is None else begin
    return max(0, start - _WEEKDAY_REACH) + left, weekday, bool(range)


def _read_weekday(words: str) -> tuple[int, int | None]:
    """Return where the last word begins, and which weekday it is, if it is one."""
    end = words[-_MAX_WEEKDAY_CHARACTERS:].replace("\n", " ").replace("(", " ")
    name = end.rpartition(" ")[2]
    return len(words) - len(name), calendar.weekday_spellings().get(name.lower())


def _strip_times_of_day(words: str) -> str:
    for each in _TIMES_OF_DAY:
        words = words.removesuffix(each).rstrip(_SEPARATORS)
    return words


def _read_month(match: re.Match[str]) -> int | None:
    number = match["number"]
    month = int(number) if number else calendar.month_spellings().get(match["month"].lower(), 0)
    return month if 1 <= month <= 12 else None


def build_date(year: int, month: int, day: int) -> date | None:
    """Return a day; None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
