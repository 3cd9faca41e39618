"""A writer waits for the copies of a new index, so long, and says so if they are not there."""

import pytest
from opensearchpy.exceptions import TransportError

from search.store.opensearch.connection import Connection, read_address

HEALTH = {"active_shards": 3, "initializing_shards": 2, "unassigned_shards": 1,
          "active_primary_shards": 3, "number_of_data_nodes": 3}


class CopyingCaller:
    """Answers with one health; refuses to wait if `slow`, as a cluster does whose time is up."""

    def __init__(self, health, slow):
        self.health, self.slow, self.awaited = health, slow, []

    def perform_request(self, method, url, *, params, **asked):
        assert (method, url) == ("GET", "/_cluster/health/berita-index-2")
        if "wait_for_active_shards" not in params:
            return self.health
        self.awaited.append((params["wait_for_active_shards"], params["timeout"]))
        if self.slow:
            raise TransportError(408, "", {"timed_out": True})
        return self.health


def wait(slow=False, **health):
    caller = CopyingCaller(HEALTH | health, slow)
    address = read_address("opensearch:http://a:9200/berita")
    Connection(address, lambda _: caller).wait_for_copies(["berita-index-2"])
    return caller.awaited


@pytest.mark.parametrize("nodes, copies", [(1, 3), (2, 6), (3, 6)])
def test_copies_are_waited_for_that_have_a_node_to_be_on(nodes, copies, caplog):
    assert wait(number_of_data_nodes=nodes) == [(copies, "60s")]
    assert not caplog.text


def test_copies_that_take_too_long_are_named(caplog):
    wait(slow=True)
    assert "copies of berita-index-2 are not made yet" in caplog.text
    assert "indexer status" in caplog.text
