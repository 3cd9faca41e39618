"""The OpenAPI document, written from the schemas."""

from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from search.version import VERSION
from web import parameters, schemas
from web.address import SEARCH_PATH

_ABOUT = """\
Search an archive of Indonesian news. Every answer is JSON, every error a problem document
(application/problem+json) that names the parameter and what to do. Other sites may call it
from their pages: it allows every origin, without credentials.
"""

_PROBLEMS = {
    "400": "The query is longer than 512 characters, nested too deep, or has too many * and ~.",
    "404": "No article has this id.",
    "422": "A parameter is unknown, given twice, or outside its range.",
    "503": "The archive cannot answer now; the detail says what its operator has to do.",
}


@cache
def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    spec = APISpec(
        "Warta", VERSION, "3.1.0", plugins=[MarshmallowPlugin()], info={"description": _ABOUT}
    )
    spec.path(SEARCH_PATH, operations=_get(
        "Search the archive", schemas.SearchAnswer, ["400", "422", "503"],
        [{"in": "query", "schema": parameters.SearchParameters}],
    ))
    spec.path("/api/v1/articles/{id}", operations=_get(
        "One article, whole", schemas.ArticleSchema, ["404", "422", "503"],
        [{"in": "path", "name": "id", "required": True, "schema": {"type": "string"}}],
    ))
    spec.path("/api/v1/outlets", operations=_get(
        "Every outlet and its number of articles", schemas.OutletList, ["422", "503"]))
    spec.path("/healthz", operations=_get("Whether the service runs", schemas.Health, []))
    spec.path("/readyz", operations=_get("Whether it can answer", schemas.Health, ["503"]))
    described: dict[str, Any] = spec.to_dict()
    _join_facets_by_commas(described)
    return described


def _get(
    summary: str, schema: type, problems: list[str], parameters: list[Any] | None = None
) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {
        "description": summary, "content": {"application/json": {"schema": schema}},
    }}
    for status in problems:
        content = {"application/problem+json": {"schema": schemas.Problem}}
        responses[status] = {"description": _PROBLEMS[status], "content": content}
    return {"get": {"summary": summary, "parameters": parameters or [], "responses": responses}}


def _join_facets_by_commas(described: dict[str, Any]) -> None:
    """All other lists are given by repeating the parameter."""
    for parameter in described["paths"][SEARCH_PATH]["get"]["parameters"]:
        if parameter["name"] == "facet":
            parameter |= {"style": "form", "explode": False}
