"""The kernels in NumPy: what each gives, plainly; they serve where numba cannot be installed.

Documents are u4, ascending; scores, values and weights f4. `at` holds for one term where its
postings begin in each window of 65,536 documents, and where they end.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.arrays import Array
from search.engines.whoosh.kernels.planes import Calendar, Plane

Found = tuple[Array, Array]

_STRIDE = 1 << 32
"""Documents are this far apart when a document and a position are written as one number."""


def find(text: Array, text_at: Array, term: Array) -> int:
    """The number of the term among those in text, in byte order; -1 − where it belongs if none."""
    wanted, view = term.tobytes(), memoryview(text.data)
    place = bisect_left(
        range(len(text_at) - 1), wanted, key=lambda n: bytes(view[text_at[n]:text_at[n + 1]]))
    found = place < len(text_at) - 1 and view[text_at[place]:text_at[place + 1]] == wanted
    return place if found else -place - 1


def weigh(
    one: Plane, at: Array, other: Plane, other_at: Array, k1: float, rarity: float
) -> Found:
    """The documents in which a term stands in either field, and their BM25F scores."""
    pieces = [_weighed(one, _postings(one, at)), _weighed(other, _postings(other, other_at))]
    docs, weights = _united(pieces)
    return docs, _saturated(weights, k1, rarity)


def intersect(
    docs: Array, scores: Array, one: Plane, at: Array, other: Plane, other_at: Array, k1: float,
    rarity: float,
) -> Found:
    """Those documents in which the term stands too, its scores added."""
    return both(docs, scores, *weigh(one, at, other, other_at, k1, rarity))


def both(docs: Array, scores: Array, others: Array, other_scores: Array) -> Found:
    """The documents in both, scores added."""
    _, places, other_places = np.intersect1d(
        docs, others, assume_unique=True, return_indices=True)
    return docs[places], scores[places] + other_scores[other_places]


def without(docs: Array, scores: Array, others: Array) -> Found:
    """The documents not among the others."""
    kept = np.isin(docs, others, assume_unique=True, invert=True)
    return docs[kept], scores[kept]


def add_up(docs: Array, values: Array, bounds: Array) -> Found:
    """The documents in any of the pieces docs[bounds[n]:bounds[n + 1]], values added in order."""
    pieces = [(docs[begin:end], values[begin:end]) for begin, end in zip(bounds, bounds[1:])]
    return _united(pieces)


def gather(plane: Plane, at: Array, windows: int, terms: Array) -> Found:
    """The documents in which any of the terms stands, and what all together weigh there."""
    pieces = [_weighed(plane, _postings(plane, _bounds(at, windows, term))) for term in terms]
    return _united(pieces)


def phrase(
    plane: Plane, at: Array, windows: int, hits: Array, hits_at: Array, terms: Array,
    offsets: Array, needed: Array, width: int,
) -> Found:
    """The documents that hold the terms near each other, and what that weighs.

    With a width of 0 the n-th term stands offsets[n] after the start, and starts are counted.
    Else the terms are different, and places of any of them are counted at which a window of
    `width` positions begins that holds the n-th term needed[n] times.
    """
    places = [_places(plane, at, windows, hits, hits_at, term) for term in terms]
    starts = _near(places, needed, width) if width else _in_order(places, offsets)
    found = Counter((starts // _STRIDE).tolist())
    docs = np.array(sorted(found), np.uint32)
    return _weighed(plane, (docs, np.array([found[doc] for doc in docs.tolist()], np.uint32)))


def alike(
    text: Array, text_at: Array, letters: Array, wanted: Array, distance: int
) -> Array:
    """The numbers, i8, of the terms at most so many edits away (optimal string alignment)."""
    whole, at = text.tobytes(), text_at.tolist()
    terms = [whole[begin:end].decode() for begin, end in zip(at, at[1:])]
    like = "".join(map(chr, wanted))
    close = extract(like, terms, scorer=OSA.distance, score_cutoff=distance, limit=None)
    found: Array = np.array(sorted(number for *_, number in close), np.int64)
    return found


def _bounds(at: Array, windows: int, term: int) -> Array:
    bounds: Array = at[term * windows:(term + 1) * windows + 1]
    return bounds


def _postings(plane: Plane, at: Array) -> Found:
    """The documents of the postings, u4, and how often the term stands in each."""
    bases = np.arange(len(at) - 1, dtype=np.uint32) << 16
    docs = plane.docs[at[0]:at[-1]] + np.repeat(bases, np.diff(at))
    return docs.astype(np.uint32, copy=False), plane.freqs[at[0]:at[-1]]


def _weighed(plane: Plane, postings: Found) -> Found:
    docs, freqs = postings
    f4 = np.float32
    norms = f4(plane.base) + f4(plane.slope) * plane.lengths[docs].astype(f4)
    return docs, f4(plane.weight) * freqs.astype(f4) / norms


def _saturated(weights: Array, k1: float, rarity: float) -> Array:
    scores: Array = np.float32(rarity) * weights / (np.float32(k1) + weights)
    return scores


def _united(pieces: Sequence[Found]) -> Found:
    """Each document once; values are added in the order of the pieces."""
    docs = np.concatenate([docs for docs, _ in pieces])
    values = np.concatenate([values for _, values in pieces])
    found, inverse = np.unique(docs, return_inverse=True)
    sums = np.zeros(len(found), np.float32)
    np.add.at(sums, inverse, values)
    return found, sums


def _places(
    plane: Plane, at: Array, windows: int, hits: Array, hits_at: Array, term: int
) -> Array:
    """Where the term stands, as document · _STRIDE + position, ascending."""
    docs, freqs = _postings(plane, _bounds(at, windows, term))
    here = _bounds(hits_at, windows, term)
    return np.repeat(docs.astype(np.int64) * _STRIDE, freqs) + hits[here[0]:here[-1]]


def _in_order(places: Sequence[Array], offsets: Array) -> Array:
    """Where the phrase begins."""
    starts: Array = places[0] - offsets[0]
    for offset, following in zip(offsets[1:].tolist(), places[1:]):
        starts = starts[np.isin(starts + offset, following, assume_unique=True)]
    return starts


def _near(places: Sequence[Array], needed: Array, width: int) -> Array:
    """The places at which a window begins that holds every term often enough."""
    begins = np.unique(np.concatenate(places))
    for own, least in zip(places, needed.tolist()):
        inside = np.searchsorted(own, begins + width) - np.searchsorted(own, begins)
        begins = begins[inside >= least]
    return begins


def choose(
    docs: Array, scores: Array, scored: int, ranks: Array, limit: int, outlet: Array,
    outlets: Array, count_outlets: int, year: Array, years: Array, count_years: int,
    calendar: Calendar | None, start: Array, end: Array, within: int, since: int, until: int,
) -> tuple[int, Array, Array, tuple[Array, ...]]:
    """How many documents pass the filters, the first of them, and what each value counts.

    `outlets` and `years` are 1 for the ordinals chosen, empty where any will do; `since` and
    `until` bound start and end if `within` is not 0. The first `limit` by score, highest
    first if `scored`, then by rank, lowest first, come with their scores, else with zeros.
    Counts, i8, of outlets ignore the outlets chosen, of years the years; those of months and
    of days come with a calendar. They are empty where 0 are wanted.
    """
    in_period = (start[docs] >= since) & (end[docs] <= until) if within else _all(docs)
    in_outlet = outlets[outlet[docs]] != 0 if len(outlets) else _all(docs)
    in_year = years[year[docs]] != 0 if len(years) else _all(docs)
    by_outlet = _counted(outlet[docs[in_period & in_year]], count_outlets)
    by_year = _counted(year[docs[in_period & in_outlet]], count_years)
    passing = in_period & in_outlet & in_year
    docs = docs[passing]
    by_month = by_day = np.zeros(0, np.int64)
    if calendar is not None:
        by_month = _counted(calendar.month[docs], calendar.months)
        by_day = _counted(calendar.day[docs], calendar.days)
    marks = scores[passing] if scored else np.zeros(len(docs), np.float32)
    first = np.lexsort((ranks[docs], -marks))[:limit]
    return len(docs), docs[first], marks[first], (by_outlet, by_year, by_month, by_day)


def unite(text: Array, text_at: Array, other: Array, other_at: Array) -> tuple[Array, ...]:
    """Two dictionaries in one: where the terms of each go, i8, and where each term is from.

    The n-th term of both together is the term sources[n] of the first, or, where that is
    negative, the term -sources[n] - 1 of the other.
    """
    one, two = _terms(text, text_at), _terms(other, other_at)
    every = sorted({*one, *two})
    place = {term: number for number, term in enumerate(every)}
    first, second = (np.array([place[term] for term in of], np.int64) for of in (one, two))
    sources = np.empty(len(every), np.int64)
    sources[second] = -np.arange(len(two)) - 1
    sources[first] = np.arange(len(one))
    return first, second, sources


def tally(words: Array, lengths: Array, terms: int, windows: int) -> tuple[Array, Array]:
    """Where the postings of each term begin in each window, and its places: at and hits_at."""
    documents = np.repeat(np.arange(len(lengths)), lengths)
    slots = words.astype(np.int64) * windows + (documents >> 16)
    postings = np.unique(slots * _STRIDE + documents) // _STRIDE
    return _reached(postings, terms * windows), _reached(slots, terms * windows)


def invert(
    words: Array, lengths: Array, windows: int, postings: Array, places: Array, docs: Array,
    freqs: Array, hits: Array,
) -> None:
    """Fill docs, freqs and hits from the words of documents, which are numbers of terms, u4."""
    documents = np.repeat(np.arange(len(lengths)), lengths)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    order = np.argsort(words, kind="stable")
    new = np.ones(len(words), bool)
    terms, sorted_documents = words[order], documents[order]
    new[1:] = (terms[1:] != terms[:-1]) | (np.diff(sorted_documents) != 0)
    firsts = np.flatnonzero(new)
    docs[:] = sorted_documents[firsts] & 0xFFFF
    freqs[:] = np.diff(firsts, append=len(words))
    hits[:] = (np.arange(len(words)) - begins)[order]


def tally_moved(
    docs: Array, freqs: Array, at: Array, windows: int, terms: Array, moves: Array,
    new_windows: int, postings: Array, places: Array,
) -> None:
    """Add, for each new term and window, how many postings and places will be moved there.

    terms[n] is the new number of the n-th term, moves[d] that of document d, -1 if dropped;
    counts stand one place later than their slot, so that their sums are where slots begin.
    """
    slots, _, moved = _moved(docs, at, windows, terms, moves, new_windows)
    np.add.at(postings, slots + 1, 1)
    np.add.at(places, slots + 1, freqs[at[0]:at[-1]][moved].astype(np.int64))


def move(
    docs: Array, freqs: Array, hits: Array, at: Array, hits_at: Array, windows: int, terms: Array,
    moves: Array, new_windows: int, posting: Array, place: Array, new_docs: Array,
    new_freqs: Array, new_hits: Array,
) -> None:
    """Copy postings to where posting and place say for their new slot, and move those on.

    The new numbers of terms ascend as the old ones do.
    """
    slots, documents, moved = _moved(docs, at, windows, terms, moves, new_windows)
    own = freqs[at[0]:at[-1]].astype(np.int64)
    freq, begins = own[moved], (hits_at[0] + np.cumsum(own) - own)[moved]
    first = np.searchsorted(slots, slots)
    reached = np.concatenate(([0], np.cumsum(freq)))
    target = posting[slots] + np.arange(len(slots)) - first
    new_docs[target], new_freqs[target] = documents & 0xFFFF, freq
    new_hits[_runs(place[slots] + reached[:-1] - reached[first], freq)] = hits[_runs(begins, freq)]
    posting += np.bincount(slots, minlength=len(posting))
    place += np.diff(reached[np.searchsorted(slots, np.arange(len(place) + 1))])


def _runs(begins: Array, lengths: Array) -> Array:
    """The numbers begin, begin + 1, … of each run of these lengths, run after run."""
    shift: Array = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shift, lengths) + np.arange(lengths.sum())


def _moved(
    docs: Array, at: Array, windows: int, terms: Array, moves: Array, new_windows: int
) -> tuple[Array, Array, Array]:
    """The new slots and documents of the postings that stay, and which of all these are."""
    count = np.diff(at)
    window = np.repeat(np.tile(np.arange(windows), len(terms)), count)
    documents = moves[(window << 16) + docs[at[0]:at[-1]]]
    term = np.repeat(np.repeat(terms, windows), count)
    stay = documents >= 0
    return (term * new_windows + (documents >> 16))[stay], documents[stay], stay


def _terms(text: Array, text_at: Array) -> list[bytes]:
    whole, at = text.tobytes(), text_at.tolist()
    return [whole[begin:end] for begin, end in zip(at, at[1:])]


def _reached(slots: Array, count: int) -> Array:
    return np.concatenate(([0], np.cumsum(np.bincount(slots, minlength=count)))).astype(np.int64)


def _all(docs: Array) -> Array:
    return np.ones(len(docs), bool)


def _counted(ordinals: Array, count: int) -> Array:
    counts: Array = np.bincount(ordinals, minlength=count) if count else np.zeros(0, np.int64)
    return counts
