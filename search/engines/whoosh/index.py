"""Generations of the index on disk: open one to read, or commit to it.

A generation is a folder, `index-<number>`, that holds one Whoosh index whose segments are
files of arrays. The store says which is current; all others are leavings of an interrupted
rebuild. A commit writes new segments, then the list of all segments, `commit-<number>`, which
is what makes them count; then Whoosh's own table of contents, which says the same and is
never read here, since reading it would run what is pickled in it. Files that nothing lists
any more are removed after that. Readers keep what they have mapped.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from search.arrays import Array, ArrayFile, write
from search.engine import Document
from search.engines.whoosh.build import Arrays, build
from search.engines.whoosh.codec import ArrayCodec, opened, schema
from search.engines.whoosh.merge import merge
from search.engines.whoosh.segment import EXTENSION, Segment

NAME = "MAIN"
_COMMITS = f"commit-*{EXTENSION}"

_FACTOR = 8
"""A segment is merged with those after it once they hold 1 / _FACTOR of its documents."""

_BATCH = 5_000
"""Documents of one segment when a generation is filled; their words are in memory at once."""

Stored = tuple[int, Document]
Live = tuple[Segment, Array | None]
"""A segment, and for each of its documents whether it is live; None where all are."""


def folder(root: Path, generation: int) -> Path:
    """Where a generation lives."""
    return root / f"index-{generation}"


def segments(path: Path) -> list[Live]:
    """The segments of a generation as it stands now. Raises OSError or Damaged."""
    number = _newest(path)
    if number is None:
        raise FileNotFoundError(f"{path} lists no segments")
    storage = FileStorage(str(path))
    return [_live(storage, listed) for listed in _listed(path, number)]


def size(root: Path) -> int:
    """Bytes on disk below a folder."""
    total = 0
    for path in root.rglob("*"):
        with suppress(FileNotFoundError):  # a writer may have just removed it
            total += path.stat().st_size if path.is_file() else 0
    return total


def commit(
    path: Path, removed: Iterable[str], added: Iterable[Stored], erase: bool = False
) -> None:
    """Take ids away and add documents, in one commit that is on disk when this returns.

    With `erase`, segments that hold removed documents are rewritten at once, so that nothing
    of them remains.
    """
    Commit(path).apply(removed, added, erase)


def fill(path: Path, documents: Iterable[Stored]) -> Iterator[int]:
    """Fill a generation batch by batch; yields how many documents it holds."""
    stream, done = iter(documents), 0
    Commit(path).apply((), ())  # a generation without articles is one too
    while batch := list(islice(stream, _BATCH)):
        Commit(path).apply((), batch)
        done += len(batch)
        yield done


def discard(root: Path, keep: int) -> None:
    """Remove every generation but one."""
    for path in root.glob("index-*"):
        if path != folder(root, keep):
            shutil.rmtree(path, ignore_errors=True)


class Commit:
    """One change of a generation, from the list of segments that it finds to the next."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._storage = FileStorage(str(path))
        self._number = _newest(path) or 0
        self._listed = _listed(path, self._number) if self._number else []

    def apply(self, removed: Iterable[str], added: Iterable[Stored], erase: bool = False) -> None:
        """Make the change and bring it to the disk."""
        kept = list(self._listed)
        self._delete(kept, removed)
        arrays = build(added)
        if len(arrays["seq"]):
            kept.append(self._written(arrays))
        if erase:
            kept = [self._merged([one]) if one.has_deletions() else one for one in kept]
        kept = [one for one in self._compacted(kept) if one.doc_count()]
        self._finish(kept)

    def _delete(self, listed: Sequence[W3Segment], ids: Iterable[str]) -> None:
        ids = list(ids)
        for one in listed if ids else ():
            segment = opened(self._storage, one)
            for number in map(segment.find, ids):
                if number >= 0:
                    one.delete_document(number)

    def _compacted(self, listed: list[W3Segment]) -> list[W3Segment]:
        """Merge from the end while a segment is not much larger than all that follow it.

        Sizes then fall by _FACTOR from one to the next, so there are few, and a document is
        rewritten about log(n) times.
        """
        first = len(listed)
        following = 0
        for at in reversed(range(len(listed))):
            if listed[at].doc_count() < following * _FACTOR or _is_mostly_deleted(listed[at]):
                first = at
            following += listed[at].doc_count()
        tail = listed[first:]
        if len(tail) < 2 and not any(map(_is_mostly_deleted, tail)):
            return listed
        return [*listed[:first], self._merged(tail)]

    def _merged(self, listed: Sequence[W3Segment]) -> W3Segment:
        lives = [_live(self._storage, one) for one in listed]
        alive = [np.ones(one.count, bool) if live is None else live for one, live in lives]
        return self._written(merge([one for one, _ in lives], alive))

    def _written(self, arrays: Arrays) -> W3Segment:
        listed = W3Segment(ArrayCodec(), NAME, len(arrays["seq"]))
        write(self._path / listed.make_filename(EXTENSION), arrays)
        return listed

    def _finish(self, listed: list[W3Segment]) -> None:
        number = self._number + 1
        _list(self._path, number, listed)
        TOC(schema(), listed, number).write(self._storage, NAME)
        _sync(self._path)
        clean_files(self._storage, NAME, number, listed)
        for path in self._path.glob(_COMMITS):
            if path != _list_path(self._path, number):
                path.unlink()


def _newest(path: Path) -> int | None:
    """The number of the newest list of segments, None if there is none."""
    numbers = [int(found.stem.partition("-")[2]) for found in path.glob(_COMMITS)]
    return max(numbers, default=None)


def _list_path(path: Path, number: int) -> Path:
    return path / f"commit-{number}{EXTENSION}"


def _list(path: Path, number: int, listed: Sequence[W3Segment]) -> None:
    """Write the list of segments under its final name, when all of it is on the disk."""
    arrays = {
        one.segid: np.array(sorted(one.deleted_docs()), "<u4") for one in listed
    }
    arrays["counts"] = np.array([one.doc_count_all() for one in listed], "<u4")
    unfinished = path / "unfinished"
    unfinished.unlink(missing_ok=True)
    write(unfinished, arrays)
    unfinished.rename(_list_path(path, number))
    _sync(path)


def _listed(path: Path, number: int) -> list[W3Segment]:
    """The segments of a list, with what is deleted in each. Raises Damaged."""
    file = ArrayFile(_list_path(path, number))
    for name in file.names():
        file.touch(name)
    *ids, _ = file.names()
    return [
        W3Segment(ArrayCodec(), NAME, int(count), id, set(file[id].tolist()) or None)
        for id, count in zip(ids, file["counts"])
    ]


def _live(storage: FileStorage, listed: W3Segment) -> Live:
    segment = opened(storage, listed)
    if not listed.has_deletions():
        return segment, None
    live = np.ones(segment.count, bool)
    live[list(listed.deleted_docs())] = False
    return segment, live


def _is_mostly_deleted(listed: W3Segment) -> bool:
    return bool(listed.deleted_count() * 2 > listed.doc_count_all())


def _sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk: Whoosh itself never does."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
