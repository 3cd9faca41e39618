"""Generations of the index on disk: open one to read, or commit to it.

A generation is a folder, `index-<number>`, that holds one Whoosh index whose segments are
files of arrays. The store says which is current; all others are leavings of an interrupted
rebuild. A commit lists new segments, which is what makes them count; then it writes
Whoosh's own table of contents, which says the same and is never read here, since reading it
would run what is pickled in it. The commit before it stays, for readers who find the new one
damaged, until the next. Files that nothing lists any more are removed. Readers keep what they
have mapped.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from search.arrays import Array, Damaged, sync, write
from search.engines.whoosh.codec import ArrayCodec, opened, schema
from search.engines.whoosh.commits import commit_file, merge_policy
from search.engines.whoosh.commits.commit_file import NAME, UNFINISHED, Listed
from search.engines.whoosh.commits.merge_policy import Size
from search.engines.whoosh.commits.pending_segments import Unit, adopted
from search.engines.whoosh.segments.malloc import trim
from search.engines.whoosh.segments.merger import merge
from search.engines.whoosh.segments.segment import EXTENSION, Segment
from search.engines.whoosh.stories.pairs import Gathered, Verify, twins
from search.store.versions import Change

UNIT = 20_000
"""Changes that are followed together when many come."""

Followed = tuple[Unit, Sequence[Change]]
"""The segments of some changes, and these."""

Live = tuple[Segment, Array | None]
"""A segment, and for each of its documents whether it is live; None where all are."""


def folder(root: Path, generation: int) -> Path:
    """Where a generation lives."""
    return root / f"index-{generation}"


def segments(path: Path, listed: Listed | None = None) -> list[Live]:
    """The segments of a commit, the newest if none is named. Raises OSError or Damaged."""
    listed = listed or commit_file.acknowledged(path, UNFINISHED)
    storage = FileStorage(str(path))
    try:
        return [_live(opened(storage, one), one) for one in listed.segments]
    except FileNotFoundError as error:
        if commit_file.place(path, listed.number).exists():
            raise Damaged(Path(error.filename), "it is not there") from error
        raise  # a writer has removed what was listed a moment ago


def check(path: Path, covers: int, sound: Mapping[str, Segment]) -> dict[str, Segment]:
    """Check every block of the commit that a writer goes on from: its segments, by their ids.

    `sound` are those checked before. Raises OSError or Damaged.
    """
    listed = commit_file.acknowledged(path, covers)
    unknown = [one for one in listed.segments if one.segid not in sound]
    found = dict(sound)
    for one, (segment, _) in zip(unknown, segments(path, replace(listed, segments=unknown))):
        segment.check()
        found[one.segid] = segment
    return {one.segid: found[one.segid] for one in listed.segments}


def crowded(path: Path, covers: int) -> bool:
    """Whether a commit lists segments that are to be merged. Raises OSError or Damaged."""
    if not commit_file.numbers(path):
        return False
    return any(merge_policy.runs(_sizes(commit_file.acknowledged(path, covers).segments)))


def size(root: Path) -> int:
    """Bytes on disk below a folder."""
    total = 0
    for path in root.rglob("*"):
        with suppress(FileNotFoundError):  # a writer may have just removed it
            total += path.stat().st_size if path.is_file() else 0
    return total


def commit(
    path: Path, since: int, covers: int, followed: Iterable[Followed], verify: Verify,
    sound: dict[str, Segment], erase: bool = False, more: bool = False,
) -> None:
    """Follow changes: take away the articles that they change, and list their segments.

    One commit, on disk when this returns; it goes on from the one that covers `since`, and
    covers itself what its number says. With `erase`, segments that hold removed documents are
    rewritten at once and no commit before is kept, so that nothing of them remains. Where
    `more` is about to come, merging waits for it. `verify` compares articles that may be twins.
    `sound` are segments that are open already; those stay that the new commit lists.
    """
    listed = Commit(path, since, sound).apply(followed, verify, erase, more, covers)
    for id in sound.keys() - {one.segid for one in listed.segments}:
        del sound[id]


def begin(path: Path) -> None:
    """Make a generation without articles, to be filled by commits."""
    Commit(path).apply((), lambda pairs: np.zeros(len(pairs), bool))


def discard(root: Path, keep: int) -> None:
    """Remove every generation but one."""
    for path in root.glob("index-*"):
        if path != folder(root, keep) and path.name.removeprefix("index-").isdecimal():
            commit_file.forget(path)
            shutil.rmtree(path, ignore_errors=True)


class Commit:
    """One change of a generation, from the commit that the store means to the next."""

    def __init__(
        self, path: Path, since: int = UNFINISHED, sound: Mapping[str, Segment] | None = None
    ) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._storage = FileStorage(str(path))
        self._open = dict(sound or {})
        self._since = since
        self._numbers = commit_file.numbers(path)
        first = Listed(0, UNFINISHED, [])
        self._before = commit_file.acknowledged(path, since) if self._numbers else first
        self._deleted = _deleted(self._before.segments)

    def apply(
        self, followed: Iterable[Followed], verify: Verify, erase: bool = False,
        more: bool = False, covers: int = UNFINISHED,
    ) -> Listed:
        """Make the change and bring it to the disk."""
        kept = list(self._before.segments)
        for unit, changes in followed:
            self._delete(kept, self._replaced(changes))
            kept += adopted(self._path, unit)
        pairs = self._twins(kept, verify)
        if erase:
            kept = [self._merged([one]) if one.has_deletions() else one for one in kept]
        kept = self._compacted([one for one in kept if one.doc_count()], more)
        listed = Listed(max(self._numbers, default=0) + 1, covers, kept, pairs)
        self._finish(listed, erase)
        return listed

    def _twins(self, listed: Sequence[W3Segment], verify: Verify) -> Array:
        """The twins among the documents of these segments, of which the last are new."""
        lives = [_live(self._segment(one), one) for one in listed]
        gathered = Gathered([segment for segment, _ in lives], [live for _, live in lives])
        fresh = np.arange(gathered.firsts[len(self._before.segments)], gathered.firsts[-1])
        intact = _deleted(self._before.segments) == self._deleted
        found = twins(self._before.twins, gathered, fresh, intact, verify)
        for segment, _ in lives:
            segment.file.release()
        trim()
        return found

    def _replaced(self, changes: Sequence[Change]) -> set[str]:
        """The articles that may be here: those of which there was something before.

        All, where a writer was killed before it could tell the store of the commit before: it may
        hold what these changes brought.
        """
        known = self._before.covers <= self._since
        return {change.id for change in changes if not (known and change.is_first)}

    def _delete(self, listed: Sequence[W3Segment], ids: Collection[str]) -> None:
        for one in listed if ids else ():
            segment = self._segment(one)
            for number in map(segment.find, ids):
                if number >= 0:
                    one.delete_document(number)
            segment.file.release()

    def _segment(self, listed: W3Segment) -> Segment:
        """The arrays of a segment, opened once."""
        if listed.segid not in self._open:
            self._open[listed.segid] = opened(self._storage, listed)
        return self._open[listed.segid]

    def _compacted(self, listed: Sequence[W3Segment], more: bool) -> list[W3Segment]:
        kept, done = list[W3Segment](), 0
        for run in merge_policy.runs(_sizes(listed), more):
            kept += [*listed[done:run.start], self._merged(listed[run.start:run.stop])]
            done = run.stop
        return [*kept, *listed[done:]]

    def _merged(self, listed: Sequence[W3Segment]) -> W3Segment:
        lives = [_live(self._segment(one), one) for one in listed]
        alive = [np.ones(one.count, bool) if live is None else live for one, live in lives]
        merged = W3Segment(ArrayCodec(), NAME, int(sum(map(np.count_nonzero, alive))))
        arrays = merge([one for one, _ in lives], alive, self._path)
        write(self._path / merged.make_filename(EXTENSION), arrays)
        trim()
        return merged

    def _finish(self, listed: Listed, erase: bool) -> None:
        """List the segments; keep those of the commit before, if it is whole and may be kept."""
        kept = [listed]
        if not erase and self._before.covers != UNFINISHED:
            kept.append(self._before)
        commit_file.record(self._path, listed)
        TOC(schema(), listed.segments, listed.number).write(self._storage, NAME)
        sync(self._path)
        commit_file.forget(self._path, keep=[each.number for each in kept])
        segments = [one for each in kept for one in each.segments]
        clean_files(self._storage, NAME, listed.number, segments)


def _deleted(listed: Sequence[W3Segment]) -> int:
    """How many documents are deleted."""
    return sum(one.deleted_count() for one in listed)


def _sizes(listed: Sequence[W3Segment]) -> list[Size]:
    return [Size(one.doc_count(), one.deleted_count()) for one in listed]


def _live(segment: Segment, listed: W3Segment) -> Live:
    if not listed.has_deletions():
        return segment, None
    live = np.ones(segment.count, bool)
    live[list(listed.deleted_docs())] = False
    return segment, live
