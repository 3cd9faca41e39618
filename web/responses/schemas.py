"""The responses of the API as marshmallow schemas, from which openapi.py writes its document.

api.py builds the responses, many times faster than marshmallow would; tests check them
against these schemas.
"""

from typing import Any

from marshmallow import Schema, fields, validate

from search.budget import Omission
from search.explanation import Role
from search.explore import (
    MAX_COMPARED,
    MAX_COPIES,
    MAX_READ,
    MAX_TERM_ARTICLES,
    Difference,
    LineOrder,
    TermKind,
)
from search.facets import FACETS, Facet
from search.page import CompletionKind, SuggestionKind
from search.related import MIN_SIMILARITY
from search.syntax import RemarkKind
from web.parameters.fields import describe


def _text(**arguments: Any) -> fields.String:
    return fields.String(required=True, **arguments)


class PartialSchema(Schema):
    """Whether an answer lacks anything."""

    partial = fields.Boolean(required=True, **describe(  # type: ignore[assignment]
        "Whether something was left out, because the answer would have taken more time than a "
        "request may."))
    left_out = fields.List(
        fields.String(validate=validate.OneOf([str(each) for each in Omission])), required=True,
        **describe(
            "What was left out. hits: those of a part of the archive, from the counts too. "
            "word_counts: total_with_all_words. snippets: of the last hits. timeline, suggestions, "
            "completions: some or all. lines: those of further articles. terms: some. outlets: the "
            "last ones of the page. "
            "related and place are on pages only."))


class HighlightSchema(Schema):
    """Text with its matches."""

    text = _text(**describe("Plain text."))
    spans = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)), required=True,
        **describe("The matches as [start, end), in code points of the text."))
    html = _text(**describe("The text, escaped, with each match in <mark> and no other element."))


class PageLinkSchema(Schema):
    """The address of a page of this service."""

    page = _text(**describe(
        "The page that shows this to people: an absolute address if the operator has set the "
        "public address of the service, else relative to this server."))


class StorySchema(Schema):
    """A story: near-duplicate articles, whether the query matches them or not."""

    id = _text(**describe(
        "The smallest id of its articles. It changes when articles are added or removed."))
    size = fields.Integer(required=True, **describe("The number of articles, at least 2."))
    outlets = fields.List(fields.String(allow_none=True), required=True, **describe(
        "The outlets, most articles first; null for articles without an outlet."))
    links = fields.Nested(PageLinkSchema, required=True)


class WholeStorySchema(StorySchema):
    """A story with its articles."""

    articles = fields.List(fields.String(), required=True, **describe(
        "The ids of its articles, oldest first and undated last."))


class ScorePartSchema(Schema):
    """What one leaf of the query, a word or a phrase, or the date adds to the score of a hit."""

    role = _text(validate=validate.OneOf([str(role) for role in Role]), **describe(
        "match: it is part of what was looked for. boost: it only adds to the score. refinement: "
        "it adds to the scores of the first hits. recency: what the date adds, among these."))
    leaf = _text(allow_none=True, **describe(
        "The leaf in the notation of queries; null for recency. Words in any form are given by "
        "their root, = stands before those that are meant as typed."))
    weight = fields.Float(required=True, **describe("What its score was multiplied by."))
    score = fields.Float(required=True, **describe("What it adds, its weight included."))
    by_field = fields.Dict(keys=fields.String(), values=fields.Float(), required=True, **describe(
        "What it adds by field; these add up to score."))


class ListedArticleSchema(Schema):
    """An article in a list, without its text."""

    id = _text()
    title = _text()
    outlet = _text(allow_none=True)
    byline = _text(allow_none=True, **describe("The author; null if unknown."))
    published = _text(allow_none=True, **describe(
        "YYYY[-MM[-DD[Thh:mm:ss+07:00]]], Asia/Jakarta; null if unknown."))
    date_precision = _text(validate=validate.OneOf(["day", "month", "year", "none"]))
    url = _text(allow_none=True)
    story = fields.Nested(StorySchema, required=True, allow_none=True, **describe(
        "The story of the article; null if it has no duplicates."))
    links = fields.Nested(PageLinkSchema, required=True)


class HitSchema(ListedArticleSchema):
    """An article that matches the query."""

    score = fields.Float(required=True, **describe("Not comparable between engines."))
    title_highlight = fields.Nested(HighlightSchema, required=True)
    snippets = fields.List(fields.Nested(HighlightSchema), required=True)
    explanation = fields.List(fields.Nested(ScorePartSchema), **describe(
        "Only with explain=true: the parts of the score, which add up to it except for rounding. "
        "Empty if hits are sorted by date, as these have no scores."))


class RelatedArticleSchema(ListedArticleSchema):
    """An article on the subject of another one."""

    similarity = fields.Float(
        required=True, validate=validate.Range(MIN_SIMILARITY, 1), **describe(
            "The share of the weight of the other article's significant words that it has."))


class RelatedResponseSchema(Schema):
    """The articles related to one."""

    id = _text(**describe("The id of the article that they are related to."))
    related = fields.List(fields.Nested(RelatedArticleSchema), required=True, **describe(
        "The most similar first, none of its own story, and of each other story one; empty if no "
        "article is similar enough."))


class RemarkSchema(Schema):
    """Something in the query that was not read as it may have been meant."""

    kind = _text(validate=validate.OneOf([str(kind) for kind in RemarkKind]))
    text = _text(**describe("The part of the query that it is about."))
    position = fields.Integer(required=True, **describe(
        "Where that begins in the query, in code points from 0."))
    message = _text(**describe("What was done with it, and what to write instead."))


class EquivalentSchema(Schema):
    """Words of the query that are also written otherwise."""

    text = _text(**describe("The words as typed."))
    writings = fields.List(fields.String(), required=True, **describe(
        "An acronym, a long form, or other spellings."))
    applied = fields.Boolean(required=True, **describe(
        "true: these were looked for, too. false: nothing is found by them, but articles with one "
        "come first, and `suggestions` offers those that have hits."))


class InterpretedSchema(Schema):
    """How the query was read."""

    match = _text(validate=validate.OneOf(["all", "most", "any"]), **describe(
        "all: every content word had to match. most: as many as `needed` says were enough. "
        "any: no article contains so many, so one was enough."))
    words = fields.Integer(required=True, **describe(
        "The content words that are joined by a space alone; 0 in a query of other parts only."))
    needed = fields.Integer(required=True, **describe("How many of these words were needed."))
    query = _text(**describe(
        "The query as it was read, in its canonical form. It asks for the same articles, and may "
        "be longer than the one that was given."))
    alternative = _text(allow_none=True, **describe(
        "A query that undoes this reading: it takes operators for words, or the words of a "
        "headline for operators. Null if there is nothing to undo."))
    remarks = fields.List(fields.Nested(RemarkSchema), required=True, **describe(
        "What was not read as it may have been meant, in the order of the query."))
    equivalents = fields.List(fields.Nested(EquivalentSchema), required=True, **describe(
        "What words of the query are also written as, in their order."))


class SuggestionSchema(Schema):
    """Another query that may have been meant."""

    query = _text(**describe("The query. For unfilter, the same without the filters."))
    kind = _text(validate=validate.OneOf([str(kind) for kind in SuggestionKind]), **describe(
        "spelling: other words for some that no article has, or hardly any. expand: with a long "
        "form for an acronym. unquote: without quotation marks. unfilter: without filters. drop: "
        "without the words that no article has."))
    total = fields.Integer(required=True, **describe("The exact number of its hits."))
    link = _text(**describe("The address of its results, relative to this server."))


class LinksSchema(Schema):
    """Addresses, relative to this server."""

    self = _text()
    next = _text(allow_none=True, **describe("The next page; null if no hits follow."))
    previous = _text(allow_none=True)


def _build_bucket(facet: Facet) -> type[Schema]:
    """Return the schema of a facet's bucket."""
    value = fields.Integer if facet.kind is int else fields.String
    check = validate.Regexp(f"^{facet.pattern}$") if facet.pattern and facet.kind is str else None
    return Schema.from_dict({
        "value": value(required=True, allow_none=True, validate=check, **describe(
            f"The {facet.name}; null for {facet.without}.")),
        "count": fields.Integer(required=True, **describe("The number of articles.")),
        "selected": fields.Boolean(required=True, **describe("Whether the query filters by it.")),
        "stories": fields.Integer(**describe("The number of stories, if hits are collapsed.")),
    }, name=f"{facet.name.title()}Bucket")


_BUCKETS = {name: _build_bucket(facet) for name, facet in FACETS.items()}


def _build_bucket_list(facet: Facet) -> fields.List[Any]:
    """Return the field that lists a facet's buckets."""
    hint = "" if facet.filterable else " Never selected: filter by from and to."
    limit = f" At most {facet.limit:,}, and those selected." if facet.limit else ""
    return fields.List(fields.Nested(_BUCKETS[facet.name]), **describe(
        f"{facet.order.value}; null for {facet.without}.{limit}{hint}"))


FacetCounts = Schema.from_dict(
    {name: _build_bucket_list(facet) for name, facet in FACETS.items()}, name="FacetCounts")
"""Counts by value. A facet ignores its own filter and respects the others."""


BarSchema = Schema.from_dict({
    "from": _text(**describe("The first day, YYYY-MM-DD.")),
    "to": _text(**describe("The last day, inclusive.")),
    "count": fields.Integer(required=True, **describe("The number of articles.")),
    "stories": fields.Integer(**describe(
        "The number of stories, if hits are collapsed; not for weeks or several years.")),
    "total": fields.Integer(**describe(
        "With share=true: how many articles the archive has there with the same filters.")),
}, name="Bar")
"""The hits from one day to another."""


class TimelineSchema(Schema):
    """How hits lie in time."""

    timeline = fields.List(fields.Nested(BarSchema), **describe(
        "With an interval: the hits by time, without gaps, the earliest first. Weeks begin on "
        "Monday. It covers the days from `from` to `to`; where one is open it ends with the hits."))
    timeline_interval = fields.String(
        validate=validate.OneOf(["day", "week", "month", "year", "years"]), **describe(
            "With an interval: how long a bar is; years: several years, as from and to say."))
    timeline_undated = fields.Integer(**describe("With an interval: the articles without a date."))
    timeline_imprecise = fields.Integer(**describe(
        "With an interval: the articles of which only the year is known, or the month, where bars "
        "are shorter. With the bars and the undated they add up to total_articles."))


class SearchResponseSchema(TimelineSchema, PartialSchema):
    """The response to a search."""

    query = _text()
    interpreted = fields.Nested(InterpretedSchema, required=True)
    total = fields.Integer(required=True, **describe("The exact number of hits."))
    total_with_all_words = fields.Integer(required=True, allow_none=True, **describe(
        "The number of hits that have every content word; null unless most of them were enough."))
    total_articles = fields.Integer(required=True, **describe(
        "The number of matching articles: equal to total, unless hits are collapsed."))
    took_ms = fields.Float(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    hits = fields.List(fields.Nested(HitSchema), required=True)
    facets = fields.Nested(FacetCounts, required=True)
    facets_omitted = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, **describe(
            "How many values were left out, by facet; empty if all are listed."))
    suggestions = fields.List(
        fields.Nested(SuggestionSchema), required=True, validate=validate.Length(max=3),
        **describe(
            "Queries that may have been meant, the likeliest first; only on the first page. Those "
            "of the kind expand write out an acronym of several meanings. The others find "
            "more, and are there where at most 3 hits have all words."))
    links = fields.Nested(LinksSchema, required=True)


class TrendSchema(TimelineSchema):
    """One of several searches by time."""

    query = _text()
    interpreted = fields.Nested(InterpretedSchema, required=True)
    total_articles = fields.Integer(required=True, **describe("The number of matching articles."))


class TrendsResponseSchema(Schema):
    """Several searches side by side over time."""

    trends = fields.List(fields.Nested(TrendSchema), required=True, **describe(
        "The searches in their order, with bars of the same days."))


class LineSchema(Schema):
    """A match, and the text on both sides, cut at the edge of a word."""

    left = _text()
    match = _text(**describe("What matched: words that stand side by side are one match."))
    right = _text()
    field = _text(validate=validate.OneOf(["title", "body"]), **describe("Where it stands."))
    id = _text(**describe("The id of the article."))
    title = _text(**describe("The first 300 characters of its title."))
    outlet = _text(allow_none=True)
    published = _text(allow_none=True)


class ConcordanceResponseSchema(PartialSchema):
    """The matches of a query, each on a line of its own."""

    query = _text()
    interpreted = fields.Nested(InterpretedSchema, required=True)
    total = fields.Integer(required=True, **describe("The exact number of hits."))
    total_articles = fields.Integer(required=True, **describe(
        "The number of matching articles: equal to total, unless hits are collapsed."))
    articles_read = fields.Integer(required=True, **describe(
        f"The number of hits that the lines are from, at most {MAX_READ:,}: by sort=date the "
        "earliest, else the best ones."))
    complete = fields.Boolean(required=True, **describe(
        "Whether these are all the matches of all hits."))
    width = fields.Integer(required=True)
    sort = _text(validate=validate.OneOf([str(order) for order in LineOrder]))
    limit = fields.Integer(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)


class SignificantTermSchema(Schema):
    """A word or name that sets what a search finds apart."""

    text = _text(**describe("A word in its commonest form, or a name as it is written."))
    kind = _text(validate=validate.OneOf([str(kind) for kind in TermKind]), **describe(
        "word: with all its forms. name: words with capitals side by side."))
    score = fields.Float(required=True, **describe(
        "The log-likelihood ratio G² (Dunning 1993): the higher, the less it can be chance."))
    count = fields.Integer(required=True, **describe(
        "The number of articles with the term among those that were read."))
    total = fields.Integer(required=True, **describe(
        "The number of articles with the term in the whole archive."))
    query = _text(allow_none=True, **describe(
        "The query that also requires the term; null if it would be too long."))


class TermsResponseSchema(PartialSchema):
    """What a search is about."""

    query = _text()
    total_articles = fields.Integer(required=True, **describe("The number of matching articles."))
    articles_read = fields.Integer(required=True, **describe(
        "How many were read for it: the beginnings of the first, one of each story, at most "
        f"{MAX_TERM_ARTICLES}."))
    terms = fields.List(fields.Nested(SignificantTermSchema), required=True, **describe(
        "The most significant first."))


class DiffPartSchema(Schema):
    """Words in a row that stand in both copies, or in one of them."""

    difference = _text(validate=validate.OneOf([str(each) for each in Difference]), **describe(
        "equal: in both copies. insert: in this one only. delete: in the earliest one only."))
    text = _text()


class CopySchema(Schema):
    """One article of a story, compared with the earliest."""

    id = _text()
    outlet = _text(allow_none=True)
    published = _text(allow_none=True)
    url = _text(allow_none=True)
    title = _text()
    inserted = fields.Integer(required=True, **describe("Words that only it has."))
    deleted = fields.Integer(required=True, **describe("Words of the earliest that it lacks."))
    complete = fields.Boolean(required=True, **describe(
        f"Whether the whole bodies were compared: at most {MAX_COMPARED:,} words are."))
    title_diff = fields.List(fields.Nested(DiffPartSchema), required=True, **describe(
        "The title compared with that of the earliest; empty for the earliest itself."))
    body_diff = fields.List(fields.Nested(DiffPartSchema), required=True, **describe(
        "The body compared with that of the earliest; empty for the earliest itself."))
    links = fields.Nested(PageLinkSchema, required=True)


class CopiesResponseSchema(StorySchema):
    """The copies of a story."""

    copies = fields.List(fields.Nested(CopySchema), required=True, **describe(
        f"Its articles, the earliest first and the undated last, at most {MAX_COPIES}."))


class CompletionSchema(Schema):
    """What a person who types may go on to."""

    text = _text()
    kind = _text(validate=validate.OneOf([str(kind) for kind in CompletionKind]), **describe(
        "phrase: words side by side in titles, in small letters. outlet: its name. title: the "
        "title of an article."))
    total = fields.Integer(required=True, allow_none=True, **describe(
        "The number of articles that have it in their titles, or are of the outlet; null for a "
        "title."))


class SuggestResponseSchema(PartialSchema):
    """Completions of what has been typed."""

    query = _text()
    completions = fields.List(fields.Nested(CompletionSchema), required=True)


class ArticleSchema(Schema):
    """A whole article."""

    id = _text()
    title = _text()
    body = _text()
    outlet = _text(allow_none=True)
    published = _text(allow_none=True)
    date_precision = _text(validate=validate.OneOf(["day", "month", "year", "none"]))
    url = _text(allow_none=True)
    extra = fields.Dict(keys=fields.String(), required=True, **describe(
        "Everything else that came with the article or was found in it: byline, editor, rubric, "
        "tags, place, agency, footers, outlet_source, date_source, undated (why), …"))
    story = fields.Nested(WholeStorySchema, required=True, allow_none=True, **describe(
        "The story of the article; null if it has no duplicates."))
    revision = fields.Integer(required=True, validate=validate.Range(min=1), **describe(
        "The number of versions that the article has had, including this one."))
    links = fields.Nested(PageLinkSchema, required=True)


class OutletListSchema(Schema):
    """Every outlet."""

    outlets = fields.List(fields.Nested(_BUCKETS["outlet"]), required=True)


class HeldPeriodSchema(Schema):
    """A year or month of which there are articles."""

    period = _text(**describe("YYYY or YYYY-MM."))
    articles = fields.Integer(required=True)
    stories = fields.Integer(required=True)


GapSchema = Schema.from_dict({
    "from": _text(**describe("The first year or month.")),
    "to": _text(**describe("The last one, inclusive.")),
}, name="Gap")
"""Years or months in a row without an article."""


class SpanSchema(Schema):
    """How many articles there are, and over which days."""

    articles = fields.Integer(required=True)
    stories = fields.Integer(required=True, **describe(
        "The number of stories: near-duplicate articles count once."))
    undated = fields.Integer(required=True, **describe("The number of articles without a date."))
    first_day = _text(allow_none=True, **describe(
        "The first day of an article whose day is known, YYYY-MM-DD."))
    last_day = _text(allow_none=True, **describe("The last such day."))


class OutletCoverageSchema(SpanSchema):
    """What the archive has of an outlet."""

    outlet = _text(allow_none=True, **describe("Null for articles without an outlet."))
    imprecise = fields.Integer(required=True, **describe(
        "By month: the articles of which only the year is known."))
    periods = fields.List(fields.Nested(HeldPeriodSchema), required=True, **describe(
        "The years or months that have articles, the earliest first."))
    gaps = fields.List(fields.Nested(GapSchema), required=True, **describe(
        "The years or months between them that have none."))
    last_added = _text(allow_none=True, **describe(
        "When one of the articles was last added or changed, in Jakarta, with the offset +07:00. "
        "Null if that is not known: archives of older versions kept no times."))


class CoverageResponseSchema(PartialSchema):
    """What the archive has of each outlet, those with the most articles first."""

    by = _text(validate=validate.OneOf(["year", "month"]))
    total = fields.Integer(required=True, **describe("The number of outlets."))
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    outlets = fields.List(fields.Nested(OutletCoverageSchema), required=True)
    links = fields.Nested(LinksSchema, required=True)


class StatusSchema(SpanSchema):
    """How much the archive has, and when it last changed."""

    outlets = fields.Integer(required=True, **describe("The number of outlets."))
    changed = _text(allow_none=True, **describe(
        "When the archive was last written to, in Jakarta; null if that is not known."))
    pending = fields.Integer(required=True, **describe(
        "Changes that are stored and not yet indexed."))
    version = _text(**describe("The version of Warta."))


class OEmbedSchema(Schema):
    """How another site shows a page of results."""

    version = _text(validate=validate.OneOf(["1.0"]))
    type = _text(validate=validate.OneOf(["rich", "link"]), **describe(
        "rich: html has a frame. link: the operator does not allow frames."))
    title = _text()
    provider_name = _text()
    provider_url = _text()
    cache_age = fields.Integer(required=True, **describe("Seconds that this may be kept."))
    html = fields.String(**describe("A frame that shows the results."))
    width = fields.Integer()
    height = fields.Integer()


class HealthSchema(Schema):
    """The state of the service."""

    status = _text()
    articles = fields.Integer()
    warning = fields.String(**describe(
        "What the operator should fix, though searches work: copies that a cluster lacks."))


class WrittenSchema(Schema):
    """What became of an article that was sent."""

    id = _text()
    outcome = _text(validate=validate.OneOf(["added", "updated", "unchanged", "removed"]))
    revision = fields.Integer(validate=validate.Range(min=1), **describe(
        "The revision that is stored now."))
    searchable = fields.Boolean(**describe(
        "False if it is stored and not yet in the index, which the next write changes."))


class ParameterErrorSchema(Schema):
    """An error in one parameter."""

    parameter = _text()
    message = _text()


class ProblemSchema(Schema):
    """A problem document (RFC 9457)."""

    type = _text()
    title = _text()
    status = fields.Integer(required=True)
    detail = _text(**describe("What is wrong, and what to do about it."))
    errors = fields.List(fields.Nested(ParameterErrorSchema))
    position = fields.Integer(**describe("Where in the query, in code points from 0."))
    request_id = fields.String(**describe(
        "What the log of the service calls the request, as the header `X-Request-Id` does."))


class WriteErrorSchema(Schema):
    """An error in one parameter, or in one field of an article that was sent."""

    parameter = fields.String()
    field = fields.String(allow_none=True, **describe("Null if it is not JSON at all."))
    message = _text()


class WriteProblemSchema(ProblemSchema):
    """Why an article was not stored or removed."""

    id = fields.String(allow_none=True)
    errors = fields.List(fields.Nested(WriteErrorSchema))
