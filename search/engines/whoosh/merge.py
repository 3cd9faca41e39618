"""Several segments → the arrays of one, deleted documents dropped on the way.

Dictionaries are united in order; postings are copied as they are, renumbered. The arrays come
one after the other, to be written as they come. Positions, the largest, come in pieces, and
what was read of the old segments is given back on the way. So most is in memory at once of the
documents and frequencies of one field, about half of its room on disk.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.build import Arrays, bounds, derived, named, places, runs
from search.engines.whoosh.segment import BANDED, INDEXED, Dictionary, Field, Segment, windows
from search.fields import TEXT
from search.query import Channel
from search.stories import BANDS

_COLUMNS = ("seq", "start", "end", *(f"length.{field.name}" for field in TEXT))

_DOCUMENTS = 1 << 16
"""Documents whose sketches are copied together."""

PIECE = 1 << 22
"""So many postings, or positions, are looked at and given back together."""

Pieces = Iterator[tuple[str, Array]]
"""Arrays by name; one in pieces has its name at each."""


def merge(segments: Sequence[Segment], live: Sequence[Array]) -> Pieces:
    """The arrays of one segment with the documents of several, those only where `live` is true."""
    kept = [np.flatnonzero(alive) for alive in live]
    moves = list(_moves(segments, kept))
    count = sum(map(len, kept))
    for field, channel in INDEXED.items():
        for part, array in _field([segment.fields[field] for segment in segments], moves, count):
            if part != "letters" or channel is Channel.FORM:
                yield f"{field}.{part}", array
    yield from _bands(segments, moves)
    yield from _documents(segments, kept).items()


def _bands(segments: Sequence[Segment], moves: Sequence[Array]) -> Pieces:
    """The sketches of the documents that are kept, band by band, since together they are large."""
    for segment in segments:
        segment.touch_bands()
    for place, part in enumerate(("keys", "docs")):
        for band in range(BANDS):
            yield f"{BANDED}.{part}", _band(segments, moves, band)[place]
    yield f"{BANDED}.slots", np.zeros(0, np.uint8)
    for segment, moved in zip(segments, moves):
        for first in range(0, segment.count, _DOCUMENTS):
            some = slice(first, first + _DOCUMENTS)
            yield f"{BANDED}.slots", segment.slots[some][moved[some] >= 0].ravel()
        segment.release_bands()


def _band(segments: Sequence[Segment], moves: Sequence[Array], band: int) -> tuple[Array, Array]:
    """The keys of one band in order, and their documents, ascending among equal keys."""
    keys = np.concatenate([segment.bands[0][band] for segment in segments])
    documents = np.concatenate([
        moved[segment.bands[1][band]] for segment, moved in zip(segments, moves)])
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


def _field(fields: Sequence[Field], moves: Sequence[Array], count: int) -> Pieces:
    """The arrays of one field, `letters` among them, of so many documents."""
    merged, maps = _united([_source(field) for field in fields])
    terms, width = len(merged["text_at"]) - 1, windows(count)
    at, hits_at = (np.zeros(terms * width + 1, np.int64) for _ in range(2))
    for field, own, moved in zip(fields, maps, moves):
        _tally(field, own, moved, width, at, hits_at)
    np.cumsum(at, out=at)
    np.cumsum(hits_at, out=hits_at)
    yield from _used(merged, at, hits_at, width).items()
    wide = any(field.freqs.dtype.itemsize > 2 for field in fields)
    docs, freqs, _ = places(int(at[-1]), 0, wide)
    for first, last in _cuts(hits_at[::width]):
        slots = slice(first * width, last * width + 1)
        _, _, hits = places(0, int(hits_at[slots][-1] - hits_at[slots][0]), wide)
        begins = at[slots][:-1].copy(), hits_at[slots][:-1] - hits_at[slots][0]
        for field, own, moved in zip(fields, maps, moves):
            _move(field, own, first, last, moved, width, *begins, docs, freqs, hits)
        yield "hits", hits
    yield "docs", docs
    yield "freqs", freqs


def _tally(
    field: Field, own: Array, moved: Array, width: int, at: Array, hits_at: Array
) -> None:
    """Add the postings and positions of one field to those of each term and window."""
    for first, last in _cuts(field.at[::field.windows]):
        field.touch(first, last)
        begins = field.at[first * field.windows:last * field.windows + 1]
        kernels.tally_moved(
            field.docs, field.freqs, begins, field.windows, own[first:last], moved, width, at,
            hits_at)
        field.release(first, last)


def _move(
    field: Field, own: Array, first: int, last: int, moved: Array, width: int, posting: Array,
    place: Array, docs: Array, freqs: Array, hits: Array,
) -> None:
    """Copy what one field has of the new terms first:last."""
    begin, end = np.searchsorted(own, [first, last]).tolist()
    field.touch(begin, end)
    field.touch_hits(begin, end)
    slots = slice(begin * field.windows, end * field.windows + 1)
    kernels.move(
        field.docs, field.freqs, field.hits, field.at[slots], field.hits_at[slots],
        field.windows, own[begin:end] - first, moved, width, posting, place, docs, freqs, hits)
    field.release(begin, end)


def _cuts(reached: Array) -> Iterator[tuple[int, int]]:
    """Terms first:last, again and again, that have about PIECE entries together; all of them.

    The entries of term t are reached[t]:reached[t + 1].
    """
    ends = np.searchsorted(reached, np.arange(PIECE, reached[-1], PIECE))
    cuts = np.unique([0, *ends, len(reached) - 1]).tolist()
    yield from zip(cuts, cuts[1:] or [0])


def _used(merged: Arrays, at: Array, hits_at: Array, width: int) -> Arrays:
    """The dictionary without the terms that no document holds any more."""
    used = np.flatnonzero(at[width::width] > at[:-1:width]) if len(at) > 1 else np.zeros(0, int)
    slots = runs(used * width, np.full(len(used), width))
    return _picked(merged, used) | {
        name: np.append(bound[:-1][slots], bound[-1])
        for name, bound in (("at", at), ("hits_at", hits_at))
    }


def _table(
    segments: Sequence[Segment], kept: Sequence[Array], table: str, column: str,
    dictionaries: Sequence[Dictionary],
) -> Arrays:
    """A dictionary that a column of the documents points into, and that column."""
    merged, maps = _united([_source(dictionary) for dictionary in dictionaries])
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


def _united(sources: Sequence[Arrays]) -> tuple[Arrays, list[Array]]:
    """The dictionaries in one, and where the terms of each went, i8."""
    merged, maps = sources[0], [np.arange(len(sources[0]["text_at"]) - 1)]
    for source in sources[1:]:
        first, second, origins = kernels.unite(
            merged["text"], merged["text_at"], source["text"], source["text_at"])
        maps = [first[own] for own in maps] + [second]
        count = len(merged["text_at"]) - 1
        both = _joined(merged, source)
        merged = _picked(both, np.where(origins < 0, count - origins - 1, origins))
    return merged, maps


def _joined(one: Arrays, other: Arrays) -> Arrays:
    return {
        "text": np.concatenate((one["text"], other["text"])),
        "text_at": np.concatenate((one["text_at"], other["text_at"][1:] + one["text_at"][-1])),
        "letters": np.concatenate((one["letters"], other["letters"])),
    }


def _picked(source: Arrays, terms: Array) -> Arrays:
    """Some terms of a dictionary, in this order."""
    begins, ends = source["text_at"][:-1][terms], source["text_at"][1:][terms]
    picked = {"text": source["text"][runs(begins, ends - begins)],
              "text_at": bounds(ends - begins)}
    return picked | ({"letters": source["letters"][terms]} if "letters" in source else {})
