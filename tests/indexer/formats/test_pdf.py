"""PDF files, if pypdf is installed, and what is said if it is not."""

import io
import sys
import time

import pytest

from indexer.formats import pdf

from support.built_articles import build_article
from support.reading import fields, read, read_named, rejected
from support.samples import build_pdf

FIRST = ["Harga beras naik di Palu", "Harga beras di pasar induk Palu naik sepuluh persen pada",
         "hari Jumat, kata pedagang yang sudah lama berjualan di sana.",
         "Pasokan dari Parigi terlambat karena jalan rusak, dan peme-"]
SECOND = ["rintah kota akan menggelar operasi pasar mulai pekan depan", "di empat kecamatan."]


@pytest.fixture
def library():
    """The library that reads PDF files."""
    return pytest.importorskip("pypdf", reason="pypdf is not installed: pip install 'warta[pdf]'")


def test_without_the_library_the_reason_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    found = read_named("a.pdf", build_pdf([FIRST]))
    [(line, reason)] = rejected(found)
    assert line == 1 and reason.startswith("pypdf, which reads this format, is not installed")
    assert f"{sys.executable} -m pip install 'warta[pdf]'" in reason


@pytest.mark.usefixtures("library")
class TestReading:
    """What needs the library."""

    def test_the_pages_of_a_file_are_one_article(self):
        [record] = read_named("a.pdf", build_pdf([FIRST, SECOND]))
        article = build_article(record)
        assert article.title == FIRST[0]
        assert "jalan rusak, dan pemerintah kota akan" in article.body
        assert article.body.endswith("di empat kecamatan.")

    def test_a_short_line_that_ends_a_sentence_ends_a_paragraph(self):
        lines = ["Satu " * 12, "dua.", "Tiga " * 12, "empat."]
        [record] = read(build_pdf([lines]), "pdf")
        assert [len(each.split()) for each in record.fields["body"].split("\n\n")] == [13, 13]

    @pytest.mark.parametrize("lines, expected", [
        (["Warga dan peme-", "rintah, kata dia."], "Warga dan pemerintah, kata dia."),
        (["Anak-", "anak bermain."], "Anak-anak bermain."),
        (["Sayur-", "mayur dan sayur-mayur."], "Sayur-mayur dan sayur-mayur."),
        (["Jakarta-", "Bogor macet."], "Jakarta- Bogor macet."),
    ])
    def test_words_torn_at_the_ends_of_lines_are_whole(self, lines, expected):
        for pages in ([lines], [lines[:1], lines[1:]]):
            [found] = fields(read(build_pdf(pages), "pdf"))
            assert " ".join(found["body"].split()) == expected

    @pytest.mark.parametrize("pages", [2, 3, 8])
    def test_lines_that_recur_at_the_edges_of_pages_are_no_text(self, pages):
        texts = [["Kabar Nusa, 26 April 2019", f"Isi ke-{'abcdefgh'[n]} yang panjang.",
                  "Garis tengah.", "Lanjutan isi halaman ini.", f"Halaman {n + 1} dari {pages}",
                  str(n + 1)] for n in range(pages)]
        [found] = fields(read(build_pdf(texts), "pdf"))
        assert "Kabar Nusa" not in found["body"] and "Halaman" not in found["body"]
        assert found["body"].count("Garis tengah.") == pages
        assert found["running_heads"] == ["Kabar Nusa, 26 April 2019"]

    def test_lines_that_differ_or_are_rows_of_numbers_stay(self):
        pages = [["12 500 30", f"Kabar {name}", "Isi.", f"Lagi {name}.", f"{name} akhir."]
                 for name in "abcd"]
        [found] = fields(read(build_pdf(pages), "pdf"))
        assert found["body"].count("12 500 30") == 4 and "running_heads" not in found

    @pytest.mark.parametrize("stated, title", [
        (FIRST[0], FIRST[0]), ("Microsoft Word - beras.doc", None), ("", None), ("di", None)])
    def test_a_stated_title_counts_only_if_the_page_shows_it(self, stated, title):
        [found] = fields(read(build_pdf([FIRST], title=stated), "pdf"))
        assert found.get("title") == title

    @pytest.mark.parametrize("content, reason", [
        (b"", "not a PDF"), (b"%PDF-1.4\n", "not a PDF"), (b"Isi." * 99, "not a PDF"),
        (build_pdf([[]]), "no text in it"), (build_pdf([["", " "]]), "no text in it"),
    ])
    def test_a_file_without_text_is_rejected(self, content, reason):
        found = read(content, "pdf")
        assert not fields(found) and reason in rejected(found)[0][1]

    def test_a_password_is_asked_for_in_vain(self, library):
        writer = library.PdfWriter(io.BytesIO(build_pdf([FIRST])))
        writer.encrypt("rahasia", algorithm="RC4-128")
        data = io.BytesIO()
        writer.write(data)
        assert "without a password" in rejected(read(data.getvalue(), "pdf"))[0][1]

    def test_a_page_that_is_too_large_costs_no_other(self, monkeypatch):
        monkeypatch.setattr(pdf, "_MAX_PAGE_BYTES", 1_000)
        [record] = read(build_pdf([["Satu."], ["a" * 900] * 3, ["Tiga."]]), "pdf")
        assert record.fields["body"].split() == ["Satu.", "Tiga."]
        assert record.notes == ("pages that cannot be read: 2",)

    def test_too_many_pages_are_refused(self, monkeypatch):
        monkeypatch.setattr(pdf, "_MAX_PAGES", 2)
        assert "split it" in rejected(read(build_pdf([["a."]] * 3), "pdf"))[0][1]

    @pytest.mark.parametrize("content", [
        b"%PDF-1.4\n" + b"1 0 obj\n" * 90_000, b"%PDF-1.4\n" + b"<<" * 90_000,
        b"%PDF-1.4\n" + b"[" * 90_000 + b"\nstartxref\n9\n%%EOF",
        build_pdf([FIRST]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        build_pdf([FIRST]).replace(b"/Contents 4 0 R", b"/Contents 3 0 R"),
        build_pdf([["a"] * 20_000]),
    ])
    def test_hostile_files_are_read_quickly(self, content):
        began = time.process_time()
        read(content, "pdf")
        assert time.process_time() - began < 20
