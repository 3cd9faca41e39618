"""The articles: a SQLite database of versions, in the order of their changes.

Every change has a number (`seq`). A row is one version of an article, or, without a body,
the mark that the article was removed. `state` says up to which change the current
generation of the index has followed.
"""

import json
import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from search.article import Article
from search.errors import ArchiveMissing, EngineError

log = logging.getLogger(__name__)

FORMAT = 1
"""Raised when the tables change; a newer archive is refused by name."""

_TABLES = """
CREATE TABLE IF NOT EXISTS version(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, outlet TEXT, published TEXT,
    url TEXT, title TEXT, extra TEXT, body TEXT, checksum INTEGER);
CREATE INDEX IF NOT EXISTS version_by_id ON version(id, seq);
CREATE TABLE IF NOT EXISTS state(
    one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL,
    generation INTEGER NOT NULL, covers INTEGER NOT NULL, analyzer TEXT NOT NULL,
    checksum INTEGER NOT NULL);
"""

_COLUMNS = "id, title, body, outlet, published, url, extra, checksum"
_NEWEST = "seq = (SELECT max(seq) FROM version AS other WHERE other.id = version.id)"

_PURGE = """
DELETE FROM version WHERE id = ?1 AND seq <= ?2 AND (
    body IS NULL OR seq < (SELECT max(seq) FROM version WHERE id = ?1 AND seq <= ?2))
"""


@dataclass(frozen=True, slots=True)
class State:
    """Which generation of the index is current, what made it, and how far it has followed."""

    generation: int
    covers: int
    analyzer: str


class Change(NamedTuple):
    """One row of the store: an article's version, or the mark that it was removed."""

    seq: int
    id: str
    is_article: bool


class Store:
    """The articles below `folder`. Connections are opened as needed, one a thread to read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "articles.sqlite"
        self._local = threading.local()

    # Reading

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the store. Raises ArchiveMissing or EngineError."""
        with _readable(self._path):
            connection = self._reader()
            nested = connection.in_transaction
            try:
                if not nested:
                    connection.execute("BEGIN")
                yield connection
            finally:
                if not nested and connection.in_transaction:
                    connection.execute("ROLLBACK")

    def state(self) -> State:
        """The current state; that of an empty archive if it was never finished."""
        with self.reading() as connection:
            if not _has_tables(connection):
                return State(0, 0, "")
            row = connection.execute(
                "SELECT format, generation, covers, analyzer, checksum FROM state"
            ).fetchone()
        if row and isinstance(row[0], int) and row[0] > FORMAT:
            raise EngineError(
                f"{self._folder} was written by a newer version (format {row[0]}): update this one"
            )
        if not row or _checksum(row[1:-1]) != row[-1]:
            raise EngineError(f"the state in {self._path} is damaged: restore a copy")
        return State(*row[1:-1])

    def articles(self, ids: Sequence[str], covers: int) -> list[Article]:
        """The articles with these ids, as the index holds them; else the newest stored."""
        query = (
            f"SELECT {_COLUMNS} FROM version WHERE id = ? "
            "ORDER BY seq <= ? DESC, seq DESC LIMIT 1"
        )
        with self.reading() as connection:
            if not _has_tables(connection):
                return []
            rows = [connection.execute(query, (id, covers)).fetchone() for id in ids]
        return [_article(row) for row in rows if row and row[2] is not None]

    def removed_after(self, covers: int) -> set[str]:
        """The ids removed by changes that the index does not cover."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM version WHERE seq > ? AND body IS NULL", (covers,)
            )
            return {id for id, in rows}

    def stored(self, after: int = 0) -> Iterator[tuple[int, Article]]:
        """Every article of one state whose change came after, by id, with its change."""
        query = (
            f"SELECT seq, {_COLUMNS} FROM version WHERE seq > ? AND body IS NOT NULL "
            f"AND {_NEWEST} ORDER BY id"
        )
        with _readable(self._path), closing(self._connect("ro")) as connection:
            if not _has_tables(connection):
                return
            for seq, *row in connection.execute(query, (after,)):
                yield seq, _article(row)

    def changes(self, after: int = 0) -> list[Change]:
        """Every change that is still kept, in order."""
        with self.reading() as connection:
            return _changes(connection, after) if _has_tables(connection) else []

    def counts(self) -> tuple[int, int]:
        """How many articles there are, and how many changes the index does not cover."""
        with self.reading() as connection:
            if not _has_tables(connection):
                return 0, 0
            articles = connection.execute(
                f"SELECT count(*) FROM version WHERE body IS NOT NULL AND {_NEWEST}"
            ).fetchone()[0]
            pending = connection.execute(
                "SELECT count(*) FROM version WHERE seq > (SELECT covers FROM state)"
            ).fetchone()[0]
        return articles, pending

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        with self.reading() as connection:
            rows = [row for row, in connection.execute("PRAGMA integrity_check")]
        return [] if rows == ["ok"] else [f"articles.sqlite: {row}" for row in rows]

    # Writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Makes this the only writer; waits for another, and says so."""
        path = self._folder / "writer.lock"
        with _writable(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        with _writable(path), closing(_connect(path, timeout=0)) as connection:
            _wait_for(connection, self._folder)
            yield

    @contextmanager
    def changing(self) -> Iterator["Changes"]:
        """One transaction of changes, durable when the block ends."""
        with _writable(self._path), closing(self._connect("rwc")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            _create(connection)
            connection.execute("BEGIN IMMEDIATE")
            changes = Changes(connection)
            try:
                yield changes
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            _empty_log(connection, wait=changes.erased)

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect("ro")
        return connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        if mode == "ro" and not self._path.exists():
            if self._folder.exists() and not self._folder.is_dir():
                raise EngineError(f"{self._folder} is a file: name a folder for the archive")
            if not self._folder.is_dir():
                message = f"there is no archive at {self._folder}: `indexer add` makes one"
                raise ArchiveMissing(message)
            return sqlite3.connect(":memory:", isolation_level=None)
        return _open(self._path, mode)


class Changes:
    """The changes of one transaction; each article's new version gets the next number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.erased = False

    def put(self, article: Article) -> None:
        """Store a version, unless the newest one is the same."""
        if not article.same_as(self.newest(article.id)):
            self._connection.execute(
                f"INSERT INTO version({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _row(article)
            )

    def remove(self, id: str) -> bool:
        """Erase every version of the article and note the removal."""
        if self.newest(id) is None:
            return False
        self._connection.execute("DELETE FROM version WHERE id = ?", (id,))
        self._connection.execute("INSERT INTO version(id) VALUES (?)", (id,))
        self.erased = True
        return True

    def newest(self, id: str) -> Article | None:
        """The article as it stands now."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM version WHERE id = ? ORDER BY seq DESC LIMIT 1", (id,)
        ).fetchone()
        return _article(row) if row and row[2] is not None else None

    def pending(self) -> list[Change]:
        """The changes that the index does not cover, in order."""
        covers = self._connection.execute("SELECT covers FROM state").fetchone()[0]
        return _changes(self._connection, covers)

    def last(self) -> int:
        """The number of the last change there was."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence").fetchone()
        return row[0] if row else 0

    def cover(self, state: State, ids: Iterable[str] | None = None) -> None:
        """Note how far the index follows; purge what it no longer holds, of these ids or all."""
        self._connection.execute(
            "UPDATE state SET generation = ?, covers = ?, analyzer = ?, checksum = ?",
            (*_values(state), _checksum(_values(state))),
        )
        if ids is None:
            ids = {change.id for change in _changes(self._connection, 0)}
        self._connection.executemany(_PURGE, [(id, state.covers) for id in ids])


def _changes(connection: sqlite3.Connection, after: int) -> list[Change]:
    rows = connection.execute(
        "SELECT seq, id, body IS NOT NULL FROM version WHERE seq > ? ORDER BY seq", (after,)
    )
    return [Change(seq, id, bool(is_article)) for seq, id, is_article in rows]


def _create(connection: sqlite3.Connection) -> None:
    """All tables in one transaction, so that a kill leaves all of them or none."""
    if _has_tables(connection):
        return
    connection.executescript(
        f"BEGIN IMMEDIATE; {_TABLES} INSERT OR IGNORE INTO state "
        f"VALUES (1, {FORMAT}, 0, 0, '', {_checksum((0, 0, ''))}); COMMIT;"
    )


def _has_tables(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'state'")
    return found.fetchone() is not None


def _open(path: Path, mode: str) -> sqlite3.Connection:
    try:
        connection = _connect(path, mode=mode)
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        return connection
    except sqlite3.OperationalError:
        if mode != "ro":
            raise
    # Read-only media cannot hold the shared memory of the write-ahead log.
    log_file = path.with_name(f"{path.name}-wal")
    if log_file.exists() and log_file.stat().st_size:
        raise EngineError(f"{path} cannot be opened: copy it again while nobody writes to it")
    return _connect(path, mode="ro&immutable=1")


def _connect(path: Path, mode: str = "rwc", timeout: float = 30) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise EngineError(f"cannot read {path}: {error}; restore a copy") from error


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise EngineError(f"cannot write {path}: {error}") from error


def _empty_log(connection: sqlite3.Connection, wait: bool) -> None:
    """Move the write-ahead log into the database, so that a copy or read-only media has it all.

    Readers may be in the way: erased text is worth waiting for them, other changes are not.
    """
    connection.execute(f"PRAGMA busy_timeout = {30_000 if wait else 0}")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy and wait:
        log.warning("a reader holds on to removed text: it is erased by the next change")


def _wait_for(connection: sqlite3.Connection, folder: Path) -> None:
    waiting = False
    while True:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
        if not waiting:
            log.warning("another process is writing to %s: waiting for it", folder)
            waiting = True
        time.sleep(0.1)


def _values(state: State) -> tuple[Any, ...]:
    return state.generation, state.covers, state.analyzer


def _checksum(values: Sequence[Any]) -> int:
    """SQLite keeps none of its own, and a byte that flips in a text would go unnoticed."""
    return zlib.crc32(json.dumps(list(values)).encode())


def _row(article: Article) -> tuple[Any, ...]:
    extra = json.dumps(dict(article.extra)) if article.extra else None
    row = (article.id, article.title, article.body, article.outlet, article.published,
           article.url, extra)
    return (*row, _checksum(row))


def _article(row: Sequence[Any]) -> Article:
    *values, checksum = row
    if _checksum(values) != checksum:
        raise EngineError(f"article {row[0]!r} is damaged in the store: add it again")
    id, title, body, outlet, published, url, extra = values
    return Article(id, title, body, outlet, published, url, json.loads(extra) if extra else {})
