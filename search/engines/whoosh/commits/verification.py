"""Verification: finds damage in an index, and differences between index and store."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path

import numpy as np

from search.arrays import Damaged
from search.engines.whoosh.commits import commit_file, generation, table_of_contents
from search.engines.whoosh.index_format import describe_unreadable
from search.store.store import ChangeLog

_DOCUMENTS_TOGETHER = 1 << 16

Version = tuple[int, str]
"""The number of a change, and the id of the article that it brought."""


def find_faults(path: Path, change_log: ChangeLog, change: int) -> list[str]:
    """Return what is wrong with a generation that has followed a change, a line for each fault."""
    try:
        found = _find_damage(path) or _find_differences(path, change_log, change)
        return [*found, *_find_damaged_tables(path)]
    except Damaged as error:
        return [str(error)]
    except OSError as error:
        return [describe_unreadable(error)]


def _find_damage(path: Path) -> list[str]:
    """Check every block of every commit; return what is damaged."""
    messages: dict[str, None] = {}
    for number in commit_file.list_numbers(path):
        try:
            commit = commit_file.read_commit(path, number)
            for segment, _ in generation.open_segments(path, commit):
                segment.check(thorough=True)
        except Damaged as error:
            messages[str(error)] = None  # two commits may share a segment
    return list(messages)


def _find_damaged_tables(path: Path) -> list[str]:
    """Return which of Whoosh's own tables are damaged."""
    tables = (table_of_contents.find_damage(path, number)
              for number in commit_file.list_numbers(path))
    return list(filter(None, tables))


def _find_differences(path: Path, change_log: ChangeLog, change: int) -> list[str]:
    """Return where index and store disagree, apart from changes not followed yet."""
    pending = {each.id for each in change_log.changes(change)}
    stored, indexed = (defaultdict[str, list[int]](list) for _ in range(2))
    versions = _indexed_versions(path, change, pending)
    for is_stored, (number, id) in compare(change_log.newest_versions(change), versions):
        (stored if is_stored else indexed)[id].append(number)
    return [
        f"article {id!r}: only the store has {_describe(stored[id])}, only the index "
        f"{_describe(indexed[id])}: run `indexer rebuild`" for id in sorted({*stored, *indexed})
    ]


def compare(
    first: Iterable[Version], second: Iterable[Version]
) -> Iterator[tuple[bool, Version]]:
    """Yield what only one of two ascending sequences has, or has more often; True for the first.

    >>> list(compare([(1, "a"), (2, "b")], [(2, "b"), (2, "b"), (3, "c")]))
    [(True, (1, 'a')), (False, (2, 'b')), (False, (3, 'c'))]
    """
    marked = merge(((each, True) for each in first), ((each, False) for each in second))
    for version, group in groupby(marked, lambda each: each[0]):
        sides = [is_first for _, is_first in group]
        more = sides.count(True) - sides.count(False)
        yield from [(more > 0, version)] * abs(more)


def _indexed_versions(path: Path, change: int, but: Collection[str]) -> Iterator[Version]:
    """Yield the live documents of the commit that has followed a change, without some articles."""
    commit = commit_file.find_commit(path, change)
    for segment, live in generation.open_segments(path, commit):
        numbers = np.arange(segment.count) if live is None else np.flatnonzero(live)
        for first in range(0, len(numbers), _DOCUMENTS_TOGETHER):
            versions = segment.versions(numbers[first:first + _DOCUMENTS_TOGETHER])
            yield from (version for version in versions if version[1] not in but)


def _describe(changes: list[int]) -> str:
    return f"change {', '.join(map(str, changes))}" if changes else "nothing"
