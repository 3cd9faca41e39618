"""The parameters of significant terms: those of a search that say what is found, and a limit."""

from typing import NamedTuple

from marshmallow import validate
from werkzeug.datastructures import MultiDict

from search import Query
from search.explore import MAX_TERMS
from search.facets import ALL_FILTERS
from web.parameters.fields import (
    EXPAND,
    FILTERS,
    NOT_AN_INTEGER,
    NoParameters,
    WholeNumber,
    collect_values,
    describe,
    get_filters,
)
from web.parameters.search import SearchParameters

TermsParameters = NoParameters.from_dict({
    "q": SearchParameters().fields["q"],
    **FILTERS,
    "expand": EXPAND,
    "limit": WholeNumber(
        load_default=20, error_messages=NOT_AN_INTEGER,
        validate=validate.Range(1, MAX_TERMS, error="write a number from {min} to {max}"),
        **describe("The most terms to return.")),
}, name="TermsParameters")
"""The parameters of significant terms."""

_SCHEMA = TermsParameters()


class TermsRequest(NamedTuple):
    """The query whose hits are read, and how many terms are asked for."""

    query: Query
    limit: int


def parse_terms(arguments: MultiDict[str, str]) -> TermsRequest:
    """Return what URL parameters ask for. Raises ValidationError or InvalidValue."""
    loaded = _SCHEMA.load(collect_values(arguments, ALL_FILTERS))
    query = Query(loaded["q"], **get_filters(loaded), expand=loaded["expand"])
    return TermsRequest(query, loaded["limit"])
