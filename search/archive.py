"""The archive: the one object that the indexer and the web use.

It is the only composer of the store, the engine and the analyzer, with the query language and the
highlighter. It knows none of the engines, and no file formats and no HTTP.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import islice, repeat, starmap
from pathlib import Path
from time import perf_counter

from search import budget, kernel_loader
from search.acronyms import MOST_READ, LearntAcronyms
from search.analysis import Analyzer
from search.article import Article, is_text
from search.batch import BATCH_ARTICLES, Batch, Gathered, Sourced, gather
from search.buckets import list_buckets
from search.budget import Omission
from search.documents import build_documents
from search.engine import Document, Engine, Matches, Request, Scan, ScannedHit, Unlocked
from search.errors import (
    HIDDEN,
    ArchiveMissing,
    ArticleNotFound,
    BeingRebuilt,
    EngineError,
    LostStore,
    NotSearchable,
    StaleIndex,
)
from search.explore import (
    AllHits,
    Concordance,
    ConcordanceLayout,
    Concordancer,
    Copies,
    Coverage,
    CoverageCounter,
    CoverageUnit,
    HitCursor,
    HitReader,
    OutletCoverage,
    SignificantTermFinder,
    SignificantTerms,
    Timeliner,
    add_days,
    compare_copies,
    list_arrivals,
    plan_counts,
    prepare_significant_query,
    read_arrivals,
    recognize_item,
)
from search.facets import FACETS, WHOLE, Order, Value
from search.highlight import Highlight, highlight, highlight_briefly, mark
from search.interpret import Equivalents, Reading, interpret
from search.interpret.equivalents import EquivalentRow, read_own_rows
from search.interpret.scoring import RECENCY
from search.page import Bucket, Completion, Hit, Page, RelatedArticle, Story, Suggestion, WordCount
from search.period import write_moment
from search.query import STORY, Everything, Filters, Node, Query, Sort
from search.related import RelatedFinder
from search.snippet import Snippet
from search.store.store import Store, Transaction
from search.suggestions import Completer, Suggester, list_typical_phrases
from search.syntax import Node as SyntaxNode
from search.syntax import ParsedQuery, parse, parse_query
from search.visibility import VisibleEngine, VisibleStore

log = logging.getLogger(__name__)

INDEXING: tuple[kernel_loader.Group, ...] = ("analysis", "loading")
"""The kernels that adding articles needs."""

_HIGHLIGHTED, _HIGHLIGHTED_CHARACTERS = 20, 1_000_000
"""Articles that are highlighted together, and about how many characters of them: more would take
long where time is limited, and much memory."""

_READINGS, _READ_LENGTH = 256, 128
"""Readings of queries that are kept, and characters of the longest query of which they are: other
pages, filters and timelines ask for the same words again."""

LATE_SECONDS = 24 * 60 * 60
"""Seconds that the clock may be behind the last change: clocks of machines differ."""

_ATTEMPTS = 20
"""How often a search starts again when articles change between finding and reading them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Figures of an archive.

    `engine` is its address, `pending` counts changes that are stored and not yet indexed,
    `analyzer` is the fingerprint of the analyzer that the index was written with. The index is
    `stale` if this program would write another. `bytes` is what store and engine take up, and
    `generation` how often the index was rebuilt. `change`
    is the number of the last change, and `changed` when it was stored, in Jakarta,
    YYYY-MM-DDThh:mm:ss+07:00; None if that is not known.
    """

    engine: str
    articles: int
    pending: int
    analyzer: str
    stale: bool
    bytes: int
    generation: int = 0
    change: int = 0
    changed: str | None = None


class Archive:
    """Articles that can be searched. Safe to share between threads."""

    def __init__(
        self, *, store: Store, engine: Engine, analyzer: Analyzer,
        equivalents: Sequence[EquivalentRow] = (), acronyms_file: Path | None = None,
    ) -> None:
        """Put an archive together. Rows of `equivalents` are added to our own.

        `acronyms_file` is for acronyms that the articles explain; without it none are learnt.
        """
        self._store = store
        self._engine = engine
        self._analyzer = analyzer
        self._more_rows, self._acronyms = equivalents, LearntAcronyms(acronyms_file)
        self._parse_kept = lru_cache(_READINGS)(parse_query)
        self._read_kept = lru_cache(_READINGS)(self._read)
        self._is_told = False
        """Whether the log has said that the index is being rebuilt."""

    def limit_to(self, outlets: Collection[Value]) -> "Archive":
        """Return an archive that shows the articles of these outlets alone, and cannot be changed.

        It knows no acronyms that other articles explain.
        """
        engine = VisibleEngine(self._engine, self._store, outlets)
        return Archive(
            store=VisibleStore(self._store, outlets, engine), engine=engine,
            analyzer=self._analyzer, equivalents=self._more_rows)

    def add(self, articles: Iterable[Article]) -> Iterator[Batch]:
        """Store and index articles; each replaces the one that has its id.

        Lazy: yields what each batch did once it is durable (search/batch.py says when one ends).
        It can be found by then too, except where articles come fast, batch after batch full: there
        the engine may follow in larger pieces, and at the end. Stopping half-way loses nothing that
        was yielded. NotSearchable is raised after the batch that the engine could not follow.
        """
        yield from self.add_from(zip(repeat(None), articles))

    def add_from(
        self, sourced: Iterable[tuple[str | None, Article] | Sourced]
    ) -> Iterator[Batch]:
        """Add articles, given as source and article, and record the sources; see `add`.

        An article that comes with an identity replaces the one that this finds, if any.
        """
        many = deferred = warm = False
        try:
            for gathered in gather(starmap(Sourced, sourced)):
                more, many = many and gathered.many, gathered.many
                deferred = deferred or more
                batch, failure = self._store_batch(gathered, more)
                deferred = more
                yield batch
                if failure:
                    raise failure
                if many and not warm and (batch.added or batch.updated):
                    self.warm(searching=False)
                    warm = True
            self._analyzer.save_vocabulary()
        finally:
            if deferred:
                with self._store.lock():
                    self._follow()

    def warm(self, searching: bool = True, report: kernel_loader.Notify | None = None) -> None:
        """Load the compiled kernels, which pays before many searches or articles.

        It takes 1 to 2 seconds, or minutes where they have to be compiled first, and may be called
        from any thread, while others search. An indexer leaves out what only `searching` needs, to
        save memory. `report` receives progress messages: see `search.kernel_loader.load`.
        """
        groups = kernel_loader.GROUPS if searching else INDEXING
        kernel_loader.load(*groups, report=report)
        self._analyzer.restore_vocabulary()

    def remove(
        self, ids: Iterable[str], check: Callable[[Mapping[str, Article]], None] | None = None
    ) -> list[str]:
        """Remove articles, with every trace of their text; return the ids that were there.

        `check` may raise to leave them: it is given those that are stored, by id. Raises
        ArchiveMissing where there is no archive.
        """
        ids = list(filter(is_text, ids))

        def remove(transaction: Transaction) -> list[str]:
            if check:
                check(transaction.newest(ids))
            return list(filter(transaction.remove, ids))

        return self._remove(ids, remove)

    def urls(self) -> Iterator[tuple[str, str]]:
        """Yield the id and URL of every article that has a URL."""
        return self._store.urls()

    def latest(self, limit: int) -> Iterator[Article]:
        """Yield the articles that the last `limit` changes brought; none if there is no archive."""
        if self.size():
            yield from self._store.latest(limit)

    def articles_of_sources(
        self, sources: Collection[str] | None
    ) -> Iterator[tuple[str, str]]:
        """Yield the articles of these sources, as source and id; nothing if there is no archive.

        None stands for all sources.
        """
        with suppress(ArchiveMissing):
            yield from self._store.articles_of_sources(sources)

    def record_sources(self, pairs: Iterable[tuple[str, str]]) -> Iterator[int]:
        """Record where articles came from, given as source and id; yield how many are recorded.

        Lazy: what was yielded is durable. Ids without an article are passed over.
        """
        stream, done = iter(pairs), 0
        while some := list(islice(stream, BATCH_ARTICLES)):
            with self._store.lock():
                self._refuse_loss()
                with self._store.transaction() as transaction:
                    transaction.newest({id for _, id in some})
                    for source, id in some:
                        transaction.add_to_source(id, source)
            done += len(some)
            yield done

    def release(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """Record that sources no longer have articles, given as source and id.

        Articles that no source has any more are removed; return their ids.
        """
        pairs = list(pairs)
        return self._remove([id for _, id in pairs], lambda transaction: [
            id for source, id in pairs
            if transaction.release(id, source) and transaction.remove(id)
        ])

    def search(self, query: Query) -> Page:
        """Return one page of what a query finds, with its timeline if it asks for one.

        Raises QuerySyntaxError, InvalidValue for a timeline with too many bars, or EngineError if
        the archive cannot answer.
        """
        page, request, matches = self._find(query)
        return budget.attempt(
            Omission.TIMELINE, lambda: self._add_timelines([page], [request], [matches])[0], page)

    def compare(self, queries: Sequence[Query]) -> tuple[Page, ...]:
        """Return a page of each query, with timelines on one axis; see `search`.

        The queries differ in their words alone.
        """
        return self._add_timelines(*zip(*map(self._find, queries)))

    def find_all(self, query: Query, limit: int | None = None) -> AllHits:
        """Return all that a query finds, however many, by date; see search/explore/export.

        Raises InvalidValue for more than `limit` hits, and for the order of relevance.
        """
        reading = self._interpret(self._parse(query), query)
        request = Request(
            reading.node, relaxed=reading.relaxed, filters=query.filters, sort=query.sort,
            collapse=query.collapse == STORY)
        return HitReader(self._engine, self.articles, self.article).find(request, limit)

    def find_arrivals(
        self, query: Query, change: int = 0, limit: int | None = None
    ) -> list[ScannedHit]:
        """Return the hits of a query that later changes brought, by change: all, or the last."""
        reading = self._interpret(self._parse(query), query)
        scan = self._engine.scan(Request(
            reading.node, relaxed=reading.relaxed, filters=query.filters, sort=Sort.ADDED))
        return list_arrivals(scan, change, limit)

    def read_arrivals(self, query: Query, arrivals: Sequence[ScannedHit]) -> tuple[Hit, ...]:
        """Return the arrivals that have not changed since, with the matches of a query marked."""
        node = self._interpret(self._parse(query), query).node
        found = read_arrivals(arrivals, self._store.articles, self.article)
        shown = highlight([article for article, _ in found], node, self._analyzer)
        return tuple([Hit(article, 0.0, *texts, change=change)
                      for (article, change), texts in zip(found, shown)])

    def scan(self, filters: Filters) -> Scan:
        """Return how many articles some filters keep, and lists of these, the earliest first.

        Its batches are of one state of the archive, and to be closed.
        """
        return self._engine.scan(Request(Everything(), filters=filters, sort=Sort.OLDEST))

    def concordance(self, query: Query, layout: ConcordanceLayout) -> Concordance:
        """Return the matches of a query, each on a line; see `search`. Few articles are read."""
        page, request, _ = self._find(replace(query, page=1, page_size=0, highlight=False))
        return Concordancer(self._match, self._analyzer).build(page, request, layout)

    def suggest(self, page: Page) -> tuple[Suggestion, ...]:
        """Return up to three queries that may have been meant instead of that of a page.

        Each has been counted. See search/suggestions for when there are any.
        """
        table = self._equivalents if page.query.expand else None
        suggester = Suggester(self._engine, self._analyzer, table)
        return budget.attempt(Omission.SUGGESTIONS, lambda: suggester.suggest(page), ())

    def count_words(self, page: Page, enough: int | None = None) -> tuple[WordCount, ...]:
        """Return the words of a page's query, each with the articles that have it; a few only.

        Of one that `enough` articles have, if that is given, fewer may be told, but not less.
        """
        suggester = Suggester(self._engine, self._analyzer)
        return budget.attempt(
            Omission.WORD_COUNTS, lambda: suggester.count_words(page, enough), ())

    def typical_phrases(self, limit: int) -> tuple[str, ...]:
        """Return phrases that several titles have, to show what can be searched for."""
        return list_typical_phrases(self._engine, limit)

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return what a person who has typed this may go on to."""
        completer = Completer(self._engine, self._match, self._analyzer, self._equivalents)
        return completer.complete(text, limit)

    def related(self, id: str, limit: int = 5) -> tuple[RelatedArticle, ...]:
        """Return the articles most similar to the one with this id; none of its own story.

        Raises ArticleNotFound, or LostStore.
        """
        finder = RelatedFinder(self._engine, self._match, self._analyzer)
        return finder.find(self.article(id), limit)

    def significant_terms(self, query: Query, limit: int = 20) -> SignificantTerms:
        """Return the words and names that set what a query finds apart from the archive.

        Raises QuerySyntaxError, or EngineError if the archive cannot answer.
        """
        page = self.search(prepare_significant_query(query))
        return SignificantTermFinder(self._engine, self._analyzer).find(page, limit)

    def article(self, id: str) -> Article:
        """Return the article with this id. Raises ArticleNotFound, or LostStore."""
        for _ in range(_ATTEMPTS):
            for article in self.articles([id]):
                return article
            self._refuse_loss()
            if not is_text(id) or not self._engine.lists(id):
                raise ArticleNotFound(f"no article has the id {id!r}")
        raise LostStore(HIDDEN.format(id))

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return the articles that have these ids, in their order; leave unknown ids out."""
        return self._store.articles([id for id in ids if is_text(id)])

    def story(self, id: str) -> Story | None:
        """Return the story of an article; None if it has no near-duplicate."""
        return self._engine.story(id) if is_text(id) else None

    def copies(self, id: str) -> Copies:
        """Return the copies of the story that an article is in, each compared with the earliest.

        Raises ArticleNotFound if there is no such article or it has no copy.
        """
        story = self.story(self.article(id).id)
        if story is None:
            raise ArticleNotFound(f"the article {id!r} has no copy")
        return compare_copies(story, self.articles)

    def mark_matches(
        self, article: Article, text: str, expand: bool = True
    ) -> tuple[Snippet, Snippet]:
        """Return an article's title and its whole body, with what a query finds marked."""
        reading = interpret(parse(text), self._analyzer, self._equivalents if expand else None)
        return mark(article, reading.node, self._analyzer)

    def outlets(self) -> tuple[Bucket, ...]:
        """Return every outlet and how many articles it has; None for those without one."""
        request = Request(Everything(), limit=0, facets=("outlet",))
        return self._engine.match(request).facets["outlet"]

    def coverage(self, query: Query, unit: CoverageUnit = CoverageUnit.YEAR) -> Coverage:
        """Return what there is of the outlets on a page of a query, which has no words."""
        return self._coverage_counter().count(query, unit)

    def whole_coverage(self) -> OutletCoverage:
        """Return what there is in all."""
        return self._coverage_counter().count_all()

    def neighbouring_days(self, day: str) -> tuple[str | None, str | None]:
        """Return the days before and after one, YYYY-MM-DD, that have articles."""
        return self._coverage_counter().find_neighbours(day)

    def version(self) -> str:
        """Return what differs whenever answers may differ, the same in every process. Cheap.

        A process that knows other acronyms and spellings answers differently, too.
        """
        return f"{self._engine.version()}.{self._equivalents.fingerprint}"

    def changed_at(self) -> int | None:
        """Return when the last change was stored, in seconds since 1970; None if not known."""
        return self._store.moments([self._store.status().change])[0]

    def is_clock_late(self) -> bool:
        """Return whether the clock of this computer is more than a day behind the last change.

        Dates of new articles would lie ahead of it, and not be believed.
        """
        try:
            changed = self.changed_at()
        except ArchiveMissing:
            return False
        return changed is not None and time.time() < changed - LATE_SECONDS

    def size(self) -> int:
        """Return how many articles there are; 0 where there is no archive yet."""
        try:
            return self._store.status().articles
        except ArchiveMissing:
            return 0

    def export(self) -> Iterator[Article]:
        """Yield every article, by id. Raises EngineError at the end if some are missing."""
        yield from self._store.export()
        self.check_counts()

    def rebuild(self) -> Iterator[int]:
        """Build a new index next to the old one, then swap; yield how many are done.

        Others may write meanwhile, unless the old index has a fault: what they store is found at
        the end.
        What leads to articles in the store is rebuilt too. If articles were lost from the store,
        the log says so, and the others are the archive from then on. Raises ArchiveMissing where
        there is no archive, and LostStore where the store has no article at all.
        """
        with ExitStack() as held:
            held.enter_context(self._store.lock())
            unlocked = partial(_unlock, self._store, held)
            self._prepare_rebuild()
            yield from self._engine.rebuild(self._documents, unlocked)
            self._analyzer.save_vocabulary()
            self._learn_acronyms(unlocked)

    def status(self) -> Status:
        """Return figures about the archive."""
        store, engine = self._store.status(), self._engine.status()
        return Status(
            engine=engine.address, articles=store.articles, pending=store.pending,
            analyzer=engine.analyzer, stale=bool(engine.stale),
            bytes=self._store.count_bytes() + self._engine.count_bytes(),
            generation=engine.generation, change=store.change,
            changed=None if store.changed is None else write_moment(store.changed))

    def refuse_stale(self) -> None:
        """Raise StaleIndex, which says why, if the index has to be rebuilt."""
        if why := self._engine.status().stale:
            raise StaleIndex(why)

    def find_warning(self) -> str | None:
        """Return what an operator should fix soon, though everything can be searched."""
        return self._engine.find_warning()

    def verify(self) -> list[str]:
        """Check everything that can be checked; return one line for each fault."""
        faults = self._store.verify()
        faults += self._list_losses()
        try:
            faults += self._engine.verify()
        except EngineError as error:
            if not faults:  # an index of a newer program is no damage
                raise
            faults.append(str(error))
        beside = self._analyzer.find_damage(), self._acronyms.find_damage()
        return list(dict.fromkeys([*faults, *filter(None, beside)]))

    def check_counts(self, thorough: bool = False) -> None:
        """Raise EngineError if store and index do not have as many articles as were stored.

        It compares what both keep in mind, so it is cheap. If `thorough`, it counts the articles.
        """
        if thorough and (loss := self._store.find_loss()):
            raise LostStore(loss)
        if loss := self._find_loss():
            raise LostStore(loss)

    def check_index(self) -> None:
        """Raise EngineError if the index cannot be searched; opens it unless it is open."""
        self._engine.lists("")

    def close(self) -> None:
        """Release files, connections and processes; they are opened again when needed."""
        self._engine.close()
        self._store.close()

    def _prepare_rebuild(self) -> None:
        if lost := self._store.mend():
            log.warning("%s of the stored articles are missing: add them again", f"{lost:,}")
        self._analyzer.create_vocabulary_file()
        status = self._store.status()
        if status.articles == 0:
            self._refuse_loss()
        if status.articles > 2 * BATCH_ARTICLES:
            self.warm(searching=False)

    def _store_batch(self, gathered: Gathered, more: bool) -> tuple[Batch, NotSearchable | None]:
        """Store a batch, and let the engine follow; return why it could not."""
        with self._store.lock():
            self.refuse_stale()
            self._refuse_loss()
            self._analyzer.create_vocabulary_file()
            with self._store.transaction() as transaction:
                batch = _put(transaction, gathered.articles, self._refuse_hidden)
            try:
                batch.is_searchable = self._follow(more)
            except NotSearchable as error:
                return batch, error
        return batch, None

    def _remove(
        self, ids: Sequence[str], remove: Callable[[Transaction], list[str]]
    ) -> list[str]:
        """Remove some of the articles that have these ids; return the ids of those."""
        doubtful: list[EquivalentRow] = []
        forgotten = None
        if self._store.status().pending > 2 * BATCH_ARTICLES:
            self.warm(searching=False)
        elif self._analyzer.has_saved_words():
            kernel_loader.load("analysis")
        with self._store.lock():
            self.refuse_stale()
            self._refuse_loss()
            with self._store.transaction() as transaction:
                before = transaction.newest(ids)
                removed = remove(transaction)
                if removed:  # before it is durable: a kill in between must leave no word
                    forgotten = self._analyzer.forget_vocabulary()
                    doubtful = self._withdraw_acronyms(before, removed)
            has_followed = self._follow()
            with suppress(EngineError):  # the articles are removed all the same
                if has_followed and forgotten:
                    self._analyzer.recall_words(forgotten, self._engine.find_forms)
                self._acronyms.restore(doubtful, self._find_some)
        return removed

    def _coverage_counter(self) -> CoverageCounter:
        return CoverageCounter(self._engine.match, self._store.moments)

    def _refuse_loss(self) -> None:
        """Raise LostStore if the index knows of later changes than the store."""
        checkpoint = self._engine.checkpoint()
        if checkpoint and checkpoint.change > self._store.status().change:
            self.check_counts()

    def _refuse_hidden(self, transaction: Transaction, ids: set[str]) -> None:
        """Raise LostStore if damage hides articles with these ids, which would be stored twice."""
        listed: set[str] | None = None
        with suppress(EngineError):  # the engine is about to rebuild its index from all rows
            listed = self._engine.find_listed(ids) if ids else set()
        transaction.refuse_hidden(ids, listed)

    def _list_losses(self) -> list[str]:
        try:
            self.check_counts(thorough=True)
        except EngineError as error:
            return [str(error)]
        return []

    def _find_loss(self) -> str | None:
        checkpoint = self._engine.checkpoint()  # before the store, which a writer changes first
        status = self._store.status()
        return checkpoint and checkpoint.find_loss(status.change, status.articles)

    def _follow(self, more: bool = False) -> bool:
        """Let the engine follow; return False if it will when its rebuild elsewhere ends.

        If it fails, the changes are stored all the same.
        """
        try:
            self._engine.follow(self._documents, more)
        except BeingRebuilt as wait:
            if not self._is_told:
                log.warning("%s", wait)
            self._is_told = True
            return False
        except Exception as error:
            forbidden = isinstance(error, PermissionError)
            advice = "give this user permission, and " if forbidden else ""
            raise NotSearchable(
                f"stored, not yet searchable: the index could not follow ({error!r}); {advice}"
                "run the command again, or `indexer rebuild`"
            ) from error
        self._is_told = False
        return True

    def _find(self, query: Query) -> tuple[Page, Request, Matches]:
        """Return what a query finds, without its timeline, and the request and matches of that."""
        began = perf_counter()
        parsed = self._parse(query)
        reading, cursor = self._interpret(parsed, query), self._read_cursor(query)
        request = _build_request(query, reading, cursor)
        matches, articles = self._match(request)
        matches = add_days(query, matches, articles)
        hits = self._hits(matches, articles, reading.node, query)
        hits, following = cursor.turn(hits, matches.relaxed) if cursor else (hits, None)
        facets, omitted = _list_facets(query, matches)
        match = "any" if matches.relaxed else "most" if reading.all_words else "all"
        took = round((perf_counter() - began) * 1000, 3)
        page = Page(
            query, match, matches.total, hits, facets, took, matches.article_total, omitted,
            reading.words, 1 if matches.relaxed else reading.needed, matches.with_all_words,
            parsed, reading.equivalents, next_cursor=following)
        return page, request, matches

    def _add_timelines(
        self, pages: Sequence[Page], requests: Sequence[Request], found: Sequence[Matches]
    ) -> tuple[Page, ...]:
        """Return pages with their timelines, if their queries ask for these."""
        query = pages[0].query
        if query.interval is None:
            return tuple(pages)
        began = perf_counter()
        timelines = Timeliner(self._engine.match).build(query, requests, found)
        more = (perf_counter() - began) * 1000
        return tuple([
            replace(page, timeline=timeline, took_ms=round(page.took_ms + more, 3))
            for page, timeline in zip(pages, timelines)])

    def _read_cursor(self, query: Query) -> HitCursor | None:
        if query.cursor is None:
            return None
        return HitCursor(query, self._engine.status().address, self._store.status().change)

    def _parse(self, query: Query) -> ParsedQuery:
        """Return how a query is read; as the id or address of an article, if it is one."""
        parse_text = self._parse_kept if len(query.text) <= _READ_LENGTH else parse_query
        parsed = parse_text(query.text, query.today)

        def find_words() -> bool:
            node = self._interpret(parsed, query).node
            return self._engine.match(Request(node, limit=0)).total > 0

        return recognize_item(parsed, query.text, self._engine, find_words)

    def _interpret(self, parsed: ParsedQuery, query: Query) -> Reading:
        read = self._read_kept if len(query.text) <= _READ_LENGTH else self._read
        return read(parsed.tree, self._equivalents if query.expand else None)

    def _read(self, tree: SyntaxNode | None, table: Equivalents | None) -> Reading:
        return interpret(tree, self._analyzer, table)

    def _match(self, request: Request) -> tuple[Matches, Sequence[Article]]:
        """Return what matches and its articles; start again if one changed in between."""
        for _ in range(_ATTEMPTS):
            matches = self._engine.match(request)
            if matches.articles is not None:
                return matches, matches.articles
            articles = self._store.articles(matches.ids, matches.changes)
            if len(articles) == len(matches.ids):
                return matches, articles
        raise EngineError("index and store disagree: run `indexer verify`")

    def _hits(
        self, matches: Matches, articles: Sequence[Article], node: Node, query: Query
    ) -> tuple[Hit, ...]:
        shown = self._show(articles, node, query) if query.highlight else []
        shown += [(Snippet(article.title), ()) for article in articles[len(shown):]]
        explanations = matches.explanations or repeat(None)
        return tuple([
            Hit(*each) for each in zip(
                articles, matches.scores, *zip(*shown), matches.stories, explanations,
                matches.changes)])

    def _show(
        self, articles: Sequence[Article], node: Node, query: Query
    ) -> list[Highlight]:
        """Return what to show of the articles, or of the first ones for which there is time."""
        cut, shown = highlight_briefly if query.brief else highlight, list[Highlight]()
        for some in _gather_runs(articles):
            if budget.is_spent():
                budget.omit(Omission.SNIPPETS)
                break
            shown += cut(some, node, self._analyzer)
        return shown

    @cached_property
    def _equivalents(self) -> Equivalents:
        rows = [*read_own_rows(), *self._more_rows]
        return Equivalents(self._analyzer, [*rows, *self._acronyms.read(rows)])

    def _learn_acronyms(self, unlocked: Unlocked) -> None:
        """Learn the acronyms that the articles explain. Services read them when they start.

        Others may write meanwhile; if they remove what explains some, all are learnt again.
        """
        self._acronyms.begin()
        with unlocked():
            rows = self._acronyms.learn(self._read_bodies())
        if not self._acronyms.keep(rows):
            self._acronyms.begin()
            self._acronyms.keep(self._acronyms.learn(self._read_bodies()))
        self._forget_equivalents()

    def _read_bodies(self) -> Iterator[str]:
        """Yield the bodies of all articles, read a few at a time, so that no removal has to wait.

        One that erases text waits for whoever reads the state before.
        """
        scan = self._engine.scan(Request(Everything(), sort=Sort.ADDED))
        with closing(scan.batches):
            for batch in scan.batches:
                yield from [article.body for article in self.articles([hit.id for hit in batch])]

    def _withdraw_acronyms(
        self, before: Mapping[str, Article], removed: Sequence[str]
    ) -> list[EquivalentRow]:
        """Withdraw the acronyms that removed articles explain, given as they were, by id."""
        known = [before[id] for id in removed if id in before]
        self._forget_equivalents()
        return self._acronyms.withdraw(known if len(known) == len(removed) else None)

    def _forget_equivalents(self) -> None:
        self.__dict__.pop("_equivalents", None)
        self._read_kept.cache_clear()

    def _find_some(self, text: str) -> Sequence[Article]:
        """Return some of the articles that a query finds."""
        node = self._read(parse_query(text).tree, None).node
        return self._match(Request(node, sort=Sort.NEWEST, limit=MOST_READ))[1]

    def _documents(self, articles: Sequence[Article]) -> list[Document]:
        return build_documents(self._analyzer, articles)


@contextmanager
def _unlock(store: Store, held: ExitStack) -> Iterator[None]:
    """Release the lock of a store, which is all that is held, for a block that ends well."""
    held.close()
    yield
    held.enter_context(store.lock())


def _gather_runs(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Yield articles in runs to be highlighted together."""
    first = characters = 0
    for number, article in enumerate(articles):
        if number - first == _HIGHLIGHTED or characters > _HIGHLIGHTED_CHARACTERS:
            yield articles[first:number]
            first, characters = number, 0
        characters += len(article.body)
    if first < len(articles):
        yield articles[first:]


def _list_facets(
    query: Query, matches: Matches
) -> tuple[dict[str, tuple[Bucket, ...]], dict[str, int]]:
    """Return the facets of a query as it lists them, and how many values of each are left out.

    The engine has listed names. A timeline needs all dates, so these are listed here.
    """
    facets, omitted = {}, dict(matches.omitted)
    for name in query.facets:
        facets[name] = matches.facets[name]
        if FACETS[name].order is Order.LATEST_FIRST:
            facets[name], omitted[name] = list_buckets(
                FACETS[name], facets[name], query.listings.get(name, WHOLE))
    return facets, {name: omitted[name] for name in query.facets if omitted.get(name)}


def _build_request(query: Query, reading: Reading, cursor: HitCursor | None) -> Request:
    """Return what an engine is asked for a page: with a cursor, for one hit more."""
    counted = plan_counts(query, reading.node)
    return Request(
        reading.node, all_words=reading.all_words, relaxed=reading.relaxed,
        refinements=reading.refinements, recency=RECENCY, filters=query.filters,
        sort=query.sort, offset=query.offset,
        limit=query.page_size + (1 if cursor else 0), after=cursor.key if cursor else None,
        facets=tuple(dict.fromkeys((*query.facets, *counted.facets))), days=counted.days,
        listings={name: listing for name, listing in query.listings.items()
                  if FACETS[name].order is Order.BY_COUNT},
        collapse=query.collapse == STORY, explain=query.explain)


def _put(
    transaction: Transaction, sourced: Sequence[Sourced],
    refuse_hidden: Callable[[Transaction, set[str]], None],
) -> Batch:
    """Put the last version of each article, unless it is the same as the stored one.

    Before anything is put, `refuse_hidden` is given all ids by which no article was found.
    """
    batch = Batch()
    asked = {id for each in sourced for id in each.likely_ids}
    newest = transaction.newest(asked)
    changed: dict[str, Article] = {}

    def find(id: str) -> Article | None:
        if id not in asked:
            newest.update(transaction.newest([id]))
            asked.add(id)
        return changed.get(id) or newest.get(id)

    for each in sourced:
        article = each.settle(find)
        if why := transaction.find_refusal(article):
            batch.refuse(article.id, why)
            continue
        before = find(article.id)
        if batch.record(article, before):
            changed[article.id] = article.as_version_after(before)
    refuse_hidden(transaction, asked - newest.keys())
    for article in changed.values():
        transaction.put(article)
    _note_sources(transaction, sourced, batch)
    return batch


def _note_sources(transaction: Transaction, sourced: Sequence[Sourced], batch: Batch) -> None:
    """Note from which source each article of a batch came, unless it was refused."""
    for each, id, outcome in zip(sourced, batch.ids, batch.outcomes):
        if each.source is not None and outcome != "refused":
            transaction.add_to_source(id, each.source)
