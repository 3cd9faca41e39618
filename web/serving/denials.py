"""Refusals: answers without a template, for many requests may be refused at once."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wsgi import get_path_info

from web.headers import build_security, is_api
from web.phrases import LANGUAGES
from web.request_notes import find_id
from web.views.translator import Translator

FREE_PATHS = ("/healthz", "/static/")
"""How the paths begin that cost nothing, and are never refused."""

READINESS = "/readyz"
"""A path that is answered without waiting, and is the first to be refused when a service stops."""


class Denial(NamedTuple):
    """Why nothing is answered, for programs and, as the name of a phrase, for people.

    `wait` is in how many seconds a client may ask again.
    """

    status: str
    title: str
    detail: str
    phrase: str
    wait: int

    def send(
        self, environ: WSGIEnvironment, start_response: StartResponse,
        headers: Sequence[tuple[str, str]] = (),
    ) -> Iterable[bytes]:
        """Answer a request in the form that its path calls for."""
        kind, body = (self._build_problem(find_id(environ)) if is_api(get_path_info(environ))
                      else self._build_page())
        security = build_security(is_secure=environ["wsgi.url_scheme"] == "https")
        start_response(self.status, [
            ("Content-Type", kind), ("Content-Length", str(len(body))),
            ("Retry-After", str(self.wait)), ("Cache-Control", "no-store"),
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Expose-Headers", "RateLimit, RateLimit-Policy, Retry-After"),
            *security.items(), *headers])
        return [body]

    @property
    def code(self) -> int:
        """The number of the status."""
        return int(self.status[:3])

    def _build_problem(self, request_id: str | None) -> tuple[str, bytes]:
        named = {"request_id": request_id} if request_id else {}
        return "application/problem+json", json.dumps({
            "type": "about:blank", "title": self.title, "status": self.code,
            "detail": self.detail} | named).encode()

    def _build_page(self) -> tuple[str, bytes]:
        """Return a page in every language, for the one of the reader is not known here."""
        lines = "".join(f"<p>{say(self.phrase)}</p>" for say in map(Translator, LANGUAGES))
        return "text/html; charset=utf-8", (
            f"<!doctype html><title>{self.code}</title>{lines}".encode())
