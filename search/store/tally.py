"""The tally of a store: its last change, and how many articles that left.

SQLite keeps no checksums, so rows can be missing from a damaged file without an error. The tally is
a row of its own with a checksum, written in every transaction that changes articles. What is read
is compared with it. A store of a version without tallies gets one from its next transaction; until
then its rows are counted.
"""

import sqlite3
from typing import NamedTuple

from search.errors import EngineError
from search.store.versions import checksum

TABLE = """
CREATE TABLE IF NOT EXISTS tally(
    one INTEGER PRIMARY KEY CHECK (one = 1), change INTEGER NOT NULL, articles INTEGER NOT NULL,
    checksum INTEGER NOT NULL)
"""

NEWEST = ("SELECT max(seq) AS newest, body IS NOT NULL AS stored FROM version NOT INDEXED "
          "GROUP BY id")
"""The newest change of each id, and whether it is an article; reads no index, only rows."""

_READ = "SELECT change, articles, checksum FROM tally"

_COUNT = f"SELECT count(*) FROM ({NEWEST}) WHERE stored"


class Tally(NamedTuple):
    """The number of the last change, and of the articles after it."""

    change: int
    articles: int


def read(connection: sqlite3.Connection) -> Tally | None:
    """Return the tally, None if there is none of the last change. Raises EngineError if damaged."""
    if not _has_table(connection):
        return None
    row = connection.execute(_READ).fetchone()
    if row and checksum(row[:-1]) != row[-1]:
        raise EngineError("the tally in articles.sqlite is damaged: run `indexer rebuild`")
    tally = row and Tally(*row[:-1])
    return tally if tally and tally.change == last_change(connection) else None


def write(connection: sqlite3.Connection, tally: Tally) -> None:
    """Replace the tally, within a transaction."""
    connection.execute(TABLE)
    connection.execute(
        "INSERT OR REPLACE INTO tally VALUES (1, ?, ?, ?)", (*tally, checksum(tally)))


def count(connection: sqlite3.Connection) -> Tally:
    """Return the tally that agrees with the rows: reads them all."""
    return Tally(last_change(connection), connection.execute(_COUNT).fetchone()[0])


def last_change(connection: sqlite3.Connection) -> int:
    """Return the number of the newest change there ever was, 0 if there was none."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'version'"
    row: tuple[int] | None = connection.execute(query).fetchone()
    return row[0] if row else 0


def find_loss(connection: sqlite3.Connection) -> str | None:
    """Return what says that the rows are not the articles of the tally; reads them all."""
    known, counted = read(connection), count(connection)
    return known and describe_loss(known.articles, counted.articles)


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Return what says that the tally is not that of the last change of which there is a row.

    Another version, which kept no tally, may have stored later changes: they have rows.
    """
    if not _has_table(connection):
        return []
    row = connection.execute(_READ).fetchone()
    newest = connection.execute("SELECT max(seq) FROM version NOT INDEXED").fetchone()[0] or 0
    last = last_change(connection)
    if row and checksum(row[:-1]) == row[-1] and (row[0] == last or row[0] < newest <= last):
        return []
    return ["the tally in articles.sqlite, or the number of the last change, is damaged: run "
            "`indexer rebuild`"]


def is_emptied(connection: sqlite3.Connection, tally: Tally) -> bool:
    """Return whether there is no row at all, though there should be articles; looks at one row."""
    if not tally.articles:
        return False
    return connection.execute("SELECT 1 FROM version NOT INDEXED LIMIT 1").fetchone() is None


def describe_loss(known: int, found: int) -> str | None:
    """Return the sentence that says that articles are missing; None if none is.

    >>> print(describe_loss(400, 400))
    None
    """
    if known == found:
        return None
    return (f"articles.sqlite is damaged: {known:,} articles were stored, and {found:,} are found. "
            "Restore a copy, or run `indexer rebuild` to go on with those that are found")


def _has_table(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE name = 'tally'"
    return connection.execute(query).fetchone() is not None
