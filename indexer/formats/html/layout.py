"""Locates the article in a page: the line that is its title, and the line where its text begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from indexer.text.markup import BLOCKS, UNSEEN

_NAMES_OF_OTHER_BLOCKS = re.compile(
    r"relat(?!iv)|terkait|sidebar|widget|popul|trending|terkini|terbaru|latest|recent|recom"
    r"|rekomend|comment|komentar|baca-?juga|(?<!entry-)(?<!post-)(?<!article-)footer|copyright",
    re.IGNORECASE)
"""Classes and ids of blocks that show other articles, or what readers say about this one."""

_SELF_CONTAINED_TAGS = frozenset("article aside form li nav".split())
_HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_DATE_PROPERTY = re.compile(r"date|publish|created|issued", re.IGNORECASE)
_DATE_CLASS = re.compile(r"date|publish", re.IGNORECASE)
_MAX_ELEMENTS = 200
"""Informative elements of a page that are kept, and children of a block that are looked at."""

_KEY_CHARACTERS = 50
"""Folded characters by which the first line of the text is recognised."""

_MIN_LEAD_CHARACTERS = 40
"""A shorter line may be something else than the first of the text."""

_MAX_LEAD_LINES = 5
"""Lines of the text among which its first long one is looked for."""

_MAX_LINE_CHARACTERS = 400
_PUNCTUATION = re.compile(r"[\W_]+")


class Line(NamedTuple):
    """A visible line: its text, the number of the element where it begins, and its parent."""

    text: str
    number: int
    owner: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The lines of a page, and the indices of the title and of the first line of the text.

    Either index is None if that line is not found. `informative` are the elements that may state a
    date or a byline, each with its number in the page. `own` are the elements around title and
    text.
    """

    lines: list[Line]
    informative: list[tuple[int, Any]]
    title: int | None
    lead: int | None
    own: frozenset[Any]
    foreign: dict[Any, bool] = field(default_factory=dict)
    """Whether a block is about something else, as far as it was asked."""

    def is_foreign(self, element: Any) -> bool:
        """Return whether an element is in a block that may be about something else."""
        while element is not None and element not in self.own:
            if element not in self.foreign:
                self.foreign[element] = _is_foreign_block(element)
            if self.foreign[element]:
                return True
            element = element.getparent()
        return not self.own

    def is_beside_title(self, element: Any) -> bool:
        """Return whether an element is in one block with the title that is not the whole page."""
        if self.title is None:
            return False
        around = list(self.lines[self.title].owner.iterancestors())
        blocks = [each for each in around if each.tag in ("article", "header")]
        blocks = blocks or [each for each in around if len(each) > 1]
        return bool(blocks) and blocks[0].tag != "body" and blocks[0] in element.iterancestors()


def analyze_layout(tree: Any, title: str, body: str) -> Layout:
    """Return where the title and the text of an article are in its page."""
    informative = list[tuple[int, Any]]()
    lines = list(_read_lines(tree, informative))
    folded = [_fold(line.text) for line in lines]
    titles = list(_find_titles(folded, _fold(title)))
    lead = _find_lead(folded, body, titles[0] if titles else 0)
    above = [index for index in titles if lead is None or index < lead]
    headline = None if not above else above[0] if lead is None else above[-1]
    owners = [lines[index].owner for index in (headline, lead) if index is not None]
    own = frozenset(each for owner in owners for each in (owner, *owner.iterancestors()))
    return Layout(lines=lines, informative=informative, title=headline, lead=lead, own=own)


def _read_lines(tree: Any, informative: list[tuple[int, Any]]) -> Iterator[Line]:
    """Yield the lines that a reader sees, and collect the informative elements."""
    pieces, start = list[str](), None
    for number, owner, text in _read_pieces(tree, informative):
        if text is not None and (start or not text.isspace()):
            pieces.append(text)
            start = start or (number, owner)
        elif text is None and start:
            yield Line(" ".join("".join(pieces).split()), *start)
            pieces, start = [], None
    if start:
        yield Line(" ".join("".join(pieces).split()), *start)


def _read_pieces(
    tree: Any, informative: list[tuple[int, Any]]
) -> Iterator[tuple[int, Any, str | None]]:
    """Yield each visible text with the number of the element before it, and its parent.

    The text is None where a line ends.
    """
    from lxml import etree

    number, unseen = 0, None
    for event, element in etree.iterwalk(tree, ("start", "end")):
        is_start = event == "start"
        number += is_start
        if is_start and unseen is None:
            if len(informative) < _MAX_ELEMENTS and _is_informative(element):
                informative.append((number, element))
            unseen = element if element.tag in UNSEEN else None
        elif unseen is element:
            unseen = None
        if unseen is not None:
            continue
        if element.tag in BLOCKS or is_start and element.tag == "br":
            yield number, element, None
        text = element.text if is_start else element.tail
        if text:
            yield number, element if is_start else element.getparent(), text


def _is_informative(element: Any) -> bool:
    return bool(element.tag in ("time", "abbr") or element.get("itemprop")
                or element.get("datetime") or element.get("data-timestamp")
                or _DATE_PROPERTY.search(element.get("property") or "")
                or _DATE_CLASS.search(element.get("class") or ""))


def _find_titles(folded: Sequence[str], title: str) -> Iterator[int]:
    """Yield the indices of lines that are the title, or most of one that ends in a site's name."""
    for index, line in enumerate(folded):
        if line and (
                line == title or len(line) >= _MIN_LEAD_CHARACTERS // 2 and title.startswith(line)):
            yield index


def _find_lead(folded: Sequence[str], body: str, after: int) -> int | None:
    """Return the index of the line where a body begins, preferably not before another index."""
    beginning = body.split("\n", 4 * _MAX_LEAD_LINES)
    lines = [line for line in beginning if line.strip()][:_MAX_LEAD_LINES]
    first = next((line for line in lines if len(line) >= _MIN_LEAD_CHARACTERS), "")
    key = _fold(first)[:_KEY_CHARACTERS]
    found = [index for index, line in enumerate(folded) if key and line.startswith(key)]
    return next((index for index in found if index >= after), next(iter(found), None))


def _fold(text: str) -> str:
    return _PUNCTUATION.sub("", text[:_MAX_LINE_CHARACTERS].casefold())


def _is_foreign_block(element: Any) -> bool:
    """Return whether a block around neither title nor text is an article or a list of its own."""
    if element.tag in _SELF_CONTAINED_TAGS or element.get("itemscope") is not None:
        return True
    if _NAMES_OF_OTHER_BLOCKS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    return any(child.tag in _HEADING_TAGS for child in islice(element, _MAX_ELEMENTS))
