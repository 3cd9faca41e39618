"""The header of a table: the names of its columns, and what parts them."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain

from indexer.fields import synonyms
from indexer.formats.csv.rows import Lines, why
from indexer.formats.io import encoding
from indexer.text import repair

_MARKS = ",;\t|"
_DATE_OR_ADDRESS = re.compile(
    r"(?:\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/]\d\d?[-/]\d{4})(?:[T ].*)?|https?://\S+", re.IGNORECASE)
_WORDS = 3
"""In a cell beside a number, from which on these are a title and its id, and no names."""

_SEP = re.compile(r'"?sep=.?"?', re.IGNORECASE)
"""A line in which Excel says what parts the values."""

_TITLES = 2
"""Rows above a header, at the most, that say what the table is."""


def header(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """The names of the columns, each once, and what parts them. Raises ValueError.

    Blank lines and titles above them are passed over.
    """
    try:
        columns, mark = _row(lines, mapping)
    except csv.Error as error:
        raise ValueError(f"not CSV: in the header, {why(error)}") from error
    if not columns:
        raise ValueError("no header: name the columns title, body, outlet, … in the first line")
    if fault := _fault(columns, mapping):
        columns, mark = _below_titles(lines, mapping)
        if not columns:
            raise ValueError(fault)
    return _numbered(columns), mark


def is_header(row: Sequence[str], columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Whether a row only repeats the header, as where files were joined."""
    first = row[0].strip("\ufeff \t") if row else ""
    if (first or "column 1").lower() != columns[0].lower() or len(row) != len(columns):
        return False  # as good as always
    return _numbered(_spelt(row, mapping)) == columns


def _row(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """The names in the next row that is not blank, and what parts them; none at the end."""
    first = _begun(lines)
    marks = {mark: _spelt(_cells(first, mark), mapping) for mark in _MARKS}
    mark = max(marks, key=lambda mark: (
        sum(map(bool, _meant(marks[mark], mapping))),
        len(marks[mark]),
    ))
    row = next(csv.reader(chain([first], lines), delimiter=mark, strict=True), [])
    return _spelt(row, mapping), mark


def _begun(lines: Lines) -> str:
    """The first line of the next row that is not blank, "" at the end."""
    line = " "
    while line and (not line.strip(_MARKS + " \r\n") or _SEP.fullmatch(line.strip())):
        lines.begin()
        line = next(lines, "")
    return line


def _below_titles(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """The header below the row at hand and at most one more; none if they are no titles of it."""
    titles: list[str] = []
    with suppress(csv.Error):
        while len(titles) < _TITLES:
            titles.append(lines.held())
            columns, mark = _row(lines, mapping)
            if _is_clear(columns, mapping) and all(
                _is_title(_cells(title, mark), len(columns)) for title in titles
            ):
                return columns, mark
    return [], ""


def _is_title(cells: Sequence[str], columns: int) -> bool:
    """Whether a row says what a table of so many columns is; an article would fill more of it."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 or 1 < len(filled) <= columns // 2 and not any(
        map(synonyms.find_field, filled))


def _is_clear(columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Whether these are names for sure: one could be a value by chance."""
    return not _fault(columns, mapping) and len(_meanings(columns, mapping) - {None}) > 1


def _cells(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return []


def _spelt(row: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """The names of the columns; ours are known in any case."""
    written = [repair.repair(encoding.restored(name)[0])[0].strip() for name in row]
    named = [name or f"column {place}" for place, name in enumerate(written, 1)]
    return [
        name.lower() if name.lower() in synonyms.FIELDS and name not in mapping else name
        for name in named
    ]


def _fault(columns: list[str], mapping: Mapping[str, str]) -> str | None:
    """Why these are no names of columns, None if they are."""
    meanings = _meanings(columns, mapping)
    if not {"title", "body"} <= meanings and _is_row(columns, mapping):
        return ("the first line is a row, not names: put a line such as title,body,…"
                f" before {', '.join(columns)[:60]!r}")
    if not {"title", "body"} & meanings:
        return "the header names no column title, body or text: name one so, or map it to one"
    return None


def _meanings(columns: list[str], mapping: Mapping[str, str]) -> set[str | None]:
    return set(_meant(columns, mapping))


def _meant(columns: list[str], mapping: Mapping[str, str]) -> list[str | None]:
    told = synonyms.apply_mapping(columns, mapping)
    return [told.get(name) or synonyms.find_field(name) for name in columns]


def _numbered(columns: list[str]) -> list[str]:
    """The names, those that stand there already with a number, as `map_fields` has it."""
    found: dict[str, None] = {}
    times = Counter[str]()
    for name in columns:
        free = name
        while free in found:
            times[name] += 1
            free = f"{name}_{times[name] + 1}"
        found[free] = None
    return list(found)


def _is_row(columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Whether these are values of an article: one of them may be a name by chance, as Berita is."""
    told = synonyms.apply_mapping(columns, mapping)
    foreign = [name for name in columns if name not in told]
    numbered = any(name.isdecimal() for name in foreign)
    return any(_DATE_OR_ADDRESS.fullmatch(name) for name in foreign) or numbered and any(
        len(name.split()) >= _WORDS for name in foreign)
