"""What a writer that is killed leaves of an index, what is read of it, and who deletes it."""

import pytest

from search import Article, Query, budget
from search.engines.opensearch.index_format import build_index
from search.errors import NotIndexed, SearchError
from search.store.opensearch.erasure import close_points

pytestmark = pytest.mark.cluster

ARTICLES = [Article(id, "Gempa", "Gempa di Palu.") for id in "abc"]


class Killed(BaseException):
    """Ends a writer where it stands."""


@pytest.fixture
def archive(make_archive):
    archive = make_archive("opensearch")
    list(archive.add(ARTICLES))
    return archive


@pytest.fixture
def connection(archive):
    return archive._engine._connection


def kill(*given, **named):
    raise Killed


def kill_rebuild(archive, part, method):
    """Rebuild, and be killed at this method, so suddenly that nothing is tidied."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(part, method, kill)
        list(archive.rebuild())


def list_indices(connection):
    return connection.list_indices(f"{connection.address.name}-index-*")


NEXT_WRITERS = [
    pytest.param(lambda archive: list(archive.add([Article("d", "Gempa", "Gempa.")])), id="add"),
    pytest.param(lambda archive: archive.remove(["a"]), id="remove"),
    pytest.param(lambda archive: list(archive.rebuild()), id="rebuild"),
]


@pytest.mark.parametrize("write", NEXT_WRITERS)
def test_the_next_writer_deletes_what_a_killed_rebuild_left(archive, connection, write):
    kill_rebuild(archive, archive._store, "advance")  # after its switch
    before = list_indices(connection)
    assert len(before) == 2 and archive.search(Query("gempa")).total == 3
    write(archive)
    assert len(list_indices(connection)) == 1
    assert archive.search(Query("gempa")).total == archive.status().articles
    assert archive.verify() == []


@pytest.mark.parametrize("write", NEXT_WRITERS)
def test_the_next_writer_deletes_an_index_that_was_never_finished(archive, connection, write):
    kept = list_indices(connection)
    name = f"{connection.address.name}-index-7"
    connection.create_index(name, build_index(1, 0))
    write(archive)
    left = list_indices(connection)
    assert name not in left and len(left) == 1
    assert left == kept or left == [f"{connection.address.name}-index-8"]  # no number comes twice
    assert archive.verify() == []


def test_indices_of_other_archives_and_programs_are_kept(archive, connection):
    others = [f"{connection.address.name}-index-{each}" for each in ("lama", "1-state", "7")]
    for name in others:
        connection.create_index(name, {"settings": {"number_of_replicas": 0}})
    list(archive.rebuild())
    list(archive.add([Article("d", "Gempa", "Gempa.")]))
    assert set(others) < set(list_indices(connection))
    assert archive.search(Query("gempa")).total == 4 and archive.verify() == []


def test_an_index_of_another_program_with_the_first_name_is_kept(make_archive):
    archive = make_archive("opensearch")
    connection = archive._engine._connection
    name = f"{connection.address.name}-index-1"
    connection.create_index(name, {"settings": {"number_of_replicas": 0}})
    list(archive.add(ARTICLES))
    assert archive.search(Query("gempa")).total == 3 and name in list_indices(connection)


@pytest.mark.parametrize("write", NEXT_WRITERS)
def test_an_index_that_was_deleted_is_named_and_made_again(archive, connection, write):
    assert archive.search(Query("gempa")).total == 3
    connection.delete_index(*list_indices(connection))
    with pytest.raises(NotIndexed, match="indexer rebuild"):
        archive.search(Query("palu"))
    with pytest.raises(NotIndexed):
        archive.find_warning()
    assert archive.status().articles == 3
    [fault] = archive.verify()
    assert "have no index: run `indexer rebuild`" in fault
    write(archive)
    assert archive.search(Query("gempa")).total == archive.size()
    assert archive.verify() == []


def test_an_index_that_was_made_anew_otherwise_is_named(archive, connection):
    [name] = list_indices(connection)
    connection.delete_index(name)
    connection.create_index(name, {
        "settings": {"number_of_replicas": 0},
        "mappings": {"properties": {"change": {"type": "text"}}}})
    [fault] = archive.verify()
    assert f"{name} is not as Warta made it" in fault and "indexer rebuild" in fault
    list(archive.rebuild())
    assert archive.verify() == [] and archive.search(Query("gempa")).total == 3


def break_off(archive, connection):
    """Add an article, be killed while the index changes, and let its state before be lost, too."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(archive._engine._follower, "_count", kill)
        list(archive.add([Article("d", "Gempa", "Gempa.")]))
    close_points(connection, list_indices(connection))  # those of other tests stay open


@pytest.mark.parametrize("limit", [0.1, 0.4])
def test_a_change_is_not_seen_half_done_while_its_writer_lives(archive, connection, limit):
    break_off(archive, connection)
    store = archive._store
    with store._lease.hold():
        with budget.limit_time(limit), pytest.raises(SearchError, match="try again"):
            archive.search(Query("gempa"))
    assert archive.search(Query("gempa")).total == 4, "nobody writes any more"


def test_a_change_that_was_broken_off_is_named(archive, connection, caplog):
    break_off(archive, connection)
    assert archive.search(Query("gempa")).total == 4
    assert "was broken off: the next writer ends it" in caplog.text
