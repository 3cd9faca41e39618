"""The pages: complete without JavaScript, with their whole state in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from search import Archive, Article, Query, Sort
from search.errors import QuerySyntaxError
from search.facets import ALL_FILTERS, Filter
from search.page import Bucket, Page, Suggestion
from search.query import MAX_WINDOW, STORY, Interval
from search.syntax import write_plain
from web.address import (
    CONCORDANCE_PAGE,
    FULL_VIEW,
    KWIC_VIEW,
    MAX_SHARED,
    PAGE_COLLAPSE,
    PAGE_FACETS,
    VIEWS,
    build_address,
    quote_path,
)
from web.hops import HOPS_PATH, read_state, take_hop
from web.paging import find_last_page, list_page_numbers
from web.parameters.pages import (
    forbid_cursor,
    get_page_arguments,
    parse_leniently,
)
from web.parameters.search import PageParameters, check_page_size, parse_query
from web.request_notes import note_search
from web.responses.feeds import MEDIA_TYPES
from web.responses.openapi import build_document
from web.settings import get_settings, make_absolute
from web.views.existing_page import search_existing
from web.views.facets import build_panels, count_outlets, draw_rows
from web.views.hits import draw_hits
from web.views.links import Links
from web.views.notices import describe_problem
from web.views.overview import read_overview
from web.views.render import get_links, get_translator, render
from web.views.timeline import build_timeline, has_many_bars, name_years
from web.views.zero_results import find_absent_words, find_ways_out

_PARAMETERS = PageParameters()

_MAX_COPIES = 5
"""Other articles of a story that open below a hit."""

EXPORTS = {"csv": "CSV", "jsonl": "JSON Lines", "ris": "RIS", "bibtex": "BibTeX", "csl-json": "CSL"}
"""What the formats of exports are called on the page."""

_SHOWN_BUCKETS = 8
"""Values of a facet, and selected values, that are shown at first; a click opens the others."""

_USUAL_HITS = Query().page_size
"""Hits of a page unless its address asks for more."""

_MOST_CHIPS = 16
"""Selected values that a page lists once more above its results."""

LOCAL = "http://127.0.0.1:8000"
"""Where `make serve` serves: what examples say unless the public address is set."""


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of the pages."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def show_results() -> ResponseReturnValue:
        if request.args.get("view") == KWIC_VIEW:
            return redirect(_find_concordance())
        return _show_results(archive)

    @pages.get(f"{HOPS_PATH}<name>/", defaults={"path": ""}, strict_slashes=False)
    @pages.get(f"{HOPS_PATH}<name>/<any_id:path>")
    def follow_hop(name: str, path: str) -> ResponseReturnValue:
        return redirect(_find_target(name, path))

    @pages.get("/help")
    def show_help() -> str:
        return render("help.html", query=Query())

    @pages.get("/help/api")
    def show_api_help() -> str:
        return _show_api_help()

    return pages


def _show_results(archive: Archive) -> ResponseReturnValue:
    """Return the page of what this request asks for, with status 400 if that is too much."""
    page, error = parse_leniently(partial(_search, archive), _PARAMETERS)
    note_search(page)
    copies = _find_copies(archive, page)
    ways = {"zero": find_ways_out(archive, page), "absent": find_absent_words(archive, page)}
    if error is None:
        return _render_results(page, archive.suggest(page), copies, **ways)
    problem = describe_problem(
        get_translator(), error, page.query.text, get_links().to_search(page.query))
    return _render_results(
        page, archive.suggest(page), copies, typed=request.args["q"], **ways, **problem), 400


def _find_target(name: str, path: str) -> str:
    """Return the address that a hop of this request leads to."""
    try:
        state = read_state(name)
    except ValueError:
        abort(404)
    return build_address(
        quote_path(f"/{path.lstrip('/')}"), take_hop(state, request.args.items(multi=True)))


def _show_api_help() -> str:
    """Return the page on the API, with an example that finds something."""
    settings, overview = get_settings(), read_overview()
    examples = overview.examples if overview else settings.examples
    return render(
        "api.html", document=build_document(settings), query=Query(),
        home=settings.public_url or LOCAL, example=(*examples, "gempa")[0])


def _search(
    archive: Archive, arguments: MultiDict[str, str]
) -> tuple[Page, QuerySyntaxError | None]:
    """Return a page of what parameters ask for: the last where they ask for one beyond.

    If the query exceeds a limit, the page is that of its words, and comes with the error.
    """
    query = _parse_page_query(arguments)
    try:
        return search_existing(archive, query), None
    except QuerySyntaxError as error:
        plain = replace(query, text=write_plain(query.text), page=1)
        return archive.search(plain), error


def _render_results(
    page: Page, suggestions: Sequence[Suggestion], copies: Mapping[str, Article], **context: Any
) -> str:
    query, links = page.query, get_links()
    canonical = links.to_page(query, query.page)
    links = links.shorten(query, f"/?{request.query_string.decode('ascii', 'replace')}",
                          query.page_size > _USUAL_HITS and has_many_bars(page))
    starting = canonical == links.to_path("/")
    return render(
        "search.html", links=links, starting=starting, canonical=canonical, listed=starting,
        page=page, query=query, last=find_last_page(page),
        numbers=list_page_numbers(page), collapsed=query.collapse == STORY,
        suggestions=suggestions, shown=_SHOWN_BUCKETS, most_chips=_MOST_CHIPS,
        window=MAX_WINDOW,
        chips=_list_filters(query), panels=build_panels(page, links), draw_rows=draw_rows,
        exports=EXPORTS.items(),
        timeline=build_timeline(page, links, get_translator()), today=query.today.isoformat(),
        outlets=count_outlets(page), years=name_years(page),
        address=make_absolute(_find_citable(query, canonical)),
        sorts=list(Sort)[not query.text:],
        sorted_by=_find_effective_sort(query), views=(*VIEWS, KWIC_VIEW), copies=copies,
        draw_hits=draw_hits, feeds=MEDIA_TYPES.items(), to_feed=links.prepare_feeds(query),
        **_find_other_language(query, links), **context)


def _find_citable(query: Query, address: str) -> str:
    """Return the address of a page of results as it is cited, however its facets are listed."""
    links = get_links()
    if query.facets != PAGE_FACETS or query.facet_prefix:
        query = replace(query, facets=PAGE_FACETS, facet_prefix=None)
        address = links.to_page(query, query.page)
    return address if len(address) <= MAX_SHARED else links.shorten(query, "").base


def _find_other_language(query: Query, links: Links) -> dict[str, Any]:
    """Return the link to a crowded page in the other language, as `render` takes it.

    There is none where the page is not about what was typed, as that was too much.
    """
    other = get_translator().other_language
    if not links.base or other not in get_settings().languages:
        return {}
    if query.text != request.args.get("q", ""):
        return {}
    return {"switch_url": links.to_language(query, other)}


def _find_copies(archive: Archive, page: Page) -> dict[str, Article]:
    """Return the first other articles of the stories of a page, by id."""
    others = [[id for id in hit.story.articles if id != hit.article.id][:_MAX_COPIES]
              for hit in page.hits if hit.story]
    ids = list(chain.from_iterable(others))
    return {article.id: article for article in archive.articles(ids)} if ids else {}


def _find_effective_sort(query: Query) -> Sort:
    """Return the order that hits really have: without words all match alike, the newest first."""
    return Sort.NEWEST if not query.text and query.sort is Sort.RELEVANCE else query.sort


def _list_filters(query: Query) -> list[tuple[Filter, Bucket]]:
    """Return the values that are selected or excluded, each as its filter and a bucket."""
    return [(ALL_FILTERS[name], Bucket(ALL_FILTERS[name].parse(text), 0, True))
            for name, texts in query.selected.items() for text in texts]


def _parse_query(arguments: MultiDict[str, str]) -> Query:
    """Return the query of the results that a page shows. Raises as `parse_query` does."""
    forbid_cursor(arguments)
    return parse_query(arguments, PAGE_COLLAPSE, get_settings().sort)


def _parse_page_query(arguments: MultiDict[str, str]) -> Query:
    """Return the query of a page of results, with brief snippets, a timeline and more facets."""
    arguments = MultiDict(arguments)
    arguments.setdefault("interval", Interval.AUTO)
    query = _parse_query(arguments)
    check_page_size(query)
    brief = request.args.get("view") != FULL_VIEW
    facets = query.facets if "facet" in arguments else PAGE_FACETS
    return replace(query, brief=brief, facets=facets)


def _find_concordance() -> str:
    """Return the address of the concordance that the parameters of a search ask for."""
    pairs = get_page_arguments().items(multi=True)
    language = [("lang", value) for value in request.args.getlist("lang")]
    kept = [pair for pair in pairs if pair[0] != "view"]
    return build_address(CONCORDANCE_PAGE, kept + language)
