"""Builds the arrays of a segment from documents.

Inversion counts the words of each term first, then puts every position in its place, which keeps
documents and positions in order.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.analysis import TokenizedText, Vocabulary
from search.analysis.kernel_types import Texts
from search.arrays import Array, bounds, pick
from search.engine import Document
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import PostingArrays, SlotBounds
from search.engines.whoosh.kernels.types import UNDATED
from search.engines.whoosh.segments import phrase_table
from search.engines.whoosh.segments.segment import (
    SKETCHES,
    count_blocks,
    facet_column,
    hash_page,
    name_field,
    value_text,
)
from search.engines.whoosh.segments.term_order import sort_terms
from search.engines.whoosh.segments.value_sets import unite_sets
from search.facets import FACETS, Value, ValueSet
from search.fields import BODY, SEARCHABLE, TEXT
from search.query import Channel
from search.stories import build_sketches, deduplicate, hash_shingles, hash_terms
from search.urls.identity import locate

Arrays = dict[str, Array]

_NARROW = 1 << 16


class Words(NamedTuple):
    """The words of documents, in order, and what they are written together.

    `used` i8 are the entries that occur, and `places` u4 the place of each word among them. `moves`
    u1 are how many positions it stands behind the one before it in its document, 0 for the first.
    Each document has `sizes` i8 of them, of which `lengths` i8 are words.
    """

    used: Array
    places: Array
    moves: Array
    sizes: Array
    lengths: Array


class SegmentBuilder:
    """Collects documents, in order, and builds the arrays of their segment."""

    def __init__(self) -> None:
        self._inverters = {field: FieldInverter() for field in SEARCHABLE}
        self._columns: dict[str, list[int]] = {
            column: [] for column in ("seq", "start", "end", "page")}
        self._ids, self._hosts = Enumeration(), Enumeration()
        self._facets = {name: SetEnumeration() if facet.several else Enumeration()
                        for name, facet in FACETS.items()}
        self._facet_adders = [
            (facet.values, self._facets[name].add) for name, facet in FACETS.items()]
        self.words = 0
        """The number of chunks of text in all documents, about that of words."""

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self._ids)

    def fits(self, document: Document) -> bool:
        """Return whether the words of a document have the same vocabulary as those before."""
        return all(inverter.fits(document.words[searchable])
                   for searchable, inverter in self._inverters.items())

    def add(self, change: int, document: Document) -> None:
        """Add a document and the change that brought it; its text is not kept."""
        for searchable, inverter in self._inverters.items():
            inverter.add(document.words[searchable])
            self.words += len(document.words[searchable].chunks)
        article = document.article
        url, period = article.url, article.period
        page, site = locate(url) if url else ("", "")
        self._ids.add((article.id,))
        self._hosts.add((site or None,))
        for values, add in self._facet_adders:
            add(values(article))
        dates = (period.start, period.end) if period else (UNDATED, UNDATED)
        numbers = change, *dates, hash_page(page)
        for column, value in zip(self._columns.values(), numbers):
            column.append(value)

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """Yield the arrays of the segment, field after field."""
        wide = any(inverter.longest() >= _NARROW for inverter in self._inverters.values())
        for field in SEARCHABLE.values():
            for channel in Channel if field.stemmed else (Channel.FORM,):
                inverted = self._inverters[field.name].arrays(channel, wide)
                if name_field(field.name, channel) == phrase_table.FIELD:
                    inverted |= phrase_table.count_phrases(inverted, self.count)
                yield from prefix_names({name_field(field.name, channel): inverted}).items()
        sketches = sort_sketches(*self._inverters[BODY.name].sketches())
        yield from prefix_names({SKETCHES: sketches}).items()
        yield from self._documents().items()

    def _documents(self) -> Arrays:
        """Return the arrays with an item for each document."""
        arrays = self._ids.arrays("id") | self._hosts.arrays("host")
        for facet, enumeration in self._facets.items():
            arrays |= enumeration.arrays(facet_column(facet))
        arrays |= {f"length.{field.name}": self._inverters[field.name].lengths() for field in TEXT}
        arrays |= {column: np.array(values, "<i8") for column, values in self._columns.items()}
        return arrays | dict(derive_columns(arrays["id"], arrays["start"]))


class Enumeration:
    """The different texts among those of all documents, and which of them each document has."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}
        self._by_document = array("I")

    def __len__(self) -> int:
        return len(self._by_document)

    def add(self, values: ValueSet) -> None:
        """Add the only value of the next document."""
        numbers = self._numbers
        self._by_document.append(numbers.setdefault(values[0], len(numbers)))

    def arrays(self, name: str) -> Arrays:
        """Return a dictionary of the texts, and each document's place in it, under this name."""
        terms, rank = rank_terms([value_text(value).encode() for value in self._numbers])
        ordinals = rank[np.array(self._by_document, np.int64)]
        return prefix_names({name: texts(terms)}) | {name: ordinals}


class SetEnumeration:
    """The different sets of values among those of all documents, and which each document has."""

    def __init__(self) -> None:
        self._numbers: dict[ValueSet, int] = {}
        self._by_document = array("I")

    def add(self, values: ValueSet) -> None:
        """Add the values of the next document, each once."""
        self._by_document.append(self._numbers.setdefault(values, len(self._numbers)))

    def arrays(self, name: str) -> Arrays:
        """Return a dictionary of the values, their sets, and the set of each document."""
        numbers: dict[str, int] = {}
        members = np.array([numbers.setdefault(value_text(value), len(numbers))
                            for values in self._numbers for value in values], np.int64)
        terms, rank = rank_terms([text.encode() for text in numbers])
        sizes = np.array([len(values) for values in self._numbers], np.int64)
        sets, column = unite_sets(rank[members], sizes, np.array(self._by_document, np.int64))
        return prefix_names({name: texts(terms) | sets}) | {name: column}


class FieldInverter:
    """Collects one field of documents, in order, and inverts its words into postings."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._numbers: list[Array] = []
        self._joined: Words | None = None
        self._ranks: dict[Channel, tuple[Texts, Array]] = {}

    def fits(self, words: TokenizedText) -> bool:
        """Return whether words have the same vocabulary as those before, if any."""
        return self._vocabulary in (None, words.vocabulary)

    def add(self, words: TokenizedText) -> None:
        """Add the words of the next document, numbered by the vocabulary of the first."""
        self._vocabulary = self._vocabulary or words.vocabulary
        self._numbers.append(self._vocabulary.translate(words))

    def lengths(self) -> Array:
        """Return the number of words of each document, u4."""
        return self._words().lengths.astype("<u4")

    def longest(self) -> int:
        """Return the number of positions of the longest document."""
        words = self._words()
        sizes = words.sizes[words.sizes > 0]
        if not len(sizes):
            return 0
        # a sum for each document: running sums of all words would take eight times their memory
        return int(np.add.reduceat(words.moves, bounds(sizes)[:-1], dtype=np.int64).max()) + 1

    def arrays(self, channel: Channel, wide: bool) -> Arrays:
        """Return the arrays of one channel of the field, named by what follows the dot."""
        words = self._words()
        terms, rank = self._rank_terms(channel)
        numbers = rank[words.places]
        count = len(terms.bounds) - 1
        arrays = {"text": terms.text, "text_at": terms.bounds} | invert(
            numbers, words.moves, words.sizes, count, wide)
        return arrays | ({"letters": letters(arrays)} if channel is Channel.FORM else {})

    def sketches(self) -> tuple[Array, Array, Array]:
        """Return the sketches that identify possible near-duplicates: see search/stories.py."""
        return build_sketches(*self._hash_forms())

    def shingles(self) -> list[Array]:
        """Return the different shingles of each document, as ascending hashes."""
        words, places, lengths = self._hash_forms()
        return deduplicate(*hash_shingles(words[places], lengths))

    def _hash_forms(self) -> tuple[Array, Array, Array]:
        """Return hashes of forms, the place of each word among them, and the words of documents."""
        words = self._words()
        terms, place = self._ranks.get(Channel.FORM) or self._terms(Channel.FORM, words.used)
        own = self._vocabulary.entry_steps.values[words.used] if self._vocabulary else words.moves
        places = words.places[own[words.places] == 1]
        return hash_terms(*terms)[place], places, words.lengths

    def _words(self) -> Words:
        if self._joined is None:
            self._joined = self._expand_chunks()
        return self._joined

    def _expand_chunks(self) -> Words:
        if self._vocabulary is None:
            return Words(*(np.zeros(0, kind) for kind in ("<i8", "<u4", "|u1", "<i8", "<i8")))
        at = self._vocabulary.entry_bounds.values
        counts = np.array([len(numbers) for numbers in self._numbers], np.int64)
        entries, moves, sizes, lengths = kernels.expand(
            np.concatenate(self._numbers), counts, at, self._vocabulary.entry_steps.values)
        self._numbers.clear()
        occurs = np.zeros(at[-1], bool)
        occurs[entries] = True
        place = np.cumsum(occurs, dtype=np.uint32) - np.uint32(1)
        return Words(np.flatnonzero(occurs), place[entries], moves, sizes, lengths)

    def _rank_terms(self, channel: Channel) -> tuple[Texts, Array]:
        """Return the terms in byte order, and the place among them of each entry in use, u4."""
        if channel not in self._ranks:
            self._ranks = {channel: self._ranking(channel, self._words().used)}
        return self._ranks[channel]

    def _ranking(self, channel: Channel, used: Array) -> tuple[Texts, Array]:
        terms, place = self._terms(channel, used)
        order = sort_terms(*terms)
        return Texts(*pick(*terms, order)), _places(order)[place]

    def _terms(self, channel: Channel, used: Array) -> tuple[Texts, Array]:
        """Return the terms of the entries in use, and the place of each entry among them."""
        if self._vocabulary is None:
            return Texts(np.zeros(0, np.uint8), np.zeros(1, "<i8")), np.zeros(0, "<u4")
        stemmed = channel is Channel.STEM
        vocabulary = self._vocabulary
        of = (vocabulary.entry_stems if stemmed else vocabulary.entry_forms).values[used]
        strings = vocabulary.stems if stemmed else vocabulary.forms
        occurs = np.zeros(len(strings), bool)
        occurs[of] = True
        return strings.encoded(np.flatnonzero(occurs)), (np.cumsum(occurs) - 1)[of]


def invert(words: Array, moves: Array, lengths: Array, count: int, wide: bool) -> Arrays:
    """Return the postings of `count` terms from the words (term numbers, u4) of documents.

    `moves` u1 are how many positions each stands behind the one before it in its document.
    """
    blocks = count_blocks(len(lengths))
    bounds = kernels.tally(words, lengths, count, blocks)
    made = allocate_postings(bounds, wide)
    kernels.invert(words, moves, lengths, blocks, bounds, made)
    return {"at": bounds.at, "docs": made.docs, "freqs": made.freqs,
            "positions_at": bounds.positions_at, "positions": made.positions}


def allocate_postings(bounds: SlotBounds, wide: bool) -> PostingArrays:
    """Allocate as many postings and positions as these bounds have."""
    postings, positions = int(bounds.at[-1]), int(bounds.positions_at[-1])
    kind = "<u4" if wide else "<u2"
    return PostingArrays(
        np.empty(postings, "<u2"), np.empty(postings, kind), np.empty(positions, kind))


def letters(arrays: Arrays) -> Array:
    """Return the set of characters of each term, as bits: see segment.py."""
    text, at = arrays["text"].astype("<u4"), arrays["text_at"]
    bits = np.where(text < 128, np.uint32(1) << (text & 31), np.uint32(1 << 31))
    if not len(bits):
        return np.zeros(len(at) - 1, "<u4")
    return np.bitwise_or.reduceat(bits, at[:-1]).astype("<u4")


def derive_columns(ids: Array, start: Array) -> Iterator[tuple[str, Array]]:
    """Yield the columns that follow from others: newest, oldest and holder."""
    yield "newest", _places(np.lexsort((ids, -start)))
    yield "oldest", _places(np.lexsort((ids, start, start == UNDATED)))
    holder = np.empty(len(ids), "<u4")
    holder[ids] = np.arange(len(ids), dtype="<u4")
    yield "holder", holder


def rank_terms(terms: Sequence[bytes]) -> tuple[list[bytes], Array]:
    """Return different terms in byte order, and the rank of each, u4."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), "<u4")
    rank[order] = np.arange(len(terms), dtype="<u4")
    return [terms[number] for number in order], rank


def texts(terms: Sequence[bytes]) -> Arrays:
    """Return the terms concatenated, and where each begins."""
    text = np.frombuffer(b"".join(terms), np.uint8)
    return {"text": text, "text_at": bounds(np.fromiter(map(len, terms), np.int64, len(terms)))}


def sort_sketches(documents: Array, keys: Array, bitmaps: Array) -> Arrays:
    """Return the keys of each band in order, their documents, and the bitmaps of all documents."""
    order = np.argsort(keys, axis=0, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=0)
    return {"keys": ordered.T.ravel(), "docs": documents[order].T.ravel(),
            "bitmaps": bitmaps.ravel()}


def prefix_names(fields: dict[str, Arrays]) -> Arrays:
    """Return the arrays of all fields under their full names."""
    return {
        f"{field}.{part}": array for field, arrays in fields.items()
        for part, array in arrays.items()
    }


def _places(order: Array) -> Array:
    found = np.empty(len(order), "<u4")
    found[order] = np.arange(len(order), dtype="<u4")
    return found
