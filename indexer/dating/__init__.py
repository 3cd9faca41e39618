"""Dating: when an article was published, as far as it says so itself.

A wrong date is worse than none. What is not stated outright must be likely enough, and impossible
days, future days and days that fell on another weekday than stated are ignored.

    explicit.py    dates that are stated: in URLs, footers, lines and datelines
    candidates.py  days that a running text names
    features.py    what speaks for or against such a day
    lexicon.py     the words that features are found by
    classifier.py  which day is the likeliest, and whether it is likely enough
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from indexer.clean import Note
from indexer.dates import is_of_picture
from indexer.dates.parser import JAKARTA
from indexer.dating import candidates, classifier, explicit
from indexer.dating.candidates import Mention, PartialMention
from indexer.dating.explicit import Statement

_start = attrgetter("start")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[^\n]{0,60}?(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", re.IGNORECASE)
_COPYRIGHT_SIGNS = ("©", "(c)", "opyright", "OPYRIGHT")
_DATE_ONLY_KINDS = ("code", "editor", "byline")
"""Kinds of notes that may be nothing but a date, besides the kind `date`."""

_CREDIT_KINDS = ("code", "editor", "byline", "copyright")
"""Kinds of notes that may end in a date."""

_FOOT_CHARACTERS = 1_000
"""Code points at the end of a body in which a copyright line is looked for."""

_FIRST_ONLINE_YEAR = 1995
"""The first year from which online news survives. An older date must be stated outright."""

_MONTH = timedelta(31)
_MAX_YEARS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """A date, where it was found and in which words; or None, and why there is none."""

    published: str | None
    source: str | None
    evidence: str


def find_date(
    body: str, *, dateline: str = "", notes: Sequence[Note] = (),
    url: str | None = None, today: datetime | None = None,
) -> Dating:
    """Return the date that an article states, or else the one that its text makes likely.

    `body` may or may not still contain the lines that cleaning takes out as `notes`.

    >>> find_date("Isi.", url="https://kabar.example/2019/04/26/pasar").published
    '2019-04-26'
    >>> find_date("Pasar dibuka lagi, kata Wira di Bandung, Jumat (26/4/2019).")
    Dating(published='2019-04-26', source='text', evidence='Jumat (26/4/2019)')
    >>> find_date("Pada tanggal 22 September, pasar dibuka.").evidence
    'day and month without a year: 22 September'
    """
    latest = _find_latest_day(today)
    if url and (day := explicit.parse_url_date(url)) and day <= latest:
        return Dating(published=day.isoformat(), source="url", evidence=url)
    mentions = candidates.find_mentions(body)
    past = [each for each in mentions if each.day and each.day <= latest
            and not explicit.is_of_picture(body, each.start)]
    dating = (_find_stated(body, dateline, notes, past, latest)
              or _find_likely(body, [note.text for note in notes], url or "", past, latest))
    return dating or Dating(
        published=None, source=None,
        evidence=_explain_undated(body, mentions, past, _date_lines(notes), latest))


def _find_latest_day(today: datetime | None) -> date:
    """Return today in Jakarta."""
    today = today or datetime.now(JAKARTA)
    return (today.astimezone(JAKARTA) if today.tzinfo else today).date()


def _find_stated(
    body: str, dateline: str, notes: Sequence[Note], past: list[Mention], latest: date
) -> Dating | None:
    """Return the first date that a footer, a line or a dateline states."""
    last = latest.isoformat()
    for source, statement in _statements(body, dateline, notes, past):
        if statement and statement[0][:len(last)] <= last:
            return Dating(published=statement[0], source=source, evidence=statement[1])
    return None


def _statements(
    body: str, dateline: str, notes: Sequence[Note], past: list[Mention]
) -> Iterator[tuple[str, Statement | None]]:
    """Yield sources and what each states, the most reliable first."""
    for note in notes:
        if note.kind == "caption":
            continue
        mentions = candidates.find_mentions(note.text)
        yield "footer", explicit.find_footer_date(note.text, mentions)
    if past:
        yield "footer", explicit.find_footer_date(body, past)
    yield "line", explicit.find_line_date("\n".join(_date_lines(notes)))
    for note in notes:
        if note.kind in _DATE_ONLY_KINDS:
            yield "line", explicit.find_line_date(note.text)
        if note.kind in _CREDIT_KINDS:
            yield "footer", explicit.parse_credit_date(note.text)
    yield "line", explicit.find_line_date(body)
    if dateline:
        mentions = candidates.find_mentions(dateline)
        yield "dateline", explicit.find_dateline_date(dateline, mentions)
    if past:
        yield "dateline", explicit.find_opening_date(body, past, is_cut=bool(dateline))
        yield "footer", explicit.find_credit_date(body)


def _date_lines(notes: Sequence[Note]) -> list[str]:
    """Return the notes of a date, without those of the picture whose credit stands above."""
    above = ["", *(note.text for note in notes)]
    return [note.text for before, note in zip(above, notes)
            if note.kind == "date" and not is_of_picture(before, note.text)]


def _find_likely(
    body: str, footers: list[str], url: str, past: list[Mention], latest: date
) -> Dating | None:
    """Return the day in the running text that is likely enough to be the day of publication."""
    in_url = explicit.parse_url_month(url) if url else None
    mentions = [*past, *infer_years(body, footers, in_url, past, latest)]
    if in_url:
        mentions = [each for each in mentions if _fits_url(each, in_url)]
    if not mentions:
        return None
    best = classifier.choose_likeliest(body, sorted(mentions, key=_start))
    if not best or best.day.year < _FIRST_ONLINE_YEAR or best.day > latest:
        return None
    if not classifier.is_credible(body, best):
        return None
    source = "partial" if best.mention.is_inferred else "text"
    evidence = _describe_offset(best) + _quote(body, best.mention)
    return Dating(published=best.day.isoformat(), source=source, evidence=evidence)


def _describe_offset(best: classifier.Candidate) -> str:
    later = (best.day - (best.mention.day or best.day)).days
    return {1: "the day after ", -1: "the day before ", -2: "two days before "}.get(later, "")


def infer_years(
    body: str, footers: list[str], in_url: tuple[int, int | None] | None, past: list[Mention],
    latest: date,
) -> Iterator[Mention]:
    """Yield days without a year whose weekday fits one year that may be the article's.

    Such years come from its URL, from its copyright lines, or else from its newest date; then the
    day is at most a month away from that date.
    """
    stated = {in_url[0]} if in_url else _find_copyright_years(body, footers)
    if not past and not stated:
        return
    partial = [
        each for each in candidates.find_partial_mentions(body, with_names=not past)
        if each.weekday is not None]
    newest = _find_newest(body, past, latest) if partial and not stated else None
    years = stated or ({newest.year} if newest else ())
    for each in partial:
        days = [day for year in years if (day := each.in_year(year)) and day <= latest]
        if len(days) == 1 and (not newest or abs(days[0] - newest) <= _MONTH):
            yield Mention(
                day=days[0], start=each.start, end=each.end, has_weekday=True,
                is_numeric=body[each.end - 1] == ")", is_inferred=True)


def _find_newest(body: str, past: list[Mention], latest: date) -> date | None:
    """Return the newest whole date, unless the article names a later year."""
    newest = max(mention.day for mention in past if mention.day)
    later = (str(year) for year in range(newest.year + 1, latest.year + 1))
    is_old = newest.year < _FIRST_ONLINE_YEAR or any(year in body for year in later)
    return None if is_old else newest


def _find_copyright_years(body: str, footers: Iterable[str]) -> set[int]:
    return {
        int(match[1]) for text in (*footers, body[-_FOOT_CHARACTERS:])
        if any(sign in text for sign in _COPYRIGHT_SIGNS)
        for match in _COPYRIGHT.finditer(text)
    }


def _fits_url(mention: Mention, in_url: tuple[int, int | None]) -> bool:
    """Return whether the year, and perhaps the month, of a URL allow a day."""
    day, (year, month) = mention.day, in_url
    return day is not None and day.year == year and month in (None, day.month)


def _explain_undated(
    body: str, mentions: list[Mention], past: list[Mention], lines: list[str], latest: date
) -> str:
    """Return why neither the text nor its lines with dates give one."""
    if lines:
        return f"not surely the article's own day: {lines[0]}"
    if past:
        newest = max(past, key=lambda each: each.day or date.min)
        return f"not surely the article's own day: {_quote(body, newest)}"
    partial = candidates.find_partial_mentions(body)
    if with_weekday := [each for each in partial if each.weekday is not None]:
        return _explain_missing_year(body, with_weekday, latest)
    if mentions:
        return f"an impossible or future day: {_quote(body, mentions[0])}"
    if partial:
        return f"day and month without a year: {_quote(body, partial[0])}"
    return "no date in the text"


def _explain_missing_year(body: str, partial: list[PartialMention], latest: date) -> str:
    years = [
        str(year) for year in range(_FIRST_ONLINE_YEAR, latest.year + 1)
        if all((day := each.in_year(year)) and day <= latest for each in partial)
    ]
    words = " and ".join(dict.fromkeys(_quote(body, each) for each in partial[:2]))
    if not years:
        return f"no year fits{' all of these' if len(partial) > 1 else ''}: {words}"
    shown = ", ".join(years[-_MAX_YEARS_SHOWN:])
    return f"weekday and day fit {shown}, nothing says which: {words}"


def _quote(body: str, mention: Mention | PartialMention) -> str:
    return " ".join(body[mention.start:mention.end].split())
