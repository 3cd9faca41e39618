"""SQLite FTS5, with outlets, dates and text in a table of their own."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.engines.peers import MARK_TAGS
from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

TABLES = """
CREATE TABLE article(id INTEGER PRIMARY KEY, body TEXT, form TEXT, outlet TEXT, year INT, day INT);
CREATE VIRTUAL TABLE t USING fts5(body, form, content='article', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0 tokenchars '-'");
"""

Prepared = tuple[str, tuple[object, ...]]
"""The SQL that begins with FROM, and its parameters."""


class FTS5:
    """Optimized into one segment; not synced to disk while it is built."""

    LACKS = {"fuzzy": "has none", "prefix shown": "the forms are not stored"}

    @staticmethod
    def version() -> str:
        return sqlite3.sqlite_version

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        folder.mkdir()
        database = sqlite3.connect(folder / "fts5.sqlite")
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        with database:
            for entry in entries:
                row = (entry.number, entry.stems, entry.outlet, entry.year, entry.day)
                database.execute("INSERT INTO article VALUES (?, ?, NULL, ?, ?, ?)", row)
                database.execute("INSERT INTO t(rowid, body, form) VALUES (?, ?, ?)",
                                 (entry.number, entry.stems, entry.forms))
        with database:
            database.execute("INSERT INTO t(t) VALUES ('optimize')")
        database.close()

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts5.sqlite", check_same_thread=False)
        self._database.execute("PRAGMA mmap_size=8000000000")
        self._database.execute("PRAGMA cache_size=-500000")

    def prepare(self, query: Query) -> Prepared:
        quoted = [f'"{word}"' for word in query.words]
        text = {
            "phrase": f'body: "{" ".join(query.words)}"', "prefix": f"form: {quoted[0]} *",
            "or3": "body: (" + " OR ".join(quoted) + ")",
        }.get(query.kind, "body: (" + " AND ".join(quoted) + ")")
        joined = "FROM t JOIN article a ON a.id = t.rowid WHERE t MATCH ?"
        if query.outlet:
            return f"{joined} AND a.outlet = ?", (text, query.outlet)
        if query.since:
            return f"{joined} AND a.day BETWEEN ? AND ?", (text, query.since, query.until)
        return "FROM t WHERE t MATCH ?", (text,)

    def rank(self, prepared: Prepared) -> list[int]:
        rows = self._fetch_best("t.rowid", prepared)
        return [row[0] for row in rows]

    def page(self, prepared: Prepared) -> tuple[int, list[int]]:
        return self._count(prepared), self.rank(prepared)

    def shown(self, prepared: Prepared) -> list[str]:
        self._count(prepared)
        begin, end = MARK_TAGS
        rows = self._fetch_best(f"snippet(t, 0, '{begin}', '{end}', '…', 25)", prepared)
        return [row[0] for row in rows]

    def close(self) -> None:
        self._database.close()

    def _fetch_best(self, what: str, prepared: Prepared) -> list[tuple]:
        rest, values = prepared
        return self._database.execute(
            f"SELECT {what} {rest} ORDER BY rank LIMIT 10", values).fetchall()

    def _count(self, prepared: Prepared) -> int:
        rest, values = prepared
        if " JOIN " not in rest:
            rest = rest.replace("FROM t", "FROM t JOIN article a ON a.id = t.rowid")
        rows = self._database.execute(
            f"SELECT a.outlet, a.year, count(*) {rest} GROUP BY 1, 2", values)
        return sum(row[2] for row in rows)
