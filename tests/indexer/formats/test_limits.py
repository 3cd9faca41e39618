"""Records and files that are too large."""


import pytest

from indexer.formats.csv import rows
from indexer.formats.feed import items
from indexer.formats.io import lines
from indexer.formats.json import values

from support.reading import fields, read, rejected
from support.samples import ITEM, RSS


@pytest.fixture
def small(monkeypatch):
    """Lower the limits to what a test can reach."""
    for module in (lines, values):
        monkeypatch.setattr(module, "MAX_RECORD_BYTES", 1_000)
    monkeypatch.setattr(rows, "MAX_ROW_CHARACTERS", 1_000)
    monkeypatch.setattr(items, "MAX_ITEM_BYTES", 1_000)


LONG = "x" * 400_000


@pytest.mark.parametrize("format, content, kept, line", [
    ("jsonl", '{"title": "a"}\n{"title": "%s"}\n{"title": "b"}' % LONG, 2, 2),
    ("json", '[{"title": "a"},\n{"title": "%s"},\n{"title": "b"}]' % LONG, 2, 2),
    ("csv", f"title\na\n{LONG}\nb\n", 2, 3),
    ("csv", "title,body\na,b\nc,\"" + "d\n" * 9_000 + '"e",f\n', 1, 3),
    ("txt", LONG, 0, 1), ("html", LONG, 0, 1),
    ("feed", RSS.format(ITEM.format(1) + ITEM.format(LONG) + ITEM.format(2)), 2, 10),
])
def test_a_record_that_is_too_large_is_rejected_and_reading_goes_on(
    small, format, content, kept, line
):
    found = read(content, format)
    assert rejected(found)[0][0] == line and "more than" in rejected(found)[0][1].replace(
        "larger than", "more than")
    titles = [each for each in fields(found) if each.get("title", "").rstrip() in "ab" or
              "Judul" in each.get("title", "")]
    assert len(titles) == kept
