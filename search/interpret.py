"""Turns the words of a query into terms: from a syntax tree to the plan that an engine evaluates.

This is the only place where the words of a query are analysed. There are two readings. In the
strict one, all words must match. In the relaxed one, any one of the words that only a space joins
is enough. An engine evaluates it if no article in the archive matches the strict one.
"""

from collections.abc import Iterable, Sequence

from search.analysis import Analyzer, Token
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term
from search.syntax import ast
from search.syntax.ast import Mode

_TWO_EDITS_LENGTH = 8
"""A fuzzy word with at least this many letters may differ by two edits, a shorter one by one."""


def interpret(tree: ast.Node | None, analyzer: Analyzer) -> tuple[Node, Node | None]:
    """Return the strict reading of a query and its relaxed one.

    The relaxed reading is None unless at least two words are joined by a space alone. A query
    without words matches everything.
    """
    interpreter = _Interpreter(analyzer)
    strict = (interpreter.interpret(tree) if tree else None) or Everything()
    return strict, interpreter.relax(tree) if isinstance(tree, ast.And) else None


class _Interpreter:
    """Translates syntax nodes to plan nodes. A part without any word becomes None."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def interpret(self, tree: ast.Node) -> Node | None:
        """Return the plan in which every word must match."""
        match tree:
            case ast.Word(text, mode, field):
                return self._word(text, mode, field)
            case ast.Phrase(text, slop, mode, field):
                channel = Channel.FORM if mode is Mode.EXACT else Channel.STEM
                return _sequence(self._analyzer.tokenize(text), channel, field, slop)
            case ast.And(required, relaxable):
                return _join(And, self._all(required + relaxable))
            case ast.Or(children):
                return _join(Or, self._all(children))
            case ast.Not(child):
                node = self.interpret(child)
                return Not(node) if node else None

    def relax(self, tree: ast.And) -> Node | None:
        """Return the plan in which one of the relaxable words is enough."""
        words = self._all(tree.relaxable)
        if len(words) < 2:
            return None
        return _join(And, [*self._all(tree.required), Or(tuple(words))])

    def _all(self, trees: Iterable[ast.Node]) -> list[Node]:
        return [node for node in map(self.interpret, trees) if node]

    def _word(self, text: str, mode: Mode, field: str | None) -> Node | None:
        tokens = self._analyzer.tokenize(text)
        match mode:
            case Mode.STEM:
                return _sequence(tokens, Channel.STEM, field)
            case Mode.EXACT:
                return _sequence(tokens, Channel.FORM, field)
        return _expansion(tokens, mode, field)


def _sequence(
    tokens: Sequence[Token], channel: Channel, field: str | None, slop: int | None = None
) -> Node | None:
    """Return a term, or a phrase of the terms if there are several.

    Names of outlets are not stemmed, so in that field every word is meant exactly.
    """
    channel = Channel.FORM if field == "outlet" else channel
    terms = _merge_repeated(
        [token.stem if channel is Channel.STEM else token.form for token in tokens])
    if len(terms) < 2:
        return Term(terms[0], channel, field) if terms else None
    return Phrase(terms, slop, channel, field)


def _merge_repeated(terms: Sequence[str]) -> tuple[str, ...]:
    """Merge equal neighbours, except numbers: a reduplication is indexed at one position."""
    merged = [
        term for before, term in zip([None, *terms], terms)
        if term != before or not term.isalpha()
    ]
    return tuple(merged)


def _expansion(tokens: Sequence[Token], mode: Mode, field: str | None) -> Node | None:
    """Return a node in which the last word stands for all similar forms.

    Words that a hyphen joins before it are exact; or the whole is one form.
    """
    if not tokens:
        return None
    last = _similar(tokens[-1].form, mode, field)
    if len(tokens) == 1:
        return last
    before = [Term(token.form, Channel.FORM, field) for token in tokens[:-1]]
    whole = _similar("-".join(token.form for token in tokens), mode, field)
    return Or((whole, And((*before, last))))


def _similar(form: str, mode: Mode, field: str | None) -> Node:
    if mode is Mode.PREFIX:
        return Prefix(form, field)
    return Fuzzy(form, 2 if len(form) >= _TWO_EDITS_LENGTH else 1, field)


def _join(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node | None:
    """Join nodes by And or Or where there are several."""
    return kind(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None
