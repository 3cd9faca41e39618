"""Which words of a query to replace, and by which, the likeliest first.

First come the words that no article has. Where that leads nowhere, one other word may be corrected,
if a word that is a slip away is far likelier in its place.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import product
from typing import NamedTuple

from search.analysis import Analyzer
from search.engine import Engine
from search.suggestions.context import Context, Replacements
from search.suggestions.edit_cost import is_letter_lost
from search.suggestions.rewriting import QueryWord
from search.suggestions.spelling import Correction, list_corrections, score_correction

MAX_CORRECTED = 3
"""Words that are corrected together. More are no slip."""

_MAX_RARE = 4
"""Words of the query that are compared with likelier ones, the rarest first."""

_TRIED = {1: 16, 2: 4, 3: 3}
"""Corrections of each word that are weighed, by how many are corrected together."""

_LIKELIER, _LIKELIER_THAN_SLIP = 2.0, 0.5
"""How much likelier another word must be than one that some articles have, or that only a few have,
next to the same words: see score_correction."""

SMALL, FEW = 3, 30
"""Articles that hardly speak for a word, and that may have a slip."""

_SHORTEST_ALONE = 5
"""Letters of a word that is taken for a slip though more than SMALL articles have it."""

_TIMES_ALONE = 100
"""How many times more articles must have the other word if there are no neighbours."""

_MOST_ALONE, _LONG = 1.7, 7
"""What it costs at most to take a word without neighbours for another, unless it has so many
letters: *okapi* is not *lokasi*, nor *Guyana* *busana*."""

_LOST_ALONE = 0.7
"""What a lost or swapped letter costs there, as a share of its cost: no neighbours decide,
and *vaksn* is likelier *vaksin* than *makan*, which far more articles have."""

_SMALL_COST = 1.0
"""What it costs at most to take a word for another that some articles have."""

Corrections = tuple[tuple[QueryWord, Correction], ...]
"""What stands for some words of a query."""


class Likely(NamedTuple):
    """Corrections, and how likely they were meant: see score_correction."""

    score: float
    corrections: Corrections


class Corrector:
    """Corrects the words of one query; looks for the corrections of each once."""

    def __init__(
        self, engine: Engine, analyzer: Analyzer, counts: Mapping[QueryWord, int],
        most: int = sys.maxsize,
    ) -> None:
        """Take the words of a query in order, each with the number of articles that have it.

        Of these, only words that at most so many have are corrected, and those that none has.
        """
        self._engine, self._analyzer, self._counts = engine, analyzer, counts
        self._most = most
        self._context = Context(engine, counts)
        self._missing = [word for word in counts if not counts[word]]
        self._stages = (self._bound_together, self._score, self._score_forms)
        self._found: dict[QueryWord, list[Correction]] = {}

    @classmethod
    def of_slips(
        cls, engine: Engine, analyzer: Analyzer, counts: Mapping[QueryWord, int]
    ) -> "Corrector":
        """Return what corrects only words that at most FEW articles have."""
        return cls(engine, analyzer, counts, FEW)

    def without(self, words: Collection[QueryWord]) -> "Corrector":
        """Return what corrects the query without some words, with the corrections found so far."""
        kept = {word: count for word, count in self._counts.items() if word not in words}
        corrector = Corrector(self._engine, self._analyzer, kept, self._most)
        corrector._found = self._found
        return corrector

    def correct_missing(self) -> Iterator[Likely]:
        """Yield words that some articles have for all those that none has, the likeliest first."""
        if 0 < len(self._missing) <= MAX_CORRECTED:
            options = [self._correct(word) for word in self._missing]
            yield from self._order(_combine(self._missing, options))

    def correct_rare(self, may_help: Callable[[QueryWord], bool]) -> Iterator[Likely]:
        """Yield far likelier words for one that some articles have, and for all that none has.

        Only for words that may find enough when they are changed, as `may_help` says.
        """
        if len(self._missing) >= MAX_CORRECTED:
            return
        rare = [word for word in sorted(self._counts, key=self._counts.__getitem__)
                if 0 < self._counts[word] <= self._most]
        replaced = {each: word for word in rare[:_MAX_RARE] if may_help(word)
                    for each in self._replace(word)}
        for each in self._order(list(replaced)):
            if each.score > self._find_least(each.corrections, replaced[each.corrections]):
                yield each

    def _replace(self, word: QueryWord) -> list[Corrections]:
        """Return the corrections of one word that may be far likelier, and of all missing ones."""
        is_alone = len(self._counts) == 1
        if is_alone and not self._may_be_slip(word):
            return []
        near = [each for each in self._correct(word)
                if each.cost <= _SMALL_COST and not each.is_function_word]
        if is_alone:
            near = [each for each in near if self._is_likely_alone(each, word)]
        options = [*map(self._correct, self._missing), near]
        return [each for each in _combine([*self._missing, word], options)
                if self._score(each, self._context.bound) > self._find_least(each, word)]

    def _may_be_slip(self, word: QueryWord) -> bool:
        """Return whether a word without others may be a slip, by itself."""
        return self._counts[word] <= SMALL or (
            len(word.form) >= _SHORTEST_ALONE and not self._analyzer.is_root(word.form))

    def _is_likely_alone(self, correction: Correction, word: QueryWord) -> bool:
        """Return whether a word without others is likely a slip for another.

        One that more than SMALL articles have is only if it lacks a letter, or has two swapped:
        other slips look too much like words, as *bahru* does like *baru*.
        """
        count = self._counts[word]
        return correction.articles >= _TIMES_ALONE * count and (
            count <= SMALL or is_letter_lost(word.form, correction.form))

    def _find_least(self, corrections: Corrections, word: QueryWord) -> float:
        """Return the score above which corrections are far likelier than those that keep a word."""
        if len(self._counts) == 1:
            return float("-inf")
        others = {one: each.term for one, each in corrections if one != word}
        weight = self._context.weigh(others | {word: word.term})
        if not weight:  # no article has it as typed, but in another spelling
            return float("inf")
        cost = sum(each.cost for one, each in corrections if one != word)
        likelier = _LIKELIER if self._counts[word] > FEW else _LIKELIER_THAN_SLIP
        return score_correction(weight, cost) + likelier

    def _correct(self, word: QueryWord) -> list[Correction]:
        if word not in self._found:
            self._found[word] = list_corrections(word, self._engine, self._analyzer)
        found = self._found[word]
        return found if len(self._counts) > 1 else _judge_alone(word, found)

    def _order(self, every: Sequence[Corrections]) -> Iterator[Likely]:
        """Yield corrections, the likeliest first; they are weighed only when their turn may come.
        """
        self._context.count_terms(map(_list_replacements, every))
        waiting = [(-self._score(each, self._context.bound), nth, 0)
                   for nth, each in enumerate(every)]
        heapify(waiting)
        while waiting:
            below, nth, stage = heappop(waiting)
            if stage == len(self._stages):
                yield Likely(-below, every[nth])
            else:
                heappush(waiting, (-self._stages[stage](every[nth]), nth, stage + 1))

    def _bound_together(self, corrections: Corrections) -> float:
        return self._score(corrections, self._context.bound_together)

    def _score_forms(self, corrections: Corrections) -> float:
        """Return how likely corrections are in the very forms that they have.

        Articles are counted by roots. Few of those with *beri* have it in this form, so that *bers*
        is hardly a slip for it.
        """
        return self._score(corrections) + sum(
            score_correction(self._context.find_share(word, each.term, each.articles), 0)
            for word, each in corrections)

    def _score(
        self, corrections: Corrections, weigh: Callable[[Replacements], float] | None = None
    ) -> float:
        """Return how likely corrections are, by what `weigh` says of their terms.

        Those with a function word stand anywhere, which says no more than one article does.
        """
        weight = (weigh or self._context.weigh)(_list_replacements(corrections))
        tells = not any(each.is_function_word for _, each in corrections)
        cost = sum(each.cost for _, each in corrections)
        return score_correction(weight if tells else min(weight, 1.0), cost)


def _judge_alone(word: QueryWord, corrections: Sequence[Correction]) -> list[Correction]:
    """Return the corrections of a word without others, whose slips alone say how likely they are.
    """
    judged = [each._replace(cost=each.cost * _LOST_ALONE)
              if is_letter_lost(word.form, each.form) else each for each in corrections]
    return sorted([each for each in judged
                   if each.cost <= _MOST_ALONE or len(word.form) >= _LONG],
                  key=lambda each: (-each.score, each.form))


def _list_replacements(corrections: Corrections) -> Replacements:
    return {word: each.term for word, each in corrections}


def _combine(
    words: Sequence[QueryWord], options: Sequence[Sequence[Correction]]
) -> list[Corrections]:
    """Return the ways to correct all of some words, of each only the first corrections."""
    tried = _TRIED[len(words)]
    return [tuple(zip(words, corrections))
            for corrections in product(*[option[:tried] for option in options])]
