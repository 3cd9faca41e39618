"""A writer that stalls, and disks that are full."""

import json
import signal
import subprocess
import sys
import time

import pytest

from search import Article, Query, open_archive
from search.errors import DiskFull

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # what stalls is noticed after seconds

A, B, C = (Article(id, f"Judul {id}", f"Gempa di kota {id}.") for id in "abc")

SLOW_WRITER = """
import sys
from search import Article, open_archive
store = open_archive(sys.argv[1])._store
with store.lock():
    with store.transaction() as transaction:
        transaction.put(Article("lambat", "Lambat", "Gempa."))
        print("writing", flush=True)
        input()
"""


def test_a_writer_that_was_paused_cannot_go_on_after_another(healed, open_again, address, caplog):
    archive = open_again()
    list(archive.add([A]))
    with subprocess.Popen(
            [sys.executable, "-c", SLOW_WRITER, address], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "writing\n"
        writer.send_signal(signal.SIGSTOP)
        list(open_again().add([B]))
        assert f"waiting for process {writer.pid} on " in caplog.text
        writer.send_signal(signal.SIGCONT)
        _, errors = writer.communicate("\n", timeout=60)
    assert writer.returncode and "another writer has taken over" in errors
    assert [article.id for article in archive.export()] == ["a", "b"]
    assert archive.search(Query("gempa")).total == 2
    list(open_again().add([C]))
    assert archive.search(Query("gempa")).total == 3
    assert archive.verify() == []


DISK = [f"cluster.routing.allocation.disk.{name}" for name in (
    "watermark.low", "watermark.high", "watermark.flood_stage", "threshold_enabled")]


def keep_free(cluster, amount):
    """Let the nodes take a disk for full that has less than this amount free."""
    change_settings(cluster, {
        **dict.fromkeys(DISK, amount), DISK[-1]: True, "cluster.info.update.interval": "10s"})


def is_read_only(cluster):
    blocks = cluster.ask("/_cluster/state/blocks", seconds=60)["blocks"]
    return "read-only / allow delete" in json.dumps(blocks) or "create-index" in json.dumps(blocks)


def change_settings(cluster, settings):
    cluster.ask("/_cluster/settings", method="PUT", body={"persistent": settings}, seconds=60)


def wait_for(condition, seconds=150):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_full_disks_are_named_and_writing_goes_on_when_they_are_not(
        healed, open_again, address, analyzer):
    """The cluster takes the disks for full, since it is told to keep more free than there is."""
    archive = open_again()
    list(archive.add([A]))
    keep_free(healed, "900tb")
    try:
        wait_for(lambda: is_read_only(healed))
        with pytest.raises(DiskFull, match="disks of the cluster are almost full.*free or add sp"):
            list(archive.add([B]))
        assert archive.search(Query("gempa")).total == 1
        with pytest.raises(DiskFull):
            list(open_archive(f"{address}-lain", analyzer=analyzer).add([B]))
    finally:
        keep_free(healed, "1b")
        wait_for(lambda: not is_read_only(healed))
        change_settings(healed, {name: None for name in DISK})
    list(archive.add([B]))
    assert archive.search(Query("gempa")).total == 2
    assert archive.verify() == []
