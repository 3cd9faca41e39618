"""Nodes that take requests and answer none: they are left out, and no request outlives its time."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opensearchpy import exceptions

from search import budget
from search.engines.opensearch.snapshot import PointInTime, PointsInTime
from search.errors import ClusterUnavailable
from search.store.opensearch import connection as connections
from search.store.opensearch.connection import Connection, read_address
from search.store.opensearch.state import IndexPart

TIMEOUT = exceptions.ConnectionTimeout("TIMEOUT", "", None)
ALL = {"_nodes": {"failed": 0}, "nodes": {"n1": {}, "n2": {}},
       "version": {"distribution": "opensearch", "number": "2.19.6"}}
ONE_FAILS = {"_nodes": {"failed": 1}, "nodes": {"n1": {}, "n2": {}}}


class Caller:
    """Answers with each of these in turn, the last again and again; notes what it was asked.

    What it says of the nodes of the cluster is `nodes`.
    """

    def __init__(self, *answers, nodes=ALL):
        self._answers, self.nodes, self.asked = list(answers), nodes, []

    def perform_request(self, method, url, *, params, body, timeout):
        if url.startswith("/_nodes"):
            return self.nodes
        self.asked.append((url, params, timeout))
        answer = self._answers.pop(0) if self._answers[1:] else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def connect(caller):
    return Connection(read_address("opensearch:http://a:9200/berita"), lambda _: caller)


def connect_to_silent(caller):
    """Return a connection that knows which nodes are silent, as `caller.nodes` says."""
    connection = connect(caller)
    connection._silent.look(seconds=5)
    return connection


@pytest.fixture
def no_waits(monkeypatch):
    """Whoever waits before asking the next node fails."""
    monkeypatch.setattr(connections, "sleep", lambda seconds: pytest.fail("it waits"))


def test_without_a_limit_a_node_has_half_a_minute():
    caller = Caller({"hits": []})
    connect(caller).search({})
    assert [timeout for _, _, timeout in caller.asked] == [30]


@pytest.mark.parametrize("quick, least, most", [(False, 1.0, 1.2), (True, 0.5, 0.6)])
def test_a_node_has_the_time_that_a_request_has_left(quick, least, most):
    caller = Caller({"hits": []})
    with budget.limit_time(1.0):
        connect(caller).ask("GET", "/", quick=quick)
    [(_, _, timeout)] = caller.asked
    assert least < timeout <= most


def test_what_is_asked_at_the_end_has_a_moment():
    caller = Caller({"hits": []})
    with budget.limit_time(0.01) as limit:
        limit.take(5)
        connect(caller).search({})
    assert [timeout for _, _, timeout in caller.asked] == [0.2]


def test_a_request_that_nobody_answers_is_asked_again_while_there_is_time():
    caller = Caller(TIMEOUT, TIMEOUT, {"found": True})
    with budget.limit_time(1.0):
        assert connect(caller).get("berita-state", "state")
    assert len(caller.asked) == 3


def test_a_request_is_not_asked_again_when_its_time_is_over():
    caller = Caller(TIMEOUT)
    with budget.limit_time(1.0) as limit, pytest.raises(ClusterUnavailable, match="in time"):
        limit.take(0.95)
        connect(caller).get("berita-state", "state")
    assert len(caller.asked) == 1


def test_copies_on_a_silent_node_are_not_read():
    caller = Caller(TIMEOUT, {"found": True}, nodes=ONE_FAILS)
    connection = connect(caller)
    connection.get("berita-state", "state")
    assert connection.has_silent_nodes
    assert [params["preference"] for _, params, _ in caller.asked] == [
        "reader", "_only_nodes:n1,n2"]


@pytest.mark.parametrize("read", [
    lambda connection: connection.get_many("berita-articles", ["1"]),
    lambda connection: connection.search({}, index="berita-articles"),
    lambda connection: connection.open_point_in_time("berita-index-1"),
])
def test_every_read_leaves_it_out(read):
    caller = Caller({"docs": [], "pit_id": "p"}, nodes=ONE_FAILS)
    connection = connect_to_silent(caller)
    read(connection)
    [(_, params, _)] = caller.asked
    assert params["preference"] == "_only_nodes:n1,n2"


def test_a_node_that_answers_again_is_read_again(monkeypatch):
    caller = Caller({"docs": []}, nodes=ONE_FAILS)
    connection = connect_to_silent(caller)
    caller.nodes = ALL
    assert connection.has_silent_nodes, "it is not asked each time"
    now = time.monotonic()
    monkeypatch.setattr("search.store.opensearch.silent_nodes.monotonic", lambda: now + 60)
    connection._silent.look(seconds=5)
    assert not connection.has_silent_nodes
    connection.get_many("berita-articles", ["1"])
    assert "preference" not in caller.asked[0][1]


OUT_OF_REACH = exceptions.TransportError(400, "illegal_argument_exception", {"error": {
    "type": "illegal_argument_exception",
    "reason": "no data nodes with criteria [n1] found for shard: [berita-state][0]"}})


def test_where_the_nodes_that_answer_lack_a_part_all_are_read_again():
    caller = Caller(TIMEOUT, OUT_OF_REACH, {"found": True}, nodes=ONE_FAILS)
    with budget.limit_time(1.0):
        assert connect(caller).get("berita-state", "state")
    assert [params["preference"] for _, params, _ in caller.asked] == [
        "reader", "_only_nodes:n1,n2", "reader"]


def test_what_an_archive_takes_up_is_not_known_while_a_node_is_silent():
    caller = Caller(TIMEOUT, nodes=ONE_FAILS)
    assert connect(caller).count_bytes("berita-articles") == 0
    caller.nodes = ALL
    with pytest.raises(ClusterUnavailable):
        connect(caller).count_bytes("berita-articles")


def test_points_in_time_are_closed_when_all_nodes_answer_again(monkeypatch):
    connection, silent, closed = connect(Caller({})), [True], []
    monkeypatch.setattr(Connection, "has_silent_nodes", property(lambda _: silent[0]))
    monkeypatch.setattr(connection, "close_points_in_time", closed.extend)
    points = PointsInTime(connection, None, "")
    points._close(PointInTime(IndexPart(), "first"))
    assert closed == []
    silent[0] = False
    points._close(PointInTime(IndexPart(), "second"))
    points._close(PointInTime(IndexPart(), "third"))
    assert closed == ["first", "second", "third"]


class _Answers(BaseHTTPRequestHandler):
    """Answers everything as a node does that has no other beside it."""

    def do_GET(self):
        text = json.dumps(ALL).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


@pytest.fixture
def sound_node():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def hanging_node():
    """It takes connections, as the kernel does for a process that is stopped, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def absent_node():
    """Its machine refuses connections, as where the process has ended."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def test_a_node_that_has_ended_gives_way_at_once(sound_node, absent_node, no_waits):
    connection = Connection(read_address(f"opensearch:{absent_node},{sound_node}/berita"))
    for _ in range(3):
        assert connection.ask("GET", "/") == ALL
    assert not connection.has_silent_nodes


def test_where_all_nodes_have_ended_they_are_to_be_started(absent_node, no_waits):
    connection = Connection(read_address(f"opensearch:{absent_node},{absent_node}/berita"))
    with pytest.raises(ClusterUnavailable, match="no node of the cluster answers: start it"):
        connection.ask("GET", "/")


def test_a_node_that_hangs_is_left_out(sound_node, hanging_node):
    connection = Connection(read_address(f"opensearch:{hanging_node},{sound_node}/berita"))
    with budget.limit_time(1.0):
        for _ in range(2):  # one of them meets it
            assert connection.ask("GET", "/", quick=True) == ALL
    began = time.monotonic()
    with budget.limit_time(1.0):
        for _ in range(6):
            connection.ask("GET", "/")
    assert time.monotonic() - began < 0.5


def test_where_all_nodes_hang_a_request_ends_with_its_time(hanging_node):
    connection = Connection(read_address(f"opensearch:{hanging_node},{hanging_node}/berita"))
    began = time.monotonic()
    with budget.limit_time(0.5), pytest.raises(ClusterUnavailable, match="in time"):
        connection.ask("GET", "/", quick=True)
    assert time.monotonic() - began < 0.5 + 1
