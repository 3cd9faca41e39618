"""The tools of an assistant: what each takes, as JSON Schema, and what it answers.

Answers are short, because an assistant reads them whole: lists come in pages, and a long article
in parts. An answer beyond MAX_ANSWER characters is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from search import Archive, Query, Sort
from search.errors import InvalidValue
from search.explore import MAX_TERMS, MAX_TRENDS, CoverageUnit, build_coverage_query
from search.facets import ALL_FILTERS, NONE
from search.page import Bucket, Hit, Page
from search.query import STORY, Interval
from search.serialization import (
    serialize_bucket,
    serialize_remark,
    serialize_story,
    serialize_suggestion,
    serialize_timeline,
)
from search.syntax import MAX_LENGTH

MAX_ANSWER = 100_000
"""Characters of an answer, as JSON."""

MAX_HITS, MAX_PART = 20, 20_000
"""Hits on a page, and characters of a part of an article."""

_MAX_VALUES, _MAX_VALUE, _MAX_LINE, _BUCKETS, _COPIES = 20, 200, 300, 10, 20

Schema = dict[str, Any]
Arguments = dict[str, Any]

_PAGE: Schema = {"type": "integer", "minimum": 1, "default": 1, "description": "Which page."}
_QUERY: Schema = {
    "type": "string", "maxLength": MAX_LENGTH, "description":
    'Words, in Indonesian. "exact phrase", -without, +required, AND, OR, NOT, (groups), prefix*, '
    "fuzzy~, title:word, body:word. Endings need no care: words match by their root."}
_RANGE: dict[str, Schema] = {
    "from": {"type": "string", "maxLength": 10, "description":
             "Published on or after YYYY, YYYY-MM or YYYY-MM-DD."},
    "to": {"type": "string", "maxLength": 10, "description":
           "Published on or before YYYY, YYYY-MM or YYYY-MM-DD."}}
_FILTERS: dict[str, Schema] = _RANGE | {
    name: {"type": "array", "maxItems": _MAX_VALUES,
           "items": {"type": "string", "maxLength": _MAX_VALUE},
           "description": f"{each.describe()}. Several values are alternatives."}
    for name, each in ALL_FILTERS.items()}


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that an assistant can ask, with the JSON Schema of each of its parameters.

    `answer` takes the archive and arguments that agree with the schema. Parameters without a
    default that are not `required` may be missing.
    """

    name: str
    title: str
    description: str
    parameters: Mapping[str, Schema]
    required: tuple[str, ...]
    answer: Callable[[Archive, Arguments], dict[str, Any]]

    @property
    def schema(self) -> Schema:
        """The JSON Schema of all arguments."""
        return {"type": "object", "properties": dict(self.parameters),
                "required": list(self.required), "additionalProperties": False}

    def complete(self, arguments: Arguments) -> Arguments:
        """Return arguments with the default of each parameter that is not given.

        JSON has 1.0 for an integer, too.
        """
        defaults = {name: schema["default"] for name, schema in self.parameters.items()
                    if "default" in schema}
        return defaults | {name: int(value) if isinstance(value, float) else value
                           for name, value in arguments.items()}


def _search(archive: Archive, arguments: Arguments) -> dict[str, Any]:
    page = archive.search(Query(
        arguments["query"], **_read_filters(arguments), sort=Sort(arguments["sort"]),
        collapse=arguments["collapse"], page=arguments["page"], page_size=arguments["page_size"],
        facets=("outlet", "year")))
    suggestions = archive.suggest(page)
    return {
        "total_articles": page.articles,
        "match": page.match,
        "remarks": [serialize_remark(each) for each in page.parsed.remarks],
        "suggestions": [serialize_suggestion(each) for each in suggestions],
        "hits": list(map(_serialize_hit, page.hits)),
        **{f"{name}s": _serialize_buckets(buckets) for name, buckets in page.facets.items()},
        "next_page": _find_next(page),
    }


def _find_next(page: Page) -> int | None:
    query = page.query
    return query.page + 1 if query.offset + len(page.hits) < page.total and page.hits else None


def _serialize_hit(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "id": article.id, "title": _shorten(article.title), "outlet": article.outlet,
        "published": article.published, "byline": _shorten(article.byline), "url": article.url,
        "snippets": [each.text for each in hit.snippets], "story": serialize_story(hit.story)}


def _shorten(line: str | None) -> str | None:
    """Return a title or byline that is not too long to be one."""
    return line if line is None or len(line) <= _MAX_LINE else line[:_MAX_LINE] + "…"


def _serialize_buckets(buckets: tuple[Bucket, ...]) -> list[dict[str, Any]]:
    """Return the first buckets with an article."""
    return [serialize_bucket(each) for each in buckets if each.count][:_BUCKETS]


def _show_article(archive: Archive, arguments: Arguments) -> dict[str, Any]:
    article = archive.article(arguments["id"])
    begin, length = arguments["offset"], len(article.body)
    if begin > length:
        raise InvalidValue(f"the body has {length:,} characters", "offset")
    end = min(begin + arguments["length"], length)
    story = archive.story(article.id)
    return {
        "id": article.id, "title": _shorten(article.title), "outlet": article.outlet,
        "published": article.published, "byline": _shorten(article.byline), "url": article.url,
        "body": article.body[begin:end], "body_length": length,
        "next_offset": end if end < length else None,
        "story": serialize_story(story),
        "copies": [id for id in story.articles if id != article.id][:_COPIES] if story else []}


def _show_timeline(archive: Archive, arguments: Arguments) -> dict[str, Any]:
    pages = archive.compare([
        Query(text, **_read_filters(arguments), interval=Interval(arguments["interval"]),
              share=arguments["share"], page_size=0, facets=(), highlight=False)
        for text in dict.fromkeys(arguments["queries"])])
    return {"trends": [
        {"query": page.query.text, "total_articles": page.articles, "match": page.match,
         **serialize_timeline(page.timeline)} for page in pages if page.timeline]}


def _show_coverage(archive: Archive, arguments: Arguments) -> dict[str, Any]:
    number = arguments["page"]
    query = build_coverage_query(
        tuple(arguments.get("outlet", ())), since=arguments.get("from"), until=arguments.get("to"),
        page=number)
    coverage = archive.coverage(query, CoverageUnit(arguments["by"]))
    more = query.offset + len(coverage.rows) < coverage.total and coverage.rows
    return {"articles": archive.size(), "total_outlets": coverage.total,
            "outlets": [each.to_dict() for each in coverage.rows],
            "next_page": number + 1 if more else None}


def _list_terms(archive: Archive, arguments: Arguments) -> dict[str, Any]:
    query = Query(arguments["query"], **_read_filters(arguments))
    return archive.significant_terms(query, arguments["limit"]).to_dict()


def _read_filters(arguments: Arguments) -> dict[str, Any]:
    """Return the arguments of a Query that say which articles may match."""
    selected = {name: tuple(arguments[name]) for name in ALL_FILTERS if name in arguments}
    return {"selected": selected, "since": arguments.get("from"), "until": arguments.get("to")}


TOOLS = {tool.name: tool for tool in (
    Tool(
        "search", "Search the archive",
        "Find articles of Indonesian news. Answers with one article of each story (near-copies in "
        "several outlets), short fragments around the matches, the commonest outlets and years, "
        "and how the query was read: `match` is `all`, `most` or `any` of the words. Read a whole "
        "article with the tool `article`. If nothing is found, ask `coverage` whether the archive "
        "has that time at all.",
        {"query": _QUERY, **_FILTERS,
         "sort": {"enum": [str(each) for each in Sort], "default": str(Sort.RELEVANCE),
                  "description": "The order of the hits; added: the last that were stored first."},
         "collapse": {"enum": [STORY, NONE], "default": STORY,
                      "description": "story: one article of each story; none: every article."},
         "page": _PAGE,
         "page_size": {"type": "integer", "minimum": 1, "maximum": MAX_HITS, "default": 10,
                       "description": "Hits on a page."}},
        ("query",), _search),
    Tool(
        "article", "Read an article",
        "Read one article by its id, with its date (in Jakarta), outlet, writer, URL and the ids "
        "of its near-copies. A long body comes in parts: go on at `next_offset`.",
        {"id": {"type": "string", "maxLength": 1_000, "description":
                "The id, as `search` gives it."},
         "offset": {"type": "integer", "minimum": 0, "default": 0,
                    "description": "Where in the body to begin, in characters."},
         "length": {"type": "integer", "minimum": 1, "maximum": MAX_PART, "default": 8_000,
                    "description": "How many characters of the body to read."}},
        ("id",), _show_article),
    Tool(
        "timeline", "Count articles by time",
        "Count what queries find by year, month, week or day, side by side on one axis: when a "
        "subject began, and when it peaked. With `share`, each bar also has the `total` of "
        "articles there, so that a larger archive is not taken for a rise of the subject. Articles "
        "without an exact enough date are counted apart.",
        {"queries": {"type": "array", "items": _QUERY, "minItems": 1, "maxItems": MAX_TRENDS,
                     "description": "The queries to count, each as in `search`."},
         **_FILTERS,
         "interval": {"enum": [str(each) for each in Interval], "default": str(Interval.AUTO),
                      "description": "How long a bar is; auto: as short as 60 bars allow."},
         "share": {"type": "boolean", "default": False,
                   "description": "Count all articles of each bar, too."}},
        ("queries",), _show_timeline),
    Tool(
        "terms", "List what a search is about",
        "List the words and names that are far more frequent in what a query finds than in the "
        "rest of the archive: who and what a subject involves. `count` counts the articles read "
        "(at most 100), `total` those of the whole archive, and `query` narrows the search to the "
        "term.",
        {"query": _QUERY, **_FILTERS,
         "limit": {"type": "integer", "minimum": 1, "maximum": MAX_TERMS, "default": 20,
                   "description": "The most terms to list."}},
        ("query",), _list_terms),
    Tool(
        "coverage", "Show what the archive has",
        "List the outlets, with how many articles and stories the archive has of each by year, the "
        "first and the last day, and the gaps. Ask it before concluding from few hits that nobody "
        "wrote about a subject.",
        {**_RANGE, "outlet": _FILTERS["outlet"],
         "by": {"enum": [str(each) for each in CoverageUnit], "default": str(CoverageUnit.YEAR),
                "description": "Count by this. Name one outlet to count by month."},
         "page": _PAGE},
        (), _show_coverage),
)}
"""All tools, by name."""
