"""Reads JSON Lines: one article a line, an object of fields."""

import ast
import io
import json
import re
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, read_lines
from indexer.record import Location, NaN, ReadResult, Record, Rejection
from indexer.text import repair
from search.errors import describe_parse_error

_DECODER = json.JSONDecoder(parse_constant=NaN)
"""NaN and Infinity are not JSON, but programs write them."""

_LENIENT_DECODER = json.JSONDecoder(parse_constant=NaN, strict=False)
"""Accepts tabs, carriage returns and NULs that a program did not escape."""

_LONG_RECORD_BYTES = 1 << 20
_MAX_CONTAINERS = 1_000_000
"""Lists and objects in a long record: each takes many times the two bytes that it is written in."""

_STRING_OR_TRAILING_COMMA = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|,(?=\s*[}\]])', re.DOTALL)
_OBJECT_OF_PYTHON = re.compile(r"\s*\{\s*[uU]?'")
_MAX_PYTHON_CHARACTERS = 1 << 18
"""A longer object of Python is not read: its parser takes many times the memory that JSON takes."""

NOT_AN_OBJECT = "not a JSON object: write one {…} a line"

_WORDPRESS_KEYS = {"rendered", "raw", "protected", "block_version"}
"""The keys of the objects in which WordPress wraps a text."""

_BLANK = b" \t\r\n\xef\xbb\xbf\x1e"
"""What may stand between records; the last begins each of a JSON text sequence."""

_has_suspect_escape = re.compile(r"\\[urfb]").search


def read(file: BinaryIO, name: str) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each line that is not blank."""
    for number, line in enumerate(read_lines(encoding.transcode_wide(file)), 1):
        if line is None:
            yield Rejection(location=Location(name, number), reason=TOO_LARGE)
        elif line.strip(_BLANK):
            yield _read_line(line.lstrip(b"\x1e"), Location(name, number))


def _read_line(line: bytes, location: Location) -> ReadResult:
    """Return the record of a line, which may end in a comma."""
    written = line.rstrip()
    if written.endswith(b","):
        result = read_object(written[:-1], location)
        if isinstance(result, Record):
            return result
    return read_object(line, location)


def is_line_by_line(file: BinaryIO) -> bool:
    """Return whether each line of a UTF-8 file is a record, as far as its first two lines show.

    An array is not, nor are objects that span several lines. One damaged line proves nothing: the
    file is line by line if the second line is whole, or begins as a record, or cannot belong to
    the array that the first line is.
    """
    start = cast(io.BufferedReader, file).peek(1).lstrip(_BLANK)
    first, second = (line.strip() for line in (start.split(b"\n", 2) + [b""])[:2])
    if first in (b"[", b"{"):
        return first == b"{" and not second.startswith((b'"', b"}"))
    after_array = second and not second.startswith(b"[") and _is_whole(list, first)
    return not first.startswith(b"[") or bool(after_array) or _is_whole(dict, second)


def _is_whole(kind: type, line: bytes) -> bool:
    """Return whether a line is a complete value of this kind."""
    try:
        return isinstance(json.loads(line), kind)
    except (ValueError, RecursionError):
        return False


def read_object(data: bytes, location: Location) -> ReadResult:
    """Return the record in the bytes of one JSON object, its texts repaired."""
    written, notes = _decode(data)
    if len(data) > _LONG_RECORD_BYTES and data.count(b"{") + data.count(b"[") > _MAX_CONTAINERS:
        return Rejection(
            location=location,
            reason=f"more than {_MAX_CONTAINERS:,} lists and objects: no article has that many")
    try:
        fields = _parse(written)
    except (ValueError, RecursionError) as error:
        reason = f"not JSON: {describe_parse_error(error)}"
        return Rejection(location=location, reason=reason, raw=_to_raw(data))
    if not isinstance(fields, dict):
        return Rejection(location=location, reason=NOT_AN_OBJECT, raw=_to_raw(data))
    fields = unwrap_rendered(fields)
    if _is_sound(written) and not _OBJECT_OF_PYTHON.match(written):
        return Record(location=location, fields=fields, notes=notes)
    try:
        repaired, repairs = repair.repair_fields(fields)
    except RecursionError:
        return Rejection(
            location=location, reason="nested too deep to be read", raw=_to_raw(data))
    return Record(location=location, fields=repaired, notes=notes + repairs)


def unwrap_rendered(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with each text taken out of the object that WordPress wraps it in.

    A text that is protected by a password leaves a field that says so.
    """
    if dict not in map(type, fields.values()):
        return fields
    rendered = {name: _unwrap_rendered(value) for name, value in fields.items()}
    protected = any(
        value.get("protected") is True for name, value in fields.items()
        if isinstance(value, dict) and rendered[name] is not value)
    return rendered | {"protected": True} if protected else rendered


def _unwrap_rendered(value: Any) -> Any:
    if not isinstance(value, dict) or not value.keys() <= _WORDPRESS_KEYS:
        return value
    text = value.get("rendered")
    return text if isinstance(text, str) else value


def _decode(data: bytes) -> encoding.Decoded:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return encoding.decode(data)


def _parse(written: str) -> Any:
    """Return a value. Raises ValueError or RecursionError if none can be read.

    >>> _parse('{"judul": "Beras, }", }'), _parse("{'terbit': None}")
    ({'judul': 'Beras, }'}, {'terbit': None})
    """
    try:
        return _DECODER.decode(written)
    except ValueError:
        pass
    try:
        return _LENIENT_DECODER.decode(written)
    except ValueError:
        if value := _parse_python(written):
            return value
        plain = _STRING_OR_TRAILING_COMMA.sub(_drop_comma, written)
        if len(plain) == len(written):
            raise
    return _LENIENT_DECODER.decode(plain)


def _parse_python(written: str) -> dict[str, Any] | None:
    """Return a `dict` as Python writes it, None for anything else. Raises RecursionError."""
    if len(written) > _MAX_PYTHON_CHARACTERS or not _OBJECT_OF_PYTHON.match(written):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about an escape that Python does not know
            value = json.loads(json.dumps(ast.literal_eval(written.strip())))
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return None
    return value if isinstance(value, dict) else None


def _drop_comma(match: re.Match[str]) -> str:
    return "" if match[0] == "," else match[0]


def _is_sound(written: str) -> bool:
    """Return True only if no text in this JSON can need repair."""
    return repair.is_sound(written.rstrip("\r\n")) and not _has_suspect_escape(written)


def _to_raw(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").rstrip("\r\n")
