"""Counts facets: what a search asks for, and the buckets that the answer has.

Each facet is counted behind all filters but its own. Where hits are collapsed, a bucket also counts
the articles that are in stories, and these stories: each once, exactly.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from search.buckets import build_buckets, list_buckets
from search.engine import DayCounts, Request
from search.engines.opensearch.columns import STORY, TOLD, name_facet
from search.engines.opensearch.queries import build_filters, keep
from search.facets import FACETS, WHOLE, Order, Value
from search.page import Bucket
from search.store.opensearch.connection import Json

MOST_VALUES = 10_000
"""Values that one search counts of a facet. Where there are more, they are read page by page."""

_DISTINCT = {"scripted_metric": {
    "init_script": "state.stories = new HashSet();",
    "map_script": f"state.stories.add(doc['{STORY}'].value);",
    "combine_script": "return state.stories;",
    "reduce_script": (
        "def all = new HashSet(); for (each in states) { if (each != null) { all.addAll(each); } } "
        "return all.size();")}}
"""Counts stories: an approximate number of different values would be cheaper."""

_COUNT_STORIES = {"told": {"filter": {"term": {TOLD: True}}, "aggs": {"different": _DISTINCT}}}

Ask = Callable[[Json], Json]
"""Searches the state of the request without hits, with its query and the aggregations given."""


class Counts(NamedTuple):
    """How many articles, and if hits are collapsed how many stories."""

    articles: int
    stories: int | None


def count_stories(collapse: bool) -> Json:
    """Return what counts stories within a bucket, if hits are collapsed."""
    return {"aggs": _COUNT_STORIES} if collapse else {}


def read_counts(bucket: Json) -> Counts:
    """Return what a bucket counts."""
    articles = int(bucket["doc_count"])
    if "told" not in bucket:
        return Counts(articles, None)
    told = bucket["told"]
    different = int(told["different"]["value"] or 0)
    return Counts(articles, articles - int(told["doc_count"]) + different)


def list_counted(request: Request) -> tuple[str, ...]:
    """Return the facets that a request needs the counts of, that of days among them."""
    return tuple(dict.fromkeys((*request.facets, *(("day",) if request.days else ()))))


def build_aggregations(request: Request) -> Json:
    """Return what counts the facets of a request."""
    more = count_stories(request.collapse)
    return {f"facet.{name}": {
        "filter": keep(build_filters(request.filters, name)),
        "aggs": {
            "values": {"terms": {"field": name_facet(name), "size": MOST_VALUES}, **more},
            "none": {"missing": {"field": name_facet(name)}, **more}},
    } for name in list_counted(request)}


def read_facet(name: str, request: Request, answer: Json, ask: Ask) -> dict[Value, Counts]:
    """Return the counts of each value of a facet that has any."""
    found = answer[f"facet.{name}"]
    buckets = found["values"]["buckets"]
    if found["values"]["sum_other_doc_count"]:
        buckets = _page_buckets(name, request, ask)
    kind = FACETS[name].kind
    counts: dict[Value, Counts] = {
        kind(each["key"]): read_counts(each) for each in buckets}
    none = read_counts(found["none"])
    return {**counts, None: none} if none.articles else counts


def list_facet(
    name: str, request: Request, counts: Mapping[Value, Counts]
) -> tuple[tuple[Bucket, ...], int]:
    """Return the buckets of a facet that a request lists, and how many values it leaves out."""
    articles = {value: each.articles for value, each in counts.items()}
    stories = {value: each.stories or 0 for value, each in counts.items()}
    buckets = build_buckets(
        FACETS[name], request.filters.selected.get(name, ()), articles,
        stories if request.collapse else None)
    if FACETS[name].order is Order.LATEST_FIRST:
        return buckets, 0
    return list_buckets(FACETS[name], buckets, request.listings.get(name, WHOLE))


def read_days(counts: Mapping[Value, Counts], collapse: bool) -> DayCounts:
    """Return the counts of days as arrays."""
    known = sorted((date.fromisoformat(str(day)).toordinal(), each)
                   for day, each in counts.items() if day is not None)
    days, articles, stories = (np.array(column, np.int64) for column in (
        [day for day, _ in known], [each.articles for _, each in known],
        [each.stories or 0 for _, each in known]))
    unknown = counts[None].articles if None in counts else 0
    return DayCounts(days, articles, stories if collapse else None, unknown)


def _page_buckets(name: str, request: Request, ask: Ask) -> Iterator[Json]:
    """Yield the buckets of all values of a facet, however many."""
    after: Json = {}
    while True:
        sources = [{"value": {"terms": {"field": name_facet(name)}}}]
        found = ask({"page": {
            "filter": keep(build_filters(request.filters, name)),
            "aggs": {"values": {
                "composite": {"size": MOST_VALUES, "sources": sources, **after},
                **count_stories(request.collapse)}}}})["page"]["values"]
        for bucket in found["buckets"]:
            yield {**bucket, "key": bucket["key"]["value"]}
        if len(found["buckets"]) < MOST_VALUES:
            return
        after = {"after": found["after_key"]}
