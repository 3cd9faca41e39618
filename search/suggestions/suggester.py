"""Which queries may have been meant, and how many hits each has: those that find more than one that
finds hardly anything, and those that write out an acronym of several meanings."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, islice

from search.analysis import Analyzer
from search.engine import Engine, Request
from search.errors import QuerySyntaxError
from search.interpret import Equivalents, Reading, interpret
from search.interpret.function_words import FUNCTION_WORDS, QUESTION_WORDS
from search.page import Page, Suggestion, SuggestionKind, WordCount
from search.query import STORY, Node, Query, Term
from search.suggestions.corrector import FEW, MAX_CORRECTED, SMALL, Corrector, Likely
from search.suggestions.rewriting import (
    QueryWord,
    drop_leaves,
    has_phrase,
    keep_others,
    list_query_words,
    replace_words,
    unquote,
    write_out,
)
from search.syntax import Node as SyntaxNode
from search.syntax import parse
from search.syntax.ast import Mode, Word

SMALL_TOTAL = SMALL
"""Hits with all words up to which a query finds hardly anything."""

_MANY_TIMES = 20
"""How many times more hits another spelling must have, where up to FEW hits have all words."""

MAX_SUGGESTIONS = 3

_MAX_COUNTED = 8
"""Words of a query that are counted one by one."""

_MAX_EXPANDED = 6
"""Long forms of acronyms that are counted."""

_MAX_SPELLINGS = 2
"""Suggestions that change the spelling; the others leave room for what else may help."""

_NEARLY_AS_LIKELY = 2.0
"""How much lower the score of a second spelling may be: see score_correction."""

_SHORTEST_HALF, _MAX_PARTED = 3, 24
"""Letters of each of the words that were typed as one, and of all at most."""

_MAX_EVALUATED = 6
"""Queries in other spellings that are counted, the likeliest of all."""


class Suggester:
    """Suggests queries in the words that the articles have."""

    def __init__(
        self, engine: Engine, analyzer: Analyzer, equivalents: Equivalents | None = None
    ) -> None:
        """Suggest in the words of an engine; `equivalents` are looked for as in the query."""
        self._engine = engine
        self._analyzer = analyzer
        self._equivalents = equivalents

    def suggest(self, page: Page) -> tuple[Suggestion, ...]:
        """Return the queries that may have been meant, the likeliest first.

        Only for the first page. Those that write an acronym out have hits; the others find more
        than the query did, of which at most SMALL_TOTAL hits have all words, or far more than up to
        FEW. Each is counted with the same filters, except for the one that leaves them out.
        """
        if page.query.page > 1:
            return ()
        tree = page.parsed.tree
        if tree is None:
            return tuple(self._unfilter(page))
        words = list_query_words(tree, self._analyzer)
        expanded = self._expand(page, tree, words)
        found = count_full_hits(page)
        if found > SMALL_TOTAL:
            slips = self._find_slips(page, tree, words) if found <= FEW else []
            return _keep_different([*slips, *expanded])
        spellings, others = self._find_more(page, tree, words)
        return _keep_different([*spellings, *expanded, *others])

    def _find_slips(
        self, page: Page, tree: SyntaxNode, words: Sequence[QueryWord]
    ) -> list[Suggestion]:
        """Return the query with a rare word in a likelier spelling, which finds far more."""
        if not self._has_rare(words):
            return []
        counts = dict(zip(words, self._count_articles(words)))
        corrector = Corrector.of_slips(self._engine, self._analyzer, counts)
        least = _MANY_TIMES * count_full_hits(page)
        every = corrector.correct_rare(
            lambda word: self._may_find(page.query, tree, words, (word,), least))
        return self._spell(page.query, tree, every, least)

    def _has_rare(self, words: Sequence[QueryWord]) -> bool:
        """Return whether some articles, but few, have one of the words.

        Counting stops early, so frequent words take no look at their articles.
        """
        counts = self._count_articles(words, enough=FEW + 1)
        return any([0 < count <= FEW for count in counts])

    def _find_more(
        self, page: Page, tree: SyntaxNode, words: Sequence[QueryWord]
    ) -> tuple[list[Suggestion], Iterator[Suggestion]]:
        """Return the queries in other spellings that find more than a page, and the others."""
        found = count_full_hits(page)
        few = page.match != "most" or page.total <= SMALL_TOTAL
        if not few and all(self._count_articles(words, enough=1)):
            return [], self._list_others(page, tree, (), found)
        counts = self._count_as_read(words)
        missing = [word for word in counts if not counts[word]]
        corrector = Corrector(self._engine, self._analyzer, counts)

        def may_help(*rare: QueryWord) -> bool:
            return self._may_find(page.query, tree, words, (*missing, *rare), found)

        is_worth = 0 < len(missing) <= MAX_CORRECTED and may_help()
        spellings = (self._spell(page.query, tree, corrector.correct_missing(), found)
                     if is_worth else [])
        if few and not spellings:
            likelier = corrector.correct_rare(may_help)
            spellings = self._spell(page.query, tree, likelier, found)
        if is_worth and not spellings:
            spellings = self._part_or_drop(page.query, tree, corrector, missing, found)
        return spellings, self._list_others(page, tree, missing, found)

    def _part_or_drop(
        self, query: Query, tree: SyntaxNode, corrector: Corrector, missing: Sequence[QueryWord],
        found: int,
    ) -> list[Suggestion]:
        """Return the query with a word that no article has in parts, or corrected without the
        others that none has."""
        parted = self._part(query, tree, missing, found)
        if parted or len(missing) < 2:
            return parted
        every = (self._spell_one(query, tree, corrector, word, {*missing} - {word}, found)
                 for word in missing)
        return list(islice(chain.from_iterable(every), _MAX_SPELLINGS))

    def _may_find(
        self, query: Query, tree: SyntaxNode, words: Sequence[QueryWord],
        changed: Collection[QueryWord], found: int,
    ) -> bool:
        """Return whether a query can have more than so many hits with some of its words changed.

        It cannot if the others have no more. The neighbours of changed words do not count: they may
        be one word with them (*sapu tangan*), or an acronym (KPK).
        """
        left_out = _list_beside(words, changed)
        if all(_never_decides(word) for word in words if word not in left_out):
            return True
        others = keep_others(tree, {word.leaf for word in left_out})
        reading = self._interpret(replace(query, text=str(others))) if others else None
        return not reading or self._count(query, reading.all_words or reading.node) > found

    def _count_as_read(self, words: Sequence[QueryWord]) -> dict[QueryWord, int]:
        """Return how many articles have each word, in other spellings where none has it as typed.

        An article with *sapu tangan* has what `saputangan` asks for. If the word is not in the
        dictionary, a few articles prove nothing: `mausia` is read as *mau sia-sia*, too.
        """
        counts = dict(zip(words, self._count_articles(words)))
        for word in counts:
            if not counts[word]:
                leaf = Word(word.leaf.text[word.start:word.end], word.leaf.mode, word.leaf.field)
                count = self._count_all(leaf)
                if count > FEW or self._analyzer.is_root(word.form):
                    counts[word] = count
        return counts

    def _count_all(self, tree: SyntaxNode) -> int:
        """Return how many articles a tree finds, whatever the filters."""
        node = interpret(tree, self._analyzer, self._equivalents).node
        return self._engine.match(Request(node, limit=0)).total

    def _spell_one(
        self, query: Query, tree: SyntaxNode, corrector: Corrector, word: QueryWord,
        others: Set[QueryWord], found: int,
    ) -> list[Suggestion]:
        """Return the query with a word corrected that no article has, and without the others."""
        rest = drop_leaves(tree, {each.leaf for each in others} - {word.leaf})
        every = corrector.without(others).correct_missing()
        return self._spell(query, rest, every, found) if rest else []

    def _part(
        self, query: Query, tree: SyntaxNode, missing: Sequence[QueryWord], found: int
    ) -> list[Suggestion]:
        """Return the query with a word that no article has as two or three that articles have.

        The other words that no article has are corrected at the same time.
        """
        for word in missing:
            parts = self._find_parts(word.form)
            parted = replace_words(tree, {word: " ".join(parts)}) if parts else None
            if parted is None:
                continue
            counts = self._count_as_read(list_query_words(parted, self._analyzer))
            corrector = Corrector(self._engine, self._analyzer, counts)
            spelled = (self._spell(query, parted, corrector.correct_missing(), found)
                       if len(missing) > 1 else
                       list(self._offer(SuggestionKind.SPELLING, query, parted, found)))
            if spelled:
                return spelled
        return []

    def _find_parts(self, form: str) -> tuple[str, ...]:
        """Return the two words that a form is written of, or three, those in most articles."""
        if not (form.isalpha() and len(form) <= _MAX_PARTED):
            return ()
        places = range(_SHORTEST_HALF, len(form) - _SHORTEST_HALF + 1)
        firsts = self._count_forms([form[:place] for place in places])
        lasts = self._count_forms([form[place:] for place in places])
        least, place = max(zip(map(min, firsts, lasts), places), default=(0, 0))
        if least:
            return form[:place], form[place:]
        pairs = [(one, other) for one, count in zip(places, firsts) if count
                 for other, rest in zip(places, lasts) if rest and other - one >= _SHORTEST_HALF]
        middles = self._count_forms([form[one:other] for one, other in pairs])
        least, (one, other) = max(zip(middles, pairs), default=(0, (0, 0)))
        return (form[:one], form[one:other], form[other:]) if least else ()

    def _count_forms(self, forms: Sequence[str]) -> tuple[int, ...]:
        """Return how many articles have each of some words in any form."""
        return self._engine.count_articles([Term(self._analyzer.stem(form)) for form in forms])

    def _expand(
        self, page: Page, tree: SyntaxNode, words: Sequence[QueryWord]
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

    def count_words(self, page: Page, enough: int | None = None) -> tuple[WordCount, ...]:
        """Return the first words of a page's query, each with its number of articles.

        Of one that `enough` have, if that is given, the number may be too small, but is not less.
        """
        if page.parsed.tree is None:
            return ()
        words = list_query_words(page.parsed.tree, self._analyzer)[:_MAX_COUNTED]
        return tuple([WordCount(word.leaf.text[word.start:word.end], count)
                      for word, count in zip(words, self._count_articles(words, enough))])

    def _count_articles(
        self, words: Sequence[QueryWord], enough: int | None = None
    ) -> tuple[int, ...]:
        """Return how many articles have each of some words of a query, whatever the filters."""
        terms = [Term(word.term, word.channel, word.leaf.field) for word in words]
        return self._engine.count_articles(
            terms, None if enough is None else [enough] * len(terms))

    def _spell(
        self, query: Query, tree: SyntaxNode, every: Iterable[Likely], found: int
    ) -> list[Suggestion]:
        """Return the first corrected queries that find more than so many hits.

        The second only if it is nearly as likely as the first.
        """
        offered: list[tuple[float, Suggestion]] = []
        for score, corrections in islice(every, _MAX_EVALUATED):
            if offered and score < offered[0][0] - _NEARLY_AS_LIKELY:
                break
            other = replace_words(tree, {word: each.form for word, each in corrections})
            offered += [(score, each) for each in self._offer(
                SuggestionKind.SPELLING, query, other, found)]
            if len(offered) == _MAX_SPELLINGS:
                break
        return [each for _, each in offered]

    def _list_others(
        self, page: Page, tree: SyntaxNode, missing: Sequence[QueryWord], found: int
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
            reading = self._interpret(query)
            total = self._count(query, reading.node, reading.relaxed) if reading else 0
            if total > page.total:
                yield Suggestion(SuggestionKind.UNFILTER, query, total)

    def _offer(
        self, kind: SuggestionKind, query: Query, tree: SyntaxNode | None, found: int
    ) -> Iterator[Suggestion]:
        """Yield a query if more than so many hits have all its words.

        These are counted first: few queries have them, and to count the other hits takes longer.
        """
        if tree is None:
            return
        other = replace(query, text=str(tree))
        reading = self._interpret(other)
        if reading and self._count(query, reading.all_words or reading.node) > found:
            yield Suggestion(kind, other, self._count(query, reading.node))

    def _interpret(self, query: Query) -> Reading | None:
        """Return how a query is read; None if it exceeds a limit."""
        try:
            return interpret(parse(query.text), self._analyzer, self._equivalents)
        except QuerySyntaxError:
            return None

    def _count(self, query: Query, node: Node, relaxed: Node | None = None) -> int:
        """Count what a tree finds with the filters of a query, or another one if it finds nothing.
        """
        return self._engine.match(Request(
            node, relaxed=relaxed, filters=query.filters, limit=0,
            collapse=query.collapse == STORY)).total


def count_full_hits(page: Page) -> int:
    """Return how many hits of a page's query have all its words."""
    if page.match == "any":
        return 0
    return page.total if page.with_all_words is None else page.with_all_words


def _list_beside(
    words: Sequence[QueryWord], changed: Collection[QueryWord]
) -> set[QueryWord]:
    """Return the changed words of a query and their neighbours, except for question words.

    Without those the words behind them would be read in another way: *siapa nama*.
    """
    places = [nth for nth, word in enumerate(words) if word in changed]
    beside = {word for nth in places for word in words[max(nth - 1, 0):nth + 2]}
    return {word for word in beside if word in changed or word.form not in QUESTION_WORDS}


def _never_decides(word: QueryWord) -> bool:
    return word.form in FUNCTION_WORDS or word.form in QUESTION_WORDS


def _keep_different(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the first suggestions, each query once."""
    different: dict[tuple[str, bool], Suggestion] = {}
    for each in suggestions:
        different.setdefault((each.query.text, each.kind is SuggestionKind.UNFILTER), each)
        if len(different) == MAX_SUGGESTIONS:
            break
    return tuple(different.values())
