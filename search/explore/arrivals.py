"""Arrivals: the hits of a query that the changes after one brought, the earliest first.

What an index shows is complete up to some change, so the change of the last arrival is all that has
to be remembered. An article that is stored again has a later change.
"""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from itertools import chain, islice, takewhile

from search.article import Article
from search.engine import Scan, ScannedHit
from search.errors import ArticleNotFound


def list_arrivals(scan: Scan, change: int, limit: int | None = None) -> list[ScannedHit]:
    """Return the hits of a scan, which is in the order ADDED, that later changes brought.

    Only the last `limit` of them, if it is given.
    """
    with closing(scan.batches):
        hits = islice(chain.from_iterable(scan.batches), limit)
        return list(takewhile(lambda hit: hit.change > change, hits))[::-1]


def read_arrivals(
    arrivals: Sequence[ScannedHit], read: Callable[[Sequence[str], Sequence[int]], list[Article]],
    read_one: Callable[[str], Article],
) -> list[tuple[Article, int]]:
    """Return the articles of arrivals, each with its change.

    One that has changed since is left out: it arrives again if it still is a hit. Raises LostStore
    for one that damage hides.
    """
    found = read([hit.id for hit in arrivals], [hit.change for hit in arrivals])
    articles = {article.id: article for article in found}
    for id in [hit.id for hit in arrivals if hit.id not in articles]:
        with suppress(ArticleNotFound):
            read_one(id)
    return [(articles[hit.id], hit.change) for hit in arrivals if hit.id in articles]
