"""The state of an archive on a cluster: one document, read in one request and replaced as a whole.

Its part `store` says which changes of the store count, its part `index` how far the index has come.
So a reader has both of one moment. Only the writer replaces the document: by compare-and-set,
against the version that it has read. A writer that others have taken for dead, and who wakes again,
therefore cannot.

Other documents of the same index are the lease of the writer, see lease.py.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple
from uuid import uuid4

from search import budget
from search.errors import ArchiveMissing, EngineError
from search.store.opensearch.connection import Conflict, Connection, Json, NotThere
from search.store.store import IndexState

FORMAT = 1
"""Raise it when documents of the store change their meaning: others are refused."""

STATE = "state"
"""The id of the document."""

_MAPPING = {"dynamic": False, "properties": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class StorePart:
    """What the store says of itself.

    Changes up to `last` count, and left `articles`; those up to `reserved` are taken by a writer
    who has not finished, or never will. `pending` counts the changes that the index has not
    followed, `removals` are the ids that these removed; None if there are too many to list here.
    `changed` is when the last change was stored, in seconds since 1970.

    `transaction` is the number of the last transaction that ended, `begun` that of the last one
    that began, and `broken` are those that never ended.
    `writer` is the token of whoever may replace this document. `erasing` are the indices of which
    text has been deleted, and may still lie on disks.
    """

    format: int = FORMAT
    last: int = 0
    reserved: int = 0
    articles: int = 0
    pending: int = 0
    removals: tuple[str, ...] | None = ()
    changed: int | None = None
    transaction: int = 0
    begun: int = 0
    broken: tuple[int, ...] = ()
    writer: str = ""
    erasing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPart:
    """What the index says of itself; the first three are the store's `IndexState`.

    The rest is the engine's alone: `counter` is odd while it changes the index, `pit` the point in
    time that readers use meanwhile, and `articles` how many the index lists.
    """

    generation: int = 0
    change: int = 0
    signature: str = ""
    counter: int = 0
    pit: str | None = None
    articles: int = 0
    more: Json = field(default_factory=dict)


class Position(NamedTuple):
    """The version of a document that a writer read, to be named when it replaces it."""

    number: int
    term: int

    @property
    def condition(self) -> dict[str, int]:
        """The parameters of a request that holds for this version alone."""
        return {"if_seq_no": self.number, "if_primary_term": self.term}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterState:
    """The state of an archive; `stamp` differs each time that it is written."""

    store: StorePart = StorePart()
    index: IndexPart = IndexPart()
    stamp: str = ""
    position: Position | None = field(default=None, compare=False)

    @property
    def followed(self) -> IndexState:
        """The store's note about the index."""
        index = self.index
        return IndexState(
            generation=index.generation, change=index.change, signature=index.signature)


Update = Callable[[ClusterState], ClusterState]
"""Returns the state that replaces one."""


class StateDocument:
    """Reads and replaces the state of one archive. Safe to share between threads.

    `token` is that of the writer who holds the lease here, see `claim`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.index = f"{connection.address.name}-state"
        self.token = uuid4().hex

    def read(self) -> ClusterState:
        """Return the state, as it stands. Raises ArchiveMissing if there is none."""
        state = self.find()
        if state is None:
            raise ArchiveMissing(f"there is no archive at {self._connection.address}: "
                                 "`indexer add` makes one")
        return state

    def recall(self) -> ClusterState:
        """Return the state that was read last for this request, see `search.budget`, or read it.

        What a request asks is then of one moment, after it began. What it writes itself counts.
        """
        known: ClusterState | None = budget.recall(self)
        return known or self.read()

    def find(self) -> ClusterState | None:
        """Return the state, None if there is none. Raises EngineError for another format."""
        budget.remember(self, None)
        try:
            found = self._connection.get(self.index, STATE)
        except NotThere:
            return None
        state = self._parse(found) if found else None
        budget.remember(self, state)
        return state

    def create(self, settings: Json) -> None:
        """Create the document, and its index with these settings, unless they are there."""
        if self.find() is None:
            self._connection.create_index(
                self.index, {"settings": settings, "mappings": _MAPPING})
            try:
                self._connection.put(self.index, STATE, _write(ClusterState()), op_type="create")
            except Conflict:
                pass  # another writer was faster

    def claim(self) -> ClusterState:
        """Become the only one who replaces the state; the caller has just got the lease."""
        while True:
            state = self.read()
            if state.store.writer == self.token:
                return state
            try:
                return self.replace(
                    replace(state, store=replace(state.store, writer=self.token)))
            except Conflict:  # the writer before has finished something
                continue

    def update(self, change: Update) -> ClusterState:
        """Replace the state by what a function makes of it; return that.

        The caller holds the lease. Raises EngineError if another has taken it.
        """
        state = self.read()
        if state.store.writer != self.token:
            raise self._describe_loss()
        try:
            return self.replace(change(state))
        except Conflict:
            raise self._describe_loss() from None

    def replace(self, state: ClusterState) -> ClusterState:
        """Replace the version of the state that was read by another; return that.

        Raises Conflict if it is not the newest any more. A request that was answered by nobody may
        have been done all the same: then the document has the stamp of this one.
        """
        if state.position is None:
            raise ValueError("only a state that was read can be replaced")
        stamped = replace(state, stamp=uuid4().hex)
        budget.remember(self, None)
        try:
            answer = self._connection.put(
                self.index, STATE, _write(stamped), **state.position.condition)
        except Conflict:
            newest = self.read()
            if newest.stamp != stamped.stamp:
                raise
            return newest
        return replace(stamped, position=Position(answer["_seq_no"], answer["_primary_term"]))

    def _describe_loss(self) -> EngineError:
        return EngineError(
            f"{self._connection.address}: another writer has taken over, as this one had not been "
            "heard of for too long: run the command again")

    def _parse(self, found: Json) -> ClusterState:
        values = found["_source"]
        number = _find_format(values)
        if isinstance(number, int) and number != FORMAT:
            age = "a newer" if number > FORMAT else "another"
            raise EngineError(f"{self._connection.address} was written by {age} version (format "
                              f"{number}): use that one")
        try:
            return ClusterState(
                store=StorePart(**_freeze(values["store"])), index=IndexPart(**values["index"]),
                stamp=values["stamp"], position=Position(found["_seq_no"], found["_primary_term"]))
        except (KeyError, TypeError, AttributeError):
            raise EngineError(
                f"{self._connection.address}: the document {STATE} of {self.index} is no state of "
                "an archive: name another archive, or restore a snapshot") from None


def _write(state: ClusterState) -> Json:
    """Return the content of the document."""
    return {"store": asdict(state.store), "index": asdict(state.index), "stamp": state.stamp}


def _find_format(values: Json) -> object:
    """Return the number of a format, None if a document states none."""
    store = values.get("store")
    return store.get("format") if isinstance(store, dict) else None


def _freeze(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()}
