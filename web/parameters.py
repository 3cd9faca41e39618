"""The parameters of the API: a marshmallow schema, and the query that a request asks for."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.errors import InvalidValue
from search.explore import AUTO_BARS, MAX_BARS
from search.facets import DEFAULT_FACETS, FACETS, FILTERABLE, NONE, Facet
from search.query import COLLAPSE, FIRST_CURSOR, MAX_PAGE_SIZE, Interval
from search.related import MAX_RELATED
from search.suggestions import MAX_COMPLETIONS
from search.syntax import MAX_LENGTH

REPEATED = "give it once"
"""The error of a parameter that is repeated and is not a list."""

MAX_VALUES, MAX_CHARACTERS = 50, 2_000
"""Values that a list may have, and their characters together: each link of a page repeats them."""

TOO_MANY = f"write at most {MAX_VALUES} values, with {MAX_CHARACTERS:,} characters together"
"""The error of a list beyond these limits."""

_DATE = validate.Regexp(
    r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    error="{input!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
)
_NOT_AN_INTEGER: dict[str, Any] = {"invalid": "write a whole number"}


def describe(text: str, **properties: Any) -> dict[str, Any]:
    """Return the arguments of a marshmallow field that describe it in the OpenAPI document."""
    return {"metadata": {"description": text, **properties}}


class WholeNumber(fields.Integer):
    """An integer in the digits 0 to 9. Python's `int` also takes ١, 1_0, +5 and spaces."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not re.fullmatch("-?[0-9]+", value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


def is_within_limits(values: Collection[str]) -> bool:
    """Return whether a filter or a list of facets may have these distinct values."""
    return len(values) <= MAX_VALUES and sum(map(len, values)) <= MAX_CHARACTERS


class ShortList(fields.List[Any]):
    """A list of a few values, each taken once however often it is given."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        distinct = list(dict.fromkeys(value))
        if not is_within_limits(distinct):
            raise ValidationError(TOO_MANY)
        return super()._deserialize(distinct, *args, **kwargs)


class FacetNames(ShortList):
    """A list of names, separated by commas."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        names = [name for name in value.split(",") if name] if isinstance(value, str) else value
        return super()._deserialize(names, *args, **kwargs)


class NoParameters(Schema):
    """Accepts no parameters; a schema derived from it accepts its own."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown parameter: see /openapi.json for the known ones"}


def _build_filter(facet: Facet) -> fields.List[Any]:
    """Return the parameter that filters by a facet."""
    def check(text: str) -> None:
        try:
            facet.parse(text)
        except InvalidValue as error:
            raise ValidationError(str(error)) from None

    pattern = {"pattern": f"^({facet.pattern}|{NONE})$"} if facet.pattern else {}
    return ShortList(
        fields.String(validate=check, metadata=pattern), load_default=list, **describe(
            f"Only this {facet.name} ({facet.written}); repeat for alternatives, at most "
            f"{MAX_VALUES}, with {MAX_CHARACTERS:,} characters together; {NONE} selects "
            f"{facet.without}.", maxItems=MAX_VALUES))


def build_interval_field(default: Any = missing) -> fields.String:
    """Return the parameter that asks for a timeline."""
    choice = validate.OneOf([str(each) for each in Interval], error="write one of: {choices}")
    return fields.String(load_default=default, validate=choice, **describe(
        f"Counts the hits by time: how long a bar of the timeline is. auto: the shortest interval "
        f"with at most {AUTO_BARS} bars to which at least half of the dated hits are known. A "
        f"timeline has at most {MAX_BARS:,} bars."))


SHARE = fields.Boolean(
    load_default=False, error_messages={"invalid": "write true or false"}, **describe(
        "Whether each bar also says how many articles the archive has there with the same filters, "
        "whatever their words."))

FILTERS: dict[str, fields.Field[Any]] = {
    **{name: _build_filter(facet) for name, facet in FILTERABLE.items()},
    "from_": fields.String(data_key="from", validate=_DATE, **describe(
        "Only articles published on or after this date: YYYY, YYYY-MM or YYYY-MM-DD.")),
    "to": fields.String(validate=_DATE, **describe(
        "Only articles published on or before this date: YYYY, YYYY-MM or YYYY-MM-DD.")),
}
"""The parameters that every search may be restricted by."""

EXPAND = fields.Boolean(
    load_default=True, error_messages={"invalid": "write true or false"}, **describe(
        "Whether words are also looked for as their acronyms, long forms and other "
        "spellings."))

SearchParameters = NoParameters.from_dict({
    "q": fields.String(load_default="", **describe(
        f"The query, at most {MAX_LENGTH} characters: words, \"phrases\", -excluded, +required, "
        "AND/OR/NOT (DAN/ATAU/BUKAN), prefix*, fuzzy~, =exact, title: (judul:), body: (isi:), "
        "outlet: (media:). An empty query matches every article; one of signs alone, none.")),
    **FILTERS,
    "sort": fields.String(
        load_default=str(Sort.RELEVANCE), validate=validate.OneOf(
            [str(sort) for sort in Sort], error="write one of: {choices}"),
        **describe(
            "The order of the hits. By date, undated articles come last. added: by when they were "
            "stored, in their newest version, the last first.")),
    "page": WholeNumber(
        load_default=1, validate=validate.Range(min=1, error="pages are numbered from 1"),
        error_messages=_NOT_AN_INTEGER, **describe(
            "The number of the page, from 1. Pages end at the 10,000th hit.")),
    "page_size": WholeNumber(
        load_default=10, error_messages=_NOT_AN_INTEGER,
        validate=validate.Range(0, MAX_PAGE_SIZE, error="write a number from {min} to {max}"),
        **describe("Hits per page; 0 returns only the total and the facets.")),
    "facet": FacetNames(
        fields.String(validate=validate.OneOf(list(FACETS), error="write one of: {choices}")),
        load_default=lambda: list(DEFAULT_FACETS), **describe(
            f"The facets to count, separated by commas; {','.join(DEFAULT_FACETS)} by default.")),
    "highlight": fields.Boolean(
        load_default=True, error_messages={"invalid": "write true or false"}, **describe(
            "Whether to return snippets and mark matches; false does neither.")),
    "expand": EXPAND,
    "collapse": fields.String(
        load_default=NONE, validate=validate.OneOf(COLLAPSE, error="write one of: {choices}"),
        **describe(
            "story groups duplicates: only the first hit of each story is returned, the total "
            "and the pages count stories, and facets count both stories and articles.")),
    "cursor": fields.String(**describe(
        f"Goes through all hits, beyond the 10,000th too: {FIRST_CURSOR} asks for the first page, "
        "and links.next of each page for the next, until it is null. By date, newest unless sort "
        "is oldest; everything but page_size stays as it was.")),
    "interval": build_interval_field(),
    "share": SHARE,
    "explain": fields.Boolean(
        load_default=False, error_messages={"invalid": "write true or false"}, **describe(
            "Whether each hit says what its score is made of.")),
}, name="SearchParameters")
"""The parameters of a search."""

SuggestParameters = NoParameters.from_dict({
    "q": fields.String(
        required=True, validate=validate.Length(
            max=MAX_LENGTH, error="write at most {max} characters"),
        error_messages={"required": "write the beginning of a query"}, **describe(
            f"What has been typed, at most {MAX_LENGTH} characters. The last word may be "
            "unfinished; with a space behind it, it is whole.")),
    "limit": WholeNumber(
        load_default=8, error_messages=_NOT_AN_INTEGER,
        validate=validate.Range(1, MAX_COMPLETIONS, error="write a number from {min} to {max}"),
        **describe("The most completions to return.")),
    "format": fields.String(
        load_default="json", validate=validate.OneOf(
            ("json", "opensearch"), error="write one of: {choices}"),
        **describe("opensearch: an array of q and a list of texts, as browsers take it.")),
}, name="SuggestParameters")
"""The parameters of a request for completions."""

RelatedParameters = NoParameters.from_dict({
    "limit": WholeNumber(
        load_default=5, error_messages=_NOT_AN_INTEGER,
        validate=validate.Range(1, MAX_RELATED, error="write a number from {min} to {max}"),
        **describe("The most articles to return.")),
}, name="RelatedParameters")
"""The parameters of a request for related articles."""

_SUGGEST, _RELATED = SuggestParameters(), RelatedParameters()

_FIELDS = {field.data_key or name: name for name, field in SearchParameters().fields.items()}
"""The fields of the schema by their parameters."""

_DEFAULTS, _NOTHING = SearchParameters().load({}), NoParameters()


def parse_query(arguments: MultiDict[str, str], collapse: str = NONE) -> Query:
    """Return the query that URL parameters ask for; `collapse` is the default of that.

    Raises ValidationError or InvalidValue.
    """
    values = collect_values(arguments, FILTERABLE)
    given = frozenset(_FIELDS.keys() & values.keys())
    loaded = _DEFAULTS | {"collapse": collapse} | _get_schema(given).load(values)
    if "cursor" in given and "sort" not in given:
        loaded["sort"] = Sort.NEWEST
    return Query(
        loaded["q"], selected={name: tuple(loaded[name]) for name in FILTERABLE},
        since=loaded.get("from_"), until=loaded.get("to"), sort=Sort(loaded["sort"]),
        page=loaded["page"], page_size=loaded["page_size"], facets=tuple(loaded["facet"]),
        highlight=loaded["highlight"], collapse=loaded["collapse"],
        expand=loaded["expand"],
        explain=loaded["explain"], interval=loaded.get("interval"), share=loaded["share"],
        cursor=loaded.get("cursor"),
    )


def collect_values(
    arguments: MultiDict[str, str], lists: Collection[str]
) -> dict[str, Any]:
    """Return the values of parameters; those of `lists` may be repeated. Raises ValidationError."""
    values: dict[str, Any] = {}
    for name, repeated in arguments.lists():
        if len(repeated) > 1 and name not in lists:
            raise ValidationError({name: [REPEATED]})
        values[name] = repeated if name in lists else repeated[0]
    return values


@lru_cache(maxsize=256)
def _get_schema(parameters: frozenset[str]) -> Schema:
    """Return the schema of these parameters alone: every other one would cost time to load."""
    return SearchParameters(only=[_FIELDS[name] for name in parameters])


def parse_suggest(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Return the values of SuggestParameters. Raises ValidationError."""
    return _load_once(_SUGGEST, arguments)


def parse_related(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Return the values of RelatedParameters. Raises ValidationError."""
    return _load_once(_RELATED, arguments)


def _load_once(schema: Schema, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Return the values of parameters, none of which may be repeated. Raises ValidationError."""
    for name, repeated in arguments.lists():
        if len(repeated) > 1:
            raise ValidationError({name: [REPEATED]})
    loaded: dict[str, Any] = schema.load(arguments.to_dict())
    return loaded


def forbid_parameters(arguments: MultiDict[str, str]) -> None:
    """Raise ValidationError if there are any parameters."""
    _NOTHING.load(arguments.to_dict())
