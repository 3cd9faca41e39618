"""Completes items that have only a summary, or only an address, with the text of their pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Any

from indexer.fetch.polite_client import Fetched, PoliteClient, contain_faults
from indexer.fetch.public_address import FetchError
from indexer.formats.html.reader import read_page
from indexer.record import Location, ReadResult, Record, Rejection

MAX_PAGE_BYTES = 8 << 20

_WHOLE_CHARACTERS = 1_200
"""An item with so much text has the whole article, unless its end is cut off."""

_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])\s*$")
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class PageTally:
    """What became of the pages of a feed: fetched, not found or forbidden, and to be tried again.

    `failures` has the first of the addresses that failed, and why.
    """

    fetched: int = 0
    failed: int = 0
    to_retry: int = 0
    failures: list[str] = field(default_factory=list)

    def count_failure(self, url: str, error: FetchError) -> None:
        """Count a page that was not read."""
        self.failed += 1
        self.to_retry += error.temporary
        if len(self.failures) < 5:
            self.failures.append(f"{url}: {error}")


def is_summary(item: Record) -> bool:
    """Return whether an item has an address, and less than the whole text of what is there.

    >>> is_summary(Record(location=Location("a"), fields={"url": "http://a.example", "body": "B."}))
    True
    """
    body = item.fields.get("body")
    text = body if isinstance(body, str) else ""
    return bool(item.fields.get("url")) and (
        len(text) < _WHOLE_CHARACTERS or bool(_CUT_OFF.search(text)))


def complete_item(
    item: Record, client: PoliteClient, tally: PageTally, has_text: bool
) -> Iterator[ReadResult]:
    """Yield an item with the text of its page; as it is if that cannot be had and it `has_text`.

    Raises FetchError if there is nothing to yield yet, and a later run may succeed.
    """
    url = str(item.fields["url"])
    try:
        with contain_faults(url):
            fetched = client.fetch(url, MAX_PAGE_BYTES)
            tally.fetched += 1
            results = list(_read(fetched, url))
    except FetchError as error:
        tally.count_failure(url, error)
        if error.temporary:
            raise
        results = []
    pages = [each for each in results if isinstance(each, Record)]
    if len(pages) == 1:
        yield _merge(item, pages[0])
    elif has_text:
        yield item
    else:
        yield from results


def _read(fetched: Fetched, url: str) -> Iterator[ReadResult]:
    """Yield what is read of a page. Raises FetchError if it is none."""
    header = Message()
    header["Content-Type"] = fetched.headers.get("Content-Type") or _PAGES[0]
    if header.get_content_type() not in _PAGES:
        raise FetchError(f"not a page, but {header.get_content_type()}")
    charset = header.get_content_charset()
    for result in read_page(fetched.body, Location(url), charset):
        if isinstance(result, Rejection) and result.raw is None:
            result = replace(result, raw=fetched.body.decode("utf-8", "replace"))
        yield result


def _merge(item: Record, page: Record) -> Record:
    """Return the item with the text of its page, and what only the page states.

    What the feed states of the article itself comes first: the page is about other things as well.
    """
    text = {name: page.fields[name] for name in ("body", "captions") if page.fields.get(name)}
    if len(_get_text(page)) <= len(_get_text(item)):
        text = {}
    return replace(page, fields=page.fields | item.fields | text, notes=item.notes + page.notes)


def _get_text(record: Record) -> Any:
    body = record.fields.get("body")
    return body if isinstance(body, str) else ""
