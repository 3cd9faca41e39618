"""The state of the index that a search sees: a point in time, opened between two changes.

The state of the archive is one document, which a search reads first. The counter in its part of the
index is odd while a writer changes the index. Readers then use the point in time of the state
before, which the writer has published there. Otherwise a reader keeps the point in time that it has
opened until the counter moves. So no answer mixes two states, and most searches open nothing.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic, sleep
from typing import Any

from search import budget
from search.budget import Omission
from search.engines.opensearch.board import Board
from search.engines.opensearch.index_format import refuse_stale
from search.errors import ClusterUnavailable, EngineError, NotIndexed
from search.store.opensearch.connection import (
    KEEP_ALIVE,
    Connection,
    Json,
    NotThere,
    translate_reason,
)
from search.store.opensearch.json_lines import write_line
from search.store.opensearch.state import IndexPart

log = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 0.02, 0.5
"""Seconds until a reader looks again whether a change is done."""

_PATIENCE_SECONDS = 30.0
"""How long a reader without a budget waits for a change whose point in time is gone."""

STATISTICS = "dfs_query_then_fetch"
"""Scores equal articles alike whatever shard they are on."""


@dataclass(frozen=True, slots=True)
class PointInTime:
    """A state of the index: what it says of itself, and the id by which searches name it.

    `id` is None before there is an index.
    """

    part: IndexPart
    id: str | None
    removed: frozenset[str] = frozenset()

    @property
    def scope(self) -> Json:
        """The part of a search that names it."""
        return {"pit": {"id": self.id, "keep_alive": KEEP_ALIVE}}


def name_index(connection: Connection, generation: int) -> str:
    """Return the name of a generation of the index."""
    return f"{connection.address.name}-index-{generation}"


def list_generations(connection: Connection) -> list[int]:
    """Return the numbers of all generations that have an index."""
    prefix = name_index(connection, 0)[:-1]
    numbers = [each.removeprefix(prefix) for each in connection.list_indices(f"{prefix}*")]
    return [int(number) for number in numbers if number.isdecimal()]


class PointsInTime:
    """Opens points in time and keeps the newest. Safe to share between threads."""

    def __init__(self, connection: Connection, board: Board, signature: str) -> None:
        self._connection, self._board, self._signature = connection, board, signature
        self._lock = threading.Lock()
        self._newest: PointInTime | None = None
        self._users: dict[str, int] = {}
        self._unclosed: list[str] = []

    @contextmanager
    def use(self, again: bool = False) -> Iterator[PointInTime]:
        """Give the newest state, which stays open until the block ends. Raises StaleIndex.

        That is the state which the request has read before, if any, unless it asks `again`.
        """
        point = self._find(again)
        try:
            yield point
        finally:
            self._release(point)

    def discard(self, point: PointInTime) -> None:
        """Forget a point in time that is gone: it expired, or a node has ended."""
        with self._lock:
            if self._newest and self._newest.id == point.id:
                self._newest = None

    def close(self) -> None:
        """Close what is open and not in use."""
        with self._lock:
            old, self._newest = self._newest, None
        if old and old.id and not self._users.get(old.id):
            self._close(old)

    def _find(self, again: bool) -> PointInTime:
        """Return the newest state, and count its user."""
        until, seconds = monotonic() + _PATIENCE_SECONDS, _FIRST_WAIT
        read = self._board.read if again else self._board.recall
        while True:
            part, removed = read()
            read = self._board.read
            refuse_stale(part.signature, self._signature)
            if not part.generation:
                return PointInTime(part, None, removed)
            point = self._find_known(part) or self._open(part)
            if point:
                return replace(point, removed=removed)
            if budget.is_spent() or monotonic() >= until:
                raise ClusterUnavailable("a node has ended while the index is changed: try again "
                                         "when that is done")
            with budget.wait():
                sleep(seconds)
            seconds = min(2 * seconds, _LONGEST_WAIT)

    def _find_known(self, part: IndexPart) -> PointInTime | None:
        with self._lock:
            known = self._newest
            if known and known.id and (known.part.counter, known.part.generation) == (
                    part.counter - part.counter % 2, part.generation):
                self._count(known.id)
                return known
        return None

    def _open(self, part: IndexPart) -> PointInTime | None:
        """Open or take over the point in time of a state.

        Return None if that has changed, or is about to: its point in time has ended with a node.
        Raises NotIndexed if somebody has deleted the index.
        """
        changing = bool(part.counter % 2)
        before = replace(part, counter=part.counter - 1) if changing else part
        if changing and part.pit and self._is_open(part.pit):
            return self._keep(PointInTime(before, part.pit))
        if changing and self._board.is_written():
            return None
        index = name_index(self._connection, part.generation)
        try:
            opened = self._connection.open_point_in_time(index)
        except NotThere:  # a rebuild has replaced it, a node has ended, or it was deleted
            if not self._connection.has_index(index) and self._board.read()[0] == part:
                raise NotIndexed from None
            return None
        point = PointInTime(before, opened)
        if self._board.read()[0] != part:
            self._close(point)
            return None
        if changing:
            log.warning("a change of %s was broken off: the next writer ends it",
                        self._connection.address)
        return self._keep(point)

    def _keep(self, point: PointInTime) -> PointInTime:
        assert point.id
        with self._lock:
            old, self._newest = self._newest, point
            self._count(point.id)
            unused = old and old.id and old.id != point.id and not self._users.get(old.id)
        if old and unused:
            self._close(old)
        return point

    def _release(self, point: PointInTime) -> None:
        if point.id is None:
            return
        with self._lock:
            self._users[point.id] -= 1
            if self._users[point.id]:
                return
            del self._users[point.id]
            if self._newest and self._newest.id == point.id:
                return
        self._close(point)

    def _count(self, id: str) -> None:
        self._users[id] = self._users.get(id, 0) + 1

    def _is_open(self, id: str) -> bool:
        try:
            self._connection.search(
                {"size": 0, "pit": {"id": id, "keep_alive": KEEP_ALIVE}}, quick=True)
        except (NotThere, ClusterUnavailable):
            return False
        return True

    def _close(self, point: PointInTime) -> None:
        """Close a point in time; later, if that would wait for a node that does not answer.

        Left open, it would keep that node from starting a copy over once it is back.
        """
        self._unclosed += [point.id] if point.id else []
        if self._connection.has_silent_nodes:
            return
        ids, self._unclosed = self._unclosed, []
        try:
            self._connection.close_points_in_time(ids)
        except EngineError:  # they expire by themselves
            pass


class _Nothing(dict[str, Any]):
    """The answer of an index that does not exist yet, in all its parts."""

    def __missing__(self, name: str) -> Any:
        if name in ("hits", "buckets"):
            return [] if name == "buckets" or self else _Nothing(hits=[])
        return 0 if name in ("doc_count", "value", "sum_other_doc_count") else _Nothing()


def search(
    connection: Connection, point: PointInTime, body: Json, **params: Any
) -> Json:
    """Search a point in time, with the statistics of all shards. Raises TooCostly."""
    budget.refuse_if_spent()
    if point.id is None:
        return _Nothing()
    return connection.search({**body, **point.scope}, search_type=STATISTICS, **params)


def search_in_time(
    connection: Connection, point: PointInTime, body: Json, **params: Any
) -> Json:
    """Search a point in time as `search` does; where time is limited, for no longer than remains.

    Then an answer may be of a part of the articles, which is noted. One of no part is none: raises
    TooCostly.
    """
    remaining = budget.find_remaining()
    if remaining is None or point.id is None:
        return search(connection, point, body, **params)
    answer = search(
        connection, point, {**body, "timeout": f"{max(1000 * remaining, 1):.0f}ms"},
        allow_partial_search_results="true", **params)
    if failed := answer["_shards"].get("failures"):
        raise _read_error(connection, {"error": {"reason": "", "failures": failed}, "status": 503})
    if answer["timed_out"]:
        if not answer["aggregations"]["passing"]["doc_count"]:
            budget.refuse()
        budget.omit(Omission.HITS)
    return answer


def search_many(
    connection: Connection, bodies: Sequence[Json], scored: bool = True
) -> list[Json]:
    """Search the points in time that the bodies name for all of these at once.

    Hits that are not `scored` need no statistics. Raises what `Connection.ask` does.
    """
    header: Json = {"allow_partial_search_results": False}
    header |= {"search_type": STATISTICS} if scored else {}
    lines = [line for body in bodies for line in (header, body)]
    text = b"".join(write_line(line) + b"\n" for line in lines)
    found = connection.ask("POST", "/_msearch", text)["responses"] if bodies else []
    for each in found:
        if "error" in each:
            raise _read_error(connection, each)
    return list(found)


def _read_error(connection: Connection, answer: Json) -> EngineError:
    """Return the error of one of several searches: points in time end with a node."""
    reason, status = answer["error"].get("reason", ""), answer.get("status", 500)
    causes = str(answer["error"])
    if status == 404 or "search_context_missing" in causes:
        return NotThere(f"{connection.address}: {reason}")
    if status >= 500 or status == 429:
        return ClusterUnavailable(
            f"{connection.address}: the cluster cannot answer now ({reason}): try again")
    return translate_reason(connection.address, answer["error"], status)
