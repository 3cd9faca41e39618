"""CSV and TSV."""

import time

import pytest

from indexer import formats
from indexer.record import Rejection

from support.reading import fields, read_named, rejected


@pytest.mark.parametrize("content, expected", [
    ("id,title\n1,Satu\n2,Dua\n", [{"id": "1", "title": "Satu"}, {"id": "2", "title": "Dua"}]),
    ("id,title\r\n1,Satu\r\n", [{"id": "1", "title": "Satu"}]),
    ("\ufeffid,title\n1,Satu", [{"id": "1", "title": "Satu"}]),
    ("ID, Title ,Penulis\n1,Satu,Wira\n", [{"id": "1", "title": "Satu", "Penulis": "Wira"}]),
    ('title,text\n"a, ""b""","baris\ndua"\n', [{"title": 'a, "b"', "text": "baris\ndua"}]),
    ('title,body\n"a","x\r\ny"\n', [{"title": "a", "body": "x\ny"}]),
    ("id;judul;isi\n1;Satu;Isi, lagi\n", [{"id": "1", "judul": "Satu", "isi": "Isi, lagi"}]),
    ("sep=;\nid;title\n1;Satu\n", [{"id": "1", "title": "Satu"}]),
    ("id\tjudul\n1\tSatu, dua\n", [{"id": "1", "judul": "Satu, dua"}]),
    ('id\tjudul\n1\t"Satu" dua\n2\tTiga\n',
     [{"id": "1", "judul": '"Satu" dua'}, {"id": "2", "judul": "Tiga"}]),
    ("title|body\na|b\n", [{"title": "a", "body": "b"}]),
    ("title\rSatu\rDua\r", [{"title": "Satu"}, {"title": "Dua"}]),
    ('"judul\nberita",isi\na,b\n', [{"judul\nberita": "a", "isi": "b"}]),
    ("id,title,body\n1,Satu\n", [{"id": "1", "title": "Satu"}]),
    ("title,body\n\n , \n,\na,b\n\n", [{"title": "a", "body": "b"}]),
    ("body\nsatu\n", [{"body": "satu"}]),
    ("text\nsatu\n", [{"text": "satu"}]),
    ("title,,\na,b,c\n", [{"title": "a", "column 2": "b", "column 3": "c"}]),
    ("title,body, \na,,b\n", [{"title": "a", "column 3": "b"}]),
    ("title\n", []),
    ("0,judul\na,b\n", [{"0": "a", "judul": "b"}]),
    ("judul,nama media cetak\na,b\n", [{"judul": "a", "nama media cetak": "b"}]),
    ("judul,2019\na,b\n", [{"judul": "a", "2019": "b"}]),
    ("judul,isi,jumlah kata dalam berita,2019\na,b,c,d\n",
     [{"judul": "a", "isi": "b", "jumlah kata dalam berita": "c", "2019": "d"}]),
    ("title\n" + "x" * 200_000 + "\n", [{"title": "x" * 200_000}]),
    # Blanks before quotes, and backslashes before quotes inside others.
    ('judul,isi\n"Beras, gula", "Naik, lagi."\n"Cabai", "Turun."\n',
     [{"judul": "Beras, gula", "isi": "Naik, lagi."}, {"judul": "Cabai", "isi": "Turun."}]),
    (r"""judul,isi
"Kata \"ya, mau\" itu","Naik."
"Cabai","Di C:\temp, \"turun\""
""", [{"judul": 'Kata "ya, mau" itu', "isi": "Naik."},
      {"judul": "Cabai", "isi": r'Di C:\temp, "turun"'}]),
    ('judul,isi\nBeras, "naik" lagi\n"C:\\","b"\n',
     [{"judul": "Beras", "isi": ' "naik" lagi'}, {"judul": "C:\\", "isi": "b"}]),
    # Quotes inside others that are not doubled.
    ('judul,isi,url\nBeras,"<p class="isi">Naik, "lagi".</p>",x\n"Cabai ""murah""","<b id="a">",\n',
     [{"judul": "Beras", "isi": '<p class="isi">Naik, "lagi".</p>', "url": "x"},
      {"judul": 'Cabai "murah"', "isi": '<b id="a">'}]),
    ('judul;isi\r\n"a "b"";"c "d" e"\r\n', [{"judul": 'a "b"', "isi": 'c "d" e'}]),
    # A quote that is never closed in a header whose names are known.
    ('"judul,isi\n"a","b"\n"c","d"\n', [{"judul": "a", "isi": "b"}, {"judul": "c", "isi": "d"}]),
    ('judul;"isi"x;tanggal\na;b;c\n', [{"judul": "a", "isix": "b", "tanggal": "c"}]),
    ("judul^isi\na, b^c\n", [{"judul": "a, b", "isi": "c"}]),
    ("judul~isi\na; b~c|d\n", [{"judul": "a; b", "isi": "c|d"}]),
    ("judul\x1fisi\na\x1fb\n", [{"judul": "a", "isi": "b"}]),
    # Blank lines and titles above a header are skipped.
    ("\r\n \r\n,,\r\ntitle,body\r\na,b\r\n", [{"title": "a", "body": "b"}]),
    ('"sep=;"\ntitle;body\na;b\n', [{"title": "a", "body": "b"}]),
    ("\ufeffsep=\t\n\ntitle\tbody\na\tb\n", [{"title": "a", "body": "b"}]),
    ("Rekap April,,\nDinas,,\nJudul,Isi,Tanggal\na,b,c\n",
     [{"Judul": "a", "Isi": "b", "Tanggal": "c"}]),
    ('"Rekap, April\n2019"\n\nJudul,Isi\na,b\n', [{"Judul": "a", "Isi": "b"}]),
    ("Rekap, bulan April, lengkap;;\nJudul;Isi;Tanggal\na;b;c\n",
     [{"Judul": "a", "Isi": "b", "Tanggal": "c"}]),
    ("Rekap,2019,,\nJudul,Isi,Tanggal,Media\na,b,c,d\n",
     [{"Judul": "a", "Isi": "b", "Tanggal": "c", "Media": "d"}]),
    # A repeated header, as in files that were joined, is no row.
    ("Judul,isi\na,b\nJudul,isi\nc,d\n", [{"Judul": "a", "isi": "b"}, {"Judul": "c", "isi": "d"}]),
    ("judul,x,x,\na,b,c,d\n\ufeffjudul,x,x,\n",
     [{"judul": "a", "x": "b", "x_2": "c", "column 4": "d"}]),
    (",title\n1,a\n,title\n", [{"column 1": "1", "title": "a"}]),
    ("judul,isi\njudul,b\n", [{"judul": "judul", "isi": "b"}]),
    # A repeated name gets a number.
    ("title,body,title\na,b,c\n", [{"title": "a", "body": "b", "title_2": "c"}]),
    ("Title,body,title\na,b,c\n", [{"title": "a", "body": "b", "title_2": "c"}]),
    ("judul,penulis,penulis,penulis\na,b,c,d\n",
     [{"judul": "a", "penulis": "b", "penulis_2": "c", "penulis_3": "d"}]),
    ("isi,x_2,x,x\na,b,c,d\n", [{"isi": "a", "x_2": "b", "x": "c", "x_3": "d"}]),
])
def test_each_row_is_a_record_with_the_names_of_the_header(content, expected):
    found = read_named("a.csv", content)
    assert fields(found) == expected
    assert not rejected(found)


@pytest.mark.parametrize("content, reason", [
    ("", "no header"), ("judul,isi" + ",x" * 16_383 + "\na,b\n", "more than 16,384 columns"),
    ("\n", "no header"), ("\n,;\n", "no header"), ("sep=;\n", "no header"),
    ("id,outlet\n1,Kabar Nusa\n", "no column title, body or text"),
    ("id;outlet;harga\n1;Satu;Isi\n", "no column title, body or text"),
    # A row above a header is a title only if it is too short for an article.
    ("Beras,Naik,2019\nJudul,Isi,Tanggal\na,b,c\n", "no column"),
    ("Media,Kabar,,\nJudul,Isi,Tanggal,x\n", "no column title"),
    ("a,,\nb,,\nc,,\nJudul,Isi,Tanggal\nx,y,z\n", "no column title"),
    ("Rekap,,\nharga,Teks,x\na,b,c\n", "no column title"),
    ("Rekap,,\n12,Judul Berita Satu,Isi\n", "no column title"),
    ("12;Harga Beras Naik;Berita;2019-04-26\n13;Cabai Turun;Berita;2019-04-27\n", "is a row"),
    ("12;Harga Beras Naik;Berita\n", "is a row"),
    ("Beras,Teks,26/4/2019 10:00\n", "is a row"),
    ("Beras,Teks,https://kabar.example/1\n", "is a row"),
    pytest.param('"title\n', "not CSV"),
    pytest.param('"title"x,body\nSatu,text\nDua,Isi\n', "not CSV"),
])
def test_a_useless_header_rejects_the_file(content, reason):
    found = read_named("a.csv", content)
    assert not fields(found)
    [(line, why)] = rejected(found)
    assert line == 1 and reason in why


@pytest.mark.parametrize("row", [
    '"Naik "lagi", katanya",b', '"a","b "c", d",e', '"a "b" c', '"a "b" c","d', 'a,"b "c"x',
    '"a "b" c","d","e"',
])
def test_a_row_is_rejected_if_it_is_not_sure_which_quotes_end_its_values(row):
    found = read_named("a.csv", f"judul,isi\n{row}\nBeras,Naik\n")
    assert fields(found) == [{"judul": "Beras", "isi": "Naik"}]
    assert rejected(found)


@pytest.mark.parametrize("row", [
    "ab" + ",ab" * 200_000, '"ab"' + ',"ab"' * 200_000, '"a\\""' + ', "a\\""' * 200_000,
    '"a\nb"' + ",ab" * 200_000,
])
def test_a_row_of_many_values_is_rejected_before_it_is_built(row, monkeypatch):
    def refuse(*_):
        raise AssertionError("the row was taken apart")

    monkeypatch.setattr("indexer.formats.csv.reader._build_record", refuse)
    [rejection] = read_named("a.csv", f"title,body\n{row}\n")
    assert "more than 16,384 values in one row" in rejection.reason and rejection.raw == f"{row}\n"


def test_delimiters_within_quotes_divide_nothing():
    text = "Satu, dua. " * 20_000 + '""Tiga,"" katanya.\n' + "Empat, lima.\n" * 20_000
    first, second = read_named("a.csv", f'title,body\nA,"{text}"\nB,C\n')
    assert first.fields["body"].count(",") == 40_001 and second.fields["title"] == "B"


def test_many_columns_of_one_name_are_numbered():
    [record] = read_named("a.csv", "title" + ",x" * 16_000 + "\na" + ",b" * 16_000 + "\n")
    assert record.fields["x_16000"] == "b"


def test_rows_keep_their_lines_below_titles():
    found = read_named("a.csv", 'Rekap,\n\n"Bulan\nApril",\ntitle,body\na,b\n\nc,d\n')
    assert [each.location.line for each in found] == [6, 8]


@pytest.mark.parametrize("name, mark", [("a.csv", ","), ("a.tsv", "\t")])
def test_placeholders_in_cells_are_no_values(name, mark):
    rows = "title body date x\na nan NaT None\nNaN b NULL \\N\nNULL NULL NULL nan\n"
    rows += "NA N/A #N/A <NA>\nnull n/a #NA NA\nc d 0 N\n"
    found = read_named(name, rows.replace(" ", mark))
    assert fields(found) == [
        {"title": "a"}, {"body": "b"}, {"title": "c", "body": "d", "date": "0", "x": "N"}]


def test_a_value_is_no_placeholder_because_it_begins_like_one():
    row = ["none", "Nan", "NaN naik", "Null", "\\n", "Na", "-"]
    found = read_named("a.csv", "title,b,c,d,e,f,g\n" + ",".join(row) + "\n")
    assert list(fields(found)[0].values()) == row


BETWEEN = 'id,title\n1,"Satu\ndua"\n{}\n3,Tiga\n'
"""Rows that begin in lines 2, 4 and 5."""


@pytest.mark.parametrize("row, reason", [
    ("2,Dua,lebih", "3 values for 2 columns"),
    ('2,"Dua"lebih', "not CSV"),
])
def test_a_bad_row_is_rejected_and_the_others_are_read(row, reason):
    found = read_named("a.csv", BETWEEN.format(row).encode("latin-1"))
    [(line, why)] = rejected(found)
    assert line == 4 and reason in why
    assert fields(found) == [{"id": "1", "title": "Satu\ndua"}, {"id": "3", "title": "Tiga"}]


@pytest.mark.parametrize("mark, named", [(",", "comma"), (";", "semicolon"), ("\t", "tab"),
                                         ("|", "bar")])
def test_the_delimiter_is_named_in_the_rejection(mark, named):
    [(_, why)] = rejected(read_named("a.csv", f"judul{mark}isi\na{mark}b{mark}c\n"))
    assert why == f"3 values for 2 columns: quote values that contain a {named}"


TABLES = {
    "numbered": ("id{0}title{0}body\n", "{1}{0}Judul {1}{0}{2}\n"),
    "dated": ("title{0}body{0}date\n", "Judul {1}{0}{2}{0}2019-04-{1} 10:00\n"),
    "untyped": ("title{0}body\n", "Judul {1}{0}{2}\n"),
    "quoted": ('"title"{0}"body"\n', '"Judul {1}"{0}{2}\n'),
}
BROKEN = {
    "never closed": '"Isi tanpa tutup',
    "closed by the next opening one": '"Isi, kata dia ""ya"" lagi',
    "after a word": '"Isi" kata dia',
    "within a cell of several lines": '"Isi\nkata "ya" kata dia\nlagi"',
}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("others", ["Isi sehat", '"Isi{0} sehat"', '"Isi\nsehat\n\nlagi"'])
@pytest.mark.parametrize("place", [11, 14, 19])
def test_a_broken_quote_loses_one_row(mark, table, fault, others, place):
    header, row = TABLES[table]
    sound = others.format(mark)
    bodies = {number: sound for number in range(11, 20)} | {place: BROKEN[fault]}
    content = header.format(mark) + "".join(
        row.format(mark, number, body) for number, body in bodies.items())
    found = read_named("a.csv", content)
    titles = [record["title"] for record in fields(found)]
    expected = [f"Judul {number}" for number in bodies]
    lost = [title for title in expected if title not in titles]
    assert lost in ([], [f"Judul {place}"])
    assert [title for title in titles if title not in expected] == []
    before = content[:content.index(f"Judul {place}")].count("\n")
    assert not lost or rejected(found)[0][0] == before + 1
    bodies_read = {record["body"] for record in fields(found) if record["title"] in expected
                   and record["title"] != f"Judul {place}"}
    assert bodies_read == {sound.strip('"')}


def test_rows_go_on_after_a_quote_that_is_closed_in_a_later_row():
    content = "id,title,body\n1,Satu,a\n2,Dua,\"b\n3,Tiga,c\"\n4,Empat,d\n"
    found = read_named("a.csv", content)
    assert [each["id"] for each in fields(found)] == ["1", "3", "4"]
    assert rejected(found) == [
        (3, "not CSV: a quote in the row that begins here is closed in a later row")]


@pytest.mark.parametrize("body", [
    "satu\n\ndua, tiga\nempat", "1, 2, 3\n4, 5, 6", "daftar:\n7,8,9", "2019-04-26\nsatu,dua",
    "kata \"\"ya\"\",\nlalu, pergi, lagi", ",,\n,,", "id,title,body",
])
def test_a_cell_of_several_lines_stays_whole(body):
    rows = f'1,Satu,a\n2,Dua,"{body}"\n3,Tiga,c\n'
    found = read_named("a.csv", "id,title,body\n" + rows)
    assert [each["id"] for each in fields(found)] == ["1", "2", "3"]
    assert fields(found)[1]["body"] == body.replace('""', '"') and not rejected(found)


def test_the_end_of_a_cell_before_other_columns_is_no_row():
    row = '{0},"Isi\nsatu, dua, tiga",26 April 2019,https://kabar.example/{0}\n'
    found = read_named("a.csv", "title,body,date,url\n" + "".join(map(row.format, range(9)))
                       + row.format("a").replace("tiga", "tiga, dan empat"))
    assert len(fields(found)) == 10 and not rejected(found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_rows_go_on_after_a_broken_quote_in_any_encoding(encoding):
    content = 'id,title\n1,Caf\xe9\n2,"Dua\n3,Caf\xe9\n'.encode(encoding)
    assert [each["title"] for each in fields(read_named("a.csv", content))] == ["Caf\xe9"] * 2


def test_broken_quotes_in_all_rows_are_read_in_linear_time():
    began = time.process_time()
    found = read_named("a.csv", "title,body\n" + 'a","b\n' * 100_000)
    assert rejected(found) and time.process_time() - began < 10


def test_a_rejected_row_keeps_its_content():
    found = read_named("a.csv", BETWEEN.format("2,Dua,lebih"))
    [rejection] = [each for each in found if isinstance(each, Rejection)]
    assert rejection.fields == {"id": "2", "title": "Dua", "column 3": "lebih"}
    found = read_named("a.csv", BETWEEN.format('2,"Dua"lebih'))
    [rejection] = [each for each in found if isinstance(each, Rejection)]
    assert (rejection.fields, rejection.raw) == (None, '2,"Dua"lebih\n')


def test_after_a_bad_row_only_complete_rows_are_read():
    found = read_named("a.csv", 'id,title,body\n1,Satu,"a"b\nsisa,lagi\n2,Dua,c\n3,Tiga\n')
    assert fields(found) == [{"id": "2", "title": "Dua", "body": "c"}, {"id": "3", "title": "Tiga"}]
    assert [line for line, _ in rejected(found)] == [2, 3]


def test_columns_can_be_mapped(tmp_path):
    (tmp_path / "a.csv").write_text("Kepala,Utama\na,b\n")
    [rejection] = formats.read(tmp_path / "a.csv")
    assert "no column title" in rejection.reason
    [record] = formats.read(tmp_path / "a.csv", mapping={"Utama": "body"})
    assert record.fields == {"Kepala": "a", "Utama": "b"}
    [other] = formats.read(tmp_path / "a.csv", mapping={"utama": "body"})
    assert other.fields == record.fields


def test_the_names_of_a_long_header_are_looked_at_once_for_all_rows(monkeypatch):
    looked_at = []
    monkeypatch.setattr("indexer.publication.fold_name",
                        lambda name: looked_at.append(name) or name)
    names = ["judul", "isi", *(f"k{number}" for number in range(900)), "tayang"]
    found = fields(read_named("a.csv", ",".join(names) + "\n" + "Beras,Naik.\n" * 20))
    assert len(found) == 20 and len(looked_at) < 2 * len(names)
