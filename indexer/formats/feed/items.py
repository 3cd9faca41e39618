"""The items of a feed as bytes, one after another, whether or not they are sound."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_CHUNK = 1 << 18
_LONGEST_TAG = 128
_NAME = rb"(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)"
_LARGEST = 8 << 20
"""Bytes of one item, or of what stands before the first: as a tree they take many times more."""

_BOUNDS = {
    b"!--": re.compile(rb"(?P<again><!--)|-->"),
    b"![CDATA[": re.compile(rb"(?P<again><!\[CDATA\[)|\]\]>"),
}
"""What ends the text in which tags are none, by what opens it."""

_OTHERS = re.compile(
    rb"<!--.{0,4000}?-->|<((?:\w{1,40}:)?(?:image|textinput))\b.{0,4000}?</\1\s*>",
    re.IGNORECASE | re.DOTALL)
"""What may have a title in a feed and is no item."""

_ENDLESS = "an item that does not end: the next one begins in it, or the feed ends"
_HEADLESS = "an item that does not begin: mend its first tag"
_TOO_LARGE = f"an item of more than {_LARGEST >> 20} MiB: no article is so large"


class Item(NamedTuple):
    """The bytes from an item's first tag to its last, the line, and what is wrong with them."""

    line: int
    data: bytes
    fault: str | None = None


class _Piece(NamedTuple):
    """What stands before an item's first tag, or up to its last, or before the end."""

    line: int
    data: bytes | None
    ends: str


def items(file: BinaryIO) -> Iterator[Item]:
    """First what stands before the first item, then each item, sound or not."""
    inside = begun = False
    for line, data, ends in _Pieces(file):
        fault = _fault(data or b"", ends, inside, begun)
        if not begun:
            yield Item(line, data or b"")
            begun = True
        if data is None:
            yield Item(line, b"", _TOO_LARGE)
        elif inside or fault:
            yield Item(line, data, fault)
        inside = ends == "first"


def _fault(data: bytes, ends: str, inside: bool, begun: bool) -> str | None:
    if inside:
        return None if ends == "last" else _ENDLESS
    lost = ends == "last" or begun and b"title>" in data and b"title>" in _OTHERS.sub(b"", data)
    return _HEADLESS if lost else None


class _Pieces:
    """A feed as the tags of its items cut it; no more of it is read than is needed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._ended = file, False
        self._tag = _tag(_NAME)
        self._held, self._at = bytearray(), 0
        self._line, self._passed, self._over = 1, 0, False
        self._endless = set[bytes]()

    def __iter__(self) -> Iterator[_Piece]:
        while not self._ended:
            chunk = self._file.read(_CHUNK)
            self._ended = not chunk
            self._held += chunk
            yield from self._cut_off()
            self._shorten()
        yield self._piece(len(self._held), "end")

    def _cut_off(self) -> Iterator[_Piece]:
        """The pieces whose ends are held."""
        while found := self._next():
            kind, name, begin, end = found
            if kind == "opens":
                after = self._after(name, end)
                self._at = begin if after is None else after
                if after is None:
                    return
            else:
                self._tag = _tag(re.escape(name))
                self._at = 0 if kind == "last" else end - begin
                yield self._piece(end if kind == "last" else begin, kind)
        self._at = max(self._at, len(self._held) - _LONGEST_TAG)

    def _next(self) -> tuple[str, bytes, int, int] | None:
        """What the next tag is, its name, and where it begins and ends."""
        match = self._tag.search(self._held, self._at)
        kind = match and match.lastgroup
        return (kind, bytes(match[kind]), match.start(), match.end()) if match and kind else None

    def _after(self, opened: bytes, begin: int) -> int | None:
        """Where to go on behind text in which tags are none; None if its end is still to come.

        What never ends, or begins again before, was no such text.
        """
        if opened in self._endless:
            return begin
        match = _BOUNDS[opened].search(self._held, begin)
        if match:
            return begin if match["again"] else match.end()
        if not self._ended and len(self._held) - begin <= _LARGEST:
            return None
        self._endless.add(opened)  # to look for it again and again could take hours
        return begin

    def _piece(self, end: int, ends: str) -> _Piece:
        """What is held up to a place, which is let go."""
        data = None if self._over else bytes(self._held[:end])
        piece = _Piece(self._line, data, ends)
        self._line += self._passed + self._held.count(b"\n", 0, end)
        self._passed, self._over = 0, False
        del self._held[:end]
        return piece

    def _shorten(self) -> None:
        """Let go of what was looked through if it is too large."""
        if len(self._held) > _LARGEST:
            self._passed, self._over = self._passed + self._held.count(b"\n", 0, self._at), True
            del self._held[:self._at]
            self._at = 0


def _tag(name: bytes) -> re.Pattern[bytes]:
    """The tags of items, all with the name of the first; and what opens text without tags."""
    return re.compile(
        rb"<(?:/(?P<last>%b)\s{0,64}>|(?P<first>%b)(?=[\s/>])|(?P<opens>!--|!\[CDATA\[))"
        % (name, name))
