"""What lies beside articles becomes none, whatever it is called; articles that look like it do."""

import json
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from indexer.formats import is_readable
from indexer.formats.settings import (
    LINE_RULES,
    describe_text,
    has_selectors,
    is_beside_articles,
    is_settings,
)

from support.examples import count_examples
from support.reading import fields, read, read_named, rejected
from support.samples import build_tar, build_zip


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule.name)
def test_every_rule_has_an_example_and_a_counter_example(rule):
    assert describe_text(rule.example) == rule.name
    assert describe_text(rule.counter_example) is None


@pytest.mark.parametrize("text, kind", [
    ("\ufeffuser-agent: GPTBot\r\ndisallow: /\r\n", "crawlers"),
    ("Sitemap: https://kabarnusa.example/peta.xml", "crawlers"),
    ("numpy>=1.26,<2; python_version < '3.12'\n\n# uji\npytest", "packages"),
    ("-r dasar.txt\n-e .\n", "packages"),
    ("flask[async]==3.0 \\\n    --hash=sha256:ab", "packages"),
    ("export KUNCI='a b'\nALAMAT=https://a.example", "settings"),
    ("; uji\n[server]\nhost = localhost", "settings"),
    ("10.0.0.1:8080\n10.0.0.2:3128", "addresses"),
    ("MIT License\n\nCopyright (c) 2020 Wira\n\nPermission is hereby granted, free of charge, to "
     "any person", "licence"),
    ("   Apache License\n   Version 2.0, January 2004\n", "licence"),
    ("GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", "licence"),
])
def test_texts_of_programs_and_sites_are_rejected_with_the_reason(text, kind):
    [(line, reason)] = rejected(read(text, "txt"))
    assert line == 1 and reason.startswith("no article: ") and kind in reason


@pytest.mark.parametrize("text", [
    "Host: Wira\nSumber: Kabar Nusa\n\nIsi.", "Bandung", "Bandung\nJakarta", "# tagar\n#lagi",
    "Harga = pasar.\n\nKata Wira.", "https://kabarnusa.example/1\nIsi berita.", "",
    "User-agent: *\n\nDisallow: / adalah isi robots.txt.\n\nMesin pencari membacanya.",
    "Lisensi MIT dipakai banyak program.", "Judul: A\nSitemap: b\n\nIsi.",
])
def test_articles_that_look_like_them_are_read(text):
    assert describe_text(text) is None and len(read(text, "txt")) == 1


SETTINGS = [
    {"name": "pengambil", "version": "1.0.0", "description": "Mengambil berita dari situs",
     "main": "index.js", "keywords": ["berita"], "author": "Wira", "dependencies": {"a": "^1"}},
    {"title": "Kabar Nusa", "theme": "gelap", "page_size": 20},
    {"title": "Kabar Nusa", "description": "Kabar dari seluruh negeri",
     "url": "https://kabarnusa.example", "baseurl": "", "plugins": ["feed"]},
    {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Artikel", "type": "object"},
    {"title": "Not Found", "status": 404},
    {"content": ["./src/**/*.html"], "theme": {}, "plugins": []},
]
SELECTORS = [
    {"kompas": {"title": "h1.read__title", "content": "div.read__content"},
     "detik": {"title": "h1.detail__title", "content": ".detail__body-text", "date": ".d"}},
    [{"situs": "detik", "judul": "//h1/text()", "isi": "//div[@class='isi']//p/text()"}],
    {"title": "h1", "body": "article > p:nth-child(2) ~ p, #isi", "url": "https://a.example/1"},
    {"title": ["h1.a", "h1.b"], "content": ["[itemprop=articleBody]"], "date": "time::attr(x)"},
]


@pytest.mark.parametrize("written", [*SETTINGS, *SELECTORS], ids=lambda written: str(written)[:40])
def test_settings_are_rejected_with_their_fields(written):
    for found in (read(json.dumps(written), "json"), read_named("a.txt", json.dumps(written))):
        assert not fields(found)
        assert all(reason.startswith("no article: ") for _, reason in rejected(found))
        assert all(each.fields for each in found)


@pytest.mark.parametrize("written", [
    {"title": "Harga beras naik"}, {"judul": "Harga beras naik", "rubrik": "Ekonomi"},
    {"title": "Harga beras", "body": "Isi berita ini.", "x": 1, "y": {}},
    {"title": "Harga beras", "url": "https://kabarnusa.example/1", "x": 1, "y": 2},
    {"title": "Harga beras", "tanggal": "2019-04-26", "x": 1, "y": 2},
    {"title": "Harga beras", "summary": "Naik.", "slug": "harga"},
    [{"title": "Kabar Nusa", "theme": "gelap", "page_size": 20}],
    {"title": "Harga beras", "gambar": [{"a": 1}]},
    {"title": "Harga", "summary": "b", "terkait": []},
    {"title": "Main", "body": "Wira main bola."}, {"title": "detik.com", "body": "Isi."},
])
def test_short_articles_are_read(written):
    assert len(fields(read(json.dumps(written), "json"))) == 1


def test_a_field_that_is_mapped_makes_an_article():
    written = {"title": "Kabar Nusa", "uraian_x": "Isi", "n": 1}
    assert is_settings(written, {}) and not is_settings(written, {"uraian_x": "body"})


def test_lines_are_never_taken_for_settings():
    lines = "".join(json.dumps(each) + "\n" for each in SETTINGS if isinstance(each, dict))
    assert len(fields(read(lines, "jsonl"))) == len(SETTINGS)


@pytest.mark.parametrize("content", [
    "[]", "[[]]", "[ [\n],[] ]", "", " \n", "[" * 9_999 + "]" * 9_999])
@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_an_empty_list_is_said_to_be_empty(content, format, caplog):
    found = read(content, format)
    assert found == []
    assert content.strip() == "" and format == "jsonl" or caplog.messages == [
        "berkas: no article in it, only empty brackets or blanks"]


NAMES = ["README.md", "readme.txt", "LICENSE.txt", "robots.txt", "requirements-dev.txt",
         "package.json", "tsconfig.build.json", "CHANGELOG.markdown", "_index.md"]


@pytest.mark.parametrize("name", NAMES)
def test_names_say_that_a_file_lies_beside_articles(name):
    assert is_beside_articles(PurePath("a") / name) and not is_readable(PurePath(name))
    assert not is_beside_articles(PurePath(name) / "a.txt")


@pytest.mark.parametrize("name", [
    "paket.json", "berita.json", "2019-robots.txt", "package.jsonl", "license-plates.txt",
    "security-council.md", "data.json", "notice-board.html"])
def test_other_names_do_not(name):
    assert not is_beside_articles(PurePath(name))


@pytest.mark.parametrize("build, format", [(build_zip, "zip"), (build_tar, "tar")])
def test_they_are_passed_over_in_archives(build, format, caplog):
    members = {f"repo/{name}": b"{}" for name in NAMES} | {"repo/a.txt": b"Judul\n\nIsi."}
    assert len(read(build(members), format)) == 1
    assert "passed over 6 files of a program or a site" in caplog.text


@how(max_examples=count_examples(200))
@given(st.text(alphabet="abDH1 .=<>!~#:;/[]-@,\n\t", max_size=200))
def test_any_text_is_described_in_time(text):
    assert describe_text(text * 20) in {None, *(rule.name for rule in LINE_RULES)}
    assert has_selectors({"title": (text * 20)[:300]}) in (True, False)


@pytest.mark.parametrize("written", [
    {"title": "Rapat redaksi", "featured": False, "status": "draft"},
    {"db": [{"data": {"posts": [
        {"id": "1", "title": "Harga beras naik", "html": "<p>Pedagang menaikkan harga.</p>",
         "status": "published", "published_at": "2020-01-02"},
        {"id": "2", "title": "Rapat redaksi", "html": "<p>belum terbit</p>", "featured": 0,
         "status": "draft", "published_at": None}]}}]},
])
def test_an_article_that_is_kept_back_is_never_taken_for_settings(written):
    assert not rejected(read(json.dumps(written), "json"))
