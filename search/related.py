"""Finds what else the archive has on the subject of an article, by its significant words.

The words of an article are weighed as BM25 weighs those of a query (Robertson and Walker,
Okapi/Keenbow at TREC-8, 1999): (k3 + 1) · q / (k3 + q) · ln(1 + (N − n + ½) / (n + ½)), where q
says how often the article has the word, n how many bodies do, and N how many articles there are.
The heaviest SIGNIFICANT_WORDS are its significant words, as many as Lucene's MoreLikeThis takes.
Function words, numbers and words of no other article are left out.

The similarity of another article is the share of their weight that its own words make up. It
depends on the words alone, so every engine finds the same. Less than MIN_SIMILARITY is chance.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import log

from search.analysis import Analyzer, TokenizedText
from search.article import Article
from search.engine import Engine, Match, Request
from search.fields import BODY
from search.interpret import FUNCTION_WORDS
from search.page import RelatedArticle, Story
from search.query import AtLeast, Everything, Node, Term

MAX_RELATED = 20

SIGNIFICANT_WORDS = 25
MIN_SHARED = 3
"""Significant words that a related article has at least. An article with fewer has none."""

MIN_SIMILARITY = 0.38

_MIN_SHARE = 0.2
"""The part of the significant words without which no article is as similar, or hardly any."""

_K3 = 7.0
"""How soon a word that is repeated has all its weight: the value of the source."""

_TITLE_COUNT = 2
"""Occurrences that one in the title counts as."""

_MAX_TEXT = 10_000
"""Code points of a title or body that are read: news says first what it is about."""


class RelatedFinder:
    """Finds articles related to one, of each other story the best."""

    def __init__(self, engine: Engine, match: Match, analyzer: Analyzer) -> None:
        self._engine = engine
        self._match = match
        self._analyzer = analyzer

    def find(self, article: Article, limit: int) -> tuple[RelatedArticle, ...]:
        """Return up to `limit` related articles, the most similar first.

        None is of the article's own story.
        """
        weights = self.weigh_words(article)
        if len(weights) < MIN_SHARED:
            return ()
        request = Request(_build_tree(weights), limit=2 * limit + 1, collapse=True)
        matches, articles = self._match(request)
        others = [(other, story) for other, story in zip(articles, matches.stories)
                  if not _is_same(article, other, story)]
        found = list(self._compare([other for other, _ in others], weights))
        related = [RelatedArticle(other, similarity, story)
                   for (other, story), similarity in zip(others, found)
                   if similarity >= MIN_SIMILARITY]
        return tuple(sorted(related, key=lambda each: -each.similarity)[:limit])

    def weigh_words(self, article: Article) -> dict[str, float]:
        """Return the stems of the significant words with their weights, the heaviest first."""
        title, body = self._analyzer.tokenize_all(
            [text[:_MAX_TEXT] for text in (article.title, article.body)])
        counts = Counter(_list_content(body))
        for stem in _list_content(title):
            counts[stem] += _TITLE_COUNT
        found = self._count_articles(counts)
        total = self._engine.match(Request(Everything(), limit=0)).total
        weights = {stem: _weigh(count, found[stem], total)
                   for stem, count in counts.items() if found[stem] > 1}
        heaviest = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
        return dict(heaviest[:SIGNIFICANT_WORDS])

    def _count_articles(self, stems: Collection[str]) -> dict[str, int]:
        """Return how many bodies have each stem; titles count too where hardly a body has it.

        To count both costs more, and common words stand in bodies anyway.
        """
        bodies = [Term(stem, field=BODY.name) for stem in stems]
        found = dict(zip(stems, self._engine.count_articles(bodies)))
        rare = [stem for stem, articles in found.items() if articles < 2]
        return found | dict(zip(rare, self._engine.count_articles(list(map(Term, rare)))))

    def _compare(
        self, articles: Sequence[Article], weights: Mapping[str, float]
    ) -> Iterator[float]:
        """Yield the similarity of each article; 0 if it shares fewer than MIN_SHARED words."""
        total = sum(weights.values())
        beginnings = [f"{each.title[:_MAX_TEXT]}\n\n{each.body[:_MAX_TEXT]}" for each in articles]
        for text in self._analyzer.tokenize_all(beginnings):
            shared = weights.keys() & text.distinct_stems()
            weight = sum(weights[stem] for stem in sorted(shared))
            yield weight / total if len(shared) >= MIN_SHARED else 0.0


def _list_content(text: TokenizedText) -> Iterator[str]:
    """Yield the stem of every word but function words, numbers and single letters."""
    for (_, stem), (_, form) in zip(text.terms(True), text.terms(False)):
        if form not in FUNCTION_WORDS and len(stem) > 1 and any(map(str.isalpha, stem)):
            yield stem


def _weigh(count: int, articles: int, total: int) -> float:
    """Return the weight of a word that stands `count` times in an article.

    >>> _weigh(4, 10, 1000) > _weigh(2, 10, 1000) > _weigh(2, 100, 1000) > 0
    True
    """
    rarity = log(1 + max(total - articles + 0.5, 0.5) / (articles + 0.5))
    return (_K3 + 1) * count / (_K3 + count) * rarity


def _build_tree(weights: Mapping[str, float]) -> Node:
    """Return what finds the articles that have enough of the words to be similar."""
    least = max(MIN_SHARED, round(_MIN_SHARE * len(weights)))
    return AtLeast(least, tuple([Term(stem) for stem in weights]))


def _is_same(article: Article, other: Article, story: Story | None) -> bool:
    """Return whether another article, of a story, is the article itself or of its story."""
    return other.id == article.id or (story is not None and article.id in story.articles)
