"""Reading a store on a cluster as it stood at one moment.

Searches see an index as its last refresh left it. A reader therefore refreshes the index and opens
a point in time, and asks for the state before and after: if no transaction ended in between, the
point in time has all versions that count, and those that do not count have greater numbers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from search.errors import EngineError
from search.store.opensearch.connection import KEEP_ALIVE, Connection, Json, NotThere
from search.store.opensearch.histories import MANY
from search.store.opensearch.layout import StoreIndices
from search.store.opensearch.own_changes import OwnVersion
from search.store.opensearch.state import StateDocument, StorePart
from search.store.opensearch.versions import HEAD, StoredVersion, read_version

_Version = TypeVar("_Version", StoredVersion, OwnVersion)

MAX_CHARACTERS = 4_000_000
"""Articles that are read at once have about so many characters at most."""

_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class StoreView:
    """The documents of some indices at one moment, and what the store said of itself then."""

    store: StorePart
    indices: StoreIndices
    connection: Connection
    points: dict[str, str]

    def list_by_id(self, fields: str = HEAD) -> Iterator[list[list[StoredVersion]]]:
        """Yield the versions of each id in order, by id, those of many ids at a time."""
        open_rows: list[StoredVersion] = []
        for page in self.list_versions(fields):
            rows = open_rows + page
            groups = [list(group) for _, group in groupby(rows, attrgetter("id"))]
            open_rows = groups.pop()  # the next page may have more of it
            yield groups
        if open_rows:
            yield [open_rows]

    def list_newest(self, fields: str = HEAD) -> Iterator[list[StoredVersion]]:
        """Yield the newest version of each id, removals too, by id, many at a time."""
        for groups in self.list_by_id(fields):
            yield [group[-1] for group in groups]

    def list_versions(self, fields: str = HEAD) -> Iterator[list[StoredVersion]]:
        """Yield all versions by id and change, many at a time."""
        query = {"bool": {"filter": [{"range": {"change": {"lte": self.store.last}}}],
                          "must_not": [{"term": {"void": True}}]}}
        sort = [{"id": "asc"}, {"change": "asc"}]
        for hits in self._list(self.indices.articles, query, sort, fields.split(",")):
            yield [version for hit in hits if (version := read_version(hit["_source"]))]

    def list_histories(self, query: Json) -> Iterator[list[Json]]:
        """Yield the documents of histories that a query finds, by id, many at a time."""
        for hits in self._list(self.indices.histories, query, [{"id": "asc"}], True):
            yield [hit["_source"] for hit in hits]

    def find_histories(self, ids: Sequence[str]) -> dict[str, Json]:
        """Return the documents of the histories of up to MANY ids, by id."""
        hits = self._search(self.indices.histories, {
            "query": {"terms": {"id": list(ids)}}, "size": len(ids) or 1})
        return {hit["_source"]["id"]: hit["_source"] for hit in hits}

    def find_changes(self, changes: Sequence[int]) -> set[int]:
        """Return which of up to MANY changes have a version."""
        hits = self._search(self.indices.articles, {
            "query": {"terms": {"change": list(changes)}}, "size": len(changes) or 1,
            "_source": HEAD.split(",")})
        return {version.change for hit in hits if (version := read_version(hit["_source"]))}

    def read_texts(self, versions: Sequence[StoredVersion]) -> Iterator[list[StoredVersion]]:
        """Yield the versions with their articles, so many at a time that memory holds them."""
        for some in split_by_size(versions):
            hits = self._search(self.indices.articles, {
                "query": {"terms": {"change": [each.change for each in some]}}, "size": len(some)})
            found = {hit["_source"]["change"]: read_version(hit["_source"]) for hit in hits}
            yield [version for each in some if (version := found.get(each.change))]

    def _list(
        self, index: str, query: Json, sort: Sequence[Any], fields: Any
    ) -> Iterator[list[Json]]:
        body: Json = {"query": query, "size": MANY, "sort": sort, "_source": fields}
        while hits := self._search(index, body):
            yield hits
            body["search_after"] = hits[-1]["sort"]

    def _search(self, index: str, body: Json) -> list[Json]:
        try:
            found = self.connection.search({
                **body, "track_total_hits": False,
                "pit": {"id": self.points[index], "keep_alive": KEEP_ALIVE}})
        except NotThere:
            raise EngineError(
                f"{self.connection.address}: articles were removed, or a node went away, while the "
                "archive was read: begin again") from None
        hits: list[Json] = found["hits"]["hits"]
        return hits


@contextmanager
def view(
    connection: Connection, states: StateDocument, indices: StoreIndices, *names: str
) -> Iterator[StoreView]:
    """Give a view of some of the indices, and release it. Raises ArchiveMissing."""
    for _ in range(_ATTEMPTS):
        store = states.read().store
        connection.refresh(",".join(names))
        points = {name: connection.open_point_in_time(name) for name in names}
        try:
            if _is_same(states.read().store, store):
                yield StoreView(store, indices, connection, points)
                return
        finally:
            with suppress(EngineError):
                connection.close_points_in_time(list(points.values()))
    raise EngineError(f"{connection.address} is written to all the time: try again later")


def split_by_size(versions: Sequence[_Version]) -> Iterator[list[_Version]]:
    """Yield parts of versions whose articles have about MAX_CHARACTERS together at most."""
    part: list[_Version] = []
    size = 0
    for version in versions:
        part.append(version)
        size += version.size
        if size >= MAX_CHARACTERS or len(part) == MANY:
            yield part
            part, size = [], 0
    if part:
        yield part


def _is_same(one: StorePart, other: StorePart) -> bool:
    """Return whether no transaction ended between two readings."""
    return (one.last, one.transaction) == (other.last, other.transaction)
