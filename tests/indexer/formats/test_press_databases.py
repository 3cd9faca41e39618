"""Texts that Nexis, Factiva and ProQuest export: many articles in one file."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.built_articles import build_article
from support.examples import count_examples
from support.reading import fields, read, read_named

BODY = "Harga beras di pasar induk Palu naik.\n\nSubject: ini bukan label.\n\nPasokan terlambat."
CORE = {"title": "Harga beras naik di Palu", "outlet": "Kabar Nusa", "body": BODY}

NEXIS = f"""
                               1 of 2 DOCUMENTS

                                  Kabar Nusa

                             April 26, 2019 Friday
                                 Final Edition

Harga beras naik di Palu

BYLINE: Wira Atmaja

SECTION: EKONOMI

LENGTH: 512 words

DATELINE: PALU

BODY:

   {BODY.replace(chr(10), chr(10) + "   ")}

LOAD-DATE: April 27, 2019

LANGUAGE: INDONESIAN

                        Copyright 2019 PT Kabar Nusa
                            All Rights Reserved

                               2 of 2 DOCUMENTS

                         Copyright 2019 PT Kabar Nusa
                            All Rights Reserved
                                  Kabar Nusa
                                April 27, 2019

HEADLINE: Harga cabai turun
LENGTH: 90 words
BODY:
Harga cabai turun.
"""
NEXIS_TODAY = f"""Harga beras naik
di Palu

Kabar Nusa

26 April 2019 Jumat

Copyright 2019 PT Kabar Nusa All Rights Reserved

Section: EKONOMI
Length: 512 words
Byline: Wira Atmaja

Body

{BODY}

Graphic

Foto: pasar induk.

Classification

Language: INDONESIAN

Subject: RICE (90%); MARKETS (72%)

Load-Date: April 27, 2019

End of Document


Harga cabai turun

Kabar Nusa

April 27, 2019 Saturday 10:05 AM WIB

Body

Harga cabai turun.

End of Document
"""
FACTIVA = f"""
Ekonomi
Harga beras naik di Palu

Wira Atmaja

512 words
26 April 2019
10:05
Kabar Nusa
KBRNSA
12
Indonesian
(c) 2019 PT Kabar Nusa.

{BODY}

Document KBRNSA0020190426ef4q0002t

Harga cabai turun

90 words
27 April 2019
Kabar Nusa
Indonesian
Copyright 2019 PT Kabar Nusa. All Rights Reserved.

Harga cabai turun.

Document KBRNSA0020190427ef4r0002u

Search Summary
Text beras
"""
FACTIVA_TAGGED = f"""HD   Harga beras naik
     di Palu
BY   Wira Atmaja
WC   512 words
PD   26 April 2019
SN   Kabar Nusa
SC   KBRNSA
SE   EKONOMI
LA   Indonesian
LP
{BODY.partition(chr(10))[0]}

TD
{BODY.partition(chr(10))[2].strip()}

AN   Document KBRNSA0020190426ef4q0002t
HD   Harga cabai turun
PD   27 April 2019
SN   Kabar Nusa
LP
Harga cabai turun.

AN
Document KBRNSA0020190427ef4r0002u
"""
PROQUEST = f"""____________________________________________________________

Document 1 of 2

Harga beras naik di Palu

Author: Wira Atmaja

Publication info: Kabar Nusa ; Palu [Palu]26 Apr 2019.

Abstract: Beras naik.

Full text: {BODY}

Subject: Rice; Markets

Title: Harga beras naik di Palu

Publication title: Kabar Nusa; Palu

Publication date: Apr 26, 2019

Section: EKONOMI

Document URL: https://kabarnusa.example/1

Database: Berita

____________________________________________________________

Document 2 of 2

Harga cabai turun

Publication info: Kabar Nusa ; Palu [Palu]27 Apr 2019.

Full text: Harga cabai turun.

____________________________________________________________

Contact us at: https://kabarnusa.example Database copyright 2019 PT Kabar.
"""
EXPORTS = {
    "Nexis": NEXIS, "Nexis today": NEXIS_TODAY, "Factiva": FACTIVA,
    "Factiva with tags": FACTIVA_TAGGED, "ProQuest": PROQUEST,
    "Nexis with the mark of ProQuest": NEXIS.replace(" of 2 DOCUMENTS", " of 2").replace(
        " 1 of", "Document 1 of").replace(" 2 of", "Document 2 of"),
    "Nexis without a label for the text": NEXIS.replace("BODY:\n", ""),
    "Nexis from the middle on": NEXIS.replace("1 of 2 DOC", "201 of 300 DOC").replace(
        "2 of 2 DOC", "202 of 300 DOC"),
}


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_each_article_of_an_export_is_one(export, line_break):
    found = read_named("a.txt", export.replace("\n", line_break))
    articles = list(map(build_article, found))
    assert [article.title for article in articles] == [CORE["title"], "Harga cabai turun"]
    assert {article.outlet for article in articles} == {"Kabar Nusa"}
    assert [article.published for article in articles] == ["2019-04-26", "2019-04-27"]
    first, second = fields(found)
    assert first | CORE == first and second["body"] == "Harga cabai turun."
    assert first["byline"] == "Wira Atmaja" and first["rubric"].upper() == "EKONOMI"


def test_the_location_of_an_article_is_its_first_line():
    lines = NEXIS_TODAY.split("\n")
    assert [each.location.line for each in read(NEXIS_TODAY, "txt")] == [
        1, lines.index("Harga cabai turun") + 1]


def test_labels_above_and_below_a_text_are_fields():
    [first, _] = fields(read(NEXIS_TODAY, "txt"))
    assert first["tags"] == ["RICE", "MARKETS"] and first["load_date"] == "April 27, 2019"
    assert first["language"] == "INDONESIAN" and first["length"] == "512 words"
    [first, _] = fields(read(PROQUEST, "txt"))
    assert first["url"] == "https://kabarnusa.example/1" and first["description"] == "Beras naik."


@pytest.mark.parametrize("written, published", [
    ("Senin, 29 April 2019", "2019-04-29"), ("Jum'at, 26 April 2019", "2019-04-26"),
    ("2019-04-26", "2019-04-26"), ("Friday April 26 2019", "2019-04-26"),
    ("April 2019", "2019-04"), ("26 April 2019, Jumat, 10:05 WIB", "2019-04-26"),
    ("April 26, 2019 Friday 10:05 AM Eastern Time", "2019-04-26"),
])
def test_the_line_with_the_date_is_found(written, published):
    export = NEXIS_TODAY.replace("26 April 2019 Jumat", written)
    article = build_article(next(iter(read(export, "txt"))))
    assert (article.title, article.outlet) == (CORE["title"], "Kabar Nusa")
    assert article.published == published


def test_a_cover_page_is_no_part_of_a_title():
    cover = ("User Name: Wira\nDate and Time: Friday, April 26, 2019 10:05 AM\nJob Number: 12\n\n"
             "Documents (2)\n\n1. Harga beras naik di Palu\n\nSearch Terms: beras\n\n")
    [first, _] = fields(read(cover + NEXIS_TODAY, "txt"))
    assert first | CORE == first and first["published"] == "26 April 2019"


def test_an_article_in_another_layout_is_read_by_its_whole_text():
    odd = "Harga garam tetap\n\nGaram dijual seperti kemarin.\n\nEnd of Document\n"
    found = fields(read(NEXIS_TODAY + odd, "txt"))
    assert [each["body"] for each in found[1:]] == [
        "Harga cabai turun.", "Harga garam tetap\n\nGaram dijual seperti kemarin."]
    assert len(fields(read(NEXIS_TODAY + "Catatan kaki.", "txt"))) == 3  # nothing is lost
    mixed = FACTIVA_TAGGED.replace("AN   Document KBRNSA0020190426ef4q0002t\n", "")
    assert "Harga cabai turun." in fields(read(mixed, "txt"))[0]["body"]


@pytest.mark.parametrize("text", [
    "Harga beras naik\n\nIsi.", "Harga beras naik\n\n1 of 2\n\nIsi.",
    "1 of 2 DOCUMENTS\n\nIsi.", "Gubernur: Document 1 of 2 hilang.\n\nBody\n\nIsi.",
    "Body\n\nIsi tentang End of Document di layar.", "Section: a\n\nIsi.\n\n1 dari 2 orang.",
])
def test_other_texts_are_one_article(text):
    assert len(fields(read(text, "txt"))) == 1


@settings(max_examples=count_examples(120))
@given(st.sampled_from(list(EXPORTS.values())), st.lists(st.tuples(
    st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.sampled_from([
        "", "\n", "\n\n", " ", "Body\n", "End of Document\n", "1 of 2\n", "HD  \n", "_" * 20, "x"]),
), min_size=1, max_size=4))
def test_a_damaged_export_is_read_without_losing_its_texts(export, changes):
    for at, length, new in changes:
        place = int(at * len(export))
        export = export[:place] + new + export[place + length:]
    found = fields(read(export, "txt"))
    assert found and all(each["body"].strip() for each in found)
    for text in ("Pasokan terlambat.", "Harga cabai turun."):
        assert text not in export or text in str(found)


@pytest.mark.parametrize("content", [
    "End of Document\n" * 100_000 + "Body", "1 of 9\n" * 100_000 + "Body",
    "Body\n\n" * 100_000 + "End of Document",
    "Body\n" + "Subject: a\n\n" * 100_000 + "End of Document",
    "Section: a\n" + "b\n" * 500_000 + "Body\nIsi.\nEnd of Document",
    "HD a\n" * 100_000 + "End of Document", "HD a\nSN b\n" + "TD c\n" * 100_000 + "End of Document",
    "Body\n" + " \n" * 300_000 + "End of Document", "Body\n" + " " * 500_000 + "End of Document",
    "Body\n" + "_" * 500_000 + "\n1 of 1\n" + "_ " * 90_000,
    "Body\n" + "A" * 500_000 + ":\nEnd of Document",
])
def test_hostile_exports_are_read_quickly(content):
    began = time.process_time()
    read(content, "txt")
    assert time.process_time() - began < 20
