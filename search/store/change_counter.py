"""A number in a file that says whether the store may have changed, without asking SQLite.

It is odd while a change is being made, and a new even number afterwards. Readers map the file, so
looking costs nothing. Where there is no such file, they ask SQLite.
"""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.errors import EngineError

_BYTES = 8


class ChangeCounter:
    """The number in a file that the first change creates. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._map: mmap.mmap | None = None

    def open(self) -> None:
        """Map the file, if it exists by now."""
        if self._map is None:
            with suppress(OSError, ValueError), open(self._path, "rb") as file:
                self._map = mmap.mmap(file.fileno(), _BYTES, access=mmap.ACCESS_READ)

    def value(self) -> int:
        """Return the number; it is odd while a change is being made, or if the file is not open."""
        return int.from_bytes(self._map[:_BYTES], "little") if self._map else 1

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
            return int.from_bytes(self._path.read_bytes()[:_BYTES], "little")
        except OSError:
            return 0

    def _write(self, value: int) -> None:
        try:
            with open(self._path, "r+b" if self._path.exists() else "x+b") as file:
                file.write(value.to_bytes(_BYTES, "little"))
        except OSError as error:
            raise EngineError(f"cannot write {self._path}: {error}") from error
