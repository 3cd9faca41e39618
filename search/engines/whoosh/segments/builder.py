"""Documents → the arrays of a segment.

Inversion counts the words of each term first, then puts every place where it belongs, which
leaves documents and positions in order.
"""

from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from search.analysis import TokenizedText, Vocabulary
from search.arrays import Array
from search.engine import Document
from search.engines.whoosh import kernels
from search.engines.whoosh.segments.segment import (
    BANDED,
    UNDATED,
    facet_column,
    name,
    value_text,
    windows,
)
from search.facets import FACETS
from search.fields import BODY, SEARCHABLE, TEXT
from search.query import Channel
from search.stories import build_sketches, deduplicate, hash_shingles, hash_terms

Arrays = dict[str, Array]

_NARROW = 1 << 16


class Collected:
    """Documents, in order, that are to become a segment."""

    def __init__(self) -> None:
        self._inverters = {field: Inverter() for field in SEARCHABLE}
        self._columns: dict[str, list[int]] = {column: [] for column in ("seq", "start", "end")}
        self._ids = Enumeration()
        self._facets = {name: Enumeration() for name in FACETS}
        self.words = 0
        """How many chunks of text all documents have, about so many words."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._ids)

    def fits(self, document: Document) -> bool:
        """Whether one vocabulary numbers the words of a document and of those before."""
        return all(inverter.fits(document.words[searchable])
                   for searchable, inverter in self._inverters.items())

    def add(self, seq: int, document: Document) -> None:
        """The next document, and the change that it came with; its text is let go."""
        for searchable, inverter in self._inverters.items():
            inverter.add(document.words[searchable])
            self.words += len(document.words[searchable].chunks)
        self._ids.add(document.article.id)
        for facet, values in self._facets.items():
            values.add(value_text(FACETS[facet].value(document.article)))
        period = document.article.period
        dates = (period.start, period.end) if period else (UNDATED, UNDATED)
        for column, value in zip(self._columns.values(), (seq, *dates)):
            column.append(value)

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """The arrays of the segment, field after field."""
        wide = any(inverter.longest() >= _NARROW for inverter in self._inverters.values())
        for field in SEARCHABLE.values():
            for channel in Channel if field.stemmed else (Channel.FORM,):
                inverted = self._inverters[field.name].arrays(channel, wide)
                yield from named({name(field.name, channel): inverted}).items()
        yield from named({BANDED: banded(*self._inverters[BODY.name].sketches())}).items()
        yield from self._documents().items()

    def _documents(self) -> Arrays:
        """What there is for each document."""
        arrays = self._ids.arrays("id")
        for facet, values in self._facets.items():
            arrays |= values.arrays(facet_column(facet))
        arrays |= {f"length.{field.name}": self._inverters[field.name].lengths() for field in TEXT}
        arrays |= {column: np.array(values, "<i8") for column, values in self._columns.items()}
        return arrays | dict(derived(arrays["id"], arrays["start"]))


class Enumeration:
    """The different texts among those of all documents, and which of them each document has."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._by_document = array("I")

    def __len__(self) -> int:
        return len(self._by_document)

    def add(self, text: str) -> None:
        """Add the text of the next document."""
        self._by_document.append(self._numbers.setdefault(text, len(self._numbers)))

    def arrays(self, name: str) -> Arrays:
        """Return a dictionary of the texts, and each document's place in it, under this name."""
        terms, rank = ranked([text.encode() for text in self._numbers])
        ordinals = rank[np.array(self._by_document, np.int64)]
        return named({name: texts(terms)}) | {name: ordinals}


class Inverter:
    """Collects one field of documents, in order, and turns its words into postings."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._numbers: list[Array] = []
        self._joined: tuple[Array, Array, Array] | None = None
        self._ranks: dict[Channel, tuple[list[bytes], Array]] = {}

    def fits(self, words: TokenizedText) -> bool:
        """Whether they are of the vocabulary of those before, if there are any."""
        return self._vocabulary in (None, words.vocabulary)

    def add(self, words: TokenizedText) -> None:
        """The words of the next document, by their numbers in the first one's vocabulary."""
        self._vocabulary = self._vocabulary or words.vocabulary
        self._numbers.append(self._vocabulary.translate(words))

    def lengths(self) -> Array:
        """The number of positions of each document, u4."""
        return self._entries()[2].astype("<u4")

    def longest(self) -> int:
        """The number of positions of the longest document."""
        return int(self.lengths().max(initial=0))

    def arrays(self, channel: Channel, wide: bool) -> Arrays:
        """The arrays of one channel of the field, by the part of their name after the dot."""
        _, places, lengths = self._entries()
        terms, rank = self._ranked(channel)
        arrays = texts(terms) | invert(rank[places], lengths, len(terms), wide)
        return arrays | ({"letters": letters(arrays)} if channel is Channel.FORM else {})

    def sketches(self) -> tuple[Array, Array, Array]:
        """What tells documents that may be twins: see search/stories.py."""
        return build_sketches(*self._hashed())

    def runs(self) -> list[Array]:
        """The different runs of words of each document, as ascending hashes."""
        words, places, lengths = self._hashed()
        return deduplicate(*hash_shingles(words[places], lengths))

    def _hashed(self) -> tuple[Array, Array, Array]:
        """Hashes of forms, the place of each word among them, and the words of each document."""
        used, places, lengths = self._entries()
        terms, place = self._ranks.get(Channel.FORM) or self._terms(Channel.FORM, used)
        return hash_terms(*texts(terms).values())[place], places, lengths

    def _entries(self) -> tuple[Array, Array, Array]:
        """The entries that occur, the place of each word among them, and words a document."""
        if self._joined is None:
            self._joined = self._expanded()
        return self._joined

    def _expanded(self) -> tuple[Array, Array, Array]:
        if self._vocabulary is None:
            return np.zeros(0, np.int64), np.zeros(0, "<u4"), np.zeros(0, np.int64)
        at = self._vocabulary.entry_bounds.values
        counts = np.array([len(numbers) for numbers in self._numbers], np.int64)
        entries, lengths = kernels.expand(np.concatenate(self._numbers), counts, at)
        self._numbers.clear()
        occurs = np.zeros(at[-1], bool)
        occurs[entries] = True
        place = np.cumsum(occurs, dtype=np.uint32) - np.uint32(1)
        return np.flatnonzero(occurs), place[entries], lengths

    def _ranked(self, channel: Channel) -> tuple[list[bytes], Array]:
        """The terms in byte order, and for each entry used its place among them, u4."""
        if channel not in self._ranks:
            self._ranks = {channel: self._ranking(channel, self._entries()[0])}
        return self._ranks[channel]

    def _ranking(self, channel: Channel, used: Array) -> tuple[list[bytes], Array]:
        terms, place = self._terms(channel, used)
        ordered, rank = ranked(terms)
        return ordered, rank[place]

    def _terms(self, channel: Channel, used: Array) -> tuple[list[bytes], Array]:
        """The terms of the entries used, and the place of each entry's among them."""
        if self._vocabulary is None:
            return [], np.zeros(0, "<u4")
        stemmed = channel is Channel.STEM
        vocabulary = self._vocabulary
        of = (vocabulary.entry_stems if stemmed else vocabulary.entry_forms).values[used]
        numbers, back = np.unique(of, return_inverse=True)
        terms = (vocabulary.stems if stemmed else vocabulary.forms).texts(numbers)
        return [term.encode() for term in terms], back


def invert(words: Array, lengths: Array, count: int, wide: bool) -> Arrays:
    """Postings of `count` terms from the words (term numbers, u4) of documents of these lengths."""
    width = windows(len(lengths))
    at, hits_at = kernels.tally(words, lengths, count, width)
    docs, freqs, hits = places(int(at[-1]), int(hits_at[-1]), wide)
    kernels.invert(words, lengths, width, at, hits_at, docs, freqs, hits)
    return {"at": at, "docs": docs, "freqs": freqs, "hits_at": hits_at, "hits": hits}


def places(postings: int, hits: int, wide: bool) -> tuple[Array, Array, Array]:
    """Room for docs, freqs and hits."""
    kind = "<u4" if wide else "<u2"
    return np.empty(postings, "<u2"), np.empty(postings, kind), np.empty(hits, kind)


def letters(arrays: Arrays) -> Array:
    """Which characters each term has, as bits: see segment.py."""
    text, at = arrays["text"].astype("<u4"), arrays["text_at"]
    bits = np.where(text < 128, np.uint32(1) << (text & 31), np.uint32(1 << 31))
    if not len(bits):
        return np.zeros(len(at) - 1, "<u4")
    return np.bitwise_or.reduceat(bits, at[:-1]).astype("<u4")


def derived(ids: Array, start: Array) -> Iterator[tuple[str, Array]]:
    """The columns that follow from others: newest, oldest and holder."""
    yield "newest", _places(np.lexsort((ids, -start)))
    yield "oldest", _places(np.lexsort((ids, start, start == UNDATED)))
    holder = np.empty(len(ids), "<u4")
    holder[ids] = np.arange(len(ids), dtype="<u4")
    yield "holder", holder


def ranked(terms: Sequence[bytes]) -> tuple[list[bytes], Array]:
    """Different terms in order, and for each its place among them, u4."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), "<u4")
    rank[order] = np.arange(len(terms), dtype="<u4")
    return [terms[number] for number in order], rank


def texts(terms: Sequence[bytes]) -> Arrays:
    """The terms one after the other, and where each begins."""
    text = np.frombuffer(b"".join(terms), np.uint8)
    return {"text": text, "text_at": bounds(np.array([len(term) for term in terms], np.int64))}


def banded(documents: Array, keys: Array, outlines: Array) -> Arrays:
    """The keys of each band in order, the documents that have them, and the outlines of all."""
    order = np.argsort(keys, axis=0, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=0)
    return {"keys": ordered.T.ravel(), "docs": documents[order].T.ravel(),
            "outlines": outlines.ravel()}


def bounds(counts: Array) -> Array:
    """Where runs of these lengths begin, and the last ends, i8."""
    found = np.zeros(len(counts) + 1, "<i8")
    np.cumsum(counts, out=found[1:])
    return found


def runs(begins: Array, lengths: Array) -> Array:
    """The numbers begin, begin + 1, … of each run of these lengths, run after run."""
    shift = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shift, lengths) + np.arange(lengths.sum())


def named(fields: dict[str, Arrays]) -> Arrays:
    """The arrays of all fields under their full names."""
    return {
        f"{field}.{part}": array for field, arrays in fields.items()
        for part, array in arrays.items()
    }


def _places(order: Array) -> Array:
    found = np.empty(len(order), "<u4")
    found[order] = np.arange(len(order), dtype="<u4")
    return found
