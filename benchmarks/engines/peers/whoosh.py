"""Whoosh as it comes, with its own codec and its own searcher."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import whoosh
from whoosh import fields, index, query, sorting
from whoosh.analysis import RegexTokenizer

from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry


class Whoosh:
    """One searcher, as its readers are not safe to share."""

    LACKS = {
        "fuzzy": "takes a transposition for two edits",
        "prefix shown": "the forms are not stored",
    }

    @staticmethod
    def version() -> str:
        return str(whoosh.versionstring())

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        folder.mkdir()
        writer = index.create_in(str(folder), _schema()).writer(limitmb=512)
        for entry in entries:
            writer.add_document(body=entry.stems, form=entry.forms, outlet=entry.outlet,
                                year=entry.year, day=entry.day)
        writer.commit()

    def __init__(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()
        self._facets = {
            name: sorting.FieldFacet(name, maptype=sorting.Count) for name in ("outlet", "year")
        }

    def prepare(self, asked: Query) -> tuple[Any, Any]:
        """The query and what it is filtered by, None for nothing."""
        terms, chosen = [query.Term("body", word) for word in asked.words], None
        if asked.outlet:
            chosen = query.Term("outlet", asked.outlet)
        if asked.since:
            chosen = query.NumericRange("day", asked.since, asked.until)
        match asked.kind:
            case "phrase":
                return query.Phrase("body", list(asked.words)), chosen
            case "or3":
                return query.Or(terms), chosen
            case "prefix":
                return query.Prefix("form", asked.words[0]), chosen
        return query.And(terms), chosen

    def rank(self, prepared: tuple[Any, Any]) -> list[int]:
        asked, chosen = prepared
        return [hit.docnum for hit in self._searcher.search(asked, limit=10, filter=chosen)]

    def page(self, prepared: tuple[Any, Any]) -> tuple[int, Any]:
        asked, chosen = prepared
        found = self._searcher.search(asked, limit=10, filter=chosen, groupedby=self._facets)
        found.groups("outlet")
        return sum(found.groups("year").values()), found

    def shown(self, prepared: tuple[Any, Any]) -> list[str]:
        _, found = self.page(prepared)
        return [hit.highlights("body") for hit in found[:10]]

    def close(self) -> None:
        self._searcher.close()


def _schema() -> fields.Schema:
    blanks = RegexTokenizer(r"\S+")
    return fields.Schema(
        body=fields.TEXT(stored=True, analyzer=blanks), form=fields.TEXT(analyzer=blanks),
        outlet=fields.ID(sortable=True), year=fields.NUMERIC(sortable=True),
        day=fields.NUMERIC(sortable=True),
    )
