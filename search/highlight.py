"""Which words of an article matched, and which pieces of it to show.

Works from the terms of the query and the tokens of the text, so it marks exactly what the
engines match: whole words, only true occurrences of a phrase, nothing under a Not.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from search.analysis import Analyzer, Token
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

_OPENING = "\"'“‘(["
_CLOSING = "\"'”’)].,;:!?"

_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))

Leaf = Term | Phrase | Prefix | Fuzzy
Marks = dict[str, dict[int, set[int]]]
"""By field: the positions of the words that matched, and which leaves of the query each met."""


def highlight(
    article: Article, node: Node, analyzer: Analyzer
) -> tuple[Snippet, tuple[Snippet, ...]]:
    """The title, whole, and up to SNIPPETS pieces of the body, with their matches marked.

    Where nothing in the body matches, its beginning is shown, unmarked.
    """
    tokens = {"title": analyzer.tokens(article.title), "body": analyzer.tokens(article.body)}
    marks = _marks(node, tokens)
    title = Snippet(article.title.translate(_BLANKS), _spans(tokens["title"], marks["title"]))
    return title, _snippets(article.body.translate(_BLANKS), tokens["body"], marks["body"])


def mark(article: Article, node: Node, analyzer: Analyzer) -> tuple[Snippet, Snippet]:
    """The title and the body, both whole and as they are, with their matches marked."""
    texts = {"title": article.title, "body": article.body}
    tokens = {field: analyzer.tokens(text) for field, text in texts.items()}
    marks = _marks(node, tokens)
    title, body = (Snippet(text, _spans(tokens[f], marks[f])) for f, text in texts.items())
    return title, body


def _marks(node: Node, tokens: dict[str, list[Token]]) -> Marks:
    marks: Marks = {"title": defaultdict(set), "body": defaultdict(set)}
    for number, leaf in enumerate(_leaves(node)):
        for field in ("title", "body"):
            if leaf.field in (None, field):
                for position in _positions(leaf, tokens[field]):
                    marks[field][position].add(number)
    return marks


def _leaves(node: Node) -> Iterator[Leaf]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Not() | Everything():
            return
        case _:
            yield node


def _positions(leaf: Leaf, tokens: list[Token]) -> Iterable[int]:
    if isinstance(leaf, Phrase):
        where: dict[str, list[int]] = defaultdict(list)
        for token in tokens:
            where[token.term if leaf.channel is Channel.STEM else token.form].append(token.position)
        return occurrences(leaf.terms, where, leaf.slop)
    matches = _matcher(leaf)
    return [token.position for token in tokens if matches(token)]


def _matcher(leaf: Term | Prefix | Fuzzy) -> Callable[[Token], bool]:
    match leaf:
        case Term(term, Channel.STEM):
            return lambda token: token.term == term
        case Term(term):
            return lambda token: token.form == term
        case Prefix(prefix):
            return lambda token: token.form.startswith(prefix)
        case Fuzzy(form, limit):
            return lambda token: OSA.distance(token.form, form, score_cutoff=limit) <= limit


def _spans(tokens: list[Token], marked: Iterable[int]) -> tuple[Span, ...]:
    return tuple((tokens[at].start, tokens[at].end) for at in sorted(marked))


def _snippets(
    text: str, tokens: list[Token], marks: dict[int, set[int]]
) -> tuple[Snippet, ...]:
    if len(text) <= LENGTH:
        return (Snippet(text, _spans(tokens, marks)),) if text else ()
    marked = sorted(marks)
    windows = _chosen(list(_windows(text, tokens, marked, marks)))
    ranges = sorted((window.start, window.end) for window in windows)
    spans = _spans(tokens, marked)
    return tuple(_cut(text, *range_, spans) for range_ in ranges or [_lead(text, tokens)])


@dataclass(frozen=True, slots=True)
class _Window:
    """A piece of the text that could be shown, and what of the query it would show."""

    start: int
    end: int
    leaves: frozenset[int]
    matches: int


def _windows(
    text: str, tokens: list[Token], marked: list[int], marks: dict[int, set[int]]
) -> Iterator[_Window]:
    """One window for each match, which stands near its beginning."""
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    for nth, position in enumerate(marked):
        earliest = min(starts[position] - _LEAD_IN, len(text) - LENGTH)
        first = min(bisect_left(starts, earliest), position)
        last = max(bisect_right(ends, starts[first] + LENGTH) - 1, position)
        inside = marked[nth:bisect_right(marked, last, nth)]
        leaves = frozenset().union(*(marks[at] for at in inside))
        yield _Window(starts[first] if first else 0, ends[last], leaves, len(inside))


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


def _lead(text: str, tokens: list[Token]) -> Span:
    fitting = [token.end for token in tokens if token.end <= LENGTH]
    return 0, fitting[-1] if fitting else LENGTH


def _cut(text: str, start: int, end: int, spans: tuple[Span, ...]) -> Snippet:
    """text[start:end] with the punctuation around it, never over _LONGEST code points."""
    while start > 0 and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    end = min(end, start + _LONGEST)
    inside = tuple((a - start, min(b, end) - start) for a, b in spans if start <= a < end)
    return Snippet(text[start:end], inside)
