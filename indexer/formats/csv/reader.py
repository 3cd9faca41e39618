"""Reads tables: one article a row, values separated by a comma, semicolon, tab or the like."""

import contextlib
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, BinaryIO

from indexer.fields.placeholders import EMPTY_CELLS
from indexer.formats.csv.header import DELIMITER_NAMES, is_header, read_header
from indexer.formats.csv.rescue import RowShape
from indexer.formats.csv.rows import (
    MAX_ROW_CHARACTERS,
    MAX_VALUES,
    Lines,
    describe_error,
    has_too_many_values,
)
from indexer.formats.io import encoding
from indexer.publication import add_missing_moments, find_moments
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import repair

_CLOSED_LATE = "a quote in the row that begins here is closed in a later row"

_Row = tuple[Location, list[str] | Rejection]
"""Where a row begins, and its values or why they cannot be read."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each row below the header."""
    csv.field_size_limit(MAX_ROW_CHARACTERS)
    lines = Lines(io.TextIOWrapper(
        encoding.transcode_wide(file), "utf-8-sig", errors="surrogateescape",
        newline=""))
    try:
        header, delimiter = read_header(lines, mapping)
    except ValueError as error:
        yield Rejection(location=Location(name), reason=str(error))
        return
    moments = find_moments(header)  # once: a short row would take as long as a long header
    for location, row in _read_rows(lines, delimiter, len(header), name):
        if isinstance(row, Rejection):
            yield row
        elif not is_header(row, header, mapping) and any(
                value.strip() not in EMPTY_CELLS for value in row):
            yield _build_record(row, header, moments, location, delimiter)


def _read_rows(lines: Lines, delimiter: str, columns: int, name: str) -> Iterator[_Row]:
    """Yield each row below the header; of a broken one the lines that belong to no other row.

    Rows behind it that may be fragments of its text are rejected all together. A stray quote would
    otherwise cause as many rejections as the text has lines.
    """
    shape = RowShape(columns, delimiter)
    fragments, is_after_broken = _Fragments(), False
    for location, row in _split_rows(lines, delimiter, columns, shape, name):
        is_broken = isinstance(row, Rejection)
        if is_after_broken and not isinstance(row, Rejection) and shape.is_fragment(
                row, lines.get_row()) and fragments.add(location, lines.get_row()):
            continue
        yield from fragments.take()
        if not isinstance(row, Rejection) and len(row) == columns:
            shape.learn(row, lines.get_row())
        is_after_broken = is_broken
        yield location, row
    yield from fragments.take()


class _Fragments:
    """The rows behind a broken one that may be pieces of it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._start = Location("")
        self._size = 0

    def add(self, location: Location, piece: str) -> bool:
        """Add a row; return False if there are too many characters already."""
        if self._size > MAX_ROW_CHARACTERS:
            return False
        self._start = self._start if self._pieces else location
        self._pieces.append(piece)
        self._size += len(piece)
        return True

    def take(self) -> Iterator[_Row]:
        """Yield the rejection of all rows that were added, and forget them."""
        if self._pieces:
            reason = (f"{len(self._pieces):,} rows with too many or too few values, or others than "
                      "the rows above, after an unreadable one")
            yield self._start, Rejection(
                location=self._start, reason=reason, raw="".join(self._pieces))
        self._pieces, self._size = [], 0


def _split_rows(
    lines: Lines, delimiter: str, columns: int, shape: RowShape, name: str
) -> Iterator[_Row]:
    """Yield each row, or why it cannot be read. Reading goes on where the next row begins."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        location, fault = Location(name, lines.start_row()), ""
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            row, fault = [], describe_error(error)
            rows = csv.reader(lines, delimiter=delimiter, strict=True)  # the old one keeps the text
        if len(lines.get_lines()) > 1 and _drop_following_rows(lines, row, shape):
            row, fault = [], fault or _CLOSED_LATE
        if fault or len(row) != columns or any(cell[:2] == ' "' for cell in row):
            row = _split_otherwise(lines.get_row(), delimiter, columns) or row
        if fault and not row:
            mended = _split_unquoted(lines, delimiter, shape) or _split_undoubled(
                lines, delimiter, columns, shape)
            yield location, mended or _reject_row(location, fault, lines)
        else:
            yield location, row


def _drop_following_rows(lines: Lines, row: Sequence[str], shape: RowShape) -> bool:
    """Return to the row that begins within the current one; return False if there is none."""
    within = lines.get_lines()
    begin = shape.find_next_row(within, row, lines.peek)
    return begin < len(within) and lines.shorten_row(begin)


def _reject_row(location: Location, fault: str, lines: Lines) -> Rejection:
    return Rejection(
        location=location, reason=f"not CSV: {fault}{_describe_skipped(location, lines)}",
        raw=lines.get_row())


def _build_record(
    row: Sequence[str], header: list[str], moments: Sequence[str], location: Location,
    delimiter: str,
) -> ReadResult:
    surplus = (f"column {number}" for number in range(len(header) + 1, len(row) + 1))
    fields: dict[str, Any] = {
        name: value for name, value in zip(chain(header, surplus), row)
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
    add_missing_moments(fields, moments)
    if any(row[len(header):]):
        reason = (f"{len(row)} values for {len(header)} columns: quote values that contain "
                  f"{DELIMITER_NAMES[delimiter]}")
        return Rejection(location=location, reason=reason, fields=fields)
    return Record(location=location, fields=fields, notes=notes)


def _split_otherwise(line: str, delimiter: str, columns: int) -> list[str] | None:
    r"""Return the values of a row with blanks before quotes, or backslashes before those inside.

    Return None if there are none, or if the values do not fit the header.

    >>> _split_otherwise('"Beras, gula", "Naik."', ",", 2)
    ['Beras, gula', 'Naik.']
    >>> _split_otherwise('"a \\"b\\"",c', ",", 2)
    ['a "b"', 'c']
    """
    if '\\"' not in line and f'{delimiter} "' not in line:
        return None
    doubled = line.replace('\\"', '""')
    if has_too_many_values(doubled, delimiter):
        return None
    with contextlib.suppress(csv.Error):
        row = next(csv.reader([doubled], delimiter=delimiter, skipinitialspace=True, strict=True),
                   [])
        return row if len(row) == columns else None
    return None


def _split_undoubled(
    lines: Lines, delimiter: str, columns: int, shape: RowShape
) -> list[str] | None:
    """Return the values of a line in which quotes inside others are not doubled, as in HTML.

    There a quote ends a value only before a delimiter or the end of the line. Return None if the
    values do not fit the header, or if it is not sure where they end.
    """
    line, position = lines.get_row(), 0
    row: list[str] = []
    form = _compile_undoubled(delimiter)
    while len(lines.get_lines()) == 1 and position < len(line) and len(row) < columns:
        match = form.match(line, position)
        if not match:
            return None
        row.append((match["quoted"] or match["bare"] or "").replace('""', '"'))
        position = match.end()
    is_whole = position == len(line) and len(row) == columns
    return row if is_whole and not shape.is_fragment(row, line) else None


@cache
def _compile_undoubled(delimiter: str) -> re.Pattern[str]:
    """Return the form of a value and what ends it."""
    mark = re.escape(delimiter)
    end = rf"(?:{mark}|[\r\n]*\Z)"
    return re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"(?!{end}))*+)"|(?P<bare>[^"{mark}\r\n]*+)){end}')


def _split_unquoted(lines: Lines, delimiter: str, shape: RowShape) -> list[str] | None:
    """Return the values of a line in which quotes mean nothing, as in many tab-separated files.

    Return None if they do not fit the header.
    """
    line = lines.get_row()
    if line.count("\t") > MAX_VALUES:
        return None
    row = [_unquote(cell) for cell in line.rstrip("\r\n").split("\t")]
    return row if delimiter == "\t" and len(lines.get_lines()) == 1 and (
        not shape.is_fragment(row, line)) else None


def _unquote(cell: str) -> str:
    """Return a cell without the quotes around it, if it has no others."""
    return cell[1:-1] if cell.count('"') == 2 and cell[0] == cell[-1] == '"' else cell


def _describe_skipped(location: Location, lines: Lines) -> str:
    last = lines.number
    return f" (lines {location.line} to {last} were skipped)" if last > location.line else ""


def _redecode_values(fields: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values with those decoded properly that are not UTF-8, and notes on it."""
    decoded = {name: encoding.redecode(value) for name, value in fields.items()}
    notes = dict.fromkeys(note for _, notes in decoded.values() for note in notes)
    return {name: value for name, (value, _) in decoded.items()}, tuple(notes)
