"""The kernels that part texts into chunks and number different strings, compiled.

A chunk is what lies between ASCII separators: no word of the reference analyzer reaches across
one, so each different chunk is shown to it once, and found by its number ever after. Chunks are
in UTF-8, ASCII letters in lower case.

A table of numbers is open-addressed: a slot holds the upper half of a string's hash and its
number + 1, or 0. Text is parted, looked up and compared in blocks, one step after the other:
so a processor waits for many places of the table at once and not for each in turn.
"""

import numpy as np
from numba import types

from search.kernel_compiler import array, kernel, part

_U1, _I8 = array(types.uint8), array(types.int64)
_BYTES, _LONGS, _TABLE = types.uint8[::1], types.int64[::1], types.uint64[::1]
_OUT, _INT, _HASH = types.uint32[::1], types.int64, types.uint64

SEPARATOR, LETTER, JOINER, OPAQUE = range(4)

_PRIME = np.uint64(0x100000001B3)
"""FNV-1a (Fowler, Noll, Vo), 64 bits, but for its first value, which whoever calls chooses."""

_HIGH = np.uint64(0xFFFFFFFF00000000)

_BLOCK = 1024
"""Chunks parted before any is looked up: what is known of them fits the nearest caches."""


def classes() -> np.ndarray:
    """The class of each byte: only ASCII can separate or join."""
    kinds = np.full(256, OPAQUE, np.uint8)
    for code in range(128):
        kinds[code] = LETTER if chr(code).isalnum() else SEPARATOR
    kinds[list(b"'`-")] = JOINER
    return kinds


_CLASSES = classes()
_LOWER = np.frombuffer(bytes(range(256)).lower(), np.uint8)
_AS_IT_IS = np.arange(256).astype(np.uint8)
_LETTERS = np.where(_CLASSES == LETTER, _LOWER, 0).astype(np.uint8)
"""ASCII letters and digits in lower case, 0 for all other bytes."""


@part
def _begins(text, at, end):
    """Whether something that may belong to a word stands at this place."""
    if at >= end:
        return False
    kind = _CLASSES[text[at]]
    if kind != OPAQUE:
        return kind == LETTER
    if text[at] == 0xE2 and at + 2 < end and text[at + 1] == 0x80:
        # U+2000 to U+203F: spaces, dashes and quotes, but for zero-width ones and two hyphens
        last = text[at + 2]
        return 0x8B <= last <= 0x8D or last == 0x90 or last == 0x91
    return not (text[at] == 0xC2 and at + 1 < end and text[at + 1] == 0xA0)


@part
def _goes_on(text, at, end):
    """How many bytes of a chunk stand here, once it has begun; 0 at its end."""
    kind = _CLASSES[text[at]]
    if kind == JOINER:
        return 1 if _begins(text, at + 1, end) else 0
    if kind == OPAQUE and not _begins(text, at, end):
        quote = text[at] == 0xE2 and (text[at + 2] == 0x98 or text[at + 2] == 0x99)
        return 3 if quote and _begins(text, at + 3, end) else 0
    return 1 if kind != SEPARATOR else 0


@part
def _parted(
    text, bounds, document, at, more, seed, kept, codes, begins, stops, owners, starts, ends,
):
    """Parts texts until a block is full: where it stopped, and how many chunks there are.

    `more` are the bytes before `at` in its text that begin no code point. What is plain ASCII
    calls no function: each call costs as much as a word.
    """
    filled = 0
    while document < len(bounds) - 1:
        base, end = bounds[document], bounds[document + 1]
        while at < end and filled < len(codes):
            if not _LETTERS[text[at]]:
                if _CLASSES[text[at]] != OPAQUE:
                    at += 1
                    continue
                if not _begins(text, at, end):
                    width = 3 if text[at] == 0xE2 else 2
                    at += width
                    more += width - 1
                    continue
            begins[filled], owners[filled], starts[filled] = at, document, at - base - more
            code = seed
            while at < end:
                letter = _LETTERS[text[at]]
                if letter:
                    code = (code ^ np.uint64(letter)) * _PRIME
                    at += 1
                    continue
                if _CLASSES[text[at]] == SEPARATOR:
                    break
                width = _goes_on(text, at, end)
                if width == 0:
                    break
                for _ in range(width):
                    more += text[at] & 0xC0 == 0x80
                    code = (code ^ np.uint64(text[at])) * _PRIME
                    at += 1
            codes[filled] = (code ^ code >> np.uint64(29)) & kept
            stops[filled], ends[filled] = at, at - base - more
            filled += 1
        if filled == len(codes):
            break
        document, at, more = document + 1, end, 0
    return document, at, more, filled


@part
def _same(text, begin, stop, case, arena, first, last):
    """Whether arena[first:last] is text[begin:stop] in this case."""
    if last - first != stop - begin:
        return False
    for place in range(stop - begin):
        if arena[first + place] != case[text[begin + place]]:
            return False
    return True


@part
def _slot(table, arena_at, arena, text, begin, stop, case, code):
    """The place in the table of the string text[begin:stop], or where it is to be put.

    There always is one: no table is ever full.
    """
    mask = np.uint64(len(table) - 1)
    slot, tag = code & mask, code & _HIGH
    while table[slot]:
        if table[slot] & _HIGH == tag:
            known = np.int64(table[slot] & ~_HIGH) - 1
            if _same(text, begin, stop, case, arena, arena_at[known], arena_at[known + 1]):
                break
        slot = (slot + np.uint64(1)) & mask
    return slot


@part
def _put(table, slot, code, arena_at, arena, count, text, begin, stop, case):
    """Puts a new string down, with the next number."""
    used = arena_at[count]
    for place in range(stop - begin):
        arena[used + place] = case[text[begin + place]]
    arena_at[count + 1] = used + stop - begin
    table[slot] = code & _HIGH | np.uint64(count + 1)


@part
def _is_full(table, arena_at, arena, count, size):
    return (count + 1 >= len(arena_at) or arena_at[count] + size > len(arena)
            or 2 * (count + 1) > len(table))


@part
def _guess(text, table, arena_at, arena, begins, stops, codes, filled, guesses, firsts):
    """Which string each chunk probably is, and where that begins; -1 where it is none.

    Each loop asks memory for one thing more of all chunks.
    """
    mask = np.uint64(len(table) - 1)
    for nth in range(filled):
        entry = table[codes[nth] & mask]
        alike = (entry ^ codes[nth]) & _HIGH == 0
        guesses[nth] = np.int64(entry & ~_HIGH) - 1 if alike else -1
    for nth in range(filled):
        known = max(guesses[nth], 0)
        firsts[nth] = arena_at[known]
        if arena_at[known + 1] - firsts[nth] != stops[nth] - begins[nth]:
            guesses[nth] = -1
    for nth in range(filled):
        if arena[firsts[nth]] != _LOWER[text[begins[nth]]]:
            guesses[nth] = -1


@part
def _numbered(
    text, begins, stops, codes, guesses, firsts, table, arena_at, arena, count, numbers,
):
    """Numbers a block, taking in what is new; how many strings are known and were numbered.

    Fewer are numbered than there are where there is no room for a new one.
    """
    for nth in range(len(guesses)):
        begin, size, first, place = begins[nth], stops[nth] - begins[nth], firsts[nth], 0
        if guesses[nth] >= 0:
            while place < size and arena[first + place] == _LOWER[text[begin + place]]:
                place += 1
            if place == size:  # as nearly always
                numbers[nth] = guesses[nth]
                continue
        stop = begin + size
        slot = _slot(table, arena_at, arena, text, begin, stop, _LOWER, codes[nth])
        if not table[slot]:
            if _is_full(table, arena_at, arena, count, size):
                return count, nth
            _put(table, slot, codes[nth], arena_at, arena, count, text, begin, stop, _LOWER)
            count += 1
        numbers[nth] = np.int64(table[slot] & ~_HIGH) - 1
    return count, len(guesses)


@kernel((
    _U1, _I8, _INT, _INT, _INT, _TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH, _OUT, _OUT, _OUT,
    _LONGS, _INT, _LONGS,
))
def scan(
    text, bounds, document, at, more, table, arena_at, arena, count, seed, kept, numbers, starts,
    ends, places, found, counts,
):
    codes, stops = np.empty(_BLOCK, np.uint64), np.empty(_BLOCK, np.int64)
    owners, guesses = np.empty(_BLOCK, np.int64), np.empty(_BLOCK, np.int64)
    firsts = np.empty(_BLOCK, np.int64)
    while document < len(bounds) - 1:
        begins = places[found:]
        document, at, more, filled = _parted(
            text, bounds, document, at, more, seed, kept, codes, begins, stops, owners,
            starts[found:], ends[found:])
        _guess(text, table, arena_at, arena, begins, stops, codes, filled, guesses, firsts)
        count, numbered = _numbered(
            text, begins, stops, codes, guesses[:filled], firsts, table, arena_at, arena, count,
            numbers[found:])
        for nth in range(numbered):
            counts[owners[nth]] += 1
        if numbered < filled:
            document, at = owners[numbered], begins[numbered]
            more = at - bounds[document] - starts[found + numbered]
            return document, at, more, count, found + numbered, stops[numbered] - at
        found += numbered
    return document, at, more, count, found, 0


@part
def _hashed(text, begin, stop, seed, kept):
    """The hash of a string as it is."""
    code = seed
    for at in range(begin, stop):
        code = (code ^ np.uint64(text[at])) * _PRIME
    return (code ^ code >> np.uint64(29)) & kept


@kernel((_U1, _I8, _INT, _TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH, _OUT))
def number(text, bounds, done, table, arena_at, arena, count, seed, kept, numbers):
    for nth in range(done, len(bounds) - 1):
        begin, stop = bounds[nth], bounds[nth + 1]
        code = _hashed(text, begin, stop, seed, kept)
        slot = _slot(table, arena_at, arena, text, begin, stop, _AS_IT_IS, code)
        if not table[slot]:
            if _is_full(table, arena_at, arena, count, stop - begin):
                return nth, count, stop - begin
            _put(table, slot, code, arena_at, arena, count, text, begin, stop, _AS_IT_IS)
            count += 1
        numbers[nth] = np.int64(table[slot] & ~_HIGH) - 1
    return len(bounds) - 1, count, 0


@kernel((_U1, _TABLE, _LONGS, _BYTES, _HASH, _HASH))
def find(text, table, arena_at, arena, seed, kept):
    code = _hashed(text, 0, len(text), seed, kept)
    slot = _slot(table, arena_at, arena, text, 0, len(text), _AS_IT_IS, code)
    return np.int64(table[slot] & ~_HIGH) - 1


@kernel((_TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH))
def enter(table, arena_at, arena, count, seed, kept):
    for known in range(count):
        begin, stop = arena_at[known], arena_at[known + 1]
        code = _hashed(arena, begin, stop, seed, kept)
        slot = _slot(table, arena_at, arena, arena, begin, stop, _AS_IT_IS, code)
        if not table[slot]:
            table[slot] = code & _HIGH | np.uint64(known + 1)
