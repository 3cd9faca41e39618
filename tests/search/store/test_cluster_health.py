"""What is said of a cluster that lacks copies of an archive."""

import pytest

from search.errors import ClusterUnavailable
from search.store.opensearch.connection import Connection, read_address
from search.store.opensearch.health import describe_health

GREEN = {"status": "green", "active_shards": 12, "unassigned_shards": 0, "initializing_shards": 0}


class HealthCaller:
    """Answers every request with one health."""

    def __init__(self, health):
        self._health = health

    def perform_request(self, method, url, **asked):
        assert (method, url) == (
            "GET", "/_cluster/health/berita-state,berita-articles,berita-histories,berita-index-*")
        return self._health


def describe(**health):
    address = read_address("opensearch:http://a:9200/berita")
    return describe_health(Connection(address, lambda _: HealthCaller(GREEN | health)))


def test_nothing_is_missing():
    assert describe() is None


def test_copies_that_are_missing_are_counted():
    said = describe(status="yellow", active_shards=9, unassigned_shards=2, initializing_shards=1)
    assert "yellow: 3 of 12 copies are missing" in said and "start the nodes" in said


def test_a_part_without_a_copy_is_an_error():
    with pytest.raises(ClusterUnavailable, match="red, since parts .* start the nodes"):
        describe(status="red", active_shards=9, unassigned_shards=3)
