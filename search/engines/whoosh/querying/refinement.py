"""Refines the scores of the first hits: by phrases, and by terms that stand early."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search import budget
from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import Refinements, scratch
from search.engines.whoosh.querying.leaf_postings import (
    K1,
    TermNumbers,
    describe_phrase,
    locate_phrase,
)
from search.engines.whoosh.querying.snapshot import LiveSegment
from search.query import Channel, EarlyTerm, Phrase


class PhraseRefinement(NamedTuple):
    """A phrase, the factor of its score, and the numbers of its terms in each of its fields."""

    factor: float
    phrase: Phrase
    numbers: TermNumbers


class EarlyRefinement(NamedTuple):
    """An early term, the factor of its score, and its numbers in titles and bodies, -1 for none."""

    factor: float
    term: EarlyTerm
    title: int
    body: int


class RefinedDocuments(NamedTuple):
    """What refines the scores of some documents.

    `order` i8 has the places of the documents in ascending order. In that order follow what phrases
    score, f4, and the weights of the early terms in titles and in bodies, f4, with a row for each
    term: 1 in a title; then a body adds nothing.
    """

    order: Array
    scores: Array
    title: Array
    body: Array


class RefinementPlan(NamedTuple):
    """What refines the documents of one part, as its kernel takes it.

    `factors` f4 has the factor of the score of each early term; `size` is the number of terms of
    the longest phrase.
    """

    wanted: Refinements
    factors: Array
    size: int


def plan_refinements(
    phrases: Sequence[PhraseRefinement], early: Sequence[EarlyRefinement], part: LiveSegment
) -> RefinementPlan:
    """Return the plan of what refines documents of a part; checks the positions that it needs."""
    rows, terms, factors = _list_phrases(phrases, part)
    (title, title_place), (body, body_place) = fields = part.fields[None, Channel.STEM]
    numbers = [each.title for each in early], [each.body for each in early]
    for (field, _), own in zip(fields, numbers):
        for number in own:
            if number >= 0:
                field.touch_term(number, positions=True)
    wanted = Refinements(
        rows, terms, factors, max(title.longest, body.longest), title_place, body_place,
        np.array(numbers, np.int64), np.array([each.term.half for each in early], np.float32))
    return RefinementPlan(wanted, np.array([each.factor for each in early], np.float32),
                          int(rows[:, 1].max(initial=1)))


def refine(plan: RefinementPlan, part: LiveSegment, docs: Array) -> RefinedDocuments:
    """Return what refines the scores of some documents, u4, of a part."""
    if len(plan.wanted.phrases):  # early terms take no time to speak of
        budget.refuse_if_spent()
    with scratch.for_phrase(plan.size, plan.wanted.longest, len(docs)) as memory:
        return RefinedDocuments(*kernels.refine(part.arrays, docs, plan.wanted, K1, memory))


def _list_phrases(
    phrases: Sequence[PhraseRefinement], part: LiveSegment
) -> tuple[Array, Array, Array]:
    """Return the rows, terms and factors of phrases as Refinements has them."""
    rows: list[list[int]] = []
    described: list[tuple[int, int, int]] = []
    factors: list[float] = []
    for factor, phrase, numbers in phrases:
        offsets, needed, width = describe_phrase(phrase.terms, phrase.slop)
        found = list(locate_phrase(phrase, part.fields[phrase.field, phrase.channel], numbers))
        for place, terms, _ in found:
            rows.append([place, len(terms), width, 0])
            described += zip(terms, offsets, needed)
        if found:
            rows[-1][-1] = 1
            factors.append(factor)
    return (np.array(rows, np.int64).reshape(-1, 4),
            np.array(described, np.int64).reshape(-1, 3), np.array(factors, np.float32))
