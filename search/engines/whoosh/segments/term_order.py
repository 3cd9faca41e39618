"""Sorts terms by their bytes, many at once.

NumPy compares the first sixteen bytes of each as two numbers. Only terms that have all of these in
common are compared as Python does, which takes ten times as long.
"""

import numpy as np

from search.arrays import Array

_KEY_BYTES = 8
_KEYS = 2

_MASKS = np.array([-1 << 8 * (_KEY_BYTES - size) & (1 << 64) - 1 for size in range(9)], np.uint64)
"""Selects the first bytes of a number, given how many of them belong to the term."""


def sort_terms(text: Array, at: Array) -> Array:
    """Return the numbers of different terms in byte order, i8.

    Term n is the bytes text[at[n]:at[n + 1]].
    """
    keys = [_read_keys(text, at, number * _KEY_BYTES) for number in range(_KEYS)]
    order = np.lexsort(keys[::-1])
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        ordered = key[order]
        same &= ordered[1:] == ordered[:-1]
    _sort_runs(order, same, text, at)
    return order


def _read_keys(text: Array, at: Array, skip: int) -> Array:
    """Return eight bytes of each term as a number, u8; terms that end before have zeros."""
    padded = np.concatenate((text, np.zeros((_KEYS + 1) * _KEY_BYTES, np.uint8)))
    at_every_byte = np.ndarray((len(text) + skip + 1,), ">u8", padded.data, 0, (1,))
    sizes = np.clip(np.diff(at) - skip, 0, _KEY_BYTES)
    keys: Array = at_every_byte[at[:-1] + skip].astype(np.uint64) & _MASKS[sizes]
    return keys


def _sort_runs(order: Array, same: Array, text: Array, at: Array) -> None:
    """Sort each run of terms whose keys are the `same` as those of the next."""
    edges = np.diff(np.concatenate(([0], same.astype(np.int8), [0])))
    for first, last in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) + 1):
        order[first:last] = sorted(
            order[first:last].tolist(), key=lambda n: text[at[n]:at[n + 1]].tobytes())
