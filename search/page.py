"""The answer to a query: hits in order, facets, and one page of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import repeat
from typing import NamedTuple, overload

from search.article import Article
from search.explanation import Explanation
from search.query import Query
from search.snippet import Snippet
from search.syntax import ParsedQuery


class Bucket(NamedTuple):
    """One value of a facet; None stands for the articles that have no value.

    `count` counts articles. If hits are collapsed, `stories` counts the articles of one story
    once; otherwise it is None. A named tuple, not a dataclass: every search makes dozens.
    """

    value: str | int | None
    count: int  # type: ignore[assignment]
    selected: bool = False
    stories: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Two or more near-duplicate articles, whether a query finds them or not.

    `id` is the lowest id among its articles. `outlets` are ordered by their number of articles,
    then by name. `articles` are ids, the oldest first, the undated last.
    """

    id: str
    size: int
    outlets: tuple[str | None, ...]
    articles: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One article found. Scores of different engines do not compare.

    `explanation` has the parts of the score, None if they were not asked for. `change` is the
    number of the store's change that brought the version.
    """

    article: Article
    score: float
    title: Snippet
    snippets: tuple[Snippet, ...] = ()
    story: Story | None = None
    explanation: Explanation | None = None
    change: int = 0


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Words of a query as typed, and what they are also written as.

    If it is `applied`, these writings were asked for too. Otherwise they are offered: articles that
    have one come first, and are not found by it.
    """

    text: str
    writings: tuple[str, ...]
    applied: bool


class Bar(NamedTuple):
    """The hits from one day to another, both YYYY-MM-DD and inclusive.

    `count` counts articles, and `stories` stories, if hits are collapsed and the bar is a year, a
    month or a day. `total` counts all articles of the archive with the same filters, if asked for.
    """

    since: str
    until: str
    count: int  # type: ignore[assignment]
    stories: int | None = None
    total: int | None = None


class Bars(Sequence[Bar]):
    """The bars of a timeline, of which there may be thousands: each is built if it is looked at.

    Columns have an item for each bar, as Bar describes them; None stands for one of None alone.
    """

    def __init__(
        self, since: Sequence[str], until: Sequence[str], counts: Sequence[int],
        stories: Sequence[int] | None = None, totals: Sequence[int] | None = None,
    ) -> None:
        self.since, self.until, self.counts = since, until, counts
        self.stories, self.totals = stories, totals

    def __len__(self) -> int:
        return len(self.counts)

    @overload
    def __getitem__(self, place: int) -> Bar: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Bar, ...]: ...

    def __getitem__(self, place: int | slice) -> Bar | tuple[Bar, ...]:
        return self._built[place]

    def __iter__(self) -> Iterator[Bar]:
        return iter(self._built)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Bars, tuple)) and self._built == tuple(other)

    def __hash__(self) -> int:
        return hash(self._built)

    @cached_property
    def _built(self) -> tuple[Bar, ...]:
        columns = [repeat(None) if each is None else each for each in (self.stories, self.totals)]
        rows = zip(self.since, self.until, self.counts, *columns)
        return tuple(map(tuple.__new__, repeat(Bar), rows))  # half the time of Bar(...)


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the hits of a query lie in time: bars without gaps, the earliest first.

    `interval` is "day", "week", "month", "year", or "years" for bars of several years each.
    Articles without a date are counted apart, as `undated`, and so are those whose date is not
    known so exactly, as `imprecise`: with the bars they make up all articles found.
    """

    interval: str
    bars: Sequence[Bar]
    undated: int = 0
    imprecise: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to a query: one page of hits, the exact total, the facets asked for.

    `total` counts hits, which are stories if they are collapsed; `articles` counts the matching
    articles. `match` is "all" if every content word of the query had to match, and "most" if
    `needed` of its `words` content words were enough; then `with_all_words` counts the hits that
    have them all. It is "any" if no article in the archive has so many; then any one was enough.
    `omitted` says of each facet that was cut to its limit how many values were left out. `parsed`
    is how the query was read, `equivalents` what its words are also written as. `timeline` is
    there if the query has an interval, `next_cursor` if it has a cursor and more hits follow.
    """

    query: Query
    match: str
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Bucket, ...]]
    took_ms: float = 0.0
    articles: int = 0
    omitted: Mapping[str, int] = field(default_factory=dict)
    words: int = 0
    needed: int = 0
    with_all_words: int | None = None
    parsed: ParsedQuery = ParsedQuery()
    equivalents: tuple[Equivalent, ...] = ()
    timeline: Timeline | None = None
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article on the subject of another one, with its similarity, from 0 to 1, and its story."""

    article: Article
    similarity: float
    story: Story | None = None


class SuggestionKind(StrEnum):
    """What a suggestion changes: words, quotes, words that no article has, or the filters.

    Or an acronym, which it writes out.
    """

    SPELLING = "spelling"
    EXPAND = "expand"
    UNQUOTE = "unquote"
    UNFILTER = "unfilter"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that may have been meant, and how many hits it has."""

    kind: SuggestionKind
    query: Query
    total: int


class WordCount(NamedTuple):
    """A word of a query as it was typed, and how many articles have it, whatever the filters."""

    text: str
    articles: int


class CompletionKind(StrEnum):
    """What a completion is: words that stand side by side in titles, an outlet, or a title."""

    PHRASE = "phrase"
    OUTLET = "outlet"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Completion:
    """What a person who types may go on to, and how many articles have it; None for a title."""

    text: str
    kind: CompletionKind
    total: int | None
