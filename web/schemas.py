"""What the API takes and gives: marshmallow schemas, which also write its OpenAPI document.

Parameters are loaded through them. Responses are built by web/responses.py, which is many
times faster than dumping; tests check that the two agree.
"""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.fields import ALL_FACETS, FACETS
from search.query import COLLAPSE, MAX_PAGE_SIZE, NONE
from search.syntax import MAX_LENGTH

_DATE = validate.Regexp(
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", error="write YYYY, YYYY-MM or YYYY-MM-DD"
)
_YEAR = validate.Regexp(r"^([0-9]{4}|none)$", error="write YYYY, or none for the undated")


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


class SearchParameters(Parameters):
    """The parameters of a search."""

    q = fields.String(load_default="", **_about(
        f"The query, at most {MAX_LENGTH} characters: words, \"phrases\", -without, AND/OR/NOT "
        "(DAN/ATAU/BUKAN), prefix*, fuzzy~, =exact, title:, outlet:. Empty: everything."))
    outlet = fields.List(fields.String(), load_default=list, **_about(
        "Only this outlet, by its exact name; repeat for alternatives; none: without an outlet."))
    year = fields.List(fields.String(validate=_YEAR), load_default=list, **_about(
        "Only this year; repeat for alternatives; none: undated."))
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
        fields.String(validate=validate.OneOf(ALL_FACETS, error="write one of: {choices}")),
        load_default=lambda: list(FACETS), **_about(
            f"Which facets to count, joined by commas; {','.join(FACETS)} if not given."))
    highlight = fields.Boolean(
        load_default=True, error_messages={"invalid": "write true or false"},
        **_about("Whether to show snippets, with matches marked; false leaves both out."))
    collapse = fields.String(
        load_default=NONE, validate=validate.OneOf(COLLAPSE, error="write one of: {choices}"),
        **_about(
            "story: of articles that tell the same report only the first hit; the total and the "
            "pages then count stories, and each facet's values both."))


_SEARCH = SearchParameters()
_REPEATED = {"outlet", "year"}
TWICE = "give it once"


def query(arguments: MultiDict[str, str]) -> Query:
    """The query that URL parameters ask for. Raises ValidationError or InvalidValue."""
    given: dict[str, Any] = {}
    for name, values in arguments.lists():
        if len(values) > 1 and name not in _REPEATED:
            raise ValidationError({name: [TWICE]})
        given[name] = values if name in _REPEATED else values[0]
    loaded = _SEARCH.load(given)
    return Query(
        loaded["q"], tuple(loaded["outlet"]), tuple(loaded["year"]), loaded.get("from_"),
        loaded.get("to"), Sort(loaded["sort"]), loaded["page"], loaded["page_size"],
        tuple(loaded["facet"]), loaded["highlight"], loaded["collapse"],
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


class OutletBucket(Schema):
    """One outlet; null for articles without one."""

    value = _text(allow_none=True)
    count = fields.Integer(required=True)
    selected = fields.Boolean(required=True)
    stories = fields.Integer(**_STORIES)


class YearBucket(Schema):
    """One year; null for undated articles."""

    value = fields.Integer(required=True, allow_none=True)
    count = fields.Integer(required=True)
    selected = fields.Boolean(required=True)
    stories = fields.Integer(**_STORIES)


class MonthBucket(Schema):
    """One month, YYYY-MM; null for articles of which no month is known."""

    value = _text(allow_none=True, validate=validate.Regexp(r"^[0-9]{4}-[0-9]{2}$"))
    count = fields.Integer(required=True)
    selected = fields.Boolean(required=True)
    stories = fields.Integer(**_STORIES)


class DayBucket(Schema):
    """One day, YYYY-MM-DD; null for articles of which no day is known."""

    value = _text(allow_none=True, validate=validate.Regexp(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))
    count = fields.Integer(required=True)
    selected = fields.Boolean(required=True)
    stories = fields.Integer(**_STORIES)


class FacetCounts(Schema):
    """Counts by value; each ignores its own filter and respects the others."""

    outlet = fields.List(fields.Nested(OutletBucket), **_about(
        "By count, then name; null for articles without an outlet."))
    year = fields.List(fields.Nested(YearBucket), **_about(
        "Newest first; null, last, for undated articles."))
    month = fields.List(fields.Nested(MonthBucket), **_about(
        "YYYY-MM, newest first; null, last, for articles of which no month is known. "
        "No value is ever selected: narrow by from and to."))
    day = fields.List(fields.Nested(DayBucket), **_about(
        "YYYY-MM-DD, newest first; null, last, for articles of which no day is known. "
        "No value is ever selected: narrow by from and to."))


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

    outlets = fields.List(fields.Nested(OutletBucket), required=True)


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
