"""Finds the words of a text, before anything is known about them."""

import re
from collections.abc import Iterator

from search.analysis.folding import APOSTROPHES, HYPHENS, JOINERS, MARKS, fold

_LETTERS = r"[^\W_]+"
_JOINED = rf"[{MARKS}{JOINERS}]*[{APOSTROPHES}]?{_LETTERS}"
_PART = rf"{_LETTERS}(?:{_JOINED}|[{MARKS}]+)*"
_WORD = re.compile(rf"{_PART}(?:[{HYPHENS}]{_PART})*")
_PARTS = re.compile(_PART)

WordPart = tuple[str, int, int]
"""A folded form and its place: text[start:end]."""


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Yield each word of the text, with its hyphens. Linear in the length of the text.

    >>> [word.group() for word in find_words("Kim-Putin, Jum'at -- 25/4")]
    ['Kim-Putin', "Jum'at", '25', '4']
    """
    return _WORD.finditer(text)


def split_parts(word: str) -> list[WordPart]:
    """Split a word at its hyphens and fold each part; most words are a single part.

    >>> split_parts("Kim-Putin")
    [('kim', 0, 3), ('putin', 4, 9)]
    """
    parts = [(fold(part.group()), *part.span()) for part in _PARTS.finditer(word)]
    return [part for part in parts if part[0]]
