"""A node whose disk fills up while a writer loads articles: a file system of its own, of 300 MB."""

import os
import shutil
import subprocess

import pytest

from search import Article, Query, open_archive
from search.errors import DiskFull, EngineError
from search.store.opensearch import bulk, connection

from support.cluster import Cluster, Unavailable

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # starts a node

MEGABYTES = 300


@pytest.fixture
def disk(tmp_path):
    """A small file system in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def node(disk, pytestconfig):
    try:
        with Cluster(disk, 1, pytestconfig.getoption("opensearch")) as node:
            yield node
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture
def archive(node, analyzer, monkeypatch, tmp_path):
    for module in (bulk, connection):
        monkeypatch.setattr(module, "PATIENT_WAITS", (0.1, 0.5))
    for name, value in (("SHARDS", "1"), ("REPLICAS", "0"), ("CACHE", str(tmp_path))):
        monkeypatch.setenv(f"SEARCH_{name}", value)
    archive = open_archive(f"opensearch:{node.urls[0]}/berita", analyzer=analyzer)
    yield archive
    archive.close()


def write(number):
    words = os.urandom(40_000).hex()
    text = " ".join(words[at:at + 8] for at in range(0, len(words), 8))
    return Article(str(number), f"Gempa {number}", text)


def fill(disk):
    """Leave 3 MB free."""
    ballast = disk / "ballast"
    with open(ballast, "wb") as file:
        file.write(bytes(shutil.disk_usage(disk).free - (3 << 20)))
    return ballast


def load(archive, articles):
    """Add articles until that fails; return the ids that were acknowledged, and the error."""
    stored = []
    try:
        for article in articles:
            stored += [id for batch in archive.add([article]) for id in batch.added]
    except EngineError as error:
        return stored, error
    return stored, None


def test_nothing_acknowledged_is_lost_when_the_disk_of_a_node_is_full(archive, node, disk):
    """Without watermarks, which stop writers before, the node gives up the parts on that disk."""
    before, error = load(archive, map(write, range(5)))
    assert error is None
    ballast = fill(disk)
    later, error = load(archive, map(write, range(5, 300)))
    assert isinstance(error, DiskFull) or "see its health" in str(error)
    ballast.unlink()
    node.wait_for("green")  # it may have to elect itself again, and then tries its parts again
    again, error = load(archive, map(write, range(300, 303)))
    assert error is None and again == ["300", "301", "302"]
    assert {*before, *later, *again} <= {article.id for article in archive.export()}
    assert archive.search(Query("gempa")).total == archive.size()
    assert archive.verify() == []
