"""Rows under a header: one article a row, values parted by a comma, semicolon, tab or bar."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from indexer.fields.placeholders import EMPTY_CELLS
from indexer.formats.csv.header import header as columns
from indexer.formats.csv.header import is_header
from indexer.formats.csv.rows import LARGEST, Lines, why
from indexer.formats.io import encoding
from indexer.record import Location, Record, Rejection
from indexer.text import repair

_MARKS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


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
        yield Rejection(location=Location(name), reason=str(error))
        return
    for place, row in _fitting(_rows(lines, mark, len(header), name), lines, len(header)):
        if isinstance(row, Rejection):
            yield row
        elif not is_header(row, header, mapping) and any(
                value.strip() not in EMPTY_CELLS for value in row):
            yield _record(row, header, place, mark)


def _fitting(
    rows: Iterator[tuple[Location, list[str] | Rejection]], lines: Lines, columns: int
) -> Iterator[tuple[Location, list[str] | Rejection]]:
    """The rows; after one that could not be read, those that do not fit are rejected together.

    They may be pieces of a text, and one quote too many would give as many as the file has lines.
    """
    lost, size = False, 0
    pieces: list[str] = []
    place = Location("")
    for at, row in rows:
        misfit = lost and isinstance(row, list) and len(row) != columns
        if pieces and (not misfit or size > LARGEST):
            yield place, _together(place, pieces)
            pieces, size = [], 0
        if misfit:
            place = place if pieces else at
            pieces.append(lines.held())
            size += len(pieces[-1])
            continue
        lost = isinstance(row, Rejection)
        yield at, row
    if pieces:
        yield place, _together(place, pieces)


def _together(place: Location, pieces: list[str]) -> Rejection:
    raw = "".join(pieces)
    reason = f"{len(pieces):,} rows with too many or too few values, after one that was not read"
    return Rejection(location=place, reason=reason, raw=raw)


def _rows(
    lines: Lines, mark: str, columns: int, name: str
) -> Iterator[tuple[Location, list[str] | Rejection]]:
    """Each row below the header and where it begins, or why it cannot be read."""
    rows = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        place = Location(name, lines.begin())
        try:
            yield place, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"not CSV: {why(error)}{_swallowed(place, lines)}"
            raw = lines.held()
            yield place, _unquoted(raw, mark, columns) or Rejection(
                location=place, reason=reason, raw=raw)
            rows = csv.reader(lines, delimiter=mark, strict=True)  # the old one holds its room


def _record(
    row: Sequence[str], header: list[str], place: Location, mark: str
) -> Record | Rejection:
    surplus = [f"column {number}" for number in range(len(header) + 1, len(row) + 1)]
    fields: dict[str, Any] = {
        name: value for name, value in zip(header + surplus, row)
        if value.strip() not in EMPTY_CELLS
    }
    joined = "".join(row)
    notes: tuple[str, ...] = ()
    if not encoding.whole(joined):
        fields, notes = _decoded(fields)
        joined = "".join(fields.values())
    if not repair.is_sound(joined):
        fields, more = repair.repair_fields(fields)
        notes += more
    if any(row[len(header):]):
        reason = f"{len(row)} values for {len(header)} columns: quote what holds {_MARKS[mark]}"
        return Rejection(location=place, reason=reason, fields=fields)
    return Record(location=place, fields=fields, notes=notes)


def _unquoted(line: str, mark: str, columns: int) -> list[str] | None:
    """The values of a line whose quotes mean nothing, as tab-separated files often have it."""
    row = line.rstrip("\r\n").split("\t")
    return row if mark == "\t" and len(row) == columns and "\n" not in row[-1] else None


def _swallowed(place: Location, lines: Lines) -> str:
    last = lines.number
    return f" (lines {place.line} to {last} were not read)" if last > place.line else ""


def _decoded(fields: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values read as what they are likely to be, where they are not UTF-8."""
    read = {name: encoding.restored(value) for name, value in fields.items()}
    notes = dict.fromkeys(note for _, notes in read.values() for note in notes)
    return {name: value for name, (value, _) in read.items()}, tuple(notes)
