"""Finds the replies in a thread of a forum, whose posts stand below each other without headings.

The first post is the article. The entries of a live report look alike, and so do paragraphs in
blocks of their own. So the site, the address or the names of blocks must say that it is a thread,
and each post must open with a short line that says who wrote it and when.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.formats.html.page_blocks import (
    HEADINGS,
    find_first_passages,
    get_kind,
    get_names,
)
from indexer.formats.html.passages import WeighedPage

_FORUM = re.compile(
    r"\bforums?\b|\bthreads?\b|viewtopic|showthread|phpbb|vbulletin|xenforo|\bbbwrapper\b"
    r"|\bdiscourse\b|topic-?post|post-?message|\bkaskus\b", re.IGNORECASE)
"""What names of blocks, titles and addresses of forums say."""

_POST_TAGS = frozenset("article div li section table tbody tr".split())
_SEPARATOR = re.compile(r"\s[-–—|»•·]\s")
_MAX_OPENING_CHARACTERS = 60
_MAX_DEPTH = 6
_MIN_SHARE_OF_PROSE = 0.8


def find_replies(page: WeighedPage, titles: Iterable[str], url: str) -> Sequence[Any]:
    """Return the elements of the posts below the first of a thread; () if the page has none."""
    posts = _find_posts(page)
    if len(posts) < 2:
        return ()
    elements = [page.blocks[at].element for at in posts]
    names = [get_names(each) for element in elements for each in (element, *element.iter("div"))]
    sites = [_SEPARATOR.split(title)[-1] for title in titles if _SEPARATOR.search(title)]
    if not any(map(_FORUM.search, (*sites, url, *names))):
        return ()
    has_headings = any(next(each.iter(*HEADINGS), None) is not None for each in elements)
    firsts = find_first_passages(page.blocks, page.passages)
    openings = [page.passages[firsts[at]] for at in posts]
    are_signed = all(len(each.text) <= _MAX_OPENING_CHARACTERS and not each.is_prose
                     for each in openings)
    return elements[1:] if are_signed and not has_headings else ()


def _find_posts(page: WeighedPage) -> list[int]:
    """Return the blocks of one kind below the title that have nearly all prose; the largest ones.

    Each of them has some.
    """
    groups, total = defaultdict[tuple[int, str, str], dict[int, int]](dict), 0
    for number, passage in enumerate(page.passages):
        if number <= page.title or not passage.is_prose:
            continue
        total += len(passage.text)
        at = passage.block
        for _ in range(_MAX_DEPTH):
            if at <= 0 or page.blocks[at].has_title:
                break
            if page.blocks[at].element.tag in _POST_TAGS:
                sizes = groups[get_kind(page.blocks[at])]
                sizes[at] = sizes.get(at, 0) + len(passage.text)
            at = page.blocks[at].parent
    found = [(sum(sizes.values()), list(sizes)) for sizes in groups.values() if len(sizes) > 1]
    size, posts = max(found, default=(0, []), key=lambda each: each[0])
    return posts if size >= _MIN_SHARE_OF_PROSE * total else []
