"""What went wrong → an HTTP status: as a problem document (RFC 9457) or as a page."""

import logging
from typing import Any

from flask import Flask, Response, json, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from search.errors import (
    ArticleNotFound,
    EngineError,
    InvalidValue,
    QuerySyntaxError,
    SearchError,
)
from web import pages
from web.headers import is_api
from web.parameters import TWICE

log = logging.getLogger(__name__)

STATUS = {QuerySyntaxError: 400, ArticleNotFound: 404, InvalidValue: 422, EngineError: 503}
_TITLES = {
    400: "The query cannot be read", 404: "Not found", 422: "A parameter is not valid",
    503: "The archive cannot answer",
}


def register(app: Flask) -> None:
    """Answer every error, foreseen or not, in the form that the address asks for."""
    app.register_error_handler(SearchError, _search_error)
    app.register_error_handler(ValidationError, _validation_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def problem(status: int, detail: str, **more: Any) -> Response:
    """A problem document."""
    title = _TITLES.get(status, "The request failed")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _search_error(error: SearchError) -> Response:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    more: dict[str, Any] = {}
    if isinstance(error, QuerySyntaxError):
        more = {"position": error.position, "errors": [_error("q", str(error))]}
    if isinstance(error, InvalidValue):
        more = {"errors": [_error(error.parameter, str(error))]}
    names = [each["parameter"] for each in more.get("errors", [])]
    return _answer(status, ": ".join([*names, str(error)]), **more)


def _validation_error(error: ValidationError) -> Response:
    errors = [_error(name, message) for name, message in _flat(error.messages_dict)]
    detail = "; ".join(f"{each['parameter']}: {each['message']}" for each in errors)
    return _answer(422, detail, errors=errors)


def _http_error(error: HTTPException) -> Response:
    response = _answer(error.code or 500, error.description or "")
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value  # a 405 says what is allowed
    if error.response is not None and error.code and error.code < 400:
        return error.response  # type: ignore[return-value]
    return response


def _unforeseen(error: Exception) -> Response:
    log.exception("unforeseen error at %s", request.path)
    return _answer(500, InternalServerError.description)


def _answer(status: int, detail: str, **more: Any) -> Response:
    if is_api(request.path):
        return problem(status, detail, **more)
    wrong = [
        "twice" if each["message"] == TWICE else each["parameter"]
        for each in more.get("errors", [])
    ]
    return pages.error_page(status, detail, wrong)


def _error(parameter: str, message: str) -> dict[str, str]:
    return {"parameter": parameter, "message": message}


def _flat(messages: dict[str, Any]) -> list[tuple[str, str]]:
    """marshmallow nests the messages of list items by their index."""
    pairs = []
    for name, found in messages.items():
        found = found.values() if isinstance(found, dict) else [found]
        pairs += [(name, message) for each in found for message in each]
    return pairs
