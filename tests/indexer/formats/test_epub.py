"""Books and magazines in EPUB."""

import pytest

from indexer.formats import epub
from indexer.formats.io import archive

from support.built_articles import build_article
from support.reading import fields, read, read_named, rejected
from support.samples import PAGE_FIELDS, PARAGRAPHS, build_book, build_page, build_zip


def chapter(title, book="Kabar Nusa edisi 7"):
    return (f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>{book}"
            f"</title></head><body><h1>{title}</h1>"
            + "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "</body></html>")


def test_each_chapter_is_an_article():
    pages = {"satu.xhtml": chapter("Harga beras naik"), "dua.xhtml": chapter("Cabai turun")}
    data = build_book(pages)
    found = read_named("a.epub", data)
    articles = list(map(build_article, found))
    assert [each.title for each in articles] == ["Harga beras naik", "Cabai turun"]
    assert {each.outlet for each in articles} == {"Kabar Nusa"}
    assert all(each.fields["body"] == "\n\n".join(PARAGRAPHS) for each in found)
    assert found[0].location.file.endswith("a.epub/OEBPS/satu.xhtml")


def test_a_chapter_may_state_its_own_fields():
    [record] = read(build_book({"a.xhtml": build_page()}), "epub")
    evidence = "trafilatura: 100% of the article's block, 93% from it"
    assert record.fields == PAGE_FIELDS | {"extraction": evidence}


def test_chapters_come_in_the_order_of_reading_and_blank_ones_are_counted(caplog):
    blank = "<html><body><img src='sampul.jpg'/></body></html>"
    pages = {"b.xhtml": chapter("Kedua"), "sampul.xhtml": blank, "a b.xhtml": chapter("Pertama")}
    data = build_book(pages, order=["sampul.xhtml", "a b.xhtml", "b.xhtml"])
    assert [each["title"] for each in fields(read(data, "epub"))] == ["Pertama", "Kedua"]
    assert "passed over 1 chapters" in caplog.text


def test_a_book_without_its_order_is_read_by_the_names_of_its_pages():
    data = build_book({"a.xhtml": chapter("Pertama"), "b.xhtml": chapter("Kedua")}, order=[])
    assert [each["title"] for each in fields(read(data, "epub"))] == ["Pertama", "Kedua"]


def test_a_missing_chapter_costs_no_other():
    data = build_book({"a.xhtml": chapter("Pertama")}, order=["hilang.xhtml", "a.xhtml"])
    found = read(data, "epub")
    assert [each["title"] for each in fields(found)] == ["Pertama"]
    assert "does not contain it" in rejected(found)[0][1]


@pytest.mark.parametrize("data", [
    b"", b"PK\3\4", build_zip({"a.txt": b"a"}), build_zip({"META-INF/container.xml": b"a"}),
    build_zip({"META-INF/container.xml": b"<container/>"}),
    build_zip({"META-INF/container.xml": b"<c><rootfile full-path='../a'/></c>"}),
])
def test_what_is_no_book_is_rejected(data):
    found = read(data, "epub")
    assert not fields(found) and "not a book" in rejected(found)[0][1]


def test_a_book_without_text_says_so():
    data = build_book({"a.xhtml": "<html><body></body></html>"})
    assert "no chapter with text" in rejected(read(data, "epub"))[0][1]


def test_a_chapter_that_is_too_large_is_rejected_and_reading_goes_on(monkeypatch):
    monkeypatch.setattr(archive, "MAX_RECORD_BYTES", 10_000)
    pages = {"a.xhtml": chapter("a" * 20_000), "b.xhtml": chapter("Kedua")}
    found = read(build_book(pages), "epub")
    assert [each["title"] for each in fields(found)] == ["Kedua"]
    assert "larger than" in rejected(found)[0][1]


def test_a_book_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(epub, "_MAX_BOOK_BYTES", 1_000)
    data = build_book({"a.xhtml": chapter("Pertama"), "b.xhtml": chapter("Kedua")})
    assert "split it" in rejected(read(data, "epub"))[0][1]
