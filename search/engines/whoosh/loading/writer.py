"""A block of changes: what a writer does between two states of the archive."""

from search.article import Article
from search.store.versions import Changes


class Block:
    """The changes of one transaction; `deferred` once they may wait for the index."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.deferred = False

    def newest(self, id: str) -> Article | None:
        return self._changes.newest(id)

    def put(self, article: Article) -> None:
        self._changes.put(article)

    def remove(self, id: str) -> bool:
        return self._changes.remove(id)

    def hold(self, id: str, source: str) -> None:
        self._changes.hold(id, source)

    def release(self, id: str, source: str) -> bool:
        return self._changes.release(id, source)

    def defer(self) -> None:
        self.deferred = True
