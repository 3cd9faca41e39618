"""The nodes of a cluster as opensearch-py asks them: those that hang are left out.

A node hangs that takes requests and answers none: its process is stopped, its machine has frozen,
or the network swallows what is sent to it. A request that ends without an answer says little, since
the node may have waited for another one. So the node is suspected, and asked for its name, which
costs it nothing: it is left out until it gives that. Nobody waits meanwhile.
"""

import os
import threading
from collections.abc import Sequence
from time import monotonic
from typing import Any

from opensearchpy import OpenSearch, RoundRobinSelector, Transport, Urllib3HttpConnection
from opensearchpy.exceptions import ConnectionError, ConnectionTimeout, TransportError
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from search.store.opensearch.credentials import read_credentials

_PROBE_SECONDS = 1.0
"""How long a node may take to give its name."""

_REST_SECONDS = 5
"""How long a node that hangs, or refuses connections, is left alone before it is tried again."""


class ClusterNode(Urllib3HttpConnection):
    """One node. Safe to share between threads."""

    _hangs, _tried_again = False, 0.0

    def perform_request(self, *given: Any, **named: Any) -> Any:
        """Return the answer. Raises ConnectionTimeout where there is none in time."""
        try:
            return super().perform_request(*given, **named)
        except ConnectionTimeout:
            self._suspect()
            raise
        except ConnectionError as error:
            if not _is_swallowed(error.info):
                raise
            self._suspect()
            raise ConnectionTimeout("TIMEOUT", str(error.info), error.info) from error

    @property
    def hangs(self) -> bool:
        """Whether it hangs, as far as is known; once in a while it is tried again."""
        if self._hangs and monotonic() >= self._tried_again:
            self._suspect()
        return self._hangs

    def _suspect(self) -> None:
        """Leave it out until it has answered; ask it, but not all the time."""
        self._hangs, now = True, monotonic()
        if now >= self._tried_again:
            self._tried_again = now + _REST_SECONDS
            threading.Thread(target=self._probe, daemon=True).start()

    def _probe(self) -> None:
        """Find out whether it answers at all."""
        try:
            super().perform_request("GET", "/", timeout=_PROBE_SECONDS)
        except TransportError as error:
            self._hangs = isinstance(error, ConnectionError)  # whatever it says is an answer
        else:
            self._hangs = False
        if not self._hangs:
            self._tried_again = 0.0


class NodeSelector(RoundRobinSelector):
    """Selects one node after the other, without those that hang."""

    def select(self, connections: Sequence[Any]) -> Any:
        """Return the next node; one that hangs only where all do."""
        return super().select([each for each in connections if not each.hangs] or connections)


def _is_swallowed(error: object) -> bool:
    """Return whether nothing came back when a connection was opened. A refusal is an answer, though
    urllib3 calls it a timeout too."""
    return isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError)


def connect(nodes: Sequence[str], timeout: float) -> Transport:
    """Return the transport of opensearch-py to nodes, as whom the environment names.

    A node that refuses a request gives way to the others. One that does not answer does not: who
    asks knows how much time there is. Raises AccessRefused.
    """
    client = OpenSearch(
        list(nodes), timeout=timeout, retry_on_timeout=False, connection_class=ClusterNode,
        selector_class=NodeSelector, max_retries=max(3, len(nodes)), dead_timeout=_REST_SECONDS,
        timeout_cutoff=2, pool_maxsize=32, **read_credentials(os.environ).options)
    transport: Transport = client.transport
    return transport
