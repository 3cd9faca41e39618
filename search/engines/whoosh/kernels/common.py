"""Argument types and parts that several compiled kernels share."""

import numpy as np
from numba import types

from search.engines.whoosh.kernels.types import (
    BLOCK_SIZE,
    FIELD_ARRAYS,
    DictionaryArrays,
    FieldPositions,
    FieldPostings,
    SegmentArrays,
)
from search.kernel_compiler import array, lowest, named_tuple, part

U1, U2, U4 = array(types.uint8), array(types.uint16), array(types.uint32)
I8, F4, F8 = array(types.int64), array(types.float32), array(types.float64)
INT, REAL, BOOL = types.int64, types.float64, types.boolean
OUT8 = types.int64[::1]
"""An array of numbers that a kernel changes."""
DICTIONARY = named_tuple(DictionaryArrays, U1, I8, U4)
POSTINGS_TYPES = [
    types.NamedTuple([U2, freqs, I8, U4, REAL, REAL, REAL], FieldPostings) for freqs in (U2, U4)
]
"""FieldPostings with narrow and with wide frequencies."""
SEGMENTS = [
    types.NamedTuple([U1, I8, F8, kind, INT, INT], SegmentArrays) for kind in (U2, U4)
]
"""SegmentArrays with narrow and with wide frequencies."""

SCRATCH = types.uint64[::1]
"""Scratch memory."""

BLOCK_SIZE = BLOCK_SIZE

_FIELD_ARRAYS = len(FIELD_ARRAYS)
_DOCS, _FREQS, _AT, _LENGTHS, _POSITIONS, _POSITIONS_AT = range(_FIELD_ARRAYS)
"""The places of FIELD_ARRAYS."""

_SPARSE = 24
"""From this many postings per wanted document, searching is faster than scanning them all."""


@part
def cut(segment, place):
    """Return an array of a segment by its place in the table, as bytes."""
    return segment.file[segment.table[2 * place]:segment.table[2 * place + 1]]


@part
def cut_postings(segment, number):
    """Return the postings of a field."""
    place, weights = _FIELD_ARRAYS * number, segment.weights[3 * number:3 * number + 3]
    return FieldPostings(
        cut(segment, place + _DOCS).view(np.uint16),
        cut(segment, place + _FREQS).view(segment.frequency_kind.dtype),
        cut(segment, place + _AT).view(np.int64), cut(segment, place + _LENGTHS).view(np.uint32),
        weights[0], weights[1], weights[2])


@part
def cut_positions(segment, number):
    """Return the positions of a field."""
    place = _FIELD_ARRAYS * number
    return FieldPositions(
        cut(segment, place + _POSITIONS).view(segment.frequency_kind.dtype),
        cut(segment, place + _POSITIONS_AT).view(np.int64))


@part
def gallop(values, first, last, wanted):
    """Return the first place in values[first:last], ascending, whose value is at least `wanted`."""
    low, high, step = first, first, 1
    while high < last and values[high] < wanted:
        low = high + 1
        high += step
        step <<= 1
    high = min(high, last)
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@part
def locate(docs, begin, end, lows, count, where, found):
    """Write the place of each of the lows, ascending, in docs[begin:end], one block; -1 if absent.

    The places go to `found`, i4. `where` is scratch for 65,536 places, u2. It need not be cleared:
    what it says is checked.
    """
    if end - begin > _SPARSE * count:
        place = begin
        for number in range(count):
            place = gallop(docs, place, end, lows[number])
            held = place < end and docs[place] == lows[number]
            found[number] = place - begin if held else -1
        return
    here = docs[begin:end]
    for place in range(len(here)):
        where[here[place]] = place
    for number in range(count):
        place = where[lows[number]]
        held = place < len(here) and here[place] == lows[number]
        found[number] = np.int64(place) if held else -1


@part
def norm(field, document):
    """Return the divisor of weights in a document."""
    return np.float32(field.base) + np.float32(field.slope) * np.float32(field.lengths[document])


@part
def weight(field, freq, document):
    """Return the weight of `freq` occurrences in the document's field."""
    return np.float32(field.weight) * np.float32(freq) / norm(field, document)


@part
def drain(sums, seen, docs, scores, count, base, least):
    """Move a pool to the end of docs, numbered from base, and scores; return the new count.

    Documents that were seen less often than `least` are dropped.
    """
    eights = seen.view(np.uint64)
    for eight in range(len(eights)):
        left = eights[eight]
        if left:
            eights[eight] = 0
            while left:
                shift = lowest(left) & np.uint64(0x38)
                low = 8 * eight + np.int64(shift >> np.uint64(3))
                docs[count], scores[count] = base + low, sums[low]
                sums[low] = 0
                count += ((left >> shift) & np.uint64(0xFF)) >= np.uint64(least)
                left &= ~(np.uint64(0xFF) << shift)
    return count
