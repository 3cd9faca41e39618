"""XML whose elements hold articles: exports of databases and wikis, notes, files of one's own."""

import pytest

from indexer.formats import wikitext

from support.reading import fields, read, read_named, rejected

TEXT = "Harga beras naik di Palu."
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
MYSQL = HEAD + """<mysqldump xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<database name="kabar"><table_data name="komentar"><row><field name="judul">Salut</field>
<field name="isi">Bagus.</field></row></table_data>
<table_data name="users"><row><field name="nama">Wira</field></row></table_data>
<table_data name="berita"><row><field name="id">7</field><field name="judul">Beras</field>
<field name="isi">Harga beras naik di Palu.</field><field name="foto" xsi:nil="true" /></row>
</table_data></database></mysqldump>"""
PHPMYADMIN = HEAD + """<!-- phpMyAdmin XML Dump --><pma_xml_export version="1.0"
 xmlns:pma="https://www.phpmyadmin.net/some_doc_url/"><pma:structure_schemas><pma:database
 name="kabar"><pma:table name="berita">CREATE TABLE x</pma:table></pma:database>
</pma:structure_schemas><database name="kabar"><table name="berita"><column name="id">7</column>
<column name="judul">Beras</column><column name="isi">Harga beras naik di Palu.</column></table>
</database></pma_xml_export>"""
WIKI = HEAD + """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" xml:lang="id">
<siteinfo><sitename>Warta Wiki</sitename></siteinfo>{}</mediawiki>"""
WIKI_PAGE = """<page><title>{}</title><ns>{}</ns><id>9</id>{}<revision><id>90</id>
<timestamp>2019-04-26T03:00:00Z</timestamp><text xml:space="preserve">{}</text></revision></page>"""


@pytest.mark.parametrize("content, id", [(MYSQL, "7"), (PHPMYADMIN, "7")])
def test_rows_of_a_database_are_articles(content, id):
    [found] = fields(read_named("a.xml", content))
    assert (found["id"], found["judul"], found["isi"]) == (id, "Beras", TEXT)


def test_rows_of_other_tables_are_counted(caplog):
    assert len(fields(read_named("a.xml", MYSQL))) == 1
    assert "passed over 1 rows of komentar, 1 rows of users" in caplog.text


@pytest.mark.parametrize("name, content", [
    ("a.xml", "<berita><judul>Beras</judul><isi>Harga beras naik di Palu.</isi></berita>"),
    ("a.xml", "<data><artikel judul='Beras'><isi>Harga beras naik di Palu.</isi></artikel></data>"),
    ("a.xml", HEAD + f"<a><b><c><judul>Beras</judul></c><isi>{TEXT}</isi></b></a>"),
    ("a.txt", HEAD + f"<doc><str name='judul'>Beras</str><str name='isi'>{TEXT}</str></doc>"),
])
def test_elements_of_any_name_are_articles(name, content):
    [found] = fields(read_named(name, content))
    assert (found["judul"], found["isi"]) == ("Beras", TEXT)


def test_tei_without_a_declaration_of_xml_is_an_article():
    [found] = fields(read_named("a.xml", (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>Beras</title></teiHeader>'
        f"<text><body><div><p>{TEXT}</p></div></body></text></TEI>")))
    assert found["title"] == "Beras" and TEXT in found["body"]


def test_the_marks_of_a_text_are_no_fields():
    [found] = fields(read("<a><judul>B &lt; C</judul><isi>1 &lt; 2 <p>Naik <b>lagi</b>.</p>"
                          "<p>Turun.</p></isi></a>", "xml"))
    assert found == {"judul": "B < C", "isi": "1 &lt; 2 <p>Naik <b>lagi</b>.</p><p>Turun.</p>"}


def test_a_note_of_evernote_is_a_page():
    [found] = fields(read_named("a.enex", HEAD + (
        '<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export3.dtd"><en-export>'
        '<note><title>Beras</title><content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note '
        'SYSTEM "x"><en-note><div>Harga naik.</div></en-note>]]></content><created>'
        "20190426T030000Z</created></note></en-export>")))
    assert found["content"] == "<div>Harga naik.</div>" and found["created"] == "20190426T030000Z"


def test_a_page_of_a_wiki_is_an_article_but_no_redirect_or_talk(caplog):
    pages = [WIKI_PAGE.format("Beras", 0, "", "'''Beras''' naik."),
             WIKI_PAGE.format("Pembicaraan:Beras", 1, "", "Setuju."),
             WIKI_PAGE.format("Padi", 0, '<redirect title="Beras" />', "#ALIH [[Beras]]")]
    [found] = fields(read_named("a.xml", WIKI.format("".join(pages))))
    assert (found["title"], found["text"]) == ("Beras", "Beras naik.")
    assert "1 pages beside articles, 1 redirects" in caplog.text


@pytest.mark.parametrize("written, text", [
    ("{{tanggal|1 {{bulan|Mei}}}}Naik.", "Naik."), ("{| class=a\n|x\n|}Naik.", "Naik."),
    ("[[Palu]] dan [[Kota Poso|Poso]].[[Kategori:Kota]]", "Palu dan Poso."),
    ("[[Berkas:a.jpg|jmpl|Pasar di [[Palu]].]]Naik.", "Naik."),
    ("Naik.<ref name=a>Kata Wira.</ref> Turun.<ref name=a />", "Naik. Turun."),
    ("== Harga ==\nNaik.", "Harga\n\n\nNaik."), ("[https://a.example Kabar] naik.", "Kabar naik."),
    ("__NOTOC__Ia bilang 'ya'. 1 = 1", "Ia bilang 'ya'. 1 = 1"),
])
def test_the_marks_of_a_wiki_are_taken_out(written, text):
    assert wikitext.to_text(written) == text


def test_what_follows_damage_is_not_lost_unsaid():
    row = "<b><judul>Beras</judul><isi>Harga naik.</isi></b>"
    results = read(f"<a>{row}\n<b></c>{row}</a>", "xml")
    assert len(fields(results)) == 2
    [(line, reason)] = rejected(results)
    assert line == 2 and "damaged XML" in reason


def test_a_file_that_is_cut_short_says_so():
    row = "<b><judul>Beras</judul><isi>Harga naik.</isi></b>"
    results = read(f"<a>{row}<b><judul>Padi", "xml")
    assert len(fields(results)) == 1 and "cut short" in rejected(results)[0][1]


@pytest.mark.parametrize("content, says", [
    (HEAD + "<a><judul>Beras</judul></a>", "use --map"),
    (HEAD + "<urlset><url><loc>https://a.example/</loc></url></urlset>", "a sitemap"),
    ("<svg><title>a</title></svg>", "--format xml"),
])
def test_other_xml_is_rejected(content, says):
    [(_, reason)] = rejected(read_named("a.xml", content))
    assert says in reason


def test_neither_entities_nor_files_are_followed():
    results = read('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
                   "<a><judul>Beras</judul><isi>Naik &x; lagi.</isi></a>", "xml")
    assert all("Naik" in each["isi"] and len(each["isi"]) < 14 for each in fields(results))


def test_rows_read_are_forgotten(monkeypatch):
    from indexer.formats import xml_rows
    monkeypatch.setattr(xml_rows, "MAX_RECORD_BYTES", 1 << 17)
    row = f"<b><judul>Beras</judul><isi>{TEXT * 50}</isi></b>"
    assert len(fields(read(f"<a>{row * 500}</a>", "xml"))) == 500
    results = read(f"<a>{'<b><judul>Beras</judul></b>' * 20_000}</a>", "xml")
    assert "larger than" in rejected(results)[0][1]


def test_an_article_of_very_many_attributes_keeps_the_first_and_its_text():
    attributes = " ".join(f'a{number}="x"' for number in range(3_000))
    [found] = fields(read(f"<a><b {attributes}><judul>Beras</judul><isi>{TEXT}</isi></b></a>",
                          "xml"))
    assert (found["judul"], found["isi"], found["a0"]) == ("Beras", TEXT, "x")
    assert len(found) < 1_000


def test_notes_that_never_end_stay_as_they_are():
    """Each would be followed for thousands of characters: minutes, if they were followed."""
    opened = "<ref>" * 200_000
    assert wikitext.to_text(opened) == opened
    written = "Harga <ref>lama <ref>naik</ref> di Palu."
    assert wikitext.to_text(written) == "Harga <ref>lama  di Palu."
