"""Reads the items of what an address answered: of a feed, a JSON Feed or a news sitemap."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import formats
from indexer.fetch.news_sitemap import is_sitemap, read_sitemap
from indexer.fetch.polite_client import Fetched
from indexer.fetch.public_address import FetchError
from indexer.formats.io.compressed import detect_compression, open_decompressed
from indexer.record import ReadResult, Rejection

MAX_FEED_BYTES = 16 << 20

_PAGE_STARTS = (b"<!doctype html", b"<html")
_NO_NEWS = "a sitemap without news: name the site's news sitemap or its feed"
_IS_A_PAGE = "a page, not a feed: name the address of the feed that belongs to it"


@dataclass(frozen=True, slots=True)
class FeedItems:
    """The items of a feed. `has_text` is False for a sitemap, which has addresses only."""

    results: Sequence[ReadResult]
    has_text: bool = True
    sitemaps: Sequence[str] = ()


def read_items(fetched: Fetched, is_listed: bool = False) -> FeedItems:
    """Return the items, in the order of the feed. Raises FetchError if it is none.

    A sitemap that `is_listed` by one may have other things than news.
    """
    data = _unpack(fetched.body)
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if is_sitemap(data):
        sitemap = read_sitemap(data, fetched.url)
        if not (sitemap.items or sitemap.sitemaps or is_listed):
            raise FetchError(_NO_NEWS)
        return FeedItems(sitemap.items, has_text=False, sitemaps=sitemap.sitemaps)
    if start.lower().startswith(_PAGE_STARTS):
        raise FetchError(_IS_A_PAGE)
    format = "json" if start.startswith((b"{", b"[")) else "feed"
    results = list(formats.read_stream(io.BytesIO(data), fetched.url, format))
    for each in results[:1]:
        if isinstance(each, Rejection) and each.raw is None and each.fields is None:
            raise FetchError(each.reason)
    return FeedItems(results)


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
