"""The schema of a store: its tables and indexes, which SQLite keeps as text without a checksum.

A changed letter there may turn a table into one that nobody knows, or a column into one of another
type, without an error.
"""

import sqlite3
from contextlib import closing
from functools import cache

from search.store import moments, tally, versions

Definitions = frozenset[tuple[str, str, str, str | None]]
"""Type, name, table and SQL text of each table and index."""

_ALL = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Return a line for each table or index that the store does not define, or that is missing."""
    least, most = _define()
    found = _read(connection)
    wrong = sorted({each[1] for each in (found - most) | (least - found)})
    return [f"articles.sqlite: the definition of {name!r} is damaged: restore a copy, or add what "
            "`indexer export` reads to a new archive" for name in wrong]


@cache
def _define() -> tuple[Definitions, Definitions]:
    """Return what every store has, and what one may have."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        versions.create_tables(connection)
        least = _read(connection)
        connection.execute(tally.TABLE)
        connection.execute(moments.TABLE)
        return least, _read(connection)


def _read(connection: sqlite3.Connection) -> Definitions:
    return frozenset(connection.execute(_ALL))
