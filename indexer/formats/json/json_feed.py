"""Reads the items of a JSON Feed (jsonfeed.org), given as a record."""

from collections.abc import Iterator
from typing import Any

from indexer.record import Record
from indexer.text import markup

_FIELD_NAMES = {
    "id": "id", "url": "url", "title": "title", "summary": "description", "tags": "tags",
    "date_published": "published", "date_modified": "updated", "language": "language",
}
_CONTENT = ("content_text", "content_html")


def is_feed(fields: dict[str, Any]) -> bool:
    """Return whether an object is a JSON Feed, which its version says.

    >>> is_feed({"version": "https://jsonfeed.org/version/1.1", "items": []})
    True
    """
    version = fields.get("version")
    known = isinstance(version, str) and "//jsonfeed.org/" in version
    return known and isinstance(fields.get("items"), list)


def read_items(feed: Record) -> Iterator[Record]:
    """Yield a record for each item, with the fields that the format does not define as well."""
    title, authors = feed.fields.get("title"), feed.fields.get("authors")
    for item in feed.fields["items"]:
        if not isinstance(item, dict):
            item = {"title": item}
        fields = _read_fields(item)
        if title:
            fields.setdefault("outlet", title)
        if byline := _join_authors(item) or _join_authors({"authors": authors}):
            fields["byline"] = byline
        yield Record(location=feed.location, fields=fields, source="feed", notes=feed.notes)


def _read_fields(item: dict[str, Any]) -> dict[str, Any]:
    fields = {
        _FIELD_NAMES.get(name, name): value for name, value in item.items()
        if name not in ("author", "authors", *_CONTENT)
    }
    body, html = (item.get(name) for name in _CONTENT)
    if not body and isinstance(html, str):
        body, captions = markup.to_text_and_captions(html)
        fields |= {"captions": captions} if captions else {}
    fields["body"] = body or fields.pop("description", "")
    if fields.get("id") == fields.get("url"):
        fields.pop("id", None)
    return fields


def _join_authors(item: dict[str, Any]) -> str:
    authors = item.get("authors") or [item.get("author")]
    if not isinstance(authors, list):
        return ""
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    return ", ".join(name for name in names if isinstance(name, str) and name)
