"""Which words of an article matched, and which pieces of it to show.

Works from the terms of the query and the words of the text, so it marks exactly what the
engines match: whole words, only true occurrences of a phrase, nothing under a Not.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from search.analysis import Analyzer
from search.article import Article
from search.nearness import occurrences
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term
from search.snippet import Snippet, Span

LENGTH = 160
"""Code points of text in a snippet, give or take a word."""

SNIPPETS = 3

_LEAD_IN = 40
"""Code points of context shown before the first match of a snippet."""

_LONGEST = 640
"""No snippet is longer, even where one word is a megabyte."""

_READ = 1_000_000
"""Code points of a body in which snippets are looked for: one giant must not slow every search."""

_TRIED = 1_000
"""Snippets may begin at so many matches of each part of the query; hardly a text has more."""

_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))

Leaf = Term | Phrase | Prefix | Fuzzy


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that matched, and which leaves of the query it met."""

    start: int
    end: int
    leaves: frozenset[int]


def highlight(
    article: Article, node: Node, analyzer: Analyzer
) -> tuple[Snippet, tuple[Snippet, ...]]:
    """The title, whole, and up to SNIPPETS pieces of the body, with their matches marked.

    Where nothing in the first _READ code points of the body matches, its beginning is shown,
    unmarked.
    """
    leaves = tuple(_leaves(node))
    title, body = article.title.translate(_BLANKS), article.body[:_READ].translate(_BLANKS)
    marks = _marks(leaves, "title", title, analyzer)
    return Snippet(title, _spans(marks)), _snippets(body, _marks(leaves, "body", body, analyzer))


def mark(article: Article, node: Node, analyzer: Analyzer) -> tuple[Snippet, Snippet]:
    """The title and the body, both whole and as they are, with their matches marked."""
    leaves = tuple(_leaves(node))
    title = _spans(_marks(leaves, "title", article.title, analyzer))
    body = _spans(_marks(leaves, "body", article.body, analyzer))
    return Snippet(article.title, title), Snippet(article.body, body)


def _leaves(node: Node) -> Iterator[Leaf]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Not() | Everything():
            return
        case _:
            yield node


def _marks(leaves: Sequence[Leaf], field: str, text: str, analyzer: Analyzer) -> list[Mark]:
    """The words of the text that matched, in order."""
    wanted = {n: leaf for n, leaf in enumerate(leaves) if leaf.field in (None, field)}
    if not wanted:
        return []
    found = _Scan(wanted.values())
    found.read(text, analyzer)
    met: dict[int, set[int]] = defaultdict(set)
    for number, leaf in wanted.items():
        for position in found.positions(leaf):
            met[position].add(number)
    return [Mark(*found.spans[at], frozenset(met[at])) for at in sorted(met)]


class _Scan:
    """Where the terms that the leaves ask for stand in a text."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self.spans: dict[int, Span] = {}
        self._stems: dict[str, list[int]] = {}
        self._forms: dict[str, list[int]] = {}
        self._like: dict[Leaf, list[int]] = {}
        self._tests: list[tuple[Callable[[str], bool], list[int]]] = []
        for leaf in leaves:
            self._prepare(leaf)

    def read(self, text: str, analyzer: Analyzer) -> None:
        """Note each word that a leaf asks for. The one loop over all words: kept tight."""
        stems, forms, tests, spans = self._stems, self._forms, self._tests, self.spans
        position = 0
        for base, entries in analyzer.scan(text):
            for term, form, start, end in entries:
                if term in stems:
                    stems[term].append(position)
                    spans[position] = base + start, base + end
                if form in forms:
                    forms[form].append(position)
                    spans[position] = base + start, base + end
                for matches, positions in tests:
                    if matches(form):
                        positions.append(position)
                        spans[position] = base + start, base + end
                position += 1

    def positions(self, leaf: Leaf) -> Sequence[int]:
        """The positions of the words that take part in the leaf's matches."""
        match leaf:
            case Term(term, channel):
                return self._of(channel)[term]
            case Phrase(terms, slop, channel):
                return occurrences(terms, self._of(channel), slop)
            case _:
                return self._like[leaf]

    def _prepare(self, leaf: Leaf) -> None:
        match leaf:
            case Term(term, channel):
                self._of(channel)[term] = []
            case Phrase(terms, _, channel):
                self._of(channel).update({term: [] for term in terms})
            case _:
                self._like[leaf] = []
                self._tests.append((_test(leaf), self._like[leaf]))

    def _of(self, channel: Channel) -> dict[str, list[int]]:
        return self._stems if channel is Channel.STEM else self._forms


def _test(leaf: Prefix | Fuzzy) -> Callable[[str], bool]:
    match leaf:
        case Prefix(prefix):
            return lambda form: form.startswith(prefix)
        case Fuzzy(like, limit):
            return cache(lambda form: OSA.distance(form, like, score_cutoff=limit) <= limit)


def _spans(marks: Iterable[Mark]) -> tuple[Span, ...]:
    return tuple((mark.start, mark.end) for mark in marks)


def _snippets(text: str, marks: Sequence[Mark]) -> tuple[Snippet, ...]:
    if len(text) <= LENGTH:
        return (Snippet(text, _spans(marks)),) if text else ()
    windows = _chosen(list(_windows(text, marks)))
    ranges = sorted((window.start, window.end) for window in windows)
    return tuple(_cut(text, *piece, marks) for piece in ranges or [(0, _end(text, LENGTH, 0))])


@dataclass(frozen=True, slots=True)
class _Window:
    """A piece of the text that could be shown, and what of the query it would show."""

    start: int
    end: int
    leaves: frozenset[int]
    matches: int


def _windows(text: str, marks: Sequence[Mark]) -> Iterator[_Window]:
    """One window for each match that is tried, which stands near its beginning."""
    ends = [mark.end for mark in marks]
    for nth, mark in _tried(marks):
        start = _start(text, min(mark.start - _LEAD_IN, len(text) - LENGTH), mark.start)
        end = _end(text, start + LENGTH, mark.end)
        inside = marks[nth:bisect_right(ends, end, nth)]
        yield _Window(start, end, frozenset().union(*(m.leaves for m in inside)), len(inside))


def _tried(marks: Sequence[Mark]) -> Iterator[tuple[int, Mark]]:
    """The first _TRIED marks of each leaf, with their places: a word may fill a whole text."""
    seen: Counter[int] = Counter()
    for nth, mark in enumerate(marks):
        if any(seen[leaf] < _TRIED for leaf in mark.leaves):
            seen.update(mark.leaves)
            yield nth, mark


def _chosen(windows: list[_Window]) -> list[_Window]:
    """Up to SNIPPETS windows that do not overlap.

    Each in turn is the one that shows most leaves of the query not shown yet, then most
    matches, then the earliest.
    """
    chosen: list[_Window] = []
    shown: frozenset[int] = frozenset()
    while windows and len(chosen) < SNIPPETS:
        best = max(windows, key=lambda w: (len(w.leaves - shown), w.matches, -w.start))
        chosen.append(best)
        shown |= best.leaves
        windows = [w for w in windows if w.end <= best.start or w.start >= best.end]
    return chosen


def _start(text: str, at: int, most: int) -> int:
    """The first beginning of a word, after a blank, from `at` on; `most` at the latest."""
    if at <= 0:
        return 0
    blank = text.find(" ", at - 1, most)
    return blank + 1 if blank >= 0 else most


def _end(text: str, at: int, least: int) -> int:
    """The last end of a word, before a blank, up to `at`; `least` at the earliest."""
    if at >= len(text):
        return len(text)
    blank = text.rfind(" ", least, at + 1)
    return blank if blank > 0 else least or at


def _cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> Snippet:
    """text[start:end] with its matches, never over _LONGEST code points."""
    end = min(end, start + _LONGEST)
    spans = (
        (mark.start - start, min(mark.end, end) - start)
        for mark in marks if start <= mark.start < end
    )
    return Snippet(text[start:end], tuple(spans))
