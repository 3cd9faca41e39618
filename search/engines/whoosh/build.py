"""Documents → the arrays of a segment; several segments → one.

Inversion is a stable sort of all words by their term, which leaves documents and positions
in order. A merge moves postings as they are, and drops deleted documents on the way.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from search.analysis import Word
from search.engine import Document
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.segment import INDEXED, TABLES, UNDATED, Field, Segment, name
from search.fields import SEARCHABLE, TEXT
from search.query import Channel

T = TypeVar("T")
Arrays = dict[str, Array]


class Numbers(dict[T, int]):
    """Things numbered in the order in which they come."""

    def __missing__(self, thing: T) -> int:
        self[thing] = number = len(self)
        return number


class Inverter:
    """Collects one field of documents, in order, and turns its words into postings.

    Words written alike come as one object, so that only their number is kept for each place;
    terms are looked at once a word, not once a place.
    """

    def __init__(self) -> None:
        self._numbers: Numbers[Word] = Numbers()
        self._places: list[int] = []
        self._counts: list[int] = []

    def add(self, words: Sequence[Word]) -> None:
        """The words of the next document."""
        number = self._numbers
        self._places += [number[word] for word in words]
        self._counts.append(len(words))

    def lengths(self) -> Array:
        """The number of positions of each document, u4."""
        sizes = self._sizes()[np.array(self._places, np.int64)]
        reached = np.concatenate(([0], np.cumsum(sizes)))
        counts = np.array(self._counts, np.int64)
        ends = np.cumsum(counts)
        lengths: Array = (reached[ends] - reached[ends - counts]).astype("<u4")
        return lengths

    def arrays(self, channel: Channel) -> Arrays:
        """The arrays of one channel of the field, by the part of their name after the dot."""
        place = 0 if channel is Channel.STEM else 1
        numbers: Numbers[str] = Numbers()
        flat = [numbers[str(entry[place])] for word in self._numbers for entry in word]
        terms, rank = _ranked(list(numbers))
        entries = rank[np.array(flat, np.int64)] if flat else np.zeros(0, "<u4")
        words = np.array(self._places, np.int64)
        sizes = self._sizes()
        begins = np.cumsum(sizes) - sizes
        in_order = entries[_runs(begins[words], sizes[words])]
        return _texts(terms) | invert(in_order, self.lengths().astype(np.int64), len(terms))

    def _sizes(self) -> Array:
        """How many positions each word takes."""
        return np.array([len(word) for word in self._numbers], np.int64)


def single(values: Sequence[str]) -> Arrays:
    """The arrays of a field that holds one term a document."""
    numbers: Numbers[str] = Numbers()
    flat = [numbers[value] for value in values]
    terms, rank = _ranked(list(numbers))
    words = rank[np.array(flat, np.int64)] if flat else np.zeros(0, "<u4")
    return _texts(terms) | invert(words, np.ones(len(values), np.int64), len(terms))


def invert(words: Array, lengths: Array, count: int) -> Arrays:
    """Postings of `count` terms from the words (term numbers, u4) of documents of these lengths."""
    documents = np.repeat(np.arange(len(lengths), dtype="<u4"), lengths)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    order = np.argsort(words, kind="stable")
    terms, docs = words[order], documents[order]
    hits = (np.arange(len(words)) - begins)[order]
    new = np.ones(len(words), bool)
    new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(new)
    return {
        "at": _bounds(np.bincount(terms[firsts], minlength=count)),
        "docs": _narrow(docs[firsts]),
        "freqs": _narrow(np.diff(firsts, append=len(words))),
        "hits_at": _bounds(np.bincount(terms, minlength=count)),
        "hits": _narrow(hits),
    }


def build(documents: Iterable[tuple[int, Document]]) -> Arrays:
    """The arrays of a segment that holds these (seq, document)."""
    inverters = {field: Inverter() for field in SEARCHABLE}
    ids, outlets = [], []
    columns: dict[str, list[int]] = {column: [] for column in ("seq", "year", "start", "end")}
    for seq, document in documents:
        for searchable, inverter in inverters.items():
            inverter.add(document.words[searchable])
        ids.append(document.article.id)
        outlets.append(document.article.outlet or "")
        period = document.article.period
        dates = (period.year, period.start, period.end) if period else (UNDATED,) * 3
        for column, value in zip(columns, (seq, *dates)):
            columns[column].append(value)
    fields = {"id": single(ids), "name": single(outlets)}
    for field in SEARCHABLE.values():
        for channel in Channel if field.stemmed else (Channel.FORM,):
            fields[name(field.name, channel)] = inverters[field.name].arrays(channel)
    arrays = _named(fields)
    arrays |= {f"length.{field.name}": inverters[field.name].lengths() for field in TEXT}
    arrays |= {column: np.array(values, "<i8") for column, values in columns.items()}
    return arrays | _derived(arrays)


def merge(segments: Sequence[Segment], live: Sequence[Array]) -> Arrays:
    """The arrays of one segment with the documents of several, those only where `live` is true."""
    kept = [np.flatnonzero(alive) for alive in live]
    moved, base = [], 0
    for segment, numbers in zip(segments, kept):
        moves = np.full(segment.count, -1, np.int64)
        moves[numbers] = np.arange(base, base + len(numbers))
        moved.append(moves)
        base += len(numbers)
    arrays = _named({
        field: _merged([segment.fields[field] for segment in segments], moved)
        for field in (*INDEXED, *TABLES)
    })
    columns = ["seq", "year", "start", "end", *(f"length.{field.name}" for field in TEXT)]
    arrays |= {
        column: np.concatenate([s.file[column][numbers] for s, numbers in zip(segments, kept)])
        for column in columns
    }
    return arrays | _derived(arrays)


def _merged(fields: Sequence[Field], moved: Sequence[Array]) -> Arrays:
    """One field of several segments, its documents renumbered by `moved`, -1 for those dropped."""
    listed = [field.terms() for field in fields]
    terms = sorted(set().union(*listed))
    number = {term: n for n, term in enumerate(terms)}
    pieces = [
        _moved(field, np.array([number[term] for term in own], np.int64), moves)
        for field, own, moves in zip(fields, listed, moved)
    ]
    term, docs, freqs, hits = (np.concatenate(parts) for parts in zip(*pieces))
    order = np.argsort(term, kind="stable")
    moved_hits = _gathered(hits, freqs, order)
    term, freqs = term[order], freqs[order]
    used = np.bincount(term, minlength=len(terms))
    hit_counts = np.bincount(term, weights=freqs, minlength=len(terms)).astype(np.int64)
    kept = np.flatnonzero(used)
    return _texts([terms[n] for n in kept]) | {
        "at": _bounds(used[kept]), "docs": _narrow(docs[order]), "freqs": _narrow(freqs),
        "hits_at": _bounds(hit_counts[kept]), "hits": _narrow(moved_hits),
    }


def _moved(field: Field, number: Array, moves: Array) -> tuple[Array, Array, Array, Array]:
    """The postings of a segment that stay: term, document, frequency, and their positions."""
    if not field.count:
        nothing = np.zeros(0, "<u4")
        return nothing, nothing, nothing, nothing
    docs, freqs = field.postings(0, field.count)
    term = np.repeat(number, field.frequencies())
    docs = moves[docs]
    stay = docs >= 0
    hits = field.all_hits()[np.repeat(stay, freqs)]
    return term[stay], docs[stay].astype("<u4"), freqs[stay], hits


def _gathered(hits: Array, freqs: Array, order: Array) -> Array:
    """The positions of postings in a new order."""
    begins = (np.cumsum(freqs, dtype=np.int64) - freqs)[order]
    moved: Array = hits[_runs(begins, freqs[order].astype(np.int64))]
    return moved


def _runs(begins: Array, lengths: Array) -> Array:
    """The numbers begin, begin + 1, … of each run of these lengths, run after run."""
    shift = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shift, lengths) + np.arange(lengths.sum())


def _ranked(texts: Sequence[str]) -> tuple[list[bytes], Array]:
    """The terms in byte order, and for each text its place among them, u4."""
    terms = [text.encode() for text in texts]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), "<u4")
    rank[order] = np.arange(len(terms), dtype="<u4")
    return [terms[number] for number in order], rank


def _derived(arrays: Arrays) -> Arrays:
    """The columns that follow from others: id, outlet, newest and oldest."""
    count = len(arrays["seq"])
    ids, outlets = (_table(arrays, table, count) for table in TABLES)
    start = arrays["start"]
    return {
        "id": ids, "outlet": outlets,
        "newest": _places(np.lexsort((ids, -start))),
        "oldest": _places(np.lexsort((ids, start, start == UNDATED))),
    }


def _table(arrays: Arrays, table: str, count: int) -> Array:
    """The term that each document has in a field where it has just one."""
    terms = np.empty(count, "<u4")
    counts = np.diff(arrays[f"{table}.at"])
    terms[arrays[f"{table}.docs"]] = np.repeat(np.arange(len(counts), dtype="<u4"), counts)
    return terms


def _places(order: Array) -> Array:
    places = np.empty(len(order), "<u4")
    places[order] = np.arange(len(order), dtype="<u4")
    return places


def _narrow(numbers: Array) -> Array:
    """The same numbers in the fewest bytes that hold the largest: u1, u2 or u4."""
    largest = int(numbers.max(initial=0))
    return numbers.astype("<u1" if largest < 1 << 8 else "<u2" if largest < 1 << 16 else "<u4")


def _texts(terms: Sequence[bytes]) -> Arrays:
    text = np.frombuffer(b"".join(terms), np.uint8)
    return {"text": text, "text_at": _bounds(np.array([len(term) for term in terms], np.int64))}


def _bounds(counts: Array) -> Array:
    """Where runs of these lengths begin, and the last ends, i8."""
    bounds = np.zeros(len(counts) + 1, "<i8")
    np.cumsum(counts, out=bounds[1:])
    return bounds


def _named(fields: dict[str, Arrays]) -> Arrays:
    return {
        f"{field}.{part}": array for field, arrays in fields.items()
        for part, array in arrays.items()
    }
