"""Commit files: each commit of a generation is one file, `commit-<number>.arrays`.

    <segment's id>  u4   the deleted documents of that segment, ascending
    counts          u4   the number of documents of each segment, deleted ones included
    change          i8   one number: the last change of the store that the commit followed
    pairs           i8   the changes that brought near-duplicates (search/stories.py), two by two

A commit file makes its segments count. It is written after them and removed before them, so a file
that it names and that is missing was lost.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.arrays import Array, ArrayFile, Damaged, sync, write
from search.engines.whoosh.codec import ArrayCodec
from search.engines.whoosh.segments.segment import EXTENSION

NAME = "MAIN"
"""The name of the Whoosh index in the folder of a generation."""

UNFINISHED = (1 << 63) - 1
"""The change of a commit whose generation is still being filled, greater than any in a store."""

_RESERVED = ("counts", "change", "pairs")

_SEGMENT_ID = re.compile("[0-9a-z]+")
_FILE_NAME = re.compile(rf"commit-(\d+){re.escape(EXTENSION)}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Commit:
    """One commit: its number, the last change that it followed, and its segments.

    `pairs` are the changes that brought near-duplicates, i8 (n, 2).
    """

    number: int
    change: int
    segments: Sequence[W3Segment]
    pairs: Array = field(default_factory=lambda: np.zeros((0, 2), np.int64))

    def fingerprint(self) -> str:
        """Return what no other commit has, unless both list the same: segments have random ids."""
        listed = [(each.segid, sorted(each.deleted_docs())) for each in self.segments]
        digest = sha256(repr((self.number, self.change, listed)).encode())
        digest.update(self.pairs.tobytes())
        return digest.hexdigest()[:16]


def list_numbers(path: Path) -> list[int]:
    """Return the numbers of the commits in the folder of a generation, newest first.

    There is none if there is no folder. Raises PermissionError if it cannot be listed.
    """
    try:
        found = map(_FILE_NAME.fullmatch, os.listdir(path))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted((int(match[1]) for match in found if match), reverse=True)


def read_commit(path: Path, number: int) -> Commit:
    """Read one commit. Raises OSError or Damaged."""
    file = ArrayFile(path_of(path, number))
    for name in file.names():
        file.touch(name)
    ids = [name for name in file.names() if name not in _RESERVED]
    _check_commit(file, ids)
    segments = [
        W3Segment(ArrayCodec(), NAME, int(count), id, set(file[id].tolist()) or None)
        for id, count in zip(ids, file["counts"])
    ]
    pairs = file["pairs"].reshape(-1, 2).copy()  # so that the commit file does not stay mapped
    return Commit(number=number, change=int(file["change"][0]), segments=segments, pairs=pairs)


def _check_commit(file: ArrayFile, ids: Sequence[str]) -> None:
    """Raise Damaged unless segments can be these ids and have the documents that are deleted."""
    counts, change, pairs = (file[name] for name in _RESERVED)
    if (counts.dtype.str, len(counts)) != ("<u4", len(ids)) or len(pairs) % 2:
        raise file.damage("dtype or length of counts or pairs")
    if (change.dtype.str, len(change), pairs.dtype.str) != ("<i8", 1, "<i8"):
        raise file.damage("dtype or length of change or pairs")
    for id, count in zip(ids, counts.tolist()):
        deleted = file[id]
        if not _SEGMENT_ID.fullmatch(id) or deleted.dtype.str != "<u4":
            raise file.damage("the name of a segment")
        if len(deleted) and int(deleted.max()) >= count:
            raise file.damage(f"a deleted document of {id}")


def find_commit(path: Path, change: int) -> Commit:
    """Return the commit to read if the store says that the index has followed `change`.

    That is the newest commit whose own change is not greater. A greater one is of a writer that
    was killed before it could tell the store. If all are greater, it is the newest commit. Raises
    OSError or Damaged.
    """
    newest = None
    for commit in (read_commit(path, number) for number in list_numbers(path)):
        if commit.change <= change:
            return commit
        newest = newest or commit
    if newest is None:
        raise Damaged(path, "it lists no segments")
    return newest


def write_commit(path: Path, commit: Commit) -> None:
    """Write a commit, on disk before it gets its final name."""
    arrays = {
        each.segid: np.array(sorted(each.deleted_docs()), "<u4") for each in commit.segments
    }
    arrays["counts"] = np.array([each.doc_count_all() for each in commit.segments], "<u4")
    arrays["change"] = np.array([commit.change], "<i8")
    arrays["pairs"] = commit.pairs.ravel()
    unfinished = path / "unfinished"
    unfinished.unlink(missing_ok=True)
    write(unfinished, arrays.items())
    unfinished.rename(path_of(path, commit.number))
    sync(path)


def remove_commits(path: Path, keep: Sequence[int] = ()) -> None:
    """Remove all commit files but these, the oldest first.

    If a newer one went first, a reader could take an older one for the current commit.
    """
    for number in reversed(list_numbers(path)):
        if number not in keep:
            with suppress(FileNotFoundError):
                path_of(path, number).unlink()


def path_of(path: Path, number: int) -> Path:
    """Return the file of a commit, given the folder of its generation."""
    return path / f"commit-{number}{EXTENSION}"
