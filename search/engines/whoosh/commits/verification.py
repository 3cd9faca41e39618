"""Whether an index is sound, and agrees with the store that it is derived from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path

import numpy as np

from search.arrays import Damaged
from search.engines.whoosh.commits import commit_file, generation
from search.store.store import Store

_DOCUMENTS = 1 << 16
"""Documents of a segment that are looked at together."""

Version = tuple[int, str]
"""The number of a change, and the article that it brought."""


def faults(path: Path, store: Store, covers: int) -> list[str]:
    """What is wrong with a generation that follows a store's changes up to `covers`, in lines."""
    try:
        return _damage(path) or _differences(path, store, covers)
    except Damaged as error:
        return [str(error)]
    except OSError as error:
        return [f"the index cannot be read ({error!r}): run `indexer rebuild`"]


def _damage(path: Path) -> list[str]:
    """What is damaged in the commits of a generation, after checking every block."""
    found: dict[str, None] = {}
    for number in commit_file.numbers(path):
        try:
            for segment, _ in generation.segments(path, commit_file.read(path, number)):
                segment.check()
        except Damaged as error:
            found[str(error)] = None  # two commits may share a segment
    return list(found)


def _differences(path: Path, store: Store, covers: int) -> list[str]:
    """Where index and store disagree, but for changes that the index is yet to follow."""
    pending = {change.id for change in store.changes(covers)}
    stored, indexed = (defaultdict[str, list[int]](list) for _ in range(2))
    held = _held(path, covers, pending)
    for is_stored, (seq, id) in unequal(store.versions_at(covers), held):
        (stored if is_stored else indexed)[id].append(seq)
    return [
        f"article {id!r}: only the store has {_told(stored[id])}, only the index "
        f"{_told(indexed[id])}: run `indexer rebuild`" for id in sorted({*stored, *indexed})
    ]


def unequal(
    first: Iterable[Version], second: Iterable[Version]
) -> Iterator[tuple[bool, Version]]:
    """What is in only one of two ascending sequences, or more often: whether in the first.

    >>> list(unequal([(1, "a"), (2, "b")], [(2, "b"), (2, "b"), (3, "c")]))
    [(True, (1, 'a')), (False, (2, 'b')), (False, (3, 'c'))]
    """
    marked = merge(((each, True) for each in first), ((each, False) for each in second))
    for version, group in groupby(marked, lambda each: each[0]):
        sides = [is_first for _, is_first in group]
        more = sides.count(True) - sides.count(False)
        yield from [(more > 0, version)] * abs(more)


def _held(path: Path, covers: int, but: Collection[str]) -> Iterator[Version]:
    """Every live document of the commit that covers so much, without some articles."""
    for segment, live in generation.segments(path, commit_file.acknowledged(path, covers)):
        numbers = np.arange(segment.count) if live is None else np.flatnonzero(live)
        for first in range(0, len(numbers), _DOCUMENTS):
            versions = segment.versions(numbers[first:first + _DOCUMENTS])
            yield from (version for version in versions if version[1] not in but)


def _told(seqs: list[int]) -> str:
    return f"change {', '.join(map(str, seqs))}" if seqs else "nothing"
