"""Finds the surface forms near another one, with the number of articles that have each.

And which of many forms there are.
"""

from collections import defaultdict

import numpy as np
from rapidfuzz.distance import OSA

from search import budget
from search.engine import SimilarForm
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import DictionaryArrays, scratch
from search.engines.whoosh.querying.article_counts import TermPlace, count_articles
from search.engines.whoosh.querying.snapshot import Snapshot
from search.engines.whoosh.segments.segment import INDEXED
from search.query import Channel

_FORMS_READ = 1 << 16
"""Forms of a dictionary that are compared at once: all of them would take much memory."""


def find_similar_forms(
    form: str, distance: int, field: str | None, limit: int, snapshot: Snapshot
) -> tuple[SimilarForm, ...]:
    """Return the forms at most `distance` edits from one: see Engine.similar_forms."""
    by_edits: dict[int, dict[str, list[TermPlace]]] = defaultdict(dict)
    for other, places in _find_places(form, distance, field, snapshot).items():
        by_edits[OSA.distance(form, other)][other] = places
    found: list[SimilarForm] = []
    for edits, places_of in sorted(by_edits.items()):
        counted = _count_most_frequent(places_of, limit - len(found))
        found += [SimilarForm(other, edits, count) for other, count in counted]
    return tuple(found)


def find_forms(forms: set[bytes], snapshot: Snapshot) -> set[bytes]:
    """Return which of some forms stand in the dictionaries: see Engine.find_forms."""
    found: set[bytes] = set()
    for part in snapshot.parts:
        for name, channel in INDEXED.items():
            if channel is Channel.FORM:
                field = part.segment.fields[name]
                for first in range(0, field.count, _FORMS_READ):
                    last = min(first + _FORMS_READ, field.count)
                    found.update(forms.intersection(field.terms(first, last)))
    return found


def _find_places(
    form: str, distance: int, field: str | None, snapshot: Snapshot
) -> dict[str, list[TermPlace]]:
    """Return where each form within the distance stands."""
    wanted = np.array([ord(char) for char in form], np.uint32)
    places: dict[str, list[TermPlace]] = defaultdict(list)
    for part in snapshot.parts:
        for indexed, _ in part.fields[field, Channel.FORM]:
            budget.refuse_if_spent()
            assert indexed.letters is not None, "forms have letters"
            forms = DictionaryArrays(indexed.text, indexed.text_at, indexed.letters)
            with scratch.for_fuzzy(indexed.count) as memory:
                numbers = kernels.alike(forms, wanted, distance, memory)
            for number, other in zip(numbers.tolist(), indexed.words(numbers)):
                places[other].append(TermPlace(part, indexed, number))
    return places


def _count_most_frequent(
    places_of: dict[str, list[TermPlace]], limit: int
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
        if count := count_articles(places_of[form]):
            kept.append((form, count))
            kept.sort(key=lambda each: (-each[1], each[0]))
    return kept[:max(limit, 0)]
