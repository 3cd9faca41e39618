"""Finds the frequent phrases of titles that begin with some letters.

The tables of the segments say which are likely (segments/phrase_table.py). Those are then counted
among the live documents of all segments.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np

from search.engine import FrequentPhrase
from search.engines.whoosh.querying.program import ProgramCompiler
from search.engines.whoosh.querying.snapshot import LiveSegment, Snapshot
from search.engines.whoosh.segments.phrase_table import FIELD, PhraseTable
from search.engines.whoosh.segments.segment import Segment
from search.fields import TITLE
from search.query import Channel, Phrase

_SPARE = 32
"""Phrases of each segment beyond those asked for, since others may have the same ones."""

_SPARE_COUNTED = 8
"""Phrases that are counted beyond those asked for, since articles may have been removed."""

_MAX_COUNTS = 10_000
"""Phrases whose counts are kept."""


class FrequentPhrases:
    """Finds phrases, and keeps what was counted last. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tables: WeakKeyDictionary[Segment, PhraseTable] = WeakKeyDictionary()
        self._counts: WeakKeyDictionary[Snapshot, dict[str, int]] = WeakKeyDictionary()

    def find(self, prefix: str, limit: int, snapshot: Snapshot) -> tuple[FrequentPhrase, ...]:
        """Return the frequent phrases with a prefix: see Engine.frequent_phrases."""
        found: Counter[str] = Counter()
        spare = _SPARE if len(snapshot.parts) > 1 else _SPARE_COUNTED
        for part in snapshot.parts:
            found.update(dict(self._get_table(part.segment).find(prefix, limit + spare)))
        likely = [phrase for phrase, _ in _sort(found.items())[:limit + _SPARE_COUNTED]]
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

    def _get_table(self, segment: Segment) -> PhraseTable:
        with self._lock:
            table = self._tables.get(segment)
        if table is None:
            table = PhraseTable(segment)
            with self._lock:
                self._tables[segment] = table
        return table


def _sort(phrases: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return phrases with their numbers of articles, the most frequent first."""
    return sorted(phrases, key=lambda each: (-each[1], each[0]))


def _count(phrase: str, snapshot: Snapshot) -> int:
    """Return how many live documents have a phrase in their titles."""
    terms = tuple(phrase.split())
    if len(terms) > 1:
        leaf = Phrase(terms, None, Channel.FORM, TITLE.name)
        return ProgramCompiler(snapshot).look_up_leaf(leaf).frequency
    return sum(_count_word(terms[0].encode(), part) for part in snapshot.parts)


def _count_word(term: bytes, part: LiveSegment) -> int:
    field = part.segment.fields[FIELD]
    number = field.find(term)
    if number < 0:
        return 0
    docs, _ = field.read_postings(number)
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))
