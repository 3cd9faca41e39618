"""Cursors: where a program that pages through all hits of a query goes on.

A cursor has the key of the last hit that was returned, so writers cannot make it miss or repeat an
article that stays as it was. It has a checksum, and is bound to its query and its archive: under
others it would skip hits without a word.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import NoReturn

from search.article import Article, is_text
from search.engine import HitKey
from search.errors import InvalidValue, OutdatedCursor
from search.page import Hit
from search.period import Period
from search.query import FIRST_CURSOR, Query

_CHECKSUM_BYTES = 8
_LAST_START = Period.parse("9999-12-31").end
_SHOWN = {"page", "page_size", "facets", "highlight", "brief", "explain", "interval", "share",
          "cursor", "filters", "facet_limit", "facet_prefix", "facet_sort", "listings"}
"""Fields of a query that may differ from page to page: they change no hit and no order.

What filters is in other fields, as it was written.
"""


@dataclass(frozen=True, slots=True)
class _State:
    """What a cursor holds: whether the query was relaxed, the key of a hit, and what it is bound
    to: the query, the address of the archive, and the last change when it was written."""

    relaxed: bool
    start: int | None
    id: str
    query: str
    archive: str
    change: int


class HitCursor:
    """The place of a page among all hits of a query, on an archive.

    The archive is given by its address and its last change. Raises InvalidValue for what is no
    cursor, and OutdatedCursor for that of another query or archive.
    """

    def __init__(self, query: Query, address: str, change: int) -> None:
        self._query, self._bound = query, (_digest(query), _hash(address), change)
        self._state = None if query.cursor == FIRST_CURSOR else _decode(query.cursor or "")
        if self._state:
            self._refuse_others(self._state)

    @property
    def key(self) -> HitKey | None:
        """The key of the last hit before the page, None at the beginning."""
        return HitKey(self._state.start, self._state.id) if self._state else None

    def turn(self, hits: Sequence[Hit], relaxed: bool) -> tuple[tuple[Hit, ...], str | None]:
        """Return the hits of the page, and the cursor of the next one; None at the end.

        One hit more than the page shows has been looked for. Raises OutdatedCursor if the query is
        no longer relaxed, or is now, because other articles have come or gone.
        """
        if self._state and self._state.relaxed != relaxed:
            _refuse("the archive has changed, and the query is read in another way")
        size = self._query.page_size
        page = tuple(hits[:size])
        return page, self._write(page[-1].article, relaxed) if len(hits) > size else None

    def _write(self, last: Article, relaxed: bool) -> str:
        start = last.period.start if last.period else None
        return _encode(_State(relaxed, start, last.id, *self._bound))

    def _refuse_others(self, state: _State) -> None:
        query, archive, change = self._bound
        if state.query != query:
            _refuse("it belongs to another query: leave its words, filters and order as they were")
        if state.archive != archive or state.change > change:
            _refuse("it belongs to another archive, or to a later state of this one")


def _refuse(reason: str) -> NoReturn:
    raise OutdatedCursor(f"the cursor cannot be used: {reason}; or begin again with cursor=*")


def _digest(query: Query) -> str:
    """Return what tells a query from those that find other hits, or in another order."""
    return _hash(repr([(field.name, getattr(query, field.name))
                       for field in fields(query) if field.name not in _SHOWN]))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _encode(state: _State) -> str:
    values = [getattr(state, field.name) for field in fields(state)]
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return urlsafe_b64encode(_checksum(content) + content).decode().rstrip("=")


def _decode(text: str) -> _State:
    """Return what a cursor holds. Raises InvalidValue.

    >>> _decode(_encode(_State(False, None, "a", "x", "y", 3))).change
    3
    """
    try:
        decoded = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        content = decoded[_CHECKSUM_BYTES:]
        if decoded[:_CHECKSUM_BYTES] == _checksum(content):
            state = _State(*json.loads(content))
            if _is_sound(state) and _encode(state) == text:
                return state
    except (ValueError, TypeError, RecursionError, binascii.Error):
        pass
    raise InvalidValue(
        f"{text[:40]!r} is no cursor: write {FIRST_CURSOR} to begin, then what the page before "
        "gives under links.next", "cursor")


def _is_sound(state: _State) -> bool:
    """Return whether the values have their types: a checksum is no signature."""
    texts = (state.id, state.query, state.archive)
    numbers = [state.change] if state.start is None else [state.change, state.start]
    return (isinstance(state.relaxed, bool)
            and all(isinstance(each, str) and is_text(each) for each in texts)
            and all(type(each) is int and each >= 0 for each in numbers)
            and (state.start or 0) <= _LAST_START)


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECKSUM_BYTES, person=b"warta cursor").digest()
