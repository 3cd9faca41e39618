"""SQL dumps: what the programs of several databases write, and what is broken."""

import pytest

from indexer.formats.sql import lexer

from support.reading import fields, read, rejected

ONE = {"id": "1", "judul": "Harga 'beras' naik", "isi": "Satu;\nDua, (tiga)."}
TWO = {"id": "2", "judul": "Panen raya", "isi": "Padi -- dipanen /* kini */."}

MYSQL = r"""-- MySQL dump 10.13  Distrib 8.0, it's for 'host'
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `berita`;
CREATE TABLE `berita` (
  `id` int(11) NOT NULL DEFAULT '1', `judul` varchar(200) COMMENT 'kepala (lama)',
  `isi` text, PRIMARY KEY (`id`), KEY `k` (`judul`,`isi`(20))
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
LOCK TABLES `berita` WRITE;
/*!40000 ALTER TABLE `berita` DISABLE KEYS */;
INSERT INTO `berita` VALUES (1,'Harga \'beras\' naik','Satu;\nDua, (tiga).'),""" + (
    r"""(2,'Panen raya',_utf8mb4'Padi -- dipanen /* kini */.');
DELIMITER ;;
CREATE TRIGGER t BEFORE INSERT ON berita FOR EACH ROW BEGIN
 INSERT INTO berita VALUES (9,'salah','x'); END ;;
DELIMITER ;
""")
POSTGRESQL = r"""-- PostgreSQL database dump
SET client_encoding = 'UTF8';
CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN INSERT INTO x VALUES (';'); END; $$ LANGUAGE sql;
COPY public."berita" (id, judul, isi) FROM stdin;
1	Harga 'beras' naik	Satu;\nDua, (tiga).
2	Panen raya	Padi -- dipanen /* kini */.
\.
"""
INSERTS = """-- PostgreSQL database dump
insert into public.berita (id, judul, isi) values
  (1, 'Harga ''beras'' naik', E'Satu;\\nDua, (tiga).'::text),
  (2, $x$Panen raya$x$, 'Padi -- dipanen ' || '/* kini */.') on conflict do nothing;
"""
SQLITE = """PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "berita"("id" INTEGER, judul TEXT, [isi] TEXT, CHECK (id > 0));
INSERT INTO berita VALUES(1,'Harga ''beras'' naik',replace('Satu;\\nDua, (tiga).','\\n',char(10)));
CREATE TRIGGER t AFTER INSERT ON berita BEGIN INSERT INTO berita VALUES(new.id,'a','b'); END;
INSERT OR REPLACE INTO "berita" VALUES(2,'Panen raya','Padi -- dipanen /* kini */.');
COMMIT;
"""
SQL_SERVER = """USE [kabar]
GO
SET IDENTITY_INSERT [dbo].[berita] ON
INSERT [dbo].[berita] ([id], [judul], [isi]) VALUES (1, N'Harga ''beras'' naik', N'Satu;
Dua, (tiga).')
GO
INSERT [dbo].[berita] ([id], [judul], [isi]) VALUES (2, CAST(N'Panen raya' AS NVarChar(200)),
N'Padi -- dipanen /* kini */.')
GO
"""


@pytest.mark.parametrize("size", [1 << 18, 1])
@pytest.mark.parametrize("dump", [MYSQL, POSTGRESQL, INSERTS, SQLITE, SQL_SERVER])
def test_dumps_of_each_database_are_read(dump, size, monkeypatch):
    monkeypatch.setattr(lexer, "_CHUNK_CHARACTERS", size)
    monkeypatch.setattr(lexer, "_HEAD_CHARACTERS", 60)
    found = read(dump, "sql")
    assert fields(found) == [ONE, TWO] and not rejected(found)
    for each in found:
        assert each.fields["judul"][:5] in dump.splitlines()[each.location.line - 1]


@pytest.mark.parametrize("written, value", [
    ("NULL", None), ("null", None), ("-2.5", "-2.5"), ("0x4973692e", "Isi."),
    ("x'4973692e'", "Isi."), ("0x89504e470d0a1a0a00000000000000000000", None),
    ("TRUE", "1"), ("'C:\\\\a\\\"'", 'C:\\a"'),
    ("_binary 'Isi'", "Isi"), ('"Isi"', "Isi"), ("now()", None), ("''", None),
    ("to_date('2019-04-26', 'YYYY-MM-DD')", "2019-04-26"), ("'caf\xe9'", "caf\xe9"),
])
def test_values_are_evaluated(written, value):
    dump = f"-- MySQL dump\nINSERT INTO t (title, body, x) VALUES ('a', 'b', {written});"
    [found] = fields(read(dump, "sql"))
    assert found.get("x") == value


ROWS = [f"({n}, 'Judul {n}', 'Isi {n}.')" for n in range(5)]
HEAD = "-- MySQL dump\nINSERT INTO `t` (id, title, body) VALUES "


@pytest.mark.parametrize("between", [", ", ",\n"])
@pytest.mark.parametrize("broken", [
    "(2, 'Judul 2, 'Isi 2.')", "(2, 'Judul 2', 'Isi 2.)", "(2, Judul 2', 'Isi 2.')",
    "(2, 'Judul 2' 'Isi 2.')", "(2, 'Judul 2', )", "(2, 'Judul 2')",
])
def test_a_broken_row_loses_one_record(broken, between):
    found = read(HEAD + between.join([*ROWS[:2], broken, *ROWS[3:]]) + ";\n", "sql")
    assert [each["id"] for each in fields(found)] == ["0", "1", "3", "4"]
    assert len(rejected(found)) == 1


def test_tables_without_articles_are_counted_and_said(caplog):
    dump = ("INSERT INTO kategori (id, nama) VALUES (1, 'a'), (2, 'b');"
            "INSERT INTO berita (judul, isi) VALUES ('a', 'b');")
    assert fields(read(dump, "sql")) == [{"judul": "a", "isi": "b"}]
    assert "kategori: 2 rows" in caplog.text
    [(_, reason)] = rejected(read(dump[:60] + ";", "sql"))
    assert "kategori" in reason and "--map" in reason


def test_a_row_that_is_too_large_is_rejected_and_reading_goes_on(monkeypatch):
    monkeypatch.setattr(lexer, "MAX_ROW_CHARACTERS", 1_000)
    monkeypatch.setattr(lexer, "_CHUNK_CHARACTERS", 100)
    monkeypatch.setattr(lexer, "_HEAD_CHARACTERS", 100)
    large = f"(2, 'Judul 2', '{'x' * 9_000}')"
    found = read(HEAD + ",\n".join([*ROWS[:2], large, *ROWS[3:]]) + ";\n", "sql")
    assert [each["id"] for each in fields(found)] == ["0", "1", "3", "4"]
    assert len(rejected(found)) == 1
