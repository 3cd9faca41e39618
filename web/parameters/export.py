"""The parameters of an export: those of a search that say what is found, a format and fields."""

from typing import Any, NamedTuple

from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.explore import EXPORT_FIELDS, EXPORT_FORMATS
from search.facets import ALL_FILTERS
from search.query import BY_DATE
from web.parameters.fields import (
    EXPAND,
    FILTERS,
    NameList,
    NoParameters,
    build_choice_field,
    collect_values,
    describe,
)
from web.parameters.search import SearchParameters, parse_query

_OWN: dict[str, fields.Field[Any]] = {
    "format": build_choice_field(
        "jsonl: a line of JSON an article, which `indexer add` takes back. csv: a table, with an "
        "apostrophe before what a spreadsheet would run as a formula. ris, bibtex and csl-json: "
        "references, without the text.", EXPORT_FORMATS, "jsonl"),
    "fields": NameList(
        fields.String(validate=validate.OneOf(
            list(EXPORT_FIELDS), error="write one of: {choices}")),
        load_default=list, **describe(
            "The fields of jsonl and csv, separated by commas, in their order; those of the "
            "format by default.")),
}

ExportParameters = NoParameters.from_dict({
    "q": SearchParameters().fields["q"],
    **FILTERS,
    "expand": EXPAND,
    "collapse": SearchParameters().fields["collapse"],
    "sort": build_choice_field(
        "The order of the articles: by date, then by id. The undated come last.",
        BY_DATE, str(Sort.NEWEST)),
    **_OWN,
}, name="ExportParameters")
"""The parameters of an export."""

_SCHEMA = ExportParameters()


class ExportRequest(NamedTuple):
    """What to export, and how."""

    query: Query
    format: str
    fields: tuple[str, ...]


def parse_export(arguments: MultiDict[str, str]) -> ExportRequest:
    """Return what URL parameters ask for. Raises ValidationError or InvalidValue."""
    loaded: dict[str, Any] = _SCHEMA.load(collect_values(arguments, ALL_FILTERS))
    asked = MultiDict([
        (name, value) for name, value in arguments.items(multi=True) if name not in _OWN])
    asked["sort"] = loaded["sort"]
    return ExportRequest(parse_query(asked), loaded["format"], tuple(loaded["fields"]))
