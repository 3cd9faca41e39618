"""Finds the articles of a page that has several, such as a bulletin or the front page of a blog.

Each is in an `<article>`, or a block called `hentry`, with its own heading and text. So are
comments, and the teasers of other articles, of which sites show many beside a single article: what
may be one of these is none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indexer.formats.html.beside import (
    NAMES_BESIDE,
)
from indexer.formats.html.page_blocks import (
    HEADINGS,
    PageBlock,
    Passage,
    fold,
    get_link,
    read_blocks,
)

_MIN_ARTICLES = 2
_MIN_LINKED_PASSAGES = 2
_MIN_LINKED_CHARACTERS = 250
"""Prose of an article with a link in its heading, or to its own page. A teaser has less."""

_MIN_FULL_PASSAGES = 3
_MIN_FULL_CHARACTERS = 250
"""Prose of an article beside the one that the page is named after."""

_MIN_NAME_CHARACTERS = 20
_MAX_CLOCK_AT = 200
_CLOCK = re.compile(r"\b[012]?\d[:.][0-5]\d\b")
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[\W*\])\W*\Z"
    r"|\b(?:selengkapnya|selanjutnya|baca (?:lagi|terus)|read more|continue reading)\W*\Z",
    re.IGNORECASE)
"""The end of a text that goes on elsewhere."""

_ITEM_TYPE = re.compile(r"schema\.org/(?:\w{0,20}Article|BlogPosting)\Z")
_NUMBERED = re.compile(r"#?\d{1,3}[.):]?\s")


def list_candidates(tree: Any) -> Iterator[Any]:
    """Yield the elements of a page that may each be an article, in its order."""
    for each in tree.iter("article", "div", "section", "li"):
        if _is_marked(each):
            yield each


def _is_marked(element: Any) -> bool:
    """Return whether a page marks an element as an article."""
    return (element.tag == "article" or "hentry" in (element.get("class") or "").split()
            or _ITEM_TYPE.search(element.get("itemtype") or "") is not None)


def find_articles(tree: Any, titles: Iterable[str], is_stated_article: bool) -> list[Any]:
    """Return the elements of a page's articles if it has several; [] if it has one or none.

    If the metadata call the page an article, or its title is the heading of one, the page is about
    that one, unless the others are as full and have such headings. Numbered headings are the parts
    of one article, and so are the entries of a live report.
    """
    candidates = [each for each in list_candidates(tree) if _is_own(each)]
    if len(candidates) < _MIN_ARTICLES:
        return []
    named = _find_named(candidates, titles)
    if named is None and is_stated_article:
        return []
    has_links = any(next(each.iter("a"), None) is not None for each in candidates)
    if named is not None and (is_stated_article or has_links):
        found = [each for each in candidates if each is named or _is_full(each, like=named)]
    else:
        found = [each for each in candidates if _is_whole(each)
                 and (named is None or _get_level(each) == _get_level(named))]
        if 2 * len(found) <= len(candidates) or _is_live_report(tree, found):
            return []
    return found if len(found) >= _MIN_ARTICLES and _have_own_headings(found) else []


def _find_named(candidates: Sequence[Any], titles: Iterable[str]) -> Any:
    """Return the element whose heading is the title of the page; None if there is none."""
    names = [fold(title) for title in titles if title]
    for each in candidates:
        heading = fold(get_heading_text(each))
        if heading and any(name == heading or len(heading) >= _MIN_NAME_CHARACTERS
                           and name.startswith(heading) for name in names):
            return each
    return None


def _have_own_headings(articles: Sequence[Any]) -> bool:
    headings = [get_heading_text(each) for each in articles]
    is_numbered = all(_NUMBERED.match(heading) for heading in headings)
    return not is_numbered and len({fold(heading) for heading in headings}) == len(headings)


def _is_full(article: Any, *, like: Any) -> bool:
    """Return whether an element is a whole article beside the one that the page is named after.

    Its heading is of the same level and, like that one's, a link or not. A part of an article has a
    smaller heading, and the heading of a teaser is a link.
    """
    if _get_level(article) != _get_level(like) or bool(get_link(article)) != bool(get_link(like)):
        return False
    prose = _read_prose(article)
    return len(prose) >= _MIN_FULL_PASSAGES and sum(map(len, prose)) >= _MIN_FULL_CHARACTERS


def _get_level(article: Any) -> str:
    """Return the tag of an element's first heading, "" if it has none."""
    heading = next(article.iter(*HEADINGS), None)
    return "" if heading is None else str(heading.tag)


def _is_live_report(tree: Any, articles: Sequence[Any]) -> bool:
    """Return whether articles are entries of a report, each with its clock and little text.

    The heading of the page is then that of the report.
    """
    headings = [each for each in tree.iter("h1") if not any(
        above in articles for above in each.iterancestors())]
    timed = [each for each in articles if next(each.iter("time"), None) is not None
             or _CLOCK.search(" ".join("".join(each.itertext()).split())[:_MAX_CLOCK_AT])]
    brief = [each for each in articles if len(_read_prose(each)) < _MIN_LINKED_PASSAGES]
    return bool(headings) and len(timed) == len(articles) and 2 * len(brief) > len(articles)


def _read_prose(article: Any) -> list[str]:
    """Return the passages of prose of an article; [] if its text goes on elsewhere."""
    heading = fold(get_heading_text(article))
    blocks, passages = read_blocks(article)
    own = [each for each in passages
           if _is_inside(blocks, each) and fold(each.text) != heading]
    prose = [each for each in own if each.is_prose]
    if not prose or any(_CUT_OFF.search(each.text) for each in (prose[-1], own[-1])):
        return []
    return [each.text for each in prose]


def get_heading_text(article: Any) -> str:
    """Return the text of an article's first heading, "" if it has none."""
    heading = next(article.iter(*HEADINGS), None)
    return "" if heading is None else " ".join("".join(heading.itertext()).split())


def _is_own(article: Any) -> bool:
    """Return whether an `<article>` is in no other, in no link, and in no block of comments."""
    for each in article.iterancestors():
        if each.tag in ("a", "aside", "nav", "footer") or _is_beside(each) or _is_marked(each):
            return False
    return not _is_beside(article)


def _is_beside(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return element.tag not in ("html", "body") and bool(NAMES_BESIDE.search(names))


def _is_whole(article: Any) -> bool:
    """Return whether an element has a heading and its whole text."""
    prose = _read_prose(article) if get_heading_text(article) else []
    has_links = next(article.iter("a"), None) is not None
    return bool(prose) and (not has_links or (
        len(prose) >= _MIN_LINKED_PASSAGES and sum(map(len, prose)) >= _MIN_LINKED_CHARACTERS))


def _is_inside(blocks: Sequence[PageBlock], passage: Passage) -> bool:
    """Return whether a passage is of the article itself rather than of one inside it."""
    at = passage.block
    while at > 0 and not _is_marked(blocks[at].element):
        at = blocks[at].parent
    return at == 0
