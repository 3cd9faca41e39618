"""The rows: versions of articles, marks of removals, and the one row of state."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from search.article import Article
from search.errors import EngineError
from search.store import sources
from search.store.sources import Sources

FORMAT = 3
"""Raised when the tables or the checksums change; an archive of another is refused by name."""

PAGE = 1 << 14
"""Bytes of a page of the database: several articles, so that few reach over its edge."""

_TABLES = f"""
CREATE TABLE IF NOT EXISTS version(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, outlet TEXT, published TEXT,
    url TEXT, title TEXT, extra TEXT, revision INTEGER, body TEXT, checksum INTEGER);
CREATE INDEX IF NOT EXISTS version_by_id ON version(id, seq);
CREATE TABLE IF NOT EXISTS state(
    one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL,
    generation INTEGER NOT NULL, covers INTEGER NOT NULL, analyzer TEXT NOT NULL,
    checksum INTEGER NOT NULL);
{sources.TABLES}"""

COLUMNS = "id, title, body, outlet, published, url, extra, revision, checksum"
Row = tuple[Any, ...]

TOGETHER = 500
"""Articles read by one statement: SQLite counts its parameters."""

LAST = (1 << 63) - 1
"""No change has a greater number."""

NEWEST = "seq = (SELECT max(seq) FROM version AS other WHERE other.id = version.id)"

_PURGE = """
DELETE FROM version WHERE id = ?1 AND seq <= ?2 AND (
    body IS NULL OR seq < (SELECT max(seq) FROM version WHERE id = ?1 AND seq <= ?2))
"""

_PURGE_ALL = """
DELETE FROM version WHERE seq <= ?1 AND (body IS NULL OR seq < (
    SELECT max(seq) FROM version AS other WHERE other.id = version.id AND other.seq <= ?1))
"""


@dataclass(frozen=True, slots=True)
class State:
    """Which generation of the index is current, what made it, and how far it has followed."""

    generation: int
    covers: int
    analyzer: str


class Change(NamedTuple):
    """One row of the store: an article's version, or the mark that it was removed.

    The first version of an article replaces none.
    """

    seq: int
    id: str
    is_article: bool
    is_first: bool


class Changes:
    """The changes of one transaction; each article's new version gets the next number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, Article | None] = {}
        self._numbers: dict[str, int] = {}
        self._sources = Sources(connection)
        self.erased = False

    def put(self, article: Article) -> None:
        """Store a version, unless the newest one is the same."""
        id = article.id
        if not article.same_as(self.newest(id)):
            seq = self._connection.execute(
                f"INSERT INTO version({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(article)
            ).lastrowid or 0
            if id in self._numbers:
                self._sources.carry(self._numbers[id], seq)
            self._known[id], self._numbers[id] = article, seq

    def remove(self, id: str) -> bool:
        """Erase every version of the article and note the removal."""
        row = self._newest(id)
        if row is None or row[2] is None:
            return False
        self._sources.forget(id)
        self._connection.execute("DELETE FROM version WHERE id = ?", (id,))
        self._connection.execute("INSERT INTO version(id) VALUES (?)", (id,))
        self._known[id] = None
        self._numbers.pop(id, None)
        self.erased = True
        return True

    def newest(self, id: str) -> Article | None:
        """The article as it stands now; None too if it is damaged, so that it can be put again."""
        if id not in self._known:
            row = self._newest(id)
            there = row is not None and row[2] is not None
            self._known[id] = _article(row[:-1]) if there and is_sound(row[:-1]) else None
            if there:
                self._numbers[id] = row[-1]
        return self._known[id]

    def hold(self, id: str, source: str) -> None:
        """Note that an article came from a source."""
        if self.newest(id):
            self._sources.hold(self._numbers[id], source)

    def release(self, id: str, source: str) -> bool:
        """Forget that it did; whether it was the last source of an article that is sound."""
        return self.newest(id) is not None and self._sources.release(self._numbers[id], source)

    def _newest(self, id: str) -> Any:
        return self._connection.execute(
            f"SELECT {COLUMNS}, seq FROM version WHERE id = ? ORDER BY seq DESC LIMIT 1", (id,)
        ).fetchone()

    def last(self) -> int:
        """The number of the last change there was."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence").fetchone()
        return row[0] if row else 0

    def cover(self, state: State, ids: Iterable[str] | None = None) -> None:
        """Note how far the index follows; purge what it no longer holds, of these ids or all."""
        self._connection.execute(
            "UPDATE state SET generation = ?, covers = ?, analyzer = ?, checksum = ?",
            (*_values(state), checksum(_values(state))),
        )
        if ids is None:
            self._connection.execute(_PURGE_ALL, (state.covers,))
        else:
            self._connection.executemany(_PURGE, [(id, state.covers) for id in ids])


def changes_after(connection: sqlite3.Connection, after: int, most: int = -1) -> list[Change]:
    """The changes kept that came after this one, in order: all, or so many."""
    rows = connection.execute(
        "SELECT seq, id, body IS NOT NULL, body IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM version AS other WHERE other.id = version.id AND other.seq < version.seq) "
        "FROM version WHERE seq > ? ORDER BY seq LIMIT ?", (after, most),
    )
    return [Change(seq, id, bool(is_article), bool(is_first))
            for seq, id, is_article, is_first in rows]


def create(connection: sqlite3.Connection) -> None:
    """All tables in one transaction, so that a kill leaves all of them or none."""
    if has_tables(connection):
        return
    connection.executescript(
        f"BEGIN IMMEDIATE; {_TABLES} INSERT OR IGNORE INTO state "
        f"VALUES (1, {FORMAT}, 0, 0, '', {checksum((0, 0, ''))}); COMMIT;"
    )


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether the store was ever finished. Raises EngineError for another program's database."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table'"
    if connection.execute(f"{query} AND name = 'state'").fetchone():
        return True
    if connection.execute(query).fetchone():
        raise EngineError("articles.sqlite is another program's: name another folder")
    return False


def _values(state: State) -> tuple[Any, ...]:
    return state.generation, state.covers, state.analyzer


def checksum(values: Sequence[Any]) -> int:
    """SQLite keeps none of its own, and a byte that flips in a text would go unnoticed."""
    return zlib.crc32(json.dumps(list(values)).encode())


def _row(article: Article) -> tuple[Any, ...]:
    extra = json.dumps(dict(article.extra)) if article.extra else None
    row = (article.id, article.title, article.body, article.outlet, article.published,
           article.url, extra, article.revision)
    return (*row, _article_checksum(row))


def _article_checksum(row: Sequence[Any]) -> int:
    """That of an article's columns; title and body as they are, for they are long."""
    id, title, body, *others = row
    running = zlib.crc32(ascii((id, len(str(title)), *others)).encode())
    for text in (title, body):
        running = zlib.crc32(str(text).encode("utf-8", "surrogatepass"), running)
    return running


def damaged(connection: sqlite3.Connection) -> list[str]:
    """The rows whose checksum disagrees, each in a line. Reads them all."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM version WHERE body IS NOT NULL")
    return [*(_damage(row) for row in rows if not is_sound(row)), *sources.damaged(connection)]


def is_sound(row: Sequence[Any]) -> bool:
    """Whether the checksum of a row of COLUMNS agrees."""
    return bool(_article_checksum(row[:-1]) == row[-1])


def _damage(row: Sequence[Any]) -> str:
    return f"article {row[0]!r} is damaged in the store: add it again"


def article_of(row: Sequence[Any]) -> Article:
    """The article of a row of COLUMNS. Raises EngineError if its checksum disagrees."""
    if not is_sound(row):
        raise EngineError(_damage(row))
    return _article(row)


def _article(row: Sequence[Any]) -> Article:
    id, title, body, outlet, published, url, extra, revision, _ = row
    kept = json.loads(extra) if extra else {}
    return Article(id, title, body, outlet, published, url, kept, revision)
