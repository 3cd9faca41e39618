"""The engine on a cluster: an index beside the store whose changes it follows."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from pathlib import Path
from time import sleep
from typing import TypeVar

from search import budget
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
from search.engines.opensearch import article_counts, frequent_phrases, similar_forms
from search.engines.opensearch.board import Board
from search.engines.opensearch.columns import CHANGE, ID, STORY, TOLD, build_mappings, write_key
from search.engines.opensearch.follower import ClusterFollower
from search.engines.opensearch.index_format import (
    analyzer_of,
    explain_stale,
    refuse_stale,
    sign_index,
)
from search.engines.opensearch.matching import Matcher
from search.engines.opensearch.queries import find_ids, list_fuzzy_behind
from search.engines.opensearch.snapshot import PointInTime, PointsInTime, name_index, search
from search.engines.opensearch.worker_pool import DocumentBuilders
from search.errors import ArchiveMissing, ClusterUnavailable, EngineError, NotIndexed
from search.page import Story
from search.query import Fuzzy, Node
from search.store.opensearch.connection import Connection, Json, NotThere, Unanswered
from search.store.opensearch.health import describe_health
from search.store.store import ChangeLog

Answer = TypeVar("Answer")

_WAITS = (0.0, 0.1, 0.5, 1.0)
"""Seconds until a search starts again whose point in time has ended with a node."""


class OpenSearchEngine:
    """Keeps the contract of Engine on a cluster.

    `change_log` is the store's, `board` where the index says how far it has come, `analyzer` the
    fingerprint of what gives articles their terms. A new index has `shards`, with `replicas` of
    each. Long loads are shared among up to `jobs` processes, for which `save_vocabulary` saves what
    is known of words.
    """

    def __init__(
        self, connection: Connection, board: Board, change_log: ChangeLog, analyzer: str, *,
        shards: int = 3, replicas: int = 1, jobs: int = 1,
        save_vocabulary: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self._connection, self._board, self._change_log = connection, board, change_log
        self._analyzer, self._signature = analyzer, sign_index(analyzer)
        self._points = PointsInTime(connection, board, self._signature)
        self._builders = DocumentBuilders(analyzer, jobs, save_vocabulary)
        self._follower = ClusterFollower(
            connection, board, change_log, self._signature, self._builders, shards, replicas)

    def match(self, request: Request) -> Matches:
        return self._ask(lambda point: self._match(request, point))

    def scan(self, request: Request) -> Scan:
        for wait in _WAITS:
            _rest(wait)
            totals: list[int] = []
            batches = self._scan(request, totals)
            try:
                next(batches)  # counts, and is empty
                return Scan(totals[0], batches)
            except (NotThere, ClusterUnavailable) as error:
                ended = error
            if budget.is_spent():
                break
        raise ended

    def story(self, id: str) -> Story | None:
        return self._ask(lambda point: self._find_story(id, point))

    def similar_forms(
        self, form: str, distance: int, field: str | None = None, limit: int = 100
    ) -> tuple[SimilarForm, ...]:
        return self._ask(lambda point: similar_forms.find_similar_forms(
            self._connection, point, form, distance, field, limit))

    def count_articles(
        self, nodes: Sequence[Node], enough: Sequence[int] | None = None
    ) -> tuple[int, ...]:
        return self._ask(
            lambda point: article_counts.count_articles(self._connection, point, nodes))

    def frequent_phrases(self, prefix: str, limit: int) -> tuple[FrequentPhrase, ...]:
        return self._ask(lambda point: frequent_phrases.find_phrases(
            self._connection, point, prefix, limit))

    def find_forms(self, forms: set[bytes]) -> set[bytes]:
        return set()  # to ask for hundreds of thousands takes longer than to learn them again

    def lists(self, id: str) -> bool:
        return self._ask(lambda point: bool(self._search_id(id, point)))

    def find_listed(self, ids: Collection[str]) -> set[str]:
        part, _ = self._board.read()
        if not part.generation:
            return set()
        asked = sorted(ids)
        found = self._connection.get_many(
            name_index(self._connection, part.generation), list(map(write_key, asked)), source=ID)
        return {id for id, each in zip(asked, found) if each}

    def follow(self, documents: Documents, more: bool = False) -> None:
        self._follower.follow(documents, more)

    def rebuild(self, documents: Documents, unlocked: Unlocked) -> Iterator[int]:
        yield from self._follower.rebuild(documents)

    def status(self) -> EngineStatus:
        part, _ = self._board.read()
        return EngineStatus(
            address=str(self._connection.address),
            analyzer=analyzer_of(part.signature) or self._analyzer,
            stale=explain_stale(part.signature, self._signature), generation=part.generation)

    def count_bytes(self) -> int:
        index = self._find_index()
        return self._connection.count_bytes(index) if index else 0

    def find_warning(self) -> str | None:
        index = self._find_index()
        return describe_health(self._connection, [index] if index else [])

    def _find_index(self) -> str | None:
        """Return the name of the index that is searched, None before there is one."""
        part, _ = self._board.read()
        return name_index(self._connection, part.generation) if part.generation else None

    def version(self) -> str:
        part, removed = self._board.read()
        refuse_stale(part.signature, self._signature)
        born = part.more.get("born", "")[:8]
        return f"{born}.{part.generation}.{part.change}.{len(removed)}"

    def checkpoint(self) -> Checkpoint | None:
        try:
            part, _ = self._board.read()
        except ArchiveMissing:
            return None
        if not part.generation or explain_stale(part.signature, self._signature):
            return None
        return Checkpoint(part.change, part.articles)

    def verify(self) -> list[str]:
        part, _ = self._board.read()
        if not part.generation:
            return []
        if why := explain_stale(part.signature, self._signature):
            return [why]
        index = name_index(self._connection, part.generation)
        if not self._connection.has_index(index):
            return [str(NotIndexed())]
        if altered := self._connection.find_foreign_fields(index, build_mappings()):
            return [f"{index} is not as Warta made it, for {altered[0]} is another field: run "
                    "`indexer rebuild`"]
        return self._ask(self._compare)

    def close(self) -> None:
        self._builders.close()
        self._points.close()
        self._connection.close()

    def _ask(self, question: Callable[[PointInTime], Answer]) -> Answer:
        """Return the answer of the newest state to a question; ask again if a node has ended, and
        there is time left. Raises ClusterTooSlow where that passed without an answer."""
        for wait in _WAITS:
            _rest(wait)
            with self._points.use(again=wait > 0) as point:
                try:
                    return question(point)
                except (NotThere, ClusterUnavailable) as error:
                    ended = error
                    self._points.discard(point)
            if budget.is_spent():
                break
        if isinstance(ended, Unanswered):
            budget.refuse_if_spent()
        raise ended

    def _match(self, request: Request, point: PointInTime) -> Matches:
        return self._build_matcher(request, point).match(request)

    def _build_matcher(self, request: Request, point: PointInTime) -> Matcher:
        trees = [tree for tree in (request.node, request.relaxed, request.all_words) if tree]
        return Matcher(self._connection, point, self._find_near(trees, point))

    def _find_near(self, trees: Sequence[Node], point: PointInTime) -> dict[Fuzzy, list[str]]:
        """Return the forms near each fuzzy word that stands behind others."""
        wanted = dict.fromkeys(fuzzy for tree in trees for fuzzy in list_fuzzy_behind(tree))
        return {fuzzy: list(similar_forms.list_forms(self._connection, point, fuzzy))
                for fuzzy in wanted}

    def _scan(
        self, request: Request, totals: list[int]
    ) -> Generator[tuple[ScannedHit, ...], None, None]:
        """Say how many hits there are, and yield nothing; then yield the hits in batches."""
        with self._points.use(again=True) as point:
            try:
                matcher = self._build_matcher(request, point)
                node, total = matcher.count_hits(request)
                totals.append(total)
                yield ()
                yield from matcher.scan(node, request)
            except NotThere as error:
                self._points.discard(point)
                if not totals:
                    raise
                raise EngineError(
                    "the state that was read has gone from the cluster: begin again") from error

    def _find_story(self, id: str, point: PointInTime) -> Story | None:
        for hit in self._search_id(id, point):
            if hit["fields"][TOLD][0]:
                label = hit["fields"][STORY][0]
                return Matcher(self._connection, point, {}).find_stories([label]).get(label)
        return None

    def _search_id(self, id: str, point: PointInTime) -> list[Json]:
        if id in point.removed:
            return []
        found: list[Json] = search(self._connection, point, {
            "query": {"bool": {"filter": [find_ids([id])]}}, "size": 1, "_source": False,
            "docvalue_fields": [STORY, TOLD], "track_total_hits": False})["hits"]["hits"]
        return found

    def _compare(self, point: PointInTime) -> list[str]:
        """Compare the changes that are indexed with those of the store."""
        wanted = dict(self._change_log.newest_versions(point.part.change))
        faults, after = [], None
        while True:
            body = {"query": {"match_all": {}}, "size": 5_000, "sort": [{CHANGE: "asc"}],
                    "_source": [ID], "track_total_hits": False}
            found = search(self._connection, point, {
                **body, **({"search_after": after} if after else {})})["hits"]["hits"]
            for hit in found:
                if wanted.pop(hit["sort"][0], None) != hit["_source"]["id"]:
                    faults.append(f"the index lists {hit['_source']['id']!r}, which is not stored")
            if len(found) < 5_000:
                return faults + [f"the index lacks {id!r}" for id in wanted.values()]
            after = hit["sort"]


def _rest(seconds: float) -> None:
    """Wait; not at all for none, as even a sleep of no length lets other threads go first."""
    if seconds:
        with budget.wait():
            sleep(seconds)
