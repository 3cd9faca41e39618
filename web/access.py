"""Decides who may ask what: reads the key of a request, and refuses what it does not allow.

A key comes in a header, `Authorization: Bearer KEY` or `X-Api-Key: KEY`. One in an address would
stand in logs, histories and links, so it is refused. Pages of other sites may read what programs
may, without credentials; with a key for some sites, only those sites may. A service on the reader's
own computer is often meant for that reader alone. So only pages of the same computer may read it,
unless `public_url` is set.
"""

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import NoReturn, cast
from urllib.parse import urlsplit

from flask import Flask, Response, g, has_request_context, request
from werkzeug.datastructures import Headers, WWWAuthenticate
from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized
from werkzeug.local import LocalProxy

from search import Archive
from search.errors import UnreadableKeys
from search.facets import ALL_FILTERS
from search.keys import FORM, PREFIX, Key, KeyFile, KeyKind
from search.period import find_today
from web.address import SUGGEST_PATH
from web.headers import is_api
from web.settings import get_settings

_HEADERS = "Authorization", "X-Api-Key"
_VARYING = *_HEADERS, "Origin"
_NAMES = re.compile(r"(?:x[-_])?(?:api[-_]?)?key|(?:access[-_]?)?token|authorization", re.I)
"""Parameters by which other services take keys."""

_FREE = frozenset(("static", "api.check_health"))
"""Endpoints that are open to all, whatever they are sent."""

_UNSHARED = frozenset(("monitoring.show_metrics",))
"""Endpoints that pages of other sites may not read, though programs may."""

_CLOSED = "/api/v1/"
"""How the paths begin that `require_key` closes."""

_EXPOSED = "X-Request-Id, ETag, RateLimit, RateLimit-Policy, Retry-After"
_PREFLIGHT_SECONDS = 7_200

ADVICE = ("send it as `Authorization: Bearer KEY`; whoever runs the service creates keys with "
          "`indexer key create`")


def register(app: Flask, keys: KeyFile | None) -> None:
    """Check the key of every request to an application, before anything is looked up."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint in _FREE:
            return None
        if request.method == "OPTIONS":
            return _answer_preflight() if is_preflight() else None
        _refuse_in_address()
        g.key = _read_key(keys)
        if g.key is None and get_settings().require_key and _is_closed(request.path):
            refuse(f"a key is needed: {ADVICE}")
        return None

    @app.after_request
    def add_headers(response: Response) -> Response:
        if request.endpoint not in _FREE and "immutable" not in response.headers.get(
                "Cache-Control", ""):
            response.vary.update(_VARYING if is_api(request.path) else _HEADERS)
        if get_key() is not None and response.headers.get("Cache-Control") == "no-cache":
            response.headers["Cache-Control"] = "private, no-cache"
        if is_api(request.path) and request.endpoint not in _UNSHARED:
            _share(response)
        return response


def get_key() -> Key | None:
    """Return the key of this request; None if it has none, or no key was accepted."""
    key: Key | None = g.get("key") if has_request_context() else None
    return key


def get_outlets() -> tuple[str | None, ...]:
    """Return the outlets that this request may see; none where it may see all."""
    key = get_key()
    return key.outlets if key else ()


def limit_by_key(archive: Archive) -> Archive:
    """Return what stands for an archive, and is to each request what its key may see of it."""
    @lru_cache(maxsize=64)
    def limit(outlets: tuple[str | None, ...]) -> Archive:
        return archive.limit_to(outlets)

    def find() -> Archive:
        outlets = get_outlets()
        return limit(outlets) if outlets else archive

    return cast(Archive, LocalProxy(find))


def require_admin() -> Key:
    """Return the admin key of this request. Raises Unauthorized or Forbidden."""
    key = get_key()
    if key is None:
        refuse(f"an admin key is needed: {ADVICE} --kind admin")
    if key.kind is not KeyKind.ADMIN:
        raise Forbidden("this key is for searching alone: an admin key is needed")
    return key


def is_admin(headers: Headers, keys: KeyFile | None) -> bool:
    """Return whether a request has a good admin key, given its headers."""
    token = find_token(headers)
    try:
        key = keys.find(token) if keys and token else None
    except UnreadableKeys:
        return False
    return key is not None and key.kind is KeyKind.ADMIN and not key.is_expired(find_today())


def find_token(headers: Headers) -> str | None:
    """Return the key in the headers of a request, whether good or not; None if there is none.

    A token for something else, such as the login of a server in front, is none.

    >>> find_token(Headers({"Authorization": "Basic dTpw"}))
    >>> find_token(Headers({"X-Api-Key": "salah"}))
    'salah'
    """
    scheme, _, token = headers.get("Authorization", "").strip().partition(" ")
    token = token.strip()
    if scheme.lower() == "bearer" and token.startswith(PREFIX):
        return token
    return headers.get("X-Api-Key", "").strip() or None


def is_preflight() -> bool:
    """Return whether a browser asks what pages of other sites may ask."""
    return is_api(request.path) and "Access-Control-Request-Method" in request.headers


def refuse(why: str) -> NoReturn:
    """Raise Unauthorized."""
    raise Unauthorized(why, www_authenticate=WWWAuthenticate("bearer", {"realm": "warta"}))


def _read_key(keys: KeyFile | None) -> Key | None:
    """Return the key that comes with this request. Raises Unauthorized or Forbidden."""
    token = find_token(request.headers)
    if token is None:
        return None
    key = keys.find(token) if keys else None
    if key is None:
        refuse(f"this key is unknown or was revoked: {ADVICE}")
    if key.is_expired(find_today()):
        refuse(f"this key expired on {key.expires}: ask for a new one")
    if key.origins and request.headers.get("Origin") not in key.origins:
        raise Forbidden("this key is for pages of other sites: a program needs a key without "
                        "origins, and a site one with its own")
    return key


def _refuse_in_address() -> None:
    """Raise BadRequest if a parameter is a key, or is called as if it were one."""
    for name, value in request.args.items(multi=True):
        called = _NAMES.fullmatch(name) and name not in ALL_FILTERS and is_api(request.path)
        if called or FORM.search(value) or FORM.search(name):
            raise BadRequest(
                "a key in an address stands in logs and histories: send it as `Authorization: "
                "Bearer KEY`; if this was a real one, have it replaced with `indexer key rotate`")


def _is_closed(path: str) -> bool:
    """Return whether a path needs a key where keys are required.

    Pages stay open with what belongs to them: completions, and feeds, whose readers send no keys.
    """
    return path.startswith(_CLOSED) and path != SUGGEST_PATH


def _answer_preflight() -> Response:
    """Let pages of other sites ask with a key; the answer to that says whether they may read it.

    Writing is not for pages.
    """
    return Response(status=204, headers={
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": ", ".join(_HEADERS),
        "Access-Control-Max-Age": str(_PREFLIGHT_SECONDS)})


def _share(response: Response) -> None:
    """Let pages of other sites read an answer for programs, without credentials."""
    key = get_key()
    if key is not None and key.kind is KeyKind.ADMIN or _is_spying(key):
        return
    response.headers["Access-Control-Allow-Origin"] = (
        request.headers["Origin"] if key and key.origins else "*")
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED


def _is_spying(key: Key | None) -> bool:
    """Return whether a page from elsewhere reads a service of the computer that it is shown on."""
    origin = request.headers.get("Origin")
    if origin is None or request.method == "OPTIONS" or key and key.origins:
        return False
    is_own = not get_settings().public_url and is_of_this_computer(f"//{request.host}")
    return is_own and not is_of_this_computer(origin)


def is_of_this_computer(address: str) -> bool:
    """Return whether an address names the computer on which it is asked for.

    >>> is_of_this_computer("http://localhost:8000"), is_of_this_computer("//[::1]:8000")
    (True, True)
    >>> is_of_this_computer("https://127.0.0.1.situs.example"), is_of_this_computer("null")
    (False, False)
    """
    try:
        name = urlsplit(address).hostname or ""
        if name == "localhost" or name.endswith(".localhost"):
            return True
        found = ip_address(name)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified  # 0.0.0.0 leads here, too
