"""One commit of the index, open for reading. Shared by all threads: nothing in it changes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.arrays import Array
from search.engines.whoosh.commits.generation import Live
from search.engines.whoosh.kernels import Plane, SegmentArrays
from search.engines.whoosh.segments.segment import INDEXED, Field, Segment, name
from search.engines.whoosh.stories.clusters import Told
from search.engines.whoosh.stories.pairs import NONE
from search.fields import SEARCHABLE, TEXT
from search.page import Story
from search.query import Channel

B = 0.75
"""How much a field's length counts in BM25."""

_ALL = np.zeros(0, np.uint8)


@dataclass(frozen=True, eq=False)
class Part:
    """A segment of a snapshot.

    `live` tells for each document whether it is, None where all are; `planes` hold, for each of
    INDEXED in order, its postings and what an occurrence weighs:
    weight · freq / (1 − b + b · length / mean length).
    """

    segment: Segment
    live: Array | None
    planes: tuple[Plane, ...]

    @cached_property
    def arrays(self) -> SegmentArrays:
        """The planes and the segment's columns, as few arrays."""
        weights = [number for plane in self.planes
                   for number in (plane.weight, plane.base, plane.slope)]
        kind = np.zeros(0, self.planes[0].freqs.dtype)
        arrays = self.segment.file.whole, self.segment.bounds(), np.array(weights), kind
        for array in arrays:
            array.flags.writeable = False  # they are typed so
        return SegmentArrays(*arrays, self.segment.windows, self.segment.count)

    @cached_property
    def sides(self) -> dict[tuple[str | None, Channel], list[tuple[Field, int]]]:
        """The fields of a channel by name, title and body for none, and their places in planes."""
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
    def alive(self) -> Array:
        """`live` as kernels take it: u1, empty where all are."""
        return _ALL if self.live is None else self.live.view(np.uint8)

    def _side(self, field: str, channel: Channel) -> tuple[Field, int]:
        indexed = name(field, channel)
        return self.segment.fields[indexed], list(INDEXED).index(indexed)


class Snapshot:
    """The segments of one commit. Safe to share between threads."""

    def __init__(self, lives: Sequence[Live], twins: Array = NONE) -> None:
        self._twins = twins
        means = _mean_lengths([segment for segment, _ in lives])
        self.parts = [Part(segment, live, _planes(segment, means)) for segment, live in lives]
        self.count = sum(part.count for part in self.parts)

    def without(self, removed: Set[str]) -> "Snapshot":
        """The same, without the articles that the store no longer has."""
        if not removed:
            return self
        lives = [(part.segment, _masked(part, removed)) for part in self.parts]
        return Snapshot(lives, self._twins)

    @cached_property
    def told(self) -> Told:
        """The stories; made when they are first asked for."""
        return Told([part.segment for part in self.parts], [part.live for part in self.parts],
                    self._twins)

    def stories(self, places: Sequence[tuple[int, int]]) -> tuple[Story | None, ...]:
        """The story of each document, given by its part and its number there."""
        if not len(self._twins):
            return (None,) * len(places)
        return tuple([self.told.of(number, document) for number, document in places])

    def story(self, id: str) -> Story | None:
        """The story of the article with this id."""
        for number, part in enumerate(self.parts):
            document = part.segment.find(id)
            if document >= 0 and (part.live is None or part.live[document]):
                return self.stories([(number, document)])[0]
        return None


def _mean_lengths(segments: Sequence[Segment]) -> dict[str, float]:
    count = max(sum(segment.count for segment in segments), 1)
    return {
        field.name: max(sum(
            int(segment.lengths[field.name].sum(dtype=np.int64)) for segment in segments
        ) / count, 1.0)
        for field in TEXT
    }


def _planes(segment: Segment, means: dict[str, float]) -> tuple[Plane, ...]:
    by_name = {
        name(field.name, channel): _plane(segment, field.name, channel, means)
        for field in SEARCHABLE.values() for channel in Channel
        if name(field.name, channel) in INDEXED
    }
    return tuple(by_name[field] for field in INDEXED)


def _plane(segment: Segment, field: str, channel: Channel, means: dict[str, float]) -> Plane:
    held, weight = segment.fields[name(field, channel)], SEARCHABLE[field].weight
    postings = held.docs, held.freqs, held.at
    if field not in means:  # it weighs nothing, whatever its length
        return Plane(*postings, segment.column["newest"], weight, 1.0, 0.0)
    return Plane(*postings, segment.lengths[field], weight, 1.0 - B, B / means[field])


def _masked(part: Part, removed: Set[str]) -> Array:
    live = np.ones(part.segment.count, bool) if part.live is None else part.live.copy()
    for number in map(part.segment.find, removed):
        if number >= 0:
            live[number] = False
    return live
