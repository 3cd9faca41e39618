"""Reads a page that is a table of articles, a row each, as databases and spreadsheets save it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.formats.tables import is_named_as_articles
from indexer.text import markup

_MAX_TABLES = 200
_MAX_NAME_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class TableRow:
    """The line where a row stands, and its cells under the names of their columns."""

    line: int
    fields: dict[str, str]


def find_rows(tree: Any) -> list[TableRow]:
    """Return the rows of the first table whose columns are called title and body; [] if none is.

    Where no column has the address of a page, what the title links to is its `url`.
    """
    for number, table in enumerate(tree.iter("table")):
        rows = (each for each in table.iter("tr") if _get_cells(each))
        names = [_read(cell) for cell in _get_cells(next(rows, ()))]
        if number > _MAX_TABLES:
            break
        if max(map(len, names), default=0) <= _MAX_NAME_CHARACTERS and (
                is_named_as_articles(names, {})):
            return list(_read_rows(rows, names))
    return []


def _read_rows(rows: Iterable[Any], names: Sequence[str]) -> Iterator[TableRow]:
    for row in rows:
        cells = _get_cells(row)
        if len(cells) == len(names):
            fields = {name: text for name, cell in zip(names, cells) if (text := _read(cell))}
            links = (link.get("href") for cell in cells for link in cell.iter("a"))
            url = next((link for link in links if link and "://" in link), None)
            yield TableRow(row.sourceline or 1, ({"url": url} if url else {}) | fields)


def _get_cells(row: Iterable[Any]) -> list[Any]:
    return [each for each in row if each.tag in ("td", "th")]


def _read(cell: Any) -> str:
    return markup.extract_text(cell).strip()
