"""The parameters of the API: a marshmallow schema, and the query that a request asks for."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.facets import DEFAULT_FACETS, FACETS, FILTERABLE, NONE, Facet
from search.query import COLLAPSE, MAX_PAGE_SIZE
from search.syntax import MAX_LENGTH

_DATE = validate.Regexp(
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", error="write YYYY, YYYY-MM or YYYY-MM-DD"
)

_WHOLE: dict[str, Any] = {"invalid": "write a whole number"}


def describe(text: str) -> dict[str, Any]:
    """Return the arguments of a marshmallow field that describe it in the OpenAPI document."""
    return {"metadata": {"description": text}}


class Facets(fields.List[Any]):
    """Facet names, joined by commas."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        names = [name for name in value.split(",") if name] if isinstance(value, str) else value
        return super()._deserialize(names, *args, **kwargs)


class Parameters(Schema):
    """Named parameters, and no others."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown parameter: see /openapi.json for those there are"}


def _filter(facet: Facet) -> fields.List[Any]:
    """The parameter that filters by a facet."""
    error = f"write {facet.written}, or {NONE} for {facet.without}"
    check = validate.Regexp(f"^({facet.pattern}|{NONE})$", error=error) if facet.pattern else None
    return fields.List(fields.String(validate=check), load_default=list, **describe(
        f"Only this {facet.name} ({facet.written}); repeat for alternatives; {NONE} selects "
        f"{facet.without}."))


class _FixedParameters(Parameters):
    """The parameters of a search, filters by facets aside."""

    q = fields.String(load_default="", **describe(
        f"The query, at most {MAX_LENGTH} characters: words, \"phrases\", -without, AND/OR/NOT "
        "(DAN/ATAU/BUKAN), prefix*, fuzzy~, =exact, title:, outlet:. Empty: everything."))
    from_ = fields.String(
        data_key="from", validate=_DATE,
        **describe("From this date on, inclusive: YYYY, YYYY-MM or YYYY-MM-DD."))
    to = fields.String(
        validate=_DATE,
        **describe("Up to this date, inclusive: YYYY, YYYY-MM or YYYY-MM-DD."))
    sort = fields.String(
        load_default=str(Sort.RELEVANCE), validate=validate.OneOf(
            [str(sort) for sort in Sort], error="write one of: {choices}"),
        **describe("The order of the hits; the undated come last by date."))
    page = fields.Integer(
        load_default=1, validate=validate.Range(min=1, error="pages are counted from 1"),
        error_messages=_WHOLE, **describe("Which page, from 1. Pages go to the 10,000th hit."))
    page_size = fields.Integer(
        load_default=10, error_messages=_WHOLE,
        validate=validate.Range(0, MAX_PAGE_SIZE, error="write a number from {min} to {max}"),
        **describe("Hits a page; 0 for the total and facets alone."))
    facet = Facets(
        fields.String(validate=validate.OneOf(list(FACETS), error="write one of: {choices}")),
        load_default=lambda: list(DEFAULT_FACETS), **describe(
            f"Which facets to count, joined by commas; {','.join(DEFAULT_FACETS)} if not given."))
    highlight = fields.Boolean(
        load_default=True, error_messages={"invalid": "write true or false"},
        **describe("Whether to show snippets, with matches marked; false leaves both out."))
    collapse = fields.String(
        load_default=NONE, validate=validate.OneOf(COLLAPSE, error="write one of: {choices}"),
        **describe(
            "story: of articles that tell the same report only the first hit; the total and the "
            "pages then count stories, and each facet's values both."))


SearchParameters = _FixedParameters.from_dict(
    {name: _filter(facet) for name, facet in FILTERABLE.items()}, name="SearchParameters")
"""The parameters of a search."""

_SEARCH = SearchParameters()
TWICE = "give it once"


def query(arguments: MultiDict[str, str]) -> Query:
    """The query that URL parameters ask for. Raises ValidationError or InvalidValue."""
    given: dict[str, Any] = {}
    for name, values in arguments.lists():
        if len(values) > 1 and name not in FILTERABLE:
            raise ValidationError({name: [TWICE]})
        given[name] = values if name in FILTERABLE else values[0]
    loaded = _SEARCH.load(given)
    return Query(
        loaded["q"], selected={name: tuple(loaded[name]) for name in FILTERABLE},
        since=loaded.get("from_"), until=loaded.get("to"), sort=Sort(loaded["sort"]),
        page=loaded["page"], page_size=loaded["page_size"], facets=tuple(loaded["facet"]),
        highlight=loaded["highlight"], collapse=loaded["collapse"],
    )


_NOTHING = Parameters()


def no_parameters(arguments: MultiDict[str, str]) -> None:
    """Raises ValidationError if there are any."""
    _NOTHING.load(arguments.to_dict())
