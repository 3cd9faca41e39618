"""The SQLite file: open it, lock out other writers, and translate its errors."""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import EngineError

log = logging.getLogger(__name__)

ERASE_TIMEOUT_MS = 30_000
"""How long a takedown waits for readers that hold on to the write-ahead log."""


def connect(path: Path, mode: str = "rwc", timeout: float = 30) -> sqlite3.Connection:
    """Return a connection that any thread may use; the caller begins and ends transactions."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )


def open_database(path: Path, mode: str) -> sqlite3.Connection:
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
