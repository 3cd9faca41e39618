"""Errors as responses: a problem document (RFC 9457) from the API, a page elsewhere."""

import logging
from typing import Any

from flask import Flask, Response, json, redirect, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from search.errors import (
    AccessRefused,
    ArchiveMissing,
    ArticleNotFound,
    ClusterTooSlow,
    ClusterUnavailable,
    ConditionFailed,
    DiskFull,
    EngineError,
    InvalidCondition,
    InvalidValue,
    LostStore,
    NotIndexed,
    OutdatedCursor,
    QuerySyntaxError,
    RevisionConflict,
    SearchError,
    StaleIndex,
    UnreadableKeys,
    WriterBusy,
)
from search.log_lines import sanitize
from web.headers import is_api
from web.nearby import find_nearby
from web.parameters.incoming import UnusableArticle
from web.phrases import PHRASES
from web.request_notes import find_request_id
from web.responses.writes import describe_fault
from web.views.notices import describe_limit
from web.views.render import get_translator, render

log = logging.getLogger(__name__)

STATUS = {InvalidCondition: 422, QuerySyntaxError: 400, ArticleNotFound: 404, OutdatedCursor: 410,
          ConditionFailed: 412, RevisionConflict: 409, InvalidValue: 422, EngineError: 503}
"""The HTTP status of each kind of error."""

_TITLES = {
    400: "Invalid query", 401: "A key is needed", 403: "The key does not allow it",
    404: "Not found", 409: "Another version is stored", 410: "The cursor is gone",
    412: "Another version is stored", 413: "Too much at once", 415: "Another type of content",
    422: "Invalid parameter",
    503: "The archive is unavailable",
}

_REASONS = {
    ArchiveMissing: "there is no archive yet",
    LostStore: "articles are missing from the archive",
    DiskFull: "there is no space left",
    ClusterUnavailable: "its cluster does not answer",
    ClusterTooSlow: "its cluster does not answer in time",
    AccessRefused: "its cluster refuses the service",
    StaleIndex: "the index was written by another version",
    NotIndexed: "its articles are being indexed, or have yet to be",
    UnreadableKeys: "the keys cannot be read",
    WriterBusy: "another program is writing",
}
"""What everyone may know of why an archive cannot answer. The log says the rest."""

RETRY_SECONDS, BUSY_SECONDS = 60, 5
"""After how long a client may ask again; after how long while another program writes."""


def register(app: Flask) -> None:
    """Answer every error in the form that its path calls for."""
    app.register_error_handler(SearchError, _handle_search_error)
    app.register_error_handler(UnusableArticle, _handle_unusable_article)
    app.register_error_handler(ValidationError, _handle_validation_error)
    app.register_error_handler(HTTPException, _handle_http_exception)
    app.register_error_handler(Exception, _handle_unexpected)


def _handle_search_error(error: SearchError) -> Response:
    if isinstance(error, (EngineError, ClusterTooSlow)):
        return _handle_engine_error(error)
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, QuerySyntaxError) and not is_api(request.path):
        return _build_page(status, describe_limit(get_translator(), error))
    if isinstance(error, QuerySyntaxError):
        errors = [_describe_parameter("q", str(error))]
        return _respond(status, f"q: {error}", position=error.position, errors=errors)
    if isinstance(error, InvalidValue):
        errors = [_describe_parameter(error.parameter, str(error))]
        return _respond(status, f"{error.parameter}: {error}", errors=errors)
    return _respond(status, str(error))


def _handle_engine_error(error: SearchError) -> Response:
    """Say that the archive is unavailable; tell its operator alone where it is, and what to do."""
    log.error("cannot answer %s (%s): %s", sanitize(request.path), find_request_id(), error)
    reason = next((reason for kind, reason in _REASONS.items() if isinstance(error, kind)),
                  "the archive is unavailable")
    response = _respond(503, f"{reason}: try again later; the log of the service says more")
    seconds = BUSY_SECONDS if isinstance(error, WriterBusy) else RETRY_SECONDS
    response.headers["Retry-After"] = str(seconds)
    return response


def _handle_unusable_article(error: UnusableArticle) -> Response:
    return _respond(**describe_fault(error))


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
    log.exception("unexpected error at %s (%s)", sanitize(request.path), find_request_id())
    return _respond(500, InternalServerError.description)


def _respond(status: int, detail: str, **members: Any) -> Response:
    if is_api(request.path):
        return _build_problem(status, detail, **members)
    if status == 404 and (nearby := find_nearby()):
        return redirect(nearby)  # type: ignore[return-value]
    return _build_page(status, detail)


def _build_problem(status: int, detail: str, **members: Any) -> Response:
    title = _TITLES.get(status, "The request failed")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | members
    if request_id := find_request_id():
        body["request_id"] = request_id
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


def _build_page(status: int, detail: str) -> Response:
    """Return a page that says what is wrong and where to go."""
    say = get_translator()
    title, tip = f"error_{status}", f"error_{status}_tip"
    page = render(
        "error.html", canonical=None, listed=False, status=status,
        title=say(title if title in PHRASES else "error"),
        tip=say(tip) if tip in PHRASES else detail, query=None, typed=request.args.get("q", ""))
    return Response(page, status, content_type="text/html; charset=utf-8")
