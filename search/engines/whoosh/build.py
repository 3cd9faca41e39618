"""Documents → the arrays of a segment; several segments → one.

Inversion is a stable sort of all words by their term, which leaves documents and positions
in order. A merge moves postings as they are, and drops deleted documents on the way.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from search.analysis import Token
from search.engine import Document
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.segment import INDEXED, TABLES, UNDATED, Field, Segment, name
from search.fields import SEARCHABLE, TEXT
from search.query import Channel

Arrays = dict[str, Array]


class Vocabulary(dict[str, int]):
    """Terms numbered in the order in which they come."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


class Inverter:
    """Collects one field of documents, in order, and turns words into postings."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._words: list[int] = []
        self._lengths: list[int] = []

    def add(self, terms: Sequence[str]) -> None:
        """The next document's terms; its positions are their places."""
        number = self._vocabulary
        self._words += [number[term] for term in terms]
        self._lengths.append(len(terms))

    def arrays(self) -> Arrays:
        """The arrays of the field, by the part of their name after the dot."""
        terms = [term.encode() for term in self._vocabulary]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), "<u4")
        rank[order] = np.arange(len(terms), dtype="<u4")
        words = rank[np.array(self._words, "<u4")] if terms else np.zeros(0, "<u4")
        lengths = np.array(self._lengths, np.int64)
        return _texts([terms[n] for n in order]) | invert(words, lengths, len(terms))

    def lengths(self) -> Array:
        """The number of words of each document, u4."""
        return np.array(self._lengths, "<u4")


def invert(words: Array, lengths: Array, count: int) -> Arrays:
    """Postings of `count` terms from the words (term numbers, u4) of documents of these lengths."""
    documents = np.repeat(np.arange(len(lengths), dtype="<u4"), lengths)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    order = np.argsort(words, kind="stable")
    terms, docs = words[order], documents[order]
    hits = (np.arange(len(words)) - begins)[order].astype("<u4")
    new = np.ones(len(words), bool)
    new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(new)
    return {
        "at": _bounds(np.bincount(terms[firsts], minlength=count)),
        "docs": docs[firsts],
        "freqs": np.diff(firsts, append=len(words)).astype("<u4"),
        "hits_at": _bounds(np.bincount(terms, minlength=count)),
        "hits": hits,
    }


def build(documents: Iterable[tuple[int, Document]]) -> Arrays:
    """The arrays of a segment that holds these (seq, document)."""
    words = {field: Inverter() for field in INDEXED}
    tables = {field: Inverter() for field in TABLES}
    columns: dict[str, list[int]] = {column: [] for column in ("seq", "year", "start", "end")}
    for seq, document in documents:
        for field in SEARCHABLE.values():
            _add_words(words, field.name, document.tokens[field.name], field.stemmed)
        tables["id"].add([document.article.id])
        tables["name"].add([document.article.outlet or ""])
        period = document.article.period
        dates = (period.year, period.start, period.end) if period else (UNDATED,) * 3
        for column, value in zip(columns, (seq, *dates)):
            columns[column].append(value)
    arrays = _named({field: inverter.arrays() for field, inverter in (words | tables).items()})
    arrays |= {f"length.{field.name}": words[field.name].lengths() for field in TEXT}
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


def _add_words(
    words: dict[str, Inverter], field: str, tokens: list[Token], stemmed: bool
) -> None:
    words[name(field, Channel.FORM)].add([token.form for token in tokens])
    if stemmed:
        words[name(field, Channel.STEM)].add([token.term for token in tokens])


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
        "at": _bounds(used[kept]), "docs": docs[order], "freqs": freqs,
        "hits_at": _bounds(hit_counts[kept]), "hits": moved_hits,
    }


def _moved(field: Field, number: Array, moves: Array) -> tuple[Array, Array, Array, Array]:
    """The postings of a segment that stay: term, document, frequency, and their positions."""
    if not field.count:
        nothing = np.zeros(0, "<u4")
        return nothing, nothing, nothing, nothing
    docs, freqs = field.postings(0, field.count)
    term = np.repeat(number, [field.frequency(n) for n in range(field.count)])
    docs = moves[docs]
    stay = docs >= 0
    hits = field.all_hits()[np.repeat(stay, freqs)]
    return term[stay], docs[stay].astype("<u4"), freqs[stay], hits


def _gathered(hits: Array, freqs: Array, order: Array) -> Array:
    """The positions of postings in a new order."""
    begins = (np.cumsum(freqs, dtype=np.int64) - freqs)[order]
    lengths = freqs[order].astype(np.int64)
    shift = begins - (np.cumsum(lengths) - lengths)
    moved: Array = hits[np.repeat(shift, lengths) + np.arange(lengths.sum())]
    return moved


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
