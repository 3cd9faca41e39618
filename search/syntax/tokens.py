"""The tokens of a query."""

from dataclasses import dataclass

from search.syntax.ast import Condition, Phrase, Word


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A part of a query.

    `kind` is word, open, close, and, or, not, or plus; a phrase or condition is a word too. An
    operator that is written as a word keeps in `leaf` the word that it is if it operates on
    nothing. `position` counts code points; `text` is what was typed there; `field` is that of a
    word or group.
    """

    kind: str
    position: int
    leaf: Word | Phrase | None = None
    field: str | None = None
    text: str = ""
    condition: Condition | None = None
