"""RSS and Atom, item by item: each is given to feedparser in an envelope of its own."""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from indexer import dates
from indexer.formats import exports
from indexer.formats.feed.items import Item, items
from indexer.formats.io import encoding
from indexer.record import Location, Record, Rejection
from indexer.text import markup
from indexer.text.repair import repair_fields

_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?(rss|feed|RDF)(\s[^<>]*)?>", re.ASCII)
_CHANNEL = re.compile(r"<([A-Za-z_][\w.-]*:)?channel(\s[^<>]*)?>", re.ASCII)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w.-]{1,40})")
_AMPERSAND = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!#?\w{1,32};)", re.DOTALL | re.ASCII)
"""Text in which nothing is escaped, or a sign that should have been."""

_SECTION = re.compile(r"^(?:RSS|Feed)[ :] ?| (?:RSS|Feed)$| ?».*$", re.IGNORECASE)
_COMMENTS = re.compile(r"(?:comments (?:on|for)|komentar (?:untuk|di|pada))\b", re.IGNORECASE)
"""What a channel's name has beside its site's; how that of a channel of comments begins."""

_NO_FEED = "not a feed: RSS and Atom are what is read of .xml"
_TOOK = "nothing in it that feedparser can read: mend it"


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each item."""
    found = items(encoding.wide(file) or file)
    head = next(found)
    declared = _DECLARED.search(head.data)
    charset = declared[1].decode("ascii", "ignore") if declared else None
    start, _ = encoding.decoded(head.data, charset)
    envelope = _envelope(start)
    if envelope is None:
        yield Rejection(location=Location(name), reason=_NO_FEED)
        return
    outlet = _outlet(_parsed(start, "", envelope[1]).feed.get("title") or "")
    for item in found:
        place = Location(name, item.line)
        if item.fault:
            yield Rejection(
                location=place, reason=item.fault, raw=item.data.decode("utf-8", "surrogateescape"))
        elif record := _record(item, charset, envelope, outlet, place):
            yield record


def _record(
    item: Item, charset: str | None, envelope: tuple[str, str], outlet: str | None, place: Location
) -> Record | Rejection | None:
    """What an item holds; None if it is no article, as exports of whole sites have some."""
    written, notes = encoding.decoded(item.data, charset)
    try:
        [entry] = _parsed(envelope[0], written, envelope[1]).entries
    except (ValueError, RecursionError):
        return Rejection(location=place, reason=_TOOK, raw=written)
    if not exports.published(entry):
        return None
    fields, more = repair_fields(_fields(entry, outlet))
    return Record(location=place, fields=fields, source="feed", notes=notes + more)


def _parsed(start: str, item: str, end: str) -> Any:
    """What feedparser makes of a feed; it never opens anything, for it is given bytes."""
    import feedparser  # only for those who have feeds

    item = _AMPERSAND.sub(lambda found: found[1] or "&amp;", item)
    whole = f'<?xml version="1.0" encoding="utf-8"?>{_PROLOG.sub("", start, 1)}{item}{end}'
    try:
        return feedparser.parse(
            io.BytesIO(whole.encode("utf-8", "replace")), sanitize_html=False,
            resolve_relative_uris=False)  # of links in a text, which are none of it
    except Exception:  # whatever its loose parser stumbles over in what is no XML
        return feedparser.FeedParserDict(feed={}, entries=[])


_PROLOG = re.compile(r"^[^<]*<\?xml[^>]*>")


def _envelope(start: str) -> tuple[str, str] | None:
    """The tags to be opened before an item, and those to be closed after it."""
    root = _ROOT.search(start)
    if not root:
        return None
    opened, closed = root[0], f"</{root[1] or ''}{root[2]}>"
    channel = _CHANNEL.search(start)
    if root[2] == "rss" and channel:
        return opened + channel[0], f"</{channel[1] or ''}channel>{closed}"
    return opened, closed


def _fields(entry: Any, outlet: str | None) -> dict[str, Any]:
    contents = [markup.to_text_and_captions(each.get("value") or "")
                for each in (*(entry.get("content") or ()), {"value": entry.get("summary")})]
    body, captions = max(contents, key=lambda content: len(content[0].strip()))
    summary = markup.to_text(entry.get("excerpt_encoded") or "") or contents[-1][0]
    link, id = entry.get("link") or "", entry.get("id")
    updated = dict.get(entry, "updated")  # its own `get` would answer with another date
    fields = {
        "id": id if id != link or "://" not in link else None,
        "title": markup.to_text(entry.get("title") or ""),
        "body": body or summary,
        "captions": captions,
        "description": summary if body and summary != body else None,
        "outlet": (entry.get("source") or {}).get("title") or entry.get("publisher") or outlet,
        "published": _published(entry, updated),
        "updated": updated if entry.get("published") else None,
        "url": link if "://" in link else None,
        "byline": _byline(entry),
        "rubric": exports.rubric(entry),
        "tags": exports.tags(entry),
    }
    return {name: value for name, value in fields.items() if value}


def _published(entry: Any, updated: str | None) -> str | None:
    """The first of its dates that is one: WordPress writes a year -1 where it has it elsewhere."""
    given = [entry[name] for name in ("published", "created", "wp_post_date") if entry.get(name)]
    return next((each for each in given if dates.read(each)), next(iter(given), updated))


def _outlet(channel: str) -> str | None:
    """The outlet that a channel names, which may be one of its sections, or comments."""
    name = " ".join(channel.split())
    return None if _COMMENTS.match(name) else _SECTION.sub("", name) or name


def _byline(entry: Any) -> str:
    authors = [each.get("name") for each in entry.get("authors") or ()]
    return ", ".join(name for name in authors if name) or entry.get("author") or ""
