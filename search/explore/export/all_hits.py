"""The articles of all hits of a query, read while they are asked for."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from search.article import Article
from search.engine import Engine, Request, ScannedHit
from search.errors import ArticleNotFound, InvalidValue
from search.query import BY_DATE


@dataclass(frozen=True, slots=True)
class AllHits:
    """How many hits there are, and their articles. Closing the iterator ends all work."""

    total: int
    articles: Generator[Article, None, None]


class HitReader:
    """Reads the articles of hits; `read` returns those of several ids, `read_one` that of one.

    The hits are of one state of the archive. An article that was removed since then is left out,
    and one that was changed comes as it is now: no old text is kept for whoever reads slowly.
    """

    def __init__(
        self, engine: Engine, read: Callable[[Sequence[str]], list[Article]],
        read_one: Callable[[str], Article],
    ) -> None:
        self._engine, self._read, self._read_one = engine, read, read_one

    def find(self, request: Request, limit: int | None = None) -> AllHits:
        """Return all hits of a request. Raises InvalidValue for more than `limit` hits."""
        if request.sort not in BY_DATE:
            raise InvalidValue("all hits come by date: choose newest or oldest", "sort")
        scan = self._engine.scan(request)
        if limit is not None and scan.total > limit:
            raise InvalidValue(
                f"it finds {scan.total:,} articles, and an export has at most {limit:,}: narrow "
                "it, for example by outlet or year, and make several", "q")
        return AllHits(scan.total, self._read_batches(scan.batches))

    def _read_batches(
        self, batches: Generator[tuple[ScannedHit, ...], None, None]
    ) -> Generator[Article, None, None]:
        with closing(batches):
            for hits in batches:
                ids = [hit.id for hit in hits]
                articles = self._read(ids)
                if len(articles) == len(ids):
                    yield from articles
                else:
                    yield from self._read_each(ids)

    def _read_each(self, ids: Sequence[str]) -> Iterator[Article]:
        """Yield the articles that there still are. Raises LostStore for one that damage hides."""
        for id in ids:
            with suppress(ArticleNotFound):
                yield self._read_one(id)
