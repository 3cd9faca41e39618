"""RIS: one article a reference."""

import gzip
import time

import pytest

from indexer.formats import ris

from support.built_articles import build_article
from support.reading import fields, read, read_named, rejected

REFERENCE = """TY  - NEWS
TI  - Harga beras naik di Palu
T2  - Kabar Nusa
AU  - Atmaja, Wira
AU  - Redaksi
DA  - 2019/04/26/
PY  - 2019
AB  - Harga beras naik sepuluh persen.
Pasokan dari Parigi terlambat.

Operasi pasar digelar.
KW  - beras
KW  - Palu
KW  - beras
UR  - https://kabarnusa.example/beras
LA  - Indonesian
AN  - 2217
ID  - 1
ER  -
"""
EXPECTED = {
    "title": "Harga beras naik di Palu", "outlet": "Kabar Nusa", "published": "2019-04-26",
    "body": "Harga beras naik sepuluh persen.\nPasokan dari Parigi terlambat.\n\n"
            "Operasi pasar digelar.",
    "byline": ["Wira Atmaja", "Redaksi"], "tags": ["beras", "Palu"],
    "url": "https://kabarnusa.example/beras", "reference_type": "NEWS", "language": "Indonesian",
    "accession_number": "2217",
}


def short(number):
    return f"TY  - NEWS\nTI  - Judul {number}\nAB  - Isi {number}.\nER  - \n"


def titles(found):
    return [each["title"] for each in fields(found)]


@pytest.mark.parametrize("content", [
    REFERENCE, "\ufeff" + REFERENCE, "\n\n" + REFERENCE, REFERENCE.replace("\n", "\r\n"),
    REFERENCE.encode("utf-16"), REFERENCE.replace("  - ", " - ").replace("  -\n", " - \n"),
])
def test_a_reference_is_an_article(content):
    [record] = read(content, "ris")
    assert (record.fields, record.notes) == (EXPECTED, ())
    article = build_article(record)
    assert (article.title, article.outlet) == (EXPECTED["title"], "Kabar Nusa")
    assert (article.published, article.url) == ("2019-04-26", EXPECTED["url"])
    assert article.id != "1"


def test_references_are_read_by_the_name_or_the_beginning_of_a_file():
    for name, content in (("a.ris", REFERENCE), ("a.RIS.gz", gzip.compress(REFERENCE.encode())),
                          ("a.txt", REFERENCE), ("a.txt", "\ufeff" + REFERENCE)):
        assert fields(read_named(name, content)) == [EXPECTED]


@pytest.mark.parametrize("lines, field, value", [
    ("T1  - Judul", "title", "Judul"), ("CT  - Judul", "title", "Judul"),
    ("TI  - Judul\nT1  - Lain", "title", "Judul"),
    ("JO  - Kabar", "outlet", "Kabar"), ("JF  - Kabar Nusa\nJO  - KN", "outlet", "Kabar Nusa"),
    ("PB  - PT Kabar\nT2  - Kabar", "outlet", "Kabar"), ("PB  - Kabar", "outlet", "Kabar"),
    ("N2  - Isi.", "body", "Isi."), ("AB  - Pendek.\nN2  - Isi yang panjang.", "body",
                                     "Isi yang panjang."),
    ("AB  - Satu.\nAB  - Dua.", "body", "Satu.\n\nDua."),
    ("Y1  - 2019/04/26/Jumat", "published", "2019-04-26"), ("PY  - 2019///", "published", "2019"),
    ("PY  - 2019\nY1  - 2019/04/", "published", "2019-04"),
    ("DA  - 2019\nPY  - 2019/04/26", "published", "2019-04-26"),
    ("DA  - 2019 Apr 26\nPY  - 2019", "published", "2019 Apr 26"),
    ("DA  - 26 April 2019", "published", "26 April 2019"),
    ("A1  - Putri, Rina, Jr.", "byline", ["Rina Jr. Putri"]),
    ("KW  - padi", "tags", ["padi"]), ("XX  - lain", "XX", "lain"),
    ("N1  - Satu\nN1  - Dua", "notes", ["Satu", "Dua"]),
])
def test_a_tag_is_a_field(lines, field, value):
    [found] = fields(read(f"TY  - NEWS\n{lines}\nER  - \n", "ris"))
    assert found[field] == value


def test_what_looks_like_a_tag_inside_a_text_is_text():
    [found] = fields(read("TY  - NEWS\nAB  - Satu\nPT -- dua\nAB - tiga-empat\nER  - ", "ris"))
    assert "PT -- dua" in found["body"] and "tiga-empat" in found["body"]


def test_a_damaged_reference_costs_no_other():
    for damaged, line in (
            ("TI  - Tanpa awal\nER  - \n", 5), ("Sebaris teks.\n", 5), ("\1\2\3" * 99 + "\n", 5),
            ("\n\nTI  - a\nER  - \n", 7)):
        found = read(short(0) + damaged + short(1), "ris")
        assert titles(found) == ["Judul 0", "Judul 1"]
        assert [each for each, _ in rejected(found)] == [line]


def test_a_reference_that_is_not_closed_says_so():
    whole, cut = short(0), short(1).removesuffix("ER  - \n")
    for content in (cut + whole, whole + cut):
        found = read(content, "ris")
        assert sorted(titles(found)) == ["Judul 0", "Judul 1"]
        assert [bool(each.notes) for each in found] == [
            each.fields["title"] == "Judul 1" for each in found]


def test_a_reference_that_is_too_large_is_rejected_and_reading_goes_on(monkeypatch):
    monkeypatch.setattr(ris, "MAX_RECORD_BYTES", 1_000)
    found = read(short(0) + "TY  - NEWS\nAB  - " + "a\n" * 2_000 + "ER  - \n" + short(1), "ris")
    assert titles(found) == ["Judul 0", "Judul 1"]
    assert rejected(found)[0][0] == 5 and "larger than" in rejected(found)[0][1]


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_an_empty_file_says_what_is_missing(content):
    assert "TY  - NEWS" in rejected(read(content, "ris"))[0][1]


@pytest.mark.parametrize("content", [
    "TY  - NEWS\n" + "AU  - a, b\n" * 200_000, "TY  - NEWS\n" * 9_000, "ER  - \n" * 9_000,
    "TY  - NEWS\nAB  - " + "a" * 9_000_000, "TY  - NEWS\nDA  - " + "2019/" * 200_000,
    "TY  - NEWS\n" + "".join(f"AU  - {n}\n" for n in range(100_000)), "TY  -" * 200_000,
])
def test_hostile_references_are_read_quickly(content):
    began = time.process_time()
    read(content, "ris")
    assert time.process_time() - began < 10


def test_numbers_above_references_are_no_references():
    content = f"1.\n{REFERENCE}\n2.\n{REFERENCE.replace('Palu', 'Poso')}"
    results = read(content, "ris")
    assert len(fields(results)) == 2 and not rejected(results)
    assert results[0].location.line == 2
