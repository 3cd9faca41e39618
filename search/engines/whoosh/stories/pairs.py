"""Which documents are twins: those that agree in a band, and then word for word.

A commit lists the pairs of changes that brought twins (search/stories.py says what they are).
It takes over those of the commit before whose documents are live still, and looks for the twins
of what is new. Where a story loses one of its articles, the others are looked at again: it may
have been the only link between them.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from search.arrays import Array
from search.engine import Documents
from search.engines.whoosh import kernels
from search.engines.whoosh.segments.builder import Inverter
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
"""More than there are documents, so that one number tells of two."""

Verify = Callable[[Array], Array]
"""For pairs of changes, i8 (n, 2), whether they brought twins."""

NONE, _NONE = np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
"""No pairs, and none as numbers."""

_NEAREST = 32
"""Of those that agree in a band so many are looked at, the last before: enough to link them all,
where many articles share a form. More would cost the more, the larger the archive."""

_COMPARED = 5_000
"""Pairs whose outlines are in memory at once."""

_PAIRS = 200_000
"""Pairs that agree in a band and wait to be compared: in a large archive many do by chance."""

_WORDS = 100_000
"""Words of the pairs whose texts are in memory at once; that of each new one counts once a pair."""


class Gathered:
    """The documents of several segments, counted through, and which of them are live."""

    def __init__(self, segments: Sequence[Segment], live: Sequence[Array | None]) -> None:
        self._segments = segments
        self._live = live
        self.firsts = np.cumsum([0, *(segment.count for segment in segments)])

    def seqs(self, numbers: Array) -> Array:
        """The changes that brought some documents."""
        return self._each(numbers, [segment.column["seq"] for segment in self._segments])

    def words(self, numbers: Array) -> Array:
        """How many words the bodies of some documents have."""
        return self._each(numbers, [segment.lengths[BODY.name] for segment in self._segments])

    def _each(self, numbers: Array, columns: Sequence[Array]) -> Array:
        found = np.zeros(numbers.shape, np.int64)
        for column, first, last in zip(columns, self.firsts, self.firsts[1:]):
            own = (numbers >= first) & (numbers < last)
            found[own] = column[numbers[own] - first]
        return found

    def numbers(self, seqs: Array) -> Array:
        """The documents that changes brought, -1 where none of them is live."""
        found = np.full(seqs.shape, -1, np.int64)
        for segment, live, first in zip(self._segments, self._live, self.firsts):
            own = segment.column["seq"]
            place = np.minimum(np.searchsorted(own, seqs), max(len(own) - 1, 0))
            held = own[place] == seqs if len(own) else np.zeros(seqs.shape, bool)
            held &= True if live is None or not len(own) else live[place]
            found = np.where(held, first + place, found)
            segment.file.release("seq")
        return found

    def alike(self, asked: Array) -> Array:
        """Pairs of live documents that agree in a band and further: those asked for, and before.

        Of all sketches only those of one band and segment are in memory at once, and some pairs.
        """
        found, waiting, count = [NONE], [_NONE], 0
        for pairs in self._candidates(asked):
            waiting.append(pairs)
            count += len(pairs)
            if count > _PAIRS:
                found.append(self._promising(waiting))
                waiting, count = [_NONE], 0
        found.append(self._promising(waiting))
        for segment in self._segments:
            segment.file.release()  # it was looked at all over, and reading texts takes room too
        trim()
        return _pairs(_keys(np.concatenate(found)))

    def _candidates(self, asked: Array) -> Iterator[Array]:
        """Pairs of documents that agree in a band, each as a number; some come again."""
        wanted = [self._among(asked, number) for number in range(len(self._segments))]
        for band in range(BANDS):
            yield from self._agreeing(band, wanted)

    def _among(self, asked: Array, number: int) -> Array | None:
        """For each document of a segment whether it is asked for; None where none is."""
        first, last = self.firsts[number:number + 2]
        own = asked[(asked >= first) & (asked < last)] - first
        if not len(own):
            return None
        found = np.zeros(last - first, bool)
        found[own] = True
        return found

    def _promising(self, waiting: Sequence[Array]) -> Array:
        """Those whose outlines say that they may be twins, each once."""
        pairs = _pairs(np.concatenate(waiting))
        pieces = (pairs[at:at + _COMPARED] for at in range(0, len(pairs), _COMPARED))
        return np.concatenate([NONE, *(
            some[are_promising(*map(self._outlines, some.T))] for some in pieces)])

    def _outlines(self, numbers: Array) -> Array:
        found = np.empty((len(numbers), BITMAP_BITS // 64), np.uint64)
        for segment, first, last in zip(self._segments, self.firsts, self.firsts[1:]):
            own = np.flatnonzero((numbers >= first) & (numbers < last))
            if len(own):
                found[own] = segment.outlines_of(numbers[own] - first)
        return found

    def _agreeing(self, band: int, wanted: Sequence[Array | None]) -> Iterator[Array]:
        """Those that are wanted, with the nearest before them, segment by segment."""
        keys, asked = self._wanted(band, wanted)
        more = np.full(len(keys), _NEAREST)
        for number in reversed(np.flatnonzero(self.firsts[:-1] < asked.max(initial=0)).tolist()):
            first = int(self.firsts[number])
            found = kernels.agreeing(*self._band(number, band), first, keys, asked, more)
            self._segments[number].release_band(band)
            yield found

    def _wanted(self, band: int, wanted: Sequence[Array | None]) -> tuple[Array, Array]:
        """The keys of those that are wanted, ascending, and their numbers."""
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
        """The keys of a band and their documents, those that are live."""
        keys, documents = self._segments[number].band(band)
        live = self._live[number]
        if live is None:
            return keys, documents
        kept = live[documents]
        return keys[kept], documents[kept]


def twins(
    before: Array, gathered: Gathered, fresh: Array, intact: bool, verify: Verify
) -> Array:
    """The pairs of changes, i8 (n, 2), that brought twins: those of before, and of what is new.

    `fresh` are the documents that the commit before did not have; where it is `intact`, all that
    it had are live still.
    """
    asked, known = fresh, NONE
    if not intact:
        pairs = gathered.numbers(before)
        alive = (pairs >= 0).all(axis=1)
        asked, known, before = np.union1d(fresh, _left(before, pairs)), pairs[alive], before[alive]
        known = known[(known >= asked.min(initial=gathered.firsts[-1])).any(axis=1)]
    found = gathered.alike(asked)
    found = found[~np.isin(_keys(found), _keys(known))]
    found = found[np.argsort(found[:, 1], kind="stable")]  # so that each new text is read once
    brought = np.sort(gathered.seqs(found), axis=1)
    checked = (some[verify(some)] for some in _pieces(brought, gathered.words(found)))
    return np.concatenate((before, *checked))


def _pairs(keys: Array) -> Array:
    """The pair of documents that each number tells of, once, the lower number first, in order."""
    return np.stack(np.divmod(np.unique(keys), _APART), axis=1)


def _keys(pairs: Array) -> Array:
    """A number for each pair of documents, whichever comes first, i8."""
    keys: Array = pairs.min(axis=1) * _APART + pairs.max(axis=1)
    return keys


def _pieces(pairs: Array, words: Array) -> list[Array]:
    """Pairs in pieces whose bodies, of so many words each, have about _WORDS together."""
    reached = np.cumsum(words.sum(axis=1)) // _WORDS
    return np.split(pairs, np.flatnonzero(np.diff(reached)) + 1) if len(pairs) else []


def verifying(change_log: ChangeLog, documents: Documents) -> Verify:
    """What compares the texts of a store."""
    def verify(pairs: Array) -> Array:
        articles = change_log.versions(np.unique(pairs).tolist())
        inverter = Inverter()
        for document in documents([article for _, article in articles]):
            inverter.add(document.words[BODY.name])
        sets = dict(zip([seq for seq, _ in articles], inverter.runs()))
        none = np.zeros(0, np.uint64)
        return np.array([
            compute_jaccard(sets.get(one, none), sets.get(other, none)) >= SIMILARITY_THRESHOLD
            for one, other in pairs.tolist()
        ], bool)
    return verify


def _left(pairs: Array, numbers: Array) -> Array:
    """The live documents of stories that lost one."""
    if (numbers >= 0).all():
        return np.zeros(0, np.int64)
    seqs, places = np.unique(pairs, return_inverse=True)
    story = connect(places.reshape(pairs.shape), len(seqs))[places.reshape(pairs.shape)]
    lost = np.isin(story, story[numbers < 0])
    return np.unique(numbers[lost & (numbers >= 0)])
