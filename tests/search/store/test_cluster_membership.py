"""Nodes say what they are before they are asked anything: others are refused, by name."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.errors import AccessRefused, EngineError
from search.store.opensearch.connection import Connection, read_address

SOUND = {"cluster_uuid": "one", "version": {"distribution": "opensearch", "number": "2.19.6"}}


class _Node(BaseHTTPRequestHandler):
    """Says of itself what `said` is, with a status, and answers anything else with `{}`."""

    def do_GET(self):
        self.server.asked.append(self.path)
        status, said = (self.server.status, self.server.said) if self.path == "/" else (200, {})
        text = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


@contextmanager
def run_node(said, status=200):
    with ThreadingHTTPServer(("127.0.0.1", 0), _Node) as server:
        server.said, server.status, server.asked = said, status, []
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def connect(*nodes):
    return Connection(read_address(f"opensearch:{','.join(node.url for node in nodes)}/berita"))


def describe(**about):
    return {**SOUND, **about}


@pytest.mark.parametrize("number", ["2.19.0", "2.19.6-SNAPSHOT", "2.20.1", "3.0.0", "10.1.0"])
def test_a_node_is_asked_once_what_it_is(number):
    version = {"distribution": "opensearch", "number": number}
    with run_node(describe(version=version)) as node:
        connection = connect(node)
        for _ in range(3):
            assert connection.ask("GET", "/x") == {}
    assert node.asked == ["/", "/x", "/x", "/x"]


@pytest.mark.parametrize("said, why", [
    (describe(version={"distribution": "opensearch", "number": "2.18.0"}),
     "runs OpenSearch 2.18.0: Warta needs 2.19 or newer"),
    (describe(version={"distribution": "opensearch", "number": "1.3.20"}), "runs OpenSearch 1.3"),
    (describe(version={"distribution": "opensearch"}), "runs OpenSearch None"),
    (describe(version={"number": "8.15.0", "build_flavor": "default"}), "no node of an OpenSearch"),
    ({}, "no node of an OpenSearch cluster: correct the address"),
    ([], "no node of an OpenSearch"), ("<html>", "no node of an OpenSearch"),
    ("", "no node of an OpenSearch"),
])
def test_what_is_no_node_of_a_version_that_we_know_is_refused(said, why):
    with run_node(said) as node:
        with pytest.raises(EngineError, match=why) as raised:
            connect(node).ask("GET", "/x")
        assert node.url in str(raised.value) and node.asked == ["/"]


def test_a_server_without_such_a_page_is_no_node():
    with run_node("not found", 404) as node, pytest.raises(EngineError, match="no node of an"):
        connect(node).ask("GET", "/x")


def test_whoever_may_not_ask_what_a_node_is_may_ask_the_rest():
    with run_node({"error": "no permissions"}, 403) as node:
        assert connect(node).ask("GET", "/x") == {}


def test_a_wrong_password_is_named():
    with run_node("Unauthorized", 401) as node, pytest.raises(AccessRefused, match="password"):
        connect(node).ask("GET", "/x")


def test_nodes_of_two_clusters_are_refused():
    with run_node(SOUND) as one, run_node(describe(cluster_uuid="two")) as other:
        connection = connect(one, other)
        with pytest.raises(EngineError, match="are nodes of different clusters") as raised:
            for _ in range(2):
                connection.ask("GET", "/x")
        assert one.url in str(raised.value) and other.url in str(raised.value)
        assert "/x" not in one.asked or "/x" not in other.asked


def test_a_node_whose_cluster_has_not_formed_yet_is_of_any():
    with run_node(describe(cluster_uuid="_na_")) as young, run_node(SOUND) as other:
        connection = connect(young, other)
        assert [connection.ask("GET", "/x") for _ in range(4)] == [{}] * 4


def test_a_node_that_was_away_says_again_what_it_is():
    with run_node(SOUND) as first, run_node(SOUND) as node:
        connection = connect(first, node)
        for _ in range(2):
            connection.ask("GET", "/x")
        [member] = [each for each in connection._caller.connection_pool.connections
                    if each.host == node.url]
        member.pool.close()
        node.shutdown()
        node.server_close()
        for _ in range(2):  # one of them meets the node that has ended, and asks the other
            assert connection.ask("GET", "/x") == {}
        assert not member._is_admitted
