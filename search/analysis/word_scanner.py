"""Finds the words of a text, before anything is known about them."""

import re
from collections.abc import Iterator, Sequence

from search.analysis.folding import APOSTROPHES, HYPHENS, JOINERS, MARKS, MAX_TERM, fold
from search.analysis.numbers import read_date, split_amount

_LETTERS = r"[^\W_]+"
_JOINED = rf"[{MARKS}{JOINERS}]*[{APOSTROPHES}]?{_LETTERS}"
_PART = rf"{_LETTERS}(?:{_JOINED}|[{MARKS}]+)*"
_WITHIN_NUMBER = r"(?<=[0-9])[.,/](?=[0-9])"
_WITHIN_INITIALS = (
    r"(?<=[A-Za-z])(?<![^\W_]{2})\.(?:(?=[A-Za-z](?![^\W_]))|[ ](?=[A-Za-z](?:\.|\Z)))")
_JOINT = rf"(?:[{HYPHENS}]|{_WITHIN_NUMBER}|{_WITHIN_INITIALS})"
_PERCENT_SIGN = r"(?<=[0-9])[ ]?%"
_WORD = re.compile(rf"{_PART}(?:{_JOINT}{_PART})*(?:{_PERCENT_SIGN})?|\n\n+")
_PARTS = re.compile(_PART)
_UNHYPHENED = re.compile(rf"[^{HYPHENS}]+")
_INITIALS = re.compile(r"[A-Za-z](?:\. ?[A-Za-z])+")

MAX_JOINED = 4
"""Parts of a word that are indexed together as well."""

WordPart = tuple[str, int, int]
"""A folded form and its place: text[start:end]."""


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Yield each word of the text as it is written; blank lines too, since they end paragraphs.

    A word has its hyphens, the separators between digits, the percent sign behind them, and the
    points between initials. Linear in the length of the text.

    >>> [word.group() for word in find_words("Kim-Putin, Jum'at -- 25/4 Rp1.000 5%, B. J. Habibie")]
    ['Kim-Putin', "Jum'at", '25/4', 'Rp1.000', '5%', 'B. J', 'Habibie']
    """
    return _WORD.finditer(text)


def split_parts(word: str) -> list[WordPart]:
    """Split a word at its hyphens, and amounts from their currency, and fold each part.

    Most words are a single part.

    >>> split_parts("Kim-Putin"), split_parts("Rp1.500-an")
    ([('kim', 0, 3), ('putin', 4, 9)], [('rp', 0, 2), ('1500', 2, 7), ('an', 8, 10)])
    """
    parts: list[WordPart] = []
    for piece in _UNHYPHENED.finditer(word):
        text, begin = piece.group(), piece.start()
        if text.isascii() and text.isalpha():  # as most are
            parts.append((fold(text), begin, piece.end()))
            continue
        found = split_amount(text) or [
            (fold(part.group()), *part.span()) for part in _PARTS.finditer(text)]
        parts += [(form, begin + start, begin + end) for form, start, end in found if form]
    return parts


def join_parts(word: str, parts: Sequence[WordPart]) -> str | None:
    """Return what the parts of a word are written together; None if they are not.

    That is 1945-08-17 for a date in digits. Figures side by side, 3-0, are no other figure.

    >>> [join_parts(word, split_parts(word)) for word in ("U-23", "B.J", "17/8/1945", "3-0")]
    ['u23', 'bj', '1945-08-17', None]
    """
    if len(parts) < 2:
        return None
    if word[0].isdigit() and (found := read_date(word)):
        return found
    joined = "".join(form for form, _, _ in parts)
    is_joint = _INITIALS.fullmatch(word) or len(_UNHYPHENED.findall(word)) == len(parts)
    may_join = len(parts) <= MAX_JOINED and is_joint and joined.isalnum()
    return joined if may_join and not joined.isdigit() and len(joined) <= MAX_TERM else None
