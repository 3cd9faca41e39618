"""What is known of feeds, while threads share it."""

import sqlite3
from threading import Event, Thread

import pytest

from indexer.fetch.fetch_state import hold_fetch_state


def tell(digests, entered):
    """Yield the digests, and tell when the first one is asked for."""
    for digest in digests:
        entered.set()
        yield digest


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
