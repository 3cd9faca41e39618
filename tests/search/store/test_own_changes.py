"""A writer on a cluster that lets the index follow what it has just stored, without reading it."""

from dataclasses import replace

import pytest

from search import Article
from search.store.opensearch import own_changes
from search.store.store import Change, IndexState

from support.fake_cluster import FakeCluster, open_fake_store

pytest.importorskip("opensearchpy")

A, B, C = (Article(id, f"Judul {id}", "Perundingan di Palu.") for id in "abc")


@pytest.fixture
def cluster():
    return FakeCluster()


@pytest.fixture
def store(cluster):
    return open_fake_store(cluster)


def put(store, *articles):
    with store.lock(), store.transaction() as transaction:
        for article in articles:
            transaction.put(article)


def read_all(store, after=0):
    last = store.last_change()
    pages = [each for page in store.pages(after, last) for each in page]
    return store.changes(after), pages


def read_as_another(cluster, after=0):
    return read_all(open_fake_store(cluster), after)


def count_reads(cluster, store):
    """Return how often versions and histories are asked for while changes are read."""
    asked = []
    cluster.before = lambda method, path, body: asked.append(path)
    read_all(store)
    cluster.before = lambda method, path, body: None
    return sum("_mget" in path for path in asked)


def edit(article, text="lain"):
    return replace(article, title=f"Judul {text}")


def test_what_this_process_has_stored_is_not_read_again(cluster, store):
    put(store, A, B)
    put(store, edit(A), C)
    assert count_reads(cluster, store) == 0
    assert read_all(store) == read_as_another(cluster) == (
        [Change(1, "a", True, True), Change(2, "b", True, True), Change(3, "a", True, False),
         Change(4, "c", True, True)],
        [(2, B), (3, edit(A)), (4, C)])


def test_an_article_that_is_put_twice_in_a_transaction_counts_once(cluster, store):
    put(store, A, edit(A), B)
    assert read_all(store) == read_as_another(cluster)


@pytest.mark.parametrize("interfere", [
    pytest.param(lambda store: put(store, C), id="put"),
    pytest.param(lambda store: remove(store, "a"), id="remove"),
])
def test_what_another_writer_has_changed_is_read(cluster, store, interfere):
    put(store, A, B)
    interfere(open_fake_store(cluster))
    assert count_reads(cluster, store) > 0
    assert read_all(store) == read_as_another(cluster)
    put(store, edit(B))
    assert read_all(store) == read_as_another(cluster)


def remove(store, id):
    with store.lock(), store.transaction() as transaction:
        transaction.remove(id)


def test_after_a_removal_all_is_read(cluster, store):
    put(store, A, B)
    remove(store, "a")
    put(store, C)
    assert count_reads(cluster, store) > 0
    assert read_all(store) == read_as_another(cluster)
    assert A not in [article for _, article in read_all(store)[1]]


def test_what_the_index_has_followed_is_forgotten(cluster, store):
    put(store, A)
    with store.lock():
        store.advance(IndexState(generation=1, change=1, signature="x"), None)
    put(store, edit(A))
    assert store.changes(1) == [Change(2, "a", True, False)]
    assert read_all(store) == read_as_another(cluster)


def test_what_the_index_follows_meanwhile_is_not_taken_from_memory(cluster, store):
    put(store, A, edit(A))
    other = open_fake_store(cluster)
    with other.lock():
        other.advance(IndexState(generation=1, change=2, signature="x"), {"a"})
    assert read_all(store) == read_as_another(cluster)  # the first version is purged


def test_a_transaction_that_failed_leaves_a_gap(cluster, store):
    put(store, A)

    def refuse(method, path, body):
        if path == "/_bulk":
            raise KeyboardInterrupt

    cluster.before = refuse
    with pytest.raises(KeyboardInterrupt):
        put(store, B)
    cluster.before = lambda method, path, body: None
    put(store, C)
    assert read_all(store) == read_as_another(cluster) == (
        [Change(1, "a", True, True), Change(3, "c", True, True)], [(1, A), (3, C)])


def test_no_more_is_kept_than_fits_in_memory(cluster, store, monkeypatch):
    monkeypatch.setattr(own_changes, "MAX_CHARACTERS", 60)
    put(store, A, B, C)
    assert count_reads(cluster, store) > 0
    assert read_all(store) == read_as_another(cluster)
