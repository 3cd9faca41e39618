"""The first line of a table: the names of its columns, and what parts them."""

import csv
import re
from collections.abc import Mapping
from itertools import chain

from indexer import names
from indexer.formats import encoding, text
from indexer.formats.rows import Lines, why

_MARKS = ",;\t|"
_DATE_OR_ADDRESS = re.compile(
    r"(?:\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/]\d\d?[-/]\d{4})(?:[T ].*)?|https?://\S+", re.IGNORECASE)
_WORDS = 3
"""In a cell beside a number, from which on these are a title and its id, and no names."""


def header(lines: Lines, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """The names of the columns, and what parts them. Raises ValueError."""
    first = next(lines, "")
    if not first:
        raise ValueError("no header: name the columns title, body, outlet, … in the first line")
    if first.lower().startswith("sep=") and len(first.rstrip()) <= 5:  # Excel says so
        first = next(lines, "")
    known = {*mapping}
    marks = {mark: _names(first, mark, mapping) for mark in _MARKS}
    mark = max(marks, key=lambda mark: (
        sum(name in known or bool(names.meaning(name)) for name in marks[mark]),
        len(marks[mark]),
    ))
    try:
        row = next(csv.reader(chain([first], lines), delimiter=mark, strict=True), [])
    except csv.Error as error:
        raise ValueError(f"not CSV: in the header, {why(error)}") from error
    return _checked(_spelt(row, mapping), mapping), mark


def _names(line: str, mark: str, mapping: Mapping[str, str]) -> list[str]:
    try:
        return _spelt(next(csv.reader([line], delimiter=mark), []), mapping)
    except csv.Error:
        return []


def _spelt(row: list[str], mapping: Mapping[str, str]) -> list[str]:
    """The names of the columns; ours are known in any case."""
    written = [text.repaired(encoding.restored(name)[0])[0].strip() for name in row]
    named = [name or f"column {place}" for place, name in enumerate(written, 1)]
    return [
        name.lower() if name.lower() in names.OURS and name not in mapping else name
        for name in named
    ]


def _checked(columns: list[str], mapping: Mapping[str, str]) -> list[str]:
    if _is_row(columns, mapping):
        raise ValueError(f"the first line is a row, not names: put a line such as title,body,…"
                         f" before {', '.join(columns)[:60]!r}")
    meanings = {mapping.get(name) or names.meaning(name) for name in columns}
    if not {"title", "body"} & meanings:
        raise ValueError(
            "the header names no column title, body or text: name one so, or map it to one")
    if len(set(columns)) < len(columns):
        raise ValueError("the header names a column twice")
    return columns


def _is_row(columns: list[str], mapping: Mapping[str, str]) -> bool:
    """Whether these are values of an article: one of them may be a name by chance, as Berita is."""
    foreign = [name for name in columns if name not in mapping]
    numbered = any(name.isdecimal() for name in foreign)
    return any(_DATE_OR_ADDRESS.fullmatch(name) for name in foreign) or numbered and any(
        len(name.split()) >= _WORDS for name in foreign)
