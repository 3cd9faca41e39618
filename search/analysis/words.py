"""Where the words of a text stand, before anything is known about them."""

import re
from collections.abc import Iterator

from search.analysis.folding import APOSTROPHES, HYPHENS, JOINERS, MARKS, fold

_LETTERS = r"[^\W_]+"
_JOINED = rf"[{MARKS}{JOINERS}]*[{APOSTROPHES}]?{_LETTERS}"
_PART = rf"{_LETTERS}(?:{_JOINED}|[{MARKS}]+)*"
_WORD = re.compile(rf"{_PART}(?:[{HYPHENS}]{_PART})*")
_PARTS = re.compile(_PART)

Part = tuple[str, int, int]
"""A folded form and where it stands: text[start:end]."""


def words(text: str) -> Iterator[re.Match[str]]:
    """Each word of the text; hyphens stay inside. Linear in the length of the text.

    >>> [word.group() for word in words("Kim-Putin, Jum'at -- 25/4")]
    ['Kim-Putin', "Jum'at", '25', '4']
    """
    return _WORD.finditer(text)


def parts(word: str) -> list[Part]:
    """The hyphen-joined parts of a word, most often one.

    >>> parts("Kim-Putin")
    [('kim', 0, 3), ('putin', 4, 9)]
    """
    found = [(fold(part.group()), *part.span()) for part in _PARTS.finditer(word)]
    return [part for part in found if part[0]]
