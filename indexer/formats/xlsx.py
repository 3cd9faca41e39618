"""Reads workbooks (Office Open XML): one article a row, in each sheet that has a header."""

import logging
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, BinaryIO

from indexer.fields.placeholders import EMPTY_CELLS
from indexer.formats.csv.header import find_header, is_header
from indexer.formats.io.temporary_files import open_on_disk
from indexer.publication import add_missing_moments
from indexer.record import Location, ReadResult, Record, Rejection, describe_error
from indexer.text.repair import repair_fields

log = logging.getLogger(__name__)

_MAX_PART_BYTES = 64 << 20
"""Limit of what openpyxl holds in memory: a part other than a sheet, such as the shared texts."""

_MAX_PARTS = 10_000
_MAX_RATIO = 100
"""How much smaller compression may make a large part. Real sheets become ten times smaller."""

_MAX_COLUMNS = 1_000
_MAX_ROW_CHARACTERS = 32 << 20
_MAX_BLANK_ROWS = 3 << 20
"""In all sheets of a workbook. One sheet has at most a third as many rows."""

_TOO_LARGE = (f"a part of more than {_MAX_PART_BYTES >> 20} MiB, or more than {_MAX_PARTS:,} "
              "parts: save the sheets as CSV")
_BOMB = "a part that expands more than a hundredfold: save the sheets as CSV"
_ROW_TOO_LARGE = f"more than {_MAX_ROW_CHARACTERS:,} characters in one row"
_TOO_MANY_BLANKS = (f"more than {_MAX_BLANK_ROWS:,} blank rows in this workbook: the rows from "
                    "here on are not read; delete the blank ones")
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
"""What a cell shows whose formula fails."""

_Row = tuple[int, list[str]]
"""The number of a row, from 1, and its cells as text."""


class _TooManyBlanks(ValueError):
    """Ends a workbook that consists of blank rows."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record for each row below the header of each sheet, hidden sheets included."""
    with open_on_disk(file) as on_disk:
        try:
            if fault := _find_fault(on_disk):
                yield Rejection(location=Location(name), reason=fault)
                return
            yield from _read_workbook(on_disk, name, mapping)
        except Exception as error:  # openpyxl may raise anything on damaged workbooks
            yield Rejection(
                location=Location(name), reason=f"not a workbook: {describe_error(error)}")


def _find_fault(file: BinaryIO) -> str | None:
    """Return why a workbook is too large to be opened, None if it is not.

    zipfile never gives more of a part than the directory states, so what it states can be trusted.
    """
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    if any(part.file_size > max(_MAX_PART_BYTES, _MAX_RATIO * part.compress_size)
           for part in parts):
        return _BOMB
    held = (part.file_size for part in parts if not part.filename.startswith("xl/worksheets/sheet"))
    return _TOO_LARGE if len(parts) > _MAX_PARTS or sum(held) > _MAX_PART_BYTES else None


def _read_workbook(
    file: BinaryIO, name: str, mapping: Mapping[str, str]
) -> Iterator[ReadResult]:
    import openpyxl  # only for those who have workbooks

    workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    faults: list[Rejection] = []
    blanks = Counter[str]()
    for sheet in workbook.worksheets:
        location = Location(f"{name}/{sheet.title}")
        yield from _read_sheet(_list_rows(sheet, blanks), location, mapping, faults)
    if len(faults) == len(workbook.worksheets):
        yield from faults or [Rejection(location=Location(name), reason="it has no sheets")]
    elif faults:
        log.warning("%s: no table of articles in %s", name, ", ".join(
            fault.location.file.removeprefix(f"{name}/") for fault in faults))


def _read_sheet(
    rows: Iterator[_Row], location: Location, mapping: Mapping[str, str], faults: list[Rejection]
) -> Iterator[ReadResult]:
    """Yield the records of a sheet. If it has no header, add the reason to `faults` instead."""
    number = 1
    try:
        header = find_header((texts for _, texts in rows), mapping)
    except ValueError as error:
        faults.append(Rejection(location=location, reason=str(error)))
        return
    try:
        for number, texts in rows:
            if not is_header(texts[:len(header)], header, mapping):
                yield _build_record(texts, header, Location(location.file, number))
    except _TooManyBlanks:
        yield Rejection(location=Location(location.file, number), reason=_TOO_MANY_BLANKS)


def _list_rows(sheet: Any, blanks: Counter[str]) -> Iterator[_Row]:
    """Yield the rows that are not blank, adding the others of all sheets up in `blanks`.

    openpyxl makes up the rows that a sheet leaves out. One cell in the last row makes a million.
    """
    sheet.reset_dimensions()  # many programs state wrong ones
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if values and any(texts := list(map(_show, values[:_MAX_COLUMNS]))):
            yield number, texts
            continue
        blanks["rows"] += 1
        if blanks["rows"] > _MAX_BLANK_ROWS:
            raise _TooManyBlanks(_TOO_MANY_BLANKS)


def _build_record(texts: list[str], header: list[str], location: Location) -> ReadResult:
    surplus = [f"column {number}" for number in range(len(header) + 1, len(texts) + 1)]
    fields = {
        name: text for name, text in zip(header + surplus, texts)
        if text.strip() not in EMPTY_CELLS and text not in _ERRORS
    }
    if sum(map(len, texts)) > _MAX_ROW_CHARACTERS:
        return Rejection(location=location, reason=_ROW_TOO_LARGE)
    repaired, notes = repair_fields(fields)
    add_missing_moments(repaired, header)
    return Record(location=location, fields=repaired, notes=notes)


def _show(value: Any) -> str:
    """Return a cell as text: a date as ISO 8601 writes it, a whole number without a fraction.

    >>> [_show(value) for value in (None, 3.0, datetime(2019, 4, 26), datetime(2019, 4, 26, 14, 5))]
    ['', '3', '2019-04-26', '2019-04-26T14:05:00']
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        shown = value.replace(microsecond=0)
        return shown.isoformat() if shown.time() != time() else shown.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "")
