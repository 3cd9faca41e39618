"""The responses of the API as marshmallow schemas, from which the OpenAPI document is written.

Responses are built by web/responses.py, which is many times faster than dumping; tests check
that the two agree.
"""

from typing import Any

from marshmallow import Schema, fields, validate

from search.facets import FACETS, Facet
from web.parameters import describe


def _text(**more: Any) -> fields.String:
    return fields.String(required=True, **more)


class Highlight(Schema):
    """Text with its matches."""

    text = _text(**describe("Plain text."))
    spans = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)), required=True,
        **describe("Matches as [start, end) in code points of the text."))
    html = _text(**describe("The text, escaped, with <mark> around the matches and nothing else."))


class StorySchema(Schema):
    """Articles that tell the same report, whether the query finds them or not."""

    id = _text(**describe("The article whose id comes first; it changes with the articles."))
    size = fields.Integer(required=True, **describe("How many articles; two at least."))
    outlets = fields.List(fields.String(allow_none=True), required=True, **describe(
        "Those with most of the articles first; null for articles without an outlet."))


class WholeStory(StorySchema):
    """The same, with its articles."""

    articles = fields.List(fields.String(), required=True, **describe(
        "Their ids, the oldest first; the undated last."))


class HitSchema(Schema):
    """One article found."""

    id = _text()
    title = _text()
    outlet = _text(allow_none=True)
    byline = _text(allow_none=True, **describe("Who wrote it; null if unknown."))
    published = _text(allow_none=True, **describe(
        "YYYY[-MM[-DD[Thh:mm:ss+07:00]]], Asia/Jakarta; null if unknown."))
    date_precision = _text(validate=validate.OneOf(["day", "month", "year", "none"]))
    url = _text(allow_none=True)
    score = fields.Float(required=True, **describe("Not comparable between engines."))
    title_highlight = fields.Nested(Highlight, required=True)
    snippets = fields.List(fields.Nested(Highlight), required=True)
    story = fields.Nested(StorySchema, required=True, allow_none=True, **describe(
        "null where no other article tells the same."))


class Interpreted(Schema):
    """How the query was read."""

    match = _text(validate=validate.OneOf(["all", "any"]), **describe(
        "all: every word had to match. any: no article holds all of them, so one was enough."))


_STORIES = describe("How many stories; where hits are collapsed.")


def _bucket(facet: Facet) -> type[Schema]:
    """The schema of a bucket of a facet."""
    value = fields.Integer if facet.kind is int else fields.String
    check = validate.Regexp(f"^{facet.pattern}$") if facet.pattern and facet.kind is str else None
    return Schema.from_dict({
        "value": value(required=True, allow_none=True, validate=check, **describe(
            f"The {facet.name}; null for {facet.without}.")),
        "count": fields.Integer(required=True),
        "selected": fields.Boolean(required=True),
        "stories": fields.Integer(**_STORIES),
    }, name=f"{facet.name.title()}Bucket")


def _buckets(facet: Facet) -> fields.List[Any]:
    """The list of a facet's buckets."""
    narrow = "" if facet.filterable else " No value is ever selected: narrow by from and to."
    return fields.List(fields.Nested(_BUCKETS[facet.name]), **describe(
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
    total = fields.Integer(required=True, **describe("How many hits there are, exactly."))
    total_articles = fields.Integer(required=True, **describe(
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
    extra = fields.Dict(keys=fields.String(), required=True, **describe(
        "Whatever else came with the article, or was found out about it: byline, editor, rubric, "
        "tags, place, agency, footers, outlet_source, date_source, undated (why), …"))
    story = fields.Nested(WholeStory, required=True, allow_none=True, **describe(
        "null where no other article tells the same."))
    revision = fields.Integer(required=True, validate=validate.Range(min=1), **describe(
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
    detail = _text(**describe("What is wrong, and what to do."))
    errors = fields.List(fields.Nested(ProblemError))
    position = fields.Integer(**describe("Where in the query, in code points from 0."))
