"""Reads the blocks of a page and its visible lines.

A passage is a line that a reader sees. Prose is a passage long enough for a sentence and with few
links.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.text.markup import BLOCKS, UNSEEN

_TAGS_BESIDE = frozenset("nav aside footer figcaption button menu".split())
HEADING_TAGS = frozenset("h2 h3 h4 h5 h6".split())
HEADINGS = ("h1", "h2", "h3", "h4")
INSIDE_TEXT = frozenset(
    "p blockquote pre dd dl dt h1 h2 h3 h4 h5 h6 li ol ul td th tr tbody thead tfoot table caption"
    " figure".split())
"""Blocks that are parts of a text and never its whole."""

MIN_PROSE_CHARACTERS = 60
_MAX_LINK_SHARE = 0.4
_PROMPT = re.compile(
    r"\W*(?:(?:baca|lihat|simak|tonton)(?: juga| pula| selengkapnya)|(?:berita|artikel) terkait)\b",
    re.IGNORECASE)
"""How a link begins that stands between the paragraphs of an article."""

SENTENCE_END = re.compile(r"[.!?…][\"'”’)]{0,2}\Z")
MIN_LINK_CHARACTERS = 12
_PUNCTUATION = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")
_MIN_WORD_CHARACTERS = 5


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
            begins_with_link and not self.is_link and link_characters >= MIN_LINK_CHARACTERS)

    @property
    def is_headline(self) -> bool:
        """Whether a line is a link that may be the headline of another article in a list.

        A prompt such as `Baca juga: …` stands between the paragraphs of an article.
        """
        return (self.is_link and len(self.text) >= MIN_LINK_CHARACTERS
                and _PROMPT.match(self.text) is None)


def fold(text: str) -> str:
    """Return the letters and digits of a text, without case."""
    return _PUNCTUATION.sub("", text.casefold())


def list_words(text: str) -> set[str]:
    """Return the beginnings of the long words of a text, which their derived forms share."""
    words = (word for word in _WORD.findall(text.casefold()) if len(word) >= _MIN_WORD_CHARACTERS)
    return {word[:_MIN_WORD_CHARACTERS] for word in words}


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
        elif tag == "a" and element.get("href") is not None:
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
            self.blocks.append(
                PageBlock(element, self._current, element.tag in _TAGS_BESIDE))
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


def get_link(article: Any) -> str:
    """Return the address that the heading of an article links to, "" if it links to none."""
    heading = next(article.iter(*HEADINGS), None)
    links = [] if heading is None else [*heading.iter("a"), *heading.iterancestors("a")]
    return next((link.get("href").strip() for link in links if link.get("href")), "")


def find_titled(blocks: Sequence[PageBlock], at: int) -> tuple[int, int]:
    """Return the smallest block around another that has the title, and its part with that one."""
    part = at
    while at > 0 and not blocks[at].has_title:
        part, at = at, blocks[at].parent
    return at, part


def find_first_passages(
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


def get_names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:500]


def get_kind(block: PageBlock) -> tuple[int, str, str]:
    return block.parent, str(block.element.tag), block.element.get("class") or ""
