"""Evaluates requests on one state of the index: pages of hits, and lists of all hits.

A page by relevance takes two requests to the cluster: one for the first hits with what counts them
and reorders them, and one for the articles of the page, for their stories and what
explains their scores. Any other page has its articles from the first; stories take a second.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter

from search.article import Article
from search.engine import SCAN_BATCH, Matches, Request, ScannedHit
from search.engines.opensearch import facet_counts, queries
from search.engines.opensearch.columns import (
    ARTICLE,
    CHANGE,
    ID,
    KEY,
    MAX_TEXT,
    START,
    STORY,
    TOLD,
    name_facet,
)
from search.engines.opensearch.documents import read_article
from search.engines.opensearch.explainer import list_parts
from search.engines.opensearch.facet_counts import Counts, count_stories, read_counts
from search.engines.opensearch.queries import ClusterQuery, FormsNear, LeafNames, list_fields
from search.engines.opensearch.snapshot import PointInTime, search, search_in_time, search_many
from search.explanation import Explanation, Role, ScorePart
from search.page import Bucket, Story
from search.query import REFINED, Everything, Node, Sort
from search.store.opensearch.connection import Connection, Json

_COLUMNS = [CHANGE, STORY, TOLD, START, KEY]
_MEMBERS = 1_000
"""Members of stories that one search lists."""

_SCANNED = 10 * SCAN_BATCH


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the cluster gives it: by its key, with the columns that the engine needs.

    `named` has the names of the leaves that were asked to be named, with their scores.
    """

    key: str
    change: int
    story: str | None
    start: int | None
    order: str
    score: float
    named: Mapping[str, float]
    article: Article | None
    gain: float = 0.0


class Matcher:
    """Evaluates requests on a point in time. `near` finds the forms that are like fuzzy words."""

    def __init__(self, connection: Connection, point: PointInTime, near: FormsNear) -> None:
        self._connection, self._point, self._near = connection, point, near

    def match(self, request: Request) -> Matches:
        """Return the matches of a request."""
        node, names = request.node, LeafNames()
        answer = self._search_first(node, request, names)
        relaxed = request.relaxed is not None and not answer["aggregations"]["found"]["doc_count"]
        if relaxed and request.relaxed is not None:
            node = request.relaxed
            answer = self._search_first(node, request, names)
        counts = answer["aggregations"]
        total = read_counts(counts["passing"])
        if request.after and request.collapse:
            hits = list(islice(self._list_firsts(node, request), request.limit))
        elif _is_reranked(node, request):
            hits = _rerank(answer["hits"]["hits"], request, names)
        else:
            hits = _read_hits(answer)
        return replace(
            self._count(node, request, answer), total=_pick(total, request),
            article_total=total.articles, relaxed=relaxed,
            with_all_words=self._read_all_words(counts, request, relaxed),
            **self._describe(node, request, hits, names))

    def count_hits(self, request: Request) -> tuple[Node, int]:
        """Return which tree a request evaluates, and how many hits it has."""
        bare = replace(request, facets=(), days=False, limit=0, offset=0, all_words=None)
        node = request.node
        counts = self._search_first(node, bare, LeafNames())["aggregations"]
        if request.relaxed is not None and not counts["found"]["doc_count"]:
            node = request.relaxed
            counts = self._search_first(node, bare, LeafNames())["aggregations"]
        return node, _pick(read_counts(counts["passing"]), request)

    def scan(
        self, node: Node, request: Request
    ) -> Generator[tuple[ScannedHit, ...], None, None]:
        """Yield the hits of a tree in batches, those after the key of the request."""
        hits = self._list_firsts(node, request, _SCANNED) if request.collapse else (
            hit for batch in self._list_batches(node, request, _SCANNED) for hit in batch)
        while batch := tuple(islice(hits, SCAN_BATCH)):
            ids = self._read_ids(batch)
            yield tuple([ScannedHit(ids[hit.key], hit.change) for hit in batch])

    def find_stories(self, labels: Iterable[str]) -> dict[str, Story]:
        """Return the stories with these labels, by label."""
        wanted = sorted(set(labels))
        return self._read_stories(wanted, None) if wanted else {}

    # Asking

    def _search_first(self, node: Node, request: Request, names: LeafNames) -> Json:
        """Search for the first hits of a tree, with everything that is counted."""
        reranked = _is_reranked(node, request)
        body: Json = {
            "query": self._translate_within(node, request), "track_total_hits": False,
            "sort": queries.order_by(request.sort), "docvalue_fields": _COLUMNS,
            "_source": False if reranked else [ARTICLE],
            "post_filter": self._filter(request, names if reranked else None),
            "aggs": self._count_all(request)}
        if reranked:
            body |= {"size": max(REFINED, request.offset + request.limit)}
        elif request.after is None:
            body |= {"from": request.offset, "size": request.limit}
        elif request.collapse:
            body |= {"size": 0}
        else:
            body |= {"size": request.limit, "from": 0,
                     "search_after": queries.write_sort_values(request.after, request.sort)}
        if not body["size"]:
            for name in ("sort", "docvalue_fields", "search_after", "from"):
                body.pop(name, None)
        elif request.collapse:
            body["collapse"] = {"field": STORY}
        params = _name_leaves(reranked and bool(request.refinements))
        return search_in_time(self._connection, self._point, body, **params)

    def _ask(self, body: Json, named: bool = False) -> Json:
        return search(self._connection, self._point, body, **_name_leaves(named))

    def _translate(self, node: Node, names: LeafNames | None = None) -> ClusterQuery:
        return queries.hide(queries.translate(node, self._near, names), self._point.removed)

    def _translate_within(self, node: Node, request: Request) -> ClusterQuery:
        """Return the query for a tree with the filters behind which everything is counted.

        Then nothing is counted of articles that these leave out. A request that may be relaxed
        asks how many there are in all.
        """
        query = self._translate(node)
        filters = queries.build_filters(
            request.filters, *facet_counts.list_counted(request)) if not request.relaxed else []
        return {"bool": {"must": [query], "filter": filters}} if filters else query

    def _filter(self, request: Request, names: LeafNames | None) -> ClusterQuery:
        """Return the filters, with the refinements as named queries, which are evaluated only for
        the hits that are fetched."""
        filters = queries.build_filters(request.filters)
        refining = [queries.translate(phrase, self._near, names)
                    for _, phrase in request.refinements] if names else []
        if not refining:
            return queries.keep(filters)
        return {"bool": {"filter": filters or [{"match_all": {}}], "should": refining}}

    def _count_all(self, request: Request) -> Json:
        filters = queries.build_filters(request.filters)
        stories = count_stories(request.collapse)
        asked: Json = {"passing": {"filter": queries.keep(filters), **stories}}
        if request.relaxed is not None:
            asked["found"] = {"filter": {"match_all": {}}}
        if request.all_words is not None:
            all_words = queries.keep([self._translate(request.all_words), *filters])
            asked["words"] = {"global": {}, "aggs": {"passing": {"filter": all_words, **stories}}}
        return asked | facet_counts.build_aggregations(request)

    # Reading answers

    def _count(self, node: Node, request: Request, answer: Json) -> Matches:
        """Return matches with the facets and days that an answer has."""

        def ask(aggregations: Json) -> Json:
            found: Json = self._ask({
                "query": self._translate(node), "size": 0, "track_total_hits": False,
                "aggs": aggregations})["aggregations"]
            return found

        counted = {
            name: facet_counts.read_facet(name, request, answer["aggregations"], ask)
            for name in facet_counts.list_counted(request)}
        facets: dict[str, tuple[Bucket, ...]] = {}
        omitted: dict[str, int] = {}
        for name in request.facets:
            facets[name], left = facet_counts.list_facet(name, request, counted[name])
            omitted |= {name: left} if left else {}
        days = facet_counts.read_days(counted["day"], request.collapse) if request.days else None
        return Matches(ids=(), scores=(), total=0, facets=facets, omitted=omitted, days=days)

    def _read_all_words(self, counts: Json, request: Request, relaxed: bool) -> int | None:
        if request.all_words is None or relaxed:
            return None
        return _pick(read_counts(counts["words"]["passing"]), request)

    def _describe(
        self, node: Node, request: Request, hits: Sequence[Found], refining: LeafNames
    ) -> Json:
        """Return what matches say of their hits; read what the first search has not brought.

        That has given `refining` names to the refinements.
        """
        explains = request.explain and request.sort is Sort.RELEVANCE
        missing = explains or any(hit.article is None for hit in hits)
        labels = sorted({hit.story for hit in hits if hit.story})
        names = LeafNames() if explains else None
        bodies = [self._ask_again(node, hits, names)] if missing and hits else []
        bodies += [self._ask_members(labels, None)] if labels else []
        answers = self._search_many(bodies, bool(names)) if bodies else []
        again = {hit["_id"]: hit for hit in answers.pop(0)["hits"]["hits"]} if missing and hits \
            else {}
        stories = self._read_stories(labels, answers.pop(0)) if labels else {}
        articles = [hit.article or read_article(again[hit.key]["_source"][ARTICLE]) for hit in hits]
        scored = request.sort is Sort.RELEVANCE
        explanations = [
            _explain(node, request, hit, again[hit.key].get("matched_queries") or {}, names,
                     refining) if names else ()
            for hit in hits]
        return {
            "ids": tuple([each.id for each in articles]), "articles": tuple(articles),
            "scores": tuple([hit.score if scored else 0.0 for hit in hits]),
            "changes": tuple([hit.change for hit in hits]),
            "stories": tuple([stories.get(hit.story or "") for hit in hits]),
            "explanations": tuple(explanations) if request.explain else ()}

    def _search_many(self, bodies: Sequence[Json], named: bool) -> list[Json]:
        scoped = [{**body, **self._point.scope} for body in bodies]
        if not named:
            return search_many(self._connection, scoped)
        return [self._ask(scoped[0], named=True), *search_many(self._connection, scoped[1:])]

    def _ask_again(self, node: Node, hits: Sequence[Found], names: LeafNames | None) -> Json:
        """Return the search for the articles of hits; it names leaves if it is given names."""
        wanted: ClusterQuery = {"ids": {"values": [hit.key for hit in hits]}}
        body: Json = {"size": len(hits), "_source": [ARTICLE], "track_total_hits": False}
        if names is None:
            return {**body, "query": {"bool": {"filter": [wanted]}}}
        tree = queries.translate(node, self._near, names)
        return {**body, "query": {"bool": {"filter": [wanted], "should": [tree]}}}

    # Stories

    def _ask_members(self, labels: Sequence[str], after: list[object] | None) -> Json:
        shown = queries.hide({"bool": {"filter": [{"terms": {STORY: list(labels)}}]}},
                             self._point.removed)
        body: Json = {
            "query": shown, "size": _MEMBERS, "track_total_hits": False, "_source": [ID],
            "sort": queries.order_by(Sort.OLDEST),
            "docvalue_fields": [STORY, name_facet("outlet")]}
        return {**body, "search_after": after} if after else body

    def _read_stories(self, labels: Sequence[str], answer: Json | None) -> dict[str, Story]:
        """Return stories by label; `answer` is the first part of their members."""
        members: dict[str, list[tuple[str, str | None]]] = {label: [] for label in labels}
        after: list[object] | None = None
        while True:
            answer = answer or self._search_many([self._ask_members(labels, after)], False)[0]
            found = answer["hits"]["hits"]
            for hit in found:
                outlet = hit["fields"].get(name_facet("outlet"), [None])[0]
                members[hit["fields"][STORY][0]].append((hit["_source"][ID], outlet))
            if len(found) < _MEMBERS:
                break
            after, answer = found[-1]["sort"], None
        return {label: _build_story(each) for label, each in members.items() if len(each) > 1}

    # Listing all hits

    def _list_batches(
        self, node: Node, request: Request, size: int
    ) -> Iterator[list[Found]]:
        """Yield all hits after the key of a request, articles of one story apart, in batches."""
        after = queries.write_sort_values(request.after, request.sort) if request.after else None
        body: Json = {
            "query": self._translate(node), "post_filter": self._filter(request, None),
            "size": size, "sort": queries.order_by(request.sort), "track_total_hits": False,
            "_source": False, "docvalue_fields": _COLUMNS}
        while True:
            answer = self._ask({**body, "search_after": after} if after else body)
            hits = answer["hits"]["hits"]
            yield _read_hits(answer)
            if len(hits) < size:
                return
            after = hits[-1]["sort"]

    def _list_firsts(
        self, node: Node, request: Request, size: int = 2 * SCAN_BATCH
    ) -> Iterator[Found]:
        """Yield the first hit of each story after the key of a request."""
        seen: set[str] = set()
        for batch in self._list_batches(node, request, size):
            labels = {hit.story for hit in batch if hit.story}
            seen |= self._find_begun(node, request, labels - seen)
            for hit in batch:
                if hit.story is None or hit.story not in seen:
                    yield hit
                if hit.story:
                    seen.add(hit.story)

    def _find_begun(self, node: Node, request: Request, labels: set[str]) -> set[str]:
        """Return which of these stories have a hit that comes up to the key of the request."""
        if request.after is None or not labels:
            return set()
        before = queries.keep([
            self._translate(node), *queries.build_filters(request.filters),
            queries.come_up_to(request.after, request.sort), {"terms": {STORY: sorted(labels)}}])
        answer = self._ask({"query": before, "size": 0, "track_total_hits": False, "aggs": {
            "stories": {"terms": {"field": STORY, "size": len(labels)}}}})
        return {each["key"] for each in answer["aggregations"]["stories"]["buckets"]}

    def _read_ids(self, hits: Sequence[Found]) -> dict[str, str]:
        """Return the ids of articles by their keys; what orders hits is the id, unless it is long.
        """
        ids = {hit.key: hit.order for hit in hits}
        long = [key for key, order in ids.items() if len(order.encode()) > MAX_TEXT]
        if long:
            answer = self._ask({"query": {"ids": {"values": long}}, "size": len(long),
                                "_source": [ID], "track_total_hits": False})
            ids |= {hit["_id"]: hit["_source"][ID] for hit in answer["hits"]["hits"]}
        return ids


def _pick(counts: Counts, request: Request) -> int:
    """Return how many hits there are: stories if they are collapsed."""
    return counts.articles if counts.stories is None or not request.collapse else counts.stories


def _is_reranked(node: Node, request: Request) -> bool:
    """Return whether the page has hits that refinements or recency reorder."""
    raises = request.refinements or request.recency and not isinstance(node, Everything)
    return bool(raises) and request.sort is Sort.RELEVANCE and (
        request.limit > 0 and request.offset < REFINED)


def _read_hits(answer: Json) -> list[Found]:
    return list(map(_read_hit, answer["hits"]["hits"]))


def _read_hit(hit: Json) -> Found:
    columns = hit["fields"]
    text = hit.get("_source", {}).get(ARTICLE)
    return Found(
        hit["_id"], columns[CHANGE][0], columns[STORY][0] if columns[TOLD][0] else None,
        columns.get(START, [None])[0], columns[KEY][0],
        hit.get("_score") or 0.0, hit.get("matched_queries") or {},
        read_article(text) if text else None)


def _name_leaves(named: bool) -> dict[str, str]:
    """Return the parameter that brings the scores of named leaves."""
    return {"include_named_queries_score": "true"} if named else {}


def _rerank(hits: Sequence[Json], request: Request, names: LeafNames) -> list[Found]:
    """Return the hits of a page, of hits whose first REFINED are reordered."""
    first = _raise_scores(hits[:REFINED], request, names)
    first.sort(key=itemgetter(0, 1, 2))
    rest = [(-hit["_score"], 0, "", 0.0, {**hit, "matched_queries": {}}) for hit in hits[REFINED:]]
    page = [*first, *rest][request.offset:][:request.limit]
    return [replace(_read_hit(hit), score=-score, gain=gain) for score, _, _, gain, hit in page]


def _raise_scores(
    hits: Sequence[Json], request: Request, names: LeafNames
) -> list[tuple[float, int, str, float, Json]]:
    """Return hits behind what orders them, the first three, and what recency adds.

    These are the score after refinements and recency, and the first day, both below 0; and the id.
    """
    weights = _weigh_names(request, names)
    scores = [hit["_score"] + sum([
        weights[name] * score for name, score in (hit.get("matched_queries") or {}).items()])
        for hit in hits]
    starts = [hit["fields"].get(START, (None,))[0] for hit in hits]
    dated = [start for start in starts if start is not None]
    earliest, latest = min(dated, default=0), max(dated, default=0)
    gains = [0.0 if start is None else request.recency * score
             * (start - earliest) / max(latest - earliest, 1)
             for start, score in zip(starts, scores)]
    return [(-score - gain, 1 if start is None else -start, hit["fields"][KEY][0], gain, hit)
            for hit, start, score, gain in zip(hits, starts, scores, gains)]


def _weigh_names(request: Request, names: LeafNames) -> dict[str, float]:
    """Return the weight of each refinement by its name in each of its fields."""
    weights: defaultdict[str, float] = defaultdict(float)
    for weight, leaf in request.refinements:
        for field, _ in list_fields(leaf):
            weights[names.find(leaf, field)] += weight
    return weights


def _list_refinements(hit: Found, request: Request, names: LeafNames) -> list[ScorePart]:
    """Return what refinements add to a hit; nothing beyond the first REFINED, which have them."""
    return [part for weight, phrase in request.refinements
            for part in list_parts(phrase, hit.named, names, weight, Role.REFINEMENT) or ()]


def _explain(
    node: Node, request: Request, hit: Found, found: Mapping[str, float], names: LeafNames,
    refining: LeafNames,
) -> Explanation:
    """Return the parts of a score. Refinements are those of the search that has scored the hit:
    each shard scores them with statistics of its own, since they stand among its filters."""
    parts = [*(list_parts(node, found, names) or ()), *_list_refinements(hit, request, refining)]
    if hit.gain:
        parts.append(ScorePart(Role.RECENCY, None, request.recency, {"published": hit.gain}))
    return tuple(parts)


def _build_story(members: Sequence[tuple[str, str | None]]) -> Story:
    """Return the story of members, given as id and outlet, the oldest first."""
    outlets = [outlet for _, outlet in members]
    ranked = sorted(set(outlets), key=lambda name: (-outlets.count(name), name is None, name or ""))
    ids = tuple([id for id, _ in members])
    return Story(min(ids), len(ids), tuple(ranked), ids)
