"""Reads the rows in phpMyAdmin's export of a database, whose parts are given as records."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.fields import synonyms
from indexer.formats import exports
from indexer.record import Record

_KEYS = {
    "header": {"type", "version", "comment"}, "database": {"type", "name"},
    "table": {"type", "name", "database", "data"},
}
"""What each part of an export says, by its type."""


def is_part(fields: Mapping[str, Any]) -> bool:
    """Return whether an object is a part of an export: its header, a database or a table.

    >>> is_part({"type": "database", "name": "berita"}), is_part({"type": "table", "name": "Meja"})
    (True, False)
    """
    kind = fields.get("type")
    keys = _KEYS.get(kind) if isinstance(kind, str) else None
    return keys is not None and fields.keys() <= keys and len(fields) > 1 and (
        kind != "table" or isinstance(fields.get("data"), list))


def read_rows(
    part: Record, mapping: Mapping[str, str], passed_over: Counter[str]
) -> Iterator[Record]:
    """Yield a record for each row with a title and a body.

    Rows of other tables are counted in `passed_over`. Those of a table of drafts are hidden.
    """
    table = str(part.fields.get("name") or "")
    hidden, is_other = exports.find_hiding_table(table), exports.is_of_other_table(table)
    for row in part.fields.get("data") or ():
        is_article = isinstance(row, dict) and {"title", "body"} <= _find_fields(row, mapping)
        if is_article and not is_other:
            yield Record(location=part.location, fields=row, notes=part.notes, hidden=hidden)
        else:
            passed_over[f"rows of the table {table}"] += 1


def _find_fields(row: Mapping[str, Any], mapping: Mapping[str, str]) -> set[str | None]:
    mapped = synonyms.apply_mapping(row, mapping)
    return {mapped.get(name) or synonyms.find_field(name) for name in row}
