"""The compiled kernels of dictionaries, needed by searches and by loads."""

import numpy as np

from search.engines.whoosh.kernels.common import I8, U1, U4
from search.kernel_compiler import kernel, part


@part
def _compare(text, begin, end, other, other_begin, other_end):
    """Compare terms: below, at or above 0 as the first precedes, equals or follows the second."""
    for place in range(min(end - begin, other_end - other_begin)):
        difference = np.int64(text[begin + place]) - np.int64(other[other_begin + place])
        if difference:
            return difference
    return (end - begin) - (other_end - other_begin)


@part
def _copy(text, text_at, places, new_text, new_at):
    """Copy all terms to their places in the new dictionary."""
    for term in range(len(places)):
        begin, to = text_at[term], new_at[places[term]]
        for place in range(text_at[term + 1] - begin):
            new_text[to + place] = text[begin + place]


@kernel((U1, I8, U1))
def find(text, text_at, term):
    first, last = 0, len(text_at) - 1
    while first < last:
        middle = (first + last) >> 1
        order = _compare(text, text_at[middle], text_at[middle + 1], term, 0, len(term))
        if order == 0:
            return middle
        if order < 0:
            first = middle + 1
        else:
            last = middle
    return -first - 1


@kernel((U1, I8, U4, U1, I8, U4))
def unite(text, text_at, letters, other, other_at, other_letters):
    count, count2 = len(text_at) - 1, len(other_at) - 1
    first, second = np.empty(count, np.uint32), np.empty(count2, np.uint32)
    n = m = made = 0
    while n < count or m < count2:
        order = -1 if m == count2 else 1
        if n < count and m < count2:
            order = _compare(text, text_at[n], text_at[n + 1], other, other_at[m], other_at[m + 1])
        if order <= 0:
            first[n] = made
            n += 1
        if order >= 0:
            second[m] = made
            m += 1
        made += 1
    new_at, new_letters = np.zeros(made + 1, np.int64), np.empty(made, np.uint32)
    for term in range(count):
        new_at[np.int64(first[term]) + 1] = text_at[term + 1] - text_at[term]
        new_letters[first[term]] = letters[term]
    for term in range(count2):
        new_at[np.int64(second[term]) + 1] = other_at[term + 1] - other_at[term]
        new_letters[second[term]] = other_letters[term]
    for term in range(made):
        new_at[term + 1] += new_at[term]
    new_text = np.empty(new_at[made], np.uint8)
    _copy(text, text_at, first, new_text, new_at)
    _copy(other, other_at, second, new_text, new_at)
    return first, second, new_text, new_at, new_letters
