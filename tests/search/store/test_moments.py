"""The store says when its changes were made, as far as that was kept."""

import os
import sqlite3
from contextlib import closing

import pytest

from search import Article
from search.store import transaction
from search.store.sqlite_store import SQLiteStore


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def put(folder, monkeypatch):
    """A function that stores articles at a time."""
    def put(second, *ids):
        monkeypatch.setattr(transaction, "time", lambda: second)
        store = SQLiteStore(folder)
        with store.lock(), store.transaction() as changes:
            for id in ids:
                changes.put(Article(id, f"Judul {id} {second}"))
        return store
    return put


def execute(folder, statement):
    with closing(sqlite3.connect(folder / "articles.sqlite", isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def test_every_change_of_a_transaction_has_its_time(put):
    put(50, "a", "b")
    put(40)
    store = put(40, "a", "c")  # a clock that was set back
    assert store.moments([4, 1, 2, 3, 5]) == [40, 50, 50, 40, None]


def test_transactions_of_one_second_share_a_row(put, folder):
    for id in "abc":
        put(50, id)
    store = put(51, "d")
    assert execute(folder, "SELECT first, last, second FROM moment") == [(1, 3, 50), (4, 4, 51)]
    assert store.moments([1, 2, 3, 4]) == [50, 50, 50, 51]


def test_changes_of_a_version_that_kept_no_times_have_none(put, folder):
    put(50, "a")
    execute(folder, "DROP TABLE moment")
    assert SQLiteStore(folder).moments([1]) == [None]
    put(60, "b")
    execute(folder, "INSERT INTO version(id, body) VALUES ('c', '')")
    execute(folder, "DELETE FROM tally")
    store = put(70, "d")
    assert store.moments([1, 2, 3, 4]) == [None, 60, None, 70]


def test_the_last_change_has_its_time_whatever_became_of_the_files(put, folder):
    store = put(50, "a")
    for path in folder.iterdir():
        os.utime(path, (70, 70))  # as a copy does, or a restore
    assert store.status().changed == 50
    execute(folder, "DROP TABLE moment")
    assert SQLiteStore(folder).status().changed == 70  # by the file, where no time was kept


def test_a_damaged_time_is_unknown_until_a_rebuild_forgets_it(put, folder):
    put(50, "a")
    store = put(60, "b")
    execute(folder, "UPDATE moment SET second = 51 WHERE last = 1")
    assert store.moments([1, 2]) == [None, 60]
    [fault] = store.verify()
    assert "changes 1 to 1" in fault
    with store.lock():
        store.mend()
    assert store.verify() == [] and store.moments([1, 2]) == [None, 60]
