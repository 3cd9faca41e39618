"""One form for all URLs of a page, so that an article added under several URLs has one id.

courlan knows more than 40 trackers, and paths are tidied as it does it. The rest is ours, because
courlan serves crawlers: it keeps scheme, `www.` and fragment apart, drops queries without `=`
(`?berita/12`), and decodes some hosts to what it would decode again. Its trackers are found by how
a name begins, so that `gallery=2` would go for the sake of `ga=…`: we remove a parameter only where
courlan's word is a whole word of the name, and where sites do not number articles by it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from search.urls.page_url import (
    SITES,
    encode_host,
    find_paged,
    has_other_path,
    may_show_views,
    names_article,
    reduce_url,
)
from search.urls.parsing import WEB, identifies_page
from search.urls.unwrapping import unwrap_url

_DEVICE = re.compile(r"^(?:(?:www|m|amp)\.)+(?=[^.]+\.[^.])")
"""Names of hosts that only say for which device a page is laid out."""

_MAX_CHARACTERS = 2_048
"""Longer texts are no URLs: browsers and servers refuse them."""

_MAX_HOST_CHARACTERS = 260
"""DNS allows 253, and a port takes six more. `_HOST_END` takes time quadratic in the length."""

_HOST = re.compile(r"(?:\w[\w-]*\.)*\w[\w-]*(?::\d+)?")
_HOST_END = re.compile(r"(?:\.|:(?:80|443)?)+$")
"""The dot of the root domain and the default ports."""

_PORT = re.compile(r":\d+$")

_PLAIN = re.compile(
    r"https?://(?:www\.)?(?P<rest>(?!(?:www?\d?|m|amp|mobile|wap|touch)\.)"
    r"(?P<host>[a-z\d][a-z\d-]*(?:\.[a-z\d][a-z\d-]*)+)"
    r"/\w[\w-]*(?:\.[\w-]+)*(?:/[\w-]+(?:\.[\w-]+)*)*)/?",
    re.ASCII)
_NOT_PLAIN = (
    "archive", "ampproject", "goog", "bing", "blogspot", "/amp", ".amp", "/print", "/cetak",
    "/page", "/comment-page", "/index", "/all", "/full", "/semua")
"""URLs of which `normalize_url` takes no more than the scheme, `www.` and the last slash; and what
may stand in one of those, in small letters, and make it take more. A pattern of these alternatives
would take five times as long."""

_TIDY = re.compile(r"(?:/[\w.~!=:,-]+)*/?", re.ASCII)
"""A path that courlan leaves as it is, as nearly all are: it would nearly double the 19 µs of a
URL."""

_SLASHES, _PARENTS = re.compile(r"/+"), re.compile(r"^(?:/\.\.(?![^/]))+")
_SAFE = "/%!=:,-"
"""What courlan changes in a path: runs of slashes, `..` at the beginning, and all but these and
what no URL quotes."""

FREQUENT_TRACKERS = frozenset("""
    utm_source utm_medium utm_campaign utm_content utm_term utm_id fbclid gclid ref source
""".split())
FREQUENT_PARAMETERS = frozenset("""
    id p q s m no nid page icid cat tag kanal amp single all share from type view date
""".split())
"""Names of parameters about which courlan need not be asked, whose import takes 0.1 s."""

_AMP_FIRST = re.compile(r"^(?:/(?:amp(?=/)|\.\.(?=/|$)))+")
_AMP_LAST = re.compile(r"(?<=[^/])(?:/+amp)+$")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\t]+")
_ENTITY = re.compile(r"^(?:amp;|\s)+", re.IGNORECASE)
"""What is left of `&amp;` before a parameter."""

_LOOSE_TRACKER = re.compile(
    r"(?:^|_)(?:aff|affi|cl?id|eid|ga|gl|kwd|keyword|campaign|medium|ref|referr?er|session|source"
    r"|uid|xtor)(?!$|_|[-.\[])")
"""A word of courlan's that is only the beginning of a word: `gallery`, `global`, `reference`."""

_ARTICLE_KEYS = frozenset(("cid", "eid", "uid", "keyword"))
"""Parameters that courlan calls trackers, and by which some sites number their articles."""


_SOURCE_VIEW = re.compile(
    r"^(?:\s*(?:view-source|ur[li]|link|tautan|sumber|source):\s*)+(?=<*https?:)"
    r"|^https?://(?=https?:)", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\[[^\[\]]*\]\((https?:[^()\s]+)\)|[<(\[\"'“‘]+(https?:[^<>\s\"'”’]*?)[>)\]\"'”’]+"
    r"|<a\s[^<>]*?href\s*=\s*[\"']?(https?:[^\"'<>\s]+)[^<>]*>.*", re.IGNORECASE | re.DOTALL)
"""How mails, messages, lists, Markdown and HTML write a URL."""
_OPENING = re.compile(r"^(https?):(?:/(?!/)|\\\\)(?=[^/\\]+\.)", re.IGNORECASE)

_WRITTEN_HOST = re.compile(r"(?<=^//)[^/?#]+|(?<=^http://)[^/?#]+|(?<=^https://)[^/?#]+", re.I)

_MAX_ROUNDS = 16
"""A URL in an archive in an archive in … ends somewhere."""

_TRACKERS = tuple("""
    ttclid dicbo spm cmpid tag_from nomobile li_fat_id mibextid sfnsn
""".split())
"""Parameters that only say where a reader came from, and that courlan does not know."""

_MARKERS = tuple("""
    archive arquivo replay /http ampproject google facebook mobile. wap. touch. www1. www2. www3.
    print cetak single view= format= output= mode= action= tmpl= layout=
    instagram linkedin translate.goog //t.me/ bing amp.cloudflare =http
    halaman= usqp= ?amp &amp .amp ?m= &m= noamp= nonamp= ?noamp ?nonamp share= ?from= &from=
""".split()) + tuple(f"{name}=" for name in _TRACKERS)
"""What URLs contain, in lower case, of which `normalize_form` leaves several forms."""

_LAYOUT_HOST = re.compile(r"^(?:(?:www[123]?|m|amp|mobile|wap|touch)\.)+(?=[^.]+\.[^.])")
_PRINT_FIRST = re.compile(r"^(?:/print(?=/))+")
_LAYOUT_LAST = re.compile(r"(?<=[^/])(?:/(?:print|cetak)|\.amp|/amp)+(?=(?:\.html?)?$)")


class View(NamedTuple):
    """A parameter that selects a view of an article: its name, its values, and an example."""

    name: str
    values: re.Pattern[str]
    example: str
    counter_example: str


def _list_views(*rows: tuple[str, str, str, str]) -> tuple[View, ...]:
    return tuple(
        View(name, re.compile(values, re.IGNORECASE), *examples)
        for name, values, *examples in rows)


VIEWS = _list_views(
    ("amp", r"1|true|", "amp=1", "amp=220"),
    ("outputtype", r"amp", "outputType=amp", "outputType=7"),
    ("page", r"\d{1,3}|all", "page=2", "page=berita-12"),
    ("single", r"1|true", "single=1", "single=12"),
    ("showpage", r"\d{1,3}|all", "showpage=all", "showpage=berita-12"),
)
LAYOUTS = _list_views(
    ("single", r"", "single", "single=12"),
    ("halaman", r"\d{1,3}|all|semua", "halaman=2", "halaman=depan"),
    ("print", r"\d|true|yes|y|", "print=1", "print=1234"),
    ("cetak", r"\d|true|ya|y|", "cetak", "cetak=1234"),
    *((name, r"print|cetak|printable|amp", f"{name}=print", f"{name}=7")
      for name in ("view", "format", "output", "mode", "action", "layout")),
    ("m", r"[01]", "m=1", "m=12"),
    ("noamp", r"1|true|mobile|available|", "noamp=mobile", "noamp=12"),
    ("nonamp", r"1|true|", "nonamp=1", "nonamp=12"),
    ("tmpl", r"component", "tmpl=component", "tmpl=7"),
    ("amp", r"1|true|", "amp=1", "amp=220"),
    *((name, r".*", f"{name}=x", f"{name}_id=7")
      for name in ("usqp", "amp_js_v", "amp_gsa", *_TRACKERS)),
    ("share", r"whatsapp|facebook|twitter|telegram|linkedin|e?mail|line|wa|fb|tw|tg|ig|x",
     "share=whatsapp", "share=7"),
    ("from", r"rss|whatsapp|facebook|twitter|homepage|headline", "from=rss", "from=7"),
    ("view", r"all|full|semua", "view=all", "view=7"),
)
"""Views that earlier versions of this program took for pages of their own."""

_LAYOUTS_OF_SCRIPTS = tuple(
    each for each in LAYOUTS
    if each.name in (
        "print", "cetak", "tmpl", "amp", "usqp", "amp_js_v", "amp_gsa", "share", *_TRACKERS))
"""Views that are no articles either where parameters select the article."""

_PART = re.compile(
    r"[?&](?:(?:page|paged|showpage|halaman|hal|pg|hlm|page_?num|p)=(\d{1,3}|all|semua)"
    r"|(?:single|full|onepage|single_?page|view_?all)(?:=(?:1|true|all|yes))?"
    r"|page(?:wanted)?=(?:full|all))(?=[&#]|$)",
    re.IGNORECASE)
"""The parameter that selects a part of an article."""


_MAY_BE_PAGED = re.compile(
    r"/(?:page|halaman)/|/(?:[2-9]|all|full|semua)/?(?:[?#]|$)", re.IGNORECASE)
"""What ends the path of a part of an article."""

_SELECTING = re.compile(
    r"(?:ref|refer|referr?er|source|src|aff|affi|affiliate|campaign|medium|session|from|kwd|keyword"
    r"|xtor|share|action|feature|mobile|all|s|t|oc|_|p|pg|start|itemid|destination|layout|output"
    r"|v|ver|ts|time|timestamp|cb|via|chan|channel|ito|icid|si|mod|sumber|type|version|platform|do"
    r"|cmp|mtype|at_\w+|trk\w*|sc_\w+)=[^&]+", re.IGNORECASE)
"""Trackers and views by whose names a few sites select their articles."""


@lru_cache(1_024)
def normalize_url(written: str) -> str:
    """Return the form that all URLs of a page share; text that is no URL is only stripped.

    Normalising is idempotent. Scheme, `www.`, the host's case, default ports, the fragment,
    trackers, the order of parameters, a trailing slash, AMP, printing, the device, the page of a
    long article, and archives and caches make no difference. Routes after `#!` or `#/` and
    parameters that select an article do.

    >>> normalize_url(" http://WWW.kabar.example/d-1/warga/?utm_source=x#komentar ")
    'https://kabar.example/d-1/warga'
    >>> normalize_url("https://kabar.example/amp/d-1/warga?page=2")
    'https://kabar.example/d-1/warga'
    >>> normalize_url("https://kabar.example/?p=1"), normalize_url("https://kabar.example/#!/1")
    ('https://kabar.example/?p=1', 'https://kabar.example/#!/1')
    >>> normalize_url("https://web.archive.org/web/2020/http://mobile.kabar.example/1?print")
    'https://kabar.example/1'
    """
    if plain := find_plain(written):
        return plain.page
    form = normalize_view(_mend_opening(written))
    for _ in range(_MAX_ROUNDS):
        reduced = reduce_url(form)
        if reduced == form:
            break
        form = normalize_view(reduced)
    return form


def _mend_opening(written: str) -> str:
    """Return a URL without what mails, lists and browsers put around it, with both slashes."""
    bare = _SOURCE_VIEW.sub("", written).strip()
    if bracketed := _BRACKETED.fullmatch(bare):
        bare = next(filter(None, bracketed.groups())).strip()
    mended = _OPENING.sub(r"\1://", bare.replace(r"\/", "/"), count=1)
    return mended if mended.isascii() else _WRITTEN_HOST.sub(_encode_marked, mended, count=1)


def _encode_marked(match: re.Match[str]) -> str:
    """Return a host whose letters have combining marks in ASCII, because it is no `_HOST` else."""
    return match[0] if _HOST.fullmatch(match[0].lower()) else encode_host(match[0])


@lru_cache(16)  # asked twice for each URL
def normalize_view(written: str) -> str:
    """Return a URL in the form that a later one of the earlier versions made ids of.

    It keeps what `page_url.py` takes out.
    """
    if plain := find_plain(written):
        return plain.page
    form = normalize_form(written)
    if not _may_vary(written) and ("%" not in written or not _may_vary(form)):
        return form
    form = normalize_form(unwrap_url(written))
    for _ in range(_MAX_ROUNDS):
        reduced = _strip_layout(normalize_form(unwrap_url(form)))
        if reduced == form:
            break
        form = reduced
    return form


def _may_vary(url: str) -> bool:
    """Return whether a URL may have another form than `normalize_form` gives it."""
    folded = url.lower()
    return any(map(folded.__contains__, _MARKERS))


@lru_cache(16)  # asked twice for each URL
def normalize_form(written: str) -> str:
    """Return a URL in the form that earlier versions of this program made ids of.

    It keeps archives and caches, `mobile.` and versions for printing.
    """
    if plain := find_plain(written):
        return plain.page
    text = _CONTROLS.sub("", written).strip()
    opening = WEB.match(text)
    if not opening or len(text) > _MAX_CHARACTERS:
        return text
    try:
        return _normalize(urlsplit(f"https://{text[opening.end():]}"))
    except ValueError:  # no host of the web
        return text


def find_part(url: str) -> str:
    """Return which part of an article a URL shows: the number of its page, "1" or "all".

    >>> find_part("https://kabar.example/1?page=2"), find_part("https://kabar.example/1?single")
    ('2', 'all')
    >>> find_part("https://kabar.example/1"), find_part("https://kabar.example/?page=2")
    ('1', '1')
    >>> find_part("https://kabar.example/pasar-kenanga-dibuka/page/3")
    '3'
    """
    match = _PART.search(url)
    if not match and not _MAY_BE_PAGED.search(url):
        return "1"
    try:
        form = urlsplit(normalize_form(url))
    except ValueError:  # no host of the web
        return "1"
    shown = find_paged(form.path)
    if match and may_show_views(form.path, form.query):
        shown = match[1] or "all"
    part = (shown or "1").lower().lstrip("0") or "1"
    return "all" if part == "semua" else part


@lru_cache(1_024)
def find_selector(url: str) -> str:
    """Return what `normalize_url` drops that may tell articles apart all the same, "" if nothing.

    On most sites `ref=12` says where a reader came from, on some it is the number of the article.

    >>> find_selector("https://kabar.example/detail?ref=12&utm_source=x#komentar")
    'ref=12#komentar'
    >>> find_selector("https://kabar.example/detail?id=12&fbclid=x"), find_selector("/1")
    ('', '')
    """
    if "?" not in url and "#" not in url:
        return ""
    try:
        written, kept = urlsplit(unwrap_url(url).strip()), urlsplit(normalize_url(url))
    except ValueError:  # no host of the web
        return ""
    parameters = set(written.query.split("&")) - set(kept.query.split("&"))
    selecting = "&".join(sorted(
        each for each in parameters if _SELECTING.fullmatch(each)))
    return selecting + (f"#{written.fragment}" if written.fragment != kept.fragment else "")


def find_host(url: str) -> str:
    """Return the host of a URL in its normal form, "" if it has none.

    >>> find_host("http://m.kabar.example/1"), find_host("/1")
    ('kabar.example', '')
    """
    try:
        return urlsplit(normalize_url(url)).netloc
    except ValueError:  # no host of the web
        return ""


class LocatedPage(NamedTuple):
    """Where an article is: the form that all URLs of its page share, and its host without a port.

    Both are "" where a URL has none.
    """

    page: str
    site: str


@lru_cache(24_000)  # asked for ids, and again once so many articles are indexed together
def find_plain(url: str) -> LocatedPage | None:
    """Return where an article with this URL is if it is plain, as most are; None if it is not.

    No other step is needed then, neither for the form of now nor for those of earlier versions.

    >>> find_plain("http://www.kabar.example/d-1/warga/")
    LocatedPage(page='https://kabar.example/d-1/warga', site='kabar.example')
    >>> find_plain("http://m.kabar.example/d-1/warga/")
    """
    plain = _PLAIN.fullmatch(url) if len(url) <= _MAX_HOST_CHARACTERS else None
    if not plain or any(map(url.lower().__contains__, _NOT_PLAIN)):
        return None
    rest, host = plain.groups()
    if rest[-2] == "/" and rest[-1] in "23456789" or (
            host.endswith(SITES) and has_other_path(rest)):
        return None
    return LocatedPage(f"https://{rest}", host)


def locate(url: str) -> LocatedPage:
    """Return where an article with this URL is.

    >>> locate("http://www.kabar.example/d-1/warga/")
    LocatedPage(page='https://kabar.example/d-1/warga', site='kabar.example')
    """
    if plain := find_plain(url):
        return plain
    page = normalize_url(url) if identifies_page(url) else ""
    site = _PORT.sub("", find_host(url)).lower()
    return LocatedPage(page, site if _HOST.fullmatch(site) else "")


def find_page(url: str | None) -> str:
    """Return the form that all URLs of a page share, "" for what is no URL of a page.

    >>> find_page("www.kabar.example/1#komentar"), find_page("https://kabar.example"), find_page("")
    ('https://kabar.example/1', '', '')
    """
    return locate(url).page if url else ""


def find_site(url: str | None) -> str:
    """Return the host of a URL in its normal form without its port, "" if it has none.

    >>> find_site("https://News.kabar.example:8080/1"), find_site("javascript:alert(1)")
    ('news.kabar.example', '')
    """
    return locate(url).site if url else ""


def _normalize(url: SplitResult) -> str:
    written = url.netloc[:_MAX_HOST_CHARACTERS + 1].lower()
    host = _DEVICE.sub("", _HOST_END.sub("", written))
    if len(written) > _MAX_HOST_CHARACTERS or not _HOST.fullmatch(host):
        raise ValueError("no host")
    path = _normalize_path(url.path)
    query = _normalize_query(url.query, path)
    route = url.fragment if url.fragment.startswith(("!", "/")) else ""
    return urlunsplit(("https", host, path or ("/" if query or route else ""), query, route))


def _normalize_path(path: str) -> str:
    """Return a path without the segment of AMP at either end, and without a trailing slash."""
    tidy = path if _TIDY.fullmatch(path) else quote(
        _PARENTS.sub("", _SLASHES.sub("/", path)), safe=_SAFE)
    return _AMP_LAST.sub("", _AMP_FIRST.sub("", tidy.rstrip("/"))).rstrip("/")


def _normalize_query(query: str, path: str) -> str:
    """Return the parameters that select an article, in order."""
    names_page = names_article(path)
    given = filter(None, (_ENTITY.sub("", each).rstrip() for each in query.split("&")))
    return "&".join(sorted(each for each in given if not _is_noise(each, names_page)))


def _strip_layout(form: str) -> str:
    """Return a URL in the form of earlier versions without device, printing and other views."""
    try:
        url = urlsplit(form)
    except ValueError:  # no host of the web
        return form
    if url.scheme != "https":
        return form
    path = _LAYOUT_LAST.sub("", _PRINT_FIRST.sub("", url.path))
    parameters = url.query.split("&") if url.query else ()
    views = LAYOUTS if names_article(path) else _LAYOUTS_OF_SCRIPTS
    query = "&".join(each for each in parameters if not _is_view(each, views))
    return urlunsplit(url._replace(netloc=_LAYOUT_HOST.sub("", url.netloc), path=path, query=query))


def _is_noise(parameter: str, names_page: bool) -> bool:
    """Return whether a parameter tracks readers or, where the path names a page, selects a view."""
    if is_tracker(parameter.partition("=")[0].lower()):
        return True
    return names_page and _is_view(parameter, VIEWS)


def _is_view(parameter: str, views: Sequence[View]) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    return any(view.name == name and view.values.fullmatch(value) for view in views)


@lru_cache(4_096)
def is_tracker(name: str) -> bool:
    """Return whether a parameter of this name only says where a reader came from.

    >>> [is_tracker(name) for name in ("utm_source", "fbclid", "ref", "gallery", "cid", "id")]
    [True, True, True, False, False, False]
    """
    if name in FREQUENT_TRACKERS or name in FREQUENT_PARAMETERS:
        return name in FREQUENT_TRACKERS
    if not re.fullmatch(r"[\w.\[\]-]+", name) or name in _ARTICLE_KEYS:
        return False
    if _LOOSE_TRACKER.search(name):
        return False
    import courlan  # see FREQUENT_PARAMETERS

    return not urlsplit(courlan.normalize_url(f"https://kabar.example/?{name}=1")).query
