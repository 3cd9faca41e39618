"""Tells pages that a server or a site shows instead of an article: `data/server_page.ini`.

These are lists of the files in a folder, errors, forms to log in, notices of cookies, redirects,
and pages about the site.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from indexer.formats.html.index_page import NAME_OF_LIST
from indexer.rules import Rule, read_rules

MAX_CHARACTERS = 400
"""A page with a longer text is an article, whatever its title says."""

_MAX_REDIRECT_CHARACTERS = 200
_MAX_OTHER_CHARACTERS = 60
"""Characters of paragraphs beside those that say that there is no article."""

_MAX_TITLE_CHARACTERS = 300
_MIN_HEADLINE_BLANKS = 2
_MAX_LINKS = 5_000
_MIN_FILES = 3
_MIN_SHARE_OF_FILES = 0.6
"""Links to files, and their share of all links, where no title says that a folder is listed."""

_MAX_PROSE_IN_FOLDER = 2
"""Passages of prose in a folder's list, such as the notice of its owner."""

_PART = re.compile(r"\s*[|»•]\s*|\s+[-–—:]\s+|:\s+")
"""What stands between the parts of a title."""

_PATH = re.compile(r"(?:[\w.:-]+ - )?/(?:[^/\n]{1,100}/)*")
"""The title of a folder's list that says only its path, or host and path."""

_UP = re.compile(
    r"\W{0,3}(?:parent directory|to parent directory|go up|up to higher level directory"
    r"|direktori induk)\W{0,3}|\.\.?/?", re.IGNORECASE)
_SPOKEN = re.compile(
    r"\b(?:kata|ujar|tutur|ucap|jelas|ungkap|menurut)(?:nya)?\b(?! kunci| sandi)", re.IGNORECASE)
"""What says that somebody is quoted, as in news."""

_FILE = re.compile(r".{1,200}\.\w{1,8}")
_REFRESH = re.compile(r"\s*\d{1,2}\s*[;,]\s*url\s*=", re.IGNORECASE)

_FOLDER = "a list of the files in a folder, not an article: give the files themselves"
_NO_ARTICLE = "an error or login page (something went wrong): save the page with its article"
REASONS = {
    "folder": _FOLDER, "error": _NO_ARTICLE, "login": _NO_ARTICLE,
    "consent": "a notice of cookies in place of an article: answer it, then save the page",
    "redirect": "a redirect, not an article: save the page to which it leads",
    "about": "a page about the site, not an article: its title says so",
}
"""Why a page of each kind is rejected."""


@cache
def read_server_page_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.formats.html", "server_page")


def is_folder(tree: Any, titles: Iterable[str], prose: int) -> bool:
    """Return whether a page lists the files of a folder; `prose` counts its passages of prose.

    Its title says so, or most of its links are named as the files to which they lead.
    """
    if prose > _MAX_PROSE_IN_FOLDER:
        return False
    names = [title for title in titles if title]
    if any("folder" in _classify(name, "title") for name in names):
        return True
    links = list(_read_links(tree))
    files = sum(is_file for is_file, _ in links)
    is_path = any(_PATH.fullmatch(name) for name in names)
    if is_path and links and any(is_up for _, is_up in links):
        return True
    return files >= _MIN_FILES and files >= _MIN_SHARE_OF_FILES * len(links)


def find_server_page(tree: Any, titles: Sequence[str], text: str) -> str:
    """Return the kind of page that is shown instead of an article; "" if there may be one.

    Both its titles and what it says can tell, the latter only without the headline of an article. A
    form to log in beside an article is none.
    """
    if len(text) > MAX_CHARACTERS:
        return ""
    if len(text) <= _MAX_REDIRECT_CHARACTERS and _redirects(tree):
        return "redirect"
    parts = [part for title in titles for part in _split_title(title)]
    kinds = [kind for part in parts for kind in _classify(part, "title")
             if kind not in ("folder", "login") or kind == "login" and _asks_for_password(tree)]
    if not kinds and not _has_headline(titles):
        kinds = _classify_text(text)
    return next(iter(kinds), "")


def is_about_site(titles: Sequence[str]) -> bool:
    """Return whether a page is about its site, such as its rules or its address, by its title.

    That is the main heading, or else the first part of the window's title.

    >>> is_about_site(["", "Kontak Kami - Pos Muara"]), is_about_site(["", "Pos", "Kontak Kami"])
    (True, True)
    >>> is_about_site(["", "Harga garam - Kontak Kami"]), is_about_site([])
    (False, False)
    """
    headings = [each for each in titles[2:] if each] or [
        _split_title(each)[:2][-1] for each in titles[:2] if each]
    return bool(headings) and "about" in _classify(" ".join(headings[0].split()), "headline")


def _has_headline(titles: Sequence[str]) -> bool:
    """Return whether a main heading is that of an article: a part of the window's title.

    `titles` are those of metadata and window, and the main headings.
    """
    shown = {part.casefold() for title in titles[:2] for part in _split_title(title)}
    return any(heading.count(" ") >= _MIN_HEADLINE_BLANKS and heading.casefold() in shown
               and not NAME_OF_LIST.fullmatch(heading) for heading in titles[2:])


def _split_title(title: str) -> list[str]:
    short = " ".join(title[:_MAX_TITLE_CHARACTERS].split())
    return [short, *(part for part in _PART.split(short) if part != short)]


def _classify(text: str, part: str) -> Iterator[str]:
    """Yield the verdicts of the rules that recognise a title, or a paragraph."""
    for of_part, form, verdict in _forms():
        if of_part == part and (form.search(text) if part == "text" else form.fullmatch(text)):
            yield verdict


def _classify_text(text: str) -> list[str]:
    """Return the verdicts on a text that says nothing else, in the order of its paragraphs."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    found = [[] if _SPOKEN.search(each) else list(_classify(each, "text")) for each in paragraphs]
    others = sum(len(each) for each, kinds in zip(paragraphs, found, strict=True) if not kinds)
    return [kind for kinds in found for kind in kinds] if others <= _MAX_OTHER_CHARACTERS else []


@cache
def _forms() -> list[tuple[str, re.Pattern[str], str]]:
    return [(rule.keys["part"], re.compile(rule.pattern, re.IGNORECASE), rule.keys["verdict"])
            for rule in read_server_page_rules()]


def _asks_for_password(tree: Any) -> bool:
    fields = (each.get("type") or "" for each in tree.iter("input"))
    return any(each.strip().lower() == "password" for each in fields)


def _redirects(tree: Any) -> bool:
    """Return whether a page asks the browser to go to another one in less than 100 seconds."""
    return any((each.get("http-equiv") or "").lower() == "refresh"
               and _REFRESH.match(each.get("content") or "") for each in tree.iter("meta"))


def _read_links(tree: Any) -> Iterator[tuple[bool, bool]]:
    """Yield whether each link is named as the file to which it leads, and whether it leads up.

    Those that sort the list are left out.
    """
    for number, link in enumerate(tree.iter("a")):
        href, text = (link.get("href") or "").strip(), "".join(link.itertext()).strip()
        if number > _MAX_LINKS or not href or href.startswith(("?", "#")) or not text:
            continue
        path = _get_path(href)
        name = path.rstrip("/").rpartition("/")[2]
        cut = text.removesuffix("..>").removesuffix("…")
        is_file = name == text and bool(_FILE.fullmatch(text)) or (
            path.endswith("/") and text == f"{name}/") or cut != text and name.startswith(cut)
        is_up = bool(_UP.fullmatch(text))
        yield is_file and not is_up, is_up


def _get_path(href: str) -> str:
    try:
        return unquote(urlsplit(href).path)
    except ValueError:
        return href
