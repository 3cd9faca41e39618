"""Takes out of a URL what makes no other page, beyond what earlier versions of this program did.

Archives have ids made from the forms of those versions, so these stay as they were: `identity.py`.
"""

import re
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit, urlunsplit

_MAY_REDUCE = re.compile(
    r"[%?;@\\]|//.*(?:/\.|//)|/index\.|/page/|/comment-page-|[.,)]$|(?-i:[^\x00-\x7f])|#[!/]*$"
    r"|blogspot|//ww\d\.|&utm|/(?:[2-9]|all|full|semua)$|//[^/]+/cetak/"
    r"|//(?:[\w-]+\.)?(?:kompas\.com|detik\.com|tempo\.co|okezone\.com|antaranews\.com)/",
    re.IGNORECASE)
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
_LOST_QUERY = re.compile(
    r"(?:(?:&|%26|%3F)utm_\w+|%3F(?:fbclid|gclid|amp|page|single))(?:=|%3D|$).*$",
    re.IGNORECASE | re.DOTALL)
_LAST_MARKS = re.compile(r"(?:[.,;]|%20|%E2%80%8[B-F]|%EF%BB%BF|%C2%A0)+$")
"""What stood behind a URL in a text, and was copied with it."""

_INDEX = re.compile(r"(?<=[^/])/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SECTIONS = frozenset("""
    tag tags category kategori kanal topik topic topics author penulis search cari rubrik label
    indeks index arsip archive page section
""".split())
"""Segments of a path that lists articles."""

_COMMENTS = re.compile(r"/comment-page-\d{1,4}$")
_PAGED = re.compile(r"/(?:page|halaman)/(\d{1,3}|all)$|/(all|full|semua|[2-9])$", re.IGNORECASE)
_SLUG = re.compile(r"[^/]+-[^/]+-[^/]+|[^/]*\d{4}[^/]*|[^/]+\.html?")
"""The last segment of an article's path: several words, a number, or a file."""

_NUMBERED_SLUG = re.compile(r".*/[^/]*\d{3}.*/[^/]+-[^/]+|.*/[^/]*\d{4}[^/]*-[^/]+-[^/]+")
"""A path with words behind a number, as articles have them: `/read/331/pasar-kenanga`."""

_SCRIPT_FIRST = re.compile(r"^/index\.php(?=/[^/])", re.IGNORECASE)
_PRINT_FIRST = re.compile(r"^/cetak(?=/[^/]+/)", re.IGNORECASE)


class SitePath(NamedTuple):
    """How one site writes the path of a page for phones or for printing, and how it does else.

    The pattern is matched by what stands behind `https://`, in the form that knows no devices.
    """

    pattern: re.Pattern[str]
    becomes: str
    example: str
    page: str


SITE_PATHS = tuple(
    SitePath(re.compile(pattern), *others) for pattern, *others in (
        (r"kompas\.com/(nasional|megapolitan|regional|internasional|money|ekonomi|bola|tekno"
         r"|otomotif|travel|lifestyle|properti|edukasi|health|entertainment|olahraga)"
         r"/(read/\d{4}/.+)", r"\1.kompas.com/\2",
         "https://amp.kompas.com/nasional/read/2019/04/26/14050011/a-b-c",
         "https://nasional.kompas.com/read/2019/04/26/14050011/a-b-c"),
        (r"detik\.com/(news|finance|hot|inet|sport|oto|travel|food|health|wolipop)"
         r"/([\w-]+/d-\d+/.+)", r"\1.detik.com/\2",
         "https://m.detik.com/news/berita/d-4520000/a-b-c",
         "https://news.detik.com/berita/d-4520000/a-b-c"),
        (r"([\w-]+\.tempo\.co)/(\d+/[^/]+)", r"\1/read/\2",
         "https://nasional.tempo.co/amp/1200000/a-b-c",
         "https://nasional.tempo.co/read/1200000/a-b-c"),
        (r"([\w-]+\.okezone\.com)/(\d{4}/\d\d/\d\d/\d+/\d+/[^/]+)", r"\1/read/\2",
         "https://news.okezone.com/amp/2019/04/26/337/2048000/a-b-c",
         "https://news.okezone.com/read/2019/04/26/337/2048000/a-b-c"),
        (r"((?:[\w-]+\.)?antaranews\.com)/(\d+/[^/]+)", r"\1/berita/\2",
         "https://www.antaranews.com/print/847000/a-b-c",
         "https://www.antaranews.com/berita/847000/a-b-c"),
    )
)

SITES = ("kompas.com", "detik.com", "tempo.co", "okezone.com", "antaranews.com")
"""The ends of the hosts of these sites."""


class Parameter(NamedTuple):
    """A parameter that makes no other page: its name, its values, and an example.

    If it `is_view`, it does so only where the path or another parameter names the article; if it
    `is_loose`, only where the path has the words of a title or a long number.
    """

    name: str
    value: str
    example: str
    counter_example: str
    is_view: bool = False
    is_loose: bool = False


PARAMETERS = (
    Parameter(r"_x_tr_\w+", r".*", "_x_tr_sl=id", "x_tr=1"),
    Parameter(r"utm\w*|utm%5f\w+|utm_\w+%3d.*", r".*", "utm=rss", "atm=1"),
    Parameter(r"replytocom|like_comment|showcomment", r"\d*", "replytocom=12", "replytocom=wira"),
    Parameter(r"phpsessid|jsessionid|aspsessionid\w*|oscsid|zenid|sessionid|cftoken|cfid", r".*",
              "PHPSESSID=0a1b", "sesi=3"),
    Parameter(r"sid", r"(?=.*[a-f])[\da-f]{16,64}", "sid=0a1b2c3d4e5f6071", "sid=12"),
    Parameter(r"fb_(?:action_ids|action_types|ref|source|comment_id)|igsh|__twitter_impression"
              r"|tblci|cn-reloaded|ncid|ocid|cvid|rdid|share_url|zarsrc|zanpid|hsctatracking"
              r"|_hsenc|_hsmi|guccounter|guce_referrer\w*|__cf_chl_\w+|ved|usg|shared"
              r"|doing_wp_cron",
              r".*", "igsh=MzRl", "ncid_berita=12"),
    Parameter(r"gad_(?:source|campaignid)|srsltid|_branch_\w+|_kx|epik|rb_clickid|hsa_\w+"
              r"|hss_channel|oborigurl|outbrainclickid|elq\w+|s_kwcid|mkt_tok|smid|smtyp|smprod"
              r"|ns_mchannel|trk(?:campaign|email|info)?|taid|wickedid|_openstat|_wpnonce|spref"
              r"|relatedposts\w*|lgn_method|google_btn|jxconn|jxrecoid"
              r"|akamai-rum|__amp_source_origin"
              r"|at_(?:medium|campaign|custom\d|link\w*|format|bbc\w*)|cmp|spjobid|spmailingid"
              r"|spuserid|spreportid|ss_source|dm_i|sc_(?:src|campaign|channel|cid|lid|uid|llid|eh)"
              r"|wt\.mc_\w+|_gl|_ga_\w+|fb_xd_fragment",
              r".*", "gad_source=1", "trking=1"),
    Parameter(r"mtype", r"mpc\..*", "mtype=mpc.ctr.B", "mtype=7"),
    Parameter(r"nb|preview", r"1|true", "nb=1", "nb=7", is_loose=True),
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
    Parameter(r"is_?amp|amp_?mode|is_?print|print_?mode|printable|printer[-_]?friendly|pdf",
              r"1|true|yes|y|", "isAmp=true", "pdf=7", is_view=True),
    Parameter(r"platform|version|type|tampilan", r"amp|mobile|desktop", "platform=amp",
              "type=video", is_view=True),
    Parameter(r"do|print|format|task", r"print|cetak|pdf", "do=print", "do=7", is_view=True),
    Parameter(r"full|onepage|one_page|single_?page|viewall|view_all|pagewanted",
              r"1|true|yes|all|print|", "onepage=1", "full=7", is_view=True),
    Parameter(r"page", r"|full|last|single|\d{1,2}(?:,|%2C)\d{1,2}", "page=full", "page=muka",
              is_view=True),
    Parameter(r"pg|hlm|page_?num|p", r"\d{1,2}", "pg=2", "pg=depan", is_loose=True),
    Parameter(r"start|limitstart", r"\d{0,2}", "start=1", "start=2019", is_loose=True),
    Parameter(r"itemid|destination", r".*", "Itemid=101", "itemids=1", is_loose=True),
    Parameter(r"layout|output", r"default|1", "layout=default", "layout=7", is_loose=True),
    Parameter(r"nocache|no_cache|refresh|rand(?:om)?|timestamp|ts|time|cb|v|ver|t",
              r"1|true|\d{10,13}", "cb=1556262300", "v=a1", is_loose=True),
    Parameter(r"from|via|chan|channel|ito|icid|si|mod|sumber",
              r"(?=.*[a-z])[\w.-]{1,40}", "via=twitter", "via=7", is_loose=True),
)


def _compile(each: Parameter) -> tuple[re.Pattern[str], re.Pattern[str]]:
    is_exact = each.name == "t"
    return (re.compile(f"(?:{each.name})", re.IGNORECASE),
            re.compile(each.value, re.NOFLAG if is_exact else re.IGNORECASE))


_FORMS = [(*_compile(each), each.is_view, each.is_loose) for each in PARAMETERS]
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
    host, path = _reduce_site(_reduce_host(parts.netloc), _reduce_path(parts.path))
    query = _reduce_query(path, parts.query.lstrip("?"))
    route = parts.fragment if parts.fragment.strip("!/") else ""
    return urlunsplit(("https", host, path or ("/" if query or route else ""), query, route))


def _reduce_site(host: str, path: str) -> tuple[str, str]:
    """Return host and path as the site writes them on its pages for everybody."""
    for site in SITE_PATHS:
        if match := site.pattern.fullmatch(f"{host}{path}"):
            host, slash, rest = match.expand(site.becomes).partition("/")
            return host, slash + rest
    return host, path


def has_other_path(page: str) -> bool:
    """Return whether a site writes a page otherwise for everybody, given what follows `https://`.

    >>> has_other_path("nasional.tempo.co/1200000/a-b-c")
    True
    >>> has_other_path("nasional.tempo.co/read/1200000/a-b-c")
    False
    """
    return any(site.pattern.fullmatch(page) for site in SITE_PATHS)


def find_paged(path: str) -> str | None:
    """Return which part of an article the end of a path shows; None if it says none.

    >>> find_paged("/pasar-kenanga-dibuka/page/2"), find_paged("/tag/pasar/page/2")
    ('2', None)
    """
    match = _find_paged(path)
    return (match[1] or match[2]).lower().replace("full", "all") if match else None


def _find_paged(path: str) -> re.Match[str] | None:
    match = _PAGED.search(path)
    if not match:
        return None
    is_article = _is_article if match[1] else _is_surely_article
    return match if is_article(path[:match.start()]) else None


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
    path = _PRINT_FIRST.sub("", _SCRIPT_FIRST.sub("", path))
    path = _COMMENTS.sub("", _INDEX.sub("", _LAST_MARKS.sub("", path).rstrip("/")))
    match = _find_paged(path)
    return path[:match.start()] if match else path


def _reduce_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if _UNRESERVED.match(char) else match[0].upper()


def _is_article(path: str) -> bool:
    *folders, last = path.split("/")
    is_slug = _SLUG.fullmatch(last) or _NUMBERED_SLUG.fullmatch(path)
    return is_slug is not None and _SECTIONS.isdisjoint(map(str.lower, folders))


def _is_surely_article(path: str) -> bool:
    """Return whether words behind a number end a path, which only articles have."""
    return _NUMBERED_SLUG.fullmatch(path) is not None and _is_article(path)


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
    may_drop_views, is_article = may_show_views(path, escaped), _is_article(path)
    return "&".join(each for each in escaped.split("&")
                    if not _is_noise(each, may_drop_views, is_article))


def _is_noise(parameter: str, may_drop_views: bool, is_article: bool) -> bool:
    """Return whether a parameter makes no other page, given what its path and query name."""
    name, _, value = parameter.partition("=")
    return any(
        (may_drop_views or not is_view) and (is_article or not is_loose)
        and names.fullmatch(name) and values.fullmatch(value)
        for names, values, is_view, is_loose in _FORMS)
