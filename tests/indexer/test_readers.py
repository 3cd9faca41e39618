"""Pages, feeds, JSON files and archives; and that no bytes bring any reader to fall or to lose
an article without saying so."""

import gzip
import io
import json
import re
import sys
import tarfile
import time
import zipfile

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import formats
from indexer.formats.csv import rows
from indexer.formats.feed import items
from indexer.formats.io import lines
from indexer.formats.io.archive import unreadable
from indexer.record import Record, Rejection
from indexer.rejected import written


def read(content, format, name="berkas"):
    content = content.encode() if isinstance(content, str) else content
    return list(formats.read_stream(io.BytesIO(content), name, format))


def fields(found):
    return [each.fields for each in found if isinstance(each, Record)]


def rejected(found):
    return [(each.location.line, each.reason) for each in found if isinstance(each, Rejection)]


# Pages

PARAGRAPHS = [
    "PALU (Kabar Nusa) - Harga beras di pasar induk Palu naik sepuluh persen pada Jumat, kata "
    "pedagang yang sudah berjualan selama dua puluh tahun di pasar itu.",
    "Kenaikan itu terjadi karena pasokan dari Parigi terlambat tiba akibat jalan yang rusak "
    "sejak hujan lebat dua pekan lalu, menurut dinas perdagangan setempat.",
    "Pemerintah kota akan menggelar operasi pasar mulai pekan depan di empat kecamatan untuk "
    "menekan harga sebelum Ramadan tiba.",
]
HEAD = """<meta property="og:title" content="Harga beras naik di Palu">
<meta property="og:site_name" content="Kabar Nusa">
<meta property="article:published_time" content="2019-04-26T14:05:00+07:00">
<meta property="article:section" content="Ekonomi"><meta name="author" content="Wira Atmaja">
<meta name="keywords" content="beras, palu, beras"><meta name="description" content="Naik lagi.">
<link rel="canonical" href="https://kabarnusa.example/2019/04/26/beras">"""


def page(head=HEAD, body="".join(f"<p>{each}</p>\n" for each in PARAGRAPHS)):
    return (f"<!DOCTYPE html><html lang='id'><head><title>Harga beras - Kabar Nusa</title>{head}"
            "</head><body><nav><a href='/'>Beranda</a> <a href='/e'>Ekonomi</a></nav><article>"
            f"<h1>Harga beras naik di Palu</h1>{body}</article><script>var iklan = 1</script>"
            "<footer>Tentang kami</footer></body></html>")


EXPECTED = {
    "title": "Harga beras naik di Palu", "body": "\n\n".join(PARAGRAPHS), "byline": "Wira Atmaja",
    "published": "2019-04-26T14:05:00+07:00", "outlet": "Kabar Nusa", "tags": ["beras", "palu"],
    "url": "https://kabarnusa.example/2019/04/26/beras", "rubric": "Ekonomi",
    "description": "Naik lagi.",
}


@pytest.mark.parametrize("content", [
    page(), page().encode("utf-16"), "\ufeff" + page(), page().replace("\n", "\r\n"),
    '<?xml version="1.0" encoding="iso-8859-1"?>' + page(),
    page(HEAD + '<img src="data:image/png;base64,' + "A" * 9_000_000 + '">'),
])
def test_the_article_of_a_page_is_found(content):
    [record] = read(content, "html")
    assert record.fields == EXPECTED
    assert record.source == "metadata" and not {"all text"} & {note[:8] for note in record.notes}


@pytest.mark.parametrize("charset, notes", [
    ("iso-8859-1", ("read as windows-1252",)), ("windows-1252", ("read as windows-1252",)),
    ("utf-8", ("read as windows-1252",)), ("bohong", ("read as windows-1252",)),
    ("unicode_escape", ("read as windows-1252",)),
])
def test_the_encoding_that_a_page_states_is_believed_if_it_can_be(charset, notes):
    content = page(f'<meta charset="{charset}">' + HEAD).replace("Ramadan", "“Ramadan” kafé")
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
def test_a_page_is_dated_only_where_it_says_so(head, published):
    body = "".join(f"<p>{each} Rapat itu 3 Mei 2017.</p>" for each in PARAGRAPHS)
    [record] = read(page(head, body), "html")
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
def test_json_ld_is_read_though_it_states_no_context(value):
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    [record] = read(page(script, "".join(f"<p>{each}</p>" for each in PARAGRAPHS)), "html")
    assert record.fields == OURS | {"body": "\n\n".join(PARAGRAPHS)}


def test_a_page_that_loads_its_text_is_read_if_json_ld_has_it():
    value = LINKED | {"articleBody": "\n".join(PARAGRAPHS)}
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    [record] = read(page(script, '<div id="app"></div>'), "html")
    assert record.fields == OURS | {"body": "\n\n".join(PARAGRAPHS)} and not record.notes


CAPTION = '<FIGURE><img src="a"><figcaption class="x">Karung <b>beras</b>.</figcaption></FIGURE>'


def test_captions_of_figures_are_kept_beside_the_text():
    [record] = read(page(HEAD, CAPTION + "".join(f"<p>{each}</p>" for each in PARAGRAPHS)), "html")
    assert record.fields == EXPECTED | {"captions": ["Karung beras."]}
    [record] = read(f"<p>Satu kalimat.</p>{CAPTION}", "html")
    assert record.fields == {"body": "Satu kalimat.", "captions": ["Karung beras."]}


@pytest.mark.parametrize("before", [
    '<script>var t = "<figcaption>";</script>', "<!-- <figcaption> -->",
    "<figure><figcaption>Tanpa akhir</figure>", "<style>figcaption { color: red }</style>",
])
def test_what_only_looks_like_a_caption_takes_no_text_with_it(before):
    [record] = read(f"{before}<p>Satu kalimat.</p>{CAPTION}<p>Dua.</p>", "html")
    assert record.fields["captions"] == ["Karung beras."]
    assert record.fields["body"].endswith("Satu kalimat.\n\nDua.")


@pytest.mark.parametrize("content, body", [
    ("<p>Satu kalimat.", "Satu kalimat."),
    ("teks polos", "teks polos"),
    ("<div>Satu<br>dua</div><style>x</style><div>tiga &amp; empat</div>",
     "Satu\ndua\n\ntiga & empat"),
])
def test_where_no_article_is_found_what_is_seen_is_taken(content, body):
    [record] = read(content, "html")
    assert record.fields == {"body": body}
    assert record.notes == ("all text of the page: no article was found in it",)


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


@pytest.mark.parametrize("content", [
    "<p>a" * 300_000, "<" * 390_000, "&" * 1_000_000, "<!--" * 100_000, "<p " * 100_000,
    '<script type="application/ld+json">' + "[" * 200_000, "data:a;base64," * 60_000,
    "<script>" * 100_000, "<script><!--</script>" * 50_000,
    "<figcaption>" * 300_000 + "</figcaption>", "<figcaption>" * 300_000,
    "<figcaption>a</figcaption>" * 100_000, "<figcaption " * 200_000,
    f'<script type="application/ld+json">[{"{}," * 100_000}0]</script>a',
])
def test_a_page_takes_no_long_time(content):
    began = time.process_time()
    read(content, "html")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("title, text", [
    ("404 Not Found", "<h1>404 Not Found</h1><hr>nginx"), ("Halaman tidak ditemukan", "<p>Maaf."),
    ("Just a moment...", "<p>Checking your browser."),
    ("Kabar", "<p>Aktifkan JavaScript untuk membaca."),
    ("Masuk", "<form>Surel <input>Sandi <input name=a type=password></form>"),
])
def test_a_page_of_an_error_or_to_log_in_is_no_article(title, text):
    found = read(f"<html><head><title>{title}</title></head><body>{text}</body></html>", "html")
    assert not fields(found) and "went wrong" in rejected(found)[0][1]
    text += "".join(f"<p>{each}</p>" for each in PARAGRAPHS * 3)
    found = read(f"<html><head><title>{title}</title></head><body>{text}</body></html>", "html")
    assert len(fields(found)) == 1


@pytest.mark.parametrize("around", [
    "<noscript>Please enable JavaScript to view the comments.</noscript>",
    '<form><input type="password"><button>Masuk</button></form>', "<p>Galat: error 404</p>",
])
def test_what_stands_around_a_short_article_does_not_reject_it(around):
    page = "<html><head><title>Harga beras naik</title></head><body><article>"
    found = read(f"{page}<p>{PARAGRAPHS[0]}</p></article>{around}</body></html>", "html")
    assert len(fields(found)) == 1


@pytest.mark.parametrize("title", [
    "Korban Tidak Ditemukan", "404 Rumah Rusak", "Terorisme", "Masuknya Musim Hujan",
    "Pesan error 404 di Layar", "Wisata ke Forbidden City"])
def test_a_short_page_may_be_an_article(title):
    assert fields(read(f"<title>{title}</title><p>Satu kalimat.", "html"))


# Feeds

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY x "y">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Kabar Nusa</title>
<link>https://kabarnusa.example</link>
{}
</channel></rss>"""
ITEM = """<item><title>Judul {0} &amp; lagi</title><link>https://kabarnusa.example/{0}</link>
<guid>https://kabarnusa.example/{0}</guid><dc:creator>Wira</dc:creator><category>Ekonomi</category>
<pubDate>Fri, 26 Apr 2019 14:05:00 +0700</pubDate><description>Ringkasan {0}.</description>
<content:encoded><![CDATA[<p>Isi {0} &eacute;.</p><p>Lanjutan.</p>]]></content:encoded></item>
"""


def test_the_items_of_rss_are_records():
    found = read(RSS.format(ITEM.format(1) + ITEM.format(2)), "feed")
    assert fields(found) == [{
        "title": f"Judul {number} & lagi", "url": f"https://kabarnusa.example/{number}",
        "byline": "Wira", "tags": ["Ekonomi"], "published": "Fri, 26 Apr 2019 14:05:00 +0700",
        "body": f"Isi {number} é.\n\nLanjutan.", "description": f"Ringkasan {number}.",
        "outlet": "Kabar Nusa",
    } for number in (1, 2)]
    assert [(each.source, each.location.line) for each in found] == [("feed", 6), ("feed", 10)]


@pytest.mark.parametrize("content, expected", [
    ('<feed xmlns="http://www.w3.org/2005/Atom"><title>Lentera</title><entry><id>tag:x,1</id>'
     '<title>A</title><updated>2019-04-26T00:00:00Z</updated><link href="https://l.example/1"/>'
     "<author><name>Wira</name></author><author><name>Asri</name></author>"
     '<content type="html">&lt;p&gt;Isi.&lt;/p&gt;</content></entry></feed>',
     {"id": "tag:x,1", "title": "A", "body": "Isi.", "outlet": "Lentera", "byline": "Wira, Asri",
      "published": "2019-04-26T00:00:00Z", "url": "https://l.example/1"}),
    ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:title>A</atom:title>'
     "<atom:published>2019</atom:published><atom:updated>2020</atom:updated></atom:entry>"
     "</atom:feed>", {"title": "A", "published": "2019", "updated": "2020"}),
    ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
     'xmlns="http://purl.org/rss/1.0/"><channel><title>K</title><items/></channel>'
     '<item rdf:about="y"><title>A</title><description>Isi</description></item></rdf:RDF>',
     {"id": "y", "title": "A", "body": "Isi", "outlet": "K"}),
    ("<rss><channel><item><title>A</title><description>tak ditutup <b>tebal</description></item>"
     "</channel></rss>", {"title": "A", "body": "tak ditutup tebal"}),
])
def test_other_feeds(content, expected):
    assert fields(read(content, "feed")) == [expected]


@pytest.mark.parametrize("title, outlet", [
    ("Kabar Rejo", "Kabar Rejo"), ("Kabar Rejo » Daerah", "Kabar Rejo"), ("»", "»"),
    ("RSS Kabar Rejo", "Kabar Rejo"), ("Kabar  Rejo RSS", "Kabar Rejo"),
    ("Comments on: Panen garam", None), ("Komentar untuk Kabar Rejo", None), ("Feed", "Feed"),
    ("Harian RSSI", "Harian RSSI"),
])
def test_a_channel_names_its_outlet_and_perhaps_a_section(title, outlet):
    content = f"<rss><channel><title>{title}</title><item><title>A</title></item></channel></rss>"
    assert [each.get("outlet") for each in fields(read(content, "feed"))] == [outlet]


@pytest.mark.parametrize("dates, published", [
    ("<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>"
     "<wp:post_date>2018-03-04 10:00:00</wp:post_date>", "2018-03-04 10:00:00"),
    ("<pubDate>Sun, 04 Mar 2018 03:00:00 +0000</pubDate>"
     "<wp:post_date>2018-03-05 10:00:00</wp:post_date>", "Sun, 04 Mar 2018 03:00:00 +0000"),
    ("<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>"
     "<wp:post_date>0000-00-00 00:00:00</wp:post_date>", "Mon, 30 Nov -0001 00:00:00 +0000"),
])
def test_of_the_dates_of_an_item_the_first_that_is_one_is_taken(dates, published):
    content = ('<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>A</title>'
               f"{dates}</item></channel></rss>")
    assert [each["published"] for each in fields(read(content, "feed"))] == [published]


def test_a_sign_that_should_be_escaped_is_read_as_it_stands():
    content = ("<rss><channel><item><title>R&D &amp; uji &#38; coba</title><category>R&D</category>"
               "<link>https://a.example/?a=1&b=2</link><description><![CDATA[<p>R&D &amp; A&B</p>"
               "]]></description></item></channel></rss>")
    assert fields(read(content, "feed")) == [{
        "title": "R&D & uji & coba", "tags": ["R&D"], "url": "https://a.example/?a=1&b=2",
        "body": "R&D & A&B"}]


def test_a_feed_in_the_encoding_it_states():
    content = RSS.replace("UTF-8", "iso-8859-1").format(ITEM.format("kafé"))
    [record] = read(content.encode("latin-1"), "feed")
    assert record.fields["title"] == "Judul kafé & lagi"


@pytest.mark.parametrize("content", ["", "<html><item>x</item></html>", "teks", "<urlset/>"])
def test_what_is_no_feed_is_rejected(content):
    assert "not a feed" in rejected(read(content, "feed"))[0][1]


def test_a_feed_opens_nothing(tmp_path):
    secret = tmp_path / "rahasia.txt"
    secret.write_text("RAHASIA")
    content = (f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{secret}">'
               '<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
               "<rss><channel><title>&a;</title><item><title>&a;&c;</title></item></channel></rss>")
    assert "RAHASIA" not in str(read(content, "feed"))
    assert "RAHASIA" not in str(read(str(secret), "feed"))


def test_an_item_that_is_damaged_spares_its_neighbours():
    three = [ITEM.format(number) for number in (1, 2, 3)]
    for before, after in (("<item>", "<itim>"), ("</item>", "</itim>"), ("]]>", "]>"), (">", "")):
        broken = three[1].replace(before, after)
        found = read(RSS.format(three[0] + broken + three[2]), "feed")
        titles = [each["title"] for each in fields(found)]
        raw = "".join(each.raw for each in found if isinstance(each, Rejection))
        for number in (1, 3):
            assert f"Judul {number} & lagi" in titles or f"Judul {number}" in raw


@pytest.mark.parametrize("between", [
    "", "<!-- <item><title>Lama</title></item> -->", "<!-- <item> -->", "<!-- tanpa akhir",
    "<image><title>Logo</title><url>u</url></image>",
    "<textInput><title>Cari</title><name>q</name></textInput>",
])
@pytest.mark.parametrize("text", [
    "<![CDATA[Tag <item> dan </item>, juga <!-- itu.]]>", "<![CDATA[<!-- wp:image --> <item>]]>",
    "]]> <![CDATA[a]]>", "Isi.",
])
def test_tags_in_comments_and_in_texts_are_none(between, text):
    items = [f"<item><title>{n}</title><description>{text}</description></item>" for n in "ab"]
    found = read(RSS.format(between.join(items) + between), "feed")
    assert [each["title"] for each in fields(found)] == ["a", "b"]
    assert not rejected(found)


@pytest.mark.parametrize("broken", ["<![CDATA[Isi.", "<![CDATA[Isi.]]", "<!-- Isi."])
def test_a_text_that_does_not_end_takes_no_other_item_with_it(broken):
    items = [f"<item><title>{n}</title><description>{text}</description></item>"
             for n, text in ("a1", ("b", broken), ("c", "<![CDATA[3]]>"), ("d", "<![CDATA[4]]>"))]
    found = read(RSS.format("".join(items)), "feed")
    assert {"a", "c", "d"} <= {each.get("title") for each in fields(found)}


@pytest.mark.parametrize("opens", ["<!-- ", "<![CDATA[ ", "<!-- <![CDATA[ ", "<image>", "<item"])
@pytest.mark.parametrize("end", ["", "-->]]>"])
def test_texts_that_do_not_end_take_no_long_time(opens, end):
    began = time.process_time()
    read(RSS.format(ITEM.format(1) + opens * 100_000 + end), "feed")
    assert time.process_time() - began < 10


# JSON


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
def test_json_files(content, expected):
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
def test_what_is_wrong_in_a_json_file_is_rejected(content, titles, line, reason):
    found = read(content, "json")
    assert [each["title"] for each in fields(found)] == titles
    assert rejected(found)[0][0] == line and reason in rejected(found)[0][1]


@pytest.mark.parametrize("format", ["json", "jsonl"])
@pytest.mark.parametrize("value", [
    "[" * 400 + "]" * 400, "[" * 900 + '"I\\u00ad"' + "]" * 900,
    '{"title": "x", "summary": "y", "items": [' * 300 + "]}" * 300,
    "[" * 100_000 + "]" * 100_000,
])
def test_what_is_nested_deep_takes_nothing_with_it(format, value):
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
def test_json_that_is_called_lines_is_read_as_what_it_is(content, encoding):
    data = content.encode(encoding)
    for packed, file in (("", io.BytesIO(data)), ("", Pipe(data)),
                         (".gz", Pipe(gzip.compress(data)))):
        found = list(formats.read_stream(file, "berkas", f"jsonl{packed}"))
        assert (fields(found), rejected(found)) == ([{"title": "a"}, {"title": "b"}], [])
    found = read(zipped({"a.jsonl": data}), "zip")
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


def test_an_array_called_lines_is_read_as_it_comes():
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
def test_what_elasticsearch_puts_around_a_record_is_taken_off(written, expected, format):
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
def test_lines_of_bulk_files_give_ids_and_are_no_records(written, expected):
    found = read(written, "jsonl")
    assert (fields(found), rejected(found)) == (expected, [])


def test_the_posts_of_ghost_are_read():
    posts = [{"title": "a", "plaintext": "b", "slug": "a"}, {"title": "c", "plaintext": "d"}]
    around = {"posts": posts, "tags": [{"name": "x", "slug": "x"}], "settings": [{"key": "title"}]}
    found = read(json.dumps({"db": [{"meta": {"version": "5"}, "data": around}]}), "json")
    assert (fields(found), rejected(found)) == (posts, [])


# What is called text, and is none


CALLED_TEXT = {
    page(): EXPECTED, "\ufeff \n" + page().replace("DOCTYPE", "doctype"): EXPECTED,
    page().removeprefix("<!DOCTYPE html>"): EXPECTED,
    '{"judul": "a", "isi": "b"}': {"judul": "a", "isi": "b"},
    ' [\n {"judul": "a"}]': {"judul": "a"},
}


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("content", CALLED_TEXT)
def test_pages_and_json_that_are_called_text_are_read_as_what_they_are(content, packed, tmp_path):
    data = gzip.compress(content.encode()) if packed else content.encode()
    (tmp_path / f"a.txt{packed}").write_bytes(data)
    assert fields(formats.read(tmp_path / f"a.txt{packed}")) == [CALLED_TEXT[content]]
    for kind in ("zip", "tar"):
        assert fields(read(ARCHIVES[kind]({f"a.txt{packed}": data}), kind)) == [
            CALLED_TEXT[content]]
    for found in (read(content, "txt"), formats.read(tmp_path / f"a.txt{packed}", "txt")):
        assert fields(found) == [{"body": content.removeprefix("\ufeff").strip()}]


def test_lines_of_json_that_are_called_text_are_all_read(tmp_path):
    (tmp_path / "a.txt").write_text('{"title": "a"}\n{"title": }\n{"title": "b"}\n')
    found = list(formats.read(tmp_path / "a.txt"))
    assert fields(found) == [{"title": "a"}, {"title": "b"}] and rejected(found)[0][0] == 2


@pytest.mark.parametrize("content, kind", [
    (r"{\rtf1\ansi Isi.}", "RTF"), ("%PDF-1.4\n1 0 obj\n", "PDF"),
])
def test_documents_that_are_called_text_are_rejected_with_what_to_do(content, kind, tmp_path):
    (tmp_path / "a.txt").write_text(content)
    [(line, reason)] = rejected(formats.read(tmp_path / "a.txt"))
    assert line == 1 and f"is {kind}" in reason and "--format txt" in reason
    assert fields(read(content, "txt")) == [{"body": content.strip()}]


@pytest.mark.parametrize("content", [
    "<html> adalah awal sebuah halaman.", "<!doctype html>", "<html", "<p>Satu.</p>",
    "{Foto: Wira}", "[Jakarta] Satu.", '["satu", "dua"]', '{"satu"}', '"judul": "a"', "{}", "[]",
    "[1, 2]", r"{\rtf}", "PDF", "judul,isi\na,b", "<!-- a --> satu", "Satu <html><body>dua",
])
def test_what_may_be_text_is_text(content, tmp_path):
    (tmp_path / "a.txt").write_text(content)
    assert fields(formats.read(tmp_path / "a.txt")) == [{"body": content}]


# Archives

MEMBERS = {
    "berita/a.txt": b"Judul: A\n\nIsi.", "berita/b.jsonl": b'{"title": "B1"}\n{"title": "B2"}\n',
    "c.csv.gz": gzip.compress(b"title\nC\n"), "d.html": page().encode(),
    "e.json": b'[{"title": "E"}]', "f.csv": b"title\nF\n", "g.tsv": b"title\nG\n",
    ".tersembunyi.txt": b"x", "__MACOSX/a.txt": b"x",
    "x/.git/a.txt": b"x", "gambar.png": b"x", "dalam.zip": b"x", "dalam.tar.gz": b"x",
}


def zipped(members, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("tautan.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return file.getvalue()


ARCHIVES = {
    "zip": zipped, "tar": tarred, "tar.gz": lambda members: gzip.compress(tarred(members)),
    "tar.zst": lambda members: zstandard.ZstdCompressor().compress(tarred(members)),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_the_members_of_an_archive_are_read(kind, tmp_path):
    path = tmp_path / f"arsip.{kind}"
    path.write_bytes(ARCHIVES[kind](MEMBERS))
    found = list(formats.read(path))
    assert [(str(each.location).removeprefix(f"{path}/"),
             each.fields.get("title") or each.fields.get("Judul"))
            for each in found if isinstance(each, Record)] == [
        ("berita/a.txt:1", "A"), ("berita/b.jsonl:1", "B1"), ("berita/b.jsonl:2", "B2"),
        ("c.csv.gz:2", "C"), ("d.html:1", "Harga beras naik di Palu"), ("e.json:1", "E"),
        ("f.csv:2", "F"), ("g.tsv:2", "G"),
    ]
    assert [each.location.file.removeprefix(f"{path}/") for each in found
            if isinstance(each, Rejection)] == ["dalam.zip", "dalam.tar.gz"]
    assert all("unpack" in reason for _, reason in rejected(found))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


TWO = {"a.txt": b"Isi a.", "b.txt": b"Isi b."}


@pytest.mark.parametrize("content, taken, reason", [
    (tarred(TWO)[:1024], 1, "no end mark"), (tarred(TWO)[:2048], 2, "no end mark"),
    (tarred(TWO)[:1100], 1, "truncated"),
    (tarred(TWO)[:1024] + b"x" + tarred(TWO)[1025:], 1, "bad checksum"),
    (b"", 0, "no end mark"), (b"x" * 1024, 0, "damaged"),
])
def test_a_tar_that_is_cut_or_damaged_is_not_at_its_end(content, taken, reason):
    found = read(content, "tar")
    assert fields(found) == [{"body": "Isi a."}, {"body": "Isi b."}][:taken]
    assert len(rejected(found)) == 1 and reason in rejected(found)[0][1]


def test_tars_that_were_joined_are_read_one_after_another():
    found = read(tarred(TWO) + tarred({"c.txt": b"Isi c."}), "tar")
    assert fields(found) == [{"body": "Isi a."}, {"body": "Isi b."}, {"body": "Isi c."}]
    assert not rejected(found)


def test_what_is_wrong_is_named_even_where_an_exception_says_nothing():
    content = bytearray(zipped({"a.txt": b"Isi a."}))
    assert unreadable(EOFError()) == "cannot be read: EOFError"
    assert "cannot be read: " not in [reason for _, reason in rejected(read(content[:60], "zip"))]


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_of_nothing_that_is_read_is_rejected(kind):
    assert "no file of a format" in rejected(read(ARCHIVES[kind]({"a.png": b"x"}), kind))[0][1]


@pytest.mark.parametrize("written", [
    {"Judul": {"0": "A", "1": "B"}, "isi": {"0": "Naik.", "1": None}},
    {"columns": ["Judul", "isi"], "index": [0, 1], "data": [["A", "Naik."], ["B", None]]},
])
def test_the_rows_of_what_pandas_writes_are_records(written):
    found = read(json.dumps(written).encode(), "json")
    assert fields(found) == [{"Judul": "A", "isi": "Naik."}, {"Judul": "B", "isi": None}]


@pytest.mark.parametrize("written", [
    {"Judul": {"0": "A", "1": "B"}, "isi": {"0": "Naik."}}, {"Judul": {}, "isi": {}},
    {"columns": ["Judul", "isi"], "data": [["A"]]}, {"Judul": {"a": "A"}, "isi": {"a": "Naik."}},
])
def test_what_is_no_table_of_pandas_is_one_record(written):
    assert fields(read(json.dumps(written).encode(), "json")) == [written]


@pytest.mark.parametrize("kind", ARCHIVES)
def test_what_an_archive_holds_beside_articles_is_told(kind, caplog):
    pictures = {"uploads/b\x1b.JPG": b"x", "uploads/a.jpg": b"x", "README": b"x", ".git/c": b"x"}
    assert fields(read(ARCHIVES[kind]({"a.txt": b"Isi a."} | pictures), kind)) == [
        {"body": "Isi a."}]
    assert caplog.messages == [
        "berkas: passed over 2 files whose names say no known format (2 .jpg), "
        "such as uploads/a.jpg"]


def test_an_encrypted_or_damaged_member_is_rejected_by_name():
    content = bytearray(zipped({"a.txt": b"Isi a.", "b.txt": b"Isi b." * 99, "c.txt": b"Isi c."}))
    first = content.index(b"PK\1\2")
    content[first + 8] |= 1
    second = content.index(b"b.txt") + 12
    content[second] ^= 255
    found = read(bytes(content), "zip")
    assert fields(found) == [{"body": "Isi c."}]
    assert [str(each) for each in found if isinstance(each, Rejection)][0] == (
        "berkas/a.txt:1: encrypted: unpack it with its password first")
    assert found[1].location.file == "berkas/b.txt"


def test_a_member_without_a_name_is_left_aside():
    content = zipped({"a.txt": b"Isi.", "bc": b""})
    directory = content.rindex(b"PK\1\2")
    nameless = bytearray(content)
    nameless[directory + 28], nameless[directory + 32] = 0, 2  # its name is a comment now
    found = read(bytes(nameless), "zip")
    assert (fields(found), rejected(found)) == ([{"body": "Isi."}], [])


def test_a_member_whose_name_could_command_a_terminal_is_shown_without_that():
    [record] = read(tarred({"a\x1b[2J\n.txt": b"Isi."}), "tar")
    assert record.location.file.isprintable()


class Pipe(io.RawIOBase):
    def __init__(self, content):
        self._content = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._content.readinto(buffer)


def test_a_pipe_gives_all_but_a_zip():
    piped = [list(formats.read_stream(Pipe(ARCHIVES[kind](MEMBERS)), "-", kind))
             for kind in ARCHIVES]
    assert [len(fields(found)) for found in piped] == [0, 8, 8, 8]
    assert "pipe" in rejected(piped[0])[0][1]


@pytest.mark.parametrize("format", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_stream_is_read_by_the_name_of_its_format(format):
    content = b'{"title": "a"}'
    if format != "jsonl":
        content = (gzip if format.endswith("gz") else zstandard).compress(content)
    [record] = read(content, format, "-")
    assert str(record.location) == "-:1"


@pytest.mark.parametrize("format", ["doc", "", "JSONL", "gz"])
def test_an_unknown_format_is_a_rejection_that_lists_all(format):
    [(_, reason)] = rejected(read(b"", format))
    assert all(end in reason for ends in formats.FORMATS.values() for end in ends)


# Limits


@pytest.fixture
def small(monkeypatch):
    """Limits that a test can reach."""
    for module in (lines, rows, items):
        name = "LARGEST" if hasattr(module, "LARGEST") else "_LARGEST"
        monkeypatch.setattr(module, name, 1_000)
    monkeypatch.setattr(sys.modules["indexer.formats.json.reader"], "LARGEST", 1_000)


LONG = "x" * 400_000


@pytest.mark.parametrize("format, content, kept, line", [
    ("jsonl", '{"title": "a"}\n{"title": "%s"}\n{"title": "b"}' % LONG, 2, 2),
    ("json", '[{"title": "a"},\n{"title": "%s"},\n{"title": "b"}]' % LONG, 2, 2),
    ("csv", f"title\na\n{LONG}\nb\n", 2, 3),
    ("csv", "title,body\na,b\nc,\"" + "d\n" * 9_000 + '"e",f\n', 1, 3),
    ("txt", LONG, 0, 1), ("html", LONG, 0, 1),
    ("feed", RSS.format(ITEM.format(1) + ITEM.format(LONG) + ITEM.format(2)), 2, 10),
])
def test_what_is_too_large_is_rejected_by_its_place_and_reading_goes_on(
    small, format, content, kept, line
):
    found = read(content, format)
    assert rejected(found)[0][0] == line and "more than" in rejected(found)[0][1].replace(
        "larger than", "more than")
    titles = [each for each in fields(found) if each.get("title", "").rstrip() in "ab" or
              "Judul" in each.get("title", "")]
    assert len(titles) == kept


# Whatever the bytes

NUMBERS = range(6)
VALID = {
    "jsonl": "".join(f'{{"title": "Judul {n}", "body": "Isi {n}é."}}\n' for n in NUMBERS),
    "csv": "title,body\n" + "".join(f'Judul {n},"Isi\n{n}"\n' for n in NUMBERS),
    "tsv": "title\tbody\n" + "".join(f"Judul {n}\tIsi {n}\n" for n in NUMBERS),
    "json": json.dumps([{"title": f"Judul {n}", "tags": ["a", {"b": n}]} for n in NUMBERS]),
    "feed": RSS.format("".join(ITEM.format(n) for n in NUMBERS)),
    "txt": "Judul: Judul 0\nTanggal: 2019\n\nIsi.",
    "html": page(),
}
VALID_BYTES = {name: content.encode() for name, content in VALID.items()} | {
    name: make({f"{n}.txt": f"Judul {n}".encode() for n in NUMBERS})
    for name, make in ARCHIVES.items()
}
FORMATS = st.sampled_from([*formats.FORMATS, *ARCHIVES, "jsonl.zst", "csv.gz"])
PARTS = st.lists(st.sampled_from([
    b"title", b"<item>", b"</item>", b"<rss>", b"<feed ", b"<p>", b"&", b'"', b",", b"\n", b"\r",
    b"{", b"}", b"[", b"]", b":", b"\\", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\3\4",
    b"1", b"]]>", b"<![CDATA[", b"data:", b"\xc3\x83\xc2\xa9", b"\xe2\x80\xa8",
]), max_size=25).map(b"".join)


def mutated(content, changes):
    content = bytearray(content)
    for at, length, new in changes:
        at = int(at * len(content))
        content[at:at + length] = new
    return bytes(content)


CHANGES = st.lists(st.tuples(
    st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.binary(max_size=3) | PARTS,
), min_size=1, max_size=3)


def sound(found):
    for each in found:
        assert isinstance(each, (Record, Rejection)) and each.location.line >= 1
        if isinstance(each, Rejection):
            assert each.reason and written(each)
        else:
            assert json.dumps(each.fields)


@settings(max_examples=250)
@given(FORMATS, st.binary(max_size=80) | PARTS)
def test_any_bytes_are_records_or_rejections(format, content):
    sound(read(content, format))


@pytest.mark.parametrize("format", VALID_BYTES)
@settings(max_examples=60)
@given(changes=CHANGES)
def test_a_damaged_file_is_records_and_rejections(format, changes):
    sound(read(mutated(VALID_BYTES[format], changes), format))


def numbers(found):
    """The records by number that are there, or that a rejection still has."""
    there = set()
    for each in found:
        text = str(each.fields) if isinstance(each, Record) else f"{each.fields} {each.raw}"
        there |= {int(number) for number in re.findall(r"Judul (\d)(?!\d)", text)}
        there |= {int(number) for number in re.findall(r"/(\d)\.txt", each.location.file)}
    return there


@pytest.mark.parametrize("format, before, after", [
    ("jsonl", 11, "\n"), ("csv", 0, '"\n'), ("tsv", 0, "\n"), ("json", 11, "}]}, "),
    ("feed", 13, "</item>\n"),
])
@settings(max_examples=120)
@given(data=st.data())
def test_damage_to_one_record_loses_no_other(format, before, after, data):
    content = VALID_BYTES[format]
    begin = content.index(b"Judul 3") - before
    end = content.index(after.encode(), begin) + len(after)
    place = data.draw(st.integers(begin, end - 3))
    new = data.draw(st.binary(max_size=3) | PARTS.map(lambda part: part[:8]))
    damaged = content[:place] + new + content[place + data.draw(st.integers(0, 2)):]
    found = read(damaged, format)
    sound(found)
    assert numbers(found) >= {0, 1, 2, 4, 5}


@settings(max_examples=120)
@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255))
def test_a_flipped_byte_in_a_zip_loses_no_member_in_silence(at, byte):
    content = bytearray(VALID_BYTES["zip"])
    content[int(at * len(content))] ^= byte
    found = read(bytes(content), "zip")
    sound(found)
    assert any(isinstance(each, Rejection) for each in found) or len(fields(found)) >= 5
