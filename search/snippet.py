"""Plain text and the places in it that matched. No HTML here."""

from dataclasses import dataclass

Span = tuple[int, int]
"""[start, end) in code points."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of plain text. `spans` are its matches, in order and without overlaps."""

    text: str
    spans: tuple[Span, ...] = ()

    def list_matches(self) -> list[str]:
        """Return the words that matched.

        >>> Snippet("perundingan enam pihak", ((12, 16),)).list_matches()
        ['enam']
        """
        return [self.text[start:end] for start, end in self.spans]
