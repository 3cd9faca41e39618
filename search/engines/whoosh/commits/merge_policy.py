"""Which segments become one: few for readers to look through, and none too large to be made.

Neighbours are merged until they are full, more than half of LARGEST; then they are left alone. The
last ones, which together do not pass LARGEST, are open: they are merged so that sizes fall from
one to the next by FACTOR, and a document is rewritten about log(n) times. So a merge takes no more
memory in an archive of any size, and a reader sees MOST open segments and two to four a LARGEST.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LARGEST = 1 << 19
"""Documents that a merge makes a segment of, at the most."""

FACTOR = 8
"""An open segment is merged with those after it once they hold 1 / FACTOR of its documents."""

MOST = 3
"""Open segments that a reader sees."""

MOST_WAITING = 36
"""The same while more articles are about to come, which are then merged with those here."""


@dataclass(frozen=True, slots=True)
class Size:
    """Documents of a segment: those that count, and those deleted."""

    live: int
    deleted: int = 0

    @property
    def full(self) -> bool:
        """Whether it is left alone."""
        return self.live > LARGEST // 2

    @property
    def wasteful(self) -> bool:
        """Whether most of it is deleted."""
        return self.deleted > self.live


def runs(sizes: Sequence[Size], more: bool = False) -> Iterator[range]:
    """The runs of neighbours that are to be made into one segment each, in order.

    A run of one is to be made anew without what is deleted. Where `more` is about to come, the
    open ones wait for it, unless they are too many.
    """
    packs = _packs(sizes)
    *closed, last = packs if packs and not sizes[packs[-1].start].full else [*packs, range(0)]
    yield from (pack for pack in closed if _counts(sizes, pack))
    if not more or len(last) > MOST_WAITING:
        yield from (pack for pack in [_lower(sizes, last)] if _counts(sizes, pack))


def _packs(sizes: Sequence[Size]) -> list[range]:
    """Neighbours that do not pass LARGEST together, in order; full ones are alone."""
    packs: list[range] = []
    total = LARGEST
    for at, size in enumerate(sizes):
        if size.full or total + size.live > LARGEST:
            packs.append(range(at, at + 1))
            total = LARGEST if size.full else size.live
        else:
            packs[-1] = range(packs[-1].start, at + 1)
            total += size.live
    return packs


def _counts(sizes: Sequence[Size], run: range) -> bool:
    """Whether anything is won by making one of them."""
    return len(run) > 1 or any(sizes[at].wasteful for at in run)


def _lower(sizes: Sequence[Size], last: range) -> range:
    """Those of the open segments that become one; no fewer than are too many as they are."""
    begin, following = last.stop, 0
    for at in reversed(last):
        if sizes[at].live < following * FACTOR or sizes[at].wasteful:
            begin = at
        following += sizes[at].live
    left = min(begin + 1, last.stop) - last.start
    return range(begin if left <= MOST else last.start + MOST - 1, last.stop)
