"""Detects whether the numeric dates of a file have the month first, as in American spreadsheets.

If a file has 9/25/2016, its 9/8/2016 is a day in September.
"""

from collections.abc import Iterator

from indexer import dates
from indexer.article.draft import Mapped, MappedRecord
from indexer.ingest.groups import measure
from indexer.record import Rejection, Unpublished

MAX_HELD_RECORDS, MAX_HELD_CHARACTERS = 500, 4_000_000
"""Records, and characters of them, that are held until a date shows the order."""


def detect_month_first(groups: Iterator[list[Mapped]]) -> tuple[list[list[Mapped]], bool]:
    """Return the groups of records that had to be taken, and whether the month comes first.

    They are taken until one record has a date that can be read in only one way, or none, as most
    have. Rejections, and what is not published, say nothing, but are held as well.
    """
    taken, held, size = list[list[Mapped]](), 0, 0
    for group in groups:
        taken.append(group)
        for record in group:
            held, size, order = held + 1, size + _measure(record), _detect_order(record)
            if order != "either" or held >= MAX_HELD_RECORDS or size > MAX_HELD_CHARACTERS:
                return taken, order == "month"
    return taken, False


def _detect_order(record: Mapped) -> str | None:
    if isinstance(record, MappedRecord):
        written = record.fields.values.get("published")
        return dates.detect_day_order(written.strip() if isinstance(written, str) else "")
    return "either" if isinstance(record, Rejection | Unpublished) else None


def _measure(record: Mapped) -> int:
    """Return the characters that a record holds, about."""
    if isinstance(record, MappedRecord):
        return measure(record.record)
    return measure(record) if isinstance(record, Rejection) else 0
