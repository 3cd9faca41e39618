"""Exports of Movable Type are split into their articles, and what is a draft stays out."""

import pytest

from indexer.ingest.load import FileReader
from indexer.record import Unpublished

ENTRY = """TITLE: {title}
AUTHOR: wira
DATE: 04/26/2019 02:05:00 PM
PRIMARY CATEGORY: Ekonomi
STATUS: {status}
ALLOW COMMENTS: 1
-----
BODY:
Harga beras naik di pasar.
-----
EXTENDED BODY:
Pedagang mengeluh sejak pekan lalu.
-----
EXCERPT:

-----
KEYWORDS:
beras
-----
COMMENT:
AUTHOR: sari
DATE: 04/27/2019 02:05:00 PM
Betul sekali.
-----
--------
"""


def read(tmp_path, text):
    path = tmp_path / "blog.txt"
    path.write_text(text)
    return list(FileReader().trace(path))


def test_an_entry_becomes_an_article(tmp_path):
    text = "".join(ENTRY.format(title=title, status="Publish") for title in ("Beras", "Cabai"))
    first, second = (each.article for each in read(tmp_path, text))
    assert (first.title, second.title) == ("Beras", "Cabai")
    assert first.body == "Harga beras naik di pasar.\n\nPedagang mengeluh sejak pekan lalu."
    assert first.published == "2019-04-26T14:05:00+07:00"
    assert (first.extra["byline"], first.extra["rubric"]) == ("wira", "Ekonomi")


@pytest.mark.parametrize("status", ["Draft", "Future", "Review"])
def test_what_the_blog_did_not_publish_stays_out(tmp_path, status):
    [found] = read(tmp_path, ENTRY.format(title="Beras", status=status))
    assert isinstance(found, Unpublished) and found.reason == f"status is {status.lower()}"


def test_a_text_with_rules_stays_one_article(tmp_path):
    [found] = read(tmp_path, "Harga beras naik\n\nIsi.\n-----\nBODY: pasar.\n--------\nLagi.\n")
    assert "Lagi." in found.article.body
