"""Clean articles: the text itself, and beside it all that stood around it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A line that speaks about the article and not in it.

    Kinds: date, editor, code, credit, copyright, byline, site, caption, source.
    """

    kind: str
    text: str
