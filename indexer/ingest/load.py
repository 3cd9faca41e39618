"""Reads files as articles, one record in memory at a time."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from indexer import formats, publication
from indexer.article.draft import MappedRecord
from indexer.article.pipeline import finish, map_record
from indexer.article.trace import Trace
from indexer.fields.synonyms import fold_name
from indexer.ingest.day_order import Mapped, detect_month_first
from indexer.ingest.files import find_files
from indexer.record import ReadResult, Rejection, Unpublished
from search import Article

STDIN = Path("-")
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options for reading files.

    `format` overrides what their names say. `mapping` has names of fields beside the usual ones
    (theirs → ours). With `include_unpublished`, drafts and the like are read as articles.
    """

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    include_unpublished: bool = False


class FileReader:
    """Reads files, and knows how far it has come.

    `unmet_names` are the names of the mapping that no record read so far has.
    """

    def __init__(self, options: ReadOptions = ReadOptions()) -> None:
        self.options = options
        self.unmet_names = set(options.mapping)
        self._bytes_before = 0
        self._file: BinaryIO | None = None

    @property
    def bytes_read(self) -> int:
        """The number of bytes read of all files so far."""
        if self._file:
            with suppress(ValueError, OSError):  # it is closed, or a pipe
                return self._bytes_before + self._file.tell()
        return self._bytes_before

    def trace(self, path: Path) -> Iterator[Trace | Rejection | Unpublished]:
        """Yield the trace or the rejection of each record in a file, or why it is left out."""
        mapped = map(self._map, self._read(path))
        # The next record of a pipe may be long in coming.
        taken, month_first = ([], False) if path == STDIN else detect_month_first(mapped)
        for each in chain(taken, mapped):
            yield finish(each, month_first) if isinstance(each, MappedRecord) else each

    def _read(self, path: Path) -> Iterator[ReadResult]:
        mapping = self.options.mapping
        if path == STDIN:
            format = self.options.format or ""
            yield from formats.read_stream(sys.stdin.buffer, "stdin", format, mapping)
            return
        yield from formats.read(path, self.options.format, mapping, on_open=self._follow)
        self._bytes_before, self._file = self._bytes_before + _measure(path), None

    def _follow(self, file: BinaryIO) -> None:
        self._file = file

    def _map(self, result: ReadResult) -> Mapped:
        if isinstance(result, Rejection):
            return result
        self._meet_names(result.fields)
        if not self.options.include_unpublished:
            if reason := publication.find_reason(result, self.options.mapping):
                return Unpublished(location=result.location, reason=reason)
        return map_record(result, self.options.mapping)

    def _meet_names(self, fields: Mapping[str, Any]) -> None:
        if self.unmet_names:
            folded = set(map(fold_name, fields))
            self.unmet_names.difference_update({
                name for name in self.unmet_names if name in fields or fold_name(name) in folded})


def _measure(path: Path) -> int:
    """Return the size of a file, 0 if it is gone."""
    with suppress(OSError):
        return path.stat().st_size
    return 0


def read_articles(
    paths: Iterable[Path], reject: Callable[[Rejection], None],
    options: ReadOptions = ReadOptions(),
) -> Iterator[Article]:
    """Yield the articles in these files and folders; pass each rejection to `reject`.

    What is not published is left out.
    """
    reader = FileReader(options)
    for path in find_files(paths, options.format):
        for result in [path] if isinstance(path, Rejection) else reader.trace(path):
            if isinstance(result, Trace):
                yield result.article
            elif isinstance(result, Rejection):
                reject(result)
