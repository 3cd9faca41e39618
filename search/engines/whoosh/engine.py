"""The port, put together: the store, the index that follows it, and who reads what."""

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from search.arrays import Damaged
from search.article import Article
from search.engine import Matches, Request, Status
from search.engines.whoosh import index, kernels, verify
from search.engines.whoosh.block import Block
from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.follow import Follower
from search.engines.whoosh.readers import Readers, View
from search.engines.whoosh.rows import State
from search.engines.whoosh.select import select
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.store import Store
from search.engines.whoosh.unit import Documents
from search.errors import EngineError, NotSearchable, StaleIndex

_ATTEMPTS = 3
"""A reader that meets a generation just swapped away looks again so often."""


class WhooshEngine:
    """Articles below one folder; `analyzer` is the fingerprint of what makes their terms."""

    def __init__(self, folder: Path, analyzer: str) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._store = Store(folder)
        self._readers = Readers(folder)
        self._follower = Follower(folder, self._store, analyzer)

    def match(self, request: Request) -> Matches:
        for _ in range(_ATTEMPTS):
            try:
                return self._match(request)
            except OSError as error:
                unreadable = error
        raise EngineError(f"the index cannot be read ({unreadable}): run `indexer rebuild`")

    def articles(self, ids: Sequence[str], seen: int | None = None) -> list[Article]:
        with self._store.reading():
            if seen is not None:
                return self._store.articles_at(ids, seen)
            return self._store.articles(ids, self._store.state().covers)

    def stored(self) -> Iterator[Article]:
        return self._store.stored()

    @contextmanager
    def writer(self, documents: Documents) -> Iterator[Block]:
        with self._store.lock():
            with self._store.changing() as changes:
                state = self._current()
                block = Block(changes)
                yield block
                waiting = block.deferred and changes.last() - state.covers < index.UNIT
            if not waiting:
                with _followed():
                    self._follower.follow(documents, more=block.deferred)

    def rebuild(self, documents: Documents) -> Iterator[int]:
        with self._store.lock():
            try:
                yield from self._follower.anew(documents)
            except OSError as error:
                raise EngineError(f"nothing is rebuilt, nothing lost: {error}") from error

    def warm(self) -> None:
        kernels.load()

    def status(self) -> Status:
        with self._store.reading():
            articles, pending = self._store.counts()
            state = self._store.state()
        return Status(
            f"whoosh:{self._folder}", articles, pending, state.analyzer or self._analyzer,
            self._is_stale(state), index.size(self._folder),
        )

    def verify(self) -> list[str]:
        for _ in range(_ATTEMPTS):
            before, faults = self._store.state(), self._faults()
            if not faults or before == self._store.state():
                break  # else a writer went on in between, and they may be none
        return faults

    def _faults(self) -> list[str]:
        with self._store.reading():
            faults = self._store.faults()
            state = self._store.state()
            rows = list(self._store.changes())
        if faults or state.generation == 0:
            return faults
        return verify.faults(index.folder(self._folder, state.generation), rows, state.covers)

    def _match(self, request: Request) -> Matches:
        state, removed = self._store.current()
        self._refuse_stale(state)
        if state.generation == 0:
            return _match(request, Snapshot([]))
        view = self._readers.at(state)
        hidden: Set[str] = removed
        if view.covers != state.covers:
            hidden = self._changed(state, view)
            if self._store.state() != state:
                return self._match(request)  # changes may have been purged meanwhile
        try:
            found = _match(request, view.snapshot.without(hidden))
            return replace(found, seen=state.covers)
        except Damaged as damage:
            self._readers.leave(state, view, damage)
            self._follower.doubt()
        return self._match(request)  # which ends where no commit is left

    def _changed(self, state: State, view: View) -> Set[str]:
        """What a commit must not answer with that is not the one that the store means.

        Articles replaced are hidden like those removed: their texts of then are not kept.
        """
        changes = self._store.changes(min(state.covers, view.covers))
        return {change.id for change in changes}

    def _is_stale(self, state: State) -> bool:
        return state.generation > 0 and state.analyzer != self._analyzer

    def _current(self) -> State:
        """The state of the store. Raises StaleIndex if other lists made the index."""
        state = self._store.state()
        self._refuse_stale(state)
        return state

    def _refuse_stale(self, state: State) -> None:
        if self._is_stale(state):
            raise StaleIndex("the index was made with other word lists: run `indexer rebuild`")


def _match(request: Request, snapshot: Snapshot) -> Matches:
    evaluation = Evaluation(snapshot)
    found, matches = select(evaluation, request.strict, request)
    if found or request.loose is None:
        return matches
    return replace(select(evaluation, request.loose, request)[1], loosened=True)


@contextmanager
def _followed() -> Iterator[None]:
    """Says of what goes wrong here that the changes are stored all the same."""
    try:
        yield
    except Exception as error:
        raise NotSearchable(
            f"stored, not yet searchable: the index could not follow ({error!r}); "
            "run the command again, or `indexer rebuild`"
        ) from error
