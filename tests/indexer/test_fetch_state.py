"""What is known of feeds, while threads share it."""

import sqlite3
from threading import Event, Thread

import pytest

from indexer.fetch.fetch_state import hold_fetch_state
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
