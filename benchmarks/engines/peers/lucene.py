"""Lucene in a Java virtual machine in this process (JPype), which makes every call slower."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jpype

from benchmarks.engines.peers import Unavailable
from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

JARS = Path(__file__).parent.parent / "jars"
OPTIONS = ("-Xmx2g", "-XX:+UseSerialGC", "--add-modules=jdk.incubator.vector",
           "--enable-native-access=ALL-UNNAMED")
FUZZY_TERMS = 1_024
"""Words a fuzzy word may expand to. Lucene's default of 50 would make totals differ."""


class Lucene:
    """One segment (forceMerge), BM25, facets over doc values, UnifiedHighlighter."""

    LACKS = {
        "prefix shown": "the forms are not stored", "fuzzy shown": "the forms are not stored",
    }

    @staticmethod
    def version() -> str:
        try:
            jpype.getDefaultJVMPath()
        except jpype.JVMNotFoundException:
            raise Unavailable("no Java: set JAVA_HOME") from None
        jars = [re.fullmatch(r"lucene-core-(.+)\.jar", each.name) for each in JARS.glob("*.jar")]
        versions = [match[1] for match in jars if match]
        if not versions:
            raise Unavailable("no jars: see benchmarks/README.md")
        return f"{versions[0]} (JPype {version('JPype1')}, Java {_read_java_version()})"

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        java = _Java()
        config = java.index("IndexWriterConfig")(java.create_analyzer())
        config.setRAMBufferSizeMB(512.0)
        writer = java.index("IndexWriter")(java.open_directory(folder), config)
        build_document = java.load_document_builder()
        for entry in entries:
            writer.addDocument(build_document(entry))
        writer.forceMerge(1)
        writer.close()

    def __init__(self, folder: Path) -> None:
        self._java = java = _Java()
        self._reader = java.index("DirectoryReader").open(java.open_directory(folder))
        self._searcher = java.search("IndexSearcher")(self._reader)
        self._outlets = java.facet("StringDocValuesReaderState")(self._reader, "outlet")
        self._collect = java.facet("FacetsCollectorManager")
        self._by_outlet = java.facet("StringValueFacetCounts")
        self._by_year = java.facet("LongValueFacetCounts")
        self._highlighter = java.build_highlighter(self._searcher)

    def prepare(self, query: Query) -> Any:
        make, term, words = self._java.search, self._java.index("Term"), query.words
        terms = [make("TermQuery")(term("body", word)) for word in words]
        match query.kind:
            case "phrase":
                return make("PhraseQuery")("body", *words)
            case "or3":
                return self._java.build_boolean((each, "SHOULD") for each in terms)
            case "prefix":
                return make("PrefixQuery")(term("form", words[0]))
            case "fuzzy":
                return make("FuzzyQuery")(term("form", words[0]), 1, 0, FUZZY_TERMS, True)
        filters = [(clause, "FILTER") for clause in self._build_filters(query)]
        return self._java.build_boolean([(term, "MUST") for term in terms] + filters)

    def _build_filters(self, query: Query) -> list[Any]:
        if query.outlet:
            outlet = self._java.index("Term")("outlet", query.outlet)
            return [self._java.search("TermQuery")(outlet)]
        if query.since:
            return [self._java.document("LongField").newRangeQuery(
                "day", query.since, query.until)]
        return []

    def rank(self, prepared: Any) -> list[int]:
        return [hit.doc for hit in self._searcher.search(prepared, 10).scoreDocs]

    def page(self, prepared: Any) -> tuple[int, Any]:
        found = self._collect.search(self._searcher, prepared, 10, self._collect())
        best, matched = found.topDocs(), found.facetsCollector()
        self._by_outlet(self._outlets, matched).getAllChildren("outlet")
        years = self._by_year("year", matched).getAllChildren("year")
        [hit.doc for hit in best.scoreDocs]
        return int(years.value), best

    def shown(self, prepared: Any) -> list[str]:
        _, best = self.page(prepared)
        return [str(piece) for piece in self._highlighter.highlight("body", prepared, best, 1)]

    def close(self) -> None:
        self._reader.close()


def _read_java_version() -> str:
    release = Path(jpype.getDefaultJVMPath()).parents[2] / "release"
    found = re.search('JAVA_VERSION="(.+)"', release.read_text()) if release.exists() else None
    return found[1] if found else "?"


class _Java:
    """Lucene's classes by package, and objects built of several of them."""

    def __init__(self) -> None:
        if not jpype.isJVMStarted():
            jpype.startJVM(*OPTIONS, classpath=[str(jar) for jar in JARS.glob("*.jar")])
            level = jpype.JClass("java.util.logging.Level").WARNING
            jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(level)
        self.index, self.search = _load_package("index"), _load_package("search")
        self.document, self.facet = _load_package("document"), _load_package("facet")

    def create_analyzer(self) -> Any:
        return _load_package("analysis.core")("WhitespaceAnalyzer")()

    def open_directory(self, folder: Path) -> Any:
        path = jpype.JClass("java.nio.file.Paths").get(str(folder))
        return _load_package("store")("FSDirectory").open(path)

    def load_document_builder(self) -> Callable[[Entry], Any]:
        """Return a function that builds a Lucene document of an entry."""
        document, text, keyword = map(self.document, ("Document", "TextField", "KeywordField"))
        value, whole = map(self.document, ("NumericDocValuesField", "LongField"))
        store = self.document("Field$Store")
        yes, no = store.YES, store.NO

        def build_document(entry: Entry) -> Any:
            built = document()
            for field in (text("body", entry.stems, yes), text("form", entry.forms, no),
                          keyword("outlet", entry.outlet, no), value("year", entry.year),
                          whole("day", entry.day, no)):
                built.add(field)
            return built

        return build_document

    def build_boolean(self, clauses: Iterable[tuple[Any, str]]) -> Any:
        builder = self.search("BooleanQuery$Builder")()
        for query, occur in clauses:
            builder.add(query, getattr(self.search("BooleanClause$Occur"), occur))
        return builder.build()

    def build_highlighter(self, searcher: Any) -> Any:
        """Highlight passages of about 160 characters: the tokens have no full stops to end them."""
        package, words = _load_package("search.uhighlight"), jpype.JClass("java.text.BreakIterator")
        by_length = package("LengthGoalBreakIterator")

        def create_breaks() -> Any:
            return by_length.createClosestToLength(words.getWordInstance(), 160, 0.5)

        supplier = jpype.JProxy("java.util.function.Supplier", dict={"get": create_breaks})
        builder = package("UnifiedHighlighter").builder(searcher, self.create_analyzer())
        return builder.withBreakIterator(supplier).build()


def _load_package(name: str) -> Callable[[str], Any]:
    """Return a function that finds a package's classes by name, once each: it is slow."""
    return cache(lambda each: jpype.JClass(f"org.apache.lucene.{name}.{each}"))
