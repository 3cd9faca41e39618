"""Mailboxes: one article a mail."""

import gzip
import time

import pytest

from indexer.formats import mbox

from support.reading import fields, read, read_named, rejected

FROM = "From wira@kabarnusa.example Fri Apr 26 14:05:00 2019\n"
MAILS = [
    f"Subject: Judul {n}\nDate: Fri, 26 Apr 2019 14:05:00 +0700\n\nIsi {n} é.\n\nLanjutan.\n"
    for n in range(4)]
EXPECTED = [
    {"title": f"Judul {n}", "published": "Fri, 26 Apr 2019 14:05:00 +0700",
     "body": f"Isi {n} é.\n\nLanjutan."} for n in range(4)]


def box(*mails, separator=FROM):
    return "\n".join(separator + mail for mail in mails)


@pytest.mark.parametrize("separator", [
    FROM, "From - Fri Apr 26 14:05:00 2019\n", "From MAILER-DAEMON Fri Apr  6 14:05:00 2019\n",
    "From 1659@xxx Fri Apr 26 14:05:00 +0000 2019\n",
    "From wira at kabarnusa.example  Fri Apr 26 14:05:00 2019\n",
    "From wira@kabarnusa.example Fri Apr 26 14:05 WIB 2019\n",
    "From wira@kabarnusa.example Fri Apr 26 14:05:00 2019 +0700\n",
])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_each_mail_is_an_article(separator, line_break):
    found = read(box(*MAILS, separator=separator).replace("\n", line_break), "mbox")
    assert fields(found) == EXPECTED
    assert [each.location.line for each in found] == [2, 10, 18, 26]


def test_the_file_is_known_by_its_name_and_as_an_archive_of_a_mailing_list():
    data = box(*MAILS).encode()
    for name, content in (
            ("a.mbox", data), ("a.MBOX.gz", gzip.compress(data)), ("2019-April.txt", data),
            ("2019-April.txt.gz", gzip.compress(data))):
        assert fields(read_named(name, content)) == EXPECTED
    letter = "From Jakarta with love.\n\nIsi pukul 14:05:00 tahun 2019."
    assert fields(read_named("a.txt", letter)) == [{"body": letter}]


def test_a_sentence_that_begins_with_from_separates_nothing():
    text = "From the first day on, prices rose.\n\n>From Fri to Sun.\n>>From again."
    [record] = read(box(MAILS[0] + "\n" + text), "mbox")
    assert record.fields["body"].endswith(text.replace(">From", "From"))


def test_a_mail_without_a_separator_is_read():
    assert fields(read(box(*MAILS).removeprefix(FROM), "mbox")) == EXPECTED


@pytest.mark.parametrize("header", [
    "X-Mozilla-Status: 0009", "X-Mozilla-Status: 0008", "x-mozilla-status: 000b", "X-Status: D",
    "X-Status: RD", "X-Status: T", "X-Gmail-Labels: Trash,Unread", "X-Gmail-Labels: Sampah",
    "X-Gmail-Labels: Drafts", "X-Gmail-Labels: Spam", "X-Unsent: 1",
    "X-Mozilla-Draft-Info: internal/draft; vcard=0", "x-mozilla-draft-info: internal/draft",
    "X-Uniform-Type-Identifier: com.apple.mail-draft",
])
def test_what_was_deleted_or_never_sent_is_passed_over_and_counted(header, caplog):
    found = read(box(MAILS[0], f"{header}\n{MAILS[1]}", MAILS[2]), "mbox")
    assert fields(found) == [EXPECTED[0], EXPECTED[2]] and not rejected(found)
    assert "passed over 1 " in caplog.text


@pytest.mark.parametrize("header", [
    "X-Mozilla-Status: 0001", "X-Mozilla-Status: 0003", "X-Status: A", "X-Status: RO",
    "X-Gmail-Labels: Inbox,Opened", "X-Gmail-Labels: Antispam", "X-Unsent: 0",
    "X-Uniform-Type-Identifier: com.apple.mail-note",
])
def test_what_was_read_or_answered_is_an_article(header, caplog):
    found = read(box(f"{header}\n{MAILS[0]}\nX-Status: D\n"), "mbox")
    assert len(fields(found)) == 1 and not caplog.text


def test_one_damaged_mail_costs_no_other():
    for damaged in ("", "Gubernur bicara.\n", "Subject: a\n\n" + "\1\2\3" * 99 + "\n",
                    "Subject: " + "a" * 20_000 + "\n\nIsi.\n"):
        found = read(box(MAILS[0], damaged, MAILS[2]), "mbox")
        assert fields(found) == [EXPECTED[0], EXPECTED[2]]
        assert [line for line, _ in rejected(found)] == ([10] if damaged else [])


def test_a_mail_that_is_too_large_is_rejected_and_reading_goes_on(monkeypatch):
    monkeypatch.setattr(mbox, "MAX_RECORD_BYTES", 1_000)
    found = read(box(MAILS[0], MAILS[1] + "x" * 70 + "\n" + "y\n" * 900, MAILS[2]), "mbox")
    assert fields(found) == [EXPECTED[0], EXPECTED[2]]
    assert rejected(found)[0][0] == 10 and "larger than" in rejected(found)[0][1]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_mailbox_says_so(content):
    assert "no mail in it" in rejected(read(content, "mbox"))[0][1]


@pytest.mark.parametrize("content", [
    "From " * 500_000, "From 1:00 " * 50_000 + "\n", FROM * 50_000, "From 1:002019" * 9 + "\n" * 9,
    FROM + "X-Status: " + "A" * 500_000 + "\n\nIsi.", FROM + "X-Gmail-Labels:" + "Spa " * 90_000,
])
def test_hostile_mailboxes_are_read_quickly(content):
    began = time.process_time()
    read(content, "mbox")
    assert time.process_time() - began < 10
