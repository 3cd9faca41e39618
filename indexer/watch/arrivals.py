"""Arrivals: the hits of a search that were stored since a change, the earliest first.

Hits are ordered by the change that brought them. What an index shows is complete up to some
change, so the last change of the hits that were delivered is all that has to be remembered. An
article that is stored anew has a later change; ids tell that it was delivered before.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from search import Archive, Query
from search.errors import EngineError
from search.page import Hit
from search.query import MAX_PAGE_SIZE, MAX_WINDOW

_ATTEMPTS = 5
"""How often several pages are read again because articles changed meanwhile."""


class Unsettled(EngineError):
    """Articles change all the time, so that a hit could be missed between two pages."""


class Arrivals(NamedTuple):
    """New hits, the last change of all hits, and whether there may be more than could be read."""

    hits: list[Hit]
    change: int
    cut: bool


def find_arrivals(
    archive: Archive, query: Query, change: int = 0, ids: Collection[str] = (),
    highlight: bool = True,
) -> Arrivals:
    """Return the hits that later changes brought, without those with these ids.

    Raises Unsettled.
    """
    query = replace(query, page_size=MAX_PAGE_SIZE, highlight=highlight)
    for _ in range(_ATTEMPTS):
        before = archive.status().change
        pages = list(_read_pages(archive, query, change))
        if len(pages) == 1 or archive.status().change == before:
            return _gather(pages, change, ids)
    raise Unsettled("articles are being stored all the time")


def _read_pages(archive: Archive, query: Query, change: int) -> Iterator[list[Hit]]:
    """Yield the pages of later hits, the last stored first."""
    for number in range(1, MAX_WINDOW // MAX_PAGE_SIZE + 1):
        hits = archive.search(replace(query, page=number)).hits
        later = [hit for hit in hits if hit.change > change]
        yield later
        if len(later) < MAX_PAGE_SIZE:
            return


def _gather(pages: list[list[Hit]], change: int, ids: Collection[str]) -> Arrivals:
    found = {hit.article.id: hit for page in pages for hit in page}
    hits = sorted(found.values(), key=lambda hit: hit.change)
    last = max((hit.change for hit in hits), default=change)
    cut = sum(map(len, pages)) >= MAX_WINDOW
    return Arrivals([hit for hit in hits if hit.article.id not in ids], last, cut)
