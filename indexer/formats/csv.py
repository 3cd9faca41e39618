"""CSV with a header: one article a row."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from indexer.record import Place, Record, Rejection

_LARGEST_FIELD = 1 << 30
"""Bytes of one field; the csv module would stop at 128 KiB."""


_OURS = {"id", "title", "body", "text", "outlet", "published", "date", "url"}


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each row after the header. Raises ValueError without one."""
    csv.field_size_limit(_LARGEST_FIELD)
    text = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
    rows = csv.reader(text, strict=True)
    header: list[str] | None = None
    while True:
        place = Place(name, rows.line_num + 1)
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            if header is None:
                raise ValueError(f"the header is not CSV: {error}") from error
            yield Rejection(place, f"not CSV: {error}")
            continue
        if header is None:
            header = _header(row)
        elif any(value.strip() for value in row):
            yield _record(row, header, place)
    if header is None:
        raise ValueError("no header: name the columns title, body, outlet, … in the first line")


def _record(row: list[str], header: list[str], place: Place) -> Record | Rejection:
    if any(row[len(header):]):
        return Rejection(place, f"{len(row)} values for {len(header)} columns: quote the commas")
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return Rejection(place, "not UTF-8: save it as UTF-8")
    return Record(place, {name: value for name, value in zip(header, row) if value.strip()})


def _header(row: list[str]) -> list[str]:
    """The names of the columns; ours are known in any case. Raises ValueError."""
    names = [name.strip() or f"column {place}" for place, name in enumerate(row, 1)]
    names = [name.lower() if name.lower() in _OURS else name for name in names]
    if not {"title", "body", "text"} & set(names):
        raise ValueError("the header names no column title, body or text")
    if len(set(names)) < len(names):
        raise ValueError("the header names a column twice")
    return names
