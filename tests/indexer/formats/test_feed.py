"""RSS and Atom feeds."""

import time

import pytest

from indexer.formats.feed.limits import LIMITS
from indexer.record import Rejection

from support.reading import fields, read, rejected
from support.samples import ITEM, RSS


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
def test_other_feeds_are_read(content, expected):
    assert fields(read(content, "feed")) == [expected]


@pytest.mark.parametrize("title, outlet", [
    ("Kabar Rejo", "Kabar Rejo"), ("Kabar Rejo » Daerah", "Kabar Rejo"), ("»", "»"),
    ("RSS Kabar Rejo", "Kabar Rejo"), ("Kabar  Rejo RSS", "Kabar Rejo"),
    ("Comments on: Panen garam", None), ("Komentar untuk Kabar Rejo", None), ("Feed", "Feed"),
    ("Harian RSSI", "Harian RSSI"),
])
def test_the_outlet_is_the_title_of_the_channel_without_its_section(title, outlet):
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
def test_the_first_valid_date_of_an_item_is_used(dates, published):
    content = ('<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>A</title>'
               f"{dates}</item></channel></rss>")
    assert [each["published"] for each in fields(read(content, "feed"))] == [published]


def test_an_unescaped_ampersand_is_read_as_it_is():
    content = ("<rss><channel><item><title>R&D &amp; uji &#38; coba</title><category>R&D</category>"
               "<link>https://a.example/?a=1&b=2</link><description><![CDATA[<p>R&D &amp; A&B</p>"
               "]]></description></item></channel></rss>")
    assert fields(read(content, "feed")) == [{
        "title": "R&D & uji & coba", "tags": ["R&D"], "url": "https://a.example/?a=1&b=2",
        "body": "R&D & A&B"}]


def test_a_feed_is_decoded_as_it_declares():
    content = RSS.replace("UTF-8", "iso-8859-1").format(ITEM.format("kafé"))
    [record] = read(content.encode("latin-1"), "feed")
    assert record.fields["title"] == "Judul kafé & lagi"


@pytest.mark.parametrize("content", ["", "<html><item>x</item></html>", "teks", "<urlset/>"])
def test_a_file_that_is_no_feed_is_rejected(content):
    assert "not a feed" in rejected(read(content, "feed"))[0][1]


def test_a_feed_cannot_open_files_or_addresses(tmp_path):
    secret = tmp_path / "rahasia.txt"
    secret.write_text("RAHASIA")
    content = (f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{secret}">'
               '<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
               "<rss><channel><title>&a;</title><item><title>&a;&c;</title></item></channel></rss>")
    assert "RAHASIA" not in str(read(content, "feed"))
    assert "RAHASIA" not in str(read(str(secret), "feed"))


def test_a_damaged_item_spares_its_neighbours():
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
def test_tags_in_comments_and_cdata_are_ignored(between, text):
    items = [f"<item><title>{n}</title><description>{text}</description></item>" for n in "ab"]
    found = read(RSS.format(between.join(items) + between), "feed")
    assert [each["title"] for each in fields(found)] == ["a", "b"]
    assert not rejected(found)


@pytest.mark.parametrize("broken", ["<![CDATA[Isi.", "<![CDATA[Isi.]]", "<!-- Isi."])
def test_an_unclosed_cdata_spares_the_other_items(broken):
    items = [f"<item><title>{n}</title><description>{text}</description></item>"
             for n, text in ("a1", ("b", broken), ("c", "<![CDATA[3]]>"), ("d", "<![CDATA[4]]>"))]
    found = read(RSS.format("".join(items)), "feed")
    assert {"a", "c", "d"} <= {each.get("title") for each in fields(found)}


@pytest.mark.parametrize("opens", ["<!-- ", "<![CDATA[ ", "<!-- <![CDATA[ ", "<image>", "<item"])
@pytest.mark.parametrize("end", ["", "-->]]>"])
def test_unclosed_comments_and_cdata_are_read_quickly(opens, end):
    began = time.process_time()
    read(RSS.format(ITEM.format(1) + opens * 100_000 + end), "feed")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("written, text", [
    ("&lt;![CDATA[&lt;p&gt;Isi satu.&lt;/p&gt;&lt;p&gt;Isi dua.&lt;/p&gt;]]&gt;",
     "Isi satu.\n\nIsi dua."),
    ("&lt;![CDATA[<p>Isi satu.</p><p>Isi dua.</p>]]&gt;", "Isi satu.\n\nIsi dua."),
    ("<![CDATA[&lt;![CDATA[Isi <b>satu</b>.]]&gt;]]>", "Isi satu."),
    ("<![CDATA[&lt;![CDATA[Isi &lt;b&gt;satu&lt;/b&gt;.]]&gt;]]>", "Isi satu."),
    ("&amp;lt;![CDATA[&amp;lt;p&amp;gt;Isi satu.&amp;lt;/p&amp;gt;]]&amp;gt;", "Isi satu."),
    ("&lt;![CDATA[Isi &lt;b&gt;satu&lt;/b&gt;.", "Isi satu."),
    ("<![CDATA[Isi satu.]]>", "Isi satu."),
])
def test_the_text_in_escaped_cdata_is_kept(written, text):
    for name in ("description", "content:encoded"):
        [record] = read(RSS.format(
            f"<item><title>a</title><{name}>{written}</{name}></item>"), "feed")
        assert record.fields["body"] == text


def test_marks_of_cdata_leave_every_field():
    item = "".join(f"<{name}>&lt;![CDATA[{value}]]&gt;</{name}>" for name, value in {
        "title": "Judul", "link": "https://kabarnusa.example/1", "guid": "g1", "dc:creator": "Wira",
        "pubDate": "Fri, 26 Apr 2019 14:05:00 +0700"}.items())
    [found] = fields(read(RSS.format(f"<item>{item}</item>"), "feed"))
    assert not any("CDATA" in str(value) or "]]" in str(value) for value in found.values())
    assert (found["title"], found["id"], found["byline"]) == ("Judul", "g1", "Wira")
    assert found["published"].startswith("Fri, 26 Apr")


@pytest.mark.parametrize("written, found", [
    ('[caption id="f1" width="3"]<img src="a.jpg"/> Foto pasar pagi[/caption]',
     {"body": "Foto pasar pagi"}),
    ('[caption width="3" caption="Foto pasar pagi"]<img src="a.jpg"/>[/caption]',
     {"body": "Foto pasar pagi"}),
    ('[caption width="3" caption="Foto pasar"]<img src="a.jpg"/>[/caption]Isi.',
     {"body": "Isi.", "captions": ["Foto pasar"]}),
    ('[caption width="3"]<img src="a.jpg"/> Foto pasar[/caption]Isi.',
     {"body": "Isi.", "captions": ["Foto pasar"]}),
])
def test_captions_are_kept_and_are_the_text_if_there_is_no_other(written, found):
    item = f"<item><content:encoded><![CDATA[{written}]]></content:encoded></item>"
    [record] = read(RSS.format(item), "feed")
    assert {name: record.fields.get(name) for name in ("body", "captions") if
            record.fields.get(name)} == found


def test_items_of_one_guid_and_different_links_are_different_articles():
    item = "<item><title>Harga</title><guid>tag:k.example,2019:abcdef</guid>{}</item>"
    links = [f"<link>https://k.example/{at}</link>" for at in (1, 2, 1)]
    found = fields(read(RSS.format("".join(item.format(link) for link in [*links, ""])), "feed"))
    assert [each.get("id") for each in found] == [
        "tag:k.example,2019:abcdef", None, "tag:k.example,2019:abcdef", "tag:k.example,2019:abcdef"]


DC, ATOM = ' xmlns:dc="http://purl.org/dc/elements/1.1/"', ' xmlns="http://www.w3.org/2005/Atom"'
COSTLY = {
    "a name": lambda n: f"<author>{'a' * n}</author>",
    "an address": lambda n: f"<author>a@{'a-' * (n // 2)}</author>",
    "a name in parts": lambda n: f"<author>{'a<!-- -->' * (n // 9)}</author>",
    "a name that is not closed": lambda n: f"<b><author><p>{'a' * n}</author>",
    "the name of a publisher": lambda n: f"<dc:publisher{DC}>{'a' * n}</dc:publisher>",
    "attributes": lambda n: f"<x {' '.join(f'a{i}={chr(34)}{chr(34)}' for i in range(n // 9))}/>",
    "categories": lambda n: "".join(f"<category>{i}</category>" for i in range(n // 12)),
    "subjects": lambda n: "".join(f"<q:subject>{i}</q:subject>" for i in range(n // 12)),
    "base addresses": lambda n: '<x xml:base="c/">' * (n // 17),
}


@pytest.mark.parametrize("costly", COSTLY.values(), ids=COSTLY)
@pytest.mark.parametrize("feed", [RSS, f"<feed{ATOM} xml:base='http://x/'>{{}}</feed>"],
                         ids=["RSS", "Atom"])
def test_what_would_take_feedparser_very_long_is_rejected(costly, feed):
    """Its time grows with the square of each: these would take minutes."""
    name = "item" if feed is RSS else "entry"
    began = time.process_time()
    items = "".join(f"<{name}><title>A</title>{each}</{name}>" for each in (costly(400_000), ""))
    found = read(feed.format(items), "feed")
    assert "an item with " in found[0].reason and len(found[0].raw) > 300_000
    assert fields(found[1:])[0]["title"] == "A"
    assert time.process_time() - began < 10


@pytest.mark.parametrize("costly", COSTLY.values(), ids=COSTLY)
def test_as_much_of_it_as_a_feed_has_is_read(costly):
    [found] = fields(read(RSS.format(f"<item><title>A</title>{costly(1_500)}</item>"), "feed"))
    assert found["title"] == "A"


@pytest.mark.parametrize("costly", COSTLY.values(), ids=COSTLY)
def test_the_head_of_a_feed_is_not_worth_more_time(costly):
    began = time.process_time()
    [found] = fields(read(
        f"<rss><channel>{costly(400_000)}<item><title>A</title></item></channel></rss>", "feed"))
    assert found["title"] == "A" and time.process_time() - began < 10


@pytest.mark.parametrize("name", ["author", "dc:creator"])
@pytest.mark.parametrize("empty", ["<{}/>", '<{} rel="x" />', "<{}></{}>"])
def test_names_that_stand_far_apart_are_no_long_name(name, empty):
    empty, text = empty.replace("{}", name), "kata " * 1_000
    item = f"<item>{empty}<description>{text}</description><{name}>Wira</{name}></item>"
    [found] = fields(read(RSS.format(item), "feed"))
    assert found["byline"] == "Wira" and len(found["body"]) == len(text) - 1


def test_a_first_tag_that_is_read_again_with_each_item_has_a_limit():
    namespaces = "".join(f' xmlns:a{number}="b{number}"' for number in range(10_000))
    [found] = read(f"<rss{namespaces}><channel>{'<item/>' * 9}</channel></rss>", "feed")
    assert "first tags" in found.reason
    namespaces = "".join(f' xmlns:a{number}="b{number}"' for number in range(100))
    assert fields(read(f"<rss{namespaces}><channel><title>K</title><item><title>A</title></item>"
                       "</channel></rss>", "feed")) == [{"title": "A", "outlet": "K"}]


def test_an_item_with_more_tags_than_an_article_has_is_rejected():
    many, few = ("<i>" * number + "<b>" for number in (20_000, 200))
    found = read(RSS.format(ITEM.format(1) + ITEM.format(many) + ITEM.format(few)), "feed")
    assert len(fields(found)) == 2
    assert "more than 20,000 tags" in rejected(found)[0][1]
    escaped = "&lt;i>" * 20_001 + "kata"
    assert len(fields(read(RSS.format(ITEM.format(escaped)), "feed"))) == 1


@pytest.mark.parametrize("limit", LIMITS, ids=lambda each: each.what)
def test_a_limit_matches_its_example_only(limit):
    assert limit.pattern.search(limit.example) and not limit.pattern.search(limit.counter)
