"""Counts the articles that have a term, without evaluating a request."""

from collections.abc import Sequence

from search.engines.opensearch import queries
from search.engines.opensearch.snapshot import PointInTime, search
from search.query import Node
from search.store.opensearch.connection import Connection

_COUNTED_TOGETHER = 200


def count_articles(
    connection: Connection, point: PointInTime, nodes: Sequence[Node]
) -> tuple[int, ...]:
    """Return how many articles each tree finds."""
    return tuple([
        count for first in range(0, len(nodes), _COUNTED_TOGETHER)
        for count in _count_some(connection, point, nodes[first:first + _COUNTED_TOGETHER])])


def _count_some(
    connection: Connection, point: PointInTime, nodes: Sequence[Node]
) -> Sequence[int]:
    wanted = [queries.translate(node) for node in nodes]
    answer = search(connection, point, {
        "query": queries.hide({"match_all": {}}, point.removed), "size": 0,
        "track_total_hits": False,
        "aggs": {"counts": {"filters": {"filters": wanted}}}})
    return [each["doc_count"] for each in answer["aggregations"]["counts"]["buckets"]]
