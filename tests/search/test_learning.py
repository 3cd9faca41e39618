"""Acronyms that articles explain."""

import pytest

from search.interpret.learning import find_definitions, learn


@pytest.mark.parametrize("text, found", [
    ("kata Dewan Bahasa Nusa (DBN) kemarin", [("DBN", "Dewan Bahasa Nusa")]),
    ("kata dewan bahasa nusa (DBN) kemarin", [("DBN", "dewan bahasa nusa")]),
    ("Pusat Cuaca, Laut, dan Udara (PCLU) buka", [("PCLU", "Pusat Cuaca, Laut, dan Udara")]),
    ("Pusat Data dan Arsip (PDdA)", [("PDdA", "Pusat Data dan Arsip")]),
    ("Kementerian Gula (Kemengula) berdiri", [("Kemengula", "Kementerian Gula")]),
    ("di Balai Padi Raya (BPR). Lalu Dinas Gula Kota (DGK)",
     [("BPR", "Balai Padi Raya"), ("DGK", "Dinas Gula Kota")]),
    ("Dewan Bahasa (DBN)", []),
    ("Dewan Nusa Bahasa (DBN)", []),
    ("Dewan. Bahasa Nusa (DBN)", []),
    ("Dewan\nBahasa Nusa (DBN)", []),
    ("Budi Santoso (BS) ditahan", []),
    ("warga (DBN)", []),
    ("(DBN)", []),
    ("Dewan Bahasa Nusa (dbn)", []),
    ("Dewan Bahasa Nusa(DBN)", []),
    ("Dewan Bahasa Nusa (DBN baru)", []),
])
def test_what_a_text_explains(text, found):
    assert list(find_definitions(text)) == found


def test_a_few_articles_must_agree():
    explained = "kata Dewan Bahasa Nusa (DBN)"
    assert learn([explained] * 2) == learn([explained * 9]) == []
    [row] = learn([explained] * 3)
    assert row[:3] == ("offer", "DBN", ("Dewan Bahasa Nusa",))


def test_meanings_come_by_number_of_articles():
    texts = ["Dewan Bahasa Nusa (DBN)"] * 3 + ["Dinas Balai Niaga (DBN)"] * 9
    texts += ["dinas balai niaga (DBN)", "Dapur Bumbu Nenek (DBN)"]
    [row] = learn(texts)
    assert row.others == ("Dinas Balai Niaga", "Dewan Bahasa Nusa")
    [row] = learn(texts + ["Dinas Balai Niaga (DBN)"] * 9)
    assert row.others == ("Dinas Balai Niaga",)


def test_a_long_run_of_words_takes_no_time():
    text = "aaaaaaaaaa " * 2000 + "(Aaaaaaaaaaaa) "
    assert len(list(find_definitions(text * 20))) <= 20
