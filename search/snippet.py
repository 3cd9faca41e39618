"""Plain text and the places in it that matched. No HTML here."""

from typing import NamedTuple

Span = tuple[int, int]
"""[start, end) in code points."""


class Snippet(NamedTuple):
    """A piece of plain text. `spans` are its matches, in order and without overlaps.

    A named tuple, not a dataclass: every search makes dozens.
    """

    text: str
    spans: tuple[Span, ...] = ()

    def list_matches(self) -> list[str]:
        """Return the words that matched.

        >>> Snippet("perundingan enam pihak", ((12, 16),)).list_matches()
        ['enam']
        """
        return [self.text[start:end] for start, end in self.spans]
