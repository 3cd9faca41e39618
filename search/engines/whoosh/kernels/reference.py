"""The kernels in NumPy: what each gives, plainly; they serve where numba cannot be installed.

Documents are u4, ascending; scores and weights f4.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.arrays import Array
from search.engines.whoosh.kernels import types
from search.engines.whoosh.kernels.types import (
    FacetPlan,
    PageLimits,
    Plane,
    Program,
    SegmentArrays,
)

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


def add_up(docs: Array, scores: Array, others: Array, other_scores: Array) -> Found:
    """The documents in either, scores added."""
    return _united([(docs, scores), (others, other_scores)])


def gather(plane: Plane, windows: int, terms: Array, room: Array) -> Found:
    """The documents in which any of the terms stands, and what all together weigh there.

    `room` is memory to work in, u8, as much as `gathering` says.
    """
    pieces = [_weighed(plane, _postings(plane, windows, term)) for term in terms]
    return _united(pieces)


def phrase(
    plane: Plane, windows: int, hits: Array, hits_at: Array, terms: Array, offsets: Array,
    needed: Array, width: int, longest: int, room: Array,
) -> Found:
    """The documents that hold the terms near each other, and what that weighs.

    With a width of 0 the n-th term stands offsets[n] after the start, and starts are counted.
    Else the terms are different, and places of any of them are counted at which a window of
    `width` positions begins that holds the n-th term needed[n] times. No document has more than
    `longest` positions. `room` is memory to work in, u8, as much as `phrasing` says.
    """
    places = [_places(plane, windows, hits, hits_at, term) for term in terms]
    starts = _near(places, needed, width) if width else _in_order(places, offsets)
    found = Counter((starts // _STRIDE).tolist())
    docs = np.array(sorted(found), np.uint32)
    return _weighed(plane, (docs, np.array([found[doc] for doc in docs.tolist()], np.uint32)))


def alike(
    text: Array, text_at: Array, letters: Array, wanted: Array, distance: int, room: Array
) -> Array:
    """The numbers, i8, of the terms at most so many edits away (optimal string alignment).

    `room` is memory to work in, u8, as much as `matching` says.
    """
    whole, at = text.tobytes(), text_at.tolist()
    terms = [whole[begin:end].decode() for begin, end in zip(at, at[1:])]
    like = "".join(map(chr, wanted))
    close = extract(like, terms, scorer=OSA.distance, score_cutoff=distance, limit=None)
    found: Array = np.array(sorted(number for *_, number in close), np.int64)
    return found


def agreeing(
    keys: Array, documents: Array, first: int, wanted: Array, asked: Array, more: Array
) -> Array:
    """Pairs of documents that have a key in common: those asked for, and the nearest before them.

    Of one segment the documents, u4, are given in the order of their keys, u4, and then of their
    numbers, which count from `first`; of those asked for the keys `wanted`, u4, ascending, and the
    numbers, i8. The n-th is paired with more[n] at the most, which then says how many are lacking.
    Each pair is one number, i8: the lower document's times 2³², and the other's.
    """
    before = np.clip(asked - first, 0, _STRIDE - 1).astype(np.uint64)
    held, bounds = (each.astype(np.uint64) << np.uint64(32) for each in (keys, wanted))
    end = np.searchsorted(held | documents, bounds | before)
    count = np.minimum(end - np.searchsorted(keys, wanted), more)
    more -= count
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    lower = first + documents[np.repeat(end, count) - 1 - step].astype(np.int64)
    found: Array = lower * _STRIDE + np.repeat(asked, count)
    return found


def _bounds(at: Array, windows: int, term: int) -> Array:
    bounds: Array = at[term * windows:(term + 1) * windows + 1]
    return bounds


def _postings(plane: Plane, windows: int, term: int) -> Found:
    """The documents of a term's postings, u4, and how often it stands in each."""
    at = _bounds(plane.at, windows, term)
    bases = np.arange(windows, dtype=np.uint32) << 16
    docs = plane.docs[at[0]:at[-1]] + np.repeat(bases, np.diff(at))
    return docs.astype(np.uint32, copy=False), plane.freqs[at[0]:at[-1]]


def _weighed(plane: Plane, postings: Found) -> Found:
    docs, freqs = postings
    return docs, np.float32(plane.weight) * freqs.astype(np.float32) / _norms(plane, docs)


def _norms(plane: Plane, docs: Array) -> Array:
    f4 = np.float32
    return f4(plane.base) + f4(plane.slope) * plane.lengths[docs].astype(f4)


def _united(pieces: Sequence[Found]) -> Found:
    """Each document once; values are added in the order of the pieces."""
    docs = np.concatenate([np.zeros(0, np.uint32), *(docs for docs, _ in pieces)])
    values = np.concatenate([np.zeros(0, np.float32), *(values for _, values in pieces)])
    found, inverse = np.unique(docs, return_inverse=True)
    sums = np.zeros(len(found), np.float32)
    np.add.at(sums, inverse, values)
    return found, sums


def _places(plane: Plane, windows: int, hits: Array, hits_at: Array, term: int) -> Array:
    """Where the term stands, as document · _STRIDE + position, ascending."""
    docs, freqs = _postings(plane, windows, term)
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


def evaluate(
    segment: SegmentArrays, live: Array, program: Program, k1: float, page: PageLimits,
    facets: FacetPlan, room: Array,
) -> tuple[int, int, Array, Array, Array]:
    """Run a program over a segment: filter, count and rank what it finds.

    Returns how many documents the program finds, how many of them pass the filters, the first
    `page.limit` of these, u4, with their scores, f4, and the counts of the facets, i8.

    `live` u1 is 1 for each document that counts, and empty where all do. Documents are ordered by
    descending score, if `page.scored`, else scores are 0; then by ascending rank. A facet counts
    the documents that pass all filters but its own. `room` is memory to work in, u8, as much as
    `scratch.evaluating` says.
    """
    fields, arrays, ordinals = unpack(segment)
    docs, scores = _ran(fields, segment.blocks, segment.documents, program, k1)
    if len(live):
        alive = live[docs] != 0
        docs, scores = docs[alive], scores[alive]
    found = len(docs)
    if page.within:
        inside = (arrays["start"][docs] >= page.since) & (arrays["end"][docs] <= page.until)
        docs, scores = docs[inside], scores[inside]
    passing, counts = _filtered(docs, ordinals, facets)
    docs = docs[passing]
    marks = scores[passing] if page.scored else np.zeros(len(docs), np.float32)
    ranks = arrays["oldest" if page.oldest else "newest"][docs]
    first = np.lexsort((ranks, -marks))[:page.limit]
    return found, len(docs), docs[first], marks[first], counts


def unpack(segment: SegmentArrays) -> tuple[list[Plane], dict[str, Array], list[Array]]:
    """The postings of each field, the arrays of documents by name, the ordinals of each facet."""
    bounds = segment.table.tolist()
    arrays = iter([segment.file[begin:end] for begin, end in zip(bounds[::2], bounds[1::2])])
    fields = []
    for weights in segment.weights.reshape(-1, 3).tolist():
        docs, freqs, at, lengths = islice(arrays, len(types.POSTINGS_ARRAYS))
        fields.append(Plane(docs.view("<u2"), freqs.view(segment.frequency_kind.dtype),
                            at.view("<i8"), lengths.view("<u4"), *weights))
    kinds = "<u4", "<u4", "<i8", "<i8"
    columns = {name: next(arrays).view(kind) for name, kind in zip(types.DOCUMENT_ARRAYS, kinds)}
    return fields, columns, [array.view("<u4") for array in arrays]


def _filtered(docs: Array, ordinals: Sequence[Array], facets: FacetPlan) -> tuple[Array, Array]:
    """Which documents pass all filters, and the counts of all facets."""
    rows, masks = facets.rows.tolist(), facets.masks
    own = [ordinals[column][docs] for column, _, _ in rows]
    passing = np.ones((len(rows) + 1, len(docs)), bool)
    for n in range(facets.filters):
        passing[n] = masks[rows[n][types.FIRST_MASK]:][own[n]] != 0
    counts = np.zeros(facets.counts, np.int64)
    for n, (_, first, _) in enumerate(rows):
        if first >= 0:
            others = np.delete(passing, n, axis=0).all(axis=0)
            np.add.at(counts, first + own[n][others].astype(np.int64), 1)
    all_filters: Array = np.logical_and.reduce(passing)
    return all_filters, counts


def _ran(
    fields: Sequence[Plane], windows: int, count: int, program: Program, k1: float
) -> Found:
    """What the steps of a program leave at the bottom of the stack."""
    pools: list[list[Found]] = [[] for _ in range(program.pools)]
    stack: list[Found] = []
    steps, number = program.steps.tolist(), 0
    while number < len(steps):
        kind, one, term, other, other_term = steps[number]
        rarity = float(program.factors[number])
        number += 1
        if kind == types.TERM or kind == types.KEEP:
            sides = [(fields[one], term), (fields[other], other_term)]
            scored = _scored([side for side in sides if side[1] >= 0], windows, k1, rarity)
            stack.append(scored if kind == types.TERM else _both(*stack.pop(), *scored))
        elif kind == types.PIECE:
            begin, end = program.bounds[one:one + 2]
            weights = program.weights[begin:end]
            stack.append((program.docs[begin:end], _saturated(weights, k1, rarity)))
        elif kind == types.EVERYTHING:
            stack.append((np.arange(count, dtype=np.uint32), np.zeros(count, np.float32)))
        elif kind == types.BOTH:
            others = stack.pop()
            stack.append(_both(*stack.pop(), *others))
        elif kind == types.WITHOUT:
            others = stack.pop()
            stack.append(_without(*stack.pop(), others[0]))
        elif kind == types.SKIP:
            number = number if len(stack[-1][0]) else one
        elif kind == types.POUR:
            pools[one].append(stack.pop())
        else:
            stack.append(_united(pools[one]))
            pools[one] = []
    return stack[0]


def _saturated(weights: Array, k1: float, rarity: float) -> Array:
    scores: Array = np.float32(rarity) * weights / (np.float32(k1) + weights)
    return scores


def _scored(
    sides: Sequence[tuple[Plane, int]], windows: int, k1: float, rarity: float
) -> Found:
    """The documents that hold a term in any of these fields, and their BM25F scores.

    Where it stands in one field only, one division tells as much as two.
    """
    half, factor = np.float32(k1), np.float32(rarity)
    pieces, alone = [], []
    for plane, term in sides:
        docs, freqs = _postings(plane, windows, term)
        weighed = np.float32(plane.weight) * freqs.astype(np.float32)
        alone.append((docs, factor * weighed / (half * _norms(plane, docs) + weighed)))
        pieces.append(_weighed(plane, (docs, freqs)))
    docs, totals = _united(pieces)
    scores = _saturated(totals, k1, rarity)
    for number, (own, single) in enumerate(alone):
        others = [held for nth, (held, _) in enumerate(alone) if nth != number]
        only = ~np.isin(own, np.concatenate([np.zeros(0, np.uint32), *others]))
        scores[np.searchsorted(docs, own[only])] = single[only]
    return docs, scores


def _both(docs: Array, scores: Array, others: Array, other_scores: Array) -> Found:
    """The documents in both, scores added."""
    _, places, other_places = np.intersect1d(
        docs, others, assume_unique=True, return_indices=True)
    return docs[places], scores[places] + other_scores[other_places]


def _without(docs: Array, scores: Array, others: Array) -> Found:
    """The documents not among the others."""
    kept = np.isin(docs, others, assume_unique=True, invert=True)
    return docs[kept], scores[kept]


def unite(
    text: Array, text_at: Array, letters: Array, other: Array, other_at: Array,
    other_letters: Array,
) -> tuple[Array, ...]:
    """Two dictionaries in one: where the terms of each go, u4; its text, text_at and letters."""
    one, two = _terms(text, text_at), _terms(other, other_at)
    every = sorted({*one, *two})
    place = {term: number for number, term in enumerate(every)}
    first, second = (np.array([place[term] for term in of], np.uint32) for of in (one, two))
    new_letters = np.empty(len(every), np.uint32)
    new_letters[first], new_letters[second] = letters, other_letters
    new_at = np.cumsum([0, *map(len, every)], dtype=np.int64)
    return first, second, np.frombuffer(b"".join(every), np.uint8), new_at, new_letters


def expand(numbers: Array, counts: Array, at: Array) -> tuple[Array, Array]:
    """The entries at[n]:at[n + 1] of each chunk n, u4, and how many each document has, i8.

    `counts` tells how many of the numbers, u4, each document has.
    """
    begins, sizes = at[numbers], at[1:][numbers] - at[numbers]
    reached, ends = np.concatenate(([0], np.cumsum(sizes))), np.cumsum(counts)
    return _runs(begins, sizes).astype(np.uint32), reached[ends] - reached[ends - counts]


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
