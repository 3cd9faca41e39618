"""Fixtures for tests that harm the nodes of a cluster: three nodes of their own."""

import itertools
import time

import pytest

from search import open_archive

from support.cluster import QUICK, Cluster, Unavailable

_numbers = itertools.count()


@pytest.fixture(scope="session")
def three_nodes(tmp_path_factory, pytestconfig):
    """Three nodes that tests may harm; `healed` gives them whole to each."""
    version = pytestconfig.getoption("opensearch")
    try:
        cluster = Cluster(tmp_path_factory.mktemp("nodes"), 3, version, settings=QUICK)
    except Unavailable as error:
        pytest.skip(str(error))
    with cluster:
        yield cluster


@pytest.fixture
def healed(three_nodes):
    """The three nodes; whatever is done to them, or kept on them, is undone afterwards."""
    yield three_nodes
    heal(three_nodes)


def heal(cluster):
    for number in range(cluster.count):
        if number in cluster.running:
            cluster.resume(number)
        else:
            cluster.start(number)
    delete_archives(cluster)
    cluster.wait_for("green")


def delete_archives(cluster, seconds=240):
    """Delete all indices; first, as their copies need not be made again then."""
    until = time.monotonic() + seconds
    while True:
        try:
            return cluster.ask("/berita*", method="DELETE", seconds=60)
        except OSError:  # no manager is elected yet
            if time.monotonic() >= until:
                raise
            time.sleep(0.5)


@pytest.fixture
def address(healed):
    """The address of an archive on the three nodes; it does not exist yet."""
    return f"opensearch:{','.join(healed.urls)}/berita{next(_numbers)}"


@pytest.fixture
def open_again(address, analyzer):
    """A function that opens the archive at that address, as another process would."""
    opened = []

    def open_again():
        opened.append(open_archive(address, analyzer=analyzer))
        return opened[-1]

    yield open_again
    for archive in opened:
        archive.close()
