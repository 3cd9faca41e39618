"""The facets: what the hits of a query are counted by, and what they can be filtered by.

A facet is one row of FACETS. Everything that has to know the facets reads these rows: the
parameters of the API, the options of the command line, links and chips of the pages, the
columns of a segment. To add one, add a row here and its words to web/phrases.py. Operators add
theirs without a change of the code: SEARCH_FACETS names them before this module is imported.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import lru_cache, partial
from typing import Any

from search.article import Article, is_text
from search.errors import InvalidValue
from search.own_facets import fold_field, parse_names

NONE = "none"
"""The reserved word that selects articles without a value."""

MAX_LIMIT = 200
"""Values that a query may ask for of each facet."""

MAX_PREFIX = 100
"""Characters of the beginning of a value that a query looks for."""

MAX_LISTED = 1_000
"""Values on a page of a facet that may have hundreds of thousands in an archive."""

MAX_VALUES, MAX_VALUE_CHARACTERS = 100, 200
"""Values of an article that a facet of several counts, the first ones, and characters of each.

A longer text is no name of anything: it is not counted.
"""

_MAX_NUMBER = 1 << 53

Value = str | int | None
"""A value of a facet; None stands for articles that have none."""

ValueSet = tuple[Value, ...]
"""What an article is counted under; (None,) if it has no value."""


class Order(Enum):
    """The order of a facet's buckets, described as in the documentation of the API."""

    BY_COUNT = "Most articles first, then by name"
    LATEST_FIRST = "Latest first"


class ListingOrder(StrEnum):
    """The order of a facet's values that a query asks for. VALUE: names from A to Z; dates, the
    latest first."""

    COUNT = "count"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Listing:
    """Which values of a facet are listed, and how.

    Of those that begin with `prefix`, whatever its case and accents, the first `limit` are listed;
    all if it is None. `order` is that of the facet if it is None. The values that are selected are
    listed too, in their places; before all others if `selected_first`, and whatever the prefix.
    """

    limit: int | None = None
    prefix: str = ""
    order: ListingOrder | None = None
    selected_first: bool = False


WHOLE = Listing()
"""All values, in the order of the facet."""


def tidy_blanks(text: str) -> str:
    """Return a text without the blanks around it, and with a single space for those within."""
    return " ".join(text.split())


def name_rubric(text: str) -> str:
    """Return the name of a rubric, in one form whatever its hyphens and most of its capitals.

    Words begin with a capital; those with others inside them are left as they are, and so are short
    ones in capitals, which may be acronyms: which of ShowBiz and Showbiz is meant, only the archive
    could tell.

    >>> [name_rubric(each) for each in ("nasional", "SELEBRITI", "Berita-jawa-timur", "MotoGP")]
    ['Nasional', 'Selebriti', 'Berita Jawa Timur', 'MotoGP']
    >>> name_rubric("ekonomi dan keuangan"), name_rubric("DPR RI"), name_rubric("k-pop")
    ('Ekonomi dan Keuangan', 'DPR RI', 'K-Pop')
    """
    words = _JOINING_HYPHEN.sub(" ", text).split()
    if text.isupper() and any(map(_is_shouted, words)):
        words = [word.lower() for word in words]
    return " ".join([_capitalize(word, bool(place)) for place, word in enumerate(words)])


_JOINING_HYPHEN = re.compile(r"(?<=\w\w)-(?=\w\w)")
_LOWER_WORD = re.compile(r"(?<![\w'’])[^\W\d_]")
_MAX_ACRONYM = 4
_SMALL_WORDS = frozenset("dan di ke dari untuk yang atau and of the in for".split())


def _is_shouted(word: str) -> bool:
    return word.isupper() and sum(map(str.isupper, word)) > _MAX_ACRONYM


def _capitalize(word: str, may_be_small: bool) -> str:
    if may_be_small and word.lower() in _SMALL_WORDS:
        return word.lower()
    word = word.lower() if _is_shouted(word) else word
    return _LOWER_WORD.sub(lambda first: first[0].title(), word) if word.islower() else word


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet.

    `values` returns what an article is counted under, each once, of the type `kind`; a text is
    never blank. It is one value, unless the facet is one of `several`; (None,) stands for none.
    `written` tells users how to write a value and `without` names the articles that have none.
    A value that users write must match `pattern`. A `filterable` facet is also a filter;
    one that is `counted_by_default` is counted if a query names no facets. A page lists at most
    `limit` values, the first in order, and those that are selected; all if it is None.
    """

    name: str
    values: Callable[[Article], ValueSet]
    order: Order
    written: str
    without: str
    several: bool = False
    kind: type[str] | type[int] = str
    pattern: str = ""
    tidy: Callable[[str], str] = tidy_blanks
    filterable: bool = False
    counted_by_default: bool = False
    limit: int | None = None

    def parse(self, text: str) -> Value:
        """Return the value that a user wrote. Raises InvalidValue.

        >>> FACETS["year"].parse("2007"), FACETS["year"].parse("none")
        (2007, None)
        """
        if text == NONE:
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            message = (f"{text!r} is not a {self.name}: write {self.written}, "
                       f"or {NONE} for {self.without}")
            raise InvalidValue(message, self.name)
        return self.tidy(text) if self.several else self.kind(text)

    def write(self, value: Value) -> str:
        """Return a value as `parse` reads it.

        >>> FACETS["year"].write(987), FACETS["outlet"].write(None)
        ('0987', 'none')
        """
        if value is None:
            return NONE
        return f"{value:04}" if isinstance(value, int) else value


def _year(article: Article) -> ValueSet:
    return (int(article.published[:4]) if article.published else None,)


def _date(length: int) -> Callable[[Article], ValueSet]:
    """Return the value function of a facet that counts the first `length` characters of dates."""
    def date(article: Article) -> ValueSet:
        published = article.published or ""
        return (published[:length] if len(published) >= length else None,)
    return date


def _extra(
    field: str, separator: str = "", tidy: Callable[[str], str] = tidy_blanks
) -> Callable[[Article], ValueSet]:
    """Return the value function of a facet that counts what articles have in a field of `extra`.

    That is any JSON value: a text or a number, or a list of these. A text may be several, with
    what matches `separator` between them. Each is tidied.
    """
    split = re.compile(separator).split if separator else lambda text: [text]
    list_of_text = lru_cache(1_000)(  # rubrics and places recur
        partial(_list_values, split=split, tidy=tidy))

    def values(article: Article) -> ValueSet:
        stated = article.extra.get(field)
        if stated is None:
            return _NO_VALUE
        return list_of_text(stated) if type(stated) is str else _list_values(stated, split, tidy)
    return values


def find_own_field(extra: Mapping[str, Any], facet: str) -> str | None:
    """Return which field of `extra` an operator's facet counts; None if there is none.

    It is the one of that name, else the first that has it apart from capitals and punctuation.

    >>> find_own_field({"Rubrik Khusus": "pangan"}, "rubrik_khusus")
    'Rubrik Khusus'
    """
    if facet in extra:
        return facet
    return next((field for field in extra if _fold(field) == facet), None)


_fold = lru_cache(1_000)(fold_field)  # fields recur from article to article


def _own(facet: str) -> Callable[[Article], ValueSet]:
    """Return the value function of an operator's facet."""
    def values(article: Article) -> ValueSet:
        field = find_own_field(article.extra, facet)
        stated = None if field is None else article.extra[field]
        return _NO_VALUE if stated is None else _list_values(stated, lambda text: [text])
    return values


_NO_VALUE: ValueSet = (None,)


def _list_values(
    stated: Any, split: Callable[[str], list[Any]], tidy: Callable[[str], str] = tidy_blanks
) -> ValueSet:
    """Return the values that a JSON value states, each once.

    >>> _list_values("Rina Asih; Wira", re.compile(";").split), _list_values(["a", 7, {}], list)
    (('Rina Asih', 'Wira'), ('a', '7'))
    """
    found: dict[Value, None] = {}
    for each in stated if isinstance(stated, list) else [stated]:
        if isinstance(each, int) and not isinstance(each, bool) and abs(each) <= _MAX_NUMBER:
            each = str(each)
        for text in map(tidy, split(each) if isinstance(each, str) else ()):
            if 0 < len(text) <= MAX_VALUE_CHARACTERS and is_text(text):
                found[text] = None
        if len(found) >= MAX_VALUES:
            break
    return tuple(found)[:MAX_VALUES] or _NO_VALUE


def _read_setting() -> tuple[tuple[str, ...], str]:
    """Return the operator's facets, or none and what is wrong with them.

    An import that failed would end with a traceback.
    """
    try:
        return parse_names(os.environ.get("SEARCH_FACETS", "")), ""
    except InvalidValue as error:
        return (), str(error)


OWN, _fault = _read_setting()
"""The names of the facets that the operator has added."""


def check_setting() -> None:
    """Raise InvalidValue if SEARCH_FACETS is wrong; then no facet of it is there."""
    if _fault:
        raise InvalidValue(_fault)


_ROWS = (
    Facet(
        name="outlet", values=lambda article: (article.outlet,), order=Order.BY_COUNT,
        written="its exact name", without="articles without an outlet",
        filterable=True, counted_by_default=True,
    ),
    Facet(
        name="year", values=_year, order=Order.LATEST_FIRST, kind=int,
        written="YYYY", without="undated articles", pattern="(?!0000)[0-9]{4}",
        filterable=True, counted_by_default=True,
    ),
    Facet(
        name="month", values=_date(len("YYYY-MM")), order=Order.LATEST_FIRST,
        written="YYYY-MM", without="articles whose month is not known",
        pattern="[0-9]{4}-[0-9]{2}",
    ),
    Facet(
        name="day", values=_date(len("YYYY-MM-DD")), order=Order.LATEST_FIRST,
        written="YYYY-MM-DD", without="articles whose day is not known",
        pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ),
    Facet(
        name="byline", values=_extra("byline", r"[;|\n]|\s/\s"), several=True, order=Order.BY_COUNT,
        written="one name, as articles have it", without="articles without a byline",
        filterable=True, limit=MAX_LISTED,
    ),
    Facet(
        name="rubric", values=_extra("rubric", tidy=name_rubric), several=True,
        order=Order.BY_COUNT, written=(
            "as articles have it; hyphens do not count, and of capitals only those inside a word"),
        without="articles without a rubric", tidy=name_rubric, filterable=True, limit=MAX_LISTED,
    ),
    Facet(
        name="place", values=_extra("place"), several=True, order=Order.BY_COUNT,
        written="as in datelines", without="articles without a place",
        filterable=True, limit=MAX_LISTED,
    ),
    Facet(
        name="tag", values=_extra("tags", r"[,;|#\n]"), several=True, order=Order.BY_COUNT,
        written="as articles have it", without="articles without tags",
        filterable=True, limit=MAX_LISTED,
    ),
    Facet(
        name="agency", values=_extra("agency", r"[/;|\n]"), several=True, order=Order.BY_COUNT,
        written="its name", without="articles that name no agency",
        filterable=True, limit=MAX_LISTED,
    ),
    *(Facet(
        name=name, values=_own(name), several=True, order=Order.BY_COUNT,
        written="as articles have it", without=f"articles without {name}",
        filterable=True, limit=MAX_LISTED,
    ) for name in OWN),
)

FACETS: Mapping[str, Facet] = {facet.name: facet for facet in _ROWS}
"""All facets by name, in the order in which they are shown."""

FILTERABLE = {name: facet for name, facet in FACETS.items() if facet.filterable}
"""The facets that are filters too."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter by a facet: it keeps the articles that have one of some values or, if it `excludes`,
    those that have none of them."""

    facet: Facet
    excludes: bool = False

    @property
    def name(self) -> str:
        """The name of the parameter: that of the facet, after `exclude_` if it excludes."""
        return f"exclude_{self.facet.name}" if self.excludes else self.facet.name

    def parse(self, text: str) -> Value:
        """Return the value that a user wrote. Raises InvalidValue, which names the filter."""
        try:
            return self.facet.parse(text)
        except InvalidValue as error:
            raise InvalidValue(str(error), self.name) from None

    def describe(self) -> str:
        """Return what tells users what the filter keeps, without a full stop.

        >>> ALL_FILTERS["exclude_outlet"].describe()
        'Leave out this outlet (its exact name), or with none articles without an outlet'
        """
        facet = self.facet
        if self.excludes:
            return f"Leave out this {facet.name} ({facet.written}), or with {NONE} {facet.without}"
        return f"Only this {facet.name} ({facet.written}), or {NONE} for {facet.without}"


ALL_FILTERS = {
    each.name: each for each in [
        Filter(facet, excludes) for excludes in (False, True) for facet in FILTERABLE.values()]
}
"""All filters by name: those that select values first."""

DEFAULT_FACETS = tuple(name for name, facet in FACETS.items() if facet.counted_by_default)
"""The names of the facets that are counted if a query names none."""
