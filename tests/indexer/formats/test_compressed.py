"""Compressed files: damaged, cut short and joined."""

import gzip
import json
import lzma

import pytest

from indexer import formats
from indexer.formats.io import compressed
from indexer.record import Rejection

from support.reading import COMPRESSORS, Pipe, fields, read_named, rejected
from support.samples import SAMPLES, build_zip

PACKED = [ending for ending in COMPRESSORS if ending]


@pytest.mark.parametrize("packed", COMPRESSORS)
@pytest.mark.parametrize("name, content, expected", [
    ("a.txt", "Judul\n\nIsi é.", [{"body": "Judul\n\nIsi é."}]),
    ("a.jsonl", '{"title": "é"}\n{"title": "dua"}', [{"title": "é"}, {"title": "dua"}]),
    ("a.csv", "title,id\né,1\n", [{"title": "é", "id": "1"}]),
])
def test_each_format_can_be_compressed(packed, name, content, expected):
    data = COMPRESSORS[packed](content.encode())
    assert fields(read_named(name + packed, data)) == expected
    assert fields(read_named(name.upper() + packed.upper(), data)) == expected


@pytest.mark.parametrize("packed", PACKED)
def test_concatenated_compressed_files_are_read_to_the_end(packed):
    parts = [COMPRESSORS[packed](b'{"title": "%d"}\n' % number) for number in range(3)]
    assert fields(read_named(f"a.jsonl{packed}", b"".join(parts))) == [
        {"title": "0"}, {"title": "1"}, {"title": "2"},
    ]


@pytest.mark.parametrize("packed", PACKED)
def test_an_unpacked_file_that_kept_its_ending_is_read(packed):
    assert fields(read_named(f"a.jsonl{packed}", '{"title": "Café"}\n')) == [{"title": "Café"}]


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("content", [b"\0\1\2 Judul", b"\xff\xd8\xff\xe0", b"Judul\x1b"])
def test_a_file_that_is_neither_compressed_nor_text_is_rejected(packed, content):
    [(line, reason)] = rejected(read_named(f"a.jsonl{packed}", content))
    assert line == 1 and "cannot be read" in reason


@pytest.mark.parametrize("named", ["", *PACKED])
@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("kind", ["jsonl", "csv", "html", "warc", "tar"])
def test_compression_is_told_by_the_first_bytes(kind, packed, named):
    expected = fields(read_named(f"a.{kind}", SAMPLES[kind]))
    data = COMPRESSORS[packed](SAMPLES[kind])
    assert expected and fields(read_named(f"a.{kind}{named}", data)) == expected
    stream = formats.read_stream(Pipe(data), "-", f"{kind}{named}")
    assert fields(stream) == expected


def test_a_text_that_begins_like_a_compressed_file_is_text():
    assert fields(read_named("a.txt", "BZh9, kata Wira.")) == [{"body": "BZh9, kata Wira."}]


NUMBERED = [{"title": f"Judul {number} {number ** 5}"} for number in range(300)]
LINES = "".join(json.dumps(record) + "\n" for record in NUMBERED).encode()


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("percent", [1, 50, 99])
def test_a_truncated_file_is_read_up_to_its_end_and_rejected(name, packed, percent):
    whole = COMPRESSORS[packed](LINES)
    found = read_named(name + packed, whole[:len(whole) * percent // 100])
    assert isinstance(found[-1], Rejection)
    if name == "a.jsonl":
        assert fields(found) == NUMBERED[:len(fields(found))]


def test_a_damaged_checksum_is_rejected():
    found = read_named("a.jsonl.gz", gzip.compress(LINES)[:-8] + b"\0" * 8)
    assert fields(found) == NUMBERED
    assert "CRC" in rejected(found)[0][1]


def test_an_xz_file_that_asks_for_too_much_memory_is_rejected(monkeypatch):
    monkeypatch.setattr(compressed, "_MAX_XZ_BYTES", 1 << 20)
    [(_, reason)] = rejected(read_named("a.jsonl.xz", lzma.compress(LINES, preset=9)))
    assert "emory" in reason


@pytest.mark.parametrize("kind, packed", [
    *(("jsonl", packed) for packed in PACKED),
    *((kind, ".gz") for kind in ("csv", "txt", "json", "xml", "html", "warc", "sql", "md"))])
def test_a_file_that_expands_too_much_is_rejected_before_it_is_read(packed, kind, monkeypatch):
    monkeypatch.setattr(compressed, "_FREE_BYTES", 100_000)
    found = read_named(f"a.{kind}{packed}", COMPRESSORS[packed](b"\n" * 3_000_000))
    assert "expands to more than 100 times" in rejected(found)[-1][1]


def test_a_member_of_a_zip_that_expands_too_much_is_rejected(monkeypatch):
    monkeypatch.setattr(compressed, "_FREE_BYTES", 100_000)
    found = read_named("a.zip", build_zip({"a.jsonl": b"\n" * 3_000_000, "b.jsonl": LINES}))
    assert fields(found) == NUMBERED
    assert "expands to more than 100 times" in rejected(found)[0][1]


def test_many_members_that_expand_too_much_together_are_rejected(monkeypatch):
    """Each of them is small, and the sound ones among them are read."""
    monkeypatch.setattr(compressed, "_FREE_BYTES", 100_000)
    names = [f"{number}.jsonl" for number in range(9)]
    found = read_named("a.zip", build_zip({name: b"\n" * 40_000 for name in names} | {
        "z.jsonl": LINES}))
    assert fields(found) == NUMBERED
    reasons = [reason for _, reason in rejected(found)]
    assert len(reasons) == 7 and all("expands to more than 100" in each for each in reasons)


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
def test_documents_whose_parts_expand_too_much_are_rejected(monkeypatch, name):
    monkeypatch.setattr(compressed, "_FREE_BYTES", 100_000)
    blank = {f"{number}.xhtml": b"<p>" + b" " * 40_000 for number in range(4)}
    items = "".join(f'<item id="{part}" href="{part}" media-type="text/html"/>' for part in blank)
    [(_, reason)] = rejected(read_named(name, build_zip({
        "word/document.xml": b"<w:p/>" * 30_000,
        "META-INF/container.xml": b'<a><rootfile full-path="a.opf"/></a>',
        "a.opf": f"<a>{items}</a>".encode()} | blank)))
    assert "expands to more than 100" in reason


def test_the_records_before_a_bomb_are_read(monkeypatch):
    monkeypatch.setattr(compressed, "_FREE_BYTES", 100_000)
    found = read_named("a.jsonl.gz", gzip.compress(LINES + b"\n" * 3_000_000))
    assert fields(found) == NUMBERED and len(rejected(found)) == 1


def test_ordinary_files_may_be_much_larger_than_when_compressed(monkeypatch):
    monkeypatch.setattr(compressed, "_FREE_BYTES", 1_000)
    lines = b"".join(b'{"title": "Judul %d", "body": "%s"}\n' % (n, b"%d " % n ** 9 * 20)
                     for n in range(5_000))
    for packed in PACKED:
        data = COMPRESSORS[packed](lines)
        assert len(fields(read_named(f"a.jsonl{packed}", data))) == 5_000, len(lines) / len(data)


def test_streams_of_xz_may_be_padded():
    whole = lzma.compress(LINES) + bytes(8) + lzma.compress(LINES) + bytes(4)
    assert fields(read_named("a.jsonl.xz", whole)) == NUMBERED * 2


@pytest.mark.parametrize("name", ["a.tbz2", "a.tar.xz", "a.txz", "a.tar.bz2"])
def test_tar_files_have_short_endings(name):
    kind = "tar.bz2" if "bz2" in name else "tar.xz"
    assert len(fields(read_named(name, SAMPLES[kind]))) == 6


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz", ".zst"])
def test_a_compressed_file_that_is_empty_is_rejected(ending):
    [(_, reason)] = rejected(read_named(f"a.jsonl{ending}", b""))
    assert "empty" in reason
