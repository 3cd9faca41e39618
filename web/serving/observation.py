"""Observes every request: gives it an id, counts it, and writes it to the logs that are wanted."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from search.query_log import QueryLog
from web.metrics import Metrics
from web.request_notes import NOTES, RequestNotes, choose_id

_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"))

Write = Callable[[str], object]


def print_line(line: str) -> None:
    """Print a line on standard output; a full or closed log stops nothing."""
    with suppress(OSError, ValueError, AttributeError):  # the last where it was closed at the start
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


class Observer:
    """A WSGI application in front of another, which observes what it is asked and answers.

    Each request is written as a line of JSON with `write`, if that is given, and searches to a
    `query_log`.
    """

    def __init__(
        self, application: WSGIApplication, metrics: Metrics, write: Write | None = None,
        query_log: QueryLog | None = None,
    ) -> None:
        self._application, self._metrics = application, metrics
        self._write, self._query_log = write, query_log

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request, and note what became of it."""
        request = Request(environ, populate_request=False)
        notes = environ[NOTES] = RequestNotes(
            choose_id(request.headers.get("X-Request-Id", "")), request.method)
        began = time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            notes.status = int(status[:3])
            lengths = [value for name, value in headers if name.lower() == "content-length"]
            notes.bytes = int(lengths[0]) if lengths else None
            return start_response(status, [*headers, ("X-Request-Id", notes.id)], *more)

        self._metrics.begin()
        try:
            body = self._application(environ, start)
        except BaseException:
            self._end(notes, began)
            raise
        return ClosingIterator(body, lambda: self._end(notes, began))

    def _end(self, notes: RequestNotes, began: float) -> None:
        seconds = time.perf_counter() - began
        self._metrics.end(notes, seconds)
        if self._write:
            self._write(_write_line(notes, seconds))
        if self._query_log and notes.search and notes.search.text is not None:
            self._query_log.note(notes.search.text, notes.search.total)


def _write_line(notes: RequestNotes, seconds: float) -> str:
    """Return a request as JSON: neither who asked, nor for what."""
    search = notes.search
    return json.dumps({
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"), "id": notes.id,
        "method": notes.method if notes.method in _METHODS else "other", "route": notes.route,
        "status": notes.status, "ms": round(seconds * 1000, 1), "bytes": notes.bytes,
        "cache": notes.cache, "refused": notes.is_refused,
        "query_class": search.query_class if search else None,
        "total": search.total if search else None})
