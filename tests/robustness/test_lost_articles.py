"""Articles that are missing from the store are missed: nobody is told that all is well.

The store may be damaged, emptied, taken away, or replaced by an old copy. Every command and the
address for monitoring say so, and no writer goes on as if it were the whole archive.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import gettempdir

import pytest

from search import Article, Query, back_up, open_archive, restore
from search.errors import (
    ArticleNotFound,
    EngineError,
    LostStore,
    NotIndexed,
    NotSearchable,
)
from search.store.sqlite_store import SQLiteStore
from web import create_app

from support.archives import open_whoosh

COUNT = 400
MISSING = f"{COUNT} articles were stored, and {COUNT - 1} are found"


def article(number, text="Perundingan di Palu."):
    return Article(f"id{number}", f"Judul {number}", f"{text} " * 9, outlet="Kabar Nusa",
                   url=f"https://kabarnusa.id/{number}")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def opened(folder, analyzer):
    return lambda: open_whoosh(folder, analyzer)


@pytest.fixture
def filled(opened, folder):
    list(opened().add(map(article, range(COUNT))))
    checkpoint(folder)
    return opened


def checkpoint(folder):
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def change_rows(folder, *statements):
    """Change the store as no transaction of ours does."""
    with sqlite3.connect(folder / "articles.sqlite", isolation_level=None) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def is_ready(archive):
    answer = create_app(archive).test_client().get("/readyz")
    return answer.status_code == 200


def drain(archive):
    """Export; return the ids, and the error that ended it."""
    ids = []
    try:
        for each in archive.export():
            ids.append(each.id)
    except EngineError as error:
        return ids, str(error)
    return ids, None


def find_faults(archive):
    try:
        return archive.verify()
    except EngineError as error:
        return [str(error)]


# Entries of SQLite's own index


def flip_entry(folder, id):
    """Flip a bit of an article's entry in SQLite's index of ids, which has no checksum."""
    path = folder / "articles.sqlite"
    data = bytearray(path.read_bytes())
    places = [place for place in range(len(data)) if data.startswith(id.encode(), place)
              and not data.startswith(f"{id}Judul".encode(), place)]
    for place in places:
        page = data[place - place % (1 << 14)] if place >= 1 << 14 else 0
        if page == 10:  # a leaf of an index
            data[place] ^= 4
    path.write_bytes(data)
    return len(places)


def test_a_flipped_entry_hides_no_article_from_an_export(filled, folder):
    assert flip_entry(folder, "id250")
    archive = filled()
    assert archive.articles(["id250"]) == [], "the entry is damaged"
    ids, error = drain(archive)
    assert len(ids) == COUNT and ids == sorted(ids) and not error
    assert len(list(archive.urls())) == archive.size() == COUNT
    assert archive.verify()


def test_a_rebuild_mends_the_entries(filled, folder):
    flip_entry(folder, "id250")
    assert list(filled().rebuild())[-1] == COUNT
    assert filled().verify() == [] and filled().article("id250").title == "Judul 250"


def overwrite_index(folder, change):
    """Change the root page of SQLite's index of ids."""
    path = folder / "articles.sqlite"
    with sqlite3.connect(path) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'version_by_id'"
        first = (connection.execute(query).fetchone()[0] - 1) << 14
    connection.close()
    data = bytearray(path.read_bytes())
    data[first:first + (1 << 14)] = change(data[first:first + (1 << 14)])
    path.write_bytes(data)


def reverse_entries(page):
    """Return a leaf of an index with its entries in the reverse order."""
    count = int.from_bytes(page[3:5], "big")
    places = [page[at:at + 2] for at in range(8, 8 + 2 * count, 2)]
    return page[:8] + b"".join(reversed(places)) + page[8 + 2 * count:]


INDEX_DAMAGE = {
    "a flipped entry": lambda folder: flip_entry(folder, "id250"),
    "entries in another order": lambda folder: overwrite_index(folder, reverse_entries),
    "a page of zeros": lambda folder: overwrite_index(folder, lambda page: bytes(len(page))),
    "another page": lambda folder: overwrite_index(folder, lambda page: page[::-1]),
}


@pytest.mark.parametrize("damage", INDEX_DAMAGE.values(), ids=INDEX_DAMAGE)
def test_an_article_that_damage_hides_is_not_called_unknown(
        filled, folder, indexer, damage, caplog):
    list(filled().add_from([("satu", article(COUNT))]))
    checkpoint(folder)
    damage(folder)
    client = create_app(filled()).test_client()
    for address in ("/articles/id250", "/api/v1/articles/id250"):
        assert client.get(address).status_code == 503
        assert "indexer rebuild" in caplog.records[-1].getMessage()
    ran = indexer("remove", "id250")
    assert ran.code == 2 and "damaged" in ran.err and "indexer rebuild" in ran.err
    assert "removed" not in ran.out
    ran = indexer("add", "--source", "satu", "--prune", __file__)
    assert ran.code == 2 and "damaged" in ran.err and "indexer rebuild" in ran.err


@pytest.mark.long
@pytest.mark.parametrize("damage", INDEX_DAMAGE.values(), ids=INDEX_DAMAGE)
def test_a_rebuild_mends_an_index_of_ids(filled, folder, damage):
    damage(folder)
    assert list(filled().rebuild())[-1] == COUNT
    assert filled().article("id250").title == "Judul 250" and filled().verify() == []
    assert filled().remove(["id250", "tidak ada"]) == ["id250"]


# What a writer would do by a damaged index of ids


def rename_entry(folder, other):
    """Let the entry of id250 in SQLite's index of ids have the id of another article."""
    overwrite_index(folder, lambda page: page.replace(b"id250", other.encode(), 1))


HIDING = INDEX_DAMAGE | {
    "the entry of the article before": lambda folder: rename_entry(folder, "id249"),
    "the entry of the article behind": lambda folder: rename_entry(folder, "id251"),
    "a lost row": lambda folder: change_rows(folder, "DELETE FROM version WHERE id = 'id250'"),
}


@pytest.mark.parametrize("damage", HIDING.values(), ids=HIDING)
def test_an_article_that_damage_hides_is_not_stored_twice(filled, folder, damage):
    text = "Perundingan di Poso."
    damage(folder)
    with pytest.raises(EngineError, match="indexer rebuild"):
        list(filled().add([article(COUNT), article(250, text)]))
    list(filled().rebuild())
    ids, error = drain(filled())
    assert len(set(ids)) == len(ids) == filled().size() >= COUNT - 1 and not error
    list(filled().add([article(COUNT), article(250, text)]))
    assert len(drain(filled())[0]) == COUNT + 1 and filled().verify() == []
    assert filled().article("id250").body.startswith(text)


@pytest.mark.parametrize("begin", [
    {"id": "id250"}, {"url": "https://kabarnusa.id/250"}, {"url": "http://www.kabarnusa.id/250/"},
], ids=["an id", "a URL", "another form of it"])
def test_a_run_that_meets_a_hidden_article_ends_before_it_writes(opened, folder, indexer, write,
                                                                 begin):
    records = [{"id": f"id{number}", "title": f"Judul {number}", "body": f"Panen {number} di Palu."}
               for number in range(249)]
    path = write("records.jsonl", [*records, {**begin, "title": "Judul", "body": "Panen di Poso."}])
    assert indexer("add", path).code == 0
    stored = len(drain(opened())[0])
    checkpoint(folder)
    overwrite_index(folder, reverse_entries)
    ran = indexer("add", write("again.jsonl", [
        {"id": "baru", "title": "Baru", "body": "Panen di Parigi."},
        {**begin, "title": "Judul", "body": "Panen di Poso."}]))
    assert ran.code == 2 and ran.err.count("error:") == 1 and "indexer rebuild" in ran.err
    assert len(drain(opened())[0]) == stored
    assert indexer("rebuild").code == 0
    assert "added 0, updated 0, unchanged 250" in indexer("add", path).out


def test_an_article_that_is_not_indexed_yet_is_not_stored_twice(filled, folder, monkeypatch):
    archive = filled()
    with monkeypatch.context() as stopped:
        stopped.setattr(archive._engine, "follow", lambda *_: 1 / 0)
        with pytest.raises(NotSearchable):
            list(archive.add([article(COUNT)]))
    checkpoint(folder)
    overwrite_index(folder, reverse_entries)
    with pytest.raises(LostStore, match="indexer rebuild"):
        list(filled().add([article(COUNT)]))


def test_a_hidden_article_is_found_where_the_index_is_gone_too(filled, folder):
    rename_entry(folder, "id251")
    shutil.rmtree(folder / "index-1")
    with pytest.raises(LostStore, match="indexer rebuild"):
        list(filled().add([article(250)]))
    list(filled().add([article(COUNT)]))
    list(filled().rebuild())
    assert filled().verify() == [] and filled().size() == COUNT + 1


def test_what_was_removed_may_come_again_before_the_index_knows(filled, monkeypatch):
    archive = filled()
    with monkeypatch.context() as stopped:
        stopped.setattr(archive._engine, "follow", lambda *_: 1 / 0)
        with pytest.raises(NotSearchable):
            archive.remove(["id250"])
    assert [batch.added for batch in filled().add([article(250)])] == [["id250"]]
    assert filled().size() == COUNT and filled().verify() == []


@pytest.mark.parametrize("write", [
    lambda archive: archive.remove(["id251", "id249"]),
    lambda archive: list(archive.add([article(251, "Lain."), article(249, "Lain.")])),
    lambda archive: list(archive.add_from([("dua", article(251, "Lain."))])),
], ids=["removed", "updated", "updated from a source"])
@pytest.mark.parametrize("other", [pytest.param("id249", marks=pytest.mark.long), "id251"])
def test_no_other_article_goes_with_its_neighbour(filled, folder, write, other):
    """An entry of id250 that says id251 must not let a takedown of id251 delete id250."""
    rename_entry(folder, other)
    urls = dict(filled().urls())
    assert len(urls) == COUNT
    try:
        write(filled())
    except EngineError as error:
        assert "indexer rebuild" in str(error)
    assert "id250" in drain(filled())[0]
    list(filled().rebuild())
    assert filled().article("id250").title == "Judul 250" and filled().verify() == []


def test_a_batch_is_looked_up_at_once(filled):
    added = [len(batch.added) for batch in filled().add(map(article, range(200, COUNT + 200)))]
    assert sum(added) == 200
    assert filled()._engine.find_listed([f"id{number}" for number in range(590, 800)]) == {
        f"id{number}" for number in range(590, 600)}


def test_searching_needs_no_index_of_ids(filled, folder):
    flip_entry(folder, "id250")
    hits = filled().search(Query("250", page_size=1)).hits
    assert [hit.article.title for hit in hits] == ["Judul 250"]


def test_an_unknown_id_is_unknown_whatever_was_removed_before(filled):
    archive = filled()
    assert archive.remove(["id1", "tidak ada", "id1"]) == ["id1"]
    for id in ("id1", "tidak ada", ""):
        with pytest.raises(ArticleNotFound):
            archive.article(id)


# The index


@pytest.mark.parametrize("pattern", ["commit-*", "MAIN_*.arrays"])
def test_a_service_is_not_ready_while_the_index_cannot_be_opened(filled, folder, pattern):
    served = filled()
    assert is_ready(served)
    for path in folder.glob(f"index-1/{pattern}"):
        os.truncate(path, path.stat().st_size // 2)
    assert not is_ready(served) and not is_ready(filled())
    list(filled().rebuild())
    assert is_ready(served) and is_ready(filled())


# Rows


LOSSES = {
    "a row": "DELETE FROM version WHERE id = 'id7'",
    "a body": "UPDATE version SET body = NULL WHERE id = 'id7'",
    "an id": "UPDATE version SET id = 'id8' WHERE id = 'id7'",
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_lost_row_is_missed(filled, folder, loss):
    change_rows(folder, LOSSES[loss])
    ids, error = drain(filled())
    assert len(ids) < COUNT and error and ("stored" in error or "damaged" in error)
    with pytest.raises(EngineError):
        filled().check_counts(thorough=True)
    assert filled().size() == COUNT and filled().verify()


def test_a_rebuild_says_what_is_lost_and_goes_on_without_it(filled, folder, caplog):
    change_rows(folder, LOSSES["a row"])
    assert MISSING in drain(filled())[1]
    assert list(filled().rebuild())[-1] == COUNT - 1
    assert "1 of the stored articles are missing" in caplog.text
    assert filled().verify() == [] and filled().size() == COUNT - 1
    list(filled().add([article(7)]))
    filled().check_counts(thorough=True)
    assert len(drain(filled())[0]) == COUNT


def test_a_damaged_tally_is_named_and_counted_anew_by_a_rebuild(filled, folder):
    change_rows(folder, "UPDATE tally SET articles = articles - 1")
    for ask in (filled().status, lambda: list(filled().add([article(1, "Lain.")]))):
        with pytest.raises(EngineError, match="indexer rebuild"):
            ask()
    assert "tally" in filled().verify()[0]
    list(filled().rebuild())
    assert filled().verify() == [] and filled().size() == COUNT


# The whole store


def take_away(folder):
    for path in folder.glob("articles.*"):
        path.unlink()


def empty_the_file(folder):
    take_away(folder)
    (folder / "articles.sqlite").touch()


def begin_anew(folder):
    """Leave a store with tables and without rows, as one that was just created."""
    take_away(folder)
    other = folder.with_name("other")
    store = SQLiteStore(other)
    with store.lock(), store.transaction():
        pass
    store.close()
    checkpoint(other)
    shutil.copy(other / "articles.sqlite", folder)


def delete_all(folder):
    change_rows(folder, "DELETE FROM version")


def drop_all(folder):
    change_rows(folder, "DROP TABLE version", "DROP TABLE state", "DROP TABLE tally",
                "DROP TABLE source", "DROP TABLE held")


@pytest.mark.parametrize("lose", [
    take_away, empty_the_file, begin_anew, delete_all, drop_all,
], ids=lambda each: each.__name__)
def test_a_lost_store_is_not_an_empty_archive(filled, folder, lose):
    lose(folder)
    archive = filled()
    assert not is_ready(archive) and find_faults(archive) and drain(archive)[1]
    for ask in (
        lambda: archive.search(Query("perundingan")), lambda: list(archive.add([article(1)])),
        lambda: archive.article("id1"), lambda: list(archive.rebuild()),
        lambda: archive.check_counts(thorough=True),
    ):
        with pytest.raises(EngineError):
            ask()
    assert find_faults(archive), "no writer has made it look sound"


def test_a_store_that_is_lost_under_a_running_service_is_missed(filled, folder):
    archive = filled()
    assert is_ready(archive) and archive.search(Query("perundingan")).total == COUNT
    empty = folder.with_name("empty")
    empty.touch()
    empty.rename(folder / "articles.sqlite")
    assert not is_ready(archive)
    with pytest.raises(EngineError):
        archive.search(Query("perundingan"))


def test_an_old_copy_of_the_store_is_not_taken_for_the_new_one(filled, folder):
    old = shutil.copy(folder / "articles.sqlite", folder.with_name("old"))
    for number in range(3):
        list(filled().add([article(COUNT + number), article(3, f"Lain {number}.")]))
    checkpoint(folder)
    shutil.copy(old, folder / "articles.sqlite")
    archive = filled()
    for ask in (lambda: archive.search(Query("perundingan")), archive.check_counts,
                lambda: list(archive.add([article(9, "Lain.")])), lambda: archive.remove(["id1"])):
        with pytest.raises(LostStore, match="indexer rebuild"):
            ask()
    assert "older than the index" in archive.verify()[0] and not is_ready(archive)
    list(archive.rebuild())
    assert archive.verify() == [] and is_ready(archive) and archive.size() == COUNT


def test_an_archive_without_a_store_or_an_index_is_empty(opened, folder):
    folder.mkdir()
    assert opened().verify() == [] and drain(opened()) == ([], None) and is_ready(opened())
    list(opened().add([article(1)]))
    opened().remove(["id1"])
    assert opened().verify() == [] and opened().size() == 0 and is_ready(opened())


# Archives of the version before


def make_old(folder):
    change_rows(folder, "DROP TABLE tally")


def test_an_archive_without_a_tally_is_read_and_gets_one(filled, folder):
    make_old(folder)
    archive = filled()
    assert archive.size() == COUNT and len(drain(archive)[0]) == COUNT and is_ready(archive)
    assert archive.verify() == []
    list(archive.add([article(COUNT)]))
    change_rows(folder, LOSSES["a row"])
    assert archive.size() == COUNT + 1 and drain(archive)[1]


def test_an_archive_without_a_tally_is_compared_with_its_index(filled, folder):
    make_old(folder)
    change_rows(folder, LOSSES["a row"])
    assert "the index lists 400" in drain(filled())[1]
    assert not is_ready(filled()) and filled().verify()


def test_a_tally_that_another_version_left_behind_is_counted_anew(filled, folder):
    change_rows(folder, "INSERT INTO version(id, body) VALUES ('neu', NULL)")
    assert filled().size() == COUNT
    list(filled().add([article(COUNT)]))
    filled().check_counts(thorough=True)


def test_the_tally_counts_every_kind_of_change(filled, folder):
    archive = filled()
    archive.remove(["id1", "id2", "id1", "x"])
    list(archive.add([article(1), article(3, "Lain."), article(3, "Lagi."), article(4)]))
    archive.release([("satu", "id5")])
    assert archive.size() == COUNT - 1
    archive.check_counts(thorough=True)


# Permissions


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs other users")
@pytest.mark.parametrize("name, mode", [
    ("articles.sqlite", 0o600), ("", 0o644), ("..", 0o600),
])
def test_a_missing_permission_is_named(filled, folder, name, mode):
    """Also where the folder may not be entered, which then looks empty."""
    filled().close()
    for parent in folder.parents:
        if parent.name.startswith("pytest"):
            parent.chmod(0o755)
    folder.parent.chmod(0o755)
    (folder / name).chmod(mode)
    archive = filled()
    os.seteuid(65_534)
    try:
        for ask in (archive.size, archive.status, lambda: list(archive.export()), archive.verify,
                    lambda: archive.search(Query("perundingan"))):
            with pytest.raises(EngineError, match="give it permission") as raised:
                ask()
            assert "restore" not in str(raised.value)
    finally:
        os.seteuid(0)
        (folder / name).chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs other users")
def test_an_index_that_may_not_be_listed_is_named(filled, folder):
    assert is_ready(filled()), "it has imported what another user may not read"
    filled().close()
    for path in (folder / "index-1", *folder.parents):
        if Path(gettempdir()) in path.parents:
            path.chmod(0o711)
    archive = filled()
    os.seteuid(65_534)
    try:
        with pytest.raises(EngineError, match="index-1.*give this user permission"):
            archive.search(Query("perundingan"))
        assert "give this user permission" in archive.verify()[0] and not is_ready(archive)
    finally:
        os.seteuid(0)
        (folder / "index-1").chmod(0o755)


def test_articles_without_an_index_are_not_passed_off_as_none(tmp_path, opened, folder, filled):
    back_up(f"whoosh:{folder}", tmp_path / "salinan")
    restore(f"whoosh:{tmp_path / 'baru'}", tmp_path / "salinan")
    archive = open_archive(f"whoosh:{tmp_path / 'baru'}", analyzer=opened()._analyzer)
    for ask in (archive.check_index, archive.version, archive.outlets,
                lambda: archive.search(Query("perundingan"))):
        with pytest.raises(NotIndexed, match="run `indexer rebuild`"):
            ask()
    client = create_app(archive).test_client()
    for path in ("/", "/readyz", "/api/v1/search?q=perundingan"):
        assert client.get(path).status_code == 503
    assert client.get("/healthz").status_code == 200
    list(archive.add([article(COUNT)]))
    assert archive.search(Query("perundingan")).total == COUNT + 1
    assert client.get("/readyz").json["articles"] == COUNT + 1


def test_a_damaged_url_is_said_and_the_article_can_still_be_removed(tmp_path, caplog):
    store = SQLiteStore(tmp_path)
    with store.lock(), store.transaction() as transaction:
        transaction.put(Article("a", "Gempa", "di Lombok", url="https://a.example/1"))
        transaction.put(Article("b", "Banjir", "di Demak"))
    assert list(store.urls()) == [("a", "https://a.example/1")] and not caplog.records
    with closing(sqlite3.connect(tmp_path / "articles.sqlite")) as connection, connection:
        connection.execute("UPDATE version SET url = 'https://a.example/9' WHERE id = 'a'")
    assert [id for id, _ in store.urls()] == ["a"]
    assert "'a' is damaged" in caplog.text
