"""Formats by name, by stream and by how a file begins."""

import gzip
import sys
from pathlib import Path

import pytest
import zstandard

from indexer import formats
from indexer.formats.registry import ADVICE

from support.reading import fields, read, read_named, rejected
from support.samples import ARCHIVES, PAGE_FIELDS, build_page, build_pdf


@pytest.mark.parametrize("name, known", [
    ("a.txt", True), ("a.jsonl", True), ("a.csv", True), ("a.TXT", True), ("a.b.txt", True),
    ("a.txt.gz", True), ("a.jsonl.zst", True), ("A.CSV.GZ", True), ("a b#é.txt", True),
    ("a.ndjson", True), ("a.jl", True), ("a.tsv", True), ("a.json", True), ("a.html", True),
    ("a.htm.gz", True),
    ("a.rss", True), ("a.atom", True), ("a.xml.zst", True), ("a.zip", True), ("a.tar", True),
    ("a.tar.gz", True), ("a.tar.zst", True), ("a.tgz", True),
    ("a", False), ("a.md", True), ("a.markdown.gz", True), ("a.org", False), ("a.gz", False),
    ("a.zst", False), ("a.zip.gz", False),
    ("a.txt.bz2", True), ("a.txt.lz", False),
    ("a.txt.gz.gz", False), ("txt", False), (".txt", False),
    ("a.txt~", False),
])
def test_the_format_is_known_by_the_name(name, known):
    assert (formats.is_readable(Path(name))) == known


@pytest.mark.parametrize("name", ["a.org", "a", "a.zip.gz"])
def test_the_rejection_of_an_unknown_file_lists_all_formats(name):
    [rejection] = read_named(name, "Isi.")
    assert "unknown format" in rejection.reason
    assert all(known in rejection.reason for known in (".txt", ".jsonl", ".csv", ".gz", ".zst"))


@pytest.mark.parametrize("name, advice", [
    ("arsip.xlsb", "save it as .xlsx or .csv"), ("arsip.DOC", "save it as .docx"),
    ("arsip.bib", "export it as RIS"), ("arsip.rar", "pack its files as .zip"),
])
def test_what_to_do_with_other_formats_is_said(name, advice):
    [rejection] = read_named(name, "Isi.")
    assert rejection.reason.endswith(advice)


def test_advice_is_given_for_formats_alone_that_are_not_read():
    assert not any(formats.is_readable(Path(f"a{ending}")) for ending in ADVICE)


@pytest.mark.parametrize("name", ["a.xhtml", "a.shtml", "a.html"])
def test_pages_have_other_endings_too(name):
    assert fields(read_named(name, build_page()))[0]["title"] == PAGE_FIELDS["title"]


def test_a_file_that_cannot_be_opened_is_a_rejection(tmp_path):
    [rejection] = formats.read(tmp_path / "tidak-ada.txt")
    assert str(rejection).startswith(f"{tmp_path}/tidak-ada.txt:1: cannot be read: ")


@pytest.mark.parametrize("format", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_stream_is_read_by_the_name_of_its_format(format):
    content = b'{"title": "a"}'
    if format != "jsonl":
        content = (gzip if format.endswith("gz") else zstandard).compress(content)
    [record] = read(content, format, "-")
    assert str(record.location) == "-:1"


@pytest.mark.parametrize("format", ["doc", "", "JSONL", "gz"])
def test_the_rejection_of_an_unknown_stream_lists_all_formats(format):
    [(_, reason)] = rejected(read(b"", format))
    assert all(end in reason for each in formats.FORMATS.values() for end in each.endings)


PAGE = PAGE_FIELDS | {"extraction": "trafilatura: 100% of the article's block, 93% from it"}
CALLED_TEXT = {
    build_page(): PAGE,
    "\ufeff \n" + build_page().replace("DOCTYPE", "doctype"): PAGE,
    build_page().removeprefix("<!DOCTYPE html>"): PAGE,
    '{"judul": "a", "isi": "b"}': {"judul": "a", "isi": "b"},
    ' [\n {"judul": "a"}]': {"judul": "a"},
}


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("content", CALLED_TEXT)
def test_pages_and_json_called_text_are_read_as_such(content, packed, tmp_path):
    data = gzip.compress(content.encode()) if packed else content.encode()
    (tmp_path / f"a.txt{packed}").write_bytes(data)
    assert fields(formats.read(tmp_path / f"a.txt{packed}")) == [CALLED_TEXT[content]]
    for kind in ("zip", "tar"):
        assert fields(read(ARCHIVES[kind]({f"a.txt{packed}": data}), kind)) == [
            CALLED_TEXT[content]]
    for found in (read(content, "txt"), formats.read(tmp_path / f"a.txt{packed}", "txt")):
        assert fields(found) == [{"body": content.removeprefix("\ufeff").strip()}]


FEED_STARTS = [
    "", '\ufeff\n<?xml version="1.0"?>\n', '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>',
    '<?xml version="1.0"?><!-- dibuat <sendiri> --><!DOCTYPE rss>\n',
]
FEEDS = [
    "<rss version='2.0'><channel><title>Kabar</title><item><title>a</title></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title></entry></feed>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item><title>a</title></item>"
    "</rdf:RDF>",
]


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("start", FEED_STARTS)
@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.txt"])
def test_feeds_called_pages_or_text_are_read_as_feeds(name, start, feed):
    [record] = read_named(name, start + feed)
    assert (record.source, record.fields["title"]) == ("feed", "a")


@pytest.mark.parametrize("page", [
    build_page(), "<?xml version='1.0'?>\n" + build_page(), "<!-- <rss> -->" + build_page()])
def test_pages_are_no_feeds(page):
    [record] = read_named("a.html", page)
    assert record.source == "metadata"


def test_json_lines_called_text_are_read_line_by_line(tmp_path):
    (tmp_path / "a.txt").write_text('{"title": "a"}\n{"title": }\n{"title": "b"}\n')
    found = list(formats.read(tmp_path / "a.txt"))
    assert fields(found) == [{"title": "a"}, {"title": "b"}] and rejected(found)[0][0] == 2


@pytest.mark.parametrize("content", [
    "judul\tisi\nBeras\tNaik, lagi.\nGaram\tTurun.\n", "Judul;Isi;Tanggal\nBeras;Naik, lagi.;2019\n"
    "Garam;Turun.;2019\n", '\ufeffjudul,isi\r\n"Beras","Naik, lagi."\r\n"Garam","Turun."\r\n',
    "id,title,text\n1,Beras,\"Naik, lagi.\"\n2,Garam,Turun.\n"])
def test_a_table_called_text_is_read_as_one_if_it_has_a_title_and_a_text(content, tmp_path):
    (tmp_path / "a.txt").write_bytes(content.encode())
    rows = [list(each.values()) for each in fields(formats.read(tmp_path / "a.txt"))]
    assert ["Naik, lagi." in row for row in rows] == [True, False]
    assert ["Garam" in row for row in rows] == [False, True]


def test_rtf_called_text_is_rejected_with_advice(tmp_path):
    content = r"{\rtf1\ansi Isi.}"
    (tmp_path / "a.txt").write_text(content)
    [(line, reason)] = rejected(formats.read(tmp_path / "a.txt"))
    assert line == 1 and "is RTF" in reason and "--format txt" in reason
    assert fields(read(content, "txt")) == [{"body": content}]


def test_a_pdf_called_text_is_read_as_pdf(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(build_pdf([["Harga beras naik."]]))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert "pypdf" in rejected(formats.read(tmp_path / "a.txt"))[0][1]


@pytest.mark.parametrize("content", [
    "<html> adalah awal sebuah halaman.", "<!doctype html>", "<html", "<p>Satu.</p>",
    "{Foto: Wira}", "[Jakarta] Satu.", '["satu", "dua"]', '{"satu"}', '"judul": "a"', "{}", "[]",
    "[1, 2]", r"{\rtf}", "PDF", "judul,isi\na,b", "<!-- a --> satu", "Satu <html><body>dua",
])
def test_a_file_that_may_be_text_is_read_as_text(content, tmp_path):
    (tmp_path / "a.txt").write_text(content)
    assert fields(formats.read(tmp_path / "a.txt")) == [{"body": content}]
