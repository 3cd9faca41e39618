"""Finds the feed that a page names in its head, as browsers and feed readers do.

https://html.spec.whatwg.org/multipage/links.html#rel-alternate
"""

import re
from collections.abc import Iterator
from typing import Any

from indexer.fetch.public_address import join_address
from indexer.text.markup import limit_attributes

_STARTS = (b"<!doctype html", b"<html")
_XML = (b"<?xml", b"<rss", b"<feed", b"<rdf")
_HEAD_BYTES = 1 << 19
_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
_COMMENTS = re.compile(r"comment|komentar", re.IGNORECASE)
_MAX_CHARACTERS = 2_048


def is_page(data: bytes, media_type: str) -> bool:
    """Return whether an answer is a page. Many servers call a feed text/html all the same.

    >>> is_page(b"<!DOCTYPE html>", ""), is_page(b"<!-- x --><head>", "text/html; charset=utf-8")
    (True, True)
    >>> is_page(b"<?xml version='1.0'?><rss>", "text/html"), is_page(b"{}", "application/json")
    (False, False)
    """
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_STARTS) or start.startswith(_XML) and b"<html" in start:
        return True
    return media_type.lower().startswith("text/html") and (
        start.startswith(b"<") and not start.startswith(_XML))


def find_feed_link(page: bytes, url: str) -> str | None:
    """Return the address of the first feed that a page names, if it is not one of comments.

    Raises FetchError if what it names is no address.

    >>> head = b'<link rel="alternate" type="application/rss+xml" href="/rss">'
    >>> find_feed_link(b"<!doctype html><html><head>" + head, "https://kabar.example/berita/")
    'https://kabar.example/rss'
    """
    from lxml import etree, html

    head = limit_attributes(page[:_HEAD_BYTES].decode("latin-1")).encode("latin-1")
    try:
        document = html.document_fromstring(head)
    except (etree.ParserError, ValueError):  # there is nothing in it
        return None
    base = next((each.get("href") for each in document.iter("base") if each.get("href")), "")
    return next(_list_feeds(document, join_address(url, base.strip())), None)


def _list_feeds(document: Any, base: str) -> Iterator[str]:
    for link in document.iter("link"):
        written = (link.get("href") or "").strip()
        kinds = (link.get("rel") or "").lower().split()
        media_type = (link.get("type") or "").partition(";")[0].strip().lower()
        if not written or len(written) > _MAX_CHARACTERS or "alternate" not in kinds:
            continue
        about = f"{written} {link.get('title') or ''}"
        if media_type in _TYPES and not _COMMENTS.search(about):
            yield join_address(base, written)
