"""A node hangs, or is slow: no search takes longer than its time, and the other nodes answer."""

import itertools
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from search import Article, open_archive
from web import create_app
from web.settings import Settings

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # nodes hang for seconds

LIMIT = 1.0
_numbers = itertools.count()

MARGIN = 1.0
"""What an answer may take beyond the limit: the node is asked whether it is there at all."""


def fill(archive):
    list(archive.add(Article(f"a{n}", "Gempa", f"Gempa nomor {n}.") for n in range(30)))


def ask(client, path):
    """Return the answer and the seconds that it took."""
    began = time.monotonic()
    answer = client.get(path)
    return answer, time.monotonic() - began


def search(client):
    """Search as nobody has before, so that no answer is kept for it; return as `ask` does."""
    return ask(client, f"/api/v1/search?q=gempa+OR+kata{next(_numbers)}")


def warm(client):
    """Search a few times, as nodes that have just started are slow."""
    for _ in range(6):
        search(client)


def is_answered(answer):
    """Whether it is whole, or says what it lacks; anything else must be a clear refusal."""
    if answer.status_code == 200:
        return answer.json["total"] == 30 or answer.json["partial"]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60"), answer.text
    assert "its cluster does not answer" in answer.json["detail"]
    return False


@pytest.mark.parametrize("victim", ["manager", "other"])
def test_no_search_outlives_its_time_while_a_node_hangs(healed, open_again, victim):
    archive = open_again()
    fill(archive)
    healed.wait_for("green")
    client = create_app(archive, Settings(time_limit=LIMIT)).test_client()
    warm(client)
    manager = healed.manager()
    healed.pause(manager if victim == "manager" else (manager + 1) % 3)
    times, answered = [], []
    until = time.monotonic() + 8  # its absence is noticed after 10 seconds
    while time.monotonic() < until:
        answer, seconds = search(client)
        times.append(seconds)
        answered.append(is_answered(answer))
    assert max(times) < LIMIT + MARGIN
    assert answered[-5:] == [True] * 5, "the node that hangs is left out"
    answer, seconds = ask(client, "/readyz")
    assert (answer.status_code, seconds < LIMIT + MARGIN) == (200, True)
    assert answer.json["warning"] == "copies of the archive are missing"


def test_reading_goes_on_when_the_node_is_back(healed, open_again):
    archive = open_again()
    fill(archive)
    client = create_app(archive, Settings(time_limit=LIMIT)).test_client()
    healed.pause(2)
    for _ in range(3):
        search(client)
    healed.resume(2)
    healed.wait_for("green")
    until = time.monotonic() + 30
    while client.get("/readyz").json != {"status": "ready", "articles": 30}:
        assert time.monotonic() < until
        time.sleep(0.5)
    assert search(client)[0].json["total"] == 30


class SlowProxy:
    """Passes on what is sent to a node, and its answers only after a delay, in seconds."""

    def __init__(self, url):
        host, _, port = url.rpartition("/")[2].partition(":")
        self._node, self.delay = (host, int(port)), 0.0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"

    @contextmanager
    def running(self):
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self._server.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            node = socket.create_connection(self._node)
            threading.Thread(target=self._pass_on, args=(client, node, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(node, client, True), daemon=True).start()

    def _pass_on(self, source, target, delayed):
        try:
            while some := source.recv(1 << 16):
                time.sleep(self.delay if delayed else 0)
                target.sendall(some)
            target.shutdown(socket.SHUT_WR)
        except OSError:  # one side has hung up
            target.close()


@pytest.fixture
def slow_client(new_address, analyzer):
    """A client of a service that reaches a node of the shared cluster by a proxy; and the proxy."""
    nodes, _, name = new_address().removeprefix("opensearch:").rpartition("/")
    with SlowProxy(nodes.split(",")[0]).running() as proxy:
        archive = open_archive(f"opensearch:{proxy.url}/{name}", analyzer=analyzer)
        fill(archive)
        yield create_app(archive, Settings(time_limit=LIMIT)).test_client(), proxy
        archive.close()


@pytest.mark.parametrize("delay", [0.1, 0.4, 0.9, 3.0])
def test_a_slow_node_does_not_keep_a_search_beyond_its_time(slow_client, delay):
    client, proxy = slow_client
    warm(client)
    proxy.delay = delay
    answer, seconds = search(client)
    assert seconds < LIMIT + MARGIN
    assert is_answered(answer) or delay > 0.1
    assert client.get("/healthz").status_code == 200
    proxy.delay = 0.0
    wait_for_an_answer(client)


def wait_for_an_answer(client):
    until = time.monotonic() + 20
    while not is_answered(search(client)[0]):
        assert time.monotonic() < until
