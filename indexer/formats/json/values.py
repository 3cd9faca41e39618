"""Cuts a JSON file into its values without parsing them."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from indexer.formats.io.lines import MAX_RECORD_BYTES
from indexer.formats.json.envelope import Envelope, find_envelope

_CHUNK_BYTES = 1 << 18
_OUTSIDE_STRING = re.compile(rb'["\[\]{}]')
_INSIDE_STRING = re.compile(rb'["\\]')
"""The bytes that may change the state: outside a string, and inside one."""

_LONG_BYTES = 16 << 20
"""The size from which on a value is read member by member if it wraps articles."""


class JsonValue(NamedTuple):
    """A value: the line where it begins, from 1, and its bytes; None if they are too many.

    `is_around` says that it is what stands around a list whose members were values of their own.
    """

    line: int
    data: bytes | None
    is_around: bool = False


class Values:
    """The values in the array that fills a file, or else those that follow one another in it.

    Only brackets are counted, so a damaged value is found as well. A long value that `is_wrapper`
    says wraps articles is cut into its members, each in an envelope of what stands around it.
    """

    def __init__(
        self, file: BinaryIO, is_wrapper: Callable[[bytes], bool] = lambda value: False
    ) -> None:
        self._file, self._is_wrapper = file, is_wrapper
        self._envelope: Envelope | None = None
        self._is_around, self._search_bytes, self._member_depth = False, _LONG_BYTES, 0
        self._depth = self._array_depth = 0
        self._in_string = self._escaped = False
        self._pieces: list[bytes] = []
        self._size = 0
        self.line = self._next_line = 1

    def __iter__(self) -> Iterator[JsonValue]:
        while chunk := self._file.read(_CHUNK_BYTES):
            yield from self._split(chunk)
            while not self._envelope and self._size >= self._search_bytes and self._pieces:
                yield from self._open_envelope()
        yield from self._end_value(b"")

    @property
    def is_unfinished(self) -> bool:
        """Whether an array was opened and not closed."""
        return self._array_depth > 0 or self._envelope is not None

    def _open_envelope(self) -> Iterator[JsonValue]:
        """Yield what precedes the articles that the current value wraps, then go on with them.

        If it wraps none, they are looked for again when there is twice as much of it.
        """
        beginning = b"".join(self._pieces)
        envelope = find_envelope(beginning, self._is_wrapper)
        if not envelope:
            self._search_bytes *= 2
            return
        if envelope.depth > 1:
            yield JsonValue(self.line, envelope.before, is_around=True)
        self._envelope, self._is_around, self._pieces, self._size = envelope, False, [], 0
        self._depth = self._member_depth = self._array_depth + envelope.depth
        self._in_string = self._escaped = False
        self.line += beginning.count(b"\n", 0, envelope.start)
        self._next_line = self.line
        yield from self._split(beginning[envelope.start:])

    def _close_envelope(self) -> None:
        """Go on with what follows the articles in the value that wraps them, if anything can."""
        if self._envelope and self._depth > self._array_depth:
            self._pieces, self._is_around = [self._envelope.rest_opening], True
        self._envelope = None

    def _split(self, chunk: bytes) -> Iterator[JsonValue]:
        start = 0
        for end, bracket in self._find_brackets(chunk):
            if boundary := self._find_boundary(bracket):
                before_end, before_start = boundary
                yield from self._end_value(chunk[start:end - before_end])
                start = end - before_start
                if self._envelope and self._depth < self._member_depth:
                    self._close_envelope()
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
            if self._envelope:
                begins = self._envelope.is_list and self._depth == self._member_depth + 1
                return (1, 1) if begins else None
            if self._depth != self._array_depth + 1:
                return None
            return 1, 1 - self._opens_array(bracket)
        self._depth -= 1
        if self._envelope and self._depth <= self._member_depth:
            return int(self._depth < self._member_depth), 0
        if self._envelope or self._depth > self._array_depth:
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

    def _end_value(self, piece: bytes) -> Iterator[JsonValue]:
        """Yield what was added and this piece as a value, unless it only separates two."""
        self._add(piece)
        value = b"".join(self._pieces) if self._size <= MAX_RECORD_BYTES else None
        line, self.line = self.line, self._next_line
        is_around, self._is_around = self._is_around, False
        self._pieces, self._size, self._search_bytes = [], 0, _LONG_BYTES
        if value is None:
            yield JsonValue(line, None)
        elif stripped := value.strip(b" \t\r\n,\xef\xbb\xbf"):
            blank = value[:value.index(stripped)]
            line += blank.count(b"\n")
            if self._envelope:
                stripped = self._envelope.opening + stripped + self._envelope.closing
            yield JsonValue(line, stripped, is_around)
