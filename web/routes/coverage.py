"""Routes what the archive has: /api/v1/coverage, /api/v1/status, /outlets and /tanggal."""

from dataclasses import asdict, replace
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from search import Archive, Query
from search.errors import InvalidValue
from search.explore import Coverage, CoverageUnit, OutletCoverage
from search.facets import FACETS
from search.page import Bucket, Hit, Page
from search.period import Period
from search.version import VERSION
from web.address import COVERAGE_PATH, DAY_PAGE, OUTLETS_PAGE, STATUS_PATH, build_address
from web.omissions import describe_omissions
from web.parameters.coverage import (
    CoverageParameters,
    DayParameters,
    parse_coverage,
    parse_day,
)
from web.parameters.fields import forbid_parameters
from web.parameters.mending import mend_date
from web.parameters.pages import note_past_end, parse_leniently
from web.views.existing_page import search_existing
from web.views.render import get_links, render

MONTHS = tuple(f"{month:02}" for month in range(1, 13))

_COVERAGE, _DAY = CoverageParameters(), DayParameters()

MAX_DAY_OUTLETS = 50
"""Outlets of a day that are offered to choose from."""

_DAY_RULE = f"{DAY_PAGE}<string(length=4):year>/<string(length=2):month>/<string(length=2):day>"


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of coverage."""
    coverage = Blueprint("coverage", __name__)
    _route_api(coverage, archive)
    _route_outlets(coverage, archive)
    _route_days(coverage, archive)
    return coverage


def _route_api(coverage: Blueprint, archive: Archive) -> None:

    @coverage.get(COVERAGE_PATH)
    def list_coverage() -> Response:
        asked = parse_coverage(request.args)
        coverage = archive.coverage(asked.query, asked.unit)
        return jsonify(build_coverage_response(coverage, asked.query) | describe_omissions())

    @coverage.get(STATUS_PATH)
    def show_status() -> Response:
        forbid_parameters(request.args)
        return jsonify(build_status_response(archive))


def _route_outlets(coverage: Blueprint, archive: Archive) -> None:

    @coverage.get(OUTLETS_PAGE)
    def show_outlets() -> str:
        asked, coverage, last = _find_outlets(archive)
        return render("outlets.html", canonical=get_links().to_outlets(asked.page),
                      query=Query(), coverage=coverage, number=asked.page, last=last)

    @coverage.get(f"{OUTLETS_PAGE}/<any_id:name>")
    def show_outlet(name: str) -> ResponseReturnValue:
        query = Query(selected={"outlet": (name,)})
        [outlet] = archive.coverage(query, CoverageUnit.MONTH).rows
        if not outlet.articles:
            return redirect(get_links().to_outlet(_find_outlet(archive, name)))
        return render("outlet.html", canonical=get_links().to_outlet(outlet.outlet), query=Query(),
                      outlet=outlet, name=name, months=MONTHS, years=_tabulate(outlet),
                      most=max((each.articles for each in outlet.periods), default=1))


def _route_days(coverage: Blueprint, archive: Archive) -> None:

    @coverage.get(_DAY_RULE)
    def show_day(year: str, month: str, day: str) -> ResponseReturnValue:
        text = f"{year}-{month}-{day}"
        try:
            Period.parse(text)
        except InvalidValue:
            return _redirect_to_period(text)
        page = search_existing(archive, parse_leniently(partial(parse_day, text), _DAY))
        query = page.query
        before, after = archive.neighbouring_days(text)
        return render("day.html", listed=not query.selected and query.page == 1, query=Query(),
                      page=page, day=text, before=before, after=after,
                      groups=_group_by_outlet(page), shown=query.offset + len(page.hits),
                      first=query.offset + 1, number=query.page,
                      chosen=query.filters.selected.get("outlet", ()),
                      outlets=_list_outlets(page))

    @coverage.get(f"{DAY_PAGE}<path:written>")
    def find_period(written: str) -> ResponseReturnValue:
        return _redirect_to_period(written)


def _redirect_to_period(written: str) -> ResponseReturnValue:
    """Lead to the day, or to the articles of the month or year, that a path may mean."""
    published = mend_date(written)
    if published is None:
        abort(404)
    return redirect(get_links().to_period(published))


def _find_outlet(archive: Archive, name: str) -> str:
    """Return the outlet that a name in other letters means; aborts if there is none."""
    outlets = [str(each.value) for each in archive.outlets() if each.value]
    meant = [each for each in outlets if each.casefold() == name.casefold() and each != name]
    return meant[0] if meant else abort(404)


def _find_outlets(archive: Archive) -> tuple[Query, Coverage, int]:
    """Return the page of outlets asked for, or the last one, and how many there are."""
    asked = parse_leniently(parse_coverage, _COVERAGE).query
    coverage = archive.coverage(asked, CoverageUnit.YEAR)
    last = max(_count_pages(coverage, asked), 1)
    if asked.page > last:
        note_past_end(asked.page, last)
        asked = replace(asked, page=last)
        coverage = archive.coverage(asked, CoverageUnit.YEAR)
    return asked, coverage, last


def build_coverage_response(coverage: Coverage, query: Query) -> dict[str, Any]:
    """Return the response to a request for coverage."""
    number, last = query.page, _count_pages(coverage, query)
    return {
        "by": str(coverage.unit), "total": coverage.total, "page": number,
        "page_size": query.page_size, "outlets": [each.to_dict() for each in coverage.rows],
        "links": {
            "self": _link(number),
            "next": _link(number + 1) if number < last else None,
            "previous": _link(min(number - 1, max(last, 1))) if number > 1 else None},
    }


def build_status_response(archive: Archive) -> dict[str, Any]:
    """Return how much the archive has, over which days, and when it was last written to."""
    status, whole = archive.status(), archive.whole_coverage()
    figures = asdict(whole)
    names = ("articles", "stories", "undated", "first_day", "last_day")
    return {name: figures[name] for name in names} | {
        "outlets": sum(each.value is not None for each in archive.outlets()),
        "changed": status.changed, "pending": status.pending, "version": VERSION}


def _count_pages(coverage: Coverage, query: Query) -> int:
    return -(-coverage.total // query.page_size)


def _link(page: int) -> str:
    """Return the address of another page of the same coverage."""
    others: MultiDict[str, str] = MultiDict(request.args)
    others["page"] = str(page)
    return build_address(COVERAGE_PATH, list(others.items(multi=True)))


def _tabulate(outlet: OutletCoverage) -> dict[str, dict[str, int]]:
    """Return the numbers of articles by year and month, the latest year first."""
    years: dict[str, dict[str, int]] = {}
    for period, articles, _ in reversed(outlet.periods):
        year, month = period.split("-")
        years.setdefault(year, {})[month] = articles
    return years


def _list_outlets(page: Page) -> list[Bucket]:
    """Return the outlets of a day to choose from; none where there is only one."""
    buckets = page.facets["outlet"][:MAX_DAY_OUTLETS]
    return list(buckets) if len(buckets) > 1 else []


def _group_by_outlet(page: Page) -> list[tuple[str | None, list[Hit]]]:
    """Return the hits of a page by outlet, those with the most articles that day first."""
    order = {bucket.value: place for place, bucket in enumerate(page.facets["outlet"])}
    groups: dict[str | None, list[Hit]] = {}
    for hit in page.hits:
        groups.setdefault(hit.article.outlet, []).append(hit)
    return sorted(groups.items(), key=lambda group: order[FACETS["outlet"].parse(
        FACETS["outlet"].write(group[0]))])
