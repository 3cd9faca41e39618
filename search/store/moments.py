"""When changes were stored: a row for each transaction, so that an article takes no room.

A row has the first and the last change of a transaction, and when it ended. Transactions of one
second that follow each other share a row. Changes of a version that kept no times are in none.
"""

import sqlite3
from collections.abc import Sequence

from search.store.versions import checksum

TABLE = """
CREATE TABLE IF NOT EXISTS moment(
    last INTEGER PRIMARY KEY, first INTEGER NOT NULL, second INTEGER NOT NULL,
    checksum INTEGER NOT NULL)
"""

_ROWS = "SELECT first, last, second, checksum FROM moment"
_FIND = f"{_ROWS} WHERE last >= ? ORDER BY last LIMIT 1"


def write(connection: sqlite3.Connection, first: int, last: int, second: int) -> None:
    """Record when a range of changes was stored, within the transaction that made them."""
    connection.execute(TABLE)
    before = connection.execute(f"{_ROWS} WHERE last = ?", (first - 1,)).fetchone()
    if before and _is_intact(before) and before[2] == second:
        first = before[0]
        connection.execute("DELETE FROM moment WHERE last = ?", (before[1],))
    values = (first, last, second)
    connection.execute(
        "INSERT OR REPLACE INTO moment(first, last, second, checksum) VALUES (?, ?, ?, ?)",
        (*values, checksum(values)))


def find(connection: sqlite3.Connection, changes: Sequence[int]) -> list[int | None]:
    """Return when each change was stored, in seconds since 1970; None if that is not known."""
    if not _has_table(connection):
        return [None] * len(changes)
    return [_find(connection, change) for change in changes]


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Return one line for each row whose checksum disagrees."""
    return [f"when the changes {row[0]} to {row[1]} were stored is damaged: `indexer rebuild` "
            "forgets it" for row in _list_damaged(connection)]


def forget_damaged(connection: sqlite3.Connection) -> None:
    """Delete the rows whose checksum disagrees, within a transaction."""
    for _, last, _, _ in _list_damaged(connection):
        connection.execute("DELETE FROM moment WHERE last = ?", (last,))


def _find(connection: sqlite3.Connection, change: int) -> int | None:
    row = connection.execute(_FIND, (change,)).fetchone()
    return row[2] if row and row[0] <= change and _is_intact(row) else None


def _list_damaged(connection: sqlite3.Connection) -> list[Sequence[int]]:
    if not _has_table(connection):
        return []
    return [row for row in connection.execute(_ROWS) if not _is_intact(row)]


def _is_intact(row: Sequence[int]) -> bool:
    return checksum(row[:-1]) == row[-1]


def _has_table(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE name = 'moment'"
    return connection.execute(query).fetchone() is not None
