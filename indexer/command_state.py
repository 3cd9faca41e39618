"""The file in which a command remembers what it has done: is it sound, and what to do if not?"""

import sqlite3
from pathlib import Path

from search.errors import EngineError

_NOT_ALLOWED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
_NO_SPACE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def check_state(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError if a file is damaged, as far as SQLite finds that out."""
    try:
        found, = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except UnicodeDecodeError:  # which the name of a damaged table raises
        found = "damaged names"
    if found != "ok":
        raise sqlite3.DatabaseError(found.replace("\n", ": "))


def translate_state_error(file: Path, error: Exception, if_damaged: str) -> EngineError:
    """Return our error for one of SQLite, which says what to do; `if_damaged` is for damage.

    >>> damaged = sqlite3.DatabaseError("file is not a database")
    >>> damaged.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    >>> print(translate_state_error(Path("a.state"), damaged, "remove it"))
    a.state cannot be used (file is not a database): remove it
    """
    return EngineError(f"{file} cannot be used ({error}): {_advise(error, if_damaged)}")


def _advise(error: Exception, if_damaged: str) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _NOT_ALLOWED:
        return "give this user permission to write it and its folder, or name another file"
    if code in _NO_SPACE:
        return "free some space, and run the command again"
    return if_damaged
