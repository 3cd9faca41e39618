"""The pages for people: rendered here, complete without JavaScript; the address is the state."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from search import Archive, Article, Query, Sort
from search.errors import SearchError
from search.facets import FILTERABLE
from search.page import Bucket, Hit, Page, Story
from search.query import STORY, WINDOW
from search.snippet import Snippet
from search.syntax import parse
from web import openapi, parameters, phrases
from web.address import address
from web.links import Links, last_page, numbers, without_filters
from web.markup import mark_matches

_TOLD = 20
"""Articles of a story that are listed."""

_SHOWN = 10
"""Values of a facet shown at first; the others wait behind a click."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a page speaks: its language, and what depends on it."""

    language: str

    def __call__(self, phrase: str, **values: Any) -> str:
        return phrases.say(self.language, phrase, **values)

    def number(self, value: int) -> str:
        """A whole number."""
        return phrases.number(self.language, value)

    def date(self, published: str | None) -> str:
        """A date, or that there is none."""
        return phrases.date(self.language, published) if published else self("undated")

    def count(self, total: int) -> str:
        """How many articles."""
        return self("results_one" if total == 1 else "results", n=self.number(total))

    def stories(self, total: int) -> str:
        """How many stories."""
        return self("stories_one" if total == 1 else "stories", n=self.number(total))

    def told(self, story: Story) -> str:
        """How many articles tell a story, and in which outlets."""
        names = [name or self("none_outlet") for name in story.outlets]
        return self("told", count=self.count(story.size), outlets=", ".join(names))

    def updated(self, revision: int) -> str:
        """How often an article was updated."""
        times = revision - 1
        return self("updated_one" if times == 1 else "updated", n=self.number(times))

    @property
    def links(self) -> Links:
        """Addresses that keep the language."""
        return Links([] if self.language == "id" else [("lang", self.language)])

    @property
    def other(self) -> str:
        """The other language."""
        return "en" if self.language == "id" else "id"


def blueprint(archive: Archive) -> Blueprint:
    """The routes of the pages."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def search() -> str:
        query = parameters.query(_given(request.args))
        page = archive.search(query)
        return _search_page(page, _without_filters(archive, page))

    @pages.get("/articles/<any_id:id>")
    def article(id: str) -> str:
        query, found = _came_from(), archive.article(id)
        title, body = archive.marked(found, query.text)
        return _render("article.html", article=found, title=title, body=body, query=query,
                       others=_others(archive, id))

    @pages.get("/help")
    def help() -> str:
        return _render("help.html", query=Query())

    @pages.get("/help/api")
    def api() -> str:
        return _render("api.html", document=openapi.document(), query=Query())

    return pages


def error_page(status: int, detail: str, wrong: Sequence[str]) -> Response:
    """A page that says what is wrong and where to go; `wrong` are names of parameters."""
    voice = _voice()
    known = phrases.PHRASES["id"]
    advice = [voice(f"wrong_{name}") for name in wrong if f"wrong_{name}" in known]
    page = _render(
        "error.html", title=voice(f"error_{status}" if f"error_{status}" in known else "error"),
        status=status, advice=advice or [detail], query=None, typed=request.args.get("q", ""),
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def _others(archive: Archive, id: str) -> list[Article]:
    """The other articles that tell the same, the oldest first; some of many."""
    story = archive.story(id)
    ids = [each for each in story.articles if each != id] if story else []
    return archive.articles(ids[:_TOLD])


def _search_page(page: Page, unfiltered: int | None) -> str:
    return _render(
        "search.html", page=page, query=page.query, last=last_page(page), numbers=numbers(page),
        collapsed=page.query.collapse == STORY, unfiltered=unfiltered, shown=_SHOWN,
        window=WINDOW, chips=_chips(page.query), filterable=FILTERABLE,
        sorts=list(Sort)[not page.query.text:], excerpt=_excerpt,
        sorted_by=Sort.NEWEST if _is_plain(page.query) else page.query.sort,
    )


def _is_plain(query: Query) -> bool:
    """Without words all hits are alike, so that the best matches are the newest."""
    return not query.text and query.sort is Sort.RELEVANCE


def _chips(query: Query) -> list[tuple[str, Bucket]]:
    """The values chosen: facet and bucket."""
    return [(facet, Bucket(value, 0, True))
            for facet, values in query.filters.selected.items() for value in values]


def _excerpt(hit: Hit) -> Markup:
    """A hit's snippets in one line, with dots where text is left out."""
    body = " ".join(hit.article.body.split())
    first, last = (" ".join(hit.snippets[at].text.split()) for at in (0, -1))
    before = "" if body.startswith(first) else "… "
    after = "" if body.endswith(last) else " …"
    return Markup(before) + Markup(" … ").join(map(_marked, hit.snippets)) + Markup(after)


def _came_from() -> Query:
    """The search that led to an article; none where it cannot be read."""
    try:
        query = parameters.query(_given(request.args))
        parse(query.text)
        return query
    except (ValidationError, SearchError):
        return Query()


def _plain(value: Any) -> str:
    """A value of an article's extra fields as text."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and not any(isinstance(each, (list, dict)) for each in value):
        return ", ".join(map(_plain, value))
    return _plain(json.dumps(value, ensure_ascii=False))


def _without_filters(archive: Archive, page: Page) -> int | None:
    """How many articles the words alone find, where filters left nothing."""
    query = without_filters(page.query)
    if page.total or query == page.query:
        return None
    return archive.search(query).total


def _given(arguments: MultiDict[str, str]) -> MultiDict[str, str]:
    """The parameters of the search: forms send empty fields, which mean nothing."""
    kept = [(name, value) for name, value in arguments.items(multi=True) if value.strip()]
    return MultiDict((name, value) for name, value in kept if name != "lang")


def _voice() -> Voice:
    asked = request.args.get("lang", "id")
    return Voice(asked if asked in phrases.LANGUAGES else "id")


def _render(template: str, **context: Any) -> str:
    voice = _voice()
    return render_template(
        template, say=voice, links=voice.links, marked=_marked, web_url=_web_url,
        switch=_switched(voice.other), plain=_plain, **context,
    )


def _switched(language: str) -> str:
    """This address in the other language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    pairs = kept + ([("lang", language)] if language != "id" else [])
    return address(quote(request.path), pairs)


def _marked(snippet: Snippet) -> Markup:
    return Markup(mark_matches(snippet))


def _web_url(url: str | None) -> str | None:
    """The address of an original article if it is one that a browser may follow."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
