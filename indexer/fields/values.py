"""Values of fields, read as text that every encoding can represent."""

import json
import re
from collections.abc import Mapping
from html import unescape
from math import isfinite
from typing import Any

from indexer.text import markup

MAX_ID_CHARACTERS = 512
MAX_NESTING = 200
"""Levels of lists and objects in a field: Python and other JSON readers fail at a thousand."""

_BLOCK_TAGS = frozenset("p div ul ol li h1 h2 h3 h4 h5 h6 figure blockquote table".split())
_INLINE_TAGS = frozenset("span a b i u em strong font small sup sub".split())
_TAG = re.compile(
    rf"<(?:/(?P<closing>{'|'.join(_BLOCK_TAGS | _INLINE_TAGS)})\s*"
    rf"|(?P<opening>{'|'.join(_BLOCK_TAGS | _INLINE_TAGS)})(?:\s[^<>]*)?)>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE_MARKUP = re.compile(
    rf"</?(?:{'|'.join(_INLINE_TAGS)})(?:\s[^<>]*)?>|<br\s*/?>", re.IGNORECASE)
_LITERAL_LESS_THAN = re.compile(
    rf"<(?!/?(?:{'|'.join(_BLOCK_TAGS | _INLINE_TAGS)}|br|hr|img|script|style|iframe|section"
    r"|article|tr|td|th|tbody|thead|figcaption|center|video|audio|source|noscript|svg|path|form"
    r"|input|button|header|footer|nav|aside|main|pre|code)\b[^<>]{0,4000}>|!--)", re.IGNORECASE)
"""A `<` that opens no tag and stands for itself."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)

_ESCAPED_BREAK = re.compile(r"(?:\\r)?\\n(?![a-z])")
_ESCAPED_QUOTE = re.compile(r"\\([\"'/])")
"""Line breaks and quotes as JSON and SQL escape them."""

_SENTENCE_START = r"(?=\s?[\"“‘'(]?[A-Z])"
_SURE_BREAK = re.compile(
    rf"(?<=[.!?\"”’)])\s?(?:\\r|\\n){{1,6}}{_SENTENCE_START}|(?:\\r)?\\n(?:\\r)?\\n(?![a-z])")
_SLASHED_BREAK = re.compile(
    rf"(?<=[.!?\"”’)])\s?(?:/n\s?){{1,4}}{_SENTENCE_START}|(?:/n){{2,4}}(?![a-z\d])")
_ESCAPED_TAB = re.compile(rf"(?:^|(?<=[\s.!?\"”’)]))(?:\\t)+{_SENTENCE_START}", re.MULTILINE)
"""Escaped breaks and tabs where they can belong to no path."""

_ESCAPED_LETTER = re.compile(
    r"\\u(?:00[2-9a-fA-F][\da-fA-F]|0[1-9a-fA-F][\da-fA-F]{2}|[12][\da-fA-F]{3}"
    r"|d[89abAB][\da-fA-F]{2}\\ud[c-fC-F][\da-fA-F]{2})")

_DOUBLED_ENTITY = re.compile(
    r"&(?:amp;){1,4}(?=(?:quot|amp|lt|gt|nbsp|apos|[lr][sd]quo|hellip|[nm]dash|bull|middot"
    r"|[a-z](?:acute|grave|uml|circ|tilde)|#\d{2,6}|#x[\da-f]{2,6});)", re.IGNORECASE)


class UnusableRecord(Exception):
    """The reason why a record cannot become an article."""


def get_text(fields: Mapping[str, Any], name: str) -> str:
    """Return the text of a field, "" if it is blank, null or missing.

    Raises UnusableRecord if it is a list, an object or a boolean.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        raise UnusableRecord(f"{name} must be text")
    text = replace_surrogates(str(value))
    return "" if text.isspace() else text


def get_id(fields: Mapping[str, Any]) -> str | None:
    """Return the id of a record, None if it has none. Raises UnusableRecord if it is too long."""
    id = get_text(fields, "id")
    if len(id) > MAX_ID_CHARACTERS:
        raise UnusableRecord(f"the id has {len(id)} characters; the limit is {MAX_ID_CHARACTERS}")
    return id or None


def to_plain_text(body: str, split_captions: bool = True) -> tuple[str, list[str]]:
    """Return the plain text of a body that may be HTML, and the captions of its pictures.

    Without `split_captions` the captions stay in the text.

    >>> to_plain_text("<p>Beras &amp; cabai.</p><p>Naik.</p><figcaption>Pasar</figcaption>")
    ('Beras & cabai.\\n\\nNaik.', ['Pasar'])
    >>> to_plain_text("a < b"), to_plain_text("Tanya &amp; Jawab")
    (('a < b', []), ('Tanya & Jawab', []))
    """
    body = _undo_double_escaping(body)
    if not split_captions or "caption" not in body:
        return _strip_markup(body), []
    rest, captions = markup.split_captions(body)
    if not markup.to_text(rest).strip():
        return _strip_markup(body), []
    return _strip_markup(rest), captions


def _undo_double_escaping(body: str) -> str:
    r"""Unescape a body that was clearly escaped once too often; return any other as it is.

    >>> _undo_double_escaping(r"Kata dia, \u201cnaik\u201d.\nCabai juga."), _undo_double_escaping(
    ...     "Tanya &amp;amp; Jawab"), _undo_double_escaping(r"C:\naik\utama")
    ('Kata dia, “naik”.\nCabai juga.', 'Tanya &amp; Jawab', 'C:\\naik\\utama')
    """
    if "\\" in body:
        body = _undo_backslashes(body)
    if "/" in body and "/n" in body:  # one character is found much faster than two
        body = _SLASHED_BREAK.sub(_to_break, body)
    if "&" not in body:
        return body
    if "&amp;" in body:
        body = _DOUBLED_ENTITY.sub("&", body)
    if "&lt;" in body and _may_be_escaped(body):
        inner = unescape(body)
        return inner if (_find_elements(inner) or set()) & _BLOCK_TAGS else body
    return body


def _undo_backslashes(body: str) -> str:
    """Unescape what JSON, SQL or Python escaped.

    Line breaks count if there are at least two, no real ones, and none that may belong to a path.
    Otherwise they count where they part two sentences.
    """
    breaks = body.count("\\n")
    if breaks > 1 and "\n" not in body.strip() and len(_ESCAPED_BREAK.findall(body)) == breaks:
        body = _ESCAPED_QUOTE.sub(r"\1", _ESCAPED_BREAK.sub("\n", body))
    elif "\\n" in body or "\\r" in body:
        body = _SURE_BREAK.sub(_to_break, body)
    if "\\t" in body:
        body = _ESCAPED_TAB.sub(" ", body)
    if "\\u" in body:
        body = _ESCAPED_LETTER.sub(lambda match: str(json.loads(f'"{match[0]}"')), body)
    return _ESCAPED_QUOTE.sub(r"\1", body) if body.count('\\"') > 1 else body


def _to_break(marks: re.Match[str]) -> str:
    return "\n" * min(marks[0].count("n") or 1, 2)


def _may_be_escaped(body: str) -> bool:
    """Return whether the tags of a body are escaped: its first one, or all that end paragraphs."""
    if "<" not in body:
        return body.lstrip().startswith("&lt;")
    return body.count("&lt;/p&gt;") > 1 and "</p>" not in body


def _strip_markup(body: str) -> str:
    """Return the text that a reader of this HTML sees; a body without markup as it is."""
    if "<" in body and (elements := _find_elements(body)) is not None:
        if elements & _BLOCK_TAGS or "\n\n" not in body.strip():
            return markup.to_text(_LITERAL_LESS_THAN.sub("&lt;", body)) or body
        return unescape(_INLINE_MARKUP.sub("", body)) or body
    return unescape(body) if "&" in body and _ENTITY.search(body) else body


def _find_elements(body: str) -> set[str] | None:
    """Return the names of the elements that a body opens and closes, None if it is no HTML.

    A lone `<b` does not make a body HTML. Reading HTML joins paragraphs that only line breaks
    separate, so a caller must check that the paragraphs of such a body are marked as well.
    """
    opened, closed = set[str](), set[str]()
    for match in _TAG.finditer(body):
        name = (match["opening"] or match["closing"]).lower()
        if match["opening"]:
            opened.add(name)
        elif name in opened:
            closed.add(name)
    return closed if closed or len(_BREAK.findall(body)) > 1 else None


def to_json_value(value: Any, levels: int = MAX_NESTING) -> Any:
    """Return a value that any JSON reader accepts. Raises UnusableRecord if it is nested deeper.

    NaN and infinity become text, and half surrogates become U+FFFD.
    """
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON has no such number
    if isinstance(value, (list, dict)) and not levels:
        raise UnusableRecord(f"a field is nested more than {MAX_NESTING} levels deep")
    if isinstance(value, list):
        return [to_json_value(item, levels - 1) for item in value]
    if isinstance(value, dict):
        return {
            replace_surrogates(name): to_json_value(item, levels - 1)
            for name, item in value.items()
        }
    return value


def replace_surrogates(text: str) -> str:
    """Return the text with half surrogate pairs replaced, which no encoding can represent."""
    if text.isascii():
        return text
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        pass
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
