"""Takes out of a URL what makes no other page, beyond what earlier versions of this program did.

Archives have ids made from the forms of those versions, so these stay as they were: `identity.py`.
"""

import re
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit, urlunsplit

_MAY_REDUCE = re.compile(
    r"[%?;@\\]|//.*(?:/\.|//)|/index\.|/page/|/comment-page-|[.,)]$|(?-i:[^\x00-\x7f])|#[!/]*$"
    r"|blogspot|//ww\d\.|&utm", re.IGNORECASE)
"""What every URL contains that can be reduced. Without `-i`, İ and ſ would count as i and s."""

_MAX_CHARACTERS, _MAX_HOST_CHARACTERS = 2_048, 260
"""Longer texts are no URLs, as `identity.py` says."""

_USER = re.compile(r"^[^@/]*@")
_HOST = re.compile(r"^(?:ww\d\.)+(?=[^.]+\.[^.])")
_BLOGSPOT = re.compile(r"(?<=\.blogspot\.)(?:com?\.)?[a-z]{2,3}$")
"""Blogger redirects readers to the domain of their country."""

_ENCODED_HOST = re.compile(r"[\w.-]+(?::\d+)?", re.ASCII)
_DEVIATING = frozenset("ßς\u200c\u200d")
"""Letters that older rules for domain names replace by others."""

_ESCAPE = re.compile("%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[\w.~-]", re.ASCII)
_SESSION = re.compile(r"(?:;|%3B)(?:jsessionid|phpsessid|sid)=[\w.!-]{1,80}", re.IGNORECASE)
_LOST_QUERY = re.compile(r"(?:&|%26)utm_\w+=.*$", re.IGNORECASE | re.DOTALL)
_LAST_MARKS = re.compile(r"(?:[.,;]|%20|%E2%80%8[B-F]|%EF%BB%BF|%C2%A0)+$")
"""What stood behind a URL in a text, and was copied with it."""

_INDEX = re.compile(r"(?<=[^/])/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SECTIONS = frozenset("""
    tag tags category kategori kanal topik topic topics author penulis search cari rubrik label
    indeks index arsip archive page section
""".split())
"""Segments of a path that lists articles."""

_PAGED = re.compile(r"/(?:page|halaman)/(\d{1,3}|all)$|/comment-page-\d{1,4}$")
_SLUG = re.compile(r"[^/]+-[^/]+-[^/]+|[^/]*\d{4}[^/]*|[^/]+\.html?")
"""The last segment of an article's path: several words, a number, or a file."""


class Parameter(NamedTuple):
    """A parameter that makes no other page: its name, its values, and an example.

    If it `is_view`, it does so only where the path or another parameter names the article.
    """

    name: str
    value: str
    example: str
    counter_example: str
    is_view: bool = False


PARAMETERS = (
    Parameter(r"_x_tr_\w+", r".*", "_x_tr_sl=id", "x_tr=1"),
    Parameter(r"utm\w*|utm%5f\w+", r".*", "utm=rss", "atm=1"),
    Parameter(r"replytocom", r"\d*", "replytocom=12", "replytocom=wira"),
    Parameter(r"phpsessid|jsessionid|aspsessionid\w*|oscsid|zenid|sessionid|cftoken|cfid", r".*",
              "PHPSESSID=0a1b", "sesi=3"),
    Parameter(r"sid", r"(?=.*[a-f])[\da-f]{16,64}", "sid=0a1b2c3d4e5f6071", "sid=12"),
    Parameter(r"fb_(?:action_ids|action_types|ref|source|comment_id)|igsh|__twitter_impression"
              r"|tblci|cn-reloaded|ncid|ocid|cvid|rdid|share_url|zarsrc|zanpid|hsctatracking"
              r"|_hsenc|_hsmi|guccounter|guce_referrer\w*|__cf_chl_\w+|ved|usg|shared",
              r".*", "igsh=MzRl", "ncid_berita=12"),
    Parameter(r"src|source", r"rss|twitter|facebook|whatsapp|feed|share", "src=rss", "src=12"),
    Parameter(r"wpamp|amphtml|amp_markup|wptouch_(?:switch|redirect)", r".*", "wpamp", "amp_id=7"),
    Parameter(r"amp", r"amp", "amp=amp", "amp=220"),
    Parameter(r"view|format|output|mode|layout", r"print|cetak|printable|amp", "view=print",
              "view=7"),
    Parameter(r"mobile|desktop|nomobile|showall|all|fullpage", r"1|true|yes|", "showall=1", "all=7",
              is_view=True),
    Parameter(r"device", r"mobile|desktop|tablet", "device=mobile", "device=7", is_view=True),
    Parameter(r"s", r"\d\d", "s=08", "s=gempa", is_view=True),
    Parameter(r"t", r"(?=.*[A-Z_-])[\w-]{20,24}", "t=Ab3dEfGhIj_KlMnOpQrStU", "t=12", is_view=True),
    Parameter(r"oc", r"\d", "oc=5", "oc=12", is_view=True),
    Parameter(r"_", r"\d{10,13}", "_=1556262300", "_=12", is_view=True),
    Parameter(r"feature|action", r"share", "feature=share", "action=7", is_view=True),
    Parameter(r"page|paged|hal|halaman|showpage", r"\d{1,3}|all|semua", "paged=2", "hal=depan",
              is_view=True),
)
_FORMS = [(re.compile(f"(?:{each.name})", re.IGNORECASE),
           re.compile(each.value, re.IGNORECASE if each.name != "t" else re.NOFLAG), each.is_view)
          for each in PARAMETERS]
_ARTICLE_KEY = re.compile(
    r"(?:id|no|nid|aid|p|read|(?:id|no)_?(?:berita|artikel|news|post)"
    r"|(?:berita|artikel|news|article|post)_?(?:id|no)?)=\d+", re.IGNORECASE)
"""A parameter that numbers articles."""


def reduce_url(url: str) -> str:
    """Return a URL without what makes no other page.

    >>> reduce_url("https://kabar.example/d-1/pasar-kenanga-dibuka/page/2?s=08&replytocom=7")
    'https://kabar.example/d-1/pasar-kenanga-dibuka'
    >>> reduce_url("https://kabar.example/baca.php?no=7&view=print")
    'https://kabar.example/baca.php?no=7'
    >>> reduce_url("https://kabar.example/?s=08")
    'https://kabar.example/?s=08'
    """
    if not url.startswith("https://") or len(url) > _MAX_CHARACTERS or not _MAY_REDUCE.search(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:  # no host of the web
        return url
    return url if len(parts.netloc) > _MAX_HOST_CHARACTERS else _reduce(parts)


def _reduce(parts: SplitResult) -> str:
    path = _reduce_path(parts.path)
    query = _reduce_query(path, parts.query.lstrip("?"))
    route = parts.fragment if parts.fragment.strip("!/") else ""
    return urlunsplit((
        "https", _reduce_host(parts.netloc), path or ("/" if query or route else ""), query, route))


def find_paged(path: str) -> str | None:
    """Return which part of an article the end of a path shows; None if it says none.

    >>> find_paged("/pasar-kenanga-dibuka/page/2"), find_paged("/tag/pasar/page/2")
    ('2', None)
    """
    match = _PAGED.search(path)
    return match[1] if match and _is_article(path[:match.start()]) else None


def names_article(path: str) -> bool:
    """Return whether a path names a page, rather than a script or nothing."""
    return not re.search(r"(?:^|/|\.(?:php\d?|aspx?|jsp|cgi|pl|do))$", path, re.IGNORECASE)


def _reduce_host(host: str) -> str:
    host = _HOST.sub("", _USER.sub("", host))
    return _BLOGSPOT.sub("com", encode_host(host))


def encode_host(host: str) -> str:
    """Return a host in ASCII; as it is if it cannot be written so, as `⑴`, which would be `(1)`.

    >>> encode_host("bücher.example"), encode_host("⑴.example")
    ('xn--bcher-kva.example', '⑴.example')
    """
    if host.isascii() or not _DEVIATING.isdisjoint(host):
        return host
    try:
        encoded = host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
    return encoded if _ENCODED_HOST.fullmatch(encoded) else host


def _reduce_path(path: str) -> str:
    path = _LOST_QUERY.sub("", _SESSION.sub("", _ESCAPE.sub(_reduce_escape, path)))
    if "/." in path or "//" in path:
        path = normpath(path).replace("//", "/")
    path = _INDEX.sub("", _LAST_MARKS.sub("", path).rstrip("/"))
    match = _PAGED.search(path)
    return path[:match.start()] if match and _is_article(path[:match.start()]) else path


def _reduce_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if _UNRESERVED.match(char) else match[0].upper()


def _is_article(path: str) -> bool:
    *folders, last = path.split("/")
    return _SLUG.fullmatch(last) is not None and _SECTIONS.isdisjoint(map(str.lower, folders))


def may_show_views(path: str, query: str) -> bool:
    """Return whether the path of a URL, or else a parameter, names an article.

    >>> may_show_views("/pasar", ""), may_show_views("/baca.php", "no=7"), may_show_views("/", "")
    (True, True, False)
    """
    return names_article(path) or any(map(_ARTICLE_KEY.fullmatch, query.split("&")))


def _reduce_query(path: str, query: str) -> str:
    if not query:
        return ""
    escaped = _ESCAPE.sub(_reduce_escape, query)
    may_drop_views = may_show_views(path, escaped)
    return "&".join(
        each for each in escaped.split("&") if not _is_noise(each, may_drop_views))


def _is_noise(parameter: str, may_drop_views: bool) -> bool:
    name, _, value = parameter.partition("=")
    return any(
        (may_drop_views or not is_view) and names.fullmatch(name) and values.fullmatch(value)
        for names, values, is_view in _FORMS)
