"""Reads news sitemaps: addresses of new articles, with their titles, dates and outlet.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.fetch.public_address import FetchError
from indexer.record import Location, Record

_START = re.compile(rb"<(?:\w{1,40}:)?(?:urlset|sitemapindex)[\s>]")
_HEAD_BYTES = 4_096
_FIELDS = {"title": "title", "publication_date": "published", "name": "outlet",
           "keywords": "tags"}
"""Elements of `news:news`, and what we call them."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The articles of a sitemap, or the sitemaps that it lists, the newest first."""

    items: tuple[Record, ...] = ()
    sitemaps: tuple[str, ...] = ()


def is_sitemap(data: bytes) -> bool:
    """Return whether a file is a sitemap.

    >>> is_sitemap(b'<?xml version="1.0"?><urlset xmlns="a">'), is_sitemap(b"<rss>")
    (True, False)
    """
    return bool(_START.search(data[:_HEAD_BYTES]))


def read_sitemap(data: bytes, url: str) -> Sitemap:
    """Return what a sitemap lists. Raises FetchError if it is broken."""
    items, sitemaps = [], []
    for name, element in _list_elements(data):
        entry = _read_entry(element)
        if not entry.get("loc"):
            continue
        if name == "sitemap":
            sitemaps.append((entry.get("lastmod", ""), entry["loc"]))
        elif fields := {ours: entry[theirs] for theirs, ours in _FIELDS.items() if theirs in entry}:
            items.append(Record(
                location=Location(url), fields=fields | {"url": entry["loc"]}, source="feed"))
    sitemaps.sort(key=lambda each: each[0], reverse=True)
    return Sitemap(tuple(items), tuple(loc for _, loc in sitemaps))


def _list_elements(data: bytes) -> Iterator[tuple[str, Any]]:
    """Yield each `url` and `sitemap`, and forget it afterwards."""
    from lxml import etree

    try:
        for _, element in etree.iterparse(
                io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True,
                load_dtd=False):
            name = _get_name(element)
            if name in ("url", "sitemap"):
                yield name, element
                element.clear()
    except etree.XMLSyntaxError as error:
        raise FetchError(f"this sitemap is broken: {error.msg}") from None


def _read_entry(element: Any) -> dict[str, str]:
    """Return the texts of an entry by the local names of their elements."""
    return {_get_name(each): " ".join((each.text or "").split()) for each in element.iter()
            if isinstance(each.tag, str) and (each.text or "").strip()}


def _get_name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
