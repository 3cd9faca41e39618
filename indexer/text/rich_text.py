"""Documents of editors, as JSON: Editor.js, Quill, ProseMirror, Slate, Lexical, Draft.js,
Mobiledoc, Sanity, Contentful, Notion, Elementor, and plain lists of paragraphs, also nested."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MAX_LEVELS = 60

_PARTS = ("root", "document", "doc", "data", "delta", "ops", "blocks", "nodes", "children",
          "leaves", "content", "items", "paragraphs", "value", "body", "rich_text", "elements",
          "settings")
"""Keys of what a document, or a block in it, consists of."""

_DOCUMENT_PARTS = (
    "ops", "delta", "blocks", "nodes", "children", "root", "document", "value", "body",
    "paragraphs")
"""Keys that show a document. It has one of them, unless it says what it is."""

_DOCUMENT_TYPES = frozenset(("doc", "document", "root", "richtext"))

_TEXTS = ("plain_text", "text", "insert", "value", "message", "paragraph", "paragraf", "teks",
          "isi", "p", "html", "markdown", "editor", "code", "body", "context")
"""Keys of a text."""

_HEADINGS = ("heading", "subheading", "subjudul")
"""Keys of what stands above the text of a part of an article."""

_TYPES = ("type", "_type", "nodeType", "object", "kind", "widgetType", "elType", "blockType",
          "__component")

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
    if _is_mobiledoc(value):
        value = _convert_mobiledoc(value)
    if isinstance(value, dict) and isinstance(value.get("delta"), dict):
        value = value["delta"]  # beside which Quill keeps the same as HTML
    try:
        if not _is_document(value):
            return None
    except RecursionError:  # no editor nests like this
        return None
    text = "".join(_write(value, False, _MAX_LEVELS))
    return _PARAGRAPH_BREAK.sub("\n\n", text).strip() or None


def _is_document(value: Any) -> bool:
    """Return whether a value has the form of a document, or is a list of its blocks."""
    if isinstance(value, list):
        return any(map(_is_block, value)) and all(
            _is_block(item) or isinstance(item, dict) and _get_type(item) for item in value)
    if not isinstance(value, dict):
        return False
    if _get_type(value) in _DOCUMENT_TYPES:
        return True
    return any(
        isinstance(part, (dict, list)) and _is_document(part)
        for part in map(value.get, _DOCUMENT_PARTS))


def _is_block(value: Any) -> bool:
    """Return whether a value is a text or may be a block: it has a text or parts."""
    if isinstance(value, str):
        return True
    if isinstance(value, list):
        return _is_list_of_texts(value, _MAX_LEVELS)
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("insert"), dict):
        return True  # a picture in Quill
    if _get_type(value):
        return any(name in value for name in (*_TEXTS, *_PARTS, "attrs"))
    return any(isinstance(value.get(name), str) for name in _TEXTS) or any(
        isinstance(value.get(name), list) for name in _PARTS)


def _is_list_of_texts(value: list[Any], levels: int) -> bool:
    """Return whether a list holds texts, or lists of them, and nothing else."""
    return bool(value) and levels > 0 and all(
        isinstance(item, str) or isinstance(item, list) and _is_list_of_texts(item, levels - 1)
        for item in value)


def _is_mobiledoc(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("sections"), list) and (
        isinstance(value.get("version"), str))


def _convert_mobiledoc(document: Mapping[str, Any]) -> list[Any]:
    """Return the sections of a Mobiledoc as blocks. In version 0.2 they follow the markups."""
    sections, cards = document["sections"], document.get("cards")
    if len(sections) == 2 and all(
            isinstance(each, list) and all(isinstance(inner, list) for inner in each)
            for each in sections):
        sections = sections[1]
    return [block for section in sections if isinstance(section, list) and len(section) > 1
            for block in _convert_section(section, cards if isinstance(cards, list) else [])]


def _convert_section(section: list[Any], cards: list[Any]) -> list[Any]:
    """Return the blocks of a section: 1 is a text, 3 a list, 10 a card; 2, a picture, has none."""
    kind, *content = section
    if kind == 1 and len(content) > 1:
        return [{"type": "p", "text": _join_markers(content[1])}]
    if kind == 3 and len(content) > 1 and isinstance(content[1], list):
        return [{"type": "li", "text": _join_markers(markers)} for markers in content[1]]
    if kind == 10:
        at = content[0]
        card = cards[at] if type(at) is int and 0 <= at < len(cards) else content
        if isinstance(card, list) and len(card) > 1 and isinstance(card[1], dict):
            return [{"type": "card", **card[1]}]
    return []


def _join_markers(markers: Any) -> str:
    """Return the text of a line; each of its markers ends with a piece of it."""
    pieces = [marker[-1] for marker in markers if isinstance(marker, list) and marker] if (
        isinstance(markers, list)) else []
    return "".join(piece for piece in pieces if isinstance(piece, str))


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
    if not kind and isinstance(heading := next(map(block.get, filter(
            block.__contains__, _HEADINGS)), None), str):
        yield f"{heading}\n\n"
    written = next((name for name in _TEXTS if isinstance(block.get(name), str)), None)
    if written:
        yield block[written].replace("\n", "\n\n") if written == "insert" else block[written]
    for name in _PARTS if written else (*_PARTS, kind):  # Notion names a block's text by its type
        part = block.get(name)
        if isinstance(part, str) and name == "content":
            yield part
        elif isinstance(part, (list, dict)):
            is_line = name in ("children", "leaves", "content") and bool(kind or is_inside)
            yield from _write(part, is_line and kind not in _DOCUMENT_TYPES, levels)
    if isinstance(caption := block.get("caption"), str) and caption.strip():
        yield f"\n\n<figcaption>{caption}</figcaption>\n\n"
    yield edge
