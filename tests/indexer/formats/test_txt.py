"""Plain text, with a header or front matter or without."""

import time

import pytest

from support.reading import fields, read_named


@pytest.mark.parametrize("content, body", [
    ("Judul\n\nIsi.", "Judul\n\nIsi."),
    ("Judul\r\n\r\nBaris satu.\r\nBaris dua.\r\n", "Judul\n\nBaris satu.\nBaris dua."),
    ("Judul\r\rIsi.", "Judul\n\nIsi."),
    ("\ufeffJudul\n\nIsi.", "Judul\n\nIsi."),
    ("\n\n  Judul \n \t\n\n Isi.\n\nLagi.\n\n", "Judul \n \t\n\n Isi.\n\nLagi."),
    ("Hanya satu baris.\n\n", "Hanya satu baris."),
    ("Gubernur: harga naik\n\nIsi.", "Gubernur: harga naik\n\nIsi."),
    ("Sumber: Lentera Pos", "Sumber: Lentera Pos"),
    ("Judul: satu\nbukan kepala\n\nIsi.", "Judul: satu\nbukan kepala\n\nIsi."),
    ("Judul: satu\nJudul: dua\n\nIsi.", "Judul: satu\nJudul: dua\n\nIsi."),
    ("Berita: harga naik\n\nIsi.", "Berita: harga naik\n\nIsi."),
    *((text, text) for text in (
        "Sumber: satu\nDr. Wira: dua\n\nIsi.",
        "Penulis: Wira\nPenulis: Asri\n\nIsi.",
        "Judul: satu\nJudul: dua\nTanggal: 2019\n\nIsi.",
        "Judul: satu\nWartawan: Apa kabar?\nMenteri: Baik.\nWartawan: Syukurlah.\n\nIsi.",
        "Judul: satu\nWartawan: Halo.\nWartawan: Apa kabar?\n\nIsi.",
        "Judul: satu\n  dua\n\nIsi.", "Perihal: undangan\n\nIsi.",
        "Dari: satu\nKepada: dua\n\nIsi.",
        "Judul: satu\nPenulis: Wira\n  larik satu\n  larik dua\n\nIsi.",
        "Judul: satu\nbukan kepala\nTanggal: 2019\n\nIsi.",
        "Isi:\n\nSatu.", "Isi: satu\n\nDua.", "Judul: satu\nIsi: dua\n\nTiga.",
        "Gubernur: satu\nIsi:\nDua.", "Judul: satu\nBerita:\nDua.", "Judul: satu\ndua\nIsi:\nTiga.",
        "---\nSatu: dua\n---\n\nIsi.", "---\ntitle: Satu\n\nIsi.", "---\n---\n\nIsi.",
        "---\ntitle: Satu\nbukan kepala\n---\n\nIsi.", "---\ntext: Satu\n---\n\nIsi.",
        "---\ntitle: Satu\nbody: Dua\n---\n\nIsi.",
        "---\ntitle: >\n  Satu\nbody: Dua\n---\n\nIsi.",
        "---\ntitle: >\n  Satu\ntitle: Dua\n---\n\nIsi.",
        "---\ntitle: &a\n  Satu\nb: *a\n---\n\nIsi.",
        f"---\ntitle: Satu\na: {'[' * 9_000}\nb:\n  c\n---\n\nIsi.",
        "+++\ntitle = Satu\n+++\n\nIsi.", "+++\ntitle = ['Satu']\n+++\n\nIsi.",
        "+++\ntitle: Satu\n---\n\nIsi.", f"+++\ntitle = 'Satu'\na = {'[' * 9_000}\n+++\n\nIsi.",
        "---\n- Satu\ntitle: Dua\n---\n\nIsi.", "---\ntitle:\n- Satu\n- Dua\n---\n\nIsi.",
        "---\ntitle: Satu\ntags: dua\n- tiga\n---\n\nIsi.",
        "Satu.\n\n---\ntitle: Dua\n---\n\nIsi.",
    )),
    ("", ""), (" \n\r\n", ""), ("\ufeff", ""),
])
def test_without_a_header_all_text_is_the_body(content, body):
    assert fields(read_named("a.txt", content)) == [{"body": body}]


FRONT = r"""---
title: "Harga: \"naik\""
date: 2019-04-26

tags:
  - beras
  - 'jum''at'
description: Naik.
draft:
# catatan
categories: [Ekonomi, "Kota"]
---
Satu.

---
Dua."""


@pytest.mark.parametrize("content, expected", [
    ("Judul: Harga beras: naik\nTanggal : 26 April 2019\nURL:https://kabar.example/1\n\nIsi.",
     {"Judul": "Harga beras: naik", "Tanggal": "26 April 2019", "URL": "https://kabar.example/1",
      "body": "Isi."}),
    ("\n\nPenulis: Wira\nPemotret: Asri\nSumber:\n \t\n\nSatu.\n\nDua.",
     {"Penulis": "Wira", "Pemotret": "Asri", "body": "Satu.\n\nDua."}),
    ("JUDUL : Beras\nTGL. TERBIT : 26 April 2019\n\nIsi.",
     {"JUDUL": "Beras", "TGL. TERBIT": "26 April 2019", "body": "Isi."}),
    ("Judul: Beras\nHal. : 3\nTanggal: 2019\n\nIsi.",
     {"Judul": "Beras", "Hal.": "3", "Tanggal": "2019", "body": "Isi."}),
    # A name may be repeated on the next line, and a long value may go on there.
    ("Judul: Beras\nPenulis: Wira\nPenulis: Asri, Rina\nFoto:\nFoto: Budi\n\nIsi.",
     {"Judul": "Beras", "Penulis": "Wira, Asri, Rina", "Foto": "Budi", "body": "Isi."}),
    ("Judul: Harga beras\n\tdi pasar\n  induk Palu\nSumber: Lentera Pos\n\nIsi.",
     {"Judul": "Harga beras di pasar induk Palu", "Sumber": "Lentera Pos", "body": "Isi."}),
    ("Judul:\n  Harga beras\nSumber: Lentera Pos\n\nIsi.",
     {"Judul": "Harga beras", "Sumber": "Lentera Pos", "body": "Isi."}),
    # A line may say that the text begins.
    ("Judul: Beras\nIsi:\nSatu.\n\nDua.", {"Judul": "Beras", "body": "Satu.\n\nDua."}),
    ("Judul: Beras\n\nISI BERITA :\n\nSatu.\n", {"Judul": "Beras", "body": "Satu."}),
    ("Title: Beras\nDate: 2019\nBody: Satu.\nDua.",
     {"Title": "Beras", "Date": "2019", "body": "Satu.\nDua."}),
    ("Title: Beras\nDate: 2019\nContent: Satu.\n\nDua.",
     {"Title": "Beras", "Date": "2019", "body": "Satu.\n\nDua."}),
    ("Judul: Beras\nTanggal: 2019\n\nIsi: Satu.",
     {"Judul": "Beras", "Tanggal": "2019", "body": "Satu."}),
    ("Judul: Beras\n\nIsi: Satu.", {"Judul": "Beras", "body": "Isi: Satu."}),
    ("Judul: Beras\nIsi:", {"Judul": "Beras", "body": ""}),
    # Clippings align their colons.
    ("Judul\t\t: Beras\nMedia\t\t: Lentera Pos\nHari/Tanggal\t: Jumat, 26 April 2019\n\nIsi.",
     {"Judul": "Beras", "Media": "Lentera Pos", "Hari/Tanggal": "Jumat, 26 April 2019",
      "body": "Isi."}),
    ("JUDUL       : Beras\nTANGGAL     : 2019\nHal/Kol     : 3/2\nISI         :\nSatu.\n\nDua.",
     {"JUDUL": "Beras", "TANGGAL": "2019", "Hal/Kol": "3/2", "body": "Satu.\n\nDua."}),
    ("Judul  : Harga beras\n         di pasar\nMedia  : Lentera Pos\nISI\t: Satu.",
     {"Judul": "Harga beras di pasar", "Media": "Lentera Pos", "body": "Satu."}),
    # Mail has a subject.
    ("From: Humas <humas@sagara.example>\nTo: Redaksi\nSubject: Beras\nDate: Fri, 26 Apr 2019\n\n"
     "Isi.",
     {"From": "Humas <humas@sagara.example>", "To": "Redaksi", "title": "Beras",
      "Date": "Fri, 26 Apr 2019", "body": "Isi."}),
    ("Perihal\t: Undangan\nDari\t: Humas\n\nIsi.",
     {"title": "Undangan", "Dari": "Humas", "body": "Isi."}),
    ("Judul: Beras\nSubject: Pangan\n\nIsi.",
     {"Judul": "Beras", "Subject": "Pangan", "body": "Isi."}),
    # Front matter.
    (FRONT,
     {"title": 'Harga: "naik"', "date": "2019-04-26", "tags": ["beras", "jum'at"],
      "description": "Naik.", "categories": ["Ekonomi", "Kota"], "body": "Satu.\n\n---\nDua."}),
    ("---\r\njudul: [Foto] Beras\r\nSumber: Lentera Pos\r\n--- \r\n\r\nSatu.",
     {"judul": "[Foto] Beras", "Sumber": "Lentera Pos", "body": "Satu."}),
    ("---\ntitle: Beras\n---", {"title": "Beras", "body": ""}),
    ("---\ntitle: 'Harga\n  beras'\ndate: 2019-04-26\ndraft: true\n---\nIsi.",
     {"title": "Harga beras", "date": "2019-04-26", "draft": "true", "body": "Isi."}),
    ("---\ntitle: >-\n  Harga\n  beras\nauthor:\n  name: Wira\ntags: [pangan]\n---\nIsi.",
     {"title": "Harga beras", "author": {"name": "Wira"}, "tags": ["pangan"], "body": "Isi."}),
    ("+++\ntitle = \"Harga\"\ndate = 2019-04-26T14:05:00+07:00\ndraft = true\n[params]\nhari = "
     "2019-04-27\n+++\nIsi.",
     {"title": "Harga", "date": "2019-04-26T14:05:00+07:00", "draft": True,
      "params": {"hari": "2019-04-27"}, "body": "Isi."}),
])
def test_the_header_is_split_into_fields(content, expected):
    assert fields(read_named("a.txt", content)) == [expected]


@pytest.mark.parametrize("content, expected", [
    ("# Beras naik\n\nIsi.", {"title": "Beras naik", "body": "Isi."}),
    ("# Beras naik #\n \n\n  Isi.\n\n# Lagi\n", {"title": "Beras naik", "body": "Isi.\n\n# Lagi"}),
    ("#BerasNaik\n\nIsi.", {"body": "#BerasNaik\n\nIsi."}),
    ("## Beras naik\n\nIsi.", {"body": "## Beras naik\n\nIsi."}),
    ("# Beras naik\nIsi.", {"body": "# Beras naik\nIsi."}),
    ("# Beras naik\n\n", {"body": "# Beras naik"}),
])
def test_a_heading_of_markdown_is_the_title(content, expected):
    assert fields(read_named("a.txt", content)) == [expected]


@pytest.mark.parametrize("rule", ["=====", "***", "-----", " ~~~~ ", "#" * 60])
def test_rules_part_articles_that_each_have_a_title(rule):
    content = (f"Judul: Beras naik\n\nSatu.\n{rule}\n\nJudul: Garam turun\nTanggal: 2019\n\nDua.\n"
               f"{rule}\n")
    first, second = read_named("a.txt", content)
    assert [each.fields["body"] for each in (first, second)] == ["Satu.", "Dua."]
    assert content.split("\n")[second.location.line - 1] == "Judul: Garam turun"


TEXTS = [
    ("Harga beras di Palu makin mahal", "Beras dari Palu dijual mahal, kata Wira. Naik lagi. " * 6),
    ("Pasar ikan Donggala terbakar lagi", "Api membakar pasar ikan di Donggala. Padam. " * 6),
    ("Jembatan Poso diresmikan menteri", "Menteri meresmikan jembatan Poso, kata Asri. " * 6)]


def test_rules_part_articles_below_headlines_of_their_own():
    content = "\n\n=====\n\n".join(f"{title}\n\n{text}" for title, text in TEXTS)
    found = read_named("a.txt", content)
    assert [(each.fields["title"], each.fields["body"]) for each in found] == [
        (title, text.strip()) for title, text in TEXTS]
    assert content.split("\n")[found[2].location.line - 1] == TEXTS[2][0]


BELOW = ("Oleh Wira Satya", "Palu, 3 Mei 2019", "Laporan: Asri Wungu")
SIGNED = [f"Kabar warga desa nomor {at}\n{line}\n\n{text}"
          for at, (line, (_, text)) in enumerate(zip(BELOW, TEXTS, strict=True))]


def test_titles_with_bylines_or_dates_below_them_begin_articles():
    content = "\n\n\n".join(SIGNED)
    found = read_named("a.txt", content)
    assert [each.fields["title"][-1] for each in found] == ["0", "1", "2"]
    assert [each.fields["body"] for each in found] == [
        each.partition("\n")[2].strip() for each in SIGNED]
    assert content.split("\n")[found[2].location.line - 1] == "Kabar warga desa nomor 2"


SHORT = [f"{title}\n{at} Mei 2019\n\n{text}" for at, (title, (_, text)) in enumerate(zip(
    ("Menunggu Hujan", "Senja di Palu", "Pulang Kampung"), TEXTS, strict=True), 3)]


def test_short_titles_begin_articles_below_two_blank_lines_alone():
    found = read_named("a.txt", "\n\n\n".join(SHORT))
    assert [each.fields["title"] for each in found] == [
        "Menunggu Hujan", "Senja di Palu", "Pulang Kampung"]
    assert [each.fields["body"] for each in found] == [
        each.partition("\n")[2].strip() for each in SHORT]
    assert len(read_named("a.txt", "\n\n".join(SHORT))) == 1
    assert len(read_named("a.txt", "\n\n\n".join(["Buletin Warga", *SHORT]))) == 1


@pytest.mark.parametrize("parts", [
    SIGNED[:2], ["Buletin", *SIGNED], [*SIGNED[:2], "Kabar warga desa nomor 2\n\n" + TEXTS[2][1]],
    [*SIGNED[:2], "Kabar warga desa nomor 2\nOleh Asri Wungu\n\nSelesai."],
    [each.replace("Oleh Wira Satya", "Oleh sebab itu.") for each in SIGNED]])
def test_fewer_titles_with_bylines_are_parts_of_one_article(parts):
    assert len(read_named("a.txt", "\n\n".join(parts))) == 1


@pytest.mark.parametrize("parts", [
    TEXTS[:2], [TEXTS[0], ("Kata para warga", TEXTS[1][1]), TEXTS[2]],
    [TEXTS[0], TEXTS[1], (TEXTS[2][0], "Menteri meresmikan jembatan Poso.")],
    [TEXTS[0], TEXTS[1], ("Warga mengeluh kepada para menteri", TEXTS[0][1])]])
def test_parts_of_a_text_between_rules_are_one_article(parts):
    content = "\n\n=====\n\n".join(f"{title}\n\n{text}" for title, text in parts)
    assert len(fields(read_named("a.txt", content))) == 1


@pytest.mark.parametrize("content", [
    "Judul: Beras naik\n\nSatu.\n=====\nDua.", "Judul: Beras naik\n\nSatu.\n=====\n",
    "Beras naik\n==========\n\nSatu.",
    "---\ntitle: Satu\n---\nDua.\n\n---\n\ntitle: Tiga\n\nEmpat."])
def test_a_rule_within_an_article_parts_nothing(content):
    assert len(fields(read_named("a.txt", content))) == 1


@pytest.mark.parametrize("content", [
    "# " + "a" * 1_000_000, "# a\n" + " \n" * 500_000, "# a" + " #" * 500_000,
    "---\n" * 300_000, "---\n" + "a: b\n" * 300_000, "---\n" + "a" * 2_000_000, "- " * 1_000_000,
    "Judul: a\n" + " b\n" * 400_000, "a " * 1_000_000 + ":", "---\ntags:\n" + "- a\n" * 300_000,
    "isi" + " " * 1_000_000, "isi" + "\t" * 1_000_000, "a" + " " * 1_000_000,
    "a/" * 500_000, "---\na: [" + "," * 1_000_000 + "\n---\n",
    "---\na:\n" + " b" * 30_000 + "\n---\n", "+++\na = '" + "b" * 1_000_000 + "'\n+++\n",
    "---\na:\n " + "{" * 60_000 + "\n---\n", "+++\na = " + "[" * 60_000 + "\n+++\n",
    *(f"---\na:\n {mark * (16_000 // len(mark))}\n---\n"
      for mark in ("- ", "? ", "b: ", "b, ", "'b' ", "!b ", "&b ", "# ", "b" * 100 + " ")),
    "---\na:\n " + "{" * 490 + "b: c, " * 2_000 + "\n---\n",
    "Judul: a\n\nb\n=====\n" * 50_000, "=====\n" * 200_000, "=" * 1_000_000,
])
def test_searching_for_a_header_is_fast(content):
    began = time.process_time()
    read_named("a.txt", content)
    assert time.process_time() - began < 5
