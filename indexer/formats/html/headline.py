"""Picks the heading of a page that is the title of its article and not the name of its site."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from indexer.dates import read_field

_MAX_HEADINGS = 200
"""Headings of a page that are looked at, from its beginning."""

_MAX_TITLE_CHARACTERS = 300
_MAX_PARTS = 8
_MIN_TITLE_WORDS = 2
_MIN_NAME_CHARACTERS = 3

_TITLE_SEPARATOR = re.compile(
    r"\s*[|»«•·]\s*|\s+(?:[-–—~>/]|::?)\s+|(?<=\S):\s+|\s+\((?=[^()]{1,60}\)$)")
"""What stands between title and site in the title of a browser's window."""

_HOST = re.compile(
    r"(?:[\w-]+\.)*?([\w-]+)(?:\.(?:ac|co|com|desa|go|my|net|or|sch|web))?\.[a-z]{2,10}",
    re.IGNORECASE)
"""A host, whose group is the name that was registered."""
_HOME_PAGE = re.compile(r"(?:https?:)?//[^/\s]{1,253}/?|/|(?:\./)?index\.\w{1,5}")
_LARGE = re.compile(r"\+?[2-7]|\+[1-9]")
_LARGE_STYLE = re.compile(
    r"font-size\s*:\s*(?:(?:x-|xx-)?large|1[89]px|[2-9]\dpx|1[4-9]pt|[2-9]\dpt|1\.[3-9]|[2-9]r?em)"
    r"|font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:judul|headline|title|contentheading|heading)(?:$|[\s_-])", re.IGNORECASE)
_NO_HEADLINE = re.compile(
    r"(?:oleh|by|penulis|reporter|sumber|laporan|foto|editor|posted|ditulis)\b|.*[.!:,;]\Z"
    r"|.*\b\d{1,2}[:.]\d\d\b", re.IGNORECASE)
_MIN_BOLD_BLANKS, _MAX_BOLD_BLANKS = 2, 24
_MAX_LINES_ABOVE_TEXT = 6
"""Lines right above the text among which the headline is looked for."""

_MAX_BOLD_LINES = 2_000
_BOLD_TAGS = ("font", "b", "strong", "big", "h1", "h2", "h3", "h4", "h5", "h6",
              "span", "div", "p", "td", "center")
_PUNCTUATION = re.compile(r"[\W_]+")


def choose_headline(tree: Any, title: str, window_title: str, sites: Collection[str]) -> str:
    """Return the title given without the name of its site, or a better one from the page.

    If the title is the name of the site, a better one is a heading that is part of the window's
    title, or else a part of that. `sites` are names of the site and its host. Headings that link to
    the home page name it as well.
    """
    headings = list(_read_headings(tree))
    hosts = filter(None, map(_HOST.fullmatch, sites))
    stated = {_fold(name) for name in (*sites, *(host[1] for host in hosts))}
    site_names = (stated | {_fold(text) for _, text, links_home in headings if links_home}) - {""}
    if not title or _fold(title) not in site_names:
        own = [(tag, text) for tag, text, _ in headings if _fold(text) not in site_names]
        return _strip_site(title, own, site_names) if title else title
    window_folded = _fold(window_title)
    others = [text for _, text, _ in headings if _fold(text) and _fold(text) in window_folded]
    pieces = _TITLE_SEPARATOR.split(window_title[:_MAX_TITLE_CHARACTERS])
    parts = [part for part in pieces if part.strip()]
    for candidates in (others, parts if len(parts) > 1 else []):
        titles = [text for text in candidates if _fold(text) not in site_names]
        if titles:
            return max(titles, key=len)
    return title


def confirm_title(tree: Any, extracted: str, stated: str, window_title: str) -> str:
    """Return the extracted title if the page confirms it, else the one that the page states.

    It is confirmed by the window's title, or as a main heading if no other heading is most of the
    window's title. Otherwise it may be the headline of a teaser, or the name of a section. A main
    heading without an end tag has the whole text.
    """
    if len(extracted) > _MAX_TITLE_CHARACTERS:
        extracted = stated or window_title
    folded, shown = _fold(extracted), _fold(window_title)
    headings = list(_read_headings(tree))
    if folded and (folded in shown or folded == _fold(stated)):
        return extracted
    own = [text for _, text, links_home in headings if not links_home
           and _fold(text) in shown and 2 * len(_fold(text)) > len(shown)]
    is_main = any(tag == "h1" and _fold(text) == folded for tag, text, _ in headings)
    if folded and is_main and (stated or not own):
        return extracted
    return stated or max(own, key=len, default=extracted or window_title)


def find_bold_headline(tree: Any, above: Sequence[str]) -> str:
    """Return the largest of the bold or large lines right above a text, "" if there is none.

    Pages without headings have their headline there. `above` are the lines above the text, in the
    order of the page.
    """
    near = {_fold(line): line for line in above[-_MAX_LINES_ABOVE_TEXT:]
            if _MIN_BOLD_BLANKS <= line.count(" ") <= _MAX_BOLD_BLANKS
            and not _NO_HEADLINE.match(line) and not read_field(line).published}
    sizes = dict.fromkeys(near, 0)
    for element in islice(tree.iter(*_BOLD_TAGS), _MAX_BOLD_LINES) if near else ():
        if size := _get_size(element):
            folded = _fold("".join(islice(element.itertext(), 20)))
            if folded in sizes:
                sizes[folded] = max(sizes[folded], size)
    best = max(sizes.values(), default=0)
    return next((near[line] for line in reversed(sizes) if sizes[line] == best), "") if best else ""


def _get_size(element: Any) -> int:
    """Return how large an element's text is: 0 plain, 1 bold, more for larger ones."""
    tag, size = element.tag, (element.get("size") or "").strip()
    if tag == "font":
        return 1 + int(size.strip("+")) if _LARGE.fullmatch(size) else 0
    if tag[0] == "h" or _TITLE_CLASS.search(element.get("class") or ""):
        return 10
    if _LARGE_STYLE.search(element.get("style") or ""):
        return 3
    return {"b": 1, "strong": 1, "big": 2}.get(tag, 0)


def _strip_site(title: str, headings: list[tuple[str, str]], site_names: set[str]) -> str:
    """Return the part of a title that is a heading of the page, or the title without its site.

    A headline may have a dash or a colon of its own. It is then a heading as a whole, or its parts
    are neither a heading nor the site.
    """
    main = [text for tag, text in headings if tag == "h1"] or [
        text for tag, text in headings if tag == "h2"]
    folded = {_fold(text): text for text in reversed(main) if _fold(text)}
    cuts = list(_TITLE_SEPARATOR.finditer(title[:_MAX_TITLE_CHARACTERS]))[:_MAX_PARTS]
    if not cuts or _fold(title) in folded:
        return title
    shown = [folded[_fold(part)] for part, rest in _list_parts(title, cuts)
             if _fold(part) in folded and _is_headline(part, rest, site_names)]
    if shown:
        return max(shown, key=len)
    stripped = [part for part, rest in _list_parts(title, cuts)
                if _fold(rest) in site_names and part.count(" ") >= _MIN_TITLE_WORDS - 1]
    return max(stripped, key=len, default=title)


def _list_parts(title: str, cuts: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    """Yield each run of whole parts of a title that begins or ends it, or neither; and the rest."""
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(title)]
    for first, start in enumerate(starts):
        for end in ends[first:]:
            if (start, end) != (0, len(title)):
                yield title[start:end].strip(), title[:start] + title[end:]


def _is_headline(part: str, rest: str, site_names: set[str]) -> bool:
    """Return whether a heading is the title, and what else that says the site or a section.

    Any other rest is shorter than a headline. If it is longer, the heading may be a topic.
    """
    names = [name for name in site_names if len(name) >= _MIN_NAME_CHARACTERS]
    pieces = map(_fold, _TITLE_SEPARATOR.split(rest))
    others = [piece for piece in pieces if not any(name in piece for name in names)]
    return len(_fold(part)) >= sum(map(len, others))


def _read_headings(tree: Any) -> Iterator[tuple[str, str, bool]]:
    """Yield each heading: its tag, its text, and whether it links to the home page of its site."""
    for heading in islice(tree.iter("h1", "h2", "h3", "h4"), _MAX_HEADINGS):
        text = "".join(islice(heading.itertext(), 50))[:_MAX_TITLE_CHARACTERS]
        links = [link.get("href") or "" for link in islice(heading.iter("a"), 1)]
        links_home = any(_HOME_PAGE.fullmatch(link.strip()) for link in links)
        yield heading.tag, " ".join(text.split()), links_home


def _fold(text: str) -> str:
    return _PUNCTUATION.sub("", text[:_MAX_TITLE_CHARACTERS].casefold())
