"""Addresses: a query as URL parameters, the same for the API and the pages."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import starmap
from operator import attrgetter
from typing import Any
from urllib.parse import quote, quote_plus

from search.facets import ALL_FILTERS, DEFAULT_FACETS, FILTERABLE, NONE, ListingOrder
from search.query import STORY, Interval, Query, Sort
from search.urls.address_path import escape_id

SEARCH_PATH = "/api/v1/search"
SUGGEST_PATH = "/api/v1/suggest"
TRENDS_PATH = "/api/v1/trends"
EXPORT_PATH = "/api/v1/export"
TRENDS_PAGE = "/tren"
TERMS_PATH = "/api/v1/terms"
TERMS_PAGE = "/istilah"
FEED_PATHS = {name: f"/feed.{name}" for name in ("atom", "rss", "json")}
OPENSEARCH_PATH = "/opensearch.xml"
METRICS_PATH = "/metrics"
COVERAGE_PATH = "/api/v1/coverage"
STATUS_PATH = "/api/v1/status"
ACCENT_PATH = "/accent.css"
OUTLETS_PAGE = "/outlets"
DAY_PAGE = "/tanggal/"
ROBOTS_PATH = "/robots.txt"
SITEMAP_PATH = "/sitemap.xml"
SITEMAPS_PATH = "/sitemaps/"
CONCORDANCE_PATH = "/api/v1/concordance"
ARTICLE_PAGE = "/articles/"
ARTICLES_PATH = "/api/v1/articles"
ARTICLE_PATH = f"{ARTICLES_PATH}/"
STORY_PATH = "/api/v1/stories/"
STORY_PAGE = "/stories/"
CONCORDANCE_PAGE = "/konkordansi"
EMBED_PAGE = "/sematkan"
FRAME_PAGE = "/embed"
OEMBED_PATH = "/oembed"

Parameters = list[tuple[str, str]]
"""Names and values in order; a name may be repeated."""

BRIEF_VIEW, FULL_VIEW, KWIC_VIEW = "ringkas", "lengkap", "kwic"
VIEWS = (BRIEF_VIEW, FULL_VIEW)
"""How much of a text hits show. Pages have another view of results, as a concordance."""

_NAMING = (ARTICLE_PAGE, STORY_PAGE, f"{OUTLETS_PAGE}/")
"""Paths that the name of something follows, which may have slashes."""

MAX_SHARED = 2_048
"""Characters of an address that others still take: search engines, sites that embed, readers."""

PAGE_COLLAPSE = STORY
"""What `collapse` is on pages unless their address says otherwise. The API has its own default."""

PAGE_FACETS = tuple(dict.fromkeys(("outlet", "rubric", "place", *(
    name for name in FILTERABLE if name != "year"), "year")))
"""The facets that pages show unless their address says otherwise."""

_TRACKING = frozenset("""
    _ga _gl _hsenc _hsmi dclid fb_action_ids fb_action_types fbclid gad_source gbraid gclid gclsrc
    igsh igshid li_fat_id mc_cid mc_eid mkt_tok msclkid oly_anon_id oly_enc_id rb_clickid ref_src
    ref_url s_cid srsltid ttclid twclid vero_id wbraid wickedid yclid ysclid
""".split())
"""Parameters that networks and mailing lists add to the links that people share."""

_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "at_", "ga_")

_DEFAULTS = {
    "page": "1", "page_size": "10",
    "facet": ",".join(DEFAULT_FACETS), "highlight": "true", "view": FULL_VIEW, "expand": "true",
    "explain": "false",
    "share": "false",
}


def build_parameters(
    query: Query, usual_collapse: str = NONE, usual_sort: Sort = Sort.RELEVANCE, **changes: Any
) -> Parameters:
    """Return the parameters that ask for this query, without those that have their default.

    `usual_collapse` and `usual_sort` are the defaults of these. `changes` are other values of
    fields. They are not checked, and no other query is made of them, which would take ten times as
    long.

    >>> build_parameters(Query("enam pihak", selected={"year": ("2007",)}, page=2))
    [('q', 'enam pihak'), ('year', '2007'), ('page', '2')]
    >>> build_parameters(Query("enam pihak", page=2), page=3)
    [('q', 'enam pihak'), ('page', '3')]
    """
    values = _read_written(query)
    if changes:
        values = tuple([changes.get(name, value) for name, value in zip(_WRITTEN, values)])
    text, selected, since, until, *shape = values
    names = ALL_FILTERS if "selected" in changes else selected
    pairs = [("q", text)] if text else []
    pairs += [(name, value) for name in names for value in selected.get(name, ())]
    pairs += [("from", since)] if since else []
    pairs += [("to", until)] if until else []
    return [*pairs, *_build_shape(usual_collapse, usual_sort, *shape)]


_SHAPE = (
    "sort", "page", "page_size", "facets", "facet_limit", "facet_prefix", "facet_sort", "highlight",
    "brief", "collapse", "expand", "explain", "interval", "cursor", "share")
"""The fields that say how results are shown, as `_build_shape` takes them."""

_WRITTEN = ("text", "selected", "since", "until", *_SHAPE)
_read_written = attrgetter(*_WRITTEN)


@lru_cache(1_024)  # all links of a page have one of a few, and so do those of the next
def _build_shape(
    usual_collapse: str, usual_sort: Sort, sort: Sort, page: int, page_size: int,
    facets: Sequence[str], facet_limit: int | None, facet_prefix: str | None,
    facet_sort: ListingOrder | None, highlight: bool, brief: bool, collapse: str, expand: bool,
    explain: bool, interval: Interval | None, cursor: str | None, share: bool
) -> Parameters:
    """Return the parameters that say how results are shown, without those that are usual."""
    pairs = [
        ("sort", str(sort)), ("page", str(page)), ("page_size", str(page_size)),
        ("facet", ",".join(facets)),
        *([("facet_limit", str(facet_limit))] if facet_limit else []),
        *([("facet_prefix", facet_prefix)] if facet_prefix else []),
        *([("facet_sort", str(facet_sort))] if facet_sort else []),
        ("highlight", str(highlight).lower()),
        ("view", BRIEF_VIEW if brief else FULL_VIEW), ("collapse", collapse),
        ("expand", str(expand).lower()), ("explain", str(explain).lower()),
        *([("interval", str(interval))] if interval else []),
        *([("cursor", cursor)] if cursor else []),
        ("share", str(share).lower()),
    ]
    defaults = _DEFAULTS | {"collapse": usual_collapse, "sort": str(usual_sort)}
    return [(name, value) for name, value in pairs if defaults.get(name) != value]


_ASKED = ("text", "selected", "since", "until", "sort", "collapse", "expand", "today")
"""The fields of a query that say what is looked for, and in which order."""

_read_asked = attrgetter(*_ASKED)
_EVERYTHING = Query()


def select_search(query: Query) -> Query:
    """Return a query with what is looked for and in which order, and nothing else of its page."""
    return Query(**dict(zip(_ASKED, _read_asked(query))))


def build_search_parameters(
    query: Query, usual_collapse: str = NONE, **changes: Any
) -> Parameters:
    """Return what `build_parameters` does for what `select_search` returns, much faster.

    >>> build_search_parameters(Query("gempa", since="2007", page=2, explain=True))
    [('q', 'gempa'), ('from', '2007')]
    """
    asked = dict(zip(_ASKED, _read_asked(query)))
    return build_parameters(_EVERYTHING, usual_collapse, **asked | changes)


def build_trends_parameters(queries: Sequence[Query]) -> Parameters:
    """Return the parameters that compare queries, which differ in their words alone.

    >>> build_trends_parameters([Query("gempa", since="2007", page=2), Query("banjir")])
    [('q', 'gempa'), ('q', 'banjir'), ('from', '2007')]
    """
    first = queries[0]
    same = build_search_parameters(
        first, text="", sort=_EVERYTHING.sort, collapse=NONE, interval=first.interval,
        share=first.share)
    return [("q", query.text) for query in queries] + [
        pair for pair in same if pair != ("interval", Interval.AUTO)]


def build_concordance_parameters(query: Query, collapse: str = NONE) -> Parameters:
    """Return the parameters that ask for the matches of a query; `collapse` is the usual one.

    >>> build_concordance_parameters(Query("gempa", since="2007", page=2, explain=True))
    [('q', 'gempa'), ('from', '2007')]
    """
    same = build_search_parameters(query, collapse, text="", sort=_EVERYTHING.sort)
    return [("q", query.text), *same]


def build_article_path(id: str) -> str:
    """Return the path of the page of an article.

    >>> build_article_path("kn/1 a")
    '/articles/kn%2F1%20a'
    """
    return ARTICLE_PAGE + quote(escape_id(id), safe="")


def build_api_path(id: str) -> str:
    """Return the path of an article in the API."""
    return ARTICLE_PATH + quote(escape_id(id), safe="")


def build_story_path(id: str) -> str:
    """Return the path of the page that compares the copies of an article."""
    return STORY_PAGE + quote(escape_id(id), safe="")


def quote_path(path: str) -> str:
    """Return a path as addresses have it; what names an article or an outlet stays one part.

    >>> quote_path("/articles/kn/1"), quote_path("/api/v1/export")
    ('/articles/kn%2F1', '/api/v1/export')
    """
    start = next(filter(path.startswith, _NAMING), "")
    return start + quote(path[len(start):], safe="" if start else "/")


def is_tracking(name: str) -> bool:
    """Return whether a parameter only says where a link was found.

    >>> is_tracking("utm_source"), is_tracking("FBCLID"), is_tracking("q")
    (True, True, False)
    """
    return name.lower() in _TRACKING or name.lower().startswith(_TRACKING_PREFIXES)


def build_address(path: str, parameters: Parameters) -> str:
    """Return a path with parameters."""
    return f"{path}?{'&'.join(starmap(write_parameter, parameters))}" if parameters else path


@lru_cache(8_192)  # a page has hundreds, and the next page nearly the same ones
def write_parameter(name: str, value: str) -> str:
    """Return a parameter as addresses have it.

    >>> write_parameter("q", "harga beras & gula")
    'q=harga+beras+%26+gula'
    """
    return f"{quote_plus(name)}={quote_plus(value, errors='replace')}"
