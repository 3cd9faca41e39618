"""How well words stand with the others of a query: the more articles have them side by side.

People mostly type words that belong together. So articles that have a correction right next to the
neighbours of the misspelt word say most about what was meant. Those that have it near them say
less. Those that merely have all words somewhere say little: common words stand in any article.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from search.engine import Engine
from search.query import And, Node, Phrase, Term
from search.suggestions.rewriting import QueryWord

_BESIDE, _NEAR, _SOMEWHERE = 1.0, 0.3, 0.03
"""What an article counts that has two words side by side, near each other, or all words."""

_NEAR_SLOP = 4
"""How many other words may stand between two that are near each other, in any order."""

_ANYWHERE = 0.0001
"""What an article counts that has a word without the others."""

Replacements = Mapping[QueryWord, str]
"""The terms that are looked for in place of some words of a query."""


class Context:
    """Weighs words by their neighbours in a query, as far as some articles have these."""

    def __init__(self, engine: Engine, counts: Mapping[QueryWord, int]) -> None:
        """Take the words of a query in order, each with the number of articles that have it."""
        self._engine = engine
        self._counts = counts
        self._most = max(counts.values(), default=0)
        self._counted: dict[Node, int] = {}
        self._articles: dict[Term, int] = {}

    def count_terms(self, every: Iterable[Replacements]) -> None:
        """Count the articles that have each of some terms, all at once, for `bound`.

        Where the query has words that some articles have, more than have any of these tell nothing.
        """
        terms = dict.fromkeys(
            self._find_term(word, replacements) for replacements in every for word in replacements)
        new = [term for term in terms if term not in self._articles]
        enough = [self._most] * len(new) if self._most else None
        self._articles |= zip(new, self._engine.count_articles(new, enough) if new else ())

    def bound(self, terms: Replacements) -> float:
        """Return the most that `weigh` can return, without evaluating a query."""
        others = [count for word, count in self._counts.items() if count and word not in terms]
        if self._most and not others:
            return float("inf")
        own = [self._articles.get(self._find_term(word, terms)) for word in terms]
        known = [count for count in (*others, *own) if count is not None]
        return self._bound_by(min(known), terms) if known else float("inf")

    def bound_together(self, terms: Replacements) -> float:
        """Return the most that `weigh` can return: all articles have the words side by side."""
        articles = self._count_together(terms)
        return self._bound_by(articles, terms) if articles else self.weigh(terms)

    def weigh(self, terms: Replacements) -> float:
        """Return how many articles some terms and their neighbours are worth together."""
        articles = self._count_together(terms)
        if not articles:
            return _ANYWHERE * min(self._count(self._find_term(word, terms)) for word in terms)
        return _SOMEWHERE * articles + sum(map(self._weigh_pair, self._list_pairs(terms)))

    def find_share(self, word: QueryWord, term: str, with_form: int) -> float:
        """Return which share of the articles with this term have one of its forms.

        `with_form` is the number of articles that have the form.
        """
        articles = self._count(self._find_term(word, {word: term}))
        return min(with_form / articles, 1.0) if articles else 1.0

    def _weigh_pair(self, pair: tuple[Term, Term]) -> float:
        one, other = pair
        run = Phrase((one.term, other.term), None, one.channel, one.field)
        near = self._count(replace(run, slop=_NEAR_SLOP))
        return _NEAR * near + _BESIDE * (self._count(run) if near else 0)

    def _bound_by(self, articles: int, terms: Replacements) -> float:
        return articles * (_SOMEWHERE + (_BESIDE + _NEAR) * len(self._list_pairs(terms)))

    def _count_together(self, terms: Replacements) -> int:
        """Return how many articles have some terms and all other known words of the query."""
        found = tuple([self._find_term(word, terms) for word in self._counts
                       if self._is_known(word, terms)])
        return self._count(And(found) if len(found) > 1 else found[0])

    def _list_pairs(self, terms: Replacements) -> list[tuple[Term, Term]]:
        """Return the neighbours that are looked for alike, where one of them is replaced."""
        pairs = [
            (self._find_term(one, terms), self._find_term(other, terms))
            for one, other in pairwise(self._counts)
            if self._is_known(one, terms) and self._is_known(other, terms)
            and (one in terms or other in terms)]
        return [(one, other) for one, other in pairs
                if (one.channel, one.field) == (other.channel, other.field)]

    def _is_known(self, word: QueryWord, terms: Replacements) -> bool:
        return word in terms or self._counts[word] > 0

    def _find_term(self, word: QueryWord, terms: Replacements) -> Term:
        return Term(terms.get(word, word.term), word.channel, word.leaf.field)

    def _count(self, node: Node) -> int:
        if node not in self._counted:
            self._counted[node], = self._engine.count_articles([node])
        return self._counted[node]
