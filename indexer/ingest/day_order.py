"""Detects whether the numeric dates of a file have the month first, as in American spreadsheets.

If a file has 9/25/2016, its 9/8/2016 is a day in September.
"""

from collections.abc import Iterable, Iterator

from indexer import dates
from indexer.article.draft import MappedRecord
from indexer.article.trace import Trace
from indexer.record import Rejection, Unpublished

MAX_HELD_RECORDS, MAX_HELD_CHARACTERS = 500, 4_000_000
"""Records, and characters of them, that are held until a date shows the order."""

Mapped = MappedRecord | Trace | Rejection | Unpublished
"""A record after the first step of the pipeline."""


def detect_month_first(records: Iterator[Mapped]) -> tuple[list[Mapped], bool]:
    """Return the records that had to be taken, and whether the month comes first.

    Records are taken until one has a date that can be read in only one way, or none, as most have.
    Rejections, and what is not published, say nothing, but are held as well.
    """
    taken, size = list[Mapped](), 0
    for record in records:
        taken.append(record)
        size += _measure(record)
        order = _detect_order(record)
        if order != "either" or len(taken) >= MAX_HELD_RECORDS or size > MAX_HELD_CHARACTERS:
            return taken, order == "month"
    return taken, False


def _detect_order(record: Mapped) -> str | None:
    if isinstance(record, MappedRecord):
        written = record.fields.values.get("published")
        return dates.detect_day_order(written.strip() if isinstance(written, str) else "")
    return "either" if isinstance(record, Rejection | Unpublished) else None


def _measure(record: Mapped) -> int:
    """Return the characters that a record holds, about."""
    values: Iterable[object] = ()
    if isinstance(record, MappedRecord):
        values = record.record.fields.values()
    elif isinstance(record, Rejection):
        values = [*(record.fields or {}).values(), record.raw]
    return sum(len(value if isinstance(value, str) else repr(value)) for value in values)
