"""What a record's fields hold, as text that any encoding can keep."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from indexer.formats import markup

MAX_ID = 512
LEVELS = 200
"""Of lists and objects in one another, in a field: Python, and other readers, take no thousand."""

_TAG = re.compile(
    r"<(?:br|/?(?:p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|figure|img|blockquote|table)\b)",
    re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


class Unusable(Exception):
    """Why a record cannot become an article."""


def text(fields: Mapping[str, Any], name: str) -> str:
    """The text of a field, "" where it is blank, null or missing."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        raise Unusable(f"{name} must be text")
    written = sound(str(value))
    return written if written.strip() else ""


def id_of(fields: Mapping[str, Any]) -> str | None:
    """The id that a record gives, None if it gives none."""
    id = text(fields, "id")
    if len(id) > MAX_ID:
        raise Unusable(f"the id has {len(id)} characters: {MAX_ID} at most")
    return id or None


def read(body: str) -> str:
    """A body as it is read, where it was written as HTML; any other as it is.

    >>> read("<p>Beras &amp; cabai.</p><p>Naik.</p>"), read("a < b"), read("Tanya &amp; Jawab")
    ('Beras & cabai.\\n\\nNaik.', 'a < b', 'Tanya & Jawab')
    """
    if "<" in body and _TAG.search(body):
        return markup.text(body) or body
    return unescape(body) if "&" in body and _ENTITY.search(body) else body


def json_value(value: Any, levels: int = LEVELS) -> Any:
    """A JSON value, its texts made sound."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, (list, dict)) and not levels:
        raise Unusable(f"a field is nested more than {LEVELS} levels deep")
    if isinstance(value, list):
        return [json_value(each, levels - 1) for each in value]
    if isinstance(value, dict):
        return {sound(name): json_value(each, levels - 1) for name, each in value.items()}
    return value


def sound(text: str) -> str:
    """The text without halves of surrogate pairs, which no encoding can hold."""
    if text.isascii():
        return text
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        pass
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
