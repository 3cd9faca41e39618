"""Measures of a ranking: what a list of ids is worth, given the ids that are right.

Each takes the ids in order and the set of right ones, and returns a number from 0 to 1.
"""

from collections.abc import Collection, Sequence
from math import log2


def reciprocal_rank(ids: Sequence[str], right: Collection[str]) -> float:
    """Return one over the rank of the first right id among the first ten, 0 if none is there.

    >>> reciprocal_rank(["a", "b", "c"], {"b", "c"})
    0.5
    """
    return next((1 / rank for rank, id in enumerate(ids[:10], 1) if id in right), 0.0)


def discounted_gain(ids: Sequence[str], right: Collection[str]) -> float:
    """Return the nDCG of the first ten, where an id is right or wrong.

    >>> discounted_gain(["a", "b"], {"a"}), round(discounted_gain(["b", "a"], {"a"}), 3)
    (1.0, 0.631)
    """
    gained = sum(1 / log2(rank + 1) for rank, id in enumerate(ids[:10], 1) if id in right)
    return gained / sum(1 / log2(rank + 1) for rank in range(1, min(len(right), 10) + 1))


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


MEASURES = {
    "MRR@10": reciprocal_rank,
    "nDCG@10": discounted_gain,
    "recall@10": lambda ids, right: recall(ids, right, 10),
    "recall@100": lambda ids, right: recall(ids, right, 100),
    "hit@10": hit,
}
