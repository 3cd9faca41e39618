"""Finds the header of a table: the names of its columns, and the delimiter."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain

from indexer.fields import synonyms
from indexer.formats.csv.rows import MAX_VALUES, Lines, describe_error, has_too_many_values
from indexer.formats.io import encoding
from indexer.text import repair

DELIMITER_NAMES = {
    ",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar", "^": "a caret", "~": "a tilde",
    "\x1f": "a unit separator"}
_DELIMITERS = "".join(DELIMITER_NAMES)
_DATE_OR_ADDRESS = re.compile(
    r"(?:\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/]\d\d?[-/]\d{4})(?:[T ].*)?|https?://\S+", re.IGNORECASE)
_MIN_TITLE_WORDS = 3
"""A cell of this many words beside a number is an article's title, and the number is its id."""

_EXCEL_SEPARATOR = re.compile(r'"?sep=.?"?', re.IGNORECASE)
"""A line in which Excel names the delimiter."""

_MAX_TITLE_ROWS = 2
"""Rows above a header that may say what the table is."""

_MAX_SHEET_TITLE_ROWS = 10
"""The same in a sheet, where a letterhead may stand above the table."""


def read_header(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the names of the columns, each unique, and the delimiter.

    Blank lines and titles above the header are skipped. Raises ValueError if there is no header.
    """
    try:
        columns, delimiter = _read_row(lines, mapping)
    except csv.Error as error:
        raise ValueError(f"not CSV: in the header, {describe_error(error)}") from error
    if not columns:
        raise ValueError("no header: name the columns title, body, outlet, … in the first line")
    if fault := _find_fault(columns, mapping):
        columns, delimiter = _read_below_titles(lines, mapping)
        if not columns:
            raise ValueError(fault)
    return _make_unique(columns), delimiter


def is_header(row: Sequence[str], columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Return whether a row repeats the header, as in files that were joined."""
    first = row[0].strip("\ufeff \t") if row else ""
    if (first or "column 1").lower() != columns[0].lower() or len(row) != len(columns):
        return False  # almost every row
    return _make_unique(_normalize_names(row, mapping)) == columns


def _read_row(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the names in the next row that is not blank, and the delimiter; none at the end.

    The delimiter is the one that gives the most known names, and then the most names.
    """
    first = _start_row(lines)
    if any(has_too_many_values(first, delimiter) for delimiter in _DELIMITERS):
        raise ValueError(
            f"more than {MAX_VALUES:,} columns: leave out those that tell nothing of an article")
    rows = {
        delimiter: _normalize_names(_split(first, delimiter), mapping)
        for delimiter in _DELIMITERS
    }
    delimiter = max(rows, key=lambda delimiter: (
        sum(map(bool, _find_fields(rows[delimiter], mapping))),
        len(rows[delimiter]),
    ))
    lines.delimiter = delimiter
    try:
        row = next(csv.reader(chain([first], lines), delimiter=delimiter, strict=True), [])
    except csv.Error:
        if names := _split_unquoted(first, lines, mapping):
            return names, lines.delimiter
        raise
    return _normalize_names(row, mapping), delimiter


def _split_unquoted(first: str, lines: Lines, mapping: Mapping[str, str]) -> list[str]:
    """Return the names in a header whose quotes are broken; none unless they are surely names.

    The lines behind the first of the row are then read again.
    """
    for delimiter in _DELIMITERS:
        names = _normalize_names(first.replace('"', "").split(delimiter), mapping)
        if _is_surely_header(names, mapping) and (
                len(lines.get_lines()) == 1 or lines.shorten_row(1)):
            lines.delimiter = delimiter
            return names
    return []


def _start_row(lines: Lines) -> str:
    """Return the first line of the next row that is not blank, "" at the end."""
    line = " "
    while line and (
            not line.strip(_DELIMITERS + " \r\n") or _EXCEL_SEPARATOR.fullmatch(line.strip())):
        lines.start_row()
        line = next(lines, "")
    return line


def _read_below_titles(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the header below the current row and at most one more; none if they are no titles."""
    titles: list[str] = []
    with suppress(csv.Error):
        while len(titles) < _MAX_TITLE_ROWS:
            titles.append(lines.get_row())
            columns, delimiter = _read_row(lines, mapping)
            if _is_surely_header(columns, mapping) and all(
                _is_title(_split(title, delimiter), len(columns)) for title in titles
            ):
                return columns, delimiter
    return [], ""


def _is_title(cells: Sequence[str], columns: int) -> bool:
    """Return whether a row is the title of a table with this many columns.

    A row of an article would fill more of them.
    """
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 or 1 < len(filled) <= columns // 2 and not any(
        map(synonyms.find_field, filled))


def _is_surely_header(columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Return whether at least two names are known, as one could be a value by chance."""
    known = set(_find_fields(columns, mapping)) - {None}
    return not _find_fault(columns, mapping) and len(known) > 1


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _normalize_names(row: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """Return the names of the columns, decoded and repaired; ours in lower case."""
    written = [repair.repair(encoding.redecode(name)[0])[0].strip() for name in row]
    named = [name or f"column {number}" for number, name in enumerate(written, 1)]
    return [
        name.lower() if name.lower() in synonyms.FIELDS and name not in mapping else name
        for name in named
    ]


def _find_fault(columns: list[str], mapping: Mapping[str, str]) -> str | None:
    """Return why these are no names of columns, None if they are."""
    fields = set(_find_fields(columns, mapping))
    if not {"title", "body"} <= fields and _is_article(columns, mapping):
        return ("the first line is a row, not a header: put a line such as title,body,…"
                f" before {', '.join(columns)[:60]!r}")
    if not {"title", "body"} & fields:
        return "the header names no column title, body or text: rename one, or use --map"
    return None


def _find_fields(columns: list[str], mapping: Mapping[str, str]) -> list[str | None]:
    """Return our name for each column, None for an unknown one."""
    mapped = synonyms.apply_mapping(columns, mapping)
    return [mapped.get(name) or synonyms.find_field(name) for name in columns]


def _make_unique(columns: list[str]) -> list[str]:
    """Return the names with repeated ones numbered, as `map_fields` does."""
    unique: dict[str, None] = {}
    repetitions = Counter[str]()
    for name in columns:
        free_name = name
        while free_name in unique:
            repetitions[name] += 1
            free_name = f"{name}_{repetitions[name] + 1}"
        unique[free_name] = None
    return list(unique)


def _is_article(columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Return whether these are the values of an article rather than names.

    One of them may be a name by chance, as Berita is.
    """
    mapped = synonyms.apply_mapping(columns, mapping)
    unmapped = [name for name in columns if name not in mapped]
    numbered = any(name.isdecimal() for name in unmapped)
    return any(_DATE_OR_ADDRESS.fullmatch(name) for name in unmapped) or numbered and any(
        len(name.split()) >= _MIN_TITLE_WORDS for name in unmapped)


def find_header(rows: Iterable[Sequence[str]], mapping: Mapping[str, str]) -> list[str]:
    """Return the names of the columns, each unique, in the next of these rows that is a header.

    Blank rows and titles above it are skipped, and no row below it is taken. Raises ValueError if
    there is no header.
    """
    titles: list[Sequence[str]] = []
    fault = "no header: name the columns title, body, outlet, … in the first row"
    for row in map(_trim, rows):
        if not row:
            continue
        columns = _normalize_names(row, mapping)
        is_below_titles = bool(titles) and _is_surely_header(columns, mapping) and all(
            _is_title(title, len(columns)) for title in titles)
        if is_below_titles or not titles and not _find_fault(columns, mapping):
            return _make_unique(columns)
        fault = fault if titles else _find_fault(columns, mapping) or fault
        titles.append(row)
        if len(titles) > _MAX_SHEET_TITLE_ROWS:
            break
    raise ValueError(fault)


def _trim(row: Sequence[str]) -> Sequence[str]:
    """Return a row without the empty cells at its end."""
    filled = [number for number, cell in enumerate(row, 1) if cell.strip()]
    return row[:filled[-1]] if filled else ()
