"""Scratch memory for kernels, kept from one to the next: allocating it takes longer than the work.

It belongs to no thread. A service has many more threads than kernels that run at once, and each
would keep some megabytes for itself.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels.types import BLOCK_SIZE, Program

MAX_KEPT_BYTES = 1 << 23
"""Larger scratch memory is not kept: a kernel that needs it takes long anyway."""

MOST_IDLE = 8
"""Pieces of scratch memory that are kept while no kernel works in them."""

_idle: list[Array] = []
"""The piece that was used last comes last, and is used next."""


def for_program(program: Program) -> AbstractContextManager[Array]:
    """Lend scratch memory for `evaluate`.

    It needs scores and documents of a block for each list, and for a list of documents that are set
    apart; scores and marks for each pool; and two more arrays of that size.
    """
    lists, pools = (program.levels + 1) * (4 + 2), program.pools * (4 + 1)
    return _lend(BLOCK_SIZE * (lists + pools + 2 + 4))


def for_terms(most: int) -> AbstractContextManager[Array]:
    """Lend scratch memory for `gather` to find up to `most` documents: a pool and the list."""
    return _lend(BLOCK_SIZE * (4 + 1) + (most + 2) * 8)


def for_phrase(terms: int, longest: int, most: int) -> AbstractContextManager[Array]:
    """Lend scratch memory for `phrase`.

    It looks for this many terms in documents of up to `longest` positions, and finds up to `most`
    documents. It needs places of each term in a block, three more arrays of that size, a mark for
    each position, and the list.
    """
    marks, found = 2 * (longest + terms + 4), 8 * (most + 2)
    return _lend(BLOCK_SIZE * ((2 + 4) * terms + 2 + 2 + 4) + marks + found)


def for_fuzzy(terms: int) -> AbstractContextManager[Array]:
    """Lend scratch memory for `alike` to find up to this many terms."""
    return _lend(8 * (terms + 1))


@contextmanager
def _lend(size: int) -> Iterator[Array]:
    """Lend at least `size` bytes, as u8, to one kernel at a time."""
    try:
        memory = _idle.pop()
    except IndexError:  # rather than ask first: another thread may take it in between
        memory = np.empty(0, np.uint64)
    if memory.nbytes < size:
        memory = np.empty(-(-size // 8), np.uint64)
    try:
        yield memory
    finally:
        if memory.nbytes <= MAX_KEPT_BYTES and len(_idle) < MOST_IDLE:
            _idle.append(memory)
