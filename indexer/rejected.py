"""The file of rejected records: lines of JSON that can be fixed and added again.

Each line has the record's own fields. Its field `rejected` has the file and line that the record
comes from, the reason, and as `raw` the text that could not be read as fields.
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

from indexer.record import NaN, Record, Rejection

_ORIGIN_FIELDS = {"file", "line", "reason"}
_MAX_LINE_BYTES = 1 << 20
"""Bytes of a file's first line that are read to recognise a file of rejected records."""


class RejectedFile:
    """Writes rejections to a file, which is created with the first one or appended to.

    A line that the file already has is not written again, so a run repeated every night leaves one
    line per record. While the file itself is being read, rejections go to a numbered file next to
    it.
    """

    def __init__(self, path: Path, sources: Iterable[Path] = ()) -> None:
        self._wanted = path
        self._sources = sources
        self._file: FileIO | None = None
        self._lines = _LineSet()
        self.path: Path | None = None
        self.fault: OSError | None = None

    def write(self, rejection: Rejection) -> None:
        """Append a line. After a fault, which is kept in `fault`, write nothing more."""
        if self.fault:
            return
        try:
            file = self._file = self._file or self._open(self._choose_path())
            line = encode_rejection(rejection)
            if self._lines.add(line):
                file.write(line + b"\n")
        except OSError as error:
            self.fault = error

    def is_at(self, path: Path) -> bool:
        """Return whether a path is this file, or one that another run numbered."""
        stem, suffix = map(re.escape, (self._wanted.stem, self._wanted.suffix))
        if not re.fullmatch(rf"{stem}(-\d+)?{suffix}", path.name):
            return False
        return _is_same_file(path, self._wanted) or _has_rejections(path)

    def close(self) -> None:
        """Close the file if one was opened."""
        if self._file:
            self._file.close()

    def _open(self, path: Path) -> FileIO:
        ends = b"\n"
        if path.is_file():
            with path.open("rb") as before:
                for line in before:
                    ends = line[-1:]
                    self._lines.add(line.rstrip(b"\r\n"))
        file = path.open("ab", buffering=0)  # each line is written at once and whole
        self.path = path
        if ends != b"\n":
            file.write(b"\n")
        return file

    def _choose_path(self) -> Path:
        if not any(_is_same_file(source, self._wanted) for source in self._sources):
            return self._wanted
        names = (f"{self._wanted.stem}-{n}{self._wanted.suffix}" for n in count(1))
        return next(path for path in map(self._wanted.with_name, names) if not path.exists())


class _LineSet:
    """The lines of the file, as digests in a temporary database: they may not fit into memory."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE line(digest BLOB PRIMARY KEY) WITHOUT ROWID; BEGIN;
        """)

    def add(self, line: bytes) -> bool:
        """Add a line; return whether it was not there before."""
        digest = blake2b(line, digest_size=16).digest()
        try:
            return self._connection.execute(
                "INSERT OR IGNORE INTO line VALUES (?)", (digest,)).rowcount == 1
        except sqlite3.Error:
            return True  # temporary disk space is full: a line twice is better than none


def encode_rejection(rejection: Rejection) -> bytes:
    """Return a rejection as one line of JSON, without a line break."""
    fields = {name: None if isinstance(value, NaN) else value
              for name, value in (rejection.fields or {}).items()}
    origin: dict[str, Any] = {
        "file": rejection.location.file, "line": rejection.location.line,
        "reason": rejection.reason}
    if rejection.raw is not None:
        origin["raw"] = rejection.raw
    if "rejected" in fields:
        origin["rejected"] = fields["rejected"]
    try:
        return encode_record(fields | {"rejected": origin})
    except RecursionError:
        # nested too deep to copy: fix it in its own file
        return encode_record({"rejected": origin})


def encode_record(record: Mapping[str, Any]) -> bytes:
    """Return a record as a line of JSON; halves of surrogate pairs are escaped."""
    try:
        return json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


def split_rejected(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a record's own fields, and what was noted when it was rejected before, if it was.

    >>> split_rejected({"title": "Judul", "rejected": {"file": "a", "line": 2, "reason": "lebih"}})
    ({'title': 'Judul'}, {'file': 'a', 'line': 2, 'reason': 'lebih'})
    >>> split_rejected({"title": "Judul", "rejected": "oleh redaksi"})
    ({'title': 'Judul', 'rejected': 'oleh redaksi'}, {})
    """
    own, origin = dict(fields), fields.get("rejected")
    if not isinstance(origin, dict) or not _ORIGIN_FIELDS <= origin.keys():
        return own, {}
    del own["rejected"]
    if "rejected" in origin:
        own["rejected"] = origin["rejected"]
    return own, origin


def reject(record: Record, reason: str) -> Rejection:
    """Return the rejection of a record; if it was rejected before, with advice on how to fix it."""
    own, origin = split_rejected(record.fields)
    raw = origin.get("raw")
    if origin and not own and isinstance(raw, str):
        reason = (
            "still invalid: write the text in `raw` as fields (title, body, …) next to `rejected`")
    elif origin and not own:
        reason = f"still invalid: fix {origin['file']} and add it again"
    return Rejection(
        location=record.location, reason=reason, fields=own,
        raw=raw if isinstance(raw, str) else None)


def _has_rejections(path: Path) -> bool:
    """Return whether a file begins with a rejected record."""
    with suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        record = json.loads(file.readline(_MAX_LINE_BYTES))
        return isinstance(record, dict) and bool(split_rejected(record)[1])
    return False


def _is_same_file(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False
