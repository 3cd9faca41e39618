"""Links of the pages: the same search with one thing changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from search.facets import ALL_FILTERS, FACETS, NONE, Value
from search.page import Bucket
from search.query import BY_DATE, STORY, Interval, Query, Sort
from search.urls.address_path import escape_id
from web.address import (
    BRIEF_VIEW,
    CONCORDANCE_PAGE,
    DAY_PAGE,
    EMBED_PAGE,
    EXPORT_PATH,
    FEED_PATHS,
    KWIC_VIEW,
    OEMBED_PATH,
    OUTLETS_PAGE,
    PAGE_COLLAPSE,
    PAGE_FACETS,
    TERMS_PAGE,
    TRENDS_PAGE,
    Parameters,
    build_address,
    build_article_path,
    build_concordance_parameters,
    build_parameters,
    build_search_parameters,
    build_story_path,
    build_trends_parameters,
    write_parameter,
)
from web.hops import name_state, write_hop
from web.parameters.fields import MAX_CHARACTERS, MAX_VALUES, is_within_limits
from web.settings import Settings, make_absolute

_AUTO = ("interval", str(Interval.AUTO))
"""What a page of results asks for unless its address says otherwise. A share needs it said."""

_USUAL = Query()

_UNFILTERED: dict[str, Any] = {"selected": {}, "since": None, "until": None, "page": 1}
"""The changes of a query that take off its filters, at its first page."""

_FACETS = ("facet", ",".join(PAGE_FACETS))

_LONG = 48
"""How long the address of a page of results may be for its links to repeat it, in characters."""


@dataclass(frozen=True, slots=True)
class Links:
    """Builds the addresses of pages in one language; the usual one is not in them.

    Their results are in one view. Links of a page with a `state` are hops from that: relative to
    its `base`, and without what they leave as it is. `here` is the address of such a page.
    """

    language: str
    settings: Settings = Settings()
    view: str = BRIEF_VIEW
    state: Parameters | None = None
    base: str = ""
    here: str = ""

    def shorten(self, query: Query, here: str, has_many: bool = False) -> "Links":
        """Return the links of the results of a query at an address: hops if that is long.

        Where the page has very many links they are hops in any case.
        """
        state = self._build_parameters(query, page=1) + self.language_parameters
        if len(build_address("/", state)) <= _LONG and not has_many:
            return self
        return replace(self, state=state, base=name_state(state), here=here)

    def to_language(self, query: Query, language: str) -> str:
        """Return the address of the same page of results in another language."""
        return replace(self, language=language).to_search(query)

    def to_search(self, query: Query, **changes: Any) -> str:
        """Return the address of the results of a query, with other values of some of its fields."""
        return self._build("/", self._build_parameters(query, **changes))

    def show_as(self, query: Query, view: str) -> str:
        """Return the address of the same page of results in another view."""
        if view == KWIC_VIEW:
            return self.to_concordance(query)
        return replace(self, view=view).to_search(query)

    def prepare_exports(self, query: Query) -> Callable[[str], str]:
        """Return what gives the address of all that a query finds as a file of a format."""
        sort = query.sort if query.sort in BY_DATE else _USUAL.sort
        asked = build_search_parameters(query, sort=sort)
        return lambda format: self._write(EXPORT_PATH, [*asked, ("format", format)])

    def to_article(self, id: str, query: Query, position: int | None = None) -> str:
        """Return the address of an article, with the query that it marks and leads back to.

        `position` is its place among the hits of the query, counted from 1, if it is one of them.
        """
        place = [("pos", str(position))] if position else []
        return self._build(build_article_path(id), self._build_parameters(query) + place)

    def to_value(self, facet: str, text: str) -> str:
        """Return the address of the articles that have a value of a facet."""
        return self.to_search(self.everything, selected={facet: (text,)})

    def to_period(self, published: str) -> str:
        """Return the address of all articles of the day, month or year of a date."""
        if len(published) >= len("YYYY-MM-DD"):
            return self.to_day(published[:len("YYYY-MM-DD")])
        return self.to_search(self.everything, since=published, until=published)

    def to_trends(self, queries: Sequence[Query]) -> str:
        """Return the address of the page that compares queries by time."""
        return self._build(TRENDS_PAGE, build_trends_parameters(queries))

    def to_concordance(self, query: Query) -> str:
        """Return the address of the page that has each match of a query on a line."""
        return self._build(CONCORDANCE_PAGE, build_concordance_parameters(query, PAGE_COLLAPSE))

    def to_terms(self, query: Query) -> str:
        """Return the address of the significant terms of a query."""
        asked = build_search_parameters(query, sort=_USUAL.sort, collapse=NONE)
        return self._build(TERMS_PAGE, asked)

    def to_copies(self, id: str) -> str:
        """Return the address of the copies of an article."""
        return self._build(build_story_path(id), [])

    def to_path(self, path: str) -> str:
        """Return the address of a page that has no query."""
        return self._build(path, [])

    def prepare_feeds(self, query: Query) -> Callable[[str], str]:
        """Return what gives the address of a feed of a query.

        Without an order of its own, the newest come first.
        """
        asked = replace(self, view=BRIEF_VIEW)._build_parameters(
            query, page=1, page_size=_USUAL.page_size, explain=False, interval=None, share=False,
            facets=PAGE_FACETS, facet_limit=None, facet_prefix=None, facet_sort=None)
        return lambda name: self._build(FEED_PATHS[name], asked)

    def to_builder(self, query: Query) -> str:
        """Return the address of the page that writes the code to embed a search."""
        return self._build(EMBED_PAGE, build_search_parameters(query, PAGE_COLLAPSE))

    def to_oembed(self, query: Query) -> str:
        """Return the address that says how other sites show a search (oEmbed); it is absolute."""
        results = make_absolute(replace(self, state=None).to_search(query))
        return make_absolute(build_address(OEMBED_PATH, [("url", results)]))

    def to_outlets(self, number: int = 1) -> str:
        """Return the address of a page of the outlets of the archive."""
        return self._build(OUTLETS_PAGE, [("page", str(number))] if number > 1 else [])

    def to_outlet(self, name: str | None) -> str:
        """Return the address of what there is of an outlet."""
        written = FACETS["outlet"].write(name)
        return self._build(f"{OUTLETS_PAGE}/{quote(escape_id(written), safe='')}", [])

    def to_outlet_search(self, name: str, month: str | None = None) -> str:
        """Return the address of the articles of an outlet, of one month if it is given."""
        return self.to_search(Query(
            selected={"outlet": (name,)}, since=month, until=month, collapse=NONE))

    def to_day(self, day: str, number: int = 1, outlets: Sequence[str | None] = ()) -> str:
        """Return the address of what was published on a day, YYYY-MM-DD, by some outlets or all."""
        pairs = [("outlet", FACETS["outlet"].write(name)) for name in outlets]
        pairs += [("page", str(number))] if number > 1 else []
        return self._build(DAY_PAGE + day.replace("-", "/"), pairs)

    @property
    def everything(self) -> Query:
        """The query that every article matches, as pages ask it."""
        return Query(collapse=PAGE_COLLAPSE)

    def to_page(self, query: Query, number: int) -> str:
        """Return the address of another page of the same results."""
        return self.to_search(query, page=number)

    def toggle_filter(self, query: Query, name: str, bucket: Bucket) -> str | None:
        """Return the address of the search with a value added to a filter, or taken from it.

        None if the filter can take no further value.
        """
        filter = ALL_FILTERS[name]
        before = query.selected.get(name, ())
        others = tuple(other for other in before if filter.parse(other) != bucket.value)
        values = others if bucket.selected else (*before, filter.facet.write(bucket.value))
        if not is_within_limits(values):
            return None
        return self.to_search(query, selected={**query.selected, name: values}, page=1)

    def prepare_toggles(
        self, query: Query, name: str, start: str | None = None
    ) -> Callable[[Bucket], str | None]:
        """Return what does the same as `toggle_filter` for many values of one filter, much faster.

        The parameters of the filter come last. `start` is what `begin_search` returns for the
        query, where many filters are prepared.
        """
        before = query.selected.get(name, ())
        base = start if start and not before else self._begin_choice(query, name, before)
        is_full = len(before) >= MAX_VALUES - 1
        room = MAX_CHARACTERS - sum(map(len, before))

        def toggle(bucket: Bucket) -> str | None:
            if bucket.selected or is_full:
                return self.toggle_filter(query, name, bucket)
            length, parameter = _write_choice(name, bucket.value)
            return base + parameter if length <= room else None

        return toggle

    def prepare_selections(self, query: Query, facet: str) -> Callable[[Value], str]:
        """Return what gives the address of the search within one value of a facet."""
        base, write = self.begin_search(query, facet), FACETS[facet].write
        return lambda value: base + write_parameter(facet, write(value))

    def prepare_hits(self, query: Query) -> Callable[[str, int], str]:
        """Return what does the same as `to_article` for many hits of a query, much faster."""
        start = "/" if self.state is None else ""
        asked = self._build("/", self._build_parameters(query)).lstrip("/?")
        end = f"&{asked}" if asked else ""
        return lambda id, position: f"{start}{build_article_path(id)[1:]}?pos={position}{end}"

    def begin_search(self, query: Query, name: str = "") -> str:
        """Return the address of the first page of a query without one filter, to be gone on."""
        others = {each: texts for each, texts in query.selected.items() if each != name}
        return self.begin(self.to_search(query, selected=others, page=1))

    def begin(self, address: str) -> str:
        """Return an address to be gone on with a parameter."""
        return address + ("" if address.endswith("?") else "&" if "?" in address else "?")

    def _begin_choice(self, query: Query, name: str, chosen: Sequence[str]) -> str:
        """Return the address of a search with values of a filter, to be gone on with another."""
        if self.state is not None:
            return self.begin_search(query)
        base = self.begin_search(query, name)
        return base + "".join([write_parameter(name, text) + "&" for text in chosen])

    def toggle_collapse(self, query: Query) -> str:
        """Return the address of the search with duplicates grouped, or shown separately."""
        other = NONE if query.collapse == STORY else STORY
        return self.to_search(query, collapse=other, page=1)

    def to_facet(self, query: Query, facet: str) -> str:
        """Return the address of the search with one facet alone, and more of its values."""
        return self.to_search(query, facets=(facet,), facet_prefix=None)

    def to_every_facet(self, query: Query) -> str:
        """Return the address of the search with all values of all facets."""
        return self.to_search(query, facets=PAGE_FACETS, facet_prefix=None)

    def toggle_share(self, query: Query) -> str:
        """Return the address of the search with a timeline of counts, or of shares."""
        return self.to_search(query, share=not query.share)

    def toggle_expand(self, query: Query) -> str:
        """Return the address of the search as typed only, or with other spellings again."""
        return self.to_search(query, expand=not query.expand, page=1)

    def search_for(self, query: Query, text: str) -> str:
        """Return the address of a search for another text, with the same filters."""
        return self.to_search(query, text=text, page=1)

    def search_everywhere(self, query: Query, text: str) -> str:
        """Return the address of a search for another text, without filters."""
        return self.to_search(query, text=text, **_UNFILTERED)

    def sort_by(self, query: Query, sort: Sort) -> str:
        """Return the address of the same hits in another order."""
        return self.to_search(query, sort=sort, page=1)

    def clear_dates(self, query: Query) -> str:
        """Return the address of the search without its range of dates."""
        return self.to_search(query, since=None, until=None, page=1)

    def clear_filters(self, query: Query) -> str:
        """Return the address of the search without its filters."""
        return self.to_search(query, **_UNFILTERED)

    @property
    def language_parameters(self) -> Parameters:
        """The parameter that asks for the language, or none."""
        usual = self.settings.languages[0]
        return [("lang", self.language)] if self.language != usual else []

    def _build_parameters(self, query: Query, **changes: Any) -> Parameters:
        """Return the parameters of a page of results, without those that pages imply."""
        share = changes.get("share", query.share)
        implied = [("view", BRIEF_VIEW), _FACETS, *([] if share else [_AUTO])]
        pairs = build_parameters(query, PAGE_COLLAPSE, self.settings.sort, **changes)
        asked = [pair for pair in pairs if pair not in implied]
        return asked + ([("view", self.view)] if self.view != BRIEF_VIEW else [])

    def _build(self, path: str, parameters: Parameters) -> str:
        return self._write(path, parameters + self.language_parameters)

    def _write(self, path: str, parameters: Parameters) -> str:
        """Return an address, or a hop to it if that is shorter."""
        address = build_address(path, parameters)
        if self.state is None:
            return address
        return min(write_hop(path, parameters, self.state), address, key=len)


@lru_cache(8_192)  # values recur from page to page
def _write_choice(name: str, value: Value) -> tuple[int, str]:
    """Return the length of a value of a filter, and the parameter that selects it."""
    text = ALL_FILTERS[name].facet.write(value)
    return len(text), write_parameter(name, text)
