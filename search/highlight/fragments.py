"""Chooses the fragments of a text to show: the reference implementation of highlight_kernel.py."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from search.highlight.matching import Mark
from search.snippet import Snippet, Span

FRAGMENT_LENGTH = 160
"""Code points of a fragment, give or take a word."""

MAX_FRAGMENTS = 3

LEAD_IN = 40
"""Code points of context before the first match of a fragment."""

MAX_FRAGMENT_LENGTH = 640
"""A bound for fragments with a word that is a megabyte long."""

MAX_CANDIDATES = 1_000
"""Matches of each part of the query at which fragments may begin. Hardly any text has more."""

LEAF_WORTH = 1 << 32
"""A leaf that is not shown yet is worth more than any number of matches."""

_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))


def replace_blanks(text: str) -> str:
    """Return the text with a space instead of each line break and other blank.

    >>> replace_blanks("a\\n\\nb\\tc\\u2028d")
    'a  b c d'
    """
    text = text.replace("\n", " ")  # the others are rare, and this is much faster
    return text if text.isprintable() else text.translate(_BLANKS)


def get_spans(marks: Iterable[Mark]) -> tuple[Span, ...]:
    """Return where the marked words stand."""
    return tuple([(start, end) for start, end, _ in marks])


def cut_snippets(text: str, marks: Sequence[Mark]) -> tuple[Snippet, ...]:
    """Return up to MAX_FRAGMENTS fragments of the text, or its beginning if nothing is marked."""
    if len(text) <= FRAGMENT_LENGTH:
        return (Snippet(replace_blanks(text), get_spans(marks)),) if text else ()
    if not marks:
        return (_cut(text, 0, FRAGMENT_LENGTH, Mark(0, 0, 0), ()),)
    candidates = list(_select_candidates(marks))
    starts = _place_starts(
        [marks[nth].start - LEAD_IN for nth in candidates], len(text) - FRAGMENT_LENGTH)
    chosen = _choose(candidates, starts, marks)
    return tuple([
        _cut(text, starts[n], starts[n] + FRAGMENT_LENGTH, marks[candidates[n]], marks)
        for n in sorted(chosen)
    ])


def _place_starts(places: Sequence[int], latest: int) -> list[int]:
    """Move the starts of fragments to between 0 and `latest`."""
    return [0 if place < 0 else latest if place > latest else place for place in places]


def _select_candidates(marks: Sequence[Mark]) -> Iterator[int]:
    """Yield the first MAX_CANDIDATES marks of each set of leaves: one word may fill a text."""
    if len(marks) <= MAX_CANDIDATES:
        yield from range(len(marks))
        return
    seen: Counter[int] = Counter()
    for nth, mark in enumerate(marks):
        seen[mark.leaves] += 1
        if seen[mark.leaves] <= MAX_CANDIDATES:
            yield nth


def _choose(candidates: Sequence[int], starts: Sequence[int], marks: Sequence[Mark]) -> list[int]:
    """Return which candidates to show: up to MAX_FRAGMENTS that do not overlap.

    A fragment begins at starts[n] and shows the mark candidates[n] and those after it that end
    within FRAGMENT_LENGTH. Each in turn is the one that shows the most leaves of the query that
    are not shown yet, then the most matches, then the earliest.
    """
    ends = [max(start + FRAGMENT_LENGTH, marks[nth].end)
            for start, nth in zip(starts, candidates)]
    leaves, counts = _count_matches(candidates, ends, marks)
    remaining, chosen, shown = list(range(len(candidates))), list[int](), 0
    while remaining and len(chosen) < MAX_FRAGMENTS:
        worth = [(leaves[n] & ~shown).bit_count() * LEAF_WORTH + counts[n] for n in remaining]
        best = remaining[worth.index(max(worth))]
        chosen.append(best)
        shown |= leaves[best]
        start, end = starts[best], ends[best]
        remaining = [n for n in remaining if ends[n] <= start or starts[n] >= end]
    return chosen


def _count_matches(
    candidates: Sequence[int], ends: Sequence[int], marks: Sequence[Mark]
) -> tuple[list[int], list[int]]:
    """Return the leaves that each fragment shows, as bits, and the number of its matches."""
    leaves, counts = [], []
    for nth, end in zip(candidates, ends):
        bits, last = 0, nth
        while last < len(marks) and marks[last].end <= end:
            bits |= marks[last].leaves
            last += 1
        leaves.append(bits)
        counts.append(last - nth)
    return leaves, counts


def _cut(text: str, start: int, end: int, first: Mark, marks: Sequence[Mark]) -> Snippet:
    """Return the words of text[start:end] with their marks, at most MAX_FRAGMENT_LENGTH.

    It begins at the beginning of a word, no later than the first match, and ends at the end of
    one, no earlier than that match.
    """
    base = max(start - 1, 0)
    piece = replace_blanks(text[base:max(end, first.end) + 1])
    begin = _find_start(piece, start - base, first.start - base) + base
    is_rest = base + len(piece) >= len(text)
    stop = _find_end(piece, end - base, first.end - base, is_rest) + base
    stop = min(stop, begin + MAX_FRAGMENT_LENGTH)
    inside = marks[bisect_left(marks, (begin,)):bisect_left(marks, (stop,))]
    spans = [(mark.start - begin, min(mark.end, stop) - begin) for mark in inside]
    return Snippet(piece[begin - base:stop - base], tuple(spans))


def _find_start(text: str, place: int, latest: int) -> int:
    """Return the first beginning of a word, after a blank, from `place` on, or `latest`."""
    if place <= 0:
        return 0
    blank = text.find(" ", place - 1, latest)
    return blank + 1 if blank >= 0 else latest


def _find_end(text: str, place: int, earliest: int, is_rest: bool) -> int:
    """Return the last end of a word, before a blank, up to `place`, or `earliest`.

    The end of the text is one if this is all the rest of it.
    """
    if is_rest and place >= len(text):
        return len(text)
    blank = text.rfind(" ", earliest, place + 1)
    return blank if blank > 0 else earliest or place
