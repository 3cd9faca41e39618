"""Whether the dates of a file have the month first, as spreadsheets of other countries write them.

Where 9/25/2016 stands in a file, 9/8/2016 is in September there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from indexer import dates
from indexer.fields.field_mapping import map_fields
from indexer.record import Record, Rejection

_MOST, _CHARACTERS = 500, 4_000_000
"""Records, and characters of them, that are looked at before the first is made an article."""

Found = Record | Rejection


def detect_month_first(
    records: Iterator[Found], mapping: Mapping[str, str]
) -> tuple[list[Found], bool]:
    """The records that had to be taken to know it, and whether the month comes first.

    They are taken until a date tells, which most do at once: one that could be read only so. What
    is rejected tells nothing, and takes room as well.
    """
    taken, size = list[Found](), 0
    for each in records:
        taken.append(each)
        order = dates.order(_date(each.fields, mapping)) if isinstance(each, Record) else "either"
        size += _size(each)
        if order != "either" or len(taken) >= _MOST or size > _CHARACTERS:
            return taken, order == "month"
    return taken, False


def _size(found: Found) -> int:
    values = [*(found.fields or {}).values(), getattr(found, "raw", None)]
    return sum(len(value if isinstance(value, str) else repr(value)) for value in values)


def _date(fields: dict[str, Any], mapping: Mapping[str, str]) -> str:
    value = map_fields(fields, mapping).values.get("published")
    return value.strip() if isinstance(value, str) else ""
