"""Cuts a JSON file into its values without parsing them."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from indexer.formats.io.lines import MAX_RECORD_BYTES

_CHUNK_BYTES = 1 << 18
_OUTSIDE_STRING = re.compile(rb'["\[\]{}]')
_INSIDE_STRING = re.compile(rb'["\\]')
"""The bytes that may change the state: outside a string, and inside one."""


class Values:
    """The values in the array that fills a file, or else those that follow one another in it.

    Iterating yields for each value the line where it begins, from 1, and its bytes; None if they
    are too many. Only brackets are counted, so a damaged value is found as well.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._depth = self._array_depth = 0
        self._in_string = self._escaped = False
        self._pieces: list[bytes] = []
        self._size = 0
        self.line = self._next_line = 1

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        while chunk := self._file.read(_CHUNK_BYTES):
            yield from self._split(chunk)
        yield from self._end_value(b"")

    @property
    def is_unfinished(self) -> bool:
        """Whether an array was opened and not closed."""
        return self._array_depth > 0

    def _split(self, chunk: bytes) -> Iterator[tuple[int, bytes | None]]:
        start = 0
        for end, bracket in self._find_brackets(chunk):
            if boundary := self._find_boundary(bracket):
                before_end, before_start = boundary
                yield from self._end_value(chunk[start:end - before_end])
                start = end - before_start
        self._add(chunk[start:])

    def _find_brackets(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the brackets outside of strings, each with the position behind it."""
        position = int(self._escaped)
        while match := (_INSIDE_STRING if self._in_string else _OUTSIDE_STRING).search(
                chunk, position):
            position, mark = match.end(), match[0]
            if self._in_string:
                self._in_string = mark == b"\\"
                position += self._in_string
            elif mark == b'"':
                self._in_string = True
            else:
                yield position, mark
        self._escaped = position > len(chunk)

    def _find_boundary(self, bracket: bytes) -> tuple[int, int] | None:
        """Return how far before the position behind a bracket a value ends and the next begins.

        Return None if the bracket is within a value.
        """
        if bracket in b"{[":
            self._depth += 1
            if self._depth != self._array_depth + 1:
                return None
            return 1, 1 - self._opens_array(bracket)
        self._depth -= 1
        if self._depth > self._array_depth:
            return None
        closes = self._depth < self._array_depth or self._depth < 0
        self._depth = self._array_depth = max(self._depth, 0)
        return int(closes), 0

    def _opens_array(self, bracket: bytes) -> bool:
        """Return whether a bracket opens the array that holds all that follows."""
        opens = bracket == b"[" and not self._array_depth
        self._array_depth += opens
        return opens

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= MAX_RECORD_BYTES:
            self._pieces.append(piece)
        else:
            self._pieces.clear()
        self._next_line += piece.count(b"\n")

    def _end_value(self, piece: bytes) -> Iterator[tuple[int, bytes | None]]:
        """Yield what was added and this piece as a value, unless it only separates two."""
        self._add(piece)
        value = b"".join(self._pieces) if self._size <= MAX_RECORD_BYTES else None
        line, self.line = self.line, self._next_line
        self._pieces, self._size = [], 0
        if value is None:
            yield line, None
        elif stripped := value.strip(b" \t\r\n,\xef\xbb\xbf"):
            blank = value[:value.index(stripped)]
            yield line + blank.count(b"\n"), stripped
