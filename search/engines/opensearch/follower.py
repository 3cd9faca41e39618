"""Brings the index up to its store: reads changes, analyses, and writes documents in bulk.

A change of the index is announced on the board before it begins: the counter becomes odd, and
readers go on with the point in time of the state before. Documents are written with the number of
the change as their version, so that what an earlier writer still sends comes too late.

A writer that is killed may leave an index behind: one that it had not finished, or the one before.
The next writer deletes it, since removed articles may be in it.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

from search.engine import Documents
from search.engines.opensearch.board import Board
from search.engines.opensearch.columns import write_key
from search.engines.opensearch.documents import SearchDocument
from search.engines.opensearch.index_format import build_index, build_marks, refuse_stale
from search.engines.opensearch.snapshot import list_generations, name_index
from search.engines.opensearch.stories import StoryTeller
from search.engines.opensearch.worker import ArticlePage
from search.engines.opensearch.worker_pool import DocumentBuilders
from search.errors import EngineError
from search.store.opensearch.bulk import BulkAction, RefusedDocument, make_action, write_all
from search.store.opensearch.connection import Connection
from search.store.opensearch.state import IndexPart
from search.store.store import Change, ChangeLog, IndexState

log = logging.getLogger(__name__)

CHANGES_PER_COMMIT = 5_000
"""Changes that wait until they are indexed together, while more are about to come."""


class ClusterFollower:
    """Writes the index of an archive; its methods are for whoever holds the store's lock."""

    def __init__(
        self, connection: Connection, board: Board, change_log: ChangeLog, signature: str,
        builders: DocumentBuilders, shards: int, replicas: int,
    ) -> None:
        self._connection, self._board, self._change_log = connection, board, change_log
        self._signature, self._builders = signature, builders
        self._shards, self._replicas = shards, replicas

    def follow(self, documents: Documents, more: bool) -> None:
        """Bring the index up to the last change. Raises StaleIndex."""
        part, _ = self._board.read()
        refuse_stale(part.signature, self._signature)
        last = self._change_log.last_change()
        waiting = last - part.change
        if more and waiting < CHANGES_PER_COMMIT:
            return
        if part.generation and not self._has_index(part):
            log.warning("%s lost its index: indexing everything again", self._connection.address)
            for _ in self.rebuild(documents):
                pass
            return
        if waiting or part.counter % 2:
            self._go_on(part, last, documents)

    def rebuild(self, documents: Documents) -> Iterator[int]:
        """Index all articles in a new generation, and let readers use that; yield how many are
        done. Its copies are made at the end."""
        before, _ = self._board.read()
        last, generation = self._change_log.last_change(), self._find_generation(before)
        index = name_index(self._connection, generation)
        self._delete_others(before.generation)
        self._connection.create_index(index, build_index(self._shards, 0))
        done = 0
        try:
            for page, built in self._builders.build(self._change_log.pages(0, last), documents):
                self._write(index, built, (), documents)
                done += len(page)
                yield done
        except BaseException:
            self._connection.delete_index(index)
            raise
        self._connection.ask("PUT", f"/{index}/_settings", {
            "index": {"number_of_replicas": self._replicas}}, patient=True)
        self._connection.wait_for_copies([index])
        self._board.update(lambda part: IndexPart(
            generation=generation, change=last, signature=self._signature,
            counter=part.counter + 2 - part.counter % 2, articles=self._count(index),
            more={"born": uuid4().hex}))
        self._change_log.advance(IndexState(
            generation=generation, change=last, signature=self._signature), None)
        self._delete_others(generation)

    def _go_on(self, part: IndexPart, last: int, documents: Documents) -> None:
        """Announce a change, make it, and say that it is done."""
        part = self._begin(part)
        index = name_index(self._connection, part.generation)
        changes = self._change_log.changes(part.change)
        self._remove(index, changes, documents)
        pages = self._change_log.pages(part.change, last)
        for page, built in self._builders.build(pages, documents):
            self._write(index, built, _find_replaced(page, changes), documents)
        articles = self._count(index)
        done = self._board.update(lambda now: replace(
            now, change=last, signature=self._signature, articles=articles,
            counter=now.counter + 1))
        state = IndexState(
            generation=done.generation, change=last, signature=self._signature)
        self._change_log.advance(state, {each.id for each in changes if not each.is_first})
        self._delete_others(done.generation)

    def _begin(self, part: IndexPart) -> IndexPart:
        """Make the counter odd, and publish the state before for readers."""
        generation = part.generation or self._find_generation(part)
        index = name_index(self._connection, generation)
        if not part.generation:
            self._connection.create_index(index, build_index(self._shards, self._replicas))
            self._connection.wait_for_copies([index])
        if part.counter % 2:  # a writer was killed: readers keep what it has published
            return part
        pit = self._connection.open_point_in_time(index)
        published = part.pit
        begun = self._board.update(lambda now: replace(
            now, generation=generation, signature=self._signature, counter=now.counter + 1,
            pit=pit, more=now.more or {"born": uuid4().hex}))
        if published:
            self._connection.close_points_in_time([published])
        return begun

    def _has_index(self, part: IndexPart) -> bool:
        return self._connection.has_index(name_index(self._connection, part.generation))

    def _find_generation(self, part: IndexPart) -> int:
        """Return the number of a new generation, one that no index has.

        A writer that was paused may yet delete an index that it has found left behind.
        """
        return max(part.generation, *list_generations(self._connection), 0) + 1

    def _delete_others(self, generation: int) -> None:
        """Delete the indices of all generations but one; other programs' are left alone."""
        for each in list_generations(self._connection):
            index = name_index(self._connection, each)
            if each != generation and not self._connection.find_foreign_fields(
                    index, build_marks()):
                self._connection.delete_index(index)

    def _remove(self, index: str, changes: Sequence[Change], documents: Documents) -> None:
        """Delete the documents of removed articles, and tell the stories that they leave."""
        newest = {each.id: each for each in changes}
        removed = [each for each in newest.values() if not each.is_article]
        if not removed:
            return
        teller = StoryTeller(self._connection, index, documents)
        told = teller.tell((), {write_key(each.id) for each in removed})
        self._board.note_deleted(index)  # first, or a writer killed in between would forget it
        self._send([make_action("delete", index, write_key(each.id), version=each.number)
                    for each in removed])
        self._put(index, told.documents, told.labels)

    def _write(
        self, index: str, built: Sequence[SearchDocument], replaced: Iterable[str],
        documents: Documents,
    ) -> None:
        """Write the documents of articles, with the stories that they are in."""
        told = StoryTeller(self._connection, index, documents).tell(built, replaced)
        self._put(index, told.documents, told.labels)

    def _put(
        self, index: str, documents: Mapping[str, SearchDocument], labels: Mapping[str, str]
    ) -> None:
        """Write documents with the labels of their stories, and make them visible."""
        refused = self._send(
            make_action("index", index, key, each.write(labels.get(key)), version=each.change)
            for key, each in documents.items())
        if refused:
            ids = [documents[each.action.id].id for each in refused]
            raise EngineError(
                f"{self._connection.address} refuses the articles {', '.join(map(repr, ids[:5]))}"
                f"{' and others' if len(ids) > 5 else ''}, the first for {refused[0].reason}: "
                "remove them, and add them in another form")
        self._connection.refresh(index)

    def _send(self, actions: Iterable[BulkAction]) -> list[RefusedDocument]:
        """Write documents; return those that the cluster refuses.

        What a later writer has written meanwhile stays: 409.
        """
        return [each for each in write_all(self._connection, actions) if each.status != 409]

    def _count(self, index: str) -> int:
        self._connection.refresh(index)
        return self._connection.count_documents(index)


def _find_replaced(page: ArticlePage, changes: Sequence[Change]) -> set[str]:
    """Return the keys of the articles of a page that had a version before.

    The index may have others too, if a writer was killed: as they are, so their stories stay.
    """
    before = {each.id for each in changes if not each.is_first}
    return {write_key(article.id) for _, article in page if article.id in before}
