"""The store on a cluster where the contract does not reach: writers killed, paused and fenced."""

import threading
from dataclasses import replace

import pytest

from search import Article
from search.errors import ClusterUnavailable, EngineError, LostStore
from search.store.opensearch import connection as connections
from search.store.opensearch.lease import Lease, LeaseWatch
from search.store.opensearch.store import OpenSearchStore
from search.store.store import IndexState

from support.fake_cluster import FakeCluster, open_fake_store

exceptions = pytest.importorskip("opensearchpy.exceptions")

A, B, C = (Article(id, f"Judul {id}", "Perundingan di Palu.") for id in "abc")


class Killed(BaseException):
    """Ends a writer where it is; nothing that it leaves behind is put right."""


@pytest.fixture
def cluster():
    return FakeCluster()


@pytest.fixture
def open_store(cluster):
    """A function that opens the store again, as another process would, which renews no lease."""
    def open_store():
        store = open_fake_store(cluster, term=0.05)
        store._lease.renew = lambda: None
        return store
    return open_store


@pytest.fixture(autouse=True)
def no_waits(monkeypatch):
    monkeypatch.setattr(connections, "sleep", lambda seconds: None)


def put(store, *articles, source=None):
    with store.lock(), store.transaction() as transaction:
        for article in articles:
            transaction.put(article)
            if source:
                transaction.add_to_source(article.id, source)


def remove(store, *ids):
    with store.lock(), store.transaction() as transaction:
        for id in ids:
            transaction.remove(id)


def follow(store):
    with store.lock():
        store.advance(IndexState(generation=1, change=store.last_change(), signature="x"), None)


def edit(article, text="lain"):
    return replace(article, title=f"Judul {text}")


def list_sources(store):
    return sorted(store.articles_of_sources(["satu", "dua"]))


def kill_at(cluster, number):
    """Let the next writer die before its request of this number, without releasing its lease."""
    left = iter(range(number))

    def die(method, path, body):
        if next(left, None) is None:
            raise Killed

    cluster.before = die


def revive(cluster):
    cluster.before = lambda method, path, body: None


# A writer that is killed


def change_all(store):
    """A transaction of every kind of change."""
    with store.lock(), store.transaction() as transaction:
        transaction.put(edit(A))
        transaction.put(C)
        transaction.remove("b")
        transaction.add_to_source("a", "dua")
        transaction.release("a", "satu")


BEFORE = ([A, B], [("satu", "a"), ("satu", "b")])
AFTER = ([edit(A), C], [("dua", "a")])


@pytest.mark.parametrize("number", [  # the others for every point, as they take seconds
    pytest.param(number, marks=() if number % 5 == 2 else pytest.mark.long)
    for number in range(40)])
def test_a_killed_transaction_is_there_as_a_whole_or_not_at_all(cluster, open_store, number):
    put(open_store(), A, B, source="satu")
    kill_at(cluster, number)
    try:
        change_all(open_store())
        ended = True
    except Killed:
        ended = False
    revive(cluster)
    seen = list(open_store().export()), list_sources(open_store())
    assert seen == AFTER if ended else seen in (BEFORE, AFTER)
    put(open_store(), B)  # takes over, and mends
    expected = AFTER if seen == AFTER else BEFORE
    assert list(open_store().export()) == ([edit(A), B, C] if expected == AFTER else [A, B])
    assert open_store().verify() == [] and open_store().find_loss() is None
    follow(open_store())
    assert list_sources(open_store()) == expected[1] and open_store().status().pending == 0
    assert open_store().verify() == []


def test_the_steps_of_the_transaction_above_are_all_tried(cluster, open_store):
    put(open_store(), A, B, source="satu")
    asked = cluster.asked
    change_all(open_store())
    assert cluster.asked - asked < 40


# A writer that pauses for too long, and wakes after another has written


def test_a_paused_writer_changes_nothing_when_it_wakes(cluster, open_store):
    put(open_store(), A)

    def pause(method, path, body):
        if path == "/_bulk":
            revive(cluster)
            put(open_store(), B)

    cluster.before = pause
    with pytest.raises(EngineError, match="another writer has taken over"):
        put(open_store(), C, edit(A))
    assert list(open_store().export()) == [A, B] and open_store().verify() == []
    put(open_store(), C)
    assert list(open_store().export()) == [A, B, C] and open_store().verify() == []


def test_a_paused_writer_cannot_commit(cluster, open_store):
    put(open_store(), A)

    def pause(method, path, body):
        if path.endswith("/_doc/state") and method == "PUT" and body["store"]["last"] == 3:
            revive(cluster)
            put(open_store(), B)

    cluster.before = pause
    with pytest.raises(EngineError, match="another writer has taken over"):
        put(open_store(), C, edit(A))
    assert list(open_store().export()) == [A, B] and open_store().verify() == []


def test_a_version_that_nobody_answered_for_is_no_conflict(cluster, open_store):
    """A node dies after it has written; the same request then meets its own documents."""
    def write_before(method, path, body):
        if path == "/_bulk":
            revive(cluster)
            cluster.perform_request(method, path, body=body)

    cluster.before = write_before
    put(open_store(), A, B)
    assert list(open_store().export()) == [A, B]


def test_a_cluster_that_goes_away_for_a_moment_is_waited_for(cluster, open_store):
    put(open_store(), A)
    left = iter(range(3))

    def fail(method, path, body):
        if path == "/_bulk" and next(left, None) is not None:
            raise exceptions.ConnectionError("N/A", "refused", OSError())

    cluster.before = fail
    put(open_store(), B)
    assert list(open_store().export()) == [A, B]


def test_a_writer_goes_on_after_its_transaction_failed(cluster, open_store):
    store = open_store()
    put(store, A)

    def refuse(method, path, body):
        if path == "/_bulk":
            raise exceptions.ConnectionError("N/A", "refused", OSError())

    cluster.before = refuse
    with pytest.raises(ClusterUnavailable):
        put(store, B, C)
    revive(cluster)
    assert list(store.export()) == [A]
    put(store, C)
    assert list(store.export()) == [A, C] and store.verify() == []


def test_a_commit_that_arrives_after_it_was_given_up_changes_nothing(cluster, open_store):
    store, late = open_store(), []
    put(store, A)

    def lose_commits(method, path, body):
        if method == "PUT" and path.endswith("/_doc/state") and body["store"]["last"] == 2:
            number = cluster.indices["berita-state"].now["state"]["_seq_no"]
            late[:] = [(path, {"if_seq_no": number}, body)]
            raise exceptions.ConnectionError("N/A", "timed out", OSError())

    def arrive(method, path, body):
        if path == "/_bulk" and b'"void"' in body:
            revive(cluster)
            (path, condition, body), = late
            with pytest.raises(exceptions.ConflictError):
                cluster.perform_request("PUT", path, params=condition, body=body)

    cluster.before = lose_commits
    with pytest.raises(ClusterUnavailable):
        put(store, B)
    cluster.before = arrive
    put(store, C)
    assert list(store.export()) == [A, C]
    assert store.verify() == [] and store.find_loss() is None


def test_an_article_that_the_cluster_refuses_is_named_and_its_batch_stored_later(
        cluster, open_store, monkeypatch):
    write = FakeCluster._write

    def refuse(self, index, id, content, kind, params):
        if content and "asing" in str(content.get("article")):
            return 400, "immense term", None
        return write(self, index, id, content, kind, params)

    monkeypatch.setattr(FakeCluster, "_write", refuse)
    with pytest.raises(EngineError, match="does not take the article 'b'.*immense term"):
        put(open_store(), A, edit(B, "asing"))
    put(open_store(), A)
    assert list(open_store().export()) == [A] and open_store().verify() == []


# The lease


class Clock:
    """A clock that goes on while somebody waits."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def make_lease(open_store):
    def make():
        clock = Clock()
        store = open_store()
        store._create()
        return Lease(store._connection, store.states.index, term=10, clock=clock,
                     wait=clock.wait), clock
    return make


def test_a_lease_is_released_at_the_end(make_lease, caplog):
    for _ in range(2):
        lease, clock = make_lease()
        with lease.hold():
            pass
        assert clock.now == 0.0
    assert caplog.text == ""


def test_a_lease_that_is_not_renewed_for_a_term_is_taken_over(make_lease, caplog):
    dead, _ = make_lease()
    dead._position = dead._acquire()
    lease, clock = make_lease()
    with lease.hold():
        assert 10 <= clock.now < 11
        dead.renew()
        with pytest.raises(EngineError, match="another writer has taken over"):
            dead.check()
        lease.check()
    assert "waiting for process" in caplog.text and "takes over" in caplog.text


def test_a_lease_that_is_renewed_is_waited_for(make_lease):
    slow, _ = make_lease()
    slow._position = slow._acquire()
    lease, clock = make_lease()
    renewals = iter(range(7))

    def wait(seconds):
        clock.now += 4
        if next(renewals, None) is not None:
            slow.renew()

    lease._wait = wait
    with lease.hold():
        assert clock.now >= 7 * 4 + 10


def test_a_watch_sees_whether_a_lease_is_renewed(make_lease, open_store):
    lease, _ = make_lease()
    clock = Clock()
    watch = LeaseWatch(lease._connection, lease._index, term=10, clock=clock)
    assert not watch.is_renewed()
    lease._position = lease._acquire()
    for _ in range(3):
        assert watch.is_renewed()
        clock.wait(9)
        lease.renew()
    assert watch.is_renewed()
    clock.wait(10)
    assert not watch.is_renewed()
    lease.renew()
    assert watch.is_renewed()


def test_of_two_who_wait_one_takes_over(make_lease, open_store):
    dead, _ = make_lease()
    dead._acquire()
    (one, _), (other, _) = make_lease(), make_lease()
    inside = threading.Lock()

    def write(lease):
        with lease.hold():
            assert inside.acquire(blocking=False)
            inside.release()

    threads = [threading.Thread(target=write, args=(lease,)) for lease in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


# Reading while others write


def test_an_export_is_of_one_state(cluster, open_store):
    put(open_store(), *(Article(f"a{number:04}") for number in range(1_100)))
    exported = open_store().export()
    first = next(exported)
    put(open_store(), edit(first), Article("b"))
    follow(open_store())
    assert len([first, *exported]) == 1_100


def test_a_change_between_refresh_and_point_in_time_begins_anew(cluster, open_store):
    put(open_store(), A)
    requests = []

    def write_between(method, path, body):
        requests.append(path)
        if path.endswith("_search/point_in_time") and method == "POST":
            revive(cluster)
            put(open_store(), B)

    cluster.before = write_between
    assert list(open_store().export()) == [A, B]
    assert cluster.points == {}, "none is left open"


# Damage


def damage(store, index, id, **values):
    """Change a document behind the back of the store."""
    content = store._connection.get_many(index, [id])[0]
    store._connection.put(index, id, {**content, **values})


def test_a_damaged_article_is_never_returned_and_can_be_put_again(open_store):
    store = open_store()
    put(store, A, B)
    damage(store, "berita-articles", "1", article=edit(A).title)
    assert ["'a' is damaged" in fault for fault in store.verify()] == [True]
    for read in (lambda: store.articles(["a"]), lambda: list(store.export()),
                 lambda: store.articles(["a"], [1])):
        with pytest.raises(EngineError, match="'a' is damaged"):
            read()
    put(store, A)
    follow(store)
    assert store.articles(["a"]) == [A] and store.verify() == []


def test_nothing_is_released_where_any_history_is_damaged(open_store):
    store = open_store()
    put(store, A, B, source="satu")
    histories = store._indices.histories
    id = next(iter(store._connection._caller.indices[histories].now))
    damage(store, histories, id, sources=["dua"])
    assert "history of" in store.verify()[0]
    with pytest.raises(EngineError, match="indexer rebuild"):
        list_sources(store)


def test_a_lost_history_hides_no_article_and_is_mended(cluster, open_store):
    put(open_store(), A, B, source="satu")
    cluster.indices["berita-histories"].now.clear()
    assert len(open_store().verify()) == 2
    with pytest.raises(LostStore, match="'a'"):
        with open_store().lock(), open_store().transaction() as transaction:
            transaction.refuse_hidden({"a", "x"}, None)
    with pytest.raises(LostStore, match="'a'"):
        remove(open_store(), "a")
    store = open_store()
    with store.lock():
        assert store.mend() == 0
    assert open_store().verify() == [] and open_store().articles(["a", "b"]) == [A, B]


def test_a_lost_version_is_counted_and_given_up_by_mending(cluster, open_store):
    put(open_store(), A, B)
    del cluster.indices["berita-articles"].now["1"]
    assert "2 articles were stored, and 1 are found" in open_store().find_loss()
    with pytest.raises(EngineError, match="are found"):
        list(open_store().export())
    store = open_store()
    with store.lock():
        assert store.mend() == 1
    assert store.find_loss() is None and list(store.export()) == [B]
    put(store, A)
    assert list(store.export()) == [A, B] and store.verify() == []


def test_an_emptied_store_is_not_mended_into_an_empty_archive(cluster, open_store):
    put(open_store(), A)
    cluster.indices["berita-articles"].now.clear()
    store = open_store()
    with pytest.raises(EngineError, match="1 articles were stored, and 0 are found"):
        with store.lock():
            store.mend()


# Takedowns


def test_removed_text_is_deleted_even_if_the_remover_was_killed(cluster, open_store):
    put(open_store(), A, B)
    put(open_store(), edit(A))

    def die(method, path, body):
        if path == "/_bulk" and b'"delete"' in body:
            raise Killed

    cluster.before = die
    with pytest.raises(Killed):
        remove(open_store(), "a")
    revive(cluster)
    assert list(open_store().export()) == [B]
    follow(open_store())
    left = cluster.indices["berita-articles"].now.values()
    assert [document["_source"]["id"] for document in left] == ["b"]


def test_what_a_node_that_is_away_still_holds_is_said_and_erased_later(
        cluster, open_store, caplog):
    put(open_store(), A)
    cluster.missing_copies = 1
    remove(open_store(), "a")
    assert "1 copies of berita-articles are on nodes that are away" in caplog.text
    assert open_store().states.read().store.erasing == ("berita-articles",)
    asked = cluster.asked
    store = open_store()
    put(store, B)
    put(store, edit(B))
    assert caplog.text.count("are on nodes that are away") == 2, "a load is not held up each time"
    assert cluster.asked - asked < 50
    cluster.missing_copies = 0
    put(open_store(), C)
    assert open_store().states.read().store.erasing == ()


def test_erasing_closes_points_in_time_of_this_archive_alone(cluster, open_store):
    store = open_store()
    put(store, A)
    connection = store._connection
    connection.create_index("lain-berita-articles", {})
    own, other = map(connection.open_point_in_time, ("berita-articles", "lain-berita-articles"))
    remove(store, "a")
    assert own not in cluster.points and other in cluster.points


def test_many_removals_are_searched_for_rather_than_listed(open_store, monkeypatch):
    from search.store.opensearch import transaction
    monkeypatch.setattr(transaction, "MAX_LISTED_REMOVALS", 1)
    store = open_store()
    put(store, A, B, C)
    follow(store)
    remove(store, "a", "b")
    assert store.states.read().store.removals is None
    assert store.state_and_removals()[1] == {"a", "b"}
    follow(store)
    assert store.state_and_removals()[1] == frozenset()


@pytest.mark.parametrize("name, value", [("SEARCH_SHARDS", "0"), ("SEARCH_REPLICAS", "dua")])
def test_nonsense_in_the_environment_is_refused_before_anything_is_made(
        cluster, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    store = OpenSearchStore(open_fake_store(cluster)._connection)
    with pytest.raises(EngineError, match=name):
        put(store, A)
    assert cluster.indices == {}


# What others do to the indices

FOREIGN = {"mappings": {"properties": {"id": {"type": "text"}, "change": {"type": "long"}}}}


def write_plainly(cluster, index, id, content):
    cluster.perform_request("PUT", f"/{index}/_doc/{id}", body=content)


@pytest.mark.parametrize("name", ["berita-articles", "berita-histories"])
@pytest.mark.parametrize("body", [FOREIGN, {}, {"mappings": {"properties": {"id": {}}}}])
def test_an_index_of_another_program_is_left_alone(cluster, open_store, name, body):
    cluster.perform_request("PUT", f"/{name}", body=body)
    with pytest.raises(EngineError, match=f"an index {name} already, of another program: name"):
        put(open_store(), A)
    assert cluster.indices[name].now == {}
    assert open_store().states.find() is None


@pytest.mark.parametrize("number", range(9))
def test_a_creation_that_was_interrupted_is_finished(cluster, open_store, number):
    kill_at(cluster, number)
    with pytest.raises(Killed):
        put(open_store(), A)
    revive(cluster)
    put(open_store(), A)
    assert list(open_store().export()) == [A]


def test_articles_without_their_state_are_no_new_archive(cluster, open_store):
    put(open_store(), A)
    open_store()._connection.refresh("berita-articles")
    del cluster.indices["berita-state"]
    with pytest.raises(LostStore, match="berita-state is gone, and berita-articles has 1 doc"):
        put(open_store(), B)
    with pytest.raises(LostStore, match="restore a snapshot"):
        put(open_store(), B)
    assert len(cluster.indices["berita-articles"].now) == 1


@pytest.mark.parametrize("content", [
    {}, {"store": "toko"}, {"store": {"format": 1}}, {"store": {"format": "1"}},
    {"store": {"format": 1, "lain": 2}, "index": {}, "stamp": "x"},
    {"store": {"format": 1}, "index": [], "stamp": "x"},
])
def test_a_state_that_is_none_is_named(cluster, open_store, content):
    cluster.perform_request("PUT", "/berita-state", body={})
    write_plainly(cluster, "berita-state", "state", content)
    for use in (lambda store: store.status(), lambda store: put(store, A)):
        with pytest.raises(EngineError, match="document state of berita-state is no state of an"):
            use(open_store())


@pytest.mark.parametrize("name, field", [("articles", "id"), ("histories", "kept")])
def test_verification_names_an_index_that_was_made_anew_otherwise(
        cluster, open_store, name, field):
    store = open_store()
    put(store, A)
    assert store.verify() == []
    mappings = cluster.indices[f"berita-{name}"].body["mappings"]
    cluster.indices[f"berita-{name}"].body = {"mappings": {
        **mappings, "properties": {**mappings["properties"], field: {"type": "text"}}}}
    [fault] = store.verify()
    assert f"berita-{name} is not as Warta made it, for {field} is another field" in fault
