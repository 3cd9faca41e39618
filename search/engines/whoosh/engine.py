"""The embedded engine: an index in a folder beside the store whose changes it follows."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from typing import TypeVar

from search import budget
from search.arrays import Damaged
from search.budget import Omission
from search.disk_space import require_space
from search.engine import (
    Checkpoint,
    Documents,
    EngineStatus,
    FrequentPhrase,
    Matches,
    Request,
    Scan,
    ScannedHit,
    SimilarForm,
    Unlocked,
)
from search.engines.whoosh.commits import generation, verification
from search.engines.whoosh.index_format import analyzer_of, describe_unreadable, sign_index
from search.engines.whoosh.loading.follower import Follower, explain_stale, refuse_stale
from search.engines.whoosh.loading.worker_pool import SaveVocabulary, WorkerPool
from search.engines.whoosh.querying.article_counts import count_phrase, count_term
from search.engines.whoosh.querying.collector import collect, scan_hits
from search.engines.whoosh.querying.frequent_phrases import FrequentPhrases
from search.engines.whoosh.querying.program import ProgramCompiler
from search.engines.whoosh.querying.reader_cache import OpenCommit, ReaderCache
from search.engines.whoosh.querying.similar_forms import find_forms, find_similar_forms
from search.engines.whoosh.querying.snapshot import Snapshot
from search.errors import BeingRebuilt, EngineError, LostStore, NotIndexed
from search.page import Story
from search.query import Node, Phrase, Term
from search.store.database import lock_exclusively, lock_if_free
from search.store.store import ChangeLog, IndexState

Answer = TypeVar("Answer")

_LOCK = "index.lock"
"""Locked by whoever changes the index: a follower, which has the store's lock too, or a rebuild,
which leaves that lock to others meanwhile."""

_ATTEMPTS = 3
"""How often a reader looks again after a writer removed the generation that it was opening."""


class WhooshEngine:
    """Keeps the contract of Engine in a folder.

    `change_log` is the store's, `analyzer` the fingerprint of what gives articles their terms.
    Long loads are shared among `jobs` processes, this one included. The others open the SQLite
    store in the same folder, and begin with the vocabulary file that `save_vocabulary` returns.
    """

    def __init__(
        self, folder: Path, change_log: ChangeLog, analyzer: str, *, jobs: int = 1,
        save_vocabulary: SaveVocabulary = lambda: None,
    ) -> None:
        self._folder = folder
        self._change_log = change_log
        self._analyzer = analyzer
        self._signature = sign_index(analyzer)
        self._readers = ReaderCache(folder)
        self._follower = Follower(folder, change_log, self._signature)
        self._jobs = jobs
        self._save_vocabulary = save_vocabulary
        self._pool: WorkerPool | None = None
        self._phrases = FrequentPhrases()

    def match(self, request: Request) -> Matches:
        return self._ask(lambda snapshot: snapshot.counted.answer(
            request, lambda: _match(request, snapshot)))

    def scan(self, request: Request) -> Scan:
        return self._ask(lambda snapshot: _scan(request, snapshot))

    def story(self, id: str) -> Story | None:
        return self._ask(lambda snapshot: snapshot.story(id))

    def similar_forms(
        self, form: str, distance: int, field: str | None = None, limit: int = 100
    ) -> tuple[SimilarForm, ...]:
        return self._ask(
            lambda snapshot: find_similar_forms(form, distance, field, limit, snapshot))

    def count_articles(
        self, nodes: Sequence[Node], enough: Sequence[int] | None = None
    ) -> tuple[int, ...]:
        limits = repeat(None) if enough is None else enough
        return self._ask(lambda snapshot: tuple([
            _count_articles(*each, snapshot) for each in zip(nodes, limits)]))

    def find_forms(self, forms: set[bytes]) -> set[bytes]:
        return self._ask(lambda snapshot: find_forms(forms, snapshot))

    def frequent_phrases(self, prefix: str, limit: int) -> tuple[FrequentPhrase, ...]:
        return self._ask(lambda snapshot: self._phrases.find(prefix, limit, snapshot))

    def lists(self, id: str) -> bool:
        return self._ask(lambda snapshot: snapshot.find(id) is not None)

    def find_listed(self, ids: Collection[str]) -> set[str]:
        try:
            return set(filter(self.lists, self._follower.find_likely_listed(ids)))
        except (OSError, Damaged) as error:
            raise EngineError(f"the index cannot be read: {error}") from error

    def follow(self, documents: Documents, more: bool = False) -> None:
        if self._pool is None:
            self._pool = self._create_pool()
        try:
            with self._lock_index():
                self._follower.follow(documents, self._pool, more)
                if not more:
                    self._pool.keep_vocabularies()
        finally:
            if not more:
                self.close()

    def rebuild(self, documents: Documents, unlocked: Unlocked) -> Iterator[int]:
        require_space(self._folder, generation.count_bytes(self._folder), "a new index")
        with ExitStack() as held:
            with unlocked():  # another rebuild ends only if it gets the store's lock
                held.enter_context(lock_exclusively(self._folder / _LOCK))
            yield from self._rebuild(documents, unlocked)

    def _rebuild(self, documents: Documents, unlocked: Unlocked) -> Iterator[int]:
        pool = self._create_pool()
        try:
            yield from self._follower.rebuild(documents, pool, unlocked)
        except OSError as error:
            message = f"nothing was rebuilt, nothing is lost ({error}): run `indexer rebuild` again"
            raise EngineError(message) from error
        finally:
            pool.close()

    def status(self) -> EngineStatus:
        state = self._change_log.state()
        return EngineStatus(
            address=f"whoosh:{self._folder}",
            analyzer=analyzer_of(state.signature) or self._analyzer,
            stale=explain_stale(state, self._signature), generation=state.generation)

    def count_bytes(self) -> int:
        return generation.count_bytes(self._folder)

    def find_warning(self) -> str | None:
        return None

    def version(self) -> str:
        return self._try(self._find_version)

    def checkpoint(self) -> Checkpoint | None:
        return self._find_checkpoint(self._change_log.state())

    def verify(self) -> list[str]:
        faults: list[str] = []
        for _ in range(_ATTEMPTS):
            state = self._change_log.state()
            faults = self._find_faults(state)
            if not faults or state == self._change_log.state():
                break  # else a writer went on meanwhile, and there may be none
        return faults

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    @contextmanager
    def _lock_index(self) -> Iterator[None]:
        """Let the caller alone change the index. Raises BeingRebuilt."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with lock_if_free(self._folder / _LOCK) as is_free:
            if not is_free:
                raise BeingRebuilt
            yield

    def _create_pool(self) -> WorkerPool:
        return WorkerPool(self._folder, self._analyzer, self._jobs, self._save_vocabulary)

    def _find_faults(self, state: IndexState) -> list[str]:
        if state.generation == 0:
            return []
        if why := explain_stale(state, self._signature):
            return [why]
        path = generation.folder(self._folder, state.generation)
        return verification.find_faults(path, self._change_log, state.change)

    def _ask(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Return the answer of the newest sound snapshot to a question."""
        return self._try(lambda: self._ask_once(question))

    def _try(self, read: Callable[[], Answer]) -> Answer:
        """Return what is read; try again if a writer removed the files that were to be opened."""
        for _ in range(_ATTEMPTS):
            try:
                return read()
            except OSError as error:
                unreadable = error
        raise EngineError(describe_unreadable(unreadable))

    def _find_version(self) -> str:
        """Return what names the commit that searches read, and what they do not show of it."""
        state, removed = self._change_log.state_and_removals()
        refuse_stale(state, self._signature)
        if state.generation == 0:
            self._refuse_missing()
            return "empty"
        hidden = sha256(repr(sorted(removed)).encode()).hexdigest()[:16] if removed else ""
        return f"{self._readers.get(state).fingerprint}.{state.change}.{hidden}"

    def _ask_once(self, question: Callable[[Snapshot], Answer]) -> Answer:
        state, removed = self._change_log.state_and_removals()
        refuse_stale(state, self._signature)
        if state.generation == 0:
            self._refuse_loss(self._find_checkpoint(state))
            self._refuse_missing()
            return question(Snapshot([]))
        view = self._readers.get(state)
        if view.change > state.change:
            self._refuse_loss(Checkpoint(view.change, view.snapshot.count))
        hidden: Set[str] = removed
        if view.change != state.change:
            hidden = self._find_changed(state, view)
            if self._change_log.state() != state:
                return self._ask_once(question)  # changes may have been purged meanwhile
        try:
            return question(view.snapshot.without(hidden))
        except Damaged as damage:
            self._readers.discard(state, view, damage)
            self._follower.forget_checks()
        return self._ask_once(question)  # ends at the latest when no commit is left

    def _find_checkpoint(self, state: IndexState) -> Checkpoint | None:
        """Return how far the current generation has come, or any if the store knows of none."""
        if state.generation:
            paths = [generation.folder(self._folder, state.generation)]
        else:
            paths = generation.list_folders(self._folder)
        found = [each for each in map(generation.find_checkpoint, paths) if each]
        return Checkpoint(*max(found)) if found else None

    def _refuse_loss(self, checkpoint: Checkpoint | None) -> None:
        """Raise LostStore if the index knows of later changes than the store."""
        last = self._change_log.last_change()
        if checkpoint and checkpoint.change > last:
            if loss := checkpoint.find_loss(last, self._change_log.count_articles(0, last)):
                raise LostStore(loss)

    def _refuse_missing(self) -> None:
        """Raise NotIndexed if there are articles and the store knows no index."""
        if any(self._change_log.newest_versions(self._change_log.last_change())):
            if self._change_log.state().generation == 0:  # else a writer has just begun one
                raise NotIndexed

    def _find_changed(self, state: IndexState, view: OpenCommit) -> Set[str]:
        """Return the ids to hide if the open commit is not the current one.

        Replaced articles are hidden like removed ones: their old texts are no longer kept.
        """
        changes = self._change_log.changes(min(state.change, view.change))
        return {change.id for change in changes}


def _match(request: Request, snapshot: Snapshot) -> Matches:
    budget.refuse_if_spent()
    evaluation = ProgramCompiler(snapshot)
    found, matches = collect(evaluation, request.node, request)
    if not (found or matches.partial) and request.relaxed is not None:
        return replace(collect(evaluation, request.relaxed, request)[1], relaxed=True)
    if request.all_words is None:
        return matches
    every = request.all_words
    return replace(matches, with_all_words=budget.attempt(
        Omission.WORD_COUNTS, lambda: _count(every, request, evaluation), None))


def _count(node: Node, request: Request, evaluation: ProgramCompiler) -> int:
    """Return how many hits a tree finds with the filters of a request. Raises TooCostly."""
    matches = collect(evaluation, node, replace(request, limit=0, facets=(), days=False))[1]
    if matches.partial:
        budget.refuse_if_spent()
    return matches.total


def _count_articles(node: Node, enough: int | None, snapshot: Snapshot) -> int:
    budget.refuse_if_spent()
    match node:
        case Term():
            return count_term(node, snapshot, enough)
        case Phrase():
            return count_phrase(node, snapshot)
    return _count(node, Request(node), ProgramCompiler(snapshot))


def _scan(request: Request, snapshot: Snapshot) -> Scan:
    evaluation = ProgramCompiler(snapshot)
    found, scan = scan_hits(evaluation, request.node, request)
    if not found and request.relaxed is not None:
        _, scan = scan_hits(evaluation, request.relaxed, request)
    return replace(scan, batches=_refuse_damage(scan.batches, snapshot))


def _refuse_damage(
    batches: Generator[tuple[ScannedHit, ...], None, None], snapshot: Snapshot
) -> Generator[tuple[ScannedHit, ...], None, None]:
    """Yield the batches of a scan, which may take long. Raises EngineError for damage.

    And for a file that was written to: to read it could end the process.
    """
    try:
        while not snapshot.is_changed():
            batch = next(batches, None)
            if batch is None:
                return
            yield batch
    except Damaged as damage:
        raise EngineError(str(damage)) from damage
    raise EngineError("a file of the index was written to while it was read: try again")
