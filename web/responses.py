"""The JSON of API responses: values from `search.serialization`, plus HTML and links."""

from dataclasses import replace
from typing import Any

from search.page import Hit, Page
from search.query import Query
from search.serialization import serialize_page
from search.snippet import Snippet
from web.address import SEARCH_PATH, address, parameters
from web.links import has_next, previous_page
from web.markup import mark_matches


def build_search_response(page: Page) -> dict[str, Any]:
    """Return the response to a search, as the OpenAPI document describes it."""
    values = serialize_page(page)
    hits = [_add_html(fields, hit) for fields, hit in zip(values["hits"], page.hits)]
    return values | {"hits": hits, "links": build_page_links(page)}


def build_page_links(page: Page) -> dict[str, str | None]:
    """Return the addresses of this page and its neighbours; None if there is no such page."""
    query = page.query
    return {
        "self": _link(query),
        "next": _link(replace(query, page=query.page + 1)) if has_next(page) else None,
        "previous": _link(replace(query, page=previous_page(page))) if query.page > 1 else None,
    }


def _link(query: Query) -> str:
    return address(SEARCH_PATH, parameters(query))


def _add_html(fields: dict[str, Any], hit: Hit) -> dict[str, Any]:
    return fields | {
        "title_highlight": _with_html(fields["title_highlight"], hit.title),
        "snippets": [_with_html(*each) for each in zip(fields["snippets"], hit.snippets)],
    }


def _with_html(highlight: dict[str, Any], snippet: Snippet) -> dict[str, Any]:
    return highlight | {"html": mark_matches(snippet)}
