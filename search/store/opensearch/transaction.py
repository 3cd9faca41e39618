"""A transaction of the store on a cluster.

Changes are gathered in memory. At the end the transaction reserves their numbers in the state,
writes versions and histories, and commits by replacing the state: from then on they count, all at
once. If it is killed before, whoever writes next makes the reserved numbers void, and the histories
count as they were before.
"""

import json
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import time

from search.article import Article
from search.errors import HIDDEN, EngineError, LostStore
from search.store.opensearch.bulk import BulkAction, RefusedDocument, make_action, write_all
from search.store.opensearch.connection import Connection
from search.store.opensearch.histories import MANY, Past, make_history, read_pasts
from search.store.opensearch.layout import StoreIndices, make_key
from search.store.opensearch.own_changes import OwnVersion
from search.store.opensearch.state import ClusterState, StateDocument, StorePart
from search.store.opensearch.versions import (
    find_refusal,
    make_version,
    make_void,
    read_version,
)

log = logging.getLogger(__name__)

MAX_LISTED_REMOVALS = 1_000
"""More ids of removed articles are not put into the state, which every search reads."""


@dataclass(slots=True)
class _Draft:
    """An article in a transaction: as it was before, and as it stands.

    `article` is None if there is none, or it is damaged; `added` are the changes of the transaction
    itself.
    """

    before: Past
    past: Past
    article: Article | None = None
    added: tuple[int, ...] = ()


class ClusterTransaction:
    """The changes of one transaction. Whoever writes found the store at the change `found_at`."""

    def __init__(
        self, connection: Connection, states: StateDocument, indices: StoreIndices, found_at: int,
    ) -> None:
        self._connection, self._states, self._indices = connection, states, indices
        self._state = recover(connection, states, indices)
        self._found_at = found_at
        self._last = self._state.store.last
        self._drafts: dict[str, _Draft] = {}
        self._versions: dict[int, tuple[str, Article | None]] = {}
        self._not_found: set[str] = set()

    @property
    def has_removed(self) -> bool:
        """Whether the text of an article is to be erased."""
        return any(article is None for _, article in self._versions.values())

    @property
    def versions(self) -> list[OwnVersion]:
        """The versions that it has stored, by change; meant for a transaction without removals."""
        firsts = {draft.past.changes[0] for draft in self._drafts.values() if draft.past.changes}
        return [
            OwnVersion(change, article, change in firsts, len(article.title) + len(article.body))
            for change, (_, article) in self._versions.items() if article]

    def newest(self, ids: Collection[str]) -> dict[str, Article]:
        self._read([id for id in dict.fromkeys(ids) if id not in self._drafts])
        known = ((id, self._drafts[id].article) for id in ids)
        return {id: article for id, article in known if article}

    def refuse_hidden(self, ids: Collection[str], listed: Collection[str] | None) -> None:
        """Raise LostStore if the index lists one of these ids, or a version has it.

        Versions that the index has followed are searched only if it cannot be asked, and versions
        that this process wrote are not.
        """
        self._read([id for id in ids if id not in self._drafts])
        unknown = [id for id in ids if not self._drafts[id].past.changes]
        for id in unknown:
            if id in (listed or ()):
                raise LostStore(HIDDEN.format(id))
        after = 0 if listed is None else self._state.index.change
        if after < self._found_at:
            for id, _ in self._find_strays(unknown, after):
                raise LostStore(HIDDEN.format(id))

    def find_refusal(self, article: Article) -> str | None:
        return find_refusal(article)

    def put(self, article: Article) -> None:
        draft = self._find(article.id)
        if article.is_same_as(draft.article):
            return
        if why := find_refusal(article):
            raise EngineError(why)
        self._add(draft, article.id, article)

    def remove(self, id: str) -> bool:
        draft = self._find(id)
        if not draft.past.is_article:
            if not draft.past.changes:
                self._not_found.add(id)
            return False
        for change in draft.added:
            self._versions.pop(change, None)
        erased = {*draft.past.erased, *draft.past.changes} - set(draft.added)
        draft.past = Past(erased=tuple(sorted(erased)), removal=self._last + 1)
        draft.added = ()
        self._add(draft, id, None)
        return True

    def add_to_source(self, id: str, source: str) -> None:
        draft = self._find(id)
        if draft.article and source not in draft.past.sources:
            draft.past = replace(draft.past, sources=(*draft.past.sources, source))

    def release(self, id: str, source: str) -> bool:
        draft = self._find(id)
        if draft.article is None or source not in draft.past.sources:
            return False
        left = tuple(each for each in draft.past.sources if each != source)
        draft.past = replace(draft.past, sources=left)
        return not left

    def finish(self) -> None:
        """Write all changes, and commit them. Raises LostStore if damage hides what to remove."""
        for id, _ in self._find_strays(sorted(self._not_found), 0):
            raise LostStore(HIDDEN.format(id))
        self._erase_strays([id for id, article in self._versions.values() if article is None])
        changed = {id: draft for id, draft in self._drafts.items() if draft.past != draft.before}
        if not changed:
            return
        self._state = self._states.update(self._reserve)
        self._refuse(write_all(self._connection, self._list_actions(changed)))
        self._state = self._states.update(lambda state: self._commit(state, changed))
        erased = {change for draft in changed.values() for change in draft.past.erased}
        try:
            delete_versions(self._connection, self._indices, erased)
        except EngineError as error:  # it is stored all the same, and `advance` deletes them again
            log.warning("the texts of removed articles are not yet deleted: %s", error)

    # Gathering

    def _find(self, id: str) -> _Draft:
        if id not in self._drafts:
            self._read([id])
        return self._drafts[id]

    def _read(self, ids: Sequence[str]) -> None:
        """Read the histories of articles and their newest versions."""
        pasts = dict(read_pasts(self._connection, self._indices, ids, self._state.store))
        self._drafts |= {id: _Draft(past, past) for id, past in pasts.items()}
        live = [(id, past.newest) for id, past in pasts.items() if past.is_article]
        for first in range(0, len(live), MANY):
            some = live[first:first + MANY]
            contents = self._connection.get_many(
                self._indices.articles, [str(change) for _, change in some])
            for (id, _), content in zip(some, contents):
                version = read_version(content)
                if version and version.id == id and version.is_intact:
                    self._drafts[id].article = version.article

    def _add(self, draft: _Draft, id: str, article: Article | None) -> None:
        self._last += 1
        self._versions[self._last] = id, article
        draft.article, draft.added = article, (*draft.added, self._last)
        draft.past = replace(draft.past, changes=(*draft.past.changes, self._last))

    def _find_strays(self, ids: Sequence[str], after: int) -> Iterator[tuple[str, int]]:
        """Yield the versions after a change that have these ids, as id and change."""
        if ids:
            self._connection.refresh(self._indices.articles)
        for first in range(0, len(ids), MANY):
            query = {"bool": {"filter": [
                {"terms": {"id": list(ids[first:first + MANY])}}, {"term": {"removed": False}},
                {"range": {"change": {"gt": after, "lte": self._state.store.last}}}]}}
            found = self._connection.search(
                {"query": query, "size": 10 * MANY, "_source": ["id", "change"]},
                index=self._indices.articles)
            for hit in found["hits"]["hits"]:
                yield hit["_source"]["id"], hit["_source"]["change"]

    def _erase_strays(self, ids: Sequence[str]) -> None:
        """Note for removed articles versions to which their histories do not lead."""
        for id, change in self._find_strays(ids, 0):
            draft = self._drafts[id]
            if change not in draft.past.erased:
                draft.past = replace(draft.past, erased=(*draft.past.erased, change))

    # Committing

    def _reserve(self, state: ClusterState) -> ClusterState:
        """Take the numbers of the changes, and that of the transaction."""
        return replace(state, store=replace(
            state.store, reserved=self._last, begun=state.store.transaction + 1))

    def _list_actions(self, changed: dict[str, _Draft]) -> Iterator[BulkAction]:
        now, number = int(time()), self._state.store.begun
        for change, (id, article) in self._versions.items():
            yield make_action("create", self._indices.articles, str(change),
                              make_version(change, id, article, now))
        for id, draft in changed.items():
            content = make_history(id, draft.past, draft.before, number)
            yield make_action(
                "index", self._indices.histories, make_key(id), content, version=number)

    def _refuse(self, refusals: Sequence[RefusedDocument]) -> None:
        """Raise EngineError for a document that was not written; name its article.

        One that exists already may have been written by a request whose answer was lost. If it was
        not, another writer has taken over, which the state says, now or at the commit.
        """
        for action, status, reason in refusals:
            if status == 409 and (action.index == self._indices.histories or (
                    self._connection.get_many(action.index, [action.id])
                    == [json.loads(action.content or "")])):
                continue
            self._states.update(lambda state: state)
            id = json.loads(action.content or "")["id"]
            raise EngineError(f"the cluster does not take the article {id!r}, so nothing of its "
                              f"batch is stored: {reason}")

    def _commit(self, state: ClusterState, changed: dict[str, _Draft]) -> ClusterState:
        """Return the state in which the changes count."""
        store, followed = state.store, state.index.change
        erased = {each for draft in changed.values()
                  for each in set(draft.past.erased) & set(draft.before.changes)}
        removals = [id for id, article in self._versions.values() if article is None]
        index = (self._indices.articles,) if removals else ()
        return replace(state, store=replace(
            store, last=self._last, transaction=store.begun,
            articles=store.articles + sum(draft.past.is_article - draft.before.is_article
                                          for draft in changed.values()),
            pending=(store.pending + len(self._versions)
                     - sum(change > followed for change in erased)),
            removals=_join(store.removals, removals),
            changed=int(time()) if self._versions else store.changed,
            erasing=tuple(dict.fromkeys((*store.erasing, *index)))))


def recover(
    connection: Connection, states: StateDocument, indices: StoreIndices
) -> ClusterState:
    """Make void what a broken transaction reserved, if there is one; return the state.

    The caller is the only one who replaces the state. So that transaction cannot commit any more,
    and cannot create a version either, once its numbers are taken.
    """
    state = states.read()
    if not _is_broken(state):
        return state
    state = states.update(lambda state: state)  # a commit that is still on its way fails now
    if not _is_broken(state):
        return state
    numbers = range(state.store.last + 1, state.store.reserved + 1)
    refusals = write_all(connection, (
        make_action("index", indices.articles, str(change), make_void(change))
        for change in numbers))
    if refusals:
        raise EngineError(f"{connection.address}: a broken transaction could not be undone: "
                          f"{refusals[0].reason}")
    return states.update(lambda state: replace(state, store=_undo(state.store)))


def _is_broken(state: ClusterState) -> bool:
    """Return whether a transaction has begun and not ended; nobody else is writing."""
    return state.store.begun != state.store.transaction


def delete_versions(
    connection: Connection, indices: StoreIndices, changes: Iterable[int]
) -> None:
    """Delete the versions that these changes brought, if they are there."""
    refusals = write_all(connection, [
        make_action("delete", indices.articles, str(change)) for change in sorted(changes)])
    if refusals:
        raise EngineError(
            f"{connection.address}: a version could not be deleted: {refusals[0].reason}")


def _undo(store: StorePart) -> StorePart:
    """Return the store's part after a broken transaction."""
    return replace(store, last=store.reserved, transaction=store.begun,
                   broken=(*store.broken, store.begun))


def _join(listed: tuple[str, ...] | None, ids: Sequence[str]) -> tuple[str, ...] | None:
    """Return the ids of removed articles for the state, None if they are too many."""
    if listed is None:
        return None
    joined = tuple(dict.fromkeys((*listed, *ids)))
    return joined if len(joined) <= MAX_LISTED_REMOVALS else None
