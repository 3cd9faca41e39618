"""Finds the words of texts that match a query: the reference implementation.

`highlight_kernel.py` does the same for all texts of a page in one call. It marks true occurrences
only, and nothing under a Not. It compares the terms of the query with the numbers of the texts'
words, so it marks exactly what the engines match.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from search.analysis import Analyzer
from search.analysis.token import PARAGRAPH_GAP
from search.analysis.vocabulary import find_positions
from search.analysis.word_columns import build_word_columns, find_spans
from search.arrays import Array
from search.proximity import find_occurrences, find_starts
from search.query import (
    And,
    AtLeast,
    Boost,
    Channel,
    Everything,
    Fuzzy,
    Keyword,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Weighted,
    Within,
)


class Mark(NamedTuple):
    """A word that matched, text[start:end], and the leaves of the query that it meets, as bits.

    A named tuple rather than a dataclass: a page has thousands, and they are compared as tuples.
    """

    start: int
    end: int
    leaves: int


def find_marks(
    texts: Sequence[tuple[str, str]], node: Node, analyzer: Analyzer
) -> list[list[Mark]]:
    """Return the words that matched in each (field, text), in order."""
    leaves = tuple(iterate_leaves(node))
    if not leaves:
        return [[] for _ in texts]
    words = _Words([text for _, text in texts], analyzer)
    fields = [field for field, _ in texts]
    met: dict[int, int] = {}
    for number, leaf in enumerate(leaves):
        for place in words.find(leaf):
            if leaf.field is None or leaf.field == fields[words.text_of(place)]:
                met[place] = met.get(place, 0) | 1 << number
    return words.mark(met)


def iterate_leaves(node: Node) -> Iterator[Leaf]:
    """Yield what a query looks for, from left to right."""
    match node:
        case And(children) | Or(children) | AtLeast(_, children):
            for child in children:
                yield from iterate_leaves(child)
        case Boost(child) | Weighted(_, child):
            yield from iterate_leaves(child)
        case Not() | Everything() | Within() | Keyword():
            return
        case _:
            yield node


class _Words:
    """All words of several texts, one after the other; a place is a word's number among them."""

    def __init__(self, texts: Sequence[str], analyzer: Analyzer) -> None:
        self._vocabulary, self._chunks = analyzer.split(texts)
        self._columns = build_word_columns(self._vocabulary, self._chunks)
        self._entry, self._begins = self._columns.entries, self._columns.bounds
        self._position = self._find_positions()

    def text_of(self, place: int) -> int:
        """Return the number of the text in which a word stands."""
        return int(np.searchsorted(self._begins, place, "right")) - 1

    def find(self, leaf: Leaf) -> list[int]:
        """Return the places of the words that take part in the leaf's matches, in any field."""
        match leaf:
            case Term(term, channel):
                places: list[int] = self._find_term(term, channel).tolist()
                return places
            case Phrase(terms, slop, channel):
                found = {term: self._find_term(term, channel) for term in terms}
                return self._find_phrase(found, terms, slop)
            case _:
                return self._find_behind(leaf.before, self._find_forms(build_test(leaf)))

    def mark(self, met: Mapping[int, int]) -> list[list[Mark]]:
        """Return the words at these places by their texts, each with the leaves that it meets."""
        places = np.array(sorted(met), np.int64)
        starts, ends = find_spans(self._vocabulary, self._chunks, self._columns, places)
        leaves = [met[place] for place in places.tolist()]
        marks = list(map(Mark, starts.tolist(), ends.tolist(), leaves))
        cuts = np.searchsorted(places, self._begins).tolist()
        return [_separate(marks[first:last]) for first, last in zip(cuts, cuts[1:])]

    def _find_positions(self) -> Array:
        """Return the position of each word in its text, i8; -1 for a break."""
        steps = self._vocabulary.entry_steps.values[self._entry]
        positions = np.full(len(steps), -1)
        for begin, end in zip(self._begins, self._begins[1:]):
            words = np.flatnonzero(steps[begin:end] != PARAGRAPH_GAP)
            positions[begin + words] = find_positions(steps[begin:end])
        return positions

    def _find_term(self, term: str, channel: Channel) -> Array:
        stemmed = channel is Channel.STEM
        number = self._vocabulary.find_term(term, stemmed)
        if number is None:
            return np.zeros(0, np.int64)
        terms = self._vocabulary.entry_stems if stemmed else self._vocabulary.entry_forms
        return np.flatnonzero(terms.values[self._entry] == number)

    def _find_phrase(
        self, places: Mapping[str, Array], terms: Sequence[str], slop: int | None
    ) -> list[int]:
        """Return where the terms stand near each other within one text."""
        found: list[int] = []
        texts = {term: np.searchsorted(self._begins, at, "right") for term, at in places.items()}
        common = set.intersection(*(set(numbers.tolist()) for numbers in texts.values()))
        for text in sorted(common):
            here = {term: at[texts[term] == text] for term, at in places.items()}
            positions = {term: self._position[at].tolist() for term, at in here.items()}
            if slop is None:
                starts = find_starts(terms, positions)
                met = {term: [start + n for start in starts for n, each in enumerate(terms)
                              if each == term] for term in here}
            else:
                met = dict.fromkeys(here, find_occurrences(terms, positions, slop))
            for term, at in here.items():
                found += at[np.isin(self._position[at], met[term])].tolist()
        return found

    def _find_behind(self, before: Sequence[str], last: list[int]) -> list[int]:
        """Return those of some places that stand right behind other forms, and of these."""
        if not before:
            return last
        found = {form: self._find_term(form, Channel.FORM) for form in before}
        any_of_last = ""  # which is no form
        return self._find_phrase(
            {**found, any_of_last: np.array(last, np.int64)}, (*before, any_of_last), slop=None)

    def _find_forms(self, matches: Callable[[str], bool]) -> list[int]:
        """Return where a form stands that passes the test; each different form is tried once."""
        forms = self._vocabulary.entry_forms.values[self._entry]
        different = sorted(set(forms.tolist()))
        texts = self._vocabulary.forms.texts(different)
        passing = [form for form, text in zip(different, texts) if text and matches(text)]
        return list(map(int, np.flatnonzero(np.isin(forms, passing))))


def _separate(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without overlaps: of two that overlap, the shorter stands for both."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and mark.start < kept[-1].end:
            before = kept.pop()
            shorter = min(before, mark, key=lambda each: each.end - each.start)
            mark = shorter._replace(leaves=before.leaves | mark.leaves)
        kept.append(mark)
    return kept


def build_test(leaf: Prefix | Fuzzy) -> Callable[[str], bool]:
    """Return a function that says whether a form matches the leaf."""
    match leaf:
        case Prefix(prefix):
            return lambda form: form.startswith(prefix)
        case Fuzzy(wanted, limit):
            return cache(lambda form: OSA.distance(form, wanted, score_cutoff=limit) <= limit)
