"""Which names are synonyms, and which value is trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fields import field_mapping, synonyms
from indexer.fields.field_mapping import map_fields
from indexer.fields.placeholders import is_missing_id
from indexer.fields.synonyms import FIELDS, find_field, parse_mapping
from indexer.record import NaN


@pytest.mark.parametrize("ours, theirs", [
    ("id", "id|_id|guid|GUID|article_id"),
    ("title", "title|Title|JUDUL|headline|judul berita|Judul-Berita|og:title|news_title"),
    ("body", "body|isi|konten|content|article|teks|text|Isi Berita|content:encoded|full_text"),
    ("outlet", "outlet|media|publisher|sumber|source|situs|site_name|siteName|site-name|koran"),
    ("published", "published|date|tanggal|pubdate|pubDate|published_at|publishedAt|waktu"
     "|article:published_time|Tanggal Terbit"),
    ("url", "url|link|tautan|permalink|URL|canonical_url"),
    ("byline", "byline|penulis|author|authors|reporter|wartawan|dc:creator"),
    ("rubric", "rubric|rubrik|kategori|category|section|kanal"),
    ("tags", "tags|tag|keywords|kata_kunci|Kata Kunci"),
    ("place", "place|tempat|lokasi"),
    ("agency", "agency|kantor_berita"),
    # Databases, scrapers and APIs.
    ("title", "berita_judul|JudulArtikel|news_headline|tittle|clean_title|title_raw|nama_berita"
     "|Título|titre"),
    ("body", "artikel_isi|news_content|teks_berita|paragraphs|content_clean|post_text|text_raw"),
    ("published", "artikel_tgl|TanggalBerita|news_datetime|tgl_rilis|date_posted|terbit|Dimuat"
     "|fecha"),
    ("id", "ID|post_id|nid|doc_id|idBerita"),
    ("title", "post_title"),
    ("body", "post_content|Isi Lengkap|isi_konten|konten_berita|isi_posting|Uraian|plaintext"
     "|content_text|content_html|body_html|bodyText|clean_text|page_content"),
    ("outlet", "sumber_media|Media Online|nama_koran|nama_sumber|publisher_name|news_outlet"
     "|source_domain"),
    ("published", "tgl_posting|tgl_post|tgl_berita|tanggal_tayang|tgl_tayang|Tanggal Muat|tgl_muat"
     "|tanggal_publish|tgl_publish|tanggal_posting|tgl_publikasi|published_time|published_on"
     "|publishTime|Hari/Tanggal|seendate|post_date"),
    ("url", "source_url|pageUrl|link_artikel|news_link|web_url"),
    ("byline", "author_name|Nama Wartawan|nama_reporter|Kontributor|oleh"),
    ("rubric", "nama_kategori|category_name"),
    ("tags", "labels|hashtag|hashtags|metakey"),
    # Goose, newspaper, trafilatura, readability; rss-parser of npm; ninjs, the Guardian, CSL.
    ("title", "webTitle|page_title"),
    ("body", "cleaned_text|raw_text|textContent|maintext|articleBody|body_html|article_html"
     "|HOAX_TEXT|bodyText|contentSnippet|content:encodedSnippet|meta_description|og:description"),
    ("published", "isoDate|versioncreated|webPublicationDate|issued|created|created_at|createdAt"
     "|firstcreated|tgl_input"),
    ("url", "final_url|canonical_link|webUrl"),
    ("outlet", "source-hostname|meta_site_name"),
    ("rubric", "sectionName"),
    ("tags", "meta_keywords"),
])
def test_the_usual_names_are_known(ours, theirs):
    assert {name: find_field(name) for name in theirs.split("|")} == dict.fromkeys(
        theirs.split("|"), ours)


@pytest.mark.parametrize("name", [
    "", "harga", "updated_at", "updated", "channel", "label", "naskah",
    "html", "post_modified", "post_name", "nama narasumber", "crawled_at",
    "editor", "extra",
    "date_precision", "revision", "judul" * 100_000, "_", "column 1", "media_value",
    "Media Value", "news value", "field_media", "field_value", "node_status", "body__format",
    "field_" * 20_000,
])
def test_unknown_names_are_kept(name):
    assert find_field(name) is None
    mapped = map_fields({name: "x"}, {})
    assert (mapped.values, mapped.original_names) == ({name: "x"}, {})


@pytest.mark.parametrize("fields, expected, written", [
    ({"judul": "A", "isi": "B"}, {"title": "A", "body": "B"}, {"title": "judul", "body": "isi"}),
    ({"judul": "A", "title": "B"}, {"title": "B", "judul": "A"}, {"title": "title"}),
    ({"isi": "A", "text": "B"}, {"body": "B", "isi": "A"}, {"body": "text"}),
    ({"isi": "A", "text": " \n"}, {"body": "A"}, {"body": "isi"}),
    ({"text": "A", "body": None}, {"body": "A"}, {"body": "text"}),
    ({"text": "", "body": None}, {"body": None}, {"body": "body"}),
    ({"date": None, "tanggal": ""}, {"published": None}, {"published": "date"}),
    ({"date": None}, {"published": None}, {"published": "date"}),
    ({"date": ""}, {"published": ""}, {"published": "date"}),
    ({"description": "A", "isi": "B"}, {"body": "B", "description": "A"}, {"body": "isi"}),
    ({"description": "A"}, {"body": "A"}, {"body": "description"}),
    # Of two spellings of a name the first wins.
    ({"Judul": "A", "judul": "B"}, {"title": "A", "judul": "B"}, {"title": "Judul"}),
    # An address under the name of an outlet is the URL, or gives the host of the site.
    ({"sumber": "https://kabar.example/1"}, {"url": "https://kabar.example/1"}, {"url": "sumber"}),
    ({"sumber": "https://www.kabar.example/", "link": "x"},
     {"outlet": "kabar.example", "url": "x"}, {"outlet": "sumber", "url": "link"}),
    ({"source": "https://kabar.example/1", "url": "https://kabar.example/2"},
     {"source": "https://kabar.example/1", "url": "https://kabar.example/2"}, {"url": "url"}),
    ({"source": "https://kabar.example/1", "media": "Kabar"},
     {"outlet": "Kabar", "url": "https://kabar.example/1"}, {"outlet": "media", "url": "source"}),
    ({"media": "https://cdn.example/a.jpg"}, {"media": "https://cdn.example/a.jpg"}, {}),
    ({"sumber": "ANTARA"}, {"outlet": "ANTARA"}, {"outlet": "sumber"}),
    ({"outlet": "https://kabar.example"}, {"outlet": "https://kabar.example"},
     {"outlet": "outlet"}),
    # An impossible value keeps its name. Under our own name of a text it is refused later.
    ({"source": {"id": None}}, {"source": {"id": None}}, {}),
    # An object that describes someone gives the name, and is kept if it says more.
    ({"source": {"id": None, "name": "K"}}, {"outlet": "K"}, {"outlet": "source"}),
    ({"source": {"id": "k-1", "name": "K"}},
     {"outlet": "K", "source": {"id": "k-1", "name": "K"}}, {"outlet": "source"}),
    ({"outlet": {"nama": "K"}, "author": [{"name": "W"}, {"name": "A"}], "tags": [{"name": "b"}]},
     {"outlet": "K", "byline": ["W", "A"], "tags": ["b"]},
     {"outlet": "outlet", "byline": "author", "tags": "tags"}),
    ({"byline": {"name": "W", "id": 3}}, {"byline": "W", "byline_2": {"name": "W", "id": 3}},
     {"byline": "byline"}),
    ({"author": [{"name": "W"}, {"id": 3}]}, {"byline": [{"name": "W"}, {"id": 3}]},
     {"byline": "author"}),
    # Numbers are no names.
    ({"author": 3, "categories": [5], "tags": [7, 8]},
     {"author": 3, "categories": [5], "tags_2": [7, 8]}, {}),
    ({"post_author": "3", "penulis": "W", "kategori": "5", "rubrik": "Kota", "media": 12},
     {"post_author": "3", "byline": "W", "kategori": "5", "rubric": "Kota", "media": 12},
     {"byline": "penulis", "rubric": "rubrik"}),
    ({"tags": ["2019", 5], "kategori": "5 Besar"}, {"tags": ["2019", 5], "rubric": "5 Besar"},
     {"tags": "tags", "rubric": "kategori"}),
    ({"media": [1], "publisher": "K"}, {"media": [1], "outlet": "K"}, {"outlet": "publisher"}),
    ({"date": {"tahun": 2019}}, {"date": {"tahun": 2019}}, {}),
    ({"published": True}, {"published": True}, {"published": "published"}),
    ({"published": True, "date": "2019"}, {"published": "2019", "published_2": True},
     {"published": "date"}),
    ({"_id": {"$numberLong": "5"}, "date": {"$date": {"$numberLong": "1556262300123"}}},
     {"id": "5", "published": "2019-04-26T07:05:00.123000+00:00"},
     {"id": "_id", "published": "date"}),
    ({"_id": {"$numberInt": "5"}, "date": {"$date": 800000000000}},
     {"id": "5", "published": "1995-05-09T06:13:20+00:00"}, {"id": "_id", "published": "date"}),
    ({"date": {"$date": {"$numberLong": "-2208988800000"}}},
     {"published": "1900-01-01T00:00:00+00:00"}, {"published": "date"}),
    ({"date": {"$numberLong": "1556262300000"}}, {"published": "1556262300000"},
     {"published": "date"}),
    ({"published": {"$date": 0}}, {"published": "1970-01-01T00:00:00+00:00"},
     {"published": "published"}),
    ({"date": {"date": "2019-04-26 14:05:00.000000", "timezone_type": 3,
               "timezone": "Asia/Jakarta"}},
     {"published": "2019-04-26 14:05:00.000000 Asia/Jakarta"}, {"published": "date"}),
    *(({"date": value}, {"date": value}, {}) for value in (
        {"$date": True}, {"$date": None}, {"$date": [1]}, {"$date": {"$numberLong": "besok"}},
        {"$date": 10 ** 18}, {"$date": float("inf")}, {"$date": {"$numberLong": "9" * 5_000}},
        {"$date": {"$numberLong": "1", "x": 1}}, {"$date": {"a": 1}}, {"$numberLong": 5},
        {"$binary": "5f"}, {"date": "2019-04-26", "timezone": "UTC"},
        {"date": "2019-04-26", "timezone_type": 3, "timezone": None},
    )),
    ({"id": {"date": "2019-04-26", "timezone_type": 3, "timezone": "UTC"}},
     {"id": {"date": "2019-04-26", "timezone_type": 3, "timezone": "UTC"}}, {"id": "id"}),
    ({"_id": {"$oid": "5f"}, "date": {"$date": "2019-04-26"}},
     {"id": "5f", "published": "2019-04-26"}, {"id": "_id", "published": "date"}),
    ({"judul": ["A"], "isi": ["B", "C"], "tags": ["D"], "url": ["E", "F"]},
     {"title": "A", "body": "B\n\nC", "tags": ["D"], "url": ["E", "F"]},
     {"title": "judul", "body": "isi", "tags": "tags", "url": "url"}),
    ({"judul": ["A"], "headline": [1], "tag": ["D"], "tags": ["E"]},
     {"title": "A", "headline": [1], "tags": ["E"], "tag": ["D"]},
     {"title": "judul", "tags": "tags"}),
    ({"isi": {"rendered": "A"}}, {"body": "A"}, {"body": "isi"}),
    ({"isi": {"harga": "A"}}, {"body": {"harga": "A"}}, {"body": "isi"}),
    ({"Post date": "Fri, 04/26/2019 - 14:05", "Published": "On"},
     {"published": "Fri, 04/26/2019 - 14:05", "Published": "On"}, {"published": "Post date"}),
    ({"published": 1, "date": "2019"}, {"published": "2019", "published_2": 1},
     {"published": "date"}),
    ({"published": "0000-00-00", "date": "2019", "tanggal": "2020"},
     {"published": "2019", "published_2": "0000-00-00", "tanggal": "2020"}, {"published": "date"}),
    ({"published": "On", "date": "besok"}, {"published": "On", "date": "besok"},
     {"published": "published"}),
    ({"published": "2999-01-01", "tanggal": "26 April 2019"},
     {"published": "26 April 2019", "published_2": "2999-01-01"}, {"published": "tanggal"}),
    ({"tanggal": 2019, "id": 10}, {"published": 2019, "id": 10},
     {"published": "tanggal", "id": "id"}),
    # A placeholder is null, and the next name is tried.
    ({"id": 0, "nama": "-"}, {"id": None, "nama": "-"}, {"id": "id"}),
    ({"id": "NA", "guid": "a-1", "media": "N/A", "sumber": "Kabar"},
     {"id": "a-1", "outlet": "Kabar"}, {"id": "guid", "outlet": "sumber"}),
    ({"media": ["N/A"], "link": ["#"], "isi": ["-"]}, {"outlet": None, "url": None, "body": "-"},
     {"outlet": "media", "url": "link", "body": "isi"}),
    ({"title": "NULL", "isi": "-", "url": "#"}, {"title": "NULL", "body": "-", "url": None},
     {"title": "title", "body": "isi", "url": "url"}),
    # A date goes before a value that says whether the article is published.
    ({"published": "On", "Post date": "26/4/2019"},
     {"published": "26/4/2019", "published_2": "On"}, {"published": "Post date"}),
    ({"published": 1, "tanggal": "April 2019"},
     {"published": "April 2019", "published_2": 1}, {"published": "tanggal"}),
    ({"published": "Yes", "Post date": "04-26-2019 pagi"},
     {"published": "04-26-2019 pagi", "published_2": "Yes"}, {"published": "Post date"}),
    ({"date": "26 April lalu", "waktu": "2019-04-26"},
     {"published": "2019-04-26", "date": "26 April lalu"}, {"published": "waktu"}),
    ({"published": "2018", "date": "2019"}, {"published": "2018", "date": "2019"},
     {"published": "published"}),
    ({"published": "On", "date": "besok"}, {"published": "On", "date": "besok"},
     {"published": "published"}),
    ({"published": "On"}, {"published": "On"}, {"published": "published"}),
    # Joomla splits a text in two.
    ({"introtext": "A", "fulltext": "B"}, {"body": "A\n\nB"}, {"body": "fulltext"}),
    ({"fulltext": "", "introtext": "A"}, {"body": "A"}, {"body": "introtext"}),
    ({"introtext": " ", "fulltext": "B"}, {"body": "B"}, {"body": "fulltext"}),
    ({"introtext": "A.", "fulltext": "A. B."}, {"body": "A. B.", "introtext": "A."},
     {"body": "fulltext"}),
    ({"introtext": "A", "isi": "B"}, {"body": "B", "introtext": "A"}, {"body": "isi"}),
    ({"introtext": "A", "fulltext": "B", "body": "C"},
     {"body": "C", "introtext": "A", "fulltext": "B"}, {"body": "body"}),
    # The address of the page goes before that of the site.
    ({"source_url": "https://kabar.example", "url": "https://kabar.example/1"},
     {"url": "https://kabar.example/1", "source_url": "https://kabar.example"}, {"url": "url"}),
    ({"plaintext": "A", "body_html": "B"}, {"body": "B", "plaintext": "A"}, {"body": "body_html"}),
    ({"uraian": "A", "isi": "B"}, {"body": "B", "uraian": "A"}, {"body": "isi"}),
    ({"introtext": ["A", 1], "fulltext": "B"}, {"body": "B", "introtext": ["A", 1]},
     {"body": "fulltext"}),
    ({"publish_up": "2019-04-26"}, {"published": "2019-04-26"}, {"published": "publish_up"}),
    # Drupal decorates names.
    ({"node_title": "A", "body__value": "B", "field_kategori": "C"},
     {"title": "A", "body": "B", "rubric": "C"},
     {"title": "node_title", "body": "body__value", "rubric": "field_kategori"}),
    ({"title": "A", "node_title": "B", "field_isi_value": "C", "body_summary": "D"},
     {"title": "A", "node_title": "B", "body": "C", "body_summary": "D"},
     {"title": "title", "body": "field_isi_value"}),
    ({"body_value": "A", "summary": "B"}, {"body": "A", "summary": "B"}, {"body": "body_value"}),
    # Drupal nests values.
    ({"nid": [{"value": 13}], "title": [{"value": "A"}], "body": [{"value": "B"}, {"value": "C"}],
      "created": [{"value": "2019-04-26T07:05:00+00:00", "format": "x"}],
      "field_tags": [{"value": "D"}], "uid": [{"target_id": 5}]},
     {"id": 13, "title": "A", "body": "B\n\nC", "published": "2019-04-26T07:05:00+00:00",
      "tags": "D", "uid": [{"target_id": 5}]},
     {"id": "nid", "title": "title", "body": "body", "published": "created",
      "tags": "field_tags"}),
    ({"title": "A", "body": {"und": [{"value": "B", "safe_value": "<p>B</p>"}]}},
     {"title": "A", "body": "B"}, {"title": "title", "body": "body"}),
    ({"body": {"value": "B", "format": "html", "processed": "<p>B</p>"}}, {"body": "B"},
     {"body": "body"}),
    ({"body": {"value": "B", "harga": 5}}, {"body": "B", "body_2": {"harga": 5}}, {"body": "body"}),
    ({"body": [{"value": "B"}, {"harga": 5}]}, {"body": [{"value": "B"}, {"harga": 5}]},
     {"body": "body"}),
    ({"body": {"und": [{"value": "B", "summary": "C"}]}}, {"body": "B", "body_summary": "C"},
     {"body": "body"}),
    # The Guardian nests the text.
    ({"webTitle": "A", "webUrl": "x", "fields": {"bodyText": "B", "harga": 5}},
     {"title": "A", "url": "x", "body": "B", "fields": {"harga": 5}},
     {"title": "webTitle", "url": "webUrl", "body": "bodyText"}),
    ({"webTitle": "A", "fields": {"bodyText": "B"}}, {"title": "A", "body": "B"},
     {"title": "webTitle", "body": "bodyText"}),
    ({"title": "A", "fields": {"title": "B"}}, {"title": "A", "fields": {"title": "B"}},
     {"title": "title"}),
    # CSL writes the parts of a date.
    ({"issued": {"date-parts": [[2019, 4, 26]]}}, {"published": "2019-04-26"},
     {"published": "issued"}),
    ({"tanggal": {"_seconds": 1556262300, "_nanoseconds": 0}}, {"published": "1556262300"},
     {"published": "tanggal"}),
    ({"issued": {"date-parts": [[]]}}, {"issued": {"date-parts": [[]]}}, {}),
    # The creation of a record dates its article only if nothing else does.
    ({"created_at": "2019-04-27", "tanggal": "2019-04-26"},
     {"published": "2019-04-26", "created_at": "2019-04-27"}, {"published": "tanggal"}),
    ({"created_at": "2019-04-27", "tanggal": "Kabar Nusa - 26/04/2019, 14:05 WIB"},
     {"published": "Kabar Nusa - 26/04/2019, 14:05 WIB", "created_at": "2019-04-27"},
     {"published": "tanggal"}),
    ({"created_at": "2019-04-27", "published": True, "tanggal": ""},
     {"published": "2019-04-27", "published_2": True}, {"published": "created_at"}),
    # NaN in JSON.
    ({"title": NaN("NaN"), "isi": "B", "tags": NaN("NaN"), "harga": NaN("NaN")},
     {"title": None, "body": "B", "tags": None, "harga": "NaN"},
     {"title": "title", "body": "isi", "tags": "tags"}),
    ({"text": NaN("NaN"), "isi": "B", "_id": NaN("NaN"), "date": NaN("NaN"), "waktu": "2019"},
     {"body": "B", "id": None, "published": "2019"},
     {"body": "isi", "id": "_id", "published": "waktu"}),
    ({"title": "NaN"}, {"title": "NaN"}, {"title": "title"}),
])
def test_fields_are_mapped_to_our_names(fields, expected, written):
    mapped = map_fields(fields, {})
    assert (mapped.values, mapped.original_names) == (expected, written)


@pytest.mark.parametrize("fields, mapping, expected", [
    ({"Kepala": "A"}, {"Kepala": "title"}, {"title": "A"}),
    ({"kepala": "A"}, {"Kepala": "title"}, {"title": "A"}),
    ({"uraian lengkap": "A"}, {"Uraian_Lengkap": "body"}, {"body": "A"}),
    ({"Kepala": "A", "kepala": "B"}, {"kepala": "title"}, {"title": "B", "Kepala": "A"}),
    ({"---": "A", "kepala!": "B"}, {"-": "title", "x": "body"}, {"---": "A", "kepala!": "B"}),
    ({"x": "A", "title": "B"}, {"x": "title"}, {"title": "A", "title_2": "B"}),
    ({"x": "", "title": "B"}, {"x": "title"}, {"title": "B"}),
    ({"title": "A", "judul": "B"}, {"title": "body"}, {"body": "A", "title": "B"}),
    ({"date": "2019", "waktu": "2020"}, {"waktu": "published"},
     {"published": "2020", "date": "2019"}),
    ({"source": "https://kabar.example/1"}, {"source": "outlet"},
     {"outlet": "https://kabar.example/1"}),
    ({"rilis": "besok", "date": "2019"}, {"rilis": "published"},
     {"published": "besok", "date": "2019"}),
    ({"date": {"tahun": 1}}, {"date": "published"}, {"published": {"tahun": 1}}),
    ({"x": "besok", "date": "2019"}, {"x": "published"}, {"published": "besok", "date": "2019"}),
    ({"x": NaN("NaN"), "title": "A"}, {"x": "title"}, {"title": "A"}),
])
def test_the_mapping_goes_first(fields, mapping, expected):
    assert map_fields(fields, mapping).values == expected


@pytest.mark.parametrize("names", [
    "paragraf1 paragraf2 paragraf3", "isi_1 isi_2 isi_3", "isi isi_2 isi_3",
    "body[0] body[1] body[2]", "content_01 content_02 content_10", "text.0 text.1 text.2",
    "body/0 body/1 body/2"])
@pytest.mark.parametrize("order", [1, -1])
def test_numbered_columns_are_one_text_in_their_order(names, order):
    texts = dict(zip(names.split(), ("Beras naik.", "Cabai turun.", "Gula tetap.")))
    fields = {"judul": "Harga", "ringkasan": "Harga di pasar."} | dict([*texts.items()][::order])
    mapped = map_fields(fields, {})
    assert mapped.body == "Beras naik.\n\nCabai turun.\n\nGula tetap."
    assert mapped.rest == {"ringkasan": "Harga di pasar."}


@pytest.mark.parametrize("fields, body", [
    ({"isi_1": "Beras.", "isi_2": None, "isi_3": ""}, "Beras."), ({"isi_1": "Beras."}, "Beras."),
    ({"isi": "Beras naik.", "isi_2": "<p>Beras naik.</p>"}, "Beras naik."),
    ({"isi": "Beras naik.", "teks_1": "Cabai."}, "Beras naik."),
    ({"isi_1": "Beras.", "isi_2": ["Cabai."]}, "Beras."),
])
def test_columns_that_are_no_parts_of_one_text_stay_apart(fields, body):
    assert map_fields({"judul": "Harga"} | fields, {}).body == body


PARTS = ["Harga beras di Pasar Kenanga naik lagi sejak Senin, kata para pedagang.",
         "Petani menunggu panen raya bulan depan.", "Gula tetap."]


@pytest.mark.parametrize("names", [
    "p1 p2 p3", "P-01 P-02 P-10", "par_1 par_2 par_3", "bagian1 bagian2 b",
    "paragraf ke-1,paragraf ke-2,paragraf ke-3"])
def test_columns_with_short_names_are_parts_of_a_text_if_they_hold_prose(names):
    columns = names.split("," if "," in names else None)
    fields = {"judul": "Harga", "ringkasan": "Naik."} | dict(zip(columns, PARTS))
    parts = PARTS if "b" not in columns else PARTS[:2]
    assert map_fields(fields, {}).body == "\n\n".join(parts)


@pytest.mark.parametrize("fields", [
    {"p1": "0.31", "p2": "0.69"}, {"p1": "Anwar", "p2": "Budi"}, {"p1": PARTS[0], "p2": 4},
    {"isi": "Beras naik.", "p1": PARTS[0], "p2": PARTS[1]}, {"p1": PARTS[0], "q2": PARTS[1]}])
def test_columns_with_short_names_may_be_anything(fields):
    mapped = map_fields({"judul": "Harga", "ringkasan": "Naik."} | fields, {})
    assert mapped.rest.items() >= {name: fields[name] for name in fields if name != "isi"}.items()


def test_a_mapping_decides_about_numbered_columns():
    fields = {"judul": "Harga", "isi_1": "Beras.", "isi_2": "Cabai."}
    assert map_fields(fields, {"isi_2": "body"}).body == "Cabai."


@pytest.mark.parametrize("fields, title", [
    ({"perihal": "Harga beras"}, "Harga beras"),
    ({"Subject": "Harga Beras Naik"}, "Harga Beras Naik"),
    ({"header": "Harga Beras", "nama": "Harga Beras di Pasar Naik"}, "Harga Beras"),
    ({"nama": "Harga Beras di Pasar Naik"}, "Harga Beras di Pasar Naik"),
    ({"topik": "Harga Beras Naik"}, "Harga Beras Naik"),
    ({"judul": "N/A", "subject": "Harga Beras"}, "Harga Beras"),
    ({"judul": "Beras", "subject": "Harga Beras"}, "Beras"), ({"nama": "Budi Wira"}, ""),
    ({"topik": "Ekonomi"}, ""), ({"subject": "-"}, ""), ({"name": None, "header": ["a b"]}, ""),
    ({"subject": "kata " * 60}, ""),
])
def test_a_subject_is_the_title_of_a_text_without_one(fields, title):
    mapped = map_fields(fields | {"isi": "Beras naik."}, {})
    assert mapped.title == title
    assert ("title_source" in mapped.values) is (title not in ("", "Beras"))


@pytest.mark.parametrize("fields, title", [
    ({"judul": "N/A", "headline": "Harga Beras"}, "Harga Beras"),
    ({"judul": "(tanpa judul)", "headline": "Harga Beras"}, "Harga Beras"),
    ({"judul": "Untitled", "headline": "-"}, "Untitled"),
    ({"judul": "Beras", "headline": "Harga Beras"}, "Beras"),
])
def test_a_title_that_says_there_is_none_is_the_last(fields, title):
    assert map_fields(fields, {}).title == title


@pytest.mark.parametrize("fields, published", [
    ({"upload_date": "2019-04-26", "created_at": "2019-04-25"}, "2019-04-26"),
    ({"upload_date": "2019-04-26", "date": "2019-04-25"}, "2019-04-25"),
    ({"timestamp": "2019-04-26", "upload_date": "2019-04-25"}, "2019-04-25"),
    ({"timestamp": "2019-04-26", "crawled_at": "2019-04-27"}, "2019-04-26"),
    ({"created": "2019-04-26", "timestamp": "2019-04-25"}, "2019-04-25"),
    ({"crawled_at": "2019-04-27"}, ""), ({"downloaded_at": "2019-04-27"}, ""),
])
def test_weaker_dates_are_taken_in_order_of_trust(fields, published):
    assert map_fields(fields, {}).published == published


@pytest.mark.parametrize("text", [
    {"id-ID": "Harga Beras", "en-US": "Price"}, {"en": "Price", "id": "Harga Beras"},
    {"in_ID": "Harga Beras"}, {"ms": None, "id": "Harga Beras"}, {"id": "Harga Beras"}])
def test_the_indonesian_of_several_translations_is_taken(text):
    assert map_fields({"title": text, "body": text}, {}).values == {
        "title": "Harga Beras", "body": "Harga Beras"}


PROSE = ("Warga desa memanen padi lebih awal karena banjir datang. Petani mengaku rugi jutaan "
         "rupiah akibat sawah mereka terendam.")


@pytest.mark.parametrize("name", ["cerita", "detail", "news_story", "html"])
def test_the_longest_prose_is_the_body_of_a_record_with_only_a_title(name):
    fields = {"judul": "Banjir", "ringkas": PROSE[:90], name: PROSE, "komentar": PROSE * 3}
    mapped = map_fields(fields, {})
    assert mapped.body == PROSE and mapped.original_names["body"] == name
    assert mapped.values["body_source"] == name and mapped.values["komentar"] == PROSE * 3


@pytest.mark.parametrize("fields", [
    {"judul": "Banjir", "kode": "a1 b2 " * 40}, {"judul": "Banjir", "alamat": PROSE},
    {"judul": "Banjir", "isi": "Sawah terendam.", "cerita": PROSE}, {"cerita": PROSE}])
def test_other_texts_are_no_body(fields):
    assert map_fields(fields, {}).body == fields.get("isi", "")


@pytest.mark.parametrize("name", ["naskah", "story_text", "batang_tubuh"])
def test_a_text_goes_before_a_much_shorter_summary(name):
    text = PROSE * 3
    mapped = map_fields({"judul": "Banjir", "deskripsi": PROSE, name: text}, {})
    assert mapped.body == text and mapped.values["deskripsi"] == PROSE
    mapped = map_fields({"judul": "Banjir", "deskripsi": PROSE, "lain": PROSE[:90] + "."}, {})
    assert mapped.body == PROSE and mapped.values["lain"] == PROSE[:90] + "."


@pytest.mark.parametrize("document", [
    [{"type": "paragraph", "data": {"text": PROSE}}],
    {"blocks": [{"type": "paragraph", "data": {"text": PROSE}}]},
])
def test_the_document_of_an_editor_under_an_unknown_name_is_the_body(document):
    mapped = map_fields({"judul": "Banjir", "kotak": document, "harga": [{"x": 1}]}, {})
    assert mapped.body == PROSE and mapped.values["harga"] == [{"x": 1}]


@pytest.mark.parametrize("value, body", [
    ([{"post": PROSE}], PROSE),
    ([{"waktu": 5}, {"post": PROSE}, {"post": PROSE}], f"{PROSE}\n\n{PROSE}"),
    ({"post": PROSE}, PROSE), ([{"post": PROSE, "lain": PROSE}], ""), ([{"komentar": PROSE}], ""),
    ([{"post": PROSE}, "x"], ""), ([{"post": "Hai."}], ""), ([], "")])
def test_prose_in_objects_is_the_body_of_a_record_that_has_none(value, body):
    mapped = map_fields({"title": "Pos memperbarui statusnya.", "data": value}, {})
    assert (mapped.body, mapped.values["data"]) == (body, value)
    assert mapped.values.get("body_source") == ("data.post" if body else None)


def test_names_of_newsrooms_and_references_are_known():
    mapped = map_fields({"hed": "Banjir", "story_text": PROSE, "container-title": "Nusa"}, {})
    assert (mapped.title, mapped.body, mapped.outlet) == ("Banjir", PROSE, "Nusa")


def test_an_exported_article_keeps_its_fields():
    exported = {"id": "1", "title": "A", "body": "", "outlet": "https://a.example/b",
                "published": None, "date_precision": "none", "url": None,
                "extra": {"judul": "B"}, "revision": 3}
    assert map_fields(exported, {}).values == exported


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from([
    "https://a.example/1", "https://a.example", "www.a.example", [], ["x"], {"$oid": "1"}, {"a": 1},
    {"$numberLong": "2"}, {"$date": "3"},
])
KNOWN = [name for listed in synonyms._SYNONYMS.values() for name in listed.split()
         if name != "introtext"]  # which may be joined to another
RECORDS = st.dictionaries(
    st.sampled_from(KNOWN) | st.sampled_from(["Judul", "title_2", "x"]) | st.text(max_size=9),
    VALUES, max_size=12)
MAPPING = st.dictionaries(st.sampled_from(["x", "title", "judul"]), st.sampled_from(FIELDS))


def plain(value):
    inner = isinstance(value, dict) and next(
        (each for name, each in value.items() if name.startswith("$")), None)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        inner = value[0]
    return repr(inner or value).replace("https://a.example'", "a.example'").replace("www.", "")


@given(RECORDS, MAPPING)
def test_no_value_is_lost_and_none_is_invented(fields, mapping):
    before = dict(fields)
    mapped = map_fields(fields, mapping)
    assert fields == before
    given = sorted(plain(value) for value in fields.values() if value or value in (0, False))
    blank = {repr(value) for value in ["", None, *fields.values()]
             if value in (None, "", []) or isinstance(value, str) and value.isspace()
             or is_missing_id(value)}
    kept = sorted(plain(value) for value in mapped.values.values())
    assert [each for each in kept if each not in blank] == [
        each for each in given if each not in blank]
    assert mapped.original_names.keys() <= mapped.values.keys()
    assert set(mapped.original_names.values()) <= fields.keys()


@pytest.mark.parametrize("entries, expected", [
    ([], {}),
    (["Judul Utama=title", " Isi = body "], {"Judul Utama": "title", "Isi": "body"}),
    (["a=title", "b=title"], {"a": "title", "b": "title"}),
    (["a=b=title"], {"a=b": "title"}),
])
def test_a_mapping_is_parsed(entries, expected):
    assert parse_mapping(entries) == expected


@pytest.mark.parametrize("entries", [["title"], ["=title"], ["a="], ["a=judul"], [""]])
def test_incomplete_mappings_are_refused(entries):
    with pytest.raises(ValueError, match="write NAME=FIELD.*title.*agency"):
        parse_mapping(entries)


def test_a_name_cannot_be_mapped_to_two_fields():
    with pytest.raises(ValueError, match="already mapped to title"):
        parse_mapping(["a=title", "a=body"])


def test_the_cache_of_plans_is_bounded():
    for number in range(1_000):
        map_fields({f"nama {number} {each}": 1 for each in range(60)}, {})
    assert field_mapping._plan.cache_info().currsize <= 256
