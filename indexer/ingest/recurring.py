"""Finds paragraphs that recur in the articles of an outlet, such as adverts of its events.

They are learnt from the articles of a run, and from those that the archive got last, rather than
listed. Articles are held until some hundred have been read, so that the first of them lose such
paragraphs too. One recurs if it stands near the head or the end of enough articles of one outlet,
under different titles, and in no other outlet's.

Articles repeat text of their own as well: the background of a story, a formula, the names of parts.
So the paragraph must also name something that most of the articles around it do not mention, or
speak to the reader. What recurs in one rubric, such as the forecasts of each day, or in what one
author writes, is theirs.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from indexer.article.trace import Trace
from indexer.clean import Removal
from indexer.record import Rejection, Unpublished
from search import Article

MIN_ARTICLES = 5
MIN_SHARE = 0.01
"""Articles of the outlet that have the paragraph, and their share of those read so far."""

LATEST_CHANGES = 1_000
"""Changes of the archive, the last ones, whose articles a run learns from."""

MAX_HELD_ARTICLES, MAX_HELD_CHARACTERS = 500, 10_000_000

_MAX_SHARE_MENTIONED = 0.5
_MAX_SHARE_REMOVED = 0.5
"""The share of a text that may go: if it is more, the articles are versions of one another."""

_HEAD_PARAGRAPHS, _END_PARAGRAPHS = 2, 4
_MIN_CHARACTERS, _MAX_CHARACTERS = 40, 600
"""Shorter paragraphs are headings and formulas; longer ones are text."""

_MAX_PARAGRAPHS = 50_000
"""Paragraphs that are remembered, in about 20 MB; in 100 MB if all of them recur in one outlet."""

_MAX_TITLES = 64
"""Titles that are remembered of each paragraph met again; most recur under few."""

_NAME = re.compile(r"(?<=[\w,;)] )[A-Z][\w.-]{2,}|\w{3,5}://\S+|www\.\S+|(?<!\w)@\w{3,}")
"""A word with a capital that does not begin a sentence, or an address."""

_OWN = re.compile(
    r"""\s*["“”«]|(?:laporan|reporter|penulis|editor|kontributor|pewarta|foto)\b"""
    r"""|.*["“][^"”]{40,}["”]""", re.IGNORECASE | re.DOTALL)
"""The beginning of what is the article's own however often it recurs: speech and bylines."""

_READER = re.compile(r"\b(?:kami|anda|kamu|pembaca|sobat|sahabat)\b", re.IGNORECASE)
"""What a paragraph has that speaks to the reader."""

_TITLE_WORD = re.compile(r"[^\W\d_]{4,}")
_OPENS_LIST = ":"
_PUNCTUATION = re.compile(r"[\W_]+")

_NO_TITLES = array("q")

Key = TypeVar("Key")
Result = TypeVar("Result", Trace, Trace | Rejection | Unpublished)

_Held = tuple[Key, Result, Sequence[str]]
"""A result, and the paragraphs near the head and the end of its article."""


@dataclass(slots=True)
class _Recurrence:
    """What is known of a paragraph that was met again.

    That is the outlet whose articles have it, None if there are several; the hashes of up to
    `_MAX_TITLES` titles, in an array, since a set takes eight times the memory; the words and the
    byline that all of these have in common; how many they are; and how many of them mention what
    it names.
    """

    outlet: str | None
    first_title: str
    titles: "array[int]"
    words: frozenset[str]
    byline: str
    articles: int = 1
    mentioned: int = 0

    def give_up(self) -> None:
        """Note that several outlets have it: nothing more about it will be asked."""
        self.outlet, self.titles, self.words = None, _NO_TITLES, frozenset()


@dataclass(slots=True)
class _Outlet:
    """How many articles of an outlet were read, and what the titles and bylines of all share."""

    words: frozenset[str]
    byline: str
    articles: int = 0


class _Origin(NamedTuple):
    """The first article with a paragraph."""

    outlet: str
    title: str
    byline: str


class RecurringParagraphs:
    """What is known of the paragraphs of the articles read so far, by their hash."""

    def __init__(self) -> None:
        self._outlets: dict[str, _Outlet] = {}
        self._origins: dict[int, _Origin] = {}
        self._recurrences: dict[int, _Recurrence] = {}
        self._frequent = Counter[str | None]()

    def learn(self, trace: Trace) -> Sequence[str]:
        """Count the paragraphs near the head and the end of an article, and return them."""
        article = trace.article
        if not article.outlet or not trace.decisions:
            return ()
        edges = _list_edges(article.body)
        self._learn(article, edges)
        return edges

    def learn_stored(self, article: Article) -> None:
        """Count the paragraphs of an article of the archive, those that it lost included."""
        lost = article.extra.get("boilerplate", [])
        paragraphs = [each for each in lost if isinstance(each, str)] if isinstance(
            lost, list) else []
        if article.outlet:
            self._learn(article, [*_list_edges(article.body), *filter(_is_sizable, paragraphs)])

    def _learn(self, article: Article, paragraphs: Iterable[str]) -> None:
        origin, origins = self._note_outlet(article), self._origins
        for paragraph in paragraphs:
            first = origins.setdefault(hash(paragraph), origin)
            if first is not origin and _may_be_boilerplate(paragraph):
                self._count(paragraph, article, first)
        if len(origins) > _MAX_PARAGRAPHS:
            self._forget()

    def _note_outlet(self, article: Article) -> _Origin:
        """Count an article of its outlet, and return it as an origin of paragraphs."""
        outlet, byline = article.outlet or "", str(article.extra.get("byline", ""))
        known = self._outlets.get(outlet)
        if known is None:
            known = self._outlets[outlet] = _Outlet(_list_words(article.title), byline)
        known.articles += 1
        if known.words:
            known.words &= _list_words(article.title)
        if known.byline != byline:
            known.byline = ""
        return _Origin(outlet, article.title, byline)

    def _count(self, paragraph: str, article: Article, first: _Origin) -> None:
        """Count one more article with a paragraph, unless it may be a version of another one."""
        known = self._recurrences.get(hash(paragraph))
        if known is None:
            known = self._recurrences[hash(paragraph)] = _Recurrence(
                first.outlet, first.title, array("q", [hash(first.title)]),
                _list_words(first.title), first.byline)
        if known.outlet != article.outlet:
            known.give_up()
        elif hash(article.title) not in known.titles:
            self._note_recurrence(paragraph, article, known)

    def _note_recurrence(self, paragraph: str, article: Article, known: _Recurrence) -> None:
        known.articles += 1
        if len(known.titles) < _MAX_TITLES:
            known.titles.append(hash(article.title))
        if known.words:
            known.words &= _list_words(article.title)
        if known.byline != str(article.extra.get("byline", "")):
            known.byline = ""
        known.mentioned += _is_mentioned(paragraph, article)
        self._frequent[known.outlet] += known.articles == MIN_ARTICLES

    def strip(self, trace: Trace, edges: Sequence[str]) -> Trace:
        """Return an article without what recurs among its edges, which is kept as boilerplate.

        What `indexer export` wrote stays as it is; no edges are learnt of it.
        """
        article, recurrences = trace.article, self._recurrences
        outlet = article.outlet
        met = [each for each in edges if hash(each) in recurrences]  # hardly any is
        if not met or not outlet or not self._frequent[outlet]:
            return trace
        found = [each for each in met if self._recurs(each, outlet)
                 and not (article.title and article.title in each)]
        kept = article.extra.get("boilerplate", [])
        too_much = sum(map(len, found)) > _MAX_SHARE_REMOVED * len(article.body)
        if not found or too_much or not isinstance(kept, list):
            return trace
        body = "\n\n".join(each for each in article.body.split("\n\n") if each not in found)
        extra = {**article.extra, "boilerplate": [*kept, *found]}
        removed = (*trace.removed, *_describe(found, article))
        return replace(
            trace, article=replace(article, body=body, extra=extra), removed=removed)

    def _recurs(self, paragraph: str, outlet: str) -> bool:
        known = self._recurrences.get(hash(paragraph))
        if known is None or known.outlet != outlet or known.articles < MIN_ARTICLES:
            return False
        whole = self._outlets[outlet]
        is_of_rubric = bool(known.words - whole.words)
        is_of_author = known.byline not in ("", whole.byline)
        return not is_of_rubric and not is_of_author and (
            known.articles >= MIN_SHARE * whole.articles
            and known.mentioned <= _MAX_SHARE_MENTIONED * known.articles)

    def _forget(self) -> None:
        """Forget the older half of the paragraphs, and of those met again the rarer ones."""
        recent = list(self._origins.items())[_MAX_PARAGRAPHS // 2:]
        frequent = sorted(self._recurrences.items(), key=lambda each: -each[1].articles)
        self._recurrences = dict(frequent[:_MAX_PARAGRAPHS // 4])
        self._origins = {key: _Origin(each.outlet or "", each.first_title, each.byline)
                         for key, each in self._recurrences.items()} | dict(recent)


def strip_recurring(
    results: Iterable[tuple[Key, Result]], *, hold: bool, stored: Iterable[Article] = ()
) -> Iterator[tuple[Key, Result]]:
    """Yield the results in their order, traces of articles without the paragraphs that recur.

    With `hold`, some hundred are read ahead of the first. Without, each is yielded at once, and
    only what recurred before it is known, in articles that are `stored` too.
    """
    known, held, characters = RecurringParagraphs(), list[_Held[Key, Result]](), 0
    for article in stored:
        known.learn_stored(article)
    for key, result in results:
        edges: Sequence[str] = ()
        if isinstance(result, Trace):
            edges = known.learn(result)
            characters += result.article.count_characters()
        held.append((key, result, edges))
        if not hold or len(held) >= MAX_HELD_ARTICLES or characters > MAX_HELD_CHARACTERS:
            yield from _strip_all(known, held)
            held, characters = [], 0
    yield from _strip_all(known, held)


def _strip_all(
    known: RecurringParagraphs, held: Sequence[_Held[Key, Result]]
) -> Iterator[tuple[Key, Result]]:
    for key, result, edges in held:
        yield key, known.strip(result, edges) if edges and isinstance(result, Trace) else result


def is_stripped_version(article: Article, stored: Article) -> bool:
    """Return whether a stored article is this one without paragraphs kept as its boilerplate.

    It lost them in a run in which they recurred.
    """
    boilerplate, own = (each.extra.get("boilerplate", []) for each in (stored, article))
    if len(article.body) <= len(stored.body) or not (
            isinstance(boilerplate, list) and isinstance(own, list)):
        return False
    paragraphs = article.body.split("\n\n")
    found = [each for each in paragraphs if each in boilerplate]
    body = "\n\n".join(each for each in paragraphs if each not in boilerplate)
    extra = {**article.extra, "boilerplate": [*own, *found]}
    return bool(found) and replace(article, body=body, extra=extra).is_same_as(stored)


def _list_edges(body: str) -> list[str]:
    """Return the paragraphs near the head and the end of a body that are neither short nor long."""
    paragraphs = body.split("\n\n")
    if len(paragraphs) > _HEAD_PARAGRAPHS + _END_PARAGRAPHS:
        del paragraphs[_HEAD_PARAGRAPHS:-_END_PARAGRAPHS]
    return [each for each in paragraphs if _MIN_CHARACTERS <= len(each) <= _MAX_CHARACTERS]


def _is_sizable(paragraph: str) -> bool:
    return _MIN_CHARACTERS <= len(paragraph) <= _MAX_CHARACTERS


def _list_words(title: str) -> frozenset[str]:
    """Return the words of a title of four letters and more, in lower case."""
    return frozenset(_TITLE_WORD.findall(title.casefold()))


def _may_be_boilerplate(paragraph: str) -> bool:
    """Return whether a paragraph names something, or speaks to the reader.

    Speech, bylines and heads of lists do not count.
    """
    return bool((_NAME.search(paragraph) or _READER.search(paragraph)) and not _OWN.match(paragraph)
                and not paragraph.endswith(_OPENS_LIST))


def _is_mentioned(paragraph: str, article: Article) -> bool:
    """Return whether title or text mention something that the paragraph names, save the outlet."""
    outlet = _fold(article.outlet or "")
    names = {name for name in _NAME.findall(paragraph) if _fold(name) not in outlet
             and outlet not in _fold(name)}
    rest = f"{article.title}\n{article.body.replace(paragraph, '')}"
    return any(name in rest for name in names)


def _fold(text: str) -> str:
    return _PUNCTUATION.sub("", text.casefold())


def _describe(found: Sequence[str], article: Article) -> Iterator[Removal]:
    """Yield what was removed, with its line in the text."""
    for each in found:
        line = 1 + article.body[:article.body.index(each)].count("\n")
        yield Removal(line=line, text=each, why="recurring")
