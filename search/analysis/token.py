"""A word of a text, as the index knows it."""

from collections.abc import Sequence
from typing import NamedTuple

PARAGRAPH_GAP = 32
"""How many positions the first word of a paragraph stands behind the last one of that before."""


class Token(NamedTuple):
    """A word at a `position`, written in text[start:end].

    The next word has the next position, or one PARAGRAPH_GAP further on in a new paragraph. What
    several words are written together, as U23 is for U-23, follows the first of them and has its
    position. `form` is the folded surface form. Offsets count code points. A named tuple rather
    than a dataclass: a bulk load creates tens of millions of them.
    """

    stem: str
    form: str
    start: int
    end: int
    position: int


Entry = tuple[str, str, int, int, int]
"""Stem, form, the start and end within the word or chunk, and the step.

The step is how many positions it stands behind the entry before it: 1, or 0 for what shares its
position. A break between paragraphs is an entry without a term whose step is PARAGRAPH_GAP; the
word behind it takes that step.
"""


def list_words(tokens: Sequence[Token]) -> list[Token]:
    """Return the words among tokens, without what several of them are written together."""
    if len(tokens) < 2:
        return list(tokens)
    return [token for before, token in zip([None, *tokens], tokens)
            if before is None or before.position < token.position]
