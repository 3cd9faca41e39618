"""Plain text: one article a file, with or without a few lines `Name: value` before it."""

from collections.abc import Iterator
from typing import BinaryIO

from indexer.formats import encoding
from indexer.formats.front import split
from indexer.formats.lines import TOO_LARGE, whole
from indexer.formats.text import repaired
from indexer.record import Place, Record, Rejection


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """The one record of the file; all below the header is the body."""
    data = whole(file)
    if data is None:
        yield Rejection(Place(name), TOO_LARGE)
        return
    if encoding.binary(data):
        yield Rejection(Place(name), encoding.BINARY)
        return
    decoded, notes = encoding.decoded(data)
    written, more = repaired(decoded)
    fields, body = split(written.strip())
    yield Record(Place(name), fields | {"body": body}, notes=notes + more)
