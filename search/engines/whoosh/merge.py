"""Several segments → the arrays of one, deleted documents dropped on the way.

Dictionaries are united in order; postings are copied as they are, renumbered (postings.py). The
arrays come one after the other, to be written as they come, the large ones in pieces. So most is
in memory at once of the terms of one field, and of what there is for each document.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.build import Arrays, bounds, derived, named, runs
from search.engines.whoosh.heap import trim
from search.engines.whoosh.postings import Merged, Pieces
from search.engines.whoosh.segment import BANDED, INDEXED, Dictionary, Field, Segment, windows
from search.fields import TEXT
from search.query import Channel
from search.stories import BANDS

_COLUMNS = ("seq", "start", "end", *(f"length.{field.name}" for field in TEXT))

_DOCUMENTS = 1 << 16
"""Documents whose sketches are copied together."""

_TERMS = 1 << 14
"""Terms whose text is copied together: to say where each byte comes from takes eight."""


def merge(segments: Sequence[Segment], live: Sequence[Array], folder: Path) -> Pieces:
    """The arrays of one segment with the documents of several, those only where `live` is true.

    Files may be made in `folder`, of which nothing is left.
    """
    kept = [np.flatnonzero(alive) for alive in live]
    moves = list(_moves(segments, kept))
    count = sum(map(len, kept))
    for field, channel in INDEXED.items():
        fields = [segment.fields[field] for segment in segments]
        for part, array in _field(fields, moves, count, folder):
            if part != "letters" or channel is Channel.FORM:
                yield f"{field}.{part}", array
        trim()
    yield from _bands(segments, moves)
    yield from _documents(segments, kept).items()


def _bands(segments: Sequence[Segment], moves: Sequence[Array]) -> Pieces:
    """The sketches of the documents that are kept, band by band, since together they are large."""
    for place, part in enumerate(("keys", "docs")):
        for band in range(BANDS):
            yield f"{BANDED}.{part}", _band(segments, moves, band)[place]
    yield f"{BANDED}.slots", np.zeros(0, np.uint8)
    for segment, moved in zip(segments, moves):
        for first in range(0, segment.count, _DOCUMENTS):
            some = slice(first, first + _DOCUMENTS)
            yield f"{BANDED}.slots", segment.slots_of(some)[moved[some] >= 0].ravel()


def _band(segments: Sequence[Segment], moves: Sequence[Array], band: int) -> tuple[Array, Array]:
    """The keys of one band in order, and their documents, ascending among equal keys."""
    found = [segment.band(band) for segment in segments]
    keys = np.concatenate([own for own, _ in found])
    documents = np.concatenate([moved[own] for (_, own), moved in zip(found, moves)])
    for segment in segments:
        segment.release_band(band)
    keys, documents = keys[documents >= 0], documents[documents >= 0].astype("<u4")
    order = np.argsort(keys, kind="stable")
    return keys[order], documents[order]


def _documents(segments: Sequence[Segment], kept: Sequence[Array]) -> Arrays:
    """What there is for each document."""
    arrays = {
        column: np.concatenate([s.file[column][numbers] for s, numbers in zip(segments, kept)])
        for column in _COLUMNS
    }
    arrays |= _table(segments, kept, "id", "id", [segment.table for segment in segments])
    arrays |= _table(segments, kept, "name", "outlet", [segment.names for segment in segments])
    return arrays | derived(arrays)


def _moves(segments: Sequence[Segment], kept: Sequence[Array]) -> Iterator[Array]:
    """The new number of each document of each segment, i8, -1 for those dropped."""
    base = 0
    for segment, numbers in zip(segments, kept):
        moved = np.full(segment.count, -1, np.int64)
        moved[numbers] = np.arange(base, base + len(numbers))
        base += len(numbers)
        yield moved


def _field(
    fields: Sequence[Field], moves: Sequence[Array], count: int, folder: Path
) -> Pieces:
    """The arrays of one field, `letters` among them, of so many documents."""
    united, maps = _united(fields)
    trim()
    merged = Merged(fields, maps, moves, len(united["text_at"]) - 1, windows(count))
    yield from merged.pieces(folder)
    yield from _picked(united, np.flatnonzero(merged.used)).items()


def _table(
    segments: Sequence[Segment], kept: Sequence[Array], table: str, column: str,
    dictionaries: Sequence[Dictionary],
) -> Arrays:
    """A dictionary that a column of the documents points into, and that column."""
    merged, maps = _united(dictionaries)
    numbers = np.concatenate([
        own[segment.file[column][documents]]
        for segment, own, documents in zip(segments, maps, kept)
    ])
    used, back = np.unique(numbers, return_inverse=True)
    merged.pop("letters")
    return named({table: _picked(merged, used)}) | {column: back.astype("<u4")}


def _source(dictionary: Dictionary) -> Arrays:
    letters = dictionary.letters if isinstance(dictionary, Field) else None
    none = np.zeros(dictionary.count, np.uint32)
    return {"text": dictionary.text, "text_at": dictionary.text_at,
            "letters": none if letters is None else letters}


def _united(dictionaries: Sequence[Dictionary]) -> tuple[Arrays, list[Array]]:
    """The dictionaries in one, and where the terms of each went, u4."""
    merged = _source(dictionaries[0])
    maps = [np.arange(dictionaries[0].count, dtype=np.uint32)]
    for dictionary in dictionaries[1:]:
        source = _source(dictionary)
        first, second, origins = kernels.unite(
            merged["text"], merged["text_at"], source["text"], source["text_at"])
        first = first.astype(np.uint32)
        for number, own in enumerate(maps):
            maps[number] = first[own]
        maps.append(second.astype(np.uint32))
        merged = _mixed(merged, source, origins)
        dictionary.release()
    return merged, maps


def _mixed(one: Arrays, other: Arrays, origins: Array) -> Arrays:
    """A dictionary of terms of two: n of the first, or -n - 1 of the other."""
    chosen = [(source, np.flatnonzero(own), terms) for source, own, terms in (
        (one, origins >= 0, origins[origins >= 0]), (other, origins < 0, ~origins[origins < 0]))]
    lengths, letters = np.zeros(len(origins), np.int64), np.zeros(len(origins), np.uint32)
    for source, places, terms in chosen:
        lengths[places] = _lengths(source, terms)
        letters[places] = source["letters"][terms]
    text_at = bounds(lengths)
    text = np.empty(text_at[-1], np.uint8)
    for source, places, terms in chosen:
        _copy(source, terms, text, text_at[places])
    return {"text": text, "text_at": text_at, "letters": letters}


def _picked(source: Arrays, terms: Array) -> Arrays:
    """Some terms of a dictionary, in this order."""
    text_at = bounds(_lengths(source, terms))
    text = np.empty(text_at[-1], np.uint8)
    _copy(source, terms, text, text_at[:-1])
    picked = {"text": text, "text_at": text_at}
    return picked | ({"letters": source["letters"][terms]} if "letters" in source else {})


def _copy(source: Arrays, terms: Array, text: Array, places: Array) -> None:
    """Copy some terms of a dictionary to these places of a text."""
    for first in range(0, len(terms), _TERMS):
        some, to = terms[first:first + _TERMS], places[first:first + _TERMS]
        lengths = _lengths(source, some)
        text[runs(to, lengths)] = source["text"][runs(source["text_at"][some], lengths)]


def _lengths(source: Arrays, terms: Array) -> Array:
    lengths: Array = source["text_at"][terms + 1] - source["text_at"][terms]
    return lengths
