"""Formats, and the contract of their readers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO, Protocol

from indexer.record import ReadResult

MAIL_SEPARATOR = (
    rb"From [^\n]{0,300}?\b\d{1,2}:\d\d(?::\d\d)?\b[^\n]{0,40}\b(?:19|20)\d\d\b[^\n]{0,20}")
"""The line above a mail in an mbox, with the moment when it came in.

The date tells it from a sentence. Both the table of formats and the reader need it.
"""


class Reader(Protocol):
    """Reads the articles of one file."""

    def __call__(
        self, file: BinaryIO, name: str, mapping: Mapping[str, str]
    ) -> Iterator[ReadResult]:
        """Yield a record or a rejection for each article, in the order of the file.

        `file` is buffered (it has `peek`) and decompressed. It may be a pipe, so read it once,
        forwards. `name` goes into the locations of the records. `mapping` (their name of a field →
        ours) is for readers that have to recognise a header; it is applied to the fields later.

        Records have the fields as they are in the file, under the names that they have there, with
        every text decoded and repaired. Hold one record in memory at a time, and limit its size.
        Whatever is wrong with the content becomes a rejection with its location and, if possible,
        the content; the reader then goes on with the next record. No exceptions may escape but
        those that reading from `file` raises.
        """


@dataclass(frozen=True, slots=True)
class MemberLink:
    """A member of an archive that is a link, and where it leads. It is never followed."""

    target: str


Member = tuple[str, BinaryIO | MemberLink | str]
"""The name of a file in an archive, and its content or the reason why it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files.

    Exactly one of `read` and `list_members` is given: formats of archives list their members,
    each of which is then read by its own format. `start` matches the beginning of files of this
    format that people save under another name. If its files are `compressed_by_record`, each record
    is a gzip member of its own, and the reader goes on behind a damaged one with `skip_damage`.
    """

    name: str
    endings: tuple[str, ...]
    read: Reader | None = None
    list_members: Callable[[BinaryIO], Iterator[Member]] | None = None
    start: re.Pattern[bytes] | None = None
    compressed_by_record: bool = False

    @property
    def is_archive(self) -> bool:
        """Whether its files hold files of other formats."""
        return self.list_members is not None


def lazily(module: str, function: str = "read") -> Callable[..., Any]:
    """Return a function of a module of this package, which is imported when it is first called.

    A run reads one or two formats, and importing all readers takes a fifth of its start.
    """
    def call(*arguments: Any) -> Any:
        return getattr(import_module(f"indexer.formats.{module}"), function)(*arguments)
    return call
