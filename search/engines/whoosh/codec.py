"""The seam with Whoosh: a codec with which its own reader and searcher read our segments.

Whoosh keeps the schema, the table of contents and the list of segments. When it asks for terms,
postings and columns, our arrays answer. The engine itself reads the arrays directly.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from search.arrays import Array
from search.engines.whoosh.segments.segment import (
    COLUMNS,
    EXTENSION,
    INDEXED,
    Dictionary,
    IndexedField,
    Segment,
)
from search.facets import FACETS


class Terms(FieldType):  # type: ignore[misc]
    """A field whose terms are known before Whoosh sees the document."""

    indexed = scorable = True
    stored = False
    analyzer = column_type = vector = None
    multitoken_query = "default"

    def __init__(self) -> None:
        self.format = formats.Positions()


def schema() -> Schema:
    """Return the schema of every index."""
    words = {field: Terms() for field in INDEXED}
    columns = {column: COLUMN() for column in (*COLUMNS, *FACETS) if column != "id"}
    return Schema(id=ID(stored=True), **words, **columns)


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments of arrays; segments/builder.py writes them, not Whoosh."""

    def terms_reader(self, storage: FileStorage, segment: W3Segment) -> "ArrayTerms":
        return ArrayTerms(open_segment(storage, segment))

    def per_document_reader(
        self, storage: FileStorage, segment: W3Segment
    ) -> "ArrayDocuments":
        return ArrayDocuments(open_segment(storage, segment), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)


def open_segment(storage: FileStorage, segment: W3Segment) -> Segment:
    """Return the arrays of a segment that Whoosh lists."""
    return Segment(Path(storage.folder) / segment.make_filename(EXTENSION))


class Ids(Dictionary):
    """The ids of a segment as a field: each occurs once, in one document."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment.file, "id")
        self._holder = segment.file["holder"]

    def read_postings(self, number: int) -> tuple[Array, Array]:
        return self._holder[number:number + 1], np.ones(1, np.uint16)

    def read_positions(self, number: int) -> Array:
        return np.zeros(1, np.uint16)


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, through the interface of Whoosh."""

    def __init__(self, segment: Segment) -> None:
        self._fields: dict[str, IndexedField | Ids] = {**segment.fields, "id": Ids(segment)}
        self._lengths = segment.lengths

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self._fields and self._fields[field].find(text) >= 0

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "ArrayCursor":
        return ArrayCursor(self._fields[fieldname], fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in self.indexed_field_names():
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        field = self._fields[fieldname]
        return ((fieldname, term) for term in field.terms(field.lower_bound(prefix)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs, freqs = self._read_postings(fieldname, text)
        lengths = self._lengths[fieldname][docs] if fieldname in self._lengths else freqs
        return TermInfo(
            weight=float(freqs.sum()), df=len(docs), minlength=int(lengths.min()),
            maxlength=int(lengths.max()), maxweight=float(freqs.max()), minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        if (fieldname, text) not in self:
            return 0.0
        return float(self._read_postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._read_postings(fieldname, text)[0]) if (fieldname, text) in self else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: formats.Format, scorer: Any = None
    ) -> "ArrayMatcher":
        docs, freqs = self._read_postings(fieldname, text)
        field = self._fields[fieldname]
        return ArrayMatcher(
            (fieldname, text), docs, freqs, field.read_positions(field.find(text)), format_, scorer
        )

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def close(self) -> None:
        pass

    def _read_postings(self, fieldname: str, text: bytes) -> tuple[Array, Array]:
        field = self._fields.get(fieldname)
        number = field.find(text) if field else -1
        if field is None or number < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return field.read_postings(number)


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks through the terms of a field."""

    def __init__(self, field: IndexedField | Ids, fieldobj: FieldType) -> None:
        self._field = field
        self._fieldobj = fieldobj
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: bytes | str) -> str | None:
        text = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = self._field.lower_bound(text)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        if not self.is_valid():
            return None
        return str(self._fieldobj.from_bytes(self._field.term(self._at)))

    def is_valid(self) -> bool:
        return self._at < self._field.count


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of one term, through the interface of Whoosh's queries."""

    def __init__(
        self, term: tuple[str, bytes], docs: Array, freqs: Array, positions: Array,
        format_: formats.Format, scorer: Any,
    ) -> None:
        self._term, self._docs, self._freqs, self._positions = term, docs, freqs, positions
        self._begins = np.cumsum(freqs, dtype=np.int64) - freqs
        self.format, self.scorer = format_, scorer
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> "ArrayMatcher":
        copied = ArrayMatcher(
            self._term, self._docs, self._freqs, self._positions, self.format, self.scorer
        )
        copied._at = self._at
        return copied

    def id(self) -> int:
        return int(self._docs[self._at])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> bool:
        if not self.is_active():
            raise ReadTooFar
        before = self._at
        self._at += int(np.searchsorted(self._docs[self._at:], id))
        return self._at > before

    def weight(self) -> float:
        return float(self._freqs[self._at])

    def value(self) -> bytes:
        return bytes(self.format.encode(self.value_as("positions")))

    def value_as(self, astype: str) -> Any:
        if astype != "positions":
            return self.weight()
        begin = self._begins[self._at]
        return self._positions[begin:begin + self._freqs[self._at]].tolist()

    def supports(self, astype: str) -> bool:
        return astype in ("positions", "frequency", "weight")

    def supports_block_quality(self) -> bool:
        return False


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment, through the interface of Whoosh."""

    def __init__(self, segment: Segment, listed: W3Segment) -> None:
        self._segment = segment
        self._listed = listed

    def close(self) -> None:
        pass

    def doc_count(self) -> int:
        return self._segment.count - int(self._listed.deleted_count())

    def doc_count_all(self) -> int:
        return self._segment.count

    def has_deletions(self) -> bool:
        return bool(self._listed.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._listed.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        return self._listed.deleted_docs()

    def has_column(self, fieldname: str) -> bool:
        return fieldname in COLUMNS or fieldname in FACETS

    def column_reader(self, fieldname: str, column: Any) -> Any:
        if fieldname in FACETS:
            facet = self._segment.facets[fieldname]
            numbers, whose = facet.list_values(np.arange(self._segment.count))
            values: list[Any] = [() for _ in range(self._segment.count)]
            for number, document in zip(numbers.tolist(), whose.tolist()):
                values[document] += (facet.values[number],)
            return values
        return self._segment.column[fieldname].tolist()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._segment.lengths.get(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        lengths = self._segment.lengths.get(fieldname)
        return 0 if lengths is None else int(lengths.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths[fieldname].min(initial=1 << 30))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths[fieldname].max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        return {"id": self._segment.ids(np.array([docnum]))[0]}
