"""Remembers what was fetched, in a SQLite file in the archive's folder.

It lies there because it says what the archive has: with a copy of the folder goes what belongs to
it, and an archive that is restored elsewhere starts over.
"""

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from indexer.command_state import check_state, translate_state_error
from search.errors import EngineError

_KEPT_DAYS, _FRESH_DAYS = 180, 60
"""After how long without being seen an item is forgotten, and for how long the version of a feed
counts. A feed that has not changed is then read once more, to see that its items are still there:
else they would be forgotten, and what was removed of them would come back."""

LONGEST_WAIT = 86_400.0
"""Seconds that a host may ask for. What was recorded for longer was so by a clock ahead of time."""

_ROBOTS_SECONDS = 3_600
"""How long a robots.txt is taken for what it was."""

_TABLES = """
CREATE TABLE IF NOT EXISTS feed(
    url TEXT PRIMARY KEY, complete INTEGER NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
    digest BLOB NOT NULL, read REAL NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item(digest BLOB PRIMARY KEY, seen REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS host(name TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots(
    origin TEXT PRIMARY KEY, text TEXT NOT NULL, read REAL NOT NULL) WITHOUT ROWID;
"""


class FeedVersion(NamedTuple):
    """What is known of the answer of a feed that was read to its end.

    `digest` is a hash of its bytes, for servers that state neither an ETag nor a date.
    """

    etag: str = ""
    modified: str = ""
    digest: bytes = b""


class FetchState:
    """What was fetched, and which hosts have asked for time. Threads may share it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = RLock()

    def find_version(self, feed: str, complete: bool) -> FeedVersion:
        """Return the version of a feed that was read lately; it is empty if none was.

        With `complete` it must have been read with the pages of its items.
        """
        now = time.time()
        row = self._find(
            "SELECT etag, modified, digest FROM feed WHERE url = ? AND complete >= ?"
            " AND read BETWEEN ? AND ?", (feed, complete, now - _FRESH_DAYS * 86_400, now))
        return FeedVersion(*row) if row else FeedVersion()

    def record_version(self, feed: str, complete: bool, version: FeedVersion) -> None:
        """Record that a version of a feed was read to its end."""
        self._execute("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?)",
                      (feed, complete, *version, time.time()))

    def see_items(self, digests: Collection[bytes]) -> set[bytes]:
        """Return which items were read before, and remember that they are still there."""
        with self._lock, self._connection as connection:
            return {digest for digest in digests if connection.execute(
                "UPDATE item SET seen = ? WHERE digest = ?", (time.time(), digest)).rowcount}

    def record_items(self, digests: Collection[bytes]) -> None:
        """Record that items are in the archive."""
        with self._lock, self._connection as connection:
            connection.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)",
                                   [(digest, time.time()) for digest in digests])

    def find_wait(self, host: str) -> float:
        """Return for how many seconds a host has asked not to be bothered, 0 for not at all."""
        row = self._find("SELECT until FROM host WHERE name = ?", (host,))
        wait: float = row[0] - time.time() if row else 0.0
        return wait if 0 < wait <= LONGEST_WAIT else 0.0

    def record_wait(self, host: str, seconds: float) -> None:
        """Record that a host asks for time."""
        self._execute("INSERT OR REPLACE INTO host VALUES (?, ?)", (host, time.time() + seconds))

    def find_robots(self, origin: str) -> str | None:
        """Return the robots.txt of a site if it was read lately."""
        row = self._find(
            "SELECT text FROM robots WHERE origin = ? AND read BETWEEN ? AND ?",
            (origin, time.time() - _ROBOTS_SECONDS, time.time()))
        return row[0] if row else None

    def record_robots(self, origin: str, text: str) -> None:
        """Record what the robots.txt of a site says."""
        self._execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)",
                      (origin, text, time.time()))

    def forget_old(self) -> None:
        """Forget what has long been gone from all feeds, and what has expired.

        Call this once the feeds were read: after a long pause, or beside a clock that is ahead,
        what is still in them would be forgotten else.
        """
        now = time.time()
        self._execute("DELETE FROM item WHERE seen < ?", (now - _KEPT_DAYS * 86_400,))
        self._execute("DELETE FROM host WHERE until < ?", (now,))
        self._execute("DELETE FROM robots WHERE read < ?", (now - _ROBOTS_SECONDS,))

    def close(self) -> None:
        """Close the file once no thread is in it: SQLite ends the process otherwise."""
        with self._lock:
            self._connection.close()

    def _find(self, query: str, values: tuple[object, ...]) -> Any:
        with self._lock:
            return self._connection.execute(query, values).fetchone()

    def _execute(self, statement: str, values: tuple[object, ...]) -> None:
        with self._lock, self._connection as connection:
            connection.execute(statement, values)


@contextmanager
def hold_fetch_state(file: Path) -> Iterator[FetchState]:
    """Hold the state of an archive.

    Raises EngineError if another run holds it, or it cannot be read or written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(
                    file, timeout=0, check_same_thread=False)) as connection:
            check_state(connection)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN EXCLUSIVE")
            connection.executescript(_TABLES)
            _add_time(connection)
            state = FetchState(connection)
            with closing(state):
                yield state
                state.forget_old()
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise EngineError(
                "another run of `indexer fetch` is at work: nothing was done") from None
        raise translate_state_error(
            file, error, "remove it, and everything is fetched again") from None


def _add_time(connection: sqlite3.Connection) -> None:
    """Add the time when feeds were read to a file of an earlier version, which has none."""
    columns = [row[1] for row in connection.execute("PRAGMA table_info(feed)")]
    if "read" not in columns:
        connection.execute("ALTER TABLE feed ADD COLUMN read REAL NOT NULL DEFAULT 0")
