"""Mail: one message is one article."""

import gzip
import time
from email import policy
from email.message import EmailMessage

import pytest

from indexer.article.pipeline import build_article

from support.reading import fields, read, read_named, rejected
from support.samples import ARCHIVES

HEADERS = """From: =?utf-8?q?Wira_Atmaja?= <wira@kabarnusa.example>
To: redaksi@kabarnusa.example
Subject: =?utf-8?b?SGFyZ2EgYmVyYXMg4oCcbmFpa+KAnQ==?= di Palu
Date: Fri, 26 Apr 2019 14:05:00 +0700
Message-ID: <beras-1@kabarnusa.example>
"""
BODY = "Harga beras di pasar induk Palu naik sepuluh persen.\n\nPasokan dari Parigi terlambat."
EXPECTED = {
    "id": "beras-1@kabarnusa.example", "title": "Harga beras “naik” di Palu",
    "published": "Fri, 26 Apr 2019 14:05:00 +0700", "byline": "Wira Atmaja", "body": BODY,
}


def build(plain=None, html=None, **headers):
    """Return a mail in bytes, as the standard library writes it."""
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "Judul"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if plain is not None:
        message.set_content(plain)
    if html is not None:
        (message.add_alternative if plain is not None else message.set_content)(
            html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("content", [
    f"{HEADERS}\n{BODY}", f"\ufeff\n{HEADERS}\n{BODY}", f"{HEADERS}\n{BODY}".replace("\n", "\r\n"),
    f"{HEADERS}\n{BODY}".encode("utf-16"),
])
def test_a_mail_is_an_article(content):
    [record] = read(content, "eml")
    assert (record.fields, record.source, record.notes) == (EXPECTED, "metadata", ())
    article = build_article(record)
    assert (article.title, article.published) == (EXPECTED["title"], "2019-04-26T14:05:00+07:00")
    assert article.extra["byline"] == "Wira Atmaja" and article.outlet is None


def test_a_mail_is_read_by_its_name_compressed_and_in_archives():
    data = f"{HEADERS}\n{BODY}".encode()
    assert fields(read_named("a.eml", data)) == [EXPECTED]
    assert fields(read_named("A.EML.gz", gzip.compress(data))) == [EXPECTED]
    for kind, build_archive in ARCHIVES.items():
        assert fields(read_named(f"a.{kind}", build_archive({"surat/a.eml": data}))) == [EXPECTED]


@pytest.mark.parametrize("charset, written", [
    ("utf-8", "“Naik” é."), ("windows-1252", "“Naik” é."), ("iso-8859-2", "Łódź é."),
    ("utf-8", "“Naik” panjang " + "kata " * 50 + "é."),
])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_charset_and_transfer_encoding_are_decoded(charset, written, transfer):
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="8bit"))
    message["Subject"] = "Judul"
    message.set_content(written, charset=charset, cte=transfer)
    [record] = read(message.as_bytes(), "eml")
    assert record.fields["body"].split() == written.split()


@pytest.mark.parametrize("declared", ["us-ascii", "x-tidak-ada", "utf-8", ""])
def test_a_wrong_charset_is_ignored(declared):
    head = f"Subject: a\nContent-Type: text/plain; charset={declared}\n\n"
    [record] = read(head.encode() + "kafé “Naik”".encode("cp1252"), "eml")
    assert record.fields["body"] == "kafé “Naik”"
    assert record.notes == ("read as windows-1252",)


def test_plain_text_is_preferred_to_html():
    html = "<p>Satu.</p><p>Dua.</p><figure><figcaption>Pasar.</figcaption></figure>"
    assert fields(read(build("Polos.\n", html), "eml")) == [{"title": "Judul", "body": "Polos."}]
    for plain in (None, " \n"):
        assert fields(read(build(plain, html), "eml")) == [
            {"title": "Judul", "body": "Satu.\n\nDua.", "captions": ["Pasar."]}]


def test_attachments_are_ignored():
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "Judul"
    message.set_content("Isi.")
    message.add_attachment("Lampiran.", filename="a.txt")
    message.add_attachment(bytes(range(256)) * 99, maintype="image", subtype="jpeg", filename="b")
    forwarded = EmailMessage()
    forwarded.set_content("Terusan.")
    message.add_attachment(forwarded)
    assert fields(read(message.as_bytes(), "eml")) == [{"title": "Judul", "body": "Isi."}]
    message.get_body().set_content("")
    found = read(message.as_bytes(), "eml")
    assert not fields(found) and found[0].fields == {"title": "Judul"}
    assert "attachments" in rejected(found)[0][1]


@pytest.mark.parametrize("sender, list_id, expected", [
    ("wira@kabarnusa.example", None, {}),
    ('"wira@kabarnusa.example" <wira@kabarnusa.example>', None, {}),
    ("Wira <w@x.example>, Asri <a@x.example>", None, {"byline": "Wira, Asri"}),
    ("Kabar Nusa <info@kabarnusa.example>", "<harian.kabarnusa.example>", {"outlet": "Kabar Nusa"}),
    ("info@kabarnusa.example", "<harian.kabarnusa.example>", {}),
    (";;<", None, {}),
])
def test_the_sender_is_the_author_or_the_outlet_of_a_list(sender, list_id, expected):
    head = f"Subject: a\nFrom: {sender}\n" + (f"List-Id: {list_id}\n" if list_id else "")
    assert fields(read(f"{head}\nIsi.", "eml")) == [{"title": "a", "body": "Isi."} | expected]


@pytest.mark.parametrize("content, reason", [
    ("", "not a mail"), ("Gubernur bicara.\n\nIsi.", "not a mail"),
    ("To: a@b.example\n\nIsi.", "not a mail"),
    ("Subject: a\n\n", "no text in it"), ("Subject: a\n\n \n", "no text in it"),
    (b"Subject: a\n\n" + bytes(range(256)) * 9, "not text"),
    ("Subject: a\nContent-Type: multipart/mixed; boundary=b\n"
     + ("\n--b\nContent-Type: text/plain; x=" + "a;" * 4_900) * 5, "longer headers"),
    ("Subject: " + "a" * 20_000 + "\n\nIsi.", "longer headers"),
    ("Subject: a\nContent-Type: text/plain; x=" + "a;" * 20_000 + "\n\nIsi.", "longer headers"),
    ("Subject: a\n\n" + "\n--" * 10_001, "more lines or parts"),
    ("Subject: a\nContent-Type: message/rfc822\n\n" * 3_000, "not a mail that can be read"),
])
def test_a_file_that_is_no_readable_mail_is_rejected(content, reason):
    found = read(content, "eml")
    assert not fields(found) and reason in rejected(found)[0][1]


def test_a_damaged_mail_says_so():
    whole = build("Polos.\n", "<p>Polos.</p>")
    assert read(whole, "eml")[0].notes == ()
    [record] = read(whole[:-20], "eml")
    assert record.fields["body"] == "Polos." and "damaged mail" in record.notes[0]


@pytest.mark.parametrize("content", [
    "Subject: a\nContent-Type: multipart/mixed; boundary=x\n\n" + "--x\n\na\n" * 9_000,
    "".join(f"Content-Type: multipart/mixed; boundary=x{n}\n\n--x{n}\n" for n in range(20))
    + "\n" + "a\n" * 150_000,
    "Subject: " + "=?utf-8?q?a?= " * 700 + "\n\nIsi.", "From: " + "(" * 9_900 + "\n\nIsi.",
    pytest.param("From: " + "a," * 4_900 + "\n\nIsi.", marks=pytest.mark.long),
    "From: " + "<" * 9_900 + "\nSubject: a\n\nIsi.", pytest.param(
        "Subject: a\nContent-Type: text/plain; " + "x*0=a;" * 1_600 + "\n\nIsi.",
        marks=pytest.mark.long),
    "Subject: a\n" + "X: b\n" * 150_000, "Subject: a\n" + " b\n" * 150_000,
])
def test_hostile_mails_are_read_quickly(content):
    began = time.process_time()
    read(content, "eml")
    assert time.process_time() - began < 10
