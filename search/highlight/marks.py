"""Which words of some texts matched, step by step: kernels.py does the same at once.

True occurrences only, nothing under a Not. Works from the terms of the query and the numbers
of the texts' words, so it marks exactly what the engines match, and all texts of a page are
looked through at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from search.analysis import Analyzer
from search.arrays import Array
from search.proximity import occurrences
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term

Leaf = Term | Phrase | Prefix | Fuzzy


class Mark(NamedTuple):
    """A word that matched, text[start:end], and which leaves of the query it met, as bits."""

    start: int
    end: int
    leaves: int


def marked(texts: Sequence[tuple[str, str]], node: Node, analyzer: Analyzer) -> list[list[Mark]]:
    """The words that matched in each of these (field, text), in order."""
    asked = tuple(leaves(node))
    if not asked:
        return [[] for _ in texts]
    words = _Words([text for _, text in texts], analyzer)
    fields = [field for field, _ in texts]
    met: dict[int, int] = {}
    for number, leaf in enumerate(asked):
        for place in words.places(leaf):
            if leaf.field is None or leaf.field == fields[words.text_of(place)]:
                met[place] = met.get(place, 0) | 1 << number
    return words.marks(met)


def leaves(node: Node) -> Iterator[Leaf]:
    """What is looked for, from left to right."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Not() | Everything():
            return
        case _:
            yield node


class _Words:
    """All words of some texts, one after the other; a place is a word's number among them."""

    def __init__(self, texts: Sequence[str], analyzer: Analyzer) -> None:
        self._vocabulary, self._reading = analyzer.split(texts)
        at, numbers = self._vocabulary.entry_bounds.values, self._reading.numbers
        first, sizes = at[numbers], at[numbers + 1] - at[numbers]
        reached = np.concatenate(([0], np.cumsum(sizes)))
        chunks = np.arange(len(numbers))
        self._chunk = np.repeat(chunks, sizes)
        self._entry = np.repeat(first - reached[:-1], sizes) + np.arange(reached[-1])
        self._begins = reached[np.concatenate(([0], np.cumsum(self._reading.counts)))]

    def text_of(self, place: int) -> int:
        """The number of the text in which a word stands."""
        return int(np.searchsorted(self._begins, place, "right")) - 1

    def places(self, leaf: Leaf) -> list[int]:
        """The places of the words that take part in the leaf's matches, in any field."""
        match leaf:
            case Term(term, channel):
                places: list[int] = self._of(term, channel).tolist()
                return places
            case Phrase(terms, slop, channel):
                return self._near({term: self._of(term, channel) for term in terms}, terms, slop)
            case _:
                return self._like(test(leaf))

    def marks(self, met: Mapping[int, int]) -> list[list[Mark]]:
        """The words at these places, by their texts, each with the leaves that it met."""
        places = np.array(sorted(met), np.int64)
        entries, begins = self._entry[places], self._reading.starts[self._chunk[places]]
        starts = begins + self._vocabulary.entry_starts.values[entries]
        ends = begins + self._vocabulary.entry_ends.values[entries]
        leaves = [met[place] for place in places.tolist()]
        every = list(map(Mark, starts.tolist(), ends.tolist(), leaves))
        cuts = np.searchsorted(places, self._begins).tolist()
        return [every[first:last] for first, last in zip(cuts, cuts[1:])]

    def _of(self, term: str, channel: Channel) -> Array:
        """Where a term stands."""
        stemmed = channel is Channel.STEM
        number = self._vocabulary.find_term(term, stemmed)
        if number is None:
            return np.zeros(0, np.int64)
        terms = self._vocabulary.entry_stems if stemmed else self._vocabulary.entry_forms
        return np.flatnonzero(terms.values[self._entry] == number)

    def _near(
        self, places: Mapping[str, Array], terms: Sequence[str], slop: int | None
    ) -> list[int]:
        """Where the terms stand near each other within one text."""
        found: list[int] = []
        texts = {term: np.searchsorted(self._begins, at, "right") for term, at in places.items()}
        common = set.intersection(*(set(numbers.tolist()) for numbers in texts.values()))
        for text in sorted(common):
            here = {term: at[texts[term] == text].tolist() for term, at in places.items()}
            found += occurrences(terms, here, slop)
        return found

    def _like(self, matches: Callable[[str], bool]) -> list[int]:
        """Where a form stands that passes the test; each different form is tried once."""
        forms = self._vocabulary.entry_forms.values[self._entry]
        different = sorted(set(forms.tolist()))
        texts = self._vocabulary.forms.texts(different)
        passing = [form for form, text in zip(different, texts) if matches(text)]
        return list(map(int, np.flatnonzero(np.isin(forms, passing))))


def test(leaf: Prefix | Fuzzy) -> Callable[[str], bool]:
    """Whether a form is like that."""
    match leaf:
        case Prefix(prefix):
            return lambda form: form.startswith(prefix)
        case Fuzzy(like, limit):
            return cache(lambda form: OSA.distance(form, like, score_cutoff=limit) <= limit)
