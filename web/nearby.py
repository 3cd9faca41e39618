"""Nearby addresses: where an address that was damaged on its way was meant to lead.

A link that stands in a sentence takes its full stop or its parenthesis along, and one that is
escaped twice has `&amp;` between its parameters.
"""

import re
from urllib.parse import quote

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

from web.address import quote_path
from web.headers import is_api

_CLINGING = re.compile(r"""[\s/.,;:!?)\]}>'"”’»*_…]+$""")
"""What clings to the end of a path: what ends a sentence or encloses a link, and slashes."""

_ESCAPED = b"&amp;"

_KEPT = "%&=+;/?:@!$'()*,~[]"
"""What stays as it is in the parameters of an address."""


def register(app: Flask) -> None:
    """Lead from addresses whose parameters are escaped twice to the ones that are meant."""

    @app.before_request
    def unescape_parameters() -> ResponseReturnValue | None:
        if _ESCAPED not in request.query_string or not _is_page():
            return None
        parameters = request.query_string.replace(_ESCAPED, b"&")
        return redirect(_build(request.path, parameters))


def find_nearby() -> str | None:
    """Return the address that this request was meant for; None if nothing clings to its path.

    Nothing says that there is a page at it.
    """
    path = _CLINGING.sub("", request.path) or "/"
    if path == request.path or not _is_page():
        return None
    return _build(path, request.query_string)


def _is_page() -> bool:
    return request.method in ("GET", "HEAD") and not is_api(request.path)


def _build(path: str, parameters: bytes) -> str:
    return quote_path(path) + (f"?{quote(parameters, safe=_KEPT)}" if parameters else "")
