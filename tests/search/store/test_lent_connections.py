"""Connections of the store belong to no thread: each keeps some megabytes."""

import os
import sqlite3
import threading

import pytest

from search import Article
from search.store import database
from search.store.sqlite_store import SQLiteStore


@pytest.fixture
def opened(monkeypatch):
    """The connections that are opened, in order."""
    connections = []

    def connect(*arguments, **options):
        connections.append(original(*arguments, **options))
        return connections[-1]

    original = database.connect
    monkeypatch.setattr(database, "connect", connect)
    return connections


@pytest.fixture
def store(tmp_path, opened):
    """A store of one article; what wrote it is no longer counted."""
    store = SQLiteStore(tmp_path / "archive")
    add(store, "a")
    store.close()
    opened.clear()
    return store


def add(store, id):
    with store.lock(), store.transaction() as changes:
        changes.put(Article(id, f"Judul {id}"))


def read_in_threads(count, read):
    """Let so many threads read, one after the other."""
    for _ in range(count):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(20)


def test_threads_that_read_in_turn_share_a_connection(store, opened):
    found = []
    read_in_threads(5, lambda: found.append(
        (store.last_change(), [each.id for each in store.articles(["a"], [1])])))
    assert found == [(1, ["a"])] * 5
    assert len(opened) == 1


def test_threads_that_read_together_do_not(store, opened):
    with store._database.reading() as connection, store._database.reading() as nested:
        others = []

        def read():
            with store._database.reading() as other:
                others.append(other)

        read_in_threads(2, read)
        assert nested is connection and connection not in others
    assert len(opened) == 2


def test_no_more_connections_are_kept_than_so_many(store, opened, monkeypatch):
    monkeypatch.setattr(database, "MOST_IDLE", 1)
    with store._database.reading():
        read_in_threads(1, store.last_change)
    assert len(opened) == 2
    closed = [each for each in opened if is_closed(each)]
    assert len(closed) == 1
    store.close()
    assert all(map(is_closed, opened))


def is_closed(connection):
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def test_no_connection_is_lent_to_a_file_that_was_replaced(store, opened, tmp_path):
    assert store.state_and_removals() and store.last_change() == 1
    other = SQLiteStore(tmp_path / "other")
    add(other, "b")
    add(other, "c")
    other.close()
    for name in ("articles.sqlite", "articles.counter"):
        os.replace(tmp_path / "other" / name, tmp_path / "archive" / name)
    seen = []
    read_in_threads(3, lambda: seen.append(store.last_change()))
    assert seen == [2, 2, 2]
    assert is_closed(opened[0])
