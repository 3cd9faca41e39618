"""The OpenAPI document, written from the schemas."""

from functools import lru_cache
from typing import Any, NamedTuple

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from search.explore import EXPORT_FORMATS
from search.version import VERSION
from web.address import (
    ARTICLE_PATH,
    ARTICLES_PATH,
    CONCORDANCE_PATH,
    COVERAGE_PATH,
    EXPORT_PATH,
    FEED_PATHS,
    METRICS_PATH,
    OEMBED_PATH,
    OPENSEARCH_PATH,
    SEARCH_PATH,
    STATUS_PATH,
    STORY_PATH,
    SUGGEST_PATH,
    TERMS_PATH,
    TRENDS_PATH,
)
from web.parameters.citation import CITATION_TYPES, CitationParameters
from web.parameters.concordance import FORMATS as CONCORDANCE_FORMATS
from web.parameters.concordance import ConcordanceParameters
from web.parameters.coverage import CoverageParameters
from web.parameters.embedding import OEmbedParameters
from web.parameters.export import ExportParameters
from web.parameters.incoming import WriteParameters
from web.parameters.search import RelatedParameters, SearchParameters, SuggestParameters
from web.parameters.terms import TermsParameters
from web.parameters.trends import FORMATS, TrendsParameters
from web.responses import schemas
from web.responses.api import OPENSEARCH
from web.responses.feeds import MEDIA_TYPES
from web.settings import Settings

_DESCRIPTION = """\
Search an archive of Indonesian news. Responses are JSON. Errors are problem documents
(application/problem+json) that name the parameter and say what to do. Pages of other sites may
call the API: every origin is allowed, without credentials.
"""

_PROBLEMS = {
    "400": "The query is too long, nested too deeply, or has too many *, ~ or phrases; or to "
           "answer takes longer than a request may.",
    "401": "A key is needed, or this one is unknown or has expired.",
    "403": "The key is for pages of other sites.",
    "404": "No article has this id, or it has no copy; or no page of results this address.",
    "405": "Writing is off, for there is no admin key.",
    "409": "A newer version is stored.",
    "410": "The cursor belongs to another query or archive: begin again with cursor=*.",
    "412": "The stored article is not the one that If-Match or If-None-Match asks for.",
    "413": "It is too much for one request.",
    "415": "It has another type of content.",
    "422": "A parameter is unknown, repeated or invalid.",
    "429": "This address or key has asked for too much: Retry-After says when to ask again.",
    "501": "Another format than JSON is not there, or a library that is needed is not installed.",
    "503": "The archive is unavailable: try again later. The log tells its operator what to do.",
}

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_WRITE_PROBLEM = schemas.WriteProblemSchema
_REVISION = {"type": "string", "pattern": r"^(?:[*]|\x22?[0-9]{1,16}\x22?)$"}
_EXAMPLE = {"title": "Panen Garam", "body": "Petambak memanen garam.", "published": "2026-11-28",
            "outlet": "Kabar Nusa"}

_SCHEMES: dict[str, dict[str, str]] = {
    "bearer": {"type": "http", "scheme": "bearer",
               "description": "A key, as `indexer key create` prints it."},
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key",
               "description": "The same key in a header of its own."},
}

_LINES = "application/x-ndjson"
_TYPES = {
    OPENSEARCH: "array", MEDIA_TYPES["json"]: "object", CITATION_TYPES["csl-json"]: "array"}
"""What answers are that have JSON under a media type of their own."""

_ID = {"in": "path", "name": "id", "required": True, "schema": {"type": "string"},
       "description": "The id of the article, percent-encoded."}


class Operation(NamedTuple):
    """A GET operation: what it does, the schema of its JSON, and the problems it may answer with.

    `query` has its parameters; `in_path` says that its address has the id of an article. `others`
    are media types of the answer besides JSON. Without a schema there is no JSON.
    """

    path: str
    summary: str
    schema: type[Schema] | None
    problems: str = "422 503"
    query: type[Schema] | None = None
    in_path: bool = False
    others: tuple[str, ...] = ()


OPERATIONS = (
    Operation(
        SEARCH_PATH, "Search the archive", schemas.SearchResponseSchema, "400 410 422 503",
        SearchParameters),
    Operation(
        TRENDS_PATH, "Compare searches by time", schemas.TrendsResponseSchema, "400 422 503",
        TrendsParameters,
        others=tuple([name for name in FORMATS.values() if name != "application/json"])),
    Operation(
        EXPORT_PATH, "Take all hits along as a file, whatever their number", None, "400 422 503",
        ExportParameters,
        others=tuple([format.media_type for format in EXPORT_FORMATS.values()])),
    Operation(
        CONCORDANCE_PATH,
        "Show each match of a search on a line of its own, with the text on both sides",
        schemas.ConcordanceResponseSchema, "400 422 503", ConcordanceParameters,
        others=(CONCORDANCE_FORMATS["csv"],)),
    Operation(
        TERMS_PATH,
        "List the words and names that set what a search finds apart from the archive",
        schemas.TermsResponseSchema, "400 422 503", TermsParameters),
    Operation(
        SUGGEST_PATH, "Complete what is being typed", schemas.SuggestResponseSchema,
        query=SuggestParameters, others=(OPENSEARCH,)),
    Operation(
        "/api/v1/articles/{id}", "Get a whole article", schemas.ArticleSchema, "404 422 503",
        in_path=True),
    Operation(
        "/api/v1/articles/{id}/related", "List the articles on the subject of one",
        schemas.RelatedResponseSchema, "400 404 422 503", RelatedParameters, in_path=True),
    Operation(
        f"{ARTICLE_PATH}{{id}}/citation",
        "Refer to an article, in words or for reference managers", None, "404 422 503",
        CitationParameters, in_path=True, others=tuple(dict.fromkeys(CITATION_TYPES.values()))),
    Operation(
        f"{STORY_PATH}{{id}}", "Compare the copies of an article", schemas.CopiesResponseSchema,
        "404 422 503", in_path=True),
    Operation(
        COVERAGE_PATH,
        "Show what the archive has of each outlet, and which years or months are missing",
        schemas.CoverageResponseSchema, "400 422 503", CoverageParameters),
    Operation(
        STATUS_PATH,
        "Show how much the archive has, over which days, and when it last changed",
        schemas.StatusSchema, "400 422 503"),
    Operation(
        OEMBED_PATH, "Say how other sites show a page of results (oEmbed 1.0)",
        schemas.OEmbedSchema, "404 422 501", OEmbedParameters),
    Operation(
        "/api/v1/outlets", "List all outlets with their numbers of articles",
        schemas.OutletListSchema, "400 422 503"),
    Operation("/healthz", "Check that the service is running", schemas.HealthSchema, ""),
    Operation(
        "/readyz", "Check that the service can answer searches", schemas.HealthSchema, "503"),
)
"""The operations with JSON or a file for an answer."""


@lru_cache(maxsize=4)
def build_document(settings: Settings = Settings()) -> dict[str, Any]:
    """Return the whole document, OpenAPI 3.1."""
    spec = APISpec(settings.name, VERSION, "3.1.0", plugins=[MarshmallowPlugin()],
                   info=_describe_service(settings))
    for name, scheme in _SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for operation in OPERATIONS:
        spec.path(operation.path, operations={"get": _describe_get(operation)})
    for name, path in FEED_PATHS.items():
        spec.path(path, operations={"get": _describe_feed(name, path)})
    spec.path(OPENSEARCH_PATH, operations={"get": {
        "summary": "Describe the search for browsers (OpenSearch 1.1)",
        "responses": {"200": _describe_text("application/opensearchdescription+xml")}}})
    spec.path(METRICS_PATH, operations={"get": {
        "summary": "Count requests and searches for Prometheus, from the same computer or with an "
        "admin key", "responses": {
            "200": _describe_text("text/plain"), **_describe_problems("401 403 404 501")}}})
    spec.path(f"{ARTICLE_PATH}{{id}}", operations=_describe_writes())
    spec.path(ARTICLES_PATH, operations={"post": _describe_post()})
    document: dict[str, Any] = spec.to_dict()
    _separate_facets_by_commas(document)
    _describe_access(document, settings.require_key)
    return document


def _describe_service(settings: Settings) -> dict[str, Any]:
    """Return what the service is, and who runs it."""
    described: dict[str, Any] = {
        "summary": settings.get_tagline("en"), "description": _DESCRIPTION}
    if settings.contact_url:
        name, value = settings.contact_url.partition(":")[::2]
        contact = {"email": value} if name == "mailto" else {"url": settings.contact_url}
        described["contact"] = contact
    return described


def _describe_get(operation: Operation) -> dict[str, Any]:
    """Return the description of an operation."""
    json = {"application/json": {"schema": operation.schema}} if operation.schema else {}
    text = {name: {"schema": {"type": _TYPES.get(name, "string")}} for name in operation.others}
    responses: dict[str, Any] = {"200": {"description": "The result", "content": json | text}}
    for status in operation.problems.split():
        content = {"application/problem+json": {"schema": schemas.ProblemSchema}}
        responses[status] = {"description": _PROBLEMS[status], "content": content}
    parameters: list[dict[str, Any]] = [_ID] if operation.in_path else []
    if operation.query:
        parameters.append({"in": "query", "schema": operation.query})
    return {"summary": operation.summary, "parameters": parameters, "responses": responses}


def _describe_writes() -> dict[str, Any]:
    """Return how one article is stored and removed."""
    condition = {"in": "header", "name": "If-Match", "schema": _REVISION,
                 "description": 'The revision that is stored, such as "3", or *.', "example": '"3"'}
    newness = {"in": "header", "name": "If-None-Match", "schema": {"enum": ["*"]},
               "description": "*: only if there is no such article."}
    written = {"application/json": {"schema": schemas.WrittenSchema}}
    query: dict[str, Any] = {"in": "query", "schema": WriteParameters}
    return {
        "put": {
            "summary": "Store an article", "parameters": [_ID, query, condition, newness],
            "requestBody": {"required": True, "content": {
                "application/json": {"schema": {"type": "object"}, "example": _EXAMPLE}}},
            "responses": {
                "200": {"description": "It is stored.", "content": written},
                "201": {"description": "It is stored, the first of this id.", "content": written},
                **_describe_problems("400 405 409 412 413 415 422 503", _WRITE_PROBLEM)}},
        "delete": {
            "summary": "Remove an article", "parameters": [_ID, condition],
            "responses": {
                "200": {"description": "It is removed.", "content": written},
                **_describe_problems("400 404 405 412 422 503", _WRITE_PROBLEM)}},
    }


def _describe_post() -> dict[str, Any]:
    """Return how many articles are stored."""
    lines = {_LINES: {"schema": {"type": "string"}}}
    return {
        "summary": "Store many articles, each a line of JSON",
        "parameters": [{"in": "query", "schema": WriteParameters}],
        "requestBody": {"required": True, "content": lines},
        "responses": {
            "200": {"description": "What became of each line.", "content": lines},
            **_describe_problems("405 413 415 422 503")}}


def _describe_problems(statuses: str, schema: Any = _PROBLEM) -> dict[str, Any]:
    return {status: _describe_problem(status, schema) for status in statuses.split()}


def _describe_problem(status: str, schema: Any) -> dict[str, Any]:
    return {"description": _PROBLEMS[status],
            "content": {"application/problem+json": {"schema": schema}}}


def _describe_feed(name: str, path: str) -> dict[str, Any]:
    """Return what is known of the feed of a search in one format."""
    described = _describe_get(Operation(
        path, f"Follow a search as a feed, {name}: sorted by newest and with 50 hits unless asked "
        "otherwise, stories grouped", None, "400 422 503"))
    described["parameters"] = [{"in": "query", "schema": SearchParameters(exclude=("cursor",))}]
    described["responses"]["200"] = _describe_text(MEDIA_TYPES[name])
    return described


def _describe_text(media_type: str) -> dict[str, Any]:
    return {"description": "The result",
            "content": {f"{media_type}; charset=utf-8": {
                "schema": {"type": _TYPES.get(media_type, "string")}}}}


def _describe_access(document: dict[str, Any], required: bool) -> None:
    """Say of every operation of the API which keys it takes, and how it refuses others."""
    open_to_all: list[dict[str, Any]] = [] if required else [{}]
    for path, operations in document["paths"].items():
        if path.startswith("/api/"):
            for method, operation in operations.items():
                optional = [{}] if path == SUGGEST_PATH else open_to_all
                needed = optional if method == "get" else []
                operation["security"] = [*needed, *({name: []} for name in _SCHEMES)]
                operation["responses"] |= _describe_problems("401 403 429")


def _separate_facets_by_commas(document: dict[str, Any]) -> None:
    """Describe `facet` and `fields` as one value; other lists repeat the parameter."""
    for operations in document["paths"].values():
        for parameter in operations["get"].get("parameters", ()) if "get" in operations else ():
            if parameter["name"] in ("facet", "fields"):
                parameter |= {"style": "form", "explode": False}
