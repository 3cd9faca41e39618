"""The contract of search/store/store.py, on every implementation of it."""

import logging
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Article, Query
from search.store.sqlite_store import SQLiteStore
from search.store.store import Change, IndexState

from support.archives import open_oracle, open_whoosh_in_memory
from support.examples import count_examples
from support.fake_cluster import open_cluster_store, open_fake_store
from support.memory_store import MemoryStore

A, B, C = (Article(id, f"Judul {id}", "Perundingan di Palu.") for id in "abc")

STORES = {"sqlite": SQLiteStore, "memory": lambda folder: MemoryStore(),
          "fake cluster": lambda folder: open_fake_store()}


@pytest.fixture(params=[*STORES, "opensearch"])
def store(request, tmp_path):
    if request.param == "opensearch":
        return open_cluster_store(request.getfixturevalue("new_address")())
    return STORES[request.param](tmp_path / "archive")


@pytest.fixture
def store_log(caplog):
    caplog.set_level(logging.WARNING)
    return caplog


def put(store, *articles):
    with writing(store) as transaction:
        for article in articles:
            transaction.put(article)


def remove(store, *ids):
    with writing(store) as transaction:
        return [id for id in ids if transaction.remove(id)]


def follow(store, change=None, ids=None):
    """Tell the store that an index has followed a change, by default all."""
    with store.lock():
        last = store.last_change() if change is None else change
        store.advance(IndexState(generation=1, change=last, signature="x"), ids)


@contextmanager
def writing(store):
    with store.lock(), store.transaction() as transaction:
        yield transaction


def edit(article, text="lain"):
    return replace(article, title=f"Judul {text}")


# Transactions


def test_what_a_transaction_put_is_there_when_its_block_ends(store):
    put(store, B, A)
    assert list(store.export()) == [A, B] and store.articles(["b", "x", "a"]) == [B, A]
    assert store.status().articles == 2 and store.verify() == []


def test_a_transaction_that_raises_leaves_nothing(store):
    put(store, A)
    with pytest.raises(ZeroDivisionError), writing(store) as transaction:
        transaction.put(B)
        transaction.put(edit(A))
        transaction.add_to_source("a", "satu")
        transaction.remove("a")
        1 / 0
    assert list(store.export()) == [A] and store.last_change() == 1
    assert list(store.articles_of_sources({"satu"})) == []
    put(store, B)
    assert list(store.export()) == [A, B]


def test_a_transaction_sees_its_own_changes(store):
    put(store, A, B)
    with writing(store) as transaction:
        transaction.put(edit(A))
        transaction.remove("b")
        transaction.put(C)
        newest = transaction.newest(["a", "b", "c", "x"])
        assert newest == {"a": edit(A), "c": C}
        assert not transaction.remove("b") and transaction.remove("c")
        assert transaction.newest({"c"}) == {}


def test_the_newest_of_many_are_found_at_once(store):
    articles = [Article(f"a{number}", f"Judul {number}") for number in range(1_200)]
    put(store, *articles)
    remove(store, "a7")
    put(store, edit(articles[8]))
    with writing(store) as transaction:
        newest = transaction.newest([article.id for article in articles])
    assert len(newest) == 1_199 and "a7" not in newest
    assert newest["a8"] == edit(articles[8]) and newest["a9"] == articles[9]


def test_one_writer_at_a_time(store, store_log):
    order, waiting = [], threading.Event()

    def write():
        waiting.set()
        with store.lock():
            order.append("second")

    with store.lock():
        other = threading.Thread(target=write)
        other.start()
        waiting.wait(10)
        while not store_log.messages:
            assert other.is_alive()
        order.append("first")
    other.join(10)
    assert order == ["first", "second"] and "waiting" in store_log.text


# Versions


def test_a_version_that_is_the_same_is_no_change(store):
    put(store, A)
    put(store, A, replace(A, revision=7))
    assert store.last_change() == 1 and [each.revision for each in store.export()] == [1]


def test_a_revision_is_kept_as_it_was_put(store):
    put(store, replace(A, revision=7))
    put(store, replace(edit(A), revision=9))
    assert [each.revision for each in store.export()] == [9]


def test_articles_are_those_that_the_index_has_followed(store):
    put(store, A)
    follow(store)
    put(store, edit(A), B)
    assert store.articles(["a", "b"]) == [A, B], "one that it has not followed is the newest"
    assert list(store.export()) == [edit(A), B]
    follow(store)
    assert store.articles(["a", "b"]) == [edit(A), B]


def test_articles_by_the_changes_that_brought_them(store):
    put(store, A)
    put(store, edit(A), B)
    assert store.articles(["b", "a"], [3, 1]) == [B, A]
    assert store.articles(["b", "a"], [3, 2]) == [B, edit(A)]
    assert store.articles(["b", "a"], [1, 3]) == [], "they brought others"
    assert store.articles([], []) == []
    follow(store)
    assert store.articles(["b", "a"], [3, 1]) == [B], "the other is no longer kept"


def test_many_articles_by_their_changes(store):
    many = [Article(f"a{number}", f"Judul {number}") for number in range(1_200)]
    put(store, *many)
    changes = range(1_200, 0, -1)
    assert store.articles([f"a{change - 1}" for change in changes], changes) == many[::-1]


def test_a_purge_may_be_for_some_articles_only(store):
    put(store, A, B)
    put(store, edit(A), edit(B))
    follow(store, ids=["a"])
    assert store.articles(["a", "b"], [1, 2]) == [B] and store.count_changes(0) == 3


def test_the_newest_version_is_never_purged(store):
    put(store, A, B)
    put(store, edit(A))
    follow(store, change=2)
    assert store.status().pending == 1 and list(store.export()) == [edit(A), B]
    assert store.articles(["a"], [1]) == [A]


# Removal


def test_a_removed_article_is_in_no_answer(store):
    put(store, A, B)
    follow(store)
    assert remove(store, "a", "x") == ["a"]
    assert list(store.export()) == [B] and store.articles(["a", "b"]) == [B]
    assert store.articles(["a"], [1]) == [] and store.versions([1, 2]) == [(2, B)]
    assert store.state_and_removals() == (store.state(), frozenset("a"))
    follow(store)
    assert store.state_and_removals() == (store.state(), frozenset())
    assert store.count_changes(0) == 1 and store.last_change() == 3


def test_a_removed_article_can_be_put_again(store):
    put(store, A)
    remove(store, "a")
    put(store, A)
    assert list(store.export()) == [A] and store.last_change() == 3


def test_the_latest_articles_are_those_of_the_last_changes(store):
    put(store, A, B)
    put(store, edit(A))
    assert list(store.latest(2)) == [B, edit(A)] and list(store.latest(1)) == [edit(A)]
    remove(store, "a")
    assert list(store.latest(9)) == [B]


# Sources


def test_a_source_holds_what_was_added_to_it(store):
    put(store, A, B)
    with writing(store) as transaction:
        for id, source in (("a", "satu"), ("b", "satu"), ("b", "dua"), ("x", "dua")):
            transaction.add_to_source(id, source)
    put(store, edit(B))
    assert sorted(store.articles_of_sources({"satu", "dua", "tiga"})) == [
        ("dua", "b"), ("satu", "a"), ("satu", "b")]
    with writing(store) as transaction:
        assert not transaction.release("b", "satu") and transaction.release("a", "satu")
        assert not transaction.release("a", "satu") and not transaction.release("x", "dua")
    assert list(store.articles_of_sources(["satu", "dua"])) == [("dua", "b")]
    remove(store, "b")
    put(store, B)
    assert list(store.articles_of_sources(["dua"])) == []


# The change log


def test_an_empty_store_has_no_changes(store):
    with store.lock():
        pass
    assert store.state() == IndexState() and store.last_change() == 0
    assert store.changes() == [] and store.count_changes(0) == 0
    assert list(store.pages(0, 10)) == [] and list(store.export()) == []


def test_changes_come_in_order_and_say_what_they_are(store):
    put(store, A, B)
    put(store, edit(A))
    remove(store, "b")
    put(store, B, C)
    assert store.changes() == [
        Change(1, "a", True, True), Change(3, "a", True, False), Change(4, "b", False, False),
        Change(5, "b", True, False), Change(6, "c", True, True)]
    assert store.changes(3, 2) == store.changes()[2:4]
    assert (store.count_changes(4), store.last_change()) == (2, 6)
    assert store.count_articles(0, 5) == 2 and store.count_articles(3, 6) == 2


def test_pages_have_each_article_as_the_last_change_left_it(store):
    put(store, A, B)
    put(store, edit(A))
    put(store, edit(A, "baru"), C)
    pages = [row for page in store.pages(0, 3) for row in page]
    assert pages == [(2, B), (3, edit(A))]
    assert [row for page in store.pages(2, 5) for row in page] == [(4, edit(A, "baru")), (5, C)]
    assert list(store.newest_versions(4)) == [(2, "b"), (4, "a")]


def test_the_state_of_the_index_is_kept_as_it_was_recorded(store):
    put(store, A)
    state = IndexState(generation=7, change=1, signature="s")
    with store.lock():
        store.advance(state, None)
    assert store.state() == state and store.state_and_removals() == (state, frozenset())


def test_it_can_be_used_after_it_was_closed(store):
    put(store, A)
    store.close()
    assert list(store.export()) == store.articles(["a"]) == [A]
    store.close()
    put(store, B)
    assert list(store.export()) == [A, B]


IDS, SOURCES = st.sampled_from("abcd"), st.sampled_from(["satu", "dua"])
STEPS = st.lists(st.one_of(
    st.tuples(st.just("put"), IDS, st.sampled_from("xyz")),
    st.tuples(st.sampled_from(["add_to_source", "release"]), IDS, SOURCES),
    st.tuples(st.just("remove"), IDS), st.tuples(st.just("follow"), st.integers(0, 3)),
), max_size=25)


def apply(store, step):
    """Do a step of the random test; return what the store says of it."""
    name, *arguments = step
    if name == "follow":
        last = max(store.last_change() - arguments[0], store.state().change)
        return follow(store, last)
    with writing(store) as transaction:
        if name == "put":
            id, text = arguments
            return transaction.put(Article(id, text))
        return getattr(transaction, name)(*arguments)


def observe(store):
    """Return all that a store says."""
    last = store.last_change()
    return (
        list(store.export()), store.changes(), store.state_and_removals(), store.status().articles,
        store.status().pending,
        [store.articles("abcd", [change] * 4) for change in range(last + 1)],
        store.articles("dcba"), sorted(store.articles_of_sources(["satu"])),
        sorted(store.articles_of_sources(None)),
        [row for page in store.pages(store.state().change, last) for row in page],
        [list(store.newest_versions(change)) for change in range(last + 1)], store.verify(),
    )


@settings(max_examples=count_examples(60), suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_the_stores_agree(tmp_path_factory, steps):
    stores = SQLiteStore(tmp_path_factory.mktemp("store")), MemoryStore(), open_fake_store()
    for store in stores:
        with store.lock():
            pass
    for step in steps:
        one, *others = (apply(store, step) for store in stores)
        assert others == [one, one], step
    one, *others = map(observe, stores)
    assert others == [one, one]


@pytest.mark.cluster
@settings(max_examples=count_examples(20), suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_the_store_on_a_cluster_agrees(new_address, steps):
    stores = MemoryStore(), open_cluster_store(new_address())
    with stores[1].lock():
        pass
    for step in steps:
        one, other = (apply(store, step) for store in stores)
        assert one == other, step
    one, other = map(observe, stores)
    assert one == other


def test_the_embedded_engine_follows_any_change_log(tmp_path, analyzer):
    archives = open_whoosh_in_memory(tmp_path / "archive", analyzer), open_oracle(analyzer)
    for archive in archives:
        list(archive.add([A, B, C]))
        list(archive.add([edit(A)]))
        archive.remove(["b"])
        assert archive.search(Query("perundingan")).total == 2
        assert list(archive.rebuild())[-1] == 2 and archive.verify() == []
        assert [hit.article for hit in archive.search(Query("judul lain")).hits] == [edit(A)]
