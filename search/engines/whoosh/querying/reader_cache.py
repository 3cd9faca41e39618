"""Which commit readers see: the newest that is sound, opened once for all threads."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from search.arrays import Damaged
from search.engines.whoosh.commits import commit_file
from search.engines.whoosh.commits import generation as index
from search.engines.whoosh.querying.snapshot import Snapshot
from search.errors import EngineError
from search.store.store import IndexState

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class View:
    """An open commit, and the last change of the store that it followed."""

    number: int
    change: int
    snapshot: Snapshot


class Readers:
    """The newest sound commit of the current generation; those found damaged are let go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._held: tuple[IndexState, View] | None = None
        self._damaged: dict[tuple[int, int], str] = {}

    def at(self, state: IndexState) -> View:
        """The view of this state; one thread opens it while the others wait.

        Raises OSError, which a writer who goes on may cause, or Damaged if no commit is sound.
        """
        held = self._held
        if held and held[0] == state:
            return held[1]
        with self._lock:
            if not self._held or self._held[0] != state:
                self._held = state, self._opened(state)
            return self._held[1]

    def leave(self, state: IndexState, view: View, damage: Damaged) -> None:
        """Never open this commit again: a block of it was found damaged."""
        with self._lock:
            self._damaged[state.generation, view.number] = str(damage)
            if self._held and self._held[1] is view:
                self._held = None

    def _opened(self, state: IndexState) -> View:
        path = index.folder(self._folder, state.generation)
        beyond = None
        for number in commit_file.list_numbers(path):
            view = self._sound(state, path, number)
            if view and view.change <= state.change:
                return self._warned(state, view)
            beyond = beyond or view  # of a writer that was killed before it told the store
        return self._warned(state, beyond) if beyond else self._nothing(state)

    def _sound(self, state: IndexState, path: Path, number: int) -> View | None:
        """The view of a commit, None if it is damaged."""
        if (state.generation, number) in self._damaged:
            return None
        try:
            listed = commit_file.read_commit(path, number)
            snapshot = Snapshot(index.open_segments(path, listed), listed.pairs)
            return View(number, listed.change, snapshot)
        except Damaged as damage:
            self._damaged[state.generation, number] = str(damage)
            return None

    def _warned(self, state: IndexState, view: View) -> View:
        """The view, after a warning if it stands in for a newer one."""
        for message in self._messages(state, after=view.number):
            log.warning("%s; until then the commit before it is searched", message)
            break
        return view

    def _nothing(self, state: IndexState) -> View:
        for message in self._messages(state):
            raise EngineError(message)
        raise FileNotFoundError(f"{index.folder(self._folder, state.generation)} lists no segments")

    def _messages(self, state: IndexState, after: int = 0) -> list[str]:
        """What was damaged in this generation's commits after one, newest first."""
        return [
            message for (generation, number), message in sorted(self._damaged.items(), reverse=True)
            if generation == state.generation and number > after
        ]
