"""The parameters of coverage: what the archive has of each outlet, and on a day."""

from typing import NamedTuple

from marshmallow import validate
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.explore import MAX_OUTLETS, PAGE_OUTLETS, CoverageUnit, build_coverage_query
from web.parameters.fields import (
    FILTERS,
    NOT_AN_INTEGER,
    NoParameters,
    WholeNumber,
    build_choice_field,
    build_number_field,
    collect_values,
    describe,
)

DAY_HITS = 100
"""Articles on a page of one day."""

_PAGE = WholeNumber(
    load_default=1, validate=validate.Range(min=1, error="pages are numbered from 1"),
    error_messages=NOT_AN_INTEGER, **describe("The number of the page, from 1."))

CoverageParameters = NoParameters.from_dict({
    "by": build_choice_field(
        "What the articles of an outlet are counted by.", CoverageUnit, str(CoverageUnit.YEAR)),
    **{name: FILTERS[name] for name in ("outlet", "from_", "to", "past")},
    "page": _PAGE,
    "page_size": build_number_field("Outlets per page.", MAX_OUTLETS, default=PAGE_OUTLETS),
}, name="CoverageParameters")
"""The parameters of coverage."""

DayParameters = NoParameters.from_dict(
    {"outlet": FILTERS["outlet"], "page": _PAGE}, name="DayParameters")
"""The parameters of the page of a day."""

_COVERAGE, _DAY = CoverageParameters(), DayParameters()


class CoverageRequest(NamedTuple):
    """The outlets, dates and page that are asked for, and what to count by."""

    query: Query
    unit: CoverageUnit


def parse_coverage(arguments: MultiDict[str, str]) -> CoverageRequest:
    """Return what URL parameters ask for. Raises ValidationError or InvalidValue."""
    loaded = _COVERAGE.load(collect_values(arguments, ("outlet",)))
    query = build_coverage_query(
        tuple(loaded["outlet"]), since=loaded.get("from_"), until=loaded.get("to"),
        past=loaded.get("past"), page=loaded["page"], page_size=loaded["page_size"])
    return CoverageRequest(query, CoverageUnit(loaded["by"]))


def parse_day(day: str, arguments: MultiDict[str, str]) -> Query:
    """Return the query for the articles of a day. Raises ValidationError or InvalidValue."""
    loaded = _DAY.load(collect_values(arguments, ("outlet",)))
    return Query(
        selected={"outlet": tuple(loaded["outlet"])}, since=day, until=day, sort=Sort.OLDEST,
        page=loaded["page"], page_size=DAY_HITS, facets=("outlet",), highlight=False)
