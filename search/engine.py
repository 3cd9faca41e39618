"""The engine's contract: what every index does, in one process or in a cluster.

An engine indexes the terms that it is given and evaluates a tree of terms. It never analyses text:
terms cross this line, never words. It keeps no articles either: those are the store's, and the
engine follows the store's changes (search/store/store.py has that contract). A cluster may keep
both in one place.

tests/conformance holds every engine to the following.

Order. By score, then newest, then id; or by date, then id. A date counts from the start of its
period, and undated articles come last both ways. Or by the change of the store that brought the
version, the last first: the articles of a file come in reverse. Totals and facet counts are exact.

Scores. A tree scores the sum of its leaves that find the article, each times the weights of the
boosts and weighted nodes around it. A boost adds to scores; it never changes what is found, counted
or totalled. The refinements of a request are boosts that only the first REFINED hits get: phrases,
and terms that count the more the earlier they stand. By score, these hits are reordered, and the
others follow as they were. Scores are finite and never compared between engines.

Recency. By score, the first REFINED hits are put in order once more, after the refinements: each
gains the share `recency` of its score times where its date lies between the earliest, 0, and the
latest of them, 1. Undated articles gain nothing. So of nearly equal scores the newer comes first,
and no article comes before one whose score is higher by more than that share.

Explanations. What the leaves of the evaluated tree and the refinements add to the score of a hit,
each with its weight and what it adds by field. The weight is the product of those in the tree; in
an Or, an engine may lower that of weighted nodes, so that a rare one counts no more than the first
child. There are parts for the hits of the page only, in the order of the tree, a boost after what
it boosts. A leaf that finds an article has a part even if that adds nothing; what stands under a
Not, or in a child that does not find the article, has none. The parts add up to the score but for
rounding, and no more is evaluated for them than the leaves. Ordered by date, hits have no scores,
and so no parts. What recency adds is the last part, without a leaf; its field is "published".

Readings. A request has up to three trees. `node` decides what is found. If it finds nothing in the
whole archive, filters aside, `relaxed` does instead. `all_words` is only counted, with the filters.
So the query decides what is found, and never a single article that happens to have all its words:
that one comes first and hides no other.

Facets. A facet's counts ignore the values selected of that facet, and respect the query, all other
filters, and the values excluded, of that facet too; the year facet ignores the years selected, not
the period. So a count says how many hits more come with a value. A selected value is listed even at
0. An article counts once for each value that it has. Months, "YYYY-MM", and days, "YYYY-MM-DD",
have no filter of their own; None counts the articles whose date is not known so exactly. Years,
months and days come newest first, other values by count, then name; None last among equals, and
last among dates. `days` asks for the counts of days as arrays: there may be thousands. A cluster
has them from a histogram of dates.

Listings. A facet that comes by count may be listed in part: see Listing. It has its own values and
none of the dates. `omitted` counts those that it leaves out, of those that begin with its prefix.

Stories. Two articles are near-duplicates if their bodies are similar enough (search/stories.py),
and a story is what such pairs join. Collapsed, a page has only the first hit of each story, its
total counts stories, and each bucket counts articles and stories. A story counts once in each
bucket that has any of its matching articles.

Similar forms. What a word may have been meant to be: the surface forms that articles have, within
an edit distance as `Fuzzy` measures it, nearest first. Counts are exact, and a form that only
removed articles had is not among them.

Scans. A scan lists all hits of a request, however many, by date or in the order ADDED, and is of
one state to its end: ids and changes only, a batch at a time, in memory that grows by a few bytes a
hit at most. A cluster would keep a point in time open and search after the last hit of a batch. The
key of a hit is the start of its period and its id. Only a change of its own date gives a hit
another key. So whoever goes on after a key, in a later state, meets every article that stays as it
was exactly once. Keys are by date: scores move with every change.

Frequent phrases. What a person who types may go on to: runs of forms in titles, one form or more.

Dates. An article lies within a period if its own period does; undated articles lie in none.

Restrictions. `Within` and `Keyword` find articles by what they are as a whole, never by terms, and
score nothing. The document of an article has its URL: search/urls/identity.py says which form all
URLs of a page share (find_page), and from which host it comes (find_site). "site" finds the
articles of that host and of all below it: go.id finds bps.go.id, and not logo.id.

Reading. Searching never writes. Each call sees one state of the archive, and `Matches.changes`
names the versions of its hits: the text of a hit is the text that was indexed. A removed article is
in no answer, even if the engine has not followed its removal.

Following. What a transaction of the store changed is found once `follow` returns. Where `more` is
about to come the engine may put that off, so that a long load is indexed in larger pieces. When it
returns without `more`, every trace of removed articles is gone from the index. While it is at work
on a rebuild elsewhere it raises BeingRebuilt: all of this holds at the end of that.

Budget. A request may have a budget (search/budget.py). An engine asks it between its steps. Where
it is spent before anything is found, TooCostly is raised; afterwards the engine may answer from the
parts of the index that it has searched, which it notes as the omission HITS. A scan never does.

First articles. If articles are stored and there is no index, as after a restore, an engine next to
a store raises NotIndexed rather than answer that there is nothing.

Staleness. An index written by another version, or with terms of another analyzer, is never read or
extended: StaleIndex is raised until `rebuild` has replaced it.

Damage. A damaged index is never answered from. A reader that meets damage may answer from an
earlier state, without any article that changed since, and says so in the log; `follow` repairs it.
"""

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import KW_ONLY, dataclass, field
from typing import NamedTuple, Protocol

from search.analysis import TokenizedText
from search.arrays import Array
from search.article import Article
from search.explanation import Explanation
from search.facets import Listing
from search.page import Bucket, Story
from search.query import Channel, Filters, Node, Refinement, Sort, parse_sort


@dataclass(frozen=True, slots=True)
class Document:
    """An article with the analysed words of its searchable fields.

    Words of a field have positions, counted from 0: each its own, except for what several words are
    written together, which shares that of the first. Paragraphs lie PARAGRAPH_GAP apart
    (search/analysis/token.py).
    """

    article: Article
    words: dict[str, TokenizedText]

    def terms(self, field: str, channel: Channel) -> list[tuple[int, str]]:
        """Return the terms of one channel of a field, each with its position, in order."""
        return self.words[field].terms(channel is Channel.STEM)


class SimilarForm(NamedTuple):
    """A surface form near another one: how many edits away, and how many articles have it."""

    form: str
    edits: int
    articles: int


MAX_PHRASE_FORMS = 3
"""Forms of the longest frequent phrase."""


class FrequentPhrase(NamedTuple):
    """Forms that stand side by side in titles, with a space between, and how many articles' do."""

    text: str
    articles: int


Documents = Callable[[Sequence[Article]], list[Document]]
"""Gives articles their terms."""


Unlocked = Callable[[], AbstractContextManager[None]]
"""Gives a block in which the caller does not hold the store's lock. It is taken again at the end,
but not where the block raises."""


class HitKey(NamedTuple):
    """Where a hit stands by date: the start of its period, None if it is undated, and its id."""

    start: int | None
    id: str


@dataclass(frozen=True, slots=True)
class Request:
    """What to find. `relaxed` is evaluated if `node` matches nothing in the whole archive.

    `all_words` finds part of what `node` does: the articles that have all words of a query of which
    most are enough. They are counted. `refinements` are boosts for the first hits only. `recency`
    is the share of its score that the latest of these gains. `explain` asks for the parts of
    scores. By date, `after` leaves out the hits up to the one with this key, from the page alone:
    it changes no count. `listings` are those of facets whose values are not all asked for.
    """

    node: Node
    _: KW_ONLY
    all_words: Node | None = None
    relaxed: Node | None = None
    refinements: tuple[tuple[float, Refinement], ...] = ()
    recency: float = 0.0
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    days: bool = False
    listings: Mapping[str, Listing] = field(default_factory=dict)
    collapse: bool = False
    explain: bool = False
    after: HitKey | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "sort", parse_sort(self.sort))  # engines compare it by identity


class DayCounts(NamedTuple):
    """How many hits the days have that have any.

    `days` are their numbers, as `date.toordinal` gives them, ascending. Each has `articles` and, if
    hits are collapsed, `stories`; all are arrays of i8. Of `unknown` articles the day is not known.
    """

    days: Array
    articles: Array
    stories: Array | None
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What a request found: ids and scores in order, the exact total, the facets asked for, and the
    counts of `days` if those were asked for.

    `total` counts hits, which are stories if they are collapsed; `article_total` counts the
    matching articles. `omitted` has the number of values that each listing leaves out, if any.
    `with_all_words` counts the hits that `all_words` finds; None where that is
    not given, or `relaxed` was evaluated. `stories` has the story of each hit, `explanations` the
    parts of its score if those were asked for. `changes` says which change of the store brought
    each: in the order ADDED they descend. `articles` are those of the page, if the engine has them
    at hand, as a cluster does. They are `partial` if a part of the index was not searched.
    """

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    total: int
    facets: dict[str, tuple[Bucket, ...]]
    days: DayCounts | None = None
    omitted: dict[str, int] = field(default_factory=dict)
    relaxed: bool = False
    changes: tuple[int, ...] = ()
    article_total: int = 0
    with_all_words: int | None = None
    stories: tuple[Story | None, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    articles: tuple[Article, ...] | None = None
    partial: bool = False


SCAN_BATCH = 100
"""Hits in a batch of a scan."""


class ScannedHit(NamedTuple):
    """A hit by its id, and the change of the store that brought it."""

    id: str
    change: int


@dataclass(frozen=True, slots=True)
class Scan:
    """All hits of a request: how many there are, and the hits in batches.

    Closing the iterator releases what it holds. It raises EngineError for damage.
    """

    total: int
    batches: Generator[tuple[ScannedHit, ...], None, None]


Match = Callable[[Request], tuple[Matches, Sequence[Article]]]
"""Evaluates a request, and reads the articles of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """Figures of an engine.

    `analyzer` is the fingerprint of the analyzer that the index was written with. `stale` says why
    the index has to be rebuilt, None if it need not be. `generation` counts how often it was
    rebuilt.
    """

    address: str
    analyzer: str
    stale: str | None
    generation: int = 0


class Checkpoint(NamedTuple):
    """The last change that the index on disk has followed, and how many articles it lists."""

    change: int
    articles: int

    def find_loss(self, change: int, articles: int) -> str | None:
        """Return what says that a store is not the one that the index has followed.

        The store is given by its last change, and the number of articles that this left. None if
        nothing does: while changes are pending, the index may list more or fewer.
        """
        if self.change > change and self.articles and not articles:
            return (f"the store has none of the {self.articles:,} articles that the index lists: "
                    "restore a copy of articles.sqlite, or remove the folder to start over")
        if self.change > change:
            return ("articles.sqlite is older than the index, as if an old copy were in its place: "
                    "restore a newer one, or run `indexer rebuild` to go on with what it holds")
        if self.change == change and self.articles != articles:
            return (f"{articles:,} articles are stored, and the index lists {self.articles:,}: "
                    "`indexer verify` names them")
        return None


class Engine(Protocol):
    """The index of an archive. Safe to share between threads.

    Opening one reads and writes nothing. All methods raise ArchiveMissing where nothing was ever
    stored, and EngineError where the engine cannot do what it was asked.
    """

    def match(self, request: Request) -> Matches:
        """Evaluate a request. Raises StaleIndex."""

    def scan(self, request: Request) -> Scan:
        """List all hits of a request by date, those after its key if it has one; or as ADDED.

        It has no offset, and its limit counts for nothing. Raises StaleIndex.
        """

    def story(self, id: str) -> Story | None:
        """Return the story of an article; None if it has none, or there is no such article."""

    def similar_forms(
        self, form: str, distance: int, field: str | None = None, limit: int = 100
    ) -> tuple[SimilarForm, ...]:
        """Return the forms in a field at most `distance` edits from one, up to `limit` of them.

        None stands for title and body. They are ordered by edits, then by number of articles, the
        most first, then by form. The form itself is the first, if an article has it.
        """

    def count_articles(
        self, nodes: Sequence[Node], enough: Sequence[int] | None = None
    ) -> tuple[int, ...]:
        """Return how many articles each tree finds. Counts are exact. Raises TooCostly.

        Of one that finds `enough`, given for each, it may be any number from that to the exact one.
        """

    def find_forms(self, forms: set[bytes]) -> set[bytes]:
        """Return which of some surface forms, in UTF-8, the index has; it may leave out any.

        They are those of all fields, and may be of articles that were replaced.
        """

    def frequent_phrases(self, prefix: str, limit: int) -> tuple[FrequentPhrase, ...]:
        """Return up to `limit` phrases of titles that begin with a prefix, the most frequent first.

        They have up to MAX_PHRASE_FORMS forms, and two articles or more. Equals are ordered by
        text. Counts are exact: the articles that such a Phrase finds in titles, without removed
        ones. An engine in several parts may leave out what is not frequent in any of them.
        """

    def lists(self, id: str) -> bool:
        """Return whether there is an article with this id, as far as the index knows.

        It then tells an unknown id from damage that hides an article in the store.
        """

    def find_listed(self, ids: Collection[str]) -> set[str]:
        """Return which of these ids the index lists; the caller holds the store's lock.

        Made for a writer that asks about a whole batch. It need not know of what was stored since
        the writer began.
        """

    def follow(self, documents: Documents, more: bool = False) -> None:
        """Index what the store has changed; with `more`, some or all of it may wait.

        The caller holds the store's lock. `documents` gives articles their terms: those of the
        last transaction, those of earlier ones that are not indexed yet, or all if the index is
        damaged and has to be rebuilt. Raises StaleIndex, and BeingRebuilt if the engine is at
        work on a rebuild elsewhere, which follows at its end.
        """

    def rebuild(self, documents: Documents, unlocked: Unlocked) -> Iterator[int]:
        """Build a new index of all articles next to the old one; yield how many are done.

        The caller holds the store's lock, which `unlocked` releases for a block, so that others may
        write meanwhile. Searches use the old index until the new one replaces it at the end, which
        then follows what was written. If this is abandoned half-way, nothing changes.
        """

    def status(self) -> EngineStatus:
        """Return figures, even if the index is stale. Cheap."""

    def count_bytes(self) -> int:
        """Return what the index takes up besides the store, on a cluster in all copies.

        It is 0 if that is not known.
        """

    def find_warning(self) -> str | None:
        """Return what an operator should fix soon, though everything can be searched.

        Such are copies that a cluster lacks. Raises EngineError if a part cannot be searched.
        """

    def version(self) -> str:
        """Return what differs whenever answers may differ, the same in every process. Cheap.

        Raises StaleIndex.
        """

    def checkpoint(self) -> Checkpoint | None:
        """Return how far the index on disk has come, whatever the store says.

        None if there is no index, it is stale or unreadable, or it has no store beside it. Cheap.
        """

    def verify(self) -> list[str]:
        """Check the index, and compare it with the store; return one line for each fault."""

    def close(self) -> None:
        """Release processes, files and connections. They are opened again when needed."""
