"""The one place where words become terms: what a typed query asks of the index.

All, else any: words joined only by a space must all match; the second reading, in which
any of them may, serves where no article in the whole archive has them all.
"""

from search.analysis import Analyzer, Token
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term
from search.syntax import All, Either, Form, Quoted, Tree, Without, Word

_LONG = 8
"""From this many letters on, a fuzzy word may differ by two edits."""


def interpret(tree: Tree | None, analyzer: Analyzer) -> tuple[Node, Node | None]:
    """The strict reading of the words, and the loose one where there is any to be had.

    The loose reading is None unless the query joins two words or more by spaces alone.
    """
    reader = _Reader(analyzer)
    strict = (reader.node(tree) if tree else None) or Everything()
    return strict, reader.loose(tree) if isinstance(tree, All) else None


class _Reader:
    """Reads a tree of words; None stands for words in which there is nothing to find."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def node(self, tree: Tree) -> Node | None:
        match tree:
            case Word(text, form, field):
                return self._word(text, form, field)
            case Quoted(text, slop, form, field):
                channel = Channel.FORM if form is Form.EXACT else Channel.STEM
                return _near(self._analyzer.tokens(text), channel, field, slop)
            case All(required, loose):
                return _both(self._nodes(required + loose))
            case Either(children):
                return _either(self._nodes(children))
            case Without(child):
                found = self.node(child)
                return Not(found) if found else None

    def loose(self, tree: All) -> Node | None:
        words = self._nodes(tree.loose)
        if len(words) < 2:
            return None
        return _both([*self._nodes(tree.required), Or(tuple(words))])

    def _nodes(self, trees: tuple[Tree, ...]) -> list[Node]:
        return [node for node in map(self.node, trees) if node]

    def _word(self, text: str, form: Form, field: str | None) -> Node | None:
        tokens = self._analyzer.tokens(text)
        match form:
            case Form.STEM:
                return _near(tokens, Channel.STEM, field)
            case Form.EXACT:
                return _near(tokens, Channel.FORM, field)
        return _expanded(tokens, form, field)


def _near(
    tokens: list[Token], channel: Channel, field: str | None, slop: int | None = None
) -> Node | None:
    """The words next to each other: one term, or a phrase of them.

    An outlet's name is not stemmed, so there every word is meant as it is written.
    """
    channel = Channel.FORM if field == "outlet" else channel
    terms = _joined([token.term if channel is Channel.STEM else token.form for token in tokens])
    if len(terms) < 2:
        return Term(terms[0], channel, field) if terms else None
    return Phrase(terms, slop, channel, field)


def _joined(terms: list[str]) -> tuple[str, ...]:
    """Equal neighbours are one: a reduplication stands at one position. Not so numbers."""
    kept = [
        term for before, term in zip([None, *terms], terms)
        if term != before or not term.isalpha()
    ]
    return tuple(kept)


def _expanded(tokens: list[Token], form: Form, field: str | None) -> Node | None:
    """The last word stands for every form like it; words hyphened before it are exact."""
    if not tokens:
        return None
    last = _like(tokens[-1].form, form, field)
    if len(tokens) == 1:
        return last
    before = [Term(token.form, Channel.FORM, field) for token in tokens[:-1]]
    whole = _like("-".join(token.form for token in tokens), form, field)
    return Or((whole, And((*before, last))))


def _like(text: str, form: Form, field: str | None) -> Node:
    if form is Form.PREFIX:
        return Prefix(text, field)
    return Fuzzy(text, 2 if len(text) >= _LONG else 1, field)


def _both(nodes: list[Node]) -> Node | None:
    return And(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None


def _either(nodes: list[Node]) -> Node | None:
    return Or(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None
