"""What was searched for, and how often it found nothing: a line a query and day.

It keeps neither who searched nor when: whoever reads the log learns what people look for,
and never who asked. Days are forgotten after a while.
"""

import atexit
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from search.errors import EngineError
from search.period import find_today

log = logging.getLogger(__name__)

DEFAULT_NAME = "queries.sqlite"

_FLUSH_SECONDS = 5.0
_MAX_WAITING = 10_000
"""Queries that wait to be written. Others are not logged: a flood of them is no demand."""

_TABLE = """
CREATE TABLE IF NOT EXISTS query(
    day TEXT NOT NULL, text TEXT NOT NULL, searches INTEGER NOT NULL, empty INTEGER NOT NULL,
    total INTEGER NOT NULL, PRIMARY KEY (day, text)) WITHOUT ROWID
"""
_ADD = """
INSERT INTO query VALUES (?, ?, ?, ?, ?) ON CONFLICT(day, text) DO UPDATE SET
    searches = searches + excluded.searches, empty = empty + excluded.empty,
    total = excluded.total
"""
_LIST = """
SELECT text, sum(searches), sum(empty), max(day) FROM query WHERE day >= ? AND day <= ?
GROUP BY text HAVING ? = 0 OR sum(empty) > 0
ORDER BY CASE ? WHEN 0 THEN sum(searches) ELSE sum(empty) END DESC, max(day) DESC, text LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class LoggedQuery:
    """A query, how often it was asked, how often it found nothing, and when last (YYYY-MM-DD)."""

    text: str
    searches: int
    nothing: int
    last: str


@dataclass(slots=True)
class _Waiting:
    searches: int = 0
    nothing: int = 0
    total: int = 0


class QueryLog:
    """A log in a file that several processes share. Safe to share between threads.

    It is written every few seconds by a thread of its own, so no request waits for it. Days older
    than `days` are forgotten. So are days to come, which a clock that was ahead has left behind:
    they would be kept until they are over.
    """

    def __init__(self, path: Path, days: int) -> None:
        self._path, self._days = path, days
        self._waiting: dict[tuple[str, str], _Waiting] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._has_failed = False

    def note(self, text: str, total: int) -> None:
        """Note that a query was asked, and how many hits it had."""
        key = find_today().isoformat(), " ".join(text.split()).lower()
        if not key[1]:
            return
        with self._lock:
            if key not in self._waiting and len(self._waiting) >= _MAX_WAITING:
                return
            waiting = self._waiting.setdefault(key, _Waiting())
            waiting.searches += 1
            waiting.nothing += not total
            waiting.total = total
            if self._thread is None or not self._thread.is_alive():  # as in a fork
                self._thread = threading.Thread(target=self._write_on, daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def flush(self) -> None:
        """Write what waits. What cannot be written is lost, and said once."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        today = find_today()
        oldest, tomorrow = today - timedelta(days=self._days), today + timedelta(days=1)
        try:
            with _open(self._path) as connection, connection:
                connection.executemany(_ADD, [
                    (*key, each.searches, each.nothing, each.total)
                    for key, each in waiting.items()])
                connection.execute("DELETE FROM query WHERE day <= ? OR day > ?",
                                   (oldest.isoformat(), tomorrow.isoformat()))
        except (OSError, sqlite3.Error) as error:
            if not self._has_failed:
                log.error("queries cannot be logged in %s: %s", self._path, error)
            self._has_failed = True

    def _write_on(self) -> None:
        pause = threading.Event()
        while not pause.wait(_FLUSH_SECONDS):
            self.flush()


def list_queries(
    path: Path, since: str | None = None, until: str | None = None, *, failed: bool = False,
    limit: int = 50,
) -> list[LoggedQuery]:
    """Return the most frequent queries of some days, or those that most often found nothing.

    `since` and `until` are dates as articles have them, both inclusive. Raises EngineError
    if there is no log, or it cannot be read.
    """
    if not path.exists():
        raise EngineError(f"there is no log of queries at {path}: set query_log_days for the "
                          "service, or name the file with --log")
    days = since or "", f"{until or ''}~"  # which comes behind every digit and hyphen
    try:
        with _open(path) as connection:
            return [LoggedQuery(*row) for row in connection.execute(
                _LIST, (*days, failed, failed, limit))]
    except sqlite3.Error as error:
        raise EngineError(
            f"{path} cannot be read ({error}): name a log of queries with --log") from None


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(_TABLE)
        yield connection
