"""Several segments → the arrays of one, deleted documents dropped on the way.

Dictionaries are united in order; postings are copied as they are, renumbered.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.build import Arrays, bounds, derived, named, places, runs
from search.engines.whoosh.segment import INDEXED, Dictionary, Field, Segment, windows
from search.fields import TEXT
from search.query import Channel

_COLUMNS = ("seq", "start", "end", *(f"length.{field.name}" for field in TEXT))


def merge(segments: Sequence[Segment], live: Sequence[Array]) -> Arrays:
    """The arrays of one segment with the documents of several, those only where `live` is true."""
    kept = [np.flatnonzero(alive) for alive in live]
    moves = list(_moves(segments, kept))
    count = sum(map(len, kept))
    arrays: Arrays = {}
    for field, channel in INDEXED.items():
        merged = _field([segment.fields[field] for segment in segments], moves, count)
        if channel is Channel.STEM:
            del merged["letters"]
        arrays |= named({field: merged})
    arrays |= {
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


def _field(fields: Sequence[Field], moves: Sequence[Array], count: int) -> Arrays:
    """The arrays of one field, `letters` among them, of so many documents."""
    for field in fields:
        field.touch(0, field.count)
        field.touch_hits(0, field.count)
    merged, maps = _united([_source(field) for field in fields])
    terms, width = len(merged["text_at"]) - 1, windows(count)
    at, hits_at = (np.zeros(terms * width + 1, np.int64) for _ in range(2))
    for field, own, moved in zip(fields, maps, moves):
        kernels.tally_moved(
            field.docs, field.freqs, field.at, field.windows, own, moved, width, at, hits_at)
    np.cumsum(at, out=at)
    np.cumsum(hits_at, out=hits_at)
    wide = any(field.freqs.dtype.itemsize > 2 for field in fields)
    docs, freqs, hits = places(int(at[-1]), int(hits_at[-1]), wide)
    posting, place = at[:-1].copy(), hits_at[:-1].copy()
    for field, own, moved in zip(fields, maps, moves):
        kernels.move(
            field.docs, field.freqs, field.hits, field.at, field.hits_at, field.windows, own,
            moved, width, posting, place, docs, freqs, hits)
    return _used(merged, at, hits_at, width) | {"docs": docs, "freqs": freqs, "hits": hits}


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
