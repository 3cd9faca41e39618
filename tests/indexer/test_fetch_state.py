"""What is known of feeds, while threads share it."""

import sqlite3
import time
from contextlib import closing
from threading import Event, Thread

import pytest

from indexer.fetch.fetch_state import FeedVersion, hold_fetch_state
from search.errors import EngineError


def tell(digests, entered):
    """Yield the digests, and tell when the first one is asked for."""
    for digest in digests:
        entered.set()
        yield digest


def test_a_state_is_removed_only_if_that_helps(tmp_path):
    (tmp_path / "rusak").write_bytes(b"bukan basis data" * 99)
    (tmp_path / "map").mkdir()
    for name, advice in (("rusak", "remove it"), ("map", "give this user permission")):
        with pytest.raises(EngineError, match=f"{name} cannot be used .*: {advice}"):
            with hold_fetch_state(tmp_path / name):
                pass


def test_the_state_is_closed_once_no_thread_is_in_it(tmp_path):
    digests, seen = [bytes([number % 256]) * 8 for number in range(50_000)], []
    with hold_fetch_state(tmp_path / "fetch.state") as state:
        state.record_items(digests)
        entered = Event()
        thread = Thread(target=lambda: seen.append(state.see_items(tell(digests, entered))))
        thread.start()
        assert entered.wait(20)
    thread.join()
    assert seen == [set(digests)]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        state.see_items(digests[:1])


def test_a_host_is_left_alone_no_longer_because_a_clock_was_ahead(tmp_path, monkeypatch):
    now = time.time()
    with hold_fetch_state(tmp_path / "fetch.state") as state:
        state.record_wait("a", 3_600)
        assert 3_500 < state.find_wait("a") <= 3_600
        monkeypatch.setattr(time, "time", lambda: now + 400 * 86_400)
        state.record_wait("b", 3_600)
        state.record_version("http://a.example", True, FeedVersion("tag"))
        monkeypatch.setattr(time, "time", lambda: now)
        assert state.find_wait("b") == 0
        assert state.find_version("http://a.example", True) == FeedVersion()


def test_a_file_of_an_earlier_version_is_taken_over(tmp_path):
    with closing(sqlite3.connect(tmp_path / "fetch.state")) as connection, connection:
        connection.execute(
            "CREATE TABLE feed(url TEXT PRIMARY KEY, complete INTEGER NOT NULL, etag TEXT NOT NULL,"
            " modified TEXT NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID")
        connection.execute("INSERT INTO feed VALUES ('http://a.example', 1, 'tag', '', '')")
    for known in (FeedVersion(), FeedVersion("new")):
        with hold_fetch_state(tmp_path / "fetch.state") as state:
            assert state.find_version("http://a.example", True) == known
            state.record_version("http://a.example", True, FeedVersion("new"))
