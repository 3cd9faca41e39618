"""Keeps the contracts of Store and ChangeLog on an OpenSearch cluster.

What is asked by change or by id is read as it stands; what is listed is read as it stood at one
moment, see reading.py. Either way a change counts once the state says so.
"""

import logging
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

from search.article import Article
from search.errors import EngineError, LostStore
from search.patience import find_wait
from search.store.opensearch import maintenance
from search.store.opensearch.connection import Connection
from search.store.opensearch.erasure import erase
from search.store.opensearch.histories import MANY, Past, read_pasts
from search.store.opensearch.layout import Sharding, StoreIndices
from search.store.opensearch.lease import TERM_SECONDS, Lease, LeaseWatch
from search.store.opensearch.own_changes import (
    OwnChanges,
    OwnVersion,
    list_changes,
    pick_newest,
)
from search.store.opensearch.reading import split_by_size, view
from search.store.opensearch.state import ClusterState, StateDocument
from search.store.opensearch.transaction import ClusterTransaction
from search.store.opensearch.versions import HEAD, StoredVersion, read_version
from search.store.store import Change, IndexState, StoreStatus, list_latest

log = logging.getLogger(__name__)

ERASE_SECONDS = 90.0
"""How long a writer waits until the text of removed articles has gone from all disks."""

_ERASE_AGAIN_SECONDS = 60.0

_ATTEMPTS = 20


class OpenSearchStore:
    """Keeps the articles of an archive on a cluster. Safe to share between threads.

    `states` is its state document, and `lease_watch` sees whether it is written to; its engine
    shares both. New archives are spread as `sharding` says, by default as the
    environment does. `erase_seconds` bounds how long `lock` waits at its end for removed text to go
    from all disks; the next writer goes on with the rest.
    """

    def __init__(
        self, connection: Connection, *, sharding: Sharding | None = None,
        term: float = TERM_SECONDS, erase_seconds: float = ERASE_SECONDS,
    ) -> None:
        self._connection = connection
        self.states = StateDocument(connection)
        self._indices = StoreIndices(connection.address.name)
        self._sharding = sharding
        self._lease = Lease(connection, self.states.index, term=term)
        self.lease_watch = LeaseWatch(connection, self.states.index, term=term)
        self._mutex = threading.Lock()
        self._erase_seconds = erase_seconds
        self._start: int | None = None
        self._own = OwnChanges()
        self._has_removed, self._next_erasure = False, 0.0

    # Articles

    def articles(
        self, ids: Sequence[str], changes: Sequence[int] | None = None
    ) -> list[Article]:
        if changes is not None:
            state = self.states.read()
            versions = self._read_versions([each for each in changes if each <= state.store.last])
            asked = zip(changes, ids)
            found = [versions.get(change) if change in versions and versions[change].id == id
                     else None for change, id in asked]
            return [each.article for each in found if each and not each.removed]
        for _ in range(_ATTEMPTS):
            state = self.states.read()
            pasts = self._read_pasts(list(dict.fromkeys(ids)), state)
            shown = {id: past.find_followed(state.index.change)
                     for id, past in pasts.items() if past.is_article}
            versions = self._read_versions(list(shown.values()))
            if len(versions) == len(shown) or self.states.read().stamp == state.stamp:
                return [self._get_article(id, versions[shown[id]]) for id in ids
                        if shown.get(id) in versions and not versions[shown[id]].removed]
        raise EngineError(f"{self._connection.address} is written to all the time: try again later")

    def export(self) -> Iterator[Article]:
        found = 0
        with view(self._connection, self.states, self._indices, self._indices.articles) as now:
            for heads in now.list_newest():
                for versions in now.read_texts([head for head in heads if not head.removed]):
                    for version in versions:
                        yield version.article
                        found += 1
        if loss := maintenance.describe_loss(self._connection.address, now.store.articles, found):
            raise EngineError(loss)

    def urls(self) -> Iterator[tuple[str, str]]:
        with view(self._connection, self.states, self._indices, self._indices.articles) as now:
            for heads in now.list_newest(f"{HEAD},url"):
                yield from [(head.id, head.url) for head in heads if head.url is not None]

    def latest(self, limit: int) -> Iterator[Article]:
        return list_latest(self, limit)

    def articles_of_sources(
        self, sources: Collection[str] | None
    ) -> Iterator[tuple[str, str]]:
        with view(self._connection, self.states, self._indices, self._indices.histories) as now:
            yield from maintenance.list_sources(now, sources)

    def moments(self, changes: Sequence[int]) -> list[int | None]:
        state = self.states.read()
        known = {state.store.last: state.store.changed}
        for first in range(0, len(changes), MANY):
            some = [each for each in changes[first:first + MANY] if 0 < each < state.store.last]
            contents = self._connection.get_many(
                self._indices.articles, list(map(str, some)), source="moment")
            known |= {change: content.get("moment")
                      for change, content in zip(some, contents) if content}
        return [known.get(change) if change else None for change in changes]

    def status(self) -> StoreStatus:
        store = self.states.read().store
        return StoreStatus(articles=store.articles, change=store.last, pending=store.pending,
                           changed=store.changed)

    def count_bytes(self) -> int:
        return self._connection.count_bytes(
            f"{self._indices.articles},{self._indices.histories},{self.states.index}")

    def find_loss(self) -> str | None:
        with view(self._connection, self.states, self._indices, self._indices.articles) as now:
            found = sum(not head.removed for heads in now.list_newest() for head in heads)
        return maintenance.describe_loss(self._connection.address, now.store.articles, found)

    def verify(self) -> list[str]:
        names = self._indices.articles, self._indices.histories
        if faults := maintenance.find_altered(self._connection, self._indices):
            return faults
        with view(self._connection, self.states, self._indices, *names) as now:
            return maintenance.find_damage(now)

    def close(self) -> None:
        self._connection.close()

    # Changes

    def state(self) -> IndexState:
        return self.states.read().followed

    def state_and_removals(self) -> tuple[IndexState, frozenset[str]]:
        state = self.states.read()
        return state.followed, self.find_removals(state)

    def find_removals(self, state: ClusterState) -> frozenset[str]:
        """Return the ids removed by changes that the index has not followed in a state."""
        if not state.index.generation:
            return frozenset()
        if state.store.removals is not None:
            return frozenset(state.store.removals)
        after, last = state.index.change, state.store.last
        return frozenset(each.id for page in self._list_heads(after, last) for each in page
                         if each.removed)

    def last_change(self) -> int:
        return self.states.read().store.last

    def changes(self, after: int = 0, limit: int = -1) -> list[Change]:
        state = self.states.read()
        if limit < 0 and (own := self._find_own(after, state.store.last, state)):
            return list_changes(own)
        changes: list[Change] = []
        for heads in self._list_heads(after, state.store.last):
            pasts = self._read_pasts([head.id for head in heads], state)
            changes += [
                Change(head.change, head.id, not head.removed,
                       not head.removed and pasts[head.id].changes[:1] == (head.change,))
                for head in heads if head.change in pasts[head.id].changes]
            if 0 <= limit <= len(changes):
                return changes[:limit]
        return changes

    def count_changes(self, after: int) -> int:
        last = self.states.read().store.last
        return sum(len(heads) for heads in self._list_heads(after, last))

    def count_articles(self, after: int, change: int) -> int:
        return sum(not head.removed for head, past in self._list_pasts(after, change)
                   if past.newest == head.change)

    def pages(self, after: int, change: int) -> Iterator[list[tuple[int, Article]]]:
        state = self.states.read()
        if own := self._find_own(after, change, state):
            for part in split_by_size(pick_newest(own)):
                yield [(each.change, each.article) for each in part]
            return
        for heads in self._list_heads(after, min(change, state.store.last)):
            pasts = self._read_pasts([head.id for head in heads], self.states.read())
            newest = [head for head in heads if not head.removed and head.change == max(
                (each for each in pasts[head.id].changes if each <= change), default=0)]
            for some in split_by_size(newest):
                versions = self._read_versions([head.change for head in some])
                if versions:
                    yield [(number, version.article) for number, version in versions.items()]

    def versions(self, changes: Sequence[int]) -> list[tuple[int, Article]]:
        last = self.states.read().store.last
        found = self._read_versions([change for change in changes if change <= last])
        return [(change, version.article) for change, version in found.items()
                if not version.removed and version.is_intact]

    def newest_versions(self, change: int) -> Iterator[tuple[int, str]]:
        for head, past in self._list_pasts(0, change):
            if not head.removed and past.newest == head.change:
                yield head.change, head.id

    def advance(self, state: IndexState, ids: Collection[str] | None) -> None:
        self._own.forget()
        maintenance.advance(self._connection, self.states, self._indices, state, ids,
                            self._count_pending)

    # Writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        if not self._mutex.acquire(blocking=False):
            log.warning("another thread is writing: waiting for it")
            while not self._mutex.acquire(timeout=find_wait(1.0)):
                pass
        try:
            self._create()
            with self._lease.hold():
                self.states.claim()
                yield
                self.erase()
        finally:
            self._mutex.release()

    @contextmanager
    def transaction(self) -> Iterator[ClusterTransaction]:
        self._lease.check()
        if self._start is None:
            self._start = self.states.read().store.last
        transaction = ClusterTransaction(
            self._connection, self.states, self._indices, self._start)
        yield transaction
        transaction.finish()
        self._has_removed |= transaction.has_removed
        if transaction.has_removed:
            self._own.forget()
        else:
            self._own.add(transaction.versions)

    def erase(self) -> None:
        """Wait until the text of what was deleted has gone from all disks; the caller has the lock.

        The state says in which indices that may be. A warning says what cannot be erased now; that
        is tried again once in a while, without waiting.
        """
        names = self.states.read().store.erasing
        if not names or not self._has_removed and monotonic() < self._next_erasure:
            return
        seconds = self._erase_seconds if self._has_removed else 0.0
        self._has_removed, self._next_erasure = False, monotonic() + _ERASE_AGAIN_SECONDS
        if erase(self._connection, names, seconds):
            self.states.update(lambda state: replace(
                state, store=replace(state.store, erasing=())))

    def mend(self) -> int:
        return maintenance.mend(self._connection, self.states, self._indices)

    def _create(self) -> None:
        """Create what is missing of the archive; the state comes last."""
        if self.states.find() is not None:
            return
        sharding = self._sharding or Sharding.from_environment()
        for name, body in self._indices.list_bodies(sharding).items():
            if not self._connection.create_index(name, body):
                self._refuse_orphans(name)
        self.states.create(replace(sharding, shards=1).settings)
        self._connection.wait_for_copies([*self._indices.list_bodies(sharding), self.states.index])

    def _refuse_orphans(self, name: str) -> None:
        """Raise LostStore if an index has documents that no state counts."""
        count = self._connection.count_documents(name)
        if count and self.states.find() is None:  # another writer may have been faster
            raise LostStore(
                f"{self._connection.address}: {self.states.index} is gone, and {name} has {count} "
                "documents: restore a snapshot of all indices of the archive, or delete those that "
                "are left, to start over")

    # Reading

    def _find_own(self, after: int, last: int, state: ClusterState) -> list[OwnVersion] | None:
        """Return the versions in a range if this process has stored all of them, as the last ones.

        None if the index has followed some, as what these replaced may be purged.
        """
        is_last = after >= state.index.change and last == state.store.last
        return self._own.find(after, last) if is_last else None

    def _read_versions(self, changes: Sequence[int]) -> dict[int, StoredVersion]:
        """Return the versions that these changes brought, those that are there, in their order."""
        found: dict[int, StoredVersion] = {}
        for first in range(0, len(changes), MANY):
            some = changes[first:first + MANY]
            contents = self._connection.get_many(self._indices.articles, list(map(str, some)))
            for change, content in zip(some, contents):
                if version := read_version(content):
                    found[change] = version
        return found

    def _get_article(self, id: str, version: StoredVersion) -> Article:
        if version.id != id:
            raise EngineError(f"the history of {id!r} is damaged: run `indexer rebuild`")
        return version.article

    def _list_heads(self, after: int, last: int) -> Iterator[list[StoredVersion]]:
        """Yield the versions in a range of changes by number, without articles, many at a time."""
        for first in range(after + 1, last + 1, MANY):
            numbers = range(first, min(first + MANY, last + 1))
            contents = self._connection.get_many(
                self._indices.articles, list(map(str, numbers)), source=HEAD)
            yield [head for content in contents if (head := read_version(content))]

    def _list_pasts(self, after: int, last: int) -> Iterator[tuple[StoredVersion, Past]]:
        """Yield the versions in a range of changes by number, each with the past of its article."""
        state = self.states.read()
        for heads in self._list_heads(after, min(last, state.store.last)):
            pasts = self._read_pasts([head.id for head in heads], state)
            yield from [(head, pasts[head.id]) for head in heads]

    def _read_pasts(self, ids: Sequence[str], state: ClusterState) -> dict[str, Past]:
        return dict(read_pasts(
            self._connection, self._indices, list(dict.fromkeys(ids)), state.store))

    def _count_pending(self, after: int, last: int) -> tuple[int, tuple[str, ...]]:
        """Return how many changes there are in a range, and the ids that these removed."""
        heads = [head for page in self._list_heads(after, last) for head in page]
        return len(heads), tuple(dict.fromkeys(head.id for head in heads if head.removed))
