"""SQLite databases: tables of articles, and schemas that mean harm."""

import io
import sqlite3
from contextlib import closing

import pytest

from indexer import formats
from indexer.formats import sqlite
from search import Article, open_archive

from support.reading import Pipe, fields, read, read_named, rejected
from support.samples import SAMPLES, build_database, build_zip

TABLE = "CREATE TABLE berita(id INTEGER PRIMARY KEY, judul TEXT, isi TEXT, foto BLOB);"
PICTURE = "x'89504e470d0a1a0a00000000000000000000'"
ROW = f"INSERT INTO berita VALUES(7, 'Panen raya', 'Padi dipanen.', {PICTURE});"
PROSE = "Padi dipanen warga desa sesudah hujan reda, kata kepala desa pada hari itu juga. " * 3
READ = {"id": 7, "judul": "Panen raya", "isi": "Padi dipanen."}


def test_tables_of_articles_are_read_and_the_others_are_named(caplog):
    found = read(build_database(
        TABLE + ROW + "CREATE TABLE pengguna(nama, sandi); CREATE TABLE arsip(title, body);"
        "INSERT INTO arsip VALUES('Tarian', 'Penari tampil.');"), "sqlite", "a.db")
    assert fields(found) == [{"title": "Tarian", "body": "Penari tampil."}, READ]
    assert [str(each.location) for each in found] == ["a.db/arsip:1", "a.db/berita:1"]
    assert "pengguna" in caplog.text


def test_a_database_without_articles_is_rejected_with_advice():
    content = build_database("CREATE TABLE berita(kepala, badan)")
    [(_, reason)] = rejected(read(content, "sqlite"))
    assert "berita" in reason and "--map" in reason
    mapping = {"kepala": "title", "badan": "body"}
    assert list(sqlite.read(io.BytesIO(content), "a.db", mapping)) == []


def test_a_table_under_other_names_is_known_by_its_rows():
    rows = "".join(f"INSERT INTO warta VALUES('Panen Raya di Desa {at}', '{PROSE}');"
                   for at in range(3))
    content = build_database(f"CREATE TABLE warta(kepala, batang); {rows}"
                             f"CREATE TABLE pesan(judul, surat); {rows.replace('warta', 'pesan')}")
    found = read(content, "sqlite")
    assert fields(found) == [
        {"title": f"Panen Raya di Desa {at}", "body": PROSE, "title_source": "kepala",
         "body_source": "batang"} for at in range(3)]


@pytest.mark.parametrize("trap", [
    "CREATE VIEW pandangan AS SELECT load_extension('x') AS title, 'b' AS body;",
    "CREATE TABLE anak(title, body, x AS (load_extension('x')));",
    "CREATE VIRTUAL TABLE maya USING fts5(title, body);",
    "CREATE TRIGGER pemicu AFTER INSERT ON berita BEGIN DELETE FROM berita; END;",
    "CREATE INDEX indeks ON berita(judul COLLATE NOCASE);",
    'CREATE TABLE "kutip "" ganda"(a);', "CREATE TABLE [spasi di nama](a);",
])
def test_nothing_that_the_schema_defines_is_run(trap):
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(TABLE + ROW + trap)
    except sqlite3.OperationalError as error:
        pytest.skip(str(error))
    found = read(connection.serialize(), "sqlite")
    assert fields(found) == [READ] and not rejected(found)


def test_nothing_is_written_beside_the_file(tmp_path):
    path = tmp_path / "berita é?#.db"
    path.write_bytes(build_database(TABLE + ROW))
    path.chmod(0o444)
    assert fields(formats.read(path)) == [READ]
    assert list(tmp_path.iterdir()) == [path]


def test_changes_that_are_not_yet_in_the_file_are_said(tmp_path):
    path = tmp_path / "berita.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(TABLE + ROW)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert fields(formats.read(path)) == [READ] and not rejected(formats.read(path))
    connection.execute("INSERT INTO berita(judul, isi) VALUES('Baru', 'Belum ada.')")
    found = list(formats.read(path))
    assert fields(found) == [READ] and "-wal" in rejected(found)[0][1]
    connection.close()


def test_databases_are_read_from_pipes_and_archives():
    for found in (
        read_named("a.zip", build_zip({"a.sqlite3": SAMPLES["sqlite"]})),
        list(sqlite.read(io.BufferedReader(Pipe(SAMPLES["sqlite"])), "-", {})),
    ):
        assert [each["judul"] for each in fields(found)] == [f"Judul {n}" for n in range(6)]


@pytest.mark.parametrize("content", [b"Isi.", b"SQLite format 3\0" + b"\xff" * 200])
def test_what_is_no_database_is_rejected(content):
    [(line, reason)] = rejected(read(content, "sqlite"))
    assert line == 1 and "database" in reason


def test_what_windows_leaves_in_folders_is_no_database():
    assert read_named("Thumbs.db", b"\xd0\xcf\x11\xe0") == []


def test_the_store_of_an_archive_is_passed_over(tmp_path, caplog):
    with closing(open_archive(f"whoosh:{tmp_path}")) as archive:
        list(archive.add([Article(id="1", title="Padi", body="Padi dipanen.")]))
        assert list(formats.read(tmp_path / "articles.sqlite")) == []
    assert "indexer export" in caplog.text


def test_text_in_another_encoding_is_decoded():
    content = build_database(
        "CREATE TABLE berita(judul, isi);"
        "INSERT INTO berita VALUES(CAST(x'636166e9' AS TEXT), x'4973692e');")
    assert fields(read(content, "sqlite")) == [{"judul": "café", "isi": "Isi."}]


def test_damage_in_the_middle_is_said():
    content = bytearray(build_database(TABLE + "".join(
        f"INSERT INTO berita VALUES({n}, 'Judul {n}', '{'Isi. ' * 300}', NULL);"
        for n in range(99))))
    content[50 * 4096:51 * 4096] = b"\xff" * 4096
    found = read(bytes(content), "sqlite")
    assert rejected(found) and "damaged" in rejected(found)[0][1] and fields(found)
