"""SQL dumps: what the programs of several databases write, and what is broken."""

import tracemalloc

import pytest

from indexer.fields.field_mapping import map_fields
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


TEXT = "Padi dipanen warga desa sesudah hujan reda, kata kepala desa pada hari itu. " * 3
TITLES = [f"Panen Raya di Desa {at}" for at in range(3)]


def build_row(at, *others):
    return f"({', '.join(repr(each) for each in (TITLES[at], TEXT + str(at), *others))})"


ROWS_OF_ARTICLES = ", ".join(map(build_row, range(3)))
FORMS = {
    "union of selects": "INSERT INTO berita (judul, isi) " + " UNION ALL ".join(
        f"SELECT {build_row(at)[1:-1]}" for at in range(3)),
    "select of a row that is not there": "".join(
        f"INSERT INTO berita (judul, isi) SELECT {build_row(at)[1:-1]} FROM dual WHERE NOT EXISTS "
        f"(SELECT 1 FROM berita WHERE judul = '{TITLES[at]}');\n" for at in range(3)),
    "select with names": "".join(
        f"INSERT INTO berita SELECT '{TITLES[at]}' AS judul, '{TEXT}{at}' isi;" for at in range(3)),
    "select of a select": "".join(
        f"INSERT INTO berita (judul, isi) SELECT * FROM (SELECT {build_row(at)[1:-1]}) AS b WHERE "
        "NOT EXISTS (SELECT 1 FROM berita) LIMIT 1;" for at in range(3)),
    "select of values": (
        f"INSERT INTO berita (judul, isi) SELECT * FROM (VALUES {ROWS_OF_ARTICLES}) v(a, b);"),
    "select without semicolons": "INSERT [dbo].[Berita] ([Judul], [Isi])\n" + "\nUNION ALL\n".join(
        f"SELECT N'{TITLES[at]}', N'{TEXT}{at}'" for at in range(3)),
    "set": "".join(f"INSERT INTO berita SET judul='{TITLES[at]}', isi = '{TEXT}{at}';"
                   for at in range(3)),
    "insert all": "INSERT ALL\n" + "".join(
        f"INTO berita (judul, isi) VALUES {build_row(at)}\n" for at in range(3)) + "SELECT 1;",
    "collation": f"INSERT INTO berita (judul, isi) VALUES {ROWS_OF_ARTICLES};".replace(
        f"{TEXT}1'", f"{TEXT}1' COLLATE utf8mb4_general_ci"),
    "copy as CSV": (
        "COPY berita (judul, isi) FROM stdin WITH (FORMAT csv, HEADER);\njudul,isi\n"
        + "".join(f'{TITLES[at]},"{TEXT}{at}"\n' for at in range(3)) + "\\.\n"),
    "copy with a delimiter": (
        "COPY berita (judul, isi) FROM stdin DELIMITER AS '|';\n"
        + "".join(f"{TITLES[at]}|{TEXT}{at}\n" for at in range(3)) + "\\.\n"),
}


@pytest.mark.parametrize("size", [1 << 18, 1])
@pytest.mark.parametrize("name", FORMS)
def test_rows_are_read_in_all_forms_in_which_statements_write_them(name, size, monkeypatch):
    monkeypatch.setattr(lexer, "_CHUNK_CHARACTERS", size)
    monkeypatch.setattr(lexer, "_HEAD_CHARACTERS", 60)
    found = read(FORMS[name], "sql")
    assert not rejected(found)
    assert [[*each.values()] for each in fields(found)] == [
        [TITLES[at], f"{TEXT}{at}"] for at in range(3)]


def test_rows_that_come_from_other_tables_are_counted_and_said(caplog):
    dump = (f"INSERT INTO berita (judul, isi) VALUES {ROWS_OF_ARTICLES};"
            "INSERT INTO arsip SELECT * FROM berita; INSERT INTO arsip (judul, isi) SELECT judul, "
            f"isi FROM berita WHERE id > 2; INSERT INTO berita (judul, isi) VALUES {build_row(0)};")
    assert len(fields(read(dump, "sql"))) == 4
    assert "from other tables: 2 rows" in caplog.text


@pytest.mark.parametrize("columns, row, expected", [
    ("(a, p1, p2)", "('{title}', '{text}', '{text}')", {"title", "paragraf"}),
    ("(p1, p2)", "('{title}', '{text}')", {"title", "body"}),
    ("(judul, p1, p2)", "('{title}', '{text}', '{text}')", {"title", "paragraf"}),
    ("(judul, naskah_lengkap)", "('{title}', '{text}')", {"title", "body"}),
    ("(j, i, t)", "('{title}', '{text}', '2019-04-2{at}')", {"title", "body", "published"}),
    ("", "({at}, '{title}', '{text}', '2019-04-2{at}', 'https://nusa.example/{at}')",
     {"title", "body", "published", "url"}),
    ("", "({at}, '{title}', '{text}', '2019-04-2{at}', '2020-01-01')", {"title", "body"}),
    ("(isi, tanggal)", "('{text}{text}', '2019-04-2{at}')", {"body", "published"}),
])
def test_a_table_under_other_names_is_known_by_its_rows(columns, row, expected):
    rows = ", ".join(row.format(at=at, title=TITLES[at], text=f"{TEXT}{at} ") for at in range(3))
    found = read(f"INSERT INTO warta {columns} VALUES {rows};", "sql")
    mapped = [map_fields(each, {}).values for each in fields(found)]
    assert len(mapped) == 3 and not rejected(found)
    ours = {"title", "body", "published", "url"}
    assert {name for name in mapped[0] if name in ours} == (
        expected - {"paragraf"} | ({"body"} if "paragraf" in expected else set()))
    assert all(TEXT.strip() in each["body"] for each in mapped)


@pytest.mark.parametrize("statement", [
    "pesan (j, i) VALUES ('{title}', '{text}')",
    "warta (nama, email, i) VALUES ('a', 'b', '{text}')",
    "kategori (nama, ket) VALUES ('Ekonomi', '{text}')", "komentar (judul, isi) VALUES ('a', 'b')",
    "warta (isi) VALUES ('{text}')", "warta (judul, hits) VALUES ('{title}', 4)",
])
def test_other_tables_are_passed_over(statement):
    dump = "".join(f"INSERT INTO {statement.format(title=TITLES[at], text=TEXT)};"
                   for at in range(3))
    [(_, reason)] = rejected(read(dump, "sql"))
    assert "3 rows" in reason


@pytest.mark.parametrize("names", [("a/1.sql", "a/2.sql"), ("b.zip/1.sql", "b.zip/2.sql")])
def test_columns_are_known_from_the_other_part_of_a_dump(names, caplog):
    assert read("CREATE TABLE berita (judul text, penulis text, isi text);", "sql", names[0]) == []
    assert "only the columns" in caplog.text
    rows = "INSERT INTO berita VALUES ('a', 'b', 'c');"
    assert fields(read(rows, "sql", names[1])) == [{"judul": "a", "penulis": "b", "isi": "c"}]
    assert rejected(read(rows, "sql", "lain/2.sql"))


def test_the_last_row_of_a_dump_needs_no_end():
    for size in range(90, 130):
        dump = f"INSERT INTO t (title, body) VALUES ('a', '{'x' * size}'), ('b', '{'y' * size}')"
        assert len(fields(read(dump, "sql"))) == 2


@pytest.mark.parametrize("text", ["\\'" * 200_000, "''" * 200_000])
def test_a_text_of_many_quotes_takes_no_memory_for_each_of_them(text):
    dump = f"INSERT INTO `t` (title, body) VALUES ('a', '{text}b')"
    tracemalloc.start()
    try:
        assert len(fields(read(dump, "sql"))) == 1
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
