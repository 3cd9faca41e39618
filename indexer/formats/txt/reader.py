"""Reads plain text: one article a file, with or without some lines `Name: value` above it."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, read_whole
from indexer.formats.txt.front_matter import split_front_matter
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text.repair import repair


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the one record of the file, whose body is all below the header."""
    location = Location(name)
    data = read_whole(file)
    if data is None:
        yield Rejection(location=location, reason=TOO_LARGE)
        return
    if encoding.is_binary(data):
        yield Rejection(location=location, reason=encoding.NOT_TEXT)
        return
    decoded, notes = encoding.decode(data)
    text, repairs = repair(decoded)
    fields, body = split_front_matter(text.strip())
    yield Record(location=location, fields=fields | {"body": body}, notes=notes + repairs)
