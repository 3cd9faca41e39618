"""The parameters of a search, of completions and of related articles."""

from functools import lru_cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.facets import (
    ALL_FILTERS,
    DEFAULT_FACETS,
    FACETS,
    MAX_LIMIT,
    MAX_PREFIX,
    NONE,
    ListingOrder,
)
from search.highlight import BRIEF_LENGTH
from search.query import COLLAPSE, FIRST_CURSOR, MAX_PAGE_SIZE
from search.related import MAX_RELATED
from search.suggestions import MAX_COMPLETIONS
from search.syntax import MAX_LENGTH
from web.address import BRIEF_VIEW, FULL_VIEW, VIEWS
from web.parameters.fields import (
    EXPAND,
    FILTERS,
    NOT_AN_INTEGER,
    REPEATED,
    SHARE,
    NameList,
    NoParameters,
    WholeNumber,
    build_choice_field,
    build_interval_field,
    build_number_field,
    collect_values,
    describe,
    get_filters,
)

SearchParameters = NoParameters.from_dict({
    "q": fields.String(load_default="", **describe(
        f"The query, at most {MAX_LENGTH} characters: words, \"phrases\", -excluded, +required, "
        "AND/OR/NOT (DAN/ATAU/BUKAN), prefix*, fuzzy~, =exact, title: (judul:), body: (isi:), "
        "outlet: (media:), and dates as before:2019-05 (sebelum:), after:17/8/1945 (sejak:), "
        "on:kemarin (pada:), past:30d (terakhir:); site:kabar.example (situs:), url: and id:. The "
        "address or id of an article alone finds it. An empty query matches every article; one of "
        "signs alone, none.")),
    **FILTERS,
    "sort": build_choice_field(
        "The order of the hits. By date, undated articles come last. added: by when they were "
        "stored, in their newest version, the last first.", Sort, str(Sort.RELEVANCE)),
    "page": WholeNumber(
        load_default=1, validate=validate.Range(min=1, error="pages are numbered from 1"),
        error_messages=NOT_AN_INTEGER, **describe(
            "The number of the page, from 1. Pages end at the 10,000th hit.")),
    "page_size": build_number_field(
        "Hits per page; 0 returns only the total and the facets.", MAX_PAGE_SIZE,
        least=0, default=10),
    "facet": NameList(
        fields.String(validate=validate.OneOf(list(FACETS), error="write one of: {choices}")),
        load_default=lambda: list(DEFAULT_FACETS), **describe(
            f"The facets to count, separated by commas; {','.join(DEFAULT_FACETS)} by default.")),
    "facet_limit": build_number_field(
        "The most values to list of each facet, besides those selected.", MAX_LIMIT),
    "facet_prefix": fields.String(
        validate=validate.Length(max=MAX_PREFIX, error="write at most {max} characters"),
        **describe(
            "Lists those values of one facet that begin so, whatever their case and accents: "
            "tag:ban, or ban if only one facet is counted.")),
    "facet_sort": build_choice_field(
        "The order of the values: count, most articles first, or value, names from A to Z and "
        "dates the latest first. With any of facet_limit, facet_prefix and facet_sort, the "
        "selected values come first.", ListingOrder),
    "highlight": fields.Boolean(
        load_default=True, error_messages={"invalid": "write true or false"}, **describe(
            "Whether to return snippets and mark matches; false does neither.")),
    "view": build_choice_field(
        f"How much of the text a hit shows. {BRIEF_VIEW}: one snippet of at most {BRIEF_LENGTH} "
        f"characters, of whole sentences where possible. {FULL_VIEW}: up to three snippets.",
        VIEWS, FULL_VIEW),
    "expand": EXPAND,
    "collapse": build_choice_field(
        "story groups duplicates: only the first hit of each story is returned, the total and the "
        "pages count stories, and facets count both stories and articles.", COLLAPSE, NONE),
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

MAX_PAGE_HITS = 20
"""Hits that a page shows at most: with more, it would be a long wait on a slow line."""

PageParameters = SearchParameters.from_dict({
    "page_size": WholeNumber(load_default=10, validate=validate.Range(0, MAX_PAGE_HITS)),
}, name="PageParameters")
"""The parameters of a page of results, by which wrong ones are mended."""

SuggestParameters = NoParameters.from_dict({
    "q": fields.String(
        required=True, validate=validate.Length(
            max=MAX_LENGTH, error="write at most {max} characters"),
        error_messages={"required": "write the beginning of a query"}, **describe(
            f"What has been typed, at most {MAX_LENGTH} characters. The last word may be "
            "unfinished; with a space behind it, it is whole.")),
    "limit": build_number_field("The most completions to return.", MAX_COMPLETIONS, default=8),
    "format": build_choice_field(
        "opensearch: an array of q and a list of texts, as browsers take it.",
        ("json", "opensearch"), "json"),
}, name="SuggestParameters")
"""The parameters of a request for completions."""

RelatedParameters = NoParameters.from_dict({
    "limit": build_number_field("The most articles to return.", MAX_RELATED, default=5),
}, name="RelatedParameters")
"""The parameters of a request for related articles."""

_SUGGEST, _RELATED = SuggestParameters(), RelatedParameters()

_FIELDS = {field.data_key or name: name for name, field in SearchParameters().fields.items()}
"""The fields of the schema by their parameters."""

_DEFAULTS = SearchParameters().load({})


def parse_query(
    arguments: MultiDict[str, str], collapse: str = NONE, sort: Sort = Sort.RELEVANCE
) -> Query:
    """Return the query that URL parameters ask for; `collapse` and `sort` are defaults.

    Raises ValidationError or InvalidValue.
    """
    values = collect_values(arguments, ALL_FILTERS)
    given = frozenset(_FIELDS.keys() & values.keys())
    loaded = _DEFAULTS | {"collapse": collapse, "sort": sort} | _get_schema(given).load(values)
    if "cursor" in given and "sort" not in given:
        loaded["sort"] = Sort.NEWEST
    return Query(
        loaded["q"], **get_filters(loaded), sort=Sort(loaded["sort"]), page=loaded["page"],
        page_size=loaded["page_size"], facets=tuple(loaded["facet"]),
        highlight=loaded["highlight"], brief=loaded["view"] == BRIEF_VIEW,
        collapse=loaded["collapse"], expand=loaded["expand"],
        explain=loaded["explain"], interval=loaded.get("interval"), share=loaded["share"],
        cursor=loaded.get("cursor"), facet_limit=loaded.get("facet_limit"),
        facet_prefix=loaded.get("facet_prefix"), facet_sort=loaded.get("facet_sort"),
    )


@lru_cache(maxsize=256)
def _get_schema(parameters: frozenset[str]) -> Schema:
    """Return the schema of these parameters alone: every other one would cost time to load."""
    return SearchParameters(only=[_FIELDS[name] for name in parameters])


def check_page_size(query: Query) -> None:
    """Raise ValidationError if a query asks for more hits than a page shows."""
    if query.page_size > MAX_PAGE_HITS:
        raise ValidationError({"page_size": [f"write a number from 0 to {MAX_PAGE_HITS}"]})


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
