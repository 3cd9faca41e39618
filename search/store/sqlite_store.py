"""The store in SQLite: one database of versions, `articles.sqlite`, in the archive's folder."""

import logging
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from search.article import Article
from search.errors import EngineError
from search.store import moments as moment_rows
from search.store import schema
from search.store import sources as source_rows
from search.store import tally as tallies
from search.store import versions
from search.store.change_counter import ChangeCounter
from search.store.database import (
    Database,
    DataVersion,
    empty_write_ahead_log,
    is_of_others,
    lock_exclusively,
)
from search.store.store import Change, IndexState, StoreStatus, list_latest
from search.store.tally import Tally
from search.store.transaction import SQLiteTransaction
from search.store.versions import (
    COLUMNS,
    FORMAT,
    MAX_PARAMETERS,
    NEWEST,
    NEWEST_UP_TO,
    Row,
    article_of,
    changes_after,
    checksum,
    create_tables,
    has_tables,
    is_intact,
    rebuild_indexes,
)

log = logging.getLogger(__name__)

RECHECK_SECONDS = 1.0
"""The interval after which SQLite is asked for changes, even if the counter is unchanged."""

PAGE_ARTICLES, PAGE_CHARACTERS = 1_000, 4_000_000
"""A page of articles, which are analysed together, ends with the first limit that it reaches."""

_CHECKED = schema, versions, source_rows, moment_rows, tallies
"""Modules that find damage in what is theirs, which SQLite does not notice."""

_URL = COLUMNS.split(", ").index("url")

StateAndRemovals = tuple[IndexState, frozenset[str]]


class _Known(NamedTuple):
    """What a thread knows of the store, the counter and version of that, and its expiry."""

    counter: int
    until: float
    version: DataVersion
    answer: StateAndRemovals


class SQLiteStore:
    """Keeps the contracts of Store and ChangeLog in a folder.

    Each thread remembers what `state_and_removals` returned.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = Database(folder / "articles.sqlite")
        self._counter = ChangeCounter(folder / "articles.counter")
        self._local = threading.local()
        self._start: int | None = None

    # Articles

    def articles(
        self, ids: Sequence[str], changes: Sequence[int] | None = None
    ) -> list[Article]:
        if changes is not None:
            return self._read_versions(ids, changes)
        with self._database.reading():
            return self._find_versions(ids, self.state().change)

    def export(self) -> Iterator[Article]:
        query = f"SELECT {COLUMNS} FROM version WHERE seq = ? AND body IS NOT NULL"
        self.state()  # refuses a store of another format
        with self._database.snapshot() as connection:
            if not has_tables(connection):
                return
            known, found = tallies.read(connection), 0
            for change, _ in connection.execute(f"{tallies.NEWEST} ORDER BY id"):
                for row in connection.execute(query, (change,)):
                    yield article_of(row)
                    found += 1
            if loss := known and tallies.describe_loss(known.articles, found):
                raise EngineError(loss)

    def urls(self) -> Iterator[tuple[str, str]]:
        query = f"SELECT {COLUMNS} FROM version WHERE body IS NOT NULL AND {NEWEST}"
        self.state()
        with self._database.snapshot() as connection:
            for row in connection.execute(query) if has_tables(connection) else ():
                id, url = row[0], row[_URL]
                if not is_intact(row):
                    log.warning("the article %r is damaged, perhaps in its URL: add it again, or "
                                "remove it by its id", id)
                if url is not None:
                    yield id, url

    def latest(self, limit: int) -> Iterator[Article]:
        return list_latest(self, limit)

    def articles_of_sources(
        self, sources: Collection[str] | None
    ) -> Iterator[tuple[str, str]]:
        self.state()
        with self._database.snapshot() as connection:
            if has_tables(connection):
                yield from source_rows.articles_of_sources(connection, sources)

    def moments(self, changes: Sequence[int]) -> list[int | None]:
        with self._database.reading() as connection:
            return moment_rows.find(connection, changes)

    def status(self) -> StoreStatus:
        with self._database.reading() as connection:
            tally = self._tally(connection)
            pending = self._count("seq > (SELECT covers FROM state)")
            [moment] = moment_rows.find(connection, [tally.change])
        return StoreStatus(
            articles=tally.articles, change=tally.change, pending=pending,
            changed=moment or self._counter.last_written())

    def count_bytes(self) -> int:
        total = 0
        for path in self._folder.glob("articles.*"):
            with suppress(FileNotFoundError):  # a writer may have just emptied its log
                total += path.stat().st_size
        return total

    def find_loss(self) -> str | None:
        with self._database.reading() as connection:
            return tallies.find_loss(connection) if has_tables(connection) else None

    def verify(self) -> list[str]:
        counter = self._counter.find_damage()
        with self._database.reading() as connection:
            rows = [row for row, in connection.execute("PRAGMA integrity_check")]
            if rows != ["ok"]:
                return [f"articles.sqlite: {row}" for row in rows]
            if not has_tables(connection):
                return []
            return [*chain.from_iterable(each.find_damage(connection) for each in _CHECKED),
                    *filter(None, [counter])]

    def close(self) -> None:
        """Close the connections that nobody reads with."""
        self._local.__dict__.clear()
        self._database.close()

    # Changes

    def state(self) -> IndexState:
        with self._database.reading() as connection:
            if not has_tables(connection):
                return IndexState()
            row = connection.execute(
                "SELECT format, generation, covers, analyzer, checksum FROM state"
            ).fetchone()
        self._refuse_format(row[0] if row else None)
        if not row or row[0] != FORMAT or checksum(row[1:-1]) != row[-1]:
            raise EngineError(f"the state in {self._database.path} is damaged: restore a copy")
        _, generation, change, signature, _ = row
        return IndexState(generation=generation, change=change, signature=signature)

    def state_and_removals(self) -> StateAndRemovals:
        """Return what this thread knows, unless the counter or SQLite says that it may be old."""
        counter, now = self._counter.value(), monotonic()
        known: _Known | None = getattr(self._local, "known", None)
        if known and known.counter == counter and now < known.until and not counter & 1:
            if not self._database.is_replaced(known.version):
                return known.answer
        version = self._database.version()
        if known and known.version == version:
            answer = known.answer
        else:
            answer = self._read_state_and_removals()
        if self._database.exists():
            self._local.known = _Known(counter, now + RECHECK_SECONDS, version, answer)
        return answer

    def last_change(self) -> int:
        with self._database.reading() as connection:
            if not has_tables(connection):
                return 0
            return tallies.last_change(connection)

    def changes(self, after: int = 0, limit: int = -1) -> list[Change]:
        with self._database.reading() as connection:
            return changes_after(connection, after, limit) if has_tables(connection) else []

    def count_changes(self, after: int) -> int:
        return self._count("seq > ?", after)

    def count_articles(self, after: int, change: int) -> int:
        condition = f"seq > ? AND seq <= ? AND body IS NOT NULL AND {NEWEST}"
        return self._count(condition, after, change)

    def pages(self, after: int, change: int) -> Iterator[list[tuple[int, Article]]]:
        while page := self._page(after, change):
            yield page
            after = page[-1][0]

    def versions(self, changes: Sequence[int]) -> list[tuple[int, Article]]:
        rows: list[Row] = []
        with self._database.reading() as connection:
            for first in range(0, len(changes) if has_tables(connection) else 0, MAX_PARAMETERS):
                some = changes[first:first + MAX_PARAMETERS]
                query = (
                    f"SELECT seq, {COLUMNS} FROM version WHERE body IS NOT NULL "
                    f"AND seq IN ({', '.join('?' * len(some))})"
                )
                rows += connection.execute(query, some).fetchall()
        return [(change, article_of(row)) for change, *row in rows if is_intact(row)]

    def newest_versions(self, change: int) -> Iterator[tuple[int, str]]:
        query = (
            f"SELECT seq, id FROM version WHERE body IS NOT NULL AND seq <= ? AND {NEWEST} "
            "ORDER BY seq"
        )
        with self._database.reading() as connection:
            if has_tables(connection):
                yield from connection.execute(query, (change,))

    def advance(self, state: IndexState, ids: Collection[str] | None) -> None:
        with self.transaction() as transaction:
            transaction.advance(state, ids)

    # Writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(f"cannot write {self._folder}: {error}") from error
        if is_of_others(self._folder):
            log.warning(
                "%s holds other files: the new archive is put among them, as articles.*, index-*, "
                "vocabulary.arrays and *.lock; remove these if that was not meant", self._folder)
        with lock_exclusively(self._folder / "writer.lock"):
            yield

    @contextmanager
    def transaction(self) -> Iterator[SQLiteTransaction]:
        with self._database.writer() as connection:
            create_tables(connection)
            with self._counter.change():
                connection.execute("BEGIN IMMEDIATE")
                try:
                    transaction = SQLiteTransaction(connection, self._find_start(connection))
                    yield transaction
                    transaction.finish()
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
            empty_write_ahead_log(connection, wait=transaction.erased)

    def mend(self) -> int:
        with self._database.writer() as connection:
            if not has_tables(connection):
                return 0
            rebuild_indexes(connection)
            connection.execute("BEGIN IMMEDIATE")
            known, counted = _read_sound(connection), tallies.count(connection)
            if known and known.articles and not counted.articles:
                raise EngineError(tallies.describe_loss(known.articles, 0))
            tallies.write(connection, counted)
            moment_rows.forget_damaged(connection)
            connection.execute("COMMIT")
            empty_write_ahead_log(connection, wait=False)
        return known.articles - counted.articles if known else 0

    # Reading

    def _find_start(self, connection: sqlite3.Connection) -> int:
        """Return the last change that there was before this object wrote any."""
        if self._start is None:
            self._start = tallies.last_change(connection)
        return self._start

    def _tally(self, connection: sqlite3.Connection) -> Tally:
        """Return the tally, counted if none is kept. Raises EngineError if no article is left."""
        if not has_tables(connection):
            return Tally(0, 0)
        known = tallies.read(connection)
        if known and tallies.is_emptied(connection, known):
            raise EngineError(tallies.describe_loss(known.articles, 0))
        return known or tallies.count(connection)

    def _refuse_format(self, number: object) -> None:
        """Raise EngineError if the tables have another format."""
        if isinstance(number, int) and number > FORMAT:
            raise EngineError(
                f"{self._folder} was written by a newer version (format {number}): update this one"
            )
        if isinstance(number, int) and 0 < number < FORMAT:
            raise EngineError(
                f"{self._folder} was written by an older version (format {number}): "
                "export it with that one, and add it to a new archive"
            )

    def _read_state_and_removals(self) -> StateAndRemovals:
        self._counter.open()
        with self._database.reading() as connection:
            state = self.state()
            if not state.generation:
                return state, frozenset()
            rows = connection.execute(
                "SELECT id FROM version WHERE seq > ? AND body IS NULL", (state.change,)
            )
            return state, frozenset(id for id, in rows)

    def _read_versions(self, ids: Sequence[str], changes: Sequence[int]) -> list[Article]:
        """Return the versions that changes brought, if they are of the articles with these ids.

        Each is found by its row, without SQLite's index of ids, which has no checksums.
        """
        rows: list[Row] = []
        for first in range(0, len(changes), MAX_PARAMETERS):
            some = changes[first:first + MAX_PARAMETERS]
            marks = ", ".join("?" * len(some))
            rows += self._database.fetch(
                f"SELECT seq, {COLUMNS} FROM version WHERE seq IN ({marks}) AND body IS NOT NULL",
                some)
        by_version = {row[:2]: row[1:] for row in rows}
        found = map(by_version.get, zip(changes, ids))
        return [article_of(row) for row in found if row]

    def _find_versions(self, ids: Sequence[str], followed: int) -> list[Article]:
        """Return the last version of each article up to the change `followed`.

        Of an article that has none, it is the last.
        """
        rows: list[Row] = []
        with self._database.reading() as connection:
            known = self._database.has_tables()
            for first in range(0, len(ids) if known else 0, MAX_PARAMETERS):
                some = ids[first:first + MAX_PARAMETERS]
                marks = ", ".join("?" * len(some))
                query = f"SELECT seq, {COLUMNS} FROM version WHERE id IN ({marks})"
                rows += connection.execute(query, some).fetchall()
        rows.sort(key=lambda row: (row[0] <= followed, row[0]))
        by_id = {row[1]: row[1:] for row in rows}
        ordered = [by_id[id] for id in ids if id in by_id]
        return [article_of(row) for row in ordered if row[2] is not None]

    def _page(self, after: int, change: int) -> list[tuple[int, Article]]:
        query = (
            f"SELECT seq, {COLUMNS} FROM version WHERE seq > ?1 AND seq <= ?2 "
            f"AND body IS NOT NULL AND {NEWEST_UP_TO} ORDER BY seq LIMIT ?3"
        )
        page: list[tuple[int, Article]] = []
        characters = 0
        with self._database.reading() as connection:
            if not has_tables(connection):
                return []
            for number, *row in connection.execute(query, (after, change, PAGE_ARTICLES)):
                page.append((number, article_of(row)))
                characters += page[-1][1].count_characters()
                if characters >= PAGE_CHARACTERS:
                    break
        return page

    def _count(self, condition: str, *values: int) -> int:
        with self._database.reading() as connection:
            if not has_tables(connection):
                return 0
            query = f"SELECT count(*) FROM version WHERE {condition}"
            count: int = connection.execute(query, values).fetchone()[0]
            return count


def _read_sound(connection: sqlite3.Connection) -> Tally | None:
    """Return the tally, None if there is none or it is damaged."""
    try:
        return tallies.read(connection)
    except EngineError:
        return None
