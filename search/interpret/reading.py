"""Joins what the words of a query ask for into a plan.

There are two readings. In the strict one, all words must match. In the relaxed one, any one of the
words that only a space joins is enough. An engine evaluates it if no article in the archive matches
the strict one.
"""

from collections.abc import Iterable
from itertools import groupby

from search.analysis import Analyzer
from search.interpret.neighbours import interpret_neighbours
from search.interpret.words import interpret_phrase, interpret_word, join
from search.query import And, Everything, Node, Not, Or
from search.syntax import ast


def interpret(tree: ast.Node | None, analyzer: Analyzer) -> tuple[Node, Node | None]:
    """Return the strict reading of a query and its relaxed one.

    The relaxed reading is None unless at least two words are joined by a space alone. An empty
    query matches everything, a query of signs nothing.
    """
    if tree is None:
        return Everything(), None
    interpreter = _Interpreter(analyzer)
    strict = interpreter.interpret(tree) or Not(Everything())
    return strict, interpreter.relax(tree) if isinstance(tree, ast.And) else None


class _Interpreter:
    """Translates syntax nodes to plan nodes. A part without any word becomes None."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def interpret(self, tree: ast.Node) -> Node | None:
        """Return the plan in which every word must match."""
        match tree:
            case ast.Word():
                return interpret_word(tree, self._analyzer)
            case ast.Phrase():
                return interpret_phrase(tree, self._analyzer)
            case ast.And(required, relaxable):
                return join(And, self._all(required + relaxable))
            case ast.Or(children):
                return join(Or, [node for node in map(self.interpret, children) if node])
            case ast.Not(child):
                node = self.interpret(child)
                return Not(node) if node else None
            case ast.Nothing():
                return None

    def relax(self, tree: ast.And) -> Node | None:
        """Return the plan in which one of the relaxable words is enough."""
        words = self._all(tree.relaxable)
        if len(words) < 2:
            return None
        return join(And, [*self._all(tree.required), Or(tuple(words))])

    def _all(self, trees: Iterable[ast.Node]) -> list[Node]:
        nodes: list[Node] = []
        for is_word, group in groupby(trees, lambda tree: isinstance(tree, ast.Word)):
            if is_word:
                words = [tree for tree in group if isinstance(tree, ast.Word)]
                nodes += [unit.node for unit in interpret_neighbours(words, self._analyzer)]
            else:
                nodes += [node for node in map(self.interpret, group) if node]
        return nodes
