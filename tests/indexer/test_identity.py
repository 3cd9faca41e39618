"""Which article of the archive a record is: no article replaces another one."""

import json

import pytest
from test_cli import parsed, report

from indexer.article.identity import is_local_id
from indexer.ingest.identity import is_version
from search import Article, open_archive

FISH = {"judul": "Pasar Ikan Ditata Ulang", "isi": "Pedagang pindah ke los sementara selama Mei."}
BUS = {"judul": "Halte Baru Dibuka", "isi": "Penumpang menunggu bus kota di tepi alun-alun."}
SCHOOL = {"judul": "Kelas Tambahan Dibangun", "isi": "Murid belajar di balai desa sampai Juli."}
BRIDGE = {"judul": "Jembatan Gantung Rusak", "isi": "Warga menyeberang dengan perahu milik desa."}


def page(site, path, record):
    return record | {"url": f"https://{site}.example/{path}"}


def titles(indexer):
    return sorted(json.loads(line)["title"] for line in indexer("export").out.splitlines())


@pytest.mark.parametrize("name", [
    "id", "ID", "id_berita", "news_id", "article_id", "post_id", "nid", "Id Artikel"])
@pytest.mark.parametrize("first, second", [
    ([page("nusa", "ikan", FISH), page("nusa", "halte", BUS)],
     [page("sagara", "kelas", SCHOOL), page("sagara", "jembatan", BRIDGE)]),
    ([FISH, BUS], [SCHOOL, BRIDGE]),
    ([FISH | {"media": "Kabar Nusa"}, BUS], [SCHOOL | {"media": "Harian Sagara"}, BRIDGE]),
])
def test_two_files_numbered_from_one_keep_all_their_articles(indexer, write, name, first, second):
    paths = [
        write(f"{stem}.jsonl", [{name: number} | each for number, each in enumerate(records, 1)])
        for stem, records in (("a", first), ("b", second))]
    assert parsed(indexer("add", "--json", *paths))["added"] == 4
    for order in (paths, paths[::-1]):
        assert parsed(indexer("add", "--json", *order))["unchanged"] == 4
    assert len(titles(indexer)) == 4


@pytest.mark.parametrize("key", ["a-7", "7", "post-7", 7, "7.0"])
def test_rows_that_share_the_id_of_their_parent_are_articles_of_their_own(indexer, write, key):
    with_urls = [{"article_id": key} | page("nusa", n, each) for n, each in enumerate((FISH, BUS))]
    without = [{"article_id": key} | each for each in (SCHOOL, BRIDGE)]
    path = write("a.jsonl", [*with_urls, *without])
    assert parsed(indexer("add", "--json", path))["added"] == 4
    assert parsed(indexer("add", "--json", path))["unchanged"] == 4


def test_articles_of_one_number_and_title_on_two_sites_are_two(indexer, write):
    title = {"judul": "Cuaca Hari Ini", "id": 1}
    path = write("a.jsonl", [
        page("nusa", "cuaca", title | {"isi": "Hujan turun."}),
        page("sagara", "cuaca", title | {"isi": "Cerah."}),
        title | {"isi": "Berawan di Palu sejak pagi.", "tanggal": "2019-03-04", "media": "A"},
        title | {"isi": "Badai mendekati pantai.", "tanggal": "2019-03-05", "media": "B"}])
    assert parsed(indexer("add", "--json", path))["added"] == 4


@pytest.mark.parametrize("id", [
    "0b0f4b0c-58ab-4a3c-9d5f-2f2b7a3f6f0e", "https://kabar.example/?p=5", "AVxk3Yt9bKq0dZ1mN4pQ",
    "tag:kabar.example,2019:5", "5f3e9a1b2c4d5e6f7a8b9c0d", "kn-2004-0228"])
def test_an_id_that_is_unique_everywhere_stays_the_id(indexer, write, id):
    path = write("a.jsonl", [page("nusa", "ikan", FISH) | {"guid": id}])
    assert indexer("add", path).code == 0
    assert [json.loads(line)["id"] for line in indexer("export").out.splitlines()] == [id]
    moved = page("nusa", "pasar/ikan", FISH) | {"guid": id}
    assert parsed(indexer("add", "--json", write("a.jsonl", [moved])))["updated"] == 1


def test_another_article_with_a_unique_id_is_kept_and_reported(indexer, write):
    id = "https://localhost/?p=5"
    path = write("a.jsonl", [page("nusa", "ikan", FISH | {"guid": id}),
                             page("sagara", "kelas", SCHOOL | {"guid": id})])
    ran = indexer("add", "--json", path)
    assert (parsed(ran)["added"], parsed(ran)["kept_beside"]) == (2, 1)
    assert "rename it" in ran.err and ran.code == 0


def test_a_new_version_replaces_the_old_one_under_its_number(indexer, write):
    lines = [{"id": 1} | FISH, {"id": 2} | BUS]
    indexer("add", write("a.jsonl", lines))
    longer = FISH["isi"] + " Lapak baru selesai akhir tahun."
    lines[0] |= {"judul": "Pasar Ikan Mulai Ditata", "isi": longer}
    assert indexer("add", write("a.jsonl", lines)).out == report(
        updated=1, unchanged=1, undated=1, outlet_unknown=1)


def test_a_version_of_what_was_kept_beside_replaces_it(indexer, write):
    indexer("add", write("a.jsonl", [{"id": 1} | FISH]))
    indexer("add", write("b.jsonl", [{"id": 1} | SCHOOL]))
    version = {"id": 1} | SCHOOL | {"isi": SCHOOL["isi"] + " Atapnya bocor."}
    assert parsed(indexer("add", "--json", write("b.jsonl", [version])))["updated"] == 1
    assert len(titles(indexer)) == 2


def test_what_was_kept_beside_is_pruned_with_its_own_source(indexer, write):
    paths = write("a.jsonl", [{"id": 1} | FISH]), write("b.jsonl", [{"id": 1} | SCHOOL])
    indexer("add", *paths)
    assert parsed(indexer("add", "--json", "--prune", *paths))["removed"] == 0
    write("b.jsonl", [{"id": 2} | BUS])
    assert parsed(indexer("add", "--json", "--prune", paths[1]))["removed"] == 1
    assert titles(indexer) == sorted((FISH["judul"], BUS["judul"]))


def test_articles_of_an_earlier_version_keep_their_ids(indexer, write, folder):
    """It gave them the stated id whatever it was, and else the hash of the URL as written."""
    old = [
        {"id": "1"} | page("nusa", "ikan", FISH),
        {"id": "2"} | BUS,
        SCHOOL | {"url": "http://www.nusa.example/kelas/?utm_source=x"}]
    path = write("a.jsonl", old)
    texts = [(each["judul"], each["isi"]) for each in old]
    ids = "1", "2", "703f57e01ffcde09"
    archive = open_archive(f"whoosh:{folder}")
    list(archive.add(
        Article(id, *text, url=each.get("url")) for id, text, each in zip(ids, texts, old)))
    archive.close()
    assert parsed(indexer("add", "--json", path))["added"] == 0
    exported = map(json.loads, indexer("export").out.splitlines())
    assert sorted(each["id"] for each in exported) == sorted(ids)
    assert parsed(indexer("add", "--json", path))["unchanged"] == 3


def test_an_exported_article_does_not_replace_another_one(indexer, write, tmp_path):
    indexer("add", write("a.jsonl", [{"id": 1} | FISH]))
    exported = write("x.jsonl", indexer("export").out)
    other = tmp_path / "lain"
    indexer("add", write("b.jsonl", [{"id": 1} | SCHOOL]), folder=other)
    assert parsed(indexer("add", "--json", exported, folder=other))["added"] == 1


def test_a_child_table_with_titles_and_pieces_of_its_parents_replaces_none(indexer, write):
    parent = {"id": 7, "judul": "Pasar Ikan Ditata Ulang", "isi":
              "Pedagang pindah ke los sementara selama Mei. Pembeli tetap datang setiap pagi."}
    children = [
        {"article_id": 7, "isi": "Pedagang pindah ke los sementara selama Mei."},
        {"article_id": 7, "judul": parent["judul"], "isi": "Komentar warga: harga tetap wajar."},
        {"article_id": 7, "judul": parent["judul"], "isi": "Wali kota meninjau lokasi itu."}]
    paths = write("a.jsonl", [parent]), write("b.jsonl", children)
    assert parsed(indexer("add", "--json", *paths))["added"] == 4
    assert parsed(indexer("add", "--json", *paths))["unchanged"] == 4
    assert parent["isi"] in indexer("export").out


def test_reports_of_a_series_are_no_versions_of_each_other(indexer, write):
    prices = [
        {"id": 1, "judul": f"Harga Cabai di {place}", "isi":
         f"Pedagang pasar menjual cabai merah dengan harga {price} rupiah. {rest}"}
        for place, price, rest in (
            ("Palu", "tinggi", "Hujan merusak ladang sepanjang bulan kemarin."),
            ("Medan", "rendah", "Truk pengangkut datang lancar setiap pagi buta."))]
    paths = [write(f"{n}.jsonl", [each]) for n, each in enumerate(prices)]
    assert parsed(indexer("add", "--json", *paths))["added"] == 2


def test_an_agency_report_of_one_number_in_two_outlets_is_two_articles(indexer, write):
    lines = [{"id": 1, "media": outlet} | FISH for outlet in ("Kabar Nusa", "Harian Sagara")]
    path = write("a.jsonl", lines)
    assert parsed(indexer("add", "--json", path))["added"] == 2
    assert parsed(indexer("add", "--json", path))["unchanged"] == 2


@pytest.mark.parametrize("id, local", [
    ("1", True), ("000123", True), ("1.0", True), ("berita-99", True), ("x", True),
    ("unggahan-070875901733", False), ("9f86d081884c7d65", False), ("abc@surat.example", False),
    ("warga-bersihkan-kali", False)])
def test_which_ids_are_local(id, local):
    assert is_local_id(id) is local


A = Article("1", "Harga cabai naik", "Pedagang menaikkan harga cabai sejak hari Senin lalu.")


@pytest.mark.parametrize("other, expected", [
    (Article("1", "Harga cabai naik", "Isi lain sama sekali."), True),
    (Article("1", "Cabai mahal", A.body + " Pembeli mengeluh."), True),
    (Article("1", "Judul lain", A.body), True),
    (Article("1", "Banjir", "Sungai meluap."), False),
    (Article("1", "Banjir di kota", "Sungai meluap setelah hujan deras sepanjang malam."), False),
    (Article("1"), False),
])
def test_what_is_a_version_of_an_article(other, expected):
    assert is_version(other, A) is expected


# One page, one article


BRIDGE_PAGE = "https://kabarnusa.example/daerah/jembatan-dibuka"
VARIANTS = [
    BRIDGE_PAGE, "http://www.kabarnusa.example/daerah/jembatan-dibuka/",
    f" {BRIDGE_PAGE}?utm_source=x#komentar", "kabarnusa.example/daerah/jembatan-dibuka",
    f"https://web.archive.org/web/2020/{BRIDGE_PAGE}", f"{BRIDGE_PAGE}?page=2",
    "https://m.kabarnusa.example/daerah/jembatan-dibuka?page=all", f"{BRIDGE_PAGE}/amp",
    "https://mobile.kabarnusa.example/print/daerah/jembatan-dibuka", f"{BRIDGE_PAGE}?single"]


@pytest.mark.parametrize("name", ["scraped_at", "crawl_time", "Waktu Akses"])
@pytest.mark.parametrize("record", [page("nusa", "ikan", FISH), BUS, SCHOOL | {"id": 7}])
def test_a_page_that_is_read_again_as_it_was_changes_nothing(indexer, write, name, record):
    first, later = "2019-03-04T05:06:07Z", "2019-04-05T06:07:08Z"
    indexer("add", write("a.jsonl", [record | {name: first}]))
    assert parsed(indexer("add", "--json", write("a.jsonl", [record | {name: later}])))[
        "unchanged"] == 1
    assert first in indexer("export").out and later not in indexer("export").out
    changed = record | {name: later, "rubrik": "Daerah"}
    assert parsed(indexer("add", "--json", write("a.jsonl", [changed])))["updated"] == 1
    assert later in indexer("export").out


@pytest.mark.parametrize("first", [
    0, 5, *(pytest.param(first, marks=pytest.mark.long)
            for first in range(len(VARIANTS)) if first not in (0, 5))
])
def test_variants_of_an_address_change_nothing(indexer, write, first):
    urls = VARIANTS[first:] + VARIANTS[:first]
    path = write("a.jsonl", [BRIDGE | {"url": url, "tanggal": "2019-03-04"} for url in urls])
    assert indexer("add", path).out == report(
        added=1, duplicate=len(urls) - 1, outlet_unknown=0)
    for url in urls:
        path = write("b.jsonl", [BRIDGE | {"url": url, "tanggal": "2019-03-04"}])
        assert indexer("add", path).out == report(unchanged=1)
    [exported] = map(json.loads, indexer("export").out.splitlines())
    assert exported["url"] == urls[0] and exported["outlet"] == "kabarnusa.example"


def test_an_id_of_a_variant_is_the_one_that_earlier_versions_made(indexer, write, folder):
    url = "http://mobile.kabarnusa.example/print/daerah/jembatan-dibuka"
    archive = open_archive(f"whoosh:{folder}")
    list(archive.add([Article("81fcd69bb4ea72c0", BRIDGE["judul"], BRIDGE["isi"], url=url)]))
    archive.close()
    assert parsed(indexer("add", "--json", write("a.jsonl", [BRIDGE | {"url": url}])))["added"] == 0


PART_1 = BRIDGE | {"url": BRIDGE_PAGE}
PART_2 = BRIDGE | {"url": f"{BRIDGE_PAGE}?page=2", "isi": "Sopir angkutan senang. Tarif turun."}
WHOLE = BRIDGE | {"url": f"{BRIDGE_PAGE}?page=all", "isi": f"{BRIDGE['isi']}\n\n{PART_2['isi']}"}


@pytest.mark.parametrize("records, texts", [
    ([PART_1, PART_2], [PART_1, PART_2]), ([PART_2, PART_1], [PART_1, PART_2]),
    ([PART_1, WHOLE], [WHOLE]), ([WHOLE, PART_1], [WHOLE]), ([PART_2, WHOLE], [WHOLE]),
    ([WHOLE, PART_2, PART_1], [WHOLE])])
def test_the_text_of_no_page_of_an_article_is_lost(indexer, write, records, texts):
    path = write("a.jsonl", records)
    indexer("add", path)
    for _ in range(2):
        exported = [json.loads(line)["body"] for line in indexer("export").out.splitlines()]
        assert sorted(exported) == sorted(each["isi"] for each in texts)
        assert parsed(indexer("add", "--json", path))["added"] == 0


LONG = (
    ("Harga Garam Turun", "Petani menumpuk hasil tambak di gudang sejak Juli karena pedagang besar "
     "menawar terlalu rendah. Koperasi meminta pemerintah daerah membeli sisa produksi itu."),
    ("Pasar Ikan Libur", "Kepala pasar menutup semua los dua hari untuk pembersihan saluran. "
     "Nelayan mengalihkan bongkar muat ke dermaga lama, yang lebih sempit dan tanpa lampu."),
    ("Perpustakaan Keliling Kembali", "Mobil buku menyambangi sekolah terpencil setiap Rabu pagi "
     "sampai siang. Anak-anak mengantre meminjam komik, dongeng, serta buku bekas milik warga."))
ALL = (FISH, BUS, SCHOOL, BRIDGE)


@pytest.mark.parametrize("form", [
    "detail?ref={}", "baca.php?source=kabar-{}", "baca?s={}1", "berita#kabar-{}", "epaper?page={}"])
def test_what_is_a_tracker_elsewhere_tells_articles_apart(indexer, write, form):
    rows = [each | {"url": f"https://kabarnusa.example/{form.format(at)}"}
            for at, each in enumerate(ALL, 2)]
    assert parsed(indexer("add", "--json", write("a.jsonl", rows)))["added"] == 4
    for order in (rows, rows[::-1], rows[2:]):
        path = write("b.jsonl", order)
        assert parsed(indexer("add", "--json", path))["unchanged"] == len(order)
    if "page" not in form:
        assert indexer("remove", rows[1]["url"]).out == "removed 1 article\n"
        assert parsed(indexer("add", "--json", path))["added"] == 0
        assert len(titles(indexer)) == 3


def test_reports_of_a_series_are_told_apart_by_their_numbers_only(indexer, write):
    text = "Harga cabai merah di Pasar Kenanga {} ribu rupiah per kilogram, kata para pedagang."
    rows = [{"judul": f"Harga Cabai {day} Maret", "isi": text.format(20 + day),
             "url": f"https://kabarnusa.example/harga?ref={day}"} for day in (3, 4)]
    assert parsed(indexer("add", "--json", write("a.jsonl", rows)))["added"] == 2
    shared = [each | {"url": f"https://kabarnusa.example/cabai?ref={name}"}
              for each, name in zip(rows, ("facebook", "twitter"))]
    report = parsed(indexer("add", "--json", write("b.jsonl", shared)))
    assert (report["added"], report["updated"]) == (1, 1)


def test_articles_that_all_have_the_url_of_a_section_are_kept(indexer, write):
    rows = [{"judul": title, "isi": text, "url": "https://kabarnusa.example/daerah"}
            for title, text in LONG]
    ran = indexer("add", "--json", write("a.jsonl", rows))
    assert (parsed(ran)["added"], parsed(ran)["kept_beside"]) == (3, 2)
    assert "had the id or URL of another article" in ran.err
    for order in (rows, rows[::-1]):
        assert parsed(indexer("add", "--json", write("b.jsonl", order)))["unchanged"] == 3
    longer = rows[1] | {"isi": rows[1]["isi"] + " Pembersihan berlangsung dua hari."}
    assert parsed(indexer("add", "--json", write("c.jsonl", [longer])))["updated"] == 1
    assert titles(indexer) == sorted(title for title, _ in LONG)
    assert indexer("remove", rows[0]["url"]).out == "removed 3 articles\n"


@pytest.mark.parametrize("title, text", [
    ("Harga Garam Turun Lagi", "{} Pembeli dari luar pulau juga menahan pesanan."),
    ("Garam Menumpuk di Gudang", "{}"), ("", "Halaman ini sedang dimuat."),
    ("Tunggu Sebentar", "Peramban Anda sedang diperiksa.")])
def test_a_page_that_was_rewritten_replaces_what_was_there(indexer, write, title, text):
    first = LONG[0]
    for headline, body in ((first[0], first[1]), (title, text.format(first[1]))):
        record = page("nusa", "garam", {"judul": headline, "isi": body})
        ran = indexer("add", "--json", write("a.jsonl", [record]))
    assert (parsed(ran)["updated"], parsed(ran)["kept_beside"]) == (1, 0)


@pytest.mark.parametrize("url", VARIANTS)
def test_any_address_of_a_page_removes_it(indexer, write, url):
    other = FISH | {"url": "https://kabarnusa.example/daerah/lain"}
    indexer("add", write("a.jsonl", [PART_1 | {"guid": "5f3e9a1b2c4d5e6f7a8b9c0d"}, PART_2, other]))
    assert indexer("remove", url.strip()).out == "removed 2 articles\n"
    assert titles(indexer) == [FISH["judul"]]
    ran = indexer("remove", url.strip())
    assert ran.code == 1 and "no article has the id or URL" in ran.err


def test_the_address_of_a_site_removes_nothing(indexer, write):
    indexer("add", write("a.jsonl", [PART_1]))
    assert indexer("remove", "https://kabarnusa.example/").code == 1
    assert titles(indexer) == [BRIDGE["judul"]]


def test_a_day_that_is_read_now_does_not_change_the_id_of_a_text(indexer, write, folder):
    old = {"judul": "Panen Raya", "isi": "Petani memanen padi di lembah.", "media": "Suara Lembah"}
    indexer("add", write("a.jsonl", [old]))
    dated = [old | {"tanggal": f"2019-03-0{day}"} for day in (4, 5)]
    figures = parsed(indexer("add", "--json", write("a.jsonl", dated)))
    assert (figures["updated"], figures["added"]) == (1, 1)
    assert parsed(indexer("add", "--json", write("a.jsonl", dated)))["unchanged"] == 2


def test_exports_that_lost_their_ids_to_others_stay_apart(indexer, write):
    indexer("add", write("a.jsonl", [{"id": 1} | FISH, {"id": 2} | BUS]))
    exported = [
        Article(id, each["judul"], each["isi"]).to_dict()
        for id, each in (("1", SCHOOL), ("2", BRIDGE), ("1", BRIDGE), ("2", SCHOOL))]
    indexer("add", write("b.jsonl", exported))
    assert set(titles(indexer)) == {each["judul"] for each in (FISH, BUS, SCHOOL, BRIDGE)}


def test_short_texts_that_share_most_words_under_one_number_are_two_articles(indexer, write):
    for city in ("Tuban", "Blora"):
        texts = [{"id": number, "judul": f"Kabar {city} nomor {number}",
                  "isi": f"Kabar {city} nomor {number} tentang jadwal kereta di kota itu."}
                 for number in (1, 2, 3)]
        indexer("add", write(f"{city}.jsonl", texts))
    assert len(indexer("export").out.splitlines()) == 6
