"""What its site has not published is left out, counted and named; everything else is read."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_cli import parsed

from indexer.article.pipeline import map_record
from indexer.ingest.load import FileReader
from indexer.ingest.numeric_status import StatusColumns
from indexer.publication import Letters, find_reason
from indexer.publication.rules import RULES
from indexer.record import Location, Record, Unpublished

SECRET = "Kata jerapahbelang tidak untuk umum."
ARTICLE = {"judul": "Rapat Redaksi", "isi": SECRET}


def reason(fields, file="a.json", mapped=()):
    return find_reason(Record(location=Location(file), fields=fields), mapped)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_an_example_and_a_counter_example(rule):
    assert reason(ARTICLE | rule.example)
    assert not reason(ARTICLE | rule.counter_example)


@pytest.mark.parametrize("fields", [
    {"currentState": "DRAFT"}, {"stato": "bozza"}, {"statut": "Brouillon"}, {"estado": "borrador"},
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
    {"aktif": "T"}, {"tampil": "tidak"}, {"terbit": "Tdk"}, {"tayang": "belum tayang"},
    {"is_active": "f"}, {"aktif": "nonaktif"}, {"Aktif": "Tidak Aktif"}, {"publish": "draf"},
    {"publish": "off"}, {"is_tayang": "blm"}, {"published": "SALAH"}, {"is_published": "0.0"},
    {"is_published": 0.0}, {"tampilkan": "N"}, {"is_enabled": False},
    {"is_draft": "ya"}, {"draf": "BENAR"}, {"hapus": "1"}, {"is_trash": 1}, {"sembunyi": "y"},
    {"status": "blm tayang"}, {"status": "non-active"}, {"status": "Saved as draft"},
    {"status": "Siap Terbit"}, {"status": "Perlu Revisi"}, {"status": "ditunda"},
    {"approval_status": "pending"}, {"stage": "DRAFT"}, {"privasi": "pribadi"},
    {"status": 0, "created_at": "2019-03-04"}, {"status": "0", "tgl_posting": "2019-03-04"},
    {"status": [{"value": False}]}, {"status": {"und": [{"value": 0}]}},
    {"moderation_state": [{"target_id": "archived"}]},
    {"published_at": None, "created_at": "2019-03-04"}, {"published_at": "", "slug": "rapat"},
    {"published_at": "0000-00-00 00:00:00", "user_id": 2}, {"published_at": None, "status": 2,
                                                            "updated_at": "2019-03-04"},
    {"documentId": "a1", "publishedAt": None}, {"first_published_at": None, "slug": "rapat"},
    {"documentId": "a1", "publishedAt": None, "status": "modified"},
    {"tanggal_terbit": None, "id_user": 3}, {"published_at": "2999-01-02", "slug": "rapat"},
    {"sys": {"id": "a1", "type": "Entry", "createdAt": "2019-03-04", "version": 3}},
    {"sys": {"id": "a1", "createdAt": "2019-03-04", "publishedAt": None}},
    {"sys": {"id": "a1", "publishedAt": "2019-03-04", "archivedAt": "2020-03-04"}},
    {"sys": {"id": "a1", "publishedAt": "2019", "fieldStatus": {"*": {"id-ID": "draft"}}}},
    {"meta": {"status": "draft"}}, {"system": {"workflow_step": "Draft"}},
    {"_id": "drafts.5f3e"}, {"_id": "versions.r1.5f3e", "_rev": "a"},
    {"publish_down": "2019-03-04 05:06:07"}, {"state": "-2", "alias": "rapat"},
    {"ns": 1, "pageid": 4}, {"ns": "3", "pageid": 4}, {"ns": 10, "pageid": 4},
    {"redirect": "", "ns": 0}, {"redirect": "Palu", "pageid": 4}, {"post_status": "inherit"},
    {"isArchived": True, "lastPublished": None}, {"is_embargo": 1}, {"lifecycle": "draft"},
    {"status_berita": "0", "created_at": "2019-03-04"}, {"published": None, "user_id": 4},
    {"status": "Borrador"}, {"status": "En attente"}, {"status": "草稿"}, {"status": "Menunggu edit"},
    {"flags": {"draft": True}}, {"flags": ["draft"]}, {"to_be_published": True},
    {"status": "publish", "tanggal_terbit": "2999-01-02 08:00"}, {"access": "private"},
    {"status": {"code": "DRAFT", "label": "Konsep"}}, {"status": {"label": "Draft"}},
    {"properties": {"Status": {"type": "status", "status": {"name": "Draft"}}}},
    {"approval": "pending"}, {"endtime": 1551662400, "tstamp": 1551662400},
    {"enabled": True, "expiryDate": "2019-03-04", "sectionId": 1}, {"Keterangan": "Draf"},
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
    {"aktif": "t"}, {"is_active": "T"}, {"aktif": "BENAR"}, {"tampil": "ya"}, {"tayang": "1"},
    {"is_published": "1.0"}, {"terbit": "1"}, {"terbit": 5}, {"status": "not draft"},
    {"status": "draft pick Persija musim ini datang dari Papua"},
    {"status": 0, "created_at": "2019-03-04", "url": "https://kabar.example/rapat/1"},
    {"status": {"code": 0}, "created_at": "2019-03-04"}, {"status": [0, 1]},
    {"published_at": None, "created_at": "2019-03-04", "url": "https://kabar.example/rapat/1"},
    {"published_at": None, "created_at": "2019-03-04", "status": "published"},
    {"published_at": None, "created_at": "2019-03-04", "aktif": "Y"},
    {"tanggal_terbit": None}, {"tanggal_terbit": None, "created_at": "2019-03-04"},
    {"published_at": "2999-01-02"}, {"sys": {"id": "a1", "type": "Asset"}},
    {"sys": {"id": "a1", "type": "Entry", "createdAt": "2019-03-04", "revision": 2}},
    {"sys": {"id": "a1", "createdAt": "2019", "publishedAt": "2019", "version": 4}},
    {"sys": {"id": "a1", "publishedAt": "2019", "fieldStatus": {"*": {"id-ID": "changed"}}}},
    {"meta": {"status": "ok"}}, {"meta": {"description": "Draft RUU"}}, {"_id": "draftsman"},
    {"status_berita": "0"}, {"published": None, "created_at": "2019-03-04"}, {"is_live": False},
    {"isLive": 0}, {"online": 0}, {"ns": 0, "pageid": 4}, {"ns": 2},
    {"redirect": "https://kabar.example/rapat"},
    {"redirect": False, "ns": 0}, {"moderation_state": "published"},
    {"status": "publicado"}, {"keterangan": "Ditulis ulang"}, {"flags": {"draft": False}},
    {"flags": ["featured"]}, {"to_be_published": False}, {"archived": True}, {"audience": "all"},
    {"status": "publish", "tanggal_terbit": "2999-01-02", "url": "https://kabar.example/rapat/1"},
    {"endtime": 0, "starttime": "0", "tstamp": 1551662400},
    {"status": {"label": "Terbit"}}, {"tstamp": 1551662400, "starttime": 2019030405},
])
def test_what_says_nothing_about_it(fields):
    assert not reason(ARTICLE | fields)


@pytest.mark.parametrize("file, hidden", [
    ("situs/_drafts/rapat.md", True), ("_drafts/2019/rapat.txt", True),
    ("a/drafts/rapat.md", False),    ("posts/draft_Rapat-0a1b2c3d4e5f.html", True),
    ("draft/rapat.html", False), ("posts/draft_rapat.html", False), ("drafts.jsonl", False)])
def test_where_drafts_are_kept(file, hidden):
    assert bool(reason(ARTICLE, file)) is hidden


@pytest.mark.parametrize("front_matter, hidden", [
    ({"date": "2999-01-02"}, True), ({"password": "buka"}, True), ({"date": "2019-03-04"}, False),
    ({"publishDate": "2999-01-02"}, True), ({"pubDate": "2999-01-02"}, True),
    ({"expiryDate": "2019-03-04"}, True), ({"expiryDate": "2999-03-04"}, False),
    ({"build": {"render": "never"}}, True), ({"build": {"render": "always"}}, False),
    ({"headless": "true"}, True), ({"permalink": "false"}, True), ({"permalink": "/a/"}, False)])
@pytest.mark.parametrize("name", ["rapat.md", "rapat.txt", "rapat.html", "rapat.markdown.gz"])
def test_what_a_site_generator_would_not_build(name, front_matter, hidden):
    assert bool(reason(ARTICLE | front_matter, f"situs/{name}")) is hidden


def test_dates_to_come_and_passwords_say_nothing_in_other_files():
    for fields in ({"date": "2999-01-02"}, {"password": "buka"}, {"expiryDate": "2019-03-04"}):
        assert not reason(ARTICLE | fields, "situs/rapat.jsonl")


@pytest.mark.parametrize("name", ["rapat.md", "rapat.txt", "rapat.html"])
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


@pytest.mark.parametrize("others, is_hidden", [
    (["y"], True), (["Y"], True), (["f"], False), (["F"], False), ([], False), (["t"], False)])
def test_a_small_t_means_what_the_other_rows_of_its_file_say(others, is_hidden):
    letters, rows = Letters(), [ARTICLE | {"aktif": value} for value in ("t", *others)]
    records = [Record(location=Location("a.csv", line), fields=row)
               for line, row in enumerate(rows, 1)]
    letters.learn(records)
    assert bool(find_reason(records[0], (), letters)) is is_hidden


def test_columns_of_y_and_t_are_read_through_a_whole_file(indexer, write):
    path = write("a.csv", "judul,isi,tampil\nPanen,Petani memanen padi.,y\n"
                          f"Rapat,{SECRET},t\n")
    ran = indexer("inspect", path)
    assert SECRET not in ran.out and "tampil is t" in ran.err


@pytest.mark.parametrize("name, content", [
    ("a.csv", "judul,isi,published_at,created_at\nPanen,Petani memanen.,2019-03-04,2019-03-03\n"
              f"Rapat,{SECRET},,2019-03-03\n"),
    ("a.tsv", "judul\tisi\tpublished_at\tuser_id\nPanen\tPetani memanen.\t2019-03-04\t2\n"
              f"Rapat\t{SECRET}\tNULL\t2\n"),
    ("a.sql", "INSERT INTO berita (judul, isi, published_at, created_at) VALUES "
              "('Panen', 'Petani memanen.', '2019-03-04', '2019-03-03'), "
              f"('Rapat', '{SECRET}', NULL, '2019-03-03');"),
    ("a.sql", "INSERT INTO `berita` (judul, isi, aktif) VALUES ('Panen', 'Petani memanen.', 0x01), "
              f"('Rapat', '{SECRET}', b'0'), ('Rapat', '{SECRET}', 0x00), "
              f"('Rapat', '{SECRET}', _binary '\\0');"),
    ("a.sql", "INSERT INTO berita (judul, isi) VALUES ('Panen', 'Petani memanen.'); "
              f"INSERT INTO berita_draft (judul, isi) VALUES ('Rapat', '{SECRET}'); "
              f"INSERT INTO wp_comments (judul, isi) VALUES ('Re: Panen', '{SECRET}');"),
    ("a.json", {"db": [{"data": {"posts": [
        {"title": "Rapat", "html": f"<p>{SECRET}</p>", "status": "draft", "published_at": None}],
        "users": [{"name": "Rina"}]}}]}),
    ("a.json", {"db": [{"data": {"posts": [
        {"title": "Rapat", "html": None, "lexical": SECRET, "status": "scheduled"}]}}]}),
    ("a.json", {"entries": [
        {"sys": {"id": "a1", "type": "Entry", "publishedAt": "2019-03-04", "version": 4},
         "fields": {"title": {"id-ID": "Panen"}, "body": {"id-ID": "Petani memanen."}}},
        {"sys": {"id": "a2", "type": "Entry", "createdAt": "2019-03-04", "version": 4},
         "fields": {"title": {"id-ID": "Rapat"}, "body": {"id-ID": SECRET}}}]}),
    ("a.json", {"posts": [{"title": "Panen", "content": "Petani memanen."}],
                "comments": [{"title": "Re: Panen", "content": SECRET}],
                "revisions": [{"title": "Panen", "content": SECRET}],
                "drafts": [{"title": "Rapat", "content": SECRET}]}),
    ("a.json", {"drafts": [{"title": "Rapat", "content": SECRET}]}),
    ("a.jsonl", [{"judul": "Panen", "isi": "Petani memanen."},
                 {"title": "Panen", "body": SECRET, "comment_post_ID": 4}]),
])
def test_what_whole_files_keep_back(indexer, write, name, content):
    text = json.dumps(content) if isinstance(content, dict) else content
    ran = indexer("inspect", write(name, text))
    assert SECRET not in ran.out and ran.code == 0 and "rejected" not in ran.err
    assert ("Panen" in ran.out) is ("Panen" in str(content))


SIGNED = ["2019-03-04,1", "2019-03-05,1"]


def find_unpublished(path):
    return [each.reason for each in FileReader().trace(Path(path)) if isinstance(each, Unpublished)]


@pytest.mark.parametrize("rows, hidden", [
    ([",0", *SIGNED], 1),
    ([*SIGNED, "0000-00-00,0", ",0"], 2),
    ([",0", *SIGNED * 40], 1),
    ([",0", "2019-03-04,1"], 0),  # too few
    ([",0", *SIGNED, "2019-03-06,0"], 0),  # a label
    ([",0", *SIGNED, ",1"], 0),
    ([",0", *SIGNED, "2019-03-06,2"], 0),
    ([",0", *SIGNED, ",0", ",0"], 0),  # more often than 1
])
def test_zeros_mean_what_their_whole_column_says(write, rows, hidden):
    for name in ("statusBerita", "post_status", "flag_artikel"):
        lines = [f"Kabar {at},Isi.,{row}" for at, row in enumerate(rows)]
        path = write("a.csv", "\n".join([f"judul,isi,tanggal,{name}", *lines]))
        assert find_unpublished(path) == [f"{name} is 0"] * hidden


def test_zeros_in_a_pipe_mean_what_the_rows_before_them_say():
    rows = [(0, None), (1, "2019"), (1, "2019"), (0, None)]
    group = [map_record(Record(location=Location("a.csv", line), fields=ARTICLE | {
        "statusBerita": status, "tanggal": date})) for line, (status, date) in enumerate(rows)]
    [settled] = list(StatusColumns(hold=False).settle(iter([group])))
    assert [isinstance(each, Unpublished) for each in settled] == [False, False, False, True]


def write_table(path, kind, table):
    """Write a file of a kind with one row in a table."""
    statement = f"INSERT INTO {table} (judul, isi) VALUES ('Rapat', '{SECRET}');"
    if kind == "sqlite":
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(f"CREATE TABLE {table} (judul, isi)")
            database.execute(statement)
        return
    copied = f"COPY {table} (judul, isi) FROM stdin;\nRapat\t{SECRET}\n\\.\n"
    exported = json.dumps([{"type": "header", "version": "5"}, {
        "type": "table", "name": table, "data": [{"judul": "Rapat", "isi": SECRET}]}])
    path.write_text({"insert": statement, "copy": copied, "json": exported}[kind])


@pytest.mark.parametrize("table, is_draft", [
    ("berita_draft", True), ("wp_trash_posts", True), ("Draf", True), ("drafting", False)])
@pytest.mark.parametrize("kind, ending", [
    ("insert", "sql"), ("copy", "sql"), ("sqlite", "db"), ("json", "json")])
def test_tables_of_drafts_are_unpublished(indexer, tmp_path, kind, ending, table, is_draft):
    path = tmp_path / f"a.{ending}"
    write_table(path, kind, table)
    ran = indexer("inspect", str(path))
    assert (SECRET in ran.out) is not is_draft
    assert (f"its table is {table}" in ran.err) is is_draft
    assert SECRET in indexer("inspect", "--include-unpublished", str(path)).out


def test_drafts_in_a_database_are_kept_back(indexer, tmp_path):
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE berita (judul, isi, published_at, created_at)")
        database.execute("CREATE TABLE komentar (judul, isi)")
        database.execute("INSERT INTO komentar VALUES ('Re', ?)", [SECRET])
        database.executemany("INSERT INTO berita VALUES (?, ?, ?, '2019-03-03')", [
            ("Panen", "Petani memanen.", "2019-03-04"), ("Rapat", SECRET, None)])
    ran = indexer("inspect", str(path))
    assert SECRET not in ran.out and "Panen" in ran.out and "published_at is empty" in ran.err
