"""What a page says that finds nothing: which word is missing, and which filter to take off."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from search import Archive, Query, budget
from search.budget import Omission
from search.facets import ALL_FILTERS, Value
from search.page import Page, WordCount

_MAX_UNDONE = 6
"""Filters that are taken off one by one."""


class UndoneFilter(NamedTuple):
    """A query without one of its filters, and what it finds; `name` is None for the dates."""

    name: str | None
    value: Value
    query: Query
    total: int


class ZeroResults(NamedTuple):
    """What is known of a search that finds nothing.

    `outlets` are those that it is limited to, as far as the archive has articles of them.
    """

    words: tuple[WordCount, ...]
    undone: list[UndoneFilter]
    outlets: list[Value]


def find_ways_out(archive: Archive, page: Page) -> ZeroResults | None:
    """Return what a page without hits offers; None for one with hits."""
    if page.total:
        return None
    undone: list[UndoneFilter] = []
    ways = _undo_each(archive, page.query)
    budget.attempt(Omission.SUGGESTIONS, lambda: undone.extend(ways), None)
    return ZeroResults(archive.count_words(page), undone if len(undone) > 1 else [],
                       _list_outlets(archive, page.query))


def _list_outlets(archive: Archive, query: Query) -> list[Value]:
    """Return the outlets that a query is limited to and that have articles."""
    selected = query.filters.selected.get("outlet")
    if not selected:
        return []
    return [bucket.value for bucket in archive.outlets() if bucket.value in selected]


def find_absent_words(archive: Archive, page: Page) -> list[WordCount]:
    """Return the words that no article has, where there are hits but none has all the words."""
    if not page.total or page.match == "all" or page.with_all_words:
        return []
    return [word for word in archive.count_words(page, enough=1) if not word.articles]


def _undo_each(archive: Archive, query: Query) -> Iterator[UndoneFilter]:
    """Yield the query without each of its filters that finds something then."""
    for name, value, other in list(_list_without(query))[:_MAX_UNDONE]:
        counted = replace(other, page=1, page_size=0, facets=(), interval=None, share=False)
        total = archive.search(counted).total
        if total:
            yield UndoneFilter(name, value, other, total)


def _list_without(query: Query) -> Iterator[tuple[str | None, Value, Query]]:
    for name, texts in query.selected.items():
        for text in texts:
            rest = tuple(each for each in texts if each != text)
            other = replace(query, selected={**query.selected, name: rest}, page=1)
            yield name, ALL_FILTERS[name].parse(text), other
    if query.filters.within:
        yield None, None, replace(query, since=None, until=None, page=1)
