"""The SQLite file: its connections, its locks, and its errors."""

import logging
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from search.errors import ArchiveMissing, DiskFull, EngineError
from search.patience import find_wait
from search.store.versions import has_tables

log = logging.getLogger(__name__)

PAGE_BYTES = 1 << 14
"""A page of the database holds several articles, so that few reach over its edge."""

READ_ERRORS = sqlite3.DatabaseError, UnicodeDecodeError, PermissionError
"""What reading may raise."""

MOST_IDLE = 8
"""Connections that are kept while nobody reads: each caches some megabytes of the file."""

_LEAST_FREE = 1 << 16
"""Free bytes of a disk below which SQLite's shared memory, 32 KiB, finds no room."""

ERASE_TIMEOUT_MS = 30_000
"""How long a takedown waits for readers that hold on to the write-ahead log."""

_OURS = re.compile(
    r"(?:articles|queries)\.sqlite(?:-\w+)?|articles\.counter|index-\d+|vocabulary\.arrays"
    r"|(?:writer|pending|index)\.lock|keys\.json(?:\.new)?|(?:fetch|folders)\.state(?:-\w+)?")
"""What an archive has in its folder: the files of its index, its service and what fills it."""

_NOBODYS = re.compile(r"\..*|lost\+found")
"""What may be in a folder that is empty to its owner: hidden files, and what a new disk has."""


def connect(path: Path, mode: str = "rwc", timeout: float = 30) -> sqlite3.Connection:
    """Return a connection that any thread may use; the caller begins and ends transactions."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )


@dataclass(eq=False, slots=True)
class _Reader:
    """A connection to read, its number, and what it was opened on; None for an empty stand-in.

    `is_complete` says that it has seen the tables, which it never loses.
    """

    connection: sqlite3.Connection
    number: int
    immutable: bool
    identity: tuple[object, ...] | None
    is_complete: bool = False


class DataVersion(NamedTuple):
    """What differs when another connection has changed the database, or another file is there.

    `immutable` and `identity` are those of the reader with this number.
    """

    number: int
    data: int
    immutable: bool
    identity: tuple[object, ...] | None


_NUMBERS = count()


class Database:
    """A SQLite file: whoever reads is lent a connection, each transaction has one to write.

    Connections belong to no thread. A service has many more threads than read at once, and each
    would cache some megabytes for itself. One is reopened when another file has taken the place of
    the one that it was opened on.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[_Reader] = []  # the one that was used last comes last, and is lent next
        self._lent: dict[int, _Reader] = {}

    def exists(self) -> bool:
        """Return whether the file exists."""
        return os.path.exists(self.path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state; blocks of a thread may be nested, and share it.

        Raises ArchiveMissing where there is no folder, and EngineError for what SQLite raises.
        """
        with translate_read_errors(self.path), self._lend() as reader:
            connection, nested = reader.connection, reader.connection.in_transaction
            try:
                if not nested:
                    connection.execute("BEGIN")
                yield connection
            finally:
                if not nested and connection.in_transaction:
                    connection.execute("ROLLBACK")
            self._refuse_changed(reader)

    def fetch(self, query: str, values: Sequence[object]) -> list[Any]:
        """Return the rows that one statement finds, all of one state; none without tables."""
        with translate_read_errors(self.path), self._lend() as reader:
            if not _has_tables(reader):
                return []
            rows = reader.connection.execute(query, values).fetchall()
            self._refuse_changed(reader)
            return rows

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Give a connection of its own that sees one state, for what takes long to read."""
        with translate_read_errors(self.path):
            reader = self._open_to_read()
            with closing(reader.connection) as connection:
                connection.execute("BEGIN")
                yield connection
            self._refuse_changed(reader)

    @contextmanager
    def writer(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that writes durably, and overwrites what it deletes."""
        with translate_write_errors(self.path), closing(connect(self.path)) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # heeded before any table
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            yield connection

    def version(self) -> DataVersion:
        """Return what differs when another connection has changed the database, or replaced it."""
        with translate_read_errors(self.path), self._lend() as reader:
            number: int = reader.connection.execute("PRAGMA data_version").fetchone()[0]
            return DataVersion(reader.number, number, reader.immutable, reader.identity)

    def is_replaced(self, version: DataVersion) -> bool:
        """Return whether another file has taken the place of the one that had this version."""
        return self._is_outdated(version)

    def has_tables(self) -> bool:
        """Return whether the tables exist."""
        with self._lend() as reader:
            return _has_tables(reader)

    def close(self) -> None:
        """Close the connections to read that nobody reads with."""
        with suppress(IndexError):  # other threads may take some meanwhile
            while True:
                self._idle.pop().connection.close()

    @contextmanager
    def _lend(self) -> Iterator[_Reader]:
        """Lend a reader to this thread; nested blocks get the same one."""
        thread = threading.get_ident()
        if reader := self._lent.get(thread):
            yield reader
            return
        reader = self._lent[thread] = self._take()
        try:
            yield reader
        finally:
            del self._lent[thread]
            self._take_back(reader)

    def _take(self) -> _Reader:
        """Return an idle reader of the file that is there, or a new one."""
        with suppress(IndexError):  # rather than ask first: another thread may take it in between
            while True:
                reader = self._idle.pop()
                if not self._is_outdated(reader):
                    return reader
                reader.connection.close()
        return self._open_to_read()

    def _take_back(self, reader: _Reader) -> None:
        """Keep a reader for the next; not a stand-in, for a writer may create the file."""
        if reader.identity and len(self._idle) < MOST_IDLE:
            self._idle.append(reader)
        else:
            reader.connection.close()

    def _is_outdated(self, opened: _Reader | DataVersion) -> bool:
        """Return whether another file is there now; one that was taken away is still read."""
        identity = _identify(self.path, opened.immutable)
        return identity is not None and identity != opened.identity

    def _refuse_changed(self, reader: _Reader) -> None:
        """Raise EngineError if what was read without locks has changed meanwhile."""
        if reader.immutable and self._is_outdated(reader):
            raise EngineError(f"{self.path} changed while it was read: try again")

    def _open_to_read(self) -> _Reader:
        identity = _identify(self.path, content=False)
        if identity is not None:
            content = _identify(self.path, content=True)
            connection, immutable = _open(self.path)
            return _Reader(connection, next(_NUMBERS), immutable,
                           content if immutable else identity)
        folder = self.path.parent
        if advice := _find_forbidden(self.path):
            raise EngineError(advice)
        if folder.exists() and not folder.is_dir():
            raise EngineError(f"{folder} is a file: name a folder for the archive")
        if not folder.is_dir():
            raise ArchiveMissing(f"there is no archive at {folder}: `indexer add` creates one")
        if is_of_others(folder):
            raise ArchiveMissing(
                f"there is no archive in {folder}, which holds other files: correct its address, "
                "or let `indexer add` create one among them")
        connection = sqlite3.connect(":memory:", isolation_level=None)
        return _Reader(connection, next(_NUMBERS), False, None)


def _has_tables(reader: _Reader) -> bool:
    reader.is_complete = reader.is_complete or has_tables(reader.connection)
    return reader.is_complete


def is_of_others(folder: Path) -> bool:
    """Return whether a folder holds only files that are not of an archive."""
    with suppress(OSError):
        names = [name for name in os.listdir(folder) if not _NOBODYS.fullmatch(name)]
        return bool(names) and not any(map(_OURS.fullmatch, names))
    return False


@contextmanager
def translate_read_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises on reading into EngineError."""
    try:
        yield
    except READ_ERRORS as error:
        raise describe_read_error(error, path) from error


def describe_read_error(error: Exception, path: Path) -> EngineError:
    """Return the EngineError for one of READ_ERRORS."""
    if advice := _find_forbidden(path):
        return EngineError(advice)
    if full := _find_full_disk(error, path):
        return full
    if get_code(error) == sqlite3.SQLITE_CORRUPT:
        return EngineError(_describe_corruption(error, path))
    return EngineError(f"cannot read {path}: {error}; restore a copy")


@contextmanager
def translate_write_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises on writing into EngineError."""
    try:
        yield
    except sqlite3.Error as error:
        if full := _find_full_disk(error, path):
            raise full from error
        if get_code(error) == sqlite3.SQLITE_CORRUPT:
            raise EngineError(_describe_corruption(error, path)) from error
        advice = ": remove it, for it holds nothing" if _is_broken_lock(error, path) else ""
        raise EngineError(f"cannot write {path}: {error}{advice}") from error


def get_code(error: Exception) -> int:
    """Return the primary code of an error of SQLite; 0 of any other error."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _is_broken_lock(error: Exception, path: Path) -> bool:
    """Return whether a file that is only there to be locked cannot be, for what is in it."""
    return path.suffix == ".lock" and get_code(error) == sqlite3.SQLITE_NOTADB


def _describe_corruption(error: Exception, path: Path) -> str:
    return (f"{path} is damaged ({error}): run `indexer rebuild`, which repairs its indexes; if "
            "that fails, restore a copy, or add what `indexer export` reads to a new archive")


def _find_full_disk(error: Exception, path: Path) -> DiskFull | None:
    """Return the error that names a full disk; None if that did not cause this one.

    SQLite calls it an I/O error where the shared memory of the write-ahead log finds no room.
    """
    code = get_code(error)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        with suppress(OSError):
            if shutil.disk_usage(path.parent).free < _LEAST_FREE:
                code = sqlite3.SQLITE_FULL
    if code != sqlite3.SQLITE_FULL:
        return None
    return DiskFull(f"cannot write {path}: the disk is full")


def empty_write_ahead_log(connection: sqlite3.Connection, wait: bool) -> None:
    """Move the write-ahead log into the database, so that a copy or read-only media has it all.

    Readers may be in the way: with `wait`, as erased text needs, they are waited for.
    """
    connection.execute(f"PRAGMA busy_timeout = {ERASE_TIMEOUT_MS if wait else 0}")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy and wait:
        log.warning("a reader holds on to removed text: the next change erases it")


def wait_for_lock(connection: sqlite3.Connection, folder: Path) -> None:
    """Take the lock that makes this process the only writer in the folder. Raises WriterBusy."""
    waiting = False
    while True:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            return
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
        if not waiting:
            log.warning("another process is writing to %s: waiting for it", folder)
            waiting = True
        time.sleep(find_wait(0.1))


@contextmanager
def lock_exclusively(path: Path) -> Iterator[None]:
    """Hold the lock of a file for the block; wait for another holder, and say so in the log."""
    with translate_write_errors(path), closing(connect(path, timeout=0)) as connection:
        wait_for_lock(connection, path.parent)
        yield


@contextmanager
def lock_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock of a file for the block, unless another one holds it; give whether it is held.
    """
    with translate_write_errors(path), closing(connect(path, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            is_free = True
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
            is_free = False
        yield is_free


def _open(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Return a connection to read, and whether SQLite takes the file for immutable.

    It does where it cannot keep the shared memory of the write-ahead log, as on read-only media. It
    then neither locks the file nor looks for changes.
    """
    try:
        connection = connect(path, mode="ro")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        return connection, False
    except sqlite3.OperationalError as error:
        if _is_busy(error):
            raise
    if advice := _find_forbidden(path):
        raise EngineError(advice)
    log_file = path.with_name(f"{path.name}-wal")
    if log_file.exists() and log_file.stat().st_size:
        raise EngineError(f"{path} cannot be opened: copy it again while nobody writes to it")
    return connect(path, mode="ro&immutable=1"), True


def _identify(path: Path, content: bool) -> tuple[object, ...] | None:
    """Return what tells a file from one that takes its place; None if there is none.

    With `content` it also tells the file from itself before a change.
    """
    try:
        status = os.stat(path)
    except OSError:
        return None
    identity = status.st_dev, status.st_ino
    if not content:
        return identity
    return (*identity, status.st_size, status.st_mtime_ns,
            _read_start(path.with_suffix(".counter")), bool(_size(f"{path}-wal")))


def _find_forbidden(path: Path) -> str | None:
    """Return what says that this user may not read the store, None if nothing forbids it."""
    for folder in reversed(path.absolute().parents):
        if folder.is_dir() and not _may(folder, os.X_OK):
            return f"this user may not enter the folder {folder}: give it permission to do so"
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if each.exists() and not _may(each, os.R_OK):
            return f"this user may not read {each}: give it permission to do so"
    return None


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _read_start(path: Path) -> bytes:
    """Return the first bytes of a small file, none if it cannot be read."""
    try:
        return path.read_bytes()[:8]
    except OSError:
        return b""


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return get_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
