"""Looks up phrases, prefixes and fuzzy words: the documents that have them, and their weights.

A phrase is scored as if it were one word, and so are all the forms of a prefix or fuzzy word.
What restricts documents is looked up alike (restrictions.py), and scores nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from math import log

import numpy as np

from search import budget
from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import (
    DictionaryArrays,
    FieldPostings,
    PhraseTerms,
    scratch,
)
from search.engines.whoosh.kernels.types import WeightedDocuments
from search.engines.whoosh.querying.positions import find_behind
from search.engines.whoosh.querying.restrictions import find_documents
from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.segment import IndexedField
from search.query import Channel, Fuzzy, Phrase, Prefix, Restriction

K1 = 0.9

_EVERY = np.zeros(0, np.uint32)
_EVERY.flags.writeable = False

TermNumbers = Sequence[Mapping[str, int]]
"""The numbers of terms in each of some fields, by the terms; -1 for one that a field has not."""


@dataclass(frozen=True, eq=False)
class LeafMatches:
    """The matches of a leaf in each part of a snapshot, deleted documents included; `frequency`
    counts the live ones."""

    pieces: list[WeightedDocuments]
    frequency: int
    rarity: float


def look_up_restriction(restriction: Restriction, snapshot: Snapshot) -> LeafMatches:
    """Look the documents up that meet a restriction, in all parts of a snapshot."""
    found = [find_documents(restriction, part.segment) for part in snapshot.parts]
    pieces = [(docs, np.zeros(len(docs), np.float32)) for docs in found]
    return LeafMatches(pieces, sum(map(_count_live, found, snapshot.parts)), 0.0)


def look_up(leaf: Prefix | Fuzzy, snapshot: Snapshot) -> LeafMatches:
    """Look a prefix or fuzzy word up in all parts of a snapshot."""
    return _count([_weigh(leaf, part) for part in snapshot.parts], snapshot)


def look_up_phrase(
    phrase: Phrase, numbers: Sequence[TermNumbers], snapshot: Snapshot,
    among: Sequence[Array] | None = None,
) -> LeafMatches:
    """Look a phrase up, given the numbers of its terms, in all parts of a snapshot.

    It may be looked for only `among` some documents of each part, u4, ascending.
    """
    pieces = [
        find_phrase(phrase, own, part) if among is None else _find_among(phrase, own, part, docs)
        for own, part, docs in zip(numbers, snapshot.parts, among or repeat(_EVERY))]
    return _count(pieces, snapshot)


def find_phrase(
    phrase: Phrase, numbers: TermNumbers, part: LiveSegment, among: Array = _EVERY
) -> WeightedDocuments:
    """Return the documents of a part that have a phrase, and its weight in each.

    It may be looked for only `among` some documents, u4, ascending.
    """
    budget.refuse_if_spent()
    fields = part.fields[phrase.field, phrase.channel]
    return _find_in_fields(phrase, fields, numbers, part, among)


def weigh_phrase_by_field(
    phrase: Phrase, numbers: TermNumbers, part: LiveSegment, among: Array
) -> list[WeightedDocuments]:
    """Return for each field those of some documents that have a phrase, and its weight in each."""
    budget.refuse_if_spent()
    return [_find_in_fields(phrase, [field], [own], part, among)
            for field, own in zip(part.fields[phrase.field, phrase.channel], numbers)]


def weigh_by_field(leaf: Prefix | Fuzzy, part: LiveSegment) -> list[WeightedDocuments]:
    """Return for each field the documents that have a leaf, and its weight in each."""
    found: list[WeightedDocuments] = []
    for field, place in part.fields[leaf.field, Channel.FORM]:
        similar, postings = _find_similar(leaf, field), part.postings[place]
        budget.spend_forms(len(similar))
        found.append(find_behind(field, postings, leaf.before, similar) if leaf.before
                     else _gather(field, postings, similar))
    return found


def idf(found: int, of: int) -> float:
    """Return the inverse document frequency, as in Lucene: ln(1 + (N − n + ½) / (n + ½)).

    It is never negative.
    """
    return log(1 + (of - found + 0.5) / (found + 0.5))


def _weigh(leaf: Prefix | Fuzzy, part: LiveSegment) -> WeightedDocuments:
    """Return the documents that have the leaf, and its weight in each."""
    budget.refuse_if_spent()
    pieces = weigh_by_field(leaf, part)
    found = [piece for piece in pieces if len(piece[0])] or pieces[:1]
    return found[0] if len(found) == 1 else kernels.add_up(*found[0], *found[1])


def _find_among(
    phrase: Phrase, numbers: TermNumbers, part: LiveSegment, docs: Array
) -> WeightedDocuments:
    if not len(docs):
        return _no_documents()
    among = docs.view()
    among.flags.writeable = False
    return find_phrase(phrase, numbers, part, among)


def _count(pieces: list[WeightedDocuments], snapshot: Snapshot) -> LeafMatches:
    """Return the matches of a leaf, given those in each part."""
    frequency = sum([_count_live(docs, part) for (docs, _), part in zip(pieces, snapshot.parts)])
    return LeafMatches(pieces, frequency, idf(frequency, snapshot.count))


def _find_similar(leaf: Prefix | Fuzzy, field: IndexedField) -> Array:
    """Return the numbers of the forms that are like a leaf, i8, ascending."""
    if isinstance(leaf, Prefix):
        found = field.beginning(leaf.prefix.encode())
        return np.arange(found.start, found.stop)
    wanted = np.array([ord(char) for char in leaf.form], np.uint32)
    assert field.letters is not None, "forms have letters"
    forms = DictionaryArrays(field.text, field.text_at, field.letters)
    with scratch.for_fuzzy(field.count) as memory:
        return kernels.alike(forms, wanted, leaf.distance, memory)


def _gather(field: IndexedField, postings: FieldPostings, numbers: Array) -> WeightedDocuments:
    """Return the documents that have any of the terms, which are weighted as one term."""
    if not len(numbers):
        return _no_documents()
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        count = field.touch(int(numbers[0]), int(numbers[-1]) + 1)
    else:
        count = sum([field.touch(number, number + 1) for number in numbers.tolist()])
    most = min(count, len(postings.lengths))
    with scratch.for_terms(most) as memory:
        return kernels.gather(postings, field.blocks, numbers, memory)


def locate_phrase(
    phrase: Phrase, fields: Sequence[tuple[IndexedField, int]], numbers: TermNumbers
) -> Iterator[tuple[int, list[int], int]]:
    """Yield the place of each field that has all terms of a phrase, the numbers of these, checked,
    and how many documents have all of them at most."""
    wanted = phrase.terms if phrase.slop is None else tuple(dict.fromkeys(phrase.terms))
    for (field, place), own in zip(fields, numbers):
        terms = [own[term] for term in wanted]
        if min(terms) >= 0:
            yield place, terms, min([field.touch_term(term, positions=True) for term in terms])


@lru_cache(256)
def describe_phrase(
    terms: tuple[str, ...], slop: int | None
) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Return the offsets of the terms of a phrase, how often each is needed, and the width.

    See PhraseTerms: those of a phrase with `slop` are different.
    """
    counts = Counter(terms)
    needed = tuple([counts[term] for term in (terms if slop is None else counts)])
    return tuple(range(len(needed))), needed, 0 if slop is None else len(terms) + slop


def _find_in_fields(
    phrase: Phrase, fields: Sequence[tuple[IndexedField, int]], numbers: TermNumbers,
    part: LiveSegment, among: Array,
) -> WeightedDocuments:
    """Return the documents that have a phrase in any of some fields, and its weight in each."""
    located = list(locate_phrase(phrase, fields, numbers))
    if not located:
        return _no_documents()
    offsets, needed, width = describe_phrase(phrase.terms, phrase.slop)
    longest = max([field.longest for field, _ in fields])
    wanted = PhraseTerms(
        np.array([place for place, *_ in located]),
        np.array([term for _, terms, _ in located for term in terms]),
        np.array(offsets), np.array(needed), width, longest)
    most = sum([most for *_, most in located])
    with scratch.for_phrase(len(offsets), longest, most) as memory:
        return kernels.phrase(part.arrays, wanted, among, memory)


def _count_live(docs: Array, part: LiveSegment) -> int:
    """Count the live ones among the documents."""
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))


def _no_documents() -> WeightedDocuments:
    return np.zeros(0, np.uint32), np.zeros(0, np.float32)
