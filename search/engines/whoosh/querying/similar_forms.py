"""Finds the surface forms near another one, with the number of articles that have each."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from search.arrays import Array
from search.engine import SimilarForm
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import DictionaryArrays, scratch
from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.segment import IndexedField
from search.query import Channel


class _Place(NamedTuple):
    """Where a form stands: its number in a field of a part."""

    part: LiveSegment
    field: IndexedField
    number: int

    def count_postings(self) -> int:
        """Return how many postings the form has there, deleted documents included."""
        at, blocks = self.field.at, self.field.blocks
        return int(at[(self.number + 1) * blocks]) - int(at[self.number * blocks])


def find_similar_forms(
    form: str, distance: int, field: str | None, limit: int, snapshot: Snapshot
) -> tuple[SimilarForm, ...]:
    """Return the forms at most `distance` edits from one: see Engine.similar_forms."""
    by_edits: dict[int, dict[str, list[_Place]]] = defaultdict(dict)
    for other, places in _find_places(form, distance, field, snapshot).items():
        by_edits[OSA.distance(form, other)][other] = places
    found: list[SimilarForm] = []
    for edits, places_of in sorted(by_edits.items()):
        counted = _count_most_frequent(places_of, limit - len(found))
        found += [SimilarForm(other, edits, count) for other, count in counted]
    return tuple(found)


def _find_places(
    form: str, distance: int, field: str | None, snapshot: Snapshot
) -> dict[str, list[_Place]]:
    """Return where each form within the distance stands."""
    wanted = np.array([ord(char) for char in form], np.uint32)
    places: dict[str, list[_Place]] = defaultdict(list)
    for part in snapshot.parts:
        for indexed, _ in part.fields[field, Channel.FORM]:
            assert indexed.letters is not None, "forms have letters"
            forms = DictionaryArrays(indexed.text, indexed.text_at, indexed.letters)
            numbers = kernels.alike(forms, wanted, distance, scratch.for_fuzzy(indexed.count))
            for number, other in zip(numbers.tolist(), indexed.words(numbers)):
                places[other].append(_Place(part, indexed, number))
    return places


def _count_most_frequent(
    places_of: dict[str, list[_Place]], limit: int
) -> list[tuple[str, int]]:
    """Return the forms that the most articles have, with their number.

    Only those are counted whose postings are as many as the articles of the last that is kept.
    """
    bounds = sorted(
        ((sum(place.count_postings() for place in places), form)
         for form, places in places_of.items()), key=lambda each: (-each[0], each[1]))
    kept: list[tuple[str, int]] = []
    for bound, form in bounds:
        if len(kept) >= limit and (limit <= 0 or bound < kept[limit - 1][1]):
            break
        if count := _count_articles(places_of[form]):
            kept.append((form, count))
            kept.sort(key=lambda each: (-each[1], each[0]))
    return kept[:max(limit, 0)]


def _count_articles(places: Sequence[_Place]) -> int:
    """Return how many live documents have a form in any of its places."""
    documents: dict[LiveSegment, list[Array]] = defaultdict(list)
    for place in places:
        documents[place.part].append(place.field.read_postings(place.number)[0])
    return sum(
        _count_live(reduce(np.union1d, several), part) for part, several in documents.items())


def _count_live(docs: Array, part: LiveSegment) -> int:
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))
