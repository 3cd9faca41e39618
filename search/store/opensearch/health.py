"""Whether a cluster has all copies of an archive.

It is yellow while copies are missing and everything can still be read, and red while a part has no
copy at all.
"""

from search.errors import ClusterUnavailable
from search.store.opensearch.connection import Connection

_INDICES = ("state", "articles", "histories", "index-*")


def describe_health(connection: Connection) -> str | None:
    """Return what is missing and what to do, None if nothing is.

    Raises ClusterUnavailable if a part of the archive cannot be read.
    """
    name = connection.address.name
    indices = ",".join(f"{name}-{each}" for each in _INDICES)
    health = connection.ask("GET", f"/_cluster/health/{indices}")
    missing = health["unassigned_shards"] + health["initializing_shards"]
    if health["status"] == "red":
        raise ClusterUnavailable(
            f"{connection.address}: the cluster is red, since parts of the archive are on no node "
            "that is there: start the nodes that are away")
    if not missing:
        return None
    copies = missing + health["active_shards"]
    return (f"the cluster is yellow: {missing} of {copies} copies are missing. Searches work, but "
            "start the nodes that are away before another one fails; on a single node, set "
            "SEARCH_REPLICAS=0 before the first `indexer add`")
