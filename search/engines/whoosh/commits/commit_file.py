"""The lists of segments: each commit of a generation is one file, `commit-<number>.arrays`.

    <segment's id>  u4   the documents of the segment that are deleted, in order
    counts          u4   how many documents each segment has, deleted ones too
    covers          i8   one number: the last change of the store that the commit followed
    twins           i8   the changes that brought twins (search/stories.py), pair after pair

A list makes its segments count, so it is written after them and removed before them: where
a list names a file that is not there, and is there itself, the file was lost.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.arrays import Array, ArrayFile, Damaged, sync, write
from search.engines.whoosh.codec import ArrayCodec
from search.engines.whoosh.segments.segment import EXTENSION

NAME = "MAIN"

_NUMBERS = ("counts", "covers", "twins")

UNFINISHED = (1 << 63) - 1
"""What a commit covers while its generation is being filled: more than any reader asks for."""


@dataclass(frozen=True)
class Listed:
    """One commit: its number, the last change it followed, its segments, and the pairs of changes
    that brought twins, i8 (n, 2)."""

    number: int
    covers: int
    segments: Sequence[W3Segment]
    twins: Array = field(default_factory=lambda: np.zeros((0, 2), np.int64))


def numbers(path: Path) -> list[int]:
    """The numbers of the commits that a generation has, newest first."""
    names = (found.stem.partition("-")[2] for found in path.glob(f"commit-*{EXTENSION}"))
    return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def read(path: Path, number: int) -> Listed:
    """One commit. Raises OSError or Damaged."""
    file = ArrayFile(place(path, number))
    for name in file.names():
        file.touch(name)
    ids = [name for name in file.names() if name not in _NUMBERS]
    segments = [
        W3Segment(ArrayCodec(), NAME, int(count), id, set(file[id].tolist()) or None)
        for id, count in zip(ids, file["counts"])
    ]
    return Listed(number, int(file["covers"][0]), segments, file["twins"].reshape(-1, 2))


def acknowledged(path: Path, covers: int) -> Listed:
    """The commit that a store means which says that its index covers so much.

    That is the newest which covers no more: a writer killed before it could tell the store
    left a newer one. If only such are left, the newest of those. Raises OSError or Damaged.
    """
    newest = None
    for listed in (read(path, number) for number in numbers(path)):
        if listed.covers <= covers:
            return listed
        newest = newest or listed
    if newest is None:
        raise Damaged(path, "it lists no segments")
    return newest


def record(path: Path, listed: Listed) -> None:
    """Write a commit under its final name, when all of it is on the disk."""
    arrays = {
        one.segid: np.array(sorted(one.deleted_docs()), "<u4") for one in listed.segments
    }
    arrays["counts"] = np.array([one.doc_count_all() for one in listed.segments], "<u4")
    arrays["covers"] = np.array([listed.covers], "<i8")
    arrays["twins"] = listed.twins.ravel()
    unfinished = path / "unfinished"
    unfinished.unlink(missing_ok=True)
    write(unfinished, arrays.items())
    unfinished.rename(place(path, listed.number))
    sync(path)


def forget(path: Path, keep: Sequence[int] = ()) -> None:
    """Remove the lists of all commits but these, the oldest first.

    Were a newer one gone before it, an older would be taken for what the store means.
    """
    for number in reversed(numbers(path)):
        if number not in keep:
            with suppress(FileNotFoundError):
                place(path, number).unlink()


def place(path: Path, number: int) -> Path:
    """The file of one commit."""
    return path / f"commit-{number}{EXTENSION}"
