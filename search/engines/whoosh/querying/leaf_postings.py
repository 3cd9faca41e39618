"""Looks up phrases, prefixes and fuzzy words: the documents that have them, and their weights.

A phrase is scored as if it were one word, and so are all the forms of a prefix or fuzzy word.
What restricts documents is looked up alike (restrictions.py), and scores nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from search import budget
from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import (
    DictionaryArrays,
    FieldPositions,
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

ExpandedLeaf = Phrase | Prefix | Fuzzy


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


def look_up(
    leaf: ExpandedLeaf, snapshot: Snapshot, among: Sequence[Array] | None = None
) -> LeafMatches:
    """Look a leaf up in all parts of a snapshot.

    A phrase may be looked for only `among` some documents of each part, u4, ascending.
    """
    pieces = [_weigh(leaf, part) for part in snapshot.parts] if among is None else [
        _weigh_among(leaf, part, docs) for part, docs in zip(snapshot.parts, among)]
    frequency = sum(_count_live(docs, part) for (docs, _), part in zip(pieces, snapshot.parts))
    return LeafMatches(pieces, frequency, idf(frequency, snapshot.count))


def refine(phrase: Phrase, rarity: float, part: LiveSegment, among: Array) -> Array:
    """Return what a phrase scores, f4, in each of these documents of a part, u4, ascending."""
    docs, weights = _weigh(phrase, part, among)
    scores = np.zeros(len(among), np.float32)
    scores[np.searchsorted(among, docs)] = rarity * weights / (K1 + weights)
    return scores


def weigh_early(
    numbers: Array, halves: Array, part: LiveSegment, among: Array
) -> tuple[Array, Array]:
    """Return what early terms weigh in the titles and in the bodies of these documents, f4.

    `numbers` i8 has those of the terms in titles, and in bodies, -1 for none, `halves` f4 what the
    terms say. The weights have a row for each term. It is 1 in a title; then a body adds nothing.
    """
    in_title, in_body = (
        _find_earliest(field, part.postings[place], own, among)
        for own, (field, place) in zip(numbers, part.fields[None, Channel.STEM]))
    has_title = in_title != kernels.NOWHERE
    early = halves[:, None] / (halves[:, None] + in_body.astype(np.float32))
    early[has_title | (in_body == kernels.NOWHERE)] = 0
    return has_title.astype(np.float32), early


def idf(found: int, of: int) -> float:
    """Return the inverse document frequency, as in Lucene: ln(1 + (N − n + ½) / (n + ½)).

    It is never negative.
    """
    return log(1 + (of - found + 0.5) / (found + 0.5))


def _weigh(
    leaf: ExpandedLeaf, part: LiveSegment, among: Array = _EVERY
) -> WeightedDocuments:
    """Return the documents that have the leaf, and its weight in each.

    A phrase may be looked for only `among` some documents.
    """
    budget.refuse_if_spent()
    pieces = weigh_by_field(leaf, part, among)
    found = [piece for piece in pieces if len(piece[0])] or pieces[:1]
    return found[0] if len(found) == 1 else kernels.add_up(*found[0], *found[1])


def weigh_by_field(
    leaf: ExpandedLeaf, part: LiveSegment, among: Array = _EVERY
) -> list[WeightedDocuments]:
    """Return for each field the documents that have the leaf, and its weight in each.

    A phrase may be looked for only `among` some documents, u4, ascending.
    """
    channel = leaf.channel if isinstance(leaf, Phrase) else Channel.FORM
    return [_find_occurrences(leaf, field, part.postings[place], among)
            for field, place in part.fields[leaf.field, channel]]


def _weigh_among(leaf: ExpandedLeaf, part: LiveSegment, docs: Array) -> WeightedDocuments:
    if not len(docs):
        return _no_documents()
    among = docs.view()
    among.flags.writeable = False
    return _weigh(leaf, part, among)


def _find_occurrences(
    leaf: ExpandedLeaf, field: IndexedField, postings: FieldPostings, among: Array
) -> WeightedDocuments:
    """Return the documents whose field has the leaf, and its weight in each."""
    match leaf:
        case Phrase(terms, slop):
            return _find_phrase(field, postings, terms, slop, among)
        case _:
            numbers = _find_similar(leaf, field)
            budget.spend_forms(len(numbers))
            if leaf.before:
                return find_behind(field, postings, leaf.before, numbers)
            return _gather(field, postings, numbers)


def _find_similar(leaf: Prefix | Fuzzy, field: IndexedField) -> Array:
    """Return the numbers of the forms that are like a leaf, i8, ascending."""
    if isinstance(leaf, Prefix):
        found = field.beginning(leaf.prefix.encode())
        return np.arange(found.start, found.stop)
    wanted = np.array([ord(char) for char in leaf.form], np.uint32)
    assert field.letters is not None, "forms have letters"
    forms = DictionaryArrays(field.text, field.text_at, field.letters)
    return kernels.alike(forms, wanted, leaf.distance, scratch.for_fuzzy(field.count))


def _gather(field: IndexedField, postings: FieldPostings, numbers: Array) -> WeightedDocuments:
    """Return the documents that have any of the terms, which are weighted as one term."""
    if not len(numbers):
        return _no_documents()
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        count = field.touch(int(numbers[0]), int(numbers[-1]) + 1)
    else:
        count = sum([field.touch(number, number + 1) for number in numbers.tolist()])
    most = min(count, len(postings.lengths))
    return kernels.gather(postings, field.blocks, numbers, scratch.for_terms(most))


def _find_phrase(
    field: IndexedField, postings: FieldPostings, terms: tuple[str, ...], slop: int | None,
    among: Array,
) -> WeightedDocuments:
    """Return the documents that have the phrase.

    `slop` None: adjacent and in order; n: in any order within len(terms) + n positions.
    """
    numbers = [field.find(term.encode()) for term in terms]
    if min(numbers) < 0:
        return _no_documents()
    needed = Counter(numbers)
    most = min([field.touch(number, number + 1) for number in needed])
    for number in needed:
        field.touch_positions(number, number + 1)
    wanted = numbers if slop is None else list(needed)
    phrase = PhraseTerms(
        np.array(wanted), np.arange(len(wanted)), np.array([needed[number] for number in wanted]),
        0 if slop is None else len(terms) + slop)
    positions = FieldPositions(field.positions, field.positions_at, field.longest)
    return kernels.phrase(
        postings, field.blocks, positions, phrase, among,
        scratch.for_phrase(len(wanted), field.longest, most))


def _find_earliest(
    field: IndexedField, postings: FieldPostings, numbers: Array, among: Array
) -> Array:
    """Return the first position of each term, u4, in each of some documents; a row for each."""
    for number in numbers.tolist():
        if number >= 0:
            field.touch_positions(number, number + 1)
    positions = FieldPositions(field.positions, field.positions_at, field.longest)
    return kernels.earliest(postings, field.blocks, positions, numbers, among)


def _count_live(docs: Array, part: LiveSegment) -> int:
    """Count the live ones among the documents."""
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))


def _no_documents() -> WeightedDocuments:
    return np.zeros(0, np.uint32), np.zeros(0, np.float32)
