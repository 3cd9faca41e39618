"""The compiled kernel that finds what to show of a page of texts, and where to cut it.

It gives what `matching.py` and `fragments.py` give step by step; those say why. Tables are flat i64
arrays, since two-dimensional ones take a quarter longer. Their rows:

- A term: where it is looked up (STEM, FORM or PREFIX); its number among the stems or forms, or
  where its bytes begin in `prefixes`; how many bytes those are; the kinds of text in which it
  counts, as bits; its own bit; and the bit of the leaf that it is, or 0.
- A match, which is a word that meets a term: its position; its start and end in code points; its
  bits, first of terms and then of leaves; and where its chunk begins, in code points and in bytes.
- A fragment: its begin and end in code points, the spans of this fragment and all before, and
  whether it may contain blanks other than spaces.

Phrases lie one after the other in a flat array: the slop (-1: adjacent and in order), the bit of
the leaf, the number of terms, and the bits of the terms.
"""

import numpy as np
from numba import types

from search.analysis.kernel_types import Chunks, VocabularyColumns
from search.analysis.token import PARAGRAPH_GAP
from search.highlight.fragments import (
    FRAGMENT_LENGTH,
    LEAD_IN,
    LEAF_WORTH,
    MAX_CANDIDATES,
    MAX_FRAGMENT_LENGTH,
    MAX_FRAGMENTS,
)
from search.highlight.kernel_types import QueryTables
from search.kernel_compiler import array, kernel, named_tuple, part

SPACE, CONTINUATION, ODD_BLANK, LEAD_BYTE = range(1, 5)
"""The classes of bytes: a space, a byte that begins no code point, another ASCII blank, and a byte
that may begin a blank beyond ASCII."""


def classify_bytes() -> np.ndarray:
    """Return the class of each byte, u1; 0 for all others."""
    classes = np.zeros(256, np.uint8)
    classes[0x80:0xC0] = CONTINUATION
    classes[list(b"\t\n\v\f\r\x1c\x1d\x1e")] = ODD_BLANK
    classes[[0xC2, 0xE2]] = LEAD_BYTE
    classes[0x20] = SPACE
    return classes


_CLASSES = classify_bytes()
_U1, _U4, _I8 = array(types.uint8), array(types.uint32), array(types.int64)
_INT, _LONGS, _OWN = types.int64, types.int64[::1], types.uint32[::1]

_CHUNKS = named_tuple(Chunks, _OWN, _OWN, _OWN, _LONGS, _U1, _LONGS, _LONGS)
_BYTES = types.uint8[::1]
_VOCABULARY = named_tuple(
    VocabularyColumns, _LONGS, _OWN, _OWN, _OWN, _OWN, _BYTES, _BYTES, _LONGS)
_QUERY = named_tuple(QueryTables, _LONGS, _LONGS, _U1)

STEM, FORM, PREFIX = range(3)

TERM_WIDTH = 6
WHERE, NUMBER, SIZE, KINDS, BIT, LEAF = range(TERM_WIDTH)
"""The columns of a term."""

MATCH_WIDTH = 6
POSITION, START, END, BITS, CHUNK_START, CHUNK_BYTE = range(MATCH_WIDTH)
"""The columns of a match."""

FRAGMENT_WIDTH = 4

_FIRST_ROOM = 128
"""Rows for which there is room at first."""

_FIRST_FORMS = 1024


@part
def _enlarge(values):
    enlarged = np.empty(2 * len(values), np.int64)
    enlarged[:len(values)] = values
    return enlarged


@part
def _starts_with(text, begin, end, prefixes, first, size):
    if end - begin < size:
        return False
    for place in range(size):
        if text[begin + place] != prefixes[first + place]:
            return False
    return True


@part
def _find_bits(stem, form, vocabulary, query, kind):
    """Return the bits of the terms that a word meets in a kind of text."""
    terms, bits = query.terms, 0
    for at in range(0, len(terms), TERM_WIDTH):
        if not terms[at + KINDS] & kind:
            continue
        if terms[at + WHERE] == STEM:
            meets = terms[at + NUMBER] == stem
        elif terms[at + WHERE] == FORM:
            meets = terms[at + NUMBER] == form
        else:
            begin, end = vocabulary.forms_bounds[form], vocabulary.forms_bounds[form + 1]
            meets = _starts_with(
                vocabulary.forms_text, begin, end, query.prefixes, terms[at + NUMBER],
                terms[at + SIZE])
        if meets:
            bits |= terms[at + BIT]
    return bits


@part
def _build_filter(terms, where):
    """Return which of 64 classes of numbers the terms may be in: a small Bloom filter."""
    classes = np.uint64(0)
    for at in range(0, len(terms), TERM_WIDTH):
        if terms[at + WHERE] == where:
            classes |= np.uint64(1) << np.uint64(terms[at + NUMBER] & 63)
        elif terms[at + WHERE] == PREFIX and where == FORM:
            return ~np.uint64(0)
    return classes


@part
def _find_matches(chunks, first, last, vocabulary, query, kind, matches):
    """Fill in the matches of the text with the chunks first:last; return them and their number.

    The table is replaced by a larger one if there is no room.
    """
    numbers, starts, places = chunks.numbers, chunks.starts, chunks.places
    entry_bounds, stems, forms = vocabulary.entry_bounds, vocabulary.stems, vocabulary.forms
    begins, ends, steps, terms = (
        vocabulary.starts, vocabulary.ends, vocabulary.steps, query.terms)
    stem_filter, form_filter = _build_filter(terms, STEM), _build_filter(terms, FORM)
    one, low = np.uint64(1), np.uint64(63)
    count, position, step = 0, -1, 0
    for place in range(first, last):
        number = numbers[place]
        for entry in range(entry_bounds[number], entry_bounds[number + 1]):
            if steps[entry] > 1:
                step = PARAGRAPH_GAP - 1 if position >= 0 else 0
                continue
            position += np.int64(steps[entry]) + step
            step = 0
            stem, form = np.uint64(stems[entry]), np.uint64(0)
            may_meet = stem_filter >> (stem & low) & one
            if form_filter:
                form = np.uint64(forms[entry])
                may_meet |= form_filter >> (form & low) & one
            if may_meet:
                bits = _find_bits(np.int64(stem), np.int64(form), vocabulary, query, kind)
                if bits:
                    if MATCH_WIDTH * (count + 1) > len(matches):
                        matches = _enlarge(matches)
                    row = MATCH_WIDTH * count
                    matches[row + POSITION] = position
                    matches[row + START] = starts[place] + begins[entry]
                    matches[row + END] = starts[place] + ends[entry]
                    matches[row + BITS] = bits
                    matches[row + CHUNK_START] = starts[place]
                    matches[row + CHUNK_BYTE] = places[place]
                    count += 1
    return matches, count


@part
def _mark_in_order(matches, count, bits, leaf, leaves):
    """Set the bit of a leaf at words that stand next to each other with these bits in order.

    Other words may share their positions.
    """
    words = np.empty(len(bits), np.int64)
    for first in range(count):
        position, nth, word = matches[MATCH_WIDTH * first + POSITION], 0, first
        while nth < len(bits) and word < count:
            behind = matches[MATCH_WIDTH * word + POSITION] - position
            if behind > nth:
                break
            if behind == nth and matches[MATCH_WIDTH * word + BITS] & bits[nth]:
                words[nth] = word
                nth += 1
            elif nth == 0:
                break
            word += 1
        if nth == len(bits):
            for word in words:
                leaves[word] |= leaf


@part
def _mark_within(matches, count, bits, width, leaf, leaves):
    """Set the bit of a leaf at words that stand within `width` with all bits: see proximity.py."""
    needed, present = np.zeros(64, np.int64), np.zeros(64, np.int64)
    every = missing = 0
    for bit in bits:
        missing += not every & bit
        every |= bit
        needed[_lowest_bit(bit)] += 1
    first = marked = 0
    for last in range(count):
        kind = matches[MATCH_WIDTH * last + BITS] & every
        if not kind:
            continue
        nth = _lowest_bit(kind)
        present[nth] += 1
        missing -= present[nth] == needed[nth]
        position = matches[MATCH_WIDTH * last + POSITION]
        while position - matches[MATCH_WIDTH * first + POSITION] >= width:
            leaving = matches[MATCH_WIDTH * first + BITS] & every
            if leaving:
                missing += present[_lowest_bit(leaving)] == needed[_lowest_bit(leaving)]
                present[_lowest_bit(leaving)] -= 1
            first += 1
        if not missing:
            for word in range(max(first, marked), last + 1):
                if matches[MATCH_WIDTH * word + BITS] & every:
                    leaves[word] |= leaf
            marked = last + 1


@part
def _lowest_bit(bits):
    place = 0
    while not bits >> place & 1:
        place += 1
    return place


@part
def _keep_leaves(matches, count, query):
    """Keep only the matches that take part in a leaf, with the bits of their leaves; count them."""
    terms, phrases = query.terms, query.phrases
    leaves = np.zeros(count, np.int64)
    for word in range(count):
        bits = matches[MATCH_WIDTH * word + BITS]
        for at in range(0, len(terms), TERM_WIDTH):
            if bits & terms[at + BIT]:
                leaves[word] |= terms[at + LEAF]
    at = 0
    while at < len(phrases):
        slop, leaf, size = phrases[at], phrases[at + 1], phrases[at + 2]
        bits = phrases[at + 3:at + 3 + size]
        if slop < 0:
            _mark_in_order(matches, count, bits, leaf, leaves)
        else:
            _mark_within(matches, count, bits, size + slop, leaf, leaves)
        at += 3 + size
    kept = 0
    for word in range(count):
        if leaves[word]:
            kept = _keep(matches, kept, word, leaves[word])
    return kept


@part
def _keep(matches, kept, word, leaves):
    """Put a match behind those that are kept; of two that overlap, keep the shorter for both.

    Returns how many are kept.
    """
    row, before = MATCH_WIDTH * word, MATCH_WIDTH * (kept - 1)
    if kept and matches[row + START] < matches[before + END]:
        leaves |= matches[before + BITS]
        kept -= 1
        if (matches[row + END] - matches[row + START]
                >= matches[before + END] - matches[before + START]):
            row = before
    for column in range(MATCH_WIDTH):
        matches[MATCH_WIDTH * kept + column] = matches[row + column]
    matches[MATCH_WIDTH * kept + BITS] = leaves
    return kept + 1


@part
def _is_odd_blank(text, place):
    """Return whether a blank beyond ASCII begins at a lead byte."""
    if text[place] == 0xC2:
        return text[place + 1] == 0x85
    return text[place + 1] == 0x80 and 0xA8 <= text[place + 2] <= 0xA9


@part
def _select_candidates(matches, count):
    """Return the matches at which fragments may begin: see fragments.py."""
    candidates = np.empty(count, np.int64)
    if count <= MAX_CANDIDATES:
        for word in range(count):
            candidates[word] = word
        return candidates
    kinds, seen = np.empty(count, np.int64), np.zeros(count, np.int64)
    different = selected = 0
    for word in range(count):
        leaves, kind = matches[MATCH_WIDTH * word + BITS], 0
        while kind < different and kinds[kind] != leaves:
            kind += 1
        kinds[kind] = leaves
        different = max(different, kind + 1)
        seen[kind] += 1
        if seen[kind] <= MAX_CANDIDATES:
            candidates[selected] = word
            selected += 1
    return candidates[:selected]


@part
def _popcount(bits):
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@part
def _choose(matches, count, length, starts, ends, candidates):
    """Return the fragments to show, as places in `candidates`, in order; fill starts and ends."""
    size = len(candidates)
    leaves, counts = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for nth in range(size):
        word = candidates[nth]
        row = MATCH_WIDTH * word
        starts[nth] = min(max(matches[row + START] - LEAD_IN, 0), length - FRAGMENT_LENGTH)
        ends[nth] = max(starts[nth] + FRAGMENT_LENGTH, matches[row + END])
        last = word
        while last < count and matches[MATCH_WIDTH * last + END] <= ends[nth]:
            leaves[nth] |= matches[MATCH_WIDTH * last + BITS]
            last += 1
        counts[nth] = last - word
    chosen, shown = np.empty(MAX_FRAGMENTS, np.int64), 0
    for turn in range(MAX_FRAGMENTS):
        best, most = -1, -1
        for nth in range(size):
            if counts[nth] >= 0:
                worth = _popcount(leaves[nth] & ~shown) * LEAF_WORTH + counts[nth]
                if worth > most:
                    best, most = nth, worth
        if best < 0:
            return np.sort(chosen[:turn])
        chosen[turn] = best
        shown |= leaves[best]
        for nth in range(size):
            if ends[nth] > starts[best] and starts[nth] < ends[best]:
                counts[nth] = -1  # it overlaps
    return np.sort(chosen)


@part
def _find_edges(text, place, point, text_end, start, end, first, last, length):
    """Return where the fragment start:end that shows the match first:last begins and ends.

    It also returns whether the fragment may contain blanks other than spaces. `place` is the byte
    of the code point `point`, which lies nearby.
    """
    while point > max(start - 1, 0):
        place -= 1
        point -= text[place] & 0xC0 != 0x80
    while place < text_end and point < start - 1:
        point += text[place] & 0xC0 != 0x80
        place += 1
    begin, stop, has_begun, has_odd = first, last if last else end, start <= 0, False
    if has_begun:
        begin = 0
    while place < text_end and (point <= end or point < first):
        kind = _CLASSES[text[place]]
        if kind >= ODD_BLANK and (kind == ODD_BLANK or _is_odd_blank(text, place)):
            has_odd, kind = True, SPACE
        if kind == SPACE:
            if not has_begun and start - 1 <= point < first:
                begin, has_begun = point + 1, True
            if last <= point <= end and point:
                stop = point
        place += 1
        point += kind != CONTINUATION
    if length <= end:
        stop = length
    return begin, min(stop, begin + MAX_FRAGMENT_LENGTH), has_odd


@part
def _has_odd_blanks(text, begin, end):
    has_odd = False
    for place in range(begin, end):
        kind = _CLASSES[text[place]]
        has_odd |= kind >= ODD_BLANK and (kind == ODD_BLANK or _is_odd_blank(text, place))
    return has_odd


@part
def _add_fragment(fragments, used, begin, stop, has_odd, matches, count, spans, span_count):
    """Put down fragment number `used` and the spans of its matches; return the count of spans."""
    for word in range(count):
        start, end = matches[MATCH_WIDTH * word + START], matches[MATCH_WIDTH * word + END]
        if begin <= start < stop:
            spans[2 * span_count] = start - begin
            spans[2 * span_count + 1] = min(end, stop) - begin
            span_count += 1
    fragments[FRAGMENT_WIDTH * used] = begin
    fragments[FRAGMENT_WIDTH * used + 1] = stop
    fragments[FRAGMENT_WIDTH * used + 2] = span_count
    fragments[FRAGMENT_WIDTH * used + 3] = has_odd
    return span_count


@part
def _cut_body(
    text, begin, end, length, matches, count, fragments, used, spans, span_count,
):
    """Put down the fragments of a body, or its beginning if nothing matches.

    Returns the counts of fragments and of spans.
    """
    if count == 0:
        first, stop, has_odd = _find_edges(
            text, begin, 0, end, 0, FRAGMENT_LENGTH, 0, 0, length)
        return used + 1, _add_fragment(
            fragments, used, first, stop, has_odd, matches, 0, spans, span_count)
    candidates = _select_candidates(matches, count)
    starts, ends = np.empty(len(candidates), np.int64), np.empty(len(candidates), np.int64)
    for nth in _choose(matches, count, length, starts, ends, candidates):
        start, row = starts[nth], MATCH_WIDTH * candidates[nth]
        first, stop, has_odd = _find_edges(
            text, matches[row + CHUNK_BYTE], matches[row + CHUNK_START], end, start,
            start + FRAGMENT_LENGTH, matches[row + START], matches[row + END], length)
        span_count = _add_fragment(
            fragments, used, first, stop, has_odd, matches, count, spans, span_count)
        used += 1
    return used, span_count


@kernel((_CHUNKS, _I8, _VOCABULARY, _QUERY, types.boolean))
def show(chunks, lengths, vocabulary, query, cut):
    """Return what to show of texts, which are titles and bodies in turn.

    Returns the rows of fragments; how many of them each text has; and the start and end of each
    span in its fragment, one after the other; all i64. Texts are shown whole, bodies only in
    fragments if they are to be `cut`. The `lengths` of the texts are in code points, i64.
    """
    text, bounds, counts = chunks.text, chunks.bounds, chunks.counts
    texts = len(counts)
    fragments, used = np.empty(FRAGMENT_WIDTH * MAX_FRAGMENTS * texts, np.int64), 0
    fragment_counts = np.zeros(texts, np.int64)
    spans, span_count = np.empty(2 * _FIRST_ROOM, np.int64), 0
    matches, first = np.empty(MATCH_WIDTH * _FIRST_ROOM, np.int64), 0
    for nth in range(texts):
        before, last, is_body = used, first + counts[nth], nth & 1
        matches, count = _find_matches(
            chunks, first, last, vocabulary, query, 1 << is_body, matches)
        count, first = _keep_leaves(matches, count, query), last
        while 2 * (span_count + MAX_FRAGMENTS * count) > len(spans):
            spans = _enlarge(spans)
        begin, end, length = bounds[nth], bounds[nth + 1], lengths[nth]
        if cut and is_body and length > FRAGMENT_LENGTH:
            used, span_count = _cut_body(
                text, begin, end, length, matches, count, fragments, used, spans, span_count)
        elif length or not (cut and is_body):
            has_odd = _has_odd_blanks(text, begin, end)
            span_count = _add_fragment(
                fragments, used, 0, length, has_odd, matches, count, spans, span_count)
            used += 1
        fragment_counts[nth] = used - before
    return fragments[:FRAGMENT_WIDTH * used], fragment_counts, spans[:2 * span_count]


@part
def _may_be_similar(text, begin, end, size, letters, distance):
    """Return whether a form may be within `distance` edits of one with this size and letters.

    An edit changes the length by at most one, and adds or removes at most one letter.
    """
    if not size - distance <= end - begin <= 4 * (size + distance):
        return False
    if begin == end:
        return False
    points, own = 0, np.uint32(0)
    for place in range(begin, end):
        points += _CLASSES[text[place]] != CONTINUATION
        own |= _letter_bit(text[place])
    return (abs(points - size) <= distance and _popcount(np.int64(own & ~letters)) <= distance
            and _popcount(np.int64(letters & ~own)) <= distance)


@part
def _letter_bit(byte):
    """Return one of 32 bits for an ASCII character, and 0 for other bytes."""
    return np.uint32(1) << (byte & np.uint32(31)) if byte < 128 else np.uint32(0)


@part
def _find_slot(table, form):
    mask = np.uint64(len(table) - 1)
    slot = np.uint64(form) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20) & mask
    while table[slot] and table[slot] != form + 1:
        slot = (slot + np.uint64(1)) & mask
    return slot


@part
def _rehash(table):
    larger = np.zeros(2 * len(table), np.uint32)
    for entry in table:
        if entry:
            larger[_find_slot(larger, entry - 1)] = entry
    return larger


@kernel((_U4, _VOCABULARY, _U1, _INT, _INT))
def select_similar_forms(numbers, vocabulary, wanted, size, distance):
    """Return the different forms of chunks that may be within `distance` edits of `wanted`.

    They come in no order, u4. `wanted` is UTF-8 and has `size` code points.
    """
    entry_bounds, forms = vocabulary.entry_bounds, vocabulary.forms
    text, text_bounds = vocabulary.forms_text, vocabulary.forms_bounds
    letters = np.uint32(0)
    for byte in wanted:
        letters |= _letter_bit(byte)
    table = np.zeros(_FIRST_FORMS, np.uint32)
    count = 0
    for number in numbers:
        for entry in range(entry_bounds[number], entry_bounds[number + 1]):
            form = forms[entry]
            begin, end = text_bounds[form], text_bounds[form + 1]
            if not _may_be_similar(text, begin, end, size, letters, distance):
                continue
            if 2 * count > len(table):
                table = _rehash(table)
            slot = _find_slot(table, form)
            count += not table[slot]
            table[slot] = form + 1
    return table[table > 0] - np.uint32(1)
