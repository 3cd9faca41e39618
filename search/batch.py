"""Batches: how many articles are stored together, and what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from search.article import Article

BATCH_ARTICLES, BATCH_CHARACTERS = 1_000, 10_000_000
BATCH_SECONDS = 5.0
"""A batch ends with the first of these limits that it reaches."""

Sourced = tuple[str | None, Article]
"""A source and an article that came from it; None if the source is not to be recorded."""


@dataclass
class Batch:
    """What one transaction did: the ids added, updated and unchanged.

    `outcomes` has one of these words for each article, in the order in which they came, or
    "replaced" for an update that seems to be another article with the same id.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.outcomes)

    def record(self, article: Article, before: Article | None) -> bool:
        """Note an article and its version before, if any; return whether anything differs."""
        same = article.is_same_as(before)
        outcome = "unchanged" if same else "updated" if before else "added"
        getattr(self, outcome).append(article.id)
        replaces = not same and before is not None and article.is_unrelated_to(before)
        self.outcomes.append("replaced" if replaces else outcome)
        return not same


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of one batch; `many` if it is full and others follow."""

    articles: list[Sourced]
    many: bool


def gather(stream: Iterator[Sourced]) -> Iterator[Gathered]:
    """Yield the articles of a stream in batches; lazy, but for one article that it reads ahead."""
    following = next(stream, None)
    while following is not None:
        articles: list[Sourced] = []
        characters, until = 0, monotonic() + BATCH_SECONDS
        while following is not None and not (
            _is_full(len(articles), characters) or monotonic() > until
        ):
            articles.append(following)
            characters += len(following[1].body)
            following = next(stream, None)
        many = following is not None and _is_full(len(articles), characters)
        yield Gathered(articles, many)


def _is_full(articles: int, characters: int) -> bool:
    return articles >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS
