"""Articles that a cluster does not take: named, and no hindrance for others."""

import re
from dataclasses import replace

import pytest

from search import Article
from search.analysis import Analyzer
from search.documents import build_documents
from search.engines.opensearch.documents import build_search_documents
from search.errors import EngineError
from search.store.opensearch import bulk, versions
from search.store.opensearch.bulk import make_action, write_all
from search.store.opensearch.connection import translate_reason
from search.store.opensearch.versions import MAX_ARTICLE_BYTES, find_refusal

from support.fake_cluster import FakeCluster, open_fake_store

pytest.importorskip("opensearchpy")

A = Article("a", "Gempa", "Gempa di Palu.")
LARGE = replace(A, id="besar", body="gempa " * (MAX_ARTICLE_BYTES // 6))


@pytest.mark.parametrize("article, why", [
    pytest.param(LARGE, "'besar' is larger than the 2,000,000 bytes.*cut it into parts",
                 id="a long body"),
    pytest.param(replace(A, title="gempa " * 30_000), "larger than", id="a long title"),
    pytest.param(replace(A, extra={"isi": "é" * 1_000_000}), "larger than", id="a long field"),
    pytest.param(replace(A, body="\x01" * 350_000), "larger than", id="much to escape"),
    pytest.param(replace(A, id="é" * 16_001), "the id 'é*'… has over 32,000 bytes", id="a long id"),
])
def test_what_is_too_large_is_refused_by_its_id(article, why):
    assert re.search(why, find_refusal(article))


@pytest.mark.parametrize("article", [
    A, replace(A, body="gempa " * 300_000), replace(A, id="é" * 16_000),
    replace(A, title="gempa " * 15_000), replace(A, extra={"isi": "\ud800"}),
], ids=["short", "long", "a long id", "a long title", "half a pair"])
def test_what_fits_is_not_refused(article):
    assert find_refusal(article) is None


def test_the_document_of_an_article_is_four_times_as_large():
    """Every word is another one, so that the list of forms is as long as it gets."""
    scale = 20
    numbers = range(10 ** 6, 10 ** 6 + MAX_ARTICLE_BYTES // scale // 9)
    article = Article("a", "", " ".join(f"k{number}" for number in numbers))
    [built] = build_search_documents([1], build_documents(Analyzer(), [article]))
    assert len(built.write(None)) / len(versions.write_article(article)) < 4.3


def test_others_of_a_batch_are_stored():
    store = open_fake_store()
    with store.lock(), store.transaction() as transaction:
        assert transaction.find_refusal(LARGE) and not transaction.find_refusal(A)
        transaction.put(A)
        with pytest.raises(EngineError, match="cut it into parts"):
            transaction.put(LARGE)
    assert list(store.export()) == [A] and store.verify() == []


def test_a_request_has_no_more_than_it_may_unless_one_document_does(monkeypatch):
    monkeypatch.setattr(bulk, "MAX_BYTES", 1_000)
    cluster, sizes = FakeCluster(), []
    store = open_fake_store(cluster)
    store._connection.create_index("x", {})
    cluster.before = lambda method, path, body: sizes.append(len(body))
    write_all(store._connection, [
        make_action("index", "x", str(number), {"text": "a" * length})
        for number, length in enumerate([300, 300, 300, 300, 2_000, 300])])
    assert len(sizes) == 4 and sorted(sizes)[:3] == sorted(
        size for size in sizes if size <= 1_000)


@pytest.mark.parametrize("status, reason, match", [
    (413, "", "takes no request that is so large: raise http.max_content_length"),
    (400, {"type": "too_many_nested_clauses", "reason": "Query contains too many nested clauses; "
           "maxClauseCount is set to 1024"}, "more parts than the cluster permits.*fewer words"),
])
def test_bounds_of_the_cluster_are_named(status, reason, match):
    address = open_fake_store()._connection.address
    with pytest.raises(EngineError, match=match):
        raise translate_reason(address, reason, status)
