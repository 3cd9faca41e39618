"""Which queries may have been meant, and how many hits each has: those that find more than one that
finds hardly anything, and those that write out an acronym of several meanings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import NamedTuple

from search.analysis import Analyzer
from search.engine import Engine, Request
from search.errors import QuerySyntaxError
from search.interpret import Equivalents, interpret
from search.page import Page, Suggestion, SuggestionKind, WordCount
from search.query import STORY, Channel, Query, Term
from search.suggestions.rewriting import (
    QueryWord,
    drop_leaves,
    has_phrase,
    list_query_words,
    replace_words,
    unquote,
    write_out,
)
from search.suggestions.spelling import Correction, list_corrections, score_correction
from search.syntax import Node, parse
from search.syntax.ast import Mode

SMALL_TOTAL = 3
"""Hits with all words up to which a query finds hardly anything."""

MAX_SUGGESTIONS = 3

_MAX_COUNTED = 8
"""Words of a query that are counted one by one."""

_MAX_EXPANDED = 6
"""Long forms of acronyms that are counted."""

_MAX_SPELLINGS = 2
"""Suggestions that change the spelling; the others leave room for what else may help."""

_MAX_CORRECTED = 3
"""Words that are corrected together. More are no slip."""

_MAX_RARE = 4
"""Words of the query that are compared with far commoner ones, the rarest first."""

_TRIED = {1: 12, 2: 4, 3: 3}
"""Corrections of each word that are counted, by how many are corrected together."""

_FAR_COMMONER, _ALONE = 10, 100
"""How many times more articles must have another word than one that was typed and that some have,
if it stands beside other words, or alone. It must find as many times more hits, too."""

_SMALL_COST = 1.0
"""What it costs at most to take a word for another that some articles have."""


class _Count(NamedTuple):
    """The hits of a query that have all its words, and all hits that it shows."""

    with_all_words: int
    total: int


class _Spelling(NamedTuple):
    """A query in another spelling, with what speaks for it."""

    score: float
    suggestion: Suggestion


class Suggester:
    """Suggests queries in the words that the articles have; looks for each correction once.

    To be used for one page, since articles may change.
    """

    def __init__(
        self, engine: Engine, analyzer: Analyzer, equivalents: Equivalents | None = None
    ) -> None:
        """Suggest in the words of an engine; `equivalents` are looked for as in the query."""
        self._engine = engine
        self._analyzer = analyzer
        self._equivalents = equivalents
        self._corrections: dict[QueryWord, list[Correction]] = {}

    def suggest(self, page: Page) -> tuple[Suggestion, ...]:
        """Return the queries that may have been meant, the likeliest first.

        Only for the first page. Those that write an acronym out have hits; the others find more
        than the query did, of which at most SMALL_TOTAL hits have all words. Each is counted with
        the same filters, but for the one that leaves them out.
        """
        if page.query.page > 1:
            return ()
        tree = page.parsed.tree
        if tree is None:
            return tuple(self._unfilter(page))
        words = list_query_words(tree, self._analyzer)
        expanded = self._expand(page, tree, words)
        if count_full_hits(page) > SMALL_TOTAL:
            return _keep_different(expanded)
        spellings, others = self._find_more(page, tree, words)
        return _keep_different([*spellings, *expanded, *others])

    def _find_more(
        self, page: Page, tree: Node, words: Sequence[QueryWord]
    ) -> tuple[list[Suggestion], Iterator[Suggestion]]:
        """Return the queries in other spellings that find more than a page, and the others."""
        found = count_full_hits(page)
        counts = {word: self._count_articles(word) for word in words}
        missing = [word for word in words if not counts[word]]
        few = page.match != "most" or page.total <= SMALL_TOTAL
        spellings = list(self._correct_missing(page.query, tree, missing, found))
        if few and not spellings:
            spellings = list(self._correct_rare(page.query, tree, counts, found))
        best = sorted(spellings, key=lambda each: -each.score)[:_MAX_SPELLINGS]
        others = self._list_others(page, tree, missing, found)
        return [each.suggestion for each in best], others

    def _expand(
        self, page: Page, tree: Node, words: Sequence[QueryWord]
    ) -> Iterator[Suggestion]:
        """Yield the query with each long form of an acronym of several meanings, if it has hits.

        However many it has: only the person who asks knows which meaning is wanted.
        """
        offered = {each.text: each.writings for each in page.equivalents if not each.applied}
        pairs = [(word, long) for word in words if word.leaf.mode is Mode.STEM
                 for long in offered.get(word.leaf.text[word.start:word.end], ())]
        for word, long in islice(pairs, _MAX_EXPANDED):
            other = write_out(tree, word, long)
            yield from self._offer(SuggestionKind.EXPAND, page.query, other, found=0)

    def count_words(self, page: Page) -> tuple[WordCount, ...]:
        """Return the first words of a page's query, each with its number of articles."""
        if page.parsed.tree is None:
            return ()
        words = list_query_words(page.parsed.tree, self._analyzer)[:_MAX_COUNTED]
        return tuple([WordCount(word.leaf.text[word.start:word.end], self._count_articles(word))
                      for word in words])

    def _count_articles(self, word: QueryWord) -> int:
        """Return how many articles have a word of the query, whatever the filters."""
        term = Term(word.term, word.channel, word.leaf.field)
        return self._engine.match(Request(term, limit=0)).total

    def _count_form(self, word: QueryWord) -> int:
        """Return how many articles have a word of the query just as it was typed."""
        term = Term(word.form, Channel.FORM, word.leaf.field)
        return self._engine.match(Request(term, limit=0)).total

    def _correct_missing(
        self, query: Query, tree: Node, missing: Sequence[QueryWord], found: int
    ) -> Iterator[_Spelling]:
        """Yield the queries with words that some articles have for all those that none has."""
        if 0 < len(missing) <= _MAX_CORRECTED:
            options = [self._correct(word) for word in missing]
            yield from self._spell_each(query, tree, missing, options, found)

    def _correct_rare(
        self, query: Query, tree: Node, counts: Mapping[QueryWord, int], found: int
    ) -> Iterator[_Spelling]:
        """Yield the queries with a far commoner word for one of their own, and for all missing."""
        missing = [word for word in counts if not counts[word]]
        if len(missing) >= _MAX_CORRECTED:
            return
        times = _FAR_COMMONER if len(counts) > 1 else _ALONE
        options = [self._correct(word) for word in missing]
        rare = [word for word in sorted(counts, key=counts.__getitem__) if counts[word]]
        for word in rare[:_MAX_RARE]:
            count = self._count_form(word)
            commoner = [each for each in self._correct(word) if each.cost <= _SMALL_COST
                        and not each.is_function_word and each.articles >= times * count]
            yield from self._spell_each(
                query, tree, [*missing, word], [*options, commoner], max(times * found, 1) - 1)

    def _spell_each(
        self, query: Query, tree: Node, words: Sequence[QueryWord],
        options: Sequence[Sequence[Correction]], found: int,
    ) -> Iterator[_Spelling]:
        """Yield the queries with corrections in all of some words."""
        tried = _TRIED[len(words)]
        for corrections in product(*[option[:tried] for option in options]):
            yield from self._spell(query, tree, dict(zip(words, corrections)), found)

    def _correct(self, word: QueryWord) -> list[Correction]:
        if word not in self._corrections:
            self._corrections[word] = list_corrections(word, self._engine, self._analyzer)
        return self._corrections[word]

    def _spell(
        self, query: Query, tree: Node, corrections: Mapping[QueryWord, Correction], found: int
    ) -> Iterator[_Spelling]:
        """Yield the query with some words corrected, if it finds more than so many hits."""
        words = {word: correction.form for word, correction in corrections.items()}
        text = str(replace_words(tree, words))
        count = self._count(replace(query, text=text))
        if count.with_all_words > found and count.total:
            cost = sum(correction.cost for correction in corrections.values())
            tells = not any(correction.is_function_word for correction in corrections.values())
            yield _Spelling(
                score_correction(count.with_all_words if tells else 1, cost),
                Suggestion(SuggestionKind.SPELLING, replace(query, text=text), count.total))

    def _list_others(
        self, page: Page, tree: Node, missing: Sequence[QueryWord], found: int
    ) -> Iterator[Suggestion]:
        """Yield the query without quotes, without filters, without words that no article has.

        The last only if it is not what the page shows already.
        """
        query = replace(page.query, page=1)
        if has_phrase(tree):
            yield from self._offer(SuggestionKind.UNQUOTE, query, unquote(tree), found)
        yield from self._unfilter(page)
        if missing:
            rest = drop_leaves(tree, {word.leaf for word in missing})
            offered = self._offer(SuggestionKind.DROP, query, rest, found)
            yield from (each for each in offered if each.total != page.total)

    def _unfilter(self, page: Page) -> Iterator[Suggestion]:
        """Yield the query without filters, if these leave few hits or none."""
        query = replace(page.query, selected={}, since=None, until=None, page=1)
        if query.filters != page.query.filters and page.total <= SMALL_TOTAL:
            total = self._count(query, relaxes=True).total
            if total > page.total:
                yield Suggestion(SuggestionKind.UNFILTER, query, total)

    def _offer(
        self, kind: SuggestionKind, query: Query, tree: Node | None, found: int
    ) -> Iterator[Suggestion]:
        """Yield a query if more than so many hits have all its words."""
        if tree is None:
            return
        other = replace(query, text=str(tree))
        count = self._count(other)
        if count.with_all_words > found:
            yield Suggestion(kind, other, count.total)

    def _count(self, query: Query, relaxes: bool = False) -> _Count:
        """Count what a query finds; nothing if it exceeds a limit.

        Only if it `relaxes` does any of its words suffice where no article has enough of them.
        """
        try:
            reading = interpret(parse(query.text), self._analyzer, self._equivalents)
        except QuerySyntaxError:
            return _Count(0, 0)
        matches = self._engine.match(Request(
            reading.node, all_words=reading.all_words, relaxed=reading.relaxed if relaxes else None,
            filters=query.filters, limit=0, collapse=query.collapse == STORY))
        every = matches.with_all_words
        return _Count(matches.total if every is None else every, matches.total)


def count_full_hits(page: Page) -> int:
    """Return how many hits of a page's query have all its words."""
    if page.match == "any":
        return 0
    return page.total if page.with_all_words is None else page.with_all_words


def _keep_different(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the first suggestions, each query once."""
    different: dict[tuple[str, bool], Suggestion] = {}
    for each in suggestions:
        different.setdefault((each.query.text, each.kind is SuggestionKind.UNFILTER), each)
        if len(different) == MAX_SUGGESTIONS:
            break
    return tuple(different.values())
