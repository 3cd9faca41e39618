"""Which of the days that a text names is the one it was published, and how surely.

News names the day on which somebody spoke: `, kata Wira di Bandung, Kamis (25/4/2019).` Days
of history and plans are told otherwise. Each cue is a mark; the points of all marks of a day
add up to the logarithm of the odds, in tenths, that it is right to a day. The points are a
logistic regression over half of the real articles; `benchmarks/dating.py --fit` makes it anew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.dating import cues
from indexer.dating.mentions import Mention

POINTS = {
    "weekday": 12, "first": 10, "numeric": 10, "opens": 10, "office": 9, "wib": 9, "comma": 8,
    "today": 8, "speech near": 7, "weekend spoken": 7, "quote": 6, "earlier near": 5,
    "text today": 5, "early": 4, "speech": 4,
    "ago": -20, "weekend": -12, "history": -11, "long": -10, "older": -9, "night": -8,
    "text vague": -8, "late": -7, "inferred": -6, "text show": -5, "until": -5, "fixture": -4,
    "future near": -4, "later": -4,
}
BASE = -16
ENOUGH = 11
"""Points from which on a day is believed."""

_HAPPENED = frozenset(("speech", "today"))
"""Marks of days that are not only planned."""

_STRENGTH = {
    "weekday": 2, "numeric": 1, "speech": 1, "speech near": 1, "today": 2, "comma": 1,
    "ago": -2, "history": -1, "future near": -1, "later": -2, "until": -2,
    "planned": -1, "fixture": -1, "night": -1,
}
_STRONG, _WEAK = 3, 1
"""Of the days that are named so strongly the latest counts; if there is none, of those named
so weakly; if there is none, of all."""

_LONG = 4_000
"""Code points of articles that look back on many days."""

_WINDOW, _AFTER = 110, 40
"""Code points before and after a day that are looked at."""

_NEAR, _PLACE = 4, 9
"""Words before a day that speak of it, and among which a place is named."""

_AFTER_QUOTE = re.compile('["”]')
_words = re.compile(r"\w+").findall
_REST = re.compile(r"[^.\n]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that may be the one of publication, the first of its mentions, and its marks."""

    day: date
    mention: Mention
    marks: frozenset[str]

    @property
    def points(self) -> int:
        """Tenths of the logarithm of the odds that this day is right."""
        return BASE + sum(POINTS[mark] for mark in self.marks if mark in POINTS)

    @property
    def rank(self) -> tuple[int, date]:
        """What the likeliest has most of: whether it is named strongly, and how late it is."""
        strength = sum(_STRENGTH[mark] for mark in self.marks if mark in _STRENGTH)
        return (strength >= _STRONG) + (strength >= _WEAK), self.day


def likeliest(text: str, found: Iterable[Mention]) -> Candidate | None:
    """The day that is most likely the one of publication, out of those mentioned."""
    candidates = _candidates(text, found)
    if not candidates:
        return None
    best = max(candidates, key=lambda each: each.rank)
    return replace(best, marks=best.marks | _among(best, candidates, len(text)))


def believed(text: str, best: Candidate) -> bool:
    """Whether a day has points enough; the whole text is looked through only if that decides.

    A day that is only planned is never believed.
    """
    if only_planned(best):
        return False
    points, least = best.points, POINTS["text show"] + POINTS["text vague"]
    if points + least >= ENOUGH or points + POINTS["text today"] < ENOUGH:
        return points >= ENOUGH
    return points + sum(POINTS[mark] for mark in of_text(text)) >= ENOUGH


def only_planned(best: Candidate) -> bool:
    """Whether nothing says that a planned day has come."""
    return "planned" in best.marks and best.marks.isdisjoint(_HAPPENED)


def of_text(text: str) -> set[str]:
    """The marks that a whole text gives to the likeliest of its days."""
    phrases = {"text today": cues.FRESH, "text vague": cues.VAGUE, "text show": cues.SHOW}
    return {mark for mark, words in phrases.items() if any(word in text for word in words)}


def _candidates(text: str, found: Iterable[Mention]) -> list[Candidate]:
    """One for each day, in the order of the text."""
    by_day: dict[date, Candidate] = {}
    for mention in found:
        if mention.day:
            day, marks = _marks(text, mention, mention.day)
            known = by_day.get(day)
            if known:
                marks |= known.marks
                mention = known.mention
            by_day[day] = Candidate(day, mention, frozenset(marks))
    return list(by_day.values())


def _among(best: Candidate, candidates: list[Candidate], length: int) -> set[str]:
    """The marks that come from the other days, and from the length of the text."""
    marks = {
        "first": best is candidates[0],
        "weekend": best.day.weekday() > 4,
        "weekend spoken": best.day.weekday() > 4 and "speech near" in best.marks,
        "older": any((each.day - best.day).days > 31 for each in candidates),
        "earlier near": any(0 < (best.day - each.day).days <= 7 for each in candidates),
        "long": length > _LONG,
    }
    return {mark for mark, given in marks.items() if given}


def _marks(text: str, mention: Mention, day: date) -> tuple[date, set[str]]:
    """The day that a mention implies, and the marks of its own words and those around it."""
    before = _before(text, mention.start)
    words = _words(before.lower())
    after = _words(_rest(text, mention.end).lower())[:3]
    marks = {*_own(text, mention), *_preceding(before, words), *_following(after)}
    if "wib" in after or "wib" in words[-_NEAR:]:
        marks.add("wib")
    return _relative(day, " ".join(words[-3:]), " ".join(after), marks), marks


def _before(text: str, start: int) -> str:
    """What precedes in the same sentence."""
    before = text[max(0, start - _WINDOW):start]
    cut = max(before.rfind(". "), before.rfind("\n"), before.rfind("? "))
    return before[cut + 1:]


def _rest(text: str, end: int) -> str:
    match = _REST.match(text, end, end + _AFTER)
    return match[0] if match else ""


def _own(text: str, mention: Mention) -> Iterator[str]:
    if mention.weekday:
        yield "weekday"
    if mention.numeric:
        yield "numeric"
    if mention.inferred:
        yield "inferred"
    if mention.start < len(text) / 3:
        yield "early"
    elif mention.start > 2 * len(text) / 3:
        yield "late"


def _preceding(before: str, words: list[str]) -> Iterator[str]:
    near = words[-_NEAR:]
    if not words:
        yield "opens"
    quoted = '"' in before or "”" in before
    if quoted:
        yield "quote"
    if before.rstrip().endswith(","):
        yield "comma"
    if not cues.SPEECH.isdisjoint(words):
        yield "speech"
        if not cues.SPEECH.isdisjoint(near):
            yield "speech near"
    if not cues.OFFICE.isdisjoint(words[-_PLACE:]):
        yield "office"
    if not cues.HISTORY.isdisjoint(near):
        yield "history"
    if not cues.FUTURE.isdisjoint(near):
        yield "future near"
    clause = words if not quoted else _words(_AFTER_QUOTE.split(before)[-1].lower())
    if cues.SPEECH.isdisjoint(clause):
        if not cues.PLAN.isdisjoint(clause):
            yield "planned"
        if not cues.FIXTURE.isdisjoint(clause):
            yield "fixture"
    if not cues.UNTIL.isdisjoint(near[-1:]):
        yield "until"


def _following(after: list[str]) -> Iterator[str]:
    if not cues.AGO.isdisjoint(after[:1]):
        yield "ago"
    if not cues.LATER.isdisjoint(after[:2]):
        yield "later"
    if after[:1] == ["malam"]:
        yield "night"


def _relative(day: date, before: str, after: str, marks: set[str]) -> date:
    """The day of publication if the words beside a day say how far off it is."""
    if _beside(cues.TODAY, before, after):
        marks.add("today")
    elif _beside(cues.YESTERDAY, before, after) and day < date.max:
        return day + timedelta(1)
    elif _beside(cues.TOMORROW, before, after) and day > date.min:
        return day - timedelta(1)
    return day


def _beside(phrases: tuple[str, ...], before: str, after: str) -> bool:
    return before.endswith(phrases) or after.startswith(phrases)
