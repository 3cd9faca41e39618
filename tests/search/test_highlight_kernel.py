"""The compiled highlighter shows what the reference does, to the last character."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Article
from search.analysis import Analyzer
from search.highlight import highlight, mark
from search.highlight.fragments import MAX_CANDIDATES
from search.kernel_loader import is_loaded, use_reference
from search.query import And, Channel, Everything, Fuzzy, Not, Or, Phrase, Prefix, Term

pytestmark = pytest.mark.skipif(not is_loaded("highlight"), reason="numba is not installed")

WORDS = ["perundingan", "berunding", "enam", "Enam", "pihak", "Kim-Putin", "anak-anak", "a-b-c",
         "Jum’at", "KPU-nya", "nuklir", "é", "日本", "Öl", "x" * 700, "ke-2", "É-kim",
         "B.J.", "17/8/1945"]
BLANKS = [" ", " ", ", ", "\n\n", "\t", "\u2028", "\u2029", "\x85", "\u00a0", " 😀 ",
          "\u2014", "\x1f", "\x1c", "  ", "\u200b", "…"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BLANKS)), max_size=90).map(
    lambda pairs: "".join(word + blank for word, blank in pairs))
STEMS = st.sampled_from(["runding", "enam", "pihak", "kim", "putin", "anak", "a", "b", "nuklir",
                         "é", "日本", "oel", "kosong", "ke", "2", "x" * 100, "u", "23", "u23",
                         "kimputin", "ke2", "-nya", "kpu", "bj", "j", "1945-08-17", "17"])
FORMS = st.sampled_from(["perundingan", "enam", "kim", "anak-anak", "kpu-nya", "ol", "jumat", "e"])
FIELDS = st.sampled_from([None, "title", "body", "outlet"])
BEFORE = st.sampled_from([(), (), ("kim",), ("a", "b"), ("enam",), ("enam", "enam")])
LEAVES = st.one_of(
    st.builds(Term, STEMS, st.just(Channel.STEM), FIELDS),
    st.builds(Term, FORMS, st.just(Channel.FORM), FIELDS),
    st.builds(Prefix, st.sampled_from(["per", "e", "k", "x", "日", "u2", ""]), FIELDS, BEFORE),
    st.builds(Fuzzy, st.sampled_from(["enm", "nuklri", "jumt", "日", "u"]), st.integers(1, 2),
              FIELDS, BEFORE),
    st.builds(Phrase, st.lists(STEMS, min_size=2, max_size=4).map(tuple),
              st.sampled_from([None, 0, 1, 5]), st.just(Channel.STEM), FIELDS),
    st.builds(Phrase, st.lists(FORMS, min_size=2, max_size=3).map(tuple),
              st.sampled_from([None, 2]), st.just(Channel.FORM), FIELDS),
)
NODES = st.one_of(
    LEAVES, st.lists(LEAVES, min_size=1, max_size=5).map(lambda each: Or(tuple(each))),
    st.lists(LEAVES, min_size=1, max_size=3).map(lambda each: And((*each, Not(Term("enam"))))),
    st.just(Everything()),
)


def by_reference(function):
    with use_reference():
        return function()


def assert_equal(analyzer, articles, node):
    """Check that both show the same, and return it."""
    shown = highlight(articles, node, analyzer)
    assert shown == by_reference(lambda: highlight(articles, node, analyzer))
    for article in articles:
        whole = mark(article, node, analyzer)
        assert whole == by_reference(lambda: mark(article, node, analyzer))
    return shown


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3), NODES)
def test_any_page(analyzer, texts, node):
    articles = [Article(str(n), *each) for n, each in enumerate(texts)]
    assert_equal(analyzer, articles, node)


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("ab1-. \n/’")),
               max_size=400), st.sampled_from(["a", "b", ""]))
def test_any_text(analyzer, text, prefix):
    assert_equal(analyzer, [Article("1", text, text)], Or((Prefix(prefix), Term("ab"))))


@pytest.mark.parametrize("body", [
    "kuda " + "sapi " * (MAX_CANDIDATES + 50) + "kuda é kuda",
    "sapi kuda " * (MAX_CANDIDATES + 9) + "sapi",
    "x" * 2_000 + " sapi", "sapi " + "x" * 2_000, "é " * 300 + "sapi" + " é" * 300, "sapi",
    "sapi " * 100_000 + "kuda", "",
])
def test_the_longest_texts(analyzer, body):
    node = Or((Term("sapi"), Term("kuda"), Phrase(("kuda", "é")), Prefix("x")))
    (_, snippets), = assert_equal(analyzer, [Article("1", body, body)], node)
    assert any(snippet.spans for snippet in snippets) == bool(body)


def test_a_query_of_any_size(analyzer):
    body = " ".join(f"kata{n} lain" * 20 for n in range(80))
    for size in (62, 63, 64, 80):
        node = Or(tuple(Term(f"kata{n}") for n in range(size)))
        assert_equal(analyzer, [Article("1", "kata1 kata79", body)], node)


def test_no_article_shows_nothing(analyzer):
    assert highlight([], Term("enam"), analyzer) == []


def test_threads_that_meet_new_words_together(analyzer):
    """Each page has its own words, and words that all threads meet at the same time."""
    pages = [[Article("1", f"judul{n}", " ".join(f"milik{n}x{k} bersama{k}" for k in range(900)))]
             for n in range(8)]
    nodes = [Or((Term(f"milik{n}x5"), Term("bersama7"), Prefix("bersama89"))) for n in range(8)]
    expected = [by_reference(lambda page=page, node=node: highlight(page, node, analyzer))
                for page, node in zip(pages, nodes)]
    fresh = Analyzer()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: highlight(pages[n], nodes[n], fresh), range(8))) == expected
    assert fresh.vocabulary.is_compiled
