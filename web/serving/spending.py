"""Spending: how much each client has asked for, here or in a Redis that several processes share.

A client may spend its limit at once, and gets it back evenly. One number a client suffices for
that: when all will have come back (the generic cell rate algorithm of ATM Forum Traffic Management
4.0).
"""

import threading
import time
from collections import OrderedDict
from typing import Any, NamedTuple, Protocol

MAX_CLIENTS = 100_000
"""Clients that are remembered. With more of them, those that asked first are forgotten."""

_TIMEOUT = 0.1
"""Seconds that a Redis has to answer: all requests wait for it."""

_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local back = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
if back > now + ARGV[2] then
  back = now
end
local later = back + ARGV[1]
local wait = back - now + ARGV[1] - ARGV[2]
if wait > 0 then
  return {string.format('%.6f', back - now), string.format('%.6f', wait)}
end
redis.call('SET', KEYS[1], string.format('%.6f', later), 'PX', math.ceil((later - now) * 1000))
return {string.format('%.6f', later - now), '0'}
"""
"""What `spend` does, in one step. Redis has one clock for all processes.

Nobody spends more than a window. What is to come back later than that was written before this clock
was set back: whoever spent it would wait as long as that.
"""


class Spent(NamedTuple):
    """What a client has spent, as the seconds until all has come back.

    `wait` is how many seconds it has to wait before it may spend what it asked for; 0 if that is
    spent now.
    """

    seconds: float
    wait: float


class Ledger(Protocol):
    """Remembers what clients have spent. Safe to share between threads."""

    def spend(self, client: str, seconds: float, window: float) -> Spent:
        """Spend what takes `seconds` to come back, unless more than a `window` would be spent.

        Raises LedgerAway.
        """


class LedgerAway(Exception):
    """What clients have spent is not known."""


class OwnLedger:
    """The ledger of this process, in memory."""

    def __init__(self, most: int = MAX_CLIENTS) -> None:
        """Remember `most` clients."""
        self._most = most
        self._back: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def spend(self, client: str, seconds: float, window: float) -> Spent:
        now = time.monotonic()
        with self._lock:
            back = max(self._back.get(client, now), now)
            wait = back - now + seconds - window  # in this order: nothing is lost by rounding
            if wait > 0:
                return Spent(back - now, wait)
            self._back[client] = back + seconds
            self._back.move_to_end(client)
            if len(self._back) > self._most:
                self._back.popitem(last=False)
        return Spent(back + seconds - now, 0)


class SharedLedger:
    """A ledger in Redis or Valkey."""

    def __init__(self, url: str) -> None:
        """Name the server, which need not be there yet. Raises ImportError without `redis`."""
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError
        from redis.retry import Retry

        self._error: type[Exception] = RedisError
        client = Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT,
            retry=Retry(NoBackoff(), 0))
        self._script: Any = client.register_script(_SCRIPT)

    def spend(self, client: str, seconds: float, window: float) -> Spent:
        try:
            used, wait = self._script([f"warta:{client}"], [f"{seconds:.6f}", f"{window:.6f}"])
        except (self._error, OSError) as error:
            raise LedgerAway(str(error)) from error
        return Spent(float(used), float(wait))
