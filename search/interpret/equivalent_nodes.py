"""What the other writings of the words of a query ask for, in addition to the words."""

from collections.abc import Iterator, Sequence

from search.analysis import Analyzer, Token, list_words
from search.interpret import scoring
from search.interpret.equivalents import (
    Equivalents,
    OtherWritings,
    Writing,
    describe,
    is_shouted,
    iterate_phrases,
)
from search.interpret.neighbours import Unit
from search.page import Equivalent
from search.query import Boost, Channel, Node, Or, Phrase, Term, Weighted
from search.syntax import ast
from search.syntax.ast import Mode

MAX_WRITINGS = 32
"""Other writings that a query is looked for as. Long forms compare positions, as phrases do."""


class EquivalentNodes:
    """Adds other writings to the nodes of one query; `found` is what there is to say of them."""

    def __init__(self, table: Equivalents, analyzer: Analyzer, tree: ast.Node) -> None:
        self._table, self._analyzer = table, analyzer
        self._found: dict[Equivalent, None] = {}
        self._shouted = self._is_shouted(tree)
        self._room = MAX_WRITINGS

    @property
    def found(self) -> tuple[Equivalent, ...]:
        return tuple(self._found)

    def add_to_units(self, units: Sequence[Unit]) -> list[Unit]:
        """Return the units with what their words are also written as.

        Each word of a long form has its acronym as an alternative: an article with the acronym has
        all these words.
        """
        nodes = [unit.node for unit in units]
        for start, words in self._iterate_runs(units):
            field = units[start].words[0].field
            typed = [unit.words[0].text for unit in units[start:start + len(words)]]
            for match in self._find(words, typed):
                for nth in range(start + match.start, start + match.end):
                    nodes[nth] = _add(nodes[nth], match, field)
        for nth, unit in enumerate(units):
            word = unit.words[0]
            if not word.text.isalnum() and len(unit.words) == 1 and word.mode is Mode.STEM:
                nodes[nth] = self._add_joined(nodes[nth], word.text, word.field)
        return [unit._replace(node=node) for unit, node in zip(units, nodes)]

    def add_to_phrase(self, node: Node | None, phrase: ast.Phrase) -> Node | None:
        """Return the node of a phrase with what its words are also written as, in their places."""
        if node is None or phrase.mode is Mode.EXACT:
            return node
        return self._add_joined(node, phrase.text, phrase.field, phrase.slop, single=True)

    def _add_joined(
        self, node: Node, text: str, field: str | None, slop: int | None = None,
        single: bool = False,
    ) -> Node:
        """Return the node of words side by side with the phrases that they are also written as."""
        tokens = self._analyzer.tokenize(text)
        words = list_words(tokens)
        if field == "outlet" or len(words) < (1 if single else 2) or _has_gap(words):
            return node
        typed = [text[word.start:word.end] for word in words]
        matches = self._find(words, typed)
        if not matches and (whole := _find_whole(tokens, words)):
            matches = self._find([whole], [text])
            return _add(node, matches[0], field, single=True) if matches else node
        if len(matches) == 1 and matches[0].end - matches[0].start == len(words):
            return _add(node, matches[0], field, single=True)
        phrases = [_join(stems, slop, field) for stems in iterate_phrases(words, matches)]
        others = [Weighted(scoring.EQUIVALENT, phrase) for phrase in dict.fromkeys(phrases)]
        return _join_other(node, others)

    def _find(self, words: Sequence[Token], typed: Sequence[str]) -> list[OtherWritings]:
        """Return the matches for which there is room, and remember what there is to say of them."""
        matches = []
        for match in self._table.find(words, typed, self._shouted):
            if len(match.writings) <= self._room:
                self._room -= len(match.writings)
                self._found |= dict.fromkeys(describe(match, typed))
                matches.append(match)
        return matches

    def _iterate_runs(self, units: Sequence[Unit]) -> Iterator[tuple[int, list[Token]]]:
        """Yield where plain words of one field stand side by side, and these."""
        run: list[Token] = []
        for nth, unit in enumerate(units):
            token = self._find_token(unit)
            if run and (not token or unit.words[0].field != units[nth - 1].words[0].field):
                yield nth - len(run), run
                run = []
            run += [token] if token else []
        if run:
            yield len(units) - len(run), run

    def _find_token(self, unit: Unit) -> Token | None:
        """Return the only token of a unit that is a plain word."""
        word = unit.words[0]
        if len(unit.words) > 1 or word.mode is not Mode.STEM or word.field == "outlet":
            return None
        words = list_words(self._analyzer.tokenize(word.text))
        return words[0] if len(words) == 1 else None

    def _is_shouted(self, tree: ast.Node) -> bool:
        texts = [text for leaf in _iterate_texts(tree) for text in leaf.split()
                 if text.upper() not in ast.OPERATORS]
        if not "".join(texts).isupper():
            return False
        words = [self._analyzer.tokenize(text)[:1] for text in texts]
        return is_shouted(texts, [
            any(map(self._table.is_short, tokens)) for tokens in words])


def _iterate_texts(tree: ast.Node) -> Iterator[str]:
    """Yield the texts of all words and phrases."""
    match tree:
        case ast.Word(text) | ast.Phrase(text):
            yield text
        case ast.And(required, relaxable):
            for child in required + relaxable:
                yield from _iterate_texts(child)
        case ast.Or(children):
            for child in children:
                yield from _iterate_texts(child)
        case ast.Not(child):
            yield from _iterate_texts(child)


def _add(node: Node, match: OtherWritings, field: str | None, single: bool = False) -> Node:
    """Return the node of a word of a match, or of all, with what they are also written as."""
    share = scoring.EQUIVALENT / (1 if single else match.end - match.start)
    applied = dict.fromkeys(
        _ask(writing, field) for writing in match.writings if writing.is_applied)
    offered = dict.fromkeys(
        _ask(writing, field) for writing in match.writings if not writing.is_applied)
    if applied:
        return _join_other(node, [Weighted(share, each) for each in applied])
    return Boost(node, tuple((scoring.OFFERED, each) for each in offered)) if offered else node


def _join_other(node: Node, others: Sequence[Weighted]) -> Node:
    """Return a node that finds what a node does, and what others do."""
    alternatives = node.children if isinstance(node, Or) else (node,)
    return Or((*alternatives, *others)) if others else node


def _ask(writing: Writing, field: str | None) -> Term | Phrase:
    """Return what finds a writing. Names are not inflected, so a long one is its forms."""
    if len(writing.forms) > 1:
        return Phrase(writing.forms, channel=Channel.FORM, field=field)
    if writing.stems == writing.forms:
        return Term(writing.stems[0], field=field)
    return Term(writing.forms[0], Channel.FORM, field)


def _join(stems: tuple[str, ...], slop: int | None, field: str | None) -> Term | Phrase:
    return Term(stems[0], field=field) if len(stems) == 1 else Phrase(stems, slop, field=field)


def _find_whole(tokens: Sequence[Token], words: Sequence[Token]) -> Token | None:
    """Return all of several words together, sby of S.B.Y., if points or hyphens join them."""
    span = words[0].start, words[-1].end
    together = (token for token in tokens if (token.start, token.end) == span)
    return next(together, None) if len(words) > 1 else None


def _has_gap(words: Sequence[Token]) -> bool:
    """Return whether a paragraph ends between two words."""
    return any(other.position > one.position + 1 for one, other in zip(words, words[1:]))
