"""What words that only a space joins ask for together: kerja sama, Rp 1 triliun, 17 Mei 1998."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from search.analysis import Analyzer, Token
from search.interpret import quantities, scoring, spellings
from search.interpret.compounds import is_compound
from search.interpret.words import interpret_word
from search.query import Boost, Node, Or, Phrase, Term, Weighted
from search.syntax import ast
from search.syntax.ast import Mode

_MOST_WORDS = 4
"""Words of the longest quantity: No 30 Tahun 2002."""

_DOLLAR = "$"
"""What stands before an amount in dollars, and in news for nothing else: $1 juta."""

_ORDINAL = "ke"
"""What makes a number an ordinal, with a hyphen or without."""

_MOST_JOINED = 6
"""Words side by side that are tried together two by two; more are a question, or a sentence."""


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
    plain: list[ast.Word] = []
    place = 0
    while place < len(words):
        rest = words[place:place + _MOST_WORDS]
        unit = (_find_quantity(rest, analyzer) or _find_ordinal(rest, analyzer)
                or _find_initials(rest, analyzer))
        if unit:
            units += [*_interpret_each(plain, analyzer), unit]
            plain = []
        else:
            plain.append(words[place])
        place += len(unit.words) if unit else 1
    return units + _interpret_each(plain, analyzer)


def list_compounds(units: Sequence[Unit], analyzer: Analyzer) -> list[Node]:
    """Return what the compounds among units ask for: their words side by side, or a stand-in.

    A stand-in is an alternative that both words share: the compound as one word, or an acronym
    whose long form has it.
    """
    found: list[Node] = []
    tokens = [_find_only_token(unit, analyzer) for unit in units]
    for (one, first), (other, second) in pairwise(zip(units, tokens)):
        if first and second and is_compound(first, second, analyzer):
            others = set(_list_alternatives(other.node))
            shared = [each for each in _list_alternatives(one.node) if each in others]
            apart = Phrase((first.stem, second.stem), field=one.words[0].field)
            found.append(Or((apart, *shared)))
    return found


def _find_only_token(unit: Unit, analyzer: Analyzer) -> Token | None:
    """Return the token of a unit of one plain word."""
    return _find_token(unit.words[0], analyzer) if len(unit.words) == 1 else None


def _list_alternatives(node: Node) -> Iterator[Node]:
    """Yield the nodes any of which finds what a node does."""
    match node:
        case Or(children):
            for child in children:
                yield from _list_alternatives(child)
        case Boost(child):
            yield from _list_alternatives(child)
        case _:
            yield node


def _find_quantity(words: Sequence[ast.Word], analyzer: Analyzer) -> Unit | None:
    """Return the longest quantity that the words begin with."""
    if not any(map(str.isdigit, "".join([word.text for word in words]))):
        return None
    for count in range(len(words), 1, -1):
        first = tuple(words[:count])
        if not _are_plain(first):
            continue
        text, field = " ".join(word.text for word in first), first[0].field
        node = quantities.interpret_words(analyzer.tokenize(text), field, analyzer)
        if node and text.startswith(_DOLLAR):
            in_dollars = analyzer.tokenize(f"US{text}")
            better = quantities.interpret_words(in_dollars, field, analyzer)
            node = scoring.prefer(node, scoring.DOLLARS, better)
        if node:
            return Unit(first, node)
    return None


def _find_ordinal(words: Sequence[ast.Word], analyzer: Analyzer) -> Unit | None:
    """Return the ordinal that the words begin with, ke 17 for ke-17, if it is no other quantity."""
    first = tuple(words[:2])
    if not (_are_plain(first) and first[0].text.lower() == _ORDINAL and first[1:]
            and first[1].text.isdecimal()) or _find_quantity(words[1:], analyzer):
        return None
    node = interpret_word(replace(first[0], text=f"{_ORDINAL}-{first[1].text}"), analyzer)
    return Unit(first, node) if node else None


def _find_initials(words: Sequence[ast.Word], analyzer: Analyzer) -> Unit | None:
    """Return the initials that the words begin with, each with its point: B. J. of a name."""
    count = 0
    while count < len(words) and _is_initial(words[count]) and _are_plain(words[:count + 1]):
        count += 1
    if count < 2:
        return None
    letters = tuple(word.text[0].lower() for word in words[:count])
    field = words[0].field
    node = Or((Term("".join(letters), field=field), Phrase(letters, field=field)))
    return Unit(tuple(words[:count]), node)


def _interpret_each(words: Sequence[ast.Word], analyzer: Analyzer) -> list[Unit]:
    """Return each word, or what it is written as together with the one before or behind it."""
    tokens = [_find_token(word, analyzer) for word in words if len(words) <= _MOST_JOINED]
    together = [
        spellings.join_neighbours(one, other, analyzer)
        if one and other and words[nth].field == words[nth + 1].field else []
        for nth, (one, other) in enumerate(zip(tokens, tokens[1:]))]
    together += [[]] * (len(words) - len(together))
    units = []
    for word, before, behind in zip(words, [[], *together], together):
        node = interpret_word(word, analyzer)
        if node:
            joined = [Weighted(scoring.JOINED, Term(stem, field=word.field))
                      for stem in dict.fromkeys([*before, *behind])]
            units.append(Unit((word,), Or((node, *joined)) if joined else node))
    return units


def _find_token(word: ast.Word, analyzer: Analyzer) -> Token | None:
    """Return the only token of a plain word, None if it has several."""
    tokens = analyzer.tokenize(word.text) if _are_plain([word]) else []
    return tokens[0] if len(tokens) == 1 else None


def _is_initial(word: ast.Word) -> bool:
    text = word.text
    return len(text) == 2 and text.isascii() and text[0].isalpha() and text[1] == "."


def _are_plain(words: Sequence[ast.Word]) -> bool:
    """Return whether words are meant in any form, and in one field."""
    fields = {word.field for word in words}
    return len(fields) == 1 and fields.isdisjoint({"outlet"}) and (
        all(word.mode is Mode.STEM for word in words))
