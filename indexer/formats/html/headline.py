"""Picks the heading of a page that is the title of its article and not the name of its site."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

_MAX_HEADINGS = 200
"""Headings of a page that are looked at, from its beginning."""

_MAX_TITLE_CHARACTERS = 300

_TITLE_SEPARATOR = re.compile(r"\s*[|»«•·]\s*|\s+[-–—]\s+|(?<=\S):\s+")
"""What stands between title and site in the title of a browser's window."""

_HOME_PAGE = re.compile(r"(?:https?:)?//[^/\s]{1,253}/?|/|(?:\./)?index\.\w{1,5}")
_PUNCTUATION = re.compile(r"[\W_]+")


def choose_headline(tree: Any, title: str, window_title: str, site: str) -> str:
    """Return the title given, or a better one from the page if that is the name of the site.

    The name of the site is `site`, or a heading that links to the home page. A better title is a
    heading that is part of the window's title, or else a part of that.
    """
    headings = list(_read_headings(tree))
    site_names = {_fold(site)} | {_fold(text) for text, links_home in headings if links_home}
    if not title or _fold(title) not in site_names:
        return title
    window_folded = _fold(window_title)
    others = [text for text, _ in headings if _fold(text) and _fold(text) in window_folded]
    pieces = _TITLE_SEPARATOR.split(window_title[:_MAX_TITLE_CHARACTERS])
    parts = [part for part in pieces if part.strip()]
    for candidates in (others, parts if len(parts) > 1 else []):
        titles = [text for text in candidates if _fold(text) not in site_names]
        if titles:
            return max(titles, key=len)
    return title


def _read_headings(tree: Any) -> Iterator[tuple[str, bool]]:
    """Yield the text of each heading, and whether it links to the home page of its site."""
    for heading in islice(tree.iter("h1", "h2", "h3", "h4"), _MAX_HEADINGS):
        text = "".join(islice(heading.itertext(), 50))[:_MAX_TITLE_CHARACTERS]
        links = [link.get("href") or "" for link in islice(heading.iter("a"), 1)]
        yield " ".join(text.split()), any(_HOME_PAGE.fullmatch(link.strip()) for link in links)


def _fold(text: str) -> str:
    return _PUNCTUATION.sub("", text[:_MAX_TITLE_CHARACTERS].casefold())
