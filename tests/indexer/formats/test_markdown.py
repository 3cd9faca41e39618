"""Markdown: its front matter, its text without marks, and what site generators add to it."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.formats.html.posts import MAX_COMPARED, are_apart
from indexer.formats.markdown import RULES

from support.examples import count_examples
from support.reading import fields, read, read_named, rejected
from support.samples import build_zip

BODY = """# Harga *beras* naik

Harga beras di **Palu** naik
[sepuluh persen](https://kabarnusa.example/1 "lihat"), kata ~~Wira~~ Asri.

![Warga antre di pasar](a.jpg)

* satu
* dua

> Kutipan.

```
kode
```

| a | b |
|---|---|
| c | d |
"""
TEXT = ("Harga beras di Palu naik sepuluh persen, kata Wira Asri.\n\nsatu\n\ndua\n\nKutipan.\n\n"
        "kode\n\n| a | b |\n\n| c | d |")


def test_a_text_loses_its_marks_and_its_first_heading_is_the_title():
    assert fields(read(BODY, "markdown")) == [{
        "title": "Harga beras naik", "body": TEXT, "captions": ["Warga antre di pasar"]}]


FRONTS = [
    '---\njudul: Harga beras naik\ntags: [beras, palu]\ndate: 2019-04-26\n---\n',
    "---\njudul: >-\n  Harga beras\n  naik\ntags:\n  - beras\n  - palu\ndate: 2019-04-26\n---\n",
    "---yaml\n# komentar\njudul: 'Harga beras naik'\ntags: [beras, palu]\ndate: 2019-04-26\n---\n",
    "+++\njudul = 'Harga beras naik'\ntags = ['beras', 'palu']\ndate = 2019-04-26\n+++\n",
    '{\n  "judul": "Harga beras naik",\n  "tags": ["beras", "palu"],\n  "date": "2019-04-26"\n}\n',
    ';;;\n{"judul": "Harga beras naik", "tags": ["beras", "palu"], "date": "2019-04-26"}\n;;;\n',
    '---json\n{"judul": "Harga beras naik", "tags": ["beras", "palu"],\n'
    '"date": "2019-04-26"}\n---\n',
]


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.MD.gz"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("front", FRONTS)
def test_front_matter_gives_the_fields(front, ends, name):
    content = (front + "\n" + BODY).replace("\n", ends)
    assert fields(read_named(name, content)) == [{
        "judul": "Harga beras naik", "tags": ["beras", "palu"], "date": "2019-04-26",
        "body": TEXT, "captions": ["Warga antre di pasar"]}]


@pytest.mark.parametrize("front", [
    "---\nlayout: post\ndraft: true\n---\n", "+++\ndraft = true\nlayout = 'post'\n+++\n",
    '{"draft": true, "layout": "post"}\n'])
def test_a_draft_says_so_even_if_no_name_is_known(front):
    [found] = fields(read(f"{front}\n# Judul\n\nIsi.", "markdown"))
    assert str(found["draft"]).lower() == "true" and (found["title"], found["body"]) == (
        "Judul", "Isi.")


@pytest.mark.parametrize("content, language", [
    ("---\ntitle: satu\n  draft: true\n bukan\n---\n\nIsi.", "YAML"),
    ("---\ntitle: a\nx: &a\n  - 1\ny: *a\n---\nIsi.", "YAML"),
    ("---\ntitle:\n  - a\n  - b\n---\nIsi.", "YAML"),
    ("+++\ndraft = true\njudul = satu\n+++\nIsi.", "TOML"),
    ('{"title": "a", "draft": true,}\n\nIsi.', "JSON"),
    ('{"title": "a"} Isi.', "JSON"), ('{"title": ["a"]}\nIsi.', "JSON"),
    ('{"title": ' + "[" * 9_000 + "\n\nIsi.", "JSON"), (";;;\ntitle: a\n;;;\nIsi.", "JSON"),
])
def test_front_matter_that_cannot_be_read_is_rejected_with_its_text(content, language):
    found = read(content, "markdown")
    [(line, reason)] = rejected(found)
    assert line == 1 and language in reason and "draft" in reason and found[0].raw == content


@pytest.mark.parametrize("content, title, body", [
    ("Isi saja.\n\nDua.", None, "Isi saja.\n\nDua."),
    ("## Judul\n\nIsi.", "Judul", "Isi."), ("Judul\n=====\n\nIsi.", "Judul", "Isi."),
    ("Palu.\n\n# Judul\n\nIsi.", "Judul", "Palu.\n\nIsi."),
    ("Isi.\n\n## Bab\n\nDua.", None, "Isi.\n\nBab\n\nDua."),
    ("# Judul\n\n# Bab\n\nIsi.", "Judul", "Bab\n\nIsi."),
    ("> # Kutipan\n\nIsi.", None, "Kutipan\n\nIsi."),
    ("---\ntitle: Judul\n---\n# Judul\n\nIsi.", "Judul", "Isi."),
    ("---\ntitle: Judul\n---\n# Lain\n\nIsi.", "Judul", "Lain\n\nIsi."),
    ("---\n\nSatu.\n\n---\n\nDua.", None, "Satu.\n\nDua."),
    ("Judul: Judul\nTanggal: 2019\n\nIsi.", None, "Isi."),
    ("# A & <b>B</b> `c`\n\nX < Y &amp; Z\\*", "A & B c", "X < Y & Z*"),
])
def test_titles_and_texts(content, title, body):
    [found] = fields(read(content, "markdown"))
    assert (found.get("title"), found["body"]) == (title, body)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_an_example_and_a_counter_example(rule):
    assert re.search(rule.pattern, rule.example, re.MULTILINE)
    assert not re.search(rule.pattern, rule.counter_example, re.MULTILINE)
    [found] = fields(read(f"Satu.\n\n{rule.example}\n\nDua.", "markdown"))
    assert not set("{}[]|:") & set(found["body"]) and found["body"].startswith("Satu.\n\n")


def test_the_caption_of_a_shortcode_is_kept():
    [found] = fields(read('Isi.\n\n{{< figure src="a.jpg" caption="Warga & pasar" >}}', "markdown"))
    assert found == {"body": "Isi.", "captions": ["Warga & pasar"]}


@pytest.mark.parametrize("name, front, published", [
    ("2019-04-26-pasar.md", "", "2019-04-26"), ("2019-04-26-pasar.md.gz", "", "2019-04-26"),
    ("2019-04-26-pasar.md", "---\ndate: 2020\n---\n", None), ("pasar-2019-04-26.md", "", None),
])
def test_the_name_of_a_post_gives_its_day(name, front, published):
    [found] = fields(read_named(name, f"{front}# Judul\n\nIsi."))
    assert found.get("published") == published


def test_posts_in_an_archive_have_their_days():
    content = build_zip({"situs/_posts/2019-04-26-pasar.md": b"# Judul\n\nIsi."})
    assert fields(read(content, "zip"))[0]["published"] == "2019-04-26"


@pytest.mark.parametrize("content, reason", [
    (b"\0\1\2" * 50, "not text"), (b"User-agent: *\nDisallow: /", "crawlers")])
def test_what_is_no_article_is_rejected(content, reason):
    assert reason in rejected(read(content, "markdown"))[0][1]


@pytest.mark.parametrize("content", ["> " * 200 + "teks", "- " * 200 + "teks", "x" * 1_000_001,
                                     "[" * 50_001])
def test_what_would_take_too_long_keeps_its_marks(content):
    [record] = read(content, "markdown")
    assert record.fields == {"body": content} and "left in its text" in record.notes[0]


@pytest.mark.parametrize("marks", [
    "![", "[a](", "**a", "`a", "<a ", "> a\n", "|a", "{{<", "{%", "[[", "[^a", "{:", ":::\n",
    "~~a"])
def test_marks_that_are_never_closed_take_time_in_proportion(marks):
    sizes = []
    for count in (250, 2_000):
        start = time.process_time()
        assert len(read(marks * count, "markdown")) == 1
        sizes.append(time.process_time() - start)
    assert sizes[1] < 40 * sizes[0] + 0.5


@settings(max_examples=count_examples(300))
@given(st.text(alphabet="ab #*_`[]()!<>{}%|:-+=\n\\&\"'~^.1;", max_size=120))
def test_any_text_gives_one_result(text):
    assert len(read(text, "markdown")) == 1


@pytest.mark.parametrize("header", [
    "Title: Harga *beras*\nDate: 2019-04-26 14:05\nSummary: Naik.\nSlug: harga-beras\n",
    "Judul: Harga *beras*\nTanggal: 26 April 2019\nRingkasan: Naik.\n"])
def test_metadata_without_marks_are_fields(header):
    [record] = fields(read(f"{header}\nBeras **naik** lagi.\n", "markdown"))
    assert record["body"] == "Beras naik lagi."
    assert {"Harga *beras*", "Naik."} < {*record.values()}


def test_a_line_like_metadata_alone_is_text():
    [record] = fields(read("Title: satu kata\nlalu kata lain tanpa titik dua\n", "markdown"))
    assert record["body"].startswith("Title: satu kata")


FIRST = "Beras dari Palu dijual mahal oleh pedagang, kata Wira. Harga itu naik sejak Mei. " * 4
SECOND = "Pasar ikan di Donggala terbakar. Api padam menjelang subuh, kata petugas Asri. " * 4
SEVERAL = [
    f"# Harga beras Palu makin mahal\n\n{FIRST}\n\n---\n\n# Pasar Donggala terbakar\n\n{SECOND}",
    f"# Harga beras Palu makin mahal\n\n_Oleh Wira Satya_\n\n{FIRST}\n\n"
    f"# Pasar Donggala terbakar\n\nPalu, 3 Mei 2019\n\n{SECOND}",
    "# Buletin Kabar Nusa\n\n"
    f"## Harga beras Palu makin mahal\n\n*Oleh Wira, 3 Mei 2019*\n\n{FIRST}\n\n"
    f"## Pasar Donggala terbakar\n\nOleh: Asri Kenanga\n\n{SECOND}",
    f"---\ntitle: Beras\ndate: 2019-04-26\n---\n\n{FIRST}\n\n---\ntitle: Pasar\n---\n\n{SECOND}",
]


@pytest.mark.parametrize("content", SEVERAL)
def test_a_file_may_have_several_articles(content):
    found = read_named("a.md", content)
    assert len(found) == 2
    for each, text in zip(found, (FIRST, SECOND), strict=True):
        assert each.fields["body"].endswith(text.strip()) and len(each.fields["body"]) < 400
    assert "Pasar" in "".join(content.split("\n")[found[1].location.line - 1:][:2])


@pytest.mark.parametrize("content", [
    f"# Harga beras Palu makin mahal\n\n{FIRST}\n\n---\n\n{SECOND}",
    f"# Harga beras Palu makin mahal\n\nOleh Wira\n\n{FIRST}\n\n"
    f"# Pasar Donggala terbakar\n\n{SECOND}",
    f"# Harga beras Palu makin mahal\n\n{FIRST}\n\n---\n\n# Kata pedagang di Palu\n\n{FIRST}",
    f"# Harga beras Palu makin mahal\n\n{FIRST}\n\n---\n\n## Pasar Donggala terbakar\n\n{SECOND}",
    f"# Harga beras Palu makin mahal\n\n---\n\n# Pasar Donggala terbakar\n\n{SECOND}",
    f"# Buletin Kabar Nusa\n\n## Harga beras Palu makin mahal\n\n3 Mei 2019\n\n{FIRST}\n\n"
    f"## Pasar Donggala terbakar\n\n4 Mei 2019\n\n{SECOND}",
    f"# Buletin Kabar Nusa\n\n{SECOND}\n\n"
    f"## Harga beras Palu makin mahal\n\nOleh Wira\n\n{FIRST}\n\n"
    f"## Pasar Donggala terbakar\n\nOleh Asri\n\n{SECOND}",
    f"---\ntitle: Harga beras\n---\n\n{FIRST}\n\n---\nsumber: Asri\n---\n\n{SECOND}",
    f"{FIRST}\n\n---\ntitle: Pasar\n---\n\n{SECOND}",
])
def test_parts_of_an_article_are_no_articles(content):
    assert len(fields(read(content, "markdown"))) == 1


def test_only_the_first_of_many_articles_are_compared(monkeypatch):
    looked_at = []
    monkeypatch.setattr("indexer.formats.html.posts.list_words",
                        lambda text: looked_at.append(text) or set(text.split()))
    headings = [f"Kabar{number} Warga{number} Sawah{number}" for number in range(3 * MAX_COMPARED)]
    assert are_apart(headings, headings) and len(looked_at) == 2 * MAX_COMPARED


def test_each_of_several_articles_has_its_line():
    text = "".join(f"---\ntitle: Kabar {number}\n---\nIsi.\n\n" for number in range(4))
    found = [each.location.line for each in read(text, "markdown")]
    assert found == [1, 6, 11, 16]
