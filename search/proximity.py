"""Finds where the terms of a phrase stand near each other; for matching and for highlighting."""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import merge


def find_occurrences(
    terms: Sequence[str], positions: Mapping[str, Sequence[int]], slop: int | None
) -> list[int]:
    """Return the positions of all words that take part in an occurrence, in order.

    `positions` has the ascending positions of each term in one field. With `slop` None, the terms
    stand next to each other and in order; with a number n, in any order within len(terms) + n
    positions.

    >>> find_occurrences(["enam", "pihak"], {"enam": [0, 5], "pihak": [1, 8]}, None)
    [0, 1]
    >>> find_occurrences(["pihak", "enam"], {"enam": [0, 5], "pihak": [1, 8]}, 0)
    [0, 1]
    """
    if slop is None:
        starts = find_starts(terms, positions)
        return sorted({start + i for start in starts for i in range(len(terms))})
    return sorted(_find_within(Counter(terms), positions, len(terms) + slop))


def find_starts(terms: Sequence[str], positions: Mapping[str, Sequence[int]]) -> set[int]:
    """Return the positions at which the terms begin that stand next to each other and in order."""
    starts = set(positions.get(terms[0], ()))
    for offset, term in enumerate(terms[1:], 1):
        starts &= {position - offset for position in positions.get(term, ())}
    return starts


def _find_within(
    needed: Counter[str], positions: Mapping[str, Sequence[int]], width: int
) -> set[int]:
    """Slide a span of `width` positions over the words; linear in the number of positions."""
    streams = [[(at, term) for at in positions.get(term, ())] for term in needed]
    words = list(merge(*streams))
    present: Counter[str] = Counter()
    missing = len(needed)
    found: set[int] = set()
    first = marked = 0
    for last, (at, term) in enumerate(words):
        present[term] += 1
        missing -= present[term] == needed[term]
        while at - words[first][0] >= width:
            missing += present[words[first][1]] == needed[words[first][1]]
            present[words[first][1]] -= 1
            first += 1
        if not missing:
            marked = max(marked, first)
            found.update(at for at, _ in words[marked:last + 1])
            marked = last + 1
    return found
