"""A feed as Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1, written with the standard library.

Libraries that write feeds bring as much code again and leave the same to decide: what an undated
article says, which characters XML cannot hold, and that RSS takes a description for HTML.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree

from search.period import Period, get_precision

Element = ElementTree.Element

ATOM = "application/atom+xml"
RSS = "application/rss+xml"
JSON_FEED = "application/feed+json"

MEDIA_TYPES = {"atom": ATOM, "rss": RSS, "json": JSON_FEED}
"""The media type of each format."""

UNDATED = "1970-01-01T00:00:00+07:00"
"""When an undated article says that it was updated: Atom wants a time of every entry."""

_ATOM_NAMES = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_START = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=7)))
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An article in a feed.

    `id` stays the same, `url` is its page here, `original` that of its outlet. `published` is a
    date as articles have it. `author` is its byline, or its outlet.
    """

    id: str
    url: str
    title: str
    summary: str
    published: str | None
    author: str | None
    outlet: str | None
    original: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The hits of a query in order; `url` is the address of the feed, `home` of their page.

    `author` is the name of the site.
    """

    id: str
    author: str
    title: str
    url: str
    home: str
    language: str
    entries: Sequence[FeedEntry]

    @property
    def updated(self) -> str:
        """The date of the latest entry, as Atom writes it."""
        return max((_find_moment(each.published) for each in self.entries),
                   default=datetime.fromisoformat(UNDATED)).isoformat()


def write_atom(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    root = Element("feed", {"xmlns": _ATOM_NAMES, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(root, "link", rel="self", type=ATOM, href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _add_atom_entry(_add(root, "entry"), entry)
    return _write(root)


def _add_atom_entry(element: Element, entry: FeedEntry) -> None:
    moment = _find_moment(entry.published).isoformat()
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", moment)
    if _is_exact(entry):
        _add(element, "published", moment)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.original:
        _add(element, "link", rel="via", href=entry.original)
    if entry.author:
        _add(_add(element, "author"), "name", entry.author)
    if entry.outlet:
        _add(element, "category", term=entry.outlet)
    if entry.summary:
        _add(element, "summary", entry.summary)


def write_rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0."""
    root = Element("rss", {
        "version": "2.0", "xmlns:atom": _ATOM_NAMES, "xmlns:dc": _DUBLIN_CORE})
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.title)
    _add(channel, "language", feed.language)
    _add(channel, "atom:link", rel="self", type=RSS, href=feed.url)
    for entry in feed.entries:
        _add_rss_item(_add(channel, "item"), entry)
    return _write(root)


def _add_rss_item(element: Element, entry: FeedEntry) -> None:
    _add(element, "title", entry.title)
    _add(element, "link", entry.url)
    _add(element, "guid", entry.id, isPermaLink="false")
    if _is_exact(entry):
        _add(element, "pubDate", format_datetime(_find_moment(entry.published)))
    if entry.author:
        _add(element, "dc:creator", entry.author)
    if entry.outlet:
        _add(element, "category", entry.outlet)
    if entry.summary:
        _add(element, "description", escape(entry.summary, quote=False))


def write_json(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    values = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title,
        "home_page_url": feed.home, "feed_url": feed.url, "language": feed.language,
        "items": list(map(_describe_item, feed.entries)),
    }
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")


def _describe_item(entry: FeedEntry) -> dict[str, Any]:
    values = {
        "id": entry.id, "url": entry.url, "external_url": entry.original, "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": _find_moment(entry.published).isoformat() if _is_exact(entry) else None,
        "authors": [{"name": entry.author}] if entry.author else None,
        "tags": [entry.outlet] if entry.outlet else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _is_exact(entry: FeedEntry) -> bool:
    """Return whether the day of publication is known: feeds know of no month or year."""
    return get_precision(entry.published) == "day"


def _find_moment(published: str | None) -> datetime:
    """Return when the period of a date begins.

    >>> _find_moment("2007-02").isoformat()
    '2007-02-01T00:00:00+07:00'
    """
    if published is None:
        return datetime.fromisoformat(UNDATED)
    return _START + timedelta(seconds=Period.parse(published).start)


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """Add an element. Characters that XML cannot hold become the replacement character."""
    cleaned = {key: _NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, cleaned)
    element.text = _NOT_XML.sub("\ufffd", text) if text is not None else None
    return element


def _write(root: Element) -> bytes:
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written
