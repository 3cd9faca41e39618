"""What each recipient has had of each search: a small SQLite file next to the file of searches.

It is written after a delivery, in one transaction, so a run that fails loses and repeats nothing.
Only one run at a time holds it.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from indexer.command_state import check_state, translate_state_error
from indexer.watch.saved_search import Recipient, SavedSearch
from search.errors import EngineError

KEPT_IDS = 20_000
"""Ids remembered for each recipient of a search, the last ones that came."""

_TABLES = """
CREATE TABLE IF NOT EXISTS watch (name TEXT, recipient TEXT, change INTEGER,
                                  PRIMARY KEY (name, recipient));
CREATE TABLE IF NOT EXISTS told (number INTEGER PRIMARY KEY, name TEXT, recipient TEXT, id TEXT,
                                 UNIQUE (name, recipient, id));
"""
"""The indexes of these tables repeat names and ids, so that most damage is found."""


class Told(NamedTuple):
    """What a recipient has had: hits up to a change, and with these ids."""

    change: int
    ids: frozenset[str]


class WatchState:
    """The state of one file of searches, held until it is closed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, search: SavedSearch, recipient: Recipient) -> Told | None:
        """Return what a recipient has had of a search; None before the first run."""
        key = _build_key(search, recipient)
        row = self._connection.execute(
            "SELECT change FROM watch WHERE name = ? AND recipient = ?", key).fetchone()
        if row and not isinstance(row[0], int):
            raise sqlite3.DatabaseError(f"{row[0]!r} is no number of a change")
        ids = self._connection.execute(
            "SELECT id FROM told WHERE name = ? AND recipient = ?", key)
        return Told(row[0], frozenset(id for id, in ids)) if row else None

    def record(
        self, search: SavedSearch, recipient: Recipient, change: int, ids: Collection[str]
    ) -> None:
        """Record that a recipient has had the hits up to a change, durably."""
        key = _build_key(search, recipient)
        with self._connection as connection:
            connection.execute("INSERT OR REPLACE INTO watch VALUES (?, ?, ?)", (*key, change))
            connection.executemany(
                "INSERT OR REPLACE INTO told (name, recipient, id) VALUES (?, ?, ?)",
                [(*key, id) for id in ids])
            connection.execute(
                "DELETE FROM told WHERE name = ?1 AND recipient = ?2 AND number <= ("
                "SELECT number FROM told WHERE name = ?1 AND recipient = ?2 "
                f"ORDER BY number DESC LIMIT 1 OFFSET {KEPT_IDS})", key)


def find_state_path(path: Path) -> Path:
    """Return the file beside a file of searches that remembers what was delivered."""
    return path.with_name(f"{path.name}.state")


@contextmanager
def hold_state(path: Path, dry_run: bool = False) -> Iterator[WatchState]:
    """Hold the state of a file of searches; in a dry run it is a copy in memory.

    Raises EngineError if another run holds it, or it cannot be read or written.
    """
    file = find_state_path(path)
    try:
        with closing(sqlite3.connect(file if not dry_run else ":memory:", timeout=0)) as connection:
            if dry_run:
                _copy(file, connection)
            check_state(connection)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN EXCLUSIVE")
            connection.executescript(_TABLES)
            yield WatchState(connection)
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise EngineError(f"another run of {path.name} is at work: nothing was done") from None
        raise translate_state_error(
            file, error, "restore a copy, or remove it to start over") from None


def _copy(file: Path, connection: sqlite3.Connection) -> None:
    if file.exists():
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(connection)


def _build_key(search: SavedSearch, recipient: Recipient) -> tuple[str, str]:
    return search.name, f"{recipient.kind}:{recipient.address}"
