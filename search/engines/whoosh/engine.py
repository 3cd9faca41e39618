"""The port, put together: the store, the index that follows it, and who reads what."""

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from search.arrays import Damaged
from search.article import Article
from search.engine import Documents, Matches, Request, Status
from search.engines.whoosh.commits import generation, verification
from search.engines.whoosh.index_format import sign_index
from search.engines.whoosh.loading.follower import Follower, is_stale, refuse_stale
from search.engines.whoosh.loading.load import Load
from search.engines.whoosh.loading.worker_pool import Helpers
from search.engines.whoosh.loading.writer import Block
from search.engines.whoosh.querying.collector import select
from search.engines.whoosh.querying.program import Evaluation
from search.engines.whoosh.querying.reader_cache import Readers, View
from search.engines.whoosh.querying.snapshot import Snapshot
from search.errors import STALE, EngineError
from search.page import Story
from search.store.store import Store
from search.store.versions import State

Answer = TypeVar("Answer")

_ATTEMPTS = 3
"""A reader that meets a generation just swapped away looks again so often."""


class WhooshEngine:
    """Articles below one folder; `analyzer` is the fingerprint of what makes their terms."""

    def __init__(self, folder: Path, analyzer: str) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._signature = sign_index(analyzer)
        self._store = Store(folder)
        self._readers = Readers(folder)
        self._follower = Follower(folder, self._store, self._signature)

    def match(self, request: Request) -> Matches:
        covers, found = self._tried(lambda snapshot: _match(request, snapshot))
        return replace(found, seen=covers)

    def story(self, id: str) -> Story | None:
        return self._tried(lambda snapshot: snapshot.story(id))[1]

    def articles(self, ids: Sequence[str], seen: int | None = None) -> list[Article]:
        if seen is not None:
            return self._store.articles_at(ids, seen)
        with self._store.reading():
            return self._store.articles(ids, self._store.state().covers)

    def stored(self) -> Iterator[Article]:
        return self._store.stored()

    def held(self, sources: Collection[str]) -> Iterator[tuple[str, str]]:
        return self._store.held(sources)

    @contextmanager
    def writer(self, documents: Documents) -> Iterator[Block]:
        with self.load(documents) as load, load.writer() as block:
            yield block

    @contextmanager
    def load(
        self, documents: Documents, jobs: int = 1, words: Callable[[], Path | None] = lambda: None,
    ) -> Iterator[Load]:
        helpers = Helpers(self._folder, self._analyzer, jobs, words)
        try:
            yield Load(self._store, self._follower, documents, helpers)
        finally:
            helpers.close()

    def status(self) -> Status:
        with self._store.reading():
            articles, pending = self._store.counts()
            state = self._store.state()
        return Status(
            f"whoosh:{self._folder}", articles, pending, state.analyzer or self._signature,
            is_stale(state, self._signature),
            generation.size(self._folder),
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
        if is_stale(state, self._signature):
            return [*faults, STALE]
        if faults or state.generation == 0:
            return faults
        return verification.faults(
            generation.folder(self._folder, state.generation), self._store, state.covers)

    def _tried(self, answer: Callable[[Snapshot], Answer]) -> tuple[int, Answer]:
        """The same, again where a writer removed the files that were about to be opened."""
        for _ in range(_ATTEMPTS):
            try:
                return self._asked(answer)
            except OSError as error:
                unreadable = error
        raise EngineError(f"the index cannot be read ({unreadable}): run `indexer rebuild`")

    def _asked(self, answer: Callable[[Snapshot], Answer]) -> tuple[int, Answer]:
        """The answer of the newest sound snapshot, and the last change that it covers."""
        state, removed = self._store.current()
        refuse_stale(state, self._signature)
        if state.generation == 0:
            return 0, answer(Snapshot([]))
        view = self._readers.at(state)
        hidden: Set[str] = removed
        if view.covers != state.covers:
            hidden = self._changed(state, view)
            if self._store.state() != state:
                return self._asked(answer)  # changes may have been purged meanwhile
        try:
            return state.covers, answer(view.snapshot.without(hidden))
        except Damaged as damage:
            self._readers.leave(state, view, damage)
            self._follower.doubt()
        return self._asked(answer)  # which ends where no commit is left

    def _changed(self, state: State, view: View) -> Set[str]:
        """What a commit must not answer with that is not the one that the store means.

        Articles replaced are hidden like those removed: their texts of then are not kept.
        """
        changes = self._store.changes(min(state.covers, view.covers))
        return {change.id for change in changes}


def _match(request: Request, snapshot: Snapshot) -> Matches:
    evaluation = Evaluation(snapshot)
    found, matches = select(evaluation, request.strict, request)
    if found or request.relaxed is None:
        return matches
    return replace(select(evaluation, request.relaxed, request)[1], relaxed=True)
