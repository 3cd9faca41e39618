"""CSV with a header: one article a row."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from indexer.record import Place, Record, Rejection

_LARGEST_FIELD = 1 << 30
"""Bytes of one field; the csv module would stop at 128 KiB."""


class Rows(Protocol):
    """A reader of the csv module."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


_OURS = {"id", "title", "body", "text", "outlet", "published", "date", "url"}


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each row after the header. Raises ValueError without one."""
    csv.field_size_limit(_LARGEST_FIELD)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        rows = csv.reader(text, strict=True)
        yield from _records(rows, _header(next(rows, [])), name)
    except csv.Error as error:
        yield Rejection(Place(name, rows.line_num), f"not CSV: {error}")


def _header(row: list[str]) -> list[str]:
    """The names of the columns; ours are known in any case. Raises ValueError."""
    names = [name.strip() for name in row]
    names = [name.lower() if name.lower() in _OURS else name for name in names]
    if not {"title", "body", "text"} & set(names):
        raise ValueError("the header names no column title, body or text")
    if len(set(names)) < len(names):
        raise ValueError("the header names a column twice")
    return names


def _records(rows: Rows, header: list[str], name: str) -> Iterator[Record | Rejection]:
    begins = rows.line_num + 1
    for row in rows:
        place, begins = Place(name, begins), rows.line_num + 1
        if len(row) > len(header):
            yield Rejection(place, f"{len(row)} values for {len(header)} columns: quote the commas")
        elif any(value.strip() for value in row):
            yield Record(place, dict(zip(header, row)))
