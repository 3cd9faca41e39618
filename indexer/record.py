"""Records and rejections: the results of reading a file."""

from dataclasses import dataclass, field
from typing import Any

from search.errors import describe_parse_error


@dataclass(frozen=True, slots=True)
class Location:
    """A file, and the line where a record begins, counted from 1.

    A member of an archive is written archive/member. Positional, because its two fields are always
    given in the order in which they are written: file:line.
    """

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class NaN(str):
    """NaN or Infinity in JSON: null in a field of ours, its own text anywhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The fields of one article as they stand in a file.

    `source` says what kind of statement they are: "field", "metadata" (of a page) or "feed".
    `notes` says what was repaired while reading, and `doubt` why its text may not be the whole
    article. `hidden` says what shows, besides its fields, that its site has not published it.
    """

    location: Location
    fields: dict[str, Any] = field(default_factory=dict)
    source: str = "field"
    notes: tuple[str, ...] = ()
    doubt: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A record, or a whole file, that cannot become an article, and the reason.

    `fields` has the fields of the record if they could be read. Otherwise `raw` has its text, with
    bytes that no encoding explains as lone surrogates. If both are None, only the file itself can
    be corrected.
    """

    location: Location
    reason: str
    fields: dict[str, Any] | None = None
    raw: str | None = None

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """A record that its site has not published, and which field says so; without its text."""

    location: Location
    reason: str

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"


ReadResult = Record | Rejection
"""What a reader yields."""


def describe_error(error: Exception) -> str:
    """Return what an exception says; its name if it says nothing.

    >>> describe_error(ValueError("no header")), describe_error(EOFError())
    ('no header', 'EOFError')
    """
    return describe_parse_error(error) or type(error).__name__
