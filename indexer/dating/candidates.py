"""Where a running text names a day: in full, or without its year."""

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
_SLASHED = re.compile(r"/[0-9]{1,2}\)")
_BEFORE = 22
"""Code points before the end of a year in which its day and month stand."""

_HALVES = re.compile(r",? \d{1,2}[:.]\d\d(?:[:.]\d\d)? ?[AaPp]\.?[Mm]\b")
"""A clock of twelve hours: those who have one put the month first."""

_OTHER = frozenset("0123456789/.-")
"""What never stands before a day, but before other numbers."""

_NAME = re.compile(r"[A-Za-z]/\Z")
"""What stands before a day whose month is a word: `(Kabar Nusa/26 April 2019)`."""

_BETWEEN = " ,.(\n\t\xa0"
_LONGEST_WEEKDAY = 12
_WHEN = (
    "tanggal", "malam", "pagi", "siang", "sore", "dini hari", "petang", "ini", "lalu", "kemarin")
"""What stands between a weekday and its day: `Kamis malam (25/4/2019)`."""

_BESIDE = 32
"""Code points before a day in which its weekday stands."""

MANY = 64
"""Mentions beyond so many are not looked at: no article needs them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that the text names from `start` to `end`; None if it never was, or if the weekday
    beside it disagrees."""

    day: date | None
    start: int
    end: int
    weekday: bool = False
    numeric: bool = False
    range: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Partial:
    """A day and month that the text names without a year, with the weekday if there is one."""

    day: int
    month: int
    weekday: int | None
    start: int
    end: int

    def in_year(self, year: int) -> date | None:
        """The day in that year; None if there was none, or it fell on another weekday."""
        day = _date(year, self.month, self.day)
        return day if day and self.weekday in (None, day.weekday()) else None


def full(text: str) -> list[Mention]:
    """The days that are named with their year, in the order of the text.

    >>> [str(mention.day) for mention in full("Rapat pada Kamis (25/4/2019), bukan 31 Mei 2019.")]
    ['2019-04-25', '2019-05-31']
    """
    found: list[Mention] = []
    for end in _year_ends(text):
        start = max(0, end - _BEFORE)
        match = _FULL.search(text[start:end])
        month = _month(match) if match else None
        if match and month and (mention := _mention(text, start, match, month)):
            found.append(mention)
            if len(found) == MANY:
                break
    return found


def partial(text: str, worded: bool = True) -> list[Partial]:
    """The days that are named without a year: `Kamis (25/4)`, and if `worded` `22 September`.

    >>> [(each.day, each.month, each.weekday) for each in partial("Kamis (25/4) dan 22 Mei.")]
    [(25, 4, 3), (22, 5, None)]
    """
    found: list[Partial] = []
    for end in _partial_ends(text, worded):
        start = max(0, end - _BEFORE)
        match = _PARTIAL.search(text[start:end])
        month = _month(match) if match else None
        if match and month and 1 <= int(match["day"]) <= 31:
            at, weekday, _ = _opened(text, start + match.start())
            if at >= 0:
                found.append(Partial(int(match["day"]), month, weekday, at, end))
            if len(found) == MANY:
                break
    return found


def _year_ends(text: str) -> list[int]:
    ends = [match.end() for match in _YEARS[0].finditer(text) if _joined(text, match.start())]
    older = [match.end() for match in _YEARS[1].finditer(text) if _joined(text, match.start())]
    return sorted(ends + older) if older else ends


def _joined(text: str, year: int) -> bool:
    return text[year - 1:year] in ("/", " ", "-", ".", ",", "\xa0")


def _partial_ends(text: str, worded: bool) -> Iterator[int]:
    for match in _SLASHED.finditer(text):
        yield match.end()
    for match in _worded_form().finditer(text) if worded else ():
        yield match.end()


@cache
def _worded_form() -> re.Pattern[str]:
    names = "|".join(calendar.month_names())
    return re.compile(rf" (?:{names})\b(?![\s,.-]{{1,3}}[0-9]{{4}}(?![0-9]))")


def _mention(text: str, start: int, match: re.Match[str], month: int) -> Mention | None:
    day = _date(int(match["year"]), month, int(match["day"]))
    end = start + match.end()
    at, weekday, range = _opened(text, start + match.start(), not match["number"])
    if day and weekday not in (None, day.weekday()):
        day = None
    numeric = bool(match["number"])
    if numeric and weekday is None and _either(day) and _HALVES.match(text, end):
        return None
    end += text[end:end + 1] == ")"
    return Mention(day, at, end, weekday is not None, numeric, range) if at >= 0 else None


def _either(day: date | None) -> bool:
    """Whether day and month of numbers may have changed places."""
    return day is not None and day.day <= 12 and day.day != day.month


def _opened(text: str, start: int, worded: bool = False) -> tuple[int, int | None, bool]:
    """Where a day begins whose digits begin at `start`, the weekday that stands before it, and
    whether it ends a range; -1 where the digits belong to something else."""
    before = text[max(0, start - _BESIDE):start]
    if range := _RANGE.search(before):
        before = before[:range.start()]
    elif before[-1:] in _OTHER and not (worded and _NAME.search(before)):
        return -1, None, False
    opened = before.removesuffix("(")
    words = opened.rstrip(_BETWEEN)
    own, weekday = _weekday(words)
    if weekday is None and words.endswith(_WHEN):
        own, weekday = _weekday(_without(words))
    left = len(opened) if weekday is None else own
    return max(0, start - _BESIDE) + left, weekday, bool(range)


def _weekday(words: str) -> tuple[int, int | None]:
    """Where the last of the words begins, and which weekday it is, if it is one."""
    name = words[-_LONGEST_WEEKDAY:].replace("\n", " ").replace("(", " ").rpartition(" ")[2]
    return len(words) - len(name), calendar.weekday_spellings().get(name.lower())


def _without(words: str) -> str:
    """What stands before what stands between a weekday and its day."""
    for when in _WHEN:
        words = words.removesuffix(when).rstrip(_BETWEEN)
    return words


def _month(match: re.Match[str]) -> int | None:
    number = match["number"]
    month = int(number) if number else calendar.month_spellings().get(match["month"].lower(), 0)
    return month if 1 <= month <= 12 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
