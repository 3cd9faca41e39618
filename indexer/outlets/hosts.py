"""Which outlet's site a URL leads to."""

import re
from functools import lru_cache

from indexer.outlets import lists

_URL = re.compile(
    r"(?:[a-z][a-z\d+.-]{1,15}:)?//(?:[^/?#@\s]{0,100}@)?([^/?#:\s]{1,253})(?::\d*)?([^?#\s]*)",
    re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z\d_-]{1,63}\.){1,8}[a-z]{2,24}")
_ARCHIVES = ("web.archive.org", "archive.org")
_WITHIN = re.compile(
    r"https?:/{1,2}([^/?#:\s]{4,253})([^?#\s]*)|/amp/(?:s/)?([^/?#:\s]{4,253})([^?#\s]*)")
_CACHED = ".cdn.ampproject.org"
_MOBILE = re.compile(r"(?:(?:www\d?|m|mobile|amp|wap)\.){1,3}")

_NOBODY = frozenset("""
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
"""Hosts that carry what others publish."""


def outlet(url: str) -> str | None:
    """The listed outlet whose site a URL leads to, through archives and caches too.

    >>> outlet("https://news.detik.com/d-1"), outlet("https://www.bbc.com/indonesia/dunia-1")
    ('detik.com', 'BBC Indonesia')
    >>> outlet("https://web.archive.org/web/2019/http://www.tempo.co/a")
    'Tempo.co'
    """
    return known(*_place(url))


def site(url: str) -> str | None:
    """The host of a URL if it may be an outlet's: no number, no carrier of others' texts.

    >>> site("https://www.kabarsagara.example/a/1"), site("https://t.co/x"), site("http://1.1.1.1/")
    ('kabarsagara.example', None, None)
    """
    host, _ = _place(url)
    if not _HOST.fullmatch(host) or any(each in _NOBODY for each in _wider(host)):
        return None
    return host


@lru_cache(4_096)  # an archive has few hosts
def known(host: str, folder: str = "") -> str | None:
    """The listed outlet of a host, of one that it is part of, or of a folder on it."""
    for each in _wider(host.casefold()):
        for address in (f"{each}/{folder}", each):
            if found := lists.hosts().get(address):
                return found
    return None


def _place(url: str) -> tuple[str, str]:
    """The host of a URL and its first folder, folded; two empty texts if it is none."""
    match = _URL.match(url[:4_000].strip())
    if not match:
        return "", ""
    host, path = match[1], match[2]
    archived = host.casefold() in _ARCHIVES
    if archived or "/amp/" in path and host.casefold().startswith("www.google."):
        if within := _WITHIN.search(path):
            host, path = within[1] or within[3], within[2] or within[4]
    path = path.lstrip("/").removeprefix("s/")  # where m.goal.com has its pages
    return _plain(host), path.split("/", 1)[0].casefold()


@lru_cache(4_096)
def _plain(host: str) -> str:
    """A host folded, out of AMP's cache, and without what only says for which device it is."""
    host = host.casefold().rstrip(".")
    if host.endswith(_CACHED):
        host = _uncached(host.removesuffix(_CACHED))
    mobile = _MOBILE.match(host)
    return host[mobile.end():] if mobile and "." in host[mobile.end():] else host


def _uncached(label: str) -> str:
    """A host as AMP's cache writes it: dots as hyphens, hyphens doubled."""
    return label.replace("--", "\0").replace("-", ".").replace("\0", "-")


def _wider(host: str) -> list[str]:
    """A host, and those that it is part of, down to two labels."""
    labels = host.split(".")[-6:]
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]
