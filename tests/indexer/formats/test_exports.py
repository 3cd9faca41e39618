"""Exports of whole sites: the published articles are read, as they were written."""

import io

import pytest

from indexer import formats, publication
from indexer.record import Record
from indexer.text import markup
from search import Article

from support.built_articles import build_article

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Suara Lembah</title><wp:author><wp:author_login>admin</wp:author_login></wp:author>
{}</channel></rss>"""
BLOGGER = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://purl.org/atom/app#"
 xmlns:blogger="http://schemas.google.com/blogger/2018"><title>Suara Lembah</title>{}</feed>"""
KIND = ('<category scheme="http://schemas.google.com/g/2005#kind" '
        'term="http://schemas.google.com/blogger/2008/kind#{}"/>')


def read(content):
    """Return the published records of a feed."""
    found = formats.read_stream(io.BytesIO(content.encode()), "a.xml", "feed")
    return [each for each in found if not publication.find_reason(each)]


def wordpress(body, type="post", status="publish"):
    """Return an item as WordPress exports it."""
    return (
        f"<item><title>Panen Raya</title><link>https://lembah.example/1</link>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[Ringkasan.]]></excerpt:encoded>"
        f"<wp:status><![CDATA[{status}]]></wp:status><wp:post_type>{type}</wp:post_type>"
        '<category domain="category" nicename="ekonomi">Ekonomi</category>'
        '<category domain="post_tag" nicename="padi">padi</category>'
        "<wp:comment><wp:comment_content>Bagus!</wp:comment_content></wp:comment></item>")


def blogger(*said):
    """Return an entry as Blogger exports it."""
    return ('<entry><id>tag:blogger.com,1999:post-1</id><title>Panen Raya</title>'
            '<category scheme="http://www.blogger.com/atom/ns#" term="padi"/>'
            f'{"".join(said)}<content type="html">&lt;p&gt;Isi.&lt;/p&gt;</content></entry>')


CLASSIC = """[caption id="attachment_3" width="300"]<img src="a.jpg"> Petani memanen padi.[/caption]

<strong>Lembah</strong> - Petani memanen padi &amp; jagung.

Hasilnya naik.
<h3>Harga</h3>
Pedagang membeli gabah.

[gallery ids="1,2"]

Petani berharap hujan."""
BLOCKS = """<!-- wp:paragraph -->
<p>Petani memanen padi.</p>
<!-- /wp:paragraph -->

<!-- wp:image {"id":5} -->
<figure><img src="x.jpg"/><figcaption class="wp-element-caption">Suasana pagi.</figcaption></figure>
<!-- /wp:image -->

<!-- wp:paragraph -->
<p>Hasilnya naik.</p>
<!-- /wp:paragraph -->"""


@pytest.mark.parametrize("written, body, captions", [
    (CLASSIC, "Lembah - Petani memanen padi & jagung.\n\nHasilnya naik.\n\nHarga\n\n"
     "Pedagang membeli gabah.\n\nPetani berharap hujan.", ["Petani memanen padi."]),
    (BLOCKS, "Petani memanen padi.\n\nHasilnya naik.", ["Suasana pagi."]),
    ('<p>Satu.</p><p class="wp-caption-text">Suasana.</p><p>Dua.</p>', "Satu.\n\nDua.",
     ["Suasana."]),
    ("[vc_row][vc_column width=\"1/2\"][vc_column_text]Satu kalimat.\n\nDua.[/vc_column_text]"
     "[/vc_column][/vc_row]", "Satu kalimat.\n\nDua.", None),
])
def test_a_wordpress_post_is_read_as_its_editor_shows_it(written, body, captions):
    [record] = read(WORDPRESS.format(wordpress(written)))
    found = build_article(record)
    assert isinstance(found, Article)
    assert (found.title, found.body, found.outlet) == ("Panen Raya", body, "Suara Lembah")
    assert found.extra.get("captions") == captions
    assert {name: found.extra[name] for name in ("rubric", "tags", "description")} == {
        "rubric": "Ekonomi", "tags": ["padi"], "description": "Ringkasan."}


@pytest.mark.parametrize("type, status, taken", [
    ("post", "publish", True), ("page", "publish", True), ("berita", "publish", True),
    ("post", "draft", False), ("post", "private", False), ("post", "trash", False),
    ("attachment", "inherit", False), ("nav_menu_item", "publish", False),
    ("wp_global_styles", "publish", False), ("revision", "inherit", False),
])
def test_only_published_posts_of_wordpress_are_read(type, status, taken):
    found = read(WORDPRESS.format(wordpress("Isi.", type, status) + wordpress("Lain.")))
    assert [each.fields["body"] for each in found] == ["Isi."] * taken + ["Lain."]


@pytest.mark.parametrize("said, taken", [
    ([KIND.format("post")], True), ([KIND.format("page")], True),
    ([KIND.format("comment")], False), ([KIND.format("settings")], False),
    ([KIND.format("template")], False),
    ([KIND.format("post"), "<app:control><app:draft>yes</app:draft></app:control>"], False),
    (["<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>"], True),
    (["<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>"], False),
    (["<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>"], False),
    ([], True),
])
def test_only_published_posts_of_blogger_are_read(said, taken):
    found = read(BLOGGER.format(blogger(*said)))
    assert [(each.fields["body"], each.fields["tags"]) for each in found] == [
        ("Isi.", ["padi"])] * taken


@pytest.mark.parametrize("said, taken", [
    ("post_type,post_status|post,publish", True), ("post_type,post_status|page,publish", True),
    ("post_type,post_status|post,draft", False), ("post_type,post_status|post,trash", False),
    ("post_type,post_status|attachment,inherit", False),
    ("post_type,post_status|nav_menu_item,publish", False), ("post_status|auto-draft", False),
    ("post_type|wp_template", False), ("post_status|1", True), ("status|draft", False),
    ("introtext,fulltext,state|a,b,1", True), ("introtext,fulltext,state|a,b,2", True),
    ("introtext,fulltext,state|a,b,0", False), ("introtext,fulltext,state|a,,0", False),
    ("introtext,fulltext,state|a,b,-2", False),
    ("state|0", True),
])
def test_only_published_rows_of_tables_are_read(said, taken):
    names, values = said.split("|")
    content = f"post_title,post_content,{names}\nPanen,Isi.,{values}\n"
    read = formats.read_stream(io.BytesIO(content.encode()), "a", "csv")
    found = [each for each in read if not publication.find_reason(each)]
    assert [each.fields["post_title"] for each in found] == ["Panen"] * taken


def test_an_id_that_is_no_address_is_not_the_url():
    [record] = read(BLOGGER.format(blogger()))
    assert record.fields["id"] == "tag:blogger.com,1999:post-1" and "url" not in record.fields


@pytest.mark.parametrize("written, read", [
    ("Satu.\n\n<b>Dua</b> &amp; tiga.\n\n<h3>Empat</h3>\nLima.",
     "Satu.\n\nDua & tiga.\n\nEmpat\n\nLima."),
    ("<p>Satu\n\ndua.</p>\n\nTiga.\n\nEmpat.", "Satu dua.\n\nTiga.\n\nEmpat."),
    ("<ul>\n<li>a\n\n<li>b\n</ul>\n\nSatu.\n\nDua.", "a\n\nb\n\nSatu.\n\nDua."),
    ('<a class="x"\n\n href="y">Harga</a> naik.\n\nLagi.', "Harga naik.\n\nLagi."),
    ("Satu</div>\n\ndua &amp; tiga", "Satu\n\ndua & tiga"),
])
def test_blank_lines_separate_paragraphs_outside_of_blocks(written, read):
    assert markup.to_text(written) == read


@pytest.mark.parametrize("fields, body, extra", [
    ({"isi": "<p>Satu.</p><figure><figcaption>Pasar</figcaption></figure>"}, "Satu.",
     {"captions": ["Pasar"]}),
    ({"isi": "Satu.[caption id='x']<a href='y'><img src='z'/></a>Pasar[/caption]"}, "Satu.",
     {"captions": ["Pasar"]}),
    ({"isi": "<p>Satu.</p><figcaption>Pasar</figcaption>", "captions": "lain"},
     "Satu.\n\nPasar", {"captions": "lain"}),
    ({"isi": "<figcaption>Pasar</figcaption><p></p>"}, "Pasar", {}),
    ({"isi": "Satu [caption tanpa akhir"}, "Satu [caption tanpa akhir", {}),
    ({"isi": "Satu <figcaption>tanpa akhir"}, "Satu <figcaption>tanpa akhir", {}),
    ({"isi": "[caption a]tanpa akhir <p class='wp-caption-text'>Pasar</p>"},
     "[caption a]tanpa akhir", {"captions": ["Pasar"]}),
])
def test_captions_in_a_field_are_kept_apart_from_the_text(fields, body, extra):
    found = build_article(Record(location="a", fields=fields))
    names = ("captions", "footers")
    assert found.body == body
    assert {name: found.extra[name] for name in names if name in found.extra} == extra
