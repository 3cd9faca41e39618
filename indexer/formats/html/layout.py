"""Where in a page its article stands: the line that is its title, that where its text begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from indexer.text.markup import BLOCKS, UNSEEN

_OTHERS = re.compile(
    r"relat|terkait|sidebar|widget|popul|trending|terkini|terbaru|latest|recent|recom|rekomend"
    r"|comment|komentar|baca-?juga|(?<!entry-)(?<!post-)(?<!article-)footer|copyright",
    re.IGNORECASE)
"""Names of blocks that show other articles, or what readers say of this one."""

_APART = frozenset("article aside form li nav".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_DATED = re.compile(r"date|publish", re.IGNORECASE)
_MOST = 200
"""Elements of a page, from its beginning, that may say something of its article."""

_KEY, _SURE, _FIRST, _LONGEST = 50, 40, 5, 400
"""Letters that a line is known by; characters from which one surely begins the text, and among how
many lines it is looked for; characters of a line that are looked at."""
_MARKS = re.compile(r"[\W_]+")


class Line(NamedTuple):
    """What is seen on a line, the number of the element where it begins, and what holds it."""

    text: str
    at: int
    owner: Any


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page, and which of them are its title and the first of its text, if known.

    `telling` are the elements that may say something of it, each with its number. `own` are those
    around title and text.
    """

    lines: list[Line]
    telling: list[tuple[int, Any]]
    title: int | None
    lead: int | None
    own: frozenset[Any]
    judged: dict[Any, bool] = field(default_factory=dict)

    def of_another(self, element: Any) -> bool:
        """Whether an element stands in a block that may be about something else."""
        while element is not None and element not in self.own:
            if element not in self.judged:
                self.judged[element] = _is_of_another(element)
            if self.judged[element]:
                return True
            element = element.getparent()
        return not self.own

    def beside_title(self, element: Any) -> bool:
        """Whether an element stands with the title in one block, smaller than the page."""
        if self.title is None:
            return False
        around = list(self.lines[self.title].owner.iterancestors())
        blocks = [each for each in around if each.tag in ("article", "header")]
        blocks = blocks or [each for each in around if len(each) > 1]
        return bool(blocks) and blocks[0].tag != "body" and blocks[0] in element.iterancestors()


def laid_out(tree: Any, title: str, body: str) -> Layout:
    """Where title and text of an article stand in its page."""
    telling = list[tuple[int, Any]]()
    lines = list(_lines(tree, telling))
    folded = [_folded(line.text) for line in lines]
    titles = list(_titles(folded, _folded(title)))
    lead = _lead(folded, body, titles[0] if titles else 0)
    above = [at for at in titles if lead is None or at < lead]
    head = None if not above else above[0] if lead is None else above[-1]
    owners = [lines[at].owner for at in (head, lead) if at is not None]
    own = frozenset(each for owner in owners for each in (owner, *owner.iterancestors()))
    return Layout(lines, telling, head, lead, own)


def _lines(tree: Any, telling: list[tuple[int, Any]]) -> Iterator[Line]:
    """The lines that a reader sees."""
    pieces, begins = list[str](), None
    for number, owner, text in _pieces(tree, telling):
        if text is not None:
            pieces.append(text)
            begins = begins or (number, owner)
        elif begins:
            yield Line(" ".join("".join(pieces).split()), *begins)
            pieces, begins = [], None
    if begins:
        yield Line(" ".join("".join(pieces).split()), *begins)


def _pieces(tree: Any, telling: list[tuple[int, Any]]) -> Iterator[tuple[int, Any, str | None]]:
    """All texts, each with the number of the element before it and what holds it.

    None stands where a line ends.
    """
    from lxml import etree

    number, unseen = 0, None
    for event, element in etree.iterwalk(tree, ("start", "end")):
        starts = event == "start"
        number += starts
        if starts and unseen is None:
            if len(telling) < _MOST and _tells(element):
                telling.append((number, element))
            unseen = element if element.tag in UNSEEN else None
        elif unseen is element:
            unseen = None
        if unseen is not None:
            continue
        if element.tag in BLOCKS or starts and element.tag == "br":
            yield number, element, None
        text = element.text if starts else element.tail
        if text and not text.isspace():
            yield number, element if starts else element.getparent(), text


def _tells(element: Any) -> bool:
    return bool(element.tag in ("time", "abbr") or element.get("itemprop")
                or _DATED.search(element.get("class") or ""))


def _titles(folded: Sequence[str], title: str) -> Iterator[int]:
    """The lines that are the title, or most of one that has a site's name at its end."""
    for at, line in enumerate(folded):
        if line and (line == title or len(line) >= _SURE // 2 and title.startswith(line)):
            yield at


def _lead(folded: Sequence[str], body: str, after: int) -> int | None:
    """The line where a body begins, below another if it is there."""
    lines = [line for line in body.split("\n", 4 * _FIRST) if line.strip()][:_FIRST]
    first = next((line for line in lines if len(line) >= _SURE), "")
    key = _folded(first)[:_KEY]
    found = [at for at, line in enumerate(folded) if key and line.startswith(key)]
    return next((at for at in found if at >= after), next(iter(found), None))


def _folded(text: str) -> str:
    return _MARKS.sub("", text[:_LONGEST].casefold())


def _is_of_another(element: Any) -> bool:
    """Whether a block that holds neither title nor text is an article or a list of its own."""
    if element.tag in _APART or element.get("itemscope") is not None:
        return True
    if _OTHERS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    return any(child.tag in _HEADINGS for child in islice(element, _MOST))
