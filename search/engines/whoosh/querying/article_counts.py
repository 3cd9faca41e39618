"""Counts the articles that have a term, without evaluating a request."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.segment import IndexedField
from search.query import Term


class TermPlace(NamedTuple):
    """Where a term stands: its number in a field of a part."""

    part: LiveSegment
    field: IndexedField
    number: int

    def count_postings(self) -> int:
        """Return how many postings the term has there, deleted documents included."""
        at, blocks = self.field.at, self.field.blocks
        return int(at[(self.number + 1) * blocks]) - int(at[self.number * blocks])


def count_term(term: Term, snapshot: Snapshot) -> int:
    """Return how many live documents have a term."""
    text = term.term.encode()
    return count_articles([
        TermPlace(part, field, number) for part in snapshot.parts
        for field, _ in part.fields[term.field, term.channel]
        if (number := field.find(text)) >= 0])


def count_articles(places: Sequence[TermPlace]) -> int:
    """Return how many live documents have a term in any of its places."""
    by_part: dict[LiveSegment, list[TermPlace]] = defaultdict(list)
    for place in places:
        by_part[place.part].append(place)
    return sum(_count_in_part(several, part) for part, several in by_part.items())


def _count_in_part(places: Sequence[TermPlace], part: LiveSegment) -> int:
    """Return how many live documents of one part have a term; read postings only if needed."""
    if len(places) == 1 and part.live is None:
        return places[0].count_postings()
    found = np.zeros(part.segment.count, bool)
    for place in places:
        found[place.field.read_postings(place.number)[0]] = True
    return int(np.count_nonzero(found if part.live is None else found & part.live))
