"""The lines of a table, given to the csv module one by one."""

import csv
import io
from collections.abc import Iterator

LARGEST = 32 << 20
"""Characters of one row: the csv module holds four bytes for each, and twice while it grows."""


class Lines:
    """The lines of a file for the csv module, those of the row at hand kept."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._held: list[str] = []
        self._room = LARGEST
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._room + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._room -= len(line)
        if self._room < 0:
            while line and line[-1] not in "\r\n":
                line = self._file.readline(1 << 20)
            raise csv.Error(f"more than {LARGEST >> 20} MiB in one row")
        self._held.append(line)
        return line

    def begin(self) -> int:
        """The number of the line in which the next row begins."""
        self._held, self._room = [], LARGEST
        return self.number + 1

    def held(self) -> str:
        """The text of the row at hand."""
        return "".join(self._held)


def why(error: Exception) -> str:
    """What is wrong with a row."""
    ended = "end of data" in str(error)
    return "a quote in the row that begins here does not end" if ended else str(error)
