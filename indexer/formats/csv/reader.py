"""Reads tables: one article a row, values separated by a comma, semicolon, tab or bar."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from indexer.fields.placeholders import EMPTY_CELLS
from indexer.formats.csv.header import is_header, read_header
from indexer.formats.csv.rows import MAX_ROW_CHARACTERS, Lines, describe_error
from indexer.formats.io import encoding
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import repair

_DELIMITER_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}

_Row = tuple[Location, list[str] | Rejection]
"""Where a row begins, and its values or why they cannot be read."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each row below the header."""
    csv.field_size_limit(MAX_ROW_CHARACTERS)
    lines = Lines(io.TextIOWrapper(
        encoding.transcode_utf_16(file) or file, "utf-8-sig", errors="surrogateescape",
        newline=""))
    try:
        header, delimiter = read_header(lines, mapping)
    except ValueError as error:
        yield Rejection(location=Location(name), reason=str(error))
        return
    rows = _read_rows(lines, delimiter, len(header), name)
    for location, row in _join_fragments(rows, lines, len(header)):
        if isinstance(row, Rejection):
            yield row
        elif not is_header(row, header, mapping) and any(
                value.strip() not in EMPTY_CELLS for value in row):
            yield _build_record(row, header, location, delimiter)


def _join_fragments(rows: Iterator[_Row], lines: Lines, columns: int) -> Iterator[_Row]:
    """Yield the rows; after an unreadable one, reject the rows that do not fit all together.

    They may be fragments of one text. A stray quote would otherwise cause as many rejections as
    the file has lines.
    """
    after_unreadable, size = False, 0
    fragments: list[str] = []
    start = Location("")
    for location, row in rows:
        misfit = after_unreadable and isinstance(row, list) and len(row) != columns
        if fragments and (not misfit or size > MAX_ROW_CHARACTERS):
            yield start, _reject_fragments(start, fragments)
            fragments, size = [], 0
        if misfit:
            start = start if fragments else location
            fragments.append(lines.get_row())
            size += len(fragments[-1])
            continue
        after_unreadable = isinstance(row, Rejection)
        yield location, row
    if fragments:
        yield start, _reject_fragments(start, fragments)


def _reject_fragments(location: Location, fragments: list[str]) -> Rejection:
    return Rejection(
        location=location,
        reason=f"{len(fragments):,} rows with too many or too few values, after an unreadable one",
        raw="".join(fragments))


def _read_rows(lines: Lines, delimiter: str, columns: int, name: str) -> Iterator[_Row]:
    """Yield each row below the header."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        location = Location(name, lines.start_row())
        try:
            yield location, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raw = lines.get_row()
            reason = f"not CSV: {describe_error(error)}{_describe_skipped(location, lines)}"
            yield location, _split_unquoted(raw, delimiter, columns) or Rejection(
                location=location, reason=reason, raw=raw)
            rows = csv.reader(lines, delimiter=delimiter, strict=True)  # the old one keeps the text


def _build_record(
    row: Sequence[str], header: list[str], location: Location, delimiter: str
) -> ReadResult:
    surplus = [f"column {number}" for number in range(len(header) + 1, len(row) + 1)]
    fields: dict[str, Any] = {
        name: value for name, value in zip(header + surplus, row)
        if value.strip() not in EMPTY_CELLS
    }
    joined = "".join(row)
    notes: tuple[str, ...] = ()
    if not encoding.is_fully_decoded(joined):
        fields, notes = _redecode_values(fields)
        joined = "".join(fields.values())
    if not repair.is_sound(joined):
        fields, repairs = repair.repair_fields(fields)
        notes += repairs
    if any(row[len(header):]):
        reason = (f"{len(row)} values for {len(header)} columns: quote values that contain "
                  f"{_DELIMITER_NAMES[delimiter]}")
        return Rejection(location=location, reason=reason, fields=fields)
    return Record(location=location, fields=fields, notes=notes)


def _split_unquoted(line: str, delimiter: str, columns: int) -> list[str] | None:
    """Return the values of a line in which quotes mean nothing, as in many tab-separated files.

    Return None if they do not fit the header.
    """
    row = line.rstrip("\r\n").split("\t")
    return row if delimiter == "\t" and len(row) == columns and "\n" not in row[-1] else None


def _describe_skipped(location: Location, lines: Lines) -> str:
    last = lines.number
    return f" (lines {location.line} to {last} were skipped)" if last > location.line else ""


def _redecode_values(fields: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values with those decoded properly that are not UTF-8, and notes on it."""
    decoded = {name: encoding.redecode(value) for name, value in fields.items()}
    notes = dict.fromkeys(note for _, notes in decoded.values() for note in notes)
    return {name: value for name, (value, _) in decoded.items()}, tuple(notes)
