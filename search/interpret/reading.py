"""Joins what the words of a query ask for into a plan: which must match, and what scores.

Only the *free* words of a query are weighed against each other: those that a space alone joins,
outside groups and fields. Everything else is required. Function and question words among the free
ones never decide what is found, unless there is nothing else; function words add to the score. The
others are content words. A query of up to three needs all of them, those of a compound side by
side; a longer one needs a third and at least two. A question needs any: its answer may say the rest
in other words. The query alone decides this, never the archive. Where no article has so many, any
one of them is enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from search.analysis import Analyzer, list_words
from search.fields import BODY
from search.interpret import scoring
from search.interpret.conditions import interpret_condition
from search.interpret.equivalent_nodes import EquivalentNodes
from search.interpret.equivalents import Equivalents
from search.interpret.function_words import (
    FUNCTION_WORDS,
    OPERATOR_WORDS,
    find_question_words,
)
from search.interpret.neighbours import Unit, interpret_neighbours, list_compounds
from search.interpret.words import interpret_phrase, interpret_run, interpret_word, join
from search.page import Equivalent
from search.query import (
    And,
    AtLeast,
    Boost,
    Channel,
    EarlyTerm,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Refinement,
    Term,
    Weighted,
)
from search.syntax import ast
from search.syntax.ast import Mode


@dataclass(frozen=True, slots=True)
class Reading:
    """How a query is read.

    `node` finds what the query finds: `needed` of its `words` content words. Where these are not
    all, `all_words` finds the articles that have all. `relaxed` finds those that have any of them;
    it is None where `node` does that already. It counts where `node` finds nothing. `refinements`
    add to the scores of the first hits. `equivalents` are what its words are also written as.
    """

    node: Node
    all_words: Node | None = None
    relaxed: Node | None = None
    refinements: tuple[tuple[float, Refinement], ...] = ()
    words: int = 0
    needed: int = 0
    equivalents: tuple[Equivalent, ...] = ()


def interpret(
    tree: ast.Node | None, analyzer: Analyzer, table: Equivalents | None = None
) -> Reading:
    """Return how a query is read. An empty one finds everything, one of signs nothing.

    Its words are also looked for as the table says that they are written, if one is given.
    """
    if tree is None:
        return Reading(Everything())
    others = EquivalentNodes(table, analyzer, tree) if table else None
    interpreter = _Interpreter(analyzer, others)
    if isinstance(tree, ast.And):
        reading = interpreter.read(tree)
    else:
        reading = Reading(interpreter.interpret(tree) or Not(Everything()))
    return replace(reading, equivalents=others.found) if others and others.found else reading


def count_needed(words: int, asks: bool) -> int:
    """Return how many of the content words of a query an article must have.

    >>> [count_needed(words, asks=False) for words in range(1, 11)]
    [1, 2, 3, 2, 2, 2, 3, 3, 3, 4]
    >>> [count_needed(words, asks=True) for words in range(5)]
    [0, 1, 1, 1, 1]
    """
    if asks:
        return min(words, 1)
    return words if words <= 3 else max((words + 2) // 3, 2)


class _Interpreter:
    """Translates syntax nodes to plan nodes. A part without any word becomes None."""

    def __init__(self, analyzer: Analyzer, others: EquivalentNodes | None) -> None:
        self._analyzer, self._others = analyzer, others

    def read(self, tree: ast.And) -> Reading:
        """Return how words are read that are joined by spaces or AND."""
        required = self._all(tree.required)
        units = self._units(tree.relaxable)
        free = _FreeWords(units, self._analyzer)
        different = {_find_stem(unit.node) or unit.node: unit.node for unit in free.content}
        words = list(different.values())
        boosts = self._boosts(free)
        count, needed = len(words), count_needed(len(words), free.asks)
        needs_all = needed == count and not free.asks
        compounds = list_compounds(units, self._analyzer) if needs_all else []

        def need(least: int) -> Node:
            some: list[Node] = [AtLeast(least, tuple(words))] if 1 < least < count else []
            some = some or (
                [*words, *map(_filter, compounds)] if least == count else [Or(tuple(words))])
            found = join(And, [*required, *some]) or Not(Everything())
            return Boost(found, boosts) if boosts else found

        every = And(tuple(map(_unscored, [*required, *words])))
        return Reading(
            need(needed), every if needed < count else None,
            need(1) if needed > 1 else None, (*_list_near(words), *_list_early(words)), count,
            needed)

    def interpret(self, tree: ast.Node) -> Node | None:
        """Return the plan in which every word must match."""
        match tree:
            case ast.Word():
                return next((unit.node for unit in self._units([tree])), None)
            case ast.Phrase():
                node = interpret_phrase(tree, self._analyzer)
                return self._others.add_to_phrase(node, tree) if self._others else node
            case ast.Condition():
                return interpret_condition(tree)
            case ast.And(required, relaxable):
                return join(And, self._all(required + relaxable))
            case ast.Or(children):
                return join(Or, [node for node in map(self.interpret, children) if node])
            case ast.Not(child):
                node = self.interpret(child)
                return Not(node) if node else None
            case ast.Nothing():
                return None

    def _all(self, trees: Iterable[ast.Node]) -> list[Node]:
        nodes: list[Node] = []
        for is_word, group in groupby(trees, lambda tree: isinstance(tree, ast.Word)):
            if is_word:
                nodes += [unit.node for unit in self._units(group)]
            else:
                nodes += [node for node in map(self.interpret, group) if node]
        return nodes

    def _units(self, trees: Iterable[ast.Node]) -> list[Unit]:
        words = [tree for tree in trees if isinstance(tree, ast.Word)]
        units = interpret_neighbours(words, self._analyzer)
        return self._others.add_to_units(units) if self._others else units

    def _boosts(self, free: "_FreeWords") -> tuple[tuple[float, Node], ...]:
        """Return what adds to the score: words that do not decide, and words side by side."""
        weight = scoring.FUNCTION_IN_QUESTION if free.asks else scoring.FUNCTION
        words = [interpret_word(unit.words[0], self._analyzer) for unit in free.function]
        phrases = [interpret_run(text, self._analyzer) for text in free.runs]
        return tuple([
            *((weight, _unscored(node)) for node in words if node),
            *((scoring.PHRASE, node) for node in phrases if node)])


class _FreeWords:
    """The free words of a query by what they do in it.

    `runs` are the texts between question words, if they have two to MAX_PHRASE words.
    """

    def __init__(self, units: Sequence[Unit], analyzer: Analyzer) -> None:
        forms = [_form(unit, analyzer) for unit in units]
        questions = find_question_words(forms)
        functions = [form in FUNCTION_WORDS for form in forms]
        decides = [not (asks or holds) for asks, holds in zip(questions, functions)]
        self.asks = any(questions) and any(decides)
        if not any(decides):
            decides = [True] * len(decides)
        self.content = _pick(units, decides)
        self.function = _pick(units, [
            form in FUNCTION_WORDS and form not in OPERATOR_WORDS and not asks and not decided
            for form, asks, decided in zip(forms, questions, decides)])
        self.runs = _list_runs(units, questions)


def _pick(units: Sequence[Unit], which: Sequence[bool]) -> list[Unit]:
    return [unit for unit, picked in zip(units, which) if picked]


def _form(unit: Unit, analyzer: Analyzer) -> str:
    """Return the form of a plain word, otherwise an empty one."""
    if len(unit.words) > 1 or unit.words[0].mode is not Mode.STEM:
        return ""
    words = list_words(analyzer.tokenize(unit.words[0].text))
    return words[0].form if len(words) == 1 else ""


def _list_runs(units: Sequence[Unit], questions: Sequence[bool]) -> list[str]:
    """Return the texts of several plain words without a question word between them."""
    runs: list[list[str]] = [[]]
    for unit, asks in zip(units, questions):
        if asks or any(word.mode is not Mode.STEM for word in unit.words):
            runs.append([])
        else:
            runs[-1] += [word.text for word in unit.words]
    return [" ".join(run) for run in runs if 1 < len(run) <= scoring.MAX_PHRASE]


def _list_near(words: Sequence[Node]) -> tuple[tuple[float, Phrase], ...]:
    """Return the refinements that bring neighbouring content words near each other."""
    stems = list(map(_find_stem, words))
    return tuple([
        (scoring.NEAR, Phrase((one, other), scoring.NEAR_SLOP, field=BODY.name))
        for one, other in zip(stems, stems[1:]) if one and other
    ][:scoring.MAX_NEAR])


def _list_early(words: Sequence[Node]) -> tuple[tuple[float, EarlyTerm], ...]:
    """Return the refinements that prefer articles with the content words early."""
    stems = [stem for stem in map(_find_stem, words) if stem]
    return tuple([(scoring.EARLY, EarlyTerm(stem, scoring.EARLY_HALF))
                  for stem in stems[:scoring.MAX_EARLY]])


def _find_stem(word: Node) -> str | None:
    """Return the stem of a word as it was typed, None for a word of another kind."""
    match word:
        case Boost(child):
            return _find_stem(child)
        case Or(children):
            return _find_stem(children[0])
        case Term(stem, Channel.STEM, None):
            return stem
    return None


def _filter(node: Node) -> Node:
    """Return a node that finds the same, and scores nothing."""
    return Weighted(0.0, node)


def _unscored(node: Node) -> Node:
    """Return a node that finds the same, without what only adds to the score."""
    match node:
        case Boost(child) | Weighted(_, child):
            return _unscored(child)
        case Or(children):
            return Or(tuple(map(_unscored, children)))
    return node
