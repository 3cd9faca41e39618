"""One commit of the index, open for reading. All threads share it: nothing in it changes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from search.arrays import Array
from search.engines.whoosh.commits.generation import Live
from search.engines.whoosh.kernels import FieldPostings, Program, SegmentArrays
from search.engines.whoosh.kernels.types import forbid_writing
from search.engines.whoosh.querying.count_cache import CountCache
from search.engines.whoosh.querying.facet_values import FacetValues
from search.engines.whoosh.querying.program_cache import ProgramCache
from search.engines.whoosh.segments.segment import INDEXED, IndexedField, Segment, name_field
from search.engines.whoosh.stories.clusters import StoryClusters
from search.engines.whoosh.stories.pairs import NONE
from search.facets import FACETS
from search.fields import SEARCHABLE, TEXT
from search.page import Story
from search.query import Channel, Phrase, Term

B = 0.75
"""The influence of a field's length in BM25."""

_ALL = np.zeros(0, np.uint8)


@dataclass(frozen=True, eq=False)
class LiveSegment:
    """A segment of a snapshot.

    `live` says whether each document is live, None if all are. `postings` has the postings of each
    field of INDEXED in order; an occurrence weighs
    weight · freq / (1 − b + b · length / mean length).
    """

    segment: Segment
    live: Array | None
    postings: tuple[FieldPostings, ...]

    @cached_property
    def arrays(self) -> SegmentArrays:
        """The arrays that kernels read, handed over as few arrays."""
        weights = [number for field in self.postings
                   for number in (field.weight, field.base, field.slope)]
        kind = np.zeros(0, self.postings[0].freqs.dtype)
        return forbid_writing(SegmentArrays(
            self.segment.file.whole, self.segment.bounds(), np.array(weights), kind,
            self.segment.blocks, self.segment.count))

    @cached_property
    def fields(self) -> dict[tuple[str | None, Channel], list[tuple[IndexedField, int]]]:
        """The fields to search, with the places of their postings, by name and channel.

        The name None stands for title and body.
        """
        by_name: dict[str | None, list[str]] = {None: [field.name for field in TEXT]}
        by_name |= {field: [field] for field in SEARCHABLE}
        return {
            (field, channel): [self._locate(each, channel) for each in names]
            for field, names in by_name.items() for channel in Channel
            if all(name_field(each, channel) in INDEXED for each in names)
        }

    @property
    def count(self) -> int:
        """The number of live documents."""
        return self.segment.count if self.live is None else int(self.live.sum())

    @cached_property
    def deleted(self) -> int:
        """The number of documents that are not live."""
        return self.segment.count - self.count

    @property
    def live_mask(self) -> Array:
        """`live` as kernels take it: u1, empty if all are."""
        return _ALL if self.live is None else self.live.view(np.uint8)

    def _locate(self, field: str, channel: Channel) -> tuple[IndexedField, int]:
        indexed = name_field(field, channel)
        return self.segment.fields[indexed], list(INDEXED).index(indexed)


class Snapshot:
    """The segments of one commit. Safe to share between threads."""

    def __init__(self, lives: Sequence[Live], pairs: Array = NONE) -> None:
        self._pairs = pairs
        self.counted = CountCache()
        self.looked_up: dict[tuple[str, Channel, str | None], Any] = {}
        """Where terms stand, by term, channel and field; program.py fills it."""
        self.article_counts: dict[Term | Phrase, int] = {}
        """How many live documents some terms and phrases have; article_counts.py fills it."""
        self.programs = ProgramCache[list[Program]](_count_bytes)
        self.refinements = ProgramCache[Any](lambda plan: plan.wanted.terms.nbytes)
        means = _compute_mean_lengths([segment for segment, _ in lives])
        self.parts = [
            LiveSegment(segment, live, _weigh_fields(segment, means)) for segment, live in lives]
        self.count = sum(part.count for part in self.parts)
        self._values: dict[str, FacetValues] = {}
        self._narrowed: tuple[Set[str], Snapshot] | None = None

    def without(self, removed: Set[str]) -> "Snapshot":
        """Return the snapshot without the articles that the store no longer has.

        The last one is kept: every search asks for it until the index has followed.
        """
        if not removed:
            return self
        narrowed = self._narrowed
        if narrowed is None or narrowed[0] != removed:
            lives = [(part.segment, _mask(part, removed)) for part in self.parts]
            narrowed = self._narrowed = removed, Snapshot(lives, self._pairs)
        return narrowed[1]

    def is_changed(self) -> bool:
        """Return whether somebody has written to a file of a segment: it must not be read again."""
        return any([part.segment.file.is_changed() for part in self.parts])

    def list_values(self, facet: str) -> FacetValues:
        """Return the values of a facet, united when they are first needed."""
        if facet not in self._values:
            columns = [part.segment.facets[facet] for part in self.parts]
            self._values[facet] = FacetValues(FACETS[facet], columns)
        return self._values[facet]

    @cached_property
    def clusters(self) -> StoryClusters:
        """The stories, found when they are first needed."""
        segments = [part.segment for part in self.parts]
        return StoryClusters(segments, [part.live for part in self.parts], self._pairs)

    def stories(self, places: Sequence[tuple[int, int]]) -> tuple[Story | None, ...]:
        """Return the story of each document, given by part and number."""
        if not (places and len(self._pairs)):
            return (None,) * len(places)
        return self.clusters.find_stories(places)

    def story(self, id: str) -> Story | None:
        """Return the story of the article with this id, None if it has none."""
        place = self.find(id)
        return self.stories([place])[0] if place else None

    def find(self, id: str) -> tuple[int, int] | None:
        """Return the part and the number of the live document with this id, None if there is none.
        """
        for number, part in enumerate(self.parts):
            document = part.segment.find(id)
            if document >= 0 and (part.live is None or part.live[document]):
                return number, document
        return None


def _compute_mean_lengths(segments: Sequence[Segment]) -> dict[str, float]:
    count = max(sum(segment.count for segment in segments), 1)
    return {
        field.name: max(sum(
            int(segment.lengths[field.name].sum(dtype=np.int64)) for segment in segments
        ) / count, 1.0)
        for field in TEXT
    }


def _weigh_fields(segment: Segment, means: dict[str, float]) -> tuple[FieldPostings, ...]:
    by_name = {
        name_field(field.name, channel): _weigh_field(segment, field.name, channel, means)
        for field in SEARCHABLE.values() for channel in Channel
        if name_field(field.name, channel) in INDEXED
    }
    return tuple(by_name[field] for field in INDEXED)


def _weigh_field(
    segment: Segment, field: str, channel: Channel, means: dict[str, float]
) -> FieldPostings:
    found, weight = segment.fields[name_field(field, channel)], SEARCHABLE[field].weight
    postings = found.docs, found.freqs, found.at
    if field not in means:  # it weighs nothing, whatever its length
        return FieldPostings(*postings, segment.column["newest"], weight, 1.0, 0.0)
    return FieldPostings(*postings, segment.lengths[field], weight, 1.0 - B, B / means[field])


def _count_bytes(programs: Sequence[Program]) -> int:
    """Return about how much memory the programs of a query take."""
    return sum([each.docs.nbytes + each.weights.nbytes + each.steps.nbytes for each in programs])


def _mask(part: LiveSegment, removed: Set[str]) -> Array:
    live = np.ones(part.segment.count, bool) if part.live is None else part.live.copy()
    for number in map(part.segment.find, removed):
        if number >= 0:
            live[number] = False
    return live
