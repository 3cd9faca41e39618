"""A concordance: each match of a query on a line of its own, with the text on both sides of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from search import budget
from search.analysis import Analyzer
from search.analysis.folding import fold
from search.article import Article
from search.budget import Omission
from search.engine import Match, Request
from search.errors import InvalidValue
from search.explore.cells import Cell
from search.highlight import mark_all
from search.page import Page
from search.query import And, Boost, Everything, Keyword, Node, Not, Or, Sort, Within
from search.serialization import serialize_interpreted
from search.snippet import Snippet, Span

MAX_LINES, MAX_WIDTH, MAX_READ = 1_000, 200, 1_000
"""Lines of a concordance, characters on each side of a match, and articles that are read."""

MAX_TEXT = 100_000
"""Characters of a body that are read: no giant may slow a concordance."""

_BATCH, _MAX_MATCH, _MAX_TITLE = 100, 200, 300
"""Articles that are read at a time, and characters of a match and a title that are shown."""

_NOTHING: Sequence[Article] = ()

_BESIDE = re.compile(r"(?!\s*\n\s*\n)\s{1,3}|[-‐‑]?")
"""What may stand between two words that matched for them to be one match."""

_WORD = re.compile(r"\w+(?:[-‐‑'’]\w+)*")


class LineOrder(StrEnum):
    """LEFT, RIGHT: by the words on that side. DATE: by publication, earliest first."""

    LEFT = "left"
    RIGHT = "right"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcordanceLayout:
    """How many characters stand on each side of a match, in which order, and how many lines.

    Raises InvalidValue for a value outside its range.
    """

    width: int = 60
    order: LineOrder = LineOrder.RIGHT
    limit: int = 100

    def __post_init__(self) -> None:
        _check("width", self.width, MAX_WIDTH)
        _check("limit", self.limit, MAX_LINES)


class ConcordanceLine(NamedTuple):
    """A match, and the text on both sides up to a word's edge, with single blanks.

    `field` says where it stands: in the title or the body.
    """

    left: str
    match: str
    right: str
    field: str
    id: str
    title: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines of a query. `page` has no hits: it says how the query was read, and its totals.

    `read` counts the articles that were read. It is `complete` if there is no further match in the
    articles that the query finds.
    """

    page: Page
    layout: ConcordanceLayout
    read: int
    complete: bool
    lines: tuple[ConcordanceLine, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the concordance as the API and `indexer concordance --json` give it."""
        return {
            "query": self.page.query.text, "interpreted": serialize_interpreted(self.page),
            "total": self.page.total, "total_articles": self.page.articles,
            "articles_read": self.read, "complete": self.complete,
            "width": self.layout.width, "sort": str(self.layout.order),
            "limit": self.layout.limit, "lines": [line._asdict() for line in self.lines],
        }

    def build_rows(self) -> Iterator[Sequence[Cell]]:
        """Yield a heading, and a row for each line."""
        yield ConcordanceLine._fields
        yield from self.lines


class Concordancer:
    """Reads the articles that a query finds, best first or earliest first, a batch at a time."""

    def __init__(self, match: Match, analyzer: Analyzer) -> None:
        """Read with what evaluates requests and reads their articles."""
        self._match, self._analyzer = match, analyzer

    def build(self, page: Page, request: Request, layout: ConcordanceLayout) -> Concordance:
        """Return the concordance of a request; `page` has its totals."""
        if not _marks_words(request.node):
            return Concordance(page, layout, 0, True, ())
        sort = Sort.OLDEST if layout.order is LineOrder.DATE else Sort.RELEVANCE
        lines: list[ConcordanceLine] = []
        read, more = 0, False
        for article, snippets in self._read(replace(request, sort=sort, facets=())):
            found = _list_lines(article, snippets, layout.width)
            lines += islice(found, layout.limit - len(lines))
            read += 1
            more |= len(article.body) > MAX_TEXT or next(found, None) is not None
            if len(lines) == layout.limit:
                break
        complete = not more and read >= page.total
        return Concordance(page, layout, read, complete, tuple(_sort(lines, layout.order)))

    def _read(self, request: Request) -> Iterator[tuple[Article, Sequence[Snippet]]]:
        """Yield up to MAX_READ articles, each with its whole title and body, marked."""
        seen: set[str] = set()
        for offset in range(0, MAX_READ, _BATCH):
            batch = replace(request, offset=offset, limit=_BATCH)
            articles = budget.attempt(Omission.LINES, partial(self._read_batch, batch), _NOTHING)
            new = [article for article in articles if article.id not in seen]  # others came between
            seen.update(article.id for article in new)
            cut = [replace(each, body=each.body[:MAX_TEXT]) if len(each.body) > MAX_TEXT else each
                   for each in new]
            yield from zip(new, mark_all(cut, request.node, self._analyzer))
            if len(articles) < _BATCH:
                return

    def _read_batch(self, request: Request) -> Sequence[Article]:
        return self._match(request)[1]


def _marks_words(node: Node) -> bool:
    """Return whether a query can mark anything: dates, addresses and what it excludes do not."""
    match node:
        case Everything() | Within() | Keyword() | Not():
            return False
        case Boost(child):
            return _marks_words(child)
        case And(children) | Or(children):
            return any(map(_marks_words, children))
    return True


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InvalidValue(f"write a number from 1 to {most:,}", name)


def _list_lines(
    article: Article, snippets: Sequence[Snippet], width: int
) -> Iterator[ConcordanceLine]:
    """Yield the lines of an article, those of the title first."""
    told = article.id, article.title[:_MAX_TITLE], article.outlet, article.published
    for field, (text, spans) in zip(("title", "body"), snippets):
        for start, end in _join(text, spans):
            match = _collapse(text[start:end][:_MAX_MATCH])
            left, right = _cut_left(text, start, width), _cut_right(text, end, width)
            yield ConcordanceLine(left, match, right, field, *told)


def _join(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the matches: words that stand side by side are one, as those of a phrase.

    >>> list(_join("enam pihak, enam  pihak", ((0, 4), (5, 10), (12, 16), (18, 23))))
    [(0, 10), (12, 23)]
    """
    first: Span | None = None
    for start, end in spans:
        if first and end - first[0] <= _MAX_MATCH and _BESIDE.fullmatch(text, first[1], start):
            first = first[0], end
            continue
        if first:
            yield first
        first = start, end
    if first:
        yield first


def _cut_left(text: str, end: int, width: int) -> str:
    """Return the last whole words before a place.

    >>> _cut_left("Kantor berita KCNA di Pyongyang", 22, 10)
    'KCNA di '
    """
    start = max(end - width, 0)
    piece = text[start:end]
    if start and not text[start - 1].isspace():
        piece = re.sub(r"\A\S+", "", piece)
    return _collapse(piece).lstrip()


def _cut_right(text: str, start: int, width: int) -> str:
    """Return the first whole words behind a place.

    >>> _cut_right("Kantor berita KCNA di Pyongyang", 6, 15)
    ' berita KCNA di'
    """
    end = start + width
    piece = text[start:end]
    if end < len(text) and not text[end].isspace():
        piece = re.sub(r"\S+\Z", "", piece)
    return _collapse(piece).rstrip()


def _collapse(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _sort(lines: Sequence[ConcordanceLine], order: LineOrder) -> Sequence[ConcordanceLine]:
    """Return the lines in an order; equal ones stay as they were."""
    if order is LineOrder.DATE:
        return lines
    first, second = (1, 0) if order is LineOrder.RIGHT else (0, 1)

    def get_key(line: ConcordanceLine) -> tuple[list[str], list[str]]:
        sides = _list_words(line.left)[::-1], _list_words(line.right)
        return sides[first], sides[second]

    return sorted(lines, key=get_key)


def _list_words(text: str) -> list[str]:
    """Return the words as Indonesian dictionaries order them: whatever their case and accents.

    >>> _list_words("Pada Jum’at, KAFÉ 2")
    ['pada', 'jumat', 'kafe', '2']
    """
    return [word for word in map(fold, _WORD.findall(text)) if word]
