"""Counts the words of real articles, for the tables of `search/analysis/data`.

    python -m benchmarks.fit.words ARTICLES.jsonl.zst --frequent   frequent.tsv
    python -m benchmarks.fit.words ARTICLES.jsonl.zst --names      candidates for names.tsv

A candidate is a word that is capitalised in at least 85 of 100 places inside sentences, and whose
stem is another word. About half of them are names; the rest are inflected words in the names of
offices, such as Kementerian. So a reader decides: only lists of words leave this module, no text.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

from search.analysis.stemmer import Stemmer

_WORD = re.compile(r"[A-Za-z]{3,40}")
_INSIDE = re.compile(r"(?<=[a-z0-9,;)] )[A-Z][a-z]{2,39}\b")
"""A capitalised word inside a sentence."""

_LEVELS = (100, 1_000, 10_000)
"""How often a word must occur for each level of frequent.tsv."""

_LONGEST_FREQUENT = 8
"""Letters of a word in frequent.tsv; roots are seldom longer."""

_CAPITALISED, _MIN_ARTICLES = .85, 2


class WordCounts(NamedTuple):
    """How often each word stands in small letters, capitalised inside sentences, in articles."""

    small: Counter[str]
    capitalised: Counter[str]
    articles: Counter[str]

    def find_share(self, word: str) -> float:
        """Return the share of capitals among the places of a word."""
        places = self.capitalised[word] + self.small[word]
        return self.capitalised[word] / places if places else 0


def count_words(path: Path) -> WordCounts:
    """Return the counts of all words of the articles' bodies."""
    counts = WordCounts(Counter(), Counter(), Counter())
    with zstandard.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            body = json.loads(line)["body"]
            words = _WORD.findall(body)
            counts.small.update(filter(str.islower, words))
            counts.capitalised.update(name.lower() for name in _INSIDE.findall(body))
            counts.articles.update({word.lower() for word in words})
    return counts


def find_frequent(counts: WordCounts) -> Iterator[tuple[str, int]]:
    """Yield the frequent words, in order, each with its level."""
    for word, count in sorted(counts.small.items()):
        level = sum(count >= least for least in _LEVELS)
        if level and len(word) <= _LONGEST_FREQUENT and counts.capitalised[word] <= count:
            yield word, level


def find_names(counts: WordCounts) -> Iterator[tuple[str, str]]:
    """Yield the candidates for names, the commonest first, each with its stem."""
    stemmer = Stemmer()
    for word, articles in counts.articles.most_common():
        is_name = articles >= _MIN_ARTICLES and counts.find_share(word) >= _CAPITALISED
        if is_name and stemmer.stem(word) != word:
            yield word, stemmer.stem(word)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--frequent", action="store_true")
    which.add_argument("--names", action="store_true")
    options = parser.parse_args()
    counts = count_words(options.articles)
    for row in find_frequent(counts) if options.frequent else find_names(counts):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
