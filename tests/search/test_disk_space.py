"""Nothing is begun that will not find its space; what need not be done now waits."""

import shutil
from types import SimpleNamespace

import pytest

from search import Article, Query, disk_space
from search.disk_space import find_free, require_space
from search.engines.whoosh.commits import merge_policy
from search.errors import DiskFull


@pytest.fixture
def leave(monkeypatch):
    """A function that leaves so many bytes free."""
    return lambda free: monkeypatch.setattr(
        disk_space.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


def test_what_needs_more_than_there_is_is_refused(tmp_path, leave):
    leave(3_000_000)
    require_space(tmp_path, 3_000_000, "a copy")
    with pytest.raises(DiskFull, match=r"a copy needs about 3.1 MB in .*, and 3.0 MB are free"):
        require_space(tmp_path / "not" / "there", 3_100_000, "a copy")


def test_a_disk_that_cannot_be_asked_is_believed(tmp_path, monkeypatch):
    def fail(_):
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", fail)
    assert find_free(tmp_path) is None
    require_space(tmp_path, 10**18, "a copy")


def test_a_rebuild_and_a_large_load_are_refused_before_they_begin(
    indexer, write, leave, tmp_path, folder
):
    few = write("a.jsonl", [{"title": "Banjir", "body": "Air naik."}])
    many = tmp_path / "b.jsonl"
    with many.open("wb") as file:
        file.truncate(5 << 20)  # of which nothing is read
    leave(1_000)
    ran = indexer("add", many)
    assert ran.code == 2 and "10.5 MB" in ran.err and not (folder / "articles.sqlite").exists()
    assert indexer("add", few).code == 0
    leave(10)
    for command in (["rebuild"], ["backup", tmp_path / "c"]):
        ran = indexer(*command)
        assert ran.code == 2 and "the disk is full; free some space" in ran.err
    leave(1 << 40)
    assert indexer("rebuild").code == 0


def test_merges_wait_for_space(archive, leave, caplog, monkeypatch):
    monkeypatch.setattr(merge_policy, "MAX_OPEN_SEGMENTS", 1)
    leave(0)
    for number in range(5):
        list(archive.add([Article(f"a{number}", "Banjir", f"Air naik {number}.")]))
    assert archive.search(Query("banjir")).total == 5
    assert "segments are not merged before" in caplog.text
    leave(1 << 40)
    caplog.clear()
    list(archive.add([Article("b", "Banjir", "Air surut.")]))
    assert archive.search(Query("banjir")).total == 6 and not caplog.text
