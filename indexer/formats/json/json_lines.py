"""JSON Lines: one article a line, an object of fields."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, lines
from indexer.record import Location, NaN, Record, Rejection
from indexer.text import repair

_DECODER = json.JSONDecoder(parse_constant=NaN)
"""NaN and Infinity are no JSON, but programs write them."""

_LENIENT = json.JSONDecoder(parse_constant=NaN, strict=False)
"""Tabs, returns and NULs that a program left in a text as they were."""

_LONG = 1 << 20
_MOST = 1_000_000
"""Lists and objects in one record: each takes many times the two bytes it is written in."""

NO_OBJECT = "not a JSON object: write one {…} a line"

_AROUND = {"rendered", "raw", "protected", "block_version"}
"""What WordPress has beside a text in an object of its own."""

_BLANK = b" \t\r\n\xef\xbb\xbf"

_ESCAPED = re.compile(r"\\[urfb]").search


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each line that is not blank."""
    for number, line in enumerate(lines(encoding.wide(file) or file), 1):
        if line is None:
            yield Rejection(location=Location(name, number), reason=TOO_LARGE)
        elif line.strip(_BLANK):
            yield _of_line(line, Location(name, number))


def _of_line(line: bytes, place: Location) -> Record | Rejection:
    """The record of a line, which may end in a comma."""
    written = line.rstrip()
    if written.endswith(b","):
        found = record(written[:-1], place)
        if isinstance(found, Record):
            return found
    return record(line, place)


def in_lines(file: BinaryIO) -> bool:
    """Whether each line of a file, as UTF-8, is a record of its own, as far as its first two say.

    An array, and objects on several lines, are none. One line that is damaged says nothing: where
    the second is whole, or begins as a record, or is no more of an array that the first closes,
    these are lines.
    """
    start = cast(io.BufferedReader, file).peek(1).lstrip(_BLANK)
    first, second = (line.strip() for line in (start.split(b"\n", 2) + [b""])[:2])
    if first in (b"[", b"{"):
        return first == b"{" and not second.startswith((b'"', b"}"))
    more = second and not second.startswith(b"[") and _is_a(list, first)
    return not first.startswith(b"[") or bool(more) or _is_a(dict, second)


def _is_a(kind: type, line: bytes) -> bool:
    """Whether a line is a whole value of this kind."""
    try:
        return isinstance(json.loads(line), kind)
    except (ValueError, RecursionError):
        return False


def record(data: bytes, place: Location) -> Record | Rejection:
    """The record that one JSON object gives, its texts repaired."""
    written, notes = _decoded(data)
    if len(data) > _LONG and data.count(b"{") + data.count(b"[") > _MOST:
        return Rejection(
            location=place, reason=f"more than {_MOST:,} lists and objects: no article has them")
    try:
        fields = _value(written)
    except (ValueError, RecursionError) as error:
        return Rejection(location=place, reason=f"not JSON: {error}", raw=_raw(data))
    if not isinstance(fields, dict):
        return Rejection(location=place, reason=NO_OBJECT, raw=_raw(data))
    fields = rendered(fields)
    if _sound(written):
        return Record(location=place, fields=fields, notes=notes)
    try:
        repaired, more = repair.repair_fields(fields)
    except RecursionError:
        return Rejection(location=place, reason="nested too deep to be read", raw=_raw(data))
    return Record(location=place, fields=repaired, notes=notes + more)


def rendered(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, a text in each out of the object that WordPress puts around it."""
    return {name: _rendered(value) for name, value in fields.items()}


def _rendered(value: Any) -> Any:
    if not isinstance(value, dict) or not value.keys() <= _AROUND:
        return value
    text = value.get("rendered")
    return text if isinstance(text, str) else value


def _decoded(data: bytes) -> encoding.Decoded:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return encoding.decoded(data)


def _value(written: str) -> Any:
    try:
        return _DECODER.decode(written)
    except ValueError:
        return _LENIENT.decode(written)


def _sound(written: str) -> bool:
    """Whether no text of this JSON can need repair."""
    return repair.is_sound(written.rstrip("\r\n")) and not _ESCAPED(written)


def _raw(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").rstrip("\r\n")
