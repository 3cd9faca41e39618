"""Chooses the segments to merge, so that readers see few and no merge needs much memory.

Neighbours are merged until they are full, that is larger than half of MAX_SEGMENT_DOCUMENTS; then
they are left alone. The last ones, which together do not exceed MAX_SEGMENT_DOCUMENTS, are open:
they are merged so that sizes fall by SIZE_FACTOR from one to the next. So a document is rewritten
about log(n) times, and the memory of a merge does not grow with the archive. A reader sees
MAX_OPEN_SEGMENTS open segments, and two to four for each MAX_SEGMENT_DOCUMENTS.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_SEGMENT_DOCUMENTS = 1 << 19
"""A merge makes no larger segment."""

SIZE_FACTOR = 8
"""An open segment is merged with those after it when they hold 1 / SIZE_FACTOR of its documents."""

MAX_OPEN_SEGMENTS = 3
"""How many open segments a reader sees."""

MAX_OPEN_SEGMENTS_LOADING = 36
"""The same during a load, which merges them together with its next segments."""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """The documents of a segment: live ones, and deleted ones."""

    live: int
    deleted: int = 0

    @property
    def is_full(self) -> bool:
        """Return whether the policy leaves it alone."""
        return self.live > MAX_SEGMENT_DOCUMENTS // 2

    @property
    def is_wasteful(self) -> bool:
        """Return whether most of it is deleted."""
        return self.deleted > self.live


def plan_merges(sizes: Sequence[SegmentSize], more: bool = False) -> Iterator[range]:
    """Yield the runs of neighbours to merge into one segment each, in order.

    A run of one is rewritten without what is deleted. If `more` segments are about to come, the
    open ones wait for them, unless they are too many.
    """
    packs = _pack(sizes)
    *closed, last = packs if packs and not sizes[packs[-1].start].is_full else [*packs, range(0)]
    yield from (pack for pack in closed if _is_useful(sizes, pack))
    if not more or len(last) > MAX_OPEN_SEGMENTS_LOADING:
        yield from (pack for pack in [_choose_open(sizes, last)] if _is_useful(sizes, pack))


def _pack(sizes: Sequence[SegmentSize]) -> list[range]:
    """Return runs of neighbours below MAX_SEGMENT_DOCUMENTS, in order; full ones stand alone."""
    packs: list[range] = []
    total = MAX_SEGMENT_DOCUMENTS
    for at, size in enumerate(sizes):
        if size.is_full or total + size.live > MAX_SEGMENT_DOCUMENTS:
            packs.append(range(at, at + 1))
            total = MAX_SEGMENT_DOCUMENTS if size.is_full else size.live
        else:
            packs[-1] = range(packs[-1].start, at + 1)
            total += size.live
    return packs


def _is_useful(sizes: Sequence[SegmentSize], run: range) -> bool:
    """Return whether a merge of this run leaves fewer segments or fewer deleted documents."""
    return len(run) > 1 or any(sizes[at].is_wasteful for at in run)


def _choose_open(sizes: Sequence[SegmentSize], last: range) -> range:
    """Return which of the open segments to merge, enough to leave MAX_OPEN_SEGMENTS at most."""
    begin, following = last.stop, 0
    for at in reversed(last):
        if sizes[at].live < following * SIZE_FACTOR or sizes[at].is_wasteful:
            begin = at
        following += sizes[at].live
    left = min(begin + 1, last.stop) - last.start
    return range(begin if left <= MAX_OPEN_SEGMENTS else last.start + MAX_OPEN_SEGMENTS - 1,
                 last.stop)
