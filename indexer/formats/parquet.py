"""Reads tables in Parquet, as Hugging Face and pandas write them: one article a row."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, BinaryIO

from indexer.formats.csv.header import find_header
from indexer.formats.io.extras import import_extra
from indexer.formats.io.temporary_files import open_on_disk
from indexer.publication import add_missing_moments
from indexer.record import Location, ReadResult, Record, Rejection, describe_error
from indexer.text.repair import repair_fields

_ROWS_AT_ONCE = 64
_BUFFER_BYTES = 1 << 20
_MAX_GROUP_BYTES = 1 << 30
"""Limit of a row group once it is decompressed, as its statistics state it."""

_MAX_COLUMNS = 1_000
_MAX_NAMES_SHOWN = 12
_MAX_ROW_CHARACTERS = 32 << 20

_NOT_PARQUET = "not a table of articles in Parquet"
_GROUP_TOO_LARGE = (f"a row group of more than {_MAX_GROUP_BYTES >> 30} GiB: write the table with "
                    "smaller ones")
_TOO_MANY_COLUMNS = f"more than {_MAX_COLUMNS:,} columns"
_ROW_TOO_LARGE = f"more than {_MAX_ROW_CHARACTERS:,} characters in one row"
_REST = "the rows from here on cannot be read"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record for each row; the line of its location is its number, from 1."""
    location = Location(name)
    try:
        parquet = import_extra("pyarrow.parquet", "parquet")
    except ValueError as error:
        yield Rejection(location=location, reason=str(error))
        return
    with open_on_disk(file) as on_disk:
        try:
            table = parquet.ParquetFile(on_disk, buffer_size=_BUFFER_BYTES)
            columns = _choose_columns(table, mapping)
        except Exception as error:  # pyarrow may raise anything on damaged files
            yield Rejection(location=location, reason=f"{_NOT_PARQUET}: {describe_error(error)}")
            return
        yield from _read_rows(table, columns, name)


def _choose_columns(table: Any, mapping: Mapping[str, str]) -> list[str]:
    """Return the names of the columns but those of pictures and other bytes.

    Raises ValueError if there are too many, or none that may have a title or a body.
    """
    names = [field.name for field in table.schema_arrow if not _holds_bytes(field.type)]
    if len(names) > _MAX_COLUMNS:
        raise ValueError(_TOO_MANY_COLUMNS)
    groups = range(table.metadata.num_row_groups)
    if any(table.metadata.row_group(each).total_byte_size > _MAX_GROUP_BYTES for each in groups):
        raise ValueError(_GROUP_TOO_LARGE)
    try:
        find_header(iter([names]), mapping)
    except ValueError as error:
        raise ValueError(f"{error} (its columns: {', '.join(names[:_MAX_NAMES_SHOWN])})") from error
    return names


def _holds_bytes(kind: Any) -> bool:
    """Return whether a column holds bytes, alone or in the objects that describe pictures."""
    children = [kind.field(number).type for number in range(kind.num_fields)]
    return str(kind) in ("binary", "large_binary") or any(map(_holds_bytes, children))


def _read_rows(table: Any, columns: list[str], name: str) -> Iterator[ReadResult]:
    number = 0
    try:
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield _build_record(row, Location(name, number))
    except Exception as error:  # pyarrow may raise anything on damaged files
        yield Rejection(
            location=Location(name, number + 1), reason=f"{_REST}: {describe_error(error)}")


def _build_record(row: Mapping[str, Any], location: Location) -> ReadResult:
    values = {name: _show(value) for name, value in row.items()}
    fields = {name: value for name, value in values.items() if value not in (None, "")}
    if sum(len(value) for value in fields.values() if isinstance(value, str)) > _MAX_ROW_CHARACTERS:
        return Rejection(location=location, reason=_ROW_TOO_LARGE)
    repaired, notes = repair_fields(fields)
    add_missing_moments(repaired, [*row])
    return Record(location=location, fields=repaired, notes=notes)


def _show(value: Any) -> Any:
    """Return a value as JSON would hold it: dates in ISO 8601, whole numbers without a fraction.

    >>> _show(datetime(2019, 4, 26, 14, 5)), _show(3.0), _show([date(2019, 4, 26), "a"])
    ('2019-04-26T14:05:00', 3, ['2019-04-26', 'a'])
    """
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else None if value != value else value
    if isinstance(value, list):
        return [_show(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _show(each) for name, each in value.items()}
    return value if value is None or isinstance(value, (str, int)) else str(value)
