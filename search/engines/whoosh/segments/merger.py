"""Merges several segments into the arrays of one, dropping deleted documents.

Dictionaries are united in order. Postings are copied as they are and renumbered
(posting_merger.py). The arrays are yielded one after the other, the large ones in pieces, and
written at once. Memory peaks with the terms of one field, and with the columns of documents.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.arrays import Array, pick, runs
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import DictionaryArrays
from search.engines.whoosh.kernels.types import forbid_writing
from search.engines.whoosh.segments import phrase_table
from search.engines.whoosh.segments.builder import Arrays, derive_columns, prefix_names
from search.engines.whoosh.segments.malloc import trim
from search.engines.whoosh.segments.posting_merger import Pieces, PostingMerger
from search.engines.whoosh.segments.segment import (
    INDEXED,
    SKETCHES,
    Dictionary,
    IndexedField,
    Segment,
    count_blocks,
    facet_column,
)
from search.engines.whoosh.segments.value_sets import unite_sets
from search.facets import FACETS
from search.fields import TEXT
from search.query import Channel
from search.stories import BANDS

_COLUMNS = ("seq", "start", "end", "page", *(f"length.{field.name}" for field in TEXT))

_DOCUMENTS = 1 << 16
"""Documents whose bitmaps are copied at once."""


def merge(segments: Sequence[Segment], live: Sequence[Array], folder: Path) -> Pieces:
    """Yield the arrays of one segment with the documents of several, those where `live` is true.

    Temporary files in `folder` are removed.
    """
    kept = [np.flatnonzero(each) for each in live]
    moves = list(_renumber(segments, kept))
    count = sum(map(len, kept))
    for field, channel in INDEXED.items():
        fields = [segment.fields[field] for segment in segments]
        pieces = _field(fields, moves, count, folder)
        if field == phrase_table.FIELD:
            pieces = _with_phrases(pieces, count)
        for part, array in pieces:
            if part != "letters" or channel is Channel.FORM:
                yield f"{field}.{part}", array
        trim()
    yield from _bands(segments, moves)
    trim()
    yield from _documents(segments, kept)


def _bands(segments: Sequence[Segment], moves: Sequence[Array]) -> Pieces:
    """Yield the sketches of the kept documents band by band, since together they are large."""
    for place, part in enumerate(("keys", "docs")):
        for band in range(BANDS):
            yield f"{SKETCHES}.{part}", _band(segments, moves, band)[place]
    yield f"{SKETCHES}.bitmaps", np.zeros(0, np.uint64)
    for segment, moved in zip(segments, moves):
        for first in range(0, segment.count, _DOCUMENTS):
            some = slice(first, first + _DOCUMENTS)
            yield f"{SKETCHES}.bitmaps", segment.read_bitmaps(some)[moved[some] >= 0].ravel()


def _band(segments: Sequence[Segment], moves: Sequence[Array], band: int) -> tuple[Array, Array]:
    """Return the keys of one band in order, and their documents, ascending among equal keys."""
    found = [segment.band(band) for segment in segments]
    keys = np.concatenate([own for own, _ in found])
    documents = np.concatenate([moved[own] for (_, own), moved in zip(found, moves)])
    for segment in segments:
        segment.release_band(band)
    keys, documents = keys[documents >= 0], documents[documents >= 0].astype("<u4")
    order = np.argsort(keys, kind="stable")
    return keys[order], documents[order]


def _documents(segments: Sequence[Segment], kept: Sequence[Array]) -> Pieces:
    """Yield the columns of documents, keeping in memory only what later ones need."""
    for column in _COLUMNS:
        yield column, _column(segments, kept, column)
    for facet in FACETS:
        dictionaries = [segment.facets[facet].dictionary for segment in segments]
        table = _set_table if FACETS[facet].several else _table
        yield from table(segments, kept, facet_column(facet), dictionaries)
    yield from _table(segments, kept, "host", [each.host_dictionary for each in segments])
    ids = np.zeros(0, np.uint32)
    for name, ids in _table(segments, kept, "id", [each.id_dictionary for each in segments]):
        yield name, ids  # the column comes last
    yield from derive_columns(ids, _column(segments, kept, "start"))


def _column(segments: Sequence[Segment], kept: Sequence[Array], column: str) -> Array:
    found = [segment.file[column][numbers] for segment, numbers in zip(segments, kept)]
    for segment in segments:
        segment.file.release(column)
    return np.concatenate(found)


def _renumber(segments: Sequence[Segment], kept: Sequence[Array]) -> Iterator[Array]:
    """Yield the new number of each document of each segment, i8, -1 if it is dropped."""
    base = 0
    for segment, numbers in zip(segments, kept):
        moved = np.full(segment.count, -1, np.int64)
        moved[numbers] = np.arange(base, base + len(numbers))
        base += len(numbers)
        yield moved


def _field(
    fields: Sequence[IndexedField], moves: Sequence[Array], count: int, folder: Path
) -> Pieces:
    """Yield the arrays of one field of the merged segment, `letters` included."""
    united, maps = unite_dictionaries(fields, release=True)
    merged = PostingMerger(fields, maps, moves, len(united["text_at"]) - 1, count_blocks(count))
    if sum(map(len, moves)) == count:  # nothing is dropped, so all terms are used
        yield from united.items()
        united.clear()
    trim()
    yield from merged.pieces(folder)
    yield from _pick(united, np.flatnonzero(merged.used)).items() if united else ()


def _with_phrases(pieces: Pieces, count: int) -> Pieces:
    """Yield the arrays of title forms and their table of phrases; titles are short, and fit into
    memory."""
    kept: dict[str, list[Array]] = defaultdict(list)
    for part, array in pieces:
        if part in phrase_table.COUNTED:
            kept[part].append(array)
        yield part, array
    yield from phrase_table.count_phrases(
        {part: np.concatenate(arrays) for part, arrays in kept.items()}, count).items()


def _table(
    segments: Sequence[Segment], kept: Sequence[Array], name: str,
    dictionaries: Sequence[Dictionary],
) -> Pieces:
    """Yield a dictionary, and then the column of the same name with the numbers of its terms."""
    merged, maps = unite_dictionaries(dictionaries, release=True)
    numbers = np.concatenate([
        own[segment.file[name][documents]]
        for segment, own, documents in zip(segments, maps, kept)
    ])
    used = np.unique(numbers)
    merged.pop("letters")
    yield from prefix_names({name: _pick(merged, used)}).items()
    merged.clear()
    yield name, np.searchsorted(used, numbers).astype("<u4")


def _set_table(
    segments: Sequence[Segment], kept: Sequence[Array], name: str,
    dictionaries: Sequence[Dictionary],
) -> Pieces:
    """Yield the arrays of a facet of several values: dictionary, sets, and whose is which."""
    merged, maps = unite_dictionaries(dictionaries, release=True)
    members, sizes, chosen, before = [], [], [], 0
    for segment, own, documents in zip(segments, maps, kept):
        at = segment.file[f"{name}.members_at"]
        sets, numbers = np.unique(segment.file[name][documents], return_inverse=True)
        sizes.append(at[sets + 1] - at[sets])
        members.append(own[segment.file[f"{name}.members"][runs(at[sets], sizes[-1])]])
        chosen.append(numbers + before)
        before += len(sets)
    united, numbers = unite_sets(*map(np.concatenate, (members, sizes, chosen)))
    used = np.unique(united["members"])
    merged.pop("letters")
    yield from prefix_names({name: _pick(merged, used)}).items()
    merged.clear()
    united["members"] = np.searchsorted(used, united["members"]).astype("<u4")
    yield from prefix_names({name: united}).items()
    yield name, numbers


def unite_dictionaries(
    dictionaries: Sequence[Dictionary], release: bool = False
) -> tuple[Arrays, list[Array]]:
    """Unite dictionaries, the largest last; return where the terms of each went, u4.

    With `release`, the memory of their files is given back.
    """
    order = sorted(range(len(dictionaries)), key=lambda number: dictionaries[number].count)
    merged = _source(dictionaries[order[0]])
    maps = {order[0]: np.arange(dictionaries[order[0]].count, dtype=np.uint32)}
    for number in order[1:]:
        first, second, merged = kernels.unite(merged, _source(dictionaries[number]))
        forbid_writing(merged)
        for other, own in maps.items():
            maps[other] = first[own]
        maps[number] = second
        if release:
            dictionaries[number].release()
    return merged._asdict(), [maps[number] for number in range(len(dictionaries))]


def _source(dictionary: Dictionary) -> DictionaryArrays:
    letters = dictionary.letters if isinstance(dictionary, IndexedField) else None
    if letters is None:
        letters = np.zeros(dictionary.count, np.uint32)
    return forbid_writing(DictionaryArrays(dictionary.text, dictionary.text_at, letters))


def _pick(source: Arrays, terms: Array) -> Arrays:
    """Return some terms of a dictionary, each once, in order; usually all of them."""
    if len(terms) == len(source["text_at"]) - 1:
        return source
    picked = dict(zip(("text", "text_at"), pick(source["text"], source["text_at"], terms)))
    return picked | ({"letters": source["letters"][terms]} if "letters" in source else {})
