"""The port, put together: the store, the index that follows it, and who reads what."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from search.arrays import Damaged
from search.article import Article
from search.engine import Document, Matches, Request, Status
from search.engines.whoosh import index, kernels
from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.rows import Change, Changes, State
from search.engines.whoosh.select import select
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.store import Store
from search.errors import EngineError, NotSearchable, StaleIndex

_ANALYSED = 1_000

_ATTEMPTS = 3
"""A reader that meets a generation just swapped away looks again so often."""


class WhooshEngine:
    """Articles below one folder; `analyzer` is the fingerprint of what makes their terms."""

    def __init__(self, folder: Path, analyzer: str) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._store = Store(folder)
        self._readers = _Readers(folder)

    def match(self, request: Request) -> Matches:
        for _ in range(_ATTEMPTS):
            try:
                return self._match(request)
            except OSError as error:
                unreadable = error
        raise EngineError(f"the index cannot be read ({unreadable}): run `indexer rebuild`")

    def articles(self, ids: Sequence[str]) -> list[Article]:
        with self._store.reading():
            return self._store.articles(ids, self._store.state().covers)

    def stored(self) -> Iterator[Article]:
        return (article for _, article in self._store.stored())

    def pending(self) -> Iterator[Article]:
        return (article for _, article in self._store.stored(self._current().covers))

    @contextmanager
    def writer(self) -> Iterator["BlockWriter"]:
        with self._store.lock():
            with self._store.changing() as changes:
                state = self._current()
                writer = BlockWriter(changes)
                yield writer
                pending = changes.pending()
            if pending:
                self._follow(state, writer.documents, pending)

    def rebuild(
        self, documents: Callable[[Sequence[Article]], list[Document]]
    ) -> Iterator[int]:
        with self._store.lock():
            with self._store.changing() as changes:
                last = changes.last()
            generation = self._store.state().generation + 1
            index.discard(self._folder, keep=generation - 1)
            stored = _analysed(self._store.stored(), documents)
            yield from index.fill(index.folder(self._folder, generation), stored)
            self._cover(State(generation, last, self._analyzer))

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
        try:
            held = _versions(index.segments(index.folder(self._folder, state.generation)))
        except Damaged as error:
            return [str(error)]
        except OSError as error:
            return [f"the index cannot be read ({error!r}): run `indexer rebuild`"]
        return _differences(rows, held, state.covers)

    def _match(self, request: Request) -> Matches:
        state, removed = self._store.current()
        self._refuse_stale(state)
        if state.generation == 0:
            return select([], request, Snapshot([]))
        return _match(request, self._readers.at(state).without(removed))

    def _follow(
        self, state: State, documents: dict[str, Document], pending: list[Change]
    ) -> None:
        """Bring the index up to the changes just stored, as far as their documents are here.

        A removal is erased from the segments whoever follows it, also after a kill.
        """
        erase = not all(change.is_article for change in pending)
        covers = _covered(pending, documents)
        seqs = {change.id: change.seq for change in pending if change.seq <= covers}
        added = ((seq, documents[id]) for id, seq in seqs.items() if id in documents)
        current = replace(
            state, generation=state.generation or 1, covers=covers, analyzer=self._analyzer
        )
        try:
            index.commit(index.folder(self._folder, current.generation), seqs, added, erase)
        except Exception as error:
            raise NotSearchable(
                f"stored, not yet searchable: the index could not follow ({error!r}); "
                "run the command again, or `indexer rebuild`"
            ) from error
        self._cover(current, seqs)

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


class BlockWriter:
    """The changes of one block, and the documents that the index will be given."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.documents: dict[str, Document] = {}

    def newest(self, id: str) -> Article | None:
        return self._changes.newest(id)

    def put(self, document: Document) -> None:
        self._changes.put(document.article)
        self.documents[document.article.id] = document

    def remove(self, id: str) -> bool:
        self.documents.pop(id, None)
        return self._changes.remove(id)


class _Readers:
    """The newest snapshot, which all threads share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._held: tuple[State, Snapshot] | None = None

    def at(self, state: State) -> Snapshot:
        """The snapshot of this state; one thread opens it while the others wait."""
        held = self._held
        if held and held[0] == state:
            return held[1]
        with self._lock:
            if not self._held or self._held[0] != state:
                lives = index.segments(index.folder(self._folder, state.generation))
                self._held = (state, Snapshot(lives))
            return self._held[1]


def _match(request: Request, snapshot: Snapshot) -> Matches:
    evaluation = Evaluation(snapshot)
    found = evaluation.found(request.strict)
    if request.loose is None or any(len(docs) for docs, _ in found):
        return select(found, request, snapshot)
    return replace(select(evaluation.found(request.loose), request, snapshot), loosened=True)


def _analysed(
    stored: Iterator[tuple[int, Article]],
    documents: Callable[[Sequence[Article]], list[Document]],
) -> Iterator[tuple[int, Document]]:
    """Stored articles as documents, some hundreds analysed together."""
    while batch := list(islice(stored, _ANALYSED)):
        yield from zip((seq for seq, _ in batch), documents([article for _, article in batch]))


def _versions(lives: list[index.Live]) -> list[tuple[int, str]]:
    """The (seq, id) of every live document, after checking every block."""
    held: list[tuple[int, str]] = []
    for segment, live in lives:
        segment.check()
        versions = segment.versions()
        held += versions if live is None else [versions[n] for n in np.flatnonzero(live)]
    return held


def _covered(pending: list[Change], documents: dict[str, Document]) -> int:
    """Up to which change the index can follow with these documents."""
    newest = {change.id: change for change in pending}
    lacking = [
        change.seq for change in newest.values()
        if change.is_article and change.id not in documents
    ]
    return min(lacking) - 1 if lacking else pending[-1].seq


def _differences(
    rows: list[Change], held: list[tuple[int, str]], covers: int
) -> list[str]:
    """Where index and store disagree, but for changes that the index is yet to follow."""
    pending = {change.id for change in rows if change.seq > covers}
    newest = {change.id: change.seq for change in rows if change.is_article}
    indexed = dict((id, seq) for seq, id in held)
    faults = [] if len(indexed) == len(held) else ["the index holds an article twice"]
    for id in (newest.keys() | indexed.keys()) - pending:
        if newest.get(id) != indexed.get(id):
            faults.append(f"article {id!r}: stored {newest.get(id)}, indexed {indexed.get(id)}")
    return [f"{fault}: run `indexer rebuild`" for fault in sorted(faults)]
