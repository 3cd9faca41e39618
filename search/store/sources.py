"""Records which article came from which source, in rows beside those of the articles.

A row names an article by the number of its newest version, not by its id. Rows then lie in the
order of a load; by random ids, a long load would write a page for almost every row.
"""

import sqlite3
import zlib
from collections.abc import Collection, Iterator

from search.errors import EngineError

TABLES = """
CREATE TABLE IF NOT EXISTS source(
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS held(
    seq INTEGER NOT NULL, source INTEGER NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (seq, source)) WITHOUT ROWID;
"""

_ADD = """
INSERT INTO held VALUES (?, ?, ?)
ON CONFLICT(seq, source) DO UPDATE SET checksum = excluded.checksum
    WHERE checksum <> excluded.checksum
"""

_DAMAGE = "the sources of articles are damaged in the store: restore a copy"


class SourceTable:
    """The sources of articles, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}

    def add(self, change: int, source: str) -> None:
        """Record that the article of this version came from a source."""
        self._add(change, self._numbers.get(source) or self._find_or_create(source))

    def carry_over(self, before: int, change: int) -> None:
        """Move the sources of an article from its version before to its new one."""
        rows = self._connection.execute("SELECT source FROM held WHERE seq = ?", (before,))
        for number, in rows.fetchall():
            self._add(change, number)
        self._connection.execute("DELETE FROM held WHERE seq = ?", (before,))

    def release(self, change: int, source: str) -> bool:
        """Forget that an article came from a source; return True if it was its last source."""
        released = self._connection.execute(
            "DELETE FROM held WHERE seq = ? AND source = ?", (change, self._find(source))
        ).rowcount
        left = self._connection.execute("SELECT 1 FROM held WHERE seq = ?", (change,)).fetchone()
        return bool(released) and left is None

    def forget(self, changes: Collection[int]) -> None:
        """Forget all sources of the versions that these changes brought."""
        self._connection.executemany(
            "DELETE FROM held WHERE seq = ?", [(change,) for change in changes])

    def _add(self, change: int, number: int) -> None:
        self._connection.execute(_ADD, (change, number, _checksum(number, str(change))))

    def _find(self, source: str) -> int | None:
        """Return the number that stands for a source, None if no article ever came from it."""
        if source in self._numbers:
            return self._numbers[source]
        row = self._connection.execute(
            "SELECT number FROM source WHERE name = ?", (source,)
        ).fetchone()
        return row[0] if row else None

    def _find_or_create(self, source: str) -> int:
        number = self._find(source)
        if number is None:
            inserted = self._connection.execute("INSERT INTO source VALUES (NULL, ?, 0)", (source,))
            number = inserted.lastrowid or 0
            self._connection.execute(
                "UPDATE source SET checksum = ? WHERE number = ?",
                (_checksum(number, source), number),
            )
        self._numbers[source] = number
        return number


def articles_of_sources(
    connection: sqlite3.Connection, names: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield the articles of these sources, of all if None, in one pass over all rows.

    Raises EngineError if any row of any source is damaged, as it might be one of theirs, or if
    SQLite finds any other damage: an entry that leads astray would give them other articles.
    """
    if find_damage(connection):
        raise EngineError(_DAMAGE)
    (damage,), = connection.execute("PRAGMA integrity_check(1)")
    if damage != "ok":
        fault = damage.splitlines()[-1]  # the first only names the database
        raise EngineError(f"articles.sqlite is damaged ({fault}): run `indexer rebuild`")
    numbers = connection.execute("SELECT number, name FROM source").fetchall()
    asked = {number: name for number, name in numbers if names is None or name in names}
    rows = connection.execute(  # in this order, since versions lie among their long texts
        "SELECT version.id, held.source FROM version INDEXED BY version_by_id "
        "CROSS JOIN held ON held.seq = version.seq"
    )
    for id, number in rows if asked else ():
        if number in asked:
            yield asked[number], id


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Return a line if a row's checksum disagrees, or a row names a source that does not exist."""
    numbers: set[int] = set()
    for number, name, checksum in connection.execute("SELECT number, name, checksum FROM source"):
        numbers.add(number)
        if checksum != _checksum(number, name):
            return [_DAMAGE]
    for change, number, checksum in connection.execute("SELECT seq, source, checksum FROM held"):
        if number not in numbers or checksum != _checksum(number, str(change)):
            return [_DAMAGE]
    return []


def _checksum(number: int, text: str) -> int:
    return zlib.crc32(f"{number} {text}".encode("utf-8", "surrogatepass"))
