"""The items of a feed as bytes, one after another, whether or not they are sound."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_CHUNK = 1 << 18
_LONGEST_TAG = 128
_NAME = rb"(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)"
_LARGEST = 8 << 20
"""Bytes of one item, or of what stands before the first: as a tree they take many times more."""

_ENDS = {b"!--": b"-->", b"![CDATA[": b"]]>"}
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
    for line, data, ends in _pieces(file):
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


def _pieces(file: BinaryIO) -> Iterator[_Piece]:
    tag, line, at, passed, over, ended = _tag(_NAME), 1, 0, 0, False, False
    held = bytearray()
    while True:
        match = tag.search(held, at)
        if match and match["opens"]:
            after = _passed(held, match, ended)
            at = match.start() if after is None else after
            if after is not None:
                continue
        elif match:
            ends = "last" if match["last"] else "first"
            cut, at = (match.end(), 0) if match["last"] else (match.start(), len(match[0]))
            tag = _tag(re.escape(bytes(match["last"] or match["first"])))
            del match  # it holds on to the bytes
            yield _Piece(line, None if over else bytes(held[:cut]), ends)
            line += passed + held.count(b"\n", 0, cut)
            passed, over = 0, False
            del held[:cut]
            continue
        else:
            at = max(at, len(held) - _LONGEST_TAG)
        del match
        if len(held) > _LARGEST:
            passed, over = passed + held.count(b"\n", 0, at), True
            del held[:at]
            at = 0
        if ended:
            yield _Piece(line, None if over else bytes(held), "end")
            return
        chunk = file.read(_CHUNK)
        ended = not chunk
        held += chunk


def _passed(held: bytearray, opened: re.Match[bytes], ended: bool) -> int | None:
    """Where to go on behind text in which tags are none; None if its end is still to come.

    What never ends, or begins again before, was no such text.
    """
    begin, end = opened.end(), _ENDS[opened["opens"]]
    at = held.find(end, begin)
    if at < 0 and not ended and len(held) - begin <= _LARGEST:
        return None
    again = held.find(opened["opens"], begin, at) if at >= 0 else 0
    return begin if again >= 0 else at + len(end)


def _tag(name: bytes) -> re.Pattern[bytes]:
    """The tags of items, all with the name of the first; and what opens text without tags."""
    return re.compile(
        rb"<(?:/(?P<last>%b)\s{0,64}>|(?P<first>%b)(?=[\s/>])|(?P<opens>!--|!\[CDATA\[))"
        % (name, name))
