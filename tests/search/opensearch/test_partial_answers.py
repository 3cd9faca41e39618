"""What becomes of a search that a cluster breaks off as its time is over."""

import time

import pytest
from opensearchpy.exceptions import ConnectionTimeout

from search import budget
from search.budget import Omission
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.index_format import sign_index
from search.engines.opensearch.snapshot import PointInTime, PointsInTime, search_in_time
from search.errors import ClusterTooSlow, ClusterUnavailable, NotIndexed, TooCostly
from search.query import Term
from search.store.opensearch.connection import Connection, NotThere, read_address
from search.store.opensearch.state import IndexPart

POINT = PointInTime(IndexPart(), "berita")
GONE = {"shard": 0, "reason": {"type": "search_context_missing_exception"}}
BUSY = {"shard": 0, "reason": {"type": "rejected_execution_exception"}}


class Caller:
    """Answers every search alike; notes what was asked last."""

    def __init__(self, found=3, timed_out=False, failures=()):
        self.answer = {"timed_out": timed_out, "_shards": {"failures": list(failures)},
                       "aggregations": {"passing": {"doc_count": found}}}

    def perform_request(self, method, url, *, params, body, timeout):
        self.params, self.body = params, body
        return self.answer


def ask(caller):
    connection = Connection(read_address("opensearch:http://a:9200/berita"), lambda _: caller)
    return search_in_time(connection, POINT, {"query": {}})


def test_without_a_limit_an_answer_is_whole():
    caller = Caller()
    assert ask(caller) == caller.answer
    assert "timeout" not in caller.body
    assert caller.params["allow_partial_search_results"] == "false"


def test_the_cluster_is_told_how_long_it_may_take():
    caller = Caller()
    with budget.limit_time(2.0) as limit:
        limit.take(0.5)
        assert ask(caller) == caller.answer
        assert 1_300 < int(caller.body["timeout"].removesuffix("ms")) <= 1_500
        assert not limit.omitted


def test_an_answer_of_a_part_says_so():
    with budget.limit_time(1.0) as limit:
        ask(Caller(timed_out=True))
        assert limit.omitted == (Omission.HITS,)


@pytest.mark.parametrize("waited, error", [(0.0, TooCostly), (0.8, ClusterTooSlow)])
def test_an_answer_of_no_part_is_none(waited, error):
    with budget.limit_time(1.0) as limit, pytest.raises(error):
        limit.take(waited)
        ask(Caller(found=0, timed_out=True))


@pytest.mark.parametrize("failures, error", [
    ([GONE], NotThere), ([BUSY], ClusterUnavailable), ([BUSY, GONE], NotThere)])
def test_a_part_that_failed_is_not_left_out(failures, error):
    with budget.limit_time(1.0), pytest.raises(error):
        ask(Caller(failures=failures))


class Gone:
    """A cluster on which no point in time can be opened; it has the index, or not any more."""

    def __init__(self, has_index, *parts):
        self._has_index, self._parts = has_index, list(parts)
        self.address = read_address("opensearch:http://a:9200/berita")

    def read(self):
        return self._parts.pop(0) if self._parts[1:] else self._parts[0], frozenset()

    recall = read

    def open_point_in_time(self, index):
        raise NotThere("no such index, or no such point in time")

    def has_index(self, index):
        return self._has_index


def use(cluster):
    with budget.limit_time(0.05), PointsInTime(cluster, cluster, "s").use():
        pytest.fail("there is nothing to read")


FIRST, SECOND = (IndexPart(generation=number, signature="s") for number in (1, 2))


def test_an_index_that_somebody_has_deleted_is_named():
    with pytest.raises(NotIndexed, match="indexer rebuild"):
        use(Gone(False, FIRST))


@pytest.mark.parametrize("cluster", [
    pytest.param(Gone(True, FIRST), id="a node ends meanwhile"),
    pytest.param(Gone(False, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND),
                 id="a rebuild has replaced it"),
])
def test_an_index_that_cannot_be_opened_now_is_not_taken_for_deleted(cluster):
    with pytest.raises(ClusterUnavailable, match="try again"):
        use(cluster)


class Silent:
    """A cluster with a point in time and a state, which answers no search."""

    address = read_address("opensearch:http://a:9200/berita")

    def perform_request(self, method, url, *, params, body, timeout):
        if url.endswith("/point_in_time"):
            return {"pit_id": "p"}
        time.sleep(0.01)
        raise ConnectionTimeout("TIMEOUT", "", None)

    def read(self):
        return IndexPart(generation=1, signature=sign_index("a")), frozenset()

    recall = read


def count_on_a_silent_cluster():
    connection = Connection(Silent.address, lambda _: Silent())
    engine = OpenSearchEngine(connection, Silent(), None, "a")
    return engine.count_articles([Term("gempa")])


def test_what_is_not_answered_in_time_may_be_left_out():
    with budget.limit_time(0.005) as limit:
        assert budget.attempt(Omission.TERMS, count_on_a_silent_cluster, ()) == ()
        assert limit.omitted == (Omission.TERMS,)


def test_without_a_limit_a_cluster_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr("search.store.opensearch.connection.SHORT_WAITS", ())
    monkeypatch.setattr("search.engines.opensearch.engine._WAITS", (0.0,))
    with pytest.raises(ClusterUnavailable, match="http://a:9200"):
        count_on_a_silent_cluster()
