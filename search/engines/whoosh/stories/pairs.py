"""Finds near-duplicates: documents whose sketches agree in a band, then compared word for word.

A commit lists pairs of near-duplicates by the changes that brought them (search/stories.py defines
them). It keeps the pairs of the commit before whose documents are still live, and looks for pairs
among what is new. If a story loses an article, its other articles are looked at again: the lost one
may have been the only link between them.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from search.arrays import Array
from search.engine import Documents
from search.engines.whoosh import kernels
from search.engines.whoosh.segments.builder import FieldInverter
from search.engines.whoosh.segments.malloc import trim
from search.engines.whoosh.segments.segment import Segment
from search.fields import BODY
from search.store.store import ChangeLog
from search.stories import (
    BANDS,
    BITMAP_BITS,
    SIMILARITY_THRESHOLD,
    are_promising,
    compute_jaccard,
    connect,
)

_APART = np.int64(1 << 32)
"""A factor greater than any document number: it packs two of them into one int64."""

PairVerifier = Callable[[Array], Array]
"""Returns for pairs of changes, i8 (n, 2), whether they brought near-duplicates."""

NONE, _NONE = np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
"""No pairs, and no packed pairs."""

NEAREST_COMPARED = 32
"""The number of documents with an equal key that each is compared with, the nearest before it.

That is enough to link them all where many articles repeat one text. A greater number would cost
more the larger the archive is."""

BITMAPS_TOGETHER = 5_000
"""Pairs whose bitmaps are in memory at once."""

MAX_WAITING_PAIRS = 200_000
"""Pairs that wait for their bitmaps to be compared: in a large archive many agree by chance."""

WORDS_TOGETHER = 100_000
"""Words of the pairs whose texts are in memory at once, added up over pairs."""


class SegmentDocuments:
    """The documents of several segments, numbered through, and which of them are live."""

    def __init__(self, segments: Sequence[Segment], live: Sequence[Array | None]) -> None:
        self._segments = segments
        self._live = live
        self.firsts = np.cumsum([0, *(segment.count for segment in segments)])

    def changes(self, numbers: Array) -> Array:
        """Return the changes that brought some documents."""
        return self._each(numbers, [segment.column["seq"] for segment in self._segments])

    def words(self, numbers: Array) -> Array:
        """Return the numbers of words in the bodies of some documents."""
        return self._each(numbers, [segment.lengths[BODY.name] for segment in self._segments])

    def _each(self, numbers: Array, columns: Sequence[Array]) -> Array:
        found = np.zeros(numbers.shape, np.int64)
        for column, first, last in zip(columns, self.firsts, self.firsts[1:]):
            own = (numbers >= first) & (numbers < last)
            found[own] = column[numbers[own] - first]
        return found

    def numbers(self, changes: Array) -> Array:
        """Return the documents that changes brought, -1 for those that are not live."""
        found = np.full(changes.shape, -1, np.int64)
        for segment, live, first in zip(self._segments, self._live, self.firsts):
            own = segment.column["seq"]
            place = np.minimum(np.searchsorted(own, changes), max(len(own) - 1, 0))
            is_here = own[place] == changes if len(own) else np.zeros(changes.shape, bool)
            is_here &= True if live is None or not len(own) else live[place]
            found = np.where(is_here, first + place, found)
            segment.file.release("seq")
        return found

    def find_candidates(self, asked: Array) -> Array:
        """Return pairs of live documents that agree in a band and in their bitmaps.

        Each is one of the documents asked for, with one before it. Only the sketches of one band
        and segment, and some pairs, are in memory at once.
        """
        found, waiting, count = [NONE], [_NONE], 0
        for pairs in self._find_agreeing(asked):
            waiting.append(pairs)
            count += len(pairs)
            if count > MAX_WAITING_PAIRS:
                found.append(self._promising(waiting))
                waiting, count = [_NONE], 0
        found.append(self._promising(waiting))
        for segment in self._segments:
            segment.file.release()  # it was read all over, and reading texts takes memory too
        trim()
        return _unpack(_pack(np.concatenate(found)))

    def _find_agreeing(self, asked: Array) -> Iterator[Array]:
        """Yield pairs of documents that agree in a band, packed; some are repeated."""
        wanted = [self._select(asked, number) for number in range(len(self._segments))]
        for band in range(BANDS):
            yield from self._pair_in_band(band, wanted)

    def _select(self, asked: Array, number: int) -> Array | None:
        """Return whether each document of a segment is wanted, None if none is."""
        first, last = self.firsts[number:number + 2]
        own = asked[(asked >= first) & (asked < last)] - first
        if not len(own):
            return None
        found = np.zeros(last - first, bool)
        found[own] = True
        return found

    def _promising(self, waiting: Sequence[Array]) -> Array:
        """Return the pairs whose bitmaps say that they may be near-duplicates, each once."""
        pairs = _unpack(np.concatenate(waiting))
        pieces = (pairs[at:at + BITMAPS_TOGETHER] for at in range(0, len(pairs), BITMAPS_TOGETHER))
        return np.concatenate([NONE, *(
            some[are_promising(*map(self._read_bitmaps, some.T))] for some in pieces)])

    def _read_bitmaps(self, numbers: Array) -> Array:
        found = np.empty((len(numbers), BITMAP_BITS // 64), np.uint64)
        for segment, first, last in zip(self._segments, self.firsts, self.firsts[1:]):
            own = np.flatnonzero((numbers >= first) & (numbers < last))
            if len(own):
                found[own] = segment.read_bitmaps(numbers[own] - first)
        return found

    def _pair_in_band(self, band: int, wanted: Sequence[Array | None]) -> Iterator[Array]:
        """Yield the wanted documents paired with the nearest before them, segment by segment."""
        keys, asked = self._collect_keys(band, wanted)
        more = np.full(len(keys), NEAREST_COMPARED)
        for number in reversed(np.flatnonzero(self.firsts[:-1] < asked.max(initial=0)).tolist()):
            first = int(self.firsts[number])
            found = kernels.agreeing(*self._band(number, band), first, keys, asked, more)
            self._segments[number].release_band(band)
            yield found

    def _collect_keys(self, band: int, wanted: Sequence[Array | None]) -> tuple[Array, Array]:
        """Return the keys of the wanted documents, ascending, and their numbers."""
        keys, numbers = [np.zeros(0, "<u4")], [np.zeros(0, np.int64)]
        for number, own in enumerate(wanted):
            if own is not None:
                theirs, documents = self._band(number, band)
                kept = own[documents]
                keys.append(theirs[kept])
                numbers.append(documents[kept] + self.firsts[number])
        order = np.argsort(np.concatenate(keys), kind="stable")
        return np.concatenate(keys)[order], np.concatenate(numbers)[order]

    def _band(self, number: int, band: int) -> tuple[Array, Array]:
        """Return the keys of a band and their documents, those that are live."""
        keys, documents = self._segments[number].band(band)
        live = self._live[number]
        if live is None:
            return keys, documents
        kept = live[documents]
        return keys[kept], documents[kept]


def find_pairs(
    before: Array, gathered: SegmentDocuments, fresh: Array, intact: bool, verify: PairVerifier
) -> Array:
    """Return the pairs of changes, i8 (n, 2), that brought near-duplicates.

    `before` are the pairs of the commit before, `fresh` the documents that it did not have. If it
    is `intact`, all its documents are still live.
    """
    asked, known = fresh, NONE
    if not intact:
        pairs = gathered.numbers(before)
        kept = (pairs >= 0).all(axis=1)
        asked = np.union1d(fresh, _find_left(before, pairs))
        known, before = pairs[kept], before[kept]
        known = known[(known >= asked.min(initial=gathered.firsts[-1])).any(axis=1)]
    found = gathered.find_candidates(asked)
    found = found[~np.isin(_pack(found), _pack(known))]
    found = found[np.argsort(found[:, 1], kind="stable")]  # so that each new text is read once
    brought = np.sort(gathered.changes(found), axis=1)
    checked = (some[verify(some)] for some in _split(brought, gathered.words(found)))
    return np.concatenate((before, *checked))


def _unpack(keys: Array) -> Array:
    """Unpack pairs of documents, each once, the lower number first, in order."""
    return np.stack(np.divmod(np.unique(keys), _APART), axis=1)


def _pack(pairs: Array) -> Array:
    """Pack each pair of documents into one i8, regardless of their order."""
    keys: Array = pairs.min(axis=1) * _APART + pairs.max(axis=1)
    return keys


def _split(pairs: Array, words: Array) -> list[Array]:
    """Split pairs into pieces with about WORDS_TOGETHER words each."""
    reached = np.cumsum(words.sum(axis=1)) // WORDS_TOGETHER
    return np.split(pairs, np.flatnonzero(np.diff(reached)) + 1) if len(pairs) else []


def build_verifier(change_log: ChangeLog, documents: Documents) -> PairVerifier:
    """Return the function that compares the texts of a store."""
    def verify(pairs: Array) -> Array:
        articles = change_log.versions(np.unique(pairs).tolist())
        inverter = FieldInverter()
        for document in documents([article for _, article in articles]):
            inverter.add(document.words[BODY.name])
        sets = dict(zip([change for change, _ in articles], inverter.shingles()))
        none = np.zeros(0, np.uint64)
        return np.array([
            compute_jaccard(sets.get(one, none), sets.get(other, none)) >= SIMILARITY_THRESHOLD
            for one, other in pairs.tolist()
        ], bool)
    return verify


def _find_left(pairs: Array, numbers: Array) -> Array:
    """Return the live documents of stories that lost one."""
    if (numbers >= 0).all():
        return np.zeros(0, np.int64)
    changes, places = np.unique(pairs, return_inverse=True)
    story = connect(places.reshape(pairs.shape), len(changes))[places.reshape(pairs.shape)]
    lost = np.isin(story, story[numbers < 0])
    return np.unique(numbers[lost & (numbers >= 0)])
