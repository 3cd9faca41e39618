"""The number that tells readers, without asking SQLite, whether the store may have changed."""

import pytest

from search.errors import EngineError
from search.store.change_counter import ChangeCounter


@pytest.fixture
def path(tmp_path):
    return tmp_path / "articles.counter"


def test_it_is_odd_while_a_change_goes_on_and_another_even_number_after_it(path):
    writer = ChangeCounter(path)
    seen = []
    for _ in range(2):
        with writer.change():
            reader = ChangeCounter(path)
            reader.open()
            seen.append(reader.value())
        seen.append(reader.value())
    assert [number % 2 for number in seen] == [1, 0, 1, 0] and len(set(seen)) == 4


def test_a_change_that_fails_counts_as_well(path):
    with pytest.raises(ZeroDivisionError), ChangeCounter(path).change():
        raise ZeroDivisionError
    reader = ChangeCounter(path)
    reader.open()
    assert reader.value() == 2


def test_nothing_can_be_said_before_there_is_a_file_nor_where_it_is_cut(path):
    reader = ChangeCounter(path)
    reader.open()
    assert reader.value() % 2 == 1
    path.write_bytes(b"12")
    reader.open()
    assert reader.value() % 2 == 1


def test_a_file_cut_short_or_replaced_under_a_reader_says_nothing_wrong(path):
    path.write_bytes((4).to_bytes(8, "little"))
    reader = ChangeCounter(path)
    reader.open()
    path.write_bytes(b"")
    assert reader.value() % 2 == 1
    path.unlink()
    path.write_bytes((6).to_bytes(8, "little"))
    reader.open()
    assert reader.value() == 6


def test_a_writer_killed_half_way_leaves_it_odd_and_the_next_goes_on(path):
    path.write_bytes((7).to_bytes(8, "little"))
    reader = ChangeCounter(path)
    reader.open()
    assert reader.value() == 7
    with ChangeCounter(path).change():
        assert reader.value() == 9
    assert reader.value() == 10


def test_where_it_cannot_be_written_nothing_is_changed(path):
    path.mkdir()
    with pytest.raises(EngineError, match="cannot write .*articles.counter"):
        with ChangeCounter(path).change():
            pytest.fail("the change must not begin")
