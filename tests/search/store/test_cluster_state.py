"""The connection to a cluster and the state of an archive there, on a fake cluster."""

from dataclasses import replace

import pytest

from search import budget
from search.errors import (
    AccessRefused,
    ArchiveMissing,
    ClusterUnavailable,
    DiskFull,
    EngineError,
)
from search.store.opensearch import connection as connections
from search.store.opensearch.connection import Conflict, Connection, NotThere, read_address
from search.store.opensearch.state import IndexPart, StateDocument, StorePart

from support.fake_cluster import FakeCluster

exceptions = pytest.importorskip("opensearchpy.exceptions")

ADDRESS = read_address("opensearch:http://a:9200,http://b:9200/berita")


@pytest.fixture
def cluster():
    return FakeCluster()


@pytest.fixture
def connection(cluster):
    return Connection(ADDRESS, lambda address: cluster)


@pytest.fixture
def document(connection):
    document = StateDocument(connection)
    document.create({})
    return document


# Addresses


@pytest.mark.parametrize("text, nodes, name", [
    ("opensearch:http://a:9200/berita", ["http://a:9200"], "berita"),
    ("opensearch:https://a,http://b:92/x-1_y", ["https://a", "http://b:92"], "x-1_y"),
    ("opensearch:https://me:s3@a:9200/x", ["https://me:s3@a:9200"], "x"),
])
def test_an_address_names_nodes_and_an_archive(text, nodes, name):
    assert read_address(text) == (tuple(nodes), name)
    assert "s3" not in str(read_address(text))


@pytest.mark.parametrize("text", [
    "opensearch:", "opensearch:a:9200/berita", "opensearch:http://a:9200",
    "opensearch:http://a:9200/", "opensearch:http://a:9200/Berita", "opensearch:http://a:9200/_x",
    "opensearch:http://a:9200/a*", "opensearch:http://a:9200/a/b",
    "opensearch:http://a:9200,b:9200/x", "whoosh:var",
])
def test_another_address_is_refused_with_what_to_write(text):
    with pytest.raises(EngineError, match="is written opensearch:http|use a to z"):
        read_address(text)


@pytest.mark.parametrize("url, fault", [
    *[(url, "with a host, and a port from 1 to 65535") for url in (
        "http://a:99999", "http://a:65536", "http://a:0", "http://a:abc", "http://a:-1",
        "http://a:", "http://[::1:9200", "http://::1:9200", "http://:9200", "http:// a:1",
        "http://a b:1", "http://a:1\n", "http://a:1?x", "http://a:1#x", "http://me:s3@:1")],
    *[(url, "has a user without a password") for url in (
        "http://me@a:1", "http://me:@a:1", "http://@a:1")],
])
def test_a_url_that_no_node_can_have_is_named(url, fault):
    with pytest.raises(EngineError, match=f"{fault}.* is written opensearch:http"):
        read_address(f"opensearch:http://sound:9200,{url}/berita")


@pytest.mark.parametrize("url", [
    "http://a", "https://a:443", "http://[::1]:9200", "http://me:p@ss@a:1", "http://127.0.0.1:1"])
def test_a_url_that_a_node_may_have(url):
    assert read_address(f"opensearch:{url}/berita").nodes == (url,)


# Errors


def refuse(status, kind, reason):
    return exceptions.TransportError(status, kind, {"error": {"type": kind, "reason": reason}})


@pytest.mark.parametrize("error, kind, advice", [
    (exceptions.ConnectionError("N/A", "refused", OSError()), ClusterUnavailable, "start it"),
    (exceptions.ConnectionTimeout("TIMEOUT", "", OSError()), ClusterUnavailable, "try again"),
    (exceptions.SSLError("N/A", "self-signed", OSError()), AccessRefused, "certificate"),
    (refuse(401, "security_exception", "no"), AccessRefused, "password"),
    (refuse(403, "security_exception", "no permissions"), AccessRefused, "role"),
    (refuse(429, "cluster_block_exception", "disk usage exceeded flood-stage watermark, index has "
            "read-only-allow-delete block"), DiskFull, "space"),
    (refuse(403, "index_create_block_exception",
            "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];"), DiskFull, "space"),
    (refuse(403, "cluster_block_exception", "blocked by: [FORBIDDEN/5/index read-only (api)];"),
     EngineError, "keeps the cluster from taking changes"),
    (refuse(403, "cluster_block_exception", "FORBIDDEN/12/index read-only / allow delete (api)"),
     DiskFull, "space"),
    (refuse(503, "cluster_block_exception", "no manager"), ClusterUnavailable, "no manager"),
    (refuse(404, "index_not_found_exception", "no such index [x]"), NotThere, "no such index"),
    (refuse(409, "version_conflict_engine_exception", "conflict"), Conflict, "conflict"),
    (refuse(400, "parsing_exception", "unknown query"), EngineError, "unknown query"),
    (exceptions.SerializationError("<html>"), EngineError, "correct the address"),
])
def test_errors_are_ours_with_the_address_and_what_to_do(
        cluster, connection, error, kind, advice, monkeypatch):
    monkeypatch.setattr(connections, "sleep", lambda seconds: None)

    def fail(*request):
        raise error

    cluster.before = fail
    with pytest.raises(kind, match=advice) as caught:
        connection.search({}, index="x")
    assert str(caught.value).startswith("opensearch:http://a:9200,http://b:9200/berita: ")


def test_a_busy_cluster_is_asked_again_and_again(cluster, connection, monkeypatch):
    waits = []
    monkeypatch.setattr(connections, "sleep", waits.append)

    def refuse_at_first(*request):
        if len(waits) < 4:
            raise refuse(429, "circuit_breaking_exception", "too large")

    cluster.before = refuse_at_first
    connection.create_index("x", {})
    assert waits == sorted(waits) and len(waits) == 4
    waits.clear()
    with pytest.raises(ClusterUnavailable, match="overloaded"):
        connection.search({}, index="x")


# The state


def test_where_there_is_no_state_there_is_no_archive(connection):
    with pytest.raises(ArchiveMissing, match="indexer add"):
        StateDocument(connection).read()


def test_a_state_is_read_as_it_was_written(document):
    document.claim()
    store = StorePart(last=7, articles=3, removals=("a", "b"), writer=document.token)
    index = IndexPart(generation=2, change=5, signature="s", counter=4, more={"x": [1]})
    written = document.update(lambda state: replace(state, store=store, index=index))
    assert document.read() == written and (written.store, written.index) == (store, index)
    assert document.read().followed.change == 5


def test_a_state_is_created_once(connection, document):
    document.claim()
    document.update(lambda state: replace(state, store=replace(state.store, last=3)))
    StateDocument(connection).create({})
    assert document.read().store.last == 3


def test_whoever_read_an_older_version_replaces_nothing(connection, document):
    before = document.claim()
    document.update(lambda state: replace(state, store=replace(state.store, last=3)))
    with pytest.raises(Conflict):
        document.replace(before)
    assert document.read().store.last == 3


def test_a_writer_that_another_has_taken_over_from_replaces_nothing(connection, document):
    document.claim()
    StateDocument(connection).claim()
    with pytest.raises(EngineError, match="another writer has taken over"):
        document.update(lambda state: state)


def test_a_request_that_was_done_though_nobody_answered_counts(cluster, document):
    """A node dies after it has written; the client asks the next one, which finds a conflict."""
    state = document.claim()

    def write_before(method, path, body):
        cluster.before = lambda *request: None
        cluster.perform_request(method, path, params=state.position.condition, body=body)

    cluster.before = write_before
    replaced = document.replace(replace(state, store=replace(state.store, last=9)))
    assert replaced.store.last == 9 and document.read() == replaced


def write_last(document, last):
    document.update(lambda state: replace(state, store=replace(state.store, last=last)))


def test_one_request_reads_the_state_once(connection, document):
    other = StateDocument(connection)
    other.claim()
    with budget.limit_time(10.0):
        seen = [document.recall().store.last]
        write_last(other, 1)
        seen.append(document.recall().store.last)
        seen += [document.read().store.last, document.recall().store.last]
    assert seen == [0, 0, 1, 1]
    write_last(other, 2)
    assert document.recall().store.last == 2, "no request, so nothing is kept"


def test_one_request_sees_what_it_writes(document):
    document.claim()
    with budget.limit_time(10.0):
        assert document.recall().store.last == 0
        write_last(document, 3)
        assert document.recall().store.last == 3


def test_a_state_of_another_format_is_refused(connection, document):
    content = connection.get(document.index, "state")["_source"]
    content["store"]["format"] = 99
    connection.put(document.index, "state", content)
    with pytest.raises(EngineError, match="newer version"):
        document.read()
