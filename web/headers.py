"""Headers of every response."""

from flask import Flask, Response, request

_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}

_FOR_PROGRAMS = (
    "/openapi.json", "/healthz", "/readyz", "/feed.atom", "/feed.rss", "/feed.json",
    "/opensearch.xml")


def is_api(path: str) -> bool:
    """Return whether a path is for programs, which get errors as JSON."""
    return path.startswith("/api/") or path in _FOR_PROGRAMS


def register(app: Flask) -> None:
    """Add the headers to every response. Other sites may read the API, without credentials."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(_SECURITY)
        response.headers.setdefault("Cache-Control", "no-cache")  # what is taken down is gone
        if is_api(request.path):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response
