"""Plain text: one article a file, with or without a few lines `Name: value` before it."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, whole
from indexer.formats.txt.front_matter import split
from indexer.record import Location, Record, Rejection
from indexer.text.repair import repair

_OTHERS = {
    "html": re.compile(rb"<(?:!doctype html|html)[^<>]{0,300}>\s{0,99}<", re.IGNORECASE),
    "json": re.compile(rb'(?:\[\s{0,99})?\{\s{0,99}"[^"\\\n]{1,64}"\s{0,99}:'),
    "RTF": re.compile(rb"\{\\rtf\d"),
    "PDF": re.compile(rb"%PDF-\d"),
}
"""How files begin that are no texts, whatever they are called; no table is as sure."""


def format_of(file: BinaryIO) -> str:
    """The format of a file that is called text: txt, html or json.

    Raises ValueError if it is one that is not read.
    """
    start = cast(io.BufferedReader, file).peek(1).removeprefix(b"\xef\xbb\xbf").lstrip()
    found = next((name for name, begins in _OTHERS.items() if begins.match(start)), "txt")
    if found.isupper():
        raise ValueError(f"it is {found}, not text: save it as text or HTML, or take it as it is "
                         "by --format txt")
    return found


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """The one record of the file; all below the header is the body."""
    data = whole(file)
    if data is None:
        yield Rejection(location=Location(name), reason=TOO_LARGE)
        return
    if encoding.binary(data):
        yield Rejection(location=Location(name), reason=encoding.BINARY)
        return
    decoded, notes = encoding.decoded(data)
    written, more = repair(decoded)
    fields, body = split(written.strip())
    yield Record(location=Location(name), fields=fields | {"body": body}, notes=notes + more)
