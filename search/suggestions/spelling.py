"""Which words a misspelt one may have been meant to be, the likeliest first.

A word is likelier the more articles have it, and the less it costs to take the typed one for it
(a noisy channel: Kernighan, Church and Gale, A Spelling Correction Program, 1990). The words and
their counts are the archive's own.
"""

from math import log
from typing import NamedTuple

from search.analysis import Analyzer
from search.engine import Engine
from search.interpret.function_words import FUNCTION_WORDS, QUESTION_WORDS
from search.query import Channel
from search.suggestions.edit_cost import compute_edit_cost
from search.suggestions.rewriting import QueryWord

EDIT_WEIGHT = 4.0
"""How much an edit that costs 1 counts against frequency: as much as 55 times fewer articles."""

_SECOND_EDIT_COST = 0.25
"""What a second edit costs in addition: people seldom slip twice in a word."""

_MIN_LENGTH, _MIN_TWO_EDITS = 3, 5
"""Letters of the shortest word that is corrected, and of the shortest that may have two edits."""

_LONGEST_ACRONYM = 6
"""Letters of the longest word in capitals that may be one."""

_MAX_SIMILAR = 50
"""Forms that are looked at, those with one edit first."""

_FUNCTION_WORDS = FUNCTION_WORDS | QUESTION_WORDS | {"kata", "ujar", "tutur", "ucap"}
"""Words that stand next to any other; the last say in news whose words are quoted."""

_FUNCTION_COST = 1.0
"""What a function word costs in addition to its edits: it is found with any other words."""


class Correction(NamedTuple):
    """A word that may have been meant, what it costs to take the typed one for it, its articles.

    `term` is the word as the query would look for it.
    """

    form: str
    term: str
    cost: float
    articles: int

    @property
    def score(self) -> float:
        """How likely the word was meant, by itself."""
        return score_correction(1 if self.is_function_word else self.articles, self.cost)

    @property
    def is_function_word(self) -> bool:
        """Whether it stands in most articles, which is no sign that it was meant."""
        return self.form in _FUNCTION_WORDS


def score_correction(found: float, cost: float) -> float:
    """Return how likely something was meant that so many articles have, at such a cost.

    >>> score_correction(100, 1.0) > score_correction(4, 1.0) > score_correction(4, 2.0)
    True
    """
    return log(found) - EDIT_WEIGHT * cost if found else float("-inf")


def list_corrections(word: QueryWord, engine: Engine, analyzer: Analyzer) -> list[Correction]:
    """Return the words that a word of a query may have been meant to be, the likeliest first.

    Of the forms of one root only one is given, and none of the root of the word itself: they find
    the same. Numbers and very short words are taken as they are. Acronyms have one edit at most.
    """
    if len(word.form) < _MIN_LENGTH or not word.form.isalpha():
        return []
    distance = 1 if len(word.form) < _MIN_TWO_EDITS or _is_acronym(word) else 2
    best: dict[str, Correction] = {}
    similar = engine.similar_forms(word.form, distance, word.leaf.field, _MAX_SIMILAR)
    for form, edits, articles in similar:
        term = form if word.channel is Channel.FORM else analyzer.stem(form)
        if term == word.term or not form.isalpha():
            continue
        correction = Correction(form, term, _compute_cost(word.form, form, edits), articles)
        if term not in best or correction.score > best[term].score:
            best[term] = correction
    return sorted(best.values(), key=lambda each: (-each.score, each.form))


def _is_acronym(word: QueryWord) -> bool:
    """Return whether a word was typed like an acronym, which two edits make any other word."""
    return (word.end - word.start <= _LONGEST_ACRONYM
            and word.leaf.text[word.start:word.end].isupper())


def _compute_cost(typed: str, meant: str, edits: int) -> float:
    """Return what it costs to take one word for another that is so many edits away."""
    cost = compute_edit_cost(typed, meant) + _FUNCTION_COST * (meant in _FUNCTION_WORDS)
    return cost + _SECOND_EDIT_COST * max(edits - 1, 0)
