"""The lines of a table, given to the csv module one by one."""

import csv
import io
from collections import deque
from collections.abc import Iterator

MAX_ROW_CHARACTERS = 32 << 20
"""Limit of one row: the csv module holds four bytes a character, and twice that as it grows."""

MAX_VALUES = 16_384
"""Values of one row, as many as Excel can have. Millions would take gigabytes."""

_MAX_READINGS = 4
"""How many times a table may be read in all, so that broken quotes cannot cost hours."""


class Lines:
    """The lines of a file for the csv module. Those of the current row are kept.

    Iterating raises csv.Error if a row is too large. The rest of its line is skipped if that is the
    only one of the row. Once the `delimiter` is known, a row of too many values raises it too.
    """

    def __init__(self, file: io.TextIOBase) -> None:
        self.delimiter = ""
        self._file = file
        self._row: list[str] = []
        self._returned = deque[str]()
        self._remaining = MAX_ROW_CHARACTERS
        self._characters = self._reread = 0
        self._delimiters, self._unchecked_until = 0, MAX_VALUES
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._read_line(self._remaining + 1)
        if not line:
            raise StopIteration
        self._remaining -= len(line)
        if self._remaining < 0:
            if self._row:
                self._returned.appendleft(line)
            else:
                self._skip(line)
            raise csv.Error(f"more than {MAX_ROW_CHARACTERS:,} characters in one row")
        self.number += 1
        self._row.append(line)
        self._check_values(line)
        return line

    def start_row(self) -> int:
        """Forget the current row and return the number of the line where the next one begins."""
        self._row, self._remaining = [], MAX_ROW_CHARACTERS
        self._delimiters, self._unchecked_until = 0, MAX_VALUES
        return self.number + 1

    def get_row(self) -> str:
        """Return the text of the current row."""
        return "".join(self._row)

    def get_lines(self) -> list[str]:
        """Return the lines of the current row."""
        return self._row

    def peek(self) -> str:
        """Return the beginning of the line behind the current row, "" at the end."""
        line = self._read_line(MAX_ROW_CHARACTERS)
        if line:
            self._returned.appendleft(line)
        return line

    def shorten_row(self, count: int) -> bool:
        """Leave only the first lines of the current row in it; the others are read again.

        Do nothing and return False if too much was read again before.
        """
        rest = self._row[count:]
        cost = sum(map(len, rest))
        if self._reread + cost > _MAX_READINGS * self._characters:
            return False
        self._reread += cost
        self._returned.extendleft(reversed(rest))
        self.number -= len(rest)
        del self._row[count:]
        return True

    def _check_values(self, line: str) -> None:
        """Raise csv.Error if the row has too many values with this line.

        It is looked at again only once it has twice the delimiters, as they may all be quoted.
        """
        if not self.delimiter:
            return
        self._delimiters += line.count(self.delimiter)
        if self._delimiters >= self._unchecked_until:
            self._unchecked_until = 2 * self._delimiters
            if has_too_many_values(self.get_row(), self.delimiter):
                raise csv.Error(f"more than {MAX_VALUES:,} values in one row")

    def _read_line(self, limit: int) -> str:
        """Return the next line, or as much of it as the limit allows."""
        line = self._returned.popleft() if self._returned else ""
        if line[-1:] in "\r\n" and line:
            return line
        rest = self._file.readline(max(limit - len(line), 0))
        self._characters += len(rest)
        return line + rest

    def _skip(self, line: str) -> None:
        while line and line[-1] not in "\r\n":
            line = self._file.readline(1 << 20)
        self.number += 1


def has_too_many_values(row: str, delimiter: str) -> bool:
    """Return whether a row has more than MAX_VALUES, told without taking it apart.

    Delimiters within quotes divide nothing.

    >>> has_too_many_values("a, " * 20_000, ","), has_too_many_values(f'"{"a, " * 20_000}"', ",")
    (True, False)
    """
    values, begin = 1, 0 if len(row) >= MAX_VALUES else len(row)
    while begin < len(row) and values <= MAX_VALUES:
        quote = row.find('"', begin)
        end = quote if quote >= 0 else len(row)
        values += row.count(delimiter, begin, end)
        begin = row.find('"', end + 1) + 1 or len(row)
    return values > MAX_VALUES


def describe_error(error: Exception) -> str:
    """Return what is wrong with a row."""
    unclosed = "end of data" in str(error)
    return "a quote in the row that begins here is never closed" if unclosed else str(error)
