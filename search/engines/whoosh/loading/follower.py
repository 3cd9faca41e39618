"""Brings the index up to its store, commit by commit."""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from search.arrays import Damaged
from search.engine import Documents, Unlocked
from search.engines.whoosh.commits import commit_file, generation, pending_segments
from search.engines.whoosh.commits.generation import Followed
from search.engines.whoosh.index_format import describe_stale
from search.engines.whoosh.loading.worker_pool import Build, WorkerPool
from search.engines.whoosh.segments.segment import Segment
from search.engines.whoosh.stories.pairs import PairVerifier, build_verifier
from search.errors import StaleIndex
from search.store.store import Change, ChangeLog, IndexState

log = logging.getLogger(__name__)


class Follower:
    """Writes the index of a folder; its methods are for whoever holds the store's lock."""

    def __init__(self, folder: Path, change_log: ChangeLog, signature: str) -> None:
        self._folder = folder
        self._change_log = change_log
        self._signature = signature
        self._sound: dict[str, Segment] = {}

    def forget_checks(self) -> None:
        """Forget which segments were found sound, so that all are checked again."""
        self._sound.clear()

    def find_likely_listed(self, ids: Collection[str]) -> set[str]:
        """Return which of these ids are in segments, perhaps in documents that are deleted.

        Segments that were written since the last check are left out. Raises OSError or Damaged.
        """
        if not self._sound or any(each.file.is_changed() for each in self._sound.values()):
            self._check(self._change_log.state())
        return {id for segment in self._sound.values() for id in segment.find_any(ids)}

    def follow(self, documents: Documents, pool: WorkerPool, more: bool) -> None:
        """Bring the index up to the last change; rebuild it if it is damaged.

        With `more` changes about to come, it does nothing until CHANGES_PER_COMMIT are waiting, and
        waits for neither workers nor merges. Raises StaleIndex.
        """
        state = self._change_log.state()
        refuse_stale(state, self._signature)
        waiting = self._change_log.last_change() - pool.reached_change(state)
        if more and waiting < generation.CHANGES_PER_COMMIT:
            return
        try:
            self._check(state)
            self._go_on(state, documents, pool, more)
        except Damaged as damage:
            log.warning("%s: indexing everything again", damage.fault)
            for _ in self.rebuild(documents, pool):
                pass
        except BaseException:
            pool.abandon()
            raise

    def rebuild(
        self, documents: Documents, pool: WorkerPool, unlocked: Unlocked = nullcontext
    ) -> Iterator[int]:
        """Fill a new generation from the store and swap it in; yield how many are indexed.

        While it is filled others may store articles, if the index has no fault: nobody follows
        them, so the store keeps what the generation lacks, removals too. They are followed last.
        """
        last, before = self._change_log.last_change(), self._change_log.state()
        is_sound = before.generation and not explain_stale(before, self._signature)
        pool.abandon()
        generation.discard(self._folder, keep=before.generation)
        path = generation.folder(self._folder, before.generation + 1)
        generation.begin(path)
        verify = build_verifier(self._change_log, documents)
        with unlocked() if is_sound else nullcontext():
            try:
                yield from self._fill(path, last, documents, pool)
            finally:
                pool.abandon()
            generation.commit(  # merges segments
                path, commit_file.UNFINISHED, commit_file.UNFINISHED, (), verify, {})
        generation.commit(path, commit_file.UNFINISHED, last, (), verify, {})
        pending_segments.sweep(self._folder, pool.list_pending(), wait=False)
        state = IndexState(
            generation=before.generation + 1, change=last, signature=self._signature)
        self._advance(state, None, pool)
        if self._change_log.last_change() > last:
            self.follow(documents, pool, more=False)

    def _fill(
        self, path: Path, last: int, documents: Documents, pool: WorkerPool
    ) -> Iterator[int]:
        """Commit the changes up to one, part by part; yield how many articles are indexed."""
        build, verify = self._build(path, documents), build_verifier(self._change_log, documents)
        done, followed = 0, 0
        for part, is_last in self._parts(0, last):
            pool.add(path, part, build, here=is_last)
            if built := pool.take_built(build, wait=is_last):
                generation.commit(path, commit_file.UNFINISHED, commit_file.UNFINISHED, built,
                                  verify, {}, more=True)
                change = built[-1][1][-1].number
                done, followed = done + self._change_log.count_articles(followed, change), change
                yield done

    def _parts(
        self, after: int, last: int | None = None
    ) -> Iterator[tuple[Sequence[Change], bool]]:
        """Yield the changes after one, up to `last`, in equal parts of about CHANGES_PER_COMMIT.

        Each comes with whether it is the last. Others may take away changes meanwhile.
        """
        count = self._change_log.count_changes(after)
        size = -(-count // max(round(count / generation.CHANGES_PER_COMMIT), 1))
        part = self._list_changes(after, size, last)
        while part:
            following = self._list_changes(part[-1].number, size, last)
            yield part, not following
            part = following

    def _list_changes(self, after: int, size: int, last: int | None) -> list[Change]:
        changes = self._change_log.changes(after, size)
        return [each for each in changes if last is None or each.number <= last]

    def _check(self, state: IndexState) -> None:
        if state.generation:
            path = generation.folder(self._folder, state.generation)
            self._sound = generation.check_segments(path, state.change, self._sound)

    def _go_on(
        self, state: IndexState, documents: Documents, pool: WorkerPool, more: bool
    ) -> None:
        path = generation.folder(self._folder, state.generation or 1)
        build, verify = self._build(path, documents), build_verifier(self._change_log, documents)
        for part, is_last in self._parts(pool.reached_change(state)):
            path.mkdir(parents=True, exist_ok=True)
            pool.add(path, part, build, here=is_last and not more)
            if not is_last:
                built = pool.take_built(build, wait=False)
                state = self._commit(state, built, verify, pool, more=True)
        self._commit(state, pool.take_built(build, wait=not more), verify, pool, more)

    def _commit(
        self, state: IndexState, built: Sequence[Followed], verify: PairVerifier, pool: WorkerPool,
        more: bool,
    ) -> IndexState:
        """Commit these segments, if there are any or others to merge; return the new state."""
        path = generation.folder(self._folder, state.generation or 1)
        if not built and (more or not generation.needs_merge(path, state.change)):
            return state
        changes = [change for _, part in built for change in part]
        last = changes[-1].number if changes else state.change
        erase = not all(change.is_article for change in changes)
        generation.commit(path, state.change, last, built, verify, self._sound, erase, more)
        state = IndexState(
            generation=state.generation or 1, change=last, signature=self._signature)
        if erase or changes and pool.is_idle():  # else they may be another load's
            pending_segments.sweep(self._folder, pool.list_pending(), wait=erase)
        self._advance(state, _find_replaced(changes), pool)
        return state

    def _build(self, path: Path, documents: Documents) -> Build:
        return partial(pending_segments.build_segments, path, self._change_log, documents)

    def _advance(self, state: IndexState, ids: Collection[str] | None, pool: WorkerPool) -> None:
        """Tell the store how far the index has come; remove what went before."""
        self._change_log.advance(state, ids)
        pool.go_on_from(state)
        generation.discard(self._folder, keep=state.generation)


def explain_stale(state: IndexState, signature: str) -> str | None:
    """Return why the index is stale, which has another signature; None if it is not."""
    if not state.generation or state.signature == signature:
        return None
    return describe_stale(state.signature, signature)


def refuse_stale(state: IndexState, signature: str) -> None:
    """Raise StaleIndex if there is an index and it has another signature."""
    if why := explain_stale(state, signature):
        raise StaleIndex(why)


def _find_replaced(changes: Sequence[Change]) -> set[str]:
    """Return the ids of the articles that had a version before; most have none."""
    return {change.id for change in changes if not change.is_first}
