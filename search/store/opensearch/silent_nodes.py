"""Which nodes of a cluster do not answer the other ones.

A cluster sends the parts of a search to all its nodes, and gives one that hangs half a minute. Who
asks cannot see which node that is, so another one is asked which of them answer. Reads then go to
the copies of those alone. Nobody has to wait until that is known.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from search.errors import ClusterUnavailable, EngineError

_LOOK_AGAIN_SECONDS = 5
"""How long what was found counts."""

_ATTEMPTS = 3
"""Nodes that are asked, as the first may be the one that hangs."""


class SilentNodes:
    """Knows which nodes answer, where some do not. Safe to share between threads.

    `ask` asks one node which others answer it, and returns what the cluster says of its nodes.
    """

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask
        self._preference: str | None = None
        self._looks_again = 0.0
        self._found = threading.Event()

    @property
    def preference(self) -> str | None:
        """What makes a request go to the nodes that answer, None if all do, as far as is known."""
        if self._preference:
            self.look()
        return self._preference

    def look(self, seconds: float = 0.0) -> None:
        """Find out which nodes answer, unless that was done a moment ago; wait for so long."""
        if monotonic() >= self._looks_again:
            self._looks_again = monotonic() + _LOOK_AGAIN_SECONDS
            self._found.clear()
            threading.Thread(target=self._look, daemon=True).start()
        self._found.wait(max(seconds, 0.0))

    def doubt(self) -> None:
        """Read from all nodes until the next look: those that answered do not have everything, and
        one that did not may have been busy, as when another one has just ended."""
        self._preference = None

    def _look(self) -> None:
        try:
            found = self._ask_some()
            names = ",".join(sorted(found["nodes"]))
            self._preference = f"_only_nodes:{names}" if found["_nodes"]["failed"] else None
        except EngineError:  # then what was known counts
            pass
        finally:
            self._found.set()

    def _ask_some(self) -> Any:
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._ask()
            except ClusterUnavailable:
                pass
        return self._ask()
