"""The facets: what the hits of a query are counted by, and what they can be filtered by.

A facet is one row of FACETS. Everything that has to know the facets reads these rows: the
parameters of the API, the options of the command line, links and chips of the pages, the
columns of a segment. To add one, add a row here and its words to web/phrases.py.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from search.article import Article
from search.errors import InvalidValue

NONE = "none"
"""The reserved word that selects articles without a value."""

MAX_BYLINES = 1_000
"""Bylines on a page: an archive may have hundreds of thousands."""

Value = str | int | None
"""What an article is counted under; None if it has no value."""


class Order(Enum):
    """The order of a facet's buckets, described as in the documentation of the API."""

    BY_COUNT = "Most articles first, then by name"
    LATEST_FIRST = "Latest first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet.

    `value` returns an article's value, of the type `kind`; a text is never blank.
    `written` tells users how to write a value and `without` names the articles that have none.
    A value that users write must match `pattern`. A `filterable` facet is also a filter;
    one that is `counted_by_default` is counted if a query names no facets. A page lists at most
    `limit` values, the first in order, and those that are selected; all if it is None.
    """

    name: str
    value: Callable[[Article], Value]
    order: Order
    written: str
    without: str
    kind: type[str] | type[int] = str
    pattern: str = ""
    filterable: bool = False
    counted_by_default: bool = False
    limit: int | None = None

    def parse(self, text: str) -> Value:
        """Return the value that a user wrote. Raises InvalidValue.

        >>> FACETS["year"].parse("2007"), FACETS["year"].parse("none")
        (2007, None)
        """
        if text == NONE:
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            message = (f"{text!r} is not a {self.name}: write {self.written}, "
                       f"or {NONE} for {self.without}")
            raise InvalidValue(message, self.name)
        return self.kind(text)

    def write(self, value: Value) -> str:
        """Return a value as `parse` reads it.

        >>> FACETS["year"].write(987), FACETS["outlet"].write(None)
        ('0987', 'none')
        """
        if value is None:
            return NONE
        return f"{value:04}" if isinstance(value, int) else value


def _year(article: Article) -> int | None:
    return int(article.published[:4]) if article.published else None


def _date(length: int) -> Callable[[Article], str | None]:
    """Return the value function of a facet that counts the first `length` characters of dates."""
    def date(article: Article) -> str | None:
        published = article.published or ""
        return published[:length] if len(published) >= length else None
    return date


_ROWS = (
    Facet(
        name="outlet", value=lambda article: article.outlet, order=Order.BY_COUNT,
        written="its exact name", without="articles without an outlet",
        filterable=True, counted_by_default=True,
    ),
    Facet(
        name="year", value=_year, order=Order.LATEST_FIRST, kind=int,
        written="YYYY", without="undated articles", pattern="(?!0000)[0-9]{4}",
        filterable=True, counted_by_default=True,
    ),
    Facet(
        name="month", value=_date(len("YYYY-MM")), order=Order.LATEST_FIRST,
        written="YYYY-MM", without="articles whose month is not known",
        pattern="[0-9]{4}-[0-9]{2}",
    ),
    Facet(
        name="day", value=_date(len("YYYY-MM-DD")), order=Order.LATEST_FIRST,
        written="YYYY-MM-DD", without="articles whose day is not known",
        pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ),
    Facet(
        name="byline", value=lambda article: article.byline, order=Order.BY_COUNT,
        written="exactly as in the article", without="articles without a byline", filterable=True,
        limit=MAX_BYLINES,
    ),
)

FACETS: Mapping[str, Facet] = {facet.name: facet for facet in _ROWS}
"""All facets by name, in the order in which they are shown."""

FILTERABLE = {name: facet for name, facet in FACETS.items() if facet.filterable}
"""The facets that are filters too."""

DEFAULT_FACETS = tuple(name for name, facet in FACETS.items() if facet.counted_by_default)
"""The names of the facets that are counted if a query names none."""
