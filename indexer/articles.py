"""From a record to an article: which field means what, and what the text itself tells."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from indexer import dates, outlets
from indexer.record import Record, Rejection
from search import Article

_BODY = ("body", "text")
_DATE = ("published", "date")
_DERIVED = ("date_precision",)
"""Written by `indexer export` for readers; the date itself says it."""

MAX_ID = 512


class Unusable(Exception):
    """Why a record cannot become an article."""


def article(record: Record) -> Article | Rejection:
    """The article that a record holds, or why it holds none.

    Every field that is not an article's own is kept in `extra`. Outlet and date are looked
    for in the text where the record has no field for them; null means known to be unknown.
    """
    try:
        return _article(dict(record.fields))
    except Unusable as error:
        return Rejection(record.place, str(error))


def _article(fields: dict[str, Any]) -> Article:
    given_id = _id(fields)
    title = _text(fields, "title") or ""
    body = _body(fields)
    if not title.strip() and not body.strip():
        raise Unusable("neither a title nor a body")
    url = _text(fields, "url") or None
    outlet = _text(fields, "outlet", lambda: outlets.find(body))
    published = _published(fields, body)
    id = given_id or _made_id(url, title, body)
    return Article(id, title, body, outlet, published, url, _extra(fields))


def _body(fields: dict[str, Any]) -> str:
    present = next((name for name in _BODY if fields.get(name)), "body")
    return _text(fields, present) or ""


def _published(fields: dict[str, Any], body: str) -> str | None:
    present = next((name for name in _DATE if name in fields), "published")
    if fields.get(present, "") == "":
        fields.pop(present, None)
        return dates.find(body)
    value = fields[present]
    if value is None:
        del fields[present]
        return None
    published = dates.read(str(value))
    if published is not None:
        del fields[present]
    return published


def _text(
    fields: dict[str, Any], name: str, default: Callable[[], str | None] = lambda: None
) -> str | None:
    value = fields.pop(name, "")
    if value is None:
        return None
    if isinstance(value, (dict, list, bool)):
        raise Unusable(f"{name} must be text")
    return _sound(str(value)) or default()


def _id(fields: dict[str, Any]) -> str | None:
    id = (_text(fields, "id") or "").strip()
    if len(id) > MAX_ID:
        raise Unusable(f"the id has {len(id)} characters: {MAX_ID} at most")
    return id or None


def _extra(fields: dict[str, Any]) -> dict[str, Any]:
    for name in (*_DERIVED, *(name for name in _BODY if fields.get(name) in (None, ""))):
        fields.pop(name, None)
    nested = fields.pop("extra", None)
    extra = {name: value for name, value in fields.items() if value not in (None, "")}
    if isinstance(nested, dict):
        return extra | nested
    return extra if nested is None else extra | {"extra": nested}


def _made_id(url: str | None, title: str, body: str) -> str:
    """The same id for the same URL; without one, for the same text."""
    source = url or f"{title}\n{body}"
    return blake2b(source.encode(), digest_size=8).hexdigest()


def _sound(text: str) -> str:
    """The text without halves of surrogate pairs, which no encoding can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
