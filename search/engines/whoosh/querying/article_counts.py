"""Counts the articles that have a term or a phrase, without evaluating a request."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.kernels.types import BLOCK_SIZE
from search.engines.whoosh.querying.program import ProgramCompiler
from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.segment import IndexedField
from search.query import Phrase, Term

_FEW = 256
"""Postings up to which sorting them is quicker than marking all documents of each block."""

_MOST_KEPT = 1 << 12
"""Frequent terms, and phrases, whose counts are kept of a snapshot: those recur in queries."""


class TermPlace(NamedTuple):
    """Where a term stands: its number in a field of a part."""

    part: LiveSegment
    field: IndexedField
    number: int

    def count_postings(self) -> int:
        """Return how many postings the term has there, deleted documents included."""
        at, blocks = self.field.at, self.field.blocks
        return int(at[(self.number + 1) * blocks]) - int(at[self.number * blocks])


def count_term(term: Term, snapshot: Snapshot, enough: int | None = None) -> int:
    """Return how many live documents have a term.

    If they are `enough`, fewer may be told, but not fewer than that; then no postings are read.
    Counts of frequent terms are kept.
    """
    kept = snapshot.article_counts.get(term)
    if kept is not None:
        return kept
    text, fields = term.term.encode(), (term.field, term.channel)
    places = [
        TermPlace(part, field, number) for part in snapshot.parts
        for field, _ in part.fields[fields] if (number := field.find(text)) >= 0]
    if enough is not None and (least := _count_least(places)) >= enough:
        return least
    count = count_articles(places)
    if count > _FEW:
        _keep(term, count, snapshot)
    return count


def count_phrase(phrase: Phrase, snapshot: Snapshot) -> int:
    """Return how many live documents have a phrase. Counts are kept. Raises TooCostly."""
    count = snapshot.article_counts.get(phrase)
    if count is None:
        count = ProgramCompiler(snapshot).look_up_leaf(phrase).frequency
        _keep(phrase, count, snapshot)
    return count


def _keep(leaf: Term | Phrase, count: int, snapshot: Snapshot) -> None:
    if len(snapshot.article_counts) >= _MOST_KEPT:
        snapshot.article_counts.clear()
    snapshot.article_counts[leaf] = count


def _count_least(places: Sequence[TermPlace]) -> int:
    """Return how many live documents have a term at least, by the longest postings of each part."""
    longest: dict[LiveSegment, int] = {}
    for place in places:
        longest[place.part] = max(place.count_postings(), longest.get(place.part, 0))
    return sum(max(postings - part.deleted, 0) for part, postings in longest.items())


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
    if sum([place.count_postings() for place in places]) > _FEW:
        return _count_many(places, part)
    docs = np.unique(np.concatenate([
        place.field.read_postings(place.number)[0] for place in places]))
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))


def _count_many(places: Sequence[TermPlace], part: LiveSegment) -> int:
    """Return how many live documents of one part have a term that many have, block by block."""
    for place in places:
        place.field.touch_term(place.number)
    count, documents = 0, part.segment.count
    for block in range(part.segment.blocks):
        first = block * BLOCK_SIZE
        flags = np.zeros(min(documents - first, BLOCK_SIZE), bool)
        for place in places:
            flags[place.field.list_in_block(place.number, block)] = True
        if part.live is not None:
            flags &= part.live[first:first + BLOCK_SIZE]
        count += int(np.count_nonzero(flags))
    return count
