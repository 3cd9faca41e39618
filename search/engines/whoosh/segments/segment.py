"""A segment: the arrays of some documents, and what they mean.

Documents are numbered from 0; 65,536 of them in turn are a window, W in all, at least one. For
each indexed field F (a term is a byte string, terms are in byte order, n of them):

    F.text      u1   all terms, one after the other
    F.text_at   i8   n + 1: term t is text[text_at[t]:text_at[t + 1]]
    F.at        i8   n · W + 1: the postings of term t in window w are at[s]:at[s + 1] of docs
                     and freqs, where s is t · W + w
    F.docs      u2   the lower 16 bits of document numbers, ascending within a term and window
    F.freqs     u*   how often the term stands in that document, at least 1
    F.hits_at   i8   n · W + 1: the positions of term t in window w are hits_at[s]:hits_at[s + 1]
    F.hits      u*   positions, ascending within a posting, posting after posting
    F.letters   u4   in fields of surface forms: bit c & 31 for each character c of the term,
                     and bit 31 where one is beyond ASCII

u* is u2, or u4 in a segment of which a document has more than 65,535 words in a field.

For each document, by its number:

    seq         i8   the change that it came with, ascending
    id          u4   its id, as a term of the dictionary `id` (text and text_at alone)
    facet.F     u4   its value of the facet F, as a term of the dictionary `facet.F` (text and
                     text_at alone); the empty one for none
    start, end  i8   seconds as in Period, UNDATED for none
    newest      u4   its place when all are ordered newest first, then by id
    oldest      u4   its place when all are ordered oldest first, then by id; undated last
    length.F    u4   the number of words in the text field F

    holder      u4   for each term of `id`, the document that has it

    BANDED.keys u4   the keys of all sketches (search/stories.py): of the first band, ascending,
                     then of the second, and so on
    BANDED.docs u4   the documents that have these keys
    BANDED.outlines u8  the outline of each document, OUTLINE bits a document
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np

from search.arrays import Array, ArrayFile
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels.types import DOCUMENT_ARRAYS, POSTINGS_ARRAYS
from search.facets import FACETS, Facet, Value
from search.fields import SEARCHABLE, TEXT
from search.query import Channel
from search.stories import BANDS, BITMAP_BITS, METHOD

UNDATED = -1
EXTENSION = ".arrays"
WINDOW = 1 << 16
COLUMNS = ("seq", "id", "start", "end", "newest", "oldest")

BANDED = f"bands-{METHOD}"
"""Sketches of another method are not to be found, and made anew."""


def name(field: str, channel: Channel) -> str:
    """The indexed field that holds one channel of a searchable field."""
    return field if channel is Channel.STEM else f"{field}_form"


def facet_column(name: str) -> str:
    """Return the name of the arrays of a facet."""
    return f"facet.{name}"


def value_text(value: Value) -> str:
    """Return the term that stands for a facet's value in its dictionary."""
    return "" if value is None else str(value)


INDEXED = {
    name(field.name, channel): channel
    for field in SEARCHABLE.values() for channel in Channel
    if field.stemmed or channel is Channel.FORM
}
"""The fields that hold words."""


class Dictionary:
    """Terms in byte order."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.release = file.release
        """Gives back the memory that all of the file takes, till it is looked at again."""
        self.text = file[f"{name}.text"]
        self.text_at = file[f"{name}.text_at"]
        self.count = len(self.text_at) - 1
        self._view, self._view_at = memoryview(self.text.data), memoryview(self.text_at.data)

    def term(self, number: int) -> bytes:
        """A term by its number."""
        return bytes(self._view[self.text_at[number]:self.text_at[number + 1]])

    def words(self, numbers: Array) -> list[str]:
        """Some terms as text."""
        view, at = self._view, self._view_at
        return [str(view[at[number]:at[number + 1]], "utf-8") for number in numbers.tolist()]

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """The terms first:last, in order."""
        at = self.text_at[first:None if last is None else last + 1].tolist()
        text = bytes(self._view[at[0]:at[-1]])
        return [text[begin - at[0]:end - at[0]] for begin, end in zip(at, at[1:])]

    def find(self, term: bytes) -> int:
        """The number of a term; negative if there is none."""
        return int(kernels.find(self.text, self.text_at, np.frombuffer(term, np.uint8)))

    def lower_bound(self, term: bytes) -> int:
        """The number of the first term not before this one."""
        number = self.find(term)
        return number if number >= 0 else -number - 1

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so."""
        return range(self.lower_bound(prefix), self.lower_bound(prefix + b"\xff"))


class Field(Dictionary):
    """The terms of one field, and where they stand; fields of surface forms know their letters."""

    def __init__(self, file: ArrayFile, field: str, windows: int) -> None:
        super().__init__(file, field)
        self._file, self._name = file, field
        self._docs, self._freqs = f"{field}.docs", f"{field}.freqs"
        self.letters = file[f"{field}.letters"] if f"{field}.letters" in file else None
        self.windows = windows
        self.at, self.hits_at = file[f"{field}.at"], file[f"{field}.hits_at"]
        self.docs, self.freqs = file[f"{field}.docs"], file[f"{field}.freqs"]
        self.hits = file[f"{field}.hits"]

    @cached_property
    def longest(self) -> int:
        """At least as many positions as any document has. Raises Damaged.

        Where positions are wide all are checked first: kernels take as much room as this says.
        """
        if self.hits.dtype.itemsize == 2:
            return WINDOW
        self._file.touch(f"{self._name}.hits")
        return int(self.hits.max(initial=0)) + 1

    def look(self, term: Array) -> tuple[int, int]:
        """The number of a term, given as bytes, negative if there is none; how many postings it
        has, which are checked."""
        number = kernels.find(self.text, self.text_at, term)
        if number < 0:
            return -1, 0
        return number, self.touch(number, number + 1)

    def touch(self, first: int, last: int) -> int:
        """Check the postings of the terms first:last, unless they were checked before; their
        number."""
        begin, end = int(self.at[first * self.windows]), int(self.at[last * self.windows])
        self._file.touch(self._docs, begin, end)
        self._file.touch(self._freqs, begin, end)
        return end - begin

    def touch_hits(self, first: int, last: int) -> None:
        """The same for their positions."""
        begin, end = int(self.hits_at[first * self.windows]), int(self.hits_at[last * self.windows])
        self._file.touch(f"{self._name}.hits", begin, end)

    def slots(self, first: int, last: int) -> tuple[Array, Array]:
        """What `at` and `hits_at` say of the terms first:last."""
        slots = slice(first * self.windows, last * self.windows + 1)
        return self.at[slots], self.hits_at[slots]

    def positions_each(self, first: int, last: int) -> Array:
        """How many positions each of the terms first:last has, i8."""
        return np.diff(self.slots(first, last)[1][::self.windows])

    def postings(self, number: int) -> tuple[Array, Array]:
        """The documents that hold a term, u4, and how often it stands in each, u*."""
        self.touch(number, number + 1)
        at = self.at[number * self.windows:(number + 1) * self.windows + 1]
        bases = np.arange(self.windows, dtype=np.uint32) << 16
        docs = self.docs[at[0]:at[-1]] + np.repeat(bases, np.diff(at))
        return docs.astype(np.uint32), self.freqs[at[0]:at[-1]]

    def positions(self, number: int) -> Array:
        """The positions of a term, u*, posting after posting."""
        self.touch_hits(number, number + 1)
        begin, end = number * self.windows, (number + 1) * self.windows
        return self.hits[self.hits_at[begin]:self.hits_at[end]]


class FacetColumn:
    """The values of a facet in a segment, and for each document the ordinal of its value."""

    def __init__(self, file: ArrayFile, facet: Facet) -> None:
        self._facet = facet
        self.dictionary = Dictionary(file, facet_column(facet.name))
        self.ordinals = file[facet_column(facet.name)]
        self.count = self.dictionary.count

    @cached_property
    def values(self) -> list[Value]:
        """The values by their ordinals, decoded when they are first needed."""
        return [self._facet.kind(term) if term else None
                for term in map(bytes.decode, self.dictionary.terms())]

    @cached_property
    def ordinal_of(self) -> dict[Value, int]:
        """The ordinals of the values that occur."""
        return {value: ordinal for ordinal, value in enumerate(self.values)}

    def mask(self, selected: Iterable[Value]) -> bytearray:
        """Return for each ordinal whether its value is selected, 0 or 1."""
        mask, ordinal_of = bytearray(self.count), self.ordinal_of
        for value in selected:
            ordinal = ordinal_of.get(value)
            if ordinal is not None:
                mask[ordinal] = 1
        return mask


class Segment:
    """The documents of one file. Read-only, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        for name in self.file.names():
            if not name.endswith((".docs", ".freqs", ".hits", ".keys", ".outlines")):
                self.file.touch(name)
        self.count = len(self.file["seq"])
        self.windows = windows(self.count)
        self.fields = {field: Field(self.file, field, self.windows) for field in INDEXED}
        self.table = Dictionary(self.file, "id")
        self.facets = {name: FacetColumn(self.file, facet) for name, facet in FACETS.items()}
        self.count_plans: dict[tuple[str, ...], tuple[dict[str, int], kernels.FacetPlan]] = {}
        """What requests for these facets count: kept by querying/segment_pass.py."""
        self.column = {column: self.file[column] for column in COLUMNS}
        self.lengths = {field.name: self.file[f"length.{field.name}"] for field in TEXT}
        self.bands = [_banded(self.file[f"{BANDED}.{part}"]) for part in ("keys", "docs")]
        self.outlines = self.file[f"{BANDED}.outlines"].reshape(-1, BITMAP_BITS // 64)

    def ids(self, numbers: Array) -> list[str]:
        """The ids of some documents."""
        return self.table.words(self.column["id"][numbers])

    def bounds(self) -> Array:
        """Where the arrays that evaluate a tree are in the file: the table of SegmentArrays, i8."""
        planes = [
            f"{field}.{array}" if array != "length" else _length(field)
            for field in INDEXED for array in POSTINGS_ARRAYS
        ]
        names = [*planes, *DOCUMENT_ARRAYS, *map(facet_column, FACETS)]
        return np.array([self.file.bounds(name) for name in names], np.int64).ravel()

    def band(self, number: int) -> tuple[Array, Array]:
        """The keys of a band, ascending, and the documents that have them; checked before."""
        for part in ("keys", "docs"):
            self.file.touch(f"{BANDED}.{part}", *self._band(number))
        keys, documents = (part[number] for part in self.bands)
        return keys, documents

    def release_band(self, number: int) -> None:
        """Give back the memory that a band takes."""
        for part in ("keys", "docs"):
            self.file.release(f"{BANDED}.{part}", *self._band(number))

    def _band(self, number: int) -> tuple[int, int]:
        sketches = self.bands[0].shape[1]
        return number * sketches, (number + 1) * sketches

    def outlines_of(self, documents: Array | slice) -> Array:
        """The outlines of some documents, u8 (n, BITMAP_BITS / 64), checked before; a copy."""
        self.file.touch(f"{BANDED}.outlines")
        found: Array = self.outlines[documents].copy()
        self.file.release(f"{BANDED}.outlines")
        return found

    def find(self, id: str) -> int:
        """The number of the document with this id, -1 if there is none; deleted ones count."""
        term = self.table.find(id.encode())
        return -1 if term < 0 else int(self.file["holder"][term])

    def check(self) -> None:
        """Check every block. Raises Damaged."""
        for array in self.file.names():
            self.file.touch(array)
            self.file.release(array)

    def versions(self, documents: Array | slice) -> list[tuple[int, str]]:
        """The (seq, id) of some documents."""
        seqs, ids = (self.column[column][documents] for column in ("seq", "id"))
        return list(zip(seqs.tolist(), self.table.words(ids)))


def _length(field: str) -> str:
    """The array of the lengths of an indexed field; any other where length does not count."""
    plain = field.removesuffix("_form")
    return f"length.{plain}" if plain in {each.name for each in TEXT} else "newest"


def _banded(array: Array) -> Array:
    return array.reshape(BANDS, len(array) // BANDS)


def windows(count: int) -> int:
    """How many windows so many documents take."""
    return max(-(-count // WINDOW), 1)
