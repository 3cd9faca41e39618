"""Cuts one brief fragment of a text: from the beginning of a sentence, if possible to an end."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter

from search.highlight.fragments import LEAD_IN, replace_blanks
from search.snippet import Snippet, Span

BRIEF_LENGTH = 160
"""Code points of a brief fragment at most, unless one word is longer."""

_ENOUGH = BRIEF_LENGTH // 2
"""Code points after which a fragment ends with its sentence, rather than within the next."""

_MAX_MARKS = 16
"""Matches of a text whose sentences are compared."""

_BOUNDARY = re.compile(
    r"""([.!?…\n]["'”’)\]]*)(?:(?<=\n)\s*|\s+(?=["'“‘(\[]?[A-Z0-9À-Þ]))""")
"""Where a sentence ends: at the marks that close it, with the blanks behind them, or at a line
break. It begins with a set of characters, which makes it fast."""

_ABBREVIATION = re.compile(
    r"\b([A-Z]|(?i:jl|no|prof|drs?|dra|ir|hj?|kh|st|tgk|ust|tn|ny|mrs?|ms|pt|cv|sdri?|bpk))$")
"""A word with a point before a name or a number: no sentence ends there."""

_LONGEST = 4
"""Letters of the longest of these."""


def cut_brief(whole: Snippet, stem: Callable[[str], str]) -> Snippet:
    """Return the fragment of a text that shows the most words of a query, then the most matches.

    It is the earliest of several, and the beginning of a text without matches. It begins within a
    sentence only where no match lies in the first BRIEF_LENGTH code points of one, and ends within
    one rather than be very short. `stem` tells which matches are the same word.

    >>> brief = cut_brief(Snippet("Pasar ramai. Harga beras naik.", ((19, 24),)), str)
    >>> brief.text, brief.list_matches()
    ('Harga beras naik.', ['beras'])
    """
    text, spans = whole
    start, end, inside = _choose(text, spans, stem)
    shown = tuple([(first - start, last - start) for first, last in inside])
    return Snippet(replace_blanks(text[start:end]), shown)


def _choose(
    text: str, spans: Sequence[Span], stem: Callable[[str], str]
) -> tuple[int, int, Sequence[Span]]:
    """Return where the best fragment begins and ends, and its matches."""
    compared = spans[:_MAX_MARKS]
    sentences = _Sentences(text, *(compared[0][0], compared[-1][1]) if compared else (0, 0))
    best, most, latest = None, (0, 0), -1
    for first, last in compared:
        start = sentences.find_start(first)
        if start <= latest or last > start + BRIEF_LENGTH:
            continue
        latest, end = start, sentences.find_end(start, last)
        inside = _select(spans, start, end)
        words = {stem(text[begin:stop].lower()) for begin, stop in inside}
        if (len(words), len(inside)) > most:
            best, most = (start, end, inside), (len(words), len(inside))
    if best:
        return best
    start = _find_word(text, spans[0][0]) if spans else len(text) - len(text.lstrip())
    end = sentences.find_end(start, spans[0][1] if spans else start)
    return start, end, _select(spans, start, end)


class _Sentences:
    """Where sentences of a text begin and end, near the part that matters."""

    def __init__(self, text: str, first: int, last: int) -> None:
        self._text, self._earliest = text, max(first - BRIEF_LENGTH, 0)
        found = [
            each for each in _BOUNDARY.finditer(
                text, self._earliest, last + 2 * BRIEF_LENGTH)
            if text[each.start()] != "." or not _ends_abbreviation(text, each.start())]
        self._starts = [each.end() for each in found]
        self._ends = [each.start() if each[1] == "\n" else each.end(1) for each in found]

    def find_start(self, place: int) -> int:
        """Return where the sentence with this place begins; far before it if that is too far."""
        nth = bisect_right(self._starts, place)
        if nth:
            return self._starts[nth - 1]
        return -BRIEF_LENGTH if self._earliest else len(self._text) - len(self._text.lstrip())

    def find_end(self, start: int, earliest: int) -> int:
        """Return where a fragment ends that begins at `start` and shows all up to `earliest`."""
        text, latest = self._text, start + BRIEF_LENGTH
        if len(text) <= latest:
            return len(text.rstrip())
        nth = bisect_right(self._ends, latest)
        if nth and self._ends[nth - 1] >= max(earliest, start + _ENOUGH):
            return self._ends[nth - 1]
        words = replace_blanks(text[start:latest + 1])
        return max(start + len(words[:words.rfind(" ")].rstrip()), earliest)


def _ends_abbreviation(text: str, point: int) -> bool:
    """Return whether a point ends an abbreviation. Most stand behind a word too long to be one."""
    if text[max(point - _LONGEST - 1, 0):point].isalpha() and point > _LONGEST:
        return False
    return _ABBREVIATION.search(text[max(point - _LONGEST - 2, 0):point]) is not None


def _find_word(text: str, first: int) -> int:
    """Return where a word begins shortly before a match, or where the match does."""
    earliest = max(first - LEAD_IN, 0)
    blank = replace_blanks(text[earliest:first]).find(" ")
    return first if blank < 0 else earliest + blank + 1


def _select(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Return the spans that lie within a fragment."""
    last = bisect_right(spans, end, key=itemgetter(1))
    return spans[bisect_left(spans, (start,)):last]
