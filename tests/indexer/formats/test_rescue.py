"""JSON that lacks a bracket or a quote: all articles but the damaged one are read."""

import io
import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import formats
from indexer.formats.json.rescue import split_pieces
from indexer.record import Record

ARTICLES = [{"title": f"Judul {n}", "body": f"Isi nomor {n}."} for n in range(5)]


def read(content):
    """Return the titles read, and the lines and reasons of the rejections."""
    found = list(formats.read_stream(io.BytesIO(content.encode()), "a.json", "json"))
    taken = [each.fields.get("title") for each in found if isinstance(each, Record)]
    return taken, [(each.location.line, each.reason) for each in found
                   if not isinstance(each, Record)]


def bare(written):
    """Return a text without what separates articles."""
    return re.sub(r"[][{},\s]", "", written)


DAMAGES = {
    "no closing bracket": ('1."}', '1."'), "no closing bracket, in lines": ('1."\n }', '1."\n'),
    "no opening bracket": ('{"title": "Judul 1"', '"title": "Judul 1"'),
    "one quote too many": ("Isi nomor 1", 'Isi "nomor 1'),
    "two quotes too many": ("Isi nomor 1", 'Isi "nomor" 1'),
    "one quote too few": ('nomor 1."', "nomor 1."),
    "no comma": ('"Judul 1",', '"Judul 1"'), "single quotes": ('"Judul 1"', "'Judul 1'"),
    "a bracket too many": ('"Judul 1"', '["Judul 1"'),
}


CASES = [
    (written, written.replace(*damage)) for damage in DAMAGES.values()
    for written in (json.dumps(ARTICLES), json.dumps(ARTICLES, indent=1)) if damage[0] in written]


@pytest.mark.parametrize("around", ["{}", '{{"status": "ok", "data": {{"articles": {}}}}}'])
@pytest.mark.parametrize("written, damaged", CASES)
def test_only_the_damaged_article_is_rejected(around, written, damaged):
    taken, rejections = read(around.format(damaged))
    assert taken == ["Judul 0", "Judul 2", "Judul 3", "Judul 4"]
    assert [reason[:8] for _, reason in rejections] == ["not JSON"] * (1 if around == "{}" else 2)
    assert rejections[-1][0] in ((6, 7) if "\n" in written else (1,))


def test_a_truncated_file_is_reported():
    taken, rejections = read(json.dumps(ARTICLES)[:100])
    assert taken == ["Judul 0", "Judul 1"]
    assert [reason[:29] for _, reason in rejections] == [
        "not JSON: Unterminated string", "the array does not end here: "]


def test_only_articles_are_rescued_from_a_damaged_one():
    written = '[{"title": "A", "body": "B", "media": [{"title": "Foto"}, {"title": "Foto"}]'
    taken, rejections = read(written + ', {"title": "C", "body": "D"}]')
    assert taken == ["C"] and len(rejections) == 1


@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_no_word_of_a_damaged_text_is_lost(chance: random.Random, times):
    written = json.dumps(ARTICLES, indent=chance.choice([None, 1]))
    for _ in range(times):
        at = chance.randrange(len(written))
        other = chance.choice(["", '"', "{", "}", "]", ",", "x"])
        written = written[:at] + other + written[at + 1:]
    found = list(split_pieces(written, lambda value: "title" in value))
    assert bare("".join(piece for _, piece in found)) == bare(written)
    assert [line for line, _ in found] == sorted(line for line, _ in found)


@pytest.mark.parametrize("content", [
    '\n{"a":' * 300_000, ',{"a":[' * 30_000 + "1," * 1_000_000, '\n{"a":"' * 200_000,
    "[" * 100_000 + '{"a"', '{"a' + "\n" * 300_000, '{"a ' + " " * 3_000_000,
    '{"a":"x}' + ',{"title":"x","body":"y"}' * 20_000,
])
def test_hostile_text_is_rescued_quickly(content):
    read(content)
