"""Folding gives all spellings of a word that readers type alike one form."""

import re
import unicodedata

HYPHENS = "-\u2010\u2011"
APOSTROPHES = "'’ʼ‘`"
JOINERS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""The soft hyphen and zero-width characters, which mean nothing inside a word."""

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Combining marks, as ranges of a character class."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that NFKD does not decompose although readers type them without the accent."""

_APOSTROPHES = str.maketrans("", "", APOSTROPHES)

_KEPT = re.compile(r"(?<=\d)([⁰¹²³⁴-⁹₀-₉]+)|([¼½¾⅐-⅞↉]+)")
"""Raised and lowered digits behind a digit, and fractions: 10² is not 102, nor 2½ 212."""

MAX_TERM = 100
"""Characters of a term; longer words are cut. Nobody types them, and terms need a bound."""


def fold(word: str) -> str:
    """Return the word in lower case, without accents, apostrophes and invisible characters.

    Only letters, digits and plain hyphens remain, so a term never contains a space.

    >>> fold("Jum’at"), fold("São"), fold("ＰＢＢ"), fold("KPU‑nya"), fold("m²"), fold("10²")
    ('jumat', 'sao', 'pbb', 'kpu-nya', 'm2', '10²')
    """
    if word.isascii() and word.isalnum():
        return word.lower()[:MAX_TERM]
    for hyphen in HYPHENS[1:]:
        word = word.replace(hyphen, "-")
    pieces = _KEPT.split(word.translate(_APOSTROPHES))
    pieces[::3] = [unicodedata.normalize("NFKD", piece) for piece in pieces[::3]]
    plain = "".join(piece or "" for piece in pieces).casefold()
    kept = (char for char in plain.translate(_LETTERS) if char.isalnum() or char == "-")
    return "".join(kept)[:MAX_TERM]
