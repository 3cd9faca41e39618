"""Measures of a ranking: what a list of ids is worth, given what is known of its answers.

Each takes the ids in order and what is right, and returns a number from 0 to 1.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True)
class Judgement:
    """What is known of the answers to one question: grades from 0 by id, and the right ids."""

    grades: Mapping[str, int]
    right: Collection[str]


def reciprocal_rank(ids: Sequence[str], right: Collection[str]) -> float:
    """Return one over the rank of the first right id among the first ten, 0 if none is there.

    >>> reciprocal_rank(["a", "b", "c"], {"b", "c"})
    0.5
    """
    return next((1 / rank for rank, id in enumerate(ids[:10], 1) if id in right), 0.0)


def discounted_gain(ids: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the nDCG of the first ten, where a grade g gains 2**g - 1 and an unknown id nothing.

    Järvelin and Kekäläinen 2002, with the gain of Burges et al. 2005.

    >>> discounted_gain(["a", "b"], {"a": 1}), round(discounted_gain(["b", "a"], {"a": 1}), 3)
    (1.0, 0.631)
    >>> round(discounted_gain(["a", "b"], {"a": 1, "b": 3}), 3)
    0.71
    """
    best = sorted(grades.values(), reverse=True)
    return _sum_gains([grades.get(id, 0) for id in ids]) / _sum_gains(best)


def _sum_gains(grades: Sequence[int]) -> float:
    return sum((2 ** grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:10], 1))


def recall(ids: Sequence[str], right: Collection[str], depth: int) -> float:
    """Return the share of the right ids that are among the first ones.

    >>> recall(["a", "b", "c"], {"b", "z"}, 2)
    0.5
    """
    return len(set(ids[:depth]) & set(right)) / len(right)


def hit(ids: Sequence[str], right: Collection[str]) -> float:
    """Return 1 if a right id is among the first ten, else 0.

    >>> hit(["a"], {"b"})
    0.0
    """
    return float(any(id in right for id in ids[:10]))


MEASURES: dict[str, Callable[[Sequence[str], Judgement], float]] = {
    "MRR@10": lambda ids, known: reciprocal_rank(ids, known.right),
    "nDCG@10": lambda ids, known: discounted_gain(ids, known.grades),
    "recall@10": lambda ids, known: recall(ids, known.right, 10),
    "recall@100": lambda ids, known: recall(ids, known.right, 100),
    "hit@10": lambda ids, known: hit(ids, known.right),
}
