"""Warta's engine beside tantivy and SQLite FTS5: one run, one process, one set of tokens.

    python benchmarks/peers.py ARTICLES.jsonl.zst [--into FOLDER] [--rounds 20]

Every engine indexes the same stems and the same surface forms of title and body as one
field each, and answers the same queries, which take turns. Two operations: `rank`, the ten
best; and `page`, the ten best, the exact total, and the counts of every outlet and year.
Totals must agree, or the run stops. tantivy is needed besides Warta: pip install tantivy
"""

import argparse
import json
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import tantivy
from measure import machine

from indexer.load import articles
from search import Article, open_archive
from search.engine import Document, Request
from search.engines.whoosh import WhooshEngine, index
from search.query import And, Channel, Filters, Fuzzy, Or, Phrase, Prefix, Term

FACETS = ("outlet", "year")
COUNTS = {name: {"terms": {"field": name, "size": 10_000}} for name in FACETS}
Query = tuple[str, tuple[str, ...], str]
"""Class, words, and an outlet to filter by."""


class Warta:
    """The embedded engine, asked through its port."""

    def __init__(self, folder: Path, documents: list[Document]) -> None:
        self._engine = WhooshEngine(folder, "benchmark")
        by_id = {document.article.id: document for document in documents}
        for start in range(0, len(documents), 5_000):
            with self._engine.writer(lambda article: by_id[article.id]) as writer:
                for document in documents[start:start + 5_000]:
                    writer.put(document)
        self.segments = len(index.segments(index.folder(folder, 1)))
        self.disk = sum(path.stat().st_size for path in folder.glob("index-*/*.arrays"))

    def prepare(self, query: Query) -> Request:
        kind, words, outlet = query
        terms = tuple(Term(word, field="body") for word in words)
        match kind:
            case "phrase":
                node = Phrase(words, field="body")
            case "or3":
                node = Or(terms)
            case "and2" | "and3":
                node = And(terms)
            case "prefix":
                node = Prefix(words[0], "body")
            case "fuzzy":
                node = Fuzzy(words[0], 1, "body")
            case _:
                node = terms[0]
        filters = Filters((outlet,)) if kind == "filter" else Filters()
        return Request(node, filters=filters, facets=FACETS)

    def rank(self, request: Request) -> object:
        return self._engine.match(replace(request, facets=()))

    def page(self, request: Request) -> int:
        return self._engine.match(request).total


class Tantivy:
    """tantivy through its Python binding; a filter excludes nothing from its facets."""

    def __init__(self, folder: Path, documents: list[Document]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        for name in ("body", "form"):
            builder.add_text_field(name, tokenizer_name="whitespace")
        builder.add_text_field("outlet", fast=True, tokenizer_name="raw")
        builder.add_integer_field("year", fast=True, indexed=True)
        self._schema = builder.build()
        folder.mkdir()
        opened = tantivy.Index(self._schema, path=str(folder))
        writer = opened.writer(heap_size=512_000_000, num_threads=1)
        for number, document in enumerate(documents):
            writer.add_document(tantivy.Document(
                number=number, body=" ".join(document.terms("body", Channel.STEM)),
                form=" ".join(document.terms("body", Channel.FORM)),
                outlet=document.article.outlet or "", year=year(document.article),
            ))
        writer.commit()
        writer.wait_merging_threads()
        opened.reload()
        self._searcher = opened.searcher()
        self.segments = self._searcher.num_segments
        self.disk = sum(path.stat().st_size for path in folder.iterdir())

    def prepare(self, query: Query) -> tantivy.Query:
        kind, words, outlet = query
        made, schema = tantivy.Query, self._schema
        terms = [made.term_query(schema, "body", word) for word in words]
        must, should = tantivy.Occur.Must, tantivy.Occur.Should
        match kind:
            case "phrase":
                return made.phrase_query(schema, "body", list(words))
            case "or3":
                return made.boolean_query([(should, term) for term in terms])
            case "and2" | "and3":
                return made.boolean_query([(must, term) for term in terms])
            case "prefix":
                return made.regex_query(schema, "form", f"{words[0]}.*")
            case "fuzzy":
                return made.fuzzy_term_query(schema, "form", words[0], distance=1)
            case "filter":
                chosen = made.const_score_query(made.term_query(schema, "outlet", outlet), 0.0)
                return made.boolean_query([(must, terms[0]), (must, chosen)])
        return terms[0]

    def rank(self, query: tantivy.Query) -> object:
        return self._searcher.search(query, 10, count=False).hits

    def page(self, query: tantivy.Query) -> int:
        self._searcher.search(query, 10, count=False)
        counts = self._searcher.aggregate(query, COUNTS)
        return sum(bucket["doc_count"] for bucket in counts["year"]["buckets"])


class FTS5:
    """SQLite's full-text search, a table of facets beside it."""

    def __init__(self, folder: Path, documents: list[Document]) -> None:
        folder.mkdir()
        self._db = sqlite3.connect(folder / "fts.sqlite")
        self._db.execute(
            "CREATE VIRTUAL TABLE t USING fts5(body, form, content='',"
            " tokenize=\"unicode61 remove_diacritics 0 tokenchars '-'\")"
        )
        self._db.execute("CREATE TABLE m(id INTEGER PRIMARY KEY, outlet TEXT, year INT)")
        with self._db:
            for number, document in enumerate(documents, 1):
                texts = [" ".join(document.terms("body", channel)) for channel in Channel]
                self._db.execute("INSERT INTO t(rowid, body, form) VALUES (?, ?, ?)",
                                 (number, *texts))
                self._db.execute("INSERT INTO m VALUES (?, ?, ?)", (
                    number, document.article.outlet or "", year(document.article)))
        with self._db:
            self._db.execute("INSERT INTO t(t) VALUES ('optimize')")
        self.segments = 1
        self.disk = (folder / "fts.sqlite").stat().st_size

    def prepare(self, query: Query) -> tuple[str, str]:
        kind, words, outlet = query
        quoted = [f'"{word}"' for word in words]
        text = {
            "phrase": f'body: "{" ".join(words)}"', "prefix": f"form: {quoted[0]} *",
            "or3": "body: (" + " OR ".join(quoted) + ")", "fuzzy": "",
        }.get(kind, "body: (" + " AND ".join(quoted) + ")")
        return text, outlet if kind == "filter" else ""

    def rank(self, query: tuple[str, str]) -> object:
        text, outlet = query
        if not outlet:
            return self._db.execute(
                "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", (text,)).fetchall()
        return self._db.execute(
            "SELECT t.rowid FROM t JOIN m ON m.id = t.rowid WHERE t MATCH ? AND m.outlet = ? "
            "ORDER BY rank LIMIT 10", (text, outlet)).fetchall()

    def page(self, query: tuple[str, str]) -> int:
        self.rank(query)
        text, outlet = query
        rows = self._db.execute(
            "SELECT outlet, year, count(*) FROM t JOIN m ON m.id = t.rowid WHERE t MATCH ? "
            "GROUP BY outlet, year", (text,),
        ).fetchall()
        return sum(row[2] for row in rows if not outlet or row[0] == outlet)


def year(article: Article) -> int:
    return int(article.published[:4]) if article.published else 0


def queries(documents: list[Document]) -> list[Query]:
    """Fifteen of each class, from the words of the corpus by how many articles hold them."""
    chosen = random.Random(5)
    held: Counter[str] = Counter()
    triples: Counter[tuple[str, ...]] = Counter()
    forms: Counter[str] = Counter()
    for document in documents:
        terms = document.terms("body", Channel.STEM)
        held.update(set(terms))
        forms.update(set(document.terms("body", Channel.FORM)))
        if chosen.random() < 0.3:
            triples.update(zip(terms, terms[1:], terms[2:]))
    count = len(documents)

    def band(least: float, most: float, of: Counter[str]) -> list[str]:
        words = sorted(word for word, n in of.items() if least * count <= n < most * count
                       and word.isascii() and word.isalpha() and len(word) > 3)
        return chosen.sample(words, min(len(words), 60))

    rare, middle, common = band(.0005, .003, held), band(.04, .12, held), band(.18, .45, held)
    surface = band(.01, .1, forms)
    phrases = [each for each, _ in triples.most_common(4_000)
               if all(word.isascii() and word.isalpha() and len(word) > 3 for word in each)
               and len(set(each)) == 3]
    outlets = [name for name, _ in Counter(d.article.outlet for d in documents).most_common(5)]
    pick = chosen.choice
    made: list[Query] = []
    for n in range(15):
        made += [
            ("rare", (rare[n],), ""), ("common", (pick(common),), ""),
            ("and2", tuple(chosen.sample(middle, 2)), ""),
            ("and3", (pick(common), pick(middle), pick(common)), ""),
            ("or3", tuple(chosen.sample(common, 3)), ""), ("phrase", pick(phrases[:60]), ""),
            ("prefix", (surface[n][:5],), ""),
            ("fuzzy", (surface[n][:3] + surface[n][4:],), ""),
            ("filter", (pick(common),), pick(outlets) or ""),
        ]
    return [query for query in made if len(set(query[1])) == len(query[1])]


def documents_of(path: Path) -> list[Document]:
    """The articles, title and body in one field, analysed once for all engines."""
    analyzer = open_archive()._analyzer
    made = []
    for article in articles([path], print):
        text = f"{article.title}\n{article.body}"
        words = {"title": [], "body": analyzer.words(text),
                 "outlet": analyzer.words(article.outlet or "")}
        made.append(Document(replace(article, title="", body=text), words))
    return made


def timed(run: object, prepared: object) -> float:
    began = time.perf_counter()
    run(prepared)
    return (time.perf_counter() - began) * 1000


def compare(engines: dict, asked: list[Query], rounds: int) -> dict:
    """Milliseconds by operation, class and engine; all engines answer a query in turn."""
    times: dict = {}
    prepared = {(name, query): engine.prepare(query)
                for name, engine in engines.items() for query in asked}
    for query in asked:
        totals = {name: engine.page(prepared[name, query]) for name, engine in engines.items()
                  if not (name == "fts5" and query[0] == "fuzzy")}
        assert len(set(totals.values())) == 1, (query, totals)
    for _ in range(rounds):
        for query in asked:
            for operation in ("rank", "page"):
                for name, engine in engines.items():
                    if name == "fts5" and query[0] == "fuzzy":
                        continue  # it has none
                    run = getattr(engine, operation)
                    taken = times.setdefault(operation, {}).setdefault(query[0], {})
                    taken.setdefault(name, []).append(timed(run, prepared[name, query]))
    return times


def summary(figures: dict) -> str:
    """The run as a page to read: medians as ratios to the fastest, and p99s in ms."""
    at = figures["machine"]
    lines = [f"# {at['date']}: beside other engines, {figures['articles']:,} articles", "",
             f"{at['processor']}, {at['cores']} cores, load {' '.join(at['load'])} at the start. "
             f"Python {at['python']}, tantivy {tantivy.__version__}, "
             f"SQLite {sqlite3.sqlite_version}.", "",
             "Medians as multiples of the fastest engine's, which is 1.00 and given in ms; "
             "behind it the 99th percentile in ms. Each class has up to 15 queries.", ""]
    names = list(figures["engines"])
    for operation, title in (("page", "Ten best, exact total, outlets and years"),
                             ("rank", "Ten best only")):
        lines += [f"## {title}", "", "| class | fastest | " + " | ".join(names) + " |",
                  "|---|---|" + "---|" * len(names)]
        for kind, taken in figures["ms"][operation].items():
            medians = {name: statistics.median(each) for name, each in taken.items()}
            best = min(medians, key=medians.get)
            cells = [
                f"{medians[name] / medians[best]:.2f} ({p99(taken[name]):.2f})"
                if name in taken else "none" for name in names
            ]
            lines.append(f"| {kind} | {best} {medians[best]:.3f} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += ["| engine | index MB | segments | indexing s, analysis not counted |",
              "|---|---|---|---|"]
    for name, each in figures["engines"].items():
        size = each["disk"] / 1e6
        lines.append(f"| {name} | {size:.0f} | {each['segments']} | {each['s']:.1f} |")
    return "\n".join(lines) + (
        "\n\nIndexing: Warta's also stores the articles in SQLite, fsynced; the others store no "
        "text.\nFilter: Warta's facet of outlets ignores the filter, which the others' do not.\n"
    )


def p99(taken: list[float]) -> float:
    return sorted(taken)[int(.99 * len(taken))]


def main() -> None:
    """Measure, print, and write the run down if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    figures: dict = {"machine": machine(), "engines": {}}
    documents = documents_of(options.articles)
    figures["articles"] = len(documents)
    folder, engines = Path(tempfile.mkdtemp()), {}
    for name, kind in (("warta", Warta), ("tantivy", Tantivy), ("fts5", FTS5)):
        began = time.perf_counter()
        engines[name] = kind(folder / name, documents)
        figures["engines"][name] = {
            "s": time.perf_counter() - began, "disk": engines[name].disk,
            "segments": engines[name].segments,
        }
    figures["ms"] = compare(engines, queries(documents), options.rounds)
    print(summary(figures))
    if options.into:
        options.into.mkdir(parents=True)
        (options.into / "figures.json").write_text(json.dumps(figures) + "\n")
        (options.into / "README.md").write_text(summary(figures))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
