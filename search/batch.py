"""Batches: how many articles are stored together, and what became of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple, Protocol

from search.article import Article

BATCH_ARTICLES, BATCH_CHARACTERS = 1_000, 10_000_000
BATCH_SECONDS = 5.0
"""A batch ends with the first of these limits that it reaches."""


class Identification(Protocol):
    """What identifies an article, where its id alone does not."""

    @property
    def likely_ids(self) -> tuple[str, ...]:
        """The ids that the article may have in the archive, to be looked up at once."""

    def settle(self, article: Article, find: Callable[[str], Article | None]) -> Article:
        """Return the article as it is to be stored, under the id that it has or gets.

        `find` returns the article that the archive has under an id.
        """


class Sourced(NamedTuple):
    """An article, and the source that it came from; None if that is not to be recorded.

    Without an `identity` it replaces whatever article has its id.
    """

    source: str | None
    article: Article
    identity: Identification | None = None

    @property
    def likely_ids(self) -> tuple[str, ...]:
        """The ids that the article may have."""
        return self.identity.likely_ids if self.identity else (self.article.id,)

    def settle(self, find: Callable[[str], Article | None]) -> Article:
        """Return the article as it is to be stored."""
        return self.identity.settle(self.article, find) if self.identity else self.article


@dataclass
class Batch:
    """What one transaction did: the ids added, updated, unchanged and refused.

    `outcomes` has one of these words for each article, in order, or "replaced" for an update that
    seems to be another article with the same id. `ids` has the ids in that order. `refused` says
    why the store does not take an article, by id. It is not `is_searchable` while the index is
    being rebuilt: it can be found when that is done.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    is_searchable: bool = True

    def __len__(self) -> int:
        return len(self.outcomes)

    def record(self, article: Article, before: Article | None) -> bool:
        """Note an article and its version before, if any; return whether anything differs."""
        same = article.is_same_as(before)
        outcome = "unchanged" if same else "updated" if before else "added"
        getattr(self, outcome).append(article.id)
        self.ids.append(article.id)
        replaces = not same and before is not None and article.is_unrelated_to(before)
        self.outcomes.append("replaced" if replaces else outcome)
        return not same

    def refuse(self, id: str, reason: str) -> None:
        """Note an article that the store does not take, and why."""
        self.refused[id] = reason
        self.ids.append(id)
        self.outcomes.append("refused")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of one batch; `many` if it is full and others follow."""

    articles: list[Sourced]
    many: bool


def gather(stream: Iterator[Sourced]) -> Iterator[Gathered]:
    """Yield the articles of a stream in batches, lazily: it reads one article ahead."""
    following = next(stream, None)
    while following is not None:
        articles: list[Sourced] = []
        characters, until = 0, monotonic() + BATCH_SECONDS
        while following is not None and not (
            _is_full(len(articles), characters) or monotonic() > until
        ):
            articles.append(following)
            characters += following.article.count_characters()
            following = next(stream, None)
        many = following is not None and _is_full(len(articles), characters)
        yield Gathered(articles, many)


def _is_full(articles: int, characters: int) -> bool:
    return articles >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS
