"""The ids that a run has seen, and those that its sources held before, in little memory.

Ids are kept as 64-bit hashes in a temporary database, which moves to a file when it grows. If two
ids have the same hash, an unchanged record is counted as a duplicate, and a vanished article is
kept until the next run. Nothing worse happens.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from search.errors import EngineError

_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
CREATE TABLE seen(key INTEGER PRIMARY KEY);
CREATE TABLE expected(source TEXT, id TEXT, key INTEGER);
BEGIN;
"""


class SeenIds:
    """The ids seen so far, and those that sources held before the run."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_SCHEMA)
        self._expecting = False

    def add(self, source: str, id: str) -> bool:
        """Note that a source has this id; return whether the run had seen it in any source."""
        try:
            if self._expecting:
                self._is_new(hash((source, id)))
            return not self._is_new(hash(id))
        except sqlite3.Error as error:
            raise _explain(error) from error

    def expect(self, held: Iterable[tuple[str, str]]) -> None:
        """Note what sources held before the run, as pairs of source and id."""
        self._expecting = True
        try:
            self._connection.executemany(
                "INSERT INTO expected VALUES (?, ?, ?)",
                ((source, id, hash((source, id))) for source, id in held),
            )
        except sqlite3.Error as error:
            raise _explain(error) from error

    def list_missing(self) -> Iterator[tuple[str, str]]:
        """Yield what was expected and not seen, as pairs of source and id."""
        yield from self._connection.execute(
            "SELECT source, id FROM expected WHERE key NOT IN (SELECT key FROM seen)")

    def count_expected(self) -> dict[str, int]:
        """Return the number of ids expected of each source; sources without any are left out."""
        return dict(self._connection.execute(
            "SELECT source, count(*) FROM expected GROUP BY source"))

    def _is_new(self, key: int) -> bool:
        added = self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,))
        return added.rowcount == 1


def _explain(error: sqlite3.Error) -> EngineError:
    return EngineError(
        f"temporary disk space is full ({error}): set SQLITE_TMPDIR to another folder")
