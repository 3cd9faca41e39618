"""A transaction of the SQLite store: new versions, removals, and sources."""

import sqlite3
from collections.abc import Collection, Iterable
from time import time

from search.article import Article
from search.errors import HIDDEN, LostStore
from search.store import moments, tally
from search.store.sources import SourceTable
from search.store.store import IndexState
from search.store.tally import Tally
from search.store.versions import (
    COLUMNS,
    LAST,
    MAX_PARAMETERS,
    ROWS_OF_ID,
    Row,
    article_of,
    is_intact,
    purge,
    row_of,
    write_state,
)

_INSERT = f"INSERT INTO version({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class SQLiteTransaction:
    """The changes of one transaction; `erased` once it has removed an article.

    Whoever writes found the store at the change `found_at`.
    """

    def __init__(self, connection: sqlite3.Connection, found_at: int) -> None:
        self._connection = connection
        self._found_at = found_at
        self._newest: dict[str, Article | None] = {}
        self._changes: dict[str, int] = {}
        self._not_found: set[str] = set()
        self._sources = SourceTable(connection)
        self._written = tally.read(connection)
        self._tally = self._written or tally.count(connection)
        self._before = self._tally.change
        self.erased = False

    def newest(self, ids: Collection[str]) -> dict[str, Article]:
        self._read([id for id in ids if id not in self._newest])
        known = ((id, self._newest[id]) for id in ids)
        return {id: article for id, article in known if article}

    def refuse_hidden(self, ids: Collection[str], listed: Collection[str] | None) -> None:
        """Raise LostStore if the index lists one of these ids, or a row has it.

        Rows that the index has followed are read only if it cannot be asked, and rows that this
        process wrote are not read.
        """
        for id in listed or ():
            if id not in self._changes and not self._was_removed(id):
                raise LostStore(HIDDEN.format(id))
        after = 0 if listed is None else self._read_followed()
        if after < self._found_at:
            self._refuse_in_rows(set(ids) - self._changes.keys(), after, self._found_at)

    def find_refusal(self, article: Article) -> str | None:
        return None

    def put(self, article: Article) -> None:
        id = article.id
        if article.is_same_as(self._find(id)):
            return
        change = self._connection.execute(_INSERT, row_of(article)).lastrowid or 0
        if id in self._changes:
            self._sources.carry_over(self._changes[id], change)
        self._tally = Tally(change, self._tally.articles + (id not in self._changes))
        self._newest[id], self._changes[id] = article, change

    def remove(self, id: str) -> bool:
        self._find(id)
        if id not in self._changes:
            self._not_found.add(id)
            return False
        changes = [change for change, in self._connection.execute(ROWS_OF_ID, (id,))]
        self._sources.forget(changes)
        self._connection.executemany(
            "DELETE FROM version WHERE seq = ?", [(change,) for change in changes])
        change = self._connection.execute("INSERT INTO version(id) VALUES (?)", (id,)).lastrowid
        self._tally = Tally(change or 0, self._tally.articles - 1)
        self._newest[id] = None
        del self._changes[id]
        self.erased = True
        return True

    def add_to_source(self, id: str, source: str) -> None:
        if self._find(id):
            self._sources.add(self._changes[id], source)

    def release(self, id: str, source: str) -> bool:
        return self._find(id) is not None and self._sources.release(self._changes[id], source)

    def advance(self, state: IndexState, ids: Collection[str] | None) -> None:
        """Record how far the index has come; purge what it has moved beyond (see ChangeLog)."""
        write_state(self._connection, state)
        purge(self._connection, state.change, ids)

    def finish(self) -> None:
        """Write the tally and the time; the caller commits.

        Raises LostStore if damage hid what to remove.
        """
        if self._not_found:
            self._refuse_in_rows(self._not_found)
        if self.erased:
            removed = {id for id, article in self._newest.items() if article is None}
            self._refuse_in_rows(removed - self._changes.keys(), self._read_followed())
        if self._tally != self._written:
            tally.write(self._connection, self._tally)
        if self._tally.change > self._before:
            moments.write(self._connection, self._before + 1, self._tally.change, int(time()))

    def _refuse_in_rows(self, ids: Collection[str], after: int = 0, last: int = LAST) -> None:
        """Raise LostStore if articles in a range of rows have ids that did not lead to them."""
        rows = self._connection.execute(
            "SELECT id FROM version NOT INDEXED "
            "WHERE seq > ? AND seq <= ? AND body IS NOT NULL", (after, last))
        for id, in rows:
            if id in ids:
                raise LostStore(HIDDEN.format(id))

    def _read_followed(self) -> int:
        """Return the last change that the index has followed."""
        followed: int = self._connection.execute("SELECT covers FROM state").fetchone()[0]
        return followed

    def _was_removed(self, id: str) -> bool:
        """Return whether the index has yet to follow the removal of an article."""
        query = "SELECT 1 FROM version WHERE id = ? AND body IS NULL"
        return self._connection.execute(query, (id,)).fetchone() is not None

    def _find(self, id: str) -> Article | None:
        """Return the article as it stands, None if it is missing or damaged."""
        if id not in self._newest:
            self._read([id])
        return self._newest[id]

    def _read(self, ids: list[str]) -> None:
        """Read the newest versions of these articles, and note which are missing."""
        self._newest |= dict.fromkeys(ids)
        for first in range(0, len(ids), MAX_PARAMETERS):
            for *row, change in self._rows(ids[first:first + MAX_PARAMETERS]):
                self._changes[row[0]] = change  # of a damaged article too: it can be removed
                self._newest[row[0]] = article_of(row) if is_intact(row) else None

    def _rows(self, ids: list[str]) -> Iterable[Row]:
        marks = ", ".join("?" * len(ids))
        return self._connection.execute(
            f"SELECT {COLUMNS}, seq FROM version WHERE body IS NOT NULL AND seq IN ("
            f"SELECT max(seq) FROM version WHERE id IN ({marks}) GROUP BY id)", ids)
