"""Features of a day that a text names: its own words, those around it, and the whole text."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from indexer.dating import lexicon
from indexer.dating.candidates import Mention

_TOP_CHARACTERS, _DEEP_CHARACTERS = 150, 1_500
"""Code points before which a text is still opening, and after which its news has been said."""

_BEFORE_CHARACTERS, _AFTER_CHARACTERS = 110, 40
"""Code points before and after a day that are read."""

_NEAR_WORDS, _PLACE_WORDS = 4, 9
"""Words before a day that speak of it, and among which a place is named."""

_AFTER_QUOTE = re.compile('["”]')
_split_words = re.compile(r"\w+").findall
_REST = re.compile(r"[^.\n]*")
_PHRASES = {"text today": lexicon.FRESH, "text vague": lexicon.VAGUE}
_VOCABULARY = {
    "match": (lexicon.MATCH, 4), "alarm": (lexicon.ALARM, 1), "chat": (lexicon.CHAT, 3),
    "leisure": (lexicon.LEISURE, 1), "show": (lexicon.SHOW, 1),
}
"""Words of a kind of news, and how many of them make a text of that kind."""

_ALL_KIND_WORDS = frozenset(word for words, _ in _VOCABULARY.values() for word in words)

_OFFSETS = ((lexicon.YESTERDAY, 1), (lexicon.TOMORROW, -1), (lexicon.OVERMORROW, -2))
"""Phrases for a day, and the days from it to the day on which it is called so."""

TEXT_FEATURES = (*_PHRASES, *_VOCABULARY, "spoken chat")
"""Features that only the whole text gives."""


def find_text_features(text: str, is_spoken: bool) -> set[str]:
    """Return the features that a whole text gives to one of its days.

    `is_spoken` says whether somebody is quoted on that day.
    """
    found = {name for name, phrases in _PHRASES.items() if any(each in text for each in phrases)}
    words = _ALL_KIND_WORDS.intersection(text.lower().split())
    found |= {kind for kind, (own, least) in _VOCABULARY.items() if len(own & words) >= least}
    return found | {"spoken chat"} if is_spoken and not lexicon.CHAT.isdisjoint(words) else found


def find_mention_features(text: str, mention: Mention, day: date) -> tuple[date, set[str]]:
    """Return the day that a mention implies, and the features of the words in and around it."""
    before = _read_before(text, mention.start)
    words = _split_words(before.lower())
    after = _split_words(_read_rest(text, mention.end).lower())[:3]
    between = _read_between(text, mention)
    found = {
        *_describe_mention(text, mention), *_describe_before(before, words),
        *_describe_after(after), *_describe_clock(words, between, after)}
    beside = " ".join(words[-3:]), " ".join(between), " ".join(after)
    return _shift_day(day, beside, found), found


def _read_between(text: str, mention: Mention) -> list[str]:
    """Return the words between a weekday and its day."""
    return text[mention.start:mention.end].split()[1:3] if mention.has_weekday else []


def _read_before(text: str, start: int) -> str:
    """Return what precedes in the same sentence."""
    before = text[max(0, start - _BEFORE_CHARACTERS):start]
    cut = max(before.rfind(". "), before.rfind("\n"), before.rfind("? "))
    return before[cut + 1:]


def _read_rest(text: str, end: int) -> str:
    match = _REST.match(text, end, end + _AFTER_CHARACTERS)
    return match[0] if match else ""


def _describe_mention(text: str, mention: Mention) -> Iterator[str]:
    if mention.has_weekday:
        yield "weekday"
        if not mention.is_numeric:
            yield "worded"
    if mention.is_numeric:
        yield "numeric"
    if text.startswith(".", mention.end):
        yield "closes"
    yield from _describe_position(mention.start, len(text))


def _describe_position(start: int, length: int) -> Iterator[str]:
    if start < _TOP_CHARACTERS:
        yield "top"
    elif start > _DEEP_CHARACTERS:
        yield "deep"
    if start < length / 3:
        yield "early"
    elif start > 2 * length / 3:
        yield "late"


def _describe_before(before: str, words: list[str]) -> Iterator[str]:
    near = words[-_NEAR_WORDS:]
    is_quoted = '"' in before or "”" in before
    if not words:
        yield "opens"
    if is_quoted:
        yield "quote"
    if before.rstrip().endswith(","):
        yield "comma"
        if not lexicon.COPIED.isdisjoint(words[-_PLACE_WORDS:]):
            yield "copied"
    if not lexicon.SPEECH.isdisjoint(words):
        yield "speech"
        if not lexicon.SPEECH.isdisjoint(near):
            yield "speech near"
    if not lexicon.OFFICE.isdisjoint(words[-_PLACE_WORDS:]):
        yield "office"
    if not lexicon.HISTORY.isdisjoint(near):
        yield "history"
    clause = _split_words(_AFTER_QUOTE.split(before)[-1].lower()) if is_quoted else words
    yield from _describe_plan(clause)
    if not lexicon.FUTURE.isdisjoint(near):
        yield "future near"
    if not lexicon.UNTIL.isdisjoint(near[-1:]):
        yield "until"


def _describe_plan(clause: list[str]) -> Iterator[str]:
    if lexicon.SPEECH.isdisjoint(clause):
        if not lexicon.PLAN.isdisjoint(clause):
            yield "planned"
        if not lexicon.FIXTURE.isdisjoint(clause):
            yield "fixture"


def _describe_after(after: list[str]) -> Iterator[str]:
    if not lexicon.AGO.isdisjoint(after[:1]):
        yield "ago"
    if not lexicon.LATER.isdisjoint(after[:2]):
        yield "later"
    if after[:1] == ["malam"]:
        yield "night"


def _describe_clock(words: list[str], between: list[str], after: list[str]) -> Iterator[str]:
    if "wib" in after or "wib" in words[-_NEAR_WORDS:]:
        yield "wib"
    if "pukul" in after:
        yield "clock"
    if not lexicon.HOUR.isdisjoint((*words[-2:], *between, *after[:2])):
        yield "hour"


def _shift_day(day: date, beside: tuple[str, str, str], found: set[str]) -> date:
    """Return the day of publication if the words beside a day say how far off it is."""
    if _has_phrase(lexicon.TODAY, beside):
        found.add("today")
        return day
    offsets = (days for phrases, days in _OFFSETS if _has_phrase(phrases, beside))
    return _add_days(day, next(offsets, 0))


def _add_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def _has_phrase(phrases: tuple[str, ...], beside: tuple[str, str, str]) -> bool:
    """Return whether a phrase ends what is before a day, or begins what is in or after it."""
    before, between, after = beside
    return before.endswith(phrases) or between.startswith(phrases) or after.startswith(phrases)
