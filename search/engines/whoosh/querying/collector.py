"""Collects the page of a request: filtered hits in order, totals, facets and stories."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, repeat

import numpy as np

from search import budget
from search.arrays import Array
from search.buckets import build_buckets, list_buckets, match_prefix
from search.budget import Omission
from search.engine import SCAN_BATCH, Matches, Request, Scan, ScannedHit
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels.reference import place_in_time
from search.engines.whoosh.querying.collapser import Collapser
from search.engines.whoosh.querying.day_counts import collect_days
from search.engines.whoosh.querying.explainer import explain
from search.engines.whoosh.querying.facet_values import FacetValues
from search.engines.whoosh.querying.program import ProgramCompiler, drop_scoring
from search.engines.whoosh.querying.scanner import Place, locate, order_hits, walk
from search.engines.whoosh.querying.segment_pass import SegmentPass, run_program, split_counts
from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.segment import Segment
from search.facets import WHOLE, Listing, Value
from search.page import Bucket
from search.query import REFINED, Everything, Node, Sort

Refine = Callable[[int, Array], tuple[Array, Array]]
"""Returns the places of documents of a part, u4, in ascending order, i8, and in that order what
refinements add to their scores, f4."""

RankedHit = tuple[float, int, Place]
"""The sort key of hits of several segments: minus the score, the date or change, the place."""


def collect(compiler: ProgramCompiler, node: Node, request: Request) -> tuple[int, Matches]:
    """Return how many documents a tree finds, and the page of those that pass the filters."""
    if not (request.limit or request.facets or request.days):
        return _count(compiler, node, request)
    snapshot = compiler.snapshot
    reranks = _is_reranked(node, request)
    last = request.offset + request.limit if request.limit else 0
    most = max(REFINED, last) if reranks else snapshot.count if request.after else last
    counted = _count_days_too(request)
    passes, collapser = _run_passes(compiler, node, counted, most)
    is_partial = len(passes) < len(snapshot.parts)
    passes += map(_skip, repeat(counted), snapshot.parts[len(passes):])
    refine = partial(compiler.refine, request.refinements) if reranks else None
    places, scores, gains = _collect_page(passes, request, snapshot, refine)
    total = sum(each.passing for each in passes)
    hits = [(number, document) for _, number, document, _ in places]
    counts = [split_counts(each.counts, counted, part.segment)
              for each, part in zip(passes, snapshot.parts)]
    facets, omitted = _collect_facets(counts, request, snapshot, collapser)
    days = (collect_days(snapshot.list_values("day"), [each["day"] for each in counts], collapser)
            if request.days else None)
    return sum(each.found for each in passes), Matches(
        ids=tuple([id for id, *_ in places]), changes=tuple([change for *_, change in places]),
        scores=scores, total=total, facets=facets, omitted=omitted, days=days,
        article_total=total + (collapser.count if collapser else 0),
        stories=snapshot.stories(hits), partial=is_partial,
        explanations=explain(compiler, node, request, hits, gains) if request.explain else ())


def _count(compiler: ProgramCompiler, node: Node, request: Request) -> tuple[int, Matches]:
    """Return how many documents a tree finds, and the number of those that pass the filters."""
    passes, collapser = _run_passes(compiler, node, request, 0)
    is_partial = len(passes) < len(compiler.snapshot.parts)
    if is_partial:
        budget.omit(Omission.HITS)
    total = sum([each.passing for each in passes])
    return sum([each.found for each in passes]), Matches(
        ids=(), scores=(), total=total, facets={},
        article_total=total + (collapser.count if collapser else 0), partial=is_partial)


def scan_hits(compiler: ProgramCompiler, node: Node, request: Request) -> tuple[int, Scan]:
    """Return how many documents a tree finds, and a scan of those that pass the filters."""
    snapshot = compiler.snapshot
    passes, _ = _run_passes(compiler, node, replace(request, facets=()), snapshot.count)
    if len(passes) < len(snapshot.parts):
        budget.refuse_if_spent()
    total = sum(each.passing for each in passes)
    batches = _list_batches(walk(passes, request, snapshot.parts))
    return sum(each.found for each in passes), Scan(total, batches)


def _list_batches(places: Iterator[Place]) -> Generator[tuple[ScannedHit, ...], None, None]:
    while batch := tuple([
            ScannedHit(id, change) for id, _, _, change in islice(places, SCAN_BATCH)]):
        yield batch


def _run_passes(
    compiler: ProgramCompiler, node: Node, request: Request, most: int
) -> tuple[list[SegmentPass], Collapser | None]:
    """Run a tree over each part, and rank the first `most` of its hits.

    Once the budget is spent, no further part is searched. Raises TooCostly if none was.
    """
    snapshot, passes = compiler.snapshot, list[SegmentPass]()
    programs = compiler.programs(node if _is_scored(request) else drop_scoring(node))
    for number, (program, part) in enumerate(zip(programs, snapshot.parts)):
        if budget.is_spent():
            break
        live, apart = _choose_live(snapshot, number, request)
        passes.append(run_program(program, request, part, live, most, apart))
    if programs and not passes:
        budget.refuse_if_spent()
    if not request.collapse:
        return passes, None
    collapser = Collapser(snapshot, passes, request)
    return [collapser.insert_firsts(number, found, most)
            for number, found in enumerate(passes)], collapser


def _choose_live(snapshot: Snapshot, number: int, request: Request) -> tuple[Array, int]:
    """Return what each document of a part is to its pass, and how many of them are set apart."""
    members = len(snapshot.clusters.members(number)) if request.collapse else 0
    if not members:
        return snapshot.parts[number].live_mask, 0
    return snapshot.clusters.states[number], members


def _skip(request: Request, part: LiveSegment) -> SegmentPass:
    """Return what is found in a part that is not searched."""
    budget.omit(Omission.HITS)
    count = sum(part.segment.facets[name].count for name in dict.fromkeys(request.facets))
    none, unscored = np.zeros(0, np.uint32), np.zeros(0, np.float32)
    return SegmentPass(0, 0, none, unscored, np.zeros(count, np.int64), none, unscored)


def _collect_page(
    passes: Sequence[SegmentPass], request: Request, snapshot: Snapshot,
    refine: Refine | None,
) -> tuple[list[Place], tuple[float, ...], tuple[float, ...]]:
    """Return the hits of the page, their scores, and what recency has added to each."""
    if request.after:
        page = list(islice(walk(passes, request, snapshot.parts), request.limit))
        return page, (0.0,) * len(page), (0.0,) * len(page)
    if len(passes) == 1:
        return _collect_page_of_part(passes[0], request, snapshot.parts[0].segment, refine)
    shown = slice(request.offset, request.offset + request.limit)
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
    ranked = candidates[shown]
    return ([place for *_, place in ranked], tuple([-score for score, *_ in ranked]),
            tuple([added.get(place, 0.0) for *_, place in ranked]))


def _collect_page_of_part(
    found: SegmentPass, request: Request, segment: Segment, refine: Refine | None
) -> tuple[list[Place], tuple[float, ...], tuple[float, ...]]:
    """Return the same of the only part of a snapshot."""
    docs, scores = found.documents, found.scores
    gains = np.zeros(len(docs))
    if refine:
        docs, scores, gains = _refine_part(refine, request, docs, scores, segment)
    shown = slice(request.offset, request.offset + request.limit)
    return (list(locate(segment, 0, docs[shown])), tuple(scores[shown].tolist()),
            tuple(gains[shown].tolist()))


def _is_scored(request: Request) -> bool:
    """Return whether scores matter: whether the page has hits that they put in order."""
    return request.limit > 0 and request.sort is Sort.RELEVANCE


def _is_reranked(node: Node, request: Request) -> bool:
    """Return whether the page has hits that refinements or recency reorder."""
    recency = request.recency and not isinstance(node, Everything)  # which scores nothing
    return bool(request.refinements or recency) and _is_scored(request) and (
        request.offset < REFINED)


def _refine_part(
    refine: Refine, request: Request, docs: Array, scores: Array, segment: Segment
) -> tuple[Array, Array, Array]:
    """Return the documents of the only part with the first reordered, all their scores, and what
    recency has added to each."""
    first = docs[:REFINED]
    order, more = refine(0, first) if request.refinements else (
        np.arange(len(first)), np.zeros(len(first), np.float32))
    return kernels.rank_anew(
        docs, scores, order, more, segment.column["start"], segment.column["newest"],
        request.recency)


def _refine_hits(refine: Refine, hits: Sequence[RankedHit]) -> list[RankedHit]:
    """Return the hits with what the refinements add to their scores, in any order."""
    refined: list[RankedHit] = []
    for number in sorted({place[1] for *_, place in hits}):
        own = sorted([hit for hit in hits if hit[2][1] == number], key=lambda hit: hit[2][2])
        _, more = refine(number, np.array([place[2] for *_, place in own], np.uint32))
        refined += [(score - extra, date, place)
                    for (score, date, place), extra in zip(own, more.tolist())]
    return refined


def _find_gains(hits: Sequence[RankedHit], recency: float) -> dict[Place, float]:
    """Return what recency adds to the score of each hit."""
    places = place_in_time(np.array([-date for _, date, _ in hits], np.int64)).tolist()
    return {place: recency * -score * share for (score, _, place), share in zip(hits, places)}


def _list_candidates(
    docs: Array, scores: Array, request: Request, segment: Segment, number: int
) -> Sequence[RankedHit]:
    keys = order_hits(segment, docs, request.sort).tolist()
    return list(zip((-scores).tolist(), keys, locate(segment, number, docs)))


def _count_days_too(request: Request) -> Request:
    """Return a request that counts the facet of days if the counts of days are asked for."""
    if not request.days or "day" in request.facets:
        return request
    return replace(request, facets=(*request.facets, "day"))


def _collect_facets(
    by_segment: Sequence[dict[str, Array]], request: Request, snapshot: Snapshot,
    collapser: Collapser | None,
) -> tuple[dict[str, tuple[Bucket, ...]], dict[str, int]]:
    """Return the buckets of the requested facets, and how many values each listing leaves out."""
    facets: dict[str, tuple[Bucket, ...]] = {}
    omitted: dict[str, int] = {}
    for name in request.facets:
        values = snapshot.list_values(name)
        counts = values.add_up([each[name] for each in by_segment])
        both = collapser.counts(values, counts) if collapser else (counts,)
        facets[name], left = _list_facet(
            values, both, request.filters.selected.get(name, ()), request.listings.get(name, WHOLE))
        omitted |= {name: left} if left else {}
    return facets, omitted


def _list_facet(
    values: FacetValues, counts: Sequence[Array], selected: Collection[Value], listing: Listing
) -> tuple[tuple[Bucket, ...], int]:
    """Return the buckets that a listing shows, and how many values it leaves out.

    `counts` are those of articles and, if hits are collapsed, those of stories.
    """
    if not selected and _lists_all(listing, values.count):
        buckets = values.list_buckets(*counts)
        if buckets is not None:
            return buckets, 0
    if listing == WHOLE:
        taken = values.take(np.flatnonzero(counts[0]), *counts)
        return build_buckets(values.facet, selected, *taken), 0
    chosen, matching = values.choose(counts[0], listing, selected)
    taken = values.take(chosen, *counts)
    buckets = build_buckets(values.facet, selected, *taken)
    listed, _ = list_buckets(values.facet, buckets, listing)
    begins = match_prefix(values.facet, listing.prefix)
    return listed, matching - sum(each.count > 0 and begins(each.value) for each in listed)


def _lists_all(listing: Listing, count: int) -> bool:
    """Return whether a listing shows all of so many values, in the order of their facet."""
    has_room = listing.limit is None or listing.limit >= count
    return has_room and not listing.prefix and listing.order is None
