"""What the service says while nodes are away: yellow is ready, red is not; it recovers alone."""

import time

import pytest

from search import Article
from web import create_app
from web.settings import Settings

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # nodes are killed, and come back

SEARCH = "/api/v1/search?q=gempa"
READY = {"status": "ready", "articles": 30}


@pytest.fixture
def client(healed, open_again):
    archive = open_again()
    list(archive.add(Article(f"a{n}", "Gempa", f"Gempa nomor {n}.") for n in range(30)))
    healed.wait_for("green")
    return create_app(archive, Settings(time_limit=30)).test_client()  # new nodes are slow


def kill(cluster, *numbers):
    for number in numbers:
        cluster.kill(number)


def start(cluster, *numbers):
    for number in numbers:
        cluster.start(number)
    cluster.wait_for("green")


def wait_until_ready(client, seconds=30):
    """Ask until there is no warning; what was found of silent nodes counts for five seconds."""
    until = time.monotonic() + seconds
    while (answer := client.get("/readyz").json) != READY:
        assert time.monotonic() < until, answer
        time.sleep(0.5)


def test_yellow_is_ready_with_a_warning(healed, client):
    assert client.get("/readyz").json == READY
    kill(healed, 2)
    healed.wait_for("yellow", nodes=2)
    assert client.get("/readyz").json == {
        **READY, "warning": "copies of the archive are missing"}
    assert client.get(SEARCH).json["total"] == 30
    start(healed, 2)
    wait_until_ready(client)


def test_red_is_not_ready(healed, client):
    """Of two copies each, two of three nodes hold some shard's both."""
    kill(healed, 1, 2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert client.get(SEARCH).status_code == 503
    start(healed, 1, 2)
    wait_until_ready(client)
    assert client.get(SEARCH).json["total"] == 30


def test_a_cluster_that_is_away_comes_back_by_itself(healed, client, caplog):
    kill(healed, 0, 1, 2)
    for path in (SEARCH, "/readyz", "/?q=gempa"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60"), path
        assert "127.0.0.1" not in answer.text
    assert "no node of the cluster answers: start it" in caplog.text
    start(healed, 0, 1, 2)
    wait_until_ready(client)
    assert client.get(SEARCH).json["total"] == 30
