"""Watches a folder into which others write, and adds each file once it has stopped growing.

A file is read again only if it has changed since. What was read is remembered in the archive's
folder, after its articles are stored; so a watch that is stopped loses and repeats nothing.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import BinaryIO, NamedTuple

from indexer.command_state import translate_state_error
from indexer.ingest.files import look_through
from indexer.ingest.load import FileReader, ReadOptions
from indexer.ingest.report import Report
from indexer.ingest.run import Run, Source
from indexer.record import Rejection
from indexer.rejected import RejectedFile
from search import Archive
from search.errors import EngineError

READ_TOGETHER = 500
"""Files of one run."""

_TABLE = """
CREATE TABLE IF NOT EXISTS file(
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID
"""


class FileVersion(NamedTuple):
    """A file as it was when it was looked at. `identity` is its device and number there."""

    path: Path
    size: int
    modified: int
    identity: tuple[int, int]


class _SameFileReader(FileReader):
    """Reads files that were looked at, and not what took the place of one since then.

    That could be a link that leads out of the folder.
    """

    def __init__(self, options: ReadOptions, files: Iterable[FileVersion]) -> None:
        super().__init__(options)
        self._identities = {version.identity for version in files}

    def _follow(self, file: BinaryIO) -> None:
        """Note an open file. Raises OSError if it is another one than was looked at."""
        if _identify(os.fstat(file.fileno())) not in self._identities:
            raise OSError("another file has taken its place")
        super()._follow(file)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """How a folder is watched.

    A file has stopped growing if nothing has changed in it for `settle` seconds. Files that were
    read are moved to the folder `done`, if there is one. `source` is the name of all of them.
    """

    source: str
    settle: float = 10.0
    done: Path | None = None
    rejected: Path = Path("rejected.jsonl")
    reading: ReadOptions = ReadOptions()


@dataclass(slots=True)
class WatchedFolder:
    """A folder, and what is known of its files. `state` is the file that remembers them.

    `notes` say what is not read in the folder. `is_ahead` says that a file which was not ready was
    changed later than now, by its own time, which then does not show when it has stopped growing.
    """

    folder: Path
    state: Path
    options: WatchOptions
    notes: list[str] = field(default_factory=list)
    is_ahead: bool = False
    _seen: dict[FileVersion, float] = field(default_factory=dict)

    def find_ready(self) -> list[FileVersion]:
        """Return the files that have stopped growing and were not read as they are now.

        Raises EngineError if the state cannot be read.
        """
        now = time.monotonic()
        versions = [version for path in self._list_files() if (version := _look_at(path))]
        self._seen = {version: self._seen.get(version, now) for version in versions}
        known = self._list_known()
        self._forget(known.keys() - {os.fsencode(version.path) for version in versions})
        unread = [version for version in versions
                  if known.get(os.fsencode(version.path)) != (version.size, version.modified)]
        ready = [version for version in unread if self._has_settled(version, now)]
        self.is_ahead = any(_find_age(version) < 0 for version in set(unread).difference(ready))
        return ready

    def read(
        self, archive: Archive, files: Sequence[FileVersion], on_report: Callable[[Report], None],
        on_rejection: Callable[[Rejection], None] = lambda rejection: None,
    ) -> None:
        """Add files to the archive; say what became of each run, also of one that is stopped.

        Raises EngineError if the archive or the state cannot be written.
        """
        for first in range(0, len(files), READ_TOGETHER):
            self._read_some(archive, files[first:first + READ_TOGETHER], on_report, on_rejection)

    def _read_some(
        self, archive: Archive, files: Sequence[FileVersion], on_report: Callable[[Report], None],
        on_rejection: Callable[[Rejection], None],
    ) -> None:
        unreadable = set[str]()
        rejected = RejectedFile(self.options.rejected)

        def note(rejection: Rejection) -> None:
            if rejection.fields is None and rejection.raw is None:
                unreadable.add(rejection.location.file)
            on_rejection(rejection)

        run = Run(archive, [Source(self.options.source, each.path) for each in files], rejected,
                  reader=_SameFileReader(self.options.reading, files), on_rejection=note)
        try:
            for _ in run.execute():
                pass
            if rejected.fault:
                raise EngineError(f"cannot keep rejected records: {rejected.fault}")
            self._move([each for each in files if str(each.path) not in unreadable])
            self._remember([each for each in files if each.path.exists()])
        finally:
            run.close()
            on_report(run.report)

    def _list_files(self) -> Iterator[Path]:
        """Yield the files that may be read, and note what is not."""
        reading, done = self.options.reading, self.options.done
        content = look_through(self.folder, reading.format, reading.follow_links)
        self.notes = [*map(str, content.unopened), *filter(None, [str(content.skipped)])]
        own = RejectedFile(self.options.rejected)
        aside = done and Path(os.path.realpath(done))
        for path in content.files:
            is_aside = aside and Path(os.path.realpath(path)).is_relative_to(aside)
            if not is_aside and not own.is_at(path):
                yield path

    def _has_settled(self, version: FileVersion, now: float) -> bool:
        """Return whether nothing has changed in a file for a while, by its own time or by ours."""
        settle = self.options.settle
        return now - self._seen[version] >= settle or _find_age(version) >= settle

    def _move(self, files: Sequence[FileVersion]) -> None:
        """Move files that were read aside, unless they have changed meanwhile."""
        if self.options.done is None:
            return
        for version in files:
            if _look_at(version.path) == version:
                target = self.options.done / version.path.relative_to(self.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(version.path, _find_free(target))

    def _list_known(self) -> dict[bytes, tuple[int, int]]:
        """Return size and time of the files below the folder that were read, by their paths."""
        below = os.fsencode(self.folder) + b"/"
        with self._use_state() as state:
            return {path: (size, modified) for path, size, modified in state.execute(
                "SELECT path, size, modified FROM file WHERE substr(path, 1, ?) = ?",
                (len(below), below))}

    def _remember(self, files: Sequence[FileVersion]) -> None:
        with self._use_state() as state:
            state.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", [
                (os.fsencode(each.path), each.size, each.modified) for each in files])

    def _forget(self, paths: Collection[bytes]) -> None:
        """Forget files that are gone."""
        if paths:
            with self._use_state() as state:
                state.executemany("DELETE FROM file WHERE path = ?", [(path,) for path in paths])

    @contextmanager
    def _use_state(self) -> Iterator[sqlite3.Connection]:
        """Open the state for one transaction. Raises EngineError if it cannot be used."""
        try:
            self.state.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.state, timeout=30)) as connection, connection:
                connection.execute(_TABLE)
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter of a damaged name
            raise translate_state_error(
                self.state, error, "remove it, and all files are read again") from None


def _look_at(path: Path) -> FileVersion | None:
    """Return a file as it is now; None if it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return FileVersion(path, status.st_size, status.st_mtime_ns, _identify(status))


def _find_age(version: FileVersion) -> float:
    """Return for how many seconds a file has been as it is; 0 if it is gone.

    Below 0 where the clock was set back, or is behind that of the computer that keeps the file.
    """
    try:
        return time.time() - version.path.stat().st_ctime  # which no copy can set back
    except OSError:
        return 0


def _identify(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _find_free(path: Path) -> Path:
    """Return a path, with a number in its name if there is such a file already."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(1))
    return path if not path.exists() else next(each for each in names if not each.exists())
