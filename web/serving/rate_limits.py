"""Rate limits: how much each address and each key may ask for in a minute.

Requests cost as much as they work: a page costs 1, an export of everything 30. Whoever has spent
its limit is refused at once: 429, with Retry-After. That happens in front of everything else, so
that nobody waits for those who ask too much.
"""

import logging
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import EnvironHeaders
from werkzeug.wsgi import get_path_info

from search.errors import UnreadableKeys
from search.keys import Key, KeyFile
from web.access import find_token
from web.address import (
    CONCORDANCE_PAGE,
    CONCORDANCE_PATH,
    COVERAGE_PATH,
    EXPORT_PATH,
    OUTLETS_PAGE,
    SITEMAPS_PATH,
    TERMS_PAGE,
    TERMS_PATH,
    TRENDS_PAGE,
    TRENDS_PATH,
)
from web.serving.denials import FREE_PATHS, READINESS, Denial
from web.serving.proxies import PEER, group_address
from web.serving.spending import Ledger, LedgerAway, OwnLedger, SharedLedger, Spent
from web.settings import IN_MEMORY, Settings, WrongSettings

log = logging.getLogger(__name__)

COSTS = {
    EXPORT_PATH: 30, TERMS_PATH: 20, TERMS_PAGE: 20, COVERAGE_PATH: 3, OUTLETS_PAGE: 3,
    SITEMAPS_PATH: 3, TRENDS_PATH: 2, TRENDS_PAGE: 2, CONCORDANCE_PATH: 2, CONCORDANCE_PAGE: 2,
}
"""What requests cost by how their paths begin; all others cost 1.

About 25 ms of a processor each, as measured on 200,000 articles.
"""

WINDOW = 60.0
"""Seconds in which a client gets back all that it may spend."""

_AWAY_SECONDS = 5.0
"""How long a ledger that is away is not asked again."""


class Quota(NamedTuple):
    """What one client of a request may spend in a window: an address or a key."""

    kind: str
    client: str
    limit: int

    def describe_policy(self) -> str:
        """Return the limit as an item of RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers).
        """
        return f'"{self.kind}";q={self.limit};w={WINDOW:.0f}'

    def describe(self, spent: Spent) -> str:
        """Return what is left as an item of RateLimit, and the seconds until all is back."""
        left = max(math.floor(self.limit * (1 - spent.seconds / WINDOW) + 1e-6), 0)
        return f'"{self.kind}";r={left};t={math.ceil(spent.seconds)}'


class RateLimits:
    """A WSGI application in front of another, which clients ask no more than they may.

    A request with a key counts for the key. One with a key for pages counts for the address of the
    reader as well, since many readers share it.
    """

    def __init__(
        self, application: WSGIApplication, settings: Settings, keys: KeyFile | None = None
    ) -> None:
        """Limit an application. Raises WrongSettings if a package is missing."""
        self._application = application
        self._by_address, self._by_key = settings.rate_limit, settings.key_rate_limit
        self._keys = keys
        self._own = OwnLedger()
        self._shared = _open_shared(settings.rate_limit_storage)
        self._away_until = 0.0
        self._has_warned = False

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request, or refuse it."""
        path = get_path_info(environ)
        if path.startswith(FREE_PATHS) or path == READINESS:
            return self._application(environ, start_response)
        quotas = list(self._list_quotas(environ))
        spent = self._spend(quotas, find_cost(path))
        headers = _build_headers(quotas, spent)
        if wait := max((each.wait for each in spent), default=0.0):
            return _build_denial(math.ceil(wait)).send(environ, start_response, headers)

        def start(status: str, others: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*others, *headers], *rest)

        return self._application(environ, start if headers else start_response)

    def _list_quotas(self, environ: WSGIEnvironment) -> Iterator[Quota]:
        key = self._find_key(environ) if self._by_key or self._by_address else None
        if key and self._by_key:
            yield Quota("key", key.name, self._by_key)
        address = environ.get(PEER, "")
        if self._by_address and (not key or key.origins):
            if address:
                yield Quota("address", group_address(address), self._by_address)
            elif not self._has_warned:
                self._has_warned = True
                log.warning("clients cannot be told apart behind a proxy: set proxy_hops")

    def _find_key(self, environ: WSGIEnvironment) -> Key | None:
        token = find_token(EnvironHeaders(environ))
        try:
            return self._keys.find(token) if self._keys and token else None
        except UnreadableKeys:  # which the answer will say
            return None

    def _spend(self, quotas: Sequence[Quota], cost: int) -> list[Spent]:
        """Spend a cost for each, up to the one that may not."""
        spent = []
        for kind, client, limit in quotas:
            spent.append(self._count(f"{kind}:{client}", cost * WINDOW / limit))
            if spent[-1].wait:
                break
        return spent

    def _count(self, client: str, seconds: float) -> Spent:
        """Spend in the shared ledger, or in our own while that is away."""
        ledger: Ledger = self._own
        if self._shared and time.monotonic() > self._away_until:
            ledger = self._shared
        try:
            return ledger.spend(client, seconds, WINDOW)
        except LedgerAway as error:
            self._away_until = time.monotonic() + _AWAY_SECONDS
            log.error("rate_limit_storage is away, so each process counts for itself: %s", error)
            return self._own.spend(client, seconds, WINDOW)


def find_cost(path: str) -> int:
    """Return what a request for a path costs.

    >>> find_cost("/"), find_cost("/api/v1/export"), find_cost("/outlets/Kabar Nusa")
    (1, 30, 3)
    """
    return next((cost for begin, cost in COSTS.items() if path.startswith(begin)), 1)


def _build_headers(
    quotas: Sequence[Quota], spent: Sequence[Spent]
) -> list[tuple[str, str]]:
    if not spent:
        return []
    counted = list(zip(quotas, spent))
    return [
        ("RateLimit-Policy", ", ".join(each.describe_policy() for each in quotas)),
        ("RateLimit", ", ".join(each.describe(of) for each, of in counted))]


def _build_denial(wait: int) -> Denial:
    return Denial(
        "429 Too Many Requests", "Too many requests",
        f"this address or key has spent what it may ask for in a minute: try again in {wait} "
        "seconds", "too_many", wait)


def _open_shared(storage: str) -> SharedLedger | None:
    """Return the ledger that a setting names; None for our own. Raises WrongSettings."""
    if storage == IN_MEMORY:
        return None
    try:
        return SharedLedger(storage)
    except ImportError:
        raise WrongSettings("rate_limit_storage needs the package redis: "
                            "pip install 'warta[redis]'") from None
    except ValueError as error:
        raise WrongSettings(f"rate_limit_storage is no address of a Redis: {error}") from None
