"""The type and cause of an error say what kind it is, never its message."""

import sqlite3

import pytest

from search.errors import EngineError, NotSearchable, is_disk_full


def test_a_full_disk_is_known_by_what_caused_the_error():
    with pytest.raises(NotSearchable) as raised:
        try:
            try:
                raise OSError(28, "kein Platz")
            except OSError as error:
                raise EngineError("cannot write") from error
        except EngineError as error:
            raise NotSearchable("stored") from error
    assert is_disk_full(raised.value)


def test_a_full_database_is_a_full_disk():
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 2")
    connection.execute("CREATE TABLE text(line)")
    with pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("INSERT INTO text VALUES (zeroblob(100000))")
    assert is_disk_full(raised.value)


@pytest.mark.parametrize("error", [
    EngineError("No space left on device"), OSError(2, "disk is full"),
    None,
])
def test_a_message_alone_is_not_believed(error):
    assert not is_disk_full(error)
