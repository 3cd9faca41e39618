"""Routes trends, several searches side by side over time: /api/v1/trends and the page /tren."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from search import Archive, Query
from search.errors import InvalidValue, QuerySyntaxError
from search.explore import MAX_TRENDS, build_rows, get_height, list_totalled, write_csv
from search.facets import DEFAULT_FACETS
from search.page import Bar, Page
from search.query import Interval
from search.serialization import serialize_trends
from search.syntax import write_plain
from web.address import TRENDS_PAGE, TRENDS_PATH, build_address, build_trends_parameters
from web.parameters.pages import parse_leniently
from web.parameters.trends import FORMATS, TrendsParameters, parse_trends
from web.views.chart import Chart, Series, draw_chart
from web.views.links import Links
from web.views.notices import describe_problem
from web.views.render import get_links, get_translator, render
from web.views.translator import Translator

_PARAMETERS = TrendsParameters()

MAX_PAGE_BARS = 400
"""Rows of the table on the page. Programs may ask for more."""


class TableCell(NamedTuple):
    """A count on the page, and the search that finds what it counts."""

    count: int  # type: ignore[assignment]
    height: float
    link: str | None


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of trends."""
    trends = Blueprint("trends", __name__)

    @trends.get(TRENDS_PATH)
    def list_trends() -> Response:
        asked = parse_trends(request.args)
        pages = archive.compare(asked.queries)
        if asked.format == "json":
            return jsonify(serialize_trends(pages))
        if asked.format == "csv":
            return _respond(write_csv(build_rows(pages)), asked.format)
        chart = draw_chart(_build_chart(pages, Translator(asked.language)))
        return _respond(chart, asked.format)

    @trends.get(TRENDS_PAGE)
    def show_trends() -> ResponseReturnValue:
        queries, pages, error = parse_leniently(partial(_compare, archive), _PARAMETERS)
        if error is None:
            return _render_page(queries, pages)
        plain = [replace(query, text=write_plain(query.text)) for query in queries]
        words, link = ", ".join(each.text for each in plain), get_links().to_trends(plain)
        problem = describe_problem(get_translator(), error, words, link)
        return _render_page(queries, (), **problem), 400

    return trends


def _compare(
    archive: Archive, arguments: MultiDict[str, str]
) -> tuple[Sequence[Query], Sequence[Page], QuerySyntaxError | None]:
    """Return the queries that parameters compare, their pages, and what is wrong with one."""
    if "q" not in arguments:
        return (), (), None
    queries = parse_trends(arguments).queries
    try:
        pages = archive.compare(queries)
    except QuerySyntaxError as error:
        return queries, (), error
    if len(_list_bars(pages[0])) > MAX_PAGE_BARS:
        raise InvalidValue(
            f"the page shows at most {MAX_PAGE_BARS} bars: ask for a longer interval, or for less "
            "time, with from and to", "interval")
    return queries, pages, None


def _respond(text: str, format: str) -> Response:
    body = text.encode("utf-8", "replace")  # a query may have half a surrogate pair
    return Response(body, content_type=f"{FORMATS[format]}; charset=utf-8")


def _render_page(queries: Sequence[Query], pages: Sequence[Page], **context: Any) -> str:
    """Return the page: a form, and below it chart, peaks and table."""
    say = get_translator()
    cells = [_build_cells(page, get_links()) for page in pages]
    texts = [query.text for query in queries] + [""] * MAX_TRENDS
    return render(
        "trends.html", listed=not pages,
        canonical=get_links().to_trends(queries) if pages else get_links().to_path(TRENDS_PAGE),
        query=queries[0] if queries else Query(interval=Interval.AUTO), pages=pages,
        texts=texts[:MAX_TRENDS], intervals=list(Interval), downloads=_build_downloads(queries),
        chart=draw_chart(_build_chart(pages, say, cells)) if pages else None,
        totalled=list_totalled(pages),
        rows=list(zip(zip(*map(_list_bars, pages)), zip(*cells))) if pages else [], **context)


def _list_bars(page: Page) -> Sequence[Bar]:
    return page.timeline.bars if page.timeline else ()


def _build_cells(page: Page, links: Links) -> list[TableCell]:
    """Return the counts of a query, each with a link to its articles."""
    shown = replace(page.query, interval=None, share=False, page_size=10, facets=DEFAULT_FACETS,
                    highlight=True)
    return [
        TableCell(bar.count, get_height(bar), links.to_search(
            replace(shown, since=bar.since, until=bar.until)) if bar.count else None)
        for bar in _list_bars(page)]


def _build_chart(
    pages: Sequence[Page], say: Translator, cells: Sequence[Sequence[TableCell]] = ()
) -> Chart:
    """Return the chart of some trends; those with `cells` have links."""
    names = [page.query.text or say("all_articles") for page in pages]
    values = [list(map(_find_value, _list_bars(page))) for page in pages]
    links = [[cell.link for cell in each] for each in cells] or [[]] * len(pages)
    share = pages[0].query.share
    return Chart(
        say("trends_title", queries=", ".join(names)), " ".join(map(say.describe_trend, pages)),
        list(map(say.format_bar, _list_bars(pages[0]))),
        list(map(Series, names, values, links)), share,
        say.format_share if share else lambda value: say.format_number(round(value)))


def _find_value(bar: Bar) -> float | None:
    """Return how high a bar is; None for a share of no articles: the archive may lack these days.
    """
    return None if bar.total == 0 else get_height(bar)


def _build_downloads(queries: Sequence[Query]) -> list[tuple[str, str]]:
    """Return the formats of the API with their addresses."""
    if not queries:
        return []
    parameters = build_trends_parameters(queries)
    return [(name.upper(), build_address(TRENDS_PATH, [*parameters, ("format", name)]))
            for name in FORMATS]
