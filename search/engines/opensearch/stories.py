"""Finds the stories that new articles are in, and those that changed articles leave.

An article in a story is `told`, and has the label of the story; any other has its own key as label.
A label says only what belongs together. Near-duplicates are those of search/stories.py: articles
that agree in a band are compared word for word, each with the nearest of those before it.

What terms an article has is not kept on the cluster. So an article that was there and gets another
label is analysed and written again. Two stories that become one keep the label of one of them. An
article that only seems to be near is not read: its bitmap, which is kept, estimates that.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np

from search.arrays import Array
from search.engine import Documents
from search.engines.opensearch.columns import ARTICLE, BANDS, BITMAP, CHANGE, STORY, TOLD
from search.engines.opensearch.documents import (
    SearchDocument,
    build_search_documents,
    read_article,
)
from search.store.opensearch.connection import Connection, Json
from search.stories import BITMAP_BITS, SIMILARITY_THRESHOLD, are_promising, compute_jaccard

NEAREST_COMPARED = 32
"""Articles with an equal key that each is compared with."""

_ASKED_TOGETHER = 500
"""Articles whose near-duplicates are looked for in one request."""

_LISTED_TOGETHER = 2_000
"""Documents that are listed by one request."""

_READ_TOGETHER = 500
"""Articles that are read in one request."""

_NO_BITMAP: Array = np.zeros(BITMAP_BITS // 64, np.uint64)


@dataclass(slots=True)
class LabelledDocuments:
    """Documents to be written, by key, with their labels, and the labels of those in stories."""

    documents: dict[str, SearchDocument] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


class StoryTeller:
    """Labels the documents of one index. `documents` gives articles their terms."""

    def __init__(self, connection: Connection, index: str, documents: Documents) -> None:
        self._connection, self._index, self._documents = connection, index, documents

    def tell(self, new: Sequence[SearchDocument], replaced: Iterable[str]) -> LabelledDocuments:
        """Return the labels of new documents, and of those that get another one.

        The index has all before, and is refreshed. `replaced` are the keys of the documents that
        the new ones replace, or that are removed. A new one may have any other key.
        """
        told = LabelledDocuments({each.key: each for each in new})
        gone = set(replaced) | told.documents.keys()
        left = self._list_left(replaced, gone)
        told.documents |= left
        near = {key: _list_promising(told.documents[key], rows) for key, rows in self._find_near(
                    list(told.documents.values()), gone, left).items()}
        groups = _Groups(told.documents)
        members = {row.key: row for rows in near.values() for row in rows}
        others = self._read(row for key, row in members.items() if key not in told.documents)
        everything = told.documents | others
        for key, rows in near.items():
            for row in rows:
                if row.key in everything and key != row.key and are_near(
                        everything[key], everything[row.key]):
                    groups.join(key, row.key)
        self._label(told, groups, members, others)
        return told

    def _label(
        self, told: LabelledDocuments, groups: "_Groups", members: Mapping[str, "_Row"],
        others: Mapping[str, SearchDocument],
    ) -> None:
        """Label each group by a story that it joins, if any; write what gets another label."""
        for group in groups.list_groups():
            labels = {members[key].story for key in group if key in members
                      and key not in told.documents and members[key].told}
            alone = len(group) == 1 and not labels
            label = min(labels) if labels else min(group)
            for key in group:
                if key not in told.documents:
                    if members[key].told and members[key].story == label:
                        continue
                    told.documents[key] = others[key]
                if not alone:
                    told.labels[key] = label
            self._relabel(told, labels - {label}, label)

    def _relabel(self, told: LabelledDocuments, labels: set[str], label: str) -> None:
        """Give the members of stories that join another the label of that."""
        rows = [row for row in self._list_members(labels) if row.key not in told.documents]
        for key, each in self._read(rows).items():
            told.documents[key], told.labels[key] = each, label

    def _list_left(self, replaced: Iterable[str], gone: set[str]) -> dict[str, SearchDocument]:
        """Return the documents that stay of the stories that lose one."""
        rows = self._get_rows(replaced)
        labels = {row.story for row in rows if row.told}
        return self._read(row for row in self._list_members(labels) if row.key not in gone)

    def _find_near(
        self, asked: Sequence[SearchDocument], gone: set[str], left: Mapping[str, SearchDocument]
    ) -> dict[str, list["_Row"]]:
        """Return for each document those with which it agrees in a band, the nearest before it."""
        near = _pair_within(asked)
        skipped = gone | left.keys()
        sketched = [each for each in asked if each.bands]
        for first in range(0, len(sketched), _ASKED_TOGETHER):
            some = sketched[first:first + _ASKED_TOGETHER]
            by_band: dict[int, list[_Row]] = defaultdict(list)
            wanted = {band for each in some for band in each.bands}
            for row, bands in self._search_bands(wanted):
                for band in wanted.intersection(bands) if row.key not in skipped else ():
                    by_band[band].append(row)
            for each in some:
                found = {row.key: row for band in each.bands if band in by_band
                         for row in by_band[band][:NEAREST_COMPARED]}
                near[each.key] += found.values()
        return near

    def _search_bands(self, wanted: Iterable[int]) -> Iterator[tuple["_Row", list[int]]]:
        """Yield the documents of the index that have any of these bands, the last first, each with
        all its bands."""
        query = {"bool": {"filter": [{"terms": {BANDS: sorted(wanted)}}]}}
        for hit in self._list_hits(query, "desc", [BANDS, BITMAP]):
            yield _read_row(hit), hit["fields"][BANDS]

    def _get_rows(self, keys: Iterable[str]) -> list["_Row"]:
        ordered = sorted(keys)
        rows = []
        for first in range(0, len(ordered), 10 * _READ_TOGETHER):
            some = ordered[first:first + 10 * _READ_TOGETHER]
            found = self._connection.get_many(
                self._index, some, source=f"{CHANGE},{STORY},{TOLD}")
            rows += [_Row(key, each[CHANGE], each[STORY], each[TOLD], _NO_BITMAP)
                     for key, each in zip(some, found) if each]
        return rows

    def _list_members(self, labels: Iterable[str]) -> list["_Row"]:
        """Return all documents of stories."""
        wanted = sorted(labels)
        query = {"bool": {"filter": [{"terms": {STORY: wanted}}]}}
        return list(map(_read_row, self._list_hits(query, "asc"))) if wanted else []

    def _list_hits(self, query: Json, order: str, more: Sequence[str] = ()) -> Iterator[Json]:
        """Yield all documents that a query finds, by change."""
        after: Json = {}
        while True:
            found = self._connection.search({
                "query": query, "size": _LISTED_TOGETHER, "sort": [{CHANGE: order}],
                "track_total_hits": False, "_source": False,
                "docvalue_fields": [CHANGE, STORY, TOLD, *more], **after},
                index=self._index)["hits"]["hits"]
            yield from found
            if len(found) < _LISTED_TOGETHER:
                return
            after = {"search_after": found[-1]["sort"]}

    def _read(self, rows: Iterable["_Row"]) -> dict[str, SearchDocument]:
        """Return documents of the index, analysed again."""
        wanted = sorted({row.key: row for row in rows}.values(), key=lambda row: row.change)
        found: dict[str, SearchDocument] = {}
        for first in range(0, len(wanted), _READ_TOGETHER):
            some = wanted[first:first + _READ_TOGETHER]
            texts = self._connection.get_many(
                self._index, [row.key for row in some], source=ARTICLE)
            kept = [(row.change, read_article(each[ARTICLE]))
                    for row, each in zip(some, texts) if each]
            documents = self._documents([article for _, article in kept])
            for each in build_search_documents([change for change, _ in kept], documents):
                found[each.key] = each
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A document of the index: its key, the change that brought it, its story, and its bitmap if it
    was asked for."""

    key: str
    change: int
    story: str
    told: bool
    bitmap: Array


def _read_row(hit: Json) -> _Row:
    fields = hit["fields"]
    bitmap = (np.frombuffer(b64decode(fields[BITMAP][0] + "=="), np.uint64) if BITMAP in fields
              else _NO_BITMAP)  # a cluster leaves the padding out
    return _Row(hit["_id"], fields[CHANGE][0], fields[STORY][0], fields[TOLD][0], bitmap)


def are_near(one: SearchDocument, other: SearchDocument) -> bool:
    """Return whether two documents are near-duplicates."""
    similarity = compute_jaccard(one.list_shingles(), other.list_shingles())
    return similarity >= SIMILARITY_THRESHOLD


def _list_promising(document: SearchDocument, rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows that, by their bitmaps, may be near-duplicates of a document."""
    if not rows:
        return []
    promising = are_promising(document.bitmap[None], np.array([row.bitmap for row in rows]))
    return list(compress(rows, promising.tolist()))


def _pair_within(asked: Sequence[SearchDocument]) -> dict[str, list[_Row]]:
    """Return for each document those among them with which it agrees in a band."""
    shared = _list_shared(asked)
    near: dict[str, list[_Row]] = {}
    by_band: dict[int, list[_Row]] = defaultdict(list)
    for each in sorted(asked, key=lambda one: one.change):
        row = _Row(each.key, each.change, "", False, each.bitmap)
        found: dict[str, _Row] = {}
        for band in shared.intersection(each.bands):
            found.update((other.key, other) for other in by_band[band][-NEAREST_COMPARED:])
            by_band[band].append(row)
        near[each.key] = list(found.values())
    return near


def _list_shared(documents: Sequence[SearchDocument]) -> set[int]:
    """Return the bands that several of these documents have."""
    bands = np.sort(np.array([band for each in documents for band in each.bands], np.int64))
    return set(bands[1:][bands[1:] == bands[:-1]].tolist())


class _Groups:
    """Keys that pairs connect."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._above = {key: key for key in keys}

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self._find(one), self._find(other)))
        self._above[high] = low

    def list_groups(self) -> list[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self._above:
            groups[self._find(key)].append(key)
        return list(groups.values())

    def _find(self, key: str) -> str:
        self._above.setdefault(key, key)
        while self._above[key] != key:
            self._above[key] = self._above[self._above[key]]
            key = self._above[key]
        return key
