"""The parameters of significant terms: those of a search that say what is found, and a limit."""

from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from search import Query
from search.explore import MAX_TERMS
from search.facets import ALL_FILTERS
from web.parameters.fields import (
    EXPAND,
    FILTERS,
    NoParameters,
    build_number_field,
    collect_values,
    get_filters,
)
from web.parameters.search import SearchParameters

TermsParameters = NoParameters.from_dict({
    "q": SearchParameters().fields["q"],
    **FILTERS,
    "expand": EXPAND,
    "limit": build_number_field("The most terms to return.", MAX_TERMS, default=20),
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
