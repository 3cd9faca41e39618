"""The file in which a command remembers what it has done: what to do where it cannot be used."""

import sqlite3
from pathlib import Path

from search.errors import EngineError

_NOT_ALLOWED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
_NO_SPACE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def translate_state_error(file: Path, error: sqlite3.Error, if_damaged: str) -> EngineError:
    """Return our error for one of SQLite, which says what to do; `if_damaged` is for damage.

    >>> damaged = sqlite3.DatabaseError("file is not a database")
    >>> damaged.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    >>> print(translate_state_error(Path("a.state"), damaged, "remove it"))
    a.state cannot be used (file is not a database): remove it
    """
    return EngineError(f"{file} cannot be used ({error}): {_advise(error, if_damaged)}")


def _advise(error: sqlite3.Error, if_damaged: str) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _NOT_ALLOWED:
        return "give this user permission to write it and its folder, or name another file"
    if code in _NO_SPACE:
        return "free some space, and run the command again"
    return if_damaged
