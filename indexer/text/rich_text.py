"""Documents of editors, as JSON: Editor.js, Quill, ProseMirror, Slate, Lexical, Draft.js, Sanity,
Contentful, and plain lists of paragraphs."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MAX_LEVELS = 60

_PARTS = ("root", "document", "doc", "data", "ops", "blocks", "nodes", "children", "leaves",
          "content", "items", "paragraphs")
"""Keys of what a document, or a block in it, consists of."""

_DOCUMENT_PARTS = ("ops", "blocks", "nodes", "children", "root", "document")
"""Keys of which a document has one, unless it says what it is."""

_DOCUMENT_TYPES = frozenset(("doc", "document", "root", "richtext"))

_TEXTS = ("text", "insert", "value", "message", "paragraph", "paragraf", "teks", "isi", "html")
"""Keys of a text."""

_TYPES = ("type", "_type", "nodeType", "object", "kind")

_INLINE = frozenset(
    "text span leaf link a hyperlink mention inline emoji autolink strong em".split())
"""Types of what stands inside a line."""

_BREAKS = frozenset("hardbreak hard_break linebreak line_break break br".split())

_PARAGRAPH_BREAK = re.compile(r"[ \t]*\n[ \t]*\n\s*")


def to_text(value: Any) -> str | None:
    """Return the text of a document, blank lines between its blocks; None if it is none.

    The text of a block may be HTML. Captions are marked as `<figcaption>`.

    >>> to_text({"blocks": [{"type": "header", "data": {"text": "Beras"}},
    ...                     {"type": "paragraph", "data": {"text": "Naik <b>lagi</b>."}}]})
    'Beras\\n\\nNaik <b>lagi</b>.'
    >>> to_text([{"insert": "Beras "}, {"insert": "naik", "attributes": {}}, {"insert": ".\\n"}])
    'Beras naik.'
    >>> to_text({"harga": 5}), to_text([1, 2]), to_text({"text": "Naik."})
    (None, None, None)
    """
    if not _is_document(value):
        return None
    text = "".join(_write(value, False, _MAX_LEVELS))
    return _PARAGRAPH_BREAK.sub("\n\n", text).strip() or None


def _is_document(value: Any) -> bool:
    """Return whether a value has the form of a document, or is a list of its blocks."""
    if isinstance(value, list):
        return bool(value) and all(map(_is_block, value))
    if not isinstance(value, dict):
        return False
    if _get_type(value) in _DOCUMENT_TYPES:
        return True
    return any(
        isinstance(part, dict) and _is_document(part)
        or isinstance(part, list) and part and all(map(_is_block, part))
        for part in map(value.get, _DOCUMENT_PARTS))


def _is_block(value: Any) -> bool:
    """Return whether a value is a text or may be a block: it has a text or parts."""
    if isinstance(value, str):
        return True
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("insert"), dict):
        return True  # a picture in Quill
    if _get_type(value):
        return any(name in value for name in (*_TEXTS, *_PARTS, "attrs"))
    return any(isinstance(value.get(name), str) for name in _TEXTS) or any(
        isinstance(value.get(name), list) for name in _PARTS)


def _get_type(value: Mapping[str, Any]) -> str:
    """Return the type that a block or document names, "" if it names none."""
    names = [value[key] for key in _TYPES if isinstance(value.get(key), str)]
    return names[0].casefold() if names else ""


def _write(value: Any, is_inside: bool, levels: int) -> Iterator[str]:
    """Yield the pieces of the text in a value; `is_inside` a block, what has no type is inline."""
    if isinstance(value, str):
        yield value if is_inside else f"\n\n{value}\n\n"
    elif isinstance(value, list) and levels:
        for item in value:
            yield from _write(item, is_inside, levels - 1)
    elif isinstance(value, dict) and levels:
        yield from _write_block(value, is_inside, levels - 1)


def _write_block(block: Mapping[str, Any], is_inside: bool, levels: int) -> Iterator[str]:
    kind = _get_type(block)
    if kind in _BREAKS:
        yield "\n"
        return
    is_inline = kind in _INLINE or "insert" in block or is_inside and not kind
    edge = "" if is_inline else "\n\n"
    yield edge
    for name in _TEXTS:
        if isinstance(text := block.get(name), str):
            yield text.replace("\n", "\n\n") if name == "insert" else text
            break
    for name in _PARTS:
        part = block.get(name)
        if isinstance(part, str) and name == "content":
            yield part
        elif isinstance(part, (list, dict)):
            is_line = name in ("children", "leaves", "content") and bool(kind or is_inside)
            yield from _write(part, is_line and kind not in _DOCUMENT_TYPES, levels)
    if isinstance(caption := block.get("caption"), str) and caption.strip():
        yield f"\n\n<figcaption>{caption}</figcaption>\n\n"
    yield edge
