"""Which heading of a page is the title of its article, and not the name of its site."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

_MOST, _LONGEST = 200, 300
"""Headings of a page, from its beginning, that are looked at, and their characters."""

_PARTED = re.compile(r"\s*[|»«•·]\s*|\s+[-–—]\s+|(?<=\S):\s+")
"""What stands in the name of a window between title and site."""

_HOME = re.compile(r"(?:https?:)?//[^/\s]{1,253}/?|/|(?:\./)?index\.\w{1,5}")
_MARKS = re.compile(r"[\W_]+")


def headline(tree: Any, given: str, window: str, site: str) -> str:
    """The title given for an article, or where that is the site's name, the page's other one.

    A site is named by `site`, or by a heading that leads to its first page. Another title is a
    heading, or a part of what the window is called.
    """
    headings = list(_headings(tree))
    names = {_folded(site)} | {_folded(text) for text, home in headings if home}
    if not given or _folded(given) not in names:
        return given
    within = _folded(window)
    others = [text for text, _ in headings if _folded(text) and _folded(text) in within]
    parts = [part for part in _PARTED.split(window[:_LONGEST]) if part.strip()]
    for found in (others, parts if len(parts) > 1 else []):
        own = [text for text in found if _folded(text) not in names]
        if own:
            return max(own, key=len)
    return given


def _headings(tree: Any) -> Iterator[tuple[str, bool]]:
    """The headings of a page, and whether each leads to the first page of its site."""
    for heading in islice(tree.iter("h1", "h2", "h3", "h4"), _MOST):
        text = "".join(islice(heading.itertext(), 50))[:_LONGEST]
        links = [link.get("href") or "" for link in islice(heading.iter("a"), 1)]
        yield " ".join(text.split()), any(_HOME.fullmatch(link.strip()) for link in links)


def _folded(text: str) -> str:
    return _MARKS.sub("", text[:_LONGEST].casefold())
