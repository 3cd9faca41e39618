"""Counts the articles that have a term, without evaluating a request."""

from collections.abc import Sequence

from search import budget
from search.engines.opensearch import queries
from search.engines.opensearch.snapshot import PointInTime, search_many
from search.query import Node
from search.store.opensearch.connection import Connection

_COUNTED_TOGETHER = 200


def count_articles(
    connection: Connection, point: PointInTime, nodes: Sequence[Node]
) -> tuple[int, ...]:
    """Return how many articles each tree finds. Raises TooCostly."""
    if point.id is None:
        return (0,) * len(nodes)
    return tuple([
        count for first in range(0, len(nodes), _COUNTED_TOGETHER)
        for count in _count_some(connection, point, nodes[first:first + _COUNTED_TOGETHER])])


def _count_some(
    connection: Connection, point: PointInTime, nodes: Sequence[Node]
) -> Sequence[int]:
    """Count each by a search of its own: one for all would try each of them on every article."""
    budget.refuse_if_spent()
    wanted = [{"query": queries.hide(queries.translate(node), point.removed), "size": 0,
               "track_total_hits": True, **point.scope} for node in nodes]
    return [each["hits"]["total"]["value"]
            for each in search_many(connection, wanted, scored=False)]
