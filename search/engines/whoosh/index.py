"""Generations of the index on disk: open one to read, or commit to it.

A generation is a folder, `index-<number>`, that holds one Whoosh index. The store says
which is current; all others are leavings of an interrupted rebuild.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from search.engine import Document
from search.engines.whoosh.schema import schema, values

Policy = Callable[[SegmentWriter, list[Any]], list[Any]]
"""Which segments a commit rewrites: those that it does not return."""

_MEMORY_MB = 256
"""What a writer may hold before it spills to disk."""

_FACTOR = 8
"""Segments of about one size are merged when there are so many of them."""


def folder(root: Path, generation: int) -> Path:
    """Where a generation lives."""
    return root / f"index-{generation}"


def reader(path: Path) -> IndexReader:
    """A reader of the generation as it stands now, for one thread."""
    return FileStorage(str(path)).open_index().reader()


def size(root: Path) -> int:
    """Bytes on disk below a folder."""
    total = 0
    for path in root.rglob("*"):
        with suppress(FileNotFoundError):  # a writer may have just removed it
            total += path.stat().st_size if path.is_file() else 0
    return total


def commit(
    path: Path, removed: Iterable[str], added: Iterable[tuple[int, Document]], erase: bool = False
) -> None:
    """Take ids away and add documents, in one commit that is on disk when this returns.

    `added` are (seq, document). With `erase`, segments that hold removed documents are
    rewritten at once, so that nothing of them remains.
    """
    with _writing(path, _erasing if erase else _merging) as writer:
        _delete(writer, removed)
        for seq, document in added:
            writer.add_document(**values(document, seq))


@contextmanager
def loading(path: Path) -> Iterator[Callable[[int, Document], None]]:
    """Fill a new generation, in one commit at the end of the block."""
    with _writing(path, _merging) as writer:
        yield lambda seq, document: writer.add_document(**values(document, seq))


def discard(root: Path, keep: int) -> None:
    """Remove every generation but one."""
    for path in root.glob("index-*"):
        if path != folder(root, keep):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _writing(path: Path, merging: Policy) -> Iterator[SegmentWriter]:
    writer = _open(path).writer(limitmb=_MEMORY_MB)
    try:
        yield writer
        writer.commit(mergetype=merging)
    except BaseException:
        _abandon(writer)
        raise
    _sync(path)


def _open(path: Path) -> FileIndex:
    path.mkdir(parents=True, exist_ok=True)
    storage = FileStorage(str(path))
    if storage.index_exists():
        return storage.open_index()
    return storage.create_index(schema())


def _delete(writer: SegmentWriter, ids: Iterable[str]) -> None:
    """Mark documents deleted. Whoosh's own way opens all segments anew for each id."""
    with closing(writer.reader()) as held:
        for id in ids:
            with suppress(TermNotFound):
                for number in list(held.postings("id", id).all_ids()):
                    writer.delete_document(number)


def _abandon(writer: SegmentWriter) -> None:
    """Give the lock back: Whoosh keeps it when a commit fails."""
    with suppress(Exception):
        writer.cancel()
    if writer.writelock:
        with suppress(Exception):
            writer.writelock.release()


def _merging(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge the smallest segments when _FACTOR of them are of one tier; each tier is 8 × the last.

    A document is thus rewritten about log8(n / batch) times, and a reader sees few segments.
    """
    kept = sorted(segments, key=lambda segment: -segment.doc_count_all())
    merged = []
    while len(kept) - _tier_start(kept) >= _FACTOR:
        start = _tier_start(kept)
        merged += kept[start:]
        del kept[start:]
    _rewrite(writer, merged)
    return kept


def _tier_start(segments: list[Any]) -> int:
    """Where the tier of the smallest segments begins, largest first."""
    if not segments:
        return 0
    limit = segments[-1].doc_count_all() * _FACTOR
    sizes = [segment.doc_count_all() for segment in segments]
    return next(at for at, count in enumerate(sizes) if count < max(limit, 1_000))


def _erasing(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Rewrite the segments that hold removed documents."""
    _rewrite(writer, [segment for segment in segments if segment.has_deletions()])
    return [segment for segment in segments if not segment.has_deletions()]


def _rewrite(writer: SegmentWriter, segments: list[Any]) -> None:
    for segment in segments:
        old = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(old)
        old.close()


def _sync(path: Path) -> None:
    """Bring files and folder to the disk: Whoosh itself never does."""
    for name in [*path.iterdir(), path]:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
