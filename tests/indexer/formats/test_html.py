"""Saved web pages."""

import json
import time
from html import escape

import pytest

from support.reading import fields, read, rejected
from support.samples import HEAD, PAGE_FIELDS, PARAGRAPHS, build_page


def drop_evidence(record):
    return {name: value for name, value in record.fields.items() if name != "extraction"}


@pytest.mark.parametrize("content", [
    build_page(), build_page().encode("utf-16"), "\ufeff" + build_page(),
    build_page().replace("\n", "\r\n"),
    '<?xml version="1.0" encoding="iso-8859-1"?>' + build_page(),
    build_page(HEAD + '<img src="data:image/png;base64,' + "A" * 9_000_000 + '">'),
])
def test_the_article_of_a_page_is_found(content):
    [record] = read(content, "html")
    assert drop_evidence(record) == PAGE_FIELDS
    assert record.source == "metadata" and not {"all text"} & {note[:8] for note in record.notes}


@pytest.mark.parametrize("charset, notes", [
    ("iso-8859-1", ("read as windows-1252",)), ("windows-1252", ("read as windows-1252",)),
    ("utf-8", ("read as windows-1252",)), ("bohong", ("read as windows-1252",)),
    ("unicode_escape", ("read as windows-1252",)),
])
def test_a_page_is_decoded_as_it_declares_if_that_is_possible(charset, notes):
    content = build_page(f'<meta charset="{charset}">' + HEAD).replace("Ramadan", "“Ramadan” kafé")
    [record] = read(content.encode("cp1252"), "html")
    assert "“Ramadan” kafé" in record.fields["body"]
    assert record.notes == notes


@pytest.mark.parametrize("head, published", [
    ('<script type="application/ld+json">{"@graph": [{"datePublished": "2019-04-26T07:05:00Z"}]}'
     "</script>", "2019-04-26T07:05:00Z"),
    ('<script type="application/ld+json">rusak</script>', None),
    ('<meta name="publishdate" content="2019/04/26 14:05:00">', "2019/04/26 14:05:00"),
    ("", None),
])
def test_a_page_has_only_the_date_that_it_states(head, published):
    body = "".join(f"<p>{each} Rapat itu 3 Mei 2017.</p>" for each in PARAGRAPHS)
    [record] = read(build_page(head, body), "html")
    assert record.fields.get("published") == published


LINKED = {
    "@type": ["Thing", "NewsArticle"], "headline": "Harga beras naik di Palu",
    "author": [{"name": "Wira"}, "Asri"], "publisher": {"name": "Kabar Nusa"},
    "datePublished": "2019-04-26T07:05:00Z", "dateModified": "2019-04-27",
    "articleSection": "Ekonomi", "keywords": ["beras", "palu"], "description": "Naik lagi.",
}
OURS = {
    "title": "Harga beras naik di Palu", "byline": "Wira, Asri", "outlet": "Kabar Nusa",
    "published": "2019-04-26T07:05:00Z", "updated": "2019-04-27", "rubric": "Ekonomi",
    "tags": ["beras", "palu"], "description": "Naik lagi.",
}


@pytest.mark.parametrize("value", [
    LINKED, [{"@type": "WebPage", "datePublished": "2001"}, LINKED], {"@graph": [LINKED]},
])
def test_json_ld_needs_no_context(value):
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    [record] = read(build_page(script, "".join(f"<p>{each}</p>" for each in PARAGRAPHS)), "html")
    assert drop_evidence(record) == OURS | {"body": "\n\n".join(PARAGRAPHS)}


def test_the_body_is_taken_from_json_ld_if_the_page_loads_it_later():
    value = LINKED | {"articleBody": "\n".join(PARAGRAPHS)}
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    [record] = read(build_page(script, '<div id="app"></div>'), "html")
    assert drop_evidence(record) == OURS | {"body": "\n\n".join(PARAGRAPHS)} and not record.notes


@pytest.mark.parametrize("before, after", [
    ("//<![CDATA[\n", "\n//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<!--\n", "\n-->"),
    ("<![CDATA[", "]]>")])
def test_json_ld_in_cdata_or_a_comment_is_read(before, after):
    value = json.dumps(LINKED | {"articleBody": "\n".join(PARAGRAPHS)})
    script = f'<script type="application/ld+json">{before}{value}{after}</script>'
    [record] = read(build_page(script, '<div id="app"></div>'), "html")
    assert drop_evidence(record) == OURS | {"body": "\n\n".join(PARAGRAPHS)}


def test_json_ld_with_escapes_of_html_is_read():
    script = f'<script type="application/ld+json">{escape(json.dumps(LINKED))}</script>'
    [record] = read(build_page(script, "".join(f"<p>{each}</p>" for each in PARAGRAPHS)), "html")
    assert record.fields["published"] == OURS["published"]


@pytest.mark.parametrize("behind", ["\n<meta name=a>", "<body><h1>Harga beras naik di Palu</h1>"])
def test_a_title_without_its_end_takes_in_nothing(behind):
    paragraphs = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    [record] = read(f"<html><head><title>Harga beras naik di Palu{behind}{paragraphs}", "html")
    assert record.fields["title"] == "Harga beras naik di Palu"
    assert record.fields["body"] == "\n\n".join(PARAGRAPHS)


CAPTION = '<FIGURE><img src="a"><figcaption class="x">Karung <b>beras</b>.</figcaption></FIGURE>'


def test_captions_of_figures_are_kept_apart_from_the_text():
    body = CAPTION + "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    [record] = read(build_page(HEAD, body), "html")
    assert drop_evidence(record) == PAGE_FIELDS | {"captions": ["Karung beras."]}
    [record] = read(f"<p>Satu kalimat.</p>{CAPTION}", "html")
    assert record.fields == {"body": "Satu kalimat.", "captions": ["Karung beras."]}


@pytest.mark.parametrize("before", [
    '<script>var t = "<figcaption>";</script>', "<!-- <figcaption> -->",
    "<figure><figcaption>Tanpa akhir</figure>", "<style>figcaption { color: red }</style>",
])
def test_false_captions_take_no_text_with_them(before):
    [record] = read(f"{before}<p>Satu kalimat.</p>{CAPTION}<p>Dua.</p>", "html")
    assert record.fields["captions"] == ["Karung beras."]
    assert record.fields["body"].endswith("Satu kalimat.\n\nDua.")


@pytest.mark.parametrize("content, body", [
    ("<p>Satu kalimat.", "Satu kalimat."),
    ("teks polos", "teks polos"),
    ("<div>Satu<br>dua</div><style>x</style><div>tiga &amp; empat</div>",
     "Satu\ndua\n\ntiga & empat"),
])
def test_without_an_article_the_visible_text_is_the_body(content, body):
    [record] = read(content, "html")
    assert record.fields == {"body": body}
    assert record.doubt == "all text of the page: no article was found in it"


@pytest.mark.parametrize("content", [
    "", "<html></html>", "<title>Judul saja</title>", "<script>var isi = 'x'</script>", b"\0\0",
])
def test_a_page_without_text_is_rejected(content):
    assert "no text in it" in rejected(read(content, "html"))[0][1]


@pytest.mark.parametrize("content", [
    "<p>" + "kata " * 2_000_000, "<b>" * 500_000 + "x",
])
def test_a_page_that_is_too_large_is_rejected(content):
    assert "a page of more than" in rejected(read(content, "html"))[0][1]


def dear(content):
    """Return a page that takes seconds, for the long tests."""
    return pytest.param(content, marks=pytest.mark.long)


@pytest.mark.parametrize("content", [
    "<p>a" * 3_000, dear("<p>a" * 30_000), "<" * 390_000, "&" * 1_000_000, "<!--" * 100_000,
    "<p " * 100_000, '<script type="application/ld+json">' + "[" * 200_000,
    dear("data:a;base64," * 60_000), "<script>" * 100_000, "<script><!--</script>" * 50_000,
    dear("<figcaption>" * 300_000 + "</figcaption>"), dear("<figcaption>" * 300_000),
    "<figcaption>" * 30_000, "<figcaption>a</figcaption>" * 100_000, "<figcaption " * 200_000,
    f'<script type="application/ld+json">[{"{}," * 100_000}0]</script>a',
])
def test_hostile_pages_are_read_quickly(content):
    began = time.process_time()
    read(content, "html")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("title, text", [
    ("404 Not Found", "<h1>404 Not Found</h1><hr>nginx"), ("Halaman tidak ditemukan", "<p>Maaf."),
    ("Just a moment...", "<p>Checking your browser."),
    ("Kabar", "<p>Aktifkan JavaScript untuk membaca."),
    ("Masuk", "<form>Surel <input>Sandi <input name=a type=password></form>"),
])
def test_error_and_login_pages_are_rejected(title, text):
    found = read(f"<html><head><title>{title}</title></head><body>{text}</body></html>", "html")
    assert not fields(found) and "went wrong" in rejected(found)[0][1]
    text += "".join(f"<p>{each}</p>" for each in PARAGRAPHS * 3)
    found = read(f"<html><head><title>{title}</title></head><body>{text}</body></html>", "html")
    assert len(fields(found)) == 1


@pytest.mark.parametrize("around", [
    "<noscript>Please enable JavaScript to view the comments.</noscript>",
    '<form><input type="password"><button>Masuk</button></form>', "<p>Galat: error 404</p>",
])
def test_the_surroundings_of_a_short_article_do_not_reject_it(around):
    page = "<html><head><title>Harga beras naik</title></head><body><article>"
    found = read(f"{page}<p>{PARAGRAPHS[0]}</p></article>{around}</body></html>", "html")
    assert len(fields(found)) == 1


@pytest.mark.parametrize("title", [
    "Korban Tidak Ditemukan", "404 Rumah Rusak", "Terorisme", "Masuknya Musim Hujan",
    "Pesan error 404 di Layar", "Wisata ke Forbidden City"])
def test_a_short_page_can_be_an_article(title):
    assert fields(read(f"<title>{title}</title><p>Satu kalimat.", "html"))
