"""Which words open an article as its dateline, and what they say."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.outlets import lists
from indexer.outlets.dateline import Dateline, split_dateline
from indexer.record import Location, Record

from support.built_articles import build_article

SENTENCE = "Harga beras naik di pasar."


@pytest.mark.parametrize("text, place, outlet, agency", [
    ("Moskow (ANTARA News) -", "Moskow", "ANTARA", "ANTARA"),
    ("Jakarta (ANTARA) -", "Jakarta", None, "ANTARA"),
    ("SURYA.co.id | SURABAYA -", "Surabaya", "Surya", None),
    ("KABARSAGARA.com | Surabaya -", "Surabaya", "KABARSAGARA.com", None),
    ("Jakarta (Antara) --", "Jakarta", None, "ANTARA"),
    ("Kuala Lumpur, (AntaraKL) -", "Kuala Lumpur", None, "ANTARA"),
    ("Sukabumi, Jawa Barat (ANTARA News) -", "Sukabumi, Jawa Barat", "ANTARA", "ANTARA"),
    ("Kawasaki, Jepang --(ANTARA/Business Wire)--", "Kawasaki, Jepang", None,
     "ANTARA/Business Wire"),
    ("Shenzhen (ANTARA/Business Wire) –", "Shenzhen", None, "ANTARA/Business Wire"),
    ("Jakarta, 26/4/2019 (ANTARA) -", "Jakarta", None, "ANTARA"),
    ("Jakarta, 26 April 2019 (ANTARA) -", "Jakarta", None, "ANTARA"),
    ("London (AFP) -", "London", None, "AFP"),
    ("NEW DELHI (Reuters) —", "New Delhi", None, "Reuters"),
    ("Beijing (Xinhua) --", "Beijing", None, "Xinhua"),
    ("JAKARTA, KOMPAS.com -", "Jakarta", "KOMPAS.com", None),
    ("JAKARTA, KOMPAS.com —", "Jakarta", "KOMPAS.com", None),
    ("PADANG, KOMPAS.com-", "Padang", "KOMPAS.com", None),
    ("KABUPATEN BOGOR, KOMPAS.com -", "KABUPATEN BOGOR", "KOMPAS.com", None),
    ("KOMPAS.com -", None, "KOMPAS.com", None),
    ("KOMPAS.COM–", None, "KOMPAS.com", None),
    ("Jakarta, CNN Indonesia - -", "Jakarta", "CNN Indonesia", None),
    ("Jakarta, CNN Indonesia --", "Jakarta", "CNN Indonesia", None),
    ("REPUBLIKA.CO.ID, JAKARTA --", "Jakarta", "Republika", None),
    ("REPUBLIKA.CO.ID, BANDUNG BARAT,–", "Bandung Barat", "Republika", None),
    ("Liputan6.com, Jakarta -", "Jakarta", "Liputan6.com", None),
    ("Liputan6.com,Wonosobo-", "Wonosobo", "Liputan6.com", None),
    ("Bisnis.com, JAKARTA –", "Jakarta", "Bisnis.com", None),
    ("Merdeka.com -", None, "Merdeka.com", None),
    ("JAKARTA (Pos Kota) –", "Jakarta", "Pos Kota", None),
    ("JAKARTA \xa0 (Pos Kota) \xa0 –", "Jakarta", "Pos Kota", None),
    ("PASAR LAMA (Pos Kota) –", "PASAR LAMA", "Pos Kota", None),
    ("TEMPO.CO, Jakarta -", "Jakarta", "Tempo.co", None),
    ("TEMPO.CO,Jakarta-", "Jakarta", "Tempo.co", None),
    ("TRIBUNNEWS.CO. JAKARTA -", "Jakarta", "Tribunnews", None),
    ("WARTAKOTALIVE.COM, JAKARTA-", "Jakarta", "Warta Kota", None),
    ("JAKARTA-", "Jakarta", None, None),
    ("JAKARTA -", "Jakarta", None, None),
    ("JAKARTA\n-", "Jakarta", None, None),
    ("AL RAYYAN\n-", "Al Rayyan", None, None),
    ("KOTA BANDUNG –", "KOTA BANDUNG", None, None),
    ("KAB. CIREBON --", "KAB. CIREBON", None, None),
    ("Surabaya -", "Surabaya", None, None),
    ("Madrid-  ", "Madrid", None, None),
    ("INGGRIS -", "Inggris", None, None),
    ("KOREA SELATAN –", "Korea Selatan", None, None),
    ("Washington, AS -", "Washington, Amerika Serikat", None, None),
    ("Sleman, DIY -", "Sleman, DI Yogyakarta", None, None),
    ("IKN (ANTARA) -", "Nusantara", None, "ANTARA"),
    ("Ibu Kota Nusantara -", "Nusantara", None, None),
    ("VIVA –", None, "VIVA", None),
    ("SPA-FRANCORCHAMPS -", "Spa", None, None),
    ("Seoul, Korea Selatan -", "Seoul, Korea Selatan", None, None),
    ("BandarLampung, Lampung–  ", "Bandar Lampung, Lampung", None, None),
    ("Jakarta, Senin -", "Jakarta", None, None),
    ("Jakarta, Jum’at (26/4/2019) -", "Jakarta", None, None),
    ("Jakarta (26/4) -", "Jakarta", None, None),
    ("Jakarta, VIVA–", "Jakarta", "VIVA", None),
    ("Manado, IDN Times –", "Manado", "IDN Times", None),
    ("Batam, IDNTimes-", "Batam", "IDN Times", None),
    ("jakarta.jpnn.com-", None, "JPNN", None),
    ("jpnn.com, BANGKOK -", "Bangkok", "JPNN", None),
    ("Moskow-Seoul (CB) -", "Moskow-Seoul", None, None),
    ("Rimanews -", None, "Rimanews", None),
    ("Rimanews \xa0 –", None, "Rimanews", None),
    ("Suara.com -", None, "Suara.com", None),
    ("Jakarta (detikcom) -", "Jakarta", "detik.com", None),
    ("BARCELONA, JUARA.net -", "Barcelona", "Juara.net", None),
    ("JUARA.NET, KUALA LUMPUR -", "Kuala Lumpur", "Juara.net", None),
    ("Beijing (Kabar Nusa) -", "Beijing", "Kabar Nusa", None),
    ("JAKARTA, Lentera Pos -", "Jakarta", "Lentera Pos", None),
    ("Lentera Pos, Jakarta -", "Jakarta", "Lentera Pos", None),
    ("SAGARA, KABARSAGARA.com -", "SAGARA", "KABARSAGARA.com", None),
])
def test_forms(text, place, outlet, agency):
    found, rest = split_dateline(f"{text} {SENTENCE}")
    assert found == Dateline(
        text=text.strip(), place=place, outlet=outlet, agency=agency)
    assert rest == SENTENCE


@pytest.mark.parametrize("lead", [
    "Pedagang menunggu kiriman dari desa.",
    "Pedagang menunggu kiriman dari desa",
    "Pasar Lama, Palu, pada Senin (4/3/2019). (ANTARA/Wira Sasmita)",
])
@pytest.mark.parametrize("text", [
    "Liputan6.com, Jakarta -", "REPUBLIKA.CO.ID, JAKARTA --", "JAKARTA, KOMPAS.com-",
    "Jakarta (ANTARA) -", "Banda Aceh (ANTARA) -", "Sukabumi, Jawa Barat (ANTARA) -",
    "Jakarta, CNN Indonesia --", "Suara.com -", "TRIBUNNEWS.CO. JAKARTA -",
])
def test_after_a_lead_only_the_dateline_is_cut(lead, text):
    found, rest = split_dateline(f"{lead} {text} {SENTENCE}")
    assert found and found.text == text
    assert rest == f"{lead}\n\n{SENTENCE}"


@pytest.mark.parametrize("body, text, rest", [
    ("Liputan6.com, Jakarta Harga beras naik.", "Liputan6.com, Jakarta", "Harga beras naik."),
    ("Liputan6.com, Phnom Penh Harga naik.", "Liputan6.com, Phnom Penh", "Harga naik."),
    ("Liputan6.com, JakartaHarga beras naik.", "Liputan6.com, Jakarta", "Harga beras naik."),
    ("Beras langka. Liputan6.com, JakartaHarga naik.", "Liputan6.com, Jakarta",
     "Beras langka.\n\nHarga naik."),
])
def test_without_a_dash(body, text, rest):
    found, left = split_dateline(body)
    assert found and (found.text, left) == (text, rest)


@pytest.mark.parametrize("body, text, rest", [
    ("26 April 2019\n\nPalu (Kabar Nusa) - Tanah bergerak.", "Palu (Kabar Nusa) -",
     "26 April 2019\n\nTanah bergerak."),
    ("\n \nPalu (ANTARA) - Tanah bergerak.", "Palu (ANTARA) -", "Tanah bergerak."),
    ("Foto: Istimewa Solo - Pasar dibuka.", "Solo -", "Foto: Istimewa\n\nPasar dibuka."),
    ("Beras (Foto: Wira Sasmita) Solo - Pasar dibuka.", "Solo -",
     "Beras (Foto: Wira Sasmita)\n\nPasar dibuka."),
    ("Laporan Wira PekerjaTRIBUNNEWS.COM, JAKARTA - Pasar dibuka.", "TRIBUNNEWS.COM, JAKARTA -",
     "Laporan Wira Pekerja\n\nPasar dibuka."),
    ("Suara.com -\n\"Harga naik,\" kata Wira.", "Suara.com -", "\"Harga naik,\" kata Wira."),
    ("Milan -, menang lagi.", "Milan -", ", menang lagi."),
    ("Rimanews - iPad dijual lagi.", "Rimanews -", "iPad dijual lagi."),
    ("JAKARTA, KOMPAS.com - iPad dijual lagi.", "JAKARTA, KOMPAS.com -", "iPad dijual lagi."),
])
def test_at_other_places(body, text, rest):
    found, left = split_dateline(body)
    assert found and (found.text, left) == (text, rest)


@pytest.mark.parametrize("trap, body", [
    ("nothing", ""),
    ("blanks", " \n \t"),
    ("no dash", SENTENCE),
    ("a sentence with a dash", "Pelatih Sagara FC - yang baru datang - menolak."),
    ("a headline with a dash", "Jadwal Liga 1 - Pekan Kelima"),
    ("two countries", "Korea Utara - Amerika Serikat berunding."),
    ("a country", "Inggris - Beras naik."),
    ("a country and its short name", "Korea Utara (Korut) - Beras naik."),
    ("two countries in short forms", "AS-China berunding."),
    ("two countries in short forms", "AS - China berunding."),
    ("two countries in short forms", "UEA-Israel berunding."),
    ("a short form", "DIY - Cara membuat rak."),
    ("a column that is called like a paper", "WASPADA - Beras naik."),
    ("a column that is called like a paper", "ANALISA - Beras naik."),
    ("a column that is called like a paper", "HISTORIA - Beras naik."),
    ("a greeting that is called like a magazine", "HAI - Apa kabar?"),
    ("a word that is also a town", "NEGARA - NEGARA ASEAN berunding."),
    ("a word that is also a town", "Mulia - Kata itu kerap dipakai."),
    ("a road", "Jakarta-Ciwidey ditempuh naik kereta."),
    ("a road", "Jakarta-Bandung ditempuh naik kereta."),
    ("a road", "JAKARTA-BANDUNG MACET"),
    ("a road of three", "Jakarta - Bogor - Depok macet."),
    ("a reduplication", "Detik - detik yang menegangkan."),
    ("a reduplication", "Suara - suara dari pasar."),
    ("a place that goes on", "Jakarta - kota tua - ramai."),
    ("a name and a dash", "Mercedes - Benz menjual truk."),
    ("a person after a place", "Jakarta, Wira Sasmita - Gubernur baru dilantik."),
    ("a man who is called like a paper", "Surya - Pedagang beras itu pulang."),
    ("an organisation", "Badan Tenaga Atom (IAEA) - kata Wira - hadir."),
    ("an organisation", "Institut Bandung (ITB) - Kampus dibuka."),
    ("a person's age", "Wira (42) - Pedagang beras itu - pulang."),
    ("a wire alone", "AFP - Beras naik."),
    ("a site that is no outlet", "Sagara.com - Toko beras dibuka."),
    ("opinion", "OPINI - Beras naik."),
    ("two cities in a sentence", "Dari Palu, Wira pulang - tanpa beras."),
    ("a place in a later line", "Harga beras naik.\n\nSolo - Pasar dibuka."),
    ("a list", "Harga beras di kota-kota:\n\nJakarta - 12.000\nSolo - 11.000"),
    ("an outlet in a sentence", "Menurut Kompas.com, Jakarta dan Solo - dua kota - ramai."),
    ("an outlet in a sentence", "Harga naik, tulis laman kompas.com - yang dikutip kemarin."),
    ("a caption without a dateline", "Pasar beras (ANTARA/Wira) ramai - Harga naik."),
    ("a dateline after four lines", "Baris.\n" * 4 + "Palu (Kabar Nusa) - Isi."),
    ("a dateline deep in the text", "Harga naik. " * 80 + "Jakarta (ANTARA) - Isi."),
])
def test_traps(trap, body):
    assert split_dateline(body) == (None, body), trap


WORDS = ("Jakarta", "PALU", "KOMPAS.com", "ANTARA", "(AFP)", " - ", "Harga ", "naik ", "Foto: ")
TEXTS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(" ,.()-–—\n\xa0"), st.characters()),
    max_size=40).map("".join)


def letters(text):
    return [char for char in text if not char.isspace()]


def kept(body):
    """Whether the dateline, put back where it was cut, makes the body again."""
    found, rest = split_dateline(body)
    if found is None:
        return rest == body
    left, cut, whole = letters(rest), letters(found.text), letters(body)
    return any(left[:at] + cut + left[at:] == whole for at in range(len(left) + 1))


@given(TEXTS)
def test_no_letter_is_lost(body):
    assert kept(body)


@given(st.sampled_from(["", "Harga naik.", "Foto: Istimewa", "26 April 2019\n\n"]), TEXTS, TEXTS)
def test_no_letter_is_lost_around_a_dateline(lead, before, after):
    assert kept(f"{lead} Jakarta (ANTARA) - {after}")
    assert kept(f"{lead} {before} JAKARTA, KOMPAS.com - {after}")


@given(TEXTS)
def test_the_words_of_a_dateline_stand_in_the_body(body):
    found, _ = split_dateline(body)
    assert found is None or found.text and found.text == found.text.strip() and found.text in body


@pytest.mark.parametrize("lead", ["", "Harga naik. "])
@pytest.mark.parametrize("text", ["JAKARTA, KOMPAS.com -", "Palu (ANTARA) -", "Suara.com -"])
def test_what_is_left_has_no_dateline(lead, text):
    _, rest = split_dateline(f"{lead}{text} {SENTENCE}")
    assert split_dateline(rest) == (None, rest)


def test_a_dateline_that_stands_twice_is_cut_once():
    _, rest = split_dateline(f"KOMPAS.com - JAKARTA, KOMPAS.com - {SENTENCE}")
    assert rest == f"JAKARTA, KOMPAS.com - {SENTENCE}"


@pytest.mark.parametrize("piece", [
    "A", "a", " ", "\n", "-", "–", "(", ")", ",", ".", "A ", "A, ", "A-", "A.co", "KOMPAS.com, ",
    "Jakarta ", "(ANTARA) ", "Jakarta (", " - ", ") -", "Foto: ", ") Solo - ", "\n- ", "A.", "Aa",
    "Aa ", "Aa, ", "A/'", "Suara Lembah", "Suara Lembah, ",
])
def test_no_line_takes_long(piece):
    body = piece * (200_000 // len(piece))
    split_dateline("Jakarta - Isi.")
    began = time.process_time()
    for _ in range(5):
        split_dateline(body, "Suara Lembah")
        split_dateline(f"Kata Wira {body}")
    assert time.process_time() - began < 0.25


@pytest.mark.parametrize("name, kind, others", lists.read_rows("places"), ids=lambda each: each)
def test_each_place(name, kind, others):
    assert kind in ("city", "region", "country")
    for spelling in (name, *filter(None, others.split("|"))):
        assert lists.places()[lists.fold_place(spelling)] == (name, kind)


def test_no_spelling_of_a_place_stands_twice():
    spellings = [
        lists.fold_place(each) for name, _, others in lists.read_rows("places")
        for each in (name, *filter(None, others.split("|")))
    ]
    assert len(spellings) == len(set(spellings))


def test_no_place_is_an_outlet():
    assert not lists.places().keys() & lists.outlets_by_name().keys()


@pytest.mark.parametrize("body, place, rest", [
    ("Lembah Hijau, Suara Lembah - Petani memanen.", "Lembah Hijau", "Petani memanen."),
    ("LEMBAH HIJAU (SUARA LEMBAH) -- Petani memanen.", "LEMBAH HIJAU", "Petani memanen."),
    ("PALU, suara lembah — Petani memanen.", "Palu", "Petani memanen."),
    ("Suara Lembah, Lembah Hijau – Petani memanen.", "Lembah Hijau", "Petani memanen."),
    ("Suara Lembah - Petani memanen.", None, "Suara Lembah - Petani memanen."),
    ("Palu, Suara Lembah melaporkan - Petani.", None, "Palu, Suara Lembah melaporkan - Petani."),
    ("Menurut Ani, Suara Lembah-nya redup.", None, "Menurut Ani, Suara Lembah-nya redup."),
    ("Petani memanen di Lembah, Suara Lembah.", None, "Petani memanen di Lembah, Suara Lembah."),
])
def test_an_outlet_that_nobody_knows_may_stand_in_its_own_dateline(body, place, rest):
    found, left = split_dateline(body, "Suara Lembah")
    assert (found and found.place, left) == (place, rest)
    for outlet in ("", "x" * 500):
        assert split_dateline(body, outlet) == split_dateline(body)


def test_the_outlet_of_a_record_is_looked_for_in_its_dateline():
    found = build_article(Record(location=Location("a"), fields={
        "isi": "Lembah Hijau, Suara Lembah - Petani memanen.", "media": "Suara Lembah"}))
    assert (found.body, found.extra["place"]) == ("Petani memanen.", "Lembah Hijau")
