"""Documents of an index on a cluster: what is sent is what the analyzer says, word for word."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Article, kernel_loader
from search.analysis import Analyzer
from search.analysis.token import PARAGRAPH_GAP
from search.arrays import bounds
from search.documents import build_documents
from search.engines.opensearch.chunk_texts import copy_pieces
from search.engines.opensearch.columns import (
    ALL,
    BITMAP,
    FORMS,
    PHRASES,
    STACK,
    STORY,
    TITLE_COPIES,
    TOLD,
    list_channels,
)
from search.engines.opensearch.documents import build_search_documents, list_phrases
from search.fields import SEARCHABLE, TITLE
from search.query import Channel
from search.stories import compute_jaccard

from support import oracle
from support.examples import count_examples

WORDS = st.sampled_from([
    "Gempa", "gempa", "KPU-nya", "U-23", "anak-anak", "Rp1.000,-", "e-commerce", "é", "ﬁ", "\"",
    "\\", "|", "\x00", "\n", "\n\n", " . ", "B.J. Habibie", "𝔄", "10²", "\u2028", "ber-KTP"])
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


def build(*articles, analyzer=None):
    documents = build_documents(analyzer or Analyzer(), articles)
    return documents, build_search_documents(range(1, len(articles) + 1), documents)


def read_terms(paragraphs):
    """Return the terms of paragraphs with their positions, as the cluster's analysis finds them."""
    terms, position = [], -1
    for number, paragraph in enumerate(paragraphs):
        position += (PARAGRAPH_GAP - 1) * (number > 0)
        for stack in paragraph.split():
            position += 1
            terms += [(position, term) for term in stack.split(STACK)]
    return terms


@settings(max_examples=count_examples(150))
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_every_term_is_sent_at_its_position(texts):
    articles = [Article(str(number), *each, outlet="Kabar\nNusa")
                for number, each in enumerate(texts)]
    documents, built = build(*articles)
    for document, each in zip(documents, built):
        sent = json.loads(each.write(None))
        for field in SEARCHABLE.values():
            for channel in list_channels(field):
                assert read_terms(sent[f"{field.name}_{channel.value}"]) == document.terms(
                    field.name, channel)
        assert set(sent[FORMS]) == {
            form for name in SEARCHABLE for _, form in document.terms(name, Channel.FORM)}
        for channel in Channel:
            terms = document.terms(TITLE.name, channel)
            assert sorted(read_terms(sent[ALL[channel]])) == sorted(TITLE_COPIES * terms)
        assert set(sent[PHRASES]) == oracle.list_phrases(document.terms(TITLE.name, Channel.FORM))


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.lists(st.integers(0, 4)))
def test_the_kernel_copies_the_pieces_that_the_reference_copies(pieces, numbers):
    sizes = np.array([len(each) for each in pieces], np.int64)
    firsts, chosen = bounds(sizes)[:-1], np.array(numbers, np.uint32) % len(pieces)
    text = np.frombuffer(b"".join(pieces), np.uint8)
    pytest.importorskip("numba")
    kernel_loader.load("analysis")
    for copy in (copy_pieces, kernel_loader.compiled_modules("analysis")[0].copy):
        copied = np.empty(sizes[chosen].sum(), np.uint8)
        copy(text, firsts.copy(), sizes, chosen, copied)
        assert copied.tobytes() == b"".join([pieces[number] for number in chosen])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "u|u23"]), min_size=1), max_size=3))
def test_the_runs_of_words_are_those_of_the_oracle(paragraphs):
    written = [" ".join(each) for each in paragraphs]
    assert {each.decode() for each in list_phrases(list(map(str.encode, written)))} == (
        oracle.list_phrases(read_terms(written)))


def test_a_label_says_whether_an_article_is_in_a_story():
    _, [alone] = build(Article("a", "Gempa", "Gempa di Palu."))
    assert json.loads(alone.write(None))[STORY] == alone.key
    assert json.loads(alone.write("x")) == {
        **json.loads(alone.write(None)), STORY: "x", TOLD: True}


def test_documents_built_together_are_as_if_built_apart():
    analyzer = Analyzer()
    articles = [Article(str(n), f"Judul {n}", "Gempa di Palu.\n\n" * n) for n in range(4)]
    _, together = build(*articles, analyzer=analyzer)
    for number, (article, each) in enumerate(zip(articles, together), 1):
        documents = build_documents(analyzer, [article])
        [apart] = build_search_documents([number], documents)
        assert apart.write(None) == each.write(None) and apart.words == each.words


def test_no_documents_are_none():
    assert build_search_documents([], []) == []


@pytest.mark.parametrize("other, least", [("korban jiwa tidak ada", 0.5), ("", 1.0)])
def test_shingles_and_bitmaps_tell_near_duplicates(other, least):
    text = " ".join(f"kata{number} berita{number}" for number in range(60))
    _, [one, two] = build(Article("a", "A", text), Article("b", "B", f"{text} {other}".strip()))
    assert least <= compute_jaccard(one.list_shingles(), two.list_shingles()) <= 1
    assert len(set(one.bands) & set(two.bands)) > 10
    assert json.loads(one.write(None))[BITMAP] and np.bitwise_count(one.bitmap).sum() > 50
