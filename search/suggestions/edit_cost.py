"""What it costs to take one word for another: the less, the likelier the first is a slip for it.

An edit costs 1. Those that people make more often cost less: letters that sound alike in
Indonesian or lie side by side on the keyboard, letters that are swapped, doubled or mute.
"""

from functools import lru_cache
from itertools import accumulate

_SWAP = 0.6
"""Two neighbouring letters in each other's place: *nuklri*."""

_DOUBLE = 0.5
"""A letter that stands twice, or only once: *Kamill*."""

_MUTE = 0.5
"""A letter that is not heard: *Ramadan*, *Ramadhan*."""

_ALIKE = 0.5
"""A letter that sounds like the other, or was written so before 1972: *ijasah*, *Djakarta*."""

_ADJACENT = 0.7
"""A letter whose key lies next to that of the other: *gempq*."""

_SOUNDS = ("sz", "fpv", "vw", "jyz", "ckq", "iy", "ou", "dt", "bp", "bv")
"""Letters that are taken for each other."""

_MUTE_BEFORE = frozenset(("kh", "gh", "dj", "tj"))
_MUTE_BEHIND = frozenset(("sy", "ie"))
"""Pairs whose first or second letter is mute: *khotbah*, *Djaja*, *syair*, *Anies*."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _pair(letters: str) -> set[frozenset[str]]:
    """Return the pairs of different letters."""
    return {frozenset((one, other)) for one in letters for other in letters if one != other}


_ALIKE_PAIRS = frozenset().union(*map(_pair, _SOUNDS))
_ADJACENT_PAIRS = frozenset(
    frozenset(pair) for row in _ROWS for pair in zip(row, row[1:])
) | frozenset(
    frozenset((key, below[place]))
    for row, below in zip(_ROWS, _ROWS[1:]) for nth, key in enumerate(row)
    for place in (nth - 1, nth) if 0 <= place < len(below))

_CHANGES = {
    (letter, each): cost
    for pairs, cost in ((_ADJACENT_PAIRS, _ADJACENT), (_ALIKE_PAIRS, _ALIKE))
    for pair in pairs for letter in pair for each in pair - {letter}}
"""What it costs to take a letter for another, if less than 1."""


def compute_edit_cost(typed: str, meant: str) -> float:
    """Return the least sum of costs of the edits that lead from one word to another.

    Neighbours may be swapped, and nothing is edited twice (optimal string alignment).

    >>> compute_edit_cost("ijasah", "ijazah"), compute_edit_cost("gempa", "gempar")
    (0.5, 1.0)
    """
    above: list[float] = []
    left_out, added = _list_letter_costs(typed), _list_letter_costs(meant)
    row, letter_before, get_change = [0.0, *accumulate(added)], "", _CHANGES.get
    for letter, cost in zip(typed, left_out):
        before, above, row = above, row, [row[0] + cost]
        least, other_before = row[0], ""
        for nth, other in enumerate(meant):
            least += added[nth]
            change = above[nth] if letter == other else (
                above[nth] + get_change((letter, other), 1.0))
            if change < least:
                least = change
            if above[nth + 1] + cost < least:
                least = above[nth + 1] + cost
            if letter == other_before != other == letter_before:
                least = min(least, before[nth - 1] + _SWAP)
            row.append(least)
            other_before = other
        letter_before = letter
    return row[-1]


def is_letter_lost(typed: str, meant: str) -> bool:
    """Return whether one word is the other without a letter, or with two neighbours swapped.

    >>> is_letter_lost("indonsia", "indonesia"), is_letter_lost("surabaay", "surabaya")
    (True, True)
    >>> is_letter_lost("bahru", "baru"), is_letter_lost("barus", "baru")
    (False, False)
    """
    same = next((nth for nth, (one, other) in enumerate(zip(typed, meant)) if one != other),
                min(len(typed), len(meant)))
    rest, other = typed[same:], meant[same:]
    return rest == other[1:] or (len(other) > 1 and rest == other[1] + other[0] + other[2:])


@lru_cache(1 << 8)
def _list_letter_costs(word: str) -> tuple[float, ...]:
    """Return what it costs to leave each letter of a word out, or to put it in."""
    return tuple([_cost_of_letter(word, place) for place in range(len(word))])


def _cost_of_letter(word: str, place: int) -> float:
    """Return what it costs to leave a letter of a word out, or to put it in."""
    letter, before, behind = word[place], word[max(place - 1, 0):place], word[place + 1:place + 2]
    if letter in (before, behind):
        return _DOUBLE
    mute = (letter == "h" or letter + behind in _MUTE_BEFORE or before + letter in _MUTE_BEHIND)
    return _MUTE if mute else 1.0
