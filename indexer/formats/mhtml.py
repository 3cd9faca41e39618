"""Reads pages that browsers save with their pictures in one file (MHTML, RFC 2557)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage
from typing import BinaryIO, cast

from indexer.formats import eml
from indexer.formats.html import reader as html
from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, read_whole
from indexer.record import Location, ReadResult, Rejection, describe_error

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_NO_PAGE = "no page in it: one of its parts must be text/html"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the record of its page, or one for each article of that, without frames."""
    location = Location(name)
    data = read_whole(encoding.transcode_wide(file))
    if data is None:
        yield Rejection(location=location, reason=TOO_LARGE)
        return
    try:
        yield from _read_snapshot(eml.parse(data), location)
    except Exception as error:  # the parser may raise anything on odd headers and charsets
        yield Rejection(
            location=location, reason=f"not a page that can be read: {describe_error(error)}")


def _read_snapshot(message: EmailMessage, location: Location) -> Iterator[ReadResult]:
    saved_from = _read_location(message, "Snapshot-Content-Location")
    part = _find_page(message, saved_from)
    if part is None:
        yield Rejection(location=location, reason=_NO_PAGE)
        return
    content = cast(bytes, part.get_payload(decode=True))
    snapshot = {
        "url": saved_from or _read_location(part, "Content-Location"),
        "scraped_at": str(message["date"] or ""),
    }
    damage = (eml.DAMAGED,) if message.defects or part.defects else ()
    for result in html.read_page(content, location, part.get_content_charset()):
        yield _add_snapshot(replace(result, location=location), snapshot, damage)


def _add_snapshot(
    result: ReadResult, snapshot: Mapping[str, str], damage: tuple[str, ...]
) -> ReadResult:
    """Add where a page was saved from, and when: it may have appeared years before."""
    if isinstance(result, Rejection):
        return result
    own = "page_url" if html.ONE_OF_SEVERAL in result.notes else "url"
    stated = {own if name == "url" else name: value for name, value in snapshot.items() if value}
    return replace(result, fields=result.fields | stated, notes=result.notes + damage)


def _find_page(message: EmailMessage, saved_from: str) -> EmailMessage | None:
    """Return the part with the page itself, None if there is none. Its frames are pages, too."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGE_TYPES]
    return next((part for part in pages if saved_from and saved_from == _read_location(
        part, "Content-Location")), pages[0] if pages else None)


def _read_location(part: EmailMessage, header: str) -> str:
    """Return the address of a part, "" for one that is no address of the web."""
    url = "".join(str(part[header] or "").split())
    return url if url.lower().startswith(("http://", "https://")) else ""
