"""Archives on a cluster that is running, for tests: an index beside a store in memory."""

from dataclasses import replace

from search.archive import Archive
from search.engines.opensearch import OpenSearchEngine
from search.store.opensearch.connection import Connection, read_address
from search.store.opensearch.state import IndexPart, StateDocument

from support.memory_store import MemoryStore


class MemoryBoard:
    """A state document beside a store in memory."""

    def __init__(self, document, store):
        self._document, self._store = document, store

    def read(self):
        state = self._document.find()
        return state.index if state else IndexPart(), self._store.state_and_removals()[1]

    def update(self, change):
        self._document.create({"number_of_shards": 1, "number_of_replicas": 0})
        self._document.claim()
        return self._document.update(
            lambda state: replace(state, index=change(state.index))).index


def open_on_cluster(address, analyzer, fingerprint=None):
    """Return an empty archive whose index is at this address."""
    connection = Connection(read_address(address))
    store = MemoryStore()
    engine = OpenSearchEngine(
        connection, MemoryBoard(StateDocument(connection), store), store,
        fingerprint or analyzer.fingerprint, shards=1, replicas=0)
    return Archive(store=store, engine=engine, analyzer=analyzer)
