"""One form for all URLs of a page, so that an article added under several URLs has one id.

courlan tidies the path and knows more than 40 trackers. The rest is ours, because courlan serves
crawlers: it keeps scheme, `www.` and fragment apart, drops queries without `=` (`?berita/12`), and
decodes some hosts to what it would decode again. Its trackers are found by how a name begins, so
that `gallery=2` would go for the sake of `ga=…`: we remove a parameter only where courlan's word
is a whole word of the name, and where sites do not number articles by it.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit, urlunsplit

_WEB = re.compile(r"(?:https?:)?//|(?=(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?[/?])", re.IGNORECASE)
"""What opens a URL of the web; the second alternative is a host without a scheme."""

_DEVICE = re.compile(r"^(?:(?:www|m|amp)\.)+(?=[^.]+\.[^.])")
"""Names of hosts that only say for which device a page is laid out."""

_MAX_CHARACTERS = 2_048
"""Longer texts are no URLs: browsers and servers refuse them."""

_MAX_HOST_CHARACTERS = 260
"""DNS allows 253, and a port takes six more. `_HOST_END` takes time quadratic in the length."""

_HOST = re.compile(r"(?:\w[\w-]*\.)*\w[\w-]*(?::\d+)?")
_HOST_END = re.compile(r"(?:\.|:(?:80|443)?)+$")
"""The dot of the root domain and the default ports."""

_TIDY = re.compile(r"(?:/[\w.~!=:,-]+)*/?", re.ASCII)
"""A path that courlan leaves as it is, as nearly all are: it would nearly double the 19 µs of a
URL."""

_AMP_FIRST = re.compile(r"^(?:/(?:amp(?=/)|\.\.(?=/|$)))+")
_AMP_LAST = re.compile(r"(?<=[^/])(?:/+amp)+$")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\t]+")
_ENTITY = re.compile(r"^(?:amp;|\s)+", re.IGNORECASE)
"""What is left of `&amp;` before a parameter."""

_SCRIPT = re.compile(r"(?:^|\.(?:php\d?|aspx?|jsp|cgi|pl|do))$", re.IGNORECASE)
"""How the last segment of a path ends that names no page: a script, or nothing."""

_LOOSE_TRACKER = re.compile(
    r"(?:^|_)(?:aff|affi|cl?id|eid|ga|gl|kwd|keyword|campaign|medium|ref|referr?er|session|source"
    r"|uid|xtor)(?!$|_|[-.\[])")
"""A word of courlan's that is only the beginning of a word: `gallery`, `global`, `reference`."""

_ARTICLE_KEYS = frozenset(("cid", "eid", "uid", "keyword"))
"""Parameters that courlan calls trackers, and by which some sites number their articles."""


class View(NamedTuple):
    """A parameter that selects a view of an article: its name, its values, and an example."""

    name: str
    values: re.Pattern[str]
    example: str
    counter_example: str


VIEWS = tuple(
    View(name, re.compile(values, re.IGNORECASE), example, counter_example)
    for name, values, example, counter_example in (
        ("amp", r"1|true|", "amp=1", "amp=220"),
        ("outputtype", r"amp", "outputType=amp", "outputType=7"),
        ("page", r"\d{1,3}|all", "page=2", "page=berita-12"),
        ("single", r"1|true", "single=1", "single=12"),
        ("showpage", r"\d{1,3}|all", "showpage=all", "showpage=berita-12"),
    )
)


def normalize_url(written: str) -> str:
    """Return the form that all URLs of a page share; text that is no URL is only stripped.

    Normalising is idempotent. Scheme, `www.`, the host's case, default ports, the fragment,
    trackers, the order of parameters, a trailing slash, AMP and the page of a long article make
    no difference. Routes after `#!` or `#/` and parameters that select an article do.

    >>> normalize_url(" http://WWW.kabar.example/d-1/warga/?utm_source=x#komentar ")
    'https://kabar.example/d-1/warga'
    >>> normalize_url("https://kabar.example/amp/d-1/warga?page=2")
    'https://kabar.example/d-1/warga'
    >>> normalize_url("https://kabar.example/?p=1"), normalize_url("https://kabar.example/#!/1")
    ('https://kabar.example/?p=1', 'https://kabar.example/#!/1')
    """
    text = _CONTROLS.sub("", written).strip()
    opening = _WEB.match(text)
    if not opening or len(text) > _MAX_CHARACTERS:
        return text
    try:
        return _normalize(urlsplit(f"https://{text[opening.end():]}"))
    except ValueError:  # no host of the web
        return text


def find_host(url: str) -> str:
    """Return the host of a URL in its normal form, "" if it has none.

    >>> find_host("http://m.kabar.example/1"), find_host("/1")
    ('kabar.example', '')
    """
    try:
        return urlsplit(normalize_url(url)).netloc
    except ValueError:  # no host of the web
        return ""


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
    tidy = path if _TIDY.fullmatch(path) else urlsplit(_tidy(f"https://kabar.example{path}")).path
    return _AMP_LAST.sub("", _AMP_FIRST.sub("", tidy.rstrip("/"))).rstrip("/")


def _tidy(url: str) -> str:
    import courlan  # takes 0.1 s, which `indexer --help` can do without

    return courlan.normalize_url(url)


def _normalize_query(query: str, path: str) -> str:
    """Return the parameters that select an article, in order."""
    names_page = not _SCRIPT.search(path.rpartition("/")[2])
    given = filter(None, (_ENTITY.sub("", each).rstrip() for each in query.split("&")))
    return "&".join(sorted(each for each in given if not _is_noise(each, names_page)))


def _is_noise(parameter: str, names_page: bool) -> bool:
    """Return whether a parameter tracks readers or, where the path names a page, selects a view."""
    name, _, value = parameter.partition("=")
    name = name.lower()
    if is_tracker(name):
        return True
    return names_page and any(view.name == name and view.values.fullmatch(value) for view in VIEWS)


@lru_cache(4_096)
def is_tracker(name: str) -> bool:
    """Return whether a parameter of this name only says where a reader came from.

    >>> [is_tracker(name) for name in ("utm_source", "fbclid", "ref", "gallery", "cid", "id")]
    [True, True, True, False, False, False]
    """
    if not re.fullmatch(r"[\w.\[\]-]+", name) or name in _ARTICLE_KEYS:
        return False
    if _LOOSE_TRACKER.search(name):
        return False
    return not urlsplit(_tidy(f"https://kabar.example/?{name}=1")).query
