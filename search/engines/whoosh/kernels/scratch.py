"""Memory for kernels to work in, kept by each thread: to get it anew takes longer than the work."""

import threading

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels.types import WINDOW, Program

KEPT = 1 << 23
"""More bytes are not kept: what needs them takes long anyway."""

_local = threading.local()


def evaluating(program: Program) -> Array:
    """For `evaluate`: a window of scores for each list and each pool, and two arrays more."""
    lists, pools = program.levels * (4 + 2), program.pools * (4 + 1)
    return _room(WINDOW * (lists + pools + 2 + 4))


def gathering(most: int) -> Array:
    """For `gather`, where at most so many documents are found: a pool, and the list."""
    return _room(WINDOW * (4 + 1) + (most + 2) * 8)


def phrasing(terms: int, longest: int, most: int) -> Array:
    """For `phrase` of so many terms, in documents of so many positions at the most, where at most
    so many documents are found: places of each term in a window, three more arrays of that size,
    a mark for each position, and the list."""
    marks, found = 2 * (longest + terms + 4), 8 * (most + 2)
    return _room(WINDOW * ((2 + 4) * terms + 2 + 2 + 4) + marks + found)


def matching(terms: int) -> Array:
    """For `alike` among so many terms, all of which may be."""
    return _room(8 * (terms + 1))


def _room(size: int) -> Array:
    """At least so many bytes, as u8."""
    held: Array | None = getattr(_local, "held", None)
    if held is None or held.nbytes < size:
        held = np.empty(-(-size // 8), np.uint64)
        if size <= KEPT:
            _local.held = held
    return held
