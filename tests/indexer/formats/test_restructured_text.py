"""What Pelican and Nikola keep as .rst is read with its fields and without its marks."""

import pytest

from indexer.ingest.load import FileReader
from indexer.record import Unpublished

from support.reading import fields, read_named

TEXT = ("Harga **beras** di `pasar <https://kabar.example/pasar>`_ naik.\n\n.. image:: beras.jpg\n"
        "   :alt: Karung\n\nSebab\n-----\n\nPanen *tertunda*, kata ``Wira``.\n")
BODY = "Harga beras di pasar naik.\n\nSebab\n\nPanen tertunda, kata Wira."


@pytest.mark.parametrize("head", [
    "Harga Beras\n===========\n\n:date: 2019-04-26\n:tags: beras\n\n",
    "###########\nHarga Beras\n###########\n\n:date: 2019-04-26\n:tags: beras\n\n",
    ".. title: Harga Beras\n.. date: 2019-04-26\n.. tags: beras\n\n",
])
def test_title_fields_and_text_are_told_apart(head):
    [found] = fields(read_named("a.rst", head + TEXT))
    assert found == {
        "title": "Harga Beras", "date": "2019-04-26", "tags": "beras", "body": BODY}


def test_a_draft_stays_out(tmp_path):
    path = tmp_path / "a.rst"
    path.write_text(f"Harga Beras\n===========\n\n:status: draft\n\n{TEXT}")
    [found] = FileReader().trace(path)
    assert isinstance(found, Unpublished)


def test_a_text_without_fields_keeps_its_marks():
    [found] = fields(read_named("a.txt", f"Harga Beras\n===========\n\n{TEXT}"))
    assert "**beras**" in found["body"]
