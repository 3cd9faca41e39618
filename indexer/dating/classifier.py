"""The classifier that chooses the day of publication among the days that a text names.

News names the day on which somebody spoke: `, kata Wira di Bandung, Kamis (25/4/2019).` Days of
history and plans are named in other words. A logistic regression adds up the weights of a day's
features to the log-odds, in tenths, that the day is right to within one. It was fitted to half of
the real articles; `benchmarks/fit/points.py` fits it again.

What costs precision is news that is published days late: weekends, shows, long interviews. So the
kind of news counts too: fires and matches are reported at once, holidays on any day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from indexer.dates.calendar import weekday_names
from indexer.dating import features
from indexer.dating.candidates import Mention

WEIGHTS = {
    "match": 17, "numeric": 14, "weekday": 13, "opens": 12, "today": 10, "day before": 9,
    "first": 9, "alarm": 8, "comma": 8, "office": 8, "weekend spoken": 8, "wib": 8, "clock": 7,
    "speech": 7, "speech near": 7, "weekday again": 7, "day after": 6, "hour": 6, "text today": 6,
    "worded": 6, "quote": 5, "top": 5, "closes": 3,
    "ago": -23, "long": -14, "weekend": -13, "history": -12, "chat": -10, "later": -8, "older": -8,
    "deep": -7, "night": -7, "spoken chat": -7, "text vague": -7, "until": -7, "copied": -6,
    "leisure": -6, "friday": -5, "late": -5, "future near": -3, "show": -3, "fixture": -2,
    "planned": -2,
}
"""Tenths of the log-odds that each feature adds."""

INTERCEPT = -20
THRESHOLD, PLANNED_THRESHOLD, INFERRED_THRESHOLD = 21, 26, 44
"""Scores from which on a day is believed: in general; one for which only a plan is named, which may
have been days ahead; one that is named without its year."""

_EVENTS = frozenset(("speech", "today"))
"""Features of days that are more than planned."""

_STRENGTHS = {
    "weekday": 2, "numeric": 1, "speech": 1, "speech near": 1, "today": 2, "comma": 1, "early": 1,
    "ago": -2, "history": -1, "future near": -1, "later": -2, "until": -2,
    "planned": -1, "fixture": -1, "night": -1,
}
_STRONG, _WEAK = 3, 1
"""Strengths of the days among which the latest is chosen: of the strong days if there are any, or
of the weak, or of all."""

_LONG_CHARACTERS = 6_000
"""Code points of articles that look back on many days."""

_MIN_TEXT_WEIGHT = sum(min(0, WEIGHTS[name]) for name in features.TEXT_FEATURES)
_MAX_TEXT_WEIGHT = sum(max(0, WEIGHTS[name]) for name in features.TEXT_FEATURES)
_FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A day that may be the day of publication, its first mention, and its features."""

    day: date
    mention: Mention
    features: frozenset[str]

    @property
    def score(self) -> int:
        """The log-odds, in tenths, that this day is right."""
        return INTERCEPT + sum(WEIGHTS[name] for name in self.features if name in WEIGHTS)

    @property
    def threshold(self) -> int:
        """The score from which on this day is believed."""
        if self.mention.is_inferred:
            return INFERRED_THRESHOLD
        is_plan = "planned" in self.features and _EVENTS.isdisjoint(self.features)
        return PLANNED_THRESHOLD if is_plan else THRESHOLD

    @property
    def rank(self) -> tuple[int, date]:
        """The sort key: how strongly the day is named, and then how late it is."""
        strength = sum(_STRENGTHS[name] for name in self.features if name in _STRENGTHS)
        return (strength >= _STRONG) + (strength >= _WEAK), self.day


def choose_likeliest(text: str, mentions: Iterable[Mention]) -> Candidate | None:
    """Return the mentioned day that is most likely the day of publication."""
    mentions = list(mentions)
    candidates = _build_candidates(text, mentions)
    if not candidates:
        return None
    best = max(candidates, key=lambda each: each.rank)
    more = _compare_days(best, candidates) | _describe_day_and_length(best, len(text))
    if _is_weekday_repeated(text, best.day.weekday(), mentions):
        more.add("weekday again")
    return replace(best, features=best.features | more)


def is_credible(text: str, best: Candidate) -> bool:
    """Return whether a day scores enough; search the whole text only if that decides."""
    score, threshold = best.score, best.threshold
    if score + _MIN_TEXT_WEIGHT >= threshold or score + _MAX_TEXT_WEIGHT < threshold:
        return score >= threshold
    return score + sum(WEIGHTS[name] for name in find_text_features(text, best)) >= threshold


def find_text_features(text: str, best: Candidate) -> set[str]:
    """Return the features that the whole text gives to the likeliest of its days."""
    return features.find_text_features(text, is_spoken="speech" in best.features)


def _build_candidates(text: str, mentions: Iterable[Mention]) -> list[Candidate]:
    """Return one candidate for each day, in the order of the text."""
    by_day: dict[date, Candidate] = {}
    for mention in mentions:
        if mention.day:
            day, found = features.find_mention_features(text, mention, mention.day)
            known = by_day.get(day)
            if known:
                found |= known.features
                mention = known.mention
            by_day[day] = Candidate(day=day, mention=mention, features=frozenset(found))
    return list(by_day.values())


def _compare_days(best: Candidate, candidates: list[Candidate]) -> set[str]:
    """Return the features that come from the other days."""
    later = [(each.day - best.day).days for each in candidates]
    given = {
        "first": best is candidates[0],
        "older": max(later) > 31,
        "day before": -1 in later,
        "day after": 1 in later,
    }
    return {name for name, is_given in given.items() if is_given}


def _describe_day_and_length(best: Candidate, length: int) -> set[str]:
    """Return the features that come from the weekday and from the length of the text.

    Mondays report more of the days before than other days do.
    """
    is_weekend = best.day.weekday() > _FRIDAY
    given = {
        "friday": best.day.weekday() == _FRIDAY,
        "weekend": is_weekend,
        "weekend spoken": is_weekend and "speech near" in best.features,
        "long": length > _LONG_CHARACTERS,
    }
    return {name for name, is_given in given.items() if is_given}


def _is_weekday_repeated(text: str, weekday: int, mentions: list[Mention]) -> bool:
    """Return whether the weekday of a day also stands alone."""
    named = sum(
        1 for each in mentions
        if each.has_weekday and each.day and each.day.weekday() == weekday)
    return text.count(weekday_names()[weekday]) > named
