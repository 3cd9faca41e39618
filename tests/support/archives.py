"""Archives put together for tests, with parts exchanged."""

from contextlib import contextmanager

from search.archive import Archive
from search.engines.whoosh import WhooshEngine
from search.store.sqlite_store import SQLiteStore

from support.memory_store import MemoryStore
from support.oracle import Oracle


def open_whoosh(folder, analyzer, fingerprint=None, kind=WhooshEngine):
    """Return an embedded archive; `fingerprint` may be that of another analyzer."""
    store = SQLiteStore(folder)
    engine = kind(folder, store, fingerprint or analyzer.fingerprint)
    return Archive(store=store, engine=engine, analyzer=analyzer)


def open_oracle(analyzer):
    """Return an empty archive in memory."""
    store = MemoryStore()
    return Archive(store=store, engine=Oracle(store), analyzer=analyzer)


def open_whoosh_in_memory(folder, analyzer):
    """Return an archive whose embedded index follows a store in memory."""
    store = MemoryStore()
    engine = WhooshEngine(folder, store, analyzer.fingerprint)
    return Archive(store=store, engine=engine, analyzer=analyzer)


@contextmanager
def writing(archive):
    """Begin a transaction of an archive's store; its engine follows when the block ends."""
    with archive._store.lock():
        with archive._store.transaction() as transaction:
            yield transaction
        archive._follow()
