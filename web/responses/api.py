"""The JSON of API responses: values from `search.serialization`, plus HTML and links."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from search.article import Article
from search.explore import Copies
from search.page import Completion, Hit, Page, RelatedArticle, Story, Suggestion
from search.query import Query
from search.serialization import serialize_page, serialize_related, serialize_whole_story
from web.address import (
    SEARCH_PATH,
    build_address,
    build_article_path,
    build_parameters,
    build_story_path,
)
from web.markup import mark_matches
from web.paging import find_previous_page, has_next_page

OPENSEARCH = "application/x-suggestions+json"
"""The media type of OpenSearch Suggestions."""


def build_search_response(
    page: Page, suggestions: Sequence[Suggestion], home: str = ""
) -> dict[str, Any]:
    """Return the response to a search, as the OpenAPI document describes it.

    `home` is the public address of this service, with which those of its pages begin.
    """
    values = serialize_page(page, suggestions)
    for fields, suggestion in zip(values["suggestions"], suggestions):
        fields["link"] = _link(suggestion.query, 1)
    for fields, hit in zip(values["hits"], page.hits):
        _add_html(fields, hit)
        add_page_links(fields, home)
    values["links"] = build_page_links(page)
    return values


def build_suggest_response(text: str, completions: Sequence[Completion]) -> dict[str, Any]:
    """Return the response to a request for completions."""
    return {"query": text, "completions": [
        {"text": each.text, "kind": str(each.kind), "total": each.total} for each in completions]}


def build_article_response(
    article: Article, story: Story | None, home: str = ""
) -> dict[str, Any]:
    """Return the response to a request for an article."""
    # json.dumps writes NaN, which other JSON parsers reject: it becomes a string.
    extra = json.loads(json.dumps(dict(article.extra)), parse_constant=str)
    fields = article.to_dict() | {"extra": extra, "story": serialize_whole_story(story)}
    return add_page_links(fields, home)


def build_related_response(
    id: str, related: Sequence[RelatedArticle], home: str = ""
) -> dict[str, Any]:
    """Return the response to a request for the articles related to one."""
    return {"id": id, "related": [
        add_page_links(serialize_related(each), home) for each in related]}


def build_copies_response(found: Copies, home: str = "") -> dict[str, Any]:
    """Return the response to a request for the copies of an article."""
    fields = found.to_dict()
    for each in fields["copies"]:
        add_page_links(each, home)
    return fields | {"links": {"page": home + build_story_path(found.story.id)}}


def add_page_links(fields: dict[str, Any], home: str) -> dict[str, Any]:
    """Add the addresses of the pages of a serialized article and of its story, in place."""
    fields["links"] = {"page": home + build_article_path(fields["id"])}
    if story := fields.get("story"):
        story["links"] = {"page": home + build_story_path(story["id"])}
    return fields


def build_page_links(page: Page) -> dict[str, str | None]:
    """Return the addresses of this page and its neighbours; None if there is no such page."""
    query, previous = page.query, find_previous_page(page)
    if query.cursor:
        following = page.next_cursor and replace(query, cursor=page.next_cursor)
        return {"self": _link(query, 1), "next": _link(following, 1) if following else None,
                "previous": None}
    return {
        "self": _link(query, query.page),
        "next": _link(query, query.page + 1) if has_next_page(page) else None,
        "previous": _link(query, previous) if query.page > 1 else None,
    }


def _link(query: Query, page: int) -> str:
    return build_address(SEARCH_PATH, build_parameters(query, page=page))


def _add_html(fields: dict[str, Any], hit: Hit) -> None:
    """Add HTML to the highlights of a serialized hit, in place."""
    fields["title_highlight"]["html"] = mark_matches(hit.title)
    for highlight, snippet in zip(fields["snippets"], hit.snippets):
        highlight["html"] = mark_matches(snippet)
