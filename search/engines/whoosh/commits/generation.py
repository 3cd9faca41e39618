"""Generations of the index on disk: open one to read, or commit to it.

A generation is a folder, `index-<number>`, that holds one Whoosh index whose segments are files of
arrays. The store says which is current; all others are left over from an interrupted rebuild.

A commit file lists segments and so makes them count. After it, Whoosh's own table of contents is
written, which lists the same; it is never read here, since that would run what is pickled in it.
The commit before stays until the next, for readers who find the new one damaged. Files that no
commit lists are removed; readers keep what they have mapped.
"""

import logging
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import clean_files

from search.arrays import Array, Damaged, sync, write
from search.disk_space import find_free
from search.engines.whoosh.codec import ArrayCodec, open_segment, schema
from search.engines.whoosh.commits import commit_file, merge_policy, table_of_contents
from search.engines.whoosh.commits.commit_file import NAME, UNFINISHED, Commit
from search.engines.whoosh.commits.merge_policy import SegmentSize
from search.engines.whoosh.commits.pending_segments import PendingSegments, adopt
from search.engines.whoosh.segments.malloc import trim
from search.engines.whoosh.segments.merger import merge
from search.engines.whoosh.segments.segment import EXTENSION, Segment
from search.engines.whoosh.stories.pairs import PairVerifier, SegmentDocuments, find_pairs
from search.errors import EngineError
from search.store.store import Change

log = logging.getLogger(__name__)

CHANGES_PER_COMMIT = 20_000
"""Changes of a load or a rebuild that become one commit."""

Followed = tuple[PendingSegments, Sequence[Change]]
"""Pending segments, and the changes that they follow."""

Live = tuple[Segment, Array | None]
"""A segment, and for each of its documents whether it is live; None if all are."""


def folder(root: Path, number: int) -> Path:
    """Return the folder of a generation."""
    return root / f"index-{number}"


def open_segments(
    path: Path, commit: Commit | None = None, known: Iterable[Segment] = ()
) -> list[Live]:
    """Open the segments of a commit, by default the newest. Raises OSError or Damaged.

    Those of them that are `known`, which are open already, are taken as they are: what was checked
    of a large one need not be checked again because a small one has come.
    """
    commit = commit or commit_file.find_commit(path, UNFINISHED)
    usable = {each.file.path: each for each in known if each.file.is_in_place()}
    files = [path / each.make_filename(EXTENSION) for each in commit.segments]
    try:
        return [_with_live(usable.get(file) or Segment(file), each)
                for file, each in zip(files, commit.segments)]
    except FileNotFoundError as error:
        if commit_file.path_of(path, commit.number).exists():
            raise Damaged(Path(error.filename), "it is not there") from error
        raise  # a writer has just removed what was listed


def check_segments(path: Path, change: int, sound: Mapping[str, Segment]) -> dict[str, Segment]:
    """Check every block of the commit that a writer goes on from; return its segments by id.

    `sound` are those checked before. Raises OSError or Damaged.
    """
    commit = commit_file.find_commit(path, change)
    checked = {id: segment for id, segment in sound.items() if not segment.file.is_changed()}
    unknown = [each for each in commit.segments if each.segid not in checked]
    lives = open_segments(path, replace(commit, segments=unknown))
    for listed, (segment, _) in zip(unknown, lives):
        segment.check()
        checked[listed.segid] = segment
    return {each.segid: checked[each.segid] for each in commit.segments}


def needs_merge(path: Path, change: int) -> bool:
    """Return whether a commit lists segments to merge. Raises OSError or Damaged."""
    if not commit_file.list_numbers(path):
        return False
    return any(merge_policy.plan_merges(_sizes(commit_file.find_commit(path, change).segments)))


def count_bytes(root: Path) -> int:
    """Return how many bytes all generations take on disk."""
    total = 0
    for path in root.glob("index-*/*"):
        with suppress(FileNotFoundError):  # a writer may have just removed it
            total += path.stat().st_size
    return total


def find_checkpoint(path: Path) -> tuple[int, int] | None:
    """Return the change and the number of articles of the newest finished commit that is sound.

    None if there is none, or the folder cannot be read.
    """
    for number in _list_numbers(path):
        with suppress(OSError, EngineError):
            found = commit_file.read_commit(path, number)
            if found.change != UNFINISHED:
                return found.change, sum(each.doc_count() for each in found.segments)
    return None


def list_folders(root: Path) -> list[Path]:
    """Return the folders of all generations, whichever the store knows."""
    return [path for path in root.glob("index-*")
            if path.name.removeprefix("index-").isdecimal()]


def commit(
    path: Path, since: int, change: int, followed: Iterable[Followed], verify: PairVerifier,
    sound: dict[str, Segment], erase: bool = False, more: bool = False,
) -> None:
    """Follow changes: delete the articles that they replace or remove, and list their segments.

    The new commit goes on from the one that followed `since`, has itself followed `change`, and is
    on disk when this returns. With `erase`, segments with removed documents are rewritten and no
    earlier commit is kept, so that nothing is left of their text. If `more` is about to come, the
    open segments are not merged yet. `verify` compares articles that may be near-duplicates.
    `sound` are segments that are open already, by id; those that the new commit does not list are
    taken out of it.
    """
    written = CommitWriter(path, since, sound).write(followed, verify, erase, more, change)
    for id in sound.keys() - {each.segid for each in written.segments}:
        del sound[id]


def begin(path: Path) -> None:
    """Create a generation without articles, to be filled by commits."""
    CommitWriter(path).write((), lambda pairs: np.zeros(len(pairs), bool))


def discard(root: Path, keep: int) -> None:
    """Remove every generation but one."""
    for path in list_folders(root):
        if path != folder(root, keep):
            with suppress(PermissionError):
                commit_file.remove_commits(path)
            shutil.rmtree(path, ignore_errors=True)


class CommitWriter:
    """Writes one commit of a generation, which goes on from the current one."""

    def __init__(
        self, path: Path, since: int = UNFINISHED, sound: Mapping[str, Segment] | None = None
    ) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._storage = FileStorage(str(path))
        self._open = dict(sound or {})
        self._since = since
        self._numbers = commit_file.list_numbers(path)
        first = Commit(number=0, change=UNFINISHED, segments=[])
        self._before = commit_file.find_commit(path, since) if self._numbers else first
        self._deleted = _count_deleted(self._before.segments)

    def write(
        self, followed: Iterable[Followed], verify: PairVerifier, erase: bool = False,
        more: bool = False, change: int = UNFINISHED,
    ) -> Commit:
        """Write the commit to disk; see `commit`."""
        segments = list(self._before.segments)
        for pending, changes in followed:
            self._delete(segments, self._find_replaced(changes))
            segments += adopt(self._path, pending)
        pairs = self._find_pairs(segments, verify)
        if erase:
            segments = [
                self._merge([each]) if each.has_deletions() else each for each in segments]
        segments = self._merge_some([each for each in segments if each.doc_count()], more)
        number = max(self._numbers, default=0) + 1
        written = Commit(number=number, change=change, segments=segments, pairs=pairs)
        self._finish(written, erase)
        return written

    def _find_pairs(self, segments: Sequence[W3Segment], verify: PairVerifier) -> Array:
        """Return the near-duplicates among the documents of these segments; the last are new."""
        lives = [_with_live(self._segment(each), each) for each in segments]
        documents = SegmentDocuments([segment for segment, _ in lives], [live for _, live in lives])
        fresh = np.arange(documents.firsts[len(self._before.segments)], documents.firsts[-1])
        intact = _count_deleted(self._before.segments) == self._deleted
        pairs = find_pairs(self._before.pairs, documents, fresh, intact, verify)
        for segment, _ in lives:
            segment.file.release()
        trim()
        return pairs

    def _find_replaced(self, changes: Sequence[Change]) -> set[str]:
        """Return the ids of the articles with an earlier version, which other segments may have.

        These are all ids if a writer was killed after its commit, but before it could tell the
        store: that commit may contain the articles of these very changes.
        """
        known = self._before.change <= self._since
        return {change.id for change in changes if not (known and change.is_first)}

    def _delete(self, segments: Sequence[W3Segment], ids: Collection[str]) -> None:
        for listed in segments if ids else ():
            segment = self._segment(listed)
            for number in map(segment.find, ids):
                if number >= 0:
                    listed.delete_document(number)
            segment.file.release()

    def _segment(self, listed: W3Segment) -> Segment:
        """Return the arrays of a segment, opened once."""
        if listed.segid not in self._open:
            self._open[listed.segid] = open_segment(self._storage, listed)
        return self._open[listed.segid]

    def _merge_some(self, segments: Sequence[W3Segment], more: bool) -> list[W3Segment]:
        merged, done = list[W3Segment](), 0
        for run in merge_policy.plan_merges(_sizes(segments), more):
            if not self._has_space(segments[run.start:run.stop]):
                break
            merged += [*segments[done:run.start], self._merge(segments[run.start:run.stop])]
            done = run.stop
        return [*merged, *segments[done:]]

    def _has_space(self, segments: Sequence[W3Segment]) -> bool:
        """Return whether there is space for what these segments are merged to.

        If not, they stay as they are, and are merged when there is.
        """
        names = (each.make_filename(EXTENSION) for each in segments)
        needed = sum((self._path / name).stat().st_size for name in names)
        free = find_free(self._path)
        if free is None or free >= needed:
            return True
        log.warning("segments are not merged before %d MB are free on the disk of %s",
                    needed / 1e6 + 1, self._path)
        return False

    def _merge(self, segments: Sequence[W3Segment]) -> W3Segment:
        lives = [_with_live(self._segment(each), each) for each in segments]
        masks = [np.ones(each.count, bool) if live is None else live for each, live in lives]
        merged = W3Segment(ArrayCodec(), NAME, int(sum(map(np.count_nonzero, masks))))
        arrays = merge([segment for segment, _ in lives], masks, self._path)
        write(self._path / merged.make_filename(EXTENSION), arrays)
        trim()
        return merged

    def _finish(self, written: Commit, erase: bool) -> None:
        """Write the commit file; keep the commit before, if it is whole and may be kept."""
        kept = [written]
        if not erase and self._before.change != UNFINISHED:
            kept.append(self._before)
        commit_file.write_commit(self._path, written)
        table_of_contents.write(self._storage, schema(), written)
        sync(self._path)
        commit_file.remove_commits(self._path, keep=[each.number for each in kept])
        segments = [each for commit in kept for each in commit.segments]
        clean_files(self._storage, NAME, written.number, segments)


def _list_numbers(path: Path) -> list[int]:
    """Return the numbers of the commits; none if the folder cannot be read."""
    with suppress(OSError):
        return commit_file.list_numbers(path)
    return []


def _count_deleted(segments: Sequence[W3Segment]) -> int:
    return sum(each.deleted_count() for each in segments)


def _sizes(segments: Sequence[W3Segment]) -> list[SegmentSize]:
    return [SegmentSize(each.doc_count(), each.deleted_count()) for each in segments]


def _with_live(segment: Segment, listed: W3Segment) -> Live:
    if listed.doc_count_all() != segment.count:
        raise segment.file.damage("the commit lists another number of documents")
    if not listed.has_deletions():
        return segment, None
    live = np.ones(segment.count, bool)
    live[list(listed.deleted_docs())] = False
    return segment, live
