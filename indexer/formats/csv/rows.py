"""The lines of a table, given to the csv module one by one."""

import csv
import io
from collections.abc import Iterator

MAX_ROW_CHARACTERS = 32 << 20
"""Limit of one row: the csv module holds four bytes a character, and twice that as it grows."""


class Lines:
    """The lines of a file for the csv module. Those of the current row are kept.

    Iterating raises csv.Error if a row is too large; the rest of its line is skipped.
    """

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._row: list[str] = []
        self._remaining = MAX_ROW_CHARACTERS
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._remaining + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._remaining -= len(line)
        if self._remaining < 0:
            while line and line[-1] not in "\r\n":
                line = self._file.readline(1 << 20)
            raise csv.Error(f"more than {MAX_ROW_CHARACTERS:,} characters in one row")
        self._row.append(line)
        return line

    def start_row(self) -> int:
        """Forget the current row and return the number of the line where the next one begins."""
        self._row, self._remaining = [], MAX_ROW_CHARACTERS
        return self.number + 1

    def get_row(self) -> str:
        """Return the text of the current row."""
        return "".join(self._row)


def describe_error(error: Exception) -> str:
    """Return what is wrong with a row."""
    unclosed = "end of data" in str(error)
    return "a quote in the row that begins here is never closed" if unclosed else str(error)
