"""How the index follows the store: unit by unit, each commit covering more of its changes."""

import logging
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from search.arrays import Damaged
from search.engine import Documents
from search.engines.whoosh.commits import commit_file, generation, pending_segments
from search.engines.whoosh.commits.pending_segments import Unit
from search.engines.whoosh.loading.worker_pool import Helpers, Make
from search.engines.whoosh.segments.segment import Segment
from search.engines.whoosh.stories.pairs import Verify, verifying
from search.errors import StaleIndex
from search.store.store import Store
from search.store.versions import Change, State

log = logging.getLogger(__name__)


class Follower:
    """Brings the index of a folder up to its store; for whoever holds the store's lock."""

    def __init__(self, folder: Path, store: Store, signature: str) -> None:
        self._folder = folder
        self._store = store
        self._signature = signature
        self._sound: dict[str, Segment] = {}

    def current(self) -> State:
        """Return the state of the store. Raises StaleIndex if the index has another signature."""
        state = self._store.state()
        refuse_stale(state, self._signature)
        return state

    def doubt(self) -> None:
        """Look again at segments that were found sound before."""
        self._sound.clear()

    def follow(self, documents: Documents, helpers: Helpers, more: bool) -> None:
        """Bring the index up to the last change; make it anew if it is damaged.

        Where `more` changes are about to come, helpers and merging are not waited for.
        """
        state = self._store.state()
        try:
            self._check(state)
            self._go_on(state, documents, helpers, more)
        except Damaged as damage:
            log.warning("%s: indexing everything anew", damage.fault)
            for _ in self.anew(documents, helpers):
                pass
        except BaseException:
            helpers.abandon()
            raise

    def anew(self, documents: Documents, helpers: Helpers) -> Iterator[int]:
        """Fill a new generation from the store, and swap it in; yields how many are done."""
        with self._store.changing() as transaction:
            last = transaction.last()
        before = self._store.state().generation
        helpers.abandon()
        generation.discard(self._folder, keep=before)
        path = generation.folder(self._folder, before + 1)
        generation.begin(path)
        try:
            yield from self._filled(path, documents, helpers)
        finally:
            helpers.abandon()
        verify = verifying(self._store, documents)
        generation.commit(path, commit_file.UNFINISHED, last, (), verify, {})
        pending_segments.sweep(self._folder, helpers.waiting(), wait=False)
        self._cover(State(before + 1, last, self._signature), None, helpers)

    def _filled(
        self, path: Path, documents: Documents, helpers: Helpers
    ) -> Iterator[int]:
        """Commit all changes kept, unit by unit: how many articles are in their newest version."""
        make, done, covered = self._make(path, documents), 0, 0
        for some, last in self._parts(0):
            helpers.add(path, some, make, here=last)
            if ready := helpers.ready(make, wait=last):
                generation.commit(
                    path, commit_file.UNFINISHED, commit_file.UNFINISHED, ready,
                    verifying(self._store, documents), {}, more=True)
                upto = ready[-1][1][-1].seq
                done, covered = done + self._store.newest_of(covered, upto), upto
                yield done

    def _parts(self, after: int) -> Iterator[tuple[Sequence[Change], bool]]:
        """The changes after one, in parts that are about a unit each, and equal; whether each is
        the last."""
        count = self._store.changes_after(after)
        parts = max(round(count / generation.UNIT), 1)
        for number in range(parts) if count else ():
            size = count * (number + 1) // parts - count * number // parts
            some = self._store.changes(after, size)
            yield some, number + 1 == parts
            after = some[-1].seq

    def _check(self, state: State) -> None:
        if state.generation:
            path = generation.folder(self._folder, state.generation)
            self._sound = generation.check(path, state.covers, self._sound)

    def _go_on(
        self, state: State, documents: Documents, helpers: Helpers, more: bool
    ) -> None:
        path = generation.folder(self._folder, state.generation or 1)
        make, verify = self._make(path, documents), verifying(self._store, documents)
        for some, last in self._parts(helpers.reached(state)):
            path.mkdir(exist_ok=True)
            helpers.add(path, some, make, here=last and not more)
            if not last:
                ready = helpers.ready(make, wait=False)
                state = self._commit(state, ready, verify, helpers, more=True)
        self._commit(state, helpers.ready(make, wait=not more), verify, helpers, more)

    def _commit(
        self, state: State, ready: Sequence[tuple[Unit, Sequence[Change]]], verify: Verify,
        helpers: Helpers, more: bool,
    ) -> State:
        """List these units, if there are any or segments to merge: the state that follows."""
        path = generation.folder(self._folder, state.generation or 1)
        if not ready and (more or not generation.crowded(path, state.covers)):
            return state
        changes = [change for _, part in ready for change in part]
        covers = changes[-1].seq if changes else state.covers
        erase = not all(change.is_article for change in changes)
        generation.commit(path, state.covers, covers, ready, verify, self._sound, erase, more)
        state = State(state.generation or 1, covers, self._signature)
        if erase or changes and not helpers:  # else units may be another load's
            pending_segments.sweep(self._folder, helpers.waiting(), wait=erase)
        self._cover(state, _replaced(changes), helpers)
        return state

    def _make(self, path: Path, documents: Documents) -> Make:
        return partial(pending_segments.made, path, self._store, documents)

    def _cover(self, state: State, ids: Collection[str] | None, helpers: Helpers) -> None:
        """Tell the store how far the index has come; nothing is left of what went before."""
        with self._store.changing() as changes:
            changes.cover(state, ids)
        helpers.went_on(state)
        generation.discard(self._folder, keep=state.generation)


def is_stale(state: State, signature: str) -> bool:
    """Return whether there is an index and it has another signature."""
    return bool(state.generation) and state.analyzer != signature


def refuse_stale(state: State, signature: str) -> None:
    """Raise StaleIndex if there is an index and it has another signature."""
    if is_stale(state, signature):
        raise StaleIndex()


def _replaced(changes: Sequence[Change]) -> set[str]:
    """The articles of which there was something before: of most that come there was not."""
    return {change.id for change in changes if not change.is_first}
