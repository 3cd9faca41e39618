"""Weighs the text of a page: which block has the article, and which of its lines are the article's.

The article is in the block with the most prose and the least of what stands beside articles: lists
of links, teasers, comments.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, takewhile
from typing import Any

from indexer.formats.html.beside import (
    MIN_PROSE_BESIDE_TITLE,
    mark_beside,
    mark_unrelated,
)
from indexer.formats.html.own_parts import ABOUT_SITE, clear_own_parts, shares_words
from indexer.formats.html.page_blocks import (
    HEADING_TAGS,
    INSIDE_TEXT,
    MIN_PROSE_CHARACTERS,
    SENTENCE_END,
    PageBlock,
    Passage,
    find_first_passages,
    find_titled,
    fold,
    get_kind,
    list_words,
    read_blocks,
)

_MIN_ENTRIES = 3
_MIN_TIMES_BELOW = 2
_CAPTION_NAMES = re.compile(r"caption|photo|foto|image|gambar|credit", re.IGNORECASE)
_LIST_TAGS = frozenset("li dt dd".split())
_CELL_TAGS = frozenset("td th".split())
_SENTENCES, _MIN_SENTENCES = re.compile(r"\w{3}[.!?](?:\s|\Z)"), 2
_MAX_TEASER_DEPTH = 3
_LIST_WEIGHT = 0.1
_WEIGHT_ABOVE_TITLE = 0.3
_TITLE_SEPARATOR = re.compile(r"\s*[|»«•·]\s*|\s+(?:[-–—~>/]|::?)\s+|(?<=\S):\s+")
_MIN_TITLE_BLANKS = 3
"""Blanks in the part of a window's title that is a headline rather than the name of a site."""

_MIN_GAIN = 0.08
"""The share of prose that a larger block must add to be the article's rather than the smaller."""

_KEY_CHARACTERS = 40
_MIN_LONG_CHARACTERS = 40
_MAX_FOLDING = 3
"""Characters of a text for each letter or digit, in texts that are compared with titles."""


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
    first one or of the first `<h1>`, or -1. `has_offer` says that the page offers a subscription,
    `has_unrelated` that columns are beside the article because they have no word of its title.
    """

    blocks: Sequence[PageBlock]
    passages: Sequence[Passage]
    titled: frozenset[int]
    title: int
    has_offer: bool = False
    has_unrelated: bool = False


def weigh_page(tree: Any, titles: Iterable[str], description: str) -> WeighedPage:
    """Return the blocks of a page, and what in them is prose and what is beside it."""
    blocks, passages = read_blocks(tree)
    titles = list(titles)
    names = {fold(title) for title in titles if title}
    longest = max(map(len, names), default=0) * _MAX_FOLDING
    titled = frozenset(number for number, each in enumerate(passages)
                       if len(each.text) <= longest and fold(each.text) in names)
    if not titled:
        titled = _find_parts_of_title(passages, titles)
    title = _mark_title(blocks, passages, titled)
    clear_own_parts(blocks, passages, title)
    has_offer = mark_beside(blocks, passages, title)
    has_unrelated = mark_unrelated(blocks, passages, title)
    _weigh(blocks, passages, title, fold(description)[:_KEY_CHARACTERS])
    return WeighedPage(blocks, passages, titled, title, has_offer, has_unrelated)


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
    begin = _find_begin(page, prose)
    own = [
        number for number, each in enumerate(page.passages)
        if number >= begin and inside[each.block] and _is_own(page, number)
        and (_is_of_text(blocks, each, number > page.title) or each.block in broken
             or _is_between(prose_spans, _get_text_block(blocks, each), number)
             or first_prose < number < last_prose)]
    numbers = sorted({*_find_standfirst(page, own, best), *own, *_find_rest(page, own, best)})
    tags = [str(blocks[page.passages[number].block].element.tag) for number in numbers]
    return ArticleBlock([page.passages[number] for number in numbers], blocks[best].element, tags)


def _find_begin(page: WeighedPage, prose: Sequence[int]) -> int:
    """Return the number of the first passage that may be the article's: the one below its title.

    A page may have little prose above its title. If it has more there, the title is a wrong one.
    """
    above = sum(len(page.passages[at].text) for at in prose if at < page.title)
    below = sum(len(page.passages[at].text) for at in prose if at > page.title)
    return page.title if above and below >= _MIN_TIMES_BELOW * above else 0


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
            and sum(map(len, texts)) >= MIN_PROSE_CHARACTERS and SENTENCE_END.search(texts[-1])}


def _find_entries(page: WeighedPage) -> set[int]:
    """Return the numbers of blocks of one kind that each have prose, as in a live report.

    The short lines right in them, such as clocks, are the article's too.
    """
    parents = [page.blocks[each.block].parent for each in page.passages if each.is_prose
               and page.blocks[each.block].element.tag == "p"]
    kinds = {at: get_kind(page.blocks[at]) for at in parents if at > 0}
    counts = Counter(kinds.values())
    return {at for at, kind in kinds.items() if counts[kind] >= _MIN_ENTRIES}


def _is_between(spans: dict[int, tuple[int, int]], at: int, number: int) -> bool:
    """Return whether a passage, however short, has prose of its block before and behind it."""
    first, last = spans.get(at, (0, 0))
    return first < number < last


def _find_standfirst(page: WeighedPage, own: Sequence[int], best: int) -> list[int]:
    """Return the prose above the article's block that stands beside it or beside the title."""
    blocks = page.blocks
    between = range(page.title + 1, own[0]) if own and page.title >= 0 else range(0)
    around = [(number, blocks[page.passages[number].block]) for number in between
              if page.passages[number].is_prose and _is_own(page, number)]
    return [number for number, block in around
            if (blocks[block.parent].has_title or _is_beside_block(blocks, block, best))
            and not _CAPTION_NAMES.search(block.element.get("class") or "")]


def _find_rest(page: WeighedPage, own: Sequence[int], best: int) -> list[int]:
    """Return the prose below the title that goes on with the text outside the article's block.

    It stands below it, right in a block around it, if an end tag is missing, or one too many. A
    block beside it goes on with the text if it has nothing but sentences, and is of the same kind
    or on the same subject.
    """
    if not own:
        return []
    part_of = _find_parts_around(page.blocks, best)
    parts, begin = defaultdict[int, list[int]](list), page.title + 1 if page.title >= 0 else own[0]
    for number in (*range(begin, own[0]), *range(own[-1] + 1, len(page.passages))):
        parts[part_of[_get_text_block(page.blocks, page.passages[number])]].append(number)
    below = (number for number in parts.pop(-1, []) if number > own[-1])
    words = list_words("\n".join([page.passages[number].text for number in own]))
    told = [each for part, each in parts.items() if not page.blocks[part].beside
            and all(_is_told(page, number) for number in each)
            and (get_kind(page.blocks[part]) == get_kind(page.blocks[best])
                 or shares_words(words, [page.passages[number].text for number in each]))]
    return [*takewhile(partial(_is_told, page), below), *chain.from_iterable(told)]


def _find_parts_around(blocks: Sequence[PageBlock], best: int) -> list[int]:
    """Return for each block the largest one around it that is not around another one, `best`.

    That is -1 for the blocks around `best` themselves.
    """
    around, at = set[int](), blocks[best].parent
    while at >= 0:
        around.add(at)
        at = blocks[at].parent
    parts = list[int]()
    for number, block in enumerate(blocks):
        outer = parts[block.parent] if block.parent >= 0 else -1
        parts.append(-1 if number in around else number if outer < 0 else outer)
    return parts


def _is_told(page: WeighedPage, number: int) -> bool:
    """Return whether a passage outside an article's block is a sentence that may be its own."""
    passage = page.passages[number]
    return (passage.is_prose and _is_own(page, number) and not ABOUT_SITE.search(passage.text)
            and bool(SENTENCE_END.search(passage.text)))


def _is_beside_block(blocks: Sequence[PageBlock], block: PageBlock, best: int) -> bool:
    """Return whether a block stands right beside another one, perhaps in one of its own."""
    parent = block.parent
    if blocks[parent].characters == block.characters and blocks[parent].parent >= 0:
        block, parent = blocks[parent], blocks[parent].parent
    return parent > 0 and parent == blocks[best].parent and (
        blocks[parent].element.tag not in ("html", "body"))


def _find_parts_of_title(passages: Sequence[Passage], titles: Iterable[str]) -> frozenset[int]:
    """Return the number of the first passage that is the longest part of a title of the page."""
    parts = [max(_TITLE_SEPARATOR.split(title), key=len) for title in titles if title]
    names = {fold(part) for part in parts if part.count(" ") >= _MIN_TITLE_BLANKS}
    longest = max(map(len, names), default=0) * _MAX_FOLDING
    found = (number for number, each in enumerate(passages) if not each.is_link
             and len(each.text) <= longest and fold(each.text) in names)
    return frozenset(islice(found, 1))


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


def has_text_elsewhere(page: WeighedPage) -> bool:
    """Return whether most prose stands in blocks of another kind than the one with the title.

    That one has text of its own, and the others have headings: they may be columns about something
    else.
    """
    blocks, parts = page.blocks, defaultdict[tuple[int, int], int](int)
    prose = [(number, each) for number, each in enumerate(page.passages) if number > page.title >= 0
             and each.is_prose and not blocks[each.block].beside]
    counts = Counter(find_titled(blocks, each.block)[0] for _, each in prose)
    own = max((at for at, count in counts.items() if count >= MIN_PROSE_BESIDE_TITLE), default=0)
    if not own:
        return False
    for _, each in prose:
        parts[find_titled(blocks, each.block)] += len(each.text)
    others = {part: size for (at, part), size in parts.items() if at != own}
    if sum(others.values()) <= sum(parts.values()) - sum(others.values()):
        return False
    kinds = {get_kind(blocks[at])[1:] for at in range(own + 1) if blocks[at].has_title}
    firsts = find_first_passages(blocks, page.passages)
    heads = [blocks[page.passages[firsts[part]].block].element.tag for part in others]
    return all(head in HEADING_TAGS for head in heads) and all(
        get_kind(blocks[part])[1:] not in kinds or blocks[part].element.get("id")
        for part in others)


def _weigh(
    blocks: list[PageBlock], passages: list[Passage], title: int, description: str
) -> None:
    """Add up the prose and the noise inside each block."""
    for number, each in enumerate(passages):
        block = blocks[each.block]
        if block.beside or each.is_link:
            block.noise += len(each.text)
        elif each.is_prose:
            item = _find_item(blocks, each.block)
            is_own = item is None or number > title and _has_sentences(item, each.text)
            weight = 1 if is_own else _LIST_WEIGHT
            weight *= _WEIGHT_ABOVE_TITLE if number < title else 1
            weight *= 2 if description and fold(each.text[:200]).find(description) >= 0 else 1
            block.prose += weight * len(each.text)
    for block in reversed(blocks[1:]):
        blocks[block.parent].prose += block.prose
        blocks[block.parent].noise += block.noise


def _find_item(blocks: list[PageBlock], at: int) -> Any:
    """Return the item of a list that a block is in, None if it is in none."""
    for _ in range(_MAX_TEASER_DEPTH):
        if at >= 0 and blocks[at].element.tag in _LIST_TAGS:
            return blocks[at].element
        at = blocks[at].parent if at >= 0 else at
    return None


def _has_sentences(item: Any, text: str) -> bool:
    """Return whether an item tells its own text: it has several sentences, and leads nowhere."""
    return len(_SENTENCES.findall(text)) >= _MIN_SENTENCES and next(item.iter("a"), None) is None


def _choose_block(blocks: Sequence[PageBlock]) -> int | None:
    """Return the smallest block with nearly the most prose above its noise."""
    def get_score(block: PageBlock) -> float:
        return block.prose - block.noise

    wholes = [at for at, each in enumerate(blocks)
              if each.prose and not each.beside and each.element.tag not in INSIDE_TEXT]
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
        if tag in _LIST_TAGS or tag in _CELL_TAGS or tag in HEADING_TAGS:
            return below_title
        at = blocks[at].parent if at >= 0 else at
    return False
