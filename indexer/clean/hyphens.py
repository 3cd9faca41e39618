"""Hyphens at the end of a line: is a word torn there, or written with one?"""

import re
from functools import cached_property

_LAST = re.compile(r"(?:^|[\s(\"“‘'-])([A-Za-z]?[a-z]+)-$")
_FIRST = re.compile(r"[a-z]+")
_PREFIXES = frozenset("""
    be ber di ke me mem memper men meng menge meny pe pem pen peng penge peny per se te ter
""".split())
"""What is no word of its own, and is written without a hyphen before a small letter."""
_SUFFIXES = frozenset("an annya kah kan kannya lah nya".split())
"""What is no word of its own either."""


_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Known:
    """The words of a text, which tell of torn ones how they are written."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORDS.findall(self._text.lower()))

    def whole(self, first: str, second: str) -> bool:
        """Whether two pieces stand elsewhere as one word, and nowhere with a hyphen."""
        return first + second in self._words and f"{first}-{second}" not in self._words


def between(last: str, text: str, known: Known) -> str | None:
    """What belongs between a line that ends in a hyphen and the next, if the two are one word.

    >>> other = Known("Jalan itu panjang.")
    >>> between("Mereka ber-", "unding lagi.", other), between("Para anak-", "anak itu", other)
    ('', '-')
    >>> between("Persib -julukan Maung-", "kalah", other), between("sama RI-", "jepang", other)
    (None, None)
    >>> between("Antrean yang pan-", "jang itu", other), between("Batas ru-", "sak", other)
    ('', None)
    """
    before, after = _LAST.search(last[-40:]), _FIRST.match(text)
    if not before or not after:
        return None
    first, second = before[1].lower(), after[0]
    if _doubled(first, second):
        return "-"
    torn = first in _PREFIXES and len(second) > 2 or second in _SUFFIXES and len(first) > 2
    return "" if torn or known.whole(first, second) else None


def _doubled(first: str, second: str) -> bool:
    """Whether a word is said twice: anak-anak, kemerah-merahan, sayur-mayur."""
    if len(first) < 3 or len(second) < 3:
        return False
    shared = range(4, len(second) + 1)
    return (
        second.startswith(first) or any(first.endswith(second[:length]) for length in shared)
        or first[-3:] == second[:len(first)][-3:] and len(first) <= len(second)
    )
