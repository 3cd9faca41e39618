"""A piece of writing: blocks of changes, each durable, then visible, then others."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.engine import Documents
from search.engines.whoosh.commits import generation
from search.engines.whoosh.loading.follower import Follower
from search.engines.whoosh.loading.worker_pool import Helpers
from search.engines.whoosh.loading.writer import Block
from search.errors import EngineError, NotSearchable
from search.store.store import Store


class Load:
    """The blocks of one who writes, who may have helpers."""

    def __init__(
        self, store: Store, follower: Follower, documents: Documents, helpers: Helpers
    ) -> None:
        self._store = store
        self._follower = follower
        self._documents = documents
        self._helpers = helpers

    @contextmanager
    def writer(self) -> Iterator[Block]:
        with self._store.lock():
            with self._store.changing() as changes:
                state = self._follower.current()
                block = Block(changes)
                yield block
                left = changes.last() - self._helpers.reached(state)
            if not block.deferred or left >= generation.UNIT:
                with _followed():
                    self._follower.follow(self._documents, self._helpers, block.deferred)

    def rebuild(self) -> Iterator[int]:
        with self._store.lock():
            try:
                yield from self._follower.anew(self._documents, self._helpers)
            except OSError as error:
                raise EngineError(f"nothing is rebuilt, nothing lost: {error}") from error

    def keep(self) -> None:
        self._helpers.keep()


@contextmanager
def _followed() -> Iterator[None]:
    """Says of what goes wrong here that the changes are stored all the same."""
    try:
        yield
    except Exception as error:
        raise NotSearchable(
            f"stored, not yet searchable: the index could not follow ({error!r}); "
            "run the command again, or `indexer rebuild`"
        ) from error
