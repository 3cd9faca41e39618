"""Rows under a header: one article a row, values parted by a comma, semicolon, tab or bar."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from indexer.formats import encoding, text
from indexer.formats.header import header as columns
from indexer.formats.rows import LARGEST, Lines, why
from indexer.record import Place, Record, Rejection


def read(
    file: BinaryIO, name: str, mapping: Mapping[str, str]
) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each row after the header."""
    csv.field_size_limit(LARGEST)
    lines = Lines(io.TextIOWrapper(
        encoding.wide(file) or file, "utf-8-sig", errors="surrogateescape", newline=""))
    try:
        header, mark = columns(lines, mapping)
    except ValueError as error:
        yield Rejection(Place(name), str(error))
        return
    lost = False
    for place, row in _rows(lines, mark, len(header), name):
        if isinstance(row, Rejection):
            lost = True
            yield row
            continue
        lost = lost and len(row) != len(header)
        if any(value.strip() for value in row):
            yield _record(row, header, place, lost)


def _rows(
    lines: Lines, mark: str, columns: int, name: str
) -> Iterator[tuple[Place, list[str] | Rejection]]:
    """Each row below the header and where it begins, or why it cannot be read."""
    rows = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        place = Place(name, lines.begin())
        try:
            yield place, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"not CSV: {why(error)}{_swallowed(place, lines)}"
            raw = lines.held()
            yield place, _unquoted(raw, mark, columns) or Rejection(place, reason, raw=raw)
            rows = csv.reader(lines, delimiter=mark, strict=True)  # the old one holds its room


def _record(
    row: Sequence[str], header: list[str], place: Place, lost: bool
) -> Record | Rejection:
    surplus = [f"column {number}" for number in range(len(header) + 1, len(row) + 1)]
    fields: dict[str, Any] = {
        name: value for name, value in zip(header + surplus, row) if value.strip()
    }
    joined = "".join(row)
    notes: tuple[str, ...] = ()
    if not encoding.whole(joined):
        fields, notes = _decoded(fields)
        joined = "".join(fields.values())
    if not text.sound(joined):
        fields, more = text.repaired_fields(fields)
        notes += more
    if lost or any(row[len(header):]):
        after = ", after a row that could not be read" if lost else ": quote what holds a comma"
        return Rejection(place, f"{len(row)} values for {len(header)} columns{after}", fields)
    return Record(place, fields, notes=notes)


def _unquoted(line: str, mark: str, columns: int) -> list[str] | None:
    """The values of a line whose quotes mean nothing, as tab-separated files often have it."""
    row = line.rstrip("\r\n").split("\t")
    return row if mark == "\t" and len(row) == columns and "\n" not in row[-1] else None


def _swallowed(place: Place, lines: Lines) -> str:
    last = lines.number
    return f" (lines {place.line} to {last} were not read)" if last > place.line else ""


def _decoded(fields: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values read as what they are likely to be, where they are not UTF-8."""
    read = {name: encoding.restored(value) for name, value in fields.items()}
    notes = dict.fromkeys(note for _, notes in read.values() for note in notes)
    return {name: value for name, (value, _) in read.items()}, tuple(notes)
