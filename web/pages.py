"""The pages for people: rendered here, complete without JavaScript; the address is the state."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from search import Archive, Query, Sort
from search.address import address
from search.answer import html
from search.page import Page
from search.query import WINDOW
from search.snippet import Snippet
from web import openapi, phrases, schemas
from web.links import Links, last_page, numbers, without_filters

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
        query = schemas.query(_given(request.args))
        page = archive.search(query)
        return _search_page(page, _without_filters(archive, page))

    @pages.get("/articles/<path:id>")
    def article(id: str) -> str:
        query = Query(request.args.get("q", ""))
        found = archive.article(id)
        title, body = archive.marked(found, query.text)
        return _render("article.html", article=found, title=title, body=body, query=query)

    @pages.get("/help")
    def help() -> str:
        return _render("help.html", query=Query())

    @pages.get("/help/api")
    def api() -> str:
        return _render("api.html", document=openapi.document(), query=Query())

    return pages


def error_page(status: int, detail: str) -> Response:
    """A page that says what is wrong and where to go."""
    voice = _voice()
    phrase = f"error_{status}" if f"error_{status}" in phrases.PHRASES["id"] else "error"
    page = _render(
        "error.html", title=voice(phrase), status=status, detail=detail,
        query=None, typed=request.args.get("q", ""),
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def _search_page(page: Page, unfiltered: int | None) -> str:
    return _render(
        "search.html", page=page, query=page.query, last=last_page(page), numbers=numbers(page),
        unfiltered=unfiltered, sorts=list(Sort), shown=_SHOWN, window=WINDOW,
    )


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
        switch=_switched(voice.other), **context,
    )


def _switched(language: str) -> str:
    """This address in the other language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    pairs = kept + ([("lang", language)] if language != "id" else [])
    return address(quote(request.path), pairs)


def _marked(snippet: Snippet) -> Markup:
    return Markup(html(snippet))


def _web_url(url: str | None) -> str | None:
    """The address of an original article if it is one that a browser may follow."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
