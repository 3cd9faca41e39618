"""Lists of tokens become prose."""

import json

import pytest

from indexer.formats.tokens import join_sentences

from support.reading import fields, read

SENTENCES = [["Harga", "beras", "naik", "."], ["Pasokan", "terlambat", ",", "kata", "Wira", "."]]
PROSE = "Harga beras naik. Pasokan terlambat, kata Wira."


@pytest.mark.parametrize("tokens, prose", [
    ("Jakarta , CNN Indonesia - - Warga naik .", "Jakarta, CNN Indonesia -- Warga naik."),
    ("Liputan6 . com , Palu : Harga naik", "Liputan6.com, Palu: Harga naik"),
    ("di kabar . co . id / ekonomi .", "di kabar.co.id/ekonomi."),
    ("naik 10 . 000 rupiah atau 2 , 5 persen", "naik 10.000 rupiah atau 2,5 persen"),
    ("pukul 14 : 05 ( 26 / 4 / 2019 ) .", "pukul 14:05 (26/4/2019)."),
    ("nomor 1 , 2 , 3 dan 4", "nomor 1, 2, 3 dan 4"), ("pada 2019 .", "pada 2019."),
    ('" Mahal , " kata ibu - ibu .', '"Mahal," kata ibu-ibu.'),
    ("`` Mahal , '' katanya", '"Mahal," katanya'), ("kata ' mahal ' itu", "kata 'mahal' itu"),
    ("“ Mahal ! ” kata Wira [ petani ]", "“Mahal!” kata Wira [petani]"),
    ("hari Jum ' at lalu", "hari Jum'at lalu"), ("US $ 5 dan 5 %", "US$5 dan 5%"),
    ("lomba ke - 5 tahun 2018 - 2019", "lomba ke-5 tahun 2018-2019"),
    ("Palu - Harga naik . . .", "Palu - Harga naik..."),
    ("akun @ wira # beras", "akun @wira #beras"),
    ("gerak - gerik dan berlari - lari", "gerak - gerik dan berlari-lari"),
    ("anak-anak, kata Wira.", "anak-anak, kata Wira."), ("", ""),
])
def test_marks_stand_where_they_belong(tokens, prose):
    assert join_sentences([tokens.split()]) == prose


def test_a_quotation_may_span_sentences():
    sentences = [['"', "Mahal", "."], ["Sekali", ".", '"'], ["Lalu", '"', "turun", '"', "."]]
    assert join_sentences(sentences) == '"Mahal. Sekali." Lalu "turun".'


@pytest.mark.parametrize("field, value, expected", [
    ("paragraphs", [SENTENCES, SENTENCES], {"body": f"{PROSE}\n\n{PROSE}"}),
    ("clean_article", SENTENCES, {"body": PROSE}),
    ("clean_summary", SENTENCES[:1], {"description": "Harga beras naik."}),
    ("judul", ["Harga", "beras", "naik"], {"judul": "Harga beras naik"}),
    ("tags", [["beras"], ["palu"], ["naik"]], {"tags": [["beras"], ["palu"], ["naik"]]}),
    ("body", ["Harga beras naik.", "Pasokan terlambat.", "Itu saja."],
     {"body": ["Harga beras naik.", "Pasokan terlambat.", "Itu saja."]}),
    ("body", [[True, False], [1]], {"body": [[True, False], [1]]}),
    ("body", [[[["a"]]], ["b", "c"]], {"body": [[[["a"]]], ["b", "c"]]}),
    ("body", [], {"body": []}),
])
def test_only_tokens_in_fields_of_prose_are_joined(field, value, expected):
    assert fields(read(json.dumps({field: value}), "jsonl")) == [expected]
