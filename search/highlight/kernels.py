"""The kernel that finds and cuts what is shown of a page of texts, compiled.

It does at once what marks.py and windows.py do step by step, and gives the same; they say why.

A term is a row of six numbers: where it is looked for (STEM, FORM, PREFIX), its number among the
stems or forms, or where its bytes begin among `prefixes`, and how many they are, in which kinds of
text it counts, as bits, its own bit, and the bit of the leaf that it is. A phrase is one after
another: its slop (-1: in order), the bit of its leaf, how many terms it has, and their bits.
A word found is a row of six: its position, its start and end, the bits it has, and where its
chunk starts, in code points and in bytes.
"""

import numpy as np
from numba import types

from search.highlight.windows import LEAD_IN, LENGTH, LONGEST, MANY, SNIPPETS, TRIED
from search.kernel_compiler import array, kernel, part

SPACE, CONTINUED, ODD, LEADING = range(1, 5)


def blanks() -> np.ndarray:
    """For each byte whether it is a space, another blank or may begin one, or continues a point."""
    kinds = np.zeros(256, np.uint8)
    kinds[0x80:0xC0] = CONTINUED
    kinds[list(b"\t\n\v\f\r\x1c\x1d\x1e")] = ODD
    kinds[[0xC2, 0xE2]] = LEADING
    kinds[0x20] = SPACE
    return kinds


_BLANKS = blanks()
_U1, _U4, _I8 = array(types.uint8), array(types.uint32), array(types.int64)
_INT = types.int64

STEM, FORM, PREFIX = range(3)
TERM, FOUND, PIECE = 6, 6, 4
"""How many numbers a row has."""


@part
def _enlarged(values):
    made = np.empty(2 * len(values), np.int64)
    made[:len(values)] = values
    return made


@part
def _starts_with(text, begin, end, prefixes, first, size):
    if end - begin < size:
        return False
    for place in range(size):
        if text[begin + place] != prefixes[first + place]:
            return False
    return True


@part
def _bits(stem, form, terms, kind, prefixes, forms, forms_at):
    """The bits of the terms that a word meets."""
    bits = 0
    for at in range(0, len(terms), TERM):
        if not terms[at + 3] & kind:
            continue
        if terms[at] == STEM:
            met = terms[at + 1] == stem
        elif terms[at] == FORM:
            met = terms[at + 1] == form
        else:
            met = _starts_with(
                forms, forms_at[form], forms_at[form + 1], prefixes, terms[at + 1], terms[at + 2])
        if met:
            bits |= terms[at + 4]
    return bits


@part
def _hopes(terms, which):
    """Which of 64 classes of numbers a term may be among."""
    hopes = np.uint64(0)
    for at in range(0, len(terms), TERM):
        if terms[at] == which:
            hopes |= np.uint64(1) << np.uint64(terms[at + 1] & 63)
        elif terms[at] == PREFIX and which == FORM:
            return ~np.uint64(0)
    return hopes


@part
def _look(numbers, starts, places, first, last, entry_at, stems, forms, begins, ends, terms, kind,
          prefixes, text, text_at, found):
    """The words of one text that meet a term: rows, and how many."""
    of_stems, of_forms, one = _hopes(terms, STEM), _hopes(terms, FORM), np.uint64(1)
    count = position = 0
    for place in range(first, last):
        number = numbers[place]
        for entry in range(entry_at[number], entry_at[number + 1]):
            stem, form = np.uint64(stems[entry]), np.uint64(0)
            hope = of_stems >> (stem & np.uint64(63)) & one
            if of_forms:
                form = np.uint64(forms[entry])
                hope |= of_forms >> (form & np.uint64(63)) & one
            if hope:
                bits = _bits(np.int64(stem), np.int64(form), terms, kind, prefixes, text, text_at)
                if bits:
                    if FOUND * (count + 1) > len(found):
                        found = _enlarged(found)
                    found[FOUND * count] = position
                    found[FOUND * count + 1] = starts[place] + begins[entry]
                    found[FOUND * count + 2] = starts[place] + ends[entry]
                    found[FOUND * count + 3] = bits
                    found[FOUND * count + 4] = starts[place]
                    found[FOUND * count + 5] = places[place]
                    count += 1
            position += 1
    return found, count


@part
def _in_order(found, count, bits, leaf, leaves):
    """Gives the leaf's bit to words that stand next to each other with these bits."""
    for first in range(count - len(bits) + 1):
        matched = True
        for nth in range(len(bits)):
            at = FOUND * (first + nth)
            if found[at] != found[FOUND * first] + nth or not found[at + 3] & bits[nth]:
                matched = False
                break
        if matched:
            for nth in range(len(bits)):
                leaves[first + nth] |= leaf


@part
def _within(found, count, bits, width, leaf, leaves):
    """Gives the leaf's bit to words of a window that holds all of these bits: see proximity.py."""
    needed, held = np.zeros(64, np.int64), np.zeros(64, np.int64)
    every = missing = 0
    for bit in bits:
        missing += not every & bit
        every |= bit
        needed[_place(bit)] += 1
    first = marked = 0
    for last in range(count):
        kind = found[FOUND * last + 3] & every
        if not kind:
            continue
        nth = _place(kind)
        held[nth] += 1
        missing -= held[nth] == needed[nth]
        while found[FOUND * last] - found[FOUND * first] >= width:
            gone = found[FOUND * first + 3] & every
            if gone:
                missing += held[_place(gone)] == needed[_place(gone)]
                held[_place(gone)] -= 1
            first += 1
        if not missing:
            for at in range(max(first, marked), last + 1):
                if found[FOUND * at + 3] & every:
                    leaves[at] |= leaf
            marked = last + 1


@part
def _place(bit):
    """The place of the lowest bit."""
    place = 0
    while not bit >> place & 1:
        place += 1
    return place


@part
def _meet(found, count, terms, phrases):
    """Leaves only words that take part in a leaf, with the bits of their leaves; how many."""
    leaves = np.zeros(count, np.int64)
    for nth in range(count):
        bits = found[FOUND * nth + 3]
        for at in range(0, len(terms), TERM):
            if bits & terms[at + 4]:
                leaves[nth] |= terms[at + 5]
    at = 0
    while at < len(phrases):
        slop, leaf, size = phrases[at], phrases[at + 1], phrases[at + 2]
        bits = phrases[at + 3:at + 3 + size]
        if slop < 0:
            _in_order(found, count, bits, leaf, leaves)
        else:
            _within(found, count, bits, size + slop, leaf, leaves)
        at += 3 + size
    kept = 0
    for nth in range(count):
        if leaves[nth]:
            for column in range(FOUND):
                found[FOUND * kept + column] = found[FOUND * nth + column]
            found[FOUND * kept + 3] = leaves[nth]
            kept += 1
    return kept


@part
def _is_odd_blank(text, at):
    """Whether a blank beyond ASCII begins here, where it may."""
    if text[at] == 0xC2:
        return text[at + 1] == 0x85
    return text[at + 1] == 0x80 and 0xA8 <= text[at + 2] <= 0xA9


@part
def _tried(found, count):
    """The words at which windows may begin: see windows.py."""
    tried = np.empty(count, np.int64)
    if count <= TRIED:
        for nth in range(count):
            tried[nth] = nth
        return tried
    kinds, seen = np.empty(count, np.int64), np.zeros(count, np.int64)
    different = chosen = 0
    for nth in range(count):
        leaves, kind = found[FOUND * nth + 3], 0
        while kind < different and kinds[kind] != leaves:
            kind += 1
        kinds[kind] = leaves
        different = max(different, kind + 1)
        seen[kind] += 1
        if seen[kind] <= TRIED:
            tried[chosen] = nth
            chosen += 1
    return tried[:chosen]


@part
def _popcount(bits):
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@part
def _choose(found, count, length, starts, ends, tried):
    """The windows to show, as places in `tried`, in order."""
    size = len(tried)
    leaves, matches = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for nth in range(size):
        word = tried[nth]
        start, end = found[FOUND * word + 1], found[FOUND * word + 2]
        starts[nth] = min(max(start - LEAD_IN, 0), length - LENGTH)
        ends[nth] = max(starts[nth] + LENGTH, end)
        last = word
        while last < count and found[FOUND * last + 2] <= ends[nth]:
            leaves[nth] |= found[FOUND * last + 3]
            last += 1
        matches[nth] = last - word
    chosen, shown = np.empty(SNIPPETS, np.int64), 0
    for turn in range(SNIPPETS):
        best, most = -1, -1
        for nth in range(size):
            if matches[nth] >= 0:
                worth = _popcount(leaves[nth] & ~shown) * MANY + matches[nth]
                if worth > most:
                    best, most = nth, worth
        if best < 0:
            return np.sort(chosen[:turn])
        chosen[turn] = best
        shown |= leaves[best]
        for nth in range(size):
            if ends[nth] > starts[best] and starts[nth] < ends[best]:
                matches[nth] = -1  # it overlaps
    return np.sort(chosen)


@part
def _edges(text, at, point, text_end, start, end, first, last, length):
    """Where the window start:end begins and stops that shows the match first:last.

    Also whether it may hold blanks other than spaces. `at` is the byte of the code point `point`,
    somewhere near.
    """
    while point > max(start - 1, 0):
        at -= 1
        point -= text[at] & 0xC0 != 0x80
    while at < text_end and point < start - 1:
        point += text[at] & 0xC0 != 0x80
        at += 1
    begin, stop, found, odd = first, last if last else end, start <= 0, False
    if found:
        begin = 0
    while at < text_end and (point <= end or point < first):
        kind = _BLANKS[text[at]]
        if kind >= ODD and (kind == ODD or _is_odd_blank(text, at)):
            odd, kind = True, SPACE
        if kind == SPACE:
            if not found and start - 1 <= point < first:
                begin, found = point + 1, True
            if last <= point <= end and point:
                stop = point
        at += 1
        point += kind != CONTINUED
    if length <= end:
        stop = length
    return begin, min(stop, begin + LONGEST), odd


@part
def _has_odd_blanks(text, at, end):
    odd = False
    for place in range(at, end):
        kind = _BLANKS[text[place]]
        odd |= kind >= ODD and (kind == ODD or _is_odd_blank(text, place))
    return odd


@part
def _add_piece(pieces, made, begin, stop, odd, found, count, spans, used):
    """Puts a piece down, and the matches in it."""
    for nth in range(count):
        start, end = found[FOUND * nth + 1], found[FOUND * nth + 2]
        if begin <= start < stop:
            spans[2 * used] = start - begin
            spans[2 * used + 1] = min(end, stop) - begin
            used += 1
    pieces[PIECE * made] = begin
    pieces[PIECE * made + 1] = stop
    pieces[PIECE * made + 2] = used
    pieces[PIECE * made + 3] = odd
    return used


@part
def _cut(text, at, end, length, found, count, pieces, made, spans, used):
    """Puts down the pieces of a body, or its beginning if it has no match."""
    if count == 0:
        begin, stop, odd = _edges(text, at, 0, end, 0, LENGTH, 0, 0, length)
        return made + 1, _add_piece(pieces, made, begin, stop, odd, found, 0, spans, used)
    tried = _tried(found, count)
    lows, highs = np.empty(len(tried), np.int64), np.empty(len(tried), np.int64)
    for window in _choose(found, count, length, lows, highs, tried):
        low, word = lows[window], FOUND * tried[window]
        begin, stop, odd = _edges(
            text, found[word + 5], found[word + 4], end, low, low + LENGTH, found[word + 1],
            found[word + 2], length)
        used = _add_piece(pieces, made, begin, stop, odd, found, count, spans, used)
        made += 1
    return made, used


@kernel((
    _U1, _I8, _I8, _U4, _U4, _I8, _I8, _I8, _U4, _U4, _U4, _U4, _U1, _I8, _I8, _I8, _U1,
    types.boolean,
))
def show(
    text, bounds, lengths, numbers, starts, places, counts, entry_at, stems, forms, begins, ends,
    forms_text, forms_at, terms, phrases, prefixes, cut,
):
    """The pieces to show of texts, title and body in turn; of bodies only some if they are `cut`.

    Gives rows of begin, stop, matches in this piece and all before, and whether there may be
    blanks that are no spaces; how many pieces each text has; and each match's start and end in
    its piece. `lengths` i8 are the code points of each text.
    """
    texts = len(counts)
    pieces, made = np.empty(PIECE * SNIPPETS * texts, np.int64), 0
    parts, spans, used = np.zeros(texts, np.int64), np.empty(512, np.int64), 0
    found, first = np.empty(512, np.int64), 0
    for nth in range(texts):
        before, last = made, first + counts[nth]
        found, count = _look(
            numbers, starts, places, first, last, entry_at, stems, forms, begins, ends, terms,
            1 << (nth & 1), prefixes, forms_text, forms_at, found)
        count, first = _meet(found, count, terms, phrases), last
        while 2 * (used + SNIPPETS * count) > len(spans):
            spans = _enlarged(spans)
        at, end, length = bounds[nth], bounds[nth + 1], lengths[nth]
        if cut and nth & 1 and length > LENGTH:
            made, used = _cut(text, at, end, length, found, count, pieces, made, spans, used)
        elif length or not (cut and nth & 1):
            odd = _has_odd_blanks(text, at, end)
            used = _add_piece(pieces, made, 0, length, odd, found, count, spans, used)
            made += 1
        parts[nth] = made - before
    return pieces[:PIECE * made], parts, spans[:2 * used]


@part
def _may_be_like(text, begin, end, size, letters, distance):
    """Whether a form may be so many edits away from one with so many code points and letters.

    Each edit changes the length by one at the most, and brings or takes one letter.
    """
    if not size - distance <= end - begin <= 4 * (size + distance):
        return False
    points, its = 0, np.uint32(0)
    for place in range(begin, end):
        points += _BLANKS[text[place]] != CONTINUED
        its |= _letter(text[place])
    return (abs(points - size) <= distance and _popcount(np.int64(its & ~letters)) <= distance
            and _popcount(np.int64(letters & ~its)) <= distance)


@part
def _letter(byte):
    """A bit for an ASCII character."""
    return np.uint32(1) << (byte & np.uint32(31)) if byte < 128 else np.uint32(0)


@part
def _slot(table, form):
    mask = np.uint64(len(table) - 1)
    slot = np.uint64(form) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20) & mask
    while table[slot] and table[slot] != form + 1:
        slot = (slot + np.uint64(1)) & mask
    return slot


@part
def _rehashed(table):
    larger = np.zeros(2 * len(table), np.uint32)
    for entry in table:
        if entry:
            larger[_slot(larger, entry - 1)] = entry
    return larger


@kernel((_U4, _I8, _U4, _U1, _I8, _U1, _INT, _INT))
def forms_like(numbers, entry_at, forms, text, text_at, wanted, size, distance):
    """The different forms of chunks, in no order, that may be so many edits away from `wanted`.

    That is UTF-8 and has `size` code points.
    """
    letters = np.uint32(0)
    for byte in wanted:
        letters |= _letter(byte)
    table = np.zeros(1024, np.uint32)
    count = 0
    for number in numbers:
        for entry in range(entry_at[number], entry_at[number + 1]):
            form = forms[entry]
            begin, end = text_at[form], text_at[form + 1]
            if not _may_be_like(text, begin, end, size, letters, distance):
                continue
            if 2 * count > len(table):
                table = _rehashed(table)
            slot = _slot(table, form)
            count += not table[slot]
            table[slot] = form + 1
    return table[table > 0] - np.uint32(1)
