"""What a reader finds in a file: fields as they were written, and where."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and the line in it where a record begins, from 1.

    A member of an archive is archive/member.
    """

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class NaN(str):
    """What JSON writes that is no number: as a value of ours nothing, and elsewhere its text."""


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one article, not yet understood.

    `source` is what gave them: field, metadata (of a page) or feed. `notes` says what was
    repaired while reading.
    """

    place: Place
    fields: dict[str, Any] = field(default_factory=dict)
    source: str = "field"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record, or a whole file, that could not become an article, and why.

    `fields` is what the record held; `raw`, where not even that could be read, its text, bytes
    that no encoding explains as half surrogates. Both are None where nothing but the file can
    be mended.
    """

    place: Place
    reason: str
    fields: dict[str, Any] | None = None
    raw: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"
