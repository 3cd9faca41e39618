"""The compiled kernels of the leaves that stand for more than one term."""

import numpy as np
from numba import types

from search.engines.whoosh.kernels.common import (
    BLOCK_SIZE,
    DICTIONARY,
    F4,
    I8,
    INT,
    OUT8,
    POSTINGS_TYPES,
    REAL,
    SCRATCH,
    SEGMENTS,
    U4,
    cut_positions,
    cut_postings,
    drain,
    gallop,
    locate,
    weight,
)
from search.engines.whoosh.kernels.types import (
    NOWHERE,
    UNDATED,
    PhraseScratch,
    PhraseTerms,
    Refinements,
)
from search.kernel_compiler import kernel, lowest, named_tuple, part

_PHRASE = named_tuple(PhraseTerms, OUT8, OUT8, OUT8, OUT8, INT, INT)
_F4 = types.float32[::1]
_ROWS = types.int64[:, ::1]
_REFINEMENTS = named_tuple(Refinements, _ROWS, _ROWS, _F4, INT, INT, INT, _ROWS, _F4)

NOWHERE, UNDATED = NOWHERE, UNDATED

TERMS_TOGETHER = 4_096
"""Terms examined at once: their flags stay in the processor's nearest cache."""


@part
def _order_by_size(at, terms, blocks, block, order):
    """Order the terms by the number of their postings in a block."""
    for n in range(len(order)):
        slot, place = terms[n] * blocks + block, n
        size = at[slot + 1] - at[slot]
        while place:
            before = terms[order[place - 1]] * blocks + block
            if at[before + 1] - at[before] <= size:
                break
            order[place] = order[place - 1]
            place -= 1
        order[place] = n


@part
def _list_among(among, block, lows):
    """Write the documents of a block that are among the given; return how many."""
    count = 0
    for number in range(len(among)):
        if np.int64(among[number]) >> 16 == block:
            lows[count] = among[number] & np.uint32(0xFFFF)
            count += 1
    return count


@part
def _list_all(field, slot, lows, places):
    """Write the documents of a term, and their places; return how many."""
    begin, end = field.at[slot], field.at[slot + 1]
    for number in range(end - begin):
        lows[number] = field.docs[begin + number]
        places[number] = number
    return end - begin


@part
def _intersect_terms(field, terms, blocks, block, among, scratch):
    """Write the documents that have all terms, and their places among the postings of each term;
    return how many.

    Terms are taken in, the rarest first, until no document is left.
    """
    order, lows, places, found = scratch.order, scratch.lows, scratch.places, scratch.counts
    if len(among):
        first, count = 0, _list_among(among, block, lows)
    else:
        slot = terms[order[0]] * blocks + block
        first, count = 1, _list_all(field, slot, lows, places[order[0]])
    for nth in range(first, len(order)):
        term, before = terms[order[nth]], order[max(nth - 1, 0)]
        if nth and term == terms[before]:
            places[order[nth], :count] = places[before, :count]
            continue
        slot = term * blocks + block
        locate(field.docs, field.at[slot], field.at[slot + 1], lows, count, scratch.where, found)
        kept = 0
        for number in range(count):
            if found[number] >= 0:
                lows[kept] = lows[number]
                for earlier in range(nth):
                    places[order[earlier], kept] = places[order[earlier], number]
                places[order[nth], kept] = found[number]
                kept += 1
        count = kept
    return count


@part
def _find_position_firsts(freqs, places, count, begins):
    """Write how many positions precede each of some postings, given as ascending places in freqs.

    All postings are passed one by one without branches, or run by run where few are wanted.
    """
    passed_positions, nth, place = np.uint32(0), 0, 0
    if count and len(freqs) <= 16 * count:
        for passed in range(np.int64(places[count - 1]) + 1):
            begins[nth] = passed_positions
            nth += passed == places[nth]
            passed_positions += np.uint32(freqs[passed])
        return
    for nth in range(count):
        for passed in range(np.uint64(place), np.uint64(places[nth])):
            passed_positions += np.uint32(freqs[passed])
        place = places[nth]
        begins[nth] = passed_positions


@part
def _count_positions(freqs, first, last):
    """Return how many positions the postings from first to last have."""
    count = np.uint32(0)
    for place in range(np.uint64(first), np.uint64(last)):
        count += np.uint32(freqs[place])
    return np.int64(count)


@part
def _find_term_firsts(field, positions, terms, blocks, block, common, scratch):
    """Write where the postings of each term begin, and the positions of these in `common`
    documents."""
    for n in range(len(terms)):
        slot = terms[n] * blocks + block
        scratch.firsts[n], scratch.position_firsts[n] = field.at[slot], positions.at[slot]
        freqs = field.freqs[field.at[slot]:field.at[slot + 1]]
        _find_position_firsts(freqs, scratch.places[n], common, scratch.begins[n])


@part
def _count_in_order(field, positions, offsets, common, scratch):
    """Write for each document how often the terms stand at their offsets from one start.

    The starts that the rarest term suggests are marked 1, those that the next confirms 2, and so
    on, without a branch for each position, until none is confirmed. `marks`, u2, are all 0 again
    afterwards. Places are unsigned, since signed ones could count from the end. There are no
    slices, since the references of each would be counted.
    """
    order, firsts, position_firsts = scratch.order, scratch.firsts, scratch.position_firsts
    places, begins, marks, counts = scratch.places, scratch.begins, scratch.marks, scratch.counts
    shift, lead, led = offsets.max(), np.uint64(0), np.uint64(0)
    for number in range(common):
        freq = 0
        for nth in range(len(order)):
            n = order[nth]
            first = np.uint64(position_firsts[n] + np.int64(begins[n, number]))
            freqs = field.freqs[np.uint64(firsts[n] + np.int64(places[n, number]))]
            moved, freq = np.uint64(shift - offsets[n]), 0
            for place in range(first, first + np.uint64(freqs)):
                start = np.uint64(positions[place]) + moved
                confirmed = marks[start] == nth
                marks[start] += confirmed
                freq += confirmed
            if nth == 0:
                lead, led, end = first, moved, first + np.uint64(freqs)
            if freq == 0:
                break
        for place in range(lead, end):
            marks[np.uint64(positions[place]) + led] = 0
        counts[number] = freq


@part
def _count_near(field, positions, needed, width, common, scratch):
    """Write for each document at how many positions of the terms a span of `width` positions
    begins that has each term often enough."""
    size, counts = len(needed), scratch.counts
    firsts, position_firsts = scratch.firsts, scratch.position_firsts
    places, begins = scratch.places, scratch.begins
    first, end = np.empty(size, np.uint64), np.empty(size, np.uint64)
    following, more = np.empty(size, np.uint64), (needed - 1).astype(np.uint64)
    for number in range(common):
        freq = 0
        for n in range(size):
            first[n] = position_firsts[n] + np.int64(begins[n, number])
            freqs = field.freqs[np.uint64(firsts[n] + np.int64(places[n, number]))]
            end[n] = first[n] + np.uint64(freqs)
        for n in range(size):
            following[:] = first
            for place in range(first[n], end[n]):
                begin = np.int64(positions[place])
                held = True
                for other in range(size):
                    at, last = following[other], end[other]
                    while at < last and np.int64(positions[at]) < begin:
                        at += np.uint64(1)
                    following[other] = at
                    at += more[other]
                    if at >= last or np.int64(positions[at]) >= begin + width:
                        held = False
                        break
                freq += held
        counts[number] = freq


@part
def _cut_scratch(memory, size, longest):
    """Cut scratch memory for a phrase of `size` terms; return that, and what is left."""
    quarter, half = BLOCK_SIZE >> 2, BLOCK_SIZE >> 1
    where, lows = memory[:quarter].view(np.uint16), memory[quarter:half].view(np.uint16)
    counts, rest = memory[half:2 * half].view(np.int32), memory[2 * half:]
    places = rest[:size * quarter].view(np.uint16).reshape((size, BLOCK_SIZE))
    rest = rest[size * quarter:]
    begins = rest[:size * half].view(np.uint32).reshape((size, BLOCK_SIZE))
    rest = rest[size * half:]
    marked = ((longest + size) >> 2) + 1
    marks, rest = rest[:marked].view(np.uint16), rest[marked:]
    marks[:] = 0
    order, firsts = np.empty(size, np.int64), np.empty(size, np.int64)
    return PhraseScratch(order, firsts, np.empty(size, np.int64), lows, counts, places, begins,
                         where, marks), rest


@part
def _decode(text, begin, end, points):
    """Write the code points of UTF-8 text[begin:end] into points; return how many."""
    count = 0
    for place in range(begin, min(end, begin + len(points))):
        byte = np.uint32(text[place])
        if byte & np.uint32(0xC0) == np.uint32(0x80):
            points[count - 1] = points[count - 1] << np.uint32(6) | byte & np.uint32(0x3F)
            continue
        if byte >= np.uint32(0xF0):
            byte &= np.uint32(0x07)
        elif byte >= np.uint32(0xE0):
            byte &= np.uint32(0x0F)
        elif byte >= np.uint32(0xC0):
            byte &= np.uint32(0x1F)
        points[count] = byte
        count += 1
    return count


@part
def _is_within(points, length, wanted, distance, rows):
    """Return whether the optimal string alignment distance is at most `distance`.

    A common beginning and a common end cost nothing; the rest is compared row by row.
    """
    first, size = 0, len(wanted)
    if abs(length - size) > distance:
        return False
    while first < length and first < size and points[first] == wanted[first]:
        first += 1
    while length > first and size > first and points[length - 1] == wanted[size - 1]:
        length -= 1
        size -= 1
    if min(length, size) == first:
        return max(length, size) - first <= distance
    if distance == 1 and max(length, size) - first > 2:
        return False
    before, row, following = 0, 1, 2
    for column in range(first, size + 1):
        rows[row, column] = column - first
    for n in range(first, length):
        rows[following, first] = n + 1 - first
        least = n + 1 - first
        for column in range(first, size):
            cost = rows[row, column] + (points[n] != wanted[column])
            cost = min(cost, rows[row, column + 1] + 1, rows[following, column] + 1)
            if (
                n > first and column > first
                and points[n] == wanted[column - 1] and points[n - 1] == wanted[column]
            ):
                cost = min(cost, rows[before, column - 1] + 1)
            rows[following, column + 1] = cost
            least = min(least, cost)
        if least > distance:
            return False
        before, row, following = row, following, before
    return rows[row, size] <= distance


@part
def _flag_possible(letters, mask, distance, flags):
    """Flag the terms that are possible by their letters: an edit adds one new letter and drops one.

    There are no branches, so that the processor takes many terms at once.
    """
    for term in range(len(letters)):
        own = letters[term]
        missing, beyond = mask & ~own, own & ~mask
        missing &= missing - np.uint32(1)
        beyond &= beyond - np.uint32(1)
        if distance > 1:
            missing &= missing - np.uint32(1)
            beyond &= beyond - np.uint32(1)
        flags[term] = (missing | beyond == 0) | (own | mask >= np.uint32(1 << 31))


@part
def _add_up(docs, scores, others, other_scores):
    """Return the documents in either list, ascending, scores added."""
    size, size2 = len(docs), len(others)
    found, sums = np.empty(size + size2, np.uint32), np.empty(size + size2, np.float32)
    place = place2 = count = 0
    while place < size or place2 < size2:
        if place2 == size2 or place < size and docs[place] < others[place2]:
            found[count], sums[count] = docs[place], scores[place]
            place += 1
        elif place == size or others[place2] < docs[place]:
            found[count], sums[count] = others[place2], other_scores[place2]
            place2 += 1
        else:
            found[count], sums[count] = docs[place], scores[place] + other_scores[place2]
            place += 1
            place2 += 1
        count += 1
    return found[:count], sums[:count]


@kernel((U4, F4, U4, F4))
def add_up(docs, scores, others, other_scores):
    return _add_up(docs, scores, others, other_scores)


@kernel(*[(field, INT, I8, SCRATCH) for field in POSTINGS_TYPES])
def gather(field, blocks, terms, scratch):
    width = min(BLOCK_SIZE, (len(field.lengths) + 7) // 8 * 8)
    sums = scratch[:BLOCK_SIZE >> 1].view(np.float32)
    seen = scratch[BLOCK_SIZE >> 1:].view(np.uint8)[:width]
    sums[:width], seen[:] = 0, 0
    rest = scratch[(BLOCK_SIZE >> 1) + (BLOCK_SIZE >> 3):]
    half = len(rest) >> 1
    docs, weights = rest[:half].view(np.uint32), rest[half:].view(np.float32)
    count = 0
    for block in range(blocks):
        base = block << 16
        for term in terms:
            slot = term * blocks + block
            lows = field.docs[field.at[slot]:field.at[slot + 1]]
            freqs = field.freqs[field.at[slot]:field.at[slot + 1]]
            for number in range(len(lows)):
                low = lows[number]
                sums[low] += weight(field, freqs[number], base + np.int64(low))
                seen[low] = 1
        count = drain(sums, seen, docs, weights, count, base, 1)
    return docs[:count].copy(), weights[:count].copy()


@part
def _find_in_field(
    segment, number, terms, offsets, needed, width, among, scratch, docs, weights
):
    """Write the documents that have a phrase in a field, and its weight in each; return how many.
    """
    field, positions = cut_postings(segment, number), cut_positions(segment, number)
    blocks, lows, counts, count = segment.blocks, scratch.lows, scratch.counts, 0
    for block in range(blocks):
        _order_by_size(field.at, terms, blocks, block, scratch.order)
        common = _intersect_terms(field, terms, blocks, block, among, scratch)
        _find_term_firsts(field, positions, terms, blocks, block, common, scratch)
        if width:
            _count_near(field, positions.positions, needed, width, common, scratch)
        else:
            _count_in_order(field, positions.positions, offsets, common, scratch)
        for number in range(common):
            if counts[number]:
                document = (block << 16) + np.int64(lows[number])
                docs[count], weights[count] = document, weight(field, counts[number], document)
                count += 1
    return count


@kernel(*[(segment, _PHRASE, U4, SCRATCH) for segment in SEGMENTS])
def phrase(segment, wanted, among, memory):
    size = len(wanted.offsets)
    scratch, rest = _cut_scratch(memory, size, wanted.longest)
    half = len(rest) >> 1
    docs, weights = rest[:half].view(np.uint32), rest[half:].view(np.float32)
    first = count = 0
    for n in range(len(wanted.fields)):
        terms = wanted.terms[n * size:(n + 1) * size]
        if terms.min() >= 0:
            first = count
            count += _find_in_field(
                segment, wanted.fields[n], terms, wanted.offsets, wanted.needed, wanted.width,
                among, scratch, docs[count:], weights[count:])
    if first == 0:
        return docs[:count].copy(), weights[:count].copy()
    return _add_up(docs[:first], weights[:first], docs[first:count], weights[first:count])


@part
def _find_firsts(segment, number, terms, among, found):
    """Write the first position of each term in each of some documents, in one field.

    `found` has a row for each term; it keeps what it has where a document has a term not.
    """
    field, positions = cut_postings(segment, number), cut_positions(segment, number)
    place, end, before = np.int64(0), np.int64(0), np.int64(0)
    for row in range(len(terms)):
        term, current = terms[row], np.int64(-1)
        for number in range(len(among) if term >= 0 else 0):
            block = np.int64(among[number]) >> 16
            if block != current:
                slot = term * segment.blocks + block
                current, place, end = block, field.at[slot], field.at[slot + 1]
                before = positions.at[slot]
            low, passed = np.uint16(among[number] & np.uint32(0xFFFF)), place
            place = gallop(field.docs, place, end, low)
            before += _count_positions(field.freqs, passed, place)
            if place < end and field.docs[place] == low:
                found[row, number] = positions.positions[before]


@part
def _order_by_number(docs):
    """Return the places of some documents in ascending order of their numbers, and these."""
    order, among = np.empty(len(docs), np.int64), docs.copy()
    for number in range(len(docs)):
        document, place = docs[number], number
        while place and among[place - 1] > document:
            among[place], order[place] = among[place - 1], order[place - 1]
            place -= 1
        among[place], order[place] = document, number
    return order, among


@part
def _add_weights(segment, number, wanted, first, last, width, among, memory, weights):
    """Add what the phrase of terms first:last weighs in a field of each of some documents."""
    terms = wanted.terms[first:last].T.copy()
    scratch, rest = _cut_scratch(memory, last - first, wanted.longest)
    half = len(rest) >> 1
    docs, own = rest[:half].view(np.uint32), rest[half:].view(np.float32)
    count = _find_in_field(
        segment, number, terms[0], terms[1], terms[2], width, among, scratch, docs, own)
    place = 0
    for number in range(count):
        while among[place] < docs[number]:
            place += 1
        weights[place] += own[number]


@part
def _score_phrases(segment, wanted, among, half, memory, scores):
    """Add what phrases score in each of some documents."""
    weights, first, nth = np.zeros(len(among), np.float32), 0, 0
    for row in range(len(wanted.phrases)):
        last = first + wanted.phrases[row, 1]
        _add_weights(
            segment, wanted.phrases[row, 0], wanted, first, last, wanted.phrases[row, 2], among,
            memory, weights)
        first = last
        if wanted.phrases[row, 3]:
            factor = wanted.factors[nth]
            for place in range(len(among)):
                scores[place] += factor * weights[place] / (half + weights[place])
            weights[:] = 0
            nth += 1


@kernel(*[(segment, U4, _REFINEMENTS, REAL, SCRATCH) for segment in SEGMENTS])
def refine(segment, docs, wanted, k1, memory):
    size = len(wanted.halves)
    order, among = _order_by_number(docs)
    scores = np.zeros(len(docs), np.float32)
    if len(docs):  # no documents would stand for all
        _score_phrases(segment, wanted, among, np.float32(k1), memory, scores)
    firsts = np.full((2, size, len(docs)), np.uint32(NOWHERE), np.uint32)
    _find_firsts(segment, wanted.title, wanted.early[0], among, firsts[0])
    _find_firsts(segment, wanted.body, wanted.early[1], among, firsts[1])
    title = np.zeros((size, len(docs)), np.float32)
    body = np.zeros((size, len(docs)), np.float32)
    for row in range(size):
        half = wanted.halves[row]
        for number in range(len(docs)):
            place = firsts[1, row, number]
            if firsts[0, row, number] != np.uint32(NOWHERE):
                title[row, number] = 1
            elif place != np.uint32(NOWHERE):
                body[row, number] = half / (half + np.float32(place))
    return order, scores, title, body


@part
def _precedes(score, rank, other_score, other_rank):
    """Return whether the first comes before the second: by a higher score, then a lower rank."""
    return score > other_score or score == other_score and rank < other_rank


@part
def _find_span(docs, starts):
    """Return the earliest date of some documents, and how long after it the latest is.

    Dates of the undated do not count, unless one lies before them.
    """
    earliest = latest = starts[docs[0]]
    for document in docs:
        earliest, latest = min(earliest, starts[document]), max(latest, starts[document])
    if earliest == UNDATED:
        earliest = max(latest, np.int64(0))
        for document in docs:
            if starts[document] != UNDATED:
                earliest = min(earliest, starts[document])
    return earliest, np.float64(max(latest - earliest, np.int64(1)))


@kernel((U4, F4, I8, F4, I8, U4, REAL))
def rank_anew(docs, scores, order, more, starts, ranks, recency):
    size, ordered = len(order), docs.copy()
    raised, gains = scores.astype(np.float64), np.zeros(len(docs), np.float64)
    if size == 0:
        return ordered, raised, gains
    for n in range(size):
        raised[order[n]] += np.float64(more[n])
    earliest, span = _find_span(docs[:size], starts)
    for n in range(size):
        document, score, place = docs[n], raised[n], n
        share = np.float64(max(starts[document] - earliest, np.int64(0))) / span
        gain = recency * score * share
        score += gain
        while place and _precedes(
                score, ranks[document], raised[place - 1], ranks[ordered[place - 1]]):
            ordered[place], raised[place] = ordered[place - 1], raised[place - 1]
            gains[place] = gains[place - 1]
            place -= 1
        ordered[place], raised[place], gains[place] = document, score, gain
    return ordered, raised, gains


@kernel((DICTIONARY, U4, INT, SCRATCH))
def alike(dictionary, wanted, distance, scratch):
    text, text_at, letters = dictionary
    size, letters_wanted = len(wanted), np.uint64(0)
    for char in wanted:
        place = char & np.uint32(31) if char < 128 else np.uint32(31)
        letters_wanted |= np.uint64(1) << np.uint64(place)
    mask = np.uint32(letters_wanted)  # as wide as the letters: shifting had made it wider
    flags = np.empty(TERMS_TOGETHER, np.uint8)
    found, count = scratch.view(np.int64), 0
    points, rows = np.empty(512, np.uint32), np.empty((3, size + 1), np.int64)
    for begin_term in range(0, len(letters), TERMS_TOGETHER):
        here = letters[begin_term:begin_term + TERMS_TOGETHER]
        flags[:] = 0
        _flag_possible(here, mask, distance, flags)
        eights = flags.view(np.uint64)
        for eight in range(len(eights)):
            left = eights[eight]
            while left:
                term = begin_term + 8 * eight + np.int64(lowest(left) >> np.uint64(3))
                left &= left - np.uint64(1)
                begin, end = text_at[term], text_at[term + 1]
                if not size - distance <= end - begin <= 4 * (size + distance):
                    continue
                length = _decode(text, begin, end, points)
                if not _is_within(points, length, wanted, distance, rows):
                    continue
                found[count] = term
                count += 1
    return found[:count].copy()
