"""Headers of every response."""

from flask import Flask, Response, request

from web.assets import find_version
from web.settings import get_settings

_POLICY = ("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
           "base-uri {base}; frame-ancestors {frames}")
_SCRIPT_POLICY = "; script-src 'self'; connect-src 'self'"
"""What pages may do as well: run the script of the site, which requests pages and suggestions."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""For addresses whose content never changes."""

_SECURITY = {
    "Content-Security-Policy": _POLICY.format(base="'none'", frames="'none'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
                          "microphone=(), payment=(), usb=()",
}

_SECURE_ONLY = "max-age=31536000"
"""How long browsers ask by TLS alone, once they have been answered so."""

_FRAME, _RESULTS = "embedding.show_frame", "pages.show_results"
"""The page that the sites in the settings may show in a frame, and the one that may have a base."""

_WITH_FILE = (200, 206, 304)
"""Statuses of an answer that has a file, or a part of it, or says that it is as it was."""

_FOR_PROGRAMS = (
    "/openapi.json", "/healthz", "/readyz", "/feed.atom", "/feed.rss", "/feed.json",
    "/opensearch.xml", "/oembed", "/metrics")


def is_api(path: str) -> bool:
    """Return whether a path is for programs, which get errors as JSON."""
    return path.startswith("/api/") or path in _FOR_PROGRAMS


def build_security(is_secure: bool) -> dict[str, str]:
    """Return the headers of every response; pages have a policy of their own, which allows more.

    >>> set(build_security(is_secure=True)) - set(build_security(is_secure=False))
    {'Strict-Transport-Security'}
    """
    return _SECURITY | ({"Strict-Transport-Security": _SECURE_ONLY} if is_secure else {})


def register(app: Flask) -> None:
    """Add the headers to every response."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers |= build_security(request.is_secure)
        response.headers["Content-Security-Policy"] = _build_policy()
        response.headers.setdefault("Cache-Control", "no-cache")  # what is taken down is gone
        if _is_versioned(response):
            response.headers["Cache-Control"] = IMMUTABLE
        return response


def _build_policy() -> str:
    origins = get_settings().embed_origins if request.endpoint == _FRAME else ()
    base = "'self'" if request.endpoint == _RESULTS else "'none'"
    policy = _POLICY.format(base=base, frames=" ".join(origins) or "'none'")
    return policy + _SCRIPT_POLICY * _has_script()


def _has_script() -> bool:
    return get_settings().script and not is_api(request.path)


def _is_versioned(response: Response) -> bool:
    """Return whether the request is for a file of static/ in the version that it has.

    Only an answer with the file says that it is there: one that leads elsewhere may be to a path
    that ends outside, such as `/static/../../../dev/zero/`.
    """
    if request.endpoint != "static" or response.status_code not in _WITH_FILE:
        return False
    return request.args.get("v") == find_version((request.view_args or {})["filename"])
