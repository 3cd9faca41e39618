"""Errors as responses: a problem document (RFC 9457) from the API, a page elsewhere."""

import logging
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, json, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from search.errors import (
    ArticleNotFound,
    EngineError,
    InvalidCondition,
    InvalidValue,
    OutdatedCursor,
    QuerySyntaxError,
    SearchError,
)
from web.headers import is_api
from web.parameters.fields import REPEATED, TOO_MANY
from web.phrases import PHRASES
from web.views.render import get_translator, render

log = logging.getLogger(__name__)

STATUS = {InvalidCondition: 422, QuerySyntaxError: 400, ArticleNotFound: 404, OutdatedCursor: 410,
          InvalidValue: 422, EngineError: 503}
"""The HTTP status of each kind of error."""

_TITLES = {
    400: "Invalid query", 404: "Not found", 410: "The cursor is gone",
    422: "Invalid parameter",
    503: "The archive is unavailable",
}

_ADVICE = {REPEATED: "repeated", TOO_MANY: "too_many"}
"""The advice on errors that any parameter can have; on others it has the parameter's name."""


def register(app: Flask) -> None:
    """Answer every error in the form that its path calls for."""
    app.register_error_handler(SearchError, _handle_search_error)
    app.register_error_handler(ValidationError, _handle_validation_error)
    app.register_error_handler(HTTPException, _handle_http_exception)
    app.register_error_handler(Exception, _handle_unexpected)


def _handle_search_error(error: SearchError) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, InvalidCondition) and not is_api(request.path):
        return _build_page(status, str(error), ["condition"])
    if isinstance(error, QuerySyntaxError):
        errors = [_describe_parameter("q", str(error))]
        return _respond(status, f"q: {error}", position=error.position, errors=errors)
    if isinstance(error, InvalidValue):
        errors = [_describe_parameter(error.parameter, str(error))]
        return _respond(status, f"{error.parameter}: {error}", errors=errors)
    return _respond(status, str(error))


def _handle_validation_error(error: ValidationError) -> Response:
    errors = [_describe_parameter(*each) for each in _flatten(error.messages_dict)]
    detail = "; ".join(f"{each['parameter']}: {each['message']}" for each in errors)
    return _respond(422, detail, errors=errors)


def _handle_http_exception(error: HTTPException) -> Response:
    if error.response is not None and error.code and error.code < 400:
        return error.response  # type: ignore[return-value]
    response = _respond(error.code or 500, error.description or "")
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value  # a 405 lists the allowed methods
    return response


def _handle_unexpected(error: Exception) -> Response:
    log.exception("unexpected error at %s", request.path)
    return _respond(500, InternalServerError.description)


def _respond(status: int, detail: str, **members: Any) -> Response:
    if is_api(request.path):
        return _build_problem(status, detail, **members)
    errors = members.get("errors", [])
    invalid = [_ADVICE.get(error["message"], error["parameter"]) for error in errors]
    return _build_page(status, detail, list(dict.fromkeys(invalid)))


def _build_problem(status: int, detail: str, **members: Any) -> Response:
    title = _TITLES.get(status, "The request failed")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | members
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _describe_parameter(parameter: str, message: str) -> dict[str, str]:
    return {"parameter": parameter, "message": message}


def _flatten(messages: dict[str, Any]) -> list[tuple[str, str]]:
    """Return parameters and messages; marshmallow nests those of list items by their index."""
    pairs = []
    for parameter, nested in messages.items():
        lists = nested.values() if isinstance(nested, dict) else [nested]
        pairs += [(parameter, message) for messages in lists for message in messages]
    return pairs


def _build_page(status: int, detail: str, invalid: Sequence[str]) -> Response:
    """Return a page that says what is wrong and where to go.

    `invalid` names parameters. `detail` is shown if there is advice on none of them.
    """
    say = get_translator()
    advice = [say(f"invalid_{name}") for name in invalid if f"invalid_{name}" in PHRASES]
    page = render(
        "error.html", canonical=None, listed=False,
        title=say(f"error_{status}" if f"error_{status}" in PHRASES else "error"), status=status,
        advice=advice or [detail], query=None, typed=request.args.get("q", ""),
    )
    return Response(page, status, content_type="text/html; charset=utf-8")
