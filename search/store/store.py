"""The articles: a SQLite database of versions, in the order of their changes.

Every change has a number (`seq`). A row is one version of an article, or, without a body,
the mark that the article was removed. `state` says up to which change the current
generation of the index has followed.
"""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from search.article import Article
from search.errors import ArchiveMissing, EngineError
from search.store import sources
from search.store.change_counter import Counter
from search.store.database import connect, empty_log, opened, readable, wait_for, writable
from search.store.versions import (
    COLUMNS,
    FORMAT,
    LAST,
    NEWEST,
    PAGE,
    TOGETHER,
    Change,
    Changes,
    Row,
    State,
    article_of,
    changes_after,
    checksum,
    create,
    damaged,
    has_tables,
    is_sound,
)

ASKED = 1.0
"""Seconds after which the store is asked whatever the counter says."""

_PAGE, _CHARACTERS = 1_000, 4_000_000
"""Articles that are read, and analysed, together; fewer where they are so long."""

Answer = tuple[State, frozenset[str]]


class Known(NamedTuple):
    """What a thread knows of the store: under which number and version, and until when."""

    counter: int
    until: float
    version: tuple[int]
    answer: Answer


class Store:
    """The articles below `folder`. Connections are opened as needed, one a thread to read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "articles.sqlite"
        self._counter = Counter(folder / "articles.counter")
        self._local = threading.local()

    # Reading

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the store. Raises ArchiveMissing or EngineError."""
        with readable(self._path):
            connection = self._reader()
            nested = connection.in_transaction
            try:
                if not nested:
                    connection.execute("BEGIN")
                yield connection
            finally:
                if not nested and connection.in_transaction:
                    connection.execute("ROLLBACK")

    def current(self) -> tuple[State, frozenset[str]]:
        """The state, and the ids removed by changes that the index does not cover.

        Each thread remembers the answer until another connection changes the store, which it is
        asked every ASKED seconds, and else only if the counter says so.
        """
        counter, now = self._counter.value(), monotonic()
        known: Known | None = getattr(self._local, "known", None)
        if known and known.counter == counter and now < known.until and not counter & 1:
            return known.answer
        with readable(self._path):
            version = self._reader().execute("PRAGMA data_version").fetchone()
            if known and known.version == version:
                answer = known.answer
            else:
                answer = self._answer()
            if self._path.exists():
                self._local.known = Known(counter, now + ASKED, version, answer)
        return answer

    def _answer(self) -> Answer:
        self._counter.open()
        with self.reading():
            state = self.state()
            return state, frozenset(self.removed_after(state.covers) if state.generation else ())

    def state(self) -> State:
        """The current state; that of an empty archive if it was never finished."""
        with self.reading() as connection:
            if not has_tables(connection):
                return State(0, 0, "")
            row = connection.execute(
                "SELECT format, generation, covers, analyzer, checksum FROM state"
            ).fetchone()
        if row and isinstance(row[0], int) and row[0] > FORMAT:
            raise EngineError(
                f"{self._folder} was written by a newer version (format {row[0]}): update this one"
            )
        if row and isinstance(row[0], int) and 0 < row[0] < FORMAT:
            raise EngineError(
                f"{self._folder} was written by an older version (format {row[0]}): "
                "export it with that one, and add it to a new archive"
            )
        if not row or checksum(row[1:-1]) != row[-1]:
            raise EngineError(f"the state in {self._path} is damaged: restore a copy")
        return State(*row[1:-1])

    def articles(self, ids: Sequence[str], covers: int) -> list[Article]:
        """The articles with these ids, as the index holds them; else the newest stored."""
        return self._versions(ids, LAST, lambda seq: (seq <= covers, seq))

    def articles_at(self, ids: Sequence[str], change: int) -> list[Article]:
        """The articles with these ids as they were after a change, if they are still kept."""
        return self._versions(ids, change, lambda seq: (True, seq))

    def _versions(
        self, ids: Sequence[str], until: int, rank: Callable[[int], tuple[bool, int]]
    ) -> list[Article]:
        """Of each article the version that ranks highest, up to a change."""
        rows: list[Row] = []
        with self.reading() as connection:
            for first in range(0, len(ids) if self._finished(connection) else 0, TOGETHER):
                some = ids[first:first + TOGETHER]
                marks = ", ".join("?" * len(some))
                query = f"SELECT seq, {COLUMNS} FROM version WHERE id IN ({marks}) AND seq <= ?"
                rows += connection.execute(query, (*some, until)).fetchall()
        rows.sort(key=lambda row: rank(row[0]))
        found = {row[1]: row[1:] for row in rows}
        kept = (found[id] for id in ids if id in found)
        return [article_of(row) for row in kept if row[2] is not None]

    def _finished(self, connection: sqlite3.Connection) -> bool:
        """Whether the store has its tables, which no connection loses once it has seen them."""
        if getattr(self._local, "finished", None) is connection:
            return True
        finished = has_tables(connection)
        self._local.finished = connection if finished else None
        return finished

    def removed_after(self, covers: int) -> set[str]:
        """The ids removed by changes that the index does not cover."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM version WHERE seq > ? AND body IS NULL", (covers,)
            )
            return {id for id, in rows}

    def stored(self) -> Iterator[Article]:
        """Every article of one state, by id."""
        query = (
            f"SELECT {COLUMNS} FROM version WHERE body IS NOT NULL AND {NEWEST} ORDER BY id"
        )
        self.state()  # which refuses a store of another format
        with readable(self._path), closing(self._connect("ro")) as connection:
            if has_tables(connection):
                yield from map(article_of, connection.execute(query))

    def held(self, names: Collection[str]) -> Iterator[tuple[str, str]]:
        """What the sources of these names hold in one state, as source and id."""
        self.state()
        with readable(self._path), closing(self._connect("ro")) as connection:
            if has_tables(connection):
                connection.execute("BEGIN")
                yield from sources.held(connection, names)

    def pages(self, after: int, upto: int) -> Iterator[list[tuple[int, Article]]]:
        """The articles that changes after `after` brought, as they were after `upto`.

        Some hundreds at a time, each with its change, in their order; a page is of one state.
        """
        while page := self._page(after, upto):
            yield page
            after = page[-1][0]

    def changed(self, seqs: Sequence[int]) -> list[tuple[int, Article]]:
        """The articles that some changes brought, as far as they are kept and sound.

        A damaged one is named by `verify`, and is in nobody's way here.
        """
        rows: list[Row] = []
        with self.reading() as connection:
            for first in range(0, len(seqs), TOGETHER):
                some = seqs[first:first + TOGETHER]
                query = (
                    f"SELECT seq, {COLUMNS} FROM version WHERE body IS NOT NULL "
                    f"AND seq IN ({', '.join('?' * len(some))})"
                )
                rows += connection.execute(query, some).fetchall()
        return [(seq, article_of(row)) for seq, *row in rows if is_sound(row)]

    def _page(self, after: int, upto: int) -> list[tuple[int, Article]]:
        query = (
            f"SELECT seq, {COLUMNS} FROM version WHERE seq > ?1 AND seq <= ?2 "
            "AND body IS NOT NULL AND NOT EXISTS (SELECT 1 FROM version AS other "
            "WHERE other.id = version.id AND other.seq > version.seq AND other.seq <= ?2) "
            "ORDER BY seq LIMIT ?3"
        )
        page: list[tuple[int, Article]] = []
        characters = 0
        with self.reading() as connection:
            for seq, *row in connection.execute(query, (after, upto, _PAGE)):
                page.append((seq, article_of(row)))
                characters += len(page[-1][1].body)
                if characters >= _CHARACTERS:
                    break
        return page

    def changes(self, after: int = 0, most: int = -1) -> list[Change]:
        """The changes still kept after one, in order: all, or so many."""
        with self.reading() as connection:
            return changes_after(connection, after, most) if has_tables(connection) else []

    def changes_after(self, after: int) -> int:
        """How many changes are still kept after one."""
        return self._count("seq > ?", after)

    def newest_of(self, after: int, upto: int) -> int:
        """How many articles have their newest version among these changes."""
        return self._count(f"seq > ? AND seq <= ? AND body IS NOT NULL AND {NEWEST}", after, upto)

    def versions_at(self, change: int) -> Iterator[tuple[int, str]]:
        """Of each article that no change after this one touched its number and id, in order."""
        query = (
            f"SELECT seq, id FROM version WHERE body IS NOT NULL AND seq <= ? AND {NEWEST} "
            "ORDER BY seq"
        )
        with self.reading() as connection:
            yield from connection.execute(query, (change,))

    def counts(self) -> tuple[int, int]:
        """How many articles there are, and how many changes the index does not cover."""
        with self.reading():
            return self.newest_of(0, LAST), self._count("seq > (SELECT covers FROM state)")

    def _count(self, condition: str, *values: int) -> int:
        with self.reading() as connection:
            if not has_tables(connection):
                return 0
            query = f"SELECT count(*) FROM version WHERE {condition}"
            count: int = connection.execute(query, values).fetchone()[0]
            return count

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file, and we with its rows."""
        with self.reading() as connection:
            rows = [row for row, in connection.execute("PRAGMA integrity_check")]
            if rows != ["ok"]:
                return [f"articles.sqlite: {row}" for row in rows]
            return damaged(connection) if has_tables(connection) else []

    # Writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Makes this the only writer; waits for another, and says so."""
        path = self._folder / "writer.lock"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(f"cannot write {self._folder}: {error}") from error
        with writable(path), closing(connect(path, timeout=0)) as connection:
            wait_for(connection, self._folder)
            yield

    @contextmanager
    def changing(self) -> Iterator["Changes"]:
        """One transaction of changes, durable when the block ends."""
        with writable(self._path), closing(self._connect("rwc")) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE}")  # heeded before there are tables
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            create(connection)
            with self._counter.changing():
                connection.execute("BEGIN IMMEDIATE")
                changes = Changes(connection)
                try:
                    yield changes
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
            empty_log(connection, wait=changes.erased)

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect("ro")
            if self._path.exists():  # else it may be made at any time
                self._local.connection = connection
        return connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        if mode == "ro" and not self._path.exists():
            if self._folder.exists() and not self._folder.is_dir():
                raise EngineError(f"{self._folder} is a file: name a folder for the archive")
            if not self._folder.is_dir():
                message = f"there is no archive at {self._folder}: `indexer add` makes one"
                raise ArchiveMissing(message)
            return sqlite3.connect(":memory:", isolation_level=None)
        return opened(self._path, mode)
