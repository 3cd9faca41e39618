"""What a person who types may go on to: phrases of titles, long forms of acronyms, outlets, titles.

All of it is counted or found when it is asked for, so removed articles leave no trace in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from search import budget
from search.analysis import Analyzer, Token, list_words
from search.budget import Omission
from search.engine import Engine, FrequentPhrase, Match, Request
from search.fields import OUTLET, TITLE
from search.interpret import Equivalents
from search.interpret.function_words import FUNCTION_WORDS
from search.page import Completion, CompletionKind
from search.query import And, Channel, Node, Phrase, Prefix, Term
from search.suggestions.last_part import LastPart, find_last_part

MAX_COMPLETIONS = 20

_MAX_OUTLETS = _MAX_TITLES = 2
"""Outlets and titles among the completions, if there are enough phrases."""

_MIN_TITLE_LENGTH = 3
"""Letters of the last word with which titles are looked for: fewer begin too many words."""

_MAX_WORDS = 10
"""Words of the longest text that is completed."""

_MAX_COUNTED = 6
"""Phrases that are counted together with the words before them: each takes up to half a ms."""

_MAX_LONG_FORMS = 3
"""Long forms that are counted, the shortest of all: each takes about a ms."""

_MAX_TYPICAL = 400
"""Frequent phrases among which typical ones are looked for."""


class Completer:
    """Completes what is typed with what the archive has."""

    def __init__(
        self, engine: Engine, match: Match, analyzer: Analyzer, equivalents: Equivalents
    ) -> None:
        self._engine = engine
        self._match = match
        self._analyzer = analyzer
        self._equivalents = equivalents

    def complete(self, text: str, limit: int) -> tuple[Completion, ...]:
        """Return up to `limit` completions: phrases, the most frequent first, outlets, titles.

        Capitals, accents and apostrophes make no difference. The last word may be unfinished; with
        a space behind it, it is whole. Of a query with operators its last part is completed.
        """
        last = find_last_part(text)
        tokens = self._analyzer.tokenize(last.words)
        forms = [token.form for token in list_words(tokens)]
        if not 0 < len(forms) <= _MAX_WORDS:
            return ()
        whole = last.words[-1].isspace()
        if last.before:
            completed = self._complete_last(last, forms, whole, limit)
            return tuple(self._keep_different(completed))
        joined = self._list_joined(last.words, tokens, limit)
        every = self._list_phrases(forms, whole, limit)
        if _find_hyphened(tokens):
            every = chain(joined, every)
        phrases = _list_some(islice(every, limit)) or _list_some(islice(joined, limit))
        outlets = _list_some(self._list_outlets(forms, whole))
        long = whole or len(forms[-1]) >= _MIN_TITLE_LENGTH
        titles = _list_some(self._list_titles(forms, whole)) if long else []
        kept = max(limit - len(outlets[:_MAX_OUTLETS]) - len(titles[:_MAX_TITLES]), 1)
        rest = [*outlets[:_MAX_OUTLETS], *titles[:_MAX_TITLES], *phrases[kept:],
                *outlets[_MAX_OUTLETS:], *titles[_MAX_TITLES:]]
        return tuple(self._keep_different([*phrases[:kept], *rest]))[:limit]

    def _complete_last(
        self, last: LastPart, forms: Sequence[str], whole: bool, limit: int
    ) -> Iterator[Completion]:
        """Yield a query with its last part completed to each phrase, or to outlets in their field.
        """
        found = (self._list_outlets(forms, whole) if last.field == OUTLET.name
                 else self._list_phrases(forms, whole, limit, last.together))
        for each in _list_some(islice(found, limit)):
            yield Completion(last.complete(each.text), CompletionKind.PHRASE, each.total)

    def _list_phrases(
        self, forms: Sequence[str], whole: bool, limit: int, together: bool = False
    ) -> Iterator[Completion]:
        """Yield the phrases that begin with all the words, then with the last two, or the last.

        Only with all of them if these are meant `together`.
        """
        typed, left = " ".join(forms), _MAX_COUNTED
        for skipped in sorted({0, max(len(forms) - 2, 0), len(forms) - 1} if not together else {0}):
            before, tail = forms[:skipped], " ".join(forms[skipped:]) + " " * whole
            if not left:
                return
            most = left if before else limit
            found = filter(_is_content, self._engine.frequent_phrases(tail, 2 * most))
            others = (each for each in found if each.text.split()[0] not in before)
            for phrase in islice(others, left if before else None):
                left -= bool(before)
                text = " ".join([*before, phrase.text])
                total = self._count(before, phrase.text) if before else phrase.articles
                if total and text != typed:
                    yield Completion(text, CompletionKind.PHRASE, total)
            if not before and (len(forms) > 1 or whole):
                long = self._list_long_forms(forms, whole)
                left -= len(long)
                yield from long

    def _list_long_forms(self, forms: Sequence[str], whole: bool) -> list[Completion]:
        """Return the long forms of acronyms that begin so, those in most articles first.

        Titles mostly have the acronym, *Menkeu*; the long form stands in the texts.
        """
        found = []
        every = self._equivalents.list_long_forms(forms, whole)
        for text in sorted(every, key=lambda text: len(text.split()))[:_MAX_LONG_FORMS]:
            run = Phrase(tuple(text.split()), None, Channel.FORM)
            if total := self._engine.match(Request(run, limit=0)).total:
                found.append(Completion(text, CompletionKind.PHRASE, total))
        return sorted(found, key=lambda each: -(each.total or 0))

    def _list_joined(self, text: str, tokens: Sequence[Token], limit: int) -> Iterator[Completion]:
        """Yield the phrases that begin with the last words written together: u-23 for u-2.

        What is typed stays as it is. A hyphen stands only where titles have one, or two words.
        """
        words = list_words(tokens)
        hyphened = _find_hyphened(tokens)
        start = hyphened.start if hyphened else words[-2:][0].start
        before = [word.form for word in words if word.end <= start]
        parts = [word.form for word in words[len(before):]]
        typed, rest = text[start:words[-1].end].lower(), text[words[-1].end:]
        form, head = "".join(parts), "".join(parts[:-1])
        found = self._engine.frequent_phrases(form + rest[:1], limit) if head else ()
        for phrase in islice(filter(_is_content, found), _MAX_COUNTED):
            apart = " ".join([*parts[:-1], phrase.text[len(head):]])
            total = self._count(before, apart if hyphened else phrase.text)
            if total and phrase.text != form:
                completed = " ".join([*before, typed + phrase.text[len(form):]])
                yield Completion(completed, CompletionKind.PHRASE, total)

    def _count(self, before: Sequence[str], phrase: str) -> int:
        """Return how many titles have some words and a phrase."""
        words = tuple(phrase.split())
        run: Node = (Phrase(words, None, Channel.FORM, TITLE.name) if len(words) > 1
                     else Term(words[0], Channel.FORM, TITLE.name))
        node = And((*_list_terms(before, TITLE.name), run))
        return self._engine.match(Request(node, limit=0)).total

    def _list_outlets(self, forms: Sequence[str], whole: bool) -> Iterator[Completion]:
        """Yield the outlets that have the words in their names, those of most articles first."""
        node = _begin(forms, whole, OUTLET.name)
        matches = self._engine.match(Request(node, limit=0, facets=("outlet",)))
        for bucket in matches.facets["outlet"]:
            if bucket.value is not None:
                yield Completion(str(bucket.value), CompletionKind.OUTLET, bucket.count)

    def _list_titles(self, forms: Sequence[str], whole: bool) -> Iterator[Completion]:
        """Yield the titles that have the words, the best first."""
        node = _begin(forms, whole, TITLE.name)
        _, articles = self._match(Request(node, limit=2 * _MAX_TITLES))
        for article in articles:
            yield Completion(article.title, CompletionKind.TITLE, None)

    def _keep_different(self, completions: Iterable[Completion]) -> Iterator[Completion]:
        """Yield what does not read like a completion before it."""
        seen: set[str] = set()
        for each in completions:
            words = list_words(self._analyzer.tokenize(each.text))
            joined = "".join([word.form for word in words])  # prabowogibran, of Prabowo-Gibran
            if joined not in seen:
                seen.add(joined)
                yield each


def _find_hyphened(tokens: Sequence[Token]) -> Token | None:
    """Return the last words together if a hyphen or a point joins them, u2 of u-2."""
    last = list_words(tokens)[-1]
    joined = (each for each in tokens if each.start < last.start and each.end == last.end)
    return next(joined, None)


def _list_some(completions: Iterable[Completion]) -> list[Completion]:
    """Return those of some completions for which there is time."""
    found: list[Completion] = []
    budget.attempt(Omission.COMPLETIONS, lambda: found.extend(completions), None)
    return found


def _begin(forms: Sequence[str], whole: bool, field: str) -> Node:
    """Return what finds some words in a field. The last may be unfinished."""
    last: Node = Term(forms[-1], Channel.FORM, field) if whole else Prefix(forms[-1], field)
    return And((*_list_terms(forms[:-1], field), last)) if len(forms) > 1 else last


def _list_terms(forms: Sequence[str], field: str) -> list[Node]:
    return [Term(form, Channel.FORM, field) for form in forms]


def _is_content(phrase: FrequentPhrase) -> bool:
    """Return whether a phrase can stand by itself: it neither begins nor ends within a sentence."""
    words = phrase.text.split()
    return words[0] not in FUNCTION_WORDS and words[-1] not in FUNCTION_WORDS


def list_typical_phrases(engine: Engine, limit: int) -> tuple[str, ...]:
    """Return frequent phrases of titles, of several words that all tell something, each another.
    """
    chosen: list[str] = []
    seen: set[str] = set()
    for phrase in engine.frequent_phrases("", _MAX_TYPICAL):
        words = phrase.text.split()
        if len(words) > 1 and not seen & {*words} and not any(
                word in FUNCTION_WORDS or not word.isalpha() or len(word) < 3 for word in words):
            chosen.append(phrase.text)
            seen.update(words)
    return tuple(chosen[:limit])
