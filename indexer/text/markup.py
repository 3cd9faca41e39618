"""HTML as text, and how XML is parsed."""

import re
from html import unescape
from typing import Any

XML_OPTIONS = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True,
    "remove_comments": True,
}
"""Options of lxml's parsers for XML from anybody: neither entities nor addresses are followed."""

BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table"
    " tbody td tfoot th thead title tr ul".split())
"""Elements that begin on a line of their own."""

UNSEEN = frozenset(
    "applet audio button canvas embed head iframe link map math meta noscript object option script"
    " select style svg template textarea video".split())
"""Elements whose text no reader sees."""

_CAPTION = re.compile(
    r"<(?P<tag>figcaption)(?:\s[^<>]*)?>"
    r"|<(?P<wordpress>p|dd|div|span)\s(?=[^<>]{0,500}wp-caption-(?:text|dd))[^<>]*>"
    r"|\[caption\s[^][]*\](?:\s*<a\s[^<>]*>)?(?:\s*<img\s[^<>]*>)?(?:\s*</a>)?"
    r"|<(?P<unseen>script|style|textarea|!--)", re.IGNORECASE)
"""The start of a caption, in plain HTML or in WordPress; or of an element that contains none."""

_ENDS = {
    tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    for tag in "figcaption p dd div span script style textarea".split()
} | {"": re.compile(r"\[/caption\]", re.IGNORECASE), "!--": re.compile("-->")}
_MAX_CAPTION_CHARACTERS = 3_000
_NEVER_IN_CAPTION = re.compile(r"<figcaption\b|</figure\b|\[caption\s", re.IGNORECASE)
"""If one of these follows before the end of a caption, that end is missing."""

_SHORTCODE = re.compile(r"\[/?caption(?:\s[^][]*)?\]", re.IGNORECASE)
_STATED_CAPTION = re.compile(r"\scaption=(?P<quote>[\"'])(?P<text>.*?)(?P=quote)", re.DOTALL)
"""The caption of older WordPress, in the shortcode itself."""

_CDATA_MARK = re.compile(r"<!\[CDATA\[|\]\](?:>|&(?:amp;){0,3}gt;)")
_ESCAPED_CDATA = re.compile(r"\s*&(?:amp;){0,3}lt;!\[CDATA\[")
_MAX_ESCAPES = 4
_MARKUP = re.compile(r"[<&]")
_CROWDED_PAGE_CHARACTERS = 100_000
_ATTRIBUTE = r"""
    [\s/"'=<]*+  [^\s"'<>/=]++  (?> \s*+ = \s*+ (?> "[^"]*" | '[^']*' | [^\s"'>][^\s>]*+ ) )?+
"""
_CROWDED_TAG = re.compile(
    rf"( <[A-Za-z][^\s/<>]*+ (?: {_ATTRIBUTE} ){{1000}}+ ) (?: {_ATTRIBUTE} )++", re.VERBOSE)
_BLANK_LINE_OR_TAG = re.compile(
    r"(?P<blank>\n[ \t\r]*\n\s*)|<(?P<closing>/?)(?P<name>[a-zA-Z]\w*)[^<>]*>")
_NESTING_BLOCKS = BLOCKS - {"hr"}
_OPTIONAL_END_TAGS = frozenset("p li dt dd tr td th thead tbody tfoot".split())


def to_text(html: str) -> str:
    """Return what a reader sees, with blank lines between paragraphs.

    A text without markup is returned as it is.

    >>> to_text("<p>Satu<br>dua &amp; tiga</p><script>x</script>\\n<ul><li>empat</li></ul>")
    'Satu\\ndua & tiga\\n\\nempat'
    """
    if not _MARKUP.search(html):
        return html
    html = unwrap_cdata(html)
    tree = parse(f"<div>{_mark_paragraphs(html)}</div>")
    return "" if tree is None else extract_text(tree)


def unwrap_cdata(text: str) -> str:
    """Return a text or HTML without the marks of CDATA that were escaped on the way.

    >>> unwrap_cdata("<![CDATA[<p>Isi</p>]]>"), unwrap_cdata("&lt;![CDATA[&lt;p&gt;Isi]]&gt;")
    ('<p>Isi</p>', '<p>Isi')
    """
    if "![CDATA[" not in text:
        return text
    for _ in range(_MAX_ESCAPES):
        text = unescape(text) if _ESCAPED_CDATA.match(text) else text
    return _CDATA_MARK.sub("", text)


def _mark_paragraphs(html: str) -> str:
    """Insert `<p>` at blank lines outside of all blocks, as editors of a CMS understand them."""
    pieces, copied = list[str](), 0
    open_blocks = list[str]()
    for match in _BLANK_LINE_OR_TAG.finditer(html):
        if match["blank"] and not open_blocks:
            pieces.append(html[copied:match.start()])
            copied = match.end()
        elif match["name"] and (name := match["name"].lower()) in _NESTING_BLOCKS:
            _update_open_blocks(open_blocks, name, closing=bool(match["closing"]))
    return "<p>".join([*pieces, html[copied:]])


def _update_open_blocks(open_blocks: list[str], name: str, closing: bool) -> None:
    """Apply a tag to the stack of open blocks, closing those whose end tags are optional."""
    if not closing:
        while open_blocks[-1:] == ["p"]:
            open_blocks.pop()
        open_blocks.append(name)
        return
    while open_blocks and open_blocks[-1] != name and open_blocks[-1] in _OPTIONAL_END_TAGS:
        open_blocks.pop()
    if open_blocks[-1:] == [name]:
        open_blocks.pop()


def split_captions(html: str) -> tuple[str, list[str]]:
    r"""Return a page or a text without the captions of its pictures, and the captions as text.

    >>> split_captions("<p>Isi.<figure><figcaption>Pasar <b>lama</b></figcaption></figure>")
    ('<p>Isi.<figure></figure>', ['Pasar lama'])
    """
    pieces, captions, copied, position = [], [], 0, 0
    unclosed = set[str]()
    while start := _CAPTION.search(html, position):
        position = start.end()
        if start["unseen"]:
            kind = start["unseen"].lower()
            end = None if kind in unclosed else _ENDS[kind].search(html, position)
            position = end.end() if end else position
            unclosed |= set() if end else {kind}  # searching again each time would be quadratic
        elif end := _find_caption_end(html, start):
            pieces.append(html[copied:start.start()])
            captions.append(to_text(html[position:end.start()]).strip()
                            or _get_stated_caption(start[0]))
            copied = position = end.end()
    return "".join([*pieces, html[copied:]]), list(filter(None, captions))


def _get_stated_caption(opening: str) -> str:
    stated = _STATED_CAPTION.search(opening) if opening.startswith("[") else None
    return to_text(stated["text"]).strip() if stated else ""


def _find_caption_end(html: str, start: re.Match[str]) -> re.Match[str] | None:
    """Return the end of a caption; None if it is missing, so that the next end is another's."""
    kind, position = (start["tag"] or start["wordpress"] or "").lower(), start.end()
    end = _ENDS[kind].search(html, position, position + _MAX_CAPTION_CHARACTERS)
    return end if end and not _NEVER_IN_CAPTION.search(html, position, end.start()) else None


def to_text_and_captions(html: str) -> tuple[str, list[str]]:
    """Return what a reader sees of an article in HTML, and its captions apart from it.

    If there is nothing but captions, they are the text.
    """
    html = unwrap_cdata(html)
    rest, captions = split_captions(html)
    body = to_text(rest)
    if body.strip() or not captions:
        return body, captions
    return to_text(_SHORTCODE.sub("", html)).strip() or "\n\n".join(captions), []


def parse(html: str) -> Any:
    """Return the lxml tree of a page, None if lxml finds none."""
    from lxml import etree  # only for those who have HTML

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(limit_attributes(html).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def limit_attributes(html: str) -> str:
    """Return a page whose tags have at most 1,000 attributes each, if it is a long one.

    libxml2 compares each attribute of a tag with all before it: 80,000 take a minute.
    """
    return _CROWDED_TAG.sub(r"\1", html) if len(html) > _CROWDED_PAGE_CHARACTERS else html


def extract_text(tree: Any) -> str:
    """Return the text of an lxml tree without the elements that no reader sees."""
    pieces: list[str] = []
    unseen = None
    from lxml import etree

    for event, element in etree.iterwalk(tree, ("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if unseen is None and tag in UNSEEN:
                unseen = element
            if unseen is None:
                pieces += (_line_break(tag), _collapse_blanks(element.text))
            continue
        if unseen is element:
            unseen = None
        if unseen is None:
            pieces += ("" if tag == "br" else _line_break(tag), _collapse_blanks(element.tail))
    return _tidy("".join(pieces))


def _line_break(tag: str) -> str:
    return "\n" if tag == "br" else "\n\n" if tag in BLOCKS else ""


def _collapse_blanks(text: str | None) -> str:
    """Return the text with each run of blanks, line breaks of the source among them, as one."""
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _tidy(text: str) -> str:
    paragraphs = (
        "\n".join(line.strip() for line in paragraph.split("\n")).strip()
        for paragraph in re.split(r"\n(?: *\n)+", text)
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
