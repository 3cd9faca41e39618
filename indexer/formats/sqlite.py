"""Reads SQLite databases: one article a row, in each table with a title and a body.

The file may come from anybody. It is opened read-only, views and virtual tables are left alone,
and nothing that its schema defines is ever run.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from indexer.formats import exports
from indexer.formats.io import encoding
from indexer.formats.io.temporary_files import open_on_disk
from indexer.formats.tables import SAMPLED_ROWS, find_names, is_named_as_articles, rename
from indexer.publication import add_missing_moments
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text.repair import repair_fields

log = logging.getLogger(__name__)

_MAX_VALUE_BYTES = 32 << 20
_MAX_COLUMNS = 1_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _MAX_VALUE_BYTES, sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_COLUMN: _MAX_COLUMNS, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20,
}
_SETTINGS = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0")
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
_OF_AN_ARCHIVE = ("%s: passed over, as it belongs to an archive of this program: "
                  "`indexer export` writes its articles")
_UNWRITTEN = ("recent changes in its -wal file are not read: close the program that writes it, or "
              "run PRAGMA wal_checkpoint(TRUNCATE)")


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record for each row of each table of articles."""
    if Path(name).name.lower() == "thumbs.db":
        return  # Windows leaves these in folders with pictures; they are no SQLite databases
    if _is_of_an_archive(Path(name)):
        log.warning(_OF_AN_ARCHIVE, name)
        return
    with open_on_disk(file) as on_disk:
        path = str(on_disk.name)
        try:
            connection = _open(path, on_disk.fileno())
        except sqlite3.Error as error:
            yield Rejection(location=Location(name), reason=f"not an SQLite database: {error}")
            return
        try:
            yield from _read_tables(connection, name, mapping)
        except sqlite3.Error as error:
            yield Rejection(location=Location(name), reason=f"damaged database: {error}")
        finally:
            connection.close()
        wal = Path(f"{path}-wal")
        if wal.is_file() and wal.stat().st_size:
            yield Rejection(location=Location(name), reason=_UNWRITTEN)


def _is_of_an_archive(path: Path) -> bool:
    return path.name == "articles.sqlite" and path.with_name("articles.counter").exists()


def _open(path: str, descriptor: int) -> sqlite3.Connection:
    """Open a database read-only, so that no file is written next to it either.

    Raises sqlite3.Error if it is no database, or not the file of the descriptor.
    """
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    connection.text_factory = bytes
    connection.execute("PRAGMA schema_version")  # which opens the file
    if not os.path.samestat(os.stat(path), os.fstat(descriptor)):
        connection.close()
        raise sqlite3.OperationalError("another file has taken its place")
    return connection


def _read_tables(
    connection: sqlite3.Connection, name: str, mapping: Mapping[str, str]
) -> Iterator[ReadResult]:
    tables = _list_tables(connection)
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
    names = {table: _find_names(connection, table, columns, mapping)
             for table, columns in tables.items()}
    articles = {table: tables[table] for table, found in names.items() if found is not None}
    others = ", ".join(table for table in tables if table not in articles)
    if not articles:
        yield Rejection(
            location=Location(name), reason="no table with columns for title and body "
            f"({others[:200] or 'no table at all'}): rename them, or use --map")
    elif others:
        log.warning("%s: tables without articles are passed over: %s", name, others)
    for table, columns in articles.items():
        for row in _read_table(connection, table, columns, Location(f"{name}/{table}")):
            yield rename(row, names[table] or {})


def _list_tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the stored columns of each ordinary table."""
    rows = connection.execute("PRAGMA main.table_list").fetchall()
    names = [_decode(table) for _, table, kind, *_ in rows if kind == b"table"]
    return {
        table: [_decode(column) for _, column, _, _, _, _, hidden in connection.execute(
            f"PRAGMA main.table_xinfo({_quote(table)})") if not hidden]
        for table in sorted(names) if not table.startswith("sqlite_")
    }


def _find_names(
    connection: sqlite3.Connection, table: str, columns: list[str], mapping: Mapping[str, str]
) -> dict[str, str] | None:
    """Return which columns to rename to our fields; None of a table without articles."""
    if exports.is_of_other_table(table):
        return None
    if is_named_as_articles(columns, mapping):
        return {}
    location = Location(table)
    first = islice(_read_table(connection, table, columns, location), SAMPLED_ROWS)
    rows = [each.fields for each in first if isinstance(each, Record)]
    return find_names(table, rows, mapping) if rows else None


def _read_table(
    connection: sqlite3.Connection, table: str, columns: list[str], location: Location
) -> Iterator[ReadResult]:
    selected = ", ".join(map(_quote, columns))
    number, hidden = 0, exports.find_hiding_table(table)
    try:
        for row in connection.execute(f"SELECT {selected} FROM main.{_quote(table)}"):
            number += 1
            yield _build_record(dict(zip(columns, row)), Location(location.file, number), hidden)
    except sqlite3.Error as error:
        yield Rejection(
            location=Location(location.file, number + 1),
            reason=f"damaged database: {error}; the rows from here on are lost")


def _build_record(row: dict[str, Any], location: Location, hidden: str) -> ReadResult:
    fields: dict[str, Any] = {}
    notes: tuple[str, ...] = ()
    for name, value in row.items():
        if isinstance(value, bytes):
            if encoding.is_binary(value):
                continue  # a picture, say
            value, decoding = encoding.decode(value)
            notes += decoding
        if value not in (None, ""):
            fields[name] = value
    repaired, repairs = repair_fields(fields)
    add_missing_moments(repaired, [*row])
    return Record(
        location=location, fields=repaired, notes=tuple(dict.fromkeys(notes)) + repairs,
        hidden=hidden)


def _decode(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
