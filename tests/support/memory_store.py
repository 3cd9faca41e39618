"""The second implementation of the store's contract: lists in memory, slow and obviously right.

Like the SQLite store it is a Store and a ChangeLog, so that both the oracle and the embedded engine
can follow it.
"""

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import time

from search.patience import find_wait
from search.store.store import Change, IndexState, StoreStatus, list_latest

log = logging.getLogger(__name__)


@dataclass
class Tables:
    """All that a store keeps; `versions` are change, id and article, None for a removal."""

    versions: list = field(default_factory=list)
    sources: set = field(default_factory=set)
    moments: dict = field(default_factory=dict)
    last: int = 0
    state: IndexState = IndexState()

    def copy(self):
        return replace(self, versions=list(self.versions), sources=set(self.sources),
                       moments=dict(self.moments))

    def newest(self, id, until=None):
        """Return the last version of an article, up to a change."""
        rows = [row for row in self.versions
                if row[1] == id and (until is None or row[0] <= until)]
        return max(rows, key=lambda row: row[0], default=(0, id, None))

    def append(self, id, article):
        self.last += 1
        self.versions.append((self.last, id, article))


class MemoryStore:
    """Keeps everything in one Tables value, which each transaction replaces."""

    def __init__(self):
        self._tables = Tables()
        self._lock = threading.Lock()

    @contextmanager
    def lock(self):
        if not self._lock.acquire(blocking=False):
            log.warning("another thread is writing: waiting for it")
            while not self._lock.acquire(timeout=find_wait(1.0)):
                pass
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def transaction(self):
        tables = self._tables.copy()
        yield MemoryTransaction(tables)
        stored = range(self._tables.last + 1, tables.last + 1)
        tables.moments |= dict.fromkeys(stored, int(time()))
        self._tables = tables

    def articles(self, ids, changes=None):
        tables = self._tables
        if changes is not None:
            asked = set(zip(changes, ids))
            by_id = {row[1]: row[2] for row in tables.versions if row[:2] in asked}
            return [by_id[id] for id in ids if by_id.get(id)]
        found = []
        for id in ids:
            followed = tables.newest(id, tables.state.change)
            newest = tables.newest(id)
            found.append(followed[2] if followed[0] else newest[2])
        return [article for article in found if article]

    def export(self):
        tables = self._tables
        return iter([tables.newest(id)[2] for id in sorted(self._ids(tables))])

    def urls(self):
        return ((each.id, each.url) for each in self.export() if each.url)

    def latest(self, limit):
        return list_latest(self, limit)

    def articles_of_sources(self, sources):
        return iter(sorted(pair for pair in self._tables.sources
                           if sources is None or pair[0] in sources))

    def moments(self, changes):
        return [self._tables.moments.get(change) for change in changes]

    def status(self):
        tables = self._tables
        return StoreStatus(
            articles=len(self._ids(tables)), change=tables.last,
            pending=self.count_changes(tables.state.change))

    def count_bytes(self):
        return 0

    def find_loss(self):
        return None

    def mend(self):
        return 0

    def verify(self):
        return []

    def close(self):
        pass

    # The change log

    def state(self):
        return self._tables.state

    def state_and_removals(self):
        state = self._tables.state
        removed = {id for number, id, article in self._tables.versions
                   if number > state.change and article is None}
        return state, frozenset(removed if state.generation else ())

    def last_change(self):
        return self._tables.last

    def changes(self, after=0, limit=-1):
        rows = sorted(self._tables.versions, key=first)
        changes = [
            Change(number, id, article is not None,
                   article is not None and all(each[1] != id for each in rows[:place]))
            for place, (number, id, article) in enumerate(rows) if number > after
        ]
        return changes if limit < 0 else changes[:limit]

    def count_changes(self, after):
        return len(self.changes(after))

    def count_articles(self, after, change):
        return sum(after < number <= change for number, _ in self.newest_versions(change))

    def pages(self, after, change):
        tables = self._tables
        rows = [(number, article) for number, id, article in sorted(tables.versions, key=first)
                if article and after < number <= change
                and tables.newest(id, change)[0] == number]
        for begin in range(0, len(rows), 3):
            yield rows[begin:begin + 3]

    def versions(self, changes):
        return [(number, article) for number, _, article in self._tables.versions
                if article and number in set(changes)]

    def newest_versions(self, change):
        tables = self._tables
        rows = [tables.newest(id) for id in self._ids(tables)]
        return iter(sorted((number, id) for number, id, _ in rows if number <= change))

    def advance(self, state, ids):
        tables = self._tables.copy()
        tables.state = state
        tables.versions = [
            row for row in tables.versions
            if row[0] > state.change or ids is not None and row[1] not in ids
            or row[2] and row[0] == tables.newest(row[1], state.change)[0]
        ]
        self._tables = tables

    @staticmethod
    def _ids(tables):
        return {id for _, id, _ in tables.versions if tables.newest(id)[2]}


class MemoryTransaction:
    """Changes a copy of the tables."""

    def __init__(self, tables):
        self._tables = tables

    def newest(self, ids):
        found = {id: self._tables.newest(id)[2] for id in ids}
        return {id: article for id, article in found.items() if article}

    def refuse_hidden(self, ids, listed):
        """Hide nothing: lists in memory are not damaged."""

    def find_refusal(self, article):
        return None

    def put(self, article):
        if not article.is_same_as(self._tables.newest(article.id)[2]):
            self._tables.append(article.id, article)

    def remove(self, id):
        if not self._tables.newest(id)[2]:
            return False
        self._tables.versions = [row for row in self._tables.versions if row[1] != id]
        self._tables.sources = {pair for pair in self._tables.sources if pair[1] != id}
        self._tables.append(id, None)
        return True

    def add_to_source(self, id, source):
        if self._tables.newest(id)[2]:
            self._tables.sources.add((source, id))

    def release(self, id, source):
        if (source, id) not in self._tables.sources:
            return False
        self._tables.sources.remove((source, id))
        return all(other != id for _, other in self._tables.sources)


def first(row):
    return row[0]
