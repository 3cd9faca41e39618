"""One state of the index, as one thread reads it.

Whoosh's readers share a file position between threads and then answer wrongly, so each
thread has its own; the columns are read once and shared.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from whoosh.matching import Matcher
from whoosh.reading import IndexReader, TermNotFound

from search.engines.whoosh.schema import name
from search.fields import TEXT
from search.query import Channel

V = TypeVar("V")


@dataclass(frozen=True)
class Columns:
    """What is known of each document, by its number; `live` are those not deleted.

    `starts` and `ends` are seconds as in Period, UNDATED without a date.
    """

    ids: list[str]
    outlets: list[str | None]
    years: list[int]
    starts: list[int]
    ends: list[int]
    lengths: dict[str, list[int]]
    live: frozenset[int]
    vocabulary: dict[str, list[str]] = field(default_factory=dict)
    """The surface forms of each field, read when a fuzzy word first asks for them."""

    @cached_property
    def average_lengths(self) -> dict[str, float]:
        """The mean number of words of each text field."""
        count = max(len(self.ids), 1)
        return {field: max(sum(all_) / count, 1.0) for field, all_ in self.lengths.items()}


NOTHING = Columns([], [], [], [], [], {}, frozenset())
"""The columns of an archive that holds nothing yet."""


class Snapshot:
    """A reader of one commit, with its columns. Belongs to one thread."""

    def __init__(self, reader: IndexReader, columns: Columns, masked: bool = False) -> None:
        self.columns = columns
        self._reader = reader
        self._masked = masked

    def frequencies(self, field: str, channel: Channel, term: str) -> dict[int, int]:
        """How often the term stands in each document's field."""
        return self._postings(field, channel, term, lambda matcher: int(matcher.weight()))

    def positions(self, field: str, channel: Channel, term: str) -> dict[int, list[int]]:
        """Where the term stands in each document's field."""
        return self._postings(field, channel, term, lambda matcher: matcher.value_as("positions"))

    def forms(self, field: str, prefix: str) -> list[str]:
        """The surface forms of a field that begin so, in order."""
        found = self._reader.expand_prefix(name(field, Channel.FORM), prefix)
        return [form.decode() for form in found]

    def vocabulary(self, field: str) -> list[str]:
        """All surface forms of a field, in order."""
        known = self.columns.vocabulary
        if field not in known:
            known[field] = self.forms(field, "")
        return known[field]

    def without(self, removed: set[str]) -> "Snapshot":
        """The same, without the articles that the store no longer has."""
        if not removed:
            return self
        kept = (n for n in self.columns.live if self.columns.ids[n] not in removed)
        return Snapshot(self._reader, replace(self.columns, live=frozenset(kept)), masked=True)

    def close(self) -> None:
        """Let the files go."""
        self._reader.close()

    def _postings(
        self, field: str, channel: Channel, term: str, value: Callable[[Matcher], V]
    ) -> dict[int, V]:
        found: dict[int, V] = {}
        try:
            matcher = self._reader.postings(name(field, channel), term)
        except TermNotFound:
            return found
        while matcher.is_active():
            number = matcher.id()
            if not self._masked or number in self.columns.live:
                found[number] = value(matcher)
            matcher.next()
        return found


def columns(reader: IndexReader) -> Columns:
    """Read the columns of a reader: one pass over all documents, deleted ones included."""
    count = reader.doc_count_all()
    lengths = {
        each.name: [reader.doc_field_length(number, each.name) or 0 for number in range(count)]
        for each in TEXT  # None where the field is empty
    }
    return Columns(
        ids=_texts(reader, "article"),
        outlets=[text or None for text in _texts(reader, "outlet_name")],
        years=_column(reader, "year"), starts=_column(reader, "start"),
        ends=_column(reader, "end"), lengths=lengths, live=frozenset(reader.all_doc_ids()),
    )


def versions(reader: IndexReader) -> list[tuple[int, str]]:
    """The (seq, id) of every live document."""
    seqs, ids = _column(reader, "seq"), _texts(reader, "article")
    return [(seqs[number], ids[number]) for number in reader.all_doc_ids()]


def _texts(reader: IndexReader, column: str) -> list[str]:
    return [value.decode() for value in _column(reader, column)]


def _column(reader: IndexReader, column: str) -> list[Any]:
    """The column's value of each document.

    Read segment by segment: Whoosh's reader of them all goes wrong where one lacks the column.
    """
    return [value for leaf, _ in reader.leaf_readers() for value in _of_segment(leaf, column)]


def _of_segment(leaf: IndexReader, column: str) -> list[Any]:
    count = leaf.doc_count_all()
    if not count or not leaf.has_column(column):
        return [leaf.schema[column].column_type.default_value()] * count
    values = leaf.column_reader(column)
    return [values[number] for number in range(count)]
