"""The board: where the index says how far it has come, next to the figures of the store.

Both are parts of one document of the cluster. So a search knows of one moment what is indexed, and
which articles were removed since.
"""

from collections.abc import Callable
from dataclasses import replace

from search.store.opensearch.state import ClusterState, IndexPart
from search.store.opensearch.store import OpenSearchStore

IndexUpdate = Callable[[IndexPart], IndexPart]
"""Returns what the index says from now on."""


class Board:
    """What readers ask first, and the writer of the index changes."""

    def __init__(self, store: OpenSearchStore) -> None:
        self._store = store

    def read(self) -> tuple[IndexPart, frozenset[str]]:
        """Return what the index says, and the ids removed by changes that it has not followed.

        Both are of one moment. Raises ArchiveMissing.
        """
        return self._split(self._store.states.read())

    def recall(self) -> tuple[IndexPart, frozenset[str]]:
        """Return what `read` returned last for this request, or read."""
        return self._split(self._store.states.recall())

    def is_written(self) -> bool:
        """Return whether a writer is at work, or was a moment ago."""
        return self._store.lease_watch.is_renewed()

    def update(self, change: IndexUpdate) -> IndexPart:
        """Replace what the index says by what a function makes of it; the caller has the lock."""
        return self._store.states.update(
            lambda state: replace(state, index=change(state.index))).index

    def note_deleted(self, index: str) -> None:
        """Note that text was deleted from an index, which may still lie on disks."""

        def note(state: ClusterState) -> ClusterState:
            erasing = tuple(dict.fromkeys((*state.store.erasing, index)))
            return replace(state, store=replace(state.store, erasing=erasing))

        self._store.states.update(note)

    def _split(self, state: ClusterState) -> tuple[IndexPart, frozenset[str]]:
        pending = state.index.change < state.store.last
        return state.index, self._store.find_removals(state) if pending else frozenset()
