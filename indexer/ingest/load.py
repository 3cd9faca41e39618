"""Reads files as articles, a group of records in memory at a time."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from indexer import formats, publication
from indexer.article.draft import Finished, Mapped
from indexer.article.pipeline import finish, map_record
from indexer.fields.synonyms import fold_name
from indexer.ingest.day_order import detect_month_first
from indexer.ingest.files import OutsideLink, find_files, open_below
from indexer.ingest.groups import MAX_RECORDS, group_records
from indexer.ingest.numeric_status import StatusColumns
from indexer.record import ReadResult, Rejection, Unpublished

STDIN = Path("-")
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options for reading files.

    `format` overrides what their names say. `mapping` has names of fields besides the usual ones
    (theirs → ours). With `include_unpublished`, drafts and the like are read as articles. With
    `follow_links`, so is what links in folders lead to outside them.
    """

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    include_unpublished: bool = False
    follow_links: bool = False


class ArticleReader(Protocol):
    """Reads the articles of a run."""

    def find_files(self, paths: Iterable[Path]) -> Iterator[Path | Rejection | OutsideLink]:
        """Yield the files of these paths, and what is not opened."""

    def is_stream(self, path: Path) -> bool:
        """Return whether the next record of a path may be long in coming."""

    def trace(self, path: Path) -> Iterator[Finished]:
        """Yield the trace or the rejection of each record in a file, or why it is left out."""


class FileReader:
    """Reads files, and knows how far it has come.

    `unmet_names` are the names of the mapping that no record read so far has.
    """

    def __init__(self, options: ReadOptions = ReadOptions()) -> None:
        self.options = options
        self.unmet_names = set(options.mapping)
        self._bytes_before = 0
        self._file: BinaryIO | None = None
        self._folder: str | None = None
        self._letters = publication.Letters()

    @property
    def bytes_read(self) -> int:
        """The number of bytes read of all files so far."""
        if self._file:
            with suppress(ValueError, OSError):  # it is closed, or a pipe
                return self._bytes_before + self._file.tell()
        return self._bytes_before

    def find_files(self, paths: Iterable[Path]) -> Iterator[Path | Rejection | OutsideLink]:
        """Yield the files to read, and what is not opened: see `files.find_files`.

        Until the next one is asked for, what is read does not lead out of its folder.
        """
        for path in paths:
            is_kept_to = path.is_dir() and not self.options.follow_links
            self._folder = os.path.abspath(path) if is_kept_to else None
            yield from find_files([path], self.options.format, self.options.follow_links)
        self._folder = None

    def is_stream(self, path: Path) -> bool:
        """Return whether the next record of a path may be long in coming."""
        return is_stream(path)

    def trace(self, path: Path) -> Iterator[Finished]:
        """Yield the trace or the rejection of each record in a file, or why it is left out."""
        yield from self.trace_results(self._read(path), is_stream(path), path != STDIN)

    def trace_results(
        self, results: Iterable[ReadResult], one_by_one: bool = False, detects_order: bool = True
    ) -> Iterator[Finished]:
        """Yield what becomes of the records of one file, which were read already.

        They may come `one_by_one`. With `detects_order`, they show whether the file writes the
        month before the day.
        """
        self._letters = publication.Letters()
        groups = group_records(results, 1 if one_by_one else MAX_RECORDS)
        mapped: Iterator[list[Mapped]] = map(self._map_group, groups)
        if not self.options.include_unpublished:
            mapped = StatusColumns(hold=not one_by_one).settle(mapped)
        taken, month_first = detect_month_first(mapped) if detects_order else ([], False)
        for group in chain(taken, mapped):
            yield from finish(group, month_first)

    def _map_group(self, group: Sequence[ReadResult]) -> list[Mapped]:
        self._letters.learn(group)
        return [self._map(each) for each in group]

    def _read(self, path: Path) -> Iterator[ReadResult]:
        mapping = self.options.mapping
        if path == STDIN:
            format = self.options.format or ""
            yield from formats.read_stream(sys.stdin.buffer, "stdin", format, mapping)
            return
        opener = partial(open_below, self._folder) if self._folder else None
        yield from formats.read(
            path, self.options.format, mapping, on_open=self._follow, opener=opener)
        self._bytes_before, self._file = self._bytes_before + _measure(path), None

    def _follow(self, file: BinaryIO) -> None:
        self._file = file

    def _map(self, result: ReadResult) -> Mapped:
        if isinstance(result, Rejection):
            return result
        self._meet_names(result.fields)
        if not self.options.include_unpublished:
            if reason := publication.find_reason(
                    result, self.options.mapping, self._letters):
                return Unpublished(location=result.location, reason=reason)
        return map_record(result, self.options.mapping)

    def _meet_names(self, fields: Mapping[str, Any]) -> None:
        if self.unmet_names:
            folded = set(map(fold_name, fields))
            self.unmet_names.difference_update({
                name for name in self.unmet_names if name in fields or fold_name(name) in folded})


def is_stream(path: Path) -> bool:
    """Return whether a path is a pipe or the like, whose next record may be long in coming."""
    return path == STDIN or not (path.is_file() or path.is_dir())


def _measure(path: Path) -> int:
    """Return the size of a file, 0 if it is gone."""
    with suppress(OSError):
        return path.stat().st_size
    return 0
