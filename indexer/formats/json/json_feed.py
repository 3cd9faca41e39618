"""JSON Feed (jsonfeed.org): an object of items, already read as JSON."""

from collections.abc import Iterator
from typing import Any

from indexer.record import Record
from indexer.text import markup

_OURS = {
    "id": "id", "url": "url", "title": "title", "summary": "description", "tags": "tags",
    "date_published": "published", "date_modified": "updated", "language": "language",
}
_BODIES = ("content_text", "content_html")


def is_feed(fields: dict[str, Any]) -> bool:
    """Whether an object is a JSON Feed, by its version.

    >>> is_feed({"version": "https://jsonfeed.org/version/1.1", "items": []})
    True
    """
    version = fields.get("version")
    known = isinstance(version, str) and "//jsonfeed.org/" in version
    return known and isinstance(fields.get("items"), list)


def records(feed: Record) -> Iterator[Record]:
    """A record for each item, its own fields kept."""
    title, authors = feed.fields.get("title"), feed.fields.get("authors")
    for item in feed.fields["items"]:
        if not isinstance(item, dict):
            item = {"title": item}
        fields = _fields(item)
        if title:
            fields.setdefault("outlet", title)
        if byline := _byline(item) or _byline({"authors": authors}):
            fields["byline"] = byline
        yield Record(
            location=feed.location, fields=fields, source="feed", notes=feed.notes)


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    fields = {
        _OURS.get(name, name): value for name, value in item.items()
        if name not in ("author", "authors", *_BODIES)
    }
    written, html = (item.get(name) for name in _BODIES)
    if not written and isinstance(html, str):
        written, captions = markup.to_text_and_captions(html)
        fields |= {"captions": captions} if captions else {}
    fields["body"] = written or fields.pop("description", "")
    if fields.get("id") == fields.get("url"):
        fields.pop("id", None)
    return fields


def _byline(item: dict[str, Any]) -> str:
    authors = item.get("authors") or [item.get("author")]
    given = [each.get("name") for each in authors if isinstance(each, dict)] if (
        isinstance(authors, list)) else []
    return ", ".join(name for name in given if isinstance(name, str) and name)
