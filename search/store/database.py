"""The SQLite file: its connections, its locks, and its errors."""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from search.errors import ArchiveMissing, EngineError
from search.store.versions import has_tables

log = logging.getLogger(__name__)

PAGE_BYTES = 1 << 14
"""A page of the database holds several articles, so that few reach over its edge."""

ERASE_TIMEOUT_MS = 30_000
"""How long a takedown waits for readers that hold on to the write-ahead log."""


def connect(path: Path, mode: str = "rwc", timeout: float = 30) -> sqlite3.Connection:
    """Return a connection that any thread may use; the caller begins and ends transactions."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )


class Database:
    """A SQLite file: each thread has its own connection to read, each transaction one to write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def exists(self) -> bool:
        """Return whether the file exists."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection, which sees one state; blocks may be nested.

        Raises ArchiveMissing where there is no folder, and EngineError for what SQLite raises.
        """
        with translate_read_errors(self.path):
            connection = self._reader()
            nested = connection.in_transaction
            try:
                if not nested:
                    connection.execute("BEGIN")
                yield connection
            finally:
                if not nested and connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Give a connection of its own that sees one state, for what takes long to read."""
        with translate_read_errors(self.path), closing(self._open_to_read()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writer(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that writes durably, and overwrites what it deletes."""
        with translate_write_errors(self.path), closing(_open(self.path, "rwc")) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # heeded before any table
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            yield connection

    def version(self) -> int:
        """Return a number that differs when another connection has changed the database."""
        with translate_read_errors(self.path):
            number: int = self._reader().execute("PRAGMA data_version").fetchone()[0]
            return number

    def has_tables(self, connection: sqlite3.Connection) -> bool:
        """Return whether the tables exist; a connection that has seen them never loses them."""
        if getattr(self._local, "complete", None) is connection:
            return True
        complete = has_tables(connection)
        self._local.complete = connection if complete else None
        return complete

    def close(self) -> None:
        """Close this thread's connection to read."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        self._local.__dict__.clear()
        if connection is not None:
            connection.close()

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._open_to_read()
            if self.exists():  # else a writer may create it at any time
                self._local.connection = connection
        return connection

    def _open_to_read(self) -> sqlite3.Connection:
        if self.exists():
            return _open(self.path, "ro")
        folder = self.path.parent
        if folder.exists() and not folder.is_dir():
            raise EngineError(f"{folder} is a file: name a folder for the archive")
        if not folder.is_dir():
            raise ArchiveMissing(f"there is no archive at {folder}: `indexer add` creates one")
        return sqlite3.connect(":memory:", isolation_level=None)


@contextmanager
def translate_read_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises on reading into EngineError."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise EngineError(f"cannot read {path}: {error}; restore a copy") from error


@contextmanager
def translate_write_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises on writing into EngineError."""
    try:
        yield
    except sqlite3.Error as error:
        raise EngineError(f"cannot write {path}: {error}") from error


def empty_write_ahead_log(connection: sqlite3.Connection, wait: bool) -> None:
    """Move the write-ahead log into the database, so that a copy or read-only media has it all.

    Readers may be in the way: with `wait`, as erased text needs, they are waited for.
    """
    connection.execute(f"PRAGMA busy_timeout = {ERASE_TIMEOUT_MS if wait else 0}")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy and wait:
        log.warning("a reader holds on to removed text: the next change erases it")


def wait_for_lock(connection: sqlite3.Connection, folder: Path) -> None:
    """Take the lock that makes this process the only writer in the folder."""
    waiting = False
    while True:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
        if not waiting:
            log.warning("another process is writing to %s: waiting for it", folder)
            waiting = True
        time.sleep(0.1)


@contextmanager
def lock_exclusively(path: Path) -> Iterator[None]:
    """Hold the lock of a file for the block; wait for another holder, and say so in the log."""
    with translate_write_errors(path), closing(connect(path, timeout=0)) as connection:
        wait_for_lock(connection, path.parent)
        yield


def _open(path: Path, mode: str) -> sqlite3.Connection:
    """Return a connection to read ("ro") or to write ("rwc"), on read-only media too."""
    try:
        connection = connect(path, mode=mode)
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        return connection
    except sqlite3.OperationalError:
        if mode != "ro":
            raise
    # Read-only media cannot hold the shared memory of the write-ahead log.
    log_file = path.with_name(f"{path.name}-wal")
    if log_file.exists() and log_file.stat().st_size:
        raise EngineError(f"{path} cannot be opened: copy it again while nobody writes to it")
    return connect(path, mode="ro&immutable=1")
