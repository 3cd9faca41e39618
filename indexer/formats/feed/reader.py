"""Reads RSS and Atom item by item: feedparser gets each in an envelope of its own."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, cast

from indexer import dates
from indexer.formats import exports
from indexer.formats.feed.items import Item, split_items
from indexer.formats.feed.limits import find_excess
from indexer.formats.io import encoding
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import markup
from indexer.text.repair import repair_fields

_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?(rss|feed|RDF)(\s[^<>]*)?>", re.ASCII)
_CHANNEL = re.compile(r"<([A-Za-z_][\w.-]*:)?channel(\s[^<>]*)?>", re.ASCII)
_PROLOG = re.compile(r"^[^<]*<\?xml[^>]*>")
_STRAY_AMPERSAND = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!#?\w{1,32};)", re.DOTALL | re.ASCII)
"""CDATA, where nothing is escaped, or an ampersand that should have been escaped."""

_SECTION = re.compile(r"^(?:RSS|Feed)[ :] ?| (?:RSS|Feed)$| ?».*$", re.IGNORECASE)
"""What a channel's title has besides the name of the outlet."""

_COMMENTS = re.compile(r"(?:comments (?:on|for)|komentar (?:untuk|di|pada))\b", re.IGNORECASE)
"""The start of the title of a channel of comments."""

_SITEMAP = re.compile(rb"<(?:\w{1,40}:)?(?:urlset|sitemapindex)[\s>]")
_IS_A_SITEMAP = ("a sitemap: it has addresses, perhaps with titles and dates, but no text of any "
                 "article; save the pages that it lists")
_NOT_A_FEED = ("not a feed, nor another kind of XML that is known; --format xml reads elements "
               "with a title and a text")
_HEAD_BYTES = 4_096
"""Bytes of a file in which its root is looked for."""

_DOCTYPE = re.compile(r"<!DOCTYPE\b[^<>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_MAX_HEAD = 1 << 16
"""Characters before the first item in which the title of the channel is looked for."""

_MAX_ENVELOPE = 1 << 13
_LONG_ENVELOPE = (f"its first tags have more than {_MAX_ENVELOPE:,} characters, and are read again "
                  "with each item: shorten them")
_REPEATED_ID = "an earlier item has this guid and another link: the link identifies this one"
_UNREADABLE_ITEM = "feedparser finds no item in it: correct its tags"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each item."""
    file = encoding.transcode_wide(file)
    if _SITEMAP.search(cast(io.BufferedReader, file).peek(1)[:_HEAD_BYTES]):
        yield Rejection(location=Location(name), reason=_IS_A_SITEMAP)
        return
    items = split_items(file)
    head = next(items)
    charset = encoding.find_xml_encoding(head.data)
    start, _ = encoding.decode(head.data, charset)
    envelope = _build_envelope(start)
    if envelope is None:
        yield Rejection(location=Location(name), reason=_NOT_A_FEED)
        return
    if len(envelope[0]) > _MAX_ENVELOPE:
        yield Rejection(location=Location(name), reason=_LONG_ENVELOPE)
        return
    links, outlet = dict[int, int](), _read_outlet(start[:_MAX_HEAD], envelope[1])
    for item in items:
        location = Location(name, item.line)
        if item.fault:
            raw = item.data.decode("utf-8", "surrogateescape")
            yield Rejection(location=location, reason=item.fault, raw=raw)
        elif result := _read_item(item, charset, envelope, outlet, location):
            yield _drop_repeated_id(result, links)


def _read_item(
    item: Item, charset: str | None, envelope: tuple[str, str], outlet: str | None,
    location: Location,
) -> ReadResult | None:
    """Return the record of an item; None if it is no article."""
    written, notes = encoding.decode(item.data, charset)
    if excess := find_excess(written):
        return Rejection(location=location, reason=f"an item with {excess}", raw=written)
    try:
        [entry] = _parse(envelope[0], written, envelope[1]).entries
    except (ValueError, RecursionError):
        return Rejection(location=location, reason=_UNREADABLE_ITEM, raw=written)
    if not exports.is_article_entry(entry):
        return None
    fields, repairs = repair_fields(_read_fields(entry, outlet))
    return Record(location=location, fields=fields, source="feed", notes=notes + repairs)


def _drop_repeated_id(result: ReadResult, links: dict[int, int]) -> ReadResult:
    """Return an item without its id if an earlier one has the same and another link.

    Some sites give all their items one guid. `links` has a hash of the link for that of each id.
    """
    if isinstance(result, Rejection):
        return result
    id, link = result.fields.get("id"), result.fields.get("url")
    if not id or not link or links.setdefault(hash(id), hash(link)) == hash(link):
        return result
    fields = {name: value for name, value in result.fields.items() if name != "id"}
    return replace(result, fields=fields, notes=(*result.notes, _REPEATED_ID))


def _parse(start: str, item: str, end: str) -> Any:
    """Return what feedparser makes of a feed. It opens no address, because it is given bytes."""
    import feedparser  # only for those who have feeds

    item = _STRAY_AMPERSAND.sub(lambda match: match[1] or "&amp;", item)
    feed = f'<?xml version="1.0" encoding="utf-8"?>{_PROLOG.sub("", start, 1)}{item}{end}'
    try:
        return feedparser.parse(
            io.BytesIO(feed.encode("utf-8", "replace")), sanitize_html=False,
            resolve_relative_uris=False)  # of links in the text, which are dropped anyway
    except Exception:  # its lenient parser may raise anything on broken XML
        return feedparser.FeedParserDict(feed={}, entries=[])


def _build_envelope(start: str) -> tuple[str, str] | None:
    """Return the tags to open before an item and to close after it; None if it is no feed."""
    root = _ROOT.search(start)
    if not root:
        return None
    opening, closing = root[0], f"</{root[1] or ''}{root[2]}>"
    channel = _CHANNEL.search(start)
    if root[2] == "rss" and channel:
        return opening + channel[0], f"</{channel[1] or ''}channel>{closing}"
    return opening, closing


def _read_fields(entry: Any, outlet: str | None) -> dict[str, Any]:
    contents = [markup.to_text_and_captions(each.get("value") or "")
                for each in (*(entry.get("content") or ()), {"value": entry.get("summary")})]
    body, captions = max(contents, key=lambda content: len(content[0].strip()))
    summary = markup.to_text(entry.get("excerpt_encoded") or "") or contents[-1][0]
    link, id = (markup.unwrap_cdata(entry.get(name) or "").strip() for name in ("link", "id"))
    updated = dict.get(entry, "updated")  # its own `get` would answer with another date
    fields = {
        "id": id if id != link or "://" not in link else None,
        "title": markup.to_text(entry.get("title") or ""),
        "body": body or summary,
        "captions": captions,
        "description": summary if body and summary != body else None,
        "outlet": (entry.get("source") or {}).get("title") or entry.get("publisher") or outlet,
        "published": _choose_date(entry, updated),
        "updated": updated if entry.get("published") else None,
        "url": link if "://" in link else None,
        "byline": _join_authors(entry),
        "rubric": exports.get_rubric(entry),
        "tags": exports.get_tags(entry),
    } | exports.get_hiding_fields(entry)
    return {name: value for name, value in fields.items() if value}


def _choose_date(entry: Any, updated: str | None) -> str | None:
    """Return the first date of an entry that is one; WordPress writes a year -1 for none."""
    dates_given = [markup.unwrap_cdata(entry[name]).strip()
                   for name in ("published", "created", "wp_post_date") if entry.get(name)]
    first = next(iter(dates_given), updated)
    return next((each for each in dates_given if dates.parse_date(each)), first)


def _read_outlet(head: str, end: str) -> str | None:
    """Return the outlet in a channel's title, without the section; None for comments.

    `end` closes the tags that are open behind the head of the feed.
    """
    head = _DOCTYPE.sub("", head)
    title = "" if find_excess(head) else _parse(head, "", end).feed.get("title") or ""
    name = " ".join(title.split())
    return None if _COMMENTS.match(name) else _SECTION.sub("", name) or name


def _join_authors(entry: Any) -> str:
    names = [author.get("name") for author in entry.get("authors") or ()]
    joined = ", ".join(name for name in names if name) or entry.get("author") or ""
    return markup.unwrap_cdata(joined)
