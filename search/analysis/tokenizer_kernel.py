"""The compiled kernels that split texts into chunks and number strings.

A chunk lies between ASCII separators. No word of the analyzer reaches across one, so the analyzer
sees each different chunk once, and later it is found by its number. Chunks are in UTF-8 with ASCII
letters in lower case. The reference implementation is in `chunking.py` and `interner.py`.

A hash table is open-addressed. A slot, u8, holds the upper half of a string's hash and the string's
number + 1, or 0 if it is free. Strings lie in `strings` u1, string n at
strings[bounds[n]:bounds[n + 1]].

Texts are split, looked up and compared in blocks, one step after the other. So the processor waits
for many places of the table at once, and not for one after the other.
"""

import numpy as np
from numba import types

from search.kernel_compiler import array, kernel, part

_U1, _I8 = array(types.uint8), array(types.int64)
_BYTES, _LONGS, _TABLE = types.uint8[::1], types.int64[::1], types.uint64[::1]
_OUT, _INT, _HASH = types.uint32[::1], types.int64, types.uint64

SEPARATOR, LETTER, JOINER, OPAQUE = range(4)
"""The classes of bytes. A joiner belongs to a chunk between letters; opaque bytes are not ASCII."""

_FNV_PRIME = np.uint64(0x100000001B3)
"""FNV-1a with 64 bits (Fowler, Noll and Vo), except that the caller chooses the first value."""

_HIGH = np.uint64(0xFFFFFFFF00000000)

_BLOCK_CHUNKS = 1024
"""Chunks that are split before any is looked up: their columns fit the nearest caches."""


def classify_bytes() -> np.ndarray:
    """Return the class of each byte, u1; only ASCII can separate or join."""
    classes = np.full(256, OPAQUE, np.uint8)
    for code in range(128):
        classes[code] = LETTER if chr(code).isalnum() else SEPARATOR
    classes[list(b"'`-")] = JOINER
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
    return 1 if kind != SEPARATOR else 0


@part
def _split_block(
    text, bounds, document, place, continuation, seed, mask, codes, begins, stops, owners, starts,
    ends,
):
    """Split texts until a block is full; return where it stopped and the number of chunks.

    Fills the hash, the bytes begins:stops, the text and the code points starts:ends of each chunk.
    `continuation` counts the bytes before `place` in its text that begin no code point. Plain
    ASCII calls no function, since each call costs as much as a word.
    """
    filled = 0
    while document < len(bounds) - 1:
        base, end = bounds[document], bounds[document + 1]
        while place < end and filled < len(codes):
            if not _LETTERS[text[place]]:
                if _CLASSES[text[place]] != OPAQUE:
                    place += 1
                    continue
                if not _can_begin(text, place, end):
                    width = 3 if text[place] == 0xE2 else 2
                    place += width
                    continuation += width - 1
                    continue
            begins[filled], owners[filled] = place, document
            starts[filled] = place - base - continuation
            code = seed
            while place < end:
                letter = _LETTERS[text[place]]
                if letter:
                    code = (code ^ np.uint64(letter)) * _FNV_PRIME
                    place += 1
                    continue
                if _CLASSES[text[place]] == SEPARATOR:
                    break
                width = _continuation_width(text, place, end)
                if width == 0:
                    break
                for _ in range(width):
                    continuation += text[place] & 0xC0 == 0x80
                    code = (code ^ np.uint64(text[place])) * _FNV_PRIME
                    place += 1
            codes[filled] = (code ^ code >> np.uint64(29)) & mask
            stops[filled], ends[filled] = place, place - base - continuation
            filled += 1
        if filled == len(codes):
            break
        document, place, continuation = document + 1, end, 0
    return document, place, continuation, filled


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
def _find_slot(table, string_bounds, strings, text, begin, stop, case, code):
    """Return the slot of the string text[begin:stop], or the free slot where it belongs.

    There always is one, since no table is ever full.
    """
    mask = np.uint64(len(table) - 1)
    slot, tag = code & mask, code & _HIGH
    while table[slot]:
        if table[slot] & _HIGH == tag:
            known = np.int64(table[slot] & ~_HIGH) - 1
            first, last = string_bounds[known], string_bounds[known + 1]
            if _is_equal(text, begin, stop, case, strings, first, last):
                break
        slot = (slot + np.uint64(1)) & mask
    return slot


@part
def _append(table, slot, code, string_bounds, strings, count, text, begin, stop, case):
    """Append a new string, which gets the number `count`."""
    used = string_bounds[count]
    for place in range(stop - begin):
        strings[used + place] = case[text[begin + place]]
    string_bounds[count + 1] = used + stop - begin
    table[slot] = code & _HIGH | np.uint64(count + 1)


@part
def _is_full(table, string_bounds, strings, count, size):
    """Return whether there is no room for one more string of `size` bytes."""
    return (count + 1 >= len(string_bounds) or string_bounds[count] + size > len(strings)
            or 2 * (count + 1) > len(table))


@part
def _guess(text, table, string_bounds, strings, begins, stops, codes, filled, guesses, firsts):
    """Guess which string each chunk is, and where that begins; -1 if it is certainly another.

    Each loop reads one more thing of all chunks from memory.
    """
    mask = np.uint64(len(table) - 1)
    for nth in range(filled):
        entry = table[codes[nth] & mask]
        has_tag = (entry ^ codes[nth]) & _HIGH == 0
        guesses[nth] = np.int64(entry & ~_HIGH) - 1 if has_tag else -1
    for nth in range(filled):
        known = max(guesses[nth], 0)
        firsts[nth] = string_bounds[known]
        if string_bounds[known + 1] - firsts[nth] != stops[nth] - begins[nth]:
            guesses[nth] = -1
    for nth in range(filled):
        if strings[firsts[nth]] != _LOWER[text[begins[nth]]]:
            guesses[nth] = -1


@part
def _number_block(
    text, begins, stops, codes, guesses, firsts, table, string_bounds, strings, count, numbers,
):
    """Number the chunks of a block and append new ones; return the counts of strings and chunks.

    Stops early at a new chunk for which there is no room.
    """
    for nth in range(len(guesses)):
        begin, size, first, place = begins[nth], stops[nth] - begins[nth], firsts[nth], 0
        if guesses[nth] >= 0:
            while place < size and strings[first + place] == _LOWER[text[begin + place]]:
                place += 1
            if place == size:  # as nearly always
                numbers[nth] = guesses[nth]
                continue
        stop = begin + size
        slot = _find_slot(table, string_bounds, strings, text, begin, stop, _LOWER, codes[nth])
        if not table[slot]:
            if _is_full(table, string_bounds, strings, count, size):
                return count, nth
            _append(table, slot, codes[nth], string_bounds, strings, count, text, begin, stop,
                    _LOWER)
            count += 1
        numbers[nth] = np.int64(table[slot] & ~_HIGH) - 1
    return count, len(guesses)


@kernel((
    _U1, _I8, _INT, _INT, _INT, _TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH, _OUT, _OUT, _OUT,
    _LONGS, _INT, _LONGS,
))
def scan(
    text, bounds, document, place, continuation, table, string_bounds, strings, count, seed, mask,
    numbers, starts, ends, places, found, counts,
):
    """Split and number the texts from `place` in `document` on, until there is no room.

    Fills a row of `numbers`, `starts`, `ends` and `places` for each chunk, from row `found` on,
    and adds to the `counts` of each text: see `chunking.Chunks`. Returns where it stopped
    (document, place, continuation), the counts of strings and of chunks found, and the size in
    bytes of the chunk for which there is no room. Call again with more room until document is the
    number of texts.
    """
    codes, stops = np.empty(_BLOCK_CHUNKS, np.uint64), np.empty(_BLOCK_CHUNKS, np.int64)
    owners, guesses = np.empty(_BLOCK_CHUNKS, np.int64), np.empty(_BLOCK_CHUNKS, np.int64)
    firsts = np.empty(_BLOCK_CHUNKS, np.int64)
    while document < len(bounds) - 1:
        begins = places[found:]
        document, place, continuation, filled = _split_block(
            text, bounds, document, place, continuation, seed, mask, codes, begins, stops, owners,
            starts[found:], ends[found:])
        _guess(text, table, string_bounds, strings, begins, stops, codes, filled, guesses, firsts)
        count, numbered = _number_block(
            text, begins, stops, codes, guesses[:filled], firsts, table, string_bounds, strings,
            count, numbers[found:])
        for nth in range(numbered):
            counts[owners[nth]] += 1
        if numbered < filled:
            document, place = owners[numbered], begins[numbered]
            continuation = place - bounds[document] - starts[found + numbered]
            needed = stops[numbered] - place
            return document, place, continuation, count, found + numbered, needed
        found += numbered
    return document, place, continuation, count, found, 0


@part
def _hash(text, begin, stop, seed, mask):
    """Return the hash of a string as it is."""
    code = seed
    for place in range(begin, stop):
        code = (code ^ np.uint64(text[place])) * _FNV_PRIME
    return (code ^ code >> np.uint64(29)) & mask


@kernel((_U1, _I8, _INT, _TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH, _OUT))
def intern(text, bounds, done, table, string_bounds, strings, count, seed, mask, numbers):
    """Number the strings of `text` from the one numbered `done` on, until there is no room.

    Returns how many are done, the count of strings, and the size in bytes of the string for which
    there is no room.
    """
    for nth in range(done, len(bounds) - 1):
        begin, stop = bounds[nth], bounds[nth + 1]
        code = _hash(text, begin, stop, seed, mask)
        slot = _find_slot(table, string_bounds, strings, text, begin, stop, _UNCHANGED, code)
        if not table[slot]:
            if _is_full(table, string_bounds, strings, count, stop - begin):
                return nth, count, stop - begin
            _append(table, slot, code, string_bounds, strings, count, text, begin, stop,
                    _UNCHANGED)
            count += 1
        numbers[nth] = np.int64(table[slot] & ~_HIGH) - 1
    return len(bounds) - 1, count, 0


@kernel((_U1, _TABLE, _LONGS, _BYTES, _HASH, _HASH))
def find(text, table, string_bounds, strings, seed, mask):
    """Return the number of a string, or -1 if it has none."""
    code = _hash(text, 0, len(text), seed, mask)
    slot = _find_slot(table, string_bounds, strings, text, 0, len(text), _UNCHANGED, code)
    return np.int64(table[slot] & ~_HIGH) - 1


@kernel((_TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH))
def fill_table(table, string_bounds, strings, count, seed, mask):
    """Enter the first `count` strings into an empty table; of equal ones, the first."""
    for known in range(count):
        begin, stop = string_bounds[known], string_bounds[known + 1]
        code = _hash(strings, begin, stop, seed, mask)
        slot = _find_slot(
            table, string_bounds, strings, strings, begin, stop, _UNCHANGED, code)
        if not table[slot]:
            table[slot] = code & _HIGH | np.uint64(known + 1)
