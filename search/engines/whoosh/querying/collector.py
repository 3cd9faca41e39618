"""Collects the page of a request: filtered hits in order, totals, facets and stories."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import repeat

import numpy as np

from search.arrays import Array
from search.buckets import build_buckets
from search.engine import Matches, Request
from search.engines.whoosh.querying.collapser import Collapser, Counts
from search.engines.whoosh.querying.explainer import explain
from search.engines.whoosh.querying.program import ProgramCompiler, drop_scoring
from search.engines.whoosh.querying.segment_pass import SegmentPass, run_program, split_counts
from search.engines.whoosh.querying.snapshot import Snapshot
from search.engines.whoosh.segments.segment import UNDATED, Segment
from search.facets import FACETS, Value
from search.page import Bucket
from search.query import REFINED, Everything, Node, Sort

Place = tuple[str, int, int, int]
"""A hit: its id, the number of its part, its number there, and the change that brought it."""

_FEW = 100
"""Values of a facet up to which looking at each is the quickest."""

Refine = Callable[[int, Array], Array]
"""Returns what refinements add to the scores of documents, u4, ascending, of a part."""

RankedHit = tuple[float, int, Place]
"""The sort key of hits of several segments: minus the score, the date or change, the place."""


def collect(compiler: ProgramCompiler, node: Node, request: Request) -> tuple[int, Matches]:
    """Return how many documents a tree finds, and the page of those that pass the filters."""
    snapshot = compiler.snapshot
    programs = compiler.programs(node if _is_scored(request) else drop_scoring(node))
    collapser = Collapser(snapshot, programs, request) if request.collapse else None
    reranks = _is_reranked(node, request)
    last = request.offset + request.limit if request.limit else 0
    most = max(REFINED, last) if reranks else last
    passes = [
        run_program(program, request, part,
                    collapser.live(number) if collapser else part.live_mask, most)
        for number, (program, part) in enumerate(zip(programs, snapshot.parts))
    ]
    refine = partial(compiler.refine, request.refinements) if reranks else None
    places, scores, gains = _collect_page(passes, request, snapshot, refine)
    total = sum(each.passing for each in passes)
    segments = [part.segment for part in snapshot.parts]
    hits = [(number, document) for _, number, document, _ in places]
    return sum(each.found for each in passes), Matches(
        ids=tuple([id for id, *_ in places]), changes=tuple([change for *_, change in places]),
        scores=scores, total=total,
        facets=_collect_facets(passes, request, segments, collapser),
        article_total=total + (collapser.count if collapser else 0),
        stories=snapshot.stories(hits),
        explanations=explain(compiler, node, request, hits, gains) if request.explain else ())


def _collect_page(
    passes: Sequence[SegmentPass], request: Request, snapshot: Snapshot,
    refine: Refine | None,
) -> tuple[list[Place], tuple[float, ...], tuple[float, ...]]:
    """Return the hits of the page, their scores, and what recency has added to each."""
    shown = slice(request.offset, request.offset + request.limit)
    if len(passes) == 1:
        ((_, _, docs, scores, _),), (part,) = passes, snapshot.parts
        gains = np.zeros(len(docs))
        if refine:
            docs, scores, gains = _refine_part(refine, request, docs, scores, part.segment)
        return (list(_locate(part.segment, 0, docs[shown])), tuple(scores[shown].tolist()),
                tuple(gains[shown].tolist()))
    candidates = sorted(
        candidate for number, (part, each) in enumerate(zip(snapshot.parts, passes))
        for candidate in _list_candidates(
            each.documents, each.scores, request, part.segment, number)
    )
    added: dict[Place, float] = {}
    if refine:
        refined = _refine_hits(refine, candidates[:REFINED])
        added = _find_gains(refined, request.recency)
        candidates[:REFINED] = sorted(
            (score - added[place], date, place) for score, date, place in refined)
    page = candidates[shown]
    return ([place for *_, place in page], tuple([-score for score, *_ in page]),
            tuple([added.get(place, 0.0) for *_, place in page]))


def _is_scored(request: Request) -> bool:
    """Return whether scores matter: whether the page has hits that they put in order."""
    return request.limit > 0 and request.sort is Sort.RELEVANCE


def _is_reranked(node: Node, request: Request) -> bool:
    """Return whether the page has hits that refinements or recency put in order anew."""
    recency = request.recency and not isinstance(node, Everything)  # which scores nothing
    return bool(request.refinements or recency) and _is_scored(request) and (
        request.offset < REFINED)


def _refine_part(
    refine: Refine, request: Request, docs: Array, scores: Array, segment: Segment
) -> tuple[Array, Array, Array]:
    """Return the documents of the only part with the first in order anew, all their scores, and
    what recency has added to each."""
    first, raised, gains = docs[:REFINED], scores.astype(np.float64), np.zeros(len(docs))
    if request.refinements:
        by_number = np.argsort(first)
        raised[by_number] += refine(0, first[by_number])
    if request.recency:
        starts = segment.column["start"][first]
        gains[:REFINED] = request.recency * raised[:REFINED] * _place_in_time(starts)
        raised += gains
    order = np.arange(len(docs))
    order[:REFINED] = np.lexsort((segment.column["newest"][first], -raised[:REFINED]))
    return docs[order], raised[order], gains[order]


def _refine_hits(refine: Refine, hits: Sequence[RankedHit]) -> list[RankedHit]:
    """Return the hits with what the refinements add to their scores, in any order."""
    refined: list[RankedHit] = []
    for number in sorted({place[1] for *_, place in hits}):
        own = sorted([hit for hit in hits if hit[2][1] == number], key=lambda hit: hit[2][2])
        documents = np.array([place[2] for *_, place in own], np.uint32)
        more = refine(number, documents).tolist()
        refined += [(score - extra, date, place)
                    for (score, date, place), extra in zip(own, more)]
    return refined


def _find_gains(hits: Sequence[RankedHit], recency: float) -> dict[Place, float]:
    """Return what recency adds to the score of each hit."""
    places = _place_in_time(np.array([-date for _, date, _ in hits], np.int64)).tolist()
    return {place: recency * -score * share for (score, _, place), share in zip(hits, places)}


def _place_in_time(starts: Array) -> Array:
    """Return where dates lie between the earliest, 0, and the latest, 1; 0 for the undated."""
    if not len(starts):
        return np.zeros(0)
    earliest, latest = starts.min(), starts.max()
    if earliest == UNDATED:
        earliest = starts[starts != UNDATED].min(initial=max(latest, 0))
    shares: Array = np.maximum(starts - earliest, 0) / max(latest - earliest, 1)
    return shares


def _list_candidates(
    docs: Array, scores: Array, request: Request, segment: Segment, number: int
) -> Sequence[RankedHit]:
    keys = _list_keys(segment, request.sort, docs).tolist()
    return list(zip((-scores).tolist(), keys, _locate(segment, number, docs)))


def _list_keys(segment: Segment, sort: Sort, docs: Array) -> Array:
    """Return what puts documents of equal scores in order, i8."""
    if sort is Sort.ADDED:
        return -segment.column["seq"][docs]
    starts = segment.column["start"][docs]
    if sort is Sort.OLDEST:
        return np.where(starts == UNDATED, np.iinfo(np.int64).max, starts)
    return -starts


def _locate(segment: Segment, number: int, docs: Array) -> Iterator[Place]:
    """Yield the place of each document of a segment, which is that of the part `number`."""
    changes = segment.column["seq"][docs].tolist()
    return zip(segment.ids(docs), repeat(number), docs.tolist(), changes)


def _collect_facets(
    passes: Sequence[SegmentPass], request: Request, segments: Sequence[Segment],
    collapser: Collapser | None,
) -> dict[str, tuple[Bucket, ...]]:
    """Return the buckets of the requested facets."""
    by_segment = [split_counts(each.counts, request, segment)
                  for each, segment in zip(passes, segments)]
    facets = {}
    for name in request.facets:
        each = [_count_values(numbers[name], segment.facets[name].values)
                for numbers, segment in zip(by_segment, segments)]
        counts = each[0] if len(each) == 1 else _add_counts(each)
        both = collapser.counts(name, counts) if collapser else (counts,)
        selected = request.filters.selected.get(name, ())
        facets[name] = build_buckets(FACETS[name], selected, *both)
    return facets


def _count_values(numbers: Array, values: Sequence[Value]) -> Counts:
    if len(values) > _FEW:
        some = np.flatnonzero(numbers)
        numbers, values = numbers[some], list(map(values.__getitem__, some.tolist()))
    return {value: number for value, number in zip(values, numbers.tolist()) if number}


def _add_counts(each: Sequence[Counts]) -> Counts:
    counts = Counter[Value]()
    for one in each:
        counts.update(one)
    return counts
