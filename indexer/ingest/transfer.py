"""Copies all articles of one archive into another, whatever engines they are on.

A copy that was interrupted goes on when it is run again: what is in the target already is compared,
and only what differs is stored. Sources and the numbers of versions are copied, too.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from search import Archive, Article

MANY = 1_000
"""Articles that are looked up at once."""

MAX_NAMED = 5
"""Ids that a message names."""


@dataclass
class Comparison:
    """What a copy was found to be: how many articles were compared, and what was wrong.

    `checksum` is that of all articles of the original, in order. `different` are the ids of those
    that the target lacks or has otherwise; `renumbered` counts those that only have had another
    number of versions there.
    """

    articles: int = 0
    checksum: str = ""
    different: list[str] = field(default_factory=list)
    renumbered: int = 0
    sources: int = 0
    are_sources_equal: bool = True


def count_others(source: Archive, target: Archive) -> int:
    """Return how many articles the target has that the source has not."""
    others = target.size()
    if others:
        for articles in _gather(source.export()):
            others -= len(target.articles([article.id for article in articles]))
    return others


def copy_articles(source: Archive, target: Archive) -> Iterator[tuple[int, int]]:
    """Copy what the target has not; yield how many articles have been read, and stored so far."""
    read = stored = 0
    is_new = target.size() == 0

    def list_missing() -> Iterator[tuple[None, Article]]:
        nonlocal read
        for articles in _gather(source.export()):
            there = {} if is_new else {
                article.id: article
                for article in target.articles([article.id for article in articles])}
            read += len(articles)
            yield from [(None, article) for article in articles
                        if not article.is_same_as(there.get(article.id))]

    for batch in target.add_from(list_missing()):
        stored += len(batch.added) + len(batch.updated)
        yield read, stored
    yield read, stored


def copy_sources(source: Archive, target: Archive) -> Iterator[int]:
    """Record for each article the sources that it came from; yield how many are done."""
    yield from target.record_sources(source.articles_of_sources(None))


def compare(source: Archive, target: Archive) -> Comparison:
    """Read both archives, and compare them article by article. Both are read in order of ids."""
    found, total = Comparison(), sha256()
    others = target.export()
    other = next(others, None)
    for article in source.export():
        total.update(_write(article))
        found.articles += 1
        while other is not None and other.id < article.id:
            other = next(others, None)
        copied = other if other is not None and other.id == article.id else None
        if copied is None or not article.is_same_as(copied):
            found.different.append(article.id)
        elif copied.revision != article.revision:
            found.renumbered += 1
    found.checksum = total.hexdigest()[:16]
    return found


def compare_sources(source: Archive, target: Archive, found: Comparison) -> None:
    """Note how many sources articles have, and whether they have the same in both archives."""
    (found.sources, one), other = (
        _sum_up(archive.articles_of_sources(None)) for archive in (source, target))
    found.are_sources_equal = (found.sources, one) == other


def _gather(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield articles, many at a time."""
    stream = iter(articles)
    while some := list(islice(stream, MANY)):
        yield some


def _write(article: Article) -> bytes:
    return json.dumps(article.to_dict(), sort_keys=True).encode()


def _sum_up(pairs: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Return the number of pairs and a checksum that is the same in any order."""
    count = total = 0
    for pair in pairs:
        count += 1
        total ^= int.from_bytes(sha256(json.dumps(pair).encode()).digest()[:16])
    return count, total
