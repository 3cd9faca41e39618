"""Keeps the commit that readers see, the newest sound one, opened once for all threads."""

import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from search.arrays import Damaged
from search.engines.whoosh.commits import commit_file, generation
from search.engines.whoosh.querying.snapshot import Snapshot
from search.engines.whoosh.segments.segment import Segment
from search.errors import EngineError
from search.store.store import IndexState

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class OpenCommit:
    """An open commit, the last change of the store that it includes, and what tells its file.

    `fingerprint` tells the commit from all others, wherever their files are.
    """

    number: int
    change: int
    snapshot: Snapshot
    path: Path
    file: tuple[int, int, int] | None
    fingerprint: str


class ReaderCache:
    """Keeps the newest sound commit of the current generation open; drops damaged ones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._current: tuple[IndexState, OpenCommit] | None = None
        self._damaged: dict[tuple[int, int], str] = {}
        self._stamp: object = None
        """What tells the files among which the damage was found from others."""

    def get(self, state: IndexState) -> OpenCommit:
        """Return the commit of this state; one thread opens it while the others wait.

        Raises OSError, which a writer may cause meanwhile, or EngineError if no commit is sound.
        """
        opened = self._find_open(state)
        if opened:
            return opened
        with self._lock:
            opened = self._find_open(state)
            if not opened:
                opened = self._open_newest(state)
                self._current = state, opened
            return opened

    def _find_open(self, state: IndexState) -> OpenCommit | None:
        """Return the open commit of this state.

        None if another archive has taken its place, or a file of it was written to.
        """
        current = self._current
        if not current or current[0] != state:
            return None
        file = _identify(current[1].path)
        if file and file != current[1].file or current[1].snapshot.is_changed():
            self._damaged = {}
            return None
        return current[1]

    def discard(self, state: IndexState, opened: OpenCommit, damage: Damaged) -> None:
        """Do not open this commit again as it is: a block of it was found damaged."""
        with self._lock:
            self._damaged[state.generation, opened.number] = str(damage)
            if self._current and self._current[1] is opened:
                self._current = None

    def _open_newest(self, state: IndexState) -> OpenCommit:
        path = generation.folder(self._folder, state.generation)
        self._forget_damage_of_other_files(path)
        beyond = None
        for number in commit_file.list_numbers(path):
            opened = self._open_if_sound(state, path, number)
            if opened and opened.change <= state.change:
                return self._warn(state, opened)
            beyond = beyond or opened  # of a writer that was killed before it told the store
        return self._warn(state, beyond) if beyond else self._raise_damage(state)

    def _forget_damage_of_other_files(self, path: Path) -> None:
        """Forget the damage if files have changed: an archive may have been copied only half."""
        stamp = [(file.name, _identify(file)) for file in sorted(path.glob("*"))]
        if stamp != self._stamp:
            self._damaged, self._stamp = {}, stamp

    def _open_if_sound(self, state: IndexState, path: Path, number: int) -> OpenCommit | None:
        """Return an open commit, None if it is damaged."""
        if (state.generation, number) in self._damaged:
            return None
        try:
            file_path = commit_file.path_of(path, number)
            file = _identify(file_path)
            listed = commit_file.read_commit(path, number)
            lives = generation.open_segments(path, listed, self._list_open())
            snapshot = Snapshot(lives, listed.pairs)
            return OpenCommit(
                number, listed.change, snapshot, file_path, file, listed.fingerprint())
        except Damaged as damage:
            self._damaged[state.generation, number] = str(damage)
            return None

    def _list_open(self) -> list[Segment]:
        """Return the segments of the commit that is open; the next one has most of them too."""
        return [part.segment for part in self._current[1].snapshot.parts] if self._current else []

    def _warn(self, state: IndexState, opened: OpenCommit) -> OpenCommit:
        """Return the commit, after a warning if it stands in for a newer one."""
        for message in self._list_damage(state, after=opened.number):
            log.warning("%s; until then the commit before it is searched", message)
            break
        return opened

    def _raise_damage(self, state: IndexState) -> OpenCommit:
        for message in self._list_damage(state):
            raise EngineError(message)
        path = generation.folder(self._folder, state.generation)
        raise FileNotFoundError(f"{path} lists no segments")

    def _list_damage(self, state: IndexState, after: int = 0) -> list[str]:
        """Return the damage of this generation's commits after one, newest first."""
        return [
            message for (number, commit), message in sorted(self._damaged.items(), reverse=True)
            if number == state.generation and commit > after
        ]


def _identify(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from one that takes its place; None if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns
