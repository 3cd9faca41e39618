"""What can go wrong, as a caller would tell it apart.

SearchError
├── QuerySyntaxError      the text of a query cannot be read; carries the position
├── ArticleNotFound       no article has this id
├── InvalidValue          a value outside its range: a date, a page, a facet's name
└── EngineError           the archive cannot do it now
    ├── ArchiveMissing    nothing has been stored at this address yet
    ├── StaleIndex        another version or other word lists made the index: rebuild it
    └── NotSearchable     stored durably, but not yet in the index
"""

import errno
import sqlite3

STALE = (
    "the index was written by another version or with other word lists: run `indexer rebuild`"
)


_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
"""A full disk, and a full quota."""


class SearchError(Exception):
    """Anything this package raises on purpose."""


class QuerySyntaxError(SearchError):
    """A query that cannot be read; `position` counts code points from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class ArticleNotFound(SearchError):
    """No article has this id."""


class InvalidValue(SearchError):
    """A value outside its range; the message says what is accepted.

    `parameter` is the name under which the value was given, if it has one.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class EngineError(SearchError):
    """The archive cannot do what was asked, and the message says what to do."""


class ArchiveMissing(EngineError):
    """Nothing has been stored at this address yet."""


class StaleIndex(EngineError):
    """The index was written by another version or with other word lists."""

    def __init__(self, message: str = STALE) -> None:
        super().__init__(message)


class NotSearchable(EngineError):
    """The articles are stored, but the index could not follow; a writer catches up."""


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether an error, or one that caused it, says that no space is left.

    >>> is_disk_full(OSError(errno.ENOSPC, "No space left on device"))
    True
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_SPACE:
            return True
        if isinstance(error, sqlite3.Error):
            return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        error = error.__cause__
    return False
