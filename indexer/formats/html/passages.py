"""Weighs the text of a page: which block has the article, and which of its lines are the article's.

A passage is a line that a reader sees. Prose is a passage long enough for a sentence and with few
links. The article is in the block with the most prose and the least of what stands beside articles:
lists of links, teasers, comments.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.text.markup import BLOCKS, UNSEEN

NAMES_BESIDE = re.compile(
    r"comment|komentar|tanggapan|diskusi|disqus|cookie|consent|gdpr|relat|terkait|baca-?juga"
    r"|lihatjg|linksisip|(?<!entry-)(?<!post-)(?<!article-)footer|copyright|breadcrumb|newsletter"
    r"|berlangganan",
    re.IGNORECASE)
"""Classes and ids of blocks beside an article, unless its title is in them."""

_WEAK_NAMES_BESIDE = re.compile(
    r"sidebar|widget|popul|trending|terkini|terbaru|latest|recent|recom|rekomend|promo|langganan"
    r"|share|social|sosmed|iklan|banner|\bads?\b|advert|tags?\b|tools|paging|pagination|author"
    r"|penulis|lainnya|most__",
    re.IGNORECASE)
"""Names that blocks around whole articles have as well: they count only where little text is."""

_COLUMN_NAMES = re.compile(
    r"sidebar|side-?bar|\bside\b|aside|kanan|\bright\b|col-?right|right-?col|\brail\b|samping"
    r"|secondary|widget", re.IGNORECASE)
"""Names of columns beside an article, believed where the title stands above text elsewhere."""

_MIN_PROSE_BESIDE_TITLE = 2
_MIN_ENTRIES = 3
_OFFER = re.compile(
    r"\b(?:berlangganan|langganan|subscri(?:be|ption)s?)\b|\b(?:punya|memiliki) akun\b"
    r"|\b(?:rp\.? ?\d[\d.]* |rupiah )?(?:per bulan|sebulan|/bulan)\b.*\bbatalkan\b"
    r"|\bakses tanpa batas\b|\b(?:masuk|log ?in|daftar)\b.{0,40}\bmembaca\b.{0,20}\bartikel\b",
    re.IGNORECASE)
"""What offers a subscription says."""

_HEAD_BESIDE = re.compile(
    r"\W*(?:\d{1,5} )?(?:komentar|tanggapan|comments?|responses?|replies)(?: \(?\d{1,5}\)?)?\W*"
    r"|\W*(?:tinggalkan (?:balasan|komentar)|leave a (?:reply|comment)|(?:baca|lihat|simak) juga"
    r"|(?:(?:berita|artikel|kabar|video|foto|tulisan|postingan|posts?|articles?|news|stories) )?"
    r"(?:terkait|lain(?:nya)?|terpopuler|populer|terbaru|terkini|pilihan|rekomendasi|trending"
    r"|sebelumnya|berikutnya)(?: (?:lainnya|anda|hari ini|minggu ini))?"
    r"|(?:related|recent|popular|latest|more|recommended|trending)(?: (?:posts?|articles?|news"
    r"|stories|reads?))?|you (?:may|might) also like|rekomendasi(?: untuk anda)?"
    r"|paling (?:banyak )?(?:dibaca|populer)|most (?:read|popular)|jangan lewatkan)\W*",
    re.IGNORECASE)
"""Headings of what sites show beside an article."""

_MAX_HEAD_CHARACTERS = 40
_OFFER_WORDS = ("langganan", "subscri", " akun", "batalkan", "tanpa batas", "membaca")
_MAX_OFFER_LINE_CHARACTERS = 300
_MAX_OFFER_CHARACTERS = 600
_CAPTION_NAMES = re.compile(r"caption|photo|foto|image|gambar|credit", re.IGNORECASE)
_TAGS_BESIDE = frozenset("nav aside footer figcaption button menu".split())
_LIST_TAGS = frozenset("li dt dd".split())
_CELL_TAGS = frozenset("td th".split())
_HEADING_TAGS = frozenset("h2 h3 h4 h5 h6".split())
HEADINGS = ("h1", "h2", "h3", "h4")
_INSIDE_TEXT = frozenset(
    "p blockquote pre dd dl dt h1 h2 h3 h4 h5 h6 li ol ul td th tr tbody thead tfoot table caption"
    " figure".split())
"""Blocks that are parts of a text and never its whole."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]{0,2}\Z")
MIN_PROSE_CHARACTERS = 60
_MAX_LINK_SHARE = 0.4
_MIN_LINK_CHARACTERS = 12
_MIN_HEADLINE_CHARACTERS = 20
_MIN_TEASERS = 3
"""Blocks of one kind, each with a link and a few lines, from which on they are teasers."""

_MIN_SHARE_OF_TEASERS = 0.8
"""The share of blocks of one kind that begin with a link, if their links are short."""

_MIN_SHARE_OF_LINK_LINES = 0.4
"""The share of links among the lines of a block from which on the others are their teasers."""

_MAX_TEASER_LINES = 5
_MAX_TEASER_DEPTH = 3
_MAX_SHARE_OF_WEAK_NAMES = 0.3
_LIST_WEIGHT = 0.1
_WEIGHT_ABOVE_TITLE = 0.3
_MIN_GAIN = 0.08
"""The share of prose that a larger block must add to be the article's rather than the smaller."""

_KEY_CHARACTERS = 40
_MIN_LONG_CHARACTERS = 40
_MAX_FOLDING = 3
"""Characters of a text for each letter or digit, in texts that are compared with titles."""

_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(slots=True, eq=False)
class PageBlock:
    """A block element, the number of the block around it (-1: none), and what is inside it."""

    element: Any
    parent: int
    beside: bool
    lines: int = 0
    link_lines: int = 0
    prose: float = 0.0
    noise: float = 0.0
    characters: int = 0
    has_title: bool = False


class Passage:
    """A visible line, the number of its block, and how many of its characters are links.

    `is_link` says that most of it is links; `is_prose` that it is as long as a sentence, and no
    link; `is_teaser` that it begins with a link as long as a headline, and goes on in prose.
    """

    __slots__ = (
        "begins_with_link", "block", "is_link", "is_prose", "is_teaser", "link_characters", "text")

    def __init__(
        self, text: str, block: int, link_characters: int, begins_with_link: bool = False
    ) -> None:
        self.text, self.block = text, block
        self.link_characters, self.begins_with_link = link_characters, begins_with_link
        self.is_link = link_characters > _MAX_LINK_SHARE * len(text)
        self.is_prose = not self.is_link and len(text) >= MIN_PROSE_CHARACTERS
        self.is_teaser = (
            begins_with_link and not self.is_link and link_characters >= _MIN_LINK_CHARACTERS)


@dataclass(frozen=True, slots=True, eq=False)
class ArticleBlock:
    """The passages that are the article, as far as the page's text tells, and their element."""

    passages: Sequence[Passage]
    element: Any
    tags: Sequence[str]

    @property
    def text(self) -> str:
        """The passages, a line each."""
        return "\n".join(each.text for each in self.passages)


@dataclass(frozen=True, slots=True, eq=False)
class WeighedPage:
    """The blocks and passages of a page with their weights.

    `titled` are the numbers of the passages that are a title of the page; `title` is that of the
    first one or of the first `<h1>`, or -1. `has_offer` says that the page offers a subscription.
    """

    blocks: Sequence[PageBlock]
    passages: Sequence[Passage]
    titled: frozenset[int]
    title: int
    has_offer: bool = False


def weigh_page(tree: Any, titles: Iterable[str], description: str) -> WeighedPage:
    """Return the blocks of a page, and what in them is prose and what is beside it."""
    blocks, passages = read_blocks(tree)
    names = {fold(title) for title in titles if title}
    longest = max(map(len, names), default=0) * _MAX_FOLDING
    titled = frozenset(number for number, each in enumerate(passages)
                       if len(each.text) <= longest and fold(each.text) in names)
    title = _mark_title(blocks, passages, titled)
    _mark_other_articles(blocks)
    _mark_beside(blocks, passages)
    _mark_columns(blocks, passages, title)
    _mark_headed(blocks, passages, title)
    has_offer = _mark_offers(blocks, passages)
    _mark_teasers(blocks, passages)
    _weigh(blocks, passages, title, fold(description)[:_KEY_CHARACTERS])
    return WeighedPage(blocks, passages, titled, title, has_offer)


def measure_prose(page: WeighedPage) -> int:
    """Return how many characters of prose a page has, outside links and blocks beside articles."""
    return sum(len(each.text) for each in page.passages
               if each.is_prose and not page.blocks[each.block].beside)


def find_article(page: WeighedPage) -> ArticleBlock | None:
    """Return the article of a page by its text; None if the page has no prose."""
    blocks = page.blocks
    best = _choose_block(blocks)
    if best is None:
        return None
    inside, prose_spans = _find_inside(blocks, best), _find_prose_spans(page)
    prose = [number for number, each in enumerate(page.passages)
             if inside[each.block] and each.is_prose and _is_own(page, number)]
    first_prose, last_prose = (prose[0], prose[-1]) if prose else (0, 0)
    broken = _find_broken_paragraphs(page) | _find_entries(page)
    own = [
        number for number, each in enumerate(page.passages)
        if inside[each.block] and _is_own(page, number)
        and (_is_of_text(blocks, each, number > page.title) or each.block in broken
             or _is_between(prose_spans, _get_text_block(blocks, each), number)
             or first_prose < number < last_prose)]
    numbers = [*_find_standfirst(page, own), *own]
    tags = [str(blocks[page.passages[number].block].element.tag) for number in numbers]
    return ArticleBlock([page.passages[number] for number in numbers], blocks[best].element, tags)


def _is_own(page: WeighedPage, number: int) -> bool:
    """Return whether a passage is no link, no title, and not beside the article."""
    passage = page.passages[number]
    return (not page.blocks[passage.block].beside and not passage.is_link
            and number not in page.titled)


def _get_text_block(blocks: Sequence[PageBlock], passage: Passage) -> int:
    """Return the number of the block whose text a passage is part of, as a paragraph or a line."""
    at = passage.block
    return blocks[at].parent if blocks[at].element.tag == "p" else at


def _find_prose_spans(page: WeighedPage) -> dict[int, tuple[int, int]]:
    """Return the numbers of the first and the last passage of prose in each block of text."""
    spans = dict[int, tuple[int, int]]()
    for number, each in enumerate(page.passages):
        if each.is_prose:
            at = _get_text_block(page.blocks, each)
            spans[at] = (spans.get(at, (number, 0))[0], number)
    return spans


def _find_broken_paragraphs(page: WeighedPage) -> set[int]:
    """Return the numbers of the paragraphs of several short lines that are sentences together.

    They are blocks without others inside them.
    """
    lines, parents = defaultdict[int, list[str]](list), {each.parent for each in page.blocks}
    for each in page.passages[page.title + 1:]:
        if each.block not in parents and not each.is_link:
            lines[each.block].append(each.text)
    return {at for at, texts in lines.items() if len(texts) > 1
            and sum(map(len, texts)) >= MIN_PROSE_CHARACTERS and _SENTENCE_END.search(texts[-1])}


def _find_entries(page: WeighedPage) -> set[int]:
    """Return the numbers of blocks of one kind that each have prose, as in a live report.

    The short lines right in them, such as clocks, are the article's too.
    """
    parents = [page.blocks[each.block].parent for each in page.passages if each.is_prose
               and page.blocks[each.block].element.tag == "p"]
    kinds = {at: _get_kind(page.blocks[at]) for at in parents if at > 0}
    counts = Counter(kinds.values())
    return {at for at, kind in kinds.items() if counts[kind] >= _MIN_ENTRIES}


def _is_between(spans: dict[int, tuple[int, int]], at: int, number: int) -> bool:
    """Return whether a passage, however short, has prose of its block before and behind it."""
    first, last = spans.get(at, (0, 0))
    return first < number < last


def _find_standfirst(page: WeighedPage, own: Sequence[int]) -> list[int]:
    """Return the prose beside the title that stands above the article's block, as in a header."""
    blocks = page.blocks
    between = range(page.title + 1, own[0]) if own and page.title >= 0 else range(0)
    around = [(number, blocks[page.passages[number].block]) for number in between
              if page.passages[number].is_prose and _is_own(page, number)]
    return [number for number, block in around if blocks[block.parent].has_title
            and not _CAPTION_NAMES.search(block.element.get("class") or "")]


def fold(text: str) -> str:
    """Return the letters and digits of a text, without case."""
    return _PUNCTUATION.sub("", text.casefold())


def read_blocks(tree: Any) -> tuple[list[PageBlock], list[Passage]]:
    """Return the blocks of a page in its order, and its visible lines."""
    from lxml import etree

    reader = _BlockReader(tree)
    for event, element in etree.iterwalk(tree, ("start", "end")):
        reader.read(element, event == "start")
    reader.end_line()
    return reader.blocks, reader.passages


class _BlockReader:
    """Gathers blocks and visible lines from the beginnings and ends of a page's elements."""

    def __init__(self, tree: Any) -> None:
        self.blocks, self.passages = [PageBlock(tree, -1, False)], list[Passage]()
        self._current = 0
        self._unseen: Any = None
        self._pieces = list[str]()
        self._link_characters = self._link_depth = 0
        self._begins_with_link = False

    def read(self, element: Any, is_start: bool) -> None:
        """Take in that an element begins or ends, and the text behind that."""
        if self._is_unseen(element, is_start):
            return
        tag = element.tag
        if tag in BLOCKS:
            self.end_line()
            self._change_block(element, is_start)
        elif tag == "br" and is_start:
            self.end_line()
        elif tag == "a":
            self._link_depth += 1 if is_start else -1
        text = element.text if is_start else element.tail
        if text and (self._pieces or not text.isspace()):
            if "\n" in text and self._is_preformatted():
                self._add_lines(text)
            else:
                self._add(text)

    def _is_unseen(self, element: Any, is_start: bool) -> bool:
        """Return whether no reader sees what begins or ends here, such as a script."""
        if self._unseen is None and is_start and element.tag in UNSEEN:
            self._unseen = element
            return True
        if self._unseen is element and not is_start:
            self._unseen = None  # the text behind it is seen
        return self._unseen is not None

    def _change_block(self, element: Any, is_start: bool) -> None:
        if is_start and element is not self.blocks[0].element:
            beside = element.tag in _TAGS_BESIDE or self.blocks[self._current].beside
            self.blocks.append(PageBlock(element, self._current, beside))
            self._current = len(self.blocks) - 1
        elif not is_start and self._current:
            self._current = self.blocks[self._current].parent

    def _is_preformatted(self) -> bool:
        return bool(self.blocks[self._current].element.tag == "pre")

    def _add_lines(self, text: str) -> None:
        first, *others = text.split("\n")
        self._add(first)
        for line in others:
            self.end_line()
            self._add(line)

    def _add(self, text: str) -> None:
        if not self._pieces:
            self._begins_with_link = self._link_depth > 0
        self._pieces.append(text)
        self._link_characters += len(text) if self._link_depth else 0

    def end_line(self) -> None:
        """Make what was read since the last line a passage, unless it is blank."""
        if text := " ".join("".join(self._pieces).split()):
            links = min(self._link_characters, len(text))
            self.passages.append(Passage(text, self._current, links, self._begins_with_link))
        self._pieces.clear()
        self._link_characters = 0


def _mark_title(
    blocks: list[PageBlock], passages: list[Passage], titled: frozenset[int]
) -> int:
    """Mark the blocks around the title; return the number of its first passage, or -1."""
    found = [number for number, each in enumerate(passages) if number in titled
             or blocks[each.block].element.tag == "h1" and not each.is_link]
    for number in found:
        at = passages[number].block
        while at >= 0 and not blocks[at].has_title:
            blocks[at].has_title = True
            at = blocks[at].parent
    return found[0] if found else -1


def _mark_beside(blocks: list[PageBlock], passages: list[Passage]) -> None:
    """Mark what names say is beside the article. Blocks around title or most text are not."""
    for each in passages:
        if each.is_prose:
            blocks[each.block].characters += len(each.text)
    for block in reversed(blocks[1:]):
        blocks[block.parent].characters += block.characters
    least = _MAX_SHARE_OF_WEAK_NAMES * blocks[0].characters
    for block in blocks[1:]:
        beside = blocks[block.parent].beside or block.beside
        if not beside and not block.has_title and block.element.tag not in ("html", "body"):
            names = _get_names(block.element)
            beside = bool(NAMES_BESIDE.search(names)) or (
                block.characters < least and bool(_WEAK_NAMES_BESIDE.search(names)))
        block.beside = beside and not (block.has_title and block.characters > least)


def _mark_other_articles(blocks: list[PageBlock]) -> None:
    """Mark the `<article>`s whose heading links to their own page, if one has the title."""
    articles = [each for each in blocks if each.element.tag == "article"]
    if any(each.has_title for each in articles):
        for each in articles:
            each.beside |= not each.has_title and bool(get_link(each.element))


def get_link(article: Any) -> str:
    """Return the address that the heading of an article links to, "" if it links to none."""
    heading = next(article.iter(*HEADINGS), None)
    links = [] if heading is None else [*heading.iter("a"), *heading.iterancestors("a")]
    return next((link.get("href").strip() for link in links if link.get("href")), "")


def _mark_columns(blocks: list[PageBlock], passages: list[Passage], title: int) -> None:
    """Mark what is named a column beside the block that has the title and text of its own."""
    numbers = [at for at in range(title + 1, len(passages)) if passages[at].is_prose] if (
        title >= 0) else []
    counts = Counter(_find_titled(blocks, passages[at].block)[0] for at in numbers)
    if not any(count >= _MIN_PROSE_BESIDE_TITLE for at, count in counts.items() if at):
        return
    for number in numbers:
        around, column = _find_titled(blocks, passages[number].block)
        names = _get_names(blocks[column].element)
        if not blocks[column].has_title and _COLUMN_NAMES.search(names) and any(
                _is_around(blocks, around, at) and at != around for at, count in counts.items()
                if count >= _MIN_PROSE_BESIDE_TITLE):
            blocks[column].beside = True


def _find_titled(blocks: Sequence[PageBlock], at: int) -> tuple[int, int]:
    """Return the smallest block around another that has the title, and its part with that one."""
    part = at
    while at > 0 and not blocks[at].has_title:
        part, at = at, blocks[at].parent
    return at, part


def _is_around(blocks: Sequence[PageBlock], outer: int, at: int) -> bool:
    while at > outer:
        at = blocks[at].parent
    return at == outer


def has_text_elsewhere(page: WeighedPage) -> bool:
    """Return whether most prose stands in blocks of another kind than the one with the title.

    That one has text of its own, and the others have headings: they may be columns about something
    else.
    """
    blocks, parts = page.blocks, defaultdict[tuple[int, int], int](int)
    prose = [(number, each) for number, each in enumerate(page.passages) if number > page.title >= 0
             and each.is_prose and not blocks[each.block].beside]
    counts = Counter(_find_titled(blocks, each.block)[0] for _, each in prose)
    own = max((at for at, count in counts.items() if count >= _MIN_PROSE_BESIDE_TITLE), default=0)
    if not own:
        return False
    for _, each in prose:
        parts[_find_titled(blocks, each.block)] += len(each.text)
    others = {part: size for (at, part), size in parts.items() if at != own}
    if sum(others.values()) <= sum(parts.values()) - sum(others.values()):
        return False
    kinds = {_get_kind(blocks[at])[1:] for at in range(own + 1) if blocks[at].has_title}
    firsts = _find_first_passages(blocks, page.passages)
    heads = [blocks[page.passages[firsts[part]].block].element.tag for part in others]
    return all(head in _HEADING_TAGS for head in heads) and all(
        _get_kind(blocks[part])[1:] not in kinds or blocks[part].element.get("id")
        for part in others)


def _find_first_passages(
    blocks: Sequence[PageBlock], passages: Sequence[Passage]
) -> dict[int, int]:
    """Return the number of the first passage in each block that has any."""
    firsts = dict[int, int]()
    for number, each in enumerate(passages):
        at = each.block
        while at >= 0 and at not in firsts:
            firsts[at] = number
            at = blocks[at].parent
    return firsts


def _get_names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:500]


def _mark_headed(blocks: list[PageBlock], passages: list[Passage], title: int) -> None:
    """Mark the blocks without the title whose heading says that they are about other articles."""
    heads = [number for number, each in enumerate(passages)
             if len(each.text) <= _MAX_HEAD_CHARACTERS and _HEAD_BESIDE.fullmatch(each.text)]
    firsts = _find_first_passages(blocks, passages) if heads and title >= 0 else {}
    for number in heads:
        outer, at = 0, passages[number].block
        while at > 0 and firsts.get(at) == number and not blocks[at].has_title:
            outer, at = at, blocks[at].parent
        if outer:
            blocks[outer].beside = True


def _mark_offers(blocks: list[PageBlock], passages: list[Passage]) -> bool:
    """Mark the blocks that only offer a subscription; return whether there are any."""
    short = [each for each in passages if len(each.text) <= _MAX_OFFER_LINE_CHARACTERS]
    said_anywhere = "\n".join([each.text for each in short]).casefold()
    if not any(word in said_anywhere for word in _OFFER_WORDS):
        return False
    offers = {each.block for each in short if _OFFER.search(each.text)}
    found = set[int]()
    for at in offers:
        while at > 0 and blocks[at].element.tag in _INSIDE_TEXT:
            at = blocks[at].parent
        if at > 0 and not blocks[at].has_title and blocks[at].characters <= _MAX_OFFER_CHARACTERS:
            found.add(at)
    if not found:
        return False
    lines, said = Counter[int](), Counter[int]()
    for each in passages:
        at = each.block
        while at > 0 and at not in found:
            at = blocks[at].parent
        lines[at] += 1
        said[at] += bool(_OFFER.search(each.text))
    offering = [at for at in found if 2 * said[at] >= lines[at]]
    for at in offering:
        blocks[at].beside = True
    return bool(offering)


def _mark_teasers(blocks: list[PageBlock], passages: list[Passage]) -> None:
    """Mark blocks of one kind side by side, each with a link to another article, as beside."""
    for each in passages:
        blocks[each.block].lines += 1
        is_link = each.is_link and len(each.text) >= _MIN_LINK_CHARACTERS
        blocks[each.block].link_lines += is_link
    for block in blocks[1:]:
        block.beside |= _is_list_of_teasers(block)
    for at in _find_alternating(blocks, passages):
        blocks[at].beside = True
    for block in reversed(blocks[1:]):
        blocks[block.parent].lines += block.lines
        blocks[block.parent].link_lines += block.link_lines
    kinds = Counter(_get_kind(block) for block in blocks[1:] if _may_be_teaser(block))
    cards = _find_cards(blocks, passages)
    for at, block in enumerate(blocks[1:], 1):
        block.beside |= blocks[block.parent].beside or at in cards or (
            _may_be_teaser(block) and kinds[_get_kind(block)] >= _MIN_TEASERS)


def _is_list_of_teasers(block: PageBlock) -> bool:
    """Return whether headlines that are links alternate with other lines right in a block.

    `lines` and `link_lines` count only what is in no block inside it.
    """
    return (block.link_lines >= _MIN_TEASERS and not block.has_title
            and block.link_lines >= _MIN_SHARE_OF_LINK_LINES * block.lines)


def _find_alternating(blocks: list[PageBlock], passages: list[Passage]) -> list[int]:
    """Return the numbers of blocks without the title in which headlines that are links alternate
    with blocks of text, a headline first."""
    links = Counter(blocks[each.block].parent for each in passages if each.is_link
                    and len(each.text) >= _MIN_HEADLINE_CHARACTERS)
    found = {at for at, count in links.items()
             if count >= _MIN_TEASERS and at > 0 and not blocks[at].has_title}
    if not found:
        return []
    lines = defaultdict[int, list[bool]](list)
    for each in passages:
        at = blocks[each.block].parent
        if at in found and blocks[each.block].element.tag != "p":
            lines[at].append(each.is_link and len(each.text) >= _MIN_HEADLINE_CHARACTERS)
    return [at for at, are_links in lines.items() if are_links[0]
            and sum(are_links) >= max(_MIN_TEASERS, _MIN_SHARE_OF_LINK_LINES * len(are_links))]


def _find_cards(blocks: list[PageBlock], passages: list[Passage]) -> set[int]:
    """Return the numbers of the blocks that are teasers of one line, which begins with a link.

    Nearly all blocks of the kind are such: paragraphs of an article may begin with a link too.
    """
    found = [each.block for each in passages if each.is_teaser
             and blocks[each.block].lines == 1 and blocks[each.block].element.tag != "p"]
    if len(found) < _MIN_TEASERS:
        return set()
    kinds = Counter(_get_kind(blocks[at]) for at in found)
    all_kinds = Counter(map(_get_kind, blocks[1:]))
    cards = {kind for kind, count in kinds.items() if count >= max(
        _MIN_TEASERS, _MIN_SHARE_OF_TEASERS * all_kinds[kind])}
    return {at for at in found if _get_kind(blocks[at]) in cards}


def _may_be_teaser(block: PageBlock) -> bool:
    return bool(block.link_lines and block.lines <= _MAX_TEASER_LINES
                and block.element.tag not in ("p", "td", "tr"))


def _get_kind(block: PageBlock) -> tuple[int, str, str]:
    return block.parent, str(block.element.tag), block.element.get("class") or ""


def _weigh(
    blocks: list[PageBlock], passages: list[Passage], title: int, description: str
) -> None:
    """Add up the prose and the noise inside each block."""
    for number, each in enumerate(passages):
        block = blocks[each.block]
        if block.beside or each.is_link:
            block.noise += len(each.text)
        elif each.is_prose:
            weight = _LIST_WEIGHT if _is_in_list(blocks, each.block) else 1
            weight *= _WEIGHT_ABOVE_TITLE if number < title else 1
            weight *= 2 if description and fold(each.text[:200]).find(description) >= 0 else 1
            block.prose += weight * len(each.text)
    for block in reversed(blocks[1:]):
        blocks[block.parent].prose += block.prose
        blocks[block.parent].noise += block.noise


def _is_in_list(blocks: list[PageBlock], at: int) -> bool:
    for _ in range(_MAX_TEASER_DEPTH):
        if at < 0 or blocks[at].element.tag in _LIST_TAGS:
            return at >= 0
        at = blocks[at].parent
    return False


def _choose_block(blocks: Sequence[PageBlock]) -> int | None:
    """Return the smallest block with nearly the most prose above its noise."""
    def get_score(block: PageBlock) -> float:
        return block.prose - block.noise

    wholes = [at for at, each in enumerate(blocks)
              if each.prose and not each.beside and each.element.tag not in _INSIDE_TEXT]
    if not wholes:
        return None
    best = max(wholes, key=lambda at: (get_score(blocks[at]), at))
    for at in wholes:  # inner blocks follow outer ones
        around, prose = blocks[best], blocks[at].prose
        if prose >= (1 - _MIN_GAIN) * around.prose and blocks[at].noise <= around.noise:
            best = at
    return best


def _find_inside(blocks: Sequence[PageBlock], best: int) -> list[bool]:
    inside = [False] * len(blocks)
    for at, block in enumerate(blocks):
        inside[at] = at == best or block.parent >= 0 and inside[block.parent]
    return inside


def _is_of_text(blocks: Sequence[PageBlock], passage: Passage, below_title: bool) -> bool:
    """Return whether a passage of the article's block is prose, or a part of a text by its tag."""
    if len(passage.text) >= _MIN_LONG_CHARACTERS:
        return below_title or passage.is_prose
    at = passage.block
    for _ in range(_MAX_TEASER_DEPTH):
        tag = blocks[at].element.tag if at >= 0 else ""
        if tag in _LIST_TAGS or tag in _CELL_TAGS or tag in _HEADING_TAGS:
            return below_title
        at = blocks[at].parent if at >= 0 else at
    return False
