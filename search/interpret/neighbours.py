"""What words that only a space joins ask for together: kerja sama, Rp 1 triliun, 17 Mei 1998."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analysis import Analyzer, Token
from search.interpret import quantities, spellings
from search.interpret.words import interpret_word, join
from search.query import Node, Or, Phrase, Term
from search.syntax import ast
from search.syntax.ast import Mode

_MOST_WORDS = 4
"""Words of the longest quantity: No 30 Tahun 2002."""


class Unit(NamedTuple):
    """Neighbouring words that ask for one thing, and what that is."""

    words: tuple[ast.Word, ...]
    node: Node


def interpret_neighbours(words: Sequence[ast.Word], analyzer: Analyzer) -> list[Unit]:
    """Return the units of words that only a space joins, in order, without those of no word.

    Words that may also be written together are units of their own: an article that has them
    written together has both.
    """
    units: list[Unit] = []
    begin = place = 0  # where the words begin that may be joined, and the word that comes next
    while place < len(words):
        unit = _find_quantity(words[place:], analyzer) or _find_initials(words[place:], analyzer)
        if unit:
            begin = place = place + len(unit.words)
        else:
            unit = _interpret_one(words[begin:], place - begin, analyzer)
            place += 1
        units += [unit] if unit else []
    return units


def _find_quantity(words: Sequence[ast.Word], analyzer: Analyzer) -> Unit | None:
    """Return the longest quantity that the words begin with."""
    for count in range(min(_MOST_WORDS, len(words)), 1, -1):
        first = tuple(words[:count])
        if not all(map(_is_plain, first)):
            continue
        texts = " ".join(word.text for word in first)
        if not any(char.isdigit() for char in texts):
            return None
        node = quantities.interpret_words(analyzer.tokenize(texts), analyzer)
        if node:
            return Unit(first, node)
    return None


def _find_initials(words: Sequence[ast.Word], analyzer: Analyzer) -> Unit | None:
    """Return the initials that the words begin with, each with its point: B. J. of a name."""
    count = 0
    while count < len(words) and _is_initial(words[count]):
        count += 1
    if count < 2:
        return None
    letters = tuple(word.text[0].lower() for word in words[:count])
    node = Or((Term("".join(letters)), Phrase(letters)))
    return Unit(tuple(words[:count]), node)


def _interpret_one(words: Sequence[ast.Word], place: int, analyzer: Analyzer) -> Unit | None:
    """Return one word, or what it is written as together with its neighbours."""
    word = words[place]
    node = interpret_word(word, analyzer)
    if node is None:
        return None
    together = list(_list_together(words[max(place - 1, 0):place + 2], analyzer))
    terms = [Term(stem) for stem in dict.fromkeys(together)]
    joined = join(Or, [node, *(term for term in terms if term != node)])
    return Unit((word,), joined or node)


def _list_together(words: Sequence[ast.Word], analyzer: Analyzer) -> Iterator[str]:
    """Yield the stems of each two of the words written together."""
    for one, other in zip(words, words[1:]):
        first, second = _find_token(one, analyzer), _find_token(other, analyzer)
        if first and second:
            yield from spellings.join_neighbours(first, second, analyzer)


def _find_token(word: ast.Word, analyzer: Analyzer) -> Token | None:
    """Return the only token of a plain word, None if it has several."""
    tokens = analyzer.tokenize(word.text) if _is_plain(word) else []
    return tokens[0] if len(tokens) == 1 else None


def _is_initial(word: ast.Word) -> bool:
    return _is_plain(word) and len(word.text) == 2 and word.text[0].isalpha() and (
        word.text[1] == "." and word.text.isascii())


def _is_plain(word: ast.Word) -> bool:
    return word.mode is Mode.STEM and word.field is None
