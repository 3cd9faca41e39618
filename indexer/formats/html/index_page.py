"""Tells pages that list other articles from pages that have one.

An index page, a front page or a page of a tag has links to articles, perhaps each with a summary,
and no text of its own. What a page states about itself decides only where its text does not: many
sites call all their pages a website, or all an article.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from indexer.formats.html.passages import MIN_PROSE_CHARACTERS, Passage, WeighedPage

_MIN_HEADLINES = 3
_MIN_HEADLINES_BESIDE_TEXT = 5
"""Links to articles on an index page, without and with some text of its own."""

_MIN_HEADLINE_CHARACTERS = 20
_MIN_HEADLINE_WORDS = 3
_MIN_SENTENCE_CHARACTERS = 20
_MIN_HEADING_CHARACTERS = 12
_MAX_SHORT_LINES = 3
"""Lines between a headline and its text, such as dates and bylines."""

_MAX_SHARE_OF_LISTED = 0.5
_MAX_UNHEADED_CHARACTERS = 300
_MAX_REST_CHARACTERS, _MAX_REST_PER_HEADLINE = 100, 30
"""Characters of short lines on an index page. Tables of an article have more."""

_MAX_LINKS = 5_000
_HEADINGS = frozenset("h1 h2 h3".split())
_SENTENCE_ENDS, _QUOTES = frozenset(".!?…"), "\"'”’)] "
_OF_SITE = re.compile(
    r"©|hak cipta|copyright|\bcookies?\b|\bkuki\b|berlangganan|newsletter|all rights reserved",
    re.IGNORECASE)
"""Sentences that a site puts on all its pages."""

_NAME_OF_LIST = re.compile(
    r"(?:indeks|index|arsip|archives?|beranda|home(?:page)?|halaman (?:depan|utama|\d+)|page \d+"
    r"|terpopuler|terkini|(?:kategori|category|rubrik|kanal|topik|topic|tags?|label)\b.{0,40}"
    r"|(?:(?:indeks|arsip|kumpulan|daftar|semua|portal|situs) )?(?:berita|artikel|kabar)"
    r"(?: (?:terkini|terbaru|terpopuler|populer|terhangat|hari ini|lainnya|utama|pilihan)){0,2}"
    r"|hasil (?:pencarian|cari)\b.{0,60}|search(?: results?)?\b.{0,60})", re.IGNORECASE)
"""Headings of lists. No headline of an article is one."""

_PATH_OF_LIST = re.compile(
    r"/?|/(?:(?:indeks?|index|home|beranda)(?:\.\w{2,5})?|terkini|terpopuler)(?:/.{0,40})?"
    r"|(?:/\w{1,20})?/(?:tags?|topi[ck]|kategori|category|rubrik|kanal|label|author|penulis|search"
    r"|cari|page|arsip|archives?)/[^/-]{1,40}(?:-[^/-]{1,20}){0,2}(?:/page/\d+)?/?", re.IGNORECASE)
"""Paths of addresses of lists. The slug of an article has more words than a tag."""


@dataclass(slots=True)
class _Content:
    """What is on a page, as characters or counts."""

    headlines: int = 0
    listed: int = 0
    own: int = 0
    rest: int = 0
    is_headed: bool = False


def is_index_page(
    page: WeighedPage, tree: Any, *, url: str, is_stated_article: bool
) -> bool:
    """Return whether a page lists other articles and has no text of its own.

    `is_stated_article` says that its metadata call it an article. Then it may have any number of
    links beside even one sentence.
    """
    if sum(each.is_link for each in page.passages) < _MIN_HEADLINES:
        return False
    content = _sort_content(page)
    if content.headlines < _MIN_HEADLINES or content.own > content.listed:
        return False
    if not content.own:
        most_rest = _MAX_REST_CHARACTERS + _MAX_REST_PER_HEADLINE * content.headlines
        return content.rest <= most_rest and _count_links(tree, url) >= _MIN_HEADLINES
    if is_stated_article or content.own > _MAX_SHARE_OF_LISTED * content.listed:
        return False
    is_list = bool(url and _PATH_OF_LIST.fullmatch(_split_url(url)[1])) or (
        not content.is_headed and content.own <= _MAX_UNHEADED_CHARACTERS)
    return is_list and _count_links(tree, url) >= _MIN_HEADLINES_BESIDE_TEXT


def _sort_content(page: WeighedPage) -> _Content:
    """Return how much of a page is listed and how much is its own.

    The sentence below a link is its summary. Any further one is the page's own.
    """
    content, before, short_lines = _Content(), "", 0
    for number, passage in enumerate(page.passages):
        block = page.blocks[passage.block]
        kind = _get_kind(passage, block.element.tag, number in page.titled)
        if kind == "headline":
            content.headlines += 1
            content.listed += len(passage.text)
        elif kind == "sentence" and block.beside:
            content.listed += len(passage.text)
        elif kind == "sentence" and before == "headline":
            content.listed += len(passage.text)
            kind = "summary"
        elif kind == "sentence":
            content.own += len(passage.text)
            content.is_headed |= before == "heading"
        elif kind == "short" and not block.beside:
            content.rest += len(passage.text)
        short_lines = short_lines + 1 if kind == "short" else 0
        if kind != "short" or short_lines > _MAX_SHORT_LINES:
            before = kind
    return content


def _get_kind(passage: Passage, tag: str, is_title: bool) -> str:
    """Return "heading" (the page's own), "headline" (a link), "sentence", "short" or "link"."""
    text = passage.text
    has_words = text.count(" ") >= _MIN_HEADLINE_WORDS - 1
    if is_title:
        return "short" if _NAME_OF_LIST.fullmatch(text) else "heading"
    if passage.is_link:
        return "headline" if has_words and len(text) >= _MIN_HEADLINE_CHARACTERS else "link"
    if tag in _HEADINGS:
        is_heading = has_words and len(text) >= _MIN_HEADING_CHARACTERS
        return "heading" if is_heading and not _NAME_OF_LIST.fullmatch(text) else "short"
    if len(text) < _MIN_SENTENCE_CHARACTERS:
        return "short"
    is_sentence = len(text) >= MIN_PROSE_CHARACTERS or text.rstrip(_QUOTES)[-1:] in _SENTENCE_ENDS
    return "sentence" if is_sentence and not _OF_SITE.search(text) else "short"


def _count_links(tree: Any, url: str) -> int:
    """Return how many pages of its own site a page has links to, of those as long as headlines.

    An article may list the pages of others. A table of contents links to places in its own page.
    """
    own_host, own_path = _split_url(url)
    targets = dict[str, set[str]]()
    for number, link in enumerate(tree.iter("a")):
        href = (link.get("href") or "").strip()
        if number > _MAX_LINKS or not href or href.startswith(("#", "javascript:", "mailto:")):
            continue
        text = " ".join("".join(link.itertext()).split())
        host, path = _split_url(href)
        if len(text) >= _MIN_HEADLINE_CHARACTERS and path != own_path:
            targets.setdefault(host or own_host, set()).add(path)
    return max(map(len, targets.values()), default=0)


def _split_url(url: str) -> tuple[str, str]:
    """Return the host of a URL and the path with its query; "" for what is missing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.lower().removeprefix("www."), parts.path + query
