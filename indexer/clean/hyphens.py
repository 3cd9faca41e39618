"""Hyphens at the end of a line: of a word that is torn there, or of one written with a hyphen."""

import re
from functools import cached_property

_LAST_PIECE = re.compile(r"(?:^|[\s(\"“‘'-])([A-Za-z]?[a-z]+)-$")
_FIRST_PIECE = re.compile(r"[a-z]+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PREFIXES = frozenset("""
    be ber di ke me mem memper men meng menge meny pe pem pen peng penge peny per se te ter
""".split())
"""Prefixes that are no words, and are written without a hyphen before a small letter."""

_SUFFIXES = frozenset("an annya kah kan kannya lah nya".split())
"""Suffixes that are no words."""


class TextWords:
    """The words of a text, which show how words that were torn are written."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._text.lower()))

    def has_whole(self, first: str, second: str) -> bool:
        """Return whether two pieces stand elsewhere as one word, and nowhere with a hyphen."""
        return first + second in self._words and f"{first}-{second}" not in self._words


def choose_joint(last: str, text: str, words: TextWords) -> str | None:
    """Return what joins a line that ends in a hyphen to the next: "", "-", or None if nothing.

    >>> other = TextWords("Jalan itu panjang.")
    >>> choose_joint("Mereka ber-", "unding lagi.", other)
    ''
    >>> choose_joint("Para anak-", "anak itu", other)
    '-'
    >>> choose_joint("Persib -julukan Maung-", "kalah", other)
    >>> choose_joint("sama RI-", "jepang", other)
    >>> choose_joint("Antrean yang pan-", "jang itu", other)
    ''
    >>> choose_joint("Batas ru-", "sak", other)
    """
    before, after = _LAST_PIECE.search(last[-40:]), _FIRST_PIECE.match(text)
    if not before or not after:
        return None
    first, second = before[1].lower(), after[0]
    if _is_reduplication(first, second):
        return "-"
    is_torn = first in _PREFIXES and len(second) > 2 or second in _SUFFIXES and len(first) > 2
    return "" if is_torn or words.has_whole(first, second) else None


def _is_reduplication(first: str, second: str) -> bool:
    """Return whether a word is said twice: anak-anak, kemerah-merahan, sayur-mayur."""
    if len(first) < 3 or len(second) < 3:
        return False
    shared = range(4, len(second) + 1)
    return (
        second.startswith(first) or any(first.endswith(second[:length]) for length in shared)
        or first[-3:] == second[:len(first)][-3:] and len(first) <= len(second)
    )
