"""The compiled kernels that split texts into chunks and number strings.

A chunk lies between ASCII separators, or is a blank line. No word of the analyzer reaches across
one, so the analyzer sees each different chunk once, and later it is found by its number. Chunks are
in UTF-8 with ASCII letters in lower case. The reference implementation is in `chunking.py` and
`interner.py`.

A hash table is open-addressed. A slot, u8, holds the upper half of a string's hash and the string's
number + 1, or 0 if it is free. `kernel_types.py` describes the arguments.

The hash is SipHash-1-3 with a secret key of 128 bits (Aumasson and Bernstein, SipHash: a fast
short-input PRF, 2012; Python hashes strings with the same variant). Without the key nobody can
choose strings that share a slot, which would make every look-up slow. A secret first value of a
plain hash, such as FNV-1a, is not enough: strings that collide for one value collide for many.

Texts are split, looked up and compared in blocks, one step after the other. So the processor waits
for many places of the table at once, and not for one after the other.
"""

import numpy as np
from numba import types

from search.analysis.kernel_types import ChunkBlock, ChunkColumns, Cursor, StringTable, Texts
from search.kernel_compiler import array, kernel, part

_U1, _U4, _I8 = array(types.uint8), array(types.uint32), array(types.int64)
_BYTES, _LONGS, _SLOTS = types.uint8[::1], types.int64[::1], types.uint64[::1]
_OUT, _INT, _HASH = types.uint32[::1], types.int64, types.uint64

_TEXTS = types.NamedTuple([_U1, _LONGS], Texts)
_TABLE = types.NamedTuple([_SLOTS, _LONGS, _BYTES, _HASH, _HASH, _HASH], StringTable)
_CURSOR = types.NamedUniTuple(_INT, 4, Cursor)
_COLUMNS = types.NamedTuple([_OUT, _OUT, _OUT, _LONGS, _LONGS], ChunkColumns)

SEPARATOR, LETTER, JOINER, OPAQUE, BREAK, POINT = range(6)
"""The classes of bytes. A joiner belongs to a chunk between letters; opaque bytes are not ASCII.
Two breaks are a chunk. A point belongs to a chunk between digits, or between initials; a percent
sign, which is of its class, behind digits."""

_SIP_START = tuple(np.frombuffer(b"somepseudorandomlygeneratedbytes", ">u8").astype(np.uint64))
"""What SipHash combines with the key at first: its constants."""

_HIGH = np.uint64(0xFFFFFFFF00000000)

_NEWLINE, _SPACE, _DOT, _PERCENT = b"\n .%"

_BLOCK_CHUNKS = 1024
"""Chunks that are split before any is looked up: their columns fit the nearest caches."""


def classify_bytes() -> np.ndarray:
    """Return the class of each byte, u1; only ASCII can separate or join."""
    classes = np.full(256, OPAQUE, np.uint8)
    for code in range(128):
        classes[code] = LETTER if chr(code).isalnum() else SEPARATOR
    classes[list(b"'`-")] = JOINER
    classes[list(b".,/%")] = POINT
    classes[_NEWLINE] = BREAK
    return classes


_CLASSES = classify_bytes()
_LOWER = np.frombuffer(bytes(range(256)).lower(), np.uint8)
_UNCHANGED = np.arange(256).astype(np.uint8)
_LETTERS = np.where(_CLASSES == LETTER, _LOWER, 0).astype(np.uint8)
"""ASCII letters and digits in lower case, and 0 for all other bytes."""


@part
def _can_begin(text, place, end):
    """Return whether a character that may belong to a word begins at this byte."""
    if place >= end:
        return False
    kind = _CLASSES[text[place]]
    if kind != OPAQUE:
        return kind == LETTER
    if text[place] == 0xE2 and place + 2 < end and text[place + 1] == 0x80:
        # U+2000 to U+203F: spaces, dashes and quotes, except for zero-width ones and two hyphens
        last = text[place + 2]
        return 0x8B <= last <= 0x8D or last == 0x90 or last == 0x91
    return not (text[place] == 0xC2 and place + 1 < end and text[place + 1] == 0xA0)


@part
def _continuation_width(text, place, end):
    """Return how many bytes continue a chunk here, once it has begun; 0 at its end."""
    kind = _CLASSES[text[place]]
    if kind == JOINER:
        return 1 if _can_begin(text, place + 1, end) else 0
    if kind == OPAQUE and not _can_begin(text, place, end):
        quote = text[place] == 0xE2 and (text[place + 2] == 0x98 or text[place + 2] == 0x99)
        return 3 if quote and _can_begin(text, place + 3, end) else 0
    return 1 if kind == LETTER or kind == OPAQUE else 0


@part
def _is_digit(byte):
    return 48 <= byte <= 57


@part
def _is_letter(byte):
    """Return whether a byte is an ASCII letter."""
    return 97 <= _LOWER[byte] <= 122


@part
def _point_width(text, begin, place, end):
    """Return how many bytes continue a chunk at a point; 0 at its end.

    Between digits it is one, and behind a single letter before another, maybe with a space between
    them if a point follows too: B.J and B. J. of names. So is a percent sign behind a digit.
    """
    before = text[place - 1]
    if text[place] == _PERCENT:
        return 1 if _is_digit(before) else 0
    if place + 1 >= end:
        return 0
    after = text[place + 1]
    if _is_digit(before) and _is_digit(after):
        return 1
    is_single = place - 1 == begin or _CLASSES[text[place - 2]] != LETTER
    if text[place] != _DOT or not (_is_letter(before) and is_single):
        return 0
    if after != _SPACE:
        return 1 if _is_letter(after) else 0
    if place + 2 < end and _is_letter(text[place + 2]):
        return 2 if place + 3 >= end or text[place + 3] == _DOT else 0
    return 0


@part
def _precedes_percent(text, place, end):
    """Return whether a space behind a digit and before a percent sign is here."""
    return (place + 1 < end and text[place + 1] == _PERCENT and text[place] == _SPACE
            and _is_digit(text[place - 1]))


@part
def _rotate(word, bits):
    """Return the word rotated to the left."""
    return word << np.uint64(bits) | word >> np.uint64(64 - bits)


@part
def _sip_round(state):
    """Return the state of SipHash after one more round."""
    a, b, c, d = state
    a += b
    b = _rotate(b, 13) ^ a
    a = _rotate(a, 32)
    c += d
    d = _rotate(d, 16) ^ c
    a += d
    d = _rotate(d, 21) ^ a
    c += b
    b = _rotate(b, 17) ^ c
    c = _rotate(c, 32)
    return a, b, c, d


@part
def _begin_hash(table):
    """Return the state of SipHash before the first word."""
    return (table.key ^ _SIP_START[0], table.key2 ^ _SIP_START[1],
            table.key ^ _SIP_START[2], table.key2 ^ _SIP_START[3])


@part
def _absorb(state, word):
    """Return the state after one more word of eight bytes."""
    a, b, c, d = state
    a, b, c, d = _sip_round((a, b, c, d ^ word))
    return a ^ word, b, c, d


@part
def _finish_hash(table, state, word, size):
    """Return the hash of a string of `size` bytes, whose last, incomplete word is `word`."""
    a, b, c, d = _absorb(state, word | np.uint64(size) << np.uint64(56))
    state = (a, b, c ^ np.uint64(0xFF), d)
    a, b, c, d = _sip_round(_sip_round(_sip_round(state)))
    return (a ^ b ^ c ^ d) & table.mask


@part
def _hash(text, begin, stop, table):
    """Return the hash of a string as it is."""
    state, word, shift = _begin_hash(table), np.uint64(0), np.uint64(0)
    for place in range(begin, stop):
        word |= np.uint64(text[place]) << shift
        shift += np.uint64(8)
        if shift == np.uint64(64):
            state, word, shift = _absorb(state, word), np.uint64(0), np.uint64(0)
    return _finish_hash(table, state, word, stop - begin)


@part
def _split_block(texts, cursor, table, block):
    """Split texts until a block is full; return where it stopped.

    Fills all columns of the block but its guesses. Plain ASCII calls no function, since each call
    costs as much as a word; what numba inlines still takes a tenth longer than these loops.
    """
    text, document, place, continuation = texts.text, *cursor[:3]
    start, filled = _begin_hash(table), 0
    break_code = _finish_hash(table, start, np.uint64(_NEWLINE << 8 | _NEWLINE), 2)
    while document < len(texts.bounds) - 1:
        base, end = texts.bounds[document], texts.bounds[document + 1]
        while place < end and filled < len(block.codes):
            if not _LETTERS[text[place]]:
                kind = _CLASSES[text[place]]
                if kind == BREAK and place + 1 < end and text[place + 1] == _NEWLINE:
                    block.begins[filled], block.stops[filled] = place, place + 2
                    block.owners[filled], block.codes[filled] = document, break_code
                    block.starts[filled] = place - base - continuation
                    block.ends[filled] = block.starts[filled] + 2
                    filled += 1
                    while place < end and text[place] == _NEWLINE:
                        place += 1
                    continue
                if kind != OPAQUE:
                    place += 1
                    continue
                if not _can_begin(text, place, end):
                    width = 3 if text[place] == 0xE2 else 2
                    place += width
                    continuation += width - 1
                    continue
            begin = place
            block.begins[filled], block.owners[filled] = begin, document
            block.starts[filled] = begin - base - continuation
            state, word, shift = start, np.uint64(0), np.uint64(0)
            while place < end:
                letter, width = _LETTERS[text[place]], 1
                if not letter:
                    kind = _CLASSES[text[place]]
                    if kind == BREAK:
                        break
                    if kind == SEPARATOR:
                        width = 2 if _precedes_percent(text, place, end) else 0
                    else:
                        width = (_point_width(text, begin, place, end) if kind == POINT
                                 else _continuation_width(text, place, end))
                    if width == 0:
                        break
                for _ in range(width):
                    letter = _LOWER[text[place]]
                    continuation += letter & 0xC0 == 0x80
                    word |= np.uint64(letter) << shift
                    shift += np.uint64(8)
                    if shift == np.uint64(64):
                        state, word, shift = _absorb(state, word), np.uint64(0), np.uint64(0)
                    place += 1
            block.codes[filled] = _finish_hash(table, state, word, place - begin)
            block.stops[filled], block.ends[filled] = place, place - base - continuation
            filled += 1
        if filled == len(block.codes):
            break
        document, place, continuation = document + 1, end, 0
    return Cursor(document, place, continuation, cursor.found + filled)


@part
def _is_equal(text, begin, stop, case, strings, first, last):
    """Return whether strings[first:last] is text[begin:stop] in this case."""
    if last - first != stop - begin:
        return False
    for place in range(stop - begin):
        if strings[first + place] != case[text[begin + place]]:
            return False
    return True


@part
def _find_slot(table, text, begin, stop, case, code):
    """Return the slot of the string text[begin:stop], or the free slot where it belongs.

    There always is one, since no table is ever full.
    """
    slots, mask = table.slots, np.uint64(len(table.slots) - 1)
    slot, tag = code & mask, code & _HIGH
    while slots[slot]:
        if slots[slot] & _HIGH == tag:
            known = np.int64(slots[slot] & ~_HIGH) - 1
            first, last = table.bounds[known], table.bounds[known + 1]
            if _is_equal(text, begin, stop, case, table.text, first, last):
                break
        slot = (slot + np.uint64(1)) & mask
    return slot


@part
def _append(table, slot, code, count, text, begin, stop, case):
    """Append a new string, which gets the number `count`."""
    used = table.bounds[count]
    for place in range(stop - begin):
        table.text[used + place] = case[text[begin + place]]
    table.bounds[count + 1] = used + stop - begin
    table.slots[slot] = code & _HIGH | np.uint64(count + 1)


@part
def _is_full(table, count, size):
    """Return whether there is no room for one more string of `size` bytes."""
    return (count + 1 >= len(table.bounds) or table.bounds[count] + size > len(table.text)
            or 2 * (count + 1) > len(table.slots))


@part
def _guess(text, table, block, filled):
    """Guess which string each chunk is, and where that begins; -1 if it is certainly another.

    Each loop reads one more thing of all chunks from memory.
    """
    codes, guesses, firsts = block.codes, block.guesses, block.firsts
    mask = np.uint64(len(table.slots) - 1)
    for nth in range(filled):
        entry = table.slots[codes[nth] & mask]
        has_tag = (entry ^ codes[nth]) & _HIGH == 0
        guesses[nth] = np.int64(entry & ~_HIGH) - 1 if has_tag else -1
    for nth in range(filled):
        known = max(guesses[nth], 0)
        firsts[nth] = table.bounds[known]
        if table.bounds[known + 1] - firsts[nth] != block.stops[nth] - block.begins[nth]:
            guesses[nth] = -1
    for nth in range(filled):
        if table.text[firsts[nth]] != _LOWER[text[block.begins[nth]]]:
            guesses[nth] = -1


@part
def _number_block(text, table, count, block, filled, numbers):
    """Number the chunks of a block and append new ones; return the counts of strings and chunks.

    Stops early at a new chunk for which there is no room.
    """
    strings, guesses = table.text, block.guesses
    for nth in range(filled):
        begin, stop, place = block.begins[nth], block.stops[nth], 0
        size, first = stop - begin, block.firsts[nth]
        if guesses[nth] >= 0:
            while place < size and strings[first + place] == _LOWER[text[begin + place]]:
                place += 1
            if place == size:  # as nearly always
                numbers[nth] = guesses[nth]
                continue
        slot = _find_slot(table, text, begin, stop, _LOWER, block.codes[nth])
        if not table.slots[slot]:
            if _is_full(table, count, size):
                return count, nth
            _append(table, slot, block.codes[nth], count, text, begin, stop, _LOWER)
            count += 1
        numbers[nth] = np.int64(table.slots[slot] & ~_HIGH) - 1
    return count, filled


@part
def _cut_block(columns, found, codes, stops, owners, guesses, firsts):
    """Return a block whose rows that are kept lie in the columns from row `found` on."""
    begins, starts, ends = columns.places[found:], columns.starts[found:], columns.ends[found:]
    return ChunkBlock(codes, begins, stops, owners, starts, ends, guesses, firsts)


@part
def _stop_before(texts, block, nth, found):
    """Return the cursor before chunk `nth` of a block, whose first chunk is number `found`."""
    document, place = block.owners[nth], block.begins[nth]
    continuation = place - texts.bounds[document] - block.starts[nth]
    return Cursor(document, place, continuation, found + nth)


@kernel((_TEXTS, _CURSOR, _TABLE, _INT, _COLUMNS))
def scan(texts, cursor, table, count, columns):
    """Split and number the texts from the cursor on, until there is no room.

    `count` is the number of strings in the table. Fills a row of `columns` for each chunk, and adds
    to the `counts` of each text. Returns where it stopped, the count of strings, and the size in
    bytes of the chunk for which there is no room. Call again with more room until the cursor's
    document is the number of texts.
    """
    codes, stops = np.empty(_BLOCK_CHUNKS, np.uint64), np.empty(_BLOCK_CHUNKS, np.int64)
    owners, guesses = np.empty(_BLOCK_CHUNKS, np.int64), np.empty(_BLOCK_CHUNKS, np.int64)
    firsts = np.empty(_BLOCK_CHUNKS, np.int64)
    while cursor.document < len(texts.bounds) - 1:
        found = cursor.found
        block = _cut_block(columns, found, codes, stops, owners, guesses, firsts)
        cursor = _split_block(texts, cursor, table, block)
        filled = cursor.found - found
        _guess(texts.text, table, block, filled)
        count, numbered = _number_block(
            texts.text, table, count, block, filled, columns.numbers[found:])
        for nth in range(numbered):
            columns.counts[owners[nth]] += 1
        if numbered < filled:
            cursor = _stop_before(texts, block, numbered, found)
            return cursor, count, stops[numbered] - cursor.place
    return cursor, count, 0


@kernel((_TEXTS, _INT, _TABLE, _INT, _OUT))
def intern(texts, done, table, count, numbers):
    """Number the strings of `texts` from the one numbered `done` on, until there is no room.

    Returns how many are done, the count of strings, and the size in bytes of the string for which
    there is no room.
    """
    text = texts.text
    for nth in range(done, len(texts.bounds) - 1):
        begin, stop = texts.bounds[nth], texts.bounds[nth + 1]
        code = _hash(text, begin, stop, table)
        slot = _find_slot(table, text, begin, stop, _UNCHANGED, code)
        if not table.slots[slot]:
            if _is_full(table, count, stop - begin):
                return nth, count, stop - begin
            _append(table, slot, code, count, text, begin, stop, _UNCHANGED)
            count += 1
        numbers[nth] = np.int64(table.slots[slot] & ~_HIGH) - 1
    return len(texts.bounds) - 1, count, 0


@kernel((_U1, _TABLE))
def find(text, table):
    """Return the number of a string, or -1 if it has none."""
    code = _hash(text, 0, len(text), table)
    slot = _find_slot(table, text, 0, len(text), _UNCHANGED, code)
    return np.int64(table.slots[slot] & ~_HIGH) - 1


@kernel((_TABLE, _INT))
def fill_table(table, count):
    """Enter the first `count` strings into empty slots; of equal ones, the first."""
    strings = table.text
    for known in range(count):
        begin, stop = table.bounds[known], table.bounds[known + 1]
        code = _hash(strings, begin, stop, table)
        slot = _find_slot(table, strings, begin, stop, _UNCHANGED, code)
        if not table.slots[slot]:
            table.slots[slot] = code & _HIGH | np.uint64(known + 1)


@kernel((_U1, _LONGS, _LONGS, _U4, _BYTES))
def copy(text, firsts, sizes, numbers, copied):
    """Copy pieces of a text by their numbers, one after the other, into what they fill exactly.

    16 bytes are copied at once where there is room, and what was too much is written over.
    """
    at, last, end = 0, len(text) - 16, len(copied) - 16
    for nth in range(len(numbers)):
        number = np.uint64(numbers[nth])
        size = sizes[number]
        for done in range(0, size, 16):
            source, target = firsts[number] + done, at + done
            if source <= last and target <= end:
                for place in range(16):
                    copied[np.uint64(target + place)] = text[np.uint64(source + place)]
            else:
                for place in range(min(16, size - done)):
                    copied[target + place] = text[source + place]
        at += size
