"""Looking after a store on a cluster: purging versions, counting, verifying and mending."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from search.errors import EngineError
from search.store.opensearch.bulk import BulkAction, make_action, write_all
from search.store.opensearch.connection import ClusterAddress, Connection, Json
from search.store.opensearch.histories import (
    NO_PAST,
    Past,
    describe_damage,
    is_intact,
    make_history,
    read_history,
    read_pasts,
)
from search.store.opensearch.layout import Sharding, StoreIndices, make_key
from search.store.opensearch.reading import StoreView, view
from search.store.opensearch.state import ClusterState, StateDocument, StorePart
from search.store.opensearch.transaction import MAX_LISTED_REMOVALS, delete_versions, recover
from search.store.opensearch.versions import StoredVersion
from search.store.store import IndexState

CountPending = Callable[[int, int], tuple[int, tuple[str, ...]]]
"""Returns how many changes there are in a range, and the ids that these removed."""


def describe_loss(address: ClusterAddress, known: int, found: int) -> str | None:
    """Return the sentence that says that articles are missing; None if none is."""
    if known == found:
        return None
    return (f"{address} is damaged: {known:,} articles were stored, and {found:,} are found. "
            "Restore a snapshot of its indices, or run `indexer rebuild` to go on with those that "
            "are found")


def list_sources(
    now: StoreView, sources: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield the articles of these sources, of all if None, as source and id.

    Raises EngineError if the history of any article is damaged, as it might be one of theirs.
    """
    for page in now.list_histories({"match_all": {}}):
        for content in page:
            read_history(content, now.store)
    asked = None if sources is None else list(sources)
    query: Json = {"match_all": {}} if asked is None else {"bool": {"should": [
        {"terms": {"sources": asked}}, {"terms": {"before.sources": asked}}]}}
    for page in now.list_histories(query) if asked != [] else ():
        for content in page:
            past = read_history(content, now.store)
            if past.is_article:
                yield from [(each, content["id"]) for each in past.sources
                            if asked is None or each in asked]


def advance(
    connection: Connection, states: StateDocument, indices: StoreIndices, index: IndexState,
    ids: Collection[str] | None, count_pending: CountPending,
) -> None:
    """Record how far the index has come; purge the versions that it has moved beyond."""
    state = recover(connection, states, indices)
    pending, removals = count_pending(index.change, state.store.last)
    listed = removals if len(removals) <= MAX_LISTED_REMOVALS else None
    state = states.update(lambda state: replace(
        state,
        store=_number_anew(replace(state.store, pending=pending, removals=listed)),
        index=replace(state.index, generation=index.generation, change=index.change,
                      signature=index.signature)))
    if ids is not None:
        return _purge(connection, indices, state, dict(
            read_pasts(connection, indices, list(ids), state.store)))
    query = {"bool": {"should": [
        {"range": {"kept": {"gt": 1}}}, {"range": {"removal": {"gt": 0}}}]}}
    with view(connection, states, indices, indices.histories) as now:
        for page in now.list_histories(query):
            _purge(connection, indices, state, {
                content["id"]: read_history(content, state.store) for content in page})


def find_altered(connection: Connection, indices: StoreIndices) -> list[str]:
    """Return one line for each index whose fields are no longer as it was created with."""
    altered = {name: connection.find_foreign_fields(name, body["mappings"])
               for name, body in indices.list_bodies(Sharding()).items()}
    return [f"{name} is not as Warta made it, for {fields[0]} is another field: restore a snapshot"
            for name, fields in altered.items() if fields]


def find_damage(now: StoreView) -> list[str]:
    """Read all versions and what leads to them; return one line for each fault."""
    faults = []
    for page in now.list_versions():
        for versions in now.read_texts([head for head in page if not head.removed]):
            faults += [version.describe_damage() for version in versions
                       if not version.is_intact]
    for heads in now.list_newest():
        histories = now.find_histories([head.id for head in heads])
        faults += [fault for head in heads
                   if (fault := _find_fault(head, histories.get(head.id), now.store))]
    return faults


def mend(connection: Connection, states: StateDocument, indices: StoreIndices) -> int:
    """Rewrite the histories that do not lead to their versions; count the articles.

    Returns how many were missing. Raises EngineError if no article is left.
    """
    state = recover(connection, states, indices)
    state = states.update(lambda state: replace(state, store=_number_anew(state.store)))
    found = 0
    with view(connection, states, indices, indices.articles, indices.histories) as now:
        known = now.store.articles
        for groups in now.list_by_id():
            found += sum(not group[-1].removed for group in groups)
            histories = now.find_histories([group[0].id for group in groups])
            _write_histories(connection, indices, state, dict(filter(None, [
                _mend(group, histories.get(group[0].id), now.store) for group in groups])))
        if known and not found:
            raise EngineError(describe_loss(connection.address, known, found))
        for page in now.list_histories({"match_all": {}}):
            pasts = {content["id"]: read_history(content, now.store) for content in page
                     if is_intact(content)}
            there = now.find_changes([past.newest for past in pasts.values()])
            _write_histories(connection, indices, state, {
                id: NO_PAST for id, past in pasts.items() if past.newest not in there})
    states.update(lambda state: replace(state, store=replace(state.store, articles=found)))
    return known - found


def _purge(
    connection: Connection, indices: StoreIndices, state: ClusterState, pasts: dict[str, Past]
) -> None:
    """Delete what the index has moved beyond, first the versions, then what leads to them."""
    left = {id: _keep_later(past, state.index.change) for id, past in pasts.items()}
    gone = [change for id, past in pasts.items()
            for change in {*past.changes, *past.erased} - {*left[id].changes}]
    delete_versions(connection, indices, gone)
    _write_histories(connection, indices, state, {
        id: past for id, past in left.items() if past != pasts[id]})


def _keep_later(past: Past, followed: int) -> Past:
    """Return a past without what an index at a change needs no more."""
    newest = max((each for each in past.changes if each <= followed), default=0)
    least = newest + (newest == past.removal)
    later = tuple(each for each in past.changes if each >= least)
    return replace(past, changes=later, erased=(),
                   removal=past.removal if past.removal in later else 0)


def _write_histories(
    connection: Connection, indices: StoreIndices, state: ClusterState, pasts: dict[str, Past]
) -> None:
    """Write histories that count at once; delete those of articles that have no version left."""
    number = state.store.transaction
    refusals = write_all(connection, [
        _make_action(indices, id, past, number) for id, past in pasts.items()])
    for _, status, reason in refusals:
        if status != 409:  # another writer has taken over, and knows better
            raise EngineError(f"{connection.address}: a history was not written: {reason}")


def _make_action(indices: StoreIndices, id: str, past: Past, number: int) -> BulkAction:
    if not past.changes:
        return make_action("delete", indices.histories, make_key(id), version=number)
    return make_action("index", indices.histories, make_key(id),
                       make_history(id, past, past, number), version=number)


def _number_anew(store: StorePart) -> StorePart:
    """Return the store's part with the number of a transaction that has ended already.

    What is written under it counts at once, unlike under that of a broken one.
    """
    return replace(store, transaction=store.begun + 1, begun=store.begun + 1)


def _find_fault(head: StoredVersion, content: Json | None, store: StorePart) -> str | None:
    """Return what is wrong with the history of an article, None if nothing is."""
    if content is not None and not is_intact(content):
        return describe_damage(content)
    if read_history(content, store).newest != head.change:
        return f"nothing leads to the article {head.id!r} in the store: run `indexer rebuild`"
    return None


def _mend(
    versions: Sequence[StoredVersion], content: Json | None, store: StorePart
) -> tuple[str, Past] | None:
    """Return the id and the past of an article as its versions say, None if that is known."""
    known = read_history(content, store) if content and is_intact(content) else NO_PAST
    removal = max((each.change for each in versions if each.removed), default=0)
    past = Past(
        changes=tuple(each.change for each in versions if each.change >= removal),
        removal=removal, sources=known.sources,
        erased=tuple(each.change for each in versions if each.change < removal))
    same = past.changes == known.changes and set(past.erased) <= set(known.erased)
    return None if same else (versions[0].id, past)
