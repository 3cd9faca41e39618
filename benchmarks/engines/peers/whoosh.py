"""Whoosh with its own codec and its own searcher."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import whoosh
from whoosh import fields, index, query, sorting
from whoosh.analysis import RegexTokenizer

from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry


class Whoosh:
    """One searcher: its readers are not safe to share."""

    LACKS = {
        "fuzzy": "counts a transposition as two edits",
        "prefix shown": "the forms are not stored",
    }

    @staticmethod
    def version() -> str:
        return str(whoosh.versionstring())

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        folder.mkdir()
        writer = index.create_in(str(folder), _build_schema()).writer(limitmb=512)
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
        """Return the query and its filter, or None."""
        terms, filter_ = [query.Term("body", word) for word in asked.words], None
        if asked.outlet:
            filter_ = query.Term("outlet", asked.outlet)
        if asked.since:
            filter_ = query.NumericRange("day", asked.since, asked.until)
        match asked.kind:
            case "phrase":
                return query.Phrase("body", list(asked.words)), filter_
            case "or3":
                return query.Or(terms), filter_
            case "prefix":
                return query.Prefix("form", asked.words[0]), filter_
        return query.And(terms), filter_

    def rank(self, prepared: tuple[Any, Any]) -> list[int]:
        asked, filter_ = prepared
        return [hit.docnum for hit in self._searcher.search(asked, limit=10, filter=filter_)]

    def page(self, prepared: tuple[Any, Any]) -> tuple[int, Any]:
        asked, filter_ = prepared
        found = self._searcher.search(asked, limit=10, filter=filter_, groupedby=self._facets)
        found.groups("outlet")
        return sum(found.groups("year").values()), found

    def shown(self, prepared: tuple[Any, Any]) -> list[str]:
        _, found = self.page(prepared)
        return [hit.highlights("body") for hit in found[:10]]

    def close(self) -> None:
        self._searcher.close()


def _build_schema() -> fields.Schema:
    blanks = RegexTokenizer(r"\S+")
    return fields.Schema(
        body=fields.TEXT(stored=True, analyzer=blanks), form=fields.TEXT(analyzer=blanks),
        outlet=fields.ID(sortable=True), year=fields.NUMERIC(sortable=True),
        day=fields.NUMERIC(sortable=True),
    )
