"""One word of a text, as the index knows it."""

from typing import NamedTuple


class Token(NamedTuple):
    """A word at `position` (0, 1, 2, … without gaps), written in text[start:end].

    `term` is its stem; `form` its folded surface form. Offsets count code points.
    A named tuple, not a dataclass: a bulk load makes tens of millions of them.
    """

    term: str
    form: str
    start: int
    end: int
    position: int


Entry = tuple[str, str, int, int]
"""Term, form, start and end within the word."""
