"""Every file of an archive: a flipped byte is found by `verify`, and a former format is not one."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from search import Article, open_archive
from search.errors import UnreadableKeys
from search.interpret import learning
from search.keys import KeyFile, KeyKind
from search.store.change_counter import ChangeCounter
from search.store.sqlite_store import SQLiteStore

EXPLAINS = "Rapat Dewan Bahasa Nusa (DBN) nomor {} dimulai tadi."


@pytest.fixture(scope="module")
def template(tmp_path_factory, analyzer):
    folder = tmp_path_factory.mktemp("checksums") / "archive"
    archive = open_archive(f"whoosh:{folder}", analyzer=analyzer)
    list(archive.add_from(
        ("berkas", Article(f"a{n}", "Judul", EXPLAINS.format(n))) for n in range(9)))
    list(archive.rebuild())
    archive.close()
    KeyFile(folder / "keys.json").create("k", KeyKind.SEARCH, date(2026, 11, 1), outlets=["Nusa"])
    return folder


@pytest.fixture
def folder(template, tmp_path):
    return shutil.copytree(template, tmp_path / "archive")


@pytest.fixture
def verify(folder, analyzer):
    return lambda: open_archive(f"whoosh:{folder}", analyzer=analyzer).verify()


def flip_each(path, step=1):
    """Yield once for each byte, while that byte is another."""
    content = path.read_bytes()
    for place in range(0, len(content), step):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1:])
        yield place
    path.write_bytes(content)


def test_an_archive_is_sound(verify, folder):
    assert verify() == [] and KeyFile(folder / "keys.json").list_keys()


def test_every_byte_of_the_acronyms_counts(folder):
    path = folder / "acronyms.tsv"
    sound = learning.load(path, [])
    assert sound and learning.find_damage(path) is None
    for _ in flip_each(path):
        assert learning.load(path, []) == [] and "is damaged" in learning.find_damage(path)


def test_acronyms_of_a_version_without_checksums_are_read(folder):
    path = folder / "acronyms.tsv"
    sound = learning.load(path, [])
    row = "\t".join(["offer", "DBN", "Dewan Bahasa Nusa", "9"])
    path.write_text("# Acronyms that articles explain. Written by `indexer rebuild`; may be "
                    f"deleted.\n{row}\n")
    assert learning.load(path, []) == sound and learning.find_damage(path) is None


def test_every_byte_of_the_counter_counts(folder):
    path = folder / "articles.counter"
    reader = ChangeCounter(path)
    reader.open()
    assert reader.value() % 2 == 0 and reader.find_damage() is None
    for _ in flip_each(path):
        assert reader.value() == 1 and "articles.counter is damaged" in reader.find_damage()


@pytest.mark.parametrize("written", [b"", b"1234567", bytes(range(60)), b"\xff" * 8])
def test_the_next_change_mends_the_counter(folder, written):
    counter = ChangeCounter(folder / "articles.counter")
    (folder / "articles.counter").write_bytes(written)
    with counter.change():
        pass
    counter.open()
    assert counter.value() % 2 == 0 and counter.find_damage() is None


def test_a_counter_of_a_version_without_checksums_is_read(folder):
    path = folder / "articles.counter"
    path.write_bytes((6).to_bytes(8, "little"))
    counter = ChangeCounter(path)
    counter.open()
    assert counter.value() == 6 and counter.find_damage() is None


def test_every_byte_of_the_keys_counts(folder):
    keys = KeyFile(folder / "keys.json")
    [sound] = keys.list_keys()
    for _ in flip_each(keys.path):
        try:
            assert KeyFile(keys.path).list_keys() == (sound,)  # such as a blank between two values
        except UnreadableKeys:
            pass


def test_keys_of_a_version_without_checksums_are_read(folder):
    keys = KeyFile(folder / "keys.json")
    before, written = keys.list_keys(), json.loads(keys.path.read_text())
    del written["checksum"]
    keys.path.write_text(json.dumps(written))
    assert KeyFile(keys.path).list_keys() == before


@pytest.mark.parametrize("pattern, step", [
    ("articles.counter", 5), ("acronyms.tsv", 60), ("index-*/_MAIN_*.toc", 300),
    ("index-*/commit-*.arrays", 100), ("index-*/MAIN_*.arrays", 2_000),
])
def test_verify_finds_a_flipped_byte_in(folder, verify, pattern, step):
    [path] = folder.glob(pattern)
    for _ in flip_each(path, step):
        assert path.name in verify()[0]


def test_a_table_of_contents_of_a_version_without_checksums_is_sound(folder, verify):
    [path] = folder.glob("index-*/*.toc")
    path.write_bytes(path.read_bytes()[:-len("\n# checksum 01234567\n")])
    assert verify() == []


def test_damage_beside_the_articles_hides_none_in_the_index(folder, verify):
    [segment] = folder.glob("index-*/MAIN_*.arrays")
    for path in (segment, folder / "articles.counter"):
        next(flip_each(path))
    assert len(verify()) == 2


CHANGED = {
    "a type": "UPDATE sqlite_master SET sql = replace(sql, 'checksum INTEGER', 'checksum INTEGAR') "
              "WHERE name = 'version'",
    "a letter of an index": "UPDATE sqlite_master SET sql = replace(sql, 'ON', 'oN') "
                            "WHERE name = 'version_by_id'",
    "a tally of another name": "UPDATE sqlite_master SET name = 'tolly', tbl_name = 'tolly', "
                               "sql = replace(sql, 'tally', 'tolly') WHERE name = 'tally'",
    "a later last change": "UPDATE sqlite_sequence SET seq = seq + 64",
    "an earlier last change": "UPDATE sqlite_sequence SET seq = seq - 1",
    "no row of the tally": "DELETE FROM tally",
    "another format": "UPDATE state SET format = -125",
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_verify_finds_what_sqlite_does_not_notice(folder, verify, change):
    with closing(sqlite3.connect(folder / "articles.sqlite")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(change)
    assert any("damaged" in fault for fault in verify())


def test_a_last_change_that_was_damaged_is_put_right_by_a_rebuild(folder, verify, analyzer):
    with closing(sqlite3.connect(folder / "articles.sqlite")) as connection, connection:
        connection.execute(CHANGED["a later last change"])
    list(open_archive(f"whoosh:{folder}", analyzer=analyzer).rebuild())
    assert verify() == []


def test_a_store_is_compared_with_the_tables_that_it_should_have(folder):
    assert SQLiteStore(folder).verify() == []
    with closing(sqlite3.connect(folder / "articles.sqlite")) as connection, connection:
        connection.execute("ANALYZE")  # an operator may
    assert SQLiteStore(folder).verify() == []
