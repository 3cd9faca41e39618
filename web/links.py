"""Where a page leads: the same search with one thing changed, and the pages around it."""

from dataclasses import replace
from urllib.parse import quote

from search.facets import FACETS, NONE
from search.page import Bucket, Page
from search.query import STORY, WINDOW, Query, Sort
from web.address import address, parameters

_NEIGHBOURS = 2


class Links:
    """Makes addresses of pages in one language."""

    def __init__(self, language: list[tuple[str, str]]) -> None:
        self._language = language

    def search(self, query: Query) -> str:
        """The page that shows this query."""
        return address("/", parameters(query) + self._language)

    def article(self, id: str, query: Query) -> str:
        """An article's page, which marks the words of the query and leads back to it."""
        return address(f"/articles/{quote(id, safe='')}", parameters(query) + self._language)

    def path(self, path: str) -> str:
        """A page without a query."""
        return address(path, self._language)

    def toggled(self, query: Query, facet: str, bucket: Bucket) -> str:
        """The search with a facet's value taken, or left again."""
        value = FACETS[facet].write(bucket.value)
        before = query.selected.get(facet, ())
        others = tuple(each for each in before if each != value)
        values = others if bucket.selected else (*before, value)
        return self.search(replace(query, selected={**query.selected, facet: values}, page=1))

    def sorted(self, query: Query, sort: Sort) -> str:
        """The same hits in another order, from the first page."""
        return self.search(replace(query, sort=sort, page=1))

    def collapsed(self, query: Query) -> str:
        """The same search with articles that tell the same joined, or shown apart again."""
        other = NONE if query.collapse == STORY else STORY
        return self.search(replace(query, collapse=other, page=1))

    def unfiltered(self, query: Query) -> str:
        """The same words without any filter."""
        return self.search(without_filters(query))

    def undated(self, query: Query) -> str:
        """The same search without its range of dates."""
        return self.search(replace(query, since=None, until=None, page=1))

    def page(self, query: Query, number: int) -> str:
        """The same search at another page."""
        return self.search(replace(query, page=number))


def without_filters(query: Query) -> Query:
    """The same words, from the first page, without any filter."""
    return replace(query, selected={}, since=None, until=None, page=1)


def last_page(page: Page) -> int:
    """The number of the last page that has hits and can be asked for; 0 without hits."""
    size = page.query.page_size
    return -(-min(page.total, WINDOW // size * size) // size) if size else 0


def has_next(page: Page) -> bool:
    """Return whether hits that can be asked for follow this page."""
    return page.query.page < last_page(page)


def previous_page(page: Page) -> int:
    """Return the number of the page before this one: at most the last that has hits."""
    return max(min(page.query.page - 1, last_page(page)), 1)


def numbers(page: Page) -> list[int | None]:
    """The page numbers to offer; None stands for those left out.

    The first, the last, and _NEIGHBOURS around this one.
    """
    last, here = last_page(page), page.query.page
    near = range(here - _NEIGHBOURS, here + _NEIGHBOURS + 1)
    shown = sorted({n for n in (1, *near, last) if 1 <= n <= last})
    offered: list[int | None] = []
    for before, number in zip([0, *shown], shown):
        offered += [None, number] if number > before + 1 else [number]
    return offered
