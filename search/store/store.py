"""The store's contract: where the articles are kept, whatever index finds them.

Two Protocols. `Store` is what the archive needs: articles go in by transactions and come out by
id. `ChangeLog` is what an index beside the store needs: it reads the changes that it has not
followed yet, and tells the store how far it has come. A cluster that keeps articles and index in
one place implements `Store` and `search.engine.Engine`, and needs no ChangeLog.

Durability. A transaction is on disk when its block ends, before the index knows of it. It leaves
nothing when the block raises. A process killed at any point loses no transaction that ended.

Changes. Every new version of an article, and every removal, is a change and has a number, greater
than all before. Transactions are ordered: a reader sees all changes of one or none.

Versions. A version never changes. The store keeps each article's newest version, the one that the
index has followed, and those in between; the older ones go when the index has moved on.

Revisions. `Article.revision` is kept as it was put. Articles that differ in it alone are the same.

Sources. An article may come from several sources, or from none. The store only records which; the
writer decides when to remove an article that no source has any more. Sources carry over to new
versions.

Takedown. A removed article is gone from every answer when the transaction ends. Every trace of its
text is then erased from the store, and is erased from the index once that has followed.

Damage. A damaged article is never returned: reading it raises EngineError. It can be put again or
removed. Nothing is released from damaged sources.

Locking. There is one writer at a time: it holds `lock` during a transaction and until the index has
followed it, unless the index is being rebuilt: then changes stay in the store until that is done,
and the rebuild follows them. Readers never wait and never write.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from search.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """Figures of a store.

    `articles` is how many were left by the last change, whose number is `change`; `pending` counts
    the changes that the index has not followed. `changed` is when the last change was stored, in
    seconds since 1970; None if that is not known.
    """

    articles: int
    change: int
    pending: int
    changed: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """The store's note about the index: which generation is current, and how far it has come.

    `generation` is 0 before there is an index; `change` is the last change followed; `signature`
    says what wrote the index, so that another version refuses it as stale.
    """

    generation: int = 0
    change: int = 0
    signature: str = ""


class Change(NamedTuple):
    """One change: a version of an article, or its removal; `is_first` if it replaces none.

    A named tuple, since a rebuild makes one for each article.
    """

    number: int
    id: str
    is_article: bool
    is_first: bool


class Transaction(Protocol):
    """Changes that take effect together when the block ends."""

    def newest(self, ids: Collection[str]) -> dict[str, Article]:
        """Return the articles that have these ids, as they stand in this transaction.

        Missing, removed and damaged ones are left out: they can be put as if they were new.
        """

    def refuse_hidden(self, ids: Collection[str], listed: Collection[str] | None) -> None:
        """Raise LostStore if damage hides articles that have ids by which `newest` found none.

        `listed` are those of the ids that the index lists; None if it cannot be asked.
        """

    def find_refusal(self, article: Article) -> str | None:
        """Return why the store takes no such article, and what to do; None if it takes it."""

    def put(self, article: Article) -> None:
        """Add a version of an article, unless the newest one is the same.

        Raises EngineError for an article that the store does not take.
        """

    def remove(self, id: str) -> bool:
        """Erase every version of an article and its sources; return False if there is none."""

    def add_to_source(self, id: str, source: str) -> None:
        """Record that an article, as it stands in this transaction, came from a source."""

    def release(self, id: str, source: str) -> bool:
        """Forget that an article came from a source; return True if it was its last source."""


class Store(Protocol):
    """Articles kept durably. Safe to share between threads.

    Opening one reads and writes nothing. Reading methods raise ArchiveMissing where nothing was
    ever stored, and EngineError where the store cannot be read.
    """

    def lock(self) -> AbstractContextManager[None]:
        """Make the caller the only writer; wait for another one, and say so in the log.

        Raises WriterBusy at the end of the caller's patience (search/patience.py).
        """

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that ends with the block. The caller holds the lock."""

    def articles(
        self, ids: Sequence[str], changes: Sequence[int] | None = None
    ) -> list[Article]:
        """Return the articles that have these ids, in their order; leave unknown ids out.

        Without `changes` they are as searches show them: the version that the index has followed,
        or the newest if it has followed none. With `changes`, one for each id, they are the
        versions that these brought, as a match names them; those that have been purged are left
        out too.
        """

    def export(self) -> Iterator[Article]:
        """Yield the newest version of every article, by id, all of one state.

        Raises EngineError at the end if fewer were found than were stored.
        """

    def urls(self) -> Iterator[tuple[str, str]]:
        """Yield the id and URL of every article that has a URL, as stored last, all of one state.

        A damaged article is among them, for it can still be removed; the log says that it is
        damaged, since its URL may be wrong.
        """

    def latest(self, limit: int) -> Iterator[Article]:
        """Yield the articles that the last `limit` changes brought, in order."""

    def articles_of_sources(
        self, sources: Collection[str] | None
    ) -> Iterator[tuple[str, str]]:
        """Yield the articles of these sources, as source and id, all of one state.

        None stands for all sources.
        """

    def moments(self, changes: Sequence[int]) -> list[int | None]:
        """Return when each of these changes was stored, in seconds since 1970.

        None if that is not known, as of the changes of a version that kept no times.
        """

    def status(self) -> StoreStatus:
        """Return figures, all of one state; counts nothing but what is pending."""

    def count_bytes(self) -> int:
        """Return what the store takes up, on a cluster in all copies; 0 if that is not known."""

    def find_loss(self) -> str | None:
        """Count all articles; return what says that some are missing, None if none is."""

    def mend(self) -> int:
        """Rebuild what leads to articles; return how many were found to be missing.

        From then on only those that are there count. The caller holds the lock.
        """

    def verify(self) -> list[str]:
        """Check every row; return one line for each fault."""

    def close(self) -> None:
        """Close what is open. The store opens it again when it is used."""


class ChangeLog(Protocol):
    """The changes of a store, for an index that follows them.

    Ranges of changes exclude the first number and include the last. Changes that were replaced
    or purged are gone, so numbers have gaps.
    """

    def state(self) -> IndexState:
        """Return how far the index has come."""

    def state_and_removals(self) -> tuple[IndexState, frozenset[str]]:
        """Return the state, and the ids removed by changes that the index has not followed.

        Every search calls it, so it is cheap where nothing has changed.
        """

    def last_change(self) -> int:
        """Return the number of the newest change there ever was, 0 if there was none."""

    def changes(self, after: int = 0, limit: int = -1) -> list[Change]:
        """Return the changes after one, in order; at most `limit` unless that is -1."""

    def count_changes(self, after: int) -> int:
        """Return how many changes there are after one."""

    def count_articles(self, after: int, change: int) -> int:
        """Return how many articles have their newest version in a range of changes."""

    def pages(self, after: int, change: int) -> Iterator[list[tuple[int, Article]]]:
        """Yield the versions in a range of changes that no later one in it replaces, in order.

        Each comes with its change. A page is of one state and small enough for memory.
        """

    def versions(self, changes: Sequence[int]) -> list[tuple[int, Article]]:
        """Return the versions with these changes, without those that are purged or damaged."""

    def newest_versions(self, change: int) -> Iterator[tuple[int, str]]:
        """Yield the change and id of each article without a change after `change`, in order."""

    def advance(self, state: IndexState, ids: Collection[str] | None) -> None:
        """Record how far the index has come; the caller holds the lock.

        Purges the versions of the articles with these ids, or of all articles if `ids` is None,
        that the index has moved beyond.
        """


def list_latest(log: ChangeLog, limit: int) -> Iterator[Article]:
    """Yield the articles that the last `limit` changes of a log brought, in order."""
    last = log.last_change()
    for page in log.pages(max(0, last - limit), last):
        yield from (article for _, article in page)
