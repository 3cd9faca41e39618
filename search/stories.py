"""Stories: reports that are told again, word for word or nearly so.

Two articles are twins where the sets of all runs of SHINGLE words of their bodies have a
Jaccard similarity of at least ALIKE; a story is the articles that twins join, directly or
through others. Words are surface forms as they are indexed: case, accents and punctuation do
not count.

Who might be twins is found without comparing all with all: MinHash signatures (Broder, On the
resemblance and containment of documents, 1997), here rensa's R-MinHash, are cut into BANDS of
ROWS slots, and only articles that agree in a whole band are compared (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, section 3.4). Two articles of similarity s do so with
probability 1 − (1 − s^ROWS)^BANDS: 94 % at 0.5, 99.6 % at 0.6, 2 % at 0.1. Where sentences recur
in many articles many agree that are no twins, so an outline of each, a bit for some of its runs,
says first how similar two are, nearly (Whang, Vander-Zanden and Taylor, A linear-time
probabilistic counting algorithm for database applications, 1990).
"""

from collections.abc import Iterator

import numpy as np
from rensa import RMinHash

from search.arrays import Array

SHINGLE = 5
ALIKE = 0.5
"""See benchmarks/fit/stories.py for what a reader says of pairs that are more and less alike."""

LEAST = 16
"""Runs of words that a body needs: shorter ones are captions, which say little of a report."""

BANDS, ROWS = 21, 3
OUTLINE = 1024
"""Bits of an outline: two of news tell their similarity with a standard deviation of 0.017."""

METHOD = f"{SHINGLE}.{LEAST}.{BANDS}.{ROWS}.{OUTLINE}.{RMinHash.ALGORITHM_VERSION}"
"""Names what sketches depend on: those of another method do not compare."""

PROMISING = 0.46
"""How similar outlines must say that two articles are for both texts to be read. Of twins with a
similarity of 0.5 they say less 1 time in 100, of a thousand words each 1 in 30; of 0.55 hardly
ever."""

_SEED = 1
_COMPUTED = 64
"""Slots of a signature: rensa is quickest with a power of two."""

_WORDS = 150_000
"""Words of the documents that are sketched together: what is in memory at once."""

_DRAWN = 1_000
"""Documents whose outlines are made together."""

_POWERS = np.array([pow(0x9E3779B97F4A7C15, n, 1 << 64) for n in range(256)], np.uint64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ROW = _POWERS[1:1 + ROWS]

_FULL = OUTLINE * 19 // 20
"""Bits of an outline beyond which it no longer tells: a text of three thousand words has them."""

_RUNS = -OUTLINE * np.log1p(-np.minimum(np.arange(OUTLINE + 1), OUTLINE - 0.5) / OUTLINE)
"""How many different runs there are where so many bits are set, by the most likely guess."""


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


def different(runs: Array, at: Array) -> list[Array]:
    """The different runs of each document, ascending; `runs` are put in order where they are."""
    for begin, end in zip(at, at[1:]):
        runs[begin:end].sort()
    new = np.ones(len(runs), bool)
    new[1:] = runs[1:] != runs[:-1]
    new[at[:-1][np.diff(at) > 0]] = True
    reached = np.concatenate((np.zeros(1, np.int64), np.cumsum(new)))
    return np.split(runs[new], reached[at[1:-1]])[:len(at) - 1]


def sketches(words: Array, places: Array, lengths: Array) -> tuple[Array, Array, Array]:
    """The documents that are long enough, u4; the keys of each, u4 (n, BANDS); and the outlines
    of all documents, u8 (documents, OUTLINE / 64).

    The words of the documents, one after the other, are words[places].
    """
    documents, keys = [np.zeros(0, "<u4")], [np.zeros((0, BANDS), "<u4")]
    drawn = [np.zeros((0, OUTLINE // 64), np.uint64)]
    for first, begin, some in _pieces(lengths):
        runs, at = shingles(words[places[begin:begin + int(some.sum())]], some)
        enough = np.flatnonzero(np.diff(at) >= LEAST)
        if len(enough):
            keys.append(_keys(signatures(runs, at)[enough]))
            documents.append((first + enough).astype("<u4"))
        drawn.append(outlines(runs, at))
    return np.concatenate(documents), np.concatenate(keys), np.concatenate(drawn)


def signatures(runs: Array, at: Array) -> Array:
    """The slots of each document, u4 (documents, BANDS · ROWS)."""
    begins = at.astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(runs, begins, _COMPUTED, _SEED)
    return np.array(matrix.to_rows(), np.uint32)[:, :BANDS * ROWS]


def outlines(runs: Array, at: Array) -> Array:
    """The outline of each document, u8 (documents, OUTLINE / 64): a bit for each of its runs."""
    drawn = np.zeros((len(at) - 1, OUTLINE // 64), np.uint64)
    for first in range(0, len(drawn), _DRAWN):
        some = at[first:first + _DRAWN + 1]
        bits = np.zeros((len(some) - 1, OUTLINE), bool)
        documents = np.repeat(np.arange(len(bits)), np.diff(some))
        bits[documents, runs[some[0]:some[-1]] % np.uint64(OUTLINE)] = True
        drawn[first:first + _DRAWN] = np.packbits(bits, axis=1).view(np.uint64)
    return drawn


def promising(one: Array, other: Array) -> Array:
    """Whether pairs of outlines, u8 (n, OUTLINE / 64), say of texts that they may be twins."""
    own, theirs, both = (_set(each) for each in (one, other, one | other))
    similar = (_RUNS[own] + _RUNS[theirs]) / np.maximum(_RUNS[both], 1) - 1
    found: Array = (similar >= PROMISING) | (both > _FULL)
    return found


def jaccard(one: Array, other: Array) -> float:
    """The similarity of two sets, given as ascending arrays without repetitions."""
    places = np.searchsorted(one, other)
    common = np.count_nonzero(one.take(places, mode="clip") == other) if len(one) else 0
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


def _set(outlines: Array) -> Array:
    """How many bits of each are set."""
    counts: Array = np.bitwise_count(outlines).sum(axis=1, dtype=np.int64)
    return counts


def _keys(slots: Array) -> Array:
    """A key for each document and band, u4."""
    keys = (slots.reshape(-1, BANDS, ROWS) * _ROW).sum(axis=2, dtype=np.uint64)
    return (_mixed(keys) >> np.uint64(32)).astype("<u4")


def _mixed(numbers: Array) -> Array:
    """Every bit of the numbers made to matter to the others (splitmix64's finalizer, in part)."""
    mixed: Array = (numbers ^ (numbers >> np.uint64(30))) * _MIX
    mixed ^= mixed >> np.uint64(31)
    return mixed
