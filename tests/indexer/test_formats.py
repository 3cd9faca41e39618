"""What each format's reader makes of the bytes in a file."""

import gzip
import json
import time
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import formats
from indexer.record import Record, Rejection


def zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(content)


PACKED = {"": bytes, ".gz": gzip.compress, ".zst": zstd}


@pytest.fixture
def read(tmp_path):
    """A function: a file's name and its content → its records and rejections, in order."""

    def read(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(formats.read(path))

    return read


def fields(found):
    return [each.fields for each in found if isinstance(each, Record)]


def rejected(found):
    """The line and the reason of each rejection."""
    return [(each.location.line, each.reason) for each in found if isinstance(each, Rejection)]


# Names


@pytest.mark.parametrize("name, known", [
    ("a.txt", True), ("a.jsonl", True), ("a.csv", True), ("a.TXT", True), ("a.b.txt", True),
    ("a.txt.gz", True), ("a.jsonl.zst", True), ("A.CSV.GZ", True), ("a b#é.txt", True),
    ("a.ndjson", True), ("a.jl", True), ("a.tsv", True), ("a.json", True), ("a.html", True),
    ("a.htm.gz", True),
    ("a.rss", True), ("a.atom", True), ("a.xml.zst", True), ("a.zip", True), ("a.tar", True),
    ("a.tar.gz", True), ("a.tar.zst", True), ("a.tgz", True),
    ("a", False), ("a.md", False), ("a.gz", False), ("a.zst", False), ("a.zip.gz", False),
    ("a.txt.bz2", False), ("a.txt.gz.gz", False), ("txt", False), (".txt", False),
    ("a.txt~", False),
])
def test_the_format_is_known_by_the_name(name, known):
    assert (formats.reader(Path(name)) is not None) == known


@pytest.mark.parametrize("name", ["a.md", "a", "a.zip.gz"])
def test_an_unknown_format_is_a_rejection_that_says_which_are_known(read, name):
    [rejection] = read(name, "Isi.")
    assert "unknown format" in rejection.reason
    assert all(known in rejection.reason for known in (".txt", ".jsonl", ".csv", ".gz", ".zst"))


def test_a_file_that_cannot_be_opened_is_a_rejection(tmp_path):
    [rejection] = formats.read(tmp_path / "tidak-ada.txt")
    assert str(rejection).startswith(f"{tmp_path}/tidak-ada.txt:1: cannot be read: ")


# Compression


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("name, content, expected", [
    ("a.txt", "Judul\n\nIsi é.", [{"body": "Judul\n\nIsi é."}]),
    ("a.jsonl", '{"title": "é"}\n{"title": "dua"}', [{"title": "é"}, {"title": "dua"}]),
    ("a.csv", "title,id\né,1\n", [{"title": "é", "id": "1"}]),
])
def test_each_format_is_read_compressed_as_well(read, packed, name, content, expected):
    assert fields(read(name + packed, PACKED[packed](content.encode()))) == expected
    assert fields(read(name.upper() + packed.upper(), PACKED[packed](content.encode()))) == expected


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_compressed_files_joined_together_are_read_to_the_end(read, packed):
    parts = [PACKED[packed](b'{"title": "%d"}\n' % number) for number in range(3)]
    assert fields(read(f"a.jsonl{packed}", b"".join(parts))) == [
        {"title": "0"}, {"title": "1"}, {"title": "2"},
    ]


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_what_only_pretends_to_be_compressed_is_rejected(read, packed):
    [(line, reason)] = rejected(read(f"a.jsonl{packed}", '{"title": "Satu"}\n'))
    assert line == 1 and "cannot be read" in reason


NUMBERED = [{"title": f"Judul {number} {number ** 5}"} for number in range(300)]
LINES = "".join(json.dumps(record) + "\n" for record in NUMBERED).encode()


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
@pytest.mark.parametrize("packed", [".gz", ".zst"])
@pytest.mark.parametrize("percent", [1, 50, 99])
def test_a_truncated_file_is_rejected_and_what_came_before_is_kept(read, name, packed, percent):
    whole = PACKED[packed](LINES)
    found = read(name + packed, whole[:len(whole) * percent // 100])
    assert isinstance(found[-1], Rejection)
    if name == "a.jsonl":
        assert fields(found) == NUMBERED[:len(fields(found))]


def test_a_damaged_checksum_is_rejected(read):
    found = read("a.jsonl.gz", gzip.compress(LINES)[:-8] + b"\0" * 8)
    assert fields(found) == NUMBERED
    assert "CRC" in rejected(found)[0][1]


# Text


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
        "---\ntitle: Satu\nauthor:\n  name: Wira\n---\n\nIsi.",
        "---\ntitle: Satu\nbody: Dua\n---\n\nIsi.", "---\ntitle: >\n  Satu\n---\n\nIsi.",
        "---\n- Satu\ntitle: Dua\n---\n\nIsi.", "---\ntitle:\n- Satu\n- Dua\n---\n\nIsi.",
        "---\ntitle: Satu\ntags: dua\n- tiga\n---\n\nIsi.",
        "Satu.\n\n---\ntitle: Dua\n---\n\nIsi.",
    )),
    ("", ""), (" \n\r\n", ""), ("\ufeff", ""),
])
def test_a_text_without_a_header_is_all_body(read, content, body):
    assert fields(read("a.txt", content)) == [{"body": body}]


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
    # A name may stand again right below, and a long value go on.
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
    ("Judul: Beras\nTanggal: 2019\n\nIsi: Satu.",
     {"Judul": "Beras", "Tanggal": "2019", "body": "Satu."}),
    ("Judul: Beras\n\nIsi: Satu.", {"Judul": "Beras", "body": "Isi: Satu."}),
    ("Judul: Beras\nIsi:", {"Judul": "Beras", "body": ""}),
    # Clippings have their colons one below the other.
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
])
def test_a_header_gives_fields(read, content, expected):
    assert fields(read("a.txt", content)) == [expected]


@pytest.mark.parametrize("content", [
    "---\n" * 300_000, "---\n" + "a: b\n" * 300_000, "---\n" + "a" * 2_000_000, "- " * 1_000_000,
    "Judul: a\n" + " b\n" * 400_000, "a " * 1_000_000 + ":", "---\ntags:\n" + "- a\n" * 300_000,
    "isi" + " " * 1_000_000, "isi" + "\t" * 1_000_000, "a" + " " * 1_000_000,
    "a/" * 500_000, "---\na: [" + "," * 1_000_000 + "\n---\n",
])
def test_a_header_is_looked_for_in_no_time(read, content):
    began = time.process_time()
    read("a.txt", content)
    assert time.process_time() - began < 5


# Encodings


@pytest.mark.parametrize("content, body, notes", [
    ("kafé".encode(), "kafé", ()),
    ("kafé".encode("utf-8-sig"), "kafé", ()),
    ("kafé".encode("utf-16"), "kafé", ("read as utf-16-le",)),
    ("\ufeffkafé".encode("utf-16-be"), "kafé", ("read as utf-16-be",)),
    ("kafé di Palu".encode("utf-16-le"), "kafé di Palu", ("read as utf-16-le",)),
    ("“kafé”".encode("cp1252"), "“kafé”", ("read as windows-1252",)),
    (b"caf\xe9", "café", ("read as windows-1252",)),
    (b"\x80", "€", ("read as windows-1252",)),
    ("“kafé” ".encode() + b"\x93lagi\x94", "“kafé” “lagi”", ("stray bytes read as windows-1252",)),
    (("Правительство сообщило о новых мерах поддержки хозяйства. " * 3).encode("cp1251"),
     ("Правительство сообщило о новых мерах поддержки хозяйства. " * 3).strip(),
     ("read as cp1251",)),
])
def test_the_encoding_is_found(read, content, body, notes):
    [record] = read("a.txt", content)
    assert (record.fields, record.notes) == ({"body": body}, notes)


@pytest.mark.parametrize("name, content", [
    ("a.jsonl", '{"title": "“kafé”"}\n'), ("a.csv", "title\n“kafé”\n"),
    ("a.json", '[{"title": "“kafé”"}]'), ("a.txt", "Judul: “kafé”\n\n."),
])
@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_every_format_is_read_in_other_encodings(read, name, content, encoding):
    [record] = read(name, content.encode(encoding))
    assert "“kafé”" in record.fields.values()


# Repairs


@pytest.mark.parametrize("written, repaired, notes", [
    ("satu\r\ndua\rtiga\u2028empat\u2029lima\venam\ftujuh\x85", "satu\ndua\ntiga\nempat\nlima\n"
     "enam\ntujuh\n", ()),
    ("ber\xadita\u200b \ufeffbaru\u2060", "berita baru", ()),
    ("a\0b\x1fc\x7f", "abc", ("control characters removed",)),
    ("\u00e2\u20ac\u0153kaf\u00c3\u00a9\u00e2\u20ac\u009d", "“kafé”", ("mojibake repaired",)),
    ("\x93kata\x94", "“kata”", ("mojibake repaired",)),
    ("100 km\xc2\xb2", "100 km²", ("mojibake repaired",)),
    ("kafé “baik” — Kâbe 改革 😀 a\tb\nc", "kafé “baik” — Kâbe 改革 😀 a\tb\nc", ()),
])
@pytest.mark.parametrize("ascii", [True, False])
def test_texts_are_repaired(read, written, repaired, notes, ascii):
    content = json.dumps({"t": written, "l": [{"x": written}]}, ensure_ascii=ascii)
    [record] = read("a.jsonl", content)
    assert record.fields == {"t": repaired, "l": [{"x": repaired}]}
    assert record.notes == notes


def test_control_characters_that_were_not_escaped_are_read(read):
    [record] = read("a.jsonl", b'{"title": "a\tb\0c"}\n')
    assert record.fields == {"title": "a\tbc"}


EXPORTED = {"id": "1", "title": "a\u2028b\x85c\r\0 \u00c3\u00a9", "body": "\xad", "outlet": None,
            "published": None, "date_precision": "none", "url": None, "extra": {"x": "\u200b"}}


@pytest.mark.parametrize("more", [{}, {"revision": 2}])
def test_an_exported_article_is_left_as_it_is(read, more):
    [record] = read("a.jsonl", json.dumps(EXPORTED | more, ensure_ascii=False))
    assert (record.fields, record.notes) == (EXPORTED | more, ())
    [record] = read("a.jsonl", json.dumps(EXPORTED | {"lain": 1}))
    assert record.fields["title"] == "a\nb\nc\n é"


@pytest.mark.parametrize("char", ["â", "Ã", "\x93", "ðŸ", "Ã ", "\u200b", "\r", "<", "\x85", "â€"])
def test_long_lines_are_repaired_in_no_time(read, char):
    began = time.process_time()
    read("a.jsonl", json.dumps({"title": char * 200_000}))
    assert time.process_time() - began < 5


# JSON Lines


@pytest.mark.parametrize("content", [
    '{"id": 1}\n{"id": 2}\n',
    '{"id": 1}\n{"id": 2}',
    '\ufeff{"id": 1}\r\n{"id": 2}\r\n',
    '\n{"id": 1}\n \t\n{"id": 2}\n\n',
])
def test_every_line_is_a_record(read, content):
    assert fields(read("a.jsonl", content)) == [{"id": 1}, {"id": 2}]


def test_numbers_that_are_no_json_are_kept_as_text(read):
    line = '{"a": NaN, "b": [Infinity, {"c": -Infinity}]}'
    assert fields(read("a.jsonl", line)) == [
        {"a": "NaN", "b": ["Infinity", {"c": "-Infinity"}]},
    ]


def test_values_are_kept_as_they_are(read):
    record = {"title": "a\tc\nd é 😀", "n": [1, 2.5, None, {"x": [True]}], "": ""}
    assert fields(read("a.jsonl", json.dumps(record, ensure_ascii=False))) == [record]


@pytest.mark.parametrize("line, reason", [
    (b'{"title": ', "not JSON"),
    (b'{"title": "Satu"} {"title": "Dua"}', "not JSON"),
    (b"{'title': 'Satu'}", "not JSON"),
    (b"Judul", "not JSON"),
    (b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not JSON"),
    (b'{"id": ' + b"9" * 5000 + b"}", "not JSON"),
    (b"[1]", "not a JSON object"),
    (b'"teks"', "not a JSON object"),
    (b"null", "not a JSON object"),
    (b"42", "not a JSON object"),
    (b"\xff\xfe", "not JSON"),
    (b"\x00", "not JSON"),
])
def test_a_bad_line_is_rejected_and_all_others_are_kept(read, line, reason):
    found = read("a.jsonl", b'{"id": 1}\n\n' + line + b'\n{"id": 2}\n')
    assert fields(found) == [{"id": 1}, {"id": 2}]
    [(number, why)] = rejected(found)
    assert number == 3 and why.startswith(reason)


def test_a_record_knows_its_file_and_line(read, tmp_path):
    found = read("a.jsonl", '\n{"id": 1}\n\nx\n{"id": 2}')
    places = [str(each.location).removeprefix(f"{tmp_path}/") for each in found]
    assert places == ["a.jsonl:2", "a.jsonl:4", "a.jsonl:5"]


# CSV


@pytest.mark.parametrize("content, expected", [
    ("id,title\n1,Satu\n2,Dua\n", [{"id": "1", "title": "Satu"}, {"id": "2", "title": "Dua"}]),
    ("id,title\r\n1,Satu\r\n", [{"id": "1", "title": "Satu"}]),
    ("\ufeffid,title\n1,Satu", [{"id": "1", "title": "Satu"}]),
    ("ID, Title ,Penulis\n1,Satu,Wira\n", [{"id": "1", "title": "Satu", "Penulis": "Wira"}]),
    ('title,text\n"a, ""b""","baris\ndua"\n', [{"title": 'a, "b"', "text": "baris\ndua"}]),
    ('title,body\n"a","x\r\ny"\n', [{"title": "a", "body": "x\ny"}]),
    ("id;judul;isi\n1;Satu;Isi, lagi\n", [{"id": "1", "judul": "Satu", "isi": "Isi, lagi"}]),
    ("sep=;\nid;title\n1;Satu\n", [{"id": "1", "title": "Satu"}]),
    ("id\tjudul\n1\tSatu, dua\n", [{"id": "1", "judul": "Satu, dua"}]),
    ('id\tjudul\n1\t"Satu" dua\n2\tTiga\n',
     [{"id": "1", "judul": '"Satu" dua'}, {"id": "2", "judul": "Tiga"}]),
    ("title|body\na|b\n", [{"title": "a", "body": "b"}]),
    ("title\rSatu\rDua\r", [{"title": "Satu"}, {"title": "Dua"}]),
    ('"judul\nberita",isi\na,b\n', [{"judul\nberita": "a", "isi": "b"}]),
    ("id,title,body\n1,Satu\n", [{"id": "1", "title": "Satu"}]),
    ("title,body\n\n , \n,\na,b\n\n", [{"title": "a", "body": "b"}]),
    ("body\nsatu\n", [{"body": "satu"}]),
    ("text\nsatu\n", [{"text": "satu"}]),
    ("title,,\na,b,c\n", [{"title": "a", "column 2": "b", "column 3": "c"}]),
    ("title,body, \na,,b\n", [{"title": "a", "column 3": "b"}]),
    ("title\n", []),
    ("0,judul\na,b\n", [{"0": "a", "judul": "b"}]),
    ("judul,nama media cetak\na,b\n", [{"judul": "a", "nama media cetak": "b"}]),
    ("judul,2019\na,b\n", [{"judul": "a", "2019": "b"}]),
    ("judul,isi,jumlah kata dalam berita,2019\na,b,c,d\n",
     [{"judul": "a", "isi": "b", "jumlah kata dalam berita": "c", "2019": "d"}]),
    ("title\n" + "x" * 200_000 + "\n", [{"title": "x" * 200_000}]),
    # Blank lines and titles above a header are passed over.
    ("\r\n \r\n,,\r\ntitle,body\r\na,b\r\n", [{"title": "a", "body": "b"}]),
    ('"sep=;"\ntitle;body\na;b\n', [{"title": "a", "body": "b"}]),
    ("\ufeffsep=\t\n\ntitle\tbody\na\tb\n", [{"title": "a", "body": "b"}]),
    ("Rekap April,,\nDinas,,\nJudul,Isi,Tanggal\na,b,c\n",
     [{"Judul": "a", "Isi": "b", "Tanggal": "c"}]),
    ('"Rekap, April\n2019"\n\nJudul,Isi\na,b\n', [{"Judul": "a", "Isi": "b"}]),
    ("Rekap, bulan April, lengkap;;\nJudul;Isi;Tanggal\na;b;c\n",
     [{"Judul": "a", "Isi": "b", "Tanggal": "c"}]),
    ("Rekap,2019,,\nJudul,Isi,Tanggal,Media\na,b,c,d\n",
     [{"Judul": "a", "Isi": "b", "Tanggal": "c", "Media": "d"}]),
    # A header that stands again, as in files that were joined, is no row.
    ("Judul,isi\na,b\nJudul,isi\nc,d\n", [{"Judul": "a", "isi": "b"}, {"Judul": "c", "isi": "d"}]),
    ("judul,x,x,\na,b,c,d\n\ufeffjudul,x,x,\n",
     [{"judul": "a", "x": "b", "x_2": "c", "column 4": "d"}]),
    (",title\n1,a\n,title\n", [{"column 1": "1", "title": "a"}]),
    ("judul,isi\njudul,b\n", [{"judul": "judul", "isi": "b"}]),
    # A name that stands twice has a number.
    ("title,body,title\na,b,c\n", [{"title": "a", "body": "b", "title_2": "c"}]),
    ("Title,body,title\na,b,c\n", [{"title": "a", "body": "b", "title_2": "c"}]),
    ("judul,penulis,penulis,penulis\na,b,c,d\n",
     [{"judul": "a", "penulis": "b", "penulis_2": "c", "penulis_3": "d"}]),
    ("isi,x_2,x,x\na,b,c,d\n", [{"isi": "a", "x_2": "b", "x": "c", "x_3": "d"}]),
])
def test_a_row_is_a_record_under_the_names_of_the_header(read, content, expected):
    found = read("a.csv", content)
    assert fields(found) == expected
    assert not rejected(found)


@pytest.mark.parametrize("content, reason", [
    ("", "no header"),
    ("\n", "no header"), ("\n,;\n", "no header"), ("sep=;\n", "no header"),
    ("id,outlet\n1,Kabar Nusa\n", "no column title, body or text"),
    ("id;outlet;harga\n1;Satu;Isi\n", "no column title, body or text"),
    # What is above a header is its title only if an article could not be as short.
    ("Beras,Naik,2019\nJudul,Isi,Tanggal\na,b,c\n", "no column"),
    ("Media,Kabar,,\nJudul,Isi,Tanggal,x\n", "no column title"),
    ("a,,\nb,,\nc,,\nJudul,Isi,Tanggal\nx,y,z\n", "no column title"),
    ("Rekap,,\nharga,Teks,x\na,b,c\n", "no column title"),
    ("Rekap,,\n12,Judul Berita Satu,Isi\n", "no column title"),
    ("12;Harga Beras Naik;Berita;2019-04-26\n13;Cabai Turun;Berita;2019-04-27\n", "is a row"),
    ("12;Harga Beras Naik;Berita\n", "is a row"),
    ("Beras,Teks,26/4/2019 10:00\n", "is a row"),
    ("Beras,Teks,https://kabar.example/1\n", "is a row"),
    pytest.param('"title\n', "not CSV"),
    pytest.param('"title"x,body\nSatu,text\nDua,Isi\n', "not CSV"),
])
def test_a_header_without_use_rejects_the_file(read, content, reason):
    found = read("a.csv", content)
    assert not fields(found)
    [(line, why)] = rejected(found)
    assert line == 1 and reason in why


def test_many_columns_of_one_name_are_numbered_in_no_time(read):
    began = time.process_time()
    [record] = read("a.csv", "title" + ",x" * 200_000 + "\na" + ",b" * 200_000 + "\n")
    assert record.fields["x_200000"] == "b" and time.process_time() - began < 5


def test_rows_keep_their_lines_below_titles(read):
    found = read("a.csv", 'Rekap,\n\n"Bulan\nApril",\ntitle,body\na,b\n\nc,d\n')
    assert [each.location.line for each in found] == [6, 8]


@pytest.mark.parametrize("name, mark", [("a.csv", ","), ("a.tsv", "\t")])
def test_what_programs_write_for_nothing_is_no_value(read, name, mark):
    rows = "title body date x\na nan NaT None\nNaN b NULL \\N\nNULL NULL NULL nan\n"
    rows += "NA N/A #N/A <NA>\nnull n/a #NA NA\nc d 0 N\n"
    found = read(name, rows.replace(" ", mark))
    assert fields(found) == [
        {"title": "a"}, {"body": "b"}, {"title": "c", "body": "d", "date": "0", "x": "N"}]


def test_a_value_is_not_nothing_because_it_begins_so(read):
    row = ["none", "Nan", "NaN naik", "Null", "\\n", "Na", "-"]
    found = read("a.csv", "title,b,c,d,e,f,g\n" + ",".join(row) + "\n")
    assert list(fields(found)[0].values()) == row


BETWEEN = 'id,title\n1,"Satu\ndua"\n{}\n3,Tiga\n'
"""Rows that begin in lines 2, 4 and 5."""


@pytest.mark.parametrize("row, reason", [
    ("2,Dua,lebih", "3 values for 2 columns"),
    ('2,"Dua"lebih', "not CSV"),
])
def test_a_bad_row_is_rejected_and_all_others_are_kept(read, row, reason):
    found = read("a.csv", BETWEEN.format(row).encode("latin-1"))
    [(line, why)] = rejected(found)
    assert line == 4 and reason in why
    assert fields(found) == [{"id": "1", "title": "Satu\ndua"}, {"id": "3", "title": "Tiga"}]


@pytest.mark.parametrize("mark, named", [(",", "comma"), (";", "semicolon"), ("\t", "tab"),
                                         ("|", "bar")])
def test_what_parts_the_values_is_named(read, mark, named):
    [(_, why)] = rejected(read("a.csv", f"judul{mark}isi\na{mark}b{mark}c\n"))
    assert why == f"3 values for 2 columns: quote what holds a {named}"


def test_a_quote_that_never_ends_is_rejected_and_the_rows_before_are_kept(read):
    found = read("a.csv", "id,title\n1,Satu\n2,\"Dua\n3,Tiga\n")
    assert fields(found) == [{"id": "1", "title": "Satu"}]
    assert "not CSV" in rejected(found)[0][1]


def test_a_quote_that_never_ends_is_rejected_where_its_row_begins(read):
    [(line, _)] = rejected(read("a.csv", "id,title\n1,Satu\n2,\"Dua\n3,Tiga\n4,Empat\n"))
    assert line == 3


def test_a_rejected_row_comes_with_what_it_held(read):
    found = read("a.csv", BETWEEN.format("2,Dua,lebih"))
    [rejection] = [each for each in found if isinstance(each, Rejection)]
    assert rejection.fields == {"id": "2", "title": "Dua", "column 3": "lebih"}
    found = read("a.csv", BETWEEN.format('2,"Dua"lebih'))
    [rejection] = [each for each in found if isinstance(each, Rejection)]
    assert (rejection.fields, rejection.raw) == (None, '2,"Dua"lebih\n')


def test_after_a_bad_row_only_whole_rows_are_believed(read):
    found = read("a.csv", 'id,title,body\n1,Satu,"a"b\nsisa,lagi\n2,Dua,c\n3,Tiga\n')
    assert fields(found) == [{"id": "2", "title": "Dua", "body": "c"}, {"id": "3", "title": "Tiga"}]
    assert [line for line, _ in rejected(found)] == [2, 3]


def test_columns_may_be_mapped(tmp_path):
    (tmp_path / "a.csv").write_text("Kepala,Utama\na,b\n")
    [rejection] = formats.read(tmp_path / "a.csv")
    assert "no column title" in rejection.reason
    [record] = formats.read(tmp_path / "a.csv", mapping={"Utama": "body"})
    assert record.fields == {"Kepala": "a", "Utama": "b"}
    [other] = formats.read(tmp_path / "a.csv", mapping={"utama": "body"})
    assert other.fields == record.fields


# Whatever the bytes


@settings(max_examples=60, suppress_health_check=[
    HealthCheck.function_scoped_fixture,
])
@given(st.sampled_from(["a.txt", "a.jsonl", "a.csv"]), st.sampled_from(list(PACKED)), st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from([b"title", b"body", b",", b'"', b"\n", b"\r", b"{", b"}", b":", b"\0",
                              b"\xff", b"\xef\xbb\xbf", b"1"]), max_size=20).map(b"".join),
))
def test_whatever_the_bytes_there_are_records_or_rejections_and_no_errors(
    read, name, packed, content
):
    for each in [*read(name + packed, PACKED[packed](content)), *read(name + packed, content)]:
        assert isinstance(each, (Record, Rejection)) and each.location.line >= 1
