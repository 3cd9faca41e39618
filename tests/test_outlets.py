"""Which outlet an article names as its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import outlets


@pytest.mark.parametrize("body, outlet", [
    ("Beijing (Kabar Nusa) - Delegasi tiba.", "Kabar Nusa"),
    ("BEIJING (Kabar Nusa) -- Delegasi tiba.", "Kabar Nusa"),
    ("Beijing (Kabar Nusa) – Delegasi tiba.", "Kabar Nusa"),
    ("Beijing (Kabar Nusa) — Delegasi tiba.", "Kabar Nusa"),
    ("Moskow-Seoul (KN) - Delegasi tiba.", "KN"),
    ("Jakarta (detikcom) - Harga naik.", "detikcom"),
    ("Banda Aceh (Kabar Nusa) - Harga naik.", "Kabar Nusa"),
    ("JAKARTA, Lentera Pos - Harga naik.", "Lentera Pos"),
    ("Jakarta, Lenterapos.example - Harga naik.", "Lenterapos.example"),
    ("Lentera Pos, Jakarta - Harga naik.", "Lentera Pos"),
    ("26 April 2019\n\nPalu (Suara Katulistiwa) - Tanah bergerak.", "Suara Katulistiwa"),
])
def test_in_the_dateline(body, outlet):
    assert outlets.find(body) == outlet


@pytest.mark.parametrize("line, outlet", [
    ("Copyright © Harian Sagara 2013", "Harian Sagara"),
    ("COPYRIGHT © Harian Sagara 2013", "Harian Sagara"),
    ("Copyright © 2013 Harian Sagara.", "Harian Sagara"),
    ("Copyright (c) Harian Sagara", "Harian Sagara"),
    ("© Harian Sagara", "Harian Sagara"),
    ("Sumber: Harian Sagara", "Harian Sagara"),
    ("Sumber : Harian Sagara.", "Harian Sagara"),
    ("Credit hariansagara.example", "hariansagara.example"),
    ("Kredit: Harian Sagara", "Harian Sagara"),
])
def test_in_a_line_of_credit(line, outlet):
    assert outlets.find(f"Isi berita.\n\n{line}") == outlet
    assert outlets.find(f"Isi berita.\r\n  {line}  \r\n\r\n") == outlet
    assert outlets.find(f"Isi berita.\n{line}\nEditor: Wira Sasmita\nTerkini") == outlet


@pytest.mark.parametrize("body, outlet", [
    ("Palu (Kabar Nusa) - Isi.\nSumber: Lentera Pos", "Lentera Pos"),
    ("Isi.\nSumber: Lentera Pos\nCopyright © Kabar Nusa 2013", "Kabar Nusa"),
    ("Sumber: Lentera Pos\n" + "Baris isi.\n" * 8, None),
    ("Baris isi.\n" * 4 + "Palu (Kabar Nusa) - Isi.", None),
])
def test_the_last_credit_wins_over_the_dateline_and_both_must_be_at_their_place(body, outlet):
    assert outlets.find(body) == outlet


@pytest.mark.parametrize("trap, body", [
    ("nothing", ""),
    ("nothing said", "Harga beras naik lagi di pasar."),
    ("a place alone", "BEIJING - Delegasi tiba."),
    ("a photo caption", "Pedagang menata beras di pasar.(AFP)\n\nHarga beras naik lagi."),
    ("a photo caption", "Pedagang menata beras di pasar (AFP)\n\nHarga beras naik lagi."),
    ("a photo caption", "Foto: Pasar beras (Antara/Wira) \nHarga beras naik."),
    ("a sentence with parentheses", "Badan Tenaga Atom (IAEA) mengirim pengawas ke sana."),
    ("a sentence with parentheses", "Wira (42) - pedagang beras - menutup kiosnya."),
    ("a sentence with parentheses", "Korea Utara (Korut) menolak tawaran itu."),
    ("a date in parentheses", "Jakarta (26/4) - Harga beras naik."),
    ("a date after the place", "Jakarta, 26 April 2019 - Harga beras naik."),
    ("an initial at the end", "Harga beras naik. (AFP/Cah)"),
    ("Sumber alone", "Harga beras naik.\nSumber\nKomentar (0)"),
    ("Sumber alone", "Harga beras naik.\nSumber:"),
    ("Sumber in running text", "Keduanya bertemu pekan lalu. (Sumber: Warta Jauh) |\nIsi lain."),
    ("Sumber in running text", "Isi itu, kata sumber: Harga beras naik."),
    ("a long sentence", "Sumber " + "beras yang langka di pasar " * 4),
    ("a sentence of two cities", "Dari Palu, Wira pulang - tanpa beras."),
    ("dashes after parentheses", "Badan Tenaga Atom (IAEA) - kata Wira - hadir."),
    ("a country after the city", "Seoul, Korea Selatan - Delegasi tiba."),
    ("a province after the city", "Solo, Jawa Tengah - Pasar dibuka."),
    pytest.param("a province after the city", "Batam, Kepulauan Riau - Pasar dibuka."),
    pytest.param("a province after the city", "Medan, Sumatra Utara - Pasar dibuka."),
    ("two cities", "Jakarta, Bandung - Pasar dibuka."),
    ("a weekday after the city", "Jakarta, Senin - Harga beras naik."),
    pytest.param("a weekday after the city", "Jakarta, Jum'at - Harga beras naik."),
    pytest.param("a weekday after the city", "Jakarta, Ahad - Harga beras naik."),
    ("a short sentence", "Harga beras naik.\nSumber daya alam melimpah."),
    ("a short sentence", "Harga beras naik.\nKredit macet ikut naik."),
    ("a credit without a colon", "Harga beras naik.\nCredit Harian Sagara"),
    ("a year alone", "Isi.\nCopyright © 2013"),
    ("a year alone", "Isi.\nSumber: 2013"),
])
def test_traps(trap, body):
    assert outlets.find(body) is None, trap


@given(st.text(st.one_of(st.characters(), st.sampled_from("AaPu ,()-–©:.\n")), max_size=80))
def test_whatever_the_text_an_outlet_stands_in_it(body):
    outlet = outlets.find(body)
    assert outlet is None or (outlet and outlet == outlet.strip() and outlet in body)
