"""Collections of TREC are split into their documents, whatever their files are called."""

import pytest

from support.reading import fields, read_named

DOCUMENT = ("<DOC>\n<DOCNO>{number}</DOCNO>\n<HEAD>Beras {number}</HEAD>\n<DATE>2019-04-26</DATE>\n"
            "<TEXT>\nHarga naik.\n</TEXT>\n<TEXT>Pedagang mengeluh.</TEXT>\n</DOC>\n")


@pytest.mark.parametrize("name", ["a.txt", "a.trec", "a.sgml", "a.xml"])
def test_each_document_is_an_article(name):
    text = "".join(DOCUMENT.format(number=number) for number in ("A1", 2))
    first, second = fields(read_named(name, text))
    assert first == {"id": "A1", "title": "Beras A1", "date": "2019-04-26",
                     "text": "Harga naik.\n\nPedagang mengeluh."}
    assert second["id"] == "2"


def test_a_document_without_its_end_ends_where_the_next_begins():
    whole = DOCUMENT.format(number="A1")
    found = fields(read_named("a.txt", whole.replace("</DOC>\n", "") + whole))
    assert len(found) == 2 and found[0] == found[1]


def test_a_text_about_such_marks_stays_one_article():
    text = "Tanda DOC\n\n<DOC> adalah tanda awal dokumen."
    assert fields(read_named("a.txt", text)) == [{"body": text}]
