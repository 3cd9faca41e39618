"""The parameters of a concordance."""

from typing import Any, NamedTuple

from marshmallow import fields
from werkzeug.datastructures import MultiDict

from search import Query
from search.explore import MAX_LINES, MAX_WIDTH, ConcordanceLayout, LineOrder
from search.facets import ALL_FILTERS, NONE
from search.query import COLLAPSE
from search.syntax import MAX_LENGTH
from web.parameters.fields import (
    EXPAND,
    FILTERS,
    NoParameters,
    build_choice_field,
    build_number_field,
    collect_values,
    describe,
    get_filters,
)

FORMATS = {"json": "application/json", "csv": "text/csv"}
"""The formats of a concordance, with their media types."""

_USUAL = ConcordanceLayout()


ConcordanceParameters = NoParameters.from_dict({
    "q": fields.String(required=True, error_messages={"required": "write a query"}, **describe(
        f"The query, at most {MAX_LENGTH} characters. Without words there is no match.")),
    **FILTERS,
    "expand": EXPAND,
    "collapse": build_choice_field(
        "story reads one article of each story, so that copies do not repeat lines.",
        COLLAPSE, NONE),
    "width": build_number_field(
        "How many characters of the text stand on each side of a match, at most: they end with a "
        "word.", MAX_WIDTH, default=_USUAL.width),
    "sort": build_choice_field(
        "left, right: by the words on that side, in any case. date: by publication, the earliest "
        "first.", LineOrder, str(_USUAL.order)),
    "limit": build_number_field("The most lines to return.", MAX_LINES, default=_USUAL.limit),
    "format": build_choice_field("csv: a row for each line.", FORMATS, "json"),
}, name="ConcordanceParameters")
"""The parameters of a concordance."""

_SCHEMA = ConcordanceParameters()


class ConcordanceRequest(NamedTuple):
    """The query whose matches are shown, how, and in which format."""

    query: Query
    layout: ConcordanceLayout
    format: str


def parse_concordance(arguments: MultiDict[str, str], **usual: Any) -> ConcordanceRequest:
    """Return what URL parameters ask for, with other defaults if given.

    Raises ValidationError or InvalidValue.
    """
    loaded = _SCHEMA.load(usual | collect_values(arguments, ALL_FILTERS))
    query = Query(
        loaded["q"], **get_filters(loaded), collapse=loaded["collapse"],
        expand=loaded["expand"], page_size=0, facets=(), highlight=False)
    layout = ConcordanceLayout(
        width=loaded["width"], order=LineOrder(loaded["sort"]), limit=loaded["limit"])
    return ConcordanceRequest(query, layout, loaded["format"])
