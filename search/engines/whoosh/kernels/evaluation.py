"""The kernel that evaluates a tree over a segment and makes a page of it, compiled.

It goes window by window, so that what is in work stays in the processor's caches: the steps of
the program make a list of documents and scores, which is filtered, counted and ranked at once.
"""

import numpy as np
from numba import types

from search.engines.whoosh.kernels import types as planes
from search.engines.whoosh.kernels.common import (
    BOOL,
    F8,
    I8,
    INT,
    REAL,
    ROOM,
    U1,
    U2,
    U4,
    WIDTH,
    collected,
    gallop,
    located,
    norm,
    weight,
)
from search.engines.whoosh.kernels.types import (
    COLUMN,
    DOCUMENT_ARRAYS,
    END,
    FIRST_COUNT,
    FIRST_MASK,
    NEWEST,
    OLDEST,
    POSTINGS_ARRAYS,
    START,
    FacetPlan,
    PageLimits,
    Plane,
    Program,
    SegmentArrays,
)
from search.kernel_compiler import kernel, part

FIELDS = 5
"""How many fields a segment has."""

RUN = 512
"""So many documents are scored at once: their lengths stay in the processor's nearest cache."""

BLOCK = 32
"""So many scores are compared at once with the lowest of the best."""

_PROGRAM = types.NamedTuple([
    types.int64[:, ::1], types.float64[::1], INT, INT, types.uint32[::1], types.float32[::1],
    types.int64[::1],
], Program)
_SEGMENTS = [
    types.NamedTuple([U1, I8, F8, kind, INT, INT], SegmentArrays) for kind in (U2, U4)
]
_PAGE = types.NamedTuple([INT, BOOL, BOOL, BOOL, INT, INT], PageLimits)
_FACETS = types.NamedTuple([types.int64[:, ::1], INT, INT, types.uint8[::1]], FacetPlan)

_DOCUMENT = FIELDS * len(POSTINGS_ARRAYS)
_FACET = _DOCUMENT + len(DOCUMENT_ARRAYS)
"""The places of the first arrays of documents and of facets in the table of SegmentArrays."""

SEVERAL = 0xFFFF

_TERM, _KEEP, _PIECE = planes.TERM, planes.KEEP, planes.PIECE
_EVERYTHING, _BOTH, _WITHOUT = planes.EVERYTHING, planes.BOTH, planes.WITHOUT
_SKIP, _POUR, _COLLECT = planes.SKIP, planes.POUR, planes.COLLECT


@part
def _array(segment, place):
    """An array of the segment, as bytes."""
    return segment.file[segment.table[2 * place]:segment.table[2 * place + 1]]


@part
def _facet(segment, number):
    """The ordinals of a facet."""
    return _array(segment, _FACET + number).view(np.uint32)


@part
def _plane(segment, number):
    place, weights = len(POSTINGS_ARRAYS) * number, segment.weights[3 * number:3 * number + 3]
    return Plane(
        _array(segment, place).view(np.uint16),
        _array(segment, place + 1).view(segment.frequency_kind.dtype),
        _array(segment, place + 2).view(np.int64), _array(segment, place + 3).view(np.uint32),
        weights[0], weights[1], weights[2])


@part
def _alone(plane, freq, document, half, factor):
    """The score of occurrences in one field only: with a single division."""
    weighed = np.float32(plane.weight) * np.float32(freq)
    return factor * weighed / (half * norm(plane, document) + weighed)


@part
def _together(one, freq, other, other_freq, document, half, factor):
    """The score of occurrences in both fields."""
    total = weight(one, freq, document) + weight(other, other_freq, document)
    return factor * total / (half + total)


@part
def _bounds(plane, term, windows, window):
    """Where the postings of a term begin and end in a window."""
    if term < 0:
        return 0, 0
    slot = term * windows + window
    return plane.at[slot], plane.at[slot + 1]


@part
def _run(plane, place, end, base, docs, scores, count, half, factor, lengths):
    """Write documents that hold a term in one field only, and their scores; the new count.

    First the lengths are fetched, then all is computed, so that the processor takes many at once;
    it can make floats of many signed integers only.
    """
    own, base_norm = np.float32(plane.weight), np.float32(plane.base)
    slope = np.float32(plane.slope)
    all_lengths = plane.lengths[base:]
    size = min(end - place, len(lengths))
    while size > 0:
        lows, freqs = plane.docs[place:place + size], plane.freqs[place:place + size]
        found, scored = docs[count:count + size], scores[count:count + size]
        for n in range(size):
            found[n] = lows[n]
            lengths[n] = all_lengths[lows[n]]
        for n in range(size):
            weighed = own * np.float32(np.int32(freqs[n]))
            divisor = base_norm + slope * np.float32(np.int32(lengths[n]))
            scored[n] = factor * weighed / (half * divisor + weighed)
        place += size
        count += size
        size = min(end - place, len(lengths))
    return count


@part
def _pushed(one, term, other, other_term, windows, window, docs, scores, half, factor, lengths):
    """Write the documents of a term and their scores; how many.

    Where the first field, which is the title, holds it, the second is asked too; between those
    documents runs what the second alone holds.
    """
    place, end = _bounds(one, term, windows, window)
    place2, end2 = _bounds(other, other_term, windows, window)
    base, count = window << 16, 0
    while place < end:
        low = one.docs[place]
        reached = gallop(other.docs, place2, end2, low)
        count = _run(other, place2, reached, base, docs, scores, count, half, factor, lengths)
        place2 = reached
        docs[count] = low
        if place2 < end2 and other.docs[place2] == low:
            scores[count] = _together(
                one, one.freqs[place], other, other.freqs[place2], base + low, half, factor)
            place2 += 1
        else:
            scores[count] = _alone(one, one.freqs[place], base + low, half, factor)
        count += 1
        place += 1
    return _run(other, place2, end2, base, docs, scores, count, half, factor, lengths)


@part
def _kept(
    one, term, other, other_term, windows, window, docs, scores, count, half, factor, where, found
):
    """Keep the documents that hold a term, its scores added; how many."""
    place, end = _bounds(one, term, windows, window)
    begin, end2 = _bounds(other, other_term, windows, window)
    located(other.docs, begin, end2, docs, count, where, found)
    freqs, base, kept = other.freqs[begin:end2], window << 16, 0
    for number in range(count):
        low, place2 = docs[number], found[number]
        place = gallop(one.docs, place, end, low)
        holds = place < end and one.docs[place] == low
        if place2 >= 0:
            if holds:
                score = _together(
                    one, one.freqs[place], other, freqs[place2], base + low, half, factor)
            else:
                score = _alone(other, freqs[place2], base + low, half, factor)
        elif holds:
            score = _alone(one, one.freqs[place], base + low, half, factor)
        else:
            continue
        docs[kept] = low
        scores[kept] = scores[number] + score
        kept += 1
    return kept


@part
def _both(docs, scores, count, others, other_scores, other_count):
    """Keep the documents that are among the others too, scores added; how many."""
    place = kept = 0
    for number in range(count):
        low = docs[number]
        place = gallop(others, place, other_count, low)
        if place < other_count and others[place] == low:
            docs[kept] = low
            scores[kept] = scores[number] + other_scores[place]
            kept += 1
    return kept


@part
def _without(docs, scores, count, others, other_count):
    """Keep the documents that are not among the others; how many."""
    place = kept = 0
    for number in range(count):
        low = docs[number]
        place = gallop(others, place, other_count, low)
        if place == other_count or others[place] != low:
            docs[kept], scores[kept] = low, scores[number]
            kept += 1
    return kept


@part
def _alive(docs, scores, count, base, live):
    """Keep the documents that are live; how many."""
    kept, here = 0, live[base:]
    for number in range(count):
        low = docs[number]
        docs[kept], scores[kept] = low, scores[number]
        kept += here[low]
    return kept


@part
def _poured(docs, scores, count, sums, seen):
    """Add a list to a pool."""
    for number in range(count):
        low = docs[number]
        sums[low] += scores[number]
        seen[low] = 1


@part
def _sliced(all_docs, weights, place, end, window, docs, scores, half, factor):
    """Write what lies in a window of a piece, its weights saturated; how many."""
    count = 0
    while place < end and np.int64(all_docs[place]) >> 16 == window:
        docs[count] = all_docs[place] & np.uint32(0xFFFF)
        scores[count] = factor * weights[place] / (half + weights[place])
        count += 1
        place += 1
    return count


@part
def _counted(ordinals, docs, count, base, counts):
    """Count the ordinals of the documents."""
    here = ordinals[base:]
    for number in range(count):
        counts[here[docs[number]]] += 1


@part
def _within(docs, scores, count, base, start, end, since, until):
    """Keep the documents that lie in the period; how many. Nothing is decided, only overwritten:
    a processor cannot foresee dates."""
    kept, starts, ends = 0, start[base:], end[base:]
    for number in range(count):
        low = docs[number]
        docs[kept], scores[kept] = low, scores[number]
        kept += (starts[low] >= since) & (ends[low] <= until)
    return kept


@part
def _filtered_by_one(segment, facets, docs, scores, count, base, counts):
    """Keep the documents that pass the only filter, and count its facet among all; how many."""
    rows, kept = facets.rows, 0
    ordinals, counted = _facet(segment, rows[0, COLUMN])[base:], rows[0, FIRST_COUNT] >= 0
    own = counts[max(rows[0, FIRST_COUNT], 0):]
    for number in range(count):
        low = docs[number]
        ordinal = ordinals[low]
        docs[kept], scores[kept] = low, scores[number]
        kept += facets.masks[ordinal]
        if counted:
            own[ordinal] += 1
    return kept


@part
def _filtered_by_two(segment, facets, docs, scores, count, base, counts):
    """Keep the documents that pass both filters, and count the facet of each among those that pass
    the other; how many. Often asked for, and twice as fast as `_filtered_by_all`."""
    rows, kept = facets.rows, 0
    ordinals = _facet(segment, rows[0, COLUMN])[base:]
    others = _facet(segment, rows[1, COLUMN])[base:]
    mask, other_mask = facets.masks, facets.masks[rows[1, FIRST_MASK]:]
    counted, other_counted = rows[0, FIRST_COUNT] >= 0, rows[1, FIRST_COUNT] >= 0
    own, other_own = counts[max(rows[0, FIRST_COUNT], 0):], counts[max(rows[1, FIRST_COUNT], 0):]
    for number in range(count):
        low = docs[number]
        ordinal, other = ordinals[low], others[low]
        passes, passes_other = mask[ordinal], other_mask[other]
        docs[kept], scores[kept] = low, scores[number]
        kept += passes & passes_other
        if counted:
            own[ordinal] += passes_other
        if other_counted:
            other_own[other] += passes
    return kept


@part
def _filtered_by_all(segment, facets, docs, scores, count, base, counts, failed):
    """Keep the documents that pass all filters, and count each facet that has a filter among those
    that pass the others; how many are kept.

    `failed` has room for a number for each document: n + 1 where it fails filter n alone, SEVERAL
    where it fails more of them.
    """
    rows = facets.rows
    failed[:count] = 0
    for n in range(facets.filters):
        ordinals, mask = _facet(segment, rows[n, COLUMN])[base:], facets.masks[rows[n, FIRST_MASK]:]
        for number in range(count):
            if not mask[ordinals[docs[number]]]:
                failed[number] = SEVERAL if failed[number] else n + 1
    for n in range(facets.filters):
        if rows[n, FIRST_COUNT] >= 0:
            ordinals, own = _facet(segment, rows[n, COLUMN])[base:], counts[rows[n, FIRST_COUNT]:]
            for number in range(count):
                own[ordinals[docs[number]]] += (failed[number] == 0) | (failed[number] == n + 1)
    kept = 0
    for number in range(count):
        docs[kept], scores[kept] = docs[number], scores[number]
        kept += failed[number] == 0
    return kept


@part
def _faceted(segment, facets, docs, scores, count, base, counts, failed):
    """Keep the documents that pass all filters, and count each facet without regard to its own
    filter; how many are kept."""
    rows = facets.rows
    if facets.filters == 1:
        count = _filtered_by_one(segment, facets, docs, scores, count, base, counts)
    elif facets.filters == 2:
        count = _filtered_by_two(segment, facets, docs, scores, count, base, counts)
    elif facets.filters:
        count = _filtered_by_all(segment, facets, docs, scores, count, base, counts, failed)
    for n in range(facets.filters, len(rows)):
        _counted(_facet(segment, rows[n, COLUMN]), docs, count, base, counts[rows[n, FIRST_COUNT]:])
    return count


@part
def _precedes(score, place, other_score, other_place):
    """Whether the first comes before the second: a higher score, else a lower place."""
    return score > other_score or score == other_score and place < other_place


@part
def _sink(docs, scores, ranks, size):
    """Let the root of a heap, whose root is the last in order, sink to where it belongs."""
    at = 0
    while True:
        last, left = at, 2 * at + 1
        for child in range(left, min(left + 2, size)):
            if _precedes(scores[last], ranks[docs[last]], scores[child], ranks[docs[child]]):
                last = child
        if last == at:
            return
        docs[at], docs[last] = docs[last], docs[at]
        scores[at], scores[last] = scores[last], scores[at]
        at = last


@part
def _rise(docs, scores, ranks, at):
    """Let the last of the heap rise to where it belongs."""
    while at:
        above = (at - 1) >> 1
        if not _precedes(scores[above], ranks[docs[above]], scores[at], ranks[docs[at]]):
            return
        docs[at], docs[above] = docs[above], docs[at]
        scores[at], scores[above] = scores[above], scores[at]
        at = above


@part
def _reaches(numbers, least):
    """Whether any of the numbers is at least so high, without branches."""
    found = False
    for number in range(len(numbers)):
        found |= numbers[number] >= least
    return found


@part
def _ranked(docs, scores, count, base, scored, ranks, best, marks, size):
    """Let the documents into the heap of the best; its new size."""
    limit = len(best)
    if limit == 0:
        return size
    numbers, least = scores.view(np.int32), marks.view(np.int32)  # which order as scores do
    for first in range(0, count, BLOCK):
        last = min(first + BLOCK, count)
        if scored and size == limit and not _reaches(numbers[first:last], least[0]):
            continue
        for number in range(first, last):
            score, document = scores[number] if scored else np.float32(0), base + docs[number]
            if size < limit:
                best[size], marks[size] = document, score
                _rise(best, marks, ranks, size)
                size += 1
            elif score > marks[0] or score == marks[0] and ranks[document] < ranks[best[0]]:
                best[0], marks[0] = document, score
                _sink(best, marks, ranks, size)
    return size


@part
def _sorted(docs, scores, ranks, size):
    """Turn the heap into an array in order, the first in order first."""
    for end in range(size - 1, 0, -1):
        docs[0], docs[end] = docs[end], docs[0]
        scores[0], scores[end] = scores[end], scores[0]
        _sink(docs, scores, ranks, end)


@part
def _listed(fields, windows, window, count, program, half, docs, scores, sizes, sums, seen,
            where, found, lengths):
    """Go through the program in one window: its result is the list at the bottom; its size."""
    base, top, number = window << 16, -1, 0
    while number < len(program.steps):
        step, factor = program.steps[number], np.float32(program.factors[number])
        kind = step[0]
        number += 1
        if kind == _TERM:
            top += 1
            sizes[top] = _pushed(
                fields[step[1]], step[2], fields[step[3]], step[4], windows, window,
                docs[top], scores[top], half, factor, lengths)
        elif kind == _KEEP:
            sizes[top] = _kept(
                fields[step[1]], step[2], fields[step[3]], step[4], windows, window,
                docs[top], scores[top], sizes[top], half, factor, where, found)
        elif kind == _PIECE:
            top += 1
            place, end = program.bounds[step[1]], program.bounds[step[1] + 1]
            place = gallop(program.docs, place, end, np.uint32(base))
            sizes[top] = _sliced(
                program.docs, program.weights, place, end, window, docs[top], scores[top],
                half, factor)
        elif kind == _EVERYTHING:
            top += 1
            sizes[top] = min(WIDTH, count - base)
            for low in range(sizes[top]):
                docs[top, low], scores[top, low] = low, 0
        elif kind == _BOTH:
            top -= 1
            sizes[top] = _both(
                docs[top], scores[top], sizes[top], docs[top + 1], scores[top + 1], sizes[top + 1])
        elif kind == _WITHOUT:
            top -= 1
            sizes[top] = _without(docs[top], scores[top], sizes[top], docs[top + 1], sizes[top + 1])
        elif kind == _SKIP:
            number = number if sizes[top] else step[1]
        elif kind == _POUR:
            _poured(docs[top], scores[top], sizes[top], sums[step[1]], seen[step[1]])
            top -= 1
        else:
            top += 1
            sizes[top] = collected(sums[step[1]], seen[step[1]], docs[top], scores[top], 0, 0)
    return sizes[0]


@kernel(*[(segment, U1, _PROGRAM, REAL, _PAGE, _FACETS, ROOM) for segment in _SEGMENTS])
def evaluate(segment, live, program, k1, page, facets, room):
    fields = (_plane(segment, 0), _plane(segment, 1), _plane(segment, 2), _plane(segment, 3),
              _plane(segment, 4))
    start, end = _array(segment, _DOCUMENT + START), _array(segment, _DOCUMENT + END)
    start, end = start.view(np.int64), end.view(np.int64)
    ranks = _array(segment, _DOCUMENT + (OLDEST if page.oldest else NEWEST)).view(np.uint32)
    windows, count = segment.blocks, segment.documents
    levels, pools = program.levels, program.pools
    scores = room[:levels * (WIDTH >> 1)].view(np.float32).reshape((levels, WIDTH))
    room = room[levels * (WIDTH >> 1):]
    docs = room[:levels * (WIDTH >> 2)].view(np.uint16).reshape((levels, WIDTH))
    room = room[levels * (WIDTH >> 2):]
    sums = room[:pools * (WIDTH >> 1)].view(np.float32).reshape((pools, WIDTH))
    room = room[pools * (WIDTH >> 1):]
    seen = room[:pools * (WIDTH >> 3)].view(np.uint8).reshape((pools, WIDTH))
    room = room[pools * (WIDTH >> 3):]
    where, places = room[:WIDTH >> 2].view(np.uint16), room[WIDTH >> 2:].view(np.int32)
    lengths = np.empty(RUN, np.uint32)
    sums[:], seen[:] = 0, 0
    sizes = np.zeros(levels, np.int64)
    limit = min(page.limit, count)
    best, marks = np.empty(limit, np.uint32), np.empty(limit, np.float32)
    counts = np.zeros(facets.counts, np.int64)
    found = total = size = 0
    for window in range(windows):
        base = window << 16
        held = _listed(fields, windows, window, count, program, np.float32(k1), docs, scores,
                       sizes, sums, seen, where, places, lengths)
        if len(live):
            held = _alive(docs[0], scores[0], held, base, live)
        found += held
        if page.within:
            held = _within(docs[0], scores[0], held, base, start, end, page.since, page.until)
        held = _faceted(segment, facets, docs[0], scores[0], held, base, counts, where)
        total += held
        size = _ranked(docs[0], scores[0], held, base, page.scored, ranks, best, marks, size)
    _sorted(best, marks, ranks, size)
    return found, total, best[:size], marks[:size], counts
