"""Fits the points of `search/analysis/derivation.py`.

    python -m benchmarks.fit.affix_points KBBI.tsv ARTICLES.jsonl.zst

Prints the points of each feature and the threshold, and the errors of a cross-validation in three
folds. The logistic regression learns from words that have any derivation: words of a dictionary
with their roots, the pairs in `roots.tsv`, the names of names.tsv, which have no root, and the
words of news, which should keep the stems they have, at half the weight.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.fit.roots import REVIEWED, Pair, read_pairs
from benchmarks.fit.words import WordCounts, count_words
from search.analysis import word_lists
from search.analysis.derivation import find_derivations
from search.analysis.stemmer import Stemmer, read_roots

Array = np.ndarray[Any, Any]

_NO_ROOT = "none"
"""The only feature of a word's being no derivation at all."""

_FOLDS, _STEPS, _PENALTY, _RATE = 3, 300, .5, .5
_NEWS_WEIGHT = .5
_MIN_ARTICLES, _MAX_CAPITALISED = 3, .3
"""What a word of news needs to be learnt from: articles, and at most this share of capitals."""

_MIN_POINTS = 3
"""Points of a feature, either way, that are worth a place in the table."""


class Example(NamedTuple):
    """A word, its root, how much it counts, and its derivations: roots and their features."""

    word: str
    root: str
    weight: float
    choices: list[tuple[str, list[str]]]


def gather_examples(kbbi: Path, articles: Path) -> list[Example]:
    """Return everything that is learnt from, in an order that is random but always the same."""
    roots = read_roots()
    weighted = [(read_pairs(kbbi) + read_pairs(REVIEWED), 1.)]
    weighted.append(([(row[0], row[0]) for row in word_lists.read_rows("names")], 1.))
    weighted.append((list(_read_news(count_words(articles))), _NEWS_WEIGHT))
    examples = [
        Example(word, root, weight, [*choices, (word, [_NO_ROOT])])
        for pairs, weight in weighted for word, root in pairs
        if word.isalpha() and word not in roots and (choices := _find_choices(word, roots))
        and (root == word or root in dict(choices))
    ]
    random.Random(1).shuffle(examples)
    return examples


def fit(examples: list[Example]) -> dict[str, float]:
    """Return the weight of each feature, by conditional likelihood and Adagrad."""
    names = sorted({name for each in examples for _, names in each.choices for name in names})
    model = _Tables(examples, {name: number for number, name in enumerate(names)})
    weights, total = np.zeros(len(names)), np.full(len(names), 1e-8)
    for _ in range(_STEPS):
        gradient = model.find_gradient(weights) - _PENALTY * weights
        total += gradient ** 2
        weights += _RATE * gradient / np.sqrt(total)
    return dict(zip(names, weights.tolist()))


def choose(example: Example, weights: dict[str, float]) -> str:
    """Return the root that the weights choose."""
    return max(example.choices,
               key=lambda choice: sum(weights.get(name, 0) for name in choice[1]))[0]


class _Tables:
    """The examples as arrays: a row for each choice, and for each feature of a choice."""

    def __init__(self, examples: list[Example], numbers: dict[str, int]) -> None:
        rows = [(owner, names, root == each.root) for owner, each in enumerate(examples)
                for root, names in each.choices]
        self.owners = np.array([owner for owner, _, _ in rows])
        self.is_right = np.array([right for _, _, right in rows], float)
        self.choices = np.repeat(np.arange(len(rows)), [len(names) for _, names, _ in rows])
        self.features = np.array([numbers[name] for _, names, _ in rows for name in names])
        self.weights = np.array([each.weight for each in examples])
        self.count = len(numbers)

    def find_gradient(self, weights: Array) -> Array:
        """Return by how much the likelihood of the right roots grows with each weight."""
        scores = np.exp(np.bincount(self.choices, weights[self.features], len(self.owners)))
        chance = scores / np.bincount(self.owners, scores)[self.owners]
        right = scores * self.is_right
        wanted = right / np.bincount(self.owners, right)[self.owners]
        error = (wanted - chance) * self.weights[self.owners]
        return np.bincount(self.features, error[self.choices], self.count)


def _find_choices(word: str, roots: set[str]) -> list[tuple[str, list[str]]]:
    return [(each.root, list(each.features())) for each in find_derivations(word, roots)]


def _read_news(counts: WordCounts) -> Iterator[Pair]:
    stemmer = Stemmer()
    for word, articles in counts.articles.items():
        is_known = articles >= _MIN_ARTICLES and counts.find_share(word) < _MAX_CAPITALISED
        if is_known and stemmer.stem(word) != word:
            yield word, stemmer.stem(word)


def _print_errors(examples: list[Example]) -> None:
    for fold in range(_FOLDS):
        weights = fit([each for at, each in enumerate(examples) if at % _FOLDS != fold])
        for each in examples[fold::_FOLDS]:
            chosen = choose(each, weights)
            if chosen != each.root:
                print(f"{each.word}: {chosen}, not {each.root}")


def main() -> None:
    """Print the errors of the cross-validation, and the points."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kbbi", type=Path)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    examples = gather_examples(options.kbbi, options.articles)
    _print_errors(examples)
    points = {name: round(10 * weight) for name, weight in fit(examples).items()}
    print("THRESHOLD =", points.pop(_NO_ROOT))
    kept = {name: value for name, value in points.items() if abs(value) >= _MIN_POINTS}
    print("POINTS =", dict(sorted(kept.items(), key=lambda item: -item[1])))


if __name__ == "__main__":
    main()
