"""JSON: an array of articles, one article, a JSON Feed, or objects around a list of articles."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from indexer.formats.io import encoding
from indexer.formats.io.lines import LARGEST, TOO_LARGE
from indexer.formats.json import json_feed, json_lines, rescue, unwrapping
from indexer.record import Location, Record, Rejection

_CHUNK = 1 << 18
_OUTSIDE, _INSIDE = re.compile(rb'["\[\]{}]'), re.compile(rb'["\\]')
"""What may change where we are: outside a string, and inside one."""


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each article."""
    values, rescued = _Values(encoding.wide(file) or file), 0
    for line, value in values:
        place, rescued = Location(name, line), 0
        if value is None:
            yield Rejection(location=place, reason=TOO_LARGE)
            continue
        found = json_lines.record(value, place)
        if isinstance(found, Record):
            yield from unwrapped(found)
            continue
        for piece in _listed(value, place) or _rescued(value, place):
            rescued += isinstance(piece, Record)
            yield piece
    if values.unfinished and not rescued:
        place = Location(name, values.line)
        yield Rejection(
            location=place,
            reason="the array does not end here: the file is cut short, or a quote or bracket in "
            "it is never closed")


def _rescued(value: bytes, place: Location) -> Iterator[Record | Rejection]:
    """The articles in a value that is no JSON as a whole, and rejections of all that is left."""
    written = value.decode("utf-8", "surrogateescape")
    for line, piece in rescue.pieces(written, unwrapping.is_article):
        at = Location(place.file, place.line + line)
        yield json_lines.record(piece.encode("utf-8", "surrogateescape"), at)


def unwrapped(record: Record) -> Iterator[Record | Rejection]:
    """The record; if it only wraps others, as the answers of APIs do, those."""
    if json_feed.is_feed(record.fields):
        yield from json_feed.records(record)
        return
    wrapped = unwrapping.unwrapped(record.fields)
    if not wrapped:
        yield record
    for value in wrapped:
        if isinstance(value, dict):
            yield Record(
                location=record.location, fields=json_lines.rendered(value), notes=record.notes)
        else:
            yield Rejection(
                location=record.location, reason=json_lines.NO_OBJECT, raw=json.dumps(value))


def _listed(value: bytes, place: Location) -> list[Record | Rejection]:
    """The articles in a list within the list that a file is; nothing if it is none, or has none."""
    found = json_lines.record(b'{"": %s}' % value, place) if value[:1] == b"[" else None
    if not isinstance(found, Record):
        return []
    return [] if (inner := list(unwrapped(found))) == [found] else inner


class _Values:
    """The values of an array that fills a file, or those that stand one after another in it.

    Iterating gives for each the line where it begins and its bytes; None if they are too many.
    Brackets are counted and strings passed over, so a value need not be sound to be found.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._depth = self._base = 0
        self._in_string = self._escaped = False
        self._held: list[bytes] = []
        self._size = 0
        self.line = self._lines = 1

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        while chunk := self._file.read(_CHUNK):
            yield from self._through(chunk)
        yield from self._end(b"")

    @property
    def unfinished(self) -> bool:
        """Whether an array was opened that is not closed."""
        return self._base > 0

    def _through(self, chunk: bytes) -> Iterator[tuple[int, bytes | None]]:
        start = 0
        for at, bracket in self._brackets(chunk):
            if parts := self._parts(bracket):
                yield from self._end(chunk[start:at - parts[0]])
                start = at - parts[1]
        self._hold(chunk[start:])

    def _brackets(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        """The brackets outside of strings, and where each ends."""
        at = int(self._escaped)
        while match := (_INSIDE if self._in_string else _OUTSIDE).search(chunk, at):
            at, mark = match.end(), match[0]
            if self._in_string:
                self._in_string = mark == b"\\"
                at += self._in_string
            elif mark == b'"':
                self._in_string = True
            else:
                yield at, mark
        self._escaped = at > len(chunk)

    def _parts(self, bracket: bytes) -> tuple[int, int] | None:
        """How far before the end of a bracket one value ends, and the next begins; None if none."""
        if bracket in b"{[":
            self._depth += 1
            return (1, 1 - self._open_array(bracket)) if self._depth == self._base + 1 else None
        self._depth -= 1
        if self._depth > self._base:
            return None
        closes = self._depth < self._base or self._depth < 0
        self._depth = self._base = max(self._depth, 0)
        return int(closes), 0

    def _open_array(self, kind: bytes) -> bool:
        """Whether this bracket opens an array that holds all that follows."""
        opens = kind == b"[" and not self._base
        self._base += opens
        return opens

    def _hold(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= LARGEST:
            self._held.append(piece)
        else:
            self._held.clear()
        self._lines += piece.count(b"\n")

    def _end(self, piece: bytes) -> Iterator[tuple[int, bytes | None]]:
        """What is held and this piece as a value, if it is more than the mark between two."""
        self._hold(piece)
        value = b"".join(self._held) if self._size <= LARGEST else None
        line, self.line = self.line, self._lines
        self._held, self._size = [], 0
        if value is None:
            yield line, None
        elif stripped := value.strip(b" \t\r\n,\xef\xbb\xbf"):
            blank = value[:value.index(stripped)]
            yield line + blank.count(b"\n"), stripped
