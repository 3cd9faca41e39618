"""A segment: the arrays of some documents, and what they mean.

For each indexed field F (a term is a byte string, terms are in byte order, n of them):

    F.text      u1   all terms, one after the other
    F.text_at   i8   n + 1: term t is text[text_at[t]:text_at[t + 1]]
    F.at        i8   n + 1: the postings of term t are at[t]:at[t + 1] of docs and freqs
    F.docs      u*   document numbers, ascending within a term
    F.freqs     u*   how often the term stands in that document, at least 1
    F.hits_at   i8   n + 1: the positions of term t are hits_at[t]:hits_at[t + 1]
    F.hits      u*   positions, ascending within a posting, posting after posting

u* is u1, u2 or u4, the narrowest that holds the largest number of the array.

For each document, by its number:

    seq         i8   the change that it came with
    id          u4   its id, as a term of the field `id`
    outlet      u4   its outlet, as a term of the field `name`; the empty one for none
    year        i4   UNDATED for none
    start, end  i8   seconds as in Period, UNDATED for none
    newest      u4   its place when all are ordered newest first, then by id
    oldest      u4   its place when all are ordered oldest first, then by id; undated last
    length.F    u4   the number of words in the text field F
"""

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from pathlib import Path

import numpy as np

from search.engines.whoosh.arrays import Array, ArrayFile
from search.fields import SEARCHABLE, TEXT
from search.query import Channel

UNDATED = -1
EXTENSION = ".arrays"
COLUMNS = ("seq", "id", "outlet", "year", "start", "end", "newest", "oldest")
POSTINGS = ("text", "text_at", "at", "docs", "freqs", "hits_at", "hits")
DICTIONARY = ("text", "text_at", "at", "hits_at")
"""Checked on opening; postings when they are first touched."""


def name(field: str, channel: Channel) -> str:
    """The indexed field that holds one channel of a searchable field."""
    return field if channel is Channel.STEM else f"{field}_form"


INDEXED = tuple(
    name(field.name, channel)
    for field in SEARCHABLE.values() for channel in Channel
    if field.stemmed or channel is Channel.FORM
)
"""The fields that hold words."""

TABLES = ("id", "name")
"""The fields that hold a document's id, and its outlet's name."""


class Field:
    """The terms of one field, and where they stand."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._name = field
        self._text = file[f"{field}.text"].tobytes()
        self._text_at = file[f"{field}.text_at"]
        self._at = file[f"{field}.at"]
        self._docs = file[f"{field}.docs"]
        self._freqs = file[f"{field}.freqs"]
        self._hits_at = file[f"{field}.hits_at"]
        self._hits = file[f"{field}.hits"]
        self.count = len(self._text_at) - 1

    def term(self, number: int) -> bytes:
        """A term by its number."""
        return self._text[self._text_at[number]:self._text_at[number + 1]]

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """The terms first:last, in order."""
        at = self._text_at[first:None if last is None else last + 1].tolist()
        return [self._text[begin:end] for begin, end in zip(at, at[1:])]

    def about(self, length: int, difference: int) -> list[str]:
        """The terms, as text, whose length differs by so much at the most."""
        lengths = range(length - difference, length + difference + 1)
        return [word for each in lengths for word in self._by_length.get(each, ())]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """All terms as text; made when a fuzzy word first asks for them."""
        found: dict[int, list[str]] = defaultdict(list)
        for term in self.terms():
            word = term.decode()
            found[len(word)].append(word)
        return dict(found)

    def lower_bound(self, term: bytes) -> int:
        """The number of the first term not before this one."""
        return bisect_left(range(self.count), term, key=self.term)

    def find(self, term: bytes) -> int:
        """The number of a term, -1 if there is none."""
        number = self.lower_bound(term)
        return number if number < self.count and self.term(number) == term else -1

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so."""
        return range(self.lower_bound(prefix), self.lower_bound(prefix + b"\xff"))

    def frequencies(self) -> Array:
        """How many documents hold each term, i8."""
        return np.diff(self._at)

    def postings(self, first: int, last: int | None = None) -> tuple[Array, Array]:
        """Documents and frequencies, u* each, of term `first`, or of all of first:last."""
        begin, end = int(self._at[first]), int(self._at[last or first + 1])
        for part in ("docs", "freqs"):
            self._file.touch(f"{self._name}.{part}", begin, end)
        return self._docs[begin:end], self._freqs[begin:end]

    def hits(self, number: int) -> Array:
        """The positions of the term, u*, posting after posting."""
        begin, end = int(self._hits_at[number]), int(self._hits_at[number + 1])
        self._file.touch(f"{self._name}.hits", begin, end)
        return self._hits[begin:end]

    def all_hits(self) -> Array:
        """The positions of all terms, u*, term after term."""
        self._file.touch(f"{self._name}.hits")
        return self._hits


class Segment:
    """The documents of one file. Read-only, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        tables = [f"{field}.{part}" for field in (*INDEXED, *TABLES) for part in DICTIONARY]
        lengths = [f"length.{field.name}" for field in TEXT]
        self.file = ArrayFile(path, [*COLUMNS, *lengths, *tables])
        self.fields = {field: Field(self.file, field) for field in (*INDEXED, *TABLES)}
        self.count = len(self.file["seq"])
        self.seq, self.year = self.file["seq"], self.file["year"]
        self.start, self.end = self.file["start"], self.file["end"]
        self.newest, self.oldest = self.file["newest"], self.file["oldest"]
        self.outlet, self._ids = self.file["outlet"], self.file["id"]
        self.lengths = {field.name: self.file[f"length.{field.name}"] for field in TEXT}
        self.outlets = [term.decode() or None for term in self.fields["name"].terms()]

    def id(self, number: int) -> str:
        """The id of a document."""
        return self.fields["id"].term(int(self._ids[number])).decode()

    def find(self, id: str) -> int:
        """The number of the document with this id, -1 if there is none; deleted ones count."""
        term = self.fields["id"].find(id.encode())
        return -1 if term < 0 else int(self.fields["id"].postings(term)[0][0])

    def check(self) -> None:
        """Check every block. Raises Damaged."""
        for array in self.file.names():
            self.file.touch(array)

    def versions(self) -> list[tuple[int, str]]:
        """The (seq, id) of every document."""
        ids = [term.decode() for term in self.fields["id"].terms()]
        return list(zip(self.seq.tolist(), (ids[number] for number in self._ids.tolist())))
