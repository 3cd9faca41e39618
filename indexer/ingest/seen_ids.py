"""What a run has met, and what it should have, in little memory however long the run is.

Ids are kept as their 64-bit hashes in a temporary database, which goes to a file of its own
when it grows. Should two ids have one hash, a record that changes nothing is counted as a
duplicate, and an article that vanished is kept until the next run: nothing worse.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from search.errors import EngineError

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
CREATE TABLE met(key INTEGER PRIMARY KEY);
CREATE TABLE expected(source TEXT, id TEXT, key INTEGER);
BEGIN;
"""


class SeenIds:
    """The ids met so far, and those that sources held before."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_TABLES)
        self._expecting = False

    def meet(self, source: str, id: str) -> bool:
        """Note that the source has this id; whether the run had met it before, in any."""
        with _room():
            if self._expecting:
                self._is_new(hash((source, id)))
            return not self._is_new(hash(id))

    def expect(self, held: Iterable[tuple[str, str]]) -> None:
        """Note what sources held before the run, as source and id."""
        self._expecting = True
        with _room():
            self._connection.executemany(
                "INSERT INTO expected VALUES (?, ?, ?)",
                ((source, id, hash((source, id))) for source, id in held),
            )

    def missing(self) -> Iterator[tuple[str, str]]:
        """What was expected and not met, as source and id."""
        yield from self._connection.execute(
            "SELECT source, id FROM expected WHERE key NOT IN (SELECT key FROM met)")

    def expected(self) -> dict[str, int]:
        """How much was expected of each source of which anything was."""
        return dict(self._connection.execute(
            "SELECT source, count(*) FROM expected GROUP BY source"))

    def _is_new(self, key: int) -> bool:
        added = self._connection.execute("INSERT OR IGNORE INTO met VALUES (?)", (key,))
        return added.rowcount == 1


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise EngineError(
            f"no room for notes of what was met ({error}): name a folder in SQLITE_TMPDIR"
        ) from error
