"""Fetches as a guest should: within robots.txt, with time between requests, by a name of its own.

Raises FetchError.
"""

import logging
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

from indexer.fetch.fetch_state import LONGEST_WAIT, FeedVersion, FetchState
from indexer.fetch.public_address import FetchError, Target, join_address, parse_target
from indexer.fetch.robots import AGENT, MAX_BYTES, Robots
from indexer.fetch.transport import ServerAnswer, request
from search.errors import EngineError
from search.version import VERSION

log = logging.getLogger(__name__)

MAX_REDIRECTS = 5
MAX_WAIT_SECONDS = 60
"""How long a run waits for one host. If it asks for more time, it is left alone until then."""

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY, _BUSY_SECONDS = (429, 503), 900
"""Statuses that ask for time, and how much if they do not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was fetched, and from where, after all redirections. With status 304 without a body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class PoliteClient:
    """Fetches for one run. `contact` is a mail address or URL of whoever runs it.

    `delay` is the least number of seconds between two requests to a host. Threads may share it:
    each host has one request at a time.
    """

    def __init__(
        self, state: FetchState, contact: str, *, delay: float, allow_private: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._state = state
        self._headers = {"User-Agent": f"{AGENT}/{VERSION} (+{contact})"}
        self._delay, self._allow_private, self._sleep = delay, allow_private, sleep
        self._robots: dict[str, Robots | FetchError] = {}
        self._free_at: dict[str, float] = {}
        # Whoever reads a robots.txt may wait for a turn, and nobody the other way round.
        self._reading = defaultdict[str, Lock](Lock)
        self._turns = defaultdict[str, Lock](Lock)

    def fetch(self, url: str, most: int, known: FeedVersion = FeedVersion()) -> Fetched:
        """Return what an address has, up to `most` bytes, or a 304 if it is what is `known`."""
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        headers = {name: value for name, value in conditions.items() if value}
        fetched = self._follow(url, headers, most)
        if fetched.status not in (200, 304):
            raise FetchError(_describe_status(fetched.status),
                             temporary=fetched.status >= 500 or fetched.status in (408, 425))
        return fetched

    def _follow(
        self, url: str, headers: Mapping[str, str], most: int, for_robots: bool = False
    ) -> Fetched:
        """Return what is found behind all redirections, each of which is checked."""
        for _ in range(MAX_REDIRECTS + 1):
            target = parse_target(url)
            if not for_robots:
                self._obey(target)
            answer = self._ask(target, headers, most, for_robots)
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not location:
                return Fetched(url=target.url, status=answer.status, headers=answer.headers,
                               body=answer.body)
            url = join_address(target.url, location)
        raise FetchError(f"it is redirected more than {MAX_REDIRECTS} times")

    def _ask(
        self, target: Target, headers: Mapping[str, str], most: int, for_robots: bool
    ) -> ServerAnswer:
        """Return the answer to one request; ask twice if the host asks for a little time."""
        for _ in range(2):
            with self._turns[target.origin]:
                self._wait_for_turn(target)
                answer = request(target, {**self._headers, **headers}, most, self._allow_private,
                                 cut=for_robots)
            if answer.status not in _BUSY:
                return answer
            self._state.record_wait(target.origin, _read_wait(answer.headers.get("Retry-After")))
        raise FetchError(_describe_status(answer.status), temporary=True)

    def _wait_for_turn(self, target: Target) -> None:
        """Wait as long as a host asks for."""
        asked = self._state.find_wait(target.origin)
        if asked > MAX_WAIT_SECONDS:
            raise FetchError(f"{target.host} asks to be left alone for {_format_wait(asked)} more",
                             temporary=True)
        now = time.monotonic()
        wait = max(asked, self._free_at.get(target.origin, now) - now)
        if wait > MAX_WAIT_SECONDS:
            raise FetchError(f"{target.host} asks for {_format_wait(wait)} between two requests",
                             temporary=True)
        if wait > 0:
            self._sleep(wait)
        rules = self._robots.get(target.origin)
        delay = rules.crawl_delay if isinstance(rules, Robots) else 0
        self._free_at[target.origin] = now + max(wait, 0) + max(self._delay, delay)

    def _obey(self, target: Target) -> None:
        """Raise FetchError if the robots.txt of a site forbids an address, or cannot be read."""
        with self._reading[target.origin]:
            rules = self._robots.get(target.origin)
            if rules is None:
                rules = self._robots[target.origin] = self._read_robots(target)
        if isinstance(rules, FetchError):
            raise rules
        if not rules.allow(target.url):
            raise FetchError("robots.txt forbids it")

    def _read_robots(self, target: Target) -> Robots | FetchError:
        text = self._state.find_robots(target.origin)
        if text is not None:
            return Robots(text)
        try:
            fetched = self._follow(f"{target.origin}/robots.txt", {}, MAX_BYTES, for_robots=True)
        except FetchError as error:
            return error if not error.temporary else FetchError(
                f"its robots.txt cannot be read, so nothing is fetched: {error}", temporary=True)
        if fetched.status >= 500:
            return FetchError("its robots.txt cannot be read, so nothing is fetched: "
                              f"{_describe_status(fetched.status)}", temporary=True)
        body = fetched.body  # empty if there is none
        if len(body) >= MAX_BYTES:  # part of a rule could forbid everything
            body = body.rpartition(b"\n")[0]
        text = body.decode("utf-8-sig", "replace")
        self._state.record_robots(target.origin, text)
        return Robots(text)


@contextmanager
def contain_faults(url: str) -> Iterator[None]:
    """Let a fault of ours, which an answer brings to light, end this address and not the run.

    Raises FetchError. What goes wrong with the archive, or what a run remembers, is let through.
    """
    try:
        yield
    except (FetchError, EngineError, sqlite3.Error):
        raise
    except Exception as error:
        log.debug("a fault in reading %r", url, exc_info=True)
        raise FetchError(f"a fault in Warta, please report it: {error!r:.200}") from error


def _read_wait(stated: str | None) -> float:
    """Return the seconds that a Retry-After asks for; it states them, or a moment.

    >>> _read_wait("120"), _read_wait(None), _read_wait("Wed, 21 Oct 2015 07:28:00 GMT")
    (120.0, 900.0, 0.0)
    """
    written = (stated or "").strip()
    if written.isascii() and written.isdigit():
        return min(float(written[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return float(_BUSY_SECONDS)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = (moment - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _format_wait(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _describe_status(status: int) -> str:
    if status in (404, 410):
        return f"there is nothing at this address any more ({status})"
    return f"the server answers {status}"
