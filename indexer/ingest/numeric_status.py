"""Finds the unpublished articles of files that say so by 0 in a column, and by nothing else.

`statusBerita: 0` may be a draft, or the label that a data set gives to a hoax, so the whole column
decides. 0 means unpublished if the column has only 0 and 1, and 1 at least as often as 0. Moreover,
all records with 1 and none with 0 must have a date of publication or the address of their page.
Records with 0 that have neither are held until all others of their file are read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.article.draft import Mapped, MappedRecord
from indexer.fields.mapped_fields import MappedFields
from indexer.fields.synonyms import fold_name, is_creation
from indexer.ingest.groups import MAX_RECORDS, measure
from indexer.publication.rules import NUMERIC_STATUSES
from indexer.publication.status import is_false, is_missing, is_true, show, unwrap
from indexer.record import Unpublished

MAX_HELD_RECORDS, MAX_HELD_CHARACTERS = 1_000, 16_000_000
"""Records, and characters of them, that are held. With more, what was read so far decides."""

_MIN_ONES = 2
"""Records with 1 from which on the others are compared with them."""


@dataclass(slots=True)
class _Column:
    """How many records have 1 and 0 in a column, and whether any speaks against that meaning."""

    ones: int = 0
    zeros: int = 0
    is_refuted: bool = False

    def is_telling(self) -> bool:
        return self.ones >= max(_MIN_ONES, self.zeros) and not self.is_refuted


class StatusColumns:
    """The columns of a file that may hold numbers for statuses, and the records that are held.

    Without `hold`, as in a pipe whose next record may be long in coming, the records read so far
    decide.
    """

    def __init__(self, hold: bool) -> None:
        self._hold = hold
        self._columns: dict[str, _Column] = {}
        self._held: list[tuple[str, MappedRecord]] = []
        self._size = 0
        self._passing: tuple[str, ...] = ()

    def settle(self, groups: Iterator[list[Mapped]]) -> Iterator[list[Mapped]]:
        """Yield the groups with what is unpublished as such; what was held comes last."""
        for group in groups:
            yield group if self._may_pass(group) else [
                settled for each in group if (settled := self._settle(each)) is not None]
            if len(self._held) >= MAX_HELD_RECORDS or self._size > MAX_HELD_CHARACTERS:
                yield from self._release()
        yield from self._release()

    def _may_pass(self, group: list[Mapped]) -> bool:
        """Return whether no record of a group has such a column, as in nearly all files."""
        for each in group:
            if each.__class__ is MappedRecord:
                names = tuple(each.fields.values)
                if names != self._passing:
                    if _find_columns(names):
                        return False
                    self._passing = names  # mostly they are those of the next record too
        return True

    def _settle(self, mapped: Mapped) -> Mapped | None:
        """Return a record as it goes on, None if it is held."""
        if not isinstance(mapped, MappedRecord):
            return mapped
        columns = _find_columns(tuple(mapped.fields.values))
        doubted = [name for name in columns if self._learn(name, mapped.fields)]
        if not doubted:
            return mapped
        if not self._hold:
            return self._decide(doubted[0], mapped)
        self._held.append((doubted[0], mapped))
        self._size += measure(mapped.record)
        return None

    def _learn(self, name: str, fields: MappedFields) -> bool:
        """Take notice of a value; return whether it is 0 beside no sign of publication."""
        value = unwrap(fields.values[name])
        if value is None or value == "":
            return False
        column = self._columns.setdefault(name, _Column())
        is_signed = _has_sign(fields)
        is_zero, is_one = is_false(value), is_true(value)
        column.ones += is_one
        column.zeros += is_zero
        column.is_refuted |= is_signed if is_zero else not (is_one and is_signed)
        return is_zero and not column.is_refuted

    def _release(self) -> Iterator[list[Mapped]]:
        """Yield what is held, in groups, as its columns now say."""
        decided = [self._decide(name, mapped) for name, mapped in self._held]
        self._held, self._size = [], 0
        for at in range(0, len(decided), MAX_RECORDS):
            yield decided[at:at + MAX_RECORDS]

    def _decide(self, name: str, mapped: MappedRecord) -> Mapped:
        if not self._columns[name].is_telling():
            return mapped
        shown = show(unwrap(mapped.fields.values[name]))
        return Unpublished(location=mapped.record.location, reason=f"{name} is {shown}")


@lru_cache(256)
def _find_columns(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if fold_name(name) in NUMERIC_STATUSES)


def _has_sign(fields: MappedFields) -> bool:
    """Return whether a record has a date of publication, or the address of its page."""
    is_dated = not is_missing(unwrap(fields.values.get("published"))) and not is_creation(
        fields.original_names.get("published", ""))
    return is_dated or not is_missing(unwrap(fields.values.get("url")))
