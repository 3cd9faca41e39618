"""The network is cut between a node and the others: what it answers is whole, and nobody writes to
it what would be lost."""

import subprocess
import sys
import time

import pytest
from cluster.conftest import heal
from cluster.test_stalls import SLOW_WRITER

from search import Article, Query, budget, open_archive
from search.errors import SearchError
from web import create_app
from web.settings import Settings

from support.cluster import QUICK, Cluster, Unavailable
from support.namespaces import Namespaces

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # a cut is noticed after 10 seconds

COUNT = 20


def write(mark):
    return [Article(f"m{number}", "Penanda", f"Gempa susulan penanda{mark}.")
            for number in range(COUNT)]


@pytest.fixture(scope="module")
def network():
    try:
        with Namespaces(3) as network:
            yield network
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def nodes(network, tmp_path_factory, pytestconfig):
    """Three nodes, each in a network of its own."""
    try:
        cluster = Cluster(
            tmp_path_factory.mktemp("apart"), 3, pytestconfig.getoption("opensearch"),
            settings=QUICK, hosts=network.hosts, wrap=network.wrap)
    except Unavailable as error:
        pytest.skip(str(error))
    with cluster:
        yield cluster


@pytest.fixture
def joined(network, nodes, monkeypatch):
    """The nodes; their network is whole again afterwards. Each has a copy of everything."""
    monkeypatch.setenv("SEARCH_REPLICAS", "2")
    yield nodes
    for number in range(nodes.count):
        network.mend(number)
    heal(nodes)


@pytest.fixture
def open_by(joined, analyzer):
    """A function that opens the archive by some of the nodes alone."""
    opened = []

    def open_by(*numbers):
        urls = ",".join(joined.urls[number] for number in numbers)
        opened.append(open_archive(f"opensearch:{urls}/berita", analyzer=analyzer))
        return opened[-1]

    yield open_by
    for archive in opened:
        archive.close()


def begin(cluster, archive):
    """Write what is there before a cut, and let copies on a node that is back be used at once."""
    list(archive.add(write(1)))
    cluster.ask("/berita*/_settings", method="PUT", seconds=60, body={
        "index.unassigned.node_left.delayed_timeout": "0"})


def read(archive):
    """Return the texts of all hits, None where there is no answer in time."""
    try:
        with budget.limit_time(1.0):
            page = archive.search(Query("susulan", page_size=2 * COUNT))
    except SearchError as error:
        assert "again" in str(error), error
        return None
    assert page.total == len(page.hits) == COUNT
    return {hit.article.body for hit in page.hits}


def wait_for(archive, mark, seconds=120):
    """Read until the answer is that of a mark; return all answers."""
    until, seen = time.monotonic() + seconds, []
    while True:
        seen.append(read(archive))
        if seen[-1] == {write(mark)[0].body}:
            return seen
        assert time.monotonic() < until, seen
        time.sleep(0.1)


def wait_for_warning(archive, seconds=60):
    """Ask whether a service of an archive is ready until it warns, and knows why."""
    client = create_app(archive, Settings(time_limit=10)).test_client()
    until, seen = time.monotonic() + seconds, []
    while True:
        answer = client.get("/readyz")
        seen.append((answer.status_code, answer.json))
        if answer.json.get("warning") and "has no manager" in archive.find_warning():
            return
        assert time.monotonic() < until, seen
        time.sleep(0.5)


def check_whole(seen, *marks):
    """Check that each answer is of one state."""
    whole = [{write(mark)[0].body} for mark in marks]
    assert [each for each in seen if each is not None and each not in whole] == []


def choose(cluster, victim):
    """Return the number of a node, and those of the others."""
    number = (cluster.manager() + (victim == "other")) % 3
    return number, [other for other in range(3) if other != number]


@pytest.mark.parametrize("victim", ["manager", "other"])
def test_a_node_that_is_cut_off_answers_whole_but_old(joined, network, open_by, victim):
    number, others = choose(joined, victim)
    inside, outside = open_by(*others), open_by(number)
    begin(joined, inside)
    joined.wait_for("green")
    wait_for(outside, 1)
    network.cut(number)
    list(inside.add(write(2)))
    check_whole(wait_for(inside, 2), 1, 2)
    check_whole(wait_for(outside, 1), 1)
    wait_for_warning(outside)
    network.mend(number)
    check_whole(wait_for(outside, 2), 1, 2)
    assert inside.verify() == []


def test_a_writer_that_was_cut_off_is_fenced(joined, network, open_by):
    number, others = choose(joined, "other")
    inside = open_by(*others)
    begin(joined, inside)
    address = f"opensearch:{joined.urls[number]}/berita"
    with subprocess.Popen(
            [sys.executable, "-c", SLOW_WRITER, address], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "writing\n"
        network.cut(number)
        list(inside.add(write(2)))
        network.mend(number)
        _, errors = writer.communicate("\n", timeout=300)
    assert writer.returncode and "another writer has taken over" in errors
    assert {article.body for article in inside.export()} == {write(2)[0].body}
    list(inside.add(write(3)))
    assert inside.verify() == []
