"""The query that a user asks, and the tree of terms that an engine evaluates.

The tree holds *terms*, as they stand in the index, never words as they were typed.
A term is looked for in one field, or in title and body when `field` is None.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar, Union

from search.errors import InvalidValue
from search.facets import (
    ALL_FILTERS,
    DEFAULT_FACETS,
    FACETS,
    MAX_LIMIT,
    MAX_PREFIX,
    NONE,
    WHOLE,
    Listing,
    ListingOrder,
    Value,
)
from search.period import Period, find_today
from search.written_period import read_past

_Choice = TypeVar("_Choice", bound=StrEnum)

STORY = "story"
COLLAPSE = (NONE, STORY)
"""The values of Query.collapse."""

FIRST_CURSOR = "*"
"""The cursor of the first page."""

MAX_WINDOW = 10_000
"""The number of the last hit that a page can show."""

REFINED = 100
"""How many of the first hits are compared more closely, and reordered."""

MAX_PAGE_SIZE = 100
"""Hits on a page."""


class Channel(StrEnum):
    """Which of a word's two terms is meant: its stem, or its folded surface form."""

    STEM = "stem"
    FORM = "form"

    __hash__ = str.__hash__  # that of Enum is much slower, and terms are hashed often


@dataclass(frozen=True, slots=True)
class Term:
    """Articles that contain the term."""

    term: str
    channel: Channel = Channel.STEM
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles that contain the terms near each other in one field.

    `slop` None: adjacent and in this order. A number n: all of them, in any order, within
    len(terms) + n positions. Two equal terms need two positions.
    """

    terms: tuple[str, ...]
    slop: int | None = None
    channel: Channel = Channel.STEM
    field: str | None = None


@dataclass(frozen=True, slots=True)
class EarlyTerm:
    """Articles that contain the stem in title or body, scored by how early. It only refines.

    In a title the term scores its rarity; in a body, what is left of that at its first position:
    half at the position `half`, a third at twice that, and so on.
    """

    term: str
    half: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles that contain a surface form with this prefix, right behind those of `before`."""

    prefix: str
    field: str | None = None
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles that contain a surface form at most `distance` edits away.

    Restricted Damerau–Levenshtein (optimal string alignment): an insertion, deletion,
    substitution or transposition of neighbours is one edit. No prefix is fixed. It stands right
    behind the forms of `before`.
    """

    form: str
    distance: int
    field: str | None = None
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class And:
    """Articles that every child finds."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that at least one child finds."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that at least `count` children find. Scored by those that do, as an Or is."""

    count: int
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Boost:
    """Articles that the child finds. Each boost that finds one too adds to its score.

    A boost is a weight, by which the scores of a node are multiplied, and that node.
    """

    child: "Node"
    boosts: tuple[tuple[float, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Articles that the child finds, with its scores multiplied by a weight.

    As an alternative in an Or it counts as no rarer than the first one there.
    """

    weight: float
    child: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the child does not find."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles."""


@dataclass(frozen=True, slots=True)
class Within:
    """Articles whose whole period lies inside one; they score nothing. No undated article does."""

    period: Period


@dataclass(frozen=True, slots=True)
class Keyword:
    """Articles that have this value; they score nothing.

    `name` is "id"; or "url", for the form that all URLs of a page share; or "site", for the host of
    that or a domain above it. search/urls finds both.
    """

    name: str
    value: str


Restriction = Union[Within, Keyword]
"""A node without children that looks for no terms."""


Leaf = Union[Term, Phrase, Prefix, Fuzzy]
"""A node without children that looks for terms."""

Refinement = Union[Phrase, EarlyTerm]
"""What adds to the scores of the first hits."""

Node = Union[Leaf, And, Or, AtLeast, Boost, Weighted, Not, Everything, Restriction]


class Sort(StrEnum):
    """The order of hits. By date, the start of the period counts; the undated come last.

    ADDED: by when they were stored, the last first. A new version counts by its own time.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


BY_DATE = Sort.NEWEST, Sort.OLDEST
"""The orders in which an article keeps its place while others come and go."""


class Interval(StrEnum):
    """How long a bar of a timeline is. AUTO: as short as a readable chart allows."""

    AUTO = "auto"
    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


def parse_sort(name: str) -> Sort:
    """Return the order of hits with this name. Raises InvalidValue."""
    return _parse_choice(name, Sort, "an order", "sort")


def _parse_choice(name: str, choices: type[_Choice], noun: str, parameter: str) -> _Choice:
    """Return the choice with this name. Raises InvalidValue, which says what each is.

    >>> _parse_choice("week", Interval, "an interval", "interval") is Interval.WEEK
    True
    """
    try:
        return choices(name)
    except ValueError:
        message = f"{name!r} is not {noun}: choose from {', '.join(choices)}"
        raise InvalidValue(message, parameter) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The articles that may match at all.

    `selected` maps the name of a facet to its selected values, which are alternatives: None
    selects the articles without a value, and an empty tuple filters nothing. `excluded` maps the
    name of a facet to values likewise, and keeps the articles that have none of them. `within`
    keeps the articles whose whole period lies inside it.
    """

    selected: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    within: Period | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """One search, as a person or a program asks it.

    `selected` maps the name of a filter to its values as users write them ("2007", or "none" for
    articles without a value): "year" keeps what has one of them, "exclude_year" what has none.
    `since` and `until` are YYYY, YYYY-MM or YYYY-MM-DD, both inclusive; `past` says instead how far
    back, as in 30d or kemarin, and becomes these two. It counts from `today`, and so do such dates
    in `text`: the day that it is in Jakarta. `sort` may be given by its name. `collapse` is STORY
    to keep only the first article of each story, or "none". If it is `brief`, each hit has one
    short snippet, of whole sentences where possible. With `expand`, words are also looked for as
    their acronyms, long forms and other spellings. With `explain`, each hit says what its score is
    made of. `interval` asks for a timeline, and may be given by its name; `share` for what the
    archive has in each bar of it, too. `cursor` says where a page begins among all hits, by date:
    FIRST_CURSOR, or what the page before gave. Of a facet, `facet_limit` says how many values are
    listed, `facet_sort` in which order, and `facet_prefix` how those of one begin: "tag:ban", or
    "ban" if there is but one facet; without facets it says nothing. `filters` and `listings`
    follow from the others.
    Raises InvalidValue for a value outside its range.
    """

    text: str = ""
    _: KW_ONLY
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    past: str | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 10
    facets: tuple[str, ...] = DEFAULT_FACETS
    highlight: bool = True
    brief: bool = False
    collapse: str = NONE
    expand: bool = True
    explain: bool = False
    interval: Interval | None = None
    share: bool = False
    cursor: str | None = None
    facet_limit: int | None = None
    facet_prefix: str | None = None
    facet_sort: ListingOrder | None = None
    today: date = field(default_factory=find_today, compare=False)
    filters: Filters = field(init=False)
    listings: Mapping[str, Listing] = field(init=False)

    def __post_init__(self) -> None:
        _check_window(self.page, self.page_size)
        _check_facets(self.facets)
        if self.collapse not in COLLAPSE:
            message = f"{self.collapse!r} collapses nothing: choose from {', '.join(COLLAPSE)}"
            raise InvalidValue(message, "collapse")
        object.__setattr__(self, "sort", parse_sort(self.sort))
        if self.cursor is not None:
            _check_cursor_page(self.page, self.page_size, self.sort)
        if self.interval is not None:
            object.__setattr__(self, "interval", _parse_choice(
                self.interval, Interval, "an interval", "interval"))
        elif self.share:
            raise InvalidValue("share needs a timeline: give an interval as well", "share")
        if self.facet_sort is not None:
            object.__setattr__(self, "facet_sort", _parse_choice(
                self.facet_sort, ListingOrder, "an order of values", "facet_sort"))
        object.__setattr__(self, "listings", _build_listings(
            self.facets, self.facet_limit, self.facet_prefix, self.facet_sort))
        object.__setattr__(self, "selected", _normalize(self.selected))
        if self.past is not None:
            self._resolve_past(self.past)
        selected, excluded = (_parse_filters(self.selected, excludes) for excludes in (False, True))
        object.__setattr__(self, "filters", Filters(
            selected=selected, excluded=excluded, within=_within(self.since, self.until)))

    def _resolve_past(self, past: str) -> None:
        if self.since is not None or self.until is not None:
            raise InvalidValue("past says until today: leave from and to out", "past")
        try:
            first, last = read_past(past, self.today)
        except InvalidValue as error:
            raise InvalidValue(str(error), "past") from None
        for name, value in (("since", first), ("until", last), ("past", None)):
            object.__setattr__(self, name, value)

    @property
    def offset(self) -> int:
        """The number of hits before this page."""
        return (self.page - 1) * self.page_size


def _check_window(page: int, page_size: int) -> None:
    if not 0 <= page_size <= MAX_PAGE_SIZE:
        raise InvalidValue(f"write a number from 0 to {MAX_PAGE_SIZE}", "page_size")
    if page < 1:
        raise InvalidValue("pages are numbered from 1", "page")
    if page * page_size > MAX_WINDOW:
        raise InvalidValue(
            f"pages go to the {MAX_WINDOW:,}th hit: narrow the search by outlet, year or date",
            "page")


def _check_cursor_page(page: int, page_size: int, sort: Sort) -> None:
    if page != 1:
        raise InvalidValue("a cursor says where the page begins: leave the number out", "page")
    if page_size == 0:
        raise InvalidValue("a page with a cursor needs hits: write at least 1", "page_size")
    if sort not in BY_DATE:
        raise InvalidValue(
            f"a cursor goes through hits by date: choose {' or '.join(BY_DATE)}", "sort")


def _check_facets(names: tuple[str, ...]) -> None:
    for name in names:
        if name not in FACETS:
            message = f"{name!r} is not a facet: choose from {', '.join(FACETS)}"
            raise InvalidValue(message, "facet")


def _build_listings(
    facets: tuple[str, ...], limit: int | None, prefix: str | None,
    sort: ListingOrder | None,
) -> dict[str, Listing]:
    """Return how the values of each facet are listed, if not all are in the usual order."""
    if limit is not None and not 1 <= limit <= MAX_LIMIT:
        raise InvalidValue(f"write a number from 1 to {MAX_LIMIT}", "facet_limit")
    named, begin = _split_prefix(facets, prefix) if prefix and facets else (None, "")
    if limit is None and sort is None and not begin:
        return {name: Listing(FACETS[name].limit) for name in facets if FACETS[name].limit}
    listings = {
        name: Listing(limit or FACETS[name].limit, begin if name == named else "", sort, True)
        for name in facets}
    return {name: listing for name, listing in listings.items() if listing != WHOLE}


def _split_prefix(facets: tuple[str, ...], prefix: str) -> tuple[str, str]:
    """Return the facet that a prefix is of, and the prefix itself. Raises InvalidValue."""
    if len(prefix) > MAX_PREFIX:
        raise InvalidValue(f"write at most {MAX_PREFIX} characters", "facet_prefix")
    name, colon, begin = prefix.partition(":")
    if colon and name in facets:
        return name, begin
    if colon and name in FACETS:
        raise InvalidValue(f"{name} is not counted: add it to facet", "facet_prefix")
    if len(facets) != 1:
        raise InvalidValue(
            "write the facet and how its values begin, such as outlet:kab", "facet_prefix")
    return facets[0], prefix


def _normalize(selected: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the filters that filter, in their usual order, so that equal queries are equal."""
    for name in selected:
        if name not in ALL_FILTERS:
            raise InvalidValue(f"{name!r} is not a filter: choose from {', '.join(ALL_FILTERS)}")
    return {name: tuple(selected[name]) for name in ALL_FILTERS if selected.get(name)}


def _parse_filters(
    selected: Mapping[str, tuple[str, ...]], excludes: bool
) -> dict[str, tuple[Value, ...]]:
    """Return the values of the filters that exclude, or of those that do not, by facet."""
    return {
        ALL_FILTERS[name].facet.name: tuple(ALL_FILTERS[name].parse(text) for text in texts)
        for name, texts in selected.items() if ALL_FILTERS[name].excludes == excludes
    }


def _within(since: str | None, until: str | None) -> Period | None:
    if since is None and until is None:
        return None
    first = _bound(since or "0001", "from")
    last = _bound(until or "9999", "to")
    if first.start > last.end:
        raise InvalidValue(f"from {since} lies after to {until}: swap them", "from")
    return first.extend_to(last)


def _bound(text: str, parameter: str) -> Period:
    if "T" in text:
        raise InvalidValue(f"{text!r} is not a day: write YYYY-MM-DD", parameter)
    try:
        return Period.parse(text)
    except InvalidValue as error:
        raise InvalidValue(str(error), parameter) from None
