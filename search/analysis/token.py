"""A word of a text, as the index knows it."""

from typing import NamedTuple


class Token(NamedTuple):
    """A word at `position` (0, 1, 2, … without gaps), written in text[start:end].

    `form` is the folded surface form. Offsets count code points. A named tuple rather than a
    dataclass: a bulk load creates tens of millions of them.
    """

    stem: str
    form: str
    start: int
    end: int
    position: int


Entry = tuple[str, str, int, int]
"""Stem, form, and the start and end within the word or chunk."""
