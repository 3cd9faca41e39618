"""What its site has not published is left out, counted and named; everything else is read."""

import json

import pytest
from test_cli import parsed

from indexer.publication import RULES, find_reason
from indexer.record import Location, Record

SECRET = "Kata jerapahbelang tidak untuk umum."
ARTICLE = {"judul": "Rapat Redaksi", "isi": SECRET}


def reason(fields, file="a.json", mapped=()):
    return find_reason(Record(location=Location(file), fields=fields), mapped)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_an_example_and_a_counter_example(rule):
    assert reason(ARTICLE | rule.example)
    assert not reason(ARTICLE | rule.counter_example)


@pytest.mark.parametrize("fields", [
    {"post_status": "auto-draft"}, {"post_status": "FUTURE"}, {"status": "private", "id": 7},
    {"status": "Draf"}, {"status": "menunggu review"}, {"_status": "draft"},
    {"status": [{"value": "0"}], "nid": [{"value": 4}]}, {"status": 0, "vid": 4},
    {"status": False, "drupal_internal__nid": 5}, {"moderation_state": [{"value": "draft"}]},
    {"id": 1, "createdAt": "2019", "updatedAt": "2019", "publishedAt": None},
    {"isPublished": False}, {"is_published": "0"}, {"Publish": "N"}, {"aktif": "N"},
    {"deletedAt": "2019-03-04T10:00:00Z"}, {"deleted_at": "2019-03-04"}, {"is_deleted": 1},
    {"introtext": "a", "state": "0"}, {"introtext": "a", "state": 0},
    {"introtext": "a", "state": 1, "access": 3}, {"draft": "yes"}, {"draft": True},
    {"published": "false"}, {"published": False}, {"status": "SCHEDULED"}, {"status": "DRAFT"},
    {"protected": True}, {"post_password": "x"}, {"visibility": "private"},
    {"status": {"id": 2, "name": "Draft"}}, {"status": {"value": "draft", "label": "Draf"}},
    {"visibility": "paid", "html": "<p>Isi</p>"}, {"status": "Trash"}, {"status": "soft_trashed"},
    {"status": "wip"}, {"status": "awaiting review"}, {"status": "rejected"}, {"status": "removed"},
    {"visibility": "password"}, {"status": "Embargoed"}, {"status": "belum dipublikasikan"},
    {"pubstatus": "canceled"}, {"status": "withheld"}, {"status": "work in progress"},
    {"flag_publish": "0"}, {"publish_flag": "N"}, {"sts_publish": 0}, {"st_publikasi": "Belum"},
    {"news_publish": "No"}, {"berita_aktif": "0"}, {"posting": "N"}, {"berita_status": "draft"},
    {"publicationState": "draft"}, {"post_state": "Konsep"}, {"status": "Tidak Publish"},
    {"status": "Belum Publish"}, {"status": "Non-Aktif"}, {"status": "unlisted"},
    {"status": "0", "slug": "rapat"}, {"status": 0, "id_kategori": 4},
    {"published_at": None, "author_id": 2}, {"embargo_until": "2999-01-02"},
    {"publishDate": "2999-01-02", "date": "2019-03-04"}, {"password": "x", "layout": "post"},
    {"publish_down": "2019-03-04 05:06:07", "introtext": "a"},
    {"expiryDate": "2019-03-04", "date": "2019-03-03"},
])
def test_what_is_not_published(fields):
    assert reason(ARTICLE | fields)


@pytest.mark.parametrize("fields", [
    {}, {"status": "ok"}, {"status": 1}, {"status": "1"}, {"status": "success"}, {"status": 200},
    {"status": "publish"}, {"status": "Published"}, {"status": "terbit"}, {"status": None},
    {"status": ""}, {"status": "hoaks"}, {"status": 0}, {"private": False}, {"private": "no"},
    {"type": "free"}, {"type": "premium"}, {"state": "Jawa Barat"}, {"draft": False},
    {"draft": ""}, {"draft": "Rancangan undang-undang itu masih dibahas."},
    {"published": "2019-03-04"}, {"published": True}, {"published": 0}, {"published": None},
    {"deleted_at": None}, {"deleted_at": ""}, {"deleted_at": "0000-00-00 00:00:00"},
    {"deleted_at": "NULL"}, {"post_password": ""}, {"post_password": r"\N"}, {"publishedAt": None},
    {"publishedAt": None, "_id": "5f", "createdAt": "2019", "updatedAt": "2019", "id": 1},
    {"publishedAt": "2019", "createdAt": "2019", "updatedAt": "2019", "id": 1},
    {"introtext": "a", "state": 1, "access": 1}, {"introtext": "a", "state": "2"},
    {"access": "premium"}, {"visibility": "public"}, {"visibility": "10 km"}, {"live": False},
    {"is_active": True}, {"aktif": "Y"}, {"publish": "Y"}, {"comment_status": "closed"},
    {"tags": ["draft"]}, {"rubrik": "draft"}, {"judul": "Draft"}, {"status": {"code": 0}},
    {"status": ["draft", "pemain"]}, {"status": float("nan")}, {"password": "x"},
    {"flag_publish": "1"}, {"news_publish": "2019-03-04"}, {"status": "archived"},
    {"posting": "Pesan berantai"}, {"berita_status": "hoaks"}, {"published_at": None},
    {"embargo": "Embargo minyak"}, {"embargo_until": "2019-03-04"}, {"enabled": False},
    {"publish_down": "0000-00-00 00:00:00", "introtext": "a"},
    {"publish_down": "2999-01-02 00:00:00", "introtext": "a"},
])
def test_what_says_nothing_about_it(fields):
    assert not reason(ARTICLE | fields)


@pytest.mark.parametrize("file, hidden", [
    ("situs/_drafts/rapat.md", True), ("posts/draft_Rapat-0a1b2c3d4e5f.html", True),
    ("draft/rapat.html", False), ("posts/draft_rapat.html", False), ("drafts.jsonl", False)])
def test_where_drafts_are_kept(file, hidden):
    assert bool(reason(ARTICLE, file)) is hidden


@pytest.mark.parametrize("front_matter, hidden", [
    ({"date": "2999-01-02"}, True), ({"password": "buka"}, True), ({"date": "2019-03-04"}, False)])
def test_what_a_site_generator_would_not_build(front_matter, hidden):
    assert bool(reason(ARTICLE | front_matter, "situs/rapat.md")) is hidden
    assert not reason(ARTICLE | front_matter, "situs/rapat.jsonl")


@pytest.mark.parametrize("name", ["rapat.md", "rapat.txt"])
@pytest.mark.parametrize("front_matter", [
    '+++\ntitle = "Rapat Redaksi"\npublished = false\n+++\n',
    '---\ntitle: >-\n  Rapat\n  Redaksi\npublished: false\n---\n'])
def test_what_is_false_in_front_matter_is_read(indexer, write, name, front_matter):
    ran = indexer("inspect", write(name, f"{front_matter}\n{SECRET}\n"))
    assert SECRET not in ran.out and "published is false" in ran.err


def test_a_field_that_is_mapped_says_something_else():
    assert not reason(ARTICLE | {"status": "draft"}, mapped=["status"])


def test_the_reason_shows_no_password():
    assert reason(ARTICLE | {"post_password": "bukapintu"}) == "post_password is set"


WORDPRESS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Suara Lembah</title>
<item><title>Panen</title><content:encoded>Petani memanen.</content:encoded>
<wp:status>publish</wp:status><wp:post_password></wp:post_password></item>
<item><title>Rapat</title><content:encoded>jerapahbelang</content:encoded>
<wp:status>publish</wp:status><wp:post_password>buka</wp:post_password></item>
<item><title>Rencana</title><content:encoded>jerapahbelang</content:encoded>
<wp:status>future</wp:status></item>
<item><title>Menu</title><wp:status>publish</wp:status>
<wp:post_type>nav_menu_item</wp:post_type></item></channel></rss>"""
REST = [{"id": 1, "slug": "panen", "title": {"rendered": "Panen"}, "status": "publish",
         "content": {"rendered": "<p>Petani memanen.</p>", "protected": False}},
        {"id": 2, "slug": "rapat", "title": {"rendered": "Rapat"},
         "content": {"rendered": "<p>jerapahbelang</p>", "protected": True}},
        {"id": 3, "title": {"rendered": "Rencana"}, "status": "private",
         "content": {"rendered": "<p>jerapahbelang</p>", "protected": False}}]


@pytest.mark.parametrize("name, content", [("a.xml", WORDPRESS), ("a.json", json.dumps(REST))])
def test_it_is_left_out_and_counted(indexer, write, folder, tmp_path, name, content):
    path = write(name, content)
    ran = indexer("add", "--json", path)
    figures = parsed(ran)
    assert (figures["read"], figures["added"], figures["unpublished"]) == (3, 1, 2)
    assert sum(figures["unpublished_reasons"].values()) == 2
    assert ran.code == 0 and "left out 2 records" in ran.err and "buka" not in ran.err
    assert not any(b"jerapahbelang" in file.read_bytes() for file in folder.rglob("*")
                   if file.is_file()) and not (tmp_path / "rejected.jsonl").exists()
    assert parsed(indexer("add", "--json", "--include-unpublished", path))["added"] == 2


def test_inspecting_names_it_and_its_reason(indexer, write):
    path = write("a.jsonl", [ARTICLE | {"status": "draft"}])
    ran = indexer("inspect", path)
    assert ran.err == f"unpublished {path}:1: status is draft\n" and ran.code == 0
    assert SECRET not in ran.out
    assert SECRET in indexer("inspect", "--include-unpublished", path).out


def test_the_printed_report_counts_it(indexer, write):
    path = write("a.jsonl", [ARTICLE, ARTICLE | {"draft": True}])
    ran = indexer("add", path)
    assert ", rejected 0, unpublished 1, removed 0," in ran.out and "unpublished" not in indexer(
        "add", write("b.jsonl", [ARTICLE])).out


def test_pruning_removes_what_is_no_longer_published(indexer, write):
    other = {"judul": "Panen Raya", "isi": "Petani memanen padi."}
    path = write("a.jsonl", [ARTICLE, other])
    indexer("add", path)
    write("a.jsonl", [ARTICLE | {"status": "draft"}, other])
    assert parsed(indexer("add", "--json", "--prune", path))["removed"] == 1
