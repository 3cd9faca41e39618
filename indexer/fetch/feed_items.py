"""Reads the items of what an address answered: of a feed, a JSON Feed or a news sitemap.

A page leads to the feed that it names.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from indexer import formats
from indexer.fetch.feed_link import find_feed_link, is_page
from indexer.fetch.news_sitemap import is_sitemap, read_sitemap
from indexer.fetch.polite_client import Fetched
from indexer.fetch.public_address import FetchError
from indexer.formats.io.compressed import detect_compression, open_decompressed
from indexer.record import ReadResult, Rejection

MAX_FEED_BYTES = 16 << 20

MAX_ITEMS = 50_000
"""Items of a feed: 16 MiB of empty ones would take minutes. A sitemap may have as many."""

_ITEM = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)[\s/>]")

_NO_NEWS = "a sitemap without news: name the site's news sitemap or its feed"
_NAMES_NO_FEED = "a page that names no feed: write the address of the feed that belongs to it"


@dataclass(frozen=True, slots=True)
class FeedItems:
    """The items of a feed. `has_text` is False for a sitemap, which has addresses only.

    `feed` is the address of the feed, if a page that names it was fetched instead.
    """

    results: Sequence[ReadResult] = ()
    has_text: bool = True
    sitemaps: Sequence[str] = ()
    feed: str | None = None


def read_items(fetched: Fetched, is_listed: bool = False) -> FeedItems:
    """Return the items, in the order of the feed. Raises FetchError if it is none.

    A sitemap that `is_listed` by one may have other things than news. A page has no items, but
    names its feed.
    """
    data = _unpack(fetched.body)
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if is_sitemap(data):
        sitemap = read_sitemap(data, fetched.url)
        if not (sitemap.items or sitemap.sitemaps or is_listed):
            raise FetchError(_NO_NEWS)
        return FeedItems(sitemap.items, has_text=False, sitemaps=sitemap.sitemaps)
    if is_page(data, fetched.headers.get("Content-Type") or ""):
        return FeedItems(feed=_find_feed(data, fetched.url))
    format = "json" if start.startswith((b"{", b"[")) else "feed"
    results = _read_feed(data, fetched.url, format)
    for each in results[:1]:
        if isinstance(each, Rejection) and each.raw is None and each.fields is None:
            raise FetchError(each.reason)
    return FeedItems(results)


def _read_feed(data: bytes, url: str, format: str) -> list[ReadResult]:
    """Return the items of a feed. Raises FetchError if they are too many, also of what is skipped.
    """
    count = sum(1 for _ in islice(_ITEM.finditer(data), MAX_ITEMS + 1))
    if count <= MAX_ITEMS:
        results = list(islice(formats.read_stream(io.BytesIO(data), url, format), MAX_ITEMS + 1))
        if len(results) <= MAX_ITEMS:
            return results
    raise FetchError(f"a feed of more than {MAX_ITEMS:,} items: save it, and `indexer add` it")


def _find_feed(page: bytes, url: str) -> str:
    feed = find_feed_link(page, url)
    if not feed:
        raise FetchError(_NAMES_NO_FEED)
    return feed


def _unpack(body: bytes) -> bytes:
    """Return a body that is a compressed file unpacked, up to the limit of a feed."""
    file = io.BufferedReader(io.BytesIO(body))
    ending = detect_compression(file, "")
    if not ending:
        return body
    try:
        with open_decompressed(file, ending) as content:
            data = content.read(MAX_FEED_BYTES + 1)
    except (OSError, EOFError, ValueError) as error:
        raise FetchError(str(error)) from None
    if len(data) > MAX_FEED_BYTES:
        raise FetchError(f"the answer has more than {MAX_FEED_BYTES >> 20} MiB")
    return data
