"""One commit of the index, open for reading. Shared by all threads: nothing in it changes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.index import Live
from search.engines.whoosh.segment import Field, Segment, name
from search.fields import SEARCHABLE, TEXT
from search.query import Channel

B = 0.75
"""How much a field's length counts in BM25."""


@dataclass(frozen=True, eq=False)
class Part:
    """A segment of a snapshot: which documents are live, and what a word in each weighs.

    `weights[F]` (f4, one a document) is the weight of the text field F over its length's norm:
    weight / (1 − b + b · length / mean length).
    """

    segment: Segment
    live: Array
    weights: dict[str, Array]

    @cached_property
    def documents(self) -> Array:
        """The numbers of the live documents, u4."""
        return np.flatnonzero(self.live).astype(np.uint32)

    def field(self, field: str, channel: Channel) -> Field:
        """The terms of one channel of a field."""
        return self.segment.fields[name(field, channel)]


class Snapshot:
    """The segments of one commit. Safe to share between threads."""

    def __init__(self, lives: Sequence[Live]) -> None:
        means = _mean_lengths(lives)
        self.parts = [Part(segment, live, _weights(segment, means)) for segment, live in lives]
        self.count = sum(int(live.sum()) for _, live in lives)

    def without(self, removed: Set[str]) -> "Snapshot":
        """The same, without the articles that the store no longer has."""
        if not removed:
            return self
        return Snapshot([(part.segment, _masked(part, removed)) for part in self.parts])


def _mean_lengths(lives: Sequence[Live]) -> dict[str, float]:
    count = max(sum(segment.count for segment, _ in lives), 1)
    totals = {
        field.name: sum(int(segment.lengths[field.name].sum(dtype=np.int64))
                        for segment, _ in lives)
        for field in TEXT
    }
    return {field: max(total / count, 1.0) for field, total in totals.items()}


def _weights(segment: Segment, means: dict[str, float]) -> dict[str, Array]:
    return {
        field: (SEARCHABLE[field].weight / (1 - B + B * segment.lengths[field] / mean))
        .astype(np.float32)
        for field, mean in means.items()
    }


def _masked(part: Part, removed: Set[str]) -> Array:
    live = part.live.copy()
    for number in map(part.segment.find, removed):
        if number >= 0:
            live[number] = False
    return live
