"""tantivy, through its Python binding."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

COUNTS = {name: {"terms": {"field": name, "size": 10_000}} for name in ("outlet", "year")}


class Tantivy:
    """Written by one thread. The total is the sum of the counts of years, which saves a pass."""

    LACKS = {
        "prefix shown": "its snippets mark no expanded words",
        "fuzzy shown": "its snippets mark no expanded words",
    }

    @staticmethod
    def version() -> str:
        return version("tantivy")

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        folder.mkdir()
        writer = tantivy.Index(_schema(), path=str(folder)).writer(512_000_000, num_threads=1)
        for entry in entries:
            writer.add_document(tantivy.Document(
                body=entry.stems, form=entry.forms, outlet=entry.outlet, year=entry.year,
                day=entry.day,
            ))
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._searcher = tantivy.Index.open(str(folder)).searcher()

    def prepare(self, query: Query) -> Any:
        make, must, words = tantivy.Query, tantivy.Occur.Must, query.words
        terms = [make.term_query(self._schema, "body", word) for word in words]
        match query.kind:
            case "phrase":
                return make.phrase_query(self._schema, "body", list(words))
            case "or3":
                return make.boolean_query([(tantivy.Occur.Should, term) for term in terms])
            case "prefix":
                return make.regex_query(self._schema, "form", f"{words[0]}.*")
            case "fuzzy":
                return make.fuzzy_term_query(self._schema, "form", words[0], distance=1)
        return make.boolean_query([(must, clause) for clause in terms + self._build_filters(query)])

    def _build_filters(self, query: Query) -> list[Any]:
        """Return the filters of a query; they add nothing to the score."""
        make, filters = tantivy.Query, []
        if query.outlet:
            filters.append(make.term_query(self._schema, "outlet", query.outlet))
        if query.since:
            filters.append(make.range_query(
                self._schema, "day", tantivy.FieldType.Integer, query.since, query.until))
        return [make.const_score_query(each, 0.0) for each in filters]

    def rank(self, prepared: Any) -> Any:
        return self._searcher.search(prepared, 10, count=False).hits

    def page(self, prepared: Any) -> tuple[int, Any]:
        hits = self.rank(prepared)
        counts = self._searcher.aggregate(prepared, COUNTS)
        return sum(bucket["doc_count"] for bucket in counts["year"]["buckets"]), hits

    def shown(self, prepared: Any) -> list[str]:
        _, hits = self.page(prepared)
        generator = tantivy.SnippetGenerator.create(self._searcher, prepared, self._schema, "body")
        documents = (self._searcher.doc(address) for _, address in hits)
        return [generator.snippet_from_doc(document).to_html() for document in documents]

    def close(self) -> None:
        pass


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace")
    builder.add_text_field("form", tokenizer_name="whitespace")
    builder.add_text_field("outlet", fast=True, tokenizer_name="raw")
    for name in ("year", "day"):
        builder.add_integer_field(name, fast=True, indexed=True)
    return builder.build()
