"""What is asked: fifteen queries of each class, from the words of the corpus by their rarity."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus import SEED
from benchmarks.engines.tokens import Entry

EACH = 15

KINDS = {
    "rare": "a word in 0.05 to 0.3 % of the articles",
    "common": "a word in 18 to 45 %",
    "and2": "two words in 4 to 12 % each",
    "and3": "two common words and one of those",
    "or3": "any of three common words",
    "phrase": "three words in this order, often found so",
    "prefix": "the first five letters of a form in 1 to 10 %",
    "fuzzy": "a form lacking its fourth letter, one edit allowed",
    "date": "a common word between two days",
    "outlet": "a common word in one of the five biggest outlets",
}


@dataclass(frozen=True, slots=True)
class Query:
    """A class, its words, and what it is filtered by; `since` and `until` are YYYYMMDD.

    The words are stems, but for prefix and fuzzy, whose one word is a form.
    """

    kind: str
    words: tuple[str, ...]
    outlet: str = ""
    since: int = 0
    until: int = 0


def choose(entries: Iterable[Entry]) -> list[Query]:
    """Queries of every class, drawn from these entries; the same for the same entries."""
    return _Vocabulary(entries).queries()


def save(asked: list[Query], path: Path) -> None:
    """Write queries where `load` finds them."""
    path.write_text(json.dumps([asdict(query) for query in asked]), encoding="utf-8")


def load(path: Path) -> list[Query]:
    """The queries that were saved."""
    return [Query(**each | {"words": tuple(each["words"])})
            for each in json.loads(path.read_text(encoding="utf-8"))]


class _Vocabulary:
    """How many entries hold each word, and which words follow each other."""

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
            self._note(entry)

    def queries(self) -> list[Query]:
        rare, middle = self._band(.0005, .003, self._stems), self._band(.04, .12, self._stems)
        common, forms = self._band(.18, .45, self._stems), self._band(.01, .1, self._forms)
        pick, several = self._random.choice, self._random.sample
        phrases, outlets = self._phrases(), self._biggest()
        made = []
        for _ in range(EACH):
            since, until = sorted(several(self._days, 2))
            form, misspelt = pick(forms), pick(forms)
            made += [
                Query("rare", (pick(rare),)), Query("common", (pick(common),)),
                Query("and2", tuple(several(middle, 2))),
                Query("and3", (*several(common, 2), pick(middle))),
                Query("or3", tuple(several(common, 3))), Query("phrase", pick(phrases)),
                Query("prefix", (form[:5],)),
                Query("fuzzy", (misspelt[:3] + misspelt[4:],)),
                Query("date", (pick(common),), since=since, until=until),
                Query("outlet", (pick(common),), pick(outlets)),
            ]
        return made

    def _note(self, entry: Entry) -> None:
        terms = entry.stems.split(" ")
        self._stems.update(set(terms))
        self._forms.update(set(entry.forms.split(" ")))
        self._outlets[entry.outlet] += 1
        if self._random.random() < 0.3:
            self._triples.update(zip(terms, terms[1:], terms[2:]))
        if entry.day:
            self._days.append(entry.day)

    def _band(self, least: float, most: float, held: Counter[str]) -> list[str]:
        """Plain words that so large a share of the entries hold."""
        low, high = least * self._count, most * self._count
        return sorted(word for word, n in held.items() if low <= n < high and _plain(word))

    def _phrases(self) -> list[tuple[str, ...]]:
        """The sixty most frequent triples of three different plain words."""
        return [triple for triple, _ in self._triples.most_common(4_000)
                if len(set(triple)) == 3 and all(map(_plain, triple))][:60]

    def _biggest(self) -> list[str]:
        return [name for name, _ in self._outlets.most_common(6) if name][:5]


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) > 3
