"""What the API takes and gives: marshmallow schemas, which also write its OpenAPI document.

Parameters are loaded through them. Responses are built by web/responses.py, which is many
times faster than dumping; tests check that the two agree.
"""

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


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": text, **more}}


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
    return fields.List(fields.String(validate=check), load_default=list, **_about(
        f"Only this {facet.name} ({facet.written}); repeat for alternatives; {NONE} selects "
        f"{facet.without}."))


class _FixedParameters(Parameters):
    """The parameters of a search, filters by facets aside."""

    q = fields.String(load_default="", **_about(
        f"The query, at most {MAX_LENGTH} characters: words, \"phrases\", -without, AND/OR/NOT "
        "(DAN/ATAU/BUKAN), prefix*, fuzzy~, =exact, title:, outlet:. Empty: everything."))
    from_ = fields.String(
        data_key="from", validate=_DATE,
        **_about("From this date on, inclusive: YYYY, YYYY-MM or YYYY-MM-DD."))
    to = fields.String(
        validate=_DATE,
        **_about("Up to this date, inclusive: YYYY, YYYY-MM or YYYY-MM-DD."))
    sort = fields.String(
        load_default=str(Sort.RELEVANCE), validate=validate.OneOf(
            [str(sort) for sort in Sort], error="write one of: {choices}"),
        **_about("The order of the hits; the undated come last by date."))
    page = fields.Integer(
        load_default=1, validate=validate.Range(min=1, error="pages are counted from 1"),
        error_messages=_WHOLE, **_about("Which page, from 1. Pages go to the 10,000th hit."))
    page_size = fields.Integer(
        load_default=10, error_messages=_WHOLE,
        validate=validate.Range(0, MAX_PAGE_SIZE, error="write a number from {min} to {max}"),
        **_about("Hits a page; 0 for the total and facets alone."))
    facet = Facets(
        fields.String(validate=validate.OneOf(list(FACETS), error="write one of: {choices}")),
        load_default=lambda: list(DEFAULT_FACETS), **_about(
            f"Which facets to count, joined by commas; {','.join(DEFAULT_FACETS)} if not given."))
    highlight = fields.Boolean(
        load_default=True, error_messages={"invalid": "write true or false"},
        **_about("Whether to show snippets, with matches marked; false leaves both out."))
    collapse = fields.String(
        load_default=NONE, validate=validate.OneOf(COLLAPSE, error="write one of: {choices}"),
        **_about(
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


def _text(**more: Any) -> fields.String:
    return fields.String(required=True, **more)


class Highlight(Schema):
    """Text with its matches."""

    text = _text(**_about("Plain text."))
    spans = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)), required=True,
        **_about("Matches as [start, end) in code points of the text."))
    html = _text(**_about("The text, escaped, with <mark> around the matches and nothing else."))


class StorySchema(Schema):
    """Articles that tell the same report, whether the query finds them or not."""

    id = _text(**_about("The article whose id comes first; it changes with the articles."))
    size = fields.Integer(required=True, **_about("How many articles; two at least."))
    outlets = fields.List(fields.String(allow_none=True), required=True, **_about(
        "Those with most of the articles first; null for articles without an outlet."))


class WholeStory(StorySchema):
    """The same, with its articles."""

    articles = fields.List(fields.String(), required=True, **_about(
        "Their ids, the oldest first; the undated last."))


class HitSchema(Schema):
    """One article found."""

    id = _text()
    title = _text()
    outlet = _text(allow_none=True)
    byline = _text(allow_none=True, **_about("Who wrote it; null if unknown."))
    published = _text(allow_none=True, **_about(
        "YYYY[-MM[-DD[Thh:mm:ss+07:00]]], Asia/Jakarta; null if unknown."))
    date_precision = _text(validate=validate.OneOf(["day", "month", "year", "none"]))
    url = _text(allow_none=True)
    score = fields.Float(required=True, **_about("Not comparable between engines."))
    title_highlight = fields.Nested(Highlight, required=True)
    snippets = fields.List(fields.Nested(Highlight), required=True)
    story = fields.Nested(StorySchema, required=True, allow_none=True, **_about(
        "null where no other article tells the same."))


class Interpreted(Schema):
    """How the query was read."""

    match = _text(validate=validate.OneOf(["all", "any"]), **_about(
        "all: every word had to match. any: no article holds all of them, so one was enough."))


_STORIES = _about("How many stories; where hits are collapsed.")


def _bucket(facet: Facet) -> type[Schema]:
    """The schema of a bucket of a facet."""
    value = fields.Integer if facet.kind is int else fields.String
    check = validate.Regexp(f"^{facet.pattern}$") if facet.pattern and facet.kind is str else None
    return Schema.from_dict({
        "value": value(required=True, allow_none=True, validate=check, **_about(
            f"The {facet.name}; null for {facet.without}.")),
        "count": fields.Integer(required=True),
        "selected": fields.Boolean(required=True),
        "stories": fields.Integer(**_STORIES),
    }, name=f"{facet.name.title()}Bucket")


def _buckets(facet: Facet) -> fields.List[Any]:
    """The list of a facet's buckets."""
    narrow = "" if facet.filterable else " No value is ever selected: narrow by from and to."
    return fields.List(fields.Nested(_BUCKETS[facet.name]), **_about(
        f"{facet.order.value}; null for {facet.without}.{narrow}"))


_BUCKETS = {name: _bucket(facet) for name, facet in FACETS.items()}

FacetCounts = Schema.from_dict(
    {name: _buckets(facet) for name, facet in FACETS.items()}, name="FacetCounts")
"""Counts by value; each facet ignores its own filter and respects the others."""


class Links(Schema):
    """Addresses, relative to this server."""

    self = _text()
    next = _text(allow_none=True)
    previous = _text(allow_none=True)


class SearchAnswer(Schema):
    """The answer to a search."""

    query = _text()
    interpreted = fields.Nested(Interpreted, required=True)
    total = fields.Integer(required=True, **_about("How many hits there are, exactly."))
    total_articles = fields.Integer(required=True, **_about(
        "How many articles match: the same, unless hits are collapsed."))
    took_ms = fields.Float(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    hits = fields.List(fields.Nested(HitSchema), required=True)
    facets = fields.Nested(FacetCounts, required=True)
    links = fields.Nested(Links, required=True)


class ArticleSchema(Schema):
    """One article, whole."""

    id = _text()
    title = _text()
    body = _text()
    outlet = _text(allow_none=True)
    published = _text(allow_none=True)
    date_precision = _text(validate=validate.OneOf(["day", "month", "year", "none"]))
    url = _text(allow_none=True)
    extra = fields.Dict(keys=fields.String(), required=True, **_about(
        "Whatever else came with the article, or was found out about it: byline, editor, rubric, "
        "tags, place, agency, footers, outlet_source, date_source, undated (why), …"))
    story = fields.Nested(WholeStory, required=True, allow_none=True, **_about(
        "null where no other article tells the same."))
    revision = fields.Integer(required=True, validate=validate.Range(min=1), **_about(
        "How many versions of the article there have been, this one too."))


class OutletList(Schema):
    """Every outlet."""

    outlets = fields.List(fields.Nested(_BUCKETS["outlet"]), required=True)


class Health(Schema):
    """Whether the service can answer."""

    status = _text()
    articles = fields.Integer()


class ProblemError(Schema):
    """What is wrong with one parameter."""

    parameter = _text()
    message = _text()


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type = _text()
    title = _text()
    status = fields.Integer(required=True)
    detail = _text(**_about("What is wrong, and what to do."))
    errors = fields.List(fields.Nested(ProblemError))
    position = fields.Integer(**_about("Where in the query, in code points from 0."))
