"""Tells a headline in capitals from a query in capitals.

In both, DAN, ATAU and BUKAN are in capitals. In the query they are operators, as in `KPK BUKAN
DPR`. In the headline they are words, as in `PEMERINTAH DAN DPR SEPAKAT`.
"""

from collections.abc import Iterator, Sequence

from search.syntax.ast import Mode, Word
from search.syntax.tokens import Lexeme

AMBIGUOUS = frozenset({"DAN", "ATAU", "BUKAN"})
"""The operators that are also common words of Indonesian headlines."""

_LONG = 6
"""Letters of a word that is no acronym, unless it is one of those below."""

_LONG_ACRONYMS = frozenset("""
    BASARNAS BAWASLU BAKAMLA BANSOS BUMDES DENSUS GERINDRA GOLKAR HANURA INTERPOL JABODETABEK
    JAMSOSTEK KAPOLDA KAPOLRES KAPOLRI KEJAGUNG KEJARI KEJATI KOMNAS KOSTRAD KOPASSUS LEMHANNAS
    MENDAGRI MENHUB MENKES MENKEU MENKUMHAM MENSESNEG NASDEM PANGDAM PARPOL PEMILU PEMKAB PEMKOT
    PEMPROV PERINDO PERTAMINA PILKADA PILPRES POLRES POLSEK SATPOL SEMBAKO SETNEG TAPERA
    UNESCO UNICEF UNIFIL WANTIMPRES
""".split())
_LONG_BEGINNINGS = ("KEMEN", "DITJEN", "DIRJEN")

_SENTENCE_WORDS = frozenset("""
    AGAR AKAN BELUM DARI DENGAN HINGGA INI ITU KARENA KINI MASIH OLEH PADA PARA SAAT SEBAGAI
    SUDAH TAK TELAH TERHADAP TIDAK UNTUK YANG
""".split())
"""Words that headlines have and nobody combines with operators."""


def is_headline(tokens: Sequence[Lexeme]) -> bool:
    """Return whether these are the tokens of a headline in capitals.

    It has capitals only and none of the other signs of the query language. A word of a sentence
    stands in it; or a long word that is no acronym does, and two words side by side, or BUKAN
    at the beginning.
    """
    if _has_other_syntax(tokens) or not _is_all_capitals(tokens):
        return False
    texts = [token.leaf.text for token in tokens if _is_word(token) and token.leaf]
    if not _SENTENCE_WORDS.isdisjoint(texts):
        return True
    begins_with_not = bool(tokens) and tokens[0].kind == "not"
    return any(map(_is_long, texts)) and (begins_with_not or _has_neighbours(tokens))


def _has_other_syntax(tokens: Sequence[Lexeme]) -> bool:
    """Return whether a sign, a field or an operator other than the ambiguous ones is in use."""
    for token in tokens:
        if token.field or token.kind == "plus" or (token.kind == "not" and not token.leaf):
            return True
        if token.kind in ("and", "or", "not") and token.leaf and token.text not in AMBIGUOUS:
            return True
        if token.leaf and token.leaf.mode is not Mode.STEM:
            return True
    return any(_iterate_grouped_operators(tokens))


def _iterate_grouped_operators(tokens: Sequence[Lexeme]) -> Iterator[bool]:
    """Yield for each token whether it is an operator in parentheses."""
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        yield depth > 0 and token.kind in ("and", "or", "not")


def _is_all_capitals(tokens: Sequence[Lexeme]) -> bool:
    return "".join(token.leaf.text for token in tokens if token.leaf).isupper()


def _has_neighbours(tokens: Sequence[Lexeme]) -> bool:
    """Return whether two words stand side by side."""
    return any(_is_word(one) and _is_word(other) for one, other in zip(tokens, tokens[1:]))


def _is_word(token: Lexeme) -> bool:
    return token.kind == "word" and isinstance(token.leaf, Word) and (
        any(map(str.isalpha, token.leaf.text)))


def _is_long(text: str) -> bool:
    letters = "".join(filter(str.isalpha, text))
    return len(letters) >= _LONG and (
        letters not in _LONG_ACRONYMS and not letters.startswith(_LONG_BEGINNINGS))
