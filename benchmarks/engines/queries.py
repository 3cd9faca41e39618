"""The queries: fifteen of each class, of words chosen by their frequency in the corpus."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus import SEED
from benchmarks.engines.tokens import Entry

QUERIES_PER_CLASS = 15

CLASSES = {
    "rare": "a word in 0.05 to 0.3 % of the articles",
    "common": "a word in 18 to 45 %",
    "and2": "two words, each in 4 to 12 %",
    "and3": "two common words and one in 4 to 12 %",
    "or3": "any of three common words",
    "phrase": "three words that often follow each other",
    "prefix": "the first five letters of a form in 1 to 10 %",
    "fuzzy": "a form without its fourth letter, one edit allowed",
    "date": "a common word between two days",
    "outlet": "a common word in one of the five biggest outlets",
}

OPERATIONS = {
    "page": "page: ten best, exact total, outlets and years",
    "rank": "rank: ten best only",
    "shown": "shown: a page, and the ten hits with their matches marked",
}
"""What is asked of an engine with each query: the methods of a Peer."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a class. `since` and `until` are days, YYYYMMDD, or 0.

    The words are stems, except for prefix and fuzzy, whose single word is a form.
    """

    kind: str
    words: tuple[str, ...]
    outlet: str = ""
    since: int = 0
    until: int = 0


def choose_queries(entries: Iterable[Entry]) -> list[Query]:
    """Return queries of every class; the same ones for the same entries."""
    return _Vocabulary(entries).choose_queries()


def save_queries(queries: list[Query], path: Path) -> None:
    """Write queries where `load_queries` finds them."""
    path.write_text(json.dumps([asdict(query) for query in queries]), encoding="utf-8")


def load_queries(path: Path) -> list[Query]:
    """Return the queries that `save_queries` wrote."""
    return [Query(**values | {"words": tuple(values["words"])})
            for values in json.loads(path.read_text(encoding="utf-8"))]


def format_day(day: int) -> str:
    """Return a day as an ISO date.

    >>> format_day(20190426)
    '2019-04-26'
    """
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


class _Vocabulary:
    """Counts of the entries that hold each word, and of words that follow each other."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._random = random.Random(SEED)
        self._stems: Counter[str] = Counter()
        self._forms: Counter[str] = Counter()
        self._triples: Counter[tuple[str, ...]] = Counter()
        self._outlets: Counter[str] = Counter()
        self._days: list[int] = []
        self._count = 0
        for entry in entries:
            self._count += 1
            self._count_words(entry)

    def choose_queries(self) -> list[Query]:
        rare = self._find_band(.0005, .003, self._stems)
        medium = self._find_band(.04, .12, self._stems)
        common = self._find_band(.18, .45, self._stems)
        forms = self._find_band(.01, .1, self._forms)
        pick, sample = self._random.choice, self._random.sample
        phrases, outlets = self._find_phrases(), self._find_biggest_outlets()
        queries = []
        for _ in range(QUERIES_PER_CLASS):
            since, until = sorted(sample(self._days, 2))
            form, misspelt = pick(forms), pick(forms)
            queries += [
                Query("rare", (pick(rare),)), Query("common", (pick(common),)),
                Query("and2", tuple(sample(medium, 2))),
                Query("and3", (*sample(common, 2), pick(medium))),
                Query("or3", tuple(sample(common, 3))), Query("phrase", pick(phrases)),
                Query("prefix", (form[:5],)),
                Query("fuzzy", (misspelt[:3] + misspelt[4:],)),
                Query("date", (pick(common),), since=since, until=until),
                Query("outlet", (pick(common),), pick(outlets)),
            ]
        return queries

    def _count_words(self, entry: Entry) -> None:
        terms = entry.stems.split(" ")
        self._stems.update(set(terms))
        self._forms.update(set(entry.forms.split(" ")))
        self._outlets[entry.outlet] += 1
        if self._random.random() < 0.3:
            self._triples.update(zip(terms, terms[1:], terms[2:]))
        if entry.day:
            self._days.append(entry.day)

    def _find_band(self, least: float, most: float, counts: Counter[str]) -> list[str]:
        """Return the plain words that this share of the entries holds."""
        low, high = least * self._count, most * self._count
        return sorted(word for word, n in counts.items() if low <= n < high and _is_plain(word))

    def _find_phrases(self) -> list[tuple[str, ...]]:
        """Return the sixty most frequent triples of three different plain words."""
        return [triple for triple, _ in self._triples.most_common(4_000)
                if len(set(triple)) == 3 and all(map(_is_plain, triple))][:60]

    def _find_biggest_outlets(self) -> list[str]:
        return [name for name, _ in self._outlets.most_common(6) if name][:5]


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) > 3
