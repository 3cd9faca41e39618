"""Whether a cluster has all copies of an archive.

It is yellow while copies are missing and everything can still be read, and red while a part has no
copy at all. A node is asked for what it knows itself: it need not wait for a manager that hangs, or
is away.
"""

from collections.abc import Sequence

from search.errors import ClusterUnavailable, LostStore, NotIndexed
from search.store.opensearch.connection import Connection, Json

_STORE = ("state", "articles", "histories")

_TIMED_OUT = 408
"""The status of a health that does not come, as an index is not there, with all that is known."""

_RISK = "Searches work, but start the nodes that are away"


def describe_health(connection: Connection, indices: Sequence[str]) -> str | None:
    """Return what is missing and what to do, None if nothing is.

    `indices` are those that are searched, besides those of the store. One that is only being
    built does not count. Raises ClusterUnavailable if a part cannot be read, and
    LostStore or NotIndexed if somebody has deleted one.
    """
    store = [f"{connection.address.name}-{each}" for each in _STORE]
    health = connection.ask(
        "GET", f"/_cluster/health/{','.join([*store, *indices])}", quick=True, local="true",
        timeout="0s", ignore=_TIMED_OUT)
    if health["timed_out"]:
        _refuse_deleted(connection, store)
        raise NotIndexed
    missing = health["unassigned_shards"] + health["initializing_shards"]
    if not health.get("discovered_cluster_manager", True):  # it says red then, whatever it has
        return f"the cluster has no manager, so nothing can be written to it. {_RISK}"
    if health["status"] == "red":
        raise ClusterUnavailable(
            f"{connection.address}: the cluster is red, since parts of the archive are on no node "
            "that is there: start the nodes that are away")
    if connection.has_silent_nodes:
        return f"a node of the cluster does not answer. {_RISK}, or end what they wait for"
    return _describe_missing(missing, health) if missing else None


def _refuse_deleted(connection: Connection, store: Sequence[str]) -> None:
    """Raise LostStore if an index of the store is not there."""
    for index in store:
        if not connection.has_index(index):
            raise LostStore(f"{connection.address}: the index {index} was deleted: restore a "
                            "snapshot of it")


def _describe_missing(missing: int, health: Json) -> str:
    copies = missing + health["active_shards"]
    return (f"the cluster is yellow: {missing} of {copies} copies are missing. {_RISK} before "
            "another one fails; where none is, send POST /_cluster/reroute?retry_failed=true, as "
            "the cluster gives copies up after five attempts; on a single node, set "
            "SEARCH_REPLICAS=0 before the first `indexer add`")
