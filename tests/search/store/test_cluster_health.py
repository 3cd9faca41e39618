"""What is said of a cluster that lacks copies of an archive."""

import pytest

from search.errors import ClusterUnavailable, LostStore, NotIndexed
from search.store.opensearch.connection import Connection, read_address
from search.store.opensearch.health import describe_health

GREEN = {"status": "green", "active_shards": 12, "unassigned_shards": 0, "initializing_shards": 0,
         "timed_out": False}


class HealthCaller:
    """Answers every request with one health, and says how many nodes are silent."""

    def __init__(self, health, silent):
        self._health, self._silent = health, silent

    def perform_request(self, method, url, *, params, **asked):
        if url.startswith("/_nodes"):
            return {"_nodes": {"failed": self._silent}, "nodes": {"n1": {}}}
        if method == "HEAD":
            return url[1:] not in self._health.get("deleted", ())
        assert (method, url) == (
            "GET", "/_cluster/health/berita-state,berita-articles,berita-histories,berita-index-2")
        assert params == {  # the manager may hang, and an index that is gone never comes
            "local": "true", "timeout": "0s", "ignore": 408}
        return self._health


def describe(silent=0, **health):
    address = read_address("opensearch:http://a:9200/berita")
    connection = Connection(address, lambda _: HealthCaller(GREEN | health, silent))
    if silent:
        connection._silent.look(seconds=5)
    return describe_health(connection, ["berita-index-2"])


def test_nothing_is_missing():
    assert describe() is None


def test_copies_that_are_missing_are_counted():
    said = describe(status="yellow", active_shards=9, unassigned_shards=2, initializing_shards=1)
    assert "yellow: 3 of 12 copies are missing" in said and "start the nodes" in said
    assert "retry_failed=true" in said, "a cluster gives up"


def test_a_cluster_without_a_manager_is_named():
    """A node says red then, even if it has copies of everything."""
    assert "has no manager" in describe(discovered_cluster_manager=False, status="red")


def test_a_node_that_does_not_answer_is_named():
    assert "a node of the cluster does not answer" in describe(silent=1)


def test_a_part_without_a_copy_is_an_error():
    with pytest.raises(ClusterUnavailable, match="red, since parts .* start the nodes"):
        describe(status="red", active_shards=9, unassigned_shards=3)


@pytest.mark.parametrize("deleted, kind", [
    ("berita-index-2", NotIndexed), ("berita-articles", LostStore), ("berita-state", LostStore)])
def test_an_index_that_was_deleted_is_named_at_once(deleted, kind):
    advice = "indexer rebuild" if kind is NotIndexed else f"{deleted} was deleted: restore a snap"
    with pytest.raises(kind, match=advice):
        describe(status="red", timed_out=True, deleted=[deleted])
