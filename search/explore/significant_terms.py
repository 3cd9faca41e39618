"""Significant terms: what sets the articles that a query finds apart from the rest of the archive.

A term is a word or a name. Its score is the log-likelihood ratio G² (Dunning, Accurate Methods for
the Statistics of Surprise and Coincidence, 1993) of four numbers: how many of the articles read
have it and have it not, and how many of the others do. Where a term has nothing to do with the
query, G² exceeds MIN_SCORE once in a thousand times. Only terms that the articles read have more
often than the others are listed.

Read are the beginnings of the first MAX_TERM_ARTICLES hits, one of each story. Function words and
what the query itself looks for are left out, and words that hardly stand outside a listed name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log
from typing import Any

from search import budget
from search.analysis import Analyzer
from search.analysis.token import Token, list_words
from search.article import Article
from search.budget import Omission
from search.engine import Engine, Request
from search.interpret import FUNCTION_WORDS
from search.page import Page
from search.query import MAX_PAGE_SIZE, STORY, Everything, Phrase, Query, Sort, Term
from search.syntax import MAX_LENGTH

MAX_TERM_ARTICLES = MAX_PAGE_SIZE
"""Articles that are read."""

MAX_TERMS = 100

MIN_SCORE = 10.83
"""The chi-squared value with one degree of freedom at p = 0.001."""

_MAX_TEXT = 4_000
"""Code points of a body that are read: news says first what it is about."""

_MAX_WORDS, _MAX_NAMES = 1_000, 40
"""Words and names whose articles are counted in the archive, those of the most articles first."""

_ALTERNATIVES = frozenset(("OR", "ATAU", "|"))

_MIN_ARTICLES = 2
_NAME_WORDS = range(2, 6)
_INSIDE_NAME = 0.8
"""The part of a word's articles that have it in a listed name, from which it is left out."""


class TermKind(StrEnum):
    """A word with all its forms, or words with capitals side by side."""

    WORD = "word"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class SignificantTerm:
    """A word in its commonest form, or a name, and in how many articles it stands.

    `count` counts those that were read, `total` those of the whole archive. `query` narrows the
    query to the term; None where it would be too long.
    """

    text: str
    kind: TermKind
    score: float
    count: int
    total: int
    query: str | None


@dataclass(frozen=True, slots=True)
class SignificantTerms:
    """The significant terms of a query, the highest score first.

    `articles` match the query, and `read` of them were read.
    """

    query: Query
    articles: int
    read: int
    terms: tuple[SignificantTerm, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the terms as the API and `indexer significant --json` give them."""
        return {
            "query": self.query.text, "total_articles": self.articles, "articles_read": self.read,
            "terms": [
                {"text": each.text, "kind": str(each.kind), "score": round(each.score, 2),
                 "count": each.count, "total": each.total, "query": each.query}
                for each in self.terms]}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A term by its stems; its articles are places in the list of those that were read."""

    stems: tuple[str, ...]
    forms: tuple[str, ...]
    text: str
    articles: frozenset[int]


def prepare_significant_query(query: Query) -> Query:
    """Return the query whose hits are read."""
    return replace(query, sort=Sort.RELEVANCE, page=1, page_size=MAX_TERM_ARTICLES, facets=(),
                   highlight=False, collapse=STORY, interval=None, share=False, explain=False)


class SignificantTermFinder:
    """Finds the significant terms of the hits on a page."""

    def __init__(self, engine: Engine, analyzer: Analyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer

    def find(self, page: Page, limit: int) -> SignificantTerms:
        """Return up to `limit` terms of a page of a prepared query."""
        texts = [hit.article for hit in page.hits]
        words, names = self._gather(texts, self._list_own_stems(page))
        size = self._engine.match(Request(Everything(), limit=0)).total
        found = [*self._rate(names, self._count_names(names), len(texts), size)]
        inside = [candidate for candidate, _, _ in found]
        words = [word for word in words if not _stands_inside(word, inside)]
        found += self._rate(words, self._count_words(words), len(texts), size)
        found.sort(key=lambda each: (-each[1], each[0].text))
        terms = tuple([_build_term(page.query, *each) for each in found[:limit]])
        return SignificantTerms(page.query, page.articles, len(texts), terms)

    def _list_own_stems(self, page: Page) -> set[str]:
        texts = [page.query.text]
        for each in page.equivalents:
            texts += [each.text, *each.writings]
        return {token.stem for text in texts for token in self._analyzer.tokenize(text)}

    def _gather(
        self, articles: Sequence[Article], own: set[str]
    ) -> tuple[list[_Candidate], list[_Candidate]]:
        """Return the words and the names that several articles have, with most articles first."""
        words, names = _Gathered(), _Gathered()
        for number, article in enumerate(articles):
            for text, is_title in ((article.title, True), (article.body[:_MAX_TEXT], False)):
                tokens = list_words(self._analyzer.tokenize(text))
                for token in tokens:
                    if _is_content(token) and token.stem not in own:
                        words.add([token], text, number)
                for run in () if is_title else _list_names(tokens, text):
                    if not own.issuperset(token.stem for token in run):
                        names.add(run, text, number)
        return words.list_candidates(_MAX_WORDS), names.list_candidates(_MAX_NAMES)

    def _count_words(self, words: Sequence[_Candidate]) -> Sequence[int]:
        """Return how many articles have each word; none if there is no time."""
        terms = [Term(word.stems[0]) for word in words]
        nothing: Sequence[int] = ()
        return budget.attempt(
            Omission.TERMS, lambda: self._engine.count_articles(terms), nothing)

    def _count_names(self, names: Sequence[_Candidate]) -> Sequence[int]:
        """Return how many articles have each name, or the first ones for which there is time."""
        totals: list[int] = []

        def count_each() -> None:
            for name in names:
                totals.append(self._engine.match(Request(Phrase(name.stems), limit=0)).total)

        budget.attempt(Omission.TERMS, count_each, None)
        return totals

    def _rate(
        self, candidates: Sequence[_Candidate], totals: Sequence[int], read: int, size: int
    ) -> Iterator[tuple[_Candidate, float, int]]:
        """Yield the significant ones with their score and how many articles have them."""
        for candidate, total in zip(candidates, totals):
            count = len(candidate.articles)
            total = max(total, count)
            if count * size > total * read:
                score = compute_log_likelihood(count, read, total, size)
                if score >= MIN_SCORE:
                    yield candidate, score, total


class _Gathered:
    """Terms by their stems, with their articles and the ways they are written."""

    def __init__(self) -> None:
        self._articles: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._written: dict[tuple[str, ...], Counter[tuple[str, tuple[str, ...]]]] = (
            defaultdict(Counter))

    def add(self, run: Sequence[Token], text: str, article: int) -> None:
        stems = tuple([token.stem for token in run])
        self._articles[stems].add(article)
        forms = tuple([token.form for token in run])
        self._written[stems][text[run[0].start:run[-1].end], forms] += 1

    def list_candidates(self, limit: int) -> list[_Candidate]:
        """Return the terms of several articles, those of the most articles first."""
        several = [stems for stems, articles in self._articles.items()
                   if len(articles) >= _MIN_ARTICLES]
        several.sort(key=lambda stems: (-len(self._articles[stems]), stems))
        return [self._build(stems) for stems in several[:limit]]

    def _build(self, stems: tuple[str, ...]) -> _Candidate:
        (text, forms), _ = min(self._written[stems].items(), key=lambda each: (-each[1], each[0]))
        return _Candidate(stems, forms, text, frozenset(self._articles[stems]))


def compute_log_likelihood(count: int, read: int, total: int, size: int) -> float:
    """Return G² of a term in `count` of the articles read, and in `total` of all `size`.

    >>> compute_log_likelihood(5, 10, 500, 1_000)  # as often as elsewhere
    0.0
    >>> compute_log_likelihood(9, 10, 20, 1_000) > compute_log_likelihood(9, 10, 200, 1_000) > 10.83
    True
    """
    others = max(size - read, 0)
    elsewhere = min(total - count, others)
    rows = (count, read - count, elsewhere, others - elsewhere)
    all_of_them = read + others
    having = count + elsewhere
    expected = [part * whole / all_of_them for part in (read, others)
                for whole in (having, all_of_them - having)]
    return 2 * sum(seen * log(seen / mean) for seen, mean in zip(rows, expected) if seen)


def _is_content(token: Token) -> bool:
    return (token.form not in FUNCTION_WORDS and len(token.stem) > 1
            and any(map(str.isalpha, token.stem)))


def _list_names(tokens: Sequence[Token], text: str) -> Iterator[list[Token]]:
    """Yield the runs of two to five words with capitals, without a function word at the front."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token and text[token.start].isupper() and (
                not run or text[run[-1].end:token.start] == " "):
            run.append(token)
            continue
        yield from _cut_name(run)
        run = [token] if token and text[token.start].isupper() else []


def _cut_name(run: list[Token]) -> Iterator[list[Token]]:
    while run and not _is_content(run[0]):
        run = run[1:]
    if len(run) in _NAME_WORDS:
        yield run


def _stands_inside(word: _Candidate, names: Sequence[_Candidate]) -> bool:
    """Return whether a word hardly stands outside names."""
    within = frozenset[int]().union(*[
        name.articles for name in names if word.stems[0] in name.stems])
    return len(word.articles & within) >= _INSIDE_NAME * len(word.articles)


def _build_term(
    query: Query, candidate: _Candidate, score: float, total: int
) -> SignificantTerm:
    kind = TermKind.NAME if len(candidate.stems) > 1 else TermKind.WORD
    written = " ".join(candidate.forms)
    narrower = _narrow(query.text, f'"{written}"' if kind is TermKind.NAME else written)
    return SignificantTerm(candidate.text, kind, score, len(candidate.articles), total, narrower)


def _narrow(text: str, term: str) -> str | None:
    """Return a query that also requires a term: before the others, whose quotes may be open.

    >>> _narrow("banjir", "tanggul"), _narrow("a OR b", '"kali progo"')
    ('+tanggul banjir', '+"kali progo" (a OR b)')
    """
    grouped = f"({text})" if not _ALTERNATIVES.isdisjoint(text.split()) else text
    narrower = f"+{term} {grouped}".rstrip()
    return narrower if len(narrower) <= MAX_LENGTH else None
