"""The archive: the only thing that the indexer and the web hold.

It joins the analyzer, the query language and the highlighter to whichever engine keeps
the articles.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from time import monotonic, perf_counter

from search import kernel_loader
from search.analysis import Analyzer
from search.article import Article, is_text
from search.documents import documents
from search.engine import Document, Engine, Load, Matches, Request, Status, Writer
from search.errors import ArchiveMissing, ArticleNotFound, EngineError
from search.highlight import highlight, mark
from search.interpret import interpret
from search.page import Bucket, Hit, Page, Story
from search.query import STORY, Node, Query
from search.snippet import Snippet
from search.syntax import parse

BATCH_ARTICLES, BATCH_CHARACTERS = 1_000, 10_000_000
BATCH_SECONDS = 5.0
"""A batch is full after so many articles or characters, and committed at the latest after so
long."""

INDEXING: tuple[kernel_loader.Group, ...] = ("analysis", "loading")
"""The kernels that adding articles needs."""

Sourced = tuple[str | None, Article]
"""An article, after the source that it came from, if any is to be noted."""

_ATTEMPTS = 20
"""Changes that come between finding articles and reading them make a search start again."""


@dataclass
class Batch:
    """What one commit did: the ids added, updated and left as they were.

    `outcomes` says the same as one of these names an article, in the order in which they came,
    or "replaced" for an update that seems to be another article with the same id. `characters`
    is how long their bodies are together.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    characters: int = 0

    def __len__(self) -> int:
        return len(self.outcomes)

    @property
    def is_full(self) -> bool:
        """Whether it holds as much as is to be in memory at once."""
        return len(self) >= BATCH_ARTICLES or self.characters >= BATCH_CHARACTERS

    def changes(self, article: Article, before: Article | None) -> bool:
        """Note an article and the version before it, if any; whether anything differs."""
        same = article.same_as(before)
        outcome = "unchanged" if same else "updated" if before else "added"
        getattr(self, outcome).append(article.id)
        replaces = not same and before is not None and article.is_another_than(before)
        self.outcomes.append("replaced" if replaces else outcome)
        self.characters += len(article.body)
        return not same


class Archive:
    """Articles that can be searched. Safe to share between threads."""

    def __init__(self, engine: Engine, analyzer: Analyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer

    def add(self, articles: Iterable[Article], jobs: int = 1) -> Iterator[Batch]:
        """Store and index articles, replacing those that have the same id.

        Lazy: yields what each batch did once it is durable. A batch ends when it is full or
        BATCH_SECONDS old. It is visible then too, but where articles come fast, batch
        after batch full, the index follows in larger pieces, and at the end. Stopping half-way
        loses the batch that is open and nothing that was yielded. Of a long load up to `jobs`
        processes share the work.
        """
        yield from self.add_from(zip(repeat(None), articles), jobs)

    def add_from(self, sourced: Iterable[Sourced], jobs: int = 1) -> Iterator[Batch]:
        """As `add`, and notes of each article from which source it came, before it if any."""
        with self._engine.load(self._documents, jobs, self._words) as load:
            yield from self._added(load, iter(sourced))

    def _added(self, load: Load, stream: Iterator[Sourced]) -> Iterator[Batch]:
        first, waiting, warm = next(stream, None), False, False
        try:
            while first is not None:
                with load.writer() as writer:
                    self._analyzer.create_vocabulary_file()
                    batch, following = self._put(writer, first, stream)
                    many = following is not None and batch.is_full
                    if waiting and many:
                        writer.defer()
                yield batch
                if many and not warm and (batch.added or batch.updated):
                    self.warm(searching=False)
                    warm = True
                waiting, first = many, following
            self._analyzer.save_vocabulary()
            load.keep()
        finally:
            if first is not None and waiting:
                with load.writer():
                    pass  # a block that defers nothing makes visible what waits

    def warm(self, searching: bool = True, report: kernel_loader.Report | None = None) -> None:
        """Load the compiled kernels, which pays before many searches or articles.

        It takes 1 to 2 seconds, or minutes where they have to be compiled first, and may be called
        from any thread, while others search. An indexer leaves out what only `searching` needs, to
        save memory. `report` receives progress messages: see `search.kernel_loader.load`.
        """
        groups = kernel_loader.GROUPS if searching else INDEXING
        kernel_loader.load(*groups, report=report)
        self._analyzer.restore_vocabulary()

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Take articles away, with every trace of their text; the ids that were there.

        Raises ArchiveMissing where there is no archive.
        """
        return self._removed(lambda writer: [
            id for id in ids if is_text(id) and writer.remove(id)
        ])

    def held(self, sources: Collection[str]) -> Iterator[tuple[str, str]]:
        """What these sources hold, as source and id; nothing where there is no archive yet."""
        with suppress(ArchiveMissing):
            yield from self._engine.held(sources)

    def release(self, held: Iterable[tuple[str, str]]) -> list[str]:
        """Sources have these no longer: articles that none has now are removed; their ids."""
        return self._removed(lambda writer: [
            id for source, id in held if writer.release(id, source) and writer.remove(id)
        ])

    def _removed(self, remove: Callable[[Writer], list[str]]) -> list[str]:
        if self._engine.status().pending > 2 * BATCH_ARTICLES:
            self.warm(searching=False)
        with self._engine.writer(self._documents) as writer:
            removed = remove(writer)
            if removed:  # before it is durable: a kill in between must leave no word
                self._analyzer.forget_vocabulary()
        return removed

    def search(self, query: Query) -> Page:
        """One page of what the query finds.

        Raises QuerySyntaxError, or EngineError when the archive cannot answer.
        """
        began = perf_counter()
        strict, relaxed = interpret(parse(query.text), self._analyzer)
        request = Request(
            strict, relaxed=relaxed, filters=query.filters, sort=query.sort, offset=query.offset,
            limit=query.page_size, facets=query.facets, collapse=query.collapse == STORY,
        )
        found, articles = self._found(request)
        node = relaxed if found.relaxed and relaxed else strict
        hits = self._hits(found, articles, node, query.highlight)
        match = "any" if found.relaxed else "all"
        took = (perf_counter() - began) * 1000
        return Page(query, match, found.total, hits, found.facets, round(took, 3), found.articles)

    def article(self, id: str) -> Article:
        """The article with this id. Raises ArticleNotFound."""
        for article in self._engine.articles([id] if is_text(id) else []):
            return article
        raise ArticleNotFound(f"no article has the id {id!r}")

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """The articles that have these ids, in their order; unknown ids are left out."""
        return self._engine.articles([id for id in ids if is_text(id)])

    def story(self, id: str) -> Story | None:
        """The story of an article, with all who tell it; None if no other does."""
        return self._engine.story(id) if is_text(id) else None

    def marked(self, article: Article, text: str) -> tuple[Snippet, Snippet]:
        """The article's title and its whole body, with what a query finds in them marked."""
        strict, _ = interpret(parse(text), self._analyzer)
        return mark(article, strict, self._analyzer)

    def outlets(self) -> tuple[Bucket, ...]:
        """Every outlet and how many articles it has; None for those without one."""
        request = Request(interpret(None, self._analyzer)[0], limit=0, facets=("outlet",))
        return self._engine.match(request).facets["outlet"]

    def size(self) -> int:
        """How many articles there are; 0 where no archive was made yet."""
        try:
            return self._engine.status().articles
        except ArchiveMissing:
            return 0

    def stored(self) -> Iterator[Article]:
        """Every article, by id."""
        return self._engine.stored()

    def rebuild(self, jobs: int = 1) -> Iterator[int]:
        """Index everything anew beside the old index, then swap; yields how many are done.

        Up to `jobs` processes share the work. Raises ArchiveMissing where there is no archive.
        """
        articles = self._engine.status().articles
        return self._rebuilt(jobs, many=articles > 2 * BATCH_ARTICLES)

    def _rebuilt(self, jobs: int, many: bool) -> Iterator[int]:
        if many:
            self.warm(searching=False)
        with self._engine.load(self._documents, jobs, self._words) as load:
            yield from load.rebuild()

    def status(self) -> Status:
        """Figures about the archive."""
        return self._engine.status()

    def verify(self) -> list[str]:
        """Check everything that can be checked; each fault in one line."""
        return self._engine.verify()

    def _put(
        self, writer: Writer, first: Sourced, stream: Iterator[Sourced]
    ) -> tuple[Batch, Sourced | None]:
        """Put articles until the batch is full; also returns the one that starts the next."""
        batch, until = Batch(), monotonic() + BATCH_SECONDS
        changed: dict[str, Article] = {}
        held: list[tuple[str, str]] = []
        following: Sourced | None = first
        while following is not None and not (batch.is_full or monotonic() > until):
            (source, article), following = following, next(stream, None)
            before = changed.get(article.id) or writer.newest(article.id)
            if batch.changes(article, before):
                changed[article.id] = article.after(before)
            if source is not None:
                held.append((article.id, source))
        for article in changed.values():
            writer.put(article)
        for id, source in held:
            writer.hold(id, source)
        return batch, following

    def _found(self, request: Request) -> tuple[Matches, list[Article]]:
        """What matches, and its articles; again if one was changed or removed in between."""
        for _ in range(_ATTEMPTS):
            found = self._engine.match(request)
            articles = self._engine.articles(found.ids, found.seen)
            if len(articles) == len(found.ids):
                return found, articles
        raise EngineError("index and store disagree: run `indexer verify`")

    def _hits(
        self, found: Matches, articles: list[Article], node: Node, marking: bool
    ) -> tuple[Hit, ...]:
        if marking:
            shown = highlight(articles, node, self._analyzer)
        else:
            shown = [(Snippet(article.title), ()) for article in articles]
        return tuple([
            Hit(*each) for each in zip(articles, found.scores, *zip(*shown), found.stories)])

    def _documents(self, articles: Sequence[Article]) -> list[Document]:
        return documents(self._analyzer, articles)

    def _words(self) -> Path | None:
        """Keep the words known: the file, for other processes."""
        self._analyzer.save_vocabulary()
        return self._analyzer.vocabulary_file
