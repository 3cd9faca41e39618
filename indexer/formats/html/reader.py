"""A saved page: one article, found by trafilatura among all that stands around it."""

import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from indexer.formats.html import metadata, visible_metadata
from indexer.formats.html.headline import headline
from indexer.formats.html.layout import laid_out
from indexer.formats.html.preprocessing import prepared
from indexer.formats.io import encoding
from indexer.formats.io.lines import whole
from indexer.record import Location, Record, Rejection
from indexer.text import markup
from indexer.text.repair import repair, repair_fields

_LARGEST = 8 << 20
"""Bytes of a page without its inline images: as a tree it takes many times more."""

_MOST_TAGS, _MANY_TAGS = 400_000, 50_000
"""Tags of a page that is read at all, and up to which it is looked through for its article."""

_TOO_LARGE = (
    f"a page of more than {_LARGEST >> 20} MiB or {_MOST_TAGS:,} tags: no article is so large")
_NO_TEXT = "no text in it: only pages that hold their article can be read, not those that load it"

_SHORT = 400
_ERROR = re.compile(
    r"<title[^<>]{0,99}>(?:[^<]{0,99}[-|–:»])?\s*(?:(?:error )?[45]0\d\W{1,3}|error [45]0\d|page )?"
    r"(?:not found|forbidden|bad gateway|service unavailable|internal server error|just a moment"
    r"|access denied|attention required|(?<=error [45]0\d))\b"
    r"|<title[^<>]{0,99}>[^<]{0,99}\b(?:halaman|laman) (?:\w{1,20} ){0,3}tidak ditemukan\b",
    re.IGNORECASE)
_LOGIN = re.compile(r"<title[^<>]{0,99}>\s*(?:masuk|log ?in|sign ?in)\b", re.IGNORECASE)
_ASKS = re.compile(r"(?:enable|aktifkan) (?:java ?script|cookies?)", re.IGNORECASE)
"""What pages say that have only a line or two, and not their article."""

_NO_ARTICLE = "a page that says that something went wrong, or asks to log in: save the article"
_ALL = "all text of the page: no article was found in it"

_INLINE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]+")
_DECLARED = re.compile(rb"(?:charset|encoding)=[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]*>")
_SAVED = re.compile(r"<!--\s{0,9}saved from url=\(\d{4,6}\)(https?://[^\s<>]{4,2000})\s{0,9}-->")
"""What browsers write at the head of a page that they save."""
_START = 4_096
_HEAD = 1_000
"""Characters of a body in which the line with its day may stand."""


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """The one record of the file."""
    place = Location(name)
    data = whole(file)
    if data is not None and encoding.binary(data):
        yield Rejection(location=place, reason=encoding.BINARY)
        return
    page, notes = _page(data) if data is not None else ("", ())
    if data is None or len(page) > _LARGEST or page.count("<") > _MOST_TAGS:
        yield Rejection(location=place, reason=_TOO_LARGE)
        return
    fields, more = _content(page)
    if not fields.get("body", "").strip():
        yield Rejection(location=place, reason=_NO_TEXT)
    elif len(fields["body"]) <= _SHORT and _tells_of_none(page, fields["body"]):
        yield Rejection(location=place, reason=_NO_ARTICLE)
    else:
        yield Record(location=place, fields=fields, source="metadata", notes=notes + more)


def _tells_of_none(page: str, text: str) -> bool:
    """Whether a page with such a text says that its article is not there, or asks to log in."""
    return bool(_ERROR.search(page) or _ASKS.search(text)
                or "password" in page and _LOGIN.search(page))


def _content(page: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a page, and what had to be done to have them."""
    page, captions = markup.split_captions(page)
    tree = markup.parse(page)
    if tree is None:
        return {}, (_ALL,)
    linked = metadata.linked(tree, *metadata.titles(tree))
    found = _extracted(prepared(tree) or page)
    body = _fuller(found.get("text") or "", linked.get("body", ""))
    fields = _fields(tree, found, linked, body)
    if saved := _SAVED.search(page, 0, _START):
        fields.setdefault("url", saved[1])
    sound, notes = repair_fields(fields | ({"captions": captions} if captions else {}))
    return sound, notes if body else (*notes, _ALL)


def _page(data: bytes) -> encoding.Decoded:
    declared = _DECLARED.search(data, 0, _START)
    page, notes = encoding.decoded(data, declared[1].decode("ascii") if declared else None)
    page, more = repair(_XML.sub("", page))
    return _INLINE.sub("", page), notes + more


def _fields(
    tree: Any, found: dict[str, Any], linked: dict[str, str], body: str
) -> dict[str, Any]:
    """What trafilatura found in a page, else what the page states in its head or as JSON-LD."""
    meta = metadata.stated(tree)
    listed = metadata.listed
    title = _title(tree, found, meta, linked)
    layout = laid_out(tree, title, body)
    fields = {
        "title": title,
        "body": _dated(_body(body, title), visible_metadata.line(layout))
        or markup.extract_text(tree),
        "byline": visible_metadata.byline(
            layout, found.get("author") or meta.get("author") or linked.get("byline")),
        "published": metadata.published(meta, linked, visible_metadata.dates(layout)),
        "updated": metadata.first(meta, metadata.MODIFIED) or linked.get("updated"),
        "outlet": _outlet(found) or meta.get("og:site_name") or linked.get("outlet"),
        "url": metadata.canonical(tree) or meta.get("og:url") or found.get("url"),
        "tags": listed(found.get("tags"))
        or listed([meta.get("keywords") or linked.get("tags", "")]),
        "rubric": ", ".join(listed(found.get("categories")))
        or meta.get("article:section") or linked.get("rubric"),
        "description": found.get("description") or meta.get("description")
        or linked.get("description"),
    }
    return {name: value for name, value in fields.items() if value}


def _outlet(found: dict[str, Any]) -> str | None:
    """The site's name, not its host, which the address says as well, and better where an archive
    has the page."""
    name = found.get("sitename")
    host = (found.get("url") or "").partition("//")[2].partition("/")[0]
    return name if name and name not in (host, host.removeprefix("www.")) else None


def _title(
    tree: Any, found: dict[str, Any], meta: dict[str, str], linked: dict[str, str]
) -> str:
    window = metadata.title(tree)
    given = found.get("title") or meta.get("og:title") or linked.get("title") or window
    site = meta.get("og:site_name") or linked.get("outlet") or ""
    return headline(tree, given, window, site)


def _extracted(page: str) -> dict[str, Any]:
    """What trafilatura makes of a page.

    Its date is left alone: any that stands somewhere in a page, in a list of other articles or in
    a picture's address.
    """
    if page.count("<") > _MANY_TAGS:
        return {}
    from trafilatura import bare_extraction  # only for those who have pages
    from trafilatura.settings import Document

    for loud in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(loud).setLevel(logging.CRITICAL)
    dating = {"extensive_search": False}  # at least it looks no longer than it has to
    try:
        found = bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=dating)
    except Exception:  # whatever it stumbles over; what is seen is taken then
        return {}
    return found.as_dict() if isinstance(found, Document) else {}


def _fuller(seen: str, stated: str) -> str:
    """The text seen in a page, or stated as its article's where it is loaded only later.

    Of the same text the one that is stated may have its paragraphs still.
    """
    fuller = len(stated) > 2 * len(seen) or stated.split() == seen.split()
    return stated if fuller else seen


def _body(text: str, title: str) -> str:
    """The paragraphs below the title, each on a line of its own before."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    return "\n\n".join(paragraphs[paragraphs[:1] == [title]:])


def _dated(body: str, day: str | None) -> str:
    """A body below the line with its day, which trafilatura may take for a part of the page."""
    return f"{day}\n\n{body}" if day and body and day not in body[:_HEAD] else body
