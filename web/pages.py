"""The pages: complete without JavaScript, with their whole state in the address."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, redirect, render_template, request
from markupsafe import Markup
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from search import Archive, Article, Query, Sort
from search.errors import SearchError
from search.facets import FILTERABLE
from search.page import Bucket, Page, Story, Suggestion
from search.query import MAX_WINDOW, STORY
from search.snippet import Snippet
from search.syntax import parse
from web.address import CONCORDANCE_PAGE, PAGE_COLLAPSE, SEARCH_PATH, build_address
from web.feed_documents import MEDIA_TYPES
from web.links import Links, find_last_page, list_page_numbers
from web.markup import build_excerpt, mark_matches
from web.openapi import build_document
from web.parameters import parse_query
from web.phrases import LANGUAGES, PHRASES
from web.translator import Translator

KWIC = "kwic"
"""The view of results that is a concordance: key words in context."""

_MAX_DUPLICATES = 100
"""Other articles of a story that are listed below an article."""

_SHOWN_BUCKETS = 10
"""Values of a facet, and selected values, that are shown at first; a click opens the others."""


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of the pages."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def show_results() -> str | BaseResponse:
        if request.args.get("view") == KWIC:
            return redirect(_find_concordance())
        page = archive.search(_parse_query())
        return _render_results(page, archive.suggest(page))

    @pages.get("/articles/<any_id:id>")
    def show_article(id: str) -> str:
        query, article = _parse_referring_query(), archive.article(id)
        story = archive.story(id)
        title, body = archive.mark_matches(article, query.text, query.expand)
        return render("article.html", article=article, title=title, body=body, query=query,
                      story=story, duplicates=_list_duplicates(archive, id, story),
                      related=archive.related(id))

    @pages.get("/help")
    def show_help() -> str:
        return render("help.html", query=Query())

    @pages.get("/help/api")
    def show_api_help() -> str:
        return render("api.html", document=build_document(), query=Query())

    return pages


def build_error_page(status: int, detail: str, invalid: Sequence[str]) -> Response:
    """Return a page that says what is wrong and where to go.

    `invalid` names parameters. `detail` is shown if there is advice on none of them.
    """
    say = get_translator()
    advice = [say(f"invalid_{name}") for name in invalid if f"invalid_{name}" in PHRASES]
    page = render(
        "error.html", title=say(f"error_{status}" if f"error_{status}" in PHRASES else "error"),
        status=status, advice=advice or [detail], query=None, typed=request.args.get("q", ""),
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def _render_results(page: Page, suggestions: Sequence[Suggestion]) -> str:
    query = page.query
    return render(
        "search.html", page=page, query=query, last=find_last_page(page),
        numbers=list_page_numbers(page), collapsed=query.collapse == STORY,
        suggestions=suggestions, shown=_SHOWN_BUCKETS, window=MAX_WINDOW,
        chips=_list_selected(query), filterable=FILTERABLE, sorts=list(Sort)[not query.text:],
        sorted_by=_find_effective_sort(query), excerpt=build_excerpt, feeds=MEDIA_TYPES.items(),
    )


def _find_effective_sort(query: Query) -> Sort:
    """Return the order that hits really have: without words all match alike, the newest first."""
    return Sort.NEWEST if not query.text and query.sort is Sort.RELEVANCE else query.sort


def _list_selected(query: Query) -> list[tuple[str, Bucket]]:
    """Return the selected values, each as its facet and a bucket."""
    return [(facet, Bucket(value, 0, True))
            for facet, values in query.filters.selected.items() for value in values]


def _list_duplicates(archive: Archive, id: str, story: Story | None) -> list[Article]:
    """Return the first other articles of the same story, oldest first."""
    ids = [other for other in story.articles if other != id] if story else []
    return archive.articles(ids[:_MAX_DUPLICATES])


def _parse_query() -> Query:
    """Return the query of the results that a page shows. Raises as `parse_query` does."""
    return parse_query(get_search_arguments(), PAGE_COLLAPSE)


def get_search_arguments() -> MultiDict[str, str]:
    """Return the parameters of the search, without the empty fields that forms send.

    Raises ValidationError for a cursor, which is for programs.
    """
    if "cursor" in request.args:
        raise ValidationError({"cursor": [f"cursors are for programs: ask {SEARCH_PATH}"]})
    pairs = request.args.items(multi=True)
    return MultiDict((name, value) for name, value in pairs if value.strip() and name != "lang")


def _parse_referring_query() -> Query:
    """Return the query that led to an article; the empty query if it is invalid."""
    try:
        query = _parse_query()
        parse(query.text)
        return query
    except (ValidationError, SearchError):
        return Query(collapse=PAGE_COLLAPSE)


def get_translator() -> Translator:
    """Return the translator into the language that the request asks for."""
    language = request.args.get("lang")
    return Translator(language if language in LANGUAGES else LANGUAGES[0])


def render(template: str, **context: Any) -> str:
    """Return a page in the language that the request asks for."""
    say = get_translator()
    page = render_template(
        template, say=say, links=Links(say.language), mark=_mark, safe_url=_check_url,
        format_extra=_format_extra, switch_url=_switch_language(say.other_language), **context,
    )
    return page.encode("utf-8", "replace").decode()  # extra fields may have half a surrogate pair


def _switch_language(language: str) -> str:
    """Return the address of this page in another language."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    pairs += [("lang", language)] if language != LANGUAGES[0] else []
    return build_address(quote(request.path), pairs)


def _find_concordance() -> str:
    """Return the address of the concordance that the parameters of a search ask for."""
    pairs = request.args.items(multi=True)
    return build_address(CONCORDANCE_PAGE, [pair for pair in pairs if pair[0] != "view"])


def _mark(snippet: Snippet) -> Markup:
    return Markup(mark_matches(snippet))


def _format_extra(value: Any) -> str:
    """Return a value of an article's extra fields as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(each, (list, dict)) for each in value):
        return ", ".join(map(_format_extra, value))
    return _format_extra(json.dumps(value, ensure_ascii=False))


def _check_url(url: str | None) -> str | None:
    """Return the URL of an original article if a browser may follow it, else None."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
