"""Backups of the store in SQLite."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from search import Article, Query, back_up, open_archive, restore
from search.errors import EngineError
from search.store.sqlite_store import SQLiteStore


@pytest.fixture
def url(tmp_path, analyzer):
    """The address of an archive of two articles, one of which is there in two versions."""
    url = f"whoosh:{tmp_path / 'arsip'}"
    archive = open_archive(url, analyzer=analyzer)
    list(archive.add([Article("a", "Gempa", "di Lombok"), Article("b", "Banjir", "di Demak")]))
    list(archive.add([Article("a", "Gempa lagi", "di Lombok")]))
    return url


def test_a_backup_is_restored_with_everything(url, tmp_path, analyzer):
    assert back_up(url, tmp_path / "salinan") == 2
    new = f"whoosh:{tmp_path / 'baru'}"
    assert restore(new, tmp_path / "salinan") == 2
    archive = open_archive(new, analyzer=analyzer)
    assert list(archive.rebuild())[-1] == 2
    assert archive.verify() == []
    assert archive.search(Query("gempa lagi")).total == 1
    before = open_archive(url, analyzer=analyzer)
    assert list(archive.export()) == list(before.export())
    list(archive.add([Article("c", "Angin", "di Bogor")]))
    assert archive.size() == 3


def test_an_archive_is_backed_up_while_a_writer_is_at_work(url, tmp_path, analyzer):
    store = SQLiteStore(tmp_path / "arsip")
    with store.lock(), store.transaction() as transaction:
        transaction.put(Article("c", "Angin", "di Bogor"))
        assert back_up(url, tmp_path / "salinan") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arsip", "salinan"]
    assert back_up(url, tmp_path / "lagi") == 3


def test_nothing_is_overwritten(url, tmp_path):
    back_up(url, tmp_path / "salinan")
    with pytest.raises(EngineError, match="exists already"):
        back_up(url, tmp_path / "salinan")
    with pytest.raises(EngineError, match="holds an archive already"):
        restore(url, tmp_path / "salinan")


def test_a_folder_that_is_missing_is_named_in_a_backup(url, tmp_path):
    with pytest.raises(EngineError, match=f"there is no folder {tmp_path}/tiada: make it"):
        back_up(url, tmp_path / "tiada" / "salinan")


@pytest.mark.parametrize("content", [b"", b"bukan basis data", b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_backup_is_refused_and_leaves_nothing(tmp_path, content):
    (tmp_path / "salinan").write_bytes(content)
    with pytest.raises(EngineError, match=f"{tmp_path}/salinan is damaged, or no backup"):
        restore(f"whoosh:{tmp_path / 'baru'}", tmp_path / "salinan")
    assert [path.name for path in (tmp_path / "baru").iterdir()] == ["writer.lock"]


def test_a_backup_is_not_restored_into_an_archive_that_a_writer_begins(url, tmp_path, caplog):
    back_up(url, tmp_path / "salinan")
    folder = tmp_path / "baru"
    store = SQLiteStore(folder)
    with ThreadPoolExecutor() as pool:
        with store.lock():
            restoring = pool.submit(restore, f"whoosh:{folder}", tmp_path / "salinan")
            while not (restoring.done() or "waiting for it" in caplog.text):
                sleep(0.01)
            with store.transaction() as transaction:
                transaction.put(Article("c", "Angin", "di Bogor"))
        with pytest.raises(EngineError, match="holds an archive already"):
            restoring.result()
    assert [article.id for article in store.export()] == ["c"]


def test_a_damaged_store_is_not_backed_up(url, tmp_path):
    with sqlite3.connect(tmp_path / "arsip" / "articles.sqlite") as connection:
        connection.execute("UPDATE version SET body = 'lain' WHERE id = 'b'")
    connection.close()
    with pytest.raises(EngineError, match="damaged"):
        back_up(url, tmp_path / "salinan")
    assert not (tmp_path / "salinan").exists()


def test_an_archive_that_is_missing_or_empty_is_refused(tmp_path):
    with pytest.raises(EngineError):
        back_up(f"whoosh:{tmp_path / 'tiada'}", tmp_path / "salinan")
    with pytest.raises(EngineError, match="no file"):
        restore(f"whoosh:{tmp_path / 'baru'}", tmp_path / "tiada")
