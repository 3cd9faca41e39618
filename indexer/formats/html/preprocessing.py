"""Prepares a page for extraction."""

import re
import sys
from collections import Counter
from itertools import islice, pairwise
from typing import Any

from indexer.text import markup

_TOOLBAR_IDS = ("wm-ipp-base", "wm-ipp-print", "donato")
"""The ids of what the Wayback Machine adds to pages."""

_NO_BYLINES = frozenset(
    "post-labels post-timestamp post-location post-comment-link post-share-buttons".split())
"""Classes of Blogger's themes that stand beside the class `byline`."""

_HEAD_TAGS = frozenset("base link meta noscript script style template title".split())
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt", "summary")
_QUESTION = re.compile(r"(?:\S{1,40}\s+){2,30}\S{1,40}\?")
_BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_TABLE_TAGS = ("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption")
_CONTENT_WEIGHTS = {"table": 2, "h1": 2, "h2": 2, "h3": 2, "p": 1, "br": 1}
_MIN_NOSCRIPT_CHARACTERS = 400
_MIN_CLICKABLE = 3
_SENTENCE_END = re.compile(r"\w\w[.!?][\"”’)]*(?:\s|$)")
_MIN_SENTENCES, _MIN_LETTERS = 3, .85
"""Sentences of prose, and the share of letters among its characters."""

_MAX_WIDTH = 120
"""Characters of the longest line of a text that was wrapped."""

_MIN_INDENT = 2
_TORN = re.compile(r"[^\W\d_]-")
_MIN_PARAGRAPHS, _MIN_PARAGRAPH_CHARACTERS = 3, 60
"""Long paragraphs in a link from which on its end tag is missing: teasers have one or two."""

_GO_TO = re.compile(
    r"(?:location(?:\.href)?\s{0,9}=|(?:location\.assign|window\.open)\()\s{0,9}"
    r"[\"'](?P<target>[^\"'\s]{1,2000})[\"']")
_MIN_LAYOUT_WEIGHT = 2
"""A cell of this weight is part of the page's layout rather than a figure in a table."""


def preprocess(tree: Any) -> str | None:
    """Return the page without what misleads the extraction; None if there is no such thing.

    Layout tables become blocks. Toolbars of web archives go, and so does JSON-LD, which may be
    about other articles as well. Only bylines are called so. What readers see is in the body.
    Questions that open their answers are headings, not buttons, and items to tick are their text.
    Preformatted prose is made of paragraphs. Blocks that lead to other pages when they are clicked
    are links, and links around a whole text are none. The tree is changed in place.
    """
    steps = (_empty_head, _remove_json_ld, _remove_toolbars, _rename_bylines, _unwrap_questions,
             _unwrap_checklists, _widen_spans, _part_preformatted, _flatten_layout_tables,
             _show_templates, _show_only_text, _end_links, _link_clickable)
    if not any([step(tree) for step in steps]):
        return None
    from lxml import etree

    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _empty_head(tree: Any) -> bool:
    """Move what readers see from the head to the body.

    libxml2 leaves it there where a page has no `<body>` and begins with an element of HTML 5.
    """
    head = next(iter(tree.iterchildren("head")), None)
    children = [] if head is None else list(head)
    first = next((at for at, each in enumerate(children) if each.tag not in _HEAD_TAGS), None)
    if first is None:
        return False
    body = next(iter(tree.iterchildren("body")), None)
    body = tree.makeelement("body") if body is None else body
    tree.append(body)
    body[:0] = children[first:]
    return True


def _remove_json_ld(tree: Any) -> bool:
    scripts = [each for each in tree.iter("script") if "ld+json" in (each.get("type") or "")]
    for script in scripts:
        script.clear(keep_tail=True)
    return bool(scripts)


def _remove_toolbars(tree: Any) -> bool:
    toolbars = [each for each in tree.iter("div") if each.get("id") in _TOOLBAR_IDS]
    for toolbar in toolbars:
        toolbar.clear(keep_tail=True)
    return bool(toolbars)


def _rename_bylines(tree: Any) -> bool:
    """Rename what themes of Blogger call a byline though it has labels, a date or buttons."""
    misnamed = [
        each for each in tree.iter("span", "div")
        if "byline" in (classes := (each.get("class") or "").split())
        and not _NO_BYLINES.isdisjoint(classes)]
    for each in misnamed:
        each.set("class", each.get("class").replace("byline", "").strip())
    return bool(misnamed)


def _unwrap_questions(tree: Any) -> bool:
    """Turn buttons in headings, and those that ask a question, into what readers see."""
    buttons = [(each, next(each.iterancestors(*_HEADINGS), None)) for each in tree.iter("button")]
    questions = [(each, heading) for each, heading in buttons if heading is not None
                 or _QUESTION.fullmatch("".join(each.itertext()).strip())]
    for each, heading in questions:
        each.tag = "h4" if heading is None else "span"
    return bool(questions)


def _unwrap_checklists(tree: Any) -> bool:
    """Reduce items with a box to tick, such as those of a recipe, to their text."""
    from lxml import etree

    boxes = [each for each in tree.iter("input") if each.get("type") == "checkbox"]
    items = [item for box in boxes for item in islice(box.iterancestors("li"), 1)]
    for item in items:
        etree.strip_tags(item, "input", "label", "span")
    return bool(items)


def _widen_spans(tree: Any) -> bool:
    """Turn spans that are styled as blocks, and `<center>`, into blocks."""
    spans = [each for each in tree.iter("span", "center") if each.tag == "center"
             or _BLOCK_STYLE.search(each.get("style") or "")]
    for each in spans:
        each.tag = "div"
    return bool(spans)


def _part_preformatted(tree: Any) -> bool:
    """Turn prose in `<pre>` into paragraphs; code, figures and tables stay."""
    prose = {each: text for each in tree.iter("pre")
             if _is_prose(text := "".join(each.itertext()))}
    for each, text in prose.items():
        each.clear(keep_tail=True)
        each.tag = "div"
        for paragraph in _list_paragraphs(text):
            part = each.makeelement("p")
            part.text = paragraph
            each.append(part)
    return bool(prose)


def _is_prose(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return (len(_SENTENCE_END.findall(text)) >= _MIN_SENTENCES
            and letters >= _MIN_LETTERS * len("".join(text.split())))


def _list_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, whose lines may have been wrapped.

    They are parted by blank lines, by lines that are further in than the one before, and by those
    that end although the next word has room.

    >>> _list_paragraphs("  Air surut\\npelan.\\nLumpur tinggal.\\n\\n Selesai.")
    ['Air surut pelan.', 'Lumpur tinggal.', 'Selesai.']
    """
    lines = [line.rstrip() for line in text.expandtabs().split("\n")]
    width = max(map(len, lines))
    width = width if width <= _MAX_WIDTH else sys.maxsize
    paragraphs = list[list[str]]()
    for before, line in pairwise(["", *lines]):
        if not _goes_on(before, line, width):
            paragraphs.append([])
        elif not _TORN.fullmatch(before[-2:]):
            paragraphs[-1].append(" ")
        paragraphs[-1].append(line.strip())
    return list(filter(None, map("".join, paragraphs)))


def _goes_on(before: str, line: str, width: int) -> bool:
    """Return whether a line goes on with the paragraph of the line before, at a width of lines."""
    if not before or not line or _count_indent(line) >= _count_indent(before) + _MIN_INDENT:
        return False
    return len(before) + 1 + len(line.split(maxsplit=1)[0]) > width


def _count_indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _flatten_layout_tables(tree: Any) -> bool:
    """Turn the tables that lay a page out into blocks; return whether there were any.

    These are tables of one column, and those with a cell that has paragraphs, headings or a table
    of its own.
    """
    weights = Counter[Any]()
    for element in tree.iter(*_CONTENT_WEIGHTS):
        cell = next(element.iterancestors("td", "th"), None)
        if cell is not None:
            weights[cell] += _CONTENT_WEIGHTS[element.tag]
    tables = [table for table in tree.iter("table") if _is_layout(table, weights)]
    for table in tables:
        for element in [table, *_get_parts(table)]:
            element.tag = "div"
    return bool(tables)


def _is_layout(table: Any, weights: Counter[Any]) -> bool:
    rows = [each for each in _get_parts(table) if each.tag == "tr"]
    cells = [[each for each in row if each.tag in ("td", "th")] for row in rows]
    return all(len(row) < 2 for row in cells) or any(
        weights[cell] >= _MIN_LAYOUT_WEIGHT for row in cells for cell in row)


def _show_templates(tree: Any) -> bool:
    """Turn what browsers and SingleFile show of templates, and long texts for browsers without
    scripts, into blocks."""
    shown = [each for each in tree.iter("template", "noscript")
             if each.get("shadowrootmode") or each.tag == "noscript" and len(
                 "".join(each.itertext()).strip()) >= _MIN_NOSCRIPT_CHARACTERS]
    for each in shown:
        each.tag = "div"
    return bool(shown)


def _show_only_text(tree: Any) -> bool:
    """Turn templates and frames with a text of their own into blocks where a page shows little."""
    hidden = [each for each in tree.iter("template", "iframe")
              if each.get("srcdoc") or each.tag == "template"]
    if not hidden or _measure_lines(tree) >= _MIN_NOSCRIPT_CHARACTERS:
        return False
    for each in hidden:
        page = markup.parse(each.get("srcdoc")) if each.get("srcdoc") else None
        if page is not None:
            each[:] = list(page.iterchildren("body")) or [page]
        for body in each.iterchildren("body"):
            body.tag = "div"
    shown = [each for each in hidden if sum(
        map(_measure_lines, each)) + len(each.text or "") >= _MIN_NOSCRIPT_CHARACTERS]
    for each in shown:
        each.tag = "div"
    return bool(shown)


def _measure_lines(tree: Any) -> int:
    """Return how many characters of a page stand in lines as long as a sentence."""
    lines = markup.extract_text(tree).split("\n")
    return sum(len(line) for line in lines if len(line) >= _MIN_PARAGRAPH_CHARACTERS)


def _end_links(tree: Any) -> bool:
    """Turn links around several long paragraphs into blocks: their end tags are missing."""
    paragraphs = [(each, next(each.iterancestors("a"), None)) for each in tree.iter("p")]
    counts = Counter(link for each, link in paragraphs if link is not None and len(
        "".join(islice(each.itertext(), 20))) >= _MIN_PARAGRAPH_CHARACTERS)
    unclosed = [link for link, count in counts.items() if count >= _MIN_PARAGRAPHS]
    for link in unclosed:
        link.tag = "div"
    return bool(unclosed)


def _link_clickable(tree: Any) -> bool:
    """Turn blocks that scripts make clickable into links, if there are several."""
    targets = {each: target for each in tree.iter("div", "li", "section", "tr", "td", "span", "p")
               if (target := _find_target(each)) and next(each.iter("a"), None) is None}
    if len(set(targets.values())) < _MIN_CLICKABLE:
        return False
    for each, target in targets.items():
        each.tag = "a"
        each.set("href", target)
    return True


def _find_target(element: Any) -> str:
    """Return the address that an element leads to when it is clicked, "" if there is none."""
    clicked = _GO_TO.search(element.get("onclick") or "")
    return clicked["target"] if clicked else (element.get("data-href") or "").strip()


def _get_parts(table: Any) -> list[Any]:
    """Return the rows, cells and so on of a table, without those of tables inside it.

    In a sound table they nest three levels deep.
    """
    parts, level = list[Any](), [table]
    for _ in range(3):
        level = [child for parent in level for child in parent
                 if child.tag in _TABLE_TAGS[1:] and parent.tag not in ("td", "th", "caption")]
        parts += level
    return parts
