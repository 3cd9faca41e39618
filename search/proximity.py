"""Where the terms of a phrase stand near each other: shared by matching and marking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import merge


def occurrences(
    terms: Sequence[str], positions: Mapping[str, Sequence[int]], slop: int | None
) -> list[int]:
    """The positions of all words that take part in an occurrence, in order.

    `positions` holds the ascending positions of each term in one field. `slop` None:
    adjacent and in order; n: all of them in any order within len(terms) + n positions.

    >>> occurrences(["enam", "pihak"], {"enam": [0, 5], "pihak": [1, 8]}, None)
    [0, 1]
    >>> occurrences(["pihak", "enam"], {"enam": [0, 5], "pihak": [1, 8]}, 0)
    [0, 1]
    """
    if slop is None:
        starts = _starts(terms, positions)
        return sorted({start + i for start in starts for i in range(len(terms))})
    return sorted(_within(Counter(terms), positions, len(terms) + slop))


def count(terms: Sequence[str], positions: Mapping[str, Sequence[int]], slop: int | None) -> int:
    """How often the phrase occurs; for a proximity, in how many words it takes part, shared out."""
    if slop is None:
        return len(_starts(terms, positions))
    return -(-len(occurrences(terms, positions, slop)) // len(terms))


def _starts(terms: Sequence[str], positions: Mapping[str, Sequence[int]]) -> set[int]:
    starts = set(positions.get(terms[0], ()))
    for offset, term in enumerate(terms[1:], 1):
        starts &= {position - offset for position in positions.get(term, ())}
    return starts


def _within(
    needed: Counter[str], positions: Mapping[str, Sequence[int]], width: int
) -> set[int]:
    """Slides a window of `width` positions; linear in the number of positions."""
    streams = [[(at, term) for at in positions.get(term, ())] for term in needed]
    events = list(merge(*streams))
    held: Counter[str] = Counter()
    missing = len(needed)
    found: set[int] = set()
    first = marked = 0
    for last, (at, term) in enumerate(events):
        held[term] += 1
        missing -= held[term] == needed[term]
        while at - events[first][0] >= width:
            missing += held[events[first][1]] == needed[events[first][1]]
            held[events[first][1]] -= 1
            first += 1
        if not missing:
            marked = max(marked, first)
            found.update(at for at, _ in events[marked:last + 1])
            marked = last + 1
    return found
