"""What a tree finds → a page: filtered, counted and in order."""

from collections import Counter
from collections.abc import Sequence
from itertools import repeat

import numpy as np

from search.arrays import Array
from search.buckets import build_buckets
from search.engine import Matches, Request
from search.engines.whoosh.querying.collapser import Collapsed, Counts
from search.engines.whoosh.querying.program import Evaluation
from search.engines.whoosh.querying.segment_pass import SegmentPass, run_program, split_counts
from search.engines.whoosh.querying.snapshot import Snapshot
from search.engines.whoosh.segments.segment import UNDATED, Segment
from search.facets import FACETS, Value
from search.page import Bucket
from search.query import Node, Sort

Place = tuple[str, int, int]
"""A hit: its id, its part, and its number there."""

Candidate = tuple[float, int, Place]
"""What the hits of several segments are ordered by: minus the score, the date, the id."""


def select(evaluation: Evaluation, node: Node, request: Request) -> tuple[int, Matches]:
    """How many documents a tree finds at all, and the page of those that pass the filters."""
    snapshot, programs = evaluation.snapshot, evaluation.programs(node)
    collapsed = Collapsed(snapshot, programs, request) if request.collapse else None
    passes = [
        run_program(program, request, part, collapsed.live(number) if collapsed else part.alive)
        for number, (program, part) in enumerate(zip(programs, snapshot.parts))
    ]
    places, scores = _page(passes, request, snapshot)
    total = sum(each.passing for each in passes)
    segments = [part.segment for part in snapshot.parts]
    return sum(each.found for each in passes), Matches(
        ids=tuple([id for id, _, _ in places]), scores=scores, total=total,
        facets=_facets(passes, request, segments, collapsed),
        article_total=total + (collapsed.count if collapsed else 0),
        stories=snapshot.stories([(number, document) for _, number, document in places]))


def _page(
    passes: Sequence[SegmentPass], request: Request, snapshot: Snapshot
) -> tuple[list[Place], tuple[float, ...]]:
    """The hits, and their scores."""
    shown = slice(request.offset, request.offset + request.limit)
    if len(passes) == 1:
        ((_, _, docs, scores, _),), (part,) = passes, snapshot.parts
        docs = docs[shown]
        places = zip(part.segment.ids(docs), repeat(0), docs.tolist())
        return list(places), tuple(scores[shown].tolist())
    candidates = sorted(
        candidate for number, (_, _, docs, scores, _) in enumerate(passes)
        for candidate in _candidates(docs, scores, request, snapshot.parts[number].segment, number)
    )[shown]
    return [place for *_, place in candidates], tuple([-score for score, *_ in candidates])


def _candidates(
    docs: Array, scores: Array, request: Request, segment: Segment, number: int
) -> Sequence[Candidate]:
    starts = segment.column["start"][docs]
    late = np.iinfo(np.int64).max
    oldest = np.where(starts == UNDATED, late, starts)
    dates = (oldest if request.sort is Sort.OLDEST else -starts).tolist()
    places = zip(segment.ids(docs), repeat(number), docs.tolist())
    return list(zip((-scores).tolist(), dates, places))


def _facets(
    passes: Sequence[SegmentPass], request: Request, segments: Sequence[Segment],
    collapsed: Collapsed | None,
) -> dict[str, tuple[Bucket, ...]]:
    """The buckets of the facets asked for."""
    by_segment = [
        {name: _counts(numbers, segment.facets[name].values)
         for name, numbers in split_counts(each.counts, request, segment)}
        for each, segment in zip(passes, segments)
    ]
    facets = {}
    for name in request.facets:
        each = [counts[name] for counts in by_segment]
        counts = each[0] if len(each) == 1 else _sum(each)
        both = collapsed.counts(name, counts) if collapsed else (counts,)
        selected = request.filters.selected.get(name, ())
        facets[name] = build_buckets(FACETS[name], selected, *both)
    return facets


def _counts(numbers: Array, values: Sequence[Value]) -> Counts:
    return {value: number for value, number in zip(values, numbers.tolist()) if number}


def _sum(each: Sequence[Counts]) -> Counts:
    counts = Counter[Value]()
    for one in each:
        counts.update(one)
    return counts
