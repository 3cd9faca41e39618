"""What it costs to take one word for another: the less, the likelier the first is a slip for it.

An edit costs 1. Those that people make more often cost less: letters that sound alike in
Indonesian or lie side by side on the keyboard, letters that are swapped, doubled or mute.
"""

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
"""A letter whose key lies beside that of the other: *gempq*."""

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
    added = [_cost_of_letter(meant, nth) for nth in range(len(meant))]
    row = [0.0, *accumulate(added)]
    for place, letter in enumerate(typed):
        left_out = _cost_of_letter(typed, place)
        before, above, row = above, row, [row[0] + left_out]
        for nth, other in enumerate(meant):
            least = min(above[nth] + _cost_of_change(letter, other),
                        above[nth + 1] + left_out, row[nth] + added[nth])
            if place and nth and letter == meant[nth - 1] != other == typed[place - 1]:
                least = min(least, before[nth - 1] + _SWAP)
            row.append(least)
    return row[-1]


def _cost_of_change(one: str, other: str) -> float:
    """Return what it costs to take a letter for another."""
    return 0.0 if one == other else _CHANGES.get((one, other), 1.0)


def _cost_of_letter(word: str, place: int) -> float:
    """Return what it costs to leave a letter of a word out, or to put it in."""
    letter, before, behind = word[place], word[max(place - 1, 0):place], word[place + 1:place + 2]
    if letter in (before, behind):
        return _DOUBLE
    mute = (letter == "h" or letter + behind in _MUTE_BEFORE or before + letter in _MUTE_BEHIND)
    return _MUTE if mute else 1.0
