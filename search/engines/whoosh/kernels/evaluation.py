"""The compiled kernel that evaluates a program over a segment and ranks what it finds.

It goes block by block, so that its data stays in the processor's caches. In each block the steps
of the program build a list of documents and scores, which is filtered, counted and ranked at once.
"""

import numpy as np
from numba import types

from search.engines.whoosh.kernels import types as postings
from search.engines.whoosh.kernels.common import (
    BLOCK_SIZE,
    BOOL,
    INT,
    REAL,
    SCRATCH,
    SEGMENTS,
    U1,
    U4,
    cut,
    cut_postings,
    drain,
    gallop,
    locate,
    norm,
    weight,
)
from search.engines.whoosh.kernels.types import (
    APART,
    COLUMN,
    DOCUMENT_ARRAYS,
    END,
    FIELD_ARRAYS,
    FIELDS,
    FIRST_COUNT,
    FIRST_MASK,
    LIVE,
    MOST_NEEDED,
    PACKED_FIRST_COUNT,
    SHIFT,
    START,
    FacetPlan,
    PageLimits,
    Program,
)
from search.kernel_compiler import kernel, part

DOCUMENTS_TOGETHER = 512
"""Documents scored in one run: their lengths stay in the processor's nearest cache."""

SCORES_TOGETHER = 32
"""Scores compared at once with the lowest of the best."""

_PROGRAM = types.NamedTuple([
    types.int64[:, ::1], types.float64[::1], INT, types.float64[::1], INT, INT,
    types.uint32[::1], types.float32[::1], types.int64[::1],
], Program)
_PAGE = types.NamedTuple([INT, BOOL, U4, BOOL, INT, INT, INT], PageLimits)
_FACETS = types.NamedTuple([
    types.int64[:, ::1], INT, INT, types.uint8[::1], types.uint64[::1], types.int64[:, ::1],
], FacetPlan)

_DOCUMENT = FIELDS * len(FIELD_ARRAYS)
_FACET = _DOCUMENT + len(DOCUMENT_ARRAYS)
"""The places of the first arrays of documents and of facets in the table of SegmentArrays."""

FIRST_RAISED = 1024
"""The documents that are raised first, to know what others need to come among the best."""

ROUNDING = 1e-5
"""The share of a score that rounding may change, and much more."""

SEVERAL = 0xFFFF
"""Marks a document that fails more than one filter."""

_TERM, _KEEP, _PIECE = postings.TERM, postings.KEEP, postings.PIECE
_EVERYTHING, _BOTH, _WITHOUT = postings.EVERYTHING, postings.BOTH, postings.WITHOUT
_SKIP, _POUR, _COLLECT = postings.SKIP, postings.POUR, postings.COLLECT
_RAISE, _ADD, _LIST = postings.RAISE, postings.ADD, postings.LIST


@part
def _facet(segment, number):
    """Return the ordinals of a facet."""
    return cut(segment, _FACET + number).view(np.uint32)


@part
def _score_one(field, freq, document, half, factor):
    """Return the score of occurrences in one field only: a single division."""
    weighed = np.float32(field.weight) * np.float32(freq)
    return factor * weighed / (half * norm(field, document) + weighed)


@part
def _score_both(one, freq, other, other_freq, document, half, factor):
    """Return the score of occurrences in both fields."""
    total = weight(one, freq, document) + weight(other, other_freq, document)
    return factor * total / (half + total)


@part
def _bounds(field, term, blocks, block):
    """Return where the postings of a term begin and end in a block."""
    if term < 0:
        return 0, 0
    slot = term * blocks + block
    return field.at[slot], field.at[slot + 1]


@part
def _append_run(field, place, end, base, docs, scores, count, half, factor, lengths):
    """Append the documents whose one field has a term, with their scores; return the new count.

    The lengths are fetched first and everything is computed after that, so that the processor
    vectorises it. It can convert several signed integers to floats at once, but not unsigned ones.
    """
    own, base_norm = np.float32(field.weight), np.float32(field.base)
    slope = np.float32(field.slope)
    all_lengths = field.lengths[base:]
    size = min(end - place, len(lengths))
    while size > 0:
        lows, freqs = field.docs[place:place + size], field.freqs[place:place + size]
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
def _push_term(one, term, other, other_term, blocks, block, docs, scores, half, factor, lengths):
    """Write the documents of a term and their scores; return how many.

    Where the first field, the title, has the term, the second is asked too. Between those
    documents the runs that only the second has are written.
    """
    place, end = _bounds(one, term, blocks, block)
    place2, end2 = _bounds(other, other_term, blocks, block)
    base, count = block << 16, 0
    while place < end:
        low = one.docs[place]
        reached = gallop(other.docs, place2, end2, low)
        count = _append_run(
            other, place2, reached, base, docs, scores, count, half, factor, lengths)
        place2 = reached
        docs[count] = low
        if place2 < end2 and other.docs[place2] == low:
            scores[count] = _score_both(
                one, one.freqs[place], other, other.freqs[place2], base + low, half, factor)
            place2 += 1
        else:
            scores[count] = _score_one(one, one.freqs[place], base + low, half, factor)
        count += 1
        place += 1
    return _append_run(other, place2, end2, base, docs, scores, count, half, factor, lengths)


@part
def _keep_term(
    one, term, other, other_term, blocks, block, docs, scores, count, half, factor, where, found
):
    """Keep the documents that have a term and add its scores; return how many."""
    place, end = _bounds(one, term, blocks, block)
    begin, end2 = _bounds(other, other_term, blocks, block)
    locate(other.docs, begin, end2, docs, count, where, found)
    freqs, base, kept = other.freqs[begin:end2], block << 16, 0
    for number in range(count):
        low, place2 = docs[number], found[number]
        place = gallop(one.docs, place, end, low)
        holds = place < end and one.docs[place] == low
        if place2 >= 0:
            if holds:
                score = _score_both(
                    one, one.freqs[place], other, freqs[place2], base + low, half, factor)
            else:
                score = _score_one(other, freqs[place2], base + low, half, factor)
        elif holds:
            score = _score_one(one, one.freqs[place], base + low, half, factor)
        else:
            continue
        docs[kept] = low
        scores[kept] = scores[number] + score
        kept += 1
    return kept


@part
def _raise_by_term(
    one, term, other, other_term, blocks, block, docs, scores, count, half, factor
):
    """Add a term's scores to the documents that have it."""
    place, end = _bounds(one, term, blocks, block)
    place2, end2 = _bounds(other, other_term, blocks, block)
    base = block << 16
    for number in range(count):
        low = docs[number]
        place = gallop(one.docs, place, end, low)
        place2 = gallop(other.docs, place2, end2, low)
        holds = place < end and one.docs[place] == low
        if place2 < end2 and other.docs[place2] == low:
            if holds:
                scores[number] += _score_both(
                    one, one.freqs[place], other, other.freqs[place2], base + low, half, factor)
            else:
                scores[number] += _score_one(
                    other, other.freqs[place2], base + low, half, factor)
        elif holds:
            scores[number] += _score_one(one, one.freqs[place], base + low, half, factor)


@part
def _raise_by_list(docs, scores, count, others, other_scores, other_count):
    """Add the scores of another list to the documents that are in it too."""
    place = 0
    for number in range(count):
        low = docs[number]
        place = gallop(others, place, other_count, low)
        if place < other_count and others[place] == low:
            scores[number] += other_scores[place]


@part
def _intersect(docs, scores, count, others, other_scores, other_count):
    """Keep the documents that are in the other list too and add its scores; return how many."""
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
def _subtract(docs, scores, count, others, other_count):
    """Keep the documents that are not in the other list; return how many."""
    place = kept = 0
    for number in range(count):
        low = docs[number]
        place = gallop(others, place, other_count, low)
        if place == other_count or others[place] != low:
            docs[kept], scores[kept] = low, scores[number]
            kept += 1
    return kept


@part
def _keep_live(docs, scores, count, base, live, others, other_scores):
    """Keep the live documents, and move those set apart to another list; return how many."""
    kept, apart, here = 0, 0, live[base:]
    for number in range(count):
        low, score = docs[number], scores[number]
        docs[kept], scores[kept] = low, score
        others[apart], other_scores[apart] = low, score
        kept += here[low] == LIVE
        apart += here[low] == APART
    return kept, apart


@part
def _pour(docs, scores, count, sums, seen):
    """Add a list to a pool."""
    for number in range(count):
        low = docs[number]
        sums[low] += scores[number]
        seen[low] += seen[low] < MOST_NEEDED


@part
def _list_pool(seen, docs, scores, least):
    """Write the documents that a pool has seen `least` times, with score 0; return how many."""
    count, eights = 0, seen.view(np.uint64)
    for eight in range(len(eights)):
        if eights[eight]:
            for low in range(8 * eight, 8 * eight + 8):
                docs[count], scores[count] = low, 0
                count += seen[low] >= least
    return count


@part
def _slice_piece(all_docs, weights, place, end, block, docs, scores, half, factor):
    """Write the part of a precomputed list that lies in a block, its weights saturated; return its
    length."""
    count = 0
    while place < end and np.int64(all_docs[place]) >> 16 == block:
        docs[count] = all_docs[place] & np.uint32(0xFFFF)
        scores[count] = factor * weights[place] / (half + weights[place])
        count += 1
        place += 1
    return count


@part
def _count(ordinals, docs, count, base, counts):
    """Count the ordinals of the documents."""
    here = ordinals[base:]
    for number in range(count):
        counts[here[docs[number]]] += 1


@part
def _count_packed(facets, docs, count, base, counts, words):
    """Count the packed facets of the documents. Their words are fetched first, some at once."""
    rows, here = facets.packed_rows, facets.packed[base:]
    for n in range(len(rows)):
        if rows[n, SHIFT] < 0:
            counts[rows[n, PACKED_FIRST_COUNT]] += count
    for first in range(0, count if len(facets.packed) else 0, DOCUMENTS_TOGETHER):
        size = min(count - first, DOCUMENTS_TOGETHER)
        for number in range(size):
            words[number] = here[docs[first + number]]
        for n in range(len(rows)):
            if rows[n, SHIFT] >= 0:
                shift, own = np.uint64(rows[n, SHIFT]), counts[rows[n, PACKED_FIRST_COUNT]:]
                for number in range(size):
                    own[words[number] >> shift & np.uint64(0xFF)] += 1


@part
def _keep_within(docs, scores, count, base, start, end, since, until):
    """Keep the documents that lie in the period; return how many.

    Documents are overwritten without a branch: a processor cannot predict dates.
    """
    kept, starts, ends = 0, start[base:], end[base:]
    for number in range(count):
        low = docs[number]
        docs[kept], scores[kept] = low, scores[number]
        kept += (starts[low] >= since) & (ends[low] <= until)
    return kept


@part
def _filter_by_one(segment, facets, docs, scores, count, base, counts):
    """Keep the documents that pass the only filter, and count its facet among all; return how many
    are kept."""
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
def _filter_by_two(segment, facets, docs, scores, count, base, counts):
    """Keep the documents that pass both filters, and count the facet of each among those that pass
    the other; return how many are kept. A common case, twice as fast as `_filter_by_all`."""
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
def _filter_by_all(segment, facets, docs, scores, count, base, counts, failed):
    """Keep the documents that pass all filters, and count each facet that has a filter among those
    that pass the others; return how many are kept.

    `failed` has an item for each document: n + 1 if it fails only filter n, SEVERAL if it fails
    more.
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
def _filter_and_count(segment, facets, docs, scores, count, base, counts, failed):
    """Keep the documents that pass all filters, and count each facet regardless of its own filter;
    return how many are kept."""
    rows = facets.rows
    if facets.filters == 1:
        count = _filter_by_one(segment, facets, docs, scores, count, base, counts)
    elif facets.filters == 2:
        count = _filter_by_two(segment, facets, docs, scores, count, base, counts)
    elif facets.filters:
        count = _filter_by_all(segment, facets, docs, scores, count, base, counts, failed)
    for n in range(facets.filters, len(rows)):
        _count(_facet(segment, rows[n, COLUMN]), docs, count, base, counts[rows[n, FIRST_COUNT]:])
    if len(facets.packed_rows):
        _count_packed(facets, docs, count, base, counts, failed.view(np.uint64))
    return count


@part
def _precedes(score, place, other_score, other_place):
    """Return whether the first comes before the second: by a higher score, then a lower place."""
    return score > other_score or score == other_score and place < other_place


@part
def _sink(docs, scores, ranks, size):
    """Sink the root of a heap, whose root is the last in order, to its place."""
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
    """Raise the last item of the heap to its place."""
    while at:
        above = (at - 1) >> 1
        if not _precedes(scores[above], ranks[docs[above]], scores[at], ranks[docs[at]]):
            return
        docs[at], docs[above] = docs[above], docs[at]
        scores[at], scores[above] = scores[above], scores[at]
        at = above


@part
def _reaches(numbers, least):
    """Return whether any of the numbers is at least `least`, without branches."""
    found = False
    for number in range(len(numbers)):
        found |= numbers[number] >= least
    return found


@part
def _rank(docs, scores, count, base, scored, ranks, best, marks, size):
    """Offer the documents to the heap of the best; return its new size."""
    limit = len(best)
    if limit == 0:
        return size
    numbers, least = scores.view(np.int32), marks.view(np.int32)  # which order as scores do
    for first in range(0, count, SCORES_TOGETHER):
        last = min(first + SCORES_TOGETHER, count)
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
def _sort_heap(docs, scores, ranks, size):
    """Turn the heap into an ordered array, the best first."""
    for end in range(size - 1, 0, -1):
        docs[0], docs[end] = docs[end], docs[0]
        scores[0], scores[end] = scores[end], scores[0]
        _sink(docs, scores, ranks, end)


@part
def _keep_reaching(docs, scores, count, least):
    """Keep the documents with at least this score; return how many."""
    kept = 0
    for number in range(count):
        docs[kept], scores[kept] = docs[number], scores[number]
        kept += scores[number] >= least
    return kept


@part
def _run_steps(
    fields, blocks, block, count, program, first, last, half, docs, scores, sizes, sums, seen,
    where, found, lengths, top,
):
    """Run the steps from `first` to `last` in one block. The result is the bottom list."""
    base, number = block << 16, first
    while number < last:
        step, factor = program.steps[number], np.float32(program.factors[number])
        kind = step[0]
        number += 1
        if kind == _TERM:
            top += 1
            sizes[top] = _push_term(
                fields[step[1]], step[2], fields[step[3]], step[4], blocks, block,
                docs[top], scores[top], half, factor, lengths)
        elif kind == _KEEP:
            sizes[top] = _keep_term(
                fields[step[1]], step[2], fields[step[3]], step[4], blocks, block,
                docs[top], scores[top], sizes[top], half, factor, where, found)
        elif kind == _PIECE:
            top += 1
            place, end = program.bounds[step[1]], program.bounds[step[1] + 1]
            place = gallop(program.docs, place, end, np.uint32(base))
            sizes[top] = _slice_piece(
                program.docs, program.weights, place, end, block, docs[top], scores[top],
                half, factor)
        elif kind == _EVERYTHING:
            top += 1
            sizes[top] = min(BLOCK_SIZE, count - base)
            for low in range(sizes[top]):
                docs[top, low], scores[top, low] = low, 0
        elif kind == _BOTH:
            top -= 1
            sizes[top] = _intersect(
                docs[top], scores[top], sizes[top], docs[top + 1], scores[top + 1], sizes[top + 1])
        elif kind == _WITHOUT:
            top -= 1
            sizes[top] = _subtract(
                docs[top], scores[top], sizes[top], docs[top + 1], sizes[top + 1])
        elif kind == _SKIP:
            number = number if sizes[top] else step[1]
        elif kind == _POUR:
            _pour(docs[top], scores[top], sizes[top], sums[step[1]], seen[step[1]])
            top -= 1
        elif kind == _COLLECT:
            top += 1
            sizes[top] = drain(
                sums[step[1]], seen[step[1]], docs[top], scores[top], 0, 0, step[2])
        elif kind == _LIST:
            top += 1
            sizes[top] = _list_pool(seen[step[1]], docs[top], scores[top], step[2])
        elif kind == _RAISE:
            _raise_by_term(
                fields[step[1]], step[2], fields[step[3]], step[4], blocks, block,
                docs[top], scores[top], sizes[top], half, factor)
        elif kind == _ADD:
            top -= 1
            _raise_by_list(
                docs[top], scores[top], sizes[top], docs[top + 1], scores[top + 1], sizes[top + 1])


@part
def _raise_and_rank(
    fields, blocks, block, count, program, half, docs, scores, length, sizes, sums, seen, where,
    found, lengths, scored, ranks, best, marks, size,
):
    """Run the tail of the program, which raises scores, and offer the documents to the heap of the
    best; return its new size.

    Documents that cannot come among the best any more are not raised. To know what that takes, some
    are ranked before the others, unless earlier blocks had enough.
    """
    steps, begin = len(program.steps), 0
    raises = scored and len(best) > 0 and program.tail < steps
    settled = size == len(best) or not raises
    while begin < length:
        end = length if settled else min(length, max(FIRST_RAISED, 4 * begin))
        sizes[0] = end - begin
        for place in range(sizes[0] if begin else 0):
            docs[0, place], scores[0, place] = docs[0, begin + place], scores[0, begin + place]
        number = program.tail if raises else steps
        while number < steps:
            least = np.float32(-np.inf)
            if size == len(best):
                gain = program.gains[number]
                least = np.float32(marks[0] - gain - ROUNDING * (abs(marks[0]) + gain))
            sizes[0] = _keep_reaching(docs[0], scores[0], sizes[0], least)
            first, number = number, number + 1
            while number < steps and program.gains[number] < 0:
                number += 1
            _run_steps(
                fields, blocks, block, count, program, first, number, half, docs, scores, sizes,
                sums, seen, where, found, lengths, 0)
        size = _rank(
            docs[0], scores[0], sizes[0], block << 16, scored, ranks, best, marks, size)
        begin = end
    return size


@part
def _copy(docs, scores, others, other_scores, count):
    """Copy the first documents of another list, with their scores."""
    for number in range(count):
        docs[number], scores[number] = others[number], other_scores[number]


@part
def _list_apart(documents, marks, docs, scores, count, base, scored):
    """Write the documents of a block, and their scores if they matter, to arrays of a segment."""
    for number in range(count):
        documents[number] = base + docs[number]
        marks[number] = scores[number] if scored else np.float32(0)


@kernel(*[(segment, U1, _PROGRAM, REAL, _PAGE, _FACETS, SCRATCH) for segment in SEGMENTS])
def evaluate(segment, live, program, k1, page, facets, scratch):
    fields = (cut_postings(segment, 0), cut_postings(segment, 1), cut_postings(segment, 2),
              cut_postings(segment, 3), cut_postings(segment, 4))
    start = cut(segment, _DOCUMENT + START).view(np.int64)
    end = cut(segment, _DOCUMENT + END).view(np.int64)
    blocks, count = segment.blocks, segment.documents
    levels, pools = program.levels, program.pools
    rows = levels + 1  # the last one for documents that are set apart
    scores = scratch[:rows * (BLOCK_SIZE >> 1)].view(np.float32).reshape((rows, BLOCK_SIZE))
    scratch = scratch[rows * (BLOCK_SIZE >> 1):]
    docs = scratch[:rows * (BLOCK_SIZE >> 2)].view(np.uint16).reshape((rows, BLOCK_SIZE))
    scratch = scratch[rows * (BLOCK_SIZE >> 2):]
    sums = scratch[:pools * (BLOCK_SIZE >> 1)].view(np.float32).reshape((pools, BLOCK_SIZE))
    scratch = scratch[pools * (BLOCK_SIZE >> 1):]
    seen = scratch[:pools * (BLOCK_SIZE >> 3)].view(np.uint8).reshape((pools, BLOCK_SIZE))
    scratch = scratch[pools * (BLOCK_SIZE >> 3):]
    where = scratch[:BLOCK_SIZE >> 2].view(np.uint16)
    places = scratch[BLOCK_SIZE >> 2:].view(np.int32)
    lengths = np.empty(DOCUMENTS_TOGETHER, np.uint32)
    sums[:], seen[:] = 0, 0
    sizes = np.zeros(levels, np.int64)
    limit = min(page.limit, count)
    best, marks = np.empty(limit, np.uint32), np.empty(limit, np.float32)
    others, other_marks = np.empty(page.apart, np.uint32), np.empty(page.apart, np.float32)
    counts = np.zeros(facets.counts, np.int64)
    found = total = size = listed = 0
    half = np.float32(k1)
    for block in range(blocks):
        base = block << 16
        _run_steps(
            fields, blocks, block, count, program, 0, program.tail, half, docs, scores, sizes,
            sums, seen, where, places, lengths, -1)
        length, apart = sizes[0], 0
        if len(live):
            length, apart = _keep_live(
                docs[0], scores[0], length, base, live, docs[levels], scores[levels])
        found += length + apart
        if page.within:
            length = _keep_within(
                docs[0], scores[0], length, base, start, end, page.since, page.until)
        length = _filter_and_count(
            segment, facets, docs[0], scores[0], length, base, counts, where)
        total += length
        size = _raise_and_rank(
            fields, blocks, block, count, program, half, docs, scores, length, sizes, sums, seen,
            where, places, lengths, page.scored, page.ranks, best, marks, size)
        if apart:
            _copy(docs[0], scores[0], docs[levels], scores[levels], apart)
            if page.scored:
                sizes[0] = apart
                _run_steps(
                    fields, blocks, block, count, program, program.tail, len(program.steps), half,
                    docs, scores, sizes, sums, seen, where, places, lengths, 0)
            _list_apart(
                others[listed:], other_marks[listed:], docs[0], scores[0], apart, base, page.scored)
            listed += apart
    _sort_heap(best, marks, page.ranks, size)
    return (found, total, best[:size], marks[:size], counts, others[:listed],
            other_marks[:listed])
