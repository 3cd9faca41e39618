"""From a record to an article: which field means what, and what the text itself tells."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from indexer import dates, outlets, rejected
from indexer.record import Record, Rejection
from search import Article
from search.article import MAX_REVISION

_BODY = ("body", "text")
_DATE = ("published", "date")
_DERIVED = ("date_precision",)
"""Written by `indexer export` for readers; the date itself says it."""

MAX_ID = 512
_LEVELS = 200
"""Of lists and objects in one another, in a field: Python, and other readers, take no thousand."""


class Unusable(Exception):
    """Why a record cannot become an article."""


def article(record: Record) -> Article | Rejection:
    """The article that a record holds, or why it holds none.

    Every field that is not an article's own is kept in `extra`. Outlet and date are looked
    for in the text where the record has no field for them; null means known to be unknown.
    """
    fields, about = rejected.parted(record.fields)
    try:
        return _article(dict(fields))
    except Unusable as error:
        rejection = Rejection(record.place, str(error), fields)
        return rejected.again(rejection, about) if about else rejection


def _article(fields: dict[str, Any]) -> Article:
    given_id = _id(fields)
    title, body = _whole(fields, "title"), _body(fields)
    if not title.strip() and not body.strip():
        raise Unusable("neither a title nor a body")
    url = _text(fields, "url") or None
    outlet = _text(fields, "outlet", lambda: outlets.find(body))
    published = _published(fields, body)
    id = given_id or _made_id(url, title, body)
    revision = _revision(fields)
    return Article(id, title, body, outlet, published, url, _extra(fields), revision)


def _body(fields: dict[str, Any]) -> str:
    return _whole(fields, next((name for name in _BODY if fields.get(name)), "body"))


def _whole(fields: dict[str, Any], name: str) -> str:
    """A text that is kept as it is, blanks and all."""
    value = fields.get(name)
    blank = isinstance(value, str) and not value.strip()
    return _sound(fields.pop(name)) if blank else _text(fields, name) or ""


def _published(fields: dict[str, Any], body: str) -> str | None:
    """The date of a record, its field taken away if it could be read."""
    given = [name for name in _DATE if fields.get(name) is not None and str(fields[name]).strip()]
    if given:
        published = dates.read(str(fields[given[0]]))
        for name in _DATE:
            if name in fields and (name not in given or name == given[0] and published):
                del fields[name]
        return published
    unknown = any(fields.pop(name, "") is None for name in _DATE)
    return None if unknown else dates.find(body)


def _text(
    fields: dict[str, Any], name: str, default: Callable[[], str | None] = lambda: None
) -> str | None:
    value = fields.pop(name, "")
    if value is None:
        return None
    if isinstance(value, (dict, list, bool)):
        raise Unusable(f"{name} must be text")
    return _sound(str(value)) if str(value).strip() else default()


def _id(fields: dict[str, Any]) -> str | None:
    id = _text(fields, "id") or ""
    if len(id) > MAX_ID:
        raise Unusable(f"the id has {len(id)} characters: {MAX_ID} at most")
    return id if id.strip() else None


def _revision(fields: dict[str, Any]) -> int:
    """How many versions a record says that there were; the field stays if it says another thing."""
    value = fields.get("revision")
    if type(value) is not int or not 1 <= value <= MAX_REVISION:
        return 1
    del fields["revision"]
    return value


def _extra(fields: dict[str, Any]) -> dict[str, Any]:
    for name in (*_DERIVED, *(name for name in _BODY if fields.get(name) in (None, ""))):
        fields.pop(name, None)
    nested = _sound_value(fields.pop("extra", None), _LEVELS + 1)
    extra = {_sound(name): _sound_value(value) for name, value in fields.items()}
    if isinstance(nested, dict) and not nested.keys() & extra.keys():
        return extra | nested
    return extra if nested is None else extra | {"extra": nested}


def _made_id(url: str | None, title: str, body: str) -> str:
    """The same id for the same URL; without one, for the same text."""
    source = url or f"{title}\n{body}"
    return blake2b(source.encode(), digest_size=8).hexdigest()


def _sound_value(value: Any, levels: int = _LEVELS) -> Any:
    """A JSON value, its texts made sound."""
    if isinstance(value, str):
        return _sound(value)
    if isinstance(value, (list, dict)) and not levels:
        raise Unusable(f"a field is nested more than {_LEVELS} levels deep")
    if isinstance(value, list):
        return [_sound_value(each, levels - 1) for each in value]
    if isinstance(value, dict):
        return {_sound(name): _sound_value(each, levels - 1) for name, each in value.items()}
    return value


def _sound(text: str) -> str:
    """The text without halves of surrogate pairs, which no encoding can hold."""
    if text.isascii():
        return text
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        pass
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
