"""Adding a format takes a reader and a row; everything else follows.

The format made up here is a list of headlines: a line `HEADLINES`, then a title a line.
"""

import gzip
import re

import pytest

from indexer import formats
from indexer.formats.format import Format
from indexer.formats.io import encoding
from indexer.formats.io.lines import read_lines
from indexer.record import Location, Record, Rejection

from support.reading import fields, read, read_named, rejected
from support.samples import ARCHIVES

CONTENT = b"HEADLINES\nHarga beras naik\n!\nHarga cabai turun\n"
TITLES = [{"title": "Harga beras naik"}, {"title": "Harga cabai turun"}]


def read_headlines(file, name, mapping):
    """Yield a record for each line below the first."""
    for number, line in enumerate(read_lines(file), 1):
        title, notes = encoding.decode(line.strip())
        if title == "!":
            yield Rejection(location=Location(name, number), reason="no title", raw=title)
        elif number > 1:
            yield Record(location=Location(name, number), fields={"title": title}, notes=notes)


@pytest.fixture(autouse=True)
def headlines(monkeypatch):
    """The row in the table of formats."""
    row = Format(
        name="headlines", endings=(".hls",), read=read_headlines,
        start=re.compile(rb"HEADLINES\n"))
    monkeypatch.setitem(formats.FORMATS, row.name, row)


@pytest.mark.parametrize("name, content", [
    ("a.hls", CONTENT), ("A.HLS.gz", gzip.compress(CONTENT, mtime=0)), ("a.txt", CONTENT),
    *((f"a.{kind}", build({"folder/a.hls": CONTENT})) for kind, build in ARCHIVES.items()),
])
def test_its_files_are_read_wherever_they_are(name, content):
    found = read_named(name, content)
    assert fields(found) == TITLES and rejected(found) == [(3, "no title")]


@pytest.mark.parametrize("format, content", [
    ("headlines", CONTENT), ("headlines.gz", gzip.compress(CONTENT, mtime=0)),
])
def test_it_can_be_the_format_of_a_stream(format, content):
    assert fields(read(content, format)) == TITLES


def test_it_is_listed_among_the_known_formats():
    assert ".hls" in rejected(read(b"", "unknown"))[0][1]
