"""The load: what is asked for is answered, and what became of it is counted."""

import socket
import threading

import pytest

from benchmarks.load.clients import Outcome, ask, build_addresses, draw_queries, find_quantile
from benchmarks.load.writer import Writer
from search import Article
from web import create_app


def test_what_is_asked_for_is_valid(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "Gempa di Lombok", "Presiden dan menteri.", published="2007")]))
    client = create_app(archive).test_client()
    for address in build_addresses(draw_queries(20), 0.1)[::3]:
        assert client.get(address).status_code == 200, address


def test_a_line_says_what_became_of_a_phase():
    seconds = [number / 1_000 for number in range(1, 101)]
    assert (find_quantile(seconds, 0.5), find_quantile(seconds, 0.99)) == (51, 100)
    assert find_quantile([], 0.5) == 0
    outcome = Outcome("most", seconds, [0.02], lasted=10)
    outcome.statuses.update({"200": 100, "503": 1})
    assert outcome.describe() == (
        "most: {'200': 100, '503': 1}, 10.0 answers a second, p50 51.0 ms, p99 100.0 ms, "
        "longest 100 ms; refused after 20.0 ms (p99)")


def test_only_a_refusal_counts_as_one():
    outcome = Outcome("most")
    for status in ("200", "503", "cut off", "TimeoutError"):
        outcome.count(status, 0.2, 0.1)
    assert (outcome.seconds, outcome.refused, len(outcome.statuses)) == ([0.2], [0.1], 4)


def test_what_ended_in_a_span_of_time_is_left_out():
    outcome = Outcome("usual", lasted=10)
    outcome.moments = [(1, "200", 0.1), (2, "503", 0.2), (3, "200", 0.3)]
    rest = outcome.leave_out(2, 2.5)
    assert (rest.seconds, rest.refused, rest.lasted) == ([0.1, 0.3], [], 9.5)
    assert outcome.leave_out(2.5, 4).refused == [0.2]


@pytest.mark.parametrize(("answer", "status"), [
    (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nya", "200"),
    (b"HTTP/1.0 503 Busy\r\ncontent-length:0\r\n\r\n", "503"),
    (b"HTTP/1.0 200 OK\r\n\r\nseluruhnya", "200"),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nya", "cut off"),
    (b"", "cut off"),
])
def test_a_client_notices_an_answer_that_is_cut_off(answer, status):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_once, args=(server, answer), daemon=True).start()
        assert ask(server.getsockname()[1], "/")[0] == status


def test_a_client_closes_the_connection_once_it_has_its_answer():
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya"
    left_open = threading.Event()

    def wait_for_client(server):
        connection, _ = server.accept()
        connection.recv(1_000)
        connection.sendall(answer)
        assert connection.recv(1_000) == b""  # the client has closed it
        left_open.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=wait_for_client, args=(server,), daemon=True).start()
        assert ask(server.getsockname()[1], "/")[0] == "200"
        assert left_open.wait(20)


def answer_once(server, answer):
    connection, _ = server.accept()
    with connection:
        connection.recv(1_000)
        connection.sendall(answer)


def test_the_writer_keeps_the_last_of_its_articles(make_archive):
    archive = make_archive("whoosh")
    writer = Writer(archive)
    for _ in range(3):
        writer.change()
    assert [article.id for article in archive.export()] == ["beban-2"]
    assert writer.describe()["changes"] == 3
