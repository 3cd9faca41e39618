"""A segment: the arrays of some documents, and their meaning.

Documents are numbered from 0. Every 65,536 consecutive ones are a block; there are W blocks, at
least one. For each indexed field F, with n terms, which are byte strings in byte order:

    F.text      u1   all terms, one after the other
    F.text_at   i8   n + 1: term t is text[text_at[t]:text_at[t + 1]]
    F.at        i8   n · W + 1: the postings of term t in block w are at[s]:at[s + 1] of docs
                     and freqs, where s is t · W + w
    F.docs      u2   the lower 16 bits of document numbers, ascending within a term and block
    F.freqs     u*   how often the term stands in that document, at least 1
    F.positions_at  i8   n · W + 1: the positions of term t in block w are
                     positions[positions_at[s]:positions_at[s + 1]]
    F.positions      u*   positions, ascending within a posting, posting after posting;
                          those of paragraphs lie PARAGRAPH_GAP apart
    F.letters   u4   in fields of surface forms: bit c & 31 for each character c of the term,
                     and bit 31 where one is beyond ASCII

The forms of titles have a table of frequent phrases too: see phrase_table.py.

u* is u2, or u4 in a segment with a document that has more than 65,535 positions in a field.

For each document, by its number:

    seq         i8   the change that it came with, ascending
    id          u4   its id, as a term of the dictionary `id` (text and text_at alone)
    facet.F     u4   its value of the facet F, as a term of the dictionary `facet.F` (text and
                     text_at alone); the empty one for none. Of a facet of several values: the set
                     that it has of them
    start, end  i8   seconds as in Period, UNDATED for none
    page        i8   the hash of the form that all URLs of its page share (hash_page), 0 for none
    host        u4   the host of its URL, as a term of the dictionary `host` (text and text_at
                     alone); the empty one for none
    newest      u4   its place when all are ordered newest first, then by id
    oldest      u4   its place when all are ordered oldest first, then by id; undated last
    length.F    u4   the number of words in the text field F

For each facet F of several values:

    facet.F.members     u4  the values of its sets, as terms of the dictionary `facet.F`, ascending
                            within a set
    facet.F.members_at  i8  set s is members[members_at[s]:members_at[s + 1]]; none is empty

And:

    holder      u4   for each term of `id`, the document that has it

    SKETCHES.keys u4   the keys of all sketches (search/stories.py): of the first band, ascending,
                     then of the second, and so on
    SKETCHES.docs u4   the documents that have these keys
    SKETCHES.bitmaps u8  the bitmap of each document, BITMAP_BITS bits a document
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from hashlib import blake2b
from itertools import compress
from pathlib import Path

import numpy as np

from search.analysis.token import PARAGRAPH_GAP
from search.arrays import Array, ArrayFile, Damaged, runs
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import PostingArrays, SlotBounds
from search.engines.whoosh.kernels.types import BLOCK_SIZE, DOCUMENT_ARRAYS, FIELD_ARRAYS
from search.engines.whoosh.segments import validation
from search.engines.whoosh.segments.validation import I8, U1, U2, U4, U8, Shape
from search.facets import FACETS, Facet, Value
from search.fields import SEARCHABLE, TEXT, TITLE
from search.query import Channel, Sort
from search.stories import BANDS, BITMAP_BITS, METHOD

EXTENSION = ".arrays"
COLUMNS = ("seq", "id", "start", "end", "page", "newest", "oldest")

_MANY_IDS, _IDS_HASHED = 100, 1 << 16
"""Ids that are looked up by their hashes rather than one by one, and that are hashed at once."""

_PACKED_FACETS, _PACKED_ORDINALS, _PACKED_DOCUMENTS = 8, 256, 1 << 21
"""Facets that are packed together, the ordinals of each, and the documents of a segment, for which
a process needs 16 MB of its own."""

_TERMS_CHECKED = 1 << 12
"""Terms whose frequencies are added up at once."""

_POSTINGS_TOUCHED, _POSITIONS_TOUCHED = 1, 2
"""What of a term has been checked, as bits."""

_TOUCHED_LATER = (".docs", ".freqs", ".positions", ".keys", ".bitmaps", ".phrases",
                  ".phrase_counts")
"""The ends of the names of arrays that are checked when they are needed."""

SKETCHES = f"bands-{METHOD}"
"""The name of the sketch arrays; those of another method are not found."""


def name_field(field: str, channel: Channel) -> str:
    """Return the name of the indexed field with one channel of a searchable field."""
    return field if channel is Channel.STEM else f"{field}_form"


def hash_page(page: str) -> int:
    """Return the number by which a page is found, given the form of its URLs; 0 if that is "".

    Of 10 million pages any two share a number in one of 400,000 archives.
    """
    digest = blake2b(page.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True) if page else 0


def facet_column(name: str) -> str:
    """Return the name of the arrays of a facet."""
    return f"facet.{name}"


def value_text(value: Value) -> str:
    """Return the term that stands for a facet's value in its dictionary."""
    return "" if value is None else str(value)


def encode_value(value: Value) -> bytes:
    """Return that term as bytes; what is no text is encoded too, and found nowhere."""
    return value_text(value).encode("utf-8", "surrogatepass")


def decode_values(facet: Facet, text: Array, text_at: Array, numbers: Array) -> list[Value]:
    """Return some values of a facet, given its dictionary. Raises ValueError for damage."""
    view, kind = memoryview(text.data), facet.kind
    return [
        kind(str(view[begin:end], "utf-8")) if end > begin else None
        for begin, end in zip(text_at[numbers].tolist(), text_at[numbers + 1].tolist())
    ]


INDEXED = {
    name_field(field.name, channel): channel
    for field in SEARCHABLE.values() for channel in Channel
    if field.stemmed or channel is Channel.FORM
}
"""The indexed fields and their channels."""


SETS = [facet_column(name) for name, facet in FACETS.items() if facet.several]
"""The names of the arrays of facets of several values."""


class Dictionary:
    """Terms in byte order."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file, self._name = file, name
        self.release = file.release
        """Gives back the memory of the whole file until it is read again."""
        self.text = file[f"{name}.text"]
        self.text_at = file[f"{name}.text_at"]
        self.count = len(self.text_at) - 1
        self._view, self._view_at = memoryview(self.text.data), memoryview(self.text_at.data)

    def term(self, number: int) -> bytes:
        """Return a term by its number."""
        return bytes(self._view[self.text_at[number]:self.text_at[number + 1]])

    def words(self, numbers: Array) -> list[str]:
        """Return some terms as text."""
        view, at = self._view, self._view_at
        try:
            return [str(view[at[number]:at[number + 1]], "utf-8") for number in numbers.tolist()]
        except UnicodeDecodeError:
            raise self._file.damage(f"{self._name} is no text") from None

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """Return the terms first:last, in order."""
        at = self.text_at[first:None if last is None else last + 1].tolist()
        text = bytes(self._view[at[0]:at[-1]])
        return [text[begin - at[0]:end - at[0]] for begin, end in zip(at, at[1:])]

    def find(self, term: bytes) -> int:
        """Return the number of a term; negative if there is none."""
        return int(kernels.find(self.text, self.text_at, np.frombuffer(term, np.uint8)))

    def lower_bound(self, term: bytes) -> int:
        """Return the number of the first term not before this one."""
        number = self.find(term)
        return number if number >= 0 else -number - 1

    def beginning(self, prefix: bytes) -> range:
        """Return the numbers of the terms with a prefix."""
        return range(self.lower_bound(prefix), self.lower_bound(prefix + b"\xff"))


class IndexedField(Dictionary):
    """The terms of one field with their postings; fields of surface forms have letters too."""

    def __init__(self, file: ArrayFile, field: str, documents: int) -> None:
        super().__init__(file, field)
        self._docs, self._freqs = f"{field}.docs", f"{field}.freqs"
        self.letters = file[f"{field}.letters"] if f"{field}.letters" in file else None
        self.blocks = count_blocks(documents)
        self._last_limit = documents - (self.blocks - 1) * BLOCK_SIZE
        self.at, self.positions_at = file[f"{field}.at"], file[f"{field}.positions_at"]
        self.docs, self.freqs = file[f"{field}.docs"], file[f"{field}.freqs"]
        self.positions = file[f"{field}.positions"]
        self._view_of_at = memoryview(self.at.data)
        self._touched = bytearray(self.count)
        self._ordered = bytearray(-(-len(self.docs) // validation.PIECE))
        self._agreeing: bytearray | None = None

    @cached_property
    def longest(self) -> int:
        """An upper bound of the number of positions in any document. Raises Damaged.

        Wide positions are all checked first, since kernels need as much scratch as this says.
        """
        if self.positions.dtype.itemsize == 2:
            return BLOCK_SIZE
        self._file.touch(f"{self._name}.positions")
        longest = int(self.positions.max(initial=0)) + 1
        if longest > PARAGRAPH_GAP * max(len(self.positions), 1):
            raise self._file.damage(f"a number in {self._name}.positions")
        return longest

    def look_up(self, term: Array) -> tuple[int, int]:
        """Return the number of a term, given as bytes, and how many postings it has; checks them.

        The number of an unknown term is -1.
        """
        number = kernels.find(self.text, self.text_at, term)
        if number < 0:
            return -1, 0
        return number, self.touch_term(number)

    def touch_term(self, number: int, positions: bool = False) -> int:
        """Check the postings of a term, and its positions if those are needed, unless done before;
        return the number of its postings."""
        wanted = _POSTINGS_TOUCHED | _POSITIONS_TOUCHED if positions else _POSTINGS_TOUCHED
        if self._touched[number] & wanted != wanted:
            self.touch(number, number + 1)
            if positions:
                self.touch_positions(number, number + 1)
            self._touched[number] |= wanted
        slot = number * self.blocks
        count: int = self._view_of_at[slot + self.blocks] - self._view_of_at[slot]
        return count

    def touch(self, first: int, last: int) -> int:
        """Check the postings of the terms first:last, unless done before; return their number."""
        begin, end = int(self.at[first * self.blocks]), int(self.at[last * self.blocks])
        self._file.touch(self._docs, begin, end)
        self._file.touch(self._freqs, begin, end)
        last_piece = -(-end // validation.PIECE) if end > begin else 0
        piece = self._ordered.find(0, begin // validation.PIECE, last_piece)
        while piece >= 0:
            self._check_order(piece)
            piece = self._ordered.find(0, piece + 1, last_piece)
        return end - begin

    def touch_positions(self, first: int, last: int) -> None:
        """Check the positions of the terms first:last, unless done before."""
        self.check_frequencies(first, last)
        begin = int(self.positions_at[first * self.blocks])
        end = int(self.positions_at[last * self.blocks])
        self._file.touch(f"{self._name}.positions", begin, end)

    def check_frequencies(self, first: int, last: int) -> None:
        """Check that the frequencies of the terms first:last are as many as their positions.

        Their postings were touched before.
        """
        if self._agreeing is None:
            self._agreeing = bytearray(self.count)
        if self._agreeing.find(0, first, last) >= 0:
            at, positions_at = self.slot_bounds(first, last)
            if not validation.agree(self.freqs[at[0]:at[-1]], at, positions_at):
                raise self._file.damage(f"a number in {self._freqs}")
            self._agreeing[first:last] = b"\1" * (last - first)

    def _check_order(self, piece: int) -> None:
        """Check that the documents of a piece exist, and ascend where they have to."""
        begin = piece * validation.PIECE
        end = min(begin + validation.PIECE, len(self.docs))
        self._file.touch(self._docs, max(begin - 1, 0), end)
        if flaw := validation.find_flaw(
                self.docs, self.at, self.blocks, self._last_limit, begin, end):
            raise self._file.damage(f"{flaw} in {self._docs}")
        self._ordered[piece] = 1

    @property
    def postings(self) -> PostingArrays:
        """The postings, with their positions."""
        return PostingArrays(self.docs, self.freqs, self.positions)

    def slot_bounds(self, first: int, last: int) -> SlotBounds:
        """Return the slices of `at` and `positions_at` of the terms first:last."""
        slots = slice(first * self.blocks, last * self.blocks + 1)
        return SlotBounds(self.at[slots], self.positions_at[slots])

    def count_positions(self, first: int, last: int) -> Array:
        """Return the number of positions of each of the terms first:last, i8."""
        return np.diff(self.slot_bounds(first, last).positions_at[::self.blocks])

    def read_postings(self, number: int) -> tuple[Array, Array]:
        """Return the documents of a term, u4, and its frequency in each, u*."""
        self.touch(number, number + 1)
        at = self.at[number * self.blocks:(number + 1) * self.blocks + 1]
        if self.blocks == 1:
            return self.docs[at[0]:at[1]].astype(np.uint32), self.freqs[at[0]:at[1]]
        bases = np.arange(self.blocks, dtype=np.uint32) << 16
        docs = self.docs[at[0]:at[-1]] + np.repeat(bases, np.diff(at))
        return docs.astype(np.uint32), self.freqs[at[0]:at[-1]]

    def list_in_block(self, number: int, block: int) -> Array:
        """Return the documents of a term in a block, u2, by their places there; checked before."""
        slot = number * self.blocks + block
        found: Array = self.docs[self.at[slot]:self.at[slot + 1]]
        return found

    def read_positions(self, number: int) -> Array:
        """Return the positions of a term, u*, posting after posting."""
        self.touch_positions(number, number + 1)
        begin, end = number * self.blocks, (number + 1) * self.blocks
        return self.positions[self.positions_at[begin]:self.positions_at[end]]


class FacetColumn:
    """The values of a facet in a segment, and for each document the ordinal of its value.

    `ordinals` are what kernels count and filter by, `count` is how many there are. For a facet of
    several values they are the sets of these: see SetColumn.
    """

    def __init__(self, file: ArrayFile, facet: Facet) -> None:
        self._file, self._facet = file, facet
        self.dictionary = Dictionary(file, facet_column(facet.name))
        self.ordinals = file[facet_column(facet.name)]
        self.count = self.dictionary.count

    @cached_property
    def values(self) -> list[Value]:
        """The values in the order of the dictionary, decoded when they are first needed."""
        numbers = np.arange(self.dictionary.count)
        try:
            return decode_values(
                self._facet, self.dictionary.text, self.dictionary.text_at, numbers)
        except ValueError:
            raise self.damage() from None

    def damage(self) -> Damaged:
        """Return the error that says that a value is none."""
        return self._file.damage(f"{facet_column(self._facet.name)} has no such value")

    def mask(self, selected: Iterable[Value]) -> bytearray:
        """Return a mask of the ordinals, 1 for each that has a selected value."""
        mask = bytearray(self.dictionary.count)
        for value in selected:
            place = self.dictionary.find(encode_value(value))
            if place >= 0:
                mask[place] = 1
        return mask

    def count_values(self, counts: Array) -> Array:
        """Return how many documents have each value, i8, given how many have each ordinal."""
        return counts

    def list_values(self, documents: Array) -> tuple[Array, Array]:
        """Return the values of some documents by their places in the dictionary, and whose each is.

        The latter are the places of documents among the given ones.
        """
        return self.ordinals[documents], np.arange(len(documents))


class SetColumn(FacetColumn):
    """The values of a facet of several, and for each document the ordinal of its set of them."""

    def __init__(self, file: ArrayFile, facet: Facet) -> None:
        super().__init__(file, facet)
        self.members = file[f"{facet_column(facet.name)}.members"]
        self.members_at = file[f"{facet_column(facet.name)}.members_at"]
        self.count = len(self.members_at) - 1

    def mask(self, selected: Iterable[Value]) -> bytearray:
        of_values = np.frombuffer(super().mask(selected), np.uint8)
        mask, hits = bytearray(self.count), np.flatnonzero(of_values[self.members])
        sets = np.searchsorted(self.members_at, hits, "right") - 1
        np.frombuffer(mask, np.uint8)[sets] = 1
        return mask

    def count_values(self, counts: Array) -> Array:
        some = np.flatnonzero(counts)
        sizes = self.members_at[some + 1] - self.members_at[some]
        members = self.members[runs(self.members_at[some], sizes)]
        weights = np.repeat(counts[some].astype(np.float64), sizes)  # else bincount copies them
        counted = np.bincount(members, weights, self.dictionary.count)
        return counted.astype(np.int64)

    def list_values(self, documents: Array) -> tuple[Array, Array]:
        sets = self.ordinals[documents]
        sizes = self.members_at[sets + 1] - self.members_at[sets]
        return (self.members[runs(self.members_at[sets], sizes)],
                np.repeat(np.arange(len(documents)), sizes))


class Segment:
    """The documents of one file. Read-only, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        for name in self.file.names():
            if not name.endswith(_TOUCHED_LATER):
                self.file.touch(name)
        self.count = len(self.file["seq"])
        self.blocks = count_blocks(self.count)
        self._check_places()
        self.fields = {field: IndexedField(self.file, field, self.count) for field in INDEXED}
        self.id_dictionary = Dictionary(self.file, "id")
        self.host_dictionary = Dictionary(self.file, "host")
        self.host_ordinals = self.file["host"]
        self.facets = {
            name: (SetColumn if facet.several else FacetColumn)(self.file, facet)
            for name, facet in FACETS.items()}
        self.count_plans: dict[tuple[str, ...], tuple[dict[str, int], kernels.FacetPlan]] = {}
        """How to count facets, by their names; querying/segment_pass.py fills it."""
        self.column = {column: self.file[column] for column in COLUMNS}
        self.lengths = {field.name: self.file[f"length.{field.name}"] for field in TEXT}
        self.bands = [_split_bands(self.file[f"{SKETCHES}.{part}"]) for part in ("keys", "docs")]
        self.bitmaps = self.file[f"{SKETCHES}.bitmaps"].reshape(-1, BITMAP_BITS // 64)

    def _check_places(self) -> None:
        """Raise Damaged unless all numbers that are used as places lie within bounds."""
        validation.check_shapes(self.file, _shapes(self.file, self.count))
        for field in INDEXED:
            validation.check_bounds(self.file, f"{field}.at", len(self.file[f"{field}.docs"]))
            validation.check_bounds(
                self.file, f"{field}.positions_at", len(self.file[f"{field}.positions"]))
        columns = ["id", "host", *map(facet_column, FACETS)]
        for name in (*INDEXED, *columns):
            validation.check_bounds(self.file, f"{name}.text_at", len(self.file[f"{name}.text"]))
        for name in SETS:
            validation.check_bounds(
                self.file, f"{name}.members_at", len(self.file[f"{name}.members"]))
        for name in columns:
            numbers, targets = ((f"{name}.members", "members_at") if name in SETS
                                else (name, "text_at"))
            validation.check_below(self.file, [name], len(self.file[f"{name}.{targets}"]) - 1)
            validation.check_below(self.file, [numbers], len(self.file[f"{name}.text_at"]) - 1)
        validation.check_below(self.file, ["holder", "newest", "oldest"], self.count)

    @cached_property
    def hosts(self) -> list[bytes]:
        """All hosts of documents, by their ordinals."""
        return self.host_dictionary.terms()

    def ids(self, numbers: Array) -> list[str]:
        """Return the ids of some documents."""
        return self.id_dictionary.words(self.column["id"][numbers])

    def ranks(self, sort: Sort) -> Array:
        """Return the place of each document in an order, u4; by relevance, among equal scores."""
        if sort is Sort.ADDED:
            return self._added
        return self.column["oldest" if sort is Sort.OLDEST else "newest"]

    @cached_property
    def _added(self) -> Array:
        """The place of each document when the last added comes first: they ascend by change."""
        places = np.arange(self.count - 1, -1, -1).astype(np.uint32)
        places.flags.writeable = False
        return places

    def bounds(self) -> Array:
        """Return where the arrays of kernels lie in the file: the table of SegmentArrays, i8."""
        postings = [
            f"{field}.{array}" if array != "length" else _length(field)
            for field in INDEXED for array in FIELD_ARRAYS
        ]
        names = [*postings, *DOCUMENT_ARRAYS, *map(facet_column, FACETS)]
        return np.array([self.file.bounds(name) for name in names], np.int64).ravel()

    @cached_property
    def packed_facets(self) -> tuple[Array, dict[str, int]]:
        """The ordinals of facets with few of them: a word for each document, u8, with a byte for
        each facet, and the shift of that byte by the names of the facets.

        To count a facet, a kernel waits for the memory of each document. Now it waits once for all.
        A facet of one ordinal needs no byte, and has the shift -1. There are no words where the
        segment is too large for them, or no facet needs them.
        """
        shifts = {name: -1 for name, facet in self.facets.items() if facet.count == 1}
        few = [name for name, facet in self.facets.items() if 1 < facet.count <= _PACKED_ORDINALS]
        if not few or self.count > _PACKED_DOCUMENTS:
            return np.zeros(0, np.uint64), shifts
        words = np.zeros(self.count, np.uint64)
        for place, name in enumerate(few[:_PACKED_FACETS]):
            shifts[name] = 8 * place
            words |= self.facets[name].ordinals.astype(np.uint64) << np.uint64(8 * place)
        return words, shifts

    def band(self, number: int) -> tuple[Array, Array]:
        """Return the keys of a band, ascending, and their documents; checks both."""
        for part in ("keys", "docs"):
            self.file.touch(f"{SKETCHES}.{part}", *self._band(number))
        keys, documents = (part[number] for part in self.bands)
        if len(documents) and int(documents.max()) >= self.count:
            raise self.file.damage(f"a number in {SKETCHES}.docs")
        return keys, documents

    def release_band(self, number: int) -> None:
        """Give back the memory of a band."""
        for part in ("keys", "docs"):
            self.file.release(f"{SKETCHES}.{part}", *self._band(number))

    def _band(self, number: int) -> tuple[int, int]:
        sketches = self.bands[0].shape[1]
        return number * sketches, (number + 1) * sketches

    def read_bitmaps(self, documents: Array | slice) -> Array:
        """Return a checked copy of the bitmaps of some documents, u8 (n, BITMAP_BITS / 64)."""
        self.file.touch(f"{SKETCHES}.bitmaps")
        found: Array = self.bitmaps[documents].copy()
        self.file.release(f"{SKETCHES}.bitmaps")
        return found

    def find(self, id: str) -> int:
        """Return the number of the document with this id, deleted or not; -1 if there is none."""
        term = self.id_dictionary.find(id.encode())
        return -1 if term < 0 else int(self.file["holder"][term])

    def find_any(self, ids: Collection[str]) -> list[str]:
        """Return which of these ids documents have, deleted or not."""
        if len(ids) < _MANY_IDS:
            return [id for id in ids if self.find(id) >= 0]
        hashes = np.fromiter(map(hash, map(str.encode, ids)), np.int64, len(ids))
        places = np.searchsorted(self._id_hashes, hashes)
        likely = np.append(self._id_hashes, 0)[places] == hashes
        return [id for id in compress(ids, likely) if self.find(id) >= 0]

    @cached_property
    def _id_hashes(self) -> Array:
        """The hashes of all ids in order: to look an id up in the dictionary takes much longer."""
        hashes = np.empty(self.count, np.int64)
        for first in range(0, self.count, _IDS_HASHED):
            terms = self.id_dictionary.terms(first, min(first + _IDS_HASHED, self.count))
            hashes[first:first + len(terms)] = list(map(hash, terms))
        hashes.sort()
        return hashes

    def check(self, thorough: bool = False) -> None:
        """Check every block; if `thorough`, check all postings too. Raises Damaged."""
        for array in self.file.names():
            self.file.touch(array)
            self.file.release(array)
        for field in self.fields.values() if thorough else ():
            field.touch(0, field.count)
            for first in range(0, field.count, _TERMS_CHECKED):
                field.check_frequencies(first, min(first + _TERMS_CHECKED, field.count))
            field.release()

    def versions(self, documents: Array | slice) -> list[tuple[int, str]]:
        """Return the changes that brought some documents, and their ids."""
        changes, ids = (self.column[column][documents] for column in ("seq", "id"))
        return list(zip(changes.tolist(), self.id_dictionary.words(ids)))


def _shapes(file: ArrayFile, count: int) -> Iterator[tuple[str, Shape]]:
    """Yield what each array of a segment with `count` documents has to be."""
    yield from _term_shapes(file, count)
    titles = name_field(TITLE.name, Channel.FORM)
    phrases = len(file[f"{titles}.phrases"])
    yield f"{titles}.phrases", (I8, phrases)
    yield f"{titles}.phrase_counts", (U4, phrases)
    for name in (*INDEXED, "id", "host", *map(facet_column, FACETS)):
        yield f"{name}.text", (U1, len(file[f"{name}.text"]))
    for name in SETS:
        yield f"{name}.members", (U4, len(file[f"{name}.members"]))
    yield "holder", (U4, len(file["id.text_at"]) - 1)
    yield from _column_shapes(count)
    sketches = len(file[f"{SKETCHES}.keys"]) // BANDS * BANDS
    yield from ((f"{SKETCHES}.{part}", (U4, sketches)) for part in ("keys", "docs"))
    yield f"{SKETCHES}.bitmaps", (U8, count * (BITMAP_BITS // 64))


def _term_shapes(file: ArrayFile, count: int) -> Iterator[tuple[str, Shape]]:
    """Yield what the arrays of terms and of their places have to be."""
    wide = file[f"{next(iter(INDEXED))}.freqs"].dtype.str
    wide = wide if wide in (U2, U4) else U2
    for field, channel in INDEXED.items():
        terms, postings = len(file[f"{field}.text_at"]) - 1, len(file[f"{field}.docs"])
        slots = (I8, terms * count_blocks(count) + 1)
        yield from ((f"{field}.{part}", slots) for part in ("at", "positions_at"))
        yield f"{field}.docs", (U2, postings)
        yield f"{field}.freqs", (wide, postings)
        yield f"{field}.positions", (wide, len(file[f"{field}.positions"]))
        if channel is Channel.FORM:
            yield f"{field}.letters", (U4, terms)


def _column_shapes(count: int) -> Iterator[tuple[str, Shape]]:
    """Yield what the arrays with a number of each document have to be."""
    for name in ("seq", "start", "end", "page"):
        yield name, (I8, count)
    lengths = (f"length.{field.name}" for field in TEXT)
    for name in ("id", "host", "newest", "oldest", *map(facet_column, FACETS), *lengths):
        yield name, (U4, count)


def _length(field: str) -> str:
    """Return the name of the array with the lengths of an indexed field.

    That is any array of documents if the length of the field does not count.
    """
    searchable = field.removesuffix("_form")
    return f"length.{searchable}" if searchable in {each.name for each in TEXT} else "newest"


def _split_bands(array: Array) -> Array:
    return array.reshape(BANDS, len(array) // BANDS)


def count_blocks(count: int) -> int:
    """Return how many blocks this many documents take, at least one."""
    return max(-(-count // BLOCK_SIZE), 1)
