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
from search.engines.whoosh.build import Inverter
from search.engines.whoosh.heap import trim
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.store import Store
from search.fields import BODY
from search.stories import ALIKE, BANDS, PROMISING, SLOTS, jaccard, joined

_APART = np.int64(1 << 32)
"""More than there are documents, so that one number tells of two."""

Verify = Callable[[Array], Array]
"""For pairs of changes, i8 (n, 2), whether they brought twins."""

NONE = np.zeros((0, 2), np.int64)
"""No pairs."""

_NEAREST = 32
"""Of those that agree in a band so many are looked at, the last before: enough to link them all,
where many articles share a form. More would cost the more, the larger the archive."""

_COMPARED = 50_000
"""Pairs whose sketches are in memory at once."""

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

        Of all sketches only those of one band are in memory at once, and some of the pairs.
        """
        found, waiting, count = [NONE], [NONE], 0
        for pairs in self._candidates(asked):
            waiting.append(pairs)
            count += len(pairs)
            if count > _PAIRS:
                found.append(self._promising(waiting))
                waiting, count = [NONE], 0
        found.append(self._promising(waiting))
        for segment in self._segments:
            segment.file.release()  # it was looked at all over, and reading texts takes room too
        trim()
        return _different(np.concatenate(found))

    def _candidates(self, asked: Array) -> Iterator[Array]:
        """Pairs of documents that agree in a band, band by band; some come again."""
        for band in range(BANDS):
            for number, (first, last) in enumerate(zip(self.firsts, self.firsts[1:])):
                own = asked[(asked >= first) & (asked < last)] - first
                if len(own):
                    yield from self._agreeing(number, band, own)
            for segment in self._segments:
                segment.release_band(band)

    def _promising(self, waiting: Sequence[Array]) -> Array:
        """Those that agree in enough slots, each once."""
        pairs = _different(np.concatenate(waiting))
        return pairs[self._shared(pairs) >= PROMISING]

    def _shared(self, pairs: Array) -> Array:
        """How many slots the sketches of each pair share."""
        pieces = range(0, len(pairs), _COMPARED)
        return np.concatenate([np.zeros(0, np.int64), *(
            (self._slots(one) == self._slots(other)).sum(axis=1)
            for one, other in (pairs[at:at + _COMPARED].T for at in pieces))])

    def _slots(self, numbers: Array) -> Array:
        found = np.empty((len(numbers), SLOTS), np.uint8)
        for segment, first, last in zip(self._segments, self.firsts, self.firsts[1:]):
            own = (numbers >= first) & (numbers < last)
            found[own] = segment.slots_of(numbers[own] - first)
        return found

    def _agreeing(self, number: int, band: int, asked: Array) -> Iterator[Array]:
        """Those asked for in one segment, with the nearest before them, there or before it."""
        keys, documents = self._band(number, band)
        places = np.flatnonzero(np.isin(documents, asked))
        own, wanted, more = documents[places], keys[places], np.full(len(places), _NEAREST)
        for other in range(number, -1, -1):
            theirs, others = self._band(other, band)
            end = places if other == number else np.searchsorted(theirs, wanted, "right")
            count = np.minimum(end - np.searchsorted(theirs, wanted), more)
            for step in range(1, count.max(initial=0) + 1):
                near = step <= count
                pairs = own[near], others[end[near] - step]
                yield np.stack(pairs, axis=1) + self.firsts[[number, other]]
            more -= count
            own, wanted, more = own[more > 0], wanted[more > 0], more[more > 0]

    def _band(self, number: int, band: int) -> tuple[Array, Array]:
        """The keys of a band and their documents, those that are live."""
        keys, documents = self._segments[number].band(band)
        live = self._live[number]
        if live is None:
            return keys, documents
        kept = live[documents]
        return keys[kept], documents[kept]


def twins(
    before: Array, gathered: Gathered, fresh: Array, verify: Verify
) -> Array:
    """The pairs of changes, i8 (n, 2), that brought twins: those of before, and of what is new.

    `fresh` are the documents that the commit before did not have.
    """
    pairs = gathered.numbers(before)
    alive = (pairs >= 0).all(axis=1)
    asked = np.union1d(fresh, _left(before, pairs))
    found = gathered.alike(asked)
    known = pairs[alive & (pairs >= asked.min(initial=gathered.firsts[-1])).any(axis=1)]
    found = found[~np.isin(_keys(found), _keys(known))]
    found = found[np.argsort(found[:, 1], kind="stable")]  # so that each new text is read once
    brought = np.sort(gathered.seqs(found), axis=1)
    checked = (some[verify(some)] for some in _pieces(brought, gathered.words(found)))
    return np.concatenate((before[alive], *checked))


def _different(pairs: Array) -> Array:
    """Each pair of documents once, the lower number first, in order."""
    return np.stack(np.divmod(np.unique(_keys(pairs)), _APART), axis=1)


def _keys(pairs: Array) -> Array:
    """A number for each pair of documents, whichever comes first, i8."""
    keys: Array = pairs.min(axis=1) * _APART + pairs.max(axis=1)
    return keys


def _pieces(pairs: Array, words: Array) -> list[Array]:
    """Pairs in pieces whose bodies, of so many words each, have about _WORDS together."""
    reached = np.cumsum(words.sum(axis=1)) // _WORDS
    return np.split(pairs, np.flatnonzero(np.diff(reached)) + 1) if len(pairs) else []


def verifying(store: Store, documents: Documents) -> Verify:
    """What compares the texts of a store."""
    def verify(pairs: Array) -> Array:
        articles = store.changed(np.unique(pairs).tolist())
        inverter = Inverter()
        for document in documents([article for _, article in articles]):
            inverter.add(document.words[BODY.name])
        sets = dict(zip([seq for seq, _ in articles], inverter.runs()))
        none = np.zeros(0, np.uint64)
        return np.array([
            jaccard(sets.get(one, none), sets.get(other, none)) >= ALIKE
            for one, other in pairs.tolist()
        ], bool)
    return verify


def _left(pairs: Array, numbers: Array) -> Array:
    """The live documents of stories that lost one."""
    if (numbers >= 0).all():
        return np.zeros(0, np.int64)
    seqs, places = np.unique(pairs, return_inverse=True)
    story = joined(places.reshape(pairs.shape), len(seqs))[places.reshape(pairs.shape)]
    lost = np.isin(story, story[numbers < 0])
    return np.unique(numbers[lost & (numbers >= 0)])
