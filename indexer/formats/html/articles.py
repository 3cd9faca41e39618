"""Finds the articles of a page that has several, such as a bulletin or the front page of a blog.

Each is in an `<article>` with its own heading and text. So are comments, and the teasers of other
articles, of which sites show many beside a single article: what may be one of these is none.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.formats.html.passages import NAMES_BESIDE, PageBlock, Passage, fold, read_blocks

_MIN_ARTICLES = 2
_MIN_LINKED_PASSAGES = 2
_MIN_LINKED_CHARACTERS = 250
"""Prose of an article with a link in its heading, or to its own page. A teaser has less."""

_HEADINGS = ("h1", "h2", "h3", "h4")
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[\W*\])\W*\Z"
    r"|\b(?:selengkapnya|selanjutnya|baca (?:lagi|terus)|read more|continue reading)\W*\Z",
    re.IGNORECASE)
"""The end of a text that goes on elsewhere."""

_NUMBERED = re.compile(r"#?\d{1,3}[.):]?\s")


def find_articles(tree: Any, titles: Iterable[str], is_stated_article: bool) -> list[Any]:
    """Return the elements of a page's articles if it has several; [] if it has one or none.

    A page whose metadata call it an article, or whose title is the heading of one, is about that
    one, unless none of its articles has a link. Numbered headings are the parts of one article.
    """
    candidates = [each for each in tree.iter("article") if _is_own(each)]
    if len(candidates) < _MIN_ARTICLES or is_stated_article:
        return []
    whole = [each for each in candidates if _is_whole(each)]
    headings = [get_heading_text(each) for each in whole]
    names = {fold(title) for title in titles if title}
    is_about_one = any(fold(heading) in names for heading in headings) and any(
        next(each.iter("a"), None) is not None for each in candidates)
    is_numbered = all(_NUMBERED.match(heading) for heading in headings)
    is_most = 2 * len(whole) > len(candidates)
    distinct = len({fold(heading) for heading in headings}) == len(headings)
    several = len(whole) >= _MIN_ARTICLES and is_most and distinct
    return whole if several and not is_about_one and not is_numbered else []


def get_heading_text(article: Any) -> str:
    """Return the text of an article's first heading, "" if it has none."""
    heading = next(article.iter(*_HEADINGS), None)
    return "" if heading is None else " ".join("".join(heading.itertext()).split())


def get_link(article: Any) -> str:
    """Return the address that the heading of an article links to, "" if it links to none."""
    heading = next(article.iter(*_HEADINGS), None)
    links = [] if heading is None else [*heading.iter("a"), *heading.iterancestors("a")]
    return next((link.get("href").strip() for link in links if link.get("href")), "")


def _is_own(article: Any) -> bool:
    """Return whether an `<article>` is in no other, in no link, and in no block of comments."""
    for each in article.iterancestors():
        if each.tag in ("article", "a", "aside", "nav", "footer") or _is_beside(each):
            return False
    return not _is_beside(article)


def _is_beside(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return element.tag not in ("html", "body") and bool(NAMES_BESIDE.search(names))


def _is_whole(article: Any) -> bool:
    """Return whether an `<article>` has a heading and its whole text."""
    heading = get_heading_text(article)
    if not heading:
        return False
    blocks, passages = read_blocks(article)
    own = [each for each in passages
           if _is_inside(blocks, each) and fold(each.text) != fold(heading)]
    prose = [each for each in own if each.is_prose]
    if not prose or any(_CUT_OFF.search(each.text) for each in (prose[-1], own[-1])):
        return False
    has_links = next(article.iter("a"), None) is not None
    return not has_links or (len(prose) >= _MIN_LINKED_PASSAGES and sum(
        len(each.text) for each in prose) >= _MIN_LINKED_CHARACTERS)


def _is_inside(blocks: Sequence[PageBlock], passage: Passage) -> bool:
    """Return whether a passage is of the article itself rather than of one inside it."""
    at = passage.block
    while at > 0 and blocks[at].element.tag != "article":
        at = blocks[at].parent
    return at == 0
