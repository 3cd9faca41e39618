"""The kernels that evaluate queries, compiled. Each is held to its twin in plain.py.

A posting's document is kept as its lower 16 bits, window after window; `at` holds for one term
where its postings begin in each window, and where they end: windows + 1 numbers.
"""

import numpy as np
from numba import types

from search.compile import array, kernel, part
from search.engines.whoosh.kernels.planes import Plane

_U1, _U2, _U4 = array(types.uint8), array(types.uint16), array(types.uint32)
_I8, _F4 = array(types.int64), array(types.float32)
_INT, _REAL = types.int64, types.float64
_PLANES = [
    types.NamedTuple([_U2, freqs, _U4, _REAL, _REAL, _REAL], Plane) for freqs in (_U2, _U4)
]


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
def weight(plane, freq, document):
    """What so many occurrences in the document's field weigh."""
    norm = np.float32(plane.base) + np.float32(plane.slope) * np.float32(plane.lengths[document])
    return np.float32(plane.weight) * np.float32(freq) / norm


@part
def _compared(text, begin, end, term):
    """Below, at or above 0, as text[begin:end] comes before, is or comes after the term."""
    for place in range(min(end - begin, len(term))):
        difference = np.int64(text[begin + place]) - np.int64(term[place])
        if difference:
            return difference
    return end - begin - len(term)


@part
def _collect(sums, seen, base, docs, values, count):
    """Move what a window has gathered to the end of docs and values, and empty it."""
    for word in range(len(seen)):
        bits = seen[word]
        if not bits:
            continue
        seen[word] = 0
        for bit in range(64):
            if bits >> np.uint64(bit) & np.uint64(1):
                low = (word << 6) + bit
                docs[count], values[count] = base + low, sums[low]
                sums[low] = 0
                count += 1
    return count


@part
def _merged(docs, values, bounds, found, added):
    place, end, place2, end2, count = bounds[0], bounds[1], bounds[1], bounds[2], 0
    while place < end or place2 < end2:
        if place2 == end2 or place < end and docs[place] < docs[place2]:
            found[count], added[count] = docs[place], values[place]
            place += 1
        elif place == end or docs[place2] < docs[place]:
            found[count], added[count] = docs[place2], values[place2]
            place2 += 1
        else:
            found[count], added[count] = docs[place], values[place] + values[place2]
            place += 1
            place2 += 1
        count += 1
    return count


@part
def _reach(plane, places, ends, begins, low, lead):
    """Move all terms to the document; whether it holds them all."""
    for n in range(len(places)):
        if n != lead:
            place = gallop(plane.docs, places[n], ends[n], low)
            for passed in range(places[n], place):
                begins[n] += plane.freqs[passed]
            places[n] = place
            if place == ends[n]:
                places[lead] = ends[lead] - 1  # no later document holds them all
                return False
            if plane.docs[place] != low:
                return False
    return True


@part
def _in_order(plane, hits, places, begins, offsets, pointers, lead):
    """How often the terms stand at their offsets from one start."""
    freq = 0
    pointers[:] = begins
    for place in range(begins[lead], begins[lead] + plane.freqs[places[lead]]):
        start = np.int64(hits[place]) - offsets[lead]
        matched = True
        for n in range(len(places)):
            end = begins[n] + plane.freqs[places[n]]
            while pointers[n] < end and hits[pointers[n]] < start + offsets[n]:
                pointers[n] += 1
            if pointers[n] == end:
                return freq
            if hits[pointers[n]] != start + offsets[n]:
                matched = False
                break
        freq += matched
    return freq


@part
def _close(plane, hits, places, begins, needed, width):
    """At how many of their places begins a window that holds each term often enough."""
    freq = 0
    for n in range(len(places)):
        for place in range(begins[n], begins[n] + plane.freqs[places[n]]):
            begin = np.int64(hits[place])
            held = True
            for other in range(len(places)):
                end = begins[other] + plane.freqs[places[other]]
                last = gallop(hits, begins[other], end, begin) + needed[other] - 1
                if last >= end or hits[last] >= begin + width:
                    held = False
                    break
            freq += held
    return freq


@part
def _bits(mask):
    count = 0
    while mask:
        mask &= mask - np.uint32(1)
        count += 1
    return count


@part
def _decoded(text, begin, end, points):
    """Write the code points of UTF-8 text[begin:end] into points; how many there are."""
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
def _within(points, length, wanted, distance, rows):
    """Whether the optimal string alignment distance is at most `distance`."""
    size = len(wanted)
    before, row, following = 0, 1, 2
    for column in range(size + 1):
        rows[row, column] = column
    for n in range(length):
        rows[following, 0] = n + 1
        least = n + 1
        for column in range(size):
            cost = rows[row, column] + (points[n] != wanted[column])
            cost = min(cost, rows[row, column + 1] + 1, rows[following, column] + 1)
            if n and column and points[n] == wanted[column - 1] and points[n - 1] == wanted[column]:
                cost = min(cost, rows[before, column - 1] + 1)
            rows[following, column + 1] = cost
            least = min(least, cost)
        if least > distance:
            return False
        before, row, following = row, following, before
    return rows[row, size] <= distance


@kernel((_U1, _I8, _U1))
def find(text, text_at, term):
    first, last = 0, len(text_at) - 1
    while first < last:
        middle = (first + last) >> 1
        order = _compared(text, text_at[middle], text_at[middle + 1], term)
        if order == 0:
            return middle
        if order < 0:
            first = middle + 1
        else:
            last = middle
    return -first - 1


@kernel(*[(plane, _I8, plane, _I8, _REAL, _REAL) for plane in _PLANES])
def weigh(one, at, other, other_at, k1, rarity):
    size = at[-1] - at[0] + other_at[-1] - other_at[0]
    docs, scores = np.empty(size, np.uint32), np.empty(size, np.float32)
    half, factor = np.float32(k1), np.float32(rarity)
    count = 0
    for window in range(len(at) - 1):
        base = window << 16
        place, end = at[window], at[window + 1]
        place2, end2 = other_at[window], other_at[window + 1]
        while place < end or place2 < end2:
            low = np.int64(one.docs[place]) if place < end else 1 << 16
            low2 = np.int64(other.docs[place2]) if place2 < end2 else 1 << 16
            document = base + min(low, low2)
            total = np.float32(0)
            if low <= low2:
                total = weight(one, one.freqs[place], document)
                place += 1
            if low2 <= low:
                total += weight(other, other.freqs[place2], document)
                place2 += 1
            docs[count] = document
            scores[count] = factor * total / (half + total)
            count += 1
    return docs[:count], scores[:count]


@kernel(*[(_U4, _F4, plane, _I8, plane, _I8, _REAL, _REAL) for plane in _PLANES])
def intersect(docs, scores, one, at, other, other_at, k1, rarity):
    found, added = np.empty(len(docs), np.uint32), np.empty(len(docs), np.float32)
    half, factor = np.float32(k1), np.float32(rarity)
    window, count = -1, 0
    place = end = place2 = end2 = 0
    for number in range(len(docs)):
        document = np.int64(docs[number])
        if document >> 16 != window:
            window = document >> 16
            place, end = at[window], at[window + 1]
            place2, end2 = other_at[window], other_at[window + 1]
        low = document & 0xFFFF
        place = gallop(one.docs, place, end, low)
        place2 = gallop(other.docs, place2, end2, low)
        total = np.float32(0)
        holds = place < end and one.docs[place] == low
        holds2 = place2 < end2 and other.docs[place2] == low
        if holds:
            total = weight(one, one.freqs[place], document)
        if holds2:
            total += weight(other, other.freqs[place2], document)
        if holds or holds2:
            found[count] = document
            added[count] = scores[number] + factor * total / (half + total)
            count += 1
    return found[:count], added[:count]


@kernel((_U4, _F4, _U4, _F4))
def both(docs, scores, others, other_scores):
    found, added = np.empty(len(docs), np.uint32), np.empty(len(docs), np.float32)
    place = count = 0
    for number in range(len(docs)):
        place = gallop(others, place, len(others), docs[number])
        if place < len(others) and others[place] == docs[number]:
            found[count] = docs[number]
            added[count] = scores[number] + other_scores[place]
            count += 1
    return found[:count], added[:count]


@kernel((_U4, _F4, _U4))
def without(docs, scores, others):
    found, kept = np.empty(len(docs), np.uint32), np.empty(len(docs), np.float32)
    place = count = 0
    for number in range(len(docs)):
        place = gallop(others, place, len(others), docs[number])
        if place == len(others) or others[place] != docs[number]:
            found[count], kept[count] = docs[number], scores[number]
            count += 1
    return found[:count], kept[:count]


@kernel((_U4, _F4, _I8))
def add_up(docs, values, bounds):
    pieces = len(bounds) - 1
    found, added = np.empty(len(docs), np.uint32), np.empty(len(docs), np.float32)
    if pieces == 2:
        count = _merged(docs, values, bounds, found, added)
        return found[:count], added[:count]
    sums, seen = np.zeros(1 << 16, np.float32), np.zeros(1 << 10, np.uint64)
    places = bounds[:-1].copy()
    count = 0
    while True:
        window = -1
        for piece in range(pieces):
            if places[piece] < bounds[piece + 1]:
                first = np.int64(docs[places[piece]]) >> 16
                window = first if window < 0 else min(window, first)
        if window < 0:
            return found[:count], added[:count]
        for piece in range(pieces):
            place, end = places[piece], bounds[piece + 1]
            while place < end and np.int64(docs[place]) >> 16 == window:
                low = np.int64(docs[place]) & 0xFFFF
                sums[low] += values[place]
                seen[low >> 6] |= np.uint64(1) << np.uint64(low & 63)
                place += 1
            places[piece] = place
        count = _collect(sums, seen, window << 16, found, added, count)


@kernel(*[(plane, _I8, _INT, _I8) for plane in _PLANES])
def gather(plane, at, windows, terms):
    size = 0
    for term in terms:
        size += at[(term + 1) * windows] - at[term * windows]
    docs, weights = np.empty(size, np.uint32), np.empty(size, np.float32)
    sums, seen = np.zeros(1 << 16, np.float32), np.zeros(1 << 10, np.uint64)
    count = 0
    for window in range(windows):
        base = window << 16
        for term in terms:
            for place in range(at[term * windows + window], at[term * windows + window + 1]):
                low = np.int64(plane.docs[place])
                sums[low] += weight(plane, plane.freqs[place], base + low)
                seen[low >> 6] |= np.uint64(1) << np.uint64(low & 63)
        count = _collect(sums, seen, base, docs, weights, count)
    return docs[:count], weights[:count]


@kernel(*[
    (plane, _I8, _INT, plane.types[1], _I8, _I8, _I8, _I8, _INT) for plane in _PLANES
])
def phrase(plane, at, windows, hits, hits_at, terms, offsets, needed, width):
    size = at[(terms[0] + 1) * windows] - at[terms[0] * windows]
    docs, weights = np.empty(size, np.uint32), np.empty(size, np.float32)
    places, ends = np.empty(len(terms), np.int64), np.empty(len(terms), np.int64)
    begins = np.empty(len(terms), np.int64)
    pointers = np.empty(len(terms), np.int64)
    count = 0
    for window in range(windows):
        lead = 0
        for n in range(len(terms)):
            first = terms[n] * windows + window
            places[n], ends[n], begins[n] = at[first], at[first + 1], hits_at[first]
            if ends[n] - places[n] < ends[lead] - places[lead]:
                lead = n
        while places[lead] < ends[lead]:
            low = plane.docs[places[lead]]
            if _reach(plane, places, ends, begins, low, lead):
                if width:
                    freq = _close(plane, hits, places, begins, needed, width)
                else:
                    freq = _in_order(plane, hits, places, begins, offsets, pointers, lead)
                if freq:
                    document = (window << 16) + np.int64(low)
                    docs[count], weights[count] = document, weight(plane, freq, document)
                    count += 1
            begins[lead] += plane.freqs[places[lead]]
            places[lead] += 1
    return docs[:count], weights[:count]


@kernel((_U1, _I8, _U4, _U4, _INT))
def alike(text, text_at, letters, wanted, distance):
    found = np.empty(len(text_at) - 1, np.int64)
    size, count = len(wanted), 0
    mask = np.uint32(0)
    for char in wanted:
        mask |= np.uint32(1) << (char & np.uint32(31)) if char < 128 else np.uint32(1 << 31)
    points = np.empty(512, np.uint32)
    rows = np.empty((3, size + 1), np.int64)
    for term in range(len(text_at) - 1):
        begin, end = text_at[term], text_at[term + 1]
        if end - begin < size - distance or end - begin > 4 * (size + distance):
            continue
        if (mask | letters[term]) >> np.uint32(31) == 0 and (
            end - begin > size + distance
            or _bits(mask & ~letters[term]) > distance
            or _bits(letters[term] & ~mask) > distance
        ):
            continue
        length = _decoded(text, begin, end, points)
        if size - distance <= length <= size + distance:
            if _within(points, length, wanted, distance, rows):
                found[count] = term
                count += 1
    return found[:count]
