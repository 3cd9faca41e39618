"""Routes articles: the page /articles/ID, and /api/v1/articles/ID/citation, references to one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from search import Archive, Article, Query, budget
from search.budget import Omission
from search.errors import QuerySyntaxError
from search.explore import EXPORT_FORMATS, STYLES, Reference, cite, write_export
from search.page import RelatedArticle, Story
from search.period import Period
from search.query import MAX_WINDOW
from search.syntax import parse, write_plain
from web.address import (
    ARTICLE_PAGE,
    ARTICLE_PATH,
    PAGE_COLLAPSE,
    build_api_path,
    build_article_path,
)
from web.markup import number_matches
from web.paging import find_page_around
from web.parameters.citation import CITATION_TYPES, REFERENCE_FORMATS, parse_citation
from web.parameters.pages import forbid_cursor, parse_leniently
from web.parameters.search import SearchParameters, parse_query
from web.responses.api import build_article_response
from web.settings import get_settings, make_absolute
from web.views.details import build_details
from web.views.metadata import describe_article
from web.views.render import check_url, get_links, get_translator, render

_PARAMETERS = SearchParameters()

MAX_DUPLICATES = 100
"""Articles of a story that are listed beside one of them."""

_SHOWN_DUPLICATES = 8
"""Articles of a story that are shown at first; a click opens the others."""

MAX_NUMBERED = 50
"""Matches in the text that have links to the next one."""

_FORMAT_NAMES = dict(zip(REFERENCE_FORMATS, ("RIS", "BibTeX", "CSL-JSON")))


class HitPlace(NamedTuple):
    """The place of an article among the hits of a query, from 1, and the hits next to it.

    The queries say on which page of results each is.
    """

    position: int
    total: int
    back: Query
    previous: tuple[str, Query] | None
    next: tuple[str, Query] | None


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of articles."""
    articles = Blueprint("articles", __name__)

    @articles.get(f"{ARTICLE_PAGE}<any_id:id>")
    def show_article(id: str) -> str:
        return _render_article(archive, archive.article(id))

    @articles.get(f"{ARTICLE_PATH}<any_id:id>/citation")
    def cite_article(id: str) -> Response:
        for article in archive.articles([f"{id}/citation"]):  # every id has its address
            return jsonify(build_article_response(
                article, archive.story(article.id), get_settings().public_url or ""))
        return _respond_citation(archive.article(id))

    return articles


def _render_article(archive: Archive, article: Article) -> str:
    say = get_translator()
    query = parse_leniently(_parse_referring_query, _PARAMETERS)
    title, body = archive.mark_matches(article, query.text, query.expand)
    labels = say("match_before"), say("match_after")
    text, matches = number_matches(body, labels, MAX_NUMBERED)
    story = archive.story(article.id)
    copies = _list_story(archive, article, story)
    return render(
        "article.html", canonical=get_links().to_article(article.id, get_links().everything),
        described=describe_article(article, get_settings().name), article=article, query=query,
        title=title, body=text, matches=matches,
        place=budget.attempt(
            Omission.PLACE, lambda: _find_place(archive, query, article.id), None),
        story=story, copies=copies,
        shown=_SHOWN_DUPLICATES, first=_find_first(copies),
        related=_find_related(archive, article.id),
        details=build_details(article, get_links(), say),
        references=_list_references(article, say.language), formats=_FORMAT_NAMES,
        permalink=make_absolute(build_article_path(article.id)),
        api_path=build_api_path(article.id),
        web_archive=_find_web_archive(article), today=query.today.isoformat())


def _find_related(archive: Archive, id: str) -> Sequence[RelatedArticle]:
    return budget.attempt(Omission.RELATED, lambda: archive.related(id), ())


def _parse_referring_query(arguments: MultiDict[str, str]) -> Query:
    """Return the query that led to an article; only its words if it cannot be read."""
    forbid_cursor(arguments)
    query = parse_query(arguments, PAGE_COLLAPSE, get_settings().sort)
    try:
        parse(query.text)
        return query
    except QuerySyntaxError:
        return replace(query, text=write_plain(query.text))


def _find_place(archive: Archive, query: Query, id: str) -> HitPlace | None:
    """Return the place that the address gives an article, None unless it is still there."""
    written = request.args.get("pos", "")
    digits = written if written.isascii() and written.isdigit() and len(written) < 6 else "0"
    position = int(digits)
    if not 1 <= position <= MAX_WINDOW:
        return None
    number, size = find_page_around(position)
    page = archive.search(replace(
        query, page=number, page_size=size, facets=(), interval=None, share=False,
        highlight=False, explain=False))
    hits = {page.query.offset + at: hit.article.id for at, hit in enumerate(page.hits, 1)}
    if hits.get(position) != id:
        return None
    previous, following = (
        (hits[other], _turn_to(query, other)) if other in hits else None
        for other in (position - 1, position + 1))
    return HitPlace(position, page.total, _turn_to(query, position), previous, following)


def _turn_to(query: Query, position: int) -> Query:
    """Return the query at the page of results that has a hit; at its own if it can have none."""
    number = (position - 1) // max(query.page_size, 1) + 1
    return query if number * query.page_size > MAX_WINDOW else replace(query, page=number)


def _list_story(archive: Archive, article: Article, story: Story | None) -> list[Article]:
    """Return the first articles of a story, oldest first, and the article that is shown."""
    if story is None:
        return []
    listed = archive.articles(story.articles[:MAX_DUPLICATES])
    return listed if article.id in story.articles[:MAX_DUPLICATES] else [*listed, article]


def _find_first(articles: Sequence[Article]) -> Article | None:
    """Return the article that came before all others, as far as their dates tell.

    >>> _find_first([Article("a", published="2007-02"), Article("b", published="2007-03-01")]).id
    'a'
    >>> _find_first([Article("a", published="2007"), Article("b", published="2007-03-01")])
    """
    periods = [Period.parse(each.published) for each in articles[:2] if each.published]
    if not periods or len(periods) == 2 and periods[0].end >= periods[1].start:
        return None
    return articles[0]


def _list_references(article: Article, language: str) -> list[tuple[str, Reference]]:
    return [(name, refer(cite(article), language)) for name, refer in STYLES.items()]


def _find_web_archive(article: Article) -> str | None:
    """Return where the Wayback Machine shows the original as it was then; None without a URL."""
    url = check_url(article.url)
    when = (article.published or "*")[:len("YYYY-MM-DD")].replace("-", "")
    return f"https://web.archive.org/web/{when}/{url}" if url else None


def _respond_citation(article: Article) -> Response:
    asked = parse_citation(request.args)
    if asked.format in STYLES:
        text = STYLES[asked.format](cite(article), asked.language).text
        return Response(f"{text}\n".encode("utf-8", "replace"), mimetype="text/plain")
    format = EXPORT_FORMATS[asked.format]
    body = b"".join(write_export((each for each in [article]), asked.format))
    charset = "" if "json" in format.media_type else "; charset=utf-8"
    return Response(
        body, content_type=f"{CITATION_TYPES[asked.format]}{charset}",
        headers={"Content-Disposition": f"attachment; filename=warta.{format.ending}"})
