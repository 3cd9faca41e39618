"""Which article came from which source: rows beside those of the articles.

They name an article by the number of its newest version, so that they lie in the order of the
articles: by id, a long load would write a page for almost every row.
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

_HOLD = """
INSERT INTO held VALUES (?, ?, ?)
ON CONFLICT(seq, source) DO UPDATE SET checksum = excluded.checksum
    WHERE checksum <> excluded.checksum
"""

_DAMAGE = "what came from which source is damaged in the store: restore a copy"


class Sources:
    """What sources hold, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}

    def hold(self, seq: int, source: str) -> None:
        """Note that the source holds the article of this version."""
        self._hold(seq, self._numbers.get(source) or self._made(source))

    def carry(self, before: int, seq: int) -> None:
        """Whatever held the article's version before holds its new one."""
        rows = self._connection.execute("SELECT source FROM held WHERE seq = ?", (before,))
        for number, in rows.fetchall():
            self._hold(seq, number)
        self._connection.execute("DELETE FROM held WHERE seq = ?", (before,))

    def release(self, seq: int, source: str) -> bool:
        """Forget that the source does; whether it was the last that did."""
        released = self._connection.execute(
            "DELETE FROM held WHERE seq = ? AND source = ?", (seq, self._number(source))
        ).rowcount
        left = self._connection.execute("SELECT 1 FROM held WHERE seq = ?", (seq,)).fetchone()
        return bool(released) and left is None

    def forget(self, id: str) -> None:
        """Forget all sources of an article whose versions are still there."""
        self._connection.execute(
            "DELETE FROM held WHERE seq IN (SELECT seq FROM version WHERE id = ?)", (id,))

    def _hold(self, seq: int, number: int) -> None:
        self._connection.execute(_HOLD, (seq, number, _checksum(number, str(seq))))

    def _number(self, source: str) -> int | None:
        """The number that stands for a source, if it ever held an article."""
        if source in self._numbers:
            return self._numbers[source]
        row = self._connection.execute(
            "SELECT number FROM source WHERE name = ?", (source,)
        ).fetchone()
        return row[0] if row else None

    def _made(self, source: str) -> int:
        """The number that stands for a source from now on."""
        number = self._number(source)
        if number is None:
            made = self._connection.execute("INSERT INTO source VALUES (NULL, ?, 0)", (source,))
            number = made.lastrowid or 0
            self._connection.execute(
                "UPDATE source SET checksum = ? WHERE number = ?",
                (_checksum(number, source), number),
            )
        self._numbers[source] = number
        return number


def held(connection: sqlite3.Connection, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """What the sources of these names hold, as source and id, by one look through all rows.

    Raises EngineError if any row of any source is damaged: it might be one of theirs.
    """
    if damaged(connection):
        raise EngineError(_DAMAGE)
    numbers = connection.execute("SELECT number, name FROM source").fetchall()
    asked = {number: name for number, name in numbers if name in names}
    rows = connection.execute(  # in this order, since versions lie among their long texts
        "SELECT version.id, held.source FROM version INDEXED BY version_by_id "
        "CROSS JOIN held ON held.seq = version.seq"
    )
    for id, number in rows if asked else ():
        if number in asked:
            yield asked[number], id


def damaged(connection: sqlite3.Connection) -> list[str]:
    """A line if any row's checksum disagrees, or it names a source that is none."""
    numbers: set[int] = set()
    for number, name, checksum in connection.execute("SELECT number, name, checksum FROM source"):
        numbers.add(number)
        if checksum != _checksum(number, name):
            return [_DAMAGE]
    for seq, number, checksum in connection.execute("SELECT seq, source, checksum FROM held"):
        if number not in numbers or checksum != _checksum(number, str(seq)):
            return [_DAMAGE]
    return []


def _checksum(number: int, text: str) -> int:
    return zlib.crc32(f"{number} {text}".encode("utf-8", "surrogatepass"))
