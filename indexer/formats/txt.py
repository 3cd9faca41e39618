"""Plain text: one article a file, with or without a few lines `Name: value` before it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from indexer import names
from indexer.formats import encoding
from indexer.formats.lines import TOO_LARGE, whole
from indexer.formats.text import repaired
from indexer.record import Place, Record, Rejection

_HEADER = re.compile(r"(?P<name>[^\W\d_][\w -]{0,39}?) ?:[ \t]*(?P<value>.*)")
_MOST = 30
"""Lines of a header, at the most."""


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


def split(text: str) -> tuple[dict[str, str], str]:
    r"""The fields of the header and the text below it.

    All lines up to a blank one are a header if they look like it, none has a name twice, and
    one has a name that is known.

    >>> split("Judul: Harga beras\nSumber: Lentera Pos\n\nIsi.")
    ({'Judul': 'Harga beras', 'Sumber': 'Lentera Pos'}, 'Isi.')
    >>> split("Gubernur: harga naik\n\nIsi.")
    ({}, 'Gubernur: harga naik\n\nIsi.')
    """
    lines = text.split("\n", _MOST + 1)
    end = next((number for number, line in enumerate(lines) if not line.strip()), 0)
    matches = [_HEADER.fullmatch(line.strip()) for line in lines[:end]]
    header = {match["name"]: match["value"] for match in matches if match}
    meanings = {names.meaning(name) for name in header}
    if len(header) < end or "body" in meanings or not meanings - {None}:
        return {}, text
    below = "\n".join(lines[end:]).strip()
    return {name: value for name, value in header.items() if value}, below
