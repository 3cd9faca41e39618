"""Which of the days that a text names is the one it was published, and how surely.

News names the day on which somebody spoke: `, kata Wira di Bandung, Kamis (25/4/2019).` Days
of history and plans are told otherwise. Each cue is a mark; the points of all marks of a day
add up to the logarithm of the odds, in tenths, that it is right to a day. The points are a
logistic regression over half of the real articles; `benchmarks/fit/points.py` makes it anew.

What costs precision is news that is told days late: weekends, shows, long interviews. So the
kind of news counts too: fires and matches are told at once, holidays on any day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from indexer.dates.calendar import weekday_names
from indexer.dating import features as marked
from indexer.dating.candidates import Mention

POINTS = {
    "match": 17, "numeric": 14, "weekday": 13, "opens": 12, "today": 10, "day before": 9,
    "first": 9, "alarm": 8, "comma": 8, "office": 8, "weekend spoken": 8, "wib": 8, "clock": 7,
    "speech": 7, "speech near": 7, "weekday again": 7, "day after": 6, "hour": 6, "text today": 6,
    "worded": 6, "quote": 5, "top": 5, "closes": 3,
    "ago": -23, "long": -14, "weekend": -13, "history": -12, "chat": -10, "later": -8, "older": -8,
    "deep": -7, "night": -7, "spoken chat": -7, "text vague": -7, "until": -7, "copied": -6,
    "leisure": -6, "friday": -5, "late": -5, "future near": -3, "show": -3, "fixture": -2,
    "planned": -2,
}
BASE = -20
ENOUGH, ENOUGH_PLANNED, ENOUGH_INFERRED = 13, 26, 44
"""Points from which on a day is believed; one of which nothing but a plan is told, which may have
been days ahead; one that is named without its year."""

_HAPPENED = frozenset(("speech", "today"))
"""Marks of days that are not only planned."""

_STRENGTH = {
    "weekday": 2, "numeric": 1, "speech": 1, "speech near": 1, "today": 2, "comma": 1, "early": 1,
    "ago": -2, "history": -1, "future near": -1, "later": -2, "until": -2,
    "planned": -1, "fixture": -1, "night": -1,
}
_STRONG, _WEAK = 3, 1
"""Of the days that are named so strongly the latest counts; if there is none, of those named
so weakly; if there is none, of all."""

_LONG = 6_000
"""Code points of articles that look back on many days."""

_LEAST = sum(min(0, POINTS[mark]) for mark in marked.OF_TEXT)
_MOST = sum(max(0, POINTS[mark]) for mark in marked.OF_TEXT)
"""Points that the whole text may take and give."""

_FRIDAY = 4


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
    def enough(self) -> int:
        """The points from which on this day is believed."""
        if self.mention.inferred:
            return ENOUGH_INFERRED
        planned = "planned" in self.marks and _HAPPENED.isdisjoint(self.marks)
        return ENOUGH_PLANNED if planned else ENOUGH

    @property
    def rank(self) -> tuple[int, date]:
        """What the likeliest has most of: whether it is named strongly, and how late it is."""
        strength = sum(_STRENGTH[mark] for mark in self.marks if mark in _STRENGTH)
        return (strength >= _STRONG) + (strength >= _WEAK), self.day


def likeliest(text: str, found: Iterable[Mention]) -> Candidate | None:
    """The day that is most likely the one of publication, out of those mentioned."""
    mentions = list(found)
    candidates = _candidates(text, mentions)
    if not candidates:
        return None
    best = max(candidates, key=lambda each: each.rank)
    also = _among(best, candidates) | _of_length(best, len(text))
    if _named_again(text, best.day.weekday(), mentions):
        also.add("weekday again")
    return replace(best, marks=best.marks | also)


def believed(text: str, best: Candidate) -> bool:
    """Whether a day has points enough; the whole text is looked through only if that decides."""
    points, enough = best.points, best.enough
    if points + _LEAST >= enough or points + _MOST < enough:
        return points >= enough
    return points + sum(POINTS[mark] for mark in of_text(text, best)) >= enough


def of_text(text: str, best: Candidate) -> set[str]:
    """The marks that the whole text gives to the likeliest of its days."""
    return marked.of_text(text, "speech" in best.marks)


def _candidates(text: str, found: Iterable[Mention]) -> list[Candidate]:
    """One for each day, in the order of the text."""
    by_day: dict[date, Candidate] = {}
    for mention in found:
        if mention.day:
            day, marks = marked.of_mention(text, mention, mention.day)
            known = by_day.get(day)
            if known:
                marks |= known.marks
                mention = known.mention
            by_day[day] = Candidate(day, mention, frozenset(marks))
    return list(by_day.values())


def _among(best: Candidate, candidates: list[Candidate]) -> set[str]:
    """The marks that come from the other days."""
    later = [(each.day - best.day).days for each in candidates]
    marks = {
        "first": best is candidates[0],
        "older": max(later) > 31,
        "day before": -1 in later,
        "day after": 1 in later,
    }
    return {mark for mark, given in marks.items() if given}


def _of_length(best: Candidate, length: int) -> set[str]:
    """The marks that come from the weekday and from the length of the text: on Mondays there is
    more to tell of the days before than on other days."""
    weekend = best.day.weekday() > _FRIDAY
    marks = {
        "friday": best.day.weekday() == _FRIDAY,
        "weekend": weekend,
        "weekend spoken": weekend and "speech near" in best.marks,
        "long": length > _LONG,
    }
    return {mark for mark, given in marks.items() if given}


def _named_again(text: str, weekday: int, mentions: list[Mention]) -> bool:
    """Whether the weekday of a day also stands alone."""
    named = sum(
        1 for each in mentions if each.weekday and each.day and each.day.weekday() == weekday)
    return text.count(weekday_names()[weekday]) > named
