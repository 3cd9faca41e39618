"""The nodes of a cluster as opensearch-py asks them: those that hang are left out.

A node hangs that takes requests and answers none: its process is stopped, its machine has frozen,
or the network swallows what is sent to it. A request that ends without an answer says little, since
the node may have waited for another one. So the node is suspected, and asked for its name, which
costs it nothing: it is left out until it gives that. Nobody waits meanwhile.

Before a node is asked anything it has said what it is. With wrong `discovery.seed_hosts` a node
forms a cluster of its own, and would be asked for what only the others have.
"""

import json
import os
import re
import threading
from collections.abc import Sequence
from time import monotonic
from typing import Any

from opensearchpy import OpenSearch, RoundRobinSelector, Transport, Urllib3HttpConnection
from opensearchpy.exceptions import ConnectionError, ConnectionTimeout, TransportError
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from search.errors import EngineError
from search.store.opensearch.credentials import read_credentials

_PROBE_SECONDS = 1.0
"""How long a node may take to give its name."""

_REST_SECONDS = 5
"""How long a node that hangs, or refuses connections, is left alone before it is tried again."""

_OLDEST = (2, 19)
_UNFORMED = "_na_"
"""What a node says of its cluster until that has elected its first manager."""


class Membership:
    """Which cluster the nodes of an address are of: that of the one that answered first."""

    def __init__(self) -> None:
        self._first: tuple[str, str] | None = None

    def admit(self, node: str, text: str) -> None:
        """Raise EngineError unless a node says that it is of this cluster, and can be used."""
        about = _read_about(text)
        version = about.get("version")
        if not isinstance(version, dict) or version.get("distribution") != "opensearch":
            raise EngineError(f"{node} is no node of an OpenSearch cluster: correct the address")
        number = str(version.get("number"))
        if _read_version(number) < _OLDEST:
            raise EngineError(f"{node} runs OpenSearch {number}: Warta needs "
                              f"{'.'.join(map(str, _OLDEST))} or newer")
        cluster = about.get("cluster_uuid", _UNFORMED)
        if cluster == _UNFORMED:
            return
        self._first = self._first or (cluster, node)
        if cluster != self._first[0]:
            raise EngineError(
                f"{node} and {self._first[1]} are nodes of different clusters: correct the "
                "address, or the discovery.seed_hosts of the one that should have joined")


class ClusterNode(Urllib3HttpConnection):
    """One node. Safe to share between threads. All of an address share a `membership`."""

    _hangs, _tried_again, _is_admitted = False, 0.0, False

    def __init__(self, *, membership: Membership, **named: Any) -> None:
        super().__init__(**named)
        self._membership = membership

    def perform_request(self, *given: Any, **named: Any) -> Any:
        """Return the answer. Raises ConnectionTimeout where there is none in time, and EngineError
        for a node that is not of the cluster."""
        try:
            if not self._is_admitted:
                self._admit(named.get("timeout"))
            return super().perform_request(*given, **named)
        except ConnectionTimeout:
            self._suspect()
            raise
        except ConnectionError as error:
            self._is_admitted = False  # it may come back as another one
            if not _is_swallowed(error.info):
                raise
            self._suspect()
            raise ConnectionTimeout("TIMEOUT", str(error.info), error.info) from error

    def _admit(self, timeout: Any) -> None:
        """Let the node say what it is, where the user may ask that."""
        text = ""  # of what knows no such address
        try:
            _, _, text = super().perform_request("GET", "/", timeout=timeout)
        except TransportError as error:
            if error.status_code not in (403, 404):
                raise
            self._is_admitted = error.status_code == 403
        if not self._is_admitted:
            self._membership.admit(self.host, text)
            self._is_admitted = True

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


def _read_about(text: str) -> dict[str, Any]:
    """Return what a node says of itself, nothing where that is no JSON."""
    try:
        about = json.loads(text)
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}


def _read_version(number: str) -> tuple[int, ...]:
    """Return the first two parts of the number of a version.

    >>> _read_version("3.0.0-alpha1")
    (3, 0)
    """
    match = re.match(r"(\d+)\.(\d+)", number)
    return tuple(map(int, match.groups())) if match else ()


def connect(nodes: Sequence[str], timeout: float) -> Transport:
    """Return the transport of opensearch-py to nodes, as whom the environment names.

    A node that refuses a request gives way to the others. One that does not answer does not: who
    asks knows how much time there is. Raises AccessRefused.
    """
    client = OpenSearch(
        list(nodes), timeout=timeout, retry_on_timeout=False, connection_class=ClusterNode,
        selector_class=NodeSelector, max_retries=max(3, len(nodes)), dead_timeout=_REST_SECONDS,
        timeout_cutoff=2, pool_maxsize=32, membership=Membership(),
        **read_credentials(os.environ).options)
    transport: Transport = client.transport
    return transport
