"""A number in a file that says whether the store may have changed, without asking SQLite.

It is odd while a change is being made, and a new even number afterwards. Readers keep the file
open, so looking costs a microsecond. They do not map it: reading a mapped file that was cut short
kills the process. Where there is no such file, or its checksum disagrees, they ask SQLite.

A version before wrote the number alone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from search.checksum import SEALED_BYTES, seal, unseal
from search.errors import EngineError

_BYTES = 8
_LENGTH = _BYTES + SEALED_BYTES
_MOST = 1 << 62


class ChangeCounter:
    """The number in a file that the first change creates. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def open(self) -> None:
        """Open the file that is there now, if any; no thread closes it while another reads it."""
        try:
            file = open(self._path, "rb", buffering=0)
            known = self._file and os.fstat(self._file.fileno())
            if not known or not os.path.samestat(known, os.fstat(file.fileno())):
                self._file = file
        except OSError:
            self._file = None

    def value(self) -> int:
        """Return the number; it is odd while a change is being made, or if it cannot be read."""
        file = self._file
        try:
            number = _decode(os.pread(file.fileno(), _LENGTH, 0)) if file else None
        except OSError:
            return 1
        return 1 if number is None else number

    def find_damage(self) -> str | None:
        """Return what says that the file is not as it was written; None if there is none."""
        read = None
        try:
            while read != (read := self._path.read_bytes()):  # else a change was half written
                if _decode(read) is not None:
                    return None
        except OSError:
            return None
        return f"{self._path} is damaged: readers ask SQLite until the next change repairs it"

    def last_written(self) -> float | None:
        """Return when the file was last written, in seconds since 1970; None if there is none.

        A copy of it has the time of the copying.
        """
        try:
            return os.stat(self._path).st_mtime
        except OSError:
            return None

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make the number odd for the block, and even at its end. There is one writer at a time.

        Raises EngineError where the file cannot be written: readers would miss the change.
        """
        before = self._read()
        during = before + 1 + before % 2  # odd, even if the writer before was killed half-way
        self._write(during)
        try:
            yield
        finally:
            self._write(during + 1)

    def _read(self) -> int:
        try:
            read = self._path.read_bytes()[:_BYTES]  # damaged or not: only that it differs counts
            return int.from_bytes(read, "little") % _MOST
        except OSError:
            return 0

    def _write(self, value: int) -> None:
        try:
            with open(self._path, "r+b" if self._path.exists() else "x+b") as file:
                file.write(seal(value.to_bytes(_BYTES, "little")))
                file.truncate()
        except OSError as error:
            raise EngineError(f"cannot write {self._path}: {error}") from error


def _decode(read: bytes) -> int | None:
    """Return the number that the bytes of a file state; None if they are damaged."""
    content = read if len(read) == _BYTES else unseal(read)
    return None if content is None else int.from_bytes(content, "little")
