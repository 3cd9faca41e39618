"""HTML as text."""

import re
from typing import Any

BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table"
    " tbody td tfoot th thead title tr ul".split())
UNSEEN = frozenset(
    "applet audio button canvas embed head iframe link map math meta noscript object option script"
    " select style svg template textarea video".split())
_CAPTION = re.compile(
    r"<(?P<tag>figcaption)(?:\s[^<>]*)?>"
    r"|<(?P<wordpress>p|dd|div|span)\s(?=[^<>]{0,500}wp-caption-(?:text|dd))[^<>]*>"
    r"|\[caption\s[^][]*\](?:\s*<a\s[^<>]*>)?(?:\s*<img\s[^<>]*>)?(?:\s*</a>)?"
    r"|<(?P<unseen>script|style|textarea|!--)", re.IGNORECASE)
"""Where a caption of a picture begins, as any page has it and as WordPress does; or something in
which none does."""

_ENDS = {
    tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    for tag in "figcaption p dd div span script style textarea".split()
} | {"": re.compile(r"\[/caption\]", re.IGNORECASE), "!--": re.compile("-->")}
_LONGEST_CAPTION = 3_000
_NOT_WITHIN = re.compile(r"<figcaption\b|</figure\b|\[caption\s", re.IGNORECASE)
"""What stands in no caption: its end is missing."""

_MARK = re.compile(r"[<&]")
_BLANK_OR_TAG = re.compile(r"(?P<blank>\n[ \t\r]*\n\s*)|<(?P<ends>/?)(?P<name>[a-zA-Z]\w*)[^<>]*>")
_NESTING = BLOCKS - {"hr"}
_MAY_STAY_OPEN = frozenset("p li dt dd tr td th thead tbody tfoot".split())


def text(html: str) -> str:
    """What a reader sees, paragraphs joined by blank lines; a text without markup as it is.

    >>> text("<p>Satu<br>dua &amp; tiga</p><script>x</script>\\n<ul><li>empat</li></ul>")
    'Satu\\ndua & tiga\\n\\nempat'
    """
    if not _MARK.search(html):
        return html
    tree = parsed(f"<div>{_paragraphed(html)}</div>")
    return "" if tree is None else seen(tree)


def _paragraphed(html: str) -> str:
    """HTML in which blank lines outside of all blocks part paragraphs, as editors store it."""
    pieces, at = list[str](), 0
    open_blocks = list[str]()
    for match in _BLANK_OR_TAG.finditer(html):
        if match["blank"] and not open_blocks:
            pieces.append(html[at:match.start()])
            at = match.end()
        elif match["name"] and (name := match["name"].lower()) in _NESTING:
            _follow(open_blocks, name, bool(match["ends"]))
    return "<p>".join([*pieces, html[at:]])


def _follow(open_blocks: list[str], name: str, ends: bool) -> None:
    """Blocks that are open, after one begins or ends; it ends those that nobody has to close."""
    if not ends:
        while open_blocks[-1:] == ["p"]:
            open_blocks.pop()
        open_blocks.append(name)
        return
    while open_blocks and open_blocks[-1] != name and open_blocks[-1] in _MAY_STAY_OPEN:
        open_blocks.pop()
    if open_blocks[-1:] == [name]:
        open_blocks.pop()


def without_captions(html: str) -> tuple[str, list[str]]:
    r"""A page or a text without the captions of its pictures, and these as text.

    >>> without_captions("<p>Isi.<figure><figcaption>Pasar <b>lama</b></figcaption></figure>")
    ('<p>Isi.<figure></figure>', ['Pasar lama'])
    """
    pieces, captions, kept, at = [], [], 0, 0
    endless = set[str]()
    while begin := _CAPTION.search(html, at):
        at = begin.end()
        if begin["unseen"]:
            kind = begin["unseen"].lower()
            end = None if kind in endless else _ENDS[kind].search(html, at)
            at = end.end() if end else at
            endless |= set() if end else {kind}
        elif end := _caption_end(html, begin):
            pieces.append(html[kept:begin.start()])
            captions.append(text(html[at:end.start()]).strip())
            kept = at = end.end()
    return "".join([*pieces, html[kept:]]), list(filter(None, captions))


def _caption_end(html: str, begin: re.Match[str]) -> re.Match[str] | None:
    """The end of a caption; None where it is missing, and another's would be taken for it."""
    kind, at = (begin["tag"] or begin["wordpress"] or "").lower(), begin.end()
    end = _ENDS[kind].search(html, at, at + _LONGEST_CAPTION)
    return end if end and not _NOT_WITHIN.search(html, at, end.start()) else None


def text_and_captions(html: str) -> tuple[str, list[str]]:
    """What a reader sees of an article written in HTML, and apart from it the captions."""
    left, captions = without_captions(html)
    body = text(left)
    return (body, captions) if body else (text(html), [])


def parsed(html: str) -> Any:
    """The tree of a page, None if there is none to be had."""
    from lxml import etree  # only for those who have HTML

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def seen(tree: Any) -> str:
    """The text of a tree's elements, those aside that no reader sees."""
    pieces: list[str] = []
    unseen = None
    from lxml import etree

    for event, element in etree.iterwalk(tree, ("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if unseen is None and tag in UNSEEN:
                unseen = element
            if unseen is None:
                pieces += (_break(tag), _blank(element.text))
            continue
        if unseen is element:
            unseen = None
        if unseen is None:
            pieces += ("" if tag == "br" else _break(tag), _blank(element.tail))
    return _tidy("".join(pieces))


def _break(tag: str) -> str:
    return "\n" if tag == "br" else "\n\n" if tag in BLOCKS else ""


def _blank(text: str | None) -> str:
    """Line breaks of the source are blanks."""
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _tidy(text: str) -> str:
    paragraphs = (
        "\n".join(line.strip() for line in paragraph.split("\n")).strip()
        for paragraph in re.split(r"\n(?: *\n)+", text)
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
