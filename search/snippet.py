"""Text and the places in it that matched. No HTML here."""

from dataclasses import dataclass

Span = tuple[int, int]
"""[start, end) in code points."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of plain text; `spans` are its matches, in order, never overlapping."""

    text: str
    spans: tuple[Span, ...] = ()

    def marked(self) -> list[str]:
        """The words that matched.

        >>> Snippet("perundingan enam pihak", ((12, 16),)).marked()
        ['enam']
        """
        return [self.text[start:end] for start, end in self.spans]
