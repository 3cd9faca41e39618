"""JSON files, and JSON that is called something else."""

import gzip
import io
import json

import pytest

from indexer import formats
from indexer.record import Rejection

from support.reading import Pipe, fields, read, rejected
from support.samples import build_zip


@pytest.mark.parametrize("content, expected", [
    ('[{"title": "a"}, {"title": "b"}]', [{"title": "a"}, {"title": "b"}]),
    ('\ufeff [\n{"title": "]}\\\\\\"["}\n,\n{"x": [[{}]]}]\n',
     [{"title": ']}\\"['}, {"x": [[{}]]}]),
    ('{"title": "a"}', [{"title": "a"}]),
    ('{"title": "a"}\n{"title": "b"}\n', [{"title": "a"}, {"title": "b"}]),
    ('{"status": "ok", "articles": [{"title": "a"}, {"title": "b"}]}',
     [{"title": "a"}, {"title": "b"}]),
    ('{"title": "a", "gambar": [{"x": 1}]}', [{"title": "a", "gambar": [{"x": 1}]}]),
    ('{"data": {"result": {"articles": [{"title": "a"}, {"title": "b"}]}, "n": 2}}',
     [{"title": "a"}, {"title": "b"}]),
    ('{"meta": {"page": [{"n": 1}]}, "hits": {"hits": [{"judul": "a", "isi": "b"}]}}',
     [{"judul": "a", "isi": "b"}]),
    ('{"data": {"tags": [{"n": 1}], "items": [{"title": "a"}]}}', [{"title": "a"}]),
    ('{"data": {"article": {"title": "a", "content": "b"}}}', [{"title": "a", "content": "b"}]),
    ('{"id": 1, "data": {"title": "a", "content": "b"}}',
     [{"id": 1, "title": "a", "content": "b"}]),
    ('{"data": {"items": [{"title": "a", "body": "b"}, null]}, "menu": [{"title": "Beranda"}]}',
     [{"title": "a", "body": "b"}]),
    ('{"messages": [{"text": "ok"}], "data": {"articles": [{"title": "a", "body": "b"}]}}',
     [{"title": "a", "body": "b"}]),
    ('{"article": {"title": "a", "body": "b"}, "related": [{"title": "c", "body": "d"}]}',
     [{"title": "a", "body": "b"}, {"title": "c", "body": "d"}]),
    ('{"hits": {"hits": [{"_id": "7", "_source": {"title": "a", "body": "b"}}]}}',
     [{"_id": "7", "title": "a", "body": "b"}]),
    ('{"data": {"edges": [{"node": {"title": "a", "body": "b"}}]}, "links": [{"rel": "next"}]}',
     [{"title": "a", "body": "b"}]),
    ('{"title": "Arsip", "items": [{"title": "a", "body": "b"}]}', [{"title": "a", "body": "b"}]),
    ('{"title": "Kabar", "description": "k", "items": [{"title": "a", "description": "b"}]}',
     [{"outlet": "Kabar", "title": "a", "description": "b"}]),
    ('{"rss": {"channel": {"title": "Kabar", "description": "k", "item": [{"title": "a",'
     ' "description": "b"}]}}}', [{"outlet": "Kabar", "title": "a", "description": "b"}]),
    ('{"feed": {"title": "Kabar", "description": "k"}, "items": [{"title": "a", "content": "b"}]}',
     [{"title": "a", "content": "b"}]),
    ('{"title": "a", "description": "b", "terkait": [{"title": "c", "description": "d"}]}',
     [{"title": "a", "description": "b", "terkait": [{"title": "c", "description": "d"}]}]),
    ('{"title": "a", "isi": "b", "items": [{"title": "c", "isi": "d"}]}',
     [{"title": "a", "isi": "b", "items": [{"title": "c", "isi": "d"}]}]),
    ('{"data": [{"title": "a", "isi": "b"}, {"title": "c"}, {"isi": "d"}, {"x": 1}]}',
     [{"title": "a", "isi": "b"}, {"title": "c"}, {"isi": "d"}, {"x": 1}]),
    ('{"title": "a", "description": "b", "terkait": [{"title": "c", "isi": "d"}]}',
     [{"title": "a", "description": "b", "terkait": [{"title": "c", "isi": "d"}]}]),
    ('{"data": [{"title": "a", "isi": "b"}], "utama": {"title": "c", "summary": "d"}}',
     [{"title": "a", "isi": "b"}, {"title": "c", "summary": "d"}]),
    ('{"title": "Arsip", "content": null, "articles": [{"title": "a", "isi": "b"}]}',
     [{"outlet": "Arsip", "title": "a", "isi": "b"}]),
    ('{"_id": "7", "_source": {"id": 3, "title": "a", "isi": "b"}}',
     [{"_id": "7", "id": 3, "title": "a", "isi": "b"}]),
    ('[{"title": {"rendered": "a", "lain": "b"}}]', [{"title": {"rendered": "a", "lain": "b"}}]),
    ('{"a": {"title": "a", "isi": "b"}, "b": {"title": "c", "isi": "d"}, "c": {"x": 1},'
     ' "meta": {"title": "x"}}',
     [{"title": "a", "isi": "b"}, {"title": "c", "isi": "d"}, {"x": 1}]),
    ('{"1": {"title": "a", "isi": "b"}, "2": {"title": "c"}, "3": {"title": "d", "isi": ""}}',
     [{"title": "a", "isi": "b"}, {"title": "c"}, {"title": "d", "isi": ""}]),
    ('{"seo": {"title": "x"}, "data": {"title": "a", "isi": "b"}}', [{"title": "a", "isi": "b"}]),
    ('[[{"title": "a", "isi": "b"}], [{"title": "c", "isi": "d"}]]',
     [{"title": "a", "isi": "b"}, {"title": "c", "isi": "d"}]),
    ('[{"title": "a"}][{"title": "b"}]', [{"title": "a"}, {"title": "b"}]),
    ('[{"title": {"rendered": "a"}, "content": {"rendered": "<p>b"}, "id": 3}]',
     [{"title": "a", "content": "<p>b", "id": 3}]),
    ("[]", []),
    (json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": [
        {"id": "1", "url": "1", "title": "A", "content_html": "<p>a<p>b", "tags": ["x"],
         "date_published": "2019", "authors": [{"name": "Wira"}, {"name": "Asri"}], "_x": 1},
        {"id": "2", "url": "u", "content_text": "c", "summary": "d", "author": {"name": "E"}},
    ]}), [
        {"url": "1", "title": "A", "body": "a\n\nb", "tags": ["x"], "published": "2019", "_x": 1,
         "byline": "Wira, Asri", "outlet": "Kabar"},
        {"id": "2", "url": "u", "body": "c", "description": "d", "byline": "E", "outlet": "Kabar"},
    ]),
])
def test_json_files_are_read(content, expected):
    found = read(content, "json")
    assert (fields(found), rejected(found)) == (expected, [])


@pytest.mark.parametrize("content, titles, line, reason", [
    ('[{"title": "a"},\n{"title": },\n{"title": "b"}]', ["a", "b"], 2, "not JSON"),
    ('[{"title": "a"}, 7]', ["a"], 1, "not a JSON object"),
    ('{"data": [{"title": "a", "isi": "b"}, "teks"]}', ["a"], 1, "not a JSON object"),
    ('[{"title": "a"}, [1, 2]]', ["a"], 1, "not a JSON object"),
    ('[{"title": "a"}]\n[{"title": "b"}', ["a", "b"], 2, "never closed"),
    ('[{"title": "a"},\n', ["a"], 2, "cut short"),
    ('[{"title": "a"},\n{"title": "b', ["a"], 2, "not JSON"),
    ('var x = [{"title": "a"}]', ["a"], 1, "not JSON"),
])
def test_faults_in_a_json_file_are_rejected(content, titles, line, reason):
    found = read(content, "json")
    assert [each["title"] for each in fields(found)] == titles
    assert rejected(found)[0][0] == line and reason in rejected(found)[0][1]


@pytest.mark.parametrize("format", ["json", "jsonl"])
@pytest.mark.parametrize("value", [
    "[" * 400 + "]" * 400, "[" * 900 + '"I\\u00ad"' + "]" * 900,
    '{"title": "x", "summary": "y", "items": [' * 300 + "]}" * 300,
    "[" * 100_000 + "]" * 100_000, "9" * 5_000,
])
def test_a_value_that_no_parser_takes_spares_the_other_records(format, value):
    records = ['{"title": "a", "isi": "b"}', '{"x": %s}' % value, '{"title": "c", "isi": "d"}']
    content = f"[{','.join(records)}]" if format == "json" else "\n".join(records)
    found = read(content, format)
    titles = [each.get("title") for each in fields(found)]
    assert titles[:1] == ["a"] and titles[-1:] == ["c"] and len(found) == 3


def test_a_nested_bomb_is_rejected():
    found = read('{"x": [' + "[]," * 1_100_000 + '0]}\n{"title": "a"}\n', "jsonl")
    assert fields(found) == [{"title": "a"}] and "lists and objects" in rejected(found)[0][1]


SPREAD = [
    '[{"title": "a"},\n{"title": "b"}]', '\ufeff\n [\n{"title": "a"}\n,{"title": "b"}\n]\n',
    '[{"title": "a"}, {"title": "b"}]', '[{"title": "a"},\n\n {"title":\n"b"}]',
    '[\n  {\n    "title": "a"\n  },\n  {\n    "title": "b"\n  }\n]',
    '{\n  "title": "a"\n}\n{\n  "title": "b"\n}\n', '{\r\n"title": "a"\r\n},\r\n{"title": "b"}',
    '{"title": "a"},\n{"title": "b"},\n', '{"title": "a"} ,\r\n{"title": "b"}, \r\n',
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("content", SPREAD)
def test_json_called_lines_is_read_as_json(content, encoding):
    data = content.encode(encoding)
    for packed, file in (("", io.BytesIO(data)), ("", Pipe(data)),
                         (".gz", Pipe(gzip.compress(data)))):
        found = list(formats.read_stream(file, "berkas", f"jsonl{packed}"))
        assert (fields(found), rejected(found)) == ([{"title": "a"}, {"title": "b"}], [])
    found = read(build_zip({"a.jsonl": data}), "zip")
    assert fields(found) == [{"title": "a"}, {"title": "b"}]


@pytest.mark.parametrize("first", [
    "[", '["a"]', "[1", '[{"title": "a"}', '[{"title": "a', "{", '{"title": ', '{"title": "a', "}",
    '"title": "a"},', '{"title": {"x": 1},', ",", "x", '{"title": "a"}, {"title": "b"},',
])
def test_a_damaged_first_line_spares_all_others(first):
    lines = "".join(f'{{"title": "{number}"}}\n' for number in range(999))
    found = read(f"{first}\n{lines}", "jsonl")
    assert fields(found) == [{"title": str(number)} for number in range(999)]
    [(_, reason)] = rejected(found)
    assert reason
    if first != "[":
        rejections = [each for each in found if isinstance(each, Rejection)]
        assert [(each.location.line, each.raw) for each in rejections] == [(1, first)]


def test_an_array_called_lines_is_streamed():
    class Endless(io.RawIOBase):
        def __init__(self):
            self.given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            part = (b'{"title": "a"},\n' if self.given else b'[{"title": "a"},\n')[:len(buffer)]
            buffer[:len(part)] = part
            self.given += 1
            return len(part)

    records = formats.read_stream(Endless(), "-", "jsonl")
    assert [next(records).location.line for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("written, expected", [
    ({"_index": "berita", "_id": "7", "_source": {"judul": "a", "isi": "b"}},
     {"_index": "berita", "_id": "7", "judul": "a", "isi": "b"}),
    ({"_id": "7", "_source": {"id": 3, "judul": "a", "isi": "b"}},
     {"_id": "7", "id": 3, "judul": "a", "isi": "b"}),
    ({"judul": "a", "isi": "b", "_source": {"judul": "c", "isi": "d"}}, None),
    ({"_id": "7", "_source": {"harga": 1}}, None), ({"judul": "a", "_source": "b"}, None),
])
@pytest.mark.parametrize("format", ["jsonl", "json"])
def test_records_are_unwrapped_from_elasticsearch_hits(written, expected, format):
    assert fields(read(json.dumps(written) + '\n{"title": "x"}\n', format)) == [
        expected or written, {"title": "x"}]


@pytest.mark.parametrize("written, expected", [
    ('{"index": {"_index": "berita", "_id": "7"}}\n{"judul": "a"}\n{"create": {}}\n'
     '{"judul": "b"}\n{"judul": "c"}',
     [{"_id": "7", "judul": "a"}, {"judul": "b"}, {"judul": "c"}]),
    ('{"index": {"_id": "7"}}\n{"_id": "8", "judul": "a"}', [{"_id": "8", "judul": "a"}]),
    ('{"index": {"_id": "7"}}\n{"index": {"_id": "8"}}\n{"judul": "a"}',
     [{"_id": "8", "judul": "a"}]),
    ('{"index": {"judul": "a"}}', [{"index": {"judul": "a"}}]),
    ('{"index": 3}\n{"judul": "a"}', [{"index": 3}, {"judul": "a"}]),
])
def test_action_lines_of_bulk_files_give_ids(written, expected):
    found = read(written, "jsonl")
    assert (fields(found), rejected(found)) == (expected, [])


def test_ghost_exports_are_read():
    posts = [{"title": "a", "plaintext": "b", "slug": "a"}, {"title": "c", "plaintext": "d"}]
    around = {"posts": posts, "tags": [{"name": "x", "slug": "x"}], "settings": [{"key": "title"}]}
    found = read(json.dumps({"db": [{"meta": {"version": "5"}, "data": around}]}), "json")
    assert (fields(found), rejected(found)) == (posts, [])


def test_a_lone_post_of_a_ghost_export_is_no_settings():
    post = {"id": "1", "title": "Panen raya", "html": "<p>Padi dipanen warga.</p>",
            "status": "published",
            "visibility": "public", "featured": 0}
    found = read(json.dumps({"db": [{"data": {"posts": [post]}}]}), "json")
    assert (fields(found), rejected(found)) == ([post], [])


@pytest.mark.parametrize("line, expected", [
    ({"data": {"judul": "a", "isi": "b"}}, {"judul": "a", "isi": "b"}),
    ({"article": {"headline": "a", "body": "b"}, "meta": {"x": 1}}, {"headline": "a", "body": "b"}),
    ({"id": 1, "attributes": {"Title": "a", "Content": "b", "status": "draft"}},
     {"id": 1, "Title": "a", "Content": "b", "status": "draft"}),
    ({"page": 1, "results": [{"title": "a", "body": "b"}]}, {"title": "a", "body": "b"}),
])
def test_lines_that_wrap_an_article_are_unwrapped(line, expected):
    written = f"{json.dumps(line)}\n" * 2
    assert fields(read(written, "jsonl")) == [expected] * 2


@pytest.mark.parametrize("line", [
    {"judul": "a", "isi": "b", "terkait": [{"judul": "c", "isi": "d"}]},
    {"judul": "a", "isi": {"judul": "c", "isi": "d"}}, {"harga": [{"x": 1}], "y": {"judul": "c"}},
])
def test_other_lines_with_objects_stay_as_they_are(line):
    assert fields(read(f"{json.dumps(line)}\n" * 2, "jsonl")) == [line] * 2


@pytest.mark.parametrize("written", [
    {"Judul": {"0": "A", "1": "B"}, "isi": {"0": "Naik.", "1": None}},
    {"columns": ["Judul", "isi"], "index": [0, 1], "data": [["A", "Naik."], ["B", None]]},
])
def test_pandas_tables_are_read_by_row(written):
    found = read(json.dumps(written).encode(), "json")
    assert fields(found) == [{"Judul": "A", "isi": "Naik."}, {"Judul": "B", "isi": None}]


@pytest.mark.parametrize("written", [
    {"Judul": {"0": "A", "1": "B"}, "isi": {"0": "Naik."}}, {"Judul": {}, "isi": {}},
    {"columns": ["Judul", "isi"], "data": [["A"]]}, {"Judul": {"a": "A"}, "isi": {"a": "Naik."}},
])
def test_an_object_that_is_no_pandas_table_is_one_record(written):
    assert fields(read(json.dumps(written).encode(), "json")) == [written]
