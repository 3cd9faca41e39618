"""Web archives: which records are pages, what the server did to them, and damage."""

import gzip
import zlib

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.formats import warc
from indexer.formats.io import lines

from support.examples import count_examples
from support.reading import fields, read, read_named, rejected
from support.samples import HEAD, PARAGRAPHS, SAMPLES, build_capture, build_page, build_zip

URL = "https://kabarnusa.example/2019/04/26/beras"
PAGE = build_page().encode()
WORDS = "\n\n".join(PARAGRAPHS)


def capture(content=PAGE, url=URL, **headers):
    return build_capture(url, content, **headers)


def chunk(content):
    half = len(content) // 2
    pieces = (b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (content[:half], content[half:]))
    return b"".join(pieces) + b"0\r\n\r\n"


def deflate_raw(content):
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(content) + deflater.flush()


def test_a_page_is_read_with_the_address_and_time_of_its_capture():
    other = "https://kabarnusa.example/beras?page=2"
    [found] = read(capture(url=other), "warc")
    assert found.fields["url"] == other and found.fields["body"] == WORDS
    assert found.fields["published"] == "2019-04-26T14:05:00+07:00"
    assert found.fields["scraped_at"] == "2024-02-03T04:05:06Z"


def test_the_day_of_the_capture_is_no_date_of_publication():
    [found] = read(capture(build_page(head="").encode(), "https://kabarnusa.example/a"), "warc")
    assert "published" not in found.fields


@pytest.mark.parametrize("content, headers", [
    (chunk(PAGE), {"Transfer_Encoding": "chunked"}),
    (gzip.compress(PAGE, mtime=0), {"Content_Encoding": "gzip"}),
    (chunk(gzip.compress(PAGE, mtime=0)),
     {"Transfer_Encoding": "Chunked", "Content_Encoding": "x-gzip"}),
    (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
    (deflate_raw(PAGE), {"Content_Encoding": "deflate"}),
    (zstandard.ZstdCompressor().compress(PAGE), {"Content_Encoding": "zstd"}),
    (gzip.compress(zlib.compress(PAGE), mtime=0), {"Content_Encoding": "deflate, gzip"}),
    (PAGE, {"Content_Encoding": "br"}), (PAGE, {"Content_Encoding": "gzip"}),
    (PAGE, {"Transfer_Encoding": "chunked"}),
])
def test_what_the_server_did_to_a_page_is_undone(content, headers):
    [found] = read(capture(content, **headers), "warc")
    assert found.fields["body"] == WORDS


@pytest.mark.parametrize("declared, encoding", [
    ("text/html; charset=windows-1251", "cp1251"), ("TEXT/HTML;Charset='windows-1251'", "cp1251"),
    ("text/html; charset=utf-8", "utf-8"), ("application/xhtml+xml", "utf-8"),
])
def test_the_charset_is_the_one_that_the_server_declares(declared, encoding):
    page = build_page(body=f"<p>{WORDS}</p><p>Москва</p>").encode(encoding)
    [found] = read(capture(page, Content_Type=declared), "warc")
    assert "Москва" in found.fields["body"]


def test_whatever_is_no_page_is_counted_in_a_message(caplog):
    found = read(b"".join([
        capture(kind="revisit"), capture(b"GET", kind="request"), capture(status="404 Not Found"),
        capture(b"\x89PNG", Content_Type="image/png"), capture(), capture(kind="metadata"),
    ]), "warc")
    assert [each.location.line for each in found] == [5] and not rejected(found)
    assert "5 records that are no pages" in caplog.text and "1 image/png" in caplog.text


def test_a_file_without_pages_is_rejected():
    [(_, reason)] = rejected(read(capture(status="301 Moved Permanently"), "warc"))
    assert "no captured page" in reason


def test_records_may_be_compressed_one_by_one_and_packed_as_wacz():
    file = b"".join(capture(url=f"{URL}/{number}", compress=True) for number in range(3))
    urls = [f"{URL}/{number}" for number in range(3)]
    wacz = build_zip({
        "archive/data.warc.gz": file, "indexes/index.cdx.gz": b"x",
        "pages/pages.jsonl": b'{"title": "Harga", "text": "Isi."}'})
    for found in (read_named("a.warc.gz", file), read_named("a.wacz", wacz)):
        assert [each["url"] for each in fields(found)] == urls and not rejected(found)


@pytest.mark.parametrize("lost", [1, 4, 50, 1_000])
def test_a_file_that_is_cut_short_loses_one_record(lost):
    plain, packed = ([capture(compress=compress) for _ in range(3)] for compress in (False, True))
    for name, records in (("a.warc", plain), ("a.warc.gz", packed)):
        found = read_named(name, b"".join(records)[:-min(lost, len(records[2]) - 20)])
        if lost > 4 or name == "a.warc.gz":
            assert len(rejected(found)) == 1
        assert len(fields(found)) >= 2


MEMBERS = [capture(url=f"{URL}/{number}", compress=True) for number in range(5)]


@settings(max_examples=count_examples(120))
@given(data=st.data())
def test_a_damaged_member_loses_one_record_and_says_so(data):
    hit, lengths = data.draw(st.integers(0, 4)), st.integers(0, 20) | st.integers(0, 9_999)
    at = int(data.draw(st.floats(0, 1, exclude_max=True)) * len(MEMBERS[hit]))
    rest = MEMBERS[hit][at + data.draw(lengths):]
    damaged = MEMBERS[hit][:at] + data.draw(st.binary(max_size=9)) + rest
    file = b"".join([*MEMBERS[:hit], damaged, *MEMBERS[hit + 1:]])
    found = read_named("a.warc.gz", file)
    urls = [each["url"] for each in fields(found)]
    assert {f"{URL}/{number}" for number in range(5) if number != hit} <= {*urls}
    assert len(urls) == 5 or rejected(found) or not damaged.strip(b"\0")


def test_the_number_of_a_damaged_record_is_said_and_others_are_counted(caplog):
    records = [capture(url=f"{URL}/{number}", compress=True) for number in range(4)]
    records[1] = records[1][:300] + b"rusak" + records[1][305:]
    request = capture(b"GET", kind="request", compress=True)
    found = read_named("a.warc.gz", b"".join([*records, request]))
    [(line, reason)] = rejected(found)
    assert line == 2 and "damaged .gz file" in reason and "lost" in reason
    assert len(fields(found)) == 3 and "1 records that are no pages" in caplog.text


@pytest.mark.parametrize("junk", [b"\0" * 512, b"bukan gzip", b"\x1f\x8b\x08\0" * 3])
def test_what_stands_between_members_loses_no_record(junk):
    records = [capture(url=f"{URL}/{number}", compress=True) for number in range(3)]
    found = read_named("a.warc.gz", junk.join(records))
    assert len(fields(found)) == 3 and bool(rejected(found)) == bool(junk.strip(b"\0"))


@pytest.mark.parametrize("old, new", [
    (b"Content-Length", b"Content-Panjang"), (b"Content-Length: ", b"Content-Length: x"),
    (b"WARC-Target-URI", b"WARC-Alamat"), (b"WARC/1.0\r\n", b"WARC/1.0\r\n" + b"x" * 70_000),
    (b"WARC/1.0\r\n", b"WARC/1.0\r\n" + b"A: b\r\n" * 200_000),
    (b"WARC/1.0", b"BUKAN/1.0"), (b"Content-Length: ", b"Content-Length: -"),
])
def test_a_damaged_record_is_rejected_and_the_next_one_is_read(old, new):
    found = read(capture().replace(old, new, 1) + capture(), "warc")
    assert rejected(found) and fields(found)[-1]["body"] == WORDS


@pytest.mark.parametrize("content, encoding", [
    (gzip.compress(b"a" * 5_000, mtime=0), "gzip"), (zlib.compress(b"a" * 5_000), "deflate"),
    (zstandard.ZstdCompressor().compress(b"a" * 5_000), "zstd"), (b"a" * 5_000, ""),
])
def test_pages_that_are_too_large_are_rejected_before_they_are_held(monkeypatch, content, encoding):
    for module in (warc, lines):
        monkeypatch.setattr(module, "MAX_RECORD_BYTES", 4_000)
    found = read(capture(content, Content_Encoding=encoding) + capture(), "warc")
    assert "larger than" in rejected(found)[0][1] and len(fields(found)) == 1


def test_a_page_compressed_by_an_unknown_method_is_rejected_with_advice():
    found = read(capture(b"\x1b\x00\xf8", Content_Encoding="br") + capture(), "warc")
    assert "other than gzip" in rejected(found)[0][1] and len(fields(found)) == 1


def test_the_sample_has_the_head_of_a_page():
    assert HEAD.encode() in PAGE and len(fields(read(SAMPLES["warc"], "warc"))) == 6


def test_a_damaged_member_that_takes_the_next_for_its_own_data_loses_one_record():
    at = int(0.875 * len(MEMBERS[3]))
    damaged = MEMBERS[3][:at] + MEMBERS[3][at + 92:]
    found = read_named("a.warc.gz", b"".join([*MEMBERS[:3], damaged, MEMBERS[4]]))
    assert f"{URL}/4" in {each["url"] for each in fields(found)} and rejected(found)


def test_beginnings_of_members_that_are_none_take_no_long_time():
    packed = gzip.compress(bytes(range(256)) * 400, 0, mtime=0)[:-9]
    junk = b"\x1f\x8b\x08\0" * 20_000
    found = read_named("a.warc.gz", MEMBERS[0] + packed * 200 + junk + MEMBERS[1])
    assert [each["url"] for each in fields(found)] == [f"{URL}/0", f"{URL}/1"]
