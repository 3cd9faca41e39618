"""Visibility: an archive of which only some outlets can be seen.

Engine and store are put behind others of the same ports, which show what those outlets have and
nothing else: no text, title, word or count. So all that an archive does, from searches to
completions and stories, keeps to it without knowing of it. Scores alone are those of the whole
archive: how rare a word is counts everywhere.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Never

from search.article import Article
from search.buckets import build_buckets, list_buckets
from search.engine import (
    Checkpoint,
    Documents,
    Engine,
    EngineStatus,
    FrequentPhrase,
    Matches,
    Request,
    Scan,
    SimilarForm,
    Unlocked,
)
from search.errors import EngineError
from search.facets import FACETS, WHOLE, Value
from search.fields import TITLE
from search.page import Bucket, Story
from search.query import Channel, Everything, Keyword, Node, Phrase, Term
from search.store.store import Store, StoreStatus, Transaction

_OUTLET = "outlet"
_NO_OUTLET = ""
"""What no outlet is called: a blank name is none."""

_MORE_PHRASES = 4
"""How many times more frequent phrases are looked at, as some are of hidden outlets."""

_READ_AT_ONCE = 200
"""Articles of a story that are read together, to see whose they are."""


class VisibleStore:
    """A store that shows the articles of some outlets. It cannot be written to."""

    def __init__(self, store: Store, outlets: Collection[Value], engine: Engine) -> None:
        """Show a part of a store; `engine` counts what that is."""
        self._store = store
        self._outlets = frozenset(outlets)
        self._engine = engine

    def articles(
        self, ids: Sequence[str], changes: Sequence[int] | None = None
    ) -> list[Article]:
        return [each for each in self._store.articles(ids, changes)
                if each.outlet in self._outlets]

    def export(self) -> Iterator[Article]:
        return (each for each in self._store.export() if each.outlet in self._outlets)

    def moments(self, changes: Sequence[int]) -> list[int | None]:
        return self._store.moments(changes)

    def status(self) -> StoreStatus:
        seen = self._engine.match(Request(Everything(), limit=0)).total
        return replace(self._store.status(), articles=seen)

    def count_bytes(self) -> int:
        return self._store.count_bytes()

    def find_loss(self) -> str | None:
        return None

    def close(self) -> None:
        self._store.close()

    def lock(self) -> AbstractContextManager[None]:
        _refuse()

    def transaction(self) -> AbstractContextManager[Transaction]:
        _refuse()

    def urls(self) -> Iterator[tuple[str, str]]:
        _refuse()

    def latest(self, limit: int) -> Iterator[Article]:
        _refuse()

    def articles_of_sources(
        self, sources: Collection[str] | None
    ) -> Iterator[tuple[str, str]]:
        _refuse()

    def mend(self) -> int:
        _refuse()

    def verify(self) -> list[str]:
        _refuse()


class VisibleEngine:
    """An engine that finds and counts the articles of some outlets. It cannot be written to."""

    def __init__(self, engine: Engine, store: Store, outlets: Collection[Value]) -> None:
        """Show a part of an engine; `store` is the whole one."""
        self._engine = engine
        self._store = store
        self._outlets = tuple(dict.fromkeys(outlets))

    def match(self, request: Request) -> Matches:
        settled, relaxed = self._settle_reading(request)
        matches = self._engine.match(self._restrict(settled))
        facets, omitted = self._list_outlets(request, matches)
        return replace(
            matches, facets=facets, omitted=omitted, relaxed=relaxed,
            stories=tuple([each and self._cut(each) for each in matches.stories]))

    def scan(self, request: Request) -> Scan:
        settled, _ = self._settle_reading(request)
        return self._engine.scan(self._restrict(settled))

    def story(self, id: str) -> Story | None:
        story = self._engine.story(id) if self.lists(id) else None
        return story and self._cut(story)

    def similar_forms(
        self, form: str, distance: int, field: str | None = None, limit: int = 100
    ) -> tuple[SimilarForm, ...]:
        found = self._engine.similar_forms(form, distance, field, limit)
        counts = self.count_articles([Term(each.form, Channel.FORM, field) for each in found])
        seen = [each._replace(articles=count) for each, count in zip(found, counts) if count]
        return tuple(sorted(seen, key=lambda each: (each.edits, -each.articles, each.form)))

    def count_articles(
        self, nodes: Sequence[Node], enough: Sequence[int] | None = None
    ) -> tuple[int, ...]:
        return tuple(map(self._count, nodes))

    def frequent_phrases(self, prefix: str, limit: int) -> tuple[FrequentPhrase, ...]:
        found = self._engine.frequent_phrases(prefix, limit * _MORE_PHRASES)
        counted = [each._replace(articles=self._count(_find_in_titles(each))) for each in found]
        seen = [each for each in counted if each.articles > 1]
        return tuple(sorted(seen, key=lambda each: (-each.articles, each.text))[:limit])

    def lists(self, id: str) -> bool:
        return self._count(Keyword("id", id)) > 0

    def status(self) -> EngineStatus:
        return self._engine.status()

    def count_bytes(self) -> int:
        return self._engine.count_bytes()

    def find_warning(self) -> str | None:
        return self._engine.find_warning()

    def version(self) -> str:
        return self._engine.version()

    def checkpoint(self) -> Checkpoint | None:
        return None

    def close(self) -> None:
        self._engine.close()

    def find_listed(self, ids: Collection[str]) -> set[str]:
        _refuse()

    def find_forms(self, forms: set[bytes]) -> set[bytes]:
        _refuse()

    def follow(self, documents: Documents, more: bool = False) -> None:
        _refuse()

    def rebuild(self, documents: Documents, unlocked: Unlocked) -> Iterator[int]:
        _refuse()

    def verify(self) -> list[str]:
        _refuse()

    def _count(self, node: Node) -> int:
        return self._engine.match(self._restrict(Request(node, limit=0))).total

    def _settle_reading(self, request: Request) -> tuple[Request, bool]:
        """Return a request with one reading, and whether that is the relaxed one.

        What others have must not decide: an engine looks into the whole archive.
        """
        if request.relaxed is None:
            return request, False
        if self._count(request.node):
            return replace(request, relaxed=None), False
        return replace(request, node=request.relaxed, relaxed=None, all_words=None), True

    def _restrict(self, request: Request) -> Request:
        """Return a request for the visible outlets, all of which are counted with the facet."""
        asked = request.filters.selected.get(_OUTLET, ())
        chosen = [each for each in self._outlets if each in asked] if asked else self._outlets
        selected = {**request.filters.selected, _OUTLET: tuple(chosen) or (_NO_OUTLET,)}
        return replace(
            request, filters=replace(request.filters, selected=selected),
            listings={name: each for name, each in request.listings.items() if name != _OUTLET})

    def _list_outlets(
        self, request: Request, matches: Matches
    ) -> tuple[dict[str, tuple[Bucket, ...]], dict[str, int]]:
        """Return the facets of matches, and how many values each omits, without other outlets."""
        if _OUTLET not in matches.facets:
            return matches.facets, matches.omitted
        asked = request.filters.selected.get(_OUTLET, ())
        seen = [each for each in matches.facets[_OUTLET]
                if each.value in self._outlets and (each.count or each.value in asked)]
        buckets = build_buckets(
            FACETS[_OUTLET], asked, {each.value: each.count for each in seen},
            {each.value: each.stories or 0 for each in seen} if request.collapse else None)
        listing = request.listings.get(_OUTLET, WHOLE)
        listed, left = list_buckets(FACETS[_OUTLET], buckets, listing)
        others = {name: count for name, count in matches.omitted.items() if name != _OUTLET}
        return matches.facets | {_OUTLET: listed}, others | ({_OUTLET: left} if left else {})

    def _cut(self, story: Story) -> Story | None:
        """Return the visible part of a story; None if that is one article or none."""
        if all(each in self._outlets for each in story.outlets):
            return story
        seen = dict[str, str | None]()
        for at in range(0, len(story.articles), _READ_AT_ONCE):
            for article in self._store.articles(story.articles[at:at + _READ_AT_ONCE]):
                if article.outlet in self._outlets:
                    seen[article.id] = article.outlet
        if len(seen) < 2:
            return None
        outlets = [each for each in story.outlets if each in seen.values()]
        counts = {each: list(seen.values()).count(each) for each in outlets}
        return Story(min(seen), len(seen), tuple(sorted(
            outlets, key=lambda each: (-counts[each], each is None, each or ""))), tuple(seen))


def _find_in_titles(phrase: FrequentPhrase) -> Node:
    words = tuple(phrase.text.split())
    if len(words) > 1:
        return Phrase(words, None, Channel.FORM, TITLE.name)
    return Term(words[0], Channel.FORM, TITLE.name)


def _refuse() -> Never:
    raise EngineError("an archive of which only some outlets are visible cannot be changed")
