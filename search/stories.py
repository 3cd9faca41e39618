"""Finds stories: reports that are published again, word for word or nearly so.

Two articles are a pair if the sets of all runs of SHINGLE_WORDS words of their bodies (shingles)
have a Jaccard similarity of at least SIMILARITY_THRESHOLD. A story is the articles that pairs
connect, directly or through others. Words are surface forms as they are indexed, so case, accents
and punctuation do not count.

Candidates for pairs are found without comparing every article with every other. MinHash signatures
(Broder, On the resemblance and containment of documents, 1997), here rensa's R-MinHash, are cut
into BANDS of ROWS slots. Only articles that agree in a whole band are compared (Leskovec, Rajaraman
and Ullman, Mining of Massive Datasets, section 3.4). Two articles of similarity s agree in one with
probability 1 − (1 − s^ROWS)^BANDS: 94 % at 0.5, 99.6 % at 0.6, 2 % at 0.1. Where many articles
share sentences, many agree that are no pairs. So their similarity is estimated first, from a bitmap
of each article with a bit for some of its shingles (Whang, Vander-Zanden and Taylor, A linear-time
probabilistic counting algorithm for database applications, 1990).
"""

from collections.abc import Iterator

import numpy as np
from rensa import RMinHash

from search.arrays import Array

SHINGLE_WORDS = 5
SIMILARITY_THRESHOLD = 0.5
"""See benchmarks/fit/stories.py for how a reader judges pairs above and below."""

MIN_SHINGLES = 16
"""Shingles that a body needs. Shorter ones are captions, which say little about a report."""

BANDS, ROWS = 21, 3
BITMAP_BITS = 1024
"""Two bitmaps of news estimate a similarity with a standard deviation of 0.017."""

METHOD = (
    f"{SHINGLE_WORDS}.{MIN_SHINGLES}.{BANDS}.{ROWS}.{BITMAP_BITS}.{RMinHash.ALGORITHM_VERSION}"
)
"""Names everything that sketches depend on: those of another method do not compare."""

BITMAP_THRESHOLD = 0.46
"""The estimated similarity from which on both texts are read. For pairs with a similarity of 0.5
the estimate is lower 1 time in 100, for texts of a thousand words 1 time in 30; for pairs with 0.55
hardly ever."""

_SEED = 1
_SIGNATURE_SLOTS = 64
"""Slots that are computed: rensa is fastest with a power of two."""

_BATCH_WORDS = 150_000
"""Words of the documents that are sketched together, which bounds the memory."""

_BATCH_BITMAPS = 1_000
"""Documents whose bitmaps are built together."""

_POWERS = np.array([pow(0x9E3779B97F4A7C15, n, 1 << 64) for n in range(256)], np.uint64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ROW_POWERS = _POWERS[1:1 + ROWS]

_FULL_BITMAP = BITMAP_BITS * 19 // 20
"""Bits beyond which a bitmap says nothing any more: a text of three thousand words sets them."""

_ESTIMATES = -BITMAP_BITS * np.log1p(
    -np.minimum(np.arange(BITMAP_BITS + 1), BITMAP_BITS - 0.5) / BITMAP_BITS)
"""The most likely number of different shingles for each number of set bits."""


def hash_terms(text: Array, bounds: Array) -> Array:
    """Return a hash for each term, u8, equal in every process.

    Term n is the bytes text[bounds[n]:bounds[n + 1]].
    """
    lengths = np.diff(bounds)
    place = np.arange(len(text)) - np.repeat(bounds[:-1], lengths)
    weighed = (text.astype(np.uint64) + np.uint64(1)) * _POWERS[place & 255]
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(weighed, dtype=np.uint64)))
    return _mix(sums[bounds[1:]] - sums[bounds[:-1]] + lengths.astype(np.uint64))


def hash_shingles(words: Array, lengths: Array) -> tuple[Array, Array]:
    """Return the hash of each shingle, u8, and the bounds of those of each document, i8.

    `words` are hashes, document after document; `lengths` says how many each document has.
    """
    counts = np.maximum(lengths - (SHINGLE_WORDS - 1), 0)
    ends = np.cumsum(counts)
    first = np.repeat(np.cumsum(lengths) - lengths - (ends - counts), counts)
    first += np.arange(len(first))
    runs = np.zeros(max(len(words) - (SHINGLE_WORDS - 1), 0), np.uint64)
    for step in range(SHINGLE_WORDS):  # across documents too: to leave those out takes longer
        runs += words[step:step + len(runs)] * _POWERS[step]
    return _mix(runs[first]), np.concatenate((np.zeros(1, np.int64), ends))


def deduplicate(shingles: Array, bounds: Array) -> list[Array]:
    """Return the different shingles of each document, ascending. Sorts `shingles` in place."""
    for begin, end in zip(bounds, bounds[1:]):
        shingles[begin:end].sort()
    new = np.ones(len(shingles), bool)
    new[1:] = shingles[1:] != shingles[:-1]
    new[bounds[:-1][np.diff(bounds) > 0]] = True
    reached = np.concatenate((np.zeros(1, np.int64), np.cumsum(new)))
    return np.split(shingles[new], reached[bounds[1:-1]])[:len(bounds) - 1]


def build_sketches(words: Array, places: Array, lengths: Array) -> tuple[Array, Array, Array]:
    """Return the documents that are long enough, their keys, and the bitmaps of all documents.

    These are u4 (n), u4 (n, BANDS) and u8 (documents, BITMAP_BITS / 64). The words of the
    documents, one after the other, are words[places].
    """
    documents, keys = [np.zeros(0, "<u4")], [np.zeros((0, BANDS), "<u4")]
    bitmaps = [np.zeros((0, BITMAP_BITS // 64), np.uint64)]
    for first, begin, some in _split_batches(lengths):
        shingles, bounds = hash_shingles(words[places[begin:begin + int(some.sum())]], some)
        enough = np.flatnonzero(np.diff(bounds) >= MIN_SHINGLES)
        if len(enough):
            keys.append(_compute_keys(compute_signatures(shingles, bounds)[enough]))
            documents.append((first + enough).astype("<u4"))
        bitmaps.append(build_bitmaps(shingles, bounds))
    return np.concatenate(documents), np.concatenate(keys), np.concatenate(bitmaps)


def compute_signatures(shingles: Array, bounds: Array) -> Array:
    """Return the slots of each document, u4 (documents, BANDS · ROWS)."""
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles, bounds.astype(np.uint64), _SIGNATURE_SLOTS, _SEED)
    return np.array(matrix.to_rows(), np.uint32)[:, :BANDS * ROWS]


def build_bitmaps(shingles: Array, bounds: Array) -> Array:
    """Return the bitmap of each document, u8 (documents, BITMAP_BITS / 64).

    Each shingle sets a bit.
    """
    bitmaps = np.zeros((len(bounds) - 1, BITMAP_BITS // 64), np.uint64)
    for first in range(0, len(bitmaps), _BATCH_BITMAPS):
        some = bounds[first:first + _BATCH_BITMAPS + 1]
        bits = np.zeros((len(some) - 1) * BITMAP_BITS, bool)
        places = np.repeat(np.arange(0, len(bits), BITMAP_BITS, dtype=np.uint64), np.diff(some))
        places += shingles[some[0]:some[-1]] % np.uint64(BITMAP_BITS)
        bits[places.view(np.int64)] = True
        bitmaps[first:first + _BATCH_BITMAPS] = np.packbits(bits).view(np.uint64).reshape(
            -1, bitmaps.shape[1])
    return bitmaps


def are_promising(one: Array, other: Array) -> Array:
    """Return which pairs of bitmaps, u8 (n, BITMAP_BITS / 64), may belong to similar texts."""
    own, theirs, both = (_count_bits(bitmaps) for bitmaps in (one, other, one | other))
    similarity = (_ESTIMATES[own] + _ESTIMATES[theirs]) / np.maximum(_ESTIMATES[both], 1) - 1
    promising: Array = (similarity >= BITMAP_THRESHOLD) | (both > _FULL_BITMAP)
    return promising


def compute_jaccard(one: Array, other: Array) -> float:
    """Return the similarity of two sets, given as ascending arrays without repetitions."""
    places = np.searchsorted(one, other)
    common = np.count_nonzero(one.take(places, mode="clip") == other) if len(one) else 0
    return common / max(len(one) + len(other) - common, 1)


def connect(pairs: Array, count: int) -> Array:
    """Return for each of `count` things the least one that pairs connect it with.

    >>> connect(np.array([[3, 1], [1, 4]]), 5).tolist()
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


def _split_batches(lengths: Array) -> Iterator[tuple[int, int, Array]]:
    """Yield batches of documents: the first, where its words begin, and all their lengths."""
    reached = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    cuts = np.flatnonzero(np.diff(reached[1:] // _BATCH_WORDS)) + 1
    bounds = [0, *cuts.tolist(), len(lengths)]
    for first, last in zip(bounds, bounds[1:]):
        if first < last:
            yield first, int(reached[first]), np.diff(reached[first:last + 1])


def _count_bits(bitmaps: Array) -> Array:
    counts: Array = np.bitwise_count(bitmaps).sum(axis=1, dtype=np.int64)
    return counts


def _compute_keys(slots: Array) -> Array:
    """Return a key for each document and band, u4."""
    keys = (slots.reshape(-1, BANDS, ROWS) * _ROW_POWERS).sum(axis=2, dtype=np.uint64)
    return (_mix(keys) >> np.uint64(32)).astype("<u4")


def _mix(numbers: Array) -> Array:
    """Let every bit influence the others (a part of splitmix64's finalizer)."""
    mixed: Array = (numbers ^ (numbers >> np.uint64(30))) * _MIX
    mixed ^= mixed >> np.uint64(31)
    return mixed
