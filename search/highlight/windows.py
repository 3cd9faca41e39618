"""Which pieces of a text to show, step by step: kernels.py does the same at once."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from search.highlight.marks import Mark
from search.snippet import Snippet, Span

LENGTH = 160
"""Code points of text in a snippet, give or take a word."""

SNIPPETS = 3

LEAD_IN = 40
"""Code points of context shown before the first match of a snippet."""

LONGEST = 640
"""No snippet is longer, even where one word is a megabyte."""

TRIED = 1_000
"""Snippets may begin at so many matches of each part of the query; hardly a text has more."""

MANY = 1 << 32
"""A leaf not shown yet is worth more than any number of matches."""

_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))


def plain(text: str) -> str:
    """The text with a space for each line break and other blank.

    >>> plain("a\\n\\nb\\tc\\u2028d")
    'a  b c d'
    """
    text = text.replace("\n", " ")  # the others are rare, and this much quicker
    return text if text.isprintable() else text.translate(_BLANKS)


def spans(marks: Iterable[Mark]) -> tuple[Span, ...]:
    """Where the words stand that are marked."""
    return tuple([(start, end) for start, end, _ in marks])


def snippets(text: str, marks: Sequence[Mark]) -> tuple[Snippet, ...]:
    """Up to SNIPPETS pieces of the text; its beginning where nothing is marked."""
    if len(text) <= LENGTH:
        return (Snippet(plain(text), spans(marks)),) if text else ()
    if not marks:
        return (_cut(text, 0, LENGTH, Mark(0, 0, 0), ()),)
    tried = list(_tried(marks))
    starts = _starts([marks[nth].start - LEAD_IN for nth in tried], len(text) - LENGTH)
    chosen = _chosen(tried, starts, marks)
    return tuple([
        _cut(text, starts[n], starts[n] + LENGTH, marks[tried[n]], marks) for n in sorted(chosen)
    ])


def _starts(places: Sequence[int], latest: int) -> list[int]:
    """Where windows begin that would at these places, within 0 and `latest`."""
    return [0 if place < 0 else latest if place > latest else place for place in places]


def _tried(marks: Sequence[Mark]) -> Iterator[int]:
    """The first TRIED marks of each set of leaves: a word may fill a whole text."""
    if len(marks) <= TRIED:
        yield from range(len(marks))
        return
    seen: Counter[int] = Counter()
    for nth, each in enumerate(marks):
        seen[each.leaves] += 1
        if seen[each.leaves] <= TRIED:
            yield nth


def _chosen(tried: Sequence[int], starts: Sequence[int], marks: Sequence[Mark]) -> list[int]:
    """Which of the windows to show: up to SNIPPETS that do not overlap.

    A window begins at starts[n] and shows the mark tried[n] and those after it that end within
    LENGTH. Each in turn is the one that shows most leaves of the query not shown yet, then
    most matches, then the earliest.
    """
    ends = [max(start + LENGTH, marks[nth].end) for start, nth in zip(starts, tried)]
    leaves, matches = _shown(tried, ends, marks)
    left, chosen, shown = list(range(len(tried))), list[int](), 0
    while left and len(chosen) < SNIPPETS:
        worth = [(leaves[n] & ~shown).bit_count() * MANY + matches[n] for n in left]
        best = left[worth.index(max(worth))]
        chosen.append(best)
        shown |= leaves[best]
        start, end = starts[best], ends[best]
        left = [n for n in left if ends[n] <= start or starts[n] >= end]
    return chosen


def _shown(
    tried: Sequence[int], ends: Sequence[int], marks: Sequence[Mark]
) -> tuple[list[int], list[int]]:
    """The leaves that each window shows, as bits, and how many matches."""
    leaves, matches = [], []
    count = len(marks)
    for nth, end in zip(tried, ends):
        bits, last = 0, nth
        while last < count and marks[last].end <= end:
            bits |= marks[last].leaves
            last += 1
        leaves.append(bits)
        matches.append(last - nth)
    return leaves, matches


def _cut(text: str, start: int, end: int, first: Mark, marks: Sequence[Mark]) -> Snippet:
    """The words of text[start:end] with their matches, never over LONGEST code points.

    It begins at a word, at the first match at the latest, and ends with one, with that match
    at the earliest.
    """
    piece = plain(text[max(start - 1, 0):max(end, first.end) + 1])
    base = max(start - 1, 0)
    begin = _start(piece, start - base, first.start - base) + base
    stop = _end(piece, end - base, first.end - base, base + len(piece) >= len(text)) + base
    stop = min(stop, begin + LONGEST)
    inside = marks[bisect_left(marks, (begin,)):bisect_left(marks, (stop,))]
    places = [(each.start - begin, min(each.end, stop) - begin) for each in inside]
    return Snippet(piece[begin - base:stop - base], tuple(places))


def _start(text: str, at: int, most: int) -> int:
    """The first beginning of a word, after a blank, from `at` on; `most` at the latest."""
    if at <= 0:
        return 0
    blank = text.find(" ", at - 1, most)
    return blank + 1 if blank >= 0 else most


def _end(text: str, at: int, least: int, whole: bool) -> int:
    """The last end of a word, before a blank, up to `at`; `least` at the earliest.

    The end of the text is one where it is the `whole` rest.
    """
    if whole and at >= len(text):
        return len(text)
    blank = text.rfind(" ", least, at + 1)
    return blank if blank > 0 else least or at
