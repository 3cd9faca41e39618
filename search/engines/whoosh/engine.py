"""The port, put together: the store, the index that follows it, and who reads what."""

import logging
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from search.arrays import Damaged
from search.article import Article
from search.engine import Document, Matches, Request, Status
from search.engines.whoosh import commits, index, kernels, verify
from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.readers import Readers, View
from search.engines.whoosh.rows import Change, Changes, State
from search.engines.whoosh.select import select
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.store import Store
from search.errors import EngineError, NotSearchable, StaleIndex

log = logging.getLogger(__name__)

Documents = Callable[[Sequence[Article]], list[Document]]

_ANALYSED = 1_000

_ATTEMPTS = 3
"""A reader that meets a generation just swapped away looks again so often."""


class WhooshEngine:
    """Articles below one folder; `analyzer` is the fingerprint of what makes their terms."""

    def __init__(self, folder: Path, analyzer: str) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._store = Store(folder)
        self._readers = Readers(folder)
        self._sound: set[str] = set()
        self._waiting = Waiting()

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
        return (article for _, article in self._store.stored())

    def pending(self) -> Iterator[Article]:
        after = self._waiting.after(self._current())
        return (article for _, article in self._store.stored(after))

    @contextmanager
    def writer(self, documents: Documents) -> Iterator["BlockWriter"]:
        with self._store.lock():
            with self._store.changing() as changes:
                state = self._current()
                writer = BlockWriter(changes, self._waiting.documents(state))
                yield writer
                waiting = writer.waiting(state)
                pending = [] if waiting else changes.pending()
            self._waiting = waiting or Waiting()
            if not waiting:
                with _followed():
                    self._follow(state, writer.documents, pending, documents)

    def rebuild(self, documents: Documents) -> Iterator[int]:
        with self._store.lock():
            try:
                yield from self._anew(documents)
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
            self._sound.clear()
        return self._match(request)  # which ends where no commit is left

    def _changed(self, state: State, view: View) -> Set[str]:
        """What a commit must not answer with that is not the one that the store means.

        Articles replaced are hidden like those removed: their texts of then are not kept.
        """
        changes = self._store.changes(min(state.covers, view.covers))
        return {change.id for change in changes}

    def _follow(
        self, state: State, held: dict[str, Document], pending: list[Change], documents: Documents,
    ) -> None:
        """Bring the index up to the changes just stored; make it anew if it is damaged."""
        try:
            if state.generation:
                path = index.folder(self._folder, state.generation)
                index.check(path, state.covers, self._sound)
            if pending:
                self._commit(state, held, pending)
        except Damaged as damage:
            log.warning("%s: indexing everything anew", damage.fault)
            for _ in self._anew(documents):
                pass

    def _commit(
        self, state: State, documents: dict[str, Document], pending: list[Change]
    ) -> None:
        """Let the index follow, as far as the documents of the changes are here.

        A removal is erased from the segments whoever follows it, also after a kill.
        """
        erase = not all(change.is_article for change in pending)
        covers = _covered(pending, documents)
        seqs = {change.id: change.seq for change in pending if change.seq <= covers}
        added = ((seq, documents[id]) for id, seq in seqs.items() if id in documents)
        current = State(state.generation or 1, covers, self._analyzer)
        path = index.folder(self._folder, current.generation)
        index.commit(path, state.covers, covers, seqs, added, erase)
        self._cover(current, seqs)

    def _anew(self, documents: Documents) -> Iterator[int]:
        """Fill a new generation from the store, and swap it in."""
        with self._store.changing() as changes:
            last = changes.last()
        before = self._store.state().generation
        index.discard(self._folder, keep=before)
        path = index.folder(self._folder, before + 1)
        stored = _analysed(self._store.stored(), documents)
        yield from index.fill(path, stored)
        index.commit(path, commits.UNFINISHED, last, (), ())
        self._cover(State(before + 1, last, self._analyzer))

    def _cover(self, state: State, ids: Sequence[str] | dict[str, int] | None = None) -> None:
        with self._store.changing() as changes:
            changes.cover(state, ids)
        index.discard(self._folder, keep=state.generation)

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


@dataclass(frozen=True)
class Waiting:
    """Documents that are stored, up to a change, and that a later block brings into the index.

    They count as long as the index is in the state in which they were left.
    """

    state: State | None = None
    reached: int = 0
    held: dict[str, Document] = field(default_factory=dict)

    def after(self, state: State) -> int:
        """The last change whose article is held here or in the index."""
        return self.reached if state == self.state else state.covers

    def documents(self, state: State) -> dict[str, Document]:
        """The documents held, to be added to."""
        return dict(self.held) if state == self.state else {}


class BlockWriter:
    """The changes of one block, and the documents that the index will be given."""

    def __init__(self, changes: Changes, documents: dict[str, Document]) -> None:
        self._changes = changes
        self.documents = documents
        self._deferred = False

    def newest(self, id: str) -> Article | None:
        return self._changes.newest(id)

    def put(self, document: Document) -> None:
        self._changes.put(document.article)
        self.documents[document.article.id] = document

    def remove(self, id: str) -> bool:
        self.documents.pop(id, None)
        return self._changes.remove(id)

    def defer(self) -> None:
        self._deferred = True

    def waiting(self, state: State) -> Waiting | None:
        """The documents, if they are to wait and are not too many."""
        if not self._deferred or len(self.documents) >= index.UNIT:
            return None
        return Waiting(state, self._changes.last(), self.documents)


def _match(request: Request, snapshot: Snapshot) -> Matches:
    evaluation = Evaluation(snapshot)
    found, matches = select(evaluation, request.strict, request)
    if found or request.loose is None:
        return matches
    return replace(select(evaluation, request.loose, request)[1], loosened=True)


def _analysed(
    stored: Iterator[tuple[int, Article]], documents: Documents
) -> Iterator[tuple[int, Document]]:
    """Stored articles as documents, some hundreds analysed together."""
    while batch := list(islice(stored, _ANALYSED)):
        yield from zip((seq for seq, _ in batch), documents([article for _, article in batch]))


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


def _covered(pending: list[Change], documents: dict[str, Document]) -> int:
    """Up to which change the index can follow with these documents."""
    newest = {change.id: change for change in pending}
    lacking = [
        change.seq for change in newest.values()
        if change.is_article and change.id not in documents
    ]
    return min(lacking) - 1 if lacking else pending[-1].seq
