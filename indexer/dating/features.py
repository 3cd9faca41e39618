"""What speaks for or against a day that a text names: its own words, those around it, the text."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from indexer.dating import lexicon
from indexer.dating.candidates import Mention

_TOP, _DEEP = 150, 1_500
"""Code points up to which a text opens, and from which it has told its news."""

_WINDOW, _AFTER = 110, 40
"""Code points before and after a day that are looked at."""

_NEAR, _PLACE = 4, 9
"""Words before a day that speak of it, and among which a place is named."""

_AFTER_QUOTE = re.compile('["”]')
_words = re.compile(r"\w+").findall
_REST = re.compile(r"[^.\n]*")
_PHRASES = {"text today": lexicon.FRESH, "text vague": lexicon.VAGUE}
_VOCABULARY = {
    "match": (lexicon.MATCH, 4), "alarm": (lexicon.ALARM, 1), "chat": (lexicon.CHAT, 3),
    "leisure": (lexicon.LEISURE, 1), "show": (lexicon.SHOW, 1),
}
"""Words of a kind of news, and how many of them make a text that kind."""

_TELLING = frozenset(word for words, _ in _VOCABULARY.values() for word in words)

_DAYS_LATER = ((lexicon.YESTERDAY, 1), (lexicon.TOMORROW, -1), (lexicon.OVERMORROW, -2))
"""How many days after the one named the text was written that calls it so."""

OF_TEXT = (*_PHRASES, *_VOCABULARY, "spoken chat")
"""The marks that only the whole text gives."""


def of_text(text: str, spoken: bool) -> set[str]:
    """The marks that a whole text gives to any of its days, or to one on which somebody spoke."""
    found = {mark for mark, some in _PHRASES.items() if any(words in text for words in some)}
    words = _TELLING.intersection(text.lower().split())
    found |= {kind for kind, (own, least) in _VOCABULARY.items() if len(own & words) >= least}
    return found | {"spoken chat"} if spoken and not lexicon.CHAT.isdisjoint(words) else found


def of_mention(text: str, mention: Mention, day: date) -> tuple[date, set[str]]:
    """The day that a mention implies, and the marks of its own words and those around it."""
    before = _before(text, mention.start)
    words = _words(before.lower())
    after = _words(_rest(text, mention.end).lower())[:3]
    between = _between(text, mention)
    marks = {
        *_own(text, mention), *_preceding(before, words), *_following(after),
        *_of_clock(words, between, after)}
    beside = " ".join(words[-3:]), " ".join(between), " ".join(after)
    return _relative(day, beside, marks), marks


def _between(text: str, mention: Mention) -> list[str]:
    """What stands between a weekday and its day."""
    return text[mention.start:mention.end].split()[1:3] if mention.weekday else []


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
        if not mention.numeric:
            yield "worded"
    if mention.numeric:
        yield "numeric"
    if text.startswith(".", mention.end):
        yield "closes"
    yield from _place(mention.start, len(text))


def _place(start: int, length: int) -> Iterator[str]:
    if start < _TOP:
        yield "top"
    elif start > _DEEP:
        yield "deep"
    if start < length / 3:
        yield "early"
    elif start > 2 * length / 3:
        yield "late"


def _preceding(before: str, words: list[str]) -> Iterator[str]:
    near = words[-_NEAR:]
    quoted = '"' in before or "”" in before
    if not words:
        yield "opens"
    if quoted:
        yield "quote"
    if before.rstrip().endswith(","):
        yield "comma"
        if not lexicon.COPIED.isdisjoint(words[-_PLACE:]):
            yield "copied"
    if not lexicon.SPEECH.isdisjoint(words):
        yield "speech"
        if not lexicon.SPEECH.isdisjoint(near):
            yield "speech near"
    if not lexicon.OFFICE.isdisjoint(words[-_PLACE:]):
        yield "office"
    if not lexicon.HISTORY.isdisjoint(near):
        yield "history"
    yield from _to_come(words if not quoted else _words(_AFTER_QUOTE.split(before)[-1].lower()))
    if not lexicon.FUTURE.isdisjoint(near):
        yield "future near"
    if not lexicon.UNTIL.isdisjoint(near[-1:]):
        yield "until"


def _to_come(clause: list[str]) -> Iterator[str]:
    if lexicon.SPEECH.isdisjoint(clause):
        if not lexicon.PLAN.isdisjoint(clause):
            yield "planned"
        if not lexicon.FIXTURE.isdisjoint(clause):
            yield "fixture"


def _following(after: list[str]) -> Iterator[str]:
    if not lexicon.AGO.isdisjoint(after[:1]):
        yield "ago"
    if not lexicon.LATER.isdisjoint(after[:2]):
        yield "later"
    if after[:1] == ["malam"]:
        yield "night"


def _of_clock(words: list[str], between: list[str], after: list[str]) -> Iterator[str]:
    if "wib" in after or "wib" in words[-_NEAR:]:
        yield "wib"
    if "pukul" in after:
        yield "clock"
    if not lexicon.HOUR.isdisjoint((*words[-2:], *between, *after[:2])):
        yield "hour"


def _relative(day: date, beside: tuple[str, str, str], marks: set[str]) -> date:
    """The day of publication if the words beside a day say how far off it is."""
    if _stands(lexicon.TODAY, beside):
        marks.add("today")
        return day
    return next((_moved(day, by) for phrases, by in _DAYS_LATER if _stands(phrases, beside)), day)


def _moved(day: date, by: int) -> date:
    try:
        return day + timedelta(by)
    except OverflowError:
        return day


def _stands(phrases: tuple[str, ...], beside: tuple[str, str, str]) -> bool:
    """Whether one of some phrases ends what is before a day, or begins what is in or after it."""
    before, between, after = beside
    return before.endswith(phrases) or between.startswith(phrases) or after.startswith(phrases)
