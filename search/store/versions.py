"""The rows of the SQLite store: versions of articles, removals, and the state of the index.

Every change has a number (`seq`). A row is one version of an article or, without a body, a
removal. The one row of `state` says how far the index has followed; its columns `covers` and
`analyzer` are IndexState's change and signature.
"""

import json
import sqlite3
import zlib
from collections.abc import Collection, Sequence
from typing import Any

from search.article import Article
from search.errors import EngineError
from search.store import sources
from search.store.store import Change, IndexState

FORMAT = 3
"""Raise it when the tables or the checksums change: archives of another format are refused."""

_INDEX = "CREATE INDEX IF NOT EXISTS version_by_id ON version(id, seq)"

_TABLES = f"""
CREATE TABLE IF NOT EXISTS version(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, outlet TEXT, published TEXT,
    url TEXT, title TEXT, extra TEXT, revision INTEGER, body TEXT, checksum INTEGER);
{_INDEX};
CREATE TABLE IF NOT EXISTS state(
    one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL,
    generation INTEGER NOT NULL, covers INTEGER NOT NULL, analyzer TEXT NOT NULL,
    checksum INTEGER NOT NULL);
{sources.TABLES}"""

COLUMNS = "id, title, body, outlet, published, url, extra, revision, checksum"

_DECODER = json.JSONDecoder()

Row = Sequence[Any]
"""The values of COLUMNS."""

MAX_PARAMETERS = 500
"""SQLite limits the parameters of a statement."""

LAST = (1 << 63) - 1
"""No change has a greater number."""

_OTHERS = ("version AS entry CROSS JOIN version AS other NOT INDEXED ON other.seq = entry.seq "
           "WHERE entry.id = version.id AND other.id = version.id")
"""The rows of one id, as the index by id finds them and the rows themselves confirm.

SQLite believes its index. A damaged entry may lead to the row of another article, which must be
neither hidden nor deleted for it.
"""

NEWEST = f"NOT EXISTS (SELECT 1 FROM {_OTHERS} AND entry.seq > version.seq)"
"""A row that no later one replaces. An entry missing from the index by id hides no article."""

NEWEST_UP_TO = (
    f"NOT EXISTS (SELECT 1 FROM {_OTHERS} AND entry.seq > version.seq AND entry.seq <= ?2)")
"""The same among the changes up to the second parameter of the statement."""

ROWS_OF_ID = (
    "SELECT other.seq FROM version AS entry CROSS JOIN version AS other NOT INDEXED "
    "ON other.seq = entry.seq WHERE entry.id = ?1 AND other.id = ?1")
"""The changes of the id that is the first parameter of the statement; see _OTHERS."""

_PURGE = f"""
DELETE FROM version WHERE seq IN ({ROWS_OF_ID} AND entry.seq <= ?2) AND (
    body IS NULL OR seq < (SELECT max(seq) FROM ({ROWS_OF_ID} AND entry.seq <= ?2)))
"""

_PURGE_ALL = f"""
DELETE FROM version WHERE seq <= ?1 AND (body IS NULL OR EXISTS (
    SELECT 1 FROM {_OTHERS} AND entry.seq > version.seq AND entry.seq <= ?1))
"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create all tables in one transaction, so that a kill leaves all of them or none."""
    if has_tables(connection):
        return
    connection.executescript(
        f"BEGIN IMMEDIATE; {_TABLES} INSERT OR IGNORE INTO state "
        f"VALUES (1, {FORMAT}, 0, 0, '', {checksum((0, 0, ''))}); COMMIT;"
    )


def rebuild_indexes(connection: sqlite3.Connection) -> None:
    """Rebuild SQLite's own indexes, outside of any transaction.

    Where one is no index any more, SQLite cannot even empty it. Then the index of ids is struck off
    the schema, created again, and the file is rewritten without its old pages.
    """
    try:
        connection.execute("REINDEX")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'version_by_id'")
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute(_INDEX)
        connection.execute("VACUUM")


def has_tables(connection: sqlite3.Connection) -> bool:
    """Return whether the tables exist. Raises EngineError for another program's database."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table'"
    if connection.execute(f"{query} AND name = 'state'").fetchone():
        return True
    if connection.execute(query).fetchone():
        raise EngineError("articles.sqlite is another program's: name another folder")
    return False


def write_state(connection: sqlite3.Connection, state: IndexState) -> None:
    """Replace the one row of state."""
    values = state.generation, state.change, state.signature
    connection.execute(
        "UPDATE state SET generation = ?, covers = ?, analyzer = ?, checksum = ?",
        (*values, checksum(values)))


def purge(connection: sqlite3.Connection, change: int, ids: Collection[str] | None) -> None:
    """Delete removals and replaced versions up to a change, of these articles or of all."""
    if ids is None:
        connection.execute(_PURGE_ALL, (change,))
    else:
        connection.executemany(_PURGE, [(id, change) for id in ids])


def changes_after(connection: sqlite3.Connection, after: int, limit: int = -1) -> list[Change]:
    """Return the changes after one, in order; at most `limit` unless that is -1."""
    rows = connection.execute(
        "SELECT seq, id, body IS NOT NULL, body IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM version AS other WHERE other.id = version.id AND other.seq < version.seq) "
        "FROM version WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit),
    )
    return [Change(number, id, bool(is_article), bool(is_first))
            for number, id, is_article, is_first in rows]


def checksum(values: Sequence[Any]) -> int:
    """Return a CRC-32 of some values: SQLite has none, and would not notice a flipped byte."""
    return zlib.crc32(json.dumps(list(values)).encode())


def row_of(article: Article) -> Row:
    """Return the row of an article."""
    extra = json.dumps(dict(article.extra)) if article.extra else None
    row = (article.id, article.title, article.body, article.outlet, article.published,
           article.url, extra, article.revision)
    return (*row, _article_checksum(row))


def article_of(row: Row) -> Article:
    """Return the article of a row. Raises EngineError if its checksum disagrees."""
    if not is_intact(row):
        raise EngineError(_describe_damage(row))
    id, title, body, outlet, published, url, extra, revision, _ = row
    fields = _DECODER.raw_decode(extra)[0] if extra else {}
    return Article(id, title, body, outlet=outlet, published=published, url=url, extra=fields,
                   revision=revision)


def is_intact(row: Row) -> bool:
    """Return whether the checksum of a row agrees."""
    return bool(_article_checksum(row[:-1]) == row[-1])


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Read all rows; return one line for each whose checksum disagrees."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM version WHERE body IS NOT NULL")
    return [_describe_damage(row) for row in rows if not is_intact(row)]


def _article_checksum(row: Row) -> int:
    """Return the checksum of an article's columns; title and body are long and go in as bytes."""
    id, title, body, *others = row
    running = zlib.crc32(ascii((id, len(str(title)), *others)).encode())
    for text in (title, body):
        running = zlib.crc32(str(text).encode("utf-8", "surrogatepass"), running)
    return running


def _describe_damage(row: Row) -> str:
    return f"article {row[0]!r} is damaged in the store: add it again"
