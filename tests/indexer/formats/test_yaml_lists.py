"""YAML: lists of articles, tables of phpMyAdmin, one article."""

import io
from pathlib import Path

import pytest

from indexer.formats import is_readable, yaml_lists

from support.reading import fields, read, read_named, rejected

PHPMYADMIN = """%YAML 1.1
---
# kabar.berita
-
  id_berita: 1
  judul: "Beras naik"
  isi: "Harga naik.\\r\\n\\r\\nLagi."
  tanggal: "2019-04-26 14:05:00"
-
  id_berita: 2
  judul: "Padi"
  isi: "Panen."
  tanggal: "2019-04-27 14:05:00"
...
"""


def test_the_rows_of_phpmyadmin_are_articles():
    results = read_named("a.yml", PHPMYADMIN)
    assert [(each["id_berita"], each["judul"]) for each in fields(results)] == [
        ("1", "Beras naik"), ("2", "Padi")]
    assert fields(results)[0]["isi"] == "Harga naik.\n\nLagi."
    assert [each.location.line for each in results] == [4, 9]


@pytest.mark.parametrize("content, titles", [
    ("- judul: Beras\n  isi: |\n    Naik.\n\n    - Lagi.\n- judul: Padi\n  isi: Panen.\n",
     ["Beras", "Padi"]),
    ("judul: Beras\nisi: >\n  Harga beras naik\n  lagi.\n", ["Beras"]),
    ("berita:\n  - judul: Beras\n    isi: Naik.\n  - judul: Padi\n    isi: Panen.\n",
     ["Beras", "Padi"]),
    ("---\njudul: Beras\nisi: Naik.\n---\njudul: Padi\nisi: Panen.\n", ["Beras", "Padi"]),
    ("- {judul: Beras, isi: Naik.}", ["Beras"]),
])
def test_lists_and_documents_are_articles(content, titles):
    results = read_named("a.yaml", content)
    assert [each["judul"] for each in fields(results)] == titles and not rejected(results)


def test_a_broken_item_loses_no_other():
    results = read("- judul: Beras\n  isi: Naik.\n- judul: 'Padi\n  isi: x\n"
                   "- judul: Cabai\n  isi: A.\n", "yaml")
    assert [each["judul"] for each in fields(results)] == ["Beras", "Cabai"]
    [(line, reason)] = rejected(results)
    assert line == 3 and "not YAML" in reason


@pytest.mark.parametrize("content, says", [
    ("- &a [b, b]\n- judul: A\n  isi: [*a, *a]\n", "not YAML"),
    ("- &a judul: x\n  isi: [*b]\n", "not YAML"),
    ("- judul: A\n  isi: &a x\n  lain: *a\n", "aliases"),
    ("- judul: A\n  isi: " + "[" * 5_000, "too many brackets"),
    ("- judul: A\n  isi: " + "a" * (1 << 21), "more than 1 MiB"),
])
def test_what_could_grow_is_refused(content, says):
    assert any(says in reason for _, reason in rejected(read(content, "yaml")))


@pytest.mark.parametrize("content", [
    "title: Kabar Nusa\ntheme: gelap\nport: 80\n",
    "title: Kabar Nusa\ndescription: Warta warga tiap hari\nurl: https://kabarnusa.example\n",
    "services:\n  web:\n    image: warta\n",
    "- title: Beranda\n  url: /\n- title: Berita\n  url: /b\n",
    "- satu\n- dua\n", "home: Beranda\nnews: Berita\n"])
def test_settings_are_passed_over_with_a_message(content, caplog):
    assert read_named("a.yml", content) == []
    [message] = [each.getMessage() for each in caplog.records]
    assert message.endswith("a.yml: passed over, as it holds settings and no article")


@pytest.mark.parametrize("content, count", [
    ("- harga: 5\n- judul: Beras\n  isi: Naik.\n- harga: 6\n", 3), ("kepala: Beras\n", 1),
    ("tulisan: " + "Harga beras naik lagi di pasar kota. " * 3, 1),
    ("judul: Harga beras naik\ntanggal: 26 April 2019\n", 1)])
def test_what_may_be_an_article_is_never_passed_over(content, count, caplog):
    file = io.BufferedReader(io.BytesIO(content.encode()))
    assert len(list(yaml_lists.read(file, "a.yml", {"kepala": "title"}))) == count
    assert not caplog.records


@pytest.mark.parametrize("name", ["_config.yml", "docker-compose.yaml", "mkdocs.yml"])
def test_files_of_programs_are_passed_over(name):
    assert not is_readable(Path(name))


def test_a_first_line_that_is_too_long_is_named(monkeypatch):
    lines = [None, b"- {judul: Harga beras naik, isi: Harga beras naik di Palu.}\n"]
    monkeypatch.setattr(yaml_lists, "read_lines", lambda file: lines)
    results = list(yaml_lists.read(io.BufferedReader(io.BytesIO()), "a.yml", {}))
    assert rejected(results) == [(1, yaml_lists.TOO_LARGE)]
    assert [each["judul"] for each in fields(results)] == ["Harga beras naik"]
