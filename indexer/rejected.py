"""The file of rejected records: lines of JSON that can be mended and added again.

A line holds the record's own fields, and under `rejected` the file and line that it comes
from, the reason, and as `raw` what could not be read as fields.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from io import FileIO
from itertools import count
from pathlib import Path
from typing import Any

from indexer.record import NaN, Rejection

_ABOUT = {"file", "line", "reason"}


class RejectedFile:
    """Takes rejections; made when the first comes, appended to where it exists.

    What it holds already is not written again, so that a run repeated every night leaves one
    line of each record that stays as it is. While the file itself is being read, rejections
    go to another beside it, which has a number.
    """

    def __init__(self, path: Path, sources: Iterable[Path] = ()) -> None:
        self._wanted = path
        self._sources = sources
        self._file: FileIO | None = None
        self._lines = _Lines()
        self.path: Path | None = None
        self.fault: OSError | None = None

    def write(self, rejection: Rejection) -> None:
        """Add a line; after a fault, which is kept, nothing more."""
        if self.fault:
            return
        try:
            file = self._file = self._file or self._opened(self._free())
            line = written(rejection)
            if self._lines.is_new(line):
                file.write(line + b"\n")
        except OSError as error:
            self.fault = error

    def is_at(self, path: Path) -> bool:
        """Whether this is the file at a path, or one like it of another run."""
        stem, suffix = map(re.escape, (self._wanted.stem, self._wanted.suffix))
        if not re.fullmatch(rf"{stem}(-\d+)?{suffix}", path.name):
            return False
        return _same(path, self._wanted) or _is_written(path)

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _opened(self, path: Path) -> FileIO:
        ends = b"\n"
        if path.is_file():
            with path.open("rb") as before:
                for line in before:
                    ends = line[-1:]
                    self._lines.is_new(line.rstrip(b"\r\n"))
        file = path.open("ab", buffering=0)  # a line is there at once, and whole
        self.path = path
        if ends != b"\n":
            file.write(b"\n")
        return file

    def _free(self) -> Path:
        if not any(_same(source, self._wanted) for source in self._sources):
            return self._wanted
        names = (f"{self._wanted.stem}-{n}{self._wanted.suffix}" for n in count(1))
        return next(path for path in map(self._wanted.with_name, names) if not path.exists())


class _Lines:
    """The lines met, by digests in a temporary database: there may be more than memory holds."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE line(digest BLOB PRIMARY KEY) WITHOUT ROWID; BEGIN;
        """)

    def is_new(self, line: bytes) -> bool:
        digest = blake2b(line, digest_size=16).digest()
        try:
            return self._connection.execute(
                "INSERT OR IGNORE INTO line VALUES (?)", (digest,)).rowcount == 1
        except sqlite3.Error:
            return True  # no room to remember it: twice is better than not at all


def written(rejection: Rejection) -> bytes:
    """The line of a rejection, without its end."""
    fields = {name: None if isinstance(value, NaN) else value
              for name, value in (rejection.fields or {}).items()}
    about: dict[str, Any] = {
        "file": rejection.location.file, "line": rejection.location.line,
        "reason": rejection.reason}
    if rejection.raw is not None:
        about["raw"] = rejection.raw
    if "rejected" in fields:
        about["rejected"] = fields["rejected"]
    try:
        return _line(fields | {"rejected": about})
    except RecursionError:
        return _line({"rejected": about})  # what is nested so deep is to be mended where it is


def _line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


def parted(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record's own fields, and what was written beside them when it was rejected, if it was.

    >>> parted({"title": "Judul", "rejected": {"file": "a.csv", "line": 2, "reason": "lebih"}})
    ({'title': 'Judul'}, {'file': 'a.csv', 'line': 2, 'reason': 'lebih'})
    >>> parted({"title": "Judul", "rejected": "oleh redaksi"})
    ({'title': 'Judul', 'rejected': 'oleh redaksi'}, {})
    """
    own, about = dict(fields), fields.get("rejected")
    if not isinstance(about, dict) or not _ABOUT <= about.keys():
        return own, {}
    del own["rejected"]
    if "rejected" in about:
        own["rejected"] = about["rejected"]
    return own, about


def again(rejection: Rejection, about: Mapping[str, Any]) -> Rejection:
    """The rejection of a record that was rejected before, saying what is to be done."""
    raw = about.get("raw")
    reason = rejection.reason
    if not rejection.fields and isinstance(raw, str):
        reason = "not mended: write what `raw` says as fields beside `rejected` (title, body, …)"
    elif not rejection.fields:
        reason = f"not mended: mend {about['file']} itself and add that"
    return Rejection(
        location=rejection.location, reason=reason, fields=rejection.fields,
        raw=raw if isinstance(raw, str) else None)


def _is_written(path: Path) -> bool:
    """Whether a file begins with a rejected record."""
    with suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        record = json.loads(file.readline(1 << 20))
        return isinstance(record, dict) and bool(parted(record)[1])
    return False


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False
