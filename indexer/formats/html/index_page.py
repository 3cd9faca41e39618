"""Tells pages that list other articles from pages that have one.

An index page, a front page or a page of a tag has links to articles, perhaps each with a summary,
and no text of its own. What a page states about itself decides only where its text does not: many
sites call all their pages a website, or all an article.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from indexer.formats.html.page_blocks import (
    MIN_PROSE_CHARACTERS,
    PageBlock,
    Passage,
    fold,
)
from indexer.formats.html.passages import (
    WeighedPage,
)

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

_MAX_SLOGAN_CHARACTERS = 150
"""A text below a heading of one or two words, such as the name of a site, that may be a slogan."""

_MIN_VERSES, _MIN_VERSE_CHARACTERS = 4, 60
"""Short lines below a page's own heading, and their characters, from which on they are its text."""

_MIN_SHARE_OWN = 0.55
"""The share of a page's text that is surely its own, from which on it is no list."""

_MAX_LINKS = 5_000
_MIN_LINKED_HEADING_CHARACTERS = 8
_MIN_LINKED_HEADING_WORDS = 2
_MAX_SUMMARY_CHARACTERS = 500
_MAX_SUMMARY_SENTENCES = 3
"""Paragraphs below a headline that are still its summary, and their characters."""

_MAX_CUT_SUMMARY_CHARACTERS = 1_200
"""Characters of a summary behind which a link leads to its article."""

_MIN_LINKS_ONLY = 6
_MAX_SHARE_OF_OTHERS = 0.2
_MAX_OTHER_CHARACTERS = 40
"""A page of links has so many, and little else: so large a share of other text, in short lines."""

_MIN_LABELS, _MAX_SITE_LINE = 3, 150
"""Bars of a row of labels, such as those of a site's pages about itself, and its characters."""

_MAX_CARD_DEPTH = 4
"""How far above its picture the block of a card may be."""

_PAGE_NUMBER = re.compile(r"(?:halaman|hal\.?|edisi|page|issue) \d{1,5}", re.IGNORECASE)
_FILE_OF_PICTURE = re.compile(r"[^?#]+\.(?:avif|gif|jpe?g|png|webp|svg)(?:[?#].*)?", re.IGNORECASE)
_HEADINGS = frozenset("h1 h2 h3".split())
_LINKED_HEADINGS = frozenset("h1 h2 h3 h4".split())
_MORE = re.compile(
    r"\W*(?:(?:(?:baca|lihat|klik|info|berita) )?(?:selengkapnya|selanjutnya|lebih lanjut|lengkap"
    r"|detail(?:nya)?)|(?:baca|lanjut(?:kan)?)(?: membaca| terus| lagi)?|read (?:more|on)"
    r"|continue reading|more|selengkapnya di sini)\b\W*", re.IGNORECASE)
"""A link that leads from a summary to its article."""

_ENDS_IN_MORE = re.compile(
    r"\b(?:selengkapnya|selanjutnya|read more|continue reading|baca (?:lagi|terus))\W*\Z"
    r"|[\[(»>] ?(?:baca|lengkap|lanjut|detail|more)\W*\Z", re.IGNORECASE)
_SENTENCE_ENDS, _QUOTES = frozenset(".!?…"), "\"'”’)] "
_OF_SITE = re.compile(
    r"©|hak cipta|copyright|\bcookies?\b|\bkuki\b|berlangganan|newsletter|all rights reserved",
    re.IGNORECASE)
"""Sentences that a site puts on all its pages."""

NAME_OF_LIST = re.compile(
    r"(?:indeks|index|arsip|archives?|beranda|home(?:page)?|halaman (?:depan|utama|\d+)|page \d+"
    r"|terpopuler|terkini|(?:kategori|category|rubrik|kanal|topik|topic|tags?|label)\b.{0,40}"
    r"|(?:(?:indeks|arsip|kumpulan|daftar|semua|portal|situs) )?(?:berita|artikel|kabar)"
    r"(?: (?:terkini|terbaru|terpopuler|populer|terhangat|hari ini|lainnya|utama|pilihan)){0,2}"
    r"|(?:(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|desember) )?\d{4}|hasil (?:pencarian|cari)\b.{0,60}"
    r"|search(?: results?)?\b.{0,60}|(?:peta situs|site ?map|indeks berita)(?: .{1,40})?"
    r"|(?:(?:kumpulan |daftar )?berita|kabar|artikel) .{2,40}? (?:terkini|terbaru|terpopuler)"
    r"(?:(?: (?:dan|&)| ?,)? (?:terkini|terbaru|terpopuler|hari ini)){0,2})", re.IGNORECASE)
"""Headings of lists. No headline of an article is one."""

_PATH_OF_LIST = re.compile(
    r"/?|/?\?(?:s|q|cari|cat|tag|author|paged|page|label|keyword)=.{1,80}"
    r"|(?:/\w{1,20})?/(?:19|20)\d\d(?:/\d\d?){0,2}(?:/page/\d+)?/?|(?:/\w{1,20}){0,2}/page/\d+/?"
    r"|/(?:(?:indeks?|index|home|beranda)(?:\.\w{2,5})?|terkini|terpopuler)(?:/.{0,40})?"
    r"|(?:/\w{1,20})?/(?:tags?|topi[ck]|kategori|category|rubrik|kanal|label|author|penulis|search"
    r"|cari|page|arsip|archives?)/[^/-]{1,40}(?:-[^/-]{1,20}){0,2}(?:/page/\d+)?/?", re.IGNORECASE)
"""Paths of addresses of lists. The slug of an article has more words than a tag."""


@dataclass(slots=True)
class _Content:
    """What is on a page, as characters or counts.

    `verses` are the short lines right below the page's own heading, such as those of a poem or a
    list of prices. `further` counts the headings that are links with more than one sentence below.
    """

    headlines: int = 0
    listed: int = 0
    own: int = 0
    rest: int = 0
    is_headed: bool = False
    verses: list[int] = field(default_factory=list)
    further: int = 0
    further_characters: int = 0


@dataclass(slots=True)
class _Entry:
    """A headline or heading of a page and what stands below it, as characters."""

    kind: str = ""
    is_heading: bool = False
    is_title: bool = False
    opening: int = 0
    blanks: int = 0
    sentences: list[int] = field(default_factory=list)
    leads_on: bool = False
    short_lines: int = 0


def is_index_page(
    page: WeighedPage, tree: Any, *, url: str, titles: Sequence[str] = (),
    is_stated_article: bool = False,
) -> bool:
    """Return whether a page lists other articles and has no text of its own.

    `is_stated_article` says that its metadata call it an article. Then it may have any number of
    beside even one sentence. `titles` are what it states as its title.
    """
    cards = _find_cards(page, tree)
    if not is_stated_article and _is_all_links(page, tree):
        return True
    links = sum(each.link_characters > 0 for each in page.passages)
    if max(links, len(cards)) < _MIN_HEADLINES:
        return False
    headlines = {*cards, *_find_linked_titles(page, titles, url)}
    if not headlines and _is_mostly_own(page):
        return False
    content = _sort_content(page, headlines)
    if content.headlines < _MIN_HEADLINES or content.own > content.listed:
        return False
    if not content.own:
        most_rest = _MAX_REST_CHARACTERS + _MAX_REST_PER_HEADLINE * content.headlines
        is_bare = content.rest <= most_rest
        return is_bare and _count_links(tree, url, cards.values()) >= _MIN_HEADLINES
    if is_stated_article or content.own > _MAX_SHARE_OF_LISTED * content.listed:
        return False
    is_named = any(NAME_OF_LIST.fullmatch(page.passages[at].text) for at in page.titled)
    is_list = is_named or bool(url and _PATH_OF_LIST.fullmatch(_split_url(url)[1])) or (
        not content.is_headed and content.own <= _MAX_UNHEADED_CHARACTERS)
    return is_list and _count_links(tree, url, cards.values()) >= _MIN_HEADLINES_BESIDE_TEXT


def _is_all_links(page: WeighedPage, tree: Any) -> bool:
    """Return whether a page has hardly any text but its title and links to other pages."""
    others = [each.text for number, each in enumerate(page.passages)
              if not each.is_link and number not in page.titled and not _is_of_site(each.text)]
    total = sum(len(each.text) for each in page.passages)
    is_bare = all(len(text) <= _MAX_OTHER_CHARACTERS or _OF_SITE.search(text)
                  for text in others)
    most = _MAX_SHARE_OF_OTHERS * total + _MAX_REST_CHARACTERS
    if not is_bare or sum(map(len, others)) > most:
        return False
    links = islice(tree.iter("a"), _MAX_LINKS)
    targets = {(each.get("href") or "").strip().partition("#")[0] for each in links}
    return len(targets - {""}) >= _MIN_LINKS_ONLY


def _is_of_site(line: str) -> bool:
    """Return whether a line is a notice, a row of labels parted by bars, or names a page."""
    return _PAGE_NUMBER.fullmatch(line) is not None or len(line) <= _MAX_SITE_LINE and (
        line.count(" | ") >= _MIN_LABELS or _OF_SITE.search(line) is not None)


def _find_linked_titles(page: WeighedPage, titles: Sequence[str], url: str) -> Iterator[int]:
    """Yield the numbers of main headings that are links to other pages and no stated title.

    Other links of the page have a text below as well. Otherwise it is a page of that one article,
    whose heading links to it, and the others are related.
    """
    if _count_summaries(page) < _MIN_HEADLINES:
        return
    stated = [name for name in map(fold, titles) if name]
    for number in page.titled:
        passage = page.passages[number]
        if not passage.is_link or any(fold(passage.text) in name for name in stated):
            continue
        element = page.blocks[passage.block].element
        links = [*element.iter("a"), *element.iterancestors("a")]
        paths = {_split_url(link.get("href") or "")[1] for link in links}
        if not paths & {"", "/", _split_url(url)[1]}:
            yield number


def _count_summaries(page: WeighedPage) -> int:
    """Return how many links as long as headlines have prose soon below them, before the next."""
    found, lines = 0, _MAX_SHORT_LINES + 1
    for each in page.passages:
        if each.is_link and len(each.text) >= _MIN_HEADLINE_CHARACTERS:
            lines = 0
        elif each.is_prose and lines <= _MAX_SHORT_LINES:
            found, lines = found + 1, _MAX_SHORT_LINES + 1
        else:
            lines += 1
    return found


def _find_cards(page: WeighedPage, tree: Any) -> dict[int, str]:
    """Return the numbers of the headlines of cards that only their pictures link to another page.

    A card is the smallest block with text around such a link, and has no other one.
    """
    targets = dict[Any, str]()
    links = [each for each in tree.iter("a") if _is_picture_link(each)]
    if len(links) < _MIN_HEADLINES or len(links) > _MAX_LINKS:
        return {}
    numbers = _list_passages(page)
    counts = Counter[Any]()
    for link in links:
        around = islice(link.iterancestors(), _MAX_CARD_DEPTH)
        if (card := next((each for each in around if each in numbers), None)) is not None:
            targets.setdefault(card, link.get("href").strip())
            counts[card] += link.get("href").strip() != targets[card]
    cards = [card for card in targets if not counts[card] and card.tag not in ("body", "figure")]
    found = {_find_headline(page, numbers[card]): targets[card] for card in cards}
    found = {number: target for number, target in found.items() if number >= 0}
    return found if len(set(found.values())) >= _MIN_HEADLINES else {}


def _is_picture_link(link: Any) -> bool:
    """Return whether a link to another page has no text that a reader sees."""
    href = (link.get("href") or "").strip()
    return bool(
        href and not href.startswith(("#", "javascript:", "mailto:"))
        and not _FILE_OF_PICTURE.fullmatch(href) and not (link.text or "").strip()
        and not "".join(link.itertext()).strip())


def _list_passages(page: WeighedPage) -> dict[Any, list[int]]:
    """Return the numbers of the passages in each block, and in those around it."""
    numbers = dict[Any, list[int]]()
    for number, each in enumerate(page.passages):
        at = each.block
        for _ in range(_MAX_CARD_DEPTH):
            if at < 0:
                break
            numbers.setdefault(page.blocks[at].element, []).append(number)
            at = page.blocks[at].parent
    return numbers


def _find_headline(page: WeighedPage, numbers: Sequence[int]) -> int:
    """Return which passage of a card is its headline; -1 if it has none, or a link of its own."""
    passages = [(number, page.passages[number]) for number in numbers]
    if any(each.is_link and len(each.text) >= _MIN_HEADLINE_CHARACTERS for _, each in passages):
        return -1
    tags = {number: page.blocks[each.block].element.tag for number, each in passages}
    headings = [number for number, _ in passages if tags[number] in _LINKED_HEADINGS]
    lines = [number for number, each in passages
             if each.text.count(" ") >= _MIN_HEADLINE_WORDS - 1
             and len(each.text) >= _MIN_HEADLINE_CHARACTERS]
    return next(iter(headings or (lines if len(lines) > 1 else ())), -1)


def _is_mostly_own(page: WeighedPage) -> bool:
    """Return whether the prose below the title alone shows that a page is no list: a quick test."""
    own, is_summary, blocks = 0, False, page.blocks
    for each in page.passages[page.title + 1:] if page.title >= 0 else ():
        if each.link_characters and (each.is_link or each.begins_with_link):
            if blocks[each.block].element.tag in _LINKED_HEADINGS:
                break
            is_summary = True
        elif each.is_prose and not blocks[each.block].beside:
            own += 0 if is_summary else len(each.text)
            is_summary = False
    total = sum(len(each.text) for each in page.passages)
    return own > _MIN_SHARE_OWN * total


def measure_own_text(page: WeighedPage) -> int:
    """Return how many characters of a page are its own sentences rather than of what it lists."""
    return _sort_content(page).own


def _sort_content(page: WeighedPage, headlines: Collection[int] = ()) -> _Content:
    """Return how much of a page is listed and how much is its own.

    `headlines` are numbers of passages that are headlines of others whatever they look like.

    The sentence below a link is its summary, and so are a few below a heading that is a link or
    above a link to read on. Any other one is the page's own.
    """
    sorter = _Sorter()
    for number, passage in enumerate(page.passages):
        block = page.blocks[passage.block]
        is_title = number in page.titled and number not in headlines
        kind = _get_kind(passage, block.element.tag, is_title)
        sorter.sort(passage, block, "headline" if number in headlines else kind, is_title)
    return sorter.finish()


class _Sorter:
    """Sorts the passages of a page, in their order."""

    def __init__(self) -> None:
        self._content, self._entry, self._has_headline = _Content(), _Entry(), False

    def sort(self, passage: Passage, block: PageBlock, kind: str, is_title: bool) -> None:
        """Add a passage of some kind to what stands on the page."""
        blanks = passage.text.count(" ")
        if kind == "teaser" and self._has_headline:
            kind = "sentence"
        self._has_headline |= kind == "heading" and is_title and blanks >= _MIN_HEADLINE_WORDS
        if kind in ("headline", "heading", "teaser"):
            is_heading = block.element.tag in _LINKED_HEADINGS
            self._close(_Entry(kind, is_heading, is_title, len(passage.text), blanks,
                               leads_on=kind == "teaser"))
        else:
            self._add(kind, len(passage.text), block.beside)
        self._end_entry(kind)

    def finish(self) -> _Content:
        """Return what stands on the page."""
        self._close(_Entry())
        content = self._content
        if (len(content.verses) >= _MIN_VERSES
                and sum(content.verses) >= _MIN_VERSE_CHARACTERS):
            content.own += sum(content.verses)
            content.is_headed = True
        if content.further >= _MIN_HEADLINES:
            content.listed += content.further_characters
        else:
            content.own += content.further_characters
        return content

    def _add(self, kind: str, size: int, beside: bool) -> None:
        """Add a passage below a headline or heading, of so many characters."""
        content, entry = self._content, self._entry
        if kind == "sentence" and beside:
            content.listed += size
            self._close(_Entry("beside"))
        elif kind in ("sentence", "summary"):
            entry.sentences.append(size)
            entry.leads_on |= kind == "summary"
        elif kind == "more":
            entry.leads_on |= bool(entry.sentences)
            content.headlines += entry.kind == "beside"
        elif kind == "short" and not beside:
            content.rest += size
            if entry.kind == "heading" and entry.is_title and not entry.sentences:
                content.verses.append(size)

    def _end_entry(self, kind: str) -> None:
        """Close the entry if a passage of this kind is the last of it."""
        entry = self._entry
        entry.short_lines = entry.short_lines + 1 if kind == "short" else 0
        is_over = entry.short_lines > _MAX_SHORT_LINES
        if (is_over or kind in ("more", "summary")) and not entry.is_title:
            self._close(_Entry())

    def _close(self, following: _Entry) -> None:
        _close(self._entry, self._content)
        self._entry = following


def _close(entry: _Entry, content: _Content) -> None:
    """Add what stands below a headline or heading to what is listed or to what is the page's."""
    total, is_headline = sum(entry.sentences), entry.kind in ("headline", "teaser")
    is_short = total <= _MAX_SUMMARY_CHARACTERS and len(entry.sentences) <= _MAX_SUMMARY_SENTENCES
    first = entry.sentences[0] if entry.sentences else 0
    if is_headline:
        content.headlines += 1
        content.listed += entry.opening
    is_cut = entry.leads_on and total <= _MAX_CUT_SUMMARY_CHARACTERS and (
        len(entry.sentences) <= _MAX_SUMMARY_SENTENCES)
    if is_cut and not entry.is_title:
        content.headlines += not is_headline
        content.listed += total
    elif is_headline:
        content.listed += first
        further = total - first if entry.is_heading and is_short else 0
        content.further += further > 0
        content.further_characters += further
        content.own += 0 if further else total - first
    else:
        content.own += total
        is_name = entry.blanks < _MIN_HEADLINE_WORDS - 1 and total <= _MAX_SLOGAN_CHARACTERS
        content.is_headed |= entry.kind == "heading" and total > 0 and not is_name


def _get_kind(passage: Passage, tag: str, is_title: bool) -> str:
    """Return what a passage is, as far as it alone tells.

    That is "heading" (the page's own), "headline" (a link), "teaser" (a link that goes on in
    prose), "sentence", "summary" (one that ends in a link to read on), "more" (such a link),
    "short" or "link".
    """
    text = passage.text
    if is_title:
        return "short" if NAME_OF_LIST.fullmatch(text) else "heading"
    if passage.link_characters:
        return _get_kind_of_link(passage, tag)
    if tag in _HEADINGS:
        has_words = text.count(" ") >= _MIN_HEADLINE_WORDS - 1
        is_heading = has_words and len(text) >= _MIN_HEADING_CHARACTERS
        return "heading" if is_heading and not NAME_OF_LIST.fullmatch(text) else "short"
    return _get_kind_of_text(text)


def _get_kind_of_link(passage: Passage, tag: str) -> str:
    """Return what a passage with a link is."""
    text = passage.text
    if passage.is_link:
        if _MORE.fullmatch(text):
            return "more"
        is_heading = tag in _LINKED_HEADINGS and not NAME_OF_LIST.fullmatch(text)
        words, characters = (
            (_MIN_LINKED_HEADING_WORDS, _MIN_LINKED_HEADING_CHARACTERS) if is_heading
            else (_MIN_HEADLINE_WORDS, _MIN_HEADLINE_CHARACTERS))
        is_headline = (text.count(" ") >= words - 1 and len(text) >= characters
                       and (is_heading or passage.is_headline))
        return "headline" if is_headline else "link"
    if passage.begins_with_link and passage.link_characters >= _MIN_HEADLINE_CHARACTERS:
        return "teaser"
    kind = _get_kind_of_text(text)
    return "summary" if kind == "sentence" and _ENDS_IN_MORE.search(text) else kind


def _get_kind_of_text(text: str) -> str:
    if len(text) < _MIN_SENTENCE_CHARACTERS:
        return "short"
    is_sentence = len(text) >= MIN_PROSE_CHARACTERS or text.rstrip(_QUOTES)[-1:] in _SENTENCE_ENDS
    return "sentence" if is_sentence and not _OF_SITE.search(text) else "short"


def _count_links(tree: Any, url: str, others: Collection[str] = ()) -> int:
    """Return how many pages of its own site a page has links to, of those as long as headlines.

    `others` are addresses that are counted however short the text of their links is.
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
        is_long = len(text) >= _MIN_HEADLINE_CHARACTERS or href in others
        is_headline = is_long or bool(_MORE.fullmatch(text)) or (
            link.getparent() is not None and link.getparent().tag in _LINKED_HEADINGS)
        if is_headline and path != own_path:
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
