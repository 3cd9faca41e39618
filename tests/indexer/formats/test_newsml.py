"""NITF, NewsML-G2, NewsML 1, ninjs and sitemaps."""

import gzip
import json
import time
from dataclasses import replace

import pytest

from indexer.formats.feed import items
from indexer.publication import find_reason

from support.built_articles import build_article
from support.reading import fields, read, read_named, rejected
from support.samples import ITEM, NEWS_ITEM, NEWSML, NITF, RSS

PROLOG = """<?xml version="1.0" encoding="UTF-8"?>
<!-- kawat -->
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "nitf-3-4.dtd" [<!ENTITY x "y">]>
"""
EXPECTED_NITF = {
    "id": "kn-1", "title": "Judul 1", "body": "Isi 1 é Bulog.\n\nPasokan\n\nLanjutan.",
    "captions": ["Pasar."], "byline": "Wira Atmaja", "outlet": "Kabar Nusa", "place": "Palu",
    "published": "2019-04-26T14:05:00+0700",
}
EXPECTED_ITEM = {
    "id": "urn:newsml:kabarnusa.example:1", "title": "Judul 1", "body": "Satu.\n\nDua.",
    "byline": "Wira Atmaja", "outlet": "Kabar Nusa", "place": "Palu", "tags": ["Ekonomi"],
    "versionCreated": "2019-04-26T14:05:00+07:00",
}
TEXT = "<p>Satu.</p><p>Dua.</p>"
NEWSML_1 = """<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:kn:1
</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>
<FirstCreated>20190426T140500+0700</FirstCreated><Status FormalName="Usable"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Judul 1</HeadLine><ByLine>Wira Atmaja</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Kabar Nusa"/></Provider>
</AdministrativeMetadata><ContentItem><DataContent><p>Satu.</p><p>Dua.</p></DataContent>
</ContentItem></NewsComponent></NewsItem></NewsML>"""


def message(*written):
    return NEWSML.format("".join(written))


def item(number=1, text=TEXT):
    return NEWS_ITEM.format(number, text)


def titles(found):
    return [each["title"] for each in fields(found)]


@pytest.mark.parametrize("content", [
    NITF.format(1), PROLOG + NITF.format(1), PROLOG.encode() + NITF.format(1).encode(),
    (PROLOG + NITF.format(1)).encode("utf-16"), NITF.format(1).replace("&eacute;", "é"),
    '<?xml version="1.0" encoding="ISO-8859-1"?>'.encode()
    + NITF.format(1).replace("&eacute;", "é").encode("latin-1"),
    NITF.format(1).replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'),
])
def test_a_document_in_nitf_is_an_article(content):
    [record] = read(content, "newsml")
    assert record.fields == EXPECTED_NITF and "damaged" not in str(record.notes)
    article = build_article(record)
    assert (article.title, article.outlet) == ("Judul 1", "Kabar Nusa")
    assert article.published == "2019-04-26T14:05:00+07:00"


@pytest.mark.parametrize("text", [
    TEXT, f"<nitf><body><body.content>{TEXT}</body.content></body></nitf>",
    f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a</title></head><body>{TEXT}</body>'
    "</html>", f"<![CDATA[{TEXT}]]>",
    f'<x:html xmlns:x="http://www.w3.org/1999/xhtml">{TEXT}</x:html>',
])
def test_an_item_of_newsml_g2_is_an_article(text):
    [record] = read(message(item(text=text)), "newsml")
    assert record.fields == EXPECTED_ITEM and record.notes == ()
    assert build_article(record).published == "2019-04-26T14:05:00+07:00"


def test_plain_text_keeps_its_lines():
    plain = item().replace("inlineXML", "inlineData").replace(TEXT, "Satu\nlagi.\n\nDua &lt; tiga.")
    [found] = fields(read(message(plain), "newsml"))
    assert found["body"] == "Satu\nlagi.\n\nDua < tiga."


def test_an_item_of_newsml_1_is_an_article():
    assert fields(read(NEWSML_1, "newsml")) == [{
        "id": "urn:kn:1", "title": "Judul 1", "body": "Satu.\n\nDua.", "byline": "Wira Atmaja",
        "outlet": "Kabar Nusa", "firstCreated": "2019-04-26T14:05:00+0700"}]


@pytest.mark.parametrize("content", [PROLOG + NITF.format(1), message(item()), item(), NEWSML_1])
def test_it_is_known_by_its_beginning(content):
    for name in ("a.xml", "a.txt", "a.nitf", "a.newsml", "a.xml.gz"):
        data = gzip.compress(content.encode()) if name.endswith("gz") else content
        assert titles(read_named(name, data)) == ["Judul 1"], name
    assert titles(read_named("a.xml", RSS.format(ITEM.format(1)))) == ["Judul 1 & lagi"]


def test_each_item_of_a_message_is_an_article_and_pictures_are_counted(caplog):
    package = "<packageItem><itemMeta><title>Paket</title></itemMeta></packageItem>"
    picture = item(2).replace("ninat:text", "ninat:picture")
    found = read(message(item(0), package, picture, item(3)), "newsml")
    assert titles(found) == ["Judul 0", "Judul 3"] and not rejected(found)
    assert "1 of class picture" in caplog.text


@pytest.mark.parametrize("old, new", [
    ('qcode="stat:usable"', 'qcode="stat:canceled"'),
    ('qcode="stat:usable"', 'qcode="stat:withheld"'),
    ("<pubStatus", "<embargoed>2999-01-01T00:00:00+07:00</embargoed><pubStatus"),
])
def test_what_is_withdrawn_or_under_embargo_is_unpublished(old, new):
    [hidden, shown] = read(message(item(1).replace(old, new), item(2)), "newsml")
    assert find_reason(hidden) and not find_reason(shown)
    [hidden] = read(NITF.format(1).replace('"usable"', '"embargoed"'), "newsml")
    assert find_reason(hidden)
    [hidden] = read('{"headline": "a", "body_text": "b", "pubstatus": "canceled"}', "json")
    assert find_reason(hidden) and not find_reason(replace(hidden, fields={"pubstatus": "usable"}))


@pytest.mark.parametrize("fields_of_ninjs", [
    {"headline": "Judul", "body_text": "Isi.", "versioncreated": "2019-04-26T14:05:00+07:00",
     "uri": "https://kabarnusa.example/1", "pubstatus": "usable", "type": "text"},
    {"headline": "Judul", "body_html": "<p>Isi.</p>", "contentcreated": "2019-04-26T14:05:00+07:00",
     "uri": "urn:1"},
    {"headline": "Judul", "body_xhtml": "<p>Isi.</p>",
     "versioncreated": "2019-04-26T14:05:00+07:00"},
    {"headlines": [{"role": "short", "value": "Jdl"}, {"role": "main", "value": "Judul"}],
     "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>Isi.</p>"}],
     "versioncreated": "2019-04-26T14:05:00+07:00", "standard": {"name": "ninjs"}},
    {"headlines": [{"value": "Judul"}], "bodies": [{"value": "Isi.", "contenttype": "text/plain"}],
     "contentcreated": "2019-04-26T14:05:00+07:00"},
])
def test_an_item_of_ninjs_is_an_article(fields_of_ninjs):
    for content in (fields_of_ninjs, [fields_of_ninjs], {"items": [fields_of_ninjs]}):
        [record] = read(json.dumps(content), "json")
        article = build_article(record)
        assert (article.title, article.body) == ("Judul", "Isi.")
        assert article.published == "2019-04-26T14:05:00+07:00"


@pytest.mark.parametrize("damaged", [
    item(1).replace("</newsItem>", ""), item(1).replace("</headline>", ""),
    item(1).replace("<p>Satu", "<p Satu"), item(1).replace("Satu", "\1 & Satu"),
])
def test_a_damaged_item_costs_no_other(damaged):
    found = read(message(item(0), damaged, item(2)), "newsml")
    assert {"Judul 0", "Judul 2"} <= set(titles(found))
    assert any(each.notes if hasattr(each, "notes") else each.raw for each in found)


def test_entities_are_not_expanded_and_no_file_is_read(tmp_path):
    (tmp_path / "rahasia").write_text("RAHASIA")
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 9}">' for n in range(9))
    head = f'<!DOCTYPE nitf [<!ENTITY a0 "aaaa">{entities}<!ENTITY f SYSTEM "{tmp_path}/rahasia">]>'
    content = head + NITF.format(1).replace("Lanjutan.", "Lanjutan &a9; &f;")
    began = time.process_time()
    [record] = read(content, "newsml")
    assert "RAHASIA" not in str(record.fields) and "aaaa" not in str(record.fields)
    assert "Lanjutan" in record.fields["body"] and time.process_time() - began < 10


def test_an_item_that_is_too_large_is_rejected_and_reading_goes_on(monkeypatch):
    monkeypatch.setattr(items, "MAX_ITEM_BYTES", 2_000)
    found = read(message(item(0), item(1, "<p>a</p>\n" * 60_000), item(2)), "newsml")
    assert titles(found) == ["Judul 0", "Judul 2"] and "more than" in rejected(found)[0][1]


@pytest.mark.parametrize("content", ["", "<newsMessage></newsMessage>", "<a/>", "Isi."])
def test_a_file_without_an_item_says_so(content):
    assert "no article in it" in rejected(read(content, "newsml"))[0][1]


@pytest.mark.parametrize("root, entry", [("urlset", "url"), ("sitemapindex", "sitemap")])
def test_a_sitemap_has_no_articles(root, entry):
    news = ("<news:news><news:publication><news:name>Kabar Nusa</news:name></news:publication>"
            "<news:title>Judul</news:title></news:news>")
    content = (f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
               + f"<{entry}><loc>https://kabarnusa.example/1</loc>{news}</{entry}>" * 90_000
               + f"</{root}>")
    [(line, reason)] = rejected(read_named("sitemap.xml", content))
    assert line == 1 and "sitemap" in reason and "save the pages" in reason


@pytest.mark.parametrize("content", [
    "<nitf>" * 50_000, "<nitf>" + "<p>" * 500_000, NITF.format(1) * 500,
    "<nitf " + "a='b' " * 90_000,
    "<nitf><body.content>" + "<p>a</p>" * 200_000, "<nitf>" + "&eacute;" * 200_000 + "</nitf>",
    "<!--" * 50_000, "<?xml " * 50_000, "<newsItem><keyword/>" + "<keyword>a</keyword>" * 90_000,
])
def test_hostile_documents_are_read_quickly(content):
    began = time.process_time()
    read(content, "newsml")
    read_named("a.xml", content)
    assert time.process_time() - began < 20
