"""What a record's fields hold, as text that any encoding can keep."""

import re
from collections.abc import Mapping
from html import unescape
from math import isfinite
from typing import Any

from indexer.text import markup

MAX_ID = 512
LEVELS = 200
"""Of lists and objects in one another, in a field: Python, and other readers, take no thousand."""

_BLOCKS = frozenset("p div ul ol li h1 h2 h3 h4 h5 h6 figure blockquote table".split())
_INLINE = frozenset("span a b i u em strong font small sup sub".split())
_TAG = re.compile(
    rf"<(?:/(?P<ends>{'|'.join(_BLOCKS | _INLINE)})\s*"
    rf"|(?P<begins>{'|'.join(_BLOCKS | _INLINE)})(?:\s[^<>]*)?)>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WITHIN = re.compile(rf"</?(?:{'|'.join(_INLINE)})(?:\s[^<>]*)?>|<br\s*/?>", re.IGNORECASE)
_ANGLE = re.compile(
    rf"<(?!/?(?:{'|'.join(_BLOCKS | _INLINE)}|br|hr|img|script|style|iframe|section|article|tr|td"
    r"|th|tbody|thead|figcaption|center|video|audio|source|noscript|svg|path|form|input|button"
    r"|header|footer|nav|aside|main|pre|code)\b[^<>]{0,4000}>|!--)", re.IGNORECASE)
"""A sign that opens no tag: it stands for itself."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)

_BROKEN = re.compile(r"(?:\\r)?\\n(?![a-z])")
_QUOTED = re.compile(r"\\([\"'/])")
"""Line breaks and quotes as JSON and SQL write them within a text."""


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


def read(body: str, apart: bool = True) -> tuple[str, list[str]]:
    """A body as it is read, where it was written as HTML, and the captions of its pictures.

    They stay in the text where they are not to stand `apart`.

    >>> read("<p>Beras &amp; cabai.</p><p>Naik.</p><figcaption>Pasar</figcaption>")
    ('Beras & cabai.\\n\\nNaik.', ['Pasar'])
    >>> read("a < b"), read("Tanya &amp; Jawab")
    (('a < b', []), ('Tanya & Jawab', []))
    """
    body = _unescaped(body)
    if not apart or "caption" not in body:
        return _as_read(body), []
    left, captions = markup.without_captions(body)
    return (_as_read(left), captions) if markup.text(left).strip() else (_as_read(body), [])


def _unescaped(body: str) -> str:
    """A body that was escaped once more than it should, where that is certain; any other as it is.

    Line breaks as JSON and SQL escape them, where there are several and no other, and none that may
    be of a path; HTML, where the body begins with an escaped tag and has none that is not.
    """
    breaks = body.count("\\n")
    if breaks > 1 and "\n" not in body.strip() and len(_BROKEN.findall(body)) == breaks:
        body = _QUOTED.sub(r"\1", _BROKEN.sub("\n", body))
    if "<" not in body and body.lstrip().startswith("&lt;"):
        inner = unescape(body)
        return inner if (_closed(inner) or set()) & _BLOCKS else body
    return body


def _as_read(body: str) -> str:
    """A body as it is read; one without markup as it is."""
    if "<" in body and (closed := _closed(body)) is not None:
        whole = closed & _BLOCKS or "\n\n" not in body.strip()
        return (markup.text(_ANGLE.sub("&lt;", body)) if whole else unescape(
            _WITHIN.sub("", body))) or body
    return unescape(body) if "&" in body and _ENTITY.search(body) else body


def _closed(body: str) -> set[str] | None:
    """The elements that are opened and closed in a body; None where it is no HTML at all.

    A lone `<b` is a sign of its own. Paragraphs parted by line breaks would become one, so a body
    that has them is read as HTML only where its paragraphs are marked as well.
    """
    begun, closed = set[str](), set[str]()
    for match in _TAG.finditer(body):
        name = (match["begins"] or match["ends"]).lower()
        if match["begins"]:
            begun.add(name)
        elif name in begun:
            closed.add(name)
    return closed if closed or len(_BREAK.findall(body)) > 1 else None


def json_value(value: Any, levels: int = LEVELS) -> Any:
    """A JSON value, its texts made sound."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON has no such number
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
