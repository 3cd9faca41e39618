"""What several compiled kernels share: the types of what they are handed, and parts of them."""

import numpy as np
from numba import types

from search.engines.whoosh.kernels.types import WINDOW, Plane
from search.kernel_compiler import array, lowest, part

U1, U2, U4 = array(types.uint8), array(types.uint16), array(types.uint32)
I8, F4, F8 = array(types.int64), array(types.float32), array(types.float64)
INT, REAL, BOOL = types.int64, types.float64, types.boolean
OUT8 = types.int64[::1]
"""Numbers that a kernel changes."""
PLANES = [
    types.NamedTuple([U2, freqs, I8, U4, REAL, REAL, REAL], Plane) for freqs in (U2, U4)
]
"""A plane is of either of these types."""

ROOM = types.uint64[::1]
"""Memory to work in."""

WIDTH = WINDOW

_SPARSE = 24
"""From so many postings a document wanted on, it is quicker to search than to look at all."""


@part
def gallop(values, first, last, wanted):
    """The first place in values[first:last], ascending, whose value is not below `wanted`."""
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
def located(docs, begin, end, lows, count, where, found):
    """For each of the lows, ascending, its place in docs[begin:end], one window, or -1.

    `found` takes the places, i4. `where` is room for 65,536 places, u2, which need not be cleared:
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
def norm(plane, document):
    """What the weight of occurrences is divided by."""
    return np.float32(plane.base) + np.float32(plane.slope) * np.float32(plane.lengths[document])


@part
def weight(plane, freq, document):
    """What so many occurrences in the document's field weigh."""
    return np.float32(plane.weight) * np.float32(freq) / norm(plane, document)


@part
def collected(sums, seen, docs, scores, count, base):
    """Move what a pool holds to the end of docs, numbered from base, and scores; the new count."""
    eights = seen.view(np.uint64)
    for eight in range(len(eights)):
        left = eights[eight]
        if left:
            eights[eight] = 0
            while left:
                low = 8 * eight + np.int64(lowest(left) >> np.uint64(3))
                docs[count], scores[count] = base + low, sums[low]
                sums[low] = 0
                count += 1
                left &= left - np.uint64(1)
    return count
