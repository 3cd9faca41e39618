"""Scratch memory for kernels, kept by each thread: allocating it takes longer than the work."""

import threading

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels.types import BLOCK_SIZE, Program

MAX_KEPT_BYTES = 1 << 23
"""Larger scratch memory is not kept: a kernel that needs it takes long anyway."""

_local = threading.local()


def for_program(program: Program) -> Array:
    """Return scratch memory for `evaluate`.

    It needs scores and documents of a block for each list, scores and marks for each pool, and two
    more arrays of that size.
    """
    lists, pools = program.levels * (4 + 2), program.pools * (4 + 1)
    return _reserve(BLOCK_SIZE * (lists + pools + 2 + 4))


def for_terms(most: int) -> Array:
    """Return scratch memory for `gather` to find up to `most` documents: a pool and the list."""
    return _reserve(BLOCK_SIZE * (4 + 1) + (most + 2) * 8)


def for_phrase(terms: int, longest: int, most: int) -> Array:
    """Return scratch memory for `phrase`.

    It looks for this many terms in documents of up to `longest` positions, and finds up to `most`
    documents. It needs places of each term in a block, three more arrays of that size, a mark for
    each position, and the list.
    """
    marks, found = 2 * (longest + terms + 4), 8 * (most + 2)
    return _reserve(BLOCK_SIZE * ((2 + 4) * terms + 2 + 2 + 4) + marks + found)


def for_fuzzy(terms: int) -> Array:
    """Return scratch memory for `alike` to find up to this many terms."""
    return _reserve(8 * (terms + 1))


def _reserve(size: int) -> Array:
    """Return at least `size` bytes, as u8."""
    kept: Array | None = getattr(_local, "kept", None)
    if kept is None or kept.nbytes < size:
        kept = np.empty(-(-size // 8), np.uint64)
        if size <= MAX_KEPT_BYTES:
            _local.kept = kept
    return kept
