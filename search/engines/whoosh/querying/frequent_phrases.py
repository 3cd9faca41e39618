"""Finds the frequent phrases of titles that begin with some letters.

Each segment has a table of its phrases, made of its title forms when it is first needed, of some 60
bytes a phrase. It holds those that two articles of the segment have, and only the most frequent if
these are many. What is found there is counted among the live documents of all segments.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from search.arrays import Array
from search.engine import MAX_PHRASE_FORMS, FrequentPhrase
from search.engines.whoosh.querying.leaf_postings import look_up
from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.segment import IndexedField, name_field
from search.fields import TITLE
from search.query import Channel, Phrase

_MAX_PHRASES = 200_000
"""Phrases of each length in a table."""

_SPARE = 32
"""Phrases of each segment beyond those asked for, since others may have the same ones."""

_MAX_COUNTS = 10_000
"""Phrases whose counts are kept."""

_FIELD = name_field(TITLE.name, Channel.FORM)


class _Table(NamedTuple):
    """The phrases of a segment in byte order, and how many documents have each."""

    phrases: list[bytes]
    counts: Array

    def find(self, prefix: bytes, limit: int) -> Iterator[tuple[str, int]]:
        """Yield the most frequent phrases that begin with a prefix, with their counts."""
        first = bisect_left(self.phrases, prefix)
        counts = self.counts[first:bisect_left(self.phrases, prefix + b"\xff")]
        most = np.arange(len(counts))
        if limit < len(counts):
            most = np.argpartition(-counts.astype(np.int64), limit)[:limit]
        for number in most.tolist():
            yield self.phrases[first + number].decode(), int(counts[number])


class PhraseTables:
    """The tables of the segments that were searched last. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tables: dict[Hashable, _Table] = {}
        self._counts: WeakKeyDictionary[Snapshot, dict[str, int]] = WeakKeyDictionary()

    def find(self, prefix: str, limit: int, snapshot: Snapshot) -> tuple[FrequentPhrase, ...]:
        """Return the frequent phrases with a prefix: see Engine.frequent_phrases."""
        found: Counter[str] = Counter()
        for table in self._get_tables(snapshot):
            found.update(dict(table.find(prefix.encode(), limit + _SPARE)))
        likely = [phrase for phrase, _ in _sort(found.items())[:limit + _SPARE // 4]]
        counts = self._get_counts(snapshot)
        counted = _sort([
            (phrase, counts.get(phrase) or _count(phrase, snapshot)) for phrase in likely])
        counts.update(counted)
        return tuple([FrequentPhrase(*each) for each in counted if each[1] > 1][:limit])

    def _get_counts(self, snapshot: Snapshot) -> dict[str, int]:
        """Return what was counted in this snapshot: who types asks for the same again."""
        with self._lock:
            counts = self._counts.setdefault(snapshot, {})
        if len(counts) > _MAX_COUNTS:
            counts.clear()
        return counts

    def _get_tables(self, snapshot: Snapshot) -> list[_Table]:
        """Return the table of each segment; forget those of segments that are no more."""
        with self._lock:
            before = self._tables
            self._tables = {
                part.segment.file.identity: before.get(part.segment.file.identity)
                or _build_table(part) for part in snapshot.parts}
            return list(self._tables.values())


def _sort(phrases: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return phrases with their numbers of articles, the most frequent first."""
    return sorted(phrases, key=lambda each: (-each[1], each[0]))


def _count(phrase: str, snapshot: Snapshot) -> int:
    """Return how many live documents have a phrase in their titles."""
    terms = tuple(phrase.split())
    if len(terms) > 1:
        return look_up(Phrase(terms, None, Channel.FORM, TITLE.name), snapshot).frequency
    return sum(_count_word(terms[0].encode(), part) for part in snapshot.parts)


def _count_word(term: bytes, part: LiveSegment) -> int:
    field = part.segment.fields[_FIELD]
    number = field.find(term)
    if number < 0:
        return 0
    docs, _ = field.read_postings(number)
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))


def _build_table(part: LiveSegment) -> _Table:
    field = part.segment.fields[_FIELD]
    places, words = _read_words(field)
    terms = field.terms()
    phrases: list[bytes] = []
    counts: list[Array] = []
    for length in range(1, MAX_PHRASE_FORMS + 1):
        if len(terms) ** length >= 1 << 63:
            break
        codes, found = _count_runs(places, words, length, len(terms))
        numbers = [codes // len(terms) ** nth % len(terms) for nth in reversed(range(length))]
        phrases += [b" ".join([terms[word] for word in run])
                    for run in zip(*[each.tolist() for each in numbers])]
        counts.append(found)
    order = sorted(range(len(phrases)), key=phrases.__getitem__)
    return _Table([phrases[number] for number in order], np.concatenate(counts)[order])


def _read_words(field: IndexedField) -> tuple[Array, Array]:
    """Return the words of all documents in order: the place of each, and its number, both i8.

    A place is a document times 2³², plus a position.
    """
    field.touch(0, field.count)
    field.touch_positions(0, field.count)
    sizes = np.diff(field.at)
    slots = np.repeat(np.arange(len(sizes)), sizes)
    docs = field.docs + (slots % field.blocks << 16)
    freqs = field.freqs.astype(np.int64)
    places = (np.repeat(docs, freqs) << 32) + field.positions
    order = np.argsort(places, kind="stable")
    return places[order], np.repeat(slots // field.blocks, freqs)[order]


def _count_runs(places: Array, words: Array, length: int, base: int) -> tuple[Array, Array]:
    """Return the runs of so many words side by side that two documents have, and how many do.

    A run is one i8: the numbers of its words as digits to the base. What shares its place with
    other words ends a run.
    """
    count = max(len(places) - length + 1, 0)
    codes, together = np.zeros(count, np.int64), np.ones(count, bool)
    for nth in range(length):
        codes = codes * base + words[nth:nth + count]
        together &= places[nth:nth + count] == places[:count] + nth
    codes, docs = codes[together], places[:count][together] >> 32
    order = np.lexsort((docs, codes))
    codes, docs = codes[order], docs[order]
    first = np.ones(len(codes), bool)  # of its document
    first[1:] = (codes[1:] != codes[:-1]) | (docs[1:] != docs[:-1])
    different, counts = np.unique(codes[first], return_counts=True)
    kept = np.flatnonzero(counts > 1)
    if len(kept) > _MAX_PHRASES:
        kept = kept[np.argpartition(-counts[kept], _MAX_PHRASES)[:_MAX_PHRASES]]
    return different[kept], counts[kept]
