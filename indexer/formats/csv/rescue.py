"""Finds the row behind one whose quotes are broken.

A quote that is never closed, or closed too late, makes the csv module take the rows behind it for
the rest of a cell. A line inside such a row that looks like the rows read before is a row.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence

_KINDS = {
    "number": re.compile(r"\d{1,18}"),
    "address": re.compile(r"https?://\S+", re.IGNORECASE),
    "date": re.compile(r"(?=.{0,40}\b(?:19|20)\d\d)(?:\w{3,9},? ?)?\d[\w ,:./|+-]{3,50}"),
}
"""Forms of cells by which rows are recognised."""

_LEARNT_ROWS = 50
_MIN_SHARE = 0.8
"""The share of learnt rows in which a cell must have a form for it to be the form of the column."""

_SURE = 2
"""The evidence from which on a line is a row, even within a row in which nothing is wrong."""


class RowShape:
    """What the rows of a table have in common, learnt from the first of them."""

    def __init__(self, columns: int, delimiter: str) -> None:
        self._columns, self._delimiter = columns, delimiter
        self._rows = self._quoted = 0
        self._filled, self._seen = Counter[int](), Counter[tuple[int, str]]()
        self._kinds: dict[int, str] = {}

    def learn(self, row: Sequence[str], line: str) -> None:
        """Learn from a sound row and its first line, if few rows were learnt from before."""
        if self._rows >= _LEARNT_ROWS:
            return
        self._rows += 1
        self._quoted += line.startswith('"')
        for column, cell in enumerate(row):
            self._filled[column] += bool(cell)
            for kind, form in _KINDS.items():
                self._seen[column, kind] += form.fullmatch(cell) is not None
        self._kinds = {
            column: kind for (column, kind), count in self._seen.items()
            if count and count >= _MIN_SHARE * self._filled[column]}

    def find_next_row(
        self, lines: Sequence[str], row: Sequence[str], peek: Callable[[], str]
    ) -> int:
        """Return which line of a row begins another row; the number of its lines if none does.

        `row` has the values of the row, none if they cannot be read. `peek` returns the line behind
        it. In a row that fits the header only sure evidence counts.
        """
        following = self._find_next_number(row) if len(row) == self._columns else None
        for number in range(1, len(lines)):
            begins = self._weigh(lines[number], following) >= _SURE if following is not None else (
                self._begins_row(lines[number], lambda: (*lines, "")[number + 1] or peek()))
            if begins and (not row or self._is_complete(lines[:number])):
                return number
        return len(lines)

    def _is_complete(self, lines: Sequence[str]) -> bool:
        """Return whether lines fill all columns if the last cell ends with them."""
        try:
            return len(next(csv.reader(lines, delimiter=self._delimiter))) == self._columns
        except csv.Error:
            return False

    def is_fragment(self, row: Sequence[str], line: str) -> bool:
        """Return whether a row behind a broken one is rather a piece of it."""
        return len(row) != self._columns or not self._is_alike(row, line)

    def _begins_row(self, line: str, get_next: Callable[[], str]) -> bool:
        """Return whether a line begins a row, judged by the line behind it where it must be."""
        cells, is_open = self._split(line)
        if not self._fits(cells, is_open) or not self._is_alike(cells, line):
            return False
        if self._kinds.keys() & range(len(cells) - is_open) or self._is_quoted() or is_open:
            return True
        following = get_next()
        return not following.strip() or self._fits(*self._split(following))

    def _weigh(self, line: str, following: dict[int, str]) -> int:
        """Return the evidence that a line is a whole row, from 0.

        A number counts fully only where it is the number of the row behind the current one.
        """
        if not self._kinds or self._delimiter not in line:
            return 0
        cells, is_open = self._split(line)
        if is_open or len(cells) != self._columns or not self._is_alike(cells, line):
            return 0
        return sum(
            1 + (kind != "number" or cells[column] == following.get(column))
            for column, kind in self._kinds.items() if cells[column])

    def _find_next_number(self, row: Sequence[str]) -> dict[int, str]:
        """Return the numbers that follow those of a row, by column."""
        return {column: str(int(row[column]) + 1) for column, kind in self._kinds.items()
                if kind == "number" and _KINDS[kind].fullmatch(row[column])}

    def _is_alike(self, cells: Sequence[str], line: str) -> bool:
        """Return whether cells have the forms of their columns."""
        if self._is_quoted() and not line.startswith('"'):
            return False
        return all(
            not cells[column] or _KINDS[kind].fullmatch(cells[column])
            for column, kind in self._kinds.items() if column < len(cells))

    def _is_quoted(self) -> bool:
        """Return whether every row begins with a quote."""
        return 0 < self._rows == self._quoted

    def _fits(self, cells: Sequence[str], is_open: bool) -> bool:
        """Return whether cells fill the columns, or may do so once the last of them ends."""
        return len(cells) == self._columns or is_open and 1 < len(cells) < self._columns

    def _split(self, line: str) -> tuple[list[str], bool]:
        """Return the cells of a line, and whether the last of them goes on in the next line."""
        try:
            return next(csv.reader([line], delimiter=self._delimiter, strict=True), []), False
        except csv.Error as error:
            if "end of data" not in str(error):
                return [], False
        return next(csv.reader([line], delimiter=self._delimiter), []), True
