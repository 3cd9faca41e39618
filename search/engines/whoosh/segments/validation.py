"""Checks that the numbers in a segment lie within the bounds that kernels rely on.

Checksums find damage, but whoever makes a file can put them right. Kernels read and write memory at
places that the file names, unchecked, since checking each would take longer than the work. So every
number that is used as a place is checked once: columns, ordinals and bounds on opening, postings
when they are first touched.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Array, ArrayFile, ascends

PIECE = 1 << 16
"""Documents whose order is checked at once."""

_FEW_SLOTS = 16
"""Slots up to which adding the frequencies of each by itself is quicker."""

U1, U2, U4, U8, I8 = "|u1", "<u2", "<u4", "<u8", "<i8"

Shape = tuple[str, int]
"""The dtype and the length of an array."""


def check_shapes(file: ArrayFile, shapes: Iterator[tuple[str, Shape]]) -> None:
    """Raise Damaged unless arrays have these dtypes and lengths."""
    for name, shape in shapes:
        array = file[name]
        if (array.dtype.str, len(array)) != shape:
            raise file.damage(f"dtype or length of {name}")


def check_bounds(file: ArrayFile, name: str, end: int) -> None:
    """Raise Damaged unless an array, i8, ascends from 0 to `end`; equal numbers are allowed."""
    array = file[name]
    if array.dtype.str != I8 or not len(array) or array[0] != 0 or array[-1] != end:
        raise file.damage(f"ends of {name}")
    if not ascends(array):
        raise file.damage(f"order of {name}")


def check_below(file: ArrayFile, names: Sequence[str], limit: int) -> None:
    """Raise Damaged unless all numbers of some unsigned arrays are less than `limit`."""
    for name in names:
        if int(file[name].max(initial=0)) >= max(limit, 1) or (limit == 0 and len(file[name])):
            raise file.damage(f"a number in {name}")


def find_flaw(
    docs: Array, at: Array, blocks: int, limit: int, first: int, last: int
) -> str | None:
    """Return what is wrong with docs[first:last], None if nothing is.

    Documents ascend within a slot of `at`, and those of the last of `blocks` are less than `limit`.
    The document before `first` is looked at too.
    """
    first = max(first - 1, 0)
    some = docs[first:last]
    low, high = int(np.searchsorted(at, first, "right")) - 1, int(np.searchsorted(at, last))
    rises = some[1:] > some[:-1]
    rises[at[low + 1:high] - first - 1] = True
    if not rises.all():
        return "order of documents"
    slots = np.arange(low + (blocks - 1 - low) % blocks, high, blocks)
    begins, ends = np.maximum(at[slots], first), np.minimum(at[slots + 1], last)
    found = some[(ends - first - 1)[ends > begins]]
    return "a document" if int(found.max(initial=0)) >= limit and len(found) else None


def agree(freqs: Array, at: Array, positions_at: Array) -> bool:
    """Return whether the frequencies of each slot add up to the number of its positions.

    `at` and `positions_at` are those of some slots, `freqs` the frequencies from at[0] to at[-1].
    """
    positions = np.diff(positions_at)
    if len(at) <= _FEW_SLOTS:  # one term: the usual case
        first, *ends = at.tolist()
        sums = [int(freqs[begin - first:end - first].sum(dtype=np.int64))
                for begin, end in pairwise([first, *ends])]
        return bool(sums == positions.tolist())
    added = np.zeros(len(freqs) + 1, np.int64)
    np.cumsum(freqs, out=added[1:])
    return bool((np.diff(added[at - at[0]]) == positions).all())
