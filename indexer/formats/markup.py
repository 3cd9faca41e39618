"""HTML as text."""

import re
from typing import Any

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table"
    " tbody td tfoot th thead title tr ul".split())
_UNSEEN = frozenset(
    "applet audio button canvas embed head iframe link map math meta noscript object option script"
    " select style svg template textarea video".split())
_CAPTION = re.compile(r"<figcaption(?:\s[^<>]*)?>", re.IGNORECASE)
_CAPTION_END = re.compile(r"</figcaption\s*>", re.IGNORECASE)
_MARK = re.compile(r"[<&]")


def text(html: str) -> str:
    """What a reader sees, paragraphs joined by blank lines; a text without markup as it is.

    >>> text("<p>Satu<br>dua &amp; tiga</p><script>x</script>\\n<ul><li>empat</li></ul>")
    'Satu\\ndua & tiga\\n\\nempat'
    """
    if not _MARK.search(html):
        return html
    tree = parsed(f"<div>{html}</div>")
    return "" if tree is None else seen(tree)


def without_captions(html: str) -> tuple[str, list[str]]:
    r"""A page without the captions of its figures, and these as text.

    >>> without_captions("<p>Isi.<figure><figcaption>Pasar <b>lama</b></figcaption></figure>")
    ('<p>Isi.<figure></figure>', ['Pasar lama'])
    """
    pieces, captions, at = [], [], 0
    while begin := _CAPTION.search(html, at):
        end = _CAPTION_END.search(html, begin.end())
        if not end:
            break
        pieces.append(html[at:begin.start()])
        captions.append(text(html[begin.end():end.start()]).strip())
        at = end.end()
    return "".join([*pieces, html[at:]]), list(filter(None, captions))


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
            if unseen is None and tag in _UNSEEN:
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
    return "\n" if tag == "br" else "\n\n" if tag in _BLOCKS else ""


def _blank(text: str | None) -> str:
    """Line breaks of the source are blanks."""
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _tidy(text: str) -> str:
    paragraphs = (
        "\n".join(line.strip() for line in paragraph.split("\n")).strip()
        for paragraph in re.split(r"\n(?: *\n)+", text)
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
