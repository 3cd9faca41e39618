"""Pages that browsers save as one file."""

import gzip
import time
from email import policy
from email.message import MIMEPart
from email.mime.image import MIMEImage

import pytest

from support.reading import fields, read, read_named, rejected
from support.samples import HEAD, PAGE_FIELDS, build_mhtml, build_page

URL = "https://kabarnusa.example/2019/04/26/beras?utm_source=surat"
SAVED = "Fri, 26 Apr 2024 14:05:00 +0700"
PAGE = PAGE_FIELDS | {"extraction": "trafilatura: 100% of the article's block, 93% from it"}
EXPECTED = PAGE | {"url": URL, "scraped_at": SAVED}


@pytest.mark.parametrize("name", ["a.mht", "a.MHTML", "a.mhtml.gz"])
def test_a_snapshot_is_the_article_of_its_page(name):
    data = build_mhtml(build_page(), URL)
    found = read_named(name, gzip.compress(data) if name.endswith("gz") else data)
    assert fields(found) == [EXPECTED] and found[0].notes == ()
    assert found[0].source == "metadata"


def test_frames_and_pictures_are_left_out():
    frame = build_page().replace("beras", "cabai")
    for pages in ([(URL, build_page()), ("cid:bingkai", frame)],
                  [("https://iklan.example/", frame), (URL, build_page())]):
        data = build_mhtml(None, URL, pages)
        assert fields(read(data, "mhtml")) == [EXPECTED]


@pytest.mark.parametrize("address", ["file:///C:/beras.html", "cid:a@b", ""])
def test_an_address_that_is_not_of_the_web_is_none(address):
    [record] = read(build_mhtml(build_page(), address), "mhtml")
    assert record.fields["url"] == PAGE_FIELDS["url"]


def test_internet_explorer_names_the_address_at_the_part_only():
    data = build_mhtml(build_page(), URL).replace(b"Snapshot-Content-Location", b"X-Other")
    assert fields(read(data, "mhtml")) == [EXPECTED]


def test_an_address_may_be_folded():
    long = "https://kabarnusa.example/" + "beras-naik/" * 20 + "akhir"
    head = f"Snapshot-Content-Location: {long[:90]}\r\n {long[90:]}\r\n".encode()
    [record] = read(head + build_mhtml(build_page(), ""), "mhtml")
    assert record.fields["url"] == long


@pytest.mark.parametrize("charset, header, meta", [
    ("windows-1252", True, ""), ("windows-1252", False, "windows-1252"), ("utf-8", True, ""),
    ("utf-8", False, "utf-8"), ("iso-8859-2", True, "utf-8"), ("iso-8859-2", True, "windows-1252"),
    ("iso-8859-2", False, "iso-8859-2"),
])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_the_charset_of_the_part_or_of_the_page_is_used(charset, header, meta, transfer):
    word = "Ołówek" if charset == "iso-8859-2" else "“Kafé”"
    declared = f"<meta charset='{meta}'>" if meta else ""
    page = build_page(declared + HEAD).replace("Harga beras naik", word)
    data = build_mhtml(page, URL, charset=charset, declare=header, transfer=transfer)
    [record] = read(data, "mhtml")
    assert record.fields["title"] == f"{word} di Palu"


def test_a_single_page_without_parts_and_a_nested_one_are_read():
    single = b"Content-Type: text/html\nContent-Location: %s\n\n" % URL.encode()
    assert fields(read(single + build_page().encode(), "mhtml")) == [PAGE | {"url": URL}]
    inner, outer = MIMEPart(policy=policy.SMTP), MIMEPart(policy=policy.SMTP)
    inner.set_content(build_page(), subtype="html")
    inner.make_alternative()
    outer.make_related()
    outer.attach(inner)
    outer.attach(MIMEImage(b"\x89PNG\r\n", "png"))
    assert fields(read(outer.as_bytes(), "mhtml")) == [PAGE]


@pytest.mark.parametrize("content, reason", [
    ("", "no page in it"), ("Isi.", "no page in it"), (build_page(), "no page in it"),
    ("Content-Type: text/plain\n\nIsi.", "no page in it"),
    (build_mhtml("<html><body></body></html>", URL), "no text in it"),
    ("Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nAAECAwQFBgcICQ4PEBESExQVFhc=",
     "not text"),
])
def test_a_file_without_a_page_is_rejected(content, reason):
    found = read(content, "mhtml")
    assert not fields(found) and reason in rejected(found)[0][1]


def test_a_snapshot_that_is_cut_short_says_so():
    data = build_mhtml(build_page(), URL)
    found = read(data[:data.index(b"</article>")], "mhtml")
    assert fields(found)[0]["title"] == PAGE_FIELDS["title"]
    assert any("damaged" in note for note in found[0].notes)


@pytest.mark.parametrize("content", [
    "Content-Type: multipart/related; boundary=x\n\n" + "--x\n\na\n" * 3_000,
    "Content-Type: multipart/related; boundary=x\n\n" + "--x\nContent-Type: text/html\n\n" * 1_500,
    "Content-Type: text/html; " + "a=b;" * 50_000 + "\n\n<p>Isi.",
    "Snapshot-Content-Location: " + "http://a " * 20_000 + "\nContent-Type: text/html\n\n<p>Isi.",
])
def test_hostile_snapshots_are_read_quickly(content):
    began = time.process_time()
    read(content, "mhtml")
    assert time.process_time() - began < 10
