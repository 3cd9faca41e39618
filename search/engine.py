"""The port: what every engine does, and the contract it keeps.

An engine stores articles durably, indexes the terms that they are given, and evaluates a tree
of terms. It never analyses text: terms cross this line, never words. Since articles may wait
for the index, it asks for their terms when it comes to them.

The contract, held to by tests/conformance on every engine:

Order. By score, then newest, then id; or by date, then id. A date counts from the start of
its period, and the undated come last both ways. Scores are finite and never compared
between engines. Totals and facet counts are exact.

Facets. A facet's counts ignore that facet's own filter and respect the query and all other
filters; the year facet ignores the years chosen, not the period. A chosen value is listed
even at 0. Months, "YYYY-MM", and days, "YYYY-MM-DD", have no filter of their own; None counts
the articles whose date is not known so exactly. Outlets come by count, then name; years,
months and days newest first; None last among equals, and last among dates.

Stories. Articles are twins where their bodies have ALIKE of their runs of words in common
(search/stories.py), and a story is what twins join. Collapsed, a page has of each story only
the hit that comes first, its total counts stories, and each bucket counts articles and stories;
a story of which several articles match counts once in each bucket that has one.

Dates. An article lies within a period if the whole of its own does; the undated in none.

Reading. An engine opened for reading never writes. Each call sees one state of the archive,
in which a hit's text is the text that was indexed.

Writing. A writer's block is durable, then visible, when it ends, and leaves nothing when it
raises. A second writer waits, and says so in the log. EngineError tells what to do.

Sources. An article may come from several, named by whoever writes, or from none. The engine
only keeps which hold it, until they release it or it is removed.

Revisions. An article's is kept as it was put, with the article and through a rebuild.

Damage. It is never answered from. A reader that meets it may answer from an earlier state,
without any article that changed since, and says so in the log; a writer mends the index.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import Protocol

from search.analysis import TokenizedText
from search.article import Article
from search.page import Bucket, Story
from search.query import Channel, Filters, Node, Sort, order


@dataclass(frozen=True, slots=True)
class Document:
    """An article with the words of its searchable fields, analysed and ready to be indexed.

    Each entry of a word has a position of its own, counted from 0 through the field.
    """

    article: Article
    words: dict[str, TokenizedText]

    def terms(self, field: str, channel: Channel) -> list[str]:
        """The terms of one channel of a field, by their positions."""
        return self.words[field].terms(channel is Channel.STEM)


Documents = Callable[[Sequence[Article]], list[Document]]
"""What gives articles their terms."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to find. `relaxed` is evaluated if `strict` matches nothing in the whole archive."""

    strict: Node
    _: KW_ONLY
    relaxed: Node | None = None
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    collapse: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "sort", order(self.sort))  # engines compare it by identity


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found: ids and scores in order, the exact total, the facets asked for.

    `seen` is the last change of the archive that the answer knows of; `articles` how many match,
    which is the total unless hits are collapsed; `stories` has the story of each hit.
    """

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    total: int
    facets: dict[str, tuple[Bucket, ...]]
    relaxed: bool = False
    seen: int = 0
    articles: int = 0
    stories: tuple[Story | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How an archive is doing. `pending` changes are stored and not yet indexed."""

    engine: str
    articles: int
    pending: int
    analyzer: str
    stale: bool
    bytes: int


class Writer(Protocol):
    """Collects changes; they take effect together when its block ends."""

    def put(self, article: Article) -> None:
        """Store and index the article, replacing the one that has its id, unless it is the same."""

    def newest(self, id: str) -> Article | None:
        """The article as it stands in this block, None if there is none."""

    def defer(self) -> None:
        """Make the block durable, but leave it to a later one to make it visible with its own.

        For those who bring many blocks: the index is then written in larger pieces.
        """

    def remove(self, id: str) -> bool:
        """Take the article and every trace of its text away; False if there is none.

        No source holds it then.
        """

    def hold(self, id: str, source: str) -> None:
        """Note that the article, as it stands in this block, came from the source too."""

    def release(self, id: str, source: str) -> bool:
        """Note that the source has the article no longer; True if it was the last that had."""


class Load(Protocol):
    """A long piece of writing, in many blocks."""

    def writer(self) -> AbstractContextManager[Writer]:
        """A block of changes, as Engine.writer gives it."""

    def rebuild(self) -> Iterator[int]:
        """Index everything anew beside the old index, then swap; yields how many are done.

        Readers go on with the old index until the end. Abandoned half-way, nothing changes.
        """

    def keep(self) -> None:
        """Add what other processes found out to the words that are kept, when all is done."""


class Engine(Protocol):
    """An archive's store and index. Safe to share between threads."""

    def match(self, request: Request) -> Matches:
        """Evaluate a request. Raises ArchiveMissing or StaleIndex."""

    def articles(self, ids: Sequence[str], seen: int | None = None) -> list[Article]:
        """The articles that have these ids, in their order; unknown ids are left out.

        With `seen`, as they were then; those of which that is no longer known are left out too.
        """

    def story(self, id: str) -> Story | None:
        """The story of the article that has this id; None if it is told once, or not at all."""

    def stored(self) -> Iterator[Article]:
        """Every article, by id, of one state of the archive."""

    def held(self, sources: Collection[str]) -> Iterator[tuple[str, str]]:
        """What these sources hold, as source and id, of one state of the archive."""

    def writer(self, documents: Documents) -> AbstractContextManager[Writer]:
        """A block of changes. Only one is open at a time; others wait.

        `documents` gives articles their terms: those of the block, those stored by blocks
        before that the index has not followed, and all where it turns out to be damaged.
        """

    def load(
        self, documents: Documents, jobs: int, words: Callable[[], Path | None]
    ) -> AbstractContextManager[Load]:
        """A load that may be shared among `jobs` processes, where it is long enough.

        `words` keeps the words known in a file for the other processes, and names it.
        """

    def status(self) -> Status:
        """Figures about the archive."""

    def verify(self) -> list[str]:
        """Check everything that can be checked; each fault in one line."""
