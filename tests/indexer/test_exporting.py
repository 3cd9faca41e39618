"""`indexer search --all` prints all hits in a format of other programs."""

import csv
import io
import json

import pytest

from search.engine import SCAN_BATCH

RECORDS = [
    {"id": f"{number:03}", "title": "Beras", "body": f"Harga beras nomor {number}.",
     "outlet": "Kabar Nusa" if number % 2 else "Arus Kota", "published": "2013-06-15"}
    for number in range(SCAN_BATCH + 20)
]


@pytest.fixture
def full(indexer, write):
    """A function that runs `indexer` on an archive with more articles than are read at once."""
    assert indexer("add", write("a.jsonl", RECORDS)).code == 0
    return indexer


def test_all_hits_are_printed_and_added_back(full, write, tmp_path):
    printed = full("search", "beras", "--all")
    assert printed.code == 0 and printed.err == ""
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [line["id"] for line in lines] == [each["id"] for each in RECORDS]
    whole = [json.loads(line) for line in full("export").out.splitlines()]
    assert lines == whole
    other = tmp_path / "lain"
    assert full("add", write("b.jsonl", printed.out), folder=other).code == 0
    assert full("export", folder=other).out == full("export").out


def test_the_format_fields_filters_and_order_are_as_asked(full):
    ran = full("search", "beras", "--all", "--format", "csv", "--fields", "id, outlet",
               "--outlet", "Arus Kota", "--sort", "oldest")
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows[0] == ["id", "outlet"] and len(rows) == len(RECORDS) // 2 + 1
    assert {row[1] for row in rows[1:]} == {"Arus Kota"}
    assert full("search", "beras", "--all", "--past", "kemarin").out == ""
    assert full("search", "jerapah", "--all", "--format", "csl-json").out == "[]\n"


@pytest.mark.parametrize("arguments, said", [
    (["--format", "csv"], "add --all"), (["--fields", "id"], "add --all"),
    (["--all", "--page", "2"], "leave out --page."), (["--all", "--json"], "leave out --json"),
    (["--all", "--past", "2013"], "past: '2013' is not a time until today: write 30d"),
    (["--past", "1d", "--to", "2013"], "past: past says until today: leave from and to out"),
    (["--all", "--sort", "relevance"], "sort: all hits come by date: choose newest or oldest"),
    (["--all", "--fields", "warna"], "fields: 'warna' is not a field: choose from id"),
    (["--all", "--format", "ris", "--fields", "id"], "choose jsonl or csv"),
])
def test_what_does_not_go_together_is_refused(full, arguments, said):
    ran = full("search", "beras", *arguments)
    assert ran.code == 2 and said in ran.err and ran.out == ""
