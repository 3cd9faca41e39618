"""The kernel that parts texts into chunks and numbers them, compiled.

A chunk is what lies between ASCII separators: no word of the reference analyzer reaches across
one, so each different chunk is shown to it once, and found by its number ever after. Chunks are
in UTF-8, ASCII letters in lower case.
"""

import numpy as np
from numba import types

from search.compile import array, kernel, part

_U1, _I8 = array(types.uint8), array(types.int64)
_BYTES, _LONGS, _TABLE = types.uint8[::1], types.int64[::1], types.uint64[::1]
_OUT, _INT, _HASH = types.uint32[::1], types.int64, types.uint64

SEPARATOR, LETTER, JOINER, OPAQUE = range(4)

_PRIME = np.uint64(0x100000001B3)
"""FNV-1a (Fowler, Noll, Vo), 64 bits, but for its first value, which whoever calls chooses."""

_HIGH = np.uint64(0xFFFFFFFF00000000)


def classes() -> np.ndarray:
    """The class of each byte: only ASCII can separate or join."""
    kinds = np.full(256, OPAQUE, np.uint8)
    for code in range(128):
        kinds[code] = LETTER if chr(code).isalnum() else SEPARATOR
    kinds[list(b"'`-")] = JOINER
    return kinds


_CLASSES = classes()


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
def _number(table, chunk_at, arena, count, begin, size, code, kept):
    """The number of the chunk arena[begin:begin + size], `count` if it is new and put down so."""
    mask = np.uint64(len(table) - 1)
    code ^= code >> np.uint64(29)
    code &= np.uint64(kept)
    slot, tag = code & mask, code & _HIGH
    while table[slot]:
        if table[slot] & _HIGH == tag:
            known = np.int64(table[slot] & ~_HIGH) - 1
            first = chunk_at[known]
            if chunk_at[known + 1] - first == size:
                same = 0
                while same < size and arena[first + same] == arena[begin + same]:
                    same += 1
                if same == size:
                    return known
        slot = (slot + np.uint64(1)) & mask
    table[slot] = tag | np.uint64(count + 1)
    return count


@kernel((
    _U1, _I8, _INT, _INT, _INT, _TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH, _OUT, _OUT, _OUT,
    _INT, _LONGS,
))
def scan(
    text, bounds, first, begun, point, table, chunk_at, arena, count, seed, kept, numbers, starts,
    ends, found, counts,
):
    used = chunk_at[count]
    for document in range(first, len(bounds) - 1):
        at, end = max(bounds[document], begun), bounds[document + 1]
        if at == bounds[document]:
            point = 0
        if used + end - at > len(arena):
            return document, at, point, count, found
        while at < end:
            if not _begins(text, at, end):
                point += 1
                at += 1 if text[at] < 0x80 else 3 if text[at] == 0xE2 else 2
                continue
            if count + 1 >= len(chunk_at):
                return document, at, point, count, found
            size, code, starts[found] = 0, seed, point
            while at < end:
                width = _goes_on(text, at, end)
                if width == 0:
                    break
                for _ in range(width):
                    byte = text[at]
                    point += byte & 0xC0 != 0x80
                    if 65 <= byte <= 90:
                        byte += 32
                    arena[used + size] = byte
                    code = (code ^ np.uint64(byte)) * _PRIME
                    size += 1
                    at += 1
            number = _number(table, chunk_at, arena, count, used, size, code, kept)
            if number == count:
                used += size
                count += 1
                chunk_at[count] = used
            numbers[found], ends[found] = number, point
            found += 1
            counts[document] += 1
    return len(bounds) - 1, 0, 0, count, found


@kernel((_TABLE, _LONGS, _BYTES, _INT, _HASH, _HASH))
def enter(table, chunk_at, arena, count, seed, kept):
    for number in range(count):
        code = seed
        for at in range(chunk_at[number], chunk_at[number + 1]):
            code = (code ^ np.uint64(arena[at])) * _PRIME
        _number(table, chunk_at, arena, number, chunk_at[number],
                chunk_at[number + 1] - chunk_at[number], code, kept)
