"""The outlet whose site a URL leads to, through archives and caches too."""

import re
from functools import lru_cache

from indexer.outlets import lists
from search.urls.unwrapping import unwrap_url

_URL = re.compile(
    r"(?:[a-z][a-z\d+.-]{1,15}:)?//(?:[^/?#@\s]{0,100}@)?([^/?#:\s]{1,253})(?::\d*)?([^?#\s]*)",
    re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z\d_-]{1,63}\.){1,8}[a-z]{2,24}")
_ARCHIVES = ("web.archive.org", "archive.org")
_INNER_URL = re.compile(
    r"https?:/{1,2}([^/?#:\s]{4,253})([^?#\s]*)|/amp/(?:s/)?([^/?#:\s]{4,253})([^?#\s]*)")
_MAX_CHARACTERS = 4_000
_AMP_CACHE = ".cdn.ampproject.org"
_DEVICE = re.compile(r"(?:(?:www\d?|m|mobile|amp|wap)\.){1,3}")

_CARRIERS = frozenset("""
    google.com google.co.id goo.gl news.google.com yahoo.com msn.com bing.com facebook.com fb.com
    fb.me twitter.com x.com t.co instagram.com youtube.com youtu.be tiktok.com threads.net
    linkedin.com whatsapp.com wa.me t.me telegram.me line.me pinterest.com reddit.com bit.ly
    tinyurl.com ow.ly s.id feedburner.com feedproxy.google.com flipboard.com feedly.com pocket.co
    getpocket.com babe.news baca.co.id ucnews.id opera.news operanewsapp.com newsbreak.com
    smartnews.com kurio.co.id archive.org archive.ph archive.is archive.today scribd.com
    issuu.com wikipedia.org github.com githubusercontent.com amazonaws.com cloudfront.net
    akamaized.net akamaihd.net cloudflare.com fastly.net cdn.ampproject.org ampproject.org
    googleusercontent.com huggingface.co dropbox.com pastebin.com translate.goog
    googleapis.com docs.google.com netlify.app vercel.app workers.dev pages.dev
""".split())
"""Hosts of what others publish."""


def find_url_outlet(url: str) -> str | None:
    """Return the listed outlet whose site a URL leads to.

    >>> find_url_outlet("https://news.detik.com/d-1")
    'detik.com'
    >>> find_url_outlet("https://www.bbc.com/indonesia/dunia-1")
    'BBC Indonesia'
    >>> find_url_outlet("https://web.archive.org/web/2019/http://www.tempo.co/a")
    'Tempo.co'
    """
    return find_host_outlet(*_split_url(url))


def find_site(url: str) -> str | None:
    """Return the host of a URL if it may be an outlet's: no number, no carrier of others' texts.

    >>> find_site("https://www.kabarsagara.example/a/1")
    'kabarsagara.example'
    >>> find_site("kabarsagara.example/a/1"), find_site("https://archive.ph/o/x/kabar.example/1")
    ('kabarsagara.example', 'kabar.example')
    >>> find_site("https://t.co/x"), find_site("http://1.1.1.1/")
    (None, None)
    """
    host, _ = _split_url(url)
    if not _HOST.fullmatch(host) or any(each in _CARRIERS for each in _widen(host)):
        return None
    return host


@lru_cache(4_096)  # an archive has few hosts
def find_host_outlet(host: str, folder: str = "") -> str | None:
    """Return the listed outlet of a folder on a host, of the host, or of one it is part of."""
    for each in _widen(host.casefold()):
        for address in (f"{each}/{folder}", each):
            if found := lists.outlets_by_host().get(address):
                return found
    return None


def _split_url(url: str) -> tuple[str, str]:
    """Return the host of a URL and its first folder, folded; two empty texts for other text."""
    match = _URL.match(unwrap_url(url[:_MAX_CHARACTERS]))
    if not match:
        return "", ""
    host, path = match[1], match[2]
    is_archived = host.casefold() in _ARCHIVES
    if is_archived or "/amp/" in path and host.casefold().startswith("www.google."):
        if within := _INNER_URL.search(path):
            host, path = within[1] or within[3], within[2] or within[4]
    path = path.lstrip("/").removeprefix("s/")  # where m.goal.com has its pages
    return _simplify(host), path.split("/", 1)[0].casefold()


@lru_cache(4_096)
def _simplify(host: str) -> str:
    """Return a host folded, out of AMP's cache, and without the name of a device."""
    host = host.casefold().rstrip(".")
    if host.endswith(_AMP_CACHE):
        host = _decode_amp(host.removesuffix(_AMP_CACHE))
    device = _DEVICE.match(host)
    return host[device.end():] if device and "." in host[device.end():] else host


def _decode_amp(label: str) -> str:
    """Decode a host from AMP's cache, which writes dots as hyphens and doubles hyphens."""
    return label.replace("--", "\0").replace("-", ".").replace("\0", "-")


def _widen(host: str) -> list[str]:
    """Return a host, and those that it is part of, down to two labels."""
    labels = host.split(".")[-6:]
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]
