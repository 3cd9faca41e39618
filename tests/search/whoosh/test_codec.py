"""The index stays a Whoosh index: its own reader and searcher find the same articles."""

import io
import json
import random
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
import zstandard
from whoosh import query as wq
from whoosh.filedb.filestore import FileStorage

from search import Article
from search.engine import Request
from search.engines.whoosh.commits import generation
from search.engines.whoosh.segments.segment import name_field
from search.errors import QuerySyntaxError
from search.facets import FACETS
from search.fields import TEXT
from search.interpret import interpret
from search.query import (
    And,
    AtLeast,
    Boost,
    Channel,
    Everything,
    Fuzzy,
    Keyword,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Weighted,
    Within,
)
from search.syntax import parse

from support.archives import open_whoosh
from support.suites import SUITES

NEWS = Path(__file__).parents[4] / "shared" / "data" / "news" / "news_handout.jsonl.zst"


class Inexpressible(Exception):
    """Raised for what Whoosh has no query for: proximity in any order, transpositions."""


def translate(node):
    """Return our tree as a query of Whoosh."""
    match node:
        case Everything():
            return wq.Every()
        case And(children):
            return wq.And([translate(child) for child in children])
        case Or(children):
            return wq.Or([translate(child) for child in children])
        case Not(child):
            return wq.And([wq.Every(), wq.Not(translate(child))])
        case Boost(child) | Weighted(_, child):
            return translate(child)
        case Fuzzy() | AtLeast() | Within() | Keyword():
            raise Inexpressible
    fields = [node.field] if node.field else [field.name for field in TEXT]
    return wq.Or([leaf(node, field) for field in fields])


def leaf(node, field):
    match node:
        case Term(term, channel):
            return wq.Term(name_field(field, channel), term)
        case Prefix(prefix, before=()):
            return wq.Prefix(name_field(field, Channel.FORM), prefix)
        case Phrase(terms, None, channel) if len(set(terms)) == len(terms):
            return wq.Phrase(name_field(field, channel), list(terms))
        case _:
            raise Inexpressible


def search_whoosh(folder, node):
    """Return the ids that Whoosh's own searcher finds."""
    with FileStorage(str(generation.folder(folder, 1))).open_index().searcher() as searcher:
        numbers = searcher.docs_for_query(translate(node))
        return {searcher.stored_fields(number)["id"] for number in numbers}


def search_ours(archive, node):
    return set(archive._engine.match(Request(node, limit=10_000)).ids)


@pytest.fixture(scope="module")
def folders(tmp_path_factory, analyzer):
    """Each conformance suite in a folder, over several commits, with a removal."""
    made = {}
    for suite, content in SUITES.items():
        folder = made[suite] = tmp_path_factory.mktemp("suite")
        archive = open_whoosh(folder, analyzer)
        articles = [Article(**article) for article in content["articles"]]
        for batch in (articles[:3], articles[3:], [Article("x", "Hapus", "Hapus ini.")]):
            list(archive.add(batch))
        archive.remove(["x"])
    return made


@pytest.mark.parametrize("suite", [
    pytest.param(suite, marks=[pytest.mark.long] if number % 12 else [])
    for number, suite in enumerate(SUITES)
])
def test_whoosh_finds_what_we_find_for_every_conformance_query(folders, analyzer, suite):
    archive = open_whoosh(folders[suite], analyzer)
    compared = 0
    for case in SUITES[suite]["searches"]:
        try:
            node = interpret(parse(case["q"]), analyzer).node
            expected = search_whoosh(folders[suite], node)
        except (Inexpressible, QuerySyntaxError):
            continue
        assert search_ours(archive, node) == expected, case["q"]
        compared += 1
    assert compared or suite in ("proximity", "errors")


def test_whoosh_ranks_highlights_and_reads_columns(folders):
    storage = FileStorage(str(generation.folder(folders["words"], 1)))
    with storage.open_index().searcher() as searcher:
        reader = searcher.reader()
        assert reader.doc_count() == len(SUITES["words"]["articles"])
        term = next(iter(reader.lexicon("body"))).decode()
        hits = searcher.search(wq.Term("body", term))
        assert len(hits) and all(hit.score > 0 for hit in hits)
        assert reader.field_length("body") > 0
        assert len(list(reader.all_terms())) > 20
        articles = [Article(**article) for article in SUITES["words"]["articles"]]
        for facet in FACETS.values():
            assert Counter(reader.column_reader(facet.name)) == Counter(map(facet.values, articles))


@pytest.fixture(scope="module")
def news(tmp_path_factory, analyzer):
    """1,500 real articles; skipped without them."""
    if not NEWS.exists():
        pytest.skip("no real articles here")
    folder = tmp_path_factory.mktemp("news")
    archive = open_whoosh(folder, analyzer)
    lines = io.TextIOWrapper(zstandard.open(NEWS, "rb"), "utf-8")
    rows = [json.loads(line) for line, _ in zip(lines, range(1_500))]
    list(archive.add(Article(row["id"], row["title"], row["body"]) for row in rows))
    return folder, archive


@pytest.mark.long
def test_whoosh_finds_what_we_find_for_random_queries_over_real_news(news, analyzer):
    folder, archive = news
    chosen = random.Random(3)
    bodies = [article.body for article in archive.export()]
    for _ in range(100):
        tokens = analyzer.tokenize(chosen.choice(bodies))
        at = chosen.randrange(max(len(tokens) - 4, 1))
        terms = list(dict.fromkeys(token.stem for token in tokens[at:at + 3]))
        one, *others = map(Term, terms)
        shapes = [one, Prefix(tokens[at].form[:5]), Term(tokens[at].form, Channel.FORM)]
        if others:
            shapes += [Phrase(tuple(terms)), And((one, *others)), Or((one, *others)),
                       And((one, Not(others[0])))]
        node = chosen.choice(shapes)
        assert search_ours(archive, node) == search_whoosh(folder, node), node


def test_the_pieces_of_the_contract_hold_for_pairs_of_real_words(news):
    """Either word: those with one, with the other, counted once."""
    _, archive = news
    words = [Term(word) for word in ("presiden", "jakarta", "sekolah", "hujan", "menteri")]
    for one, other in combinations(words, 2):
        sets = [search_ours(archive, node) for node in (one, other, Or((one, other)),
                                                        And((one, other)),
                                                        And((one, Not(other))))]
        assert sets[2] == sets[0] | sets[1]
        assert sets[3] == sets[0] & sets[1]
        assert sets[4] == sets[0] - sets[1]
