"""Stories: reports that are told again, word for word or nearly so.

Two articles are twins where the sets of all runs of SHINGLE words of their bodies have a
Jaccard similarity of at least ALIKE; a story is the articles that twins join, directly or
through others. Words are surface forms as they are indexed: case, accents and punctuation do
not count.

Who might be twins is found without comparing all with all: MinHash signatures (Broder, On the
resemblance and containment of documents, 1997), here rensa's R-MinHash, are cut into BANDS of
ROWS slots, and only articles that agree in a whole band are compared (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, section 3.4). Two articles of similarity s do so with
probability 1 − (1 − s^ROWS)^BANDS: 94 % at 0.5, 99.6 % at 0.6, 2 % at 0.1.
"""

from collections.abc import Iterator

import numpy as np
from rensa import RMinHash

from search.arrays import Array

SHINGLE = 5
ALIKE = 0.5
"""See benchmarks/stories.py for what a reader says of pairs that are more and less alike."""

LEAST = 16
"""Runs of words that a body needs: shorter ones are captions, which say little of a report."""

BANDS, ROWS = 21, 3
SLOTS = BANDS * ROWS
METHOD = f"{SHINGLE}.{LEAST}.{BANDS}.{ROWS}.{RMinHash.ALGORITHM_VERSION}"
"""Names what sketches depend on: those of another method do not compare."""

PROMISING = 24
"""Slots that two sketches must share to be worth reading both texts. Of two articles of similarity
s they share s · SLOTS in the mean: fewer than these 1 time in 50 at 0.5, 1 in 450 at 0.55."""

_SEED = 1
_COMPUTED = 64
"""Slots of a signature: rensa is quickest with a power of two."""

_WORDS = 150_000
"""Words of the documents that are sketched together: what is in memory at once."""

_POWERS = np.array([pow(0x9E3779B97F4A7C15, n, 1 << 64) for n in range(256)], np.uint64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ROW = _POWERS[1:1 + ROWS]


def hashes(text: Array, text_at: Array) -> Array:
    """A number for each term, u8, the same in every process; terms lie in `text` as bytes."""
    lengths = np.diff(text_at)
    place = np.arange(len(text)) - np.repeat(text_at[:-1], lengths)
    weighed = (text.astype(np.uint64) + np.uint64(1)) * _POWERS[place & 255]
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(weighed, dtype=np.uint64)))
    return _mixed(sums[text_at[1:]] - sums[text_at[:-1]] + lengths.astype(np.uint64))


def shingles(words: Array, lengths: Array) -> tuple[Array, Array]:
    """The hash of each run of words, u8, and where those of each document begin and end, i8.

    `words` are hashes, document after document, of which each has so many.
    """
    counts = np.maximum(lengths - (SHINGLE - 1), 0)
    ends = np.cumsum(counts)
    first = np.repeat(np.cumsum(lengths) - lengths - (ends - counts), counts)
    first += np.arange(len(first))
    runs = np.zeros(len(first), np.uint64)
    for step in range(SHINGLE):
        runs += words[first + step] * _POWERS[step]
    return _mixed(runs), np.concatenate((np.zeros(1, np.int64), ends))


def sketches(words: Array, places: Array, lengths: Array) -> tuple[Array, Array, Array]:
    """The documents that are long enough, u4; the keys of each, u4 (n, BANDS); and the lowest
    bytes of the slots of all documents, u1 (documents, SLOTS).

    The words of the documents, one after the other, are words[places].
    """
    documents, keys = [np.zeros(0, "<u4")], [np.zeros((0, BANDS), "<u4")]
    low = np.zeros((len(lengths), SLOTS), np.uint8)
    for first, begin, some in _pieces(lengths):
        runs, at = shingles(words[places[begin:begin + int(some.sum())]], some)
        enough = np.flatnonzero(np.diff(at) >= LEAST)
        if len(enough):
            slots = _signatures(runs, at)[enough]
            keys.append(_keys(slots))
            documents.append((first + enough).astype("<u4"))
            low[first + enough] = slots
    return np.concatenate(documents), np.concatenate(keys), low


def jaccard(one: Array, other: Array) -> float:
    """The similarity of two sets, given as ascending arrays without repetitions."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(len(one) + len(other) - common, 1)


def joined(pairs: Array, count: int) -> Array:
    """What pairs join: for each of `count` things the least one that it hangs together with.

    >>> joined(np.array([[3, 1], [1, 4]]), 5).tolist()
    [0, 1, 2, 1, 1]
    """
    least = np.arange(count)
    while len(pairs):
        before = least.copy()
        low = least[pairs].min(axis=1)
        for side in pairs.T:
            np.minimum.at(least, side, low)
            np.minimum.at(least, before[side], low)
        least = least[least]
        if np.array_equal(least, before):
            break
    return least


def _pieces(lengths: Array) -> Iterator[tuple[int, int, Array]]:
    """Some documents after the other: the first, where its words begin, and all their lengths."""
    reached = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    cuts = np.flatnonzero(np.diff(reached[1:] // _WORDS)) + 1
    bounds = [0, *cuts.tolist(), len(lengths)]
    for first, last in zip(bounds, bounds[1:]):
        if first < last:
            yield first, int(reached[first]), np.diff(reached[first:last + 1])


def _signatures(runs: Array, at: Array) -> Array:
    """The slots of each document, u4 (documents, SLOTS)."""
    begins = at.astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(runs, begins, _COMPUTED, _SEED)
    return np.array(matrix.to_rows(), np.uint32)[:, :SLOTS]


def _keys(slots: Array) -> Array:
    """A key for each document and band, u4."""
    keys = (slots.reshape(-1, BANDS, ROWS) * _ROW).sum(axis=2, dtype=np.uint64)
    return (_mixed(keys) >> np.uint64(32)).astype("<u4")


def _mixed(numbers: Array) -> Array:
    """Every bit of the numbers made to matter to the others (splitmix64's finalizer, in part)."""
    mixed: Array = (numbers ^ (numbers >> np.uint64(30))) * _MIX
    mixed ^= mixed >> np.uint64(31)
    return mixed
