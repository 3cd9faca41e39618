"""Which segments become one: few for readers to look through, and none too large to be made.

Segments are in the order in which they came. From the end on, those that together do not pass
LARGEST are open; they are merged so that sizes fall from one to the next by FACTOR, and a document
is rewritten about log(n) times. Those before are closed. So a merge takes no more memory in an
archive of any size, and a reader sees MOST open segments and about two closed ones a LARGEST.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LARGEST = 1 << 19
"""Documents that a merge makes a segment of, at the most."""

FACTOR = 8
"""An open segment is merged with those after it once they hold 1 / FACTOR of its documents."""

MOST = 3
"""Open segments that a reader sees."""

MOST_WAITING = 24
"""The same while more articles are about to come, which are then merged with those here."""


@dataclass(frozen=True, slots=True)
class Size:
    """Documents of a segment: those that count, and those deleted."""

    live: int
    deleted: int = 0

    @property
    def wasteful(self) -> bool:
        """Whether most of it is deleted."""
        return self.deleted > self.live


def runs(sizes: Sequence[Size], more: bool = False) -> Iterator[range]:
    """The runs of neighbours that are to be made into one segment each, in order.

    A run of one is to be made anew without what is deleted. Where `more` is about to come,
    merging waits for it, unless too many are open.
    """
    first = _first_open(sizes)
    if more and len(sizes) - first <= MOST_WAITING:
        return
    yield from _shrunk(sizes[:first])
    begin = _first_merged(sizes, first)
    if len(sizes) - begin > 1 or any(size.wasteful for size in sizes[begin:]):
        yield range(begin, len(sizes))


def _first_open(sizes: Sequence[Size]) -> int:
    first, total = len(sizes), 0
    while first and total + sizes[first - 1].live <= LARGEST:
        first -= 1
        total += sizes[first].live
    return first


def _first_merged(sizes: Sequence[Size], first: int) -> int:
    """From which on the open segments become one; no fewer than are too many as they are."""
    begin, following = len(sizes), 0
    for at in reversed(range(first, len(sizes))):
        if sizes[at].live < following * FACTOR or sizes[at].wasteful:
            begin = at
        following += sizes[at].live
    left = min(begin + 1, len(sizes)) - first
    return begin if left <= MOST else first + MOST - 1


def _shrunk(sizes: Sequence[Size]) -> Iterator[range]:
    """The runs of closed segments that deletions made small, and single ones mostly deleted."""
    begin = 0
    while begin < len(sizes):
        end, total = begin + 1, sizes[begin].live
        while end < len(sizes) and total + sizes[end].live <= LARGEST // 2:
            total += sizes[end].live
            end += 1
        if end - begin > 1 or sizes[begin].wasteful:
            yield range(begin, end)
        begin = end
