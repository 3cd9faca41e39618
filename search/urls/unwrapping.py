"""Finds the URL of a page inside the URL of an archive, a cache or a redirection."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from search.urls.parsing import WEB

_MAY_WRAP = re.compile(
    r"archive|arquivo|replay|/https?:/|ampproject|google|facebook|/amp/s/|translate\.goog"
    r"|instagram|linkedin|//t\.me/|bing|amp\.cloudflare|=https?(?::|%3A)", re.IGNORECASE)
"""What every wrapped URL contains."""

_MAX_LEVELS = 8
_MAX_CHARACTERS = 2_048

_OPENING = r"(?:https?:)?(?://)?(?:www\.|m\.)?"
_TIME = r"(?:\d{1,14}|\*|\d{4,14}\*)(?:[a-z]{2}_)?"

_TRANSLATED = re.compile(
    r"(?:https?:)?//(?P<host>(?=[\w-]*\w-\w)[\w-]{3,100})\.translate\.goog(?P<rest>[/?].*)?",
    re.IGNORECASE | re.DOTALL)
"""A page as Google's translation shows it: its host with dashes for dots."""


class Wrapper(NamedTuple):
    """A service that shows the pages of others: how it writes their URLs, and an example.

    The pattern has the URL of the page as its group; `is_quoted` if that is percent-encoded.
    """

    name: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    is_quoted: bool = False


WRAPPERS = tuple(
    Wrapper(name, re.compile(_OPENING + pattern, re.IGNORECASE | re.DOTALL), *others)
    for name, pattern, *others in (
        ("Wayback Machine", r"(?:web\.|wayback\.)?archive\.org(?::\d+)?/"
         rf"(?:(?:web/)?{_TIME}/|(?:web|save)/(?=https?:/))(.+)",
         "https://web.archive.org/web/20200304050607if_/{}",
         "https://archive.org/details/20200304/warga"),
        ("archive.today",
         r"archive\.(?:today|ph|is|li|fo|md|vn)/"
         r"(?:(?:newest|oldest|o/\w+|[\d.-]{4,20})/|(?=https?:/))(.+)",
         "https://archive.ph/2020.03.04-050607/{}", "https://archive.ph/aB3dE"),
        ("pywb", r"[\w.-]+(?::\d+)?/(?:[\w-]+/){0,4}\d{14}(?:[a-z]{2}_)?/(https?:/.+)",
         "https://arquivo.pt/wayback/20200304050607/{}",
         "https://kabar.example/berita/20200304050607/warga"),
        ("AMP cache", r"[\w-]+\.cdn\.ampproject\.org/(?:[a-z]/)?(?:s/)?(.+)",
         "https://kabarnusa-example.cdn.ampproject.org/c/s/{}", "https://cdn.ampproject.org/v0.js"),
        ("AMP viewer", r"google(?:\.[a-z]{2,3}){1,2}/amp/(?:s/)?(.+)",
         "https://www.google.co.id/amp/s/{}", "https://www.google.com/search"),
        ("Google's cache",
         r"webcache\.googleusercontent\.com/search\?(?:.*&)?q=cache:(?:[\w-]{12}:)?([^+&]+).*",
         "https://webcache.googleusercontent.com/search?q=cache:aB3dE_fG-h1j:{}+&hl=id",
         "https://webcache.googleusercontent.com/search?q=warga", True),
        ("redirection", r"google(?:\.[a-z]{2,3}){1,2}/url\?(?:.*&)?(?:q|url)=([^&]+).*",
         "https://www.google.com/url?sa=t&url={}&usg=x", "https://www.google.com/url?sa=t", True),
        ("redirection of Facebook", r"lm?\.facebook\.com/l\.php\?(?:.*&)?u=([^&]+).*",
         "https://l.facebook.com/l.php?u={}&h=x", "https://www.facebook.com/warga/posts/1", True),
        ("warning of Facebook", r"facebook\.com/flx/warn/?\?(?:.*&)?u=([^&]+).*",
         "https://www.facebook.com/flx/warn/?u={}", "https://www.facebook.com/flx/warn", True),
        ("redirection of Instagram", r"l\.instagram\.com/\?(?:.*&)?u=([^&]+).*",
         "https://l.instagram.com/?u={}&e=x", "https://www.instagram.com/p/1", True),
        ("redirection of LinkedIn", r"linkedin\.com/redir/redirect/?\?(?:.*&)?url=([^&]+).*",
         "https://www.linkedin.com/redir/redirect?url={}&urlhash=x",
         "https://www.linkedin.com/posts/1", True),
        ("Instant View of Telegram", r"t\.me/iv\?(?:.*&)?url=([^&]+).*",
         "https://t.me/iv?url={}&rhash=x", "https://t.me/kabarnusa/1", True),
        ("translation", r"translate\.google(?:\.[a-z]{2,3}){1,2}/translate\?(?:.*&)?u=([^&]+).*",
         "https://translate.google.com/translate?sl=id&u={}&prev=search",
         "https://translate.google.com/?sl=id", True),
        ("Bing's cache", r"cc\.bingj\.com/cache\.aspx\?(?:.*&)?u(?:rl)?=([^&]+).*",
         "https://cc.bingj.com/cache.aspx?q=x&url={}", "https://cc.bingj.com/cache.aspx?q=x", True),
        ("AMP cache of Bing and Cloudflare",
         r"(?:amp\.cloudflare\.com|[\w-]+\.bing-amp\.com)/(?:[a-z]/)?(?:s/)?(.+)",
         "https://kabarnusa-example.bing-amp.com/c/s/{}", "https://amp.cloudflare.com/"),
        ("redirection of others",
         r"(?:(?:out\.reddit|getpocket|flipboard|t\.umblr|(?:away\.)?vk|youtube|duckduckgo"
         r"|steamcommunity|news\.url\.google)\.com|slack-redir\.net"
         r"|(?:[\w-]+\.)?safelinks\.protection\.outlook\.com)/[^?]{0,60}\?(?:.*&)?"
         r"(?:url|q|u|to|z|uddg)=(https?(?::|%3A)[^&]+).*",
         "https://t.umblr.com/redirect?z={}&t=x", "https://youtube.com/watch?v=x&q=gempa", True),
        ("AMP viewer of Bing", r"bing\.com/amp/(?:s/)?(.+)",
         "https://www.bing.com/amp/s/{}", "https://www.bing.com/search"),
        ("reader", r"(?:r\.jina\.ai|12ft\.io|outline\.com)/(https?:/.+)",
         "https://r.jina.ai/{}", "https://outline.com/aB3dE"),
    )
)


def unwrap_url(written: str) -> str:
    """Return the URL of the page that a URL shows, with a scheme; any other text without blanks.

    >>> unwrap_url("https://web.archive.org/web/2020/http://kabar.example/1")
    'http://kabar.example/1'
    >>> unwrap_url(" kabar.example/1"), unwrap_url("//kabar.example/1"), unwrap_url("/1")
    ('https://kabar.example/1', 'https://kabar.example/1', '/1')
    """
    url = written.strip()
    if len(url) > _MAX_CHARACTERS:
        return url
    for _ in range(_MAX_LEVELS if _MAY_WRAP.search(url) else 0):
        inner = _find_inner(url)
        if inner is None:
            break
        url = inner
    opening = WEB.match(url)
    return url if not opening or ":" in opening[0] else f"https://{url[opening.end():]}"


def _find_inner(url: str) -> str | None:
    """Return the URL inside another one; None if there is none."""
    if translated := _TRANSLATED.fullmatch(url):
        host = translated["host"].replace("--", "_").replace("-", ".").replace("_", "-")
        return f"https://{host}{translated['rest'] or ''}"
    for wrapper in WRAPPERS:
        if match := wrapper.pattern.fullmatch(url):
            inner = unquote(match[1]) if wrapper.is_quoted else match[1]
            inner = re.sub(r"^(https?):/+", r"\1://", inner, flags=re.IGNORECASE).strip()
            return inner if WEB.match(inner) else None
    return None
