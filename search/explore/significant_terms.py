"""Significant terms: what sets the articles that a query finds apart from the rest of the archive.

A term is a word or a name. Its score is the log-likelihood ratio G² (Dunning, Accurate Methods for
the Statistics of Surprise and Coincidence, 1993) of four numbers: how many of the articles read
have it, how many of them do not, and the same for all other articles. Where a term has nothing to
do with the query, G² exceeds MIN_SCORE once in a thousand times. Only terms that are more frequent
in the articles read than in the others are listed.

Read are the beginnings of the first MAX_TERM_ARTICLES hits, one of each story. Function words and
what the query itself looks for are left out, and words that hardly stand outside a listed name.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from heapq import nlargest
from math import log
from typing import Any, NamedTuple

from search import budget
from search.analysis import Analyzer
from search.budget import Omission
from search.engine import Engine, Request
from search.explore.candidate_terms import CandidateTerm, CandidateTerms
from search.page import Page
from search.query import MAX_PAGE_SIZE, STORY, Everything, Phrase, Query, Sort, Term
from search.syntax import MAX_LENGTH

MAX_TERM_ARTICLES = MAX_PAGE_SIZE
"""Articles that are read."""

MAX_TERMS = 100

MIN_SCORE = 10.83
"""The chi-squared value with one degree of freedom at p = 0.001."""

_COUNTED_TOGETHER = 200
"""Words whose articles are counted before the least score that matters is worked out again."""

_NAMES_TOGETHER = 10
"""Names whose articles are counted before it is asked whether there is time for more."""

_LIMITS = 256
"""Numbers of articles that are tried as the one from which on a word has too low a score."""

_ROUNDED = 1 - 1e-9
"""What is left of a score so that rounding keeps no word out."""

_ALTERNATIVES = frozenset(("OR", "ATAU", "|"))

_INSIDE_NAME = 0.8
"""The share of a word's articles with it in a listed name, from which on it is left out."""


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


class _Rated(NamedTuple):
    """A term with its score, and how many articles have it."""

    term: CandidateTerm
    score: float
    total: int


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
        articles = [hit.article for hit in page.hits]
        gathered = CandidateTerms(articles, self._analyzer, self._list_own_stems(page))
        size = budget.attempt(Omission.TERMS, self._count_all, 0)
        names = gathered.list_names()
        found = [*_rate(names, self._count_names(names), len(articles), size)]
        within = _find_within([each.term for each in found], gathered)
        words = [word for word in gathered.list_words()
                 if not _stands_inside(word, within, gathered)]
        found += self._rate_words(words, [each.score for each in found], len(articles), size, limit)
        terms = tuple([_build_term(page.query, *each) for each in _select(found, limit, gathered)])
        return SignificantTerms(page.query, page.articles, len(articles), terms)

    def _list_own_stems(self, page: Page) -> set[str]:
        texts = [page.query.text]
        for each in page.equivalents:
            texts += [each.text, *each.writings]
        return {token.stem for text in texts for token in self._analyzer.tokenize(text)}

    def _rate_words(
        self, words: Sequence[CandidateTerm], scores: list[float], read: int, size: int, limit: int
    ) -> list[_Rated]:
        """Return the significant words that may come among the first `limit` terms.

        `scores` are those of the other terms.
        """
        rated: list[_Rated] = []
        for first in range(0, len(words), _COUNTED_TOGETHER):
            some = words[first:first + _COUNTED_TOGETHER]
            best = nlargest(limit, [*scores, *(each.score for each in rated)])
            least = best[-1] * _ROUNDED if len(best) == limit else MIN_SCORE
            totals = self._count_words(some, _find_limits(some, read, size, least))
            rated += _rate(some, totals, read, size)
            if not totals:
                break
        return rated

    def _count_words(
        self, words: Sequence[CandidateTerm], enough: Sequence[int]
    ) -> Sequence[int]:
        """Return how many articles have each word, or `enough`; none if there is no time."""
        terms = [Term(word.stems[0]) for word in words]
        nothing: Sequence[int] = ()
        return budget.attempt(
            Omission.TERMS, lambda: self._engine.count_articles(terms, enough), nothing)

    def _count_names(self, names: Sequence[CandidateTerm]) -> Sequence[int]:
        """Return how many articles have each name, or the first ones for which there is time."""
        phrases, totals = [Phrase(name.stems) for name in names], list[int]()

        def count_some() -> None:
            for first in range(0, len(phrases), _NAMES_TOGETHER):
                totals.extend(self._engine.count_articles(phrases[first:first + _NAMES_TOGETHER]))

        budget.attempt(Omission.TERMS, count_some, None)
        return totals

    def _count_all(self) -> int:
        return self._engine.match(Request(Everything(), limit=0)).total


def _rate(
    candidates: Sequence[CandidateTerm], totals: Sequence[int], read: int, size: int
) -> Iterator[_Rated]:
    """Yield the significant ones with their score and how many articles have them."""
    for candidate, total in zip(candidates, totals):
        total = max(total, candidate.count)
        if candidate.count * size > total * read:
            score = compute_log_likelihood(candidate.count, read, total, size)
            if score >= MIN_SCORE:
                yield _Rated(candidate, score, total)


def _find_limits(
    words: Sequence[CandidateTerm], read: int, size: int, least: float
) -> list[int]:
    """Return for each word a number of articles with which its score is below `least`."""
    limits: dict[int, int] = {}
    for count in {word.count for word in words}:
        expected = count * size // read + 1
        totals = range(count, expected, max(expected // _LIMITS, 1))
        place = bisect_left(totals, True, key=lambda total: (
            compute_log_likelihood(count, read, total, size) < least))
        limits[count] = totals[place] if place < len(totals) else expected
    return [limits[word.count] for word in words]


def _select(
    found: Sequence[_Rated], limit: int, gathered: CandidateTerms
) -> list[tuple[_Rated, str, tuple[str, ...]]]:
    """Return the terms with the highest scores, as they are written, in the order of that."""
    least = min(nlargest(limit, [each.score for each in found]), default=0.0)
    written = [(each, *gathered.find_writing(each.term)) for each in found if each.score >= least]
    written.sort(key=lambda each: (-each[0].score, each[1]))
    return written[:limit]


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
    rest = all_of_them - having
    products = (read * having, read * rest, others * having, others * rest)
    likelihood = 0.0
    for seen, product in zip(rows, products):
        if seen:
            likelihood += seen * log(seen / (product / all_of_them))
    return 2 * likelihood


def _find_within(
    names: Sequence[CandidateTerm], gathered: CandidateTerms
) -> dict[str, frozenset[int]]:
    """Return the articles that have each stem in a name."""
    within: dict[str, frozenset[int]] = {}
    for name in names:
        articles = gathered.find_articles(name.rows)
        within |= {stem: within.get(stem, articles) | articles for stem in name.stems}
    return within


def _stands_inside(
    word: CandidateTerm, within: Mapping[str, frozenset[int]], gathered: CandidateTerms
) -> bool:
    """Return whether a word hardly stands outside names, by the articles that have it in one."""
    named = within.get(word.stems[0])
    if named is None:
        return False
    return len(gathered.find_articles(word.rows) & named) >= _INSIDE_NAME * word.count


def _build_term(
    query: Query, rated: _Rated, text: str, forms: tuple[str, ...]
) -> SignificantTerm:
    kind = TermKind.NAME if len(forms) > 1 else TermKind.WORD
    written = " ".join(forms)
    narrower = _narrow(query.text, f'"{written}"' if kind is TermKind.NAME else written)
    return SignificantTerm(text, kind, rated.score, rated.term.count, rated.total, narrower)


def _narrow(text: str, term: str) -> str | None:
    """Return a query that also requires a term: before the others, whose quotes may be open.

    >>> _narrow("banjir", "tanggul"), _narrow("a OR b", '"kali progo"')
    ('+tanggul banjir', '+"kali progo" (a OR b)')
    """
    grouped = f"({text})" if not _ALTERNATIVES.isdisjoint(text.split()) else text
    narrower = f"+{term} {grouped}".rstrip()
    return narrower if len(narrower) <= MAX_LENGTH else None
