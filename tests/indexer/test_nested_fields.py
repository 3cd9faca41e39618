"""Fields in objects about an article, and names that programs put together."""

import json

import pytest

from indexer.fields.synonyms import find_field
from indexer.ingest.load import FileReader

FIRST = "Warga Dusun Kenanga membersihkan saluran air sejak pagi bersama petugas kantor camat."
SECOND = "Kepala dusun meminta kerja bakti diulang setiap pekan sampai musim hujan selesai."
BODY, TITLE, DAY = f"{FIRST}\n\n{SECOND}", "Warga Kenanga Bersihkan Saluran", "2019-04-26"
MOMENT = "2019-04-26T14:05:00+07:00"
URL = "https://kabarnusa.example/daerah/warga-kenanga-bersihkan-saluran"
HTML = f"<p>{FIRST}</p><p>{SECOND}</p>"


def read_json(folder, value):
    path = folder / "a.json"
    path.write_text(json.dumps(value))
    return [each.article for each in FileReader().trace(path)]


def test_columns_of_lists_are_a_table(tmp_path):
    value = {"judul": [TITLE, f"{TITLE} Lagi"], "isi": [FIRST, SECOND]}
    assert [(each.title, each.body) for each in read_json(tmp_path, value)] == [
        (TITLE, FIRST), (f"{TITLE} Lagi", SECOND)]


def test_parts_with_headings_are_one_article(tmp_path):
    value = {"title": TITLE, "date": DAY, "sections": [
        {"heading": "Pagi Hari", "text": FIRST}, {"heading": "Nanti", "text": SECOND}]}
    [article] = read_json(tmp_path, value)
    assert article.title == TITLE
    assert article.body == f"Pagi Hari\n\n{FIRST}\n\nNanti\n\n{SECOND}"


def test_lists_below_other_lists_than_names_are_no_articles(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([["Beras", "Naik."], [TITLE, BODY]]))
    assert not any(hasattr(each, "article") for each in FileReader().trace(path))


@pytest.mark.parametrize("value", [
    {"text": BODY, "meta": {"title": TITLE, "url": URL, "date": DAY, "source": "Kabar Nusa"}},
    {"url": URL, "title": TITLE, "text": BODY, "publish_date": None, "meta_data": {
        "article": {"published_time": MOMENT}, "og": {"site_name": "Kabar Nusa"}}},
    {"success": True, "data": {"markdown": f"# {TITLE}\n\n{BODY}", "metadata": {
        "title": TITLE, "sourceURL": URL, "article:published_time": MOMENT,
        "og:site_name": "Kabar Nusa"}}},
    {"items": [{"title": TITLE, "published": 1556262300000, "alternate": [{"href": URL}],
                "origin": {"title": "x"}, "content": {"content": HTML, "direction": "ltr"},
                "source": {"title": "Kabar Nusa"}}]},
    {URL: {"title": TITLE, "text": BODY, "date": DAY, "outlet": "Kabar Nusa"}},
    {"results": [{"object": "page", "properties": {
        "Judul": {"type": "title", "title": [{"plain_text": TITLE}]},
        "Isi": {"type": "rich_text", "rich_text": [{"plain_text": FIRST},
                                                   {"plain_text": f" {SECOND}"}]},
        "Tanggal": {"type": "date", "date": {"start": DAY}}, "Sumber": {"name": "Kabar Nusa"},
        "Tautan": {"type": "url", "url": URL}}}]},
    {"range": "A1", "values": [["judul", "isi", "tanggal", "sumber", "tautan"],
                               [TITLE, BODY, DAY, "Kabar Nusa", URL]]},
    {"Items": [{"judul": {"S": TITLE}, "isi": {"S": BODY}, "tanggal": {"S": DAY},
                "sumber": "Kabar Nusa", "tautan": URL}]},
    {"title": {"id-ID": TITLE}, "body": {"id-ID": BODY}, "publishDate": {"id-ID": DAY},
     "outlet": "Kabar Nusa", "mainEntityOfPage": {"@type": "WebPage", "@id": URL}},
    {"headlines": {"basic": TITLE}, "body": {"p1": FIRST, "p2": SECOND}, "canonical_url": URL,
     "display_date": DAY, "source": {"Name": "Kabar Nusa"}},
    {"article": {"title": TITLE, "body": BODY, "published": DAY},
     "source": {"name": "Kabar Nusa", "domain": "kabarnusa.example"}, "url": URL},
    {"data": [{"id": 1, "date": [2019, 4, 26], "outlet": "Kabar Nusa", "url": URL, "translations": [
        {"languages_code": "en-US", "title": "Drains", "content": "Residents clean the drains."},
        {"languages_code": "id-ID", "title": TITLE, "content": HTML}]}]},
    {"data": [{"title": TITLE, "publishedAt": DAY, "outlet": "Kabar Nusa", "url": URL, "blocks": [
        {"__component": "shared.rich-text", "body": FIRST},
        {"__component": "shared.quote", "title": "x", "body": SECOND}]}]},
    [["judul", "isi", "tanggal", "sumber", "tautan"], [TITLE, BODY, DAY, "Kabar Nusa", URL]],
    {"headers": ["judul", "isi", "tanggal", "sumber", "tautan"],
     "rows": [[TITLE, BODY, DAY, "Kabar Nusa", URL]]},
    {"schema": {"fields": [{"name": each, "type": "STRING"} for each in (
        "judul", "isi", "tanggal", "sumber", "tautan")]},
     "rows": [{"f": [{"v": each} for each in (TITLE, BODY, DAY, "Kabar Nusa", URL)]}]},
    {"title": TITLE, "date": DAY, "outlet": "Kabar Nusa", "url": URL, "paragraphs": [
        {"context": FIRST, "qas": []}, {"context": SECOND, "qas": []}]},
    {"article": {"headline": TITLE, "content": {"paragraphs": [FIRST, SECOND]}, "date": DAY,
                 "outlet": "Kabar Nusa", "url": URL}},
    {"title": {"rendered": TITLE}, "content": {"rendered": ""}, "acf": {"isi_berita": HTML},
     "date": DAY, "link": URL, "outlet": "Kabar Nusa"},
    {"title_txt": [TITLE], "content_txt": [BODY], "date_dt": DAY, "url_s": URL,
     "source_s": "Kabar Nusa"},
    {"judul_id": TITLE, "judul_en": "Drains", "isi_id": BODY, "isi_en": "Residents clean them.",
     "tanggal": {"hari": "Jumat", "tanggal": "26", "bulan": "April", "tahun": 2019},
     "sumber": "Kabar Nusa", "link": URL},
    {"title": f"[Kabar Nusa] {TITLE}", "lead": FIRST, "body": SECOND, "date": DAY, "link": URL,
     "publisher": "Kabar Nusa"},
])
def test_what_an_answer_or_export_says_of_its_article_is_found(tmp_path, value):
    [article] = read_json(tmp_path, value)
    assert (article.title, article.published[:10]) == (TITLE, DAY)
    assert " ".join(article.body.split()) == " ".join(BODY.split())
    assert (article.outlet, article.url) == ("Kabar Nusa", URL)


@pytest.mark.parametrize("value, name, kept", [
    ({"title": TITLE, "text": BODY, "meta": {"title": "Kabar Nusa", "lang": "id"}},
     "meta", {"title": "Kabar Nusa", "lang": "id"}),
    ({"page_content": BODY, "metadata": {"source": "docs/a.txt", "page": 0}},
     "metadata", {"source": "docs/a.txt", "page": 0}),
    ({"title": TITLE, "text": BODY, "data": {"id": 7}}, "data", {"id": 7}),
    ({"title": TITLE, "text": BODY, "image": {"url": URL, "title": "Foto"}},
     "image", {"url": URL, "title": "Foto"}),
])
def test_other_objects_stay_as_they_are(tmp_path, value, name, kept):
    [article] = read_json(tmp_path, value)
    assert article.extra[name] == kept and article.url is None and article.outlet is None


@pytest.mark.parametrize("field, names", [
    ("title", "data/judul meta.title title.rendered _source.judul fields[judul] judul-link"),
    ("body", "content.text content.rendered data/isi body.value"),
    ("url", "berita_url news_canonicalUrl post_link meta.url judul-link-href"),
    ("outlet", "source.name meta.og:site_name article_publisher news_publication_name"),
    ("byline", "author.name article_author news_reporter"),
    ("published", "data/tanggal date.$date date_gmt post_date_gmt published_timestamp publishedTs"
                  " firstPublishDate first_publication_date display_datetime dateTimePub pub_epoch"
                  " tgl_edisi tanggal_waktu publish_start news_publication_date date_epoch"),
    (None, "image.url author.url category.title comments.text data_source post_status news_id_2"
           " event_date start_date jam_terbit display_text date_modified updated_at berita_foto"
           " first_name live on at news_image_url article_count post_type"),
])
def test_names_that_are_put_together(field, names):
    assert {name: find_field(name) for name in names.split()} == dict.fromkeys(names.split(), field)


def test_a_name_with_blanks_is_not_taken_apart():
    assert find_field("Berita baru url") is None and find_field("data / judul") is None
