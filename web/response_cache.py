"""Answers that are the same as before: clients that have one get 304, and a few are kept here.

An answer depends on its address, the outlets that its key may see, the state of the archive, the
day, the settings and this code. A hash of these is its entity tag (RFC 9110), the same in every
process, and known before anything is searched.
"""

import threading
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, g, request
from werkzeug.http import parse_date

from search import Archive
from search.errors import SearchError
from search.period import find_today
from web.access import get_outlets
from web.omissions import is_partial
from web.request_notes import CacheUse, SearchNote, get_notes
from web.settings import Settings, get_settings

MAX_KEPT, MAX_BYTES = 256, 1 << 18
"""Answers that are kept, and the bytes of the largest one."""

_UNTAGGED = frozenset(("static", "api.check_health", "api.check_readiness", "coverage.show_status",
                       "monitoring.show_metrics"))
"""Endpoints whose answers depend on more, or carry their own tags."""


_DATES = "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE"
"""Variables of WSGI that have the dates of conditions."""


class KeptResponse(NamedTuple):
    """An answer with status 200."""

    body: bytes
    headers: Sequence[tuple[str, str]]
    search: SearchNote | None = None


class ResponseCache:
    """The answers that were asked for last, by their tags. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[str, KeptResponse] = {}
        self._version: str | None = None
        self._lock = threading.Lock()

    def find(self, tag: str, version: str) -> KeptResponse | None:
        """Return the answer with a tag, if it is kept.

        Answers of another version of the archive are dropped: they may have texts that were
        removed since.
        """
        with self._lock:
            if version != self._version:
                self._kept.clear()
                self._version = version
            answer = self._kept.pop(tag, None)
            if answer:
                self._kept[tag] = answer  # the last one now
            return answer

    def keep(self, tag: str, version: str, answer: KeptResponse) -> None:
        """Keep an answer, instead of the one that was not asked for the longest.

        It is not kept if the archive has another version by now.
        """
        if len(answer.body) > MAX_BYTES:
            return
        with self._lock:
            if version != self._version:
                return
            self._kept[tag] = answer
            if len(self._kept) > MAX_KEPT:
                del self._kept[next(iter(self._kept))]


def register(app: Flask, archive: Archive) -> None:
    """Tag the answers of an application, and give those again that are still right."""
    answers = ResponseCache()
    app.before_request(_drop_impossible_dates)
    app.before_request(partial(_answer_again, archive, answers))
    app.after_request(partial(_tag, archive, answers))


def _drop_impossible_dates() -> None:
    """Drop conditions with dates in years that no computer counts: reading them would raise.

    A date that means nothing is no condition (RFC 9110).
    """
    for name in _DATES:
        try:
            parse_date(request.environ.get(name))
        except OverflowError:
            del request.environ[name]


def _answer_again(archive: Archive, answers: ResponseCache) -> Response | None:
    """Return the answer to this request if it is still right; None if it has to be made."""
    g.tag, g.version = None, _find_version(archive)
    if g.version is None:
        return None
    g.tag = _build_tag(g.version)
    kept = answers.find(g.tag, g.version)
    get_notes().search = kept.search if kept else None
    known = request.if_none_match
    if known.contains_weak(g.tag) and not known.star_tag:  # of `*` only the answer itself can tell
        get_notes().cache = CacheUse.CLIENT
        return Response(status=304)
    get_notes().cache = CacheUse.KEPT if kept else CacheUse.MADE
    return kept and Response(kept.body, headers=list(kept.headers))


def _tag(archive: Archive, answers: ResponseCache, response: Response) -> Response:
    """Give an answer its tag, and keep it, if the next one will be the same."""
    tag = g.get("tag")
    if tag and _is_repeatable(archive, response):
        response.set_etag(tag, weak=True)
        if response.status_code == 200 and request.method == "GET" and not response.is_streamed:
            answers.keep(tag, g.version, KeptResponse(
                response.get_data(), list(response.headers), get_notes().search))
    return response


def _is_repeatable(archive: Archive, response: Response) -> bool:
    """Return whether an answer without a tag of its own is whole, and of the version asked."""
    if response.status_code not in (200, 304) or response.get_etag()[0]:
        return False
    if is_partial():  # the next one may be whole
        return False
    # Else it may be of either, or of a commit that stands in for a damaged one.
    return bool(_find_version(archive) == g.version)


def _find_version(archive: Archive) -> str | None:
    """Return the version of the archive that the answer is of; None if it gets no tag."""
    if request.method not in ("GET", "HEAD") or request.endpoint in _UNTAGGED:
        return None
    try:
        return archive.version()
    except SearchError:  # which the answer will say
        return None


def _build_tag(version: str) -> str:
    """Return the tag of the answer to this request."""
    depends = (version, find_today(), _hash_code(), _write_settings(get_settings()))
    asked = (request.host_url, request.full_path, get_outlets())
    return sha256(repr((depends, asked)).encode("utf-8", "replace")).hexdigest()[:32]


@lru_cache(8)  # it takes 25 µs, and every answer needs it
def _write_settings(settings: Settings) -> str:
    """Return all settings as text."""
    return repr(settings)


@cache
def _hash_code() -> str:
    """Return what differs between versions of the code: how old its newest file is."""
    return str(max(path.stat().st_mtime_ns for path in list_code()))


def list_code() -> Iterator[Path]:
    """Yield the files of this code, without what Python and numba keep beside it."""
    for package in ("web", "search"):
        files = (Path(__file__).parents[1] / package).rglob("*.*")
        yield from (path for path in files if path.parent.name != "__pycache__")
