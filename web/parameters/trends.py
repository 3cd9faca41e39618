"""The parameters of trends: several searches side by side over time."""

from typing import Any, NamedTuple

from marshmallow import ValidationError, fields
from werkzeug.datastructures import MultiDict

from search import Query
from search.explore import MAX_TRENDS
from search.facets import ALL_FILTERS
from search.query import Interval
from search.syntax import MAX_LENGTH
from web.parameters.fields import (
    EXPAND,
    FILTERS,
    SHARE,
    NoParameters,
    build_choice_field,
    build_interval_field,
    collect_values,
    describe,
    get_filters,
)
from web.phrases import LANGUAGES

FORMATS = {"json": "application/json", "csv": "text/csv", "svg": "image/svg+xml"}
"""The formats of trends, with their media types."""


class Queries(fields.List[Any]):
    """A few queries, each taken once however often it is given."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        distinct = list(dict.fromkeys(value))
        if len(distinct) > MAX_TRENDS:
            raise ValidationError(f"compare at most {MAX_TRENDS} searches")
        return super()._deserialize(distinct, *args, **kwargs)


TrendsParameters = NoParameters.from_dict({
    "q": Queries(
        fields.String(), required=True, error_messages={"required": "write a query"}, **describe(
            f"A query, at most {MAX_LENGTH} characters; repeat for up to {MAX_TRENDS}, which are "
            "counted on one axis. An empty query counts every article.", maxItems=MAX_TRENDS)),
    **FILTERS,
    "interval": build_interval_field(str(Interval.AUTO)),
    "share": SHARE,
    "expand": EXPAND,
    "format": build_choice_field(
        "json; csv: a row for each bar, then the undated and the imprecise; svg: a chart.",
        FORMATS, "json"),
    "lang": build_choice_field(
        "The language of the words in a chart.", LANGUAGES, LANGUAGES[0]),
}, name="TrendsParameters")
"""The parameters of trends."""

_SCHEMA = TrendsParameters()


class TrendsRequest(NamedTuple):
    """The queries to compare, and how to answer."""

    queries: tuple[Query, ...]
    format: str
    language: str


def parse_trends(arguments: MultiDict[str, str]) -> TrendsRequest:
    """Return what URL parameters ask for. Raises ValidationError or InvalidValue."""
    loaded = _SCHEMA.load(collect_values(arguments, ("q", *ALL_FILTERS)))
    queries = tuple([_build_query(text, loaded) for text in loaded["q"]])
    return TrendsRequest(queries, loaded["format"], loaded["lang"])


def _build_query(text: str, loaded: dict[str, Any]) -> Query:
    return Query(
        text, **get_filters(loaded), interval=loaded["interval"], share=loaded["share"],
        expand=loaded["expand"], page_size=0, facets=(), highlight=False)
