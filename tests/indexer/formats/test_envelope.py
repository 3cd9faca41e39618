"""Long values that wrap articles are read member by member; the result is that of the whole."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.formats.io import lines
from indexer.formats.json import values
from indexer.formats.json.envelope import find_envelope
from indexer.record import Rejection

from support.examples import count_examples
from support.reading import fields, read, rejected

ARTICLES = [{"judul": f"Judul {n}", "isi": f"Isi ]}} {n}: \\ \" [{{", "tag": [{"a": n}, {}]}
            for n in range(400)]


@pytest.fixture
def small(monkeypatch):
    """Lower the sizes to what a test can reach."""
    monkeypatch.setattr(values, "_LONG_BYTES", 4_000)
    monkeypatch.setattr(values, "_CHUNK_BYTES", 1_000)
    monkeypatch.setattr(values, "MAX_RECORD_BYTES", 20_000)


PMA = [{"type": "header", "version": "5.2", "comment": "Export to JSON plugin for phpMyAdmin"},
       {"type": "database", "name": "db"}]


def table(name, rows):
    return {"type": "table", "name": name, "database": "db", "data": rows}


OTHER_ROWS = [{"id": str(n), "nama": "a"} for n in range(900)]
WRAPPED = {
    "list": {"status": "ok", "articles": ARTICLES, "n": 2},
    "deep": {"data": {"hasil": {"posts": ARTICLES, "halaman": {"n": 1}}}, "waktu": 3},
    "hits": {"hits": {"total": 5, "hits": [{"_id": str(n), "_source": each}
                                           for n, each in enumerate(ARTICLES)]}},
    "object": {"berita": {f"-N{n}": each for n, each in enumerate(ARTICLES)}},
    "bare object": {f"-N{n}": each for n, each in enumerate(ARTICLES)},
    "channel": {"title": "Kabar", "description": "k", "items": ARTICLES},
    "edges": {"data": {"edges": [{"node": each} for each in ARTICLES]}},
    "several": {"berita": ARTICLES[:2], "artikel": ARTICLES[2:200], "x": {"y": [1, 2]},
                "posts": ARTICLES[200:399], "data": ARTICLES[399:]},
    "split": {"columns": ["judul", "isi"], "data": [
        [a["judul"], a["isi"] * 2] for a in ARTICLES]},
    "phpmyadmin": [*PMA, table("kategori", OTHER_ROWS[:3]), table("berita", ARTICLES)],
    "two tables": [*PMA, table("log", OTHER_ROWS), table("berita", ARTICLES)],
    "lists": [ARTICLES[:200], ARTICLES[200:]],
    "parts": [{"articles": ARTICLES[:200]}, {"articles": ARTICLES[200:]}],
    "feed": {"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": [
        {"id": str(n), "title": f"J {n}", "content_text": "b" * 90} for n in range(300)]},
    "telegram": {"name": "Kabar", "type": "public_channel", "id": 5, "messages": [
        {"id": n, "type": "message", "date": "2019-04-26T10:00:00", "text": ["Isi ", {
            "type": "bold", "text": str(n)}]} for n in range(300)]},
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("name", WRAPPED)
def test_long_values_are_read_like_short_ones(name, indent, monkeypatch):
    written = json.dumps(WRAPPED[name], indent=indent)
    whole = read(written, "json")
    assert len(fields(whole)) >= 300 and rejected(whole) == []
    monkeypatch.setattr(values, "_LONG_BYTES", 4_000)
    monkeypatch.setattr(values, "_CHUNK_BYTES", 1_000)
    monkeypatch.setattr(values, "MAX_RECORD_BYTES", 20_000)
    assert len(written) > 20_000
    found = read(written, "json")
    assert (fields(found), rejected(found)) == (fields(whole), [])


@pytest.mark.parametrize("indent", [None, 1])
def test_lines_are_those_of_the_articles(small, indent):
    written = json.dumps({"n": 1, "articles": ARTICLES, "z": [{}]}, indent=indent)
    found = read(written, "json")
    expected = [written.count("\n", 0, written.index(f'"Judul {n}"')) for n in range(400)]
    assert [each.location.line for each in found] == (
        [line for line in expected] if indent else [1] * 400)


def test_a_damaged_member_costs_only_itself(small):
    written = json.dumps({"status": "ok", "articles": ARTICLES}).replace('"Judul 300"', '"Judul')
    found = read(written, "json")
    titles = {each["judul"] for each in fields(found)}
    assert {f"Judul {n}" for n in range(400) if n not in (300, 301)} <= titles
    assert any("Judul" in (each.raw or "") for each in found if isinstance(each, Rejection))


def test_a_long_value_that_is_cut_short_is_rejected_behind_its_articles(small):
    written = json.dumps({"articles": ARTICLES})[:-2_000]
    found = read(written, "json")
    assert len(fields(found)) > 350 and isinstance(found[-1], Rejection)


def test_a_member_that_is_no_article_is_not_lost(small):
    members = [*ARTICLES, {"harga": 1}, "teks", {"judul": "Akhir"}]
    found = read(json.dumps({"articles": members}), "json")
    shown = [str(each.fields) for each in found]
    assert len(found) == 403 and "harga" in shown[400] and "teks" in shown[401]
    assert fields(found)[-1] == {"judul": "Akhir"}


def test_a_long_article_is_left_whole(small):
    article = {"judul": "Panjang", "isi": "x " * 4_000, "komentar": [{"nama": "a"}] * 200}
    assert fields(read(json.dumps(article), "json")) == [article]


def test_a_table_without_articles_is_counted_however_long(small, caplog):
    found = read(json.dumps([*PMA, table("log", OTHER_ROWS), table("b", ARTICLES)]), "json")
    assert len(found) == 400
    assert caplog.messages == ["berkas: passed over 900 rows of the table log"]


def test_an_export_without_articles_says_so(caplog):
    found = read(json.dumps([*PMA, table("log", OTHER_ROWS)]), "json")
    assert found == [] and "900 rows of the table log" in caplog.text


@pytest.mark.parametrize("written", [
    {"type": "table", "name": "Meja", "judul": "A", "isi": "B"}, {"type": "header"},
    {"type": "header", "title": "A"}, {"type": "database", "name": "a", "isi": "b"},
])
def test_other_records_with_a_type_are_no_parts_of_exports(written):
    assert fields(read(json.dumps([written]), "json")) == [written]


@pytest.mark.parametrize("beginning", [
    b"", b"{", b"[[[", b'{"a": [}, [1', b'{"a', b'{"a\\', b'{"a": x, "b": [{}, {}, {', b"}]",
    b'{"a": [1, 2', b'{"isi": "' + b"[{}, " * 9, b'{"a": [{}, {}, "\\', b"[" * 9_999,
])
def test_a_beginning_that_wraps_nothing_has_no_envelope(beginning):
    assert find_envelope(beginning, lambda value: False) is None
    found = find_envelope(beginning, lambda value: True)
    assert found is None or found.opening.startswith(b'{"a": [')


@settings(max_examples=count_examples(300))
@given(st.recursive(
    st.just({"judul": "A", "isi": "B"}) | st.text(max_size=4) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["data", "items", "a", '"'']}', "judul"]), inner, max_size=4),
    max_leaves=40), st.integers(2, 200), st.data())
def test_any_value_gives_records_or_rejections(written, size, data):
    content = json.dumps(written)
    at = data.draw(st.integers(0, len(content)))
    content = content[:at] + data.draw(st.sampled_from(["", "]", "}", '"', "[", "{", "\\"])) + (
        content[at:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(values, "_LONG_BYTES", size)
        patch.setattr(values, "_CHUNK_BYTES", max(1, size // 3))
        patch.setattr(lines, "MAX_RECORD_BYTES", 1_000)
        assert all(each.location.line >= 1 for each in read(content, "json"))
