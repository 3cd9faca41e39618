"""The errors of this package, one for each thing that a caller can act on.

SearchError
├── QuerySyntaxError      a query exceeds a limit; carries the position
│   ├── InvalidCondition  a query has a condition with a value that means nothing, such as a date
│   └── TooCostly         to answer takes longer than the budget allows
│       ├── ClusterTooSlow  as a cluster took most of it: ask again later
│       └── TooManyForms  words with * or ~ stand for more words than it allows
├── ArticleNotFound       no article has this id
├── RevisionConflict      what is stored is newer than what was to be stored
│   └── ConditionFailed   the stored article is not the one that its sender knows
├── OutdatedCursor        a cursor belongs to another query or archive: begin again
├── InvalidValue          a value is out of range: a date, a page, the name of a facet
└── EngineError           the archive cannot do it now
    ├── ArchiveMissing    nothing has been stored at this address yet
    ├── LostStore         the store lacks articles that it had, and writing would hide that
    ├── DiskFull          there is no space left to write
    ├── ClusterUnavailable  the cluster does not answer, or not now: ask again later
    ├── AccessRefused     the cluster refuses this user, or is not the one that it should be
    ├── StaleIndex        another version or other word lists wrote the index: rebuild it
    ├── WriterBusy        another program is writing, and there is no time to wait for it
    ├── UnreadableKeys    the file of keys cannot be read, so nobody is let in by one
    ├── NotIndexed        articles are stored, and there is no index of them
    └── NotSearchable     the articles are stored, but not yet in the index
        └── BeingRebuilt  for the index is being rebuilt, and follows at the end of that
"""

import errno
import sqlite3
from enum import StrEnum

STALE = (
    "the index was written by another version or with other word lists: run `indexer rebuild`"
)

HIDDEN = ("the store is damaged: it does not lead to the article {!r}, which was stored. Run "
          "`indexer rebuild`, and try again")
"""What says that an article is not found where it should be, given its id."""

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
"""A full disk, and a full quota."""


def describe_parse_error(error: Exception) -> str:
    """Return what is wrong with JSON or TOML, given what its parser raised.

    Python's own words for too many digits, and for too many levels, are for whoever writes Python.

    >>> describe_parse_error(RecursionError("maximum recursion depth exceeded"))
    'it is nested too deeply'
    """
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    has_digits = "set_int_max_str_digits" in str(error)
    return "a number has too many digits" if has_digits else str(error)


class SearchError(Exception):
    """Any error that this package raises on purpose."""


class QueryLimit(StrEnum):
    """What a query may have only so much of."""

    LENGTH = "length"
    DEPTH = "depth"
    EXPANSIONS = "expansions"
    PROXIMITIES = "proximities"
    PHRASES = "phrases"
    CONDITIONS = "conditions"
    FORMS = "forms"
    TIME = "time"


class QuerySyntaxError(SearchError):
    """A query exceeds a limit; `position` is where, in code points from 0.

    It has `count` of what it may have only `most` of. `limit` is None for an InvalidCondition.
    """

    def __init__(
        self, message: str, position: int, limit: QueryLimit | None = None, *, count: int = 0,
        most: int = 0,
    ) -> None:
        super().__init__(message)
        self.position = position
        self.limit, self.count, self.most = limit, count, most


class InvalidCondition(QuerySyntaxError):
    """A condition of a query has a value that means nothing; the message says what to write.

    `name` is the one of its names that was typed, and `condition` the condition.
    """

    def __init__(self, message: str, position: int, name: str, condition: str) -> None:
        super().__init__(message, position)
        self.name, self.condition = name, condition


class TooCostly(QuerySyntaxError):
    """To answer takes longer than the budget of the request allows (search/budget.py)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"to answer this takes more than {seconds:g} s of work: ask for less, such as fewer "
            "words with * or ~, fewer phrases, fewer days or a smaller page", 0, QueryLimit.TIME)


class TooManyForms(TooCostly):
    """The words of a request with * or ~ stand for `count` words of the archive, or more."""

    def __init__(self, count: int, most: int) -> None:
        QuerySyntaxError.__init__(
            self, f"the words with * or ~ stand for more than {most:,} words of the archive: write "
            "more letters of them, or fewer of them", 0, QueryLimit.FORMS, count=count, most=most)


class ClusterTooSlow(TooCostly):
    """Most of the budget of a request has passed while a cluster was at work, or hung."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.args = (f"the cluster took longer than the {seconds:g} s that a request may take: try "
                     "again later",)


class ArticleNotFound(SearchError):
    """No article has this id."""


class RevisionConflict(SearchError):
    """What is stored is newer than what was to be stored; the message says how."""


class ConditionFailed(RevisionConflict):
    """The stored article is not the one that its sender knows."""


class OutdatedCursor(SearchError):
    """A cursor belongs to another query or archive; the message says what to do."""


class InvalidValue(SearchError):
    """A value is out of range; the message says what is accepted.

    `parameter` is the name under which the value was given, or "".
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class EngineError(SearchError):
    """The archive cannot do what was asked; the message says what to do."""


class ArchiveMissing(EngineError):
    """Nothing has been stored at this address yet."""


class LostStore(EngineError):
    """The store lacks articles that it had: it is gone, emptied, or an old copy."""


class DiskFull(EngineError):
    """There is no space left on the disk."""


class ClusterUnavailable(EngineError):
    """The cluster does not answer, or not now; it may, later."""


class AccessRefused(EngineError):
    """The cluster refuses this user, or its certificate is not trusted."""


class StaleIndex(EngineError):
    """The index was written by another version or with other word lists."""

    def __init__(self, message: str = STALE) -> None:
        super().__init__(message)


class WriterBusy(EngineError):
    """Another program is writing, and there is no time to wait for it."""


class UnreadableKeys(EngineError):
    """The file of keys cannot be read; the message says why."""


class NotIndexed(EngineError):
    """Articles are stored, and there is no index of them: it is being built, or was lost."""

    def __init__(self) -> None:
        super().__init__(
            "the stored articles have no index: run `indexer rebuild`, or wait if `indexer` is at "
            "work on it")


class NotSearchable(EngineError):
    """The articles are stored, but the index could not follow. The next writer catches up."""


class BeingRebuilt(NotSearchable):
    """The index is being rebuilt. What is stored meanwhile is indexed at the end of that."""

    def __init__(self) -> None:
        super().__init__(
            "the index is being rebuilt: what is stored meanwhile is found when that is done, and "
            "what is removed is hidden now and erased from the index then")


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether an error, or one that caused it, says that no space is left.

    >>> is_disk_full(OSError(errno.ENOSPC, "No space left on device"))
    True
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_SPACE:
            return True
        if isinstance(error, DiskFull):
            return True
        if isinstance(error, sqlite3.Error):
            return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        error = error.__cause__
    return False
