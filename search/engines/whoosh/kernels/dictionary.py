"""The compiled kernels of dictionaries, needed by searches and by loads."""

import numpy as np

from search.engines.whoosh.kernels.common import DICTIONARY, I8, U1
from search.engines.whoosh.kernels.types import DictionaryArrays
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
def _compare_terms(one, n, other, m):
    """Compare term n of a dictionary with term m of another; see `_compare`."""
    begin, end = one.text_at[n], one.text_at[n + 1]
    return _compare(one.text, begin, end, other.text, other.text_at[m], other.text_at[m + 1])


@part
def _find_places(one, other, places, other_places):
    """Write where the terms of both dictionaries go when they are united; return how many terms
    that makes."""
    n = m = made = 0
    while n < len(places) or m < len(other_places):
        order = -1 if m == len(other_places) else 1
        if n < len(places) and m < len(other_places):
            order = _compare_terms(one, n, other, m)
        if order <= 0:
            places[n] = made
            n += 1
        if order >= 0:
            other_places[m] = made
            m += 1
        made += 1
    return made


@part
def _place_letters(dictionary, places, letters, at):
    """Write the letters of all terms to their places, and behind those the lengths of terms."""
    text_at = dictionary.text_at
    for term in range(len(places)):
        at[np.int64(places[term]) + 1] = text_at[term + 1] - text_at[term]
        letters[places[term]] = dictionary.letters[term]


@part
def _copy(dictionary, places, new_text, new_at):
    """Copy all terms to their places in the new dictionary."""
    text, text_at = dictionary.text, dictionary.text_at
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


@kernel((DICTIONARY, DICTIONARY))
def unite(one, other):
    places = np.empty(len(one.text_at) - 1, np.uint32)
    other_places = np.empty(len(other.text_at) - 1, np.uint32)
    made = _find_places(one, other, places, other_places)
    at, letters = np.zeros(made + 1, np.int64), np.empty(made, np.uint32)
    _place_letters(one, places, letters, at)
    _place_letters(other, other_places, letters, at)
    for term in range(made):
        at[term + 1] += at[term]
    text = np.empty(at[made], np.uint8)
    _copy(one, places, text, at)
    _copy(other, other_places, text, at)
    return places, other_places, DictionaryArrays(text, at, letters)
