"""A number in a file that says whether the store may have changed, without asking the store.

It is odd while a change is being made, and another even number after it. Readers have it in
memory, so that looking costs nothing; where there is no such file they have to ask.
"""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.errors import EngineError

_SIZE = 8


class Counter:
    """The number in a file, which the first change makes. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._map: mmap.mmap | None = None

    def open(self) -> None:
        """Look for the file, if it was not there before."""
        if self._map is None:
            with suppress(OSError, ValueError), open(self._path, "rb") as file:
                self._map = mmap.mmap(file.fileno(), _SIZE, access=mmap.ACCESS_READ)

    def value(self) -> int:
        """The number now; odd where nothing can be said: changes go on, or it was not opened."""
        return int.from_bytes(self._map[:_SIZE], "little") if self._map else 1

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Makes the number odd, and in the end even again. Only one may do so at a time.

        Raises EngineError where it cannot be written: readers would miss the change.
        """
        before = self._read()
        during = before + 1 + before % 2  # odd also after one that was killed half-way
        self._write(during)
        try:
            yield
        finally:
            self._write(during + 1)

    def _read(self) -> int:
        try:
            return int.from_bytes(self._path.read_bytes()[:_SIZE], "little")
        except OSError:
            return 0

    def _write(self, value: int) -> None:
        try:
            with open(self._path, "r+b" if self._path.exists() else "x+b") as file:
                file.write(value.to_bytes(_SIZE, "little"))
        except OSError as error:
            raise EngineError(f"cannot write {self._path}: {error}") from error
