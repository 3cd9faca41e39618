"""Mail: one message is one article."""

import gzip
import time
from email import policy
from email.message import EmailMessage

import pytest

from indexer.ingest.load import FileReader, ReadOptions
from indexer.record import Unpublished

from support.built_articles import build_article
from support.portal_pages import TOPICS
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


def write(at, extra=""):
    return (f"From: Wira <w@kabar.example>\nSubject: Judul {at}\n"
            f"Date: Fri, 26 Apr 2019 14:05:00 +0700\n{extra}\nIsi {at}.\n")


def join(kind, parts, boundary):
    inner = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return (f"Subject: Milis Digest, Vol 3\nFrom: milis@kabar.example\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/{kind}; boundary={boundary}\n\n{inner}--{boundary}--\n")


ENCLOSED = [f"Content-Type: message/rfc822\n\n{write(at)}" for at in range(3)]
CONTENTS = "Content-Type: text/plain\n\nToday's Topics:\n\n  1. Judul 0\n"
RULE = "-" * 30 + "\n\n"
DIGESTS = {
    "multipart": join("digest", ENCLOSED, "a"),
    "of Mailman": join("mixed", [CONTENTS, join("digest", ENCLOSED, "a")], "b"),
    "plain": (
        "Subject: Milis Digest, Vol 3\nFrom: milis@kabar.example\n\nToday's Topics:\n\n"
        "   1. Judul 0 (Wira)\n\n" + "-" * 70 + "\n\n"
        + RULE.join(f"Message: {at}\n{write(at)}\n" for at in range(3)) + RULE
        + "Subject: Digest Footer\n\n____\nMilis\n\n" + RULE + "End of Milis Digest\n"),
    "of digests": join("digest", [
        "Content-Type: message/rfc822\n\n" + join("digest", ENCLOSED[:2], "a"), ENCLOSED[2]], "b"),
    "forwarded": join("mixed", ["Content-Type: text/plain\n\n \n", *ENCLOSED], "a"),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_each_message_of_a_digest_is_an_article(name):
    found = read(DIGESTS[name], "eml")
    assert not rejected(found) and [
        (each["title"], each["body"], each["byline"]) for each in fields(found)] == [
        (f"Judul {at}", f"Isi {at}.", "Wira") for at in range(3)]


def test_a_message_beside_a_text_is_an_attachment():
    mail = join("mixed", ["Content-Type: text/plain\n\nTeks sendiri.\n", *ENCLOSED], "a")
    assert [each["body"] for each in fields(read(mail, "eml"))] == ["Teks sendiri."]


@pytest.mark.parametrize("plain", [None, "Nawala\n\nSemua berita pekan ini.\n"])
def test_each_whole_article_of_a_newsletter_is_one(plain):
    parts = "".join(
        f"<table><tr><td><h2><a href='https://kabar.example/{at}'>{title}</a></h2>"
        f"{''.join(f'<p>{each}</p>' for each in text)}</td></tr></table>"
        for at, (title, _, text) in enumerate(TOPICS))
    mail = build(plain, f"<html><body><h1>Kabar Pekan Ini</h1>{parts}</body></html>",
                 From="Nawala Nusa <n@kabar.example>", List_Id="<nawala.kabar.example>",
                 Date="Fri, 26 Apr 2019 14:05:00 +0700")
    found = fields(read(mail, "eml"))
    assert [each["title"] for each in found] == [title for title, _, _ in TOPICS]
    assert {each["outlet"] for each in found} == {"Nawala Nusa"}
    assert all(each["published"].startswith("Fri, 26 Apr") for each in found)
    for each, (_, _, text) in zip(found, TOPICS, strict=True):
        assert all(line in each["body"] for line in text)


def test_a_newsletter_of_one_article_is_one():
    title, _, text = TOPICS[0]
    page = f"<h1>{title}</h1><h2>{text[0]}</h2>{''.join(f'<p>{each}</p>' for each in text)}"
    assert len(fields(read(build(title + "\n\n" + text[0], page), "eml"))) == 1


UNSENT = ["X-Unsent: 1", "X-Mozilla-Draft-Info: internal/draft; vcard=0", "X-Gmail-Labels: Draf",
          "X-Uniform-Type-Identifier: com.apple.mail-draft", "X-Mozilla-Status: 0009"]


@pytest.mark.parametrize("header", UNSENT)
def test_a_mail_that_was_never_sent_or_was_deleted_is_unpublished(header, tmp_path):
    path = tmp_path / "a.eml"
    path.write_text(write(1, f"{header}\n"))
    [found] = FileReader().trace(path)
    assert isinstance(found, Unpublished) and "a header of the mail" in found.reason
    [found] = FileReader(ReadOptions(include_unpublished=True)).trace(path)
    assert found.article.title == "Judul 1"


@pytest.mark.parametrize("flags, is_published", [(1, True), (1 << 6, False), (3, False)])
def test_a_file_of_apple_mail_is_read_with_its_flags(flags, is_published, tmp_path):
    mail, path = write(1), tmp_path / "1.emlx"
    path.write_text(f"{len(mail)}      \n{mail}<?xml version='1.0'?><plist><dict><key>flags</key>"
                    f"<integer>{flags}</integer></dict></plist>")
    [found] = FileReader().trace(path)
    assert isinstance(found, Unpublished) is not is_published
    assert not is_published or (found.article.title, found.article.body) == ("Judul 1", "Isi 1.")
