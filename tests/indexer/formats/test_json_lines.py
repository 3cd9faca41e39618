"""JSON Lines."""

import json

import pytest

from support.reading import fields, read, read_named, rejected


@pytest.mark.parametrize("content", [
    '{"id": 1}\n{"id": 2}\n',
    '{"id": 1}\n{"id": 2}',
    '\ufeff{"id": 1}\r\n{"id": 2}\r\n',
    '\n{"id": 1}\n \t\n{"id": 2}\n\n',
    '\x1e{"id": 1}\n\x1e{"id": 2}\n', '\x1e\n\x1e{"id": 1}\n{"id": 2}\n',
])
def test_every_line_is_a_record(content):
    assert fields(read_named("a.jsonl", content)) == [{"id": 1}, {"id": 2}]


def test_nan_and_infinity_are_kept_as_text():
    line = '{"a": NaN, "b": [Infinity, {"c": -Infinity}]}'
    assert fields(read_named("a.jsonl", line)) == [
        {"a": "NaN", "b": ["Infinity", {"c": "-Infinity"}]},
    ]


def test_values_are_kept_unchanged():
    record = {"title": "a\tc\nd é 😀", "n": [1, 2.5, None, {"x": [True]}], "": ""}
    assert fields(read_named("a.jsonl", json.dumps(record, ensure_ascii=False))) == [record]


@pytest.mark.parametrize("line, reason", [
    (b'{"title": ', "not JSON"),
    (b'{"title": "Satu"} {"title": "Dua"}', "not JSON"),
    (b"{'title': Satu}", "not JSON"),
    (b"{'title': {'Satu'}}", "not JSON"),
    (b"{'title'}", "not JSON"),
    (b"{'title':" * 2_000, "not JSON"),
    (b"{'title': '" + b"x" * (1 << 18) + b"'}", "not JSON"),
    (b'{"title": "Satu",,}', "not JSON"),
    (b"Judul", "not JSON"),
    (b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not JSON: it is nested too deeply"),
    (b'{"id": ' + b"9" * 5000 + b"}", "not JSON: a number has too many digits"),
    (b"[1]", "not a JSON object"),
    (b'"teks"', "not a JSON object"),
    (b"null", "not a JSON object"),
    (b"42", "not a JSON object"),
    (b"\xff\xfe", "not JSON"),
    (b"\x00", "not JSON"),
])
def test_a_bad_line_is_rejected_and_the_others_are_read(line, reason):
    found = read_named("a.jsonl", b'{"id": 1}\n\n' + line + b'\n{"id": 2}\n')
    assert fields(found) == [{"id": 1}, {"id": 2}]
    [(number, why)] = rejected(found)
    assert number == 3 and why.startswith(reason)


@pytest.mark.parametrize("line, expected", [
    ('{"title": "Satu",}', {"title": "Satu"}),
    ('{"title": "Satu, }", "tags": ["a, ]", ] , }', {"title": "Satu, }", "tags": ["a, ]"]}),
    (r'{"title": "Satu \",}", }', {"title": 'Satu ",}'}),
    ("{'title': 'Satu', 'terbit': None, 'n': (1, 2), 'utama': True}",
     {"title": "Satu", "terbit": None, "n": [1, 2], "utama": True}),
    (r"""{'title': "Jum'at", 'isi': 'kata \'ya\'\nlagi'}""",
     {"title": "Jum'at", "isi": "kata 'ya'\nlagi"}),
    (r"{'title': 'Satu\xad dua'}", {"title": "Satu dua"}),
])
def test_what_hand_or_python_wrote_for_json_is_read(line, expected):
    assert fields(read_named("a.jsonl", line)) == [expected]
    assert fields(read(f"[{line},\n{line}]", "json")) == [expected, expected]


def test_a_record_knows_its_file_and_line():
    found = read('\n{"id": 1}\n\nx\n{"id": 2}', "jsonl", "a.jsonl")
    assert [str(each.location) for each in found] == ["a.jsonl:2", "a.jsonl:4", "a.jsonl:5"]
