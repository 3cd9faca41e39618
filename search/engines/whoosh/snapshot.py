"""One commit of the index, open for reading. Shared by all threads: nothing in it changes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.arrays import Array
from search.engines.whoosh.index import Live
from search.engines.whoosh.kernels import Plane
from search.engines.whoosh.segment import INDEXED, Field, Segment, name
from search.fields import SEARCHABLE, TEXT
from search.query import Channel

B = 0.75
"""How much a field's length counts in BM25."""


@dataclass(frozen=True, eq=False)
class Part:
    """A segment of a snapshot.

    `live` tells for each document whether it is, None where all are; `planes` hold for each
    indexed field its postings and what an occurrence weighs:
    weight · freq / (1 − b + b · length / mean length).
    """

    segment: Segment
    live: Array | None
    planes: dict[str, Plane]

    @cached_property
    def sides(self) -> dict[tuple[str | None, Channel], list[tuple[Field, Plane]]]:
        """The fields of a channel by name, title and body for none, and their postings."""
        by_name: dict[str | None, list[str]] = {None: [field.name for field in TEXT]}
        by_name |= {field: [field] for field in SEARCHABLE}
        return {
            (field, channel): [self._side(each, channel) for each in names]
            for field, names in by_name.items() for channel in Channel
            if all(name(each, channel) in INDEXED for each in names)
        }

    @property
    def count(self) -> int:
        """How many documents are live."""
        return self.segment.count if self.live is None else int(self.live.sum())

    @property
    def documents(self) -> Array:
        """The numbers of the live documents, u4."""
        if self.live is None:
            return np.arange(self.segment.count, dtype=np.uint32)
        return np.flatnonzero(self.live).astype(np.uint32)

    def _side(self, field: str, channel: Channel) -> tuple[Field, Plane]:
        indexed = name(field, channel)
        return self.segment.fields[indexed], self.planes[indexed]


class Snapshot:
    """The segments of one commit. Safe to share between threads."""

    def __init__(self, lives: Sequence[Live]) -> None:
        means = _mean_lengths([segment for segment, _ in lives])
        self.parts = [Part(segment, live, _planes(segment, means)) for segment, live in lives]
        self.count = sum(part.count for part in self.parts)

    def without(self, removed: Set[str]) -> "Snapshot":
        """The same, without the articles that the store no longer has."""
        if not removed:
            return self
        return Snapshot([(part.segment, _masked(part, removed)) for part in self.parts])


def _mean_lengths(segments: Sequence[Segment]) -> dict[str, float]:
    count = max(sum(segment.count for segment in segments), 1)
    return {
        field.name: max(sum(
            int(segment.lengths[field.name].sum(dtype=np.int64)) for segment in segments
        ) / count, 1.0)
        for field in TEXT
    }


def _planes(segment: Segment, means: dict[str, float]) -> dict[str, Plane]:
    return {
        name(field.name, channel): _plane(segment, field.name, channel, means)
        for field in SEARCHABLE.values() for channel in Channel
        if name(field.name, channel) in INDEXED
    }


def _plane(segment: Segment, field: str, channel: Channel, means: dict[str, float]) -> Plane:
    held, weight = segment.fields[name(field, channel)], SEARCHABLE[field].weight
    if field not in means:  # it weighs nothing, whatever its length
        return Plane(held.docs, held.freqs, segment.column["id"], weight, 1.0, 0.0)
    slope = B / means[field]
    return Plane(held.docs, held.freqs, segment.lengths[field], weight, 1.0 - B, slope)


def _masked(part: Part, removed: Set[str]) -> Array:
    live = np.ones(part.segment.count, bool) if part.live is None else part.live.copy()
    for number in map(part.segment.find, removed):
        if number >= 0:
            live[number] = False
    return live
