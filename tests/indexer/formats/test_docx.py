"""Documents of word processors."""

import io
import zipfile

import pytest

from indexer.formats.io import archive

from support.built_articles import build_article
from support.reading import fields, read, read_named, rejected
from support.samples import build_document, build_zip

EXPORT = """Harga beras naik

Kabar Nusa

26 April 2019 Jumat

Length: 12 words

Body

Harga beras naik di Palu.

Load-Date: April 27, 2019

End of Document

Harga cabai turun

Kabar Nusa

27 April 2019 Sabtu

Body

Harga cabai turun.

End of Document"""
LINES = [("Title", "Harga beras naik"), ("", "PALU - Harga beras naik."), ("", ""), ("", "Dua.")]


@pytest.mark.parametrize("style", ["Title", "Judul", "title", "Heading1", "Judul1"])
def test_a_document_is_an_article_with_its_title(style):
    data = build_document([(style, LINES[0][1]), *LINES[1:]])
    assert fields(read_named("a.docx", data)) == [
        {"title": "Harga beras naik", "body": "PALU - Harga beras naik.\n\nDua."}]


def test_without_a_style_the_first_line_may_be_the_title():
    [record] = read(build_document([("", text) for _, text in LINES]), "docx")
    assert build_article(record).title == "Harga beras naik"
    late = [("", "Satu."), ("Heading1", "Judul antara"), ("", "Dua.")]
    assert fields(read(build_document(late), "docx")) == [{"body": "Satu.\n\nJudul antara\n\nDua."}]


def test_fields_above_the_text_are_read():
    lines = ["Judul: Harga beras", "Sumber: Kabar Nusa", "Tanggal: 26 April 2019", "", "Satu.",
             "Dua."]
    assert fields(read(build_document([("", line) for line in lines]), "docx")) == [{
        "Judul": "Harga beras", "Sumber": "Kabar Nusa", "Tanggal": "26 April 2019",
        "body": "Satu.\n\nDua."}]


def test_an_export_of_a_press_database_has_many_articles():
    data = build_document([("", line) for line in EXPORT.split("\n")])
    found = list(map(build_article, read(data, "docx")))
    assert [(each.title, each.outlet, each.published) for each in found] == [
        ("Harga beras naik", "Kabar Nusa", "2019-04-26"),
        ("Harga cabai turun", "Kabar Nusa", "2019-04-27")]


@pytest.mark.parametrize("run, text", [
    ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
    ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\n\nb"),
    ("<w:r><w:t>anak</w:t><w:noBreakHyphen/><w:t>anak</w:t></w:r>", "anak-anak"),
    ("<w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:t>b</w:t></w:r></w:del>", "a"),
    ("<w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>rahasia</w:t></w:r>", "a"),
    ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t></w:r>', "a"),
    ("<w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink>", "a"),
    ("<w:r><w:instrText>PAGE</w:instrText><w:t>a</w:t></w:r>", "a"),
    ("<w:sdt><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>", "a"),
])
def test_only_what_a_reader_sees_is_text(run, text):
    [record] = read(build_document([("", "Satu."), run]), "docx")
    assert record.fields["body"] == f"Satu.\n\n{text}"


def test_the_text_may_have_another_name_and_stand_in_tables():
    data = build_document([("", "Satu.")], name="word/document2.xml")
    assert fields(read(data, "docx")) == [{"body": "Satu."}]
    cell = ("</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Sel.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            "<w:p>")
    assert "Sel." in fields(read(build_document([("", "Satu."), cell]), "docx"))[0]["body"]


@pytest.mark.parametrize("data, reason", [
    (b"", "not a document"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "without a password"),
    (build_zip({"a.txt": b"a"}), "not a document"), (build_document([]), "no text in it"),
    (build_document([("", " ")]), "no text in it"),
    (build_zip({"word/document.xml": b"a"}), "not a document"),
])
def test_what_is_no_document_is_rejected(data, reason):
    found = read(data, "docx")
    assert not fields(found) and reason in rejected(found)[0][1]


def test_a_part_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(archive, "MAX_RECORD_BYTES", 10_000)
    found = read(build_document([("", "a" * 20_000)]), "docx")
    assert "larger than" in rejected(found)[0][1]


def test_a_damaged_document_keeps_what_can_be_read():
    xml = zipfile.ZipFile(io.BytesIO(build_document(LINES))).read("word/document.xml")
    cut = build_zip({"word/document.xml": xml[:xml.index(b"Dua.")]})
    assert fields(read(cut, "docx"))[0]["body"] == "PALU - Harga beras naik."
    deep = b"<w:r>" * 5_000
    found = read(build_zip({"word/document.xml": xml.replace(b"<w:r>", deep, 1)}), "docx")
    assert len(found) == 1
