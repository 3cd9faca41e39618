"""How the index follows the store: unit by unit, each commit covering more of its changes."""

import logging
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from search.arrays import Damaged
from search.engines.whoosh import commits, index, unit
from search.engines.whoosh.rows import Change, State
from search.engines.whoosh.store import Store
from search.engines.whoosh.unit import Documents

log = logging.getLogger(__name__)


class Follower:
    """Brings the index of a folder up to its store; for whoever holds the store's lock."""

    def __init__(self, folder: Path, store: Store, analyzer: str) -> None:
        self._folder = folder
        self._store = store
        self._analyzer = analyzer
        self._sound: set[str] = set()

    def doubt(self) -> None:
        """Look again at segments that were found sound before."""
        self._sound.clear()

    def follow(self, documents: Documents, more: bool) -> None:
        """Bring the index up to the last change; make it anew if it is damaged.

        Where `more` changes are about to come, merging waits for them.
        """
        state = self._store.state()
        try:
            if state.generation:
                path = index.folder(self._folder, state.generation)
                index.check(path, state.covers, self._sound)
            self._go_on(state, documents, more)
        except Damaged as damage:
            log.warning("%s: indexing everything anew", damage.fault)
            for _ in self.anew(documents):
                pass

    def anew(self, documents: Documents) -> Iterator[int]:
        """Fill a new generation from the store, and swap it in; yields how many are done."""
        with self._store.changing() as transaction:
            last = transaction.last()
        before = self._store.state().generation
        index.discard(self._folder, keep=before)
        path = index.folder(self._folder, before + 1)
        index.begin(path)
        changes = self._store.changes()
        newest = {change.id: change.seq for change in changes if change.is_article}
        for some in parted(changes):
            made = self._made(path, some, documents)
            index.commit(path, commits.UNFINISHED, commits.UNFINISHED, [made], more=True)
            yield sum(seq <= some[-1].seq for seq in newest.values())
        index.commit(path, commits.UNFINISHED, last, ())
        self._cover(State(before + 1, last, self._analyzer))

    def _go_on(self, state: State, documents: Documents, more: bool) -> None:
        parts = parted(self._store.changes(state.covers))
        for number, some in enumerate(parts, 1):
            generation, covers = state.generation or 1, some[-1].seq
            path = index.folder(self._folder, generation)
            made = self._made(path, some, documents)
            erase = not all(change.is_article for change in some)
            index.commit(path, state.covers, covers, [made], erase, more or number < len(parts))
            state = State(generation, covers, self._analyzer)
            self._cover(state, made[1])

    def _made(self, path: Path, some: Sequence[Change], documents: Documents) -> index.Followed:
        """A unit of some changes, and the ids that they change."""
        path.mkdir(exist_ok=True)
        ids = {change.id for change in some}
        return unit.made(path, self._store, some[0].seq - 1, some[-1].seq, documents), ids

    def _cover(self, state: State, ids: Collection[str] | None = None) -> None:
        """Tell the store how far the index has come; nothing is left of what went before."""
        unit.sweep(self._folder)
        with self._store.changing() as changes:
            changes.cover(state, ids)
        index.discard(self._folder, keep=state.generation)


def parted(changes: Sequence[Change]) -> list[Sequence[Change]]:
    """Changes in parts that are about a unit each, and equal."""
    count = max(round(len(changes) / index.UNIT), 1)
    ends = [len(changes) * n // count for n in range(count + 1)]
    return [changes[first:last] for first, last in zip(ends, ends[1:]) if first < last]
