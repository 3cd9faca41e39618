"""What a cluster permits so much of: parts of a query, bytes of a request, bytes of an article."""

import string

import pytest

from search import Article, Query
from search.analysis import Analyzer
from search.engines.opensearch import queries
from search.errors import EngineError
from search.interpret import Equivalents, interpret
from search.interpret.equivalents import read_own_rows
from search.store.opensearch.bulk import make_action, write_all
from search.store.opensearch.versions import MAX_ARTICLE_BYTES
from search.syntax import MAX_LENGTH, parse

MAX_CLAUSES = 1_024
"""What OpenSearch permits in a query unless it is told otherwise."""

LEAVES = {"term", "terms", "prefix", "fuzzy", "regexp", "intervals", "match_phrase", "range",
          "exists", "match"}


def fill(parts, separator=" "):
    """Return as many parts as fit into a query."""
    text = ""
    for part in parts:
        longer = f"{text}{separator}{part}" if text else part
        if len(longer) > MAX_LENGTH:
            break
        text = longer
    return text


def list_longest():
    letters = [*string.ascii_lowercase, *string.digits, *map(chr, range(0xE0, 0x180)),
               *map(chr, range(0x430, 0x450))]
    pairs = [one + other for one in string.ascii_lowercase for other in string.ascii_lowercase]
    writings = sorted({row.writing for row in read_own_rows()}, key=len)
    return {
        "letters": fill(letters), "pairs": fill(pairs), "any of pairs": fill(pairs, " OR "),
        "writings": fill(writings), "any of writings": fill(writings, " OR "),
        "hyphens": fill(f"u-{number}" for number in range(1_000)),
        "fields": fill(f"title:{pair}" for pair in pairs),
        "without": fill(f"-{letter}" for letter in letters),
        "prefixes": fill([*(f"{pair}*" for pair in pairs[:8]), *pairs]),
    }


def count_clauses(query):
    if isinstance(query, list):
        return sum(map(count_clauses, query))
    if not isinstance(query, dict):
        return 0
    return sum(1 if kind in LEAVES else count_clauses(inner) for kind, inner in query.items())


@pytest.fixture(scope="module")
def equivalents():
    analyzer = Analyzer()
    return analyzer, Equivalents(analyzer, read_own_rows())


@pytest.mark.parametrize("name", list_longest())
def test_no_query_has_too_many_parts(equivalents, name):
    reading = interpret(parse(list_longest()[name]), *equivalents)
    trees = [tree for tree in (reading.node, reading.relaxed, reading.all_words) if tree]
    most = max(count_clauses(queries.translate(tree)) for tree in trees)
    assert 20 < most < MAX_CLAUSES * 2 // 3


@pytest.fixture(scope="module")
def archive(make_archive):
    archive = make_archive("opensearch")
    list(archive.add([Article("a", "Gempa", fill(string.ascii_lowercase))]))
    return archive


@pytest.mark.cluster
@pytest.mark.parametrize("name", list_longest())
def test_the_longest_queries_are_answered(archive, name):
    archive.search(Query(list_longest()[name], facets=("outlet", "year")))


@pytest.mark.cluster
@pytest.mark.long  # 200,000 new words take seconds
def test_the_largest_article_is_stored_and_found(archive):
    """Of different words, as that makes the largest document."""
    words = " ".join(f"k{number}" for number in range(10 ** 6, 10 ** 6 + MAX_ARTICLE_BYTES // 10))
    [batch] = archive.add([Article("besar", "Besar", words)])
    assert batch.added == ["besar"]
    assert archive.search(Query(f"k{10 ** 6 + 100_000}", highlight=False)).total == 1
    [batch] = archive.add([Article("lebih", "Lebih", f"{words} {words}"), Article("b", "B", "B.")])
    assert batch.added == ["b"] and "'lebih' is larger than" in batch.refused["lebih"]
    archive.remove(["besar"])


@pytest.mark.cluster
def test_a_request_that_is_too_large_is_named(archive):
    connection = archive._store._connection
    action = make_action("index", f"{connection.address.name}-index-1", "x", {
        "article": "a" * (101 << 20)})
    with pytest.raises(EngineError, match="raise http.max_content_length"):
        write_all(connection, [action])
    assert archive.verify() == []
