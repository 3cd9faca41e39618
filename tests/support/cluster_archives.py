"""Archives on the cluster that tests share."""

from search.archive import Archive
from search.engines.opensearch import OpenSearchEngine
from search.engines.opensearch.board import Board
from search.store.opensearch.connection import Connection, read_address
from search.store.opensearch.layout import Sharding
from search.store.opensearch.store import OpenSearchStore


def open_on_cluster(address, analyzer, fingerprint=None):
    """Return the archive at this address; `fingerprint` may be that of another analyzer.

    Nothing waits until removed text has gone from the disks.
    """
    connection = Connection(read_address(address))
    several = len(connection.address.nodes) > 1
    sharding = Sharding(3, 1) if several else Sharding(1, 0)
    store = OpenSearchStore(connection, sharding=sharding, erase_seconds=0)
    engine = OpenSearchEngine(
        connection, Board(store), store, fingerprint or analyzer.fingerprint,
        shards=sharding.shards, replicas=sharding.replicas)
    return Archive(store=store, engine=engine, analyzer=analyzer)
