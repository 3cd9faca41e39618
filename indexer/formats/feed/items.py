"""Cuts a feed into its items as bytes, whether or not they are sound."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_CHUNK_BYTES = 1 << 18
_MAX_TAG_BYTES = 128
_ITEM_NAME = rb"(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)"
MAX_ITEM_BYTES = 8 << 20
"""Limit of one item, and of what precedes the first: as a tree they take many times more."""

_OPAQUE_ENDS = {
    b"!--": re.compile(rb"(?P<nested><!--)|-->"),
    b"![CDATA[": re.compile(rb"(?P<nested><!\[CDATA\[)|\]\]>"),
}
"""How comments and CDATA end, in which tags are text, by how they begin."""

_OTHER_TITLES = re.compile(
    rb"<!--.{0,4000}?-->|<((?:\w{1,40}:)?(?:image|textinput))\b.{0,4000}?</\1\s*>",
    re.IGNORECASE | re.DOTALL)
"""Parts of a feed that may have a title and are no items."""

_NOT_CLOSED = "this item is not closed: the next one begins inside it, or the feed ends"
_NOT_OPENED = "this item is not opened: correct its first tag"
_TOO_LARGE = f"an item of more than {MAX_ITEM_BYTES >> 20} MiB: no article is so large"


class Item(NamedTuple):
    """An item from its first tag to its last: its line (from 1), its bytes, and its fault or None.

    The first Item of a feed is what precedes the first real one.
    """

    line: int
    data: bytes
    fault: str | None = None


class _Piece(NamedTuple):
    """The bytes up to the first tag of an item, or its last, or the end of the feed.

    `data` is None if there are too many. `ends` is "first", "last" or "end".
    """

    line: int
    data: bytes | None
    ends: str


def split_items(
    file: BinaryIO, item_name: bytes = _ITEM_NAME, finds_lost_titles: bool = True
) -> Iterator[Item]:
    """Yield what precedes the first item, then each item.

    `item_name` is a pattern of the names that items may have. If it `finds_lost_titles`, a title
    between two items is an item whose first tag is damaged.
    """
    inside = head_done = False
    for line, data, ends in _Pieces(file, item_name):
        fault = _find_fault(data or b"", ends, inside, head_done and finds_lost_titles)
        if not head_done:
            yield Item(line, data or b"")
            head_done = True
        if data is None:
            yield Item(line, b"", _TOO_LARGE)
        elif inside or fault:
            yield Item(line, data, fault)
        inside = ends == "first"


def _find_fault(data: bytes, ends: str, inside: bool, finds_title: bool) -> str | None:
    if inside:
        return None if ends == "last" else _NOT_CLOSED
    has_title = finds_title and b"title>" in data and b"title>" in _OTHER_TITLES.sub(b"", data)
    return _NOT_OPENED if ends == "last" or has_title else None


class _Pieces:
    """A feed cut at the tags of its items. No more of it is read than is needed."""

    def __init__(self, file: BinaryIO, item_name: bytes) -> None:
        self._file, self._at_end = file, False
        self._tag = _compile_tag(item_name)
        self._buffer, self._position = bytearray(), 0
        self._line, self._dropped_lines, self._overflowed = 1, 0, False
        self._unclosed = set[bytes]()

    def __iter__(self) -> Iterator[_Piece]:
        while not self._at_end:
            chunk = self._file.read(_CHUNK_BYTES)
            self._at_end = not chunk
            self._buffer += chunk
            yield from self._cut()
            self._drop_overflow()
        yield self._take(len(self._buffer), "end")

    def _cut(self) -> Iterator[_Piece]:
        """Yield the pieces that end within the buffer."""
        while tag := self._find_tag():
            kind, name, start, end = tag
            if kind == "opaque":
                after = self._skip_opaque(name, end)
                self._position = start if after is None else after
                if after is None:
                    return
            else:
                self._tag = _compile_tag(re.escape(name))
                self._position = 0 if kind == "last" else end - start
                yield self._take(end if kind == "last" else start, kind)
        self._position = max(self._position, len(self._buffer) - _MAX_TAG_BYTES)

    def _find_tag(self) -> tuple[str, bytes, int, int] | None:
        """Return the kind of the next tag, its name, its start and its end."""
        match = self._tag.search(self._buffer, self._position)
        kind = match and match.lastgroup
        return (kind, bytes(match[kind]), match.start(), match.end()) if match and kind else None

    def _skip_opaque(self, opening: bytes, start: int) -> int | None:
        """Return where to go on behind a comment or CDATA; None if its end is still to be read.

        If it never ends, or another begins inside it, it is taken for ordinary text.
        """
        if opening in self._unclosed:
            return start
        match = _OPAQUE_ENDS[opening].search(self._buffer, start)
        if match:
            return start if match["nested"] else match.end()
        if not self._at_end and len(self._buffer) - start <= MAX_ITEM_BYTES:
            return None
        self._unclosed.add(opening)  # searching for it again and again could take hours
        return start

    def _take(self, end: int, ends: str) -> _Piece:
        """Remove the buffer up to a position and return it as a piece."""
        data = None if self._overflowed else bytes(self._buffer[:end])
        piece = _Piece(self._line, data, ends)
        self._line += self._dropped_lines + self._buffer.count(b"\n", 0, end)
        self._dropped_lines, self._overflowed = 0, False
        del self._buffer[:end]
        return piece

    def _drop_overflow(self) -> None:
        """Drop what was searched already if the piece is too large."""
        if len(self._buffer) > MAX_ITEM_BYTES:
            self._dropped_lines += self._buffer.count(b"\n", 0, self._position)
            self._overflowed = True
            del self._buffer[:self._position]
            self._position = 0


def _compile_tag(name: bytes) -> re.Pattern[bytes]:
    """Return a pattern for tags of items of this name, and for the start of a comment or CDATA."""
    return re.compile(
        rb"<(?:/(?P<last>%b)\s{0,64}>|(?P<first>%b)(?=[\s/>])|(?P<opaque>!--|!\[CDATA\[))"
        % (name, name))
