"""Pending segments: built from some changes of the store, but not listed by a commit yet."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment

from search.arrays import write
from search.engine import Documents
from search.engines.whoosh.codec import ArrayCodec
from search.engines.whoosh.commits.commit_file import NAME
from search.engines.whoosh.segments.builder import SegmentBuilder
from search.engines.whoosh.segments.malloc import trim
from search.engines.whoosh.segments.segment import EXTENSION
from search.store.database import connect, wait_for_lock
from search.store.store import ChangeLog

MAX_SEGMENT_WORDS = 2_000_000
"""A segment is written once about this many words are in memory."""

_PREFIX = "pending-"
_LOCK = "pending.lock"


@dataclass(frozen=True)
class PendingSegments:
    """The segments of the changes after `after` and up to `change`.

    `segments` gives the number of documents of each by its id; there is none without documents.
    """

    after: int
    change: int
    segments: Mapping[str, int]


def build_segments(
    path: Path, change_log: ChangeLog, documents: Documents, after: int, change: int
) -> PendingSegments:
    """Write the segments of a range of changes into the folder of a generation.

    They contain each article as it was after the last change of the range.
    """
    segments: dict[str, int] = {}
    for collected in _collect(change_log, documents, after, change):
        segment = W3Segment(ArrayCodec(), NAME).segid
        write(path_of(path, segment), collected.arrays())
        segments[segment] = collected.count
        del collected
        trim()
    return PendingSegments(after, change, segments)


def _collect(
    change_log: ChangeLog, documents: Documents, after: int, change: int
) -> Iterator[SegmentBuilder]:
    """Yield the documents of the changes, in groups that fit into memory.

    A new vocabulary begins a new group, so that the one before can be freed.
    """
    collected = SegmentBuilder()
    for page in change_log.pages(after, change):
        analysed = documents([article for _, article in page])
        if collected.words >= MAX_SEGMENT_WORDS or not collected.fits(analysed[0]):
            yield collected
            collected = SegmentBuilder()
        for (number, _), document in zip(page, analysed):
            collected.add(number, document)
    if collected.count:
        yield collected


def adopt(path: Path, pending: PendingSegments) -> list[W3Segment]:
    """Return the segments for a commit to list, their files renamed like those of any other."""
    segments = [
        W3Segment(ArrayCodec(), NAME, count, id) for id, count in pending.segments.items()
    ]
    for segment in segments:
        path_of(path, segment.segid).rename(path / segment.make_filename(EXTENSION))
    return segments


def path_of(path: Path, segment: str) -> Path:
    """Return the file of a pending segment; no listed segment has such a name."""
    return path / f"{_PREFIX}{segment}"


@contextmanager
def share_lock(root: Path) -> Iterator[None]:
    """Allow pending segments to be built beside whoever writes to this archive.

    A text that is in one of them may be removed meanwhile. To erase it, `sweep` waits until this
    block has ended, or its process was killed.
    """
    with closing(connect(root / _LOCK)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # takes a shared lock
        yield


def sweep(root: Path, keep: Collection[str], wait: bool) -> None:
    """Remove all pending segments but these, which a killed or overtaken writer left.

    While others are being built, nothing is removed; with `wait`, they are waited for.
    """
    if not wait and not _leftovers(root, keep):
        return
    with closing(connect(root / _LOCK, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            if not wait:
                return
            wait_for_lock(connection, root)
        for path in _leftovers(root, keep):
            path.unlink(missing_ok=True)


def _leftovers(root: Path, keep: Collection[str]) -> list[Path]:
    paths = root.glob(f"index-*/{_PREFIX}*")
    return [path for path in paths if path.name.removeprefix(_PREFIX) not in keep]
