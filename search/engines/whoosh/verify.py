"""Whether an index is sound, and agrees with the store that it is derived from."""

from pathlib import Path

import numpy as np

from search.arrays import Damaged
from search.engines.whoosh import commits, index
from search.engines.whoosh.rows import Change


def faults(path: Path, rows: list[Change], covers: int) -> list[str]:
    """What is wrong with a generation that follows these changes up to `covers`, in lines."""
    try:
        return _damage(path) or _differences(rows, _versions(path, covers), covers)
    except Damaged as error:
        return [str(error)]
    except OSError as error:
        return [f"the index cannot be read ({error!r}): run `indexer rebuild`"]


def _damage(path: Path) -> list[str]:
    """What is damaged in the commits of a generation, after checking every block."""
    found: dict[str, None] = {}
    for number in commits.numbers(path):
        try:
            for segment, _ in index.segments(path, commits.read(path, number)):
                segment.check()
        except Damaged as error:
            found[str(error)] = None  # two commits may share a segment
    return list(found)


def _versions(path: Path, covers: int) -> list[tuple[int, str]]:
    """The (seq, id) of every live document of the commit that covers so much."""
    lives = index.segments(path, commits.acknowledged(path, covers))
    held: list[tuple[int, str]] = []
    for segment, live in lives:
        versions = segment.versions()
        held += versions if live is None else [versions[n] for n in np.flatnonzero(live)]
    return held


def _differences(
    rows: list[Change], held: list[tuple[int, str]], covers: int
) -> list[str]:
    """Where index and store disagree, but for changes that the index is yet to follow."""
    pending = {change.id for change in rows if change.seq > covers}
    newest = {change.id: change.seq for change in rows if change.is_article}
    indexed = dict((id, seq) for seq, id in held)
    faults = [] if len(indexed) == len(held) else ["the index holds an article twice"]
    for id in (newest.keys() | indexed.keys()) - pending:
        if newest.get(id) != indexed.get(id):
            faults.append(f"article {id!r}: stored {newest.get(id)}, indexed {indexed.get(id)}")
    return [f"{fault}: run `indexer rebuild`" for fault in sorted(faults)]
