"""Snippets: which fragments of an article are shown, and what is marked in them."""

from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Article
from search.highlight import fragments, highlight, mark
from search.highlight.fragments import FRAGMENT_LENGTH, MAX_CANDIDATES, MAX_FRAGMENTS
from search.interpret import interpret
from search.kernel_loader import use_reference
from search.snippet import Snippet
from search.syntax import parse

WORDS = ["perundingan", "berunding", "enam", "pihak", "Kim-Putin", "anak-anak", "di", "Korea,",
         "nuklir.", "“sanksi”", "\n\n", "😀", "perlucutan", "senjata", "(AS)"]
QUERIES = ["runding", '"enam pihak"', "put* -senjata", "nuklri~", '"enam korea"~3', "anak AND di",
           "=berunding OR =sanksi", "title:enam", "kosong"]


@pytest.fixture(scope="module", params=["compiled", "reference"], autouse=True)
def kernels(request):
    """Run every test with the compiled kernel and without it."""
    with use_reference() if request.param == "reference" else nullcontext():
        yield request.param


def show(analyzer, body, query, title=""):
    node = interpret(parse(query), analyzer).node
    return highlight([Article("1", title, body)], node, analyzer)[0]


@given(st.lists(st.sampled_from(WORDS), max_size=150).map(" ".join), st.sampled_from(QUERIES))
def test_snippets_are_pieces_of_the_body_with_whole_words_marked(analyzer, body, query):
    _, snippets = show(analyzer, body, query)
    plain = body.translate({ord("\n"): " "})
    assert len(snippets) <= MAX_FRAGMENTS
    assert bool(snippets) == bool(body)
    at = 0
    for snippet in snippets:
        at = plain.index(snippet.text, at) + len(snippet.text)
        assert len(snippet.text) <= FRAGMENT_LENGTH + 40
        words = {(token.start, token.end) for token in analyzer.tokenize(snippet.text)}
        assert set(snippet.spans) <= words
        assert list(snippet.spans) == sorted(snippet.spans)


@given(st.lists(st.sampled_from(WORDS), max_size=150).map(" ".join), st.sampled_from(QUERIES))
def test_a_match_in_the_body_is_shown(analyzer, body, query):
    node = interpret(parse(query), analyzer).node
    _, whole = mark(Article("1", "", body), node, analyzer)
    _, snippets = show(analyzer, body, query)
    assert any(snippet.spans for snippet in snippets) == bool(whole.spans)
    assert whole.text == body


def test_snippets_cover_the_words_of_the_query(analyzer):
    gap = "Lain hal dibahas panjang lebar. " * 12
    body = f"Nuklir dibahas. Nuklir lagi. {gap} Sanksi dibahas. {gap} Rudal dibahas. {gap}"
    _, snippets = show(analyzer, body, "nuklir sanksi rudal")
    marked = [snippet.list_matches() for snippet in snippets]
    assert marked == [["Nuklir", "Nuklir"], ["Sanksi"], ["Rudal"]]


def test_without_a_match_the_beginning_is_shown_unmarked(analyzer):
    body = "Awal berita. " * 40
    _, (snippet,) = show(analyzer, body, "kosong")
    assert body.startswith(snippet.text) and not snippet.spans
    assert snippet.text.endswith(("Awal", "berita"))


def test_a_word_as_long_as_a_book_does_not_make_a_snippet_so_long(analyzer):
    _, snippets = show(analyzer, "awal " + "x" * 100_000 + " akhir", "akhir OR x*")
    assert sum(len(snippet.text) for snippet in snippets) < 3_000


def test_snippets_are_looked_for_in_the_first_million_characters(analyzer):
    for before, marked in ((900_000, True), (1_000_000, False)):
        _, snippets = show(analyzer, "x " * (before // 2) + "rudal ", "rudal")
        assert any(snippet.list_matches() == ["rudal"] for snippet in snippets) == marked


def test_the_title_is_whole_and_marked(analyzer):
    title, _ = show(analyzer, "", '"enam pihak"', "Enam orang, enam pihak")
    assert title == Snippet("Enam orang, enam pihak", ((12, 16), (17, 22)))


def test_a_word_that_fills_the_text_hides_no_other(analyzer, monkeypatch, kernels):
    body = "sapi " * 5_000 + "kuda"
    _, snippets = show(analyzer, body, "sapi kuda")
    assert [snippet.text.endswith("kuda") for snippet in snippets] == [False, False, True]
    if kernels == "compiled":
        return
    tried = []
    real = fragments._find_end
    monkeypatch.setattr(fragments, "_find_end", lambda *at: tried.append(at) or real(*at))
    show(analyzer, body, "sapi kuda")
    assert len(tried) <= 2 * MAX_CANDIDATES, "a page of such texts would take seconds"
