"""When an article was published, as far as it says so itself.

A wrong date is worse than none: what is not stated outright must be likely enough, and no day
is believed that never was, that is still to come, or that fell on another weekday than stated.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from indexer.clean import Note
from indexer.dates.parser import JAKARTA
from indexer.dating import candidates, classifier, explicit
from indexer.dating.candidates import Mention, Partial
from indexer.dating.explicit import Statement

_start = attrgetter("start")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[^\n]{0,60}?(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", re.IGNORECASE)
_DATED = ("code", "editor", "byline")
"""Kinds of notes that may give a date and nothing else, besides those that do."""

_CREDITS = ("code", "editor", "byline", "copyright")
"""Kinds of notes that may end in a date."""

_COPYRIGHT_SIGNS = ("©", "(c)", "opyright", "OPYRIGHT")
_FOOT = 1_000
"""Code points at the end of a body in which a copyright line is looked for."""

_SINCE = 1995
"""The first year of which online news is left; what is older has to say so outright."""

_MONTH = timedelta(31)
_SHOWN = 4
"""Years, of those that fit, that a reason names."""


@dataclass(frozen=True, slots=True)
class Dating:
    """A date, where it was found and in which words; or None, and why there is none."""

    published: str | None
    source: str | None
    evidence: str


def find(
    body: str, *, dateline: str = "", notes: Sequence[Note] = (),
    url: str | None = None, today: datetime | None = None,
) -> Dating:
    """The date that an article states, or else that its text makes likely.

    `body` may still hold the lines that cleaning takes out of it as `notes`, or not.

    >>> find("Isi.", url="https://kabar.example/2019/04/26/pasar").published
    '2019-04-26'
    >>> find("Pasar dibuka lagi, kata Wira di Bandung, Jumat (26/4/2019).")
    Dating(published='2019-04-26', source='text', evidence='Jumat (26/4/2019)')
    >>> find("Pada tanggal 22 September, pasar dibuka.").evidence
    'day and month without a year: 22 September'
    """
    latest = _latest(today)
    day = explicit.in_url(url) if url else None
    if url and day and day <= latest:
        return Dating(day.isoformat(), "url", url)
    named = candidates.full(body)
    past = _past(named, latest)
    return (
        _stated(body, dateline, notes, past, latest)
        or _likely(body, [note.text for note in notes], url or "", past, latest)
        or Dating(None, None, _why_none(body, named, past, _dates(notes), latest))
    )


def _latest(today: datetime | None) -> date:
    """The last day that is not to come, in Jakarta."""
    today = today or datetime.now(JAKARTA)
    return (today.astimezone(JAKARTA) if today.tzinfo else today).date()


def _past(named: Iterable[Mention], latest: date) -> list[Mention]:
    return [mention for mention in named if mention.day and mention.day <= latest]


def _stated(
    body: str, dateline: str, notes: Sequence[Note], past: list[Mention], latest: date
) -> Dating | None:
    """What a footer, a line or a dateline says, the first of them that says anything."""
    last = latest.isoformat()
    for source, statement in _statements(body, dateline, notes, past):
        if statement and statement[0][:len(last)] <= last:
            return Dating(statement[0], source, statement[1])
    return None


def _statements(
    body: str, dateline: str, notes: Sequence[Note], past: list[Mention]
) -> Iterator[tuple[str, Statement | None]]:
    for note in notes:
        yield "footer", explicit.in_footer(note.text, candidates.full(note.text))
    if past:
        yield "footer", explicit.in_footer(body, past)
    yield "line", explicit.on_a_line("\n".join(_dates(notes)))
    for note in notes:
        if note.kind in _DATED:
            yield "line", explicit.on_a_line(note.text)
        if note.kind in _CREDITS:
            yield "footer", explicit.in_credit(note.text)
    yield "line", explicit.on_a_line(body)
    if dateline:
        yield "dateline", explicit.in_dateline(dateline, candidates.full(dateline))
    if past:
        yield "dateline", explicit.in_opening(body, past, bool(dateline))
        yield "footer", explicit.in_credits(body)


def _dates(notes: Iterable[Note]) -> list[str]:
    return [note.text for note in notes if note.kind == "date"]


def _likely(
    body: str, feet: list[str], url: str, past: list[Mention], latest: date
) -> Dating | None:
    """The day in the running text that is likely enough the one of publication."""
    in_url = explicit.month(url) if url else None
    named = [*past, *inferred(body, feet, in_url, past, latest)]
    if in_url:
        named = [each for each in named if _fits(each, in_url)]
    best = classifier.likeliest(body, sorted(named, key=_start)) if named else None
    if not best or best.day.year < _SINCE or best.day > latest:
        return None
    if not classifier.believed(body, best):
        return None
    source = "partial" if best.mention.inferred else "text"
    words = _quoted(body, best.mention)
    later = (best.day - (best.mention.day or best.day)).days
    beside = {1: "the day after ", -1: "the day before ", -2: "two days before "}.get(later, "")
    return Dating(best.day.isoformat(), source, beside + words)


def inferred(
    body: str, feet: list[str], in_url: tuple[int, int | None] | None, past: list[Mention],
    latest: date,
) -> Iterator[Mention]:
    """Days without a year, where the weekday leaves one of the years that may be the article's:
    of its address, of its copyright lines, or else of its newest date, a month off at most."""
    given = {in_url[0]} if in_url else _copyright(body, feet)
    if not past and not given:
        return
    partial = [each for each in candidates.partial(body, not past) if each.weekday is not None]
    newest = _newest(body, past, latest) if partial and not given else None
    years = given or ({newest.year} if newest else ())
    for each in partial:
        days = [day for year in years if (day := each.in_year(year)) and day <= latest]
        if len(days) == 1 and (not newest or abs(days[0] - newest) <= _MONTH):
            yield Mention(
                days[0], each.start, each.end, weekday=True,
                numeric=body[each.end - 1] == ")", inferred=True)


def _newest(body: str, past: list[Mention], latest: date) -> date | None:
    """The newest whole date, unless the article names a later year."""
    newest = max(mention.day for mention in past if mention.day)
    later = (str(year) for year in range(newest.year + 1, latest.year + 1))
    return None if newest.year < _SINCE or any(year in body for year in later) else newest


def _copyright(body: str, feet: Iterable[str]) -> set[int]:
    return {
        int(match[1]) for text in (*feet, body[-_FOOT:])
        if any(sign in text for sign in _COPYRIGHT_SIGNS)
        for match in _COPYRIGHT.finditer(text)
    }


def _fits(mention: Mention, in_url: tuple[int, int | None]) -> bool:
    """Whether the year, and perhaps the month, of an address allow a day."""
    day, (year, month) = mention.day, in_url
    return day is not None and day.year == year and month in (None, day.month)


def _why_none(
    body: str, named: list[Mention], past: list[Mention], lines: list[str], latest: date
) -> str:
    """Why neither the text nor its lines of dates tell one."""
    if lines:
        return f"not surely the article's own day: {lines[0]}"
    if past:
        newest = max(past, key=lambda each: each.day or date.min)
        return f"not surely the article's own day: {_quoted(body, newest)}"
    partial = candidates.partial(body)
    if with_weekday := [each for each in partial if each.weekday is not None]:
        return _why_no_year(body, with_weekday, latest)
    if named:
        return f"a day that never was, or is to come: {_quoted(body, named[0])}"
    if partial:
        return f"day and month without a year: {_quoted(body, partial[0])}"
    return "no date in the text"


def _why_no_year(body: str, partial: list[Partial], latest: date) -> str:
    years = [
        str(year) for year in range(_SINCE, latest.year + 1)
        if all((day := each.in_year(year)) and day <= latest for each in partial)
    ]
    words = " and ".join(dict.fromkeys(_quoted(body, each) for each in partial[:2]))
    if not years:
        return f"no year fits{' all of these' if len(partial) > 1 else ''}: {words}"
    shown = ", ".join(years[-_SHOWN:])
    return f"weekday and day fit {shown}, nothing says which: {words}"


def _quoted(body: str, named: Mention | Partial) -> str:
    return " ".join(body[named.start:named.end].split())
