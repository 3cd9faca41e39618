"""A saved page: one article, found by trafilatura among all that stands around it."""

import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from indexer.formats import encoding, markup, metadata
from indexer.formats.lines import whole
from indexer.formats.text import repaired, repaired_fields
from indexer.record import Place, Record, Rejection

_LARGEST = 8 << 20
"""Bytes of a page without its inline images: as a tree it takes many times more."""

_MOST_TAGS, _MANY_TAGS = 400_000, 50_000
"""Tags of a page that is read at all, and up to which it is looked through for its article."""

_TOO_LARGE = (
    f"a page of more than {_LARGEST >> 20} MiB or {_MOST_TAGS:,} tags: no article is so large")
_NO_TEXT = "no text in it: only pages that hold their article can be read, not those that load it"

_ALL = "all text of the page: no article was found in it"

_INLINE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]+")
_DECLARED = re.compile(rb"(?:charset|encoding)=[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]*>")
_START = 4_096


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """The one record of the file."""
    place = Place(name)
    data = whole(file)
    if data is not None and encoding.binary(data):
        yield Rejection(place, encoding.BINARY)
        return
    page, notes = _page(data) if data is not None else ("", ())
    if data is None or len(page) > _LARGEST or page.count("<") > _MOST_TAGS:
        yield Rejection(place, _TOO_LARGE)
        return
    found = _extracted(page)
    fields, more = repaired_fields(_fields(page, found))
    if not found.get("text"):
        more += (_ALL,)
    if not fields.get("body", "").strip():
        yield Rejection(place, _NO_TEXT)
        return
    yield Record(place, fields, "metadata", notes + more)


def _page(data: bytes) -> encoding.Decoded:
    declared = _DECLARED.search(data, 0, _START)
    page, notes = encoding.decoded(data, declared[1].decode("ascii") if declared else None)
    page, more = repaired(_XML.sub("", page))
    return _INLINE.sub("", page), notes + more


def _fields(page: str, found: dict[str, Any]) -> dict[str, Any]:
    tree = markup.parsed(page)
    if tree is None:
        return {}
    meta = metadata.stated(tree)
    listed = metadata.listed
    title = found.get("title") or meta.get("og:title") or metadata.title(tree)
    fields = {
        "title": title,
        "body": _body(found.get("text") or "", title) or markup.seen(tree),
        "byline": found.get("author") or meta.get("author"),
        "published": metadata.published(tree, meta) or found.get("date"),
        "updated": metadata.first(meta, metadata.MODIFIED),
        "outlet": found.get("sitename") or meta.get("og:site_name"),
        "url": metadata.canonical(tree) or meta.get("og:url") or found.get("url"),
        "tags": listed(found.get("tags")) or listed([meta.get("keywords", "")]),
        "rubric": ", ".join(listed(found.get("categories"))) or meta.get("article:section"),
        "description": found.get("description") or meta.get("description"),
    }
    return {name: value for name, value in fields.items() if value}


def _extracted(page: str) -> dict[str, Any]:
    """What trafilatura makes of a page; a date only where the page states it, not guessed."""
    if page.count("<") > _MANY_TAGS:
        return {}
    from trafilatura import bare_extraction  # only for those who have pages
    from trafilatura.settings import Document

    for loud in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(loud).setLevel(logging.CRITICAL)
    dating = {"extensive_search": False, "original_date": True}
    try:
        found = bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=dating)
    except Exception:  # whatever it stumbles over; what is seen is taken then
        return {}
    return found.as_dict() if isinstance(found, Document) else {}


def _body(text: str, title: str) -> str:
    """The paragraphs below the title, each on a line of its own before."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    return "\n\n".join(paragraphs[paragraphs[:1] == [title]:])
