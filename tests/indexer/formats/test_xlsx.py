"""Workbooks: sheets, headers, dates, damage and bombs."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from indexer.formats import xlsx

from support.reading import Pipe, fields, read, read_named, rejected
from support.samples import SAMPLES, build_workbook, build_zip

HEADER = ["Judul", "Isi", "Tanggal"]
ROW = ["Harga beras naik", "Beras naik sepuluh persen.", datetime(2019, 4, 26, 14, 5)]
READ = {"Judul": ROW[0], "Isi": ROW[1], "Tanggal": "2019-04-26T14:05:00"}


@pytest.mark.parametrize("above", [
    [], [[]], [["Rekap berita"]], [["Kabar Nusa"], ["Jalan Melati 1"], ["Palu"], [], ["2019"]],
])
def test_titles_and_blank_rows_may_stand_above_the_header(above):
    content = build_workbook({"Satu": [*above, HEADER, ROW, HEADER, [], [None, "", None], ROW]})
    found = read(content, "xlsx", "a.xlsx")
    assert fields(found) == [READ, READ] and not rejected(found)
    assert str(found[0].location) == f"a.xlsx/Satu:{len(above) + 2}"


def test_every_sheet_with_a_header_is_read_and_the_others_are_named(caplog):
    file = io.BytesIO(build_workbook({
        "Petunjuk": [["Isilah dengan benar"]], "Satu": [HEADER, ROW],
        "Dua": [["title", "text"], ["Panen raya", "Padi dipanen."]], "Kosong": []}))
    workbook = openpyxl.load_workbook(file)
    workbook["Dua"].sheet_state = "hidden"
    workbook.save(hidden := io.BytesIO())
    found = read(hidden.getvalue(), "xlsx")
    assert fields(found) == [READ, {"title": "Panen raya", "text": "Padi dipanen."}]
    assert not rejected(found)
    assert "Petunjuk, Kosong" in caplog.text


def test_a_workbook_without_any_table_is_rejected_sheet_by_sheet():
    found = read(build_workbook({"A": [["a", "b"], ["c", "d"]], "B": []}), "xlsx", "a.xlsx")
    assert [str(each.location) for each in found] == ["a.xlsx/A:1", "a.xlsx/B:1"]
    assert "names no column" in found[0].reason and "no header" in found[1].reason


@pytest.mark.parametrize("content", [
    "<table border=1><tr><th>Judul</th><th>Isi</th></tr><tr><td>Beras</td><td>Naik.</td></tr>"
    "<tr><td>Garam</td><td>Turun.</td></tr></table>",
    "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head></head><body><table>"
    "<tr><td>Judul</td><td>Isi</td></tr><tr><td>Beras</td><td>Naik.</td></tr>"
    "<tr><td>Garam</td><td>Turun.</td></tr></table></body></html>",
    "Judul\tIsi\nBeras\tNaik.\nGaram\tTurun.\n",
    '"Judul";"Isi"\n"Beras";"Naik."\n"Garam";"Turun."\n',
])
def test_a_table_of_a_site_that_is_only_called_a_workbook_is_read(content):
    found = fields(read_named("a.xls", content))
    assert [(each["Judul"], each["Isi"]) for each in found] == [
        ("Beras", "Naik."), ("Garam", "Turun.")]


@pytest.mark.parametrize("name, content", [
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
    *((name, b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
       b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>')
      for name in ("a.xls", "a.xml")),
])
def test_a_workbook_of_an_older_excel_is_rejected_with_what_to_do(name, content):
    [(_, reason)] = rejected(read_named(name, content))
    assert reason.endswith("save it as .xlsx or .csv")


def test_a_workbook_may_have_the_older_ending():
    found = read_named("a.xls", build_workbook({"Satu": [HEADER, ROW]}))
    assert fields(found) == [READ]


@pytest.mark.parametrize("value, text", [
    (3.0, "3"), (2.5, "2.5"), (datetime(2019, 4, 26), "2019-04-26"), (True, "True"),
    ("Baris_x000D_\nlain", "Baris\nlain"), ("#N/A", None), ("NULL", None), ("  ", None),
])
def test_values_become_text(value, text):
    [found] = fields(read(build_workbook({"A": [HEADER, ["a", "b", value]]}), "xlsx"))
    assert found.get("Tanggal") == text


def test_formulas_are_read_by_the_value_last_shown():
    content = build_workbook({"A": [HEADER, ["a", "b", "GANTI"]]})
    parts = {name: zipfile.ZipFile(io.BytesIO(content)).read(name)
             for name in zipfile.ZipFile(io.BytesIO(content)).namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    start = sheet.index(b'<c r="C2"')
    end = sheet.index(b"</c>", start)
    parts["xl/worksheets/sheet1.xml"] = (
        sheet[:start] + b'<c r="C2" t="str"><f>A2</f><v>2019</v>' + sheet[end:])
    [found] = fields(read(build_zip(parts), "xlsx"))
    assert found["Tanggal"] == "2019"


def test_workbooks_are_read_from_pipes_archives_and_compressed_files():
    for found in (
        read_named("a.zip", build_zip({"folder/a.xlsx": SAMPLES["xlsx"]})),
        list(xlsx.read(io.BufferedReader(Pipe(SAMPLES["xlsx"])), "-", {})),
    ):
        assert [each["Judul"] for each in fields(found)] == [f"Judul {n}" for n in range(6)]


def move_row(content, old, new):
    """Return a workbook whose first sheet has one of its rows at another place."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'<row r="%d"' % old, b'<row r="%d"' % new)
    for column in b"ABC":
        sheet = sheet.replace(b'r="%c%d"' % (column, old), b'r="%c%d"' % (column, new))
    return build_zip(parts | {"xl/worksheets/sheet1.xml": sheet})


def test_a_cell_in_the_last_corner_of_a_sheet_takes_no_time_for_the_empty_ones():
    workbook = openpyxl.Workbook()
    workbook.active.cell(1_048_576, 16_384, "x")
    workbook.save(file := io.BytesIO())
    assert "no header" in rejected(read(file.getvalue(), "xlsx"))[0][1]


def test_an_article_in_the_last_row_of_a_sheet_is_read():
    content = move_row(build_workbook({"A": [HEADER, ROW]}), 2, 1_048_576)
    [found] = read(content, "xlsx")
    assert found.fields == READ and found.location.line == 1_048_576


def test_blank_rows_are_limited_and_what_is_below_them_is_rejected(monkeypatch):
    monkeypatch.setattr(xlsx, "_MAX_BLANK_ROWS", 100)
    content = build_workbook({"A": [HEADER, ROW, ROW], "B": [[], HEADER, ROW], "C": [HEADER, ROW]})
    found = read(move_row(content, 3, 10 ** 12), "xlsx")
    assert fields(found) == [READ, READ]
    assert "blank rows" in rejected(found)[0][1]


@pytest.mark.parametrize("content, reason", [
    (b"", "not a workbook"), (b"PK\3\4", "not a workbook"),
    (build_zip({"a.txt": b"Isi."}), "not a workbook"),
    (build_zip({"xl/sharedStrings.xml": b"a" * (65 << 20)}), "hundredfold"),
    (build_zip({"xl/worksheets/sheet1.xml": b"a" * (65 << 20)}), "hundredfold"),
])
def test_what_is_no_workbook_or_a_bomb_is_rejected(content, reason):
    [(line, found)] = rejected(read(content, "xlsx"))
    assert line == 1 and reason in found


def test_parts_held_in_memory_are_limited(monkeypatch):
    monkeypatch.setattr(xlsx, "_MAX_PART_BYTES", 1_000)
    [(_, reason)] = rejected(read(SAMPLES["xlsx"], "xlsx"))
    assert "save the sheets as CSV" in reason


def test_a_row_that_is_too_large_is_rejected_and_reading_goes_on(monkeypatch):
    monkeypatch.setattr(xlsx, "_MAX_ROW_CHARACTERS", 100)
    found = read(build_workbook({"A": [HEADER, ["a", "x" * 100], ROW]}), "xlsx")
    assert rejected(found)[0][0] == 2 and fields(found) == [READ]
