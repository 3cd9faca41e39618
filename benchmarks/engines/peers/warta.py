"""Warta: the archive, filled and asked as the indexer and the web do it.

It analyzes the texts itself, into the same tokens that its peers are given.
"""

from collections.abc import Iterable
from pathlib import Path

import search
from benchmarks.corpus import read_records
from benchmarks.engines.queries import Query, format_day
from benchmarks.engines.tokens import Entry, merge_title
from search import open_archive
from search.engine import Matches, Request
from search.period import Period
from search.query import And, Filters, Fuzzy, Node, Or, Phrase, Prefix, Term
from search.version import VERSION

FACETS = ("outlet", "year")

Prepared = tuple[Request, Request]
"""The request without facets, and the one with them."""


class Warta:
    """The embedded engine, asked through its port."""

    LACKS: dict[str, str] = {}

    @staticmethod
    def version() -> str:
        return VERSION

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        articles = map(merge_title, read_records(folder.parent / "articles.jsonl"))
        for _ in open_archive(f"whoosh:{folder}").add(articles):
            pass

    def __init__(self, folder: Path) -> None:
        self._archive = open_archive(f"whoosh:{folder}")
        self._engine = self._archive._engine

    def warm(self) -> None:
        self._archive.warm()

    def prepare(self, query: Query) -> Prepared:
        tree, filters = build_tree(query), Filters()
        if query.outlet:
            filters = Filters(selected={"outlet": (query.outlet,)})
        if query.since:
            first, last = (Period.parse(format_day(day)) for day in (query.since, query.until))
            filters = Filters(within=first.extend_to(last))
        return Request(tree, filters=filters), Request(tree, filters=filters, facets=FACETS)

    def rank(self, prepared: Prepared) -> Matches:
        return self._engine.match(prepared[0])

    def page(self, prepared: Prepared) -> tuple[int, Matches]:
        found = self._engine.match(prepared[1])
        return found.total, found

    def shown(self, prepared: Prepared) -> list[str]:
        request = prepared[1]
        found, articles = self._archive._match(request)
        hits = self._archive._hits(found, articles, request.node, search.Query())
        return [snippet.text for hit in hits for snippet in hit.snippets[:1]]

    def close(self) -> None:
        pass


def build_tree(query: Query) -> Node:
    """Return the query's tree, without a field, as a person's words have."""
    terms = tuple(Term(word) for word in query.words)
    match query.kind:
        case "phrase":
            return Phrase(query.words)
        case "or3":
            return Or(terms)
        case "and2" | "and3":
            return And(terms)
        case "prefix":
            return Prefix(query.words[0])
        case "fuzzy":
            return Fuzzy(query.words[0], 1)
    return terms[0]
