"""The dates that a page shows, beside those that it states for programs."""

from io import BytesIO

import pytest

from indexer.formats.html import reader

from support.built_articles import build_article

DAY, MOMENT = "2019-04-26", "2019-04-26T14:05:00+07:00"
TITLE = "Pasar Kenanga Dibuka Lagi Setelah Diperbaiki"
BODY = "".join(f"<p>{text}</p>" for text in (
    "Pasar Kenanga dibuka lagi setelah ditutup tiga bulan karena atapnya rusak dimakan usia.",
    "Para pedagang menata dagangan sejak subuh, dan pembeli datang sebelum matahari terbit.",
    '"Kami senang bisa berjualan lagi di tempat yang kering," kata Wira, pedagang cabai di sana.',
    "Pemerintah kota membiayai perbaikan itu dari anggaran tahun berjalan tanpa utang baru.",
    "Kios yang belum selesai akan disusul setelah saluran air di sisi timur diperlebar.",
))


def build(line="", head="", above=""):
    page = (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head>'
            f"<body><div>{above}<h1>{TITLE}</h1>{line}{BODY}</div></body></html>")
    [record] = reader.read(BytesIO(page.encode()), "a.html", {})
    return build_article(record)


def meta(content, name="article:published_time"):
    return f'<meta property="{name}" content="{content}">'


def json_ld(**dates):
    values = ",".join(f'"{name}":"{value}"' for name, value in dates.items())
    return (f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",'
            f"{values}}}</script>")


@pytest.mark.parametrize("line, published", [
    ("Jumat, 26 April 2019 14:05 WIB", MOMENT),
    ("Jumat, 26 April 2019 14:05 WIB | 998 Views", MOMENT),
    ("Jumat, 26 April 2019 | 14:05 WIB Oleh: Wira Kenanga", MOMENT),
    ("Bandung, Jumat 26 April 2019 14:05 WIB", MOMENT),
    ("26 April 2019 &middot; 3 menit membaca", DAY),
    ("26 April 2019 • waktu baca 3 menit", DAY),
    ("26/04/2019 14:05 | Diperbarui 28/04/2019 02:00", MOMENT),
    ("Diterbitkan 26 Apr 2019, 14:05 WIB; Diperbarui 27 Apr 2019, 10:00 WIB", MOMENT),
    ("Kabarnusa.com - 26/04/2019, 14:05 WIB", MOMENT),
    ("Rilis: 26 April 2019", DAY),
    ("April 26, 2019 · 3 min read", DAY),
    ("By Wira Kenanga April 26, 2019", DAY),
    ("Jumat, 26 April 2019 15:05 WITA - Dibaca 12 kali", MOMENT),
    ("Diperbarui 26 April 2019", None),
    ("Last updated: April 26, 2019", None),
    ("Sabtu, 26 April 2019 | 998 Views", None),
    ("26 April 2019 - 28 April 2019", None),
    ("Batas pendaftaran: 26 April 2019", None),
    ("Telepon 0812-1204-2019", None),
    ("Bandung, 26 April 2999", None),
    ("April 2019 | 998 Views", None),
])
def test_a_line_below_the_title_shows_the_date(line, published):
    found = build(f'<div class="info">{line}</div>')
    assert found.published == published
    assert found.extra.get("date_source") == ("line" if published else None)


@pytest.mark.parametrize("lines, published", [
    (("Foto: Dok. Humas", "26 April 2012"), None), (("Foto: Dok.", "26 April 2012"), None),
    (("ANTARA FOTO/Wira K.", "26/04/2012"), None), (("(Dok. Pasar)", "26 April 2012"), None),
    (("Foto: Wira K.", "26 April 2012"), None), (("Ilustrasi pasar", "26 April 2012"), None),
    (("Foto: Dok. Humas", "26 April 2012", "Jumat, 26 April 2019"), DAY),
    (("Jumat, 26 April 2019", "Foto: Dok. Humas", "26 April 2012"), DAY),
    (("Foto: Wira K.", "Jumat, 26 April 2019"), DAY),
    (("Foto: Dok. Humas", "26 April 2019 14:05 WIB"), MOMENT),
    (("Oleh Wira K.", "26 April 2019"), DAY)])
@pytest.mark.parametrize("form", ["<div>{}</div>", "{}<br>"])
def test_a_date_below_the_credit_of_a_picture_is_not_the_articles(lines, published, form):
    shown = "".join(map(form.format, lines))
    assert build(f"<div>{shown}</div>").published == published


@pytest.mark.parametrize("stated, shown, published", [
    ("04/05/2019", "Jumat, 05/04/2019", "2019-04-05"), ("04/05/2019", "5 April 2019", "2019-04-05"),
    ("04/05/2019", "Minggu, 05/04/2019", "2019-05-04"), ("04/05/2019", "5 Mei 2019", "2019-05-04"),
])
def test_the_day_that_a_page_shows_corrects_one_with_the_month_first(stated, shown, published):
    found = build(f'<div class="date">{shown}</div>', meta(stated, "pubdate"))
    assert found.published == published


@pytest.mark.parametrize("stated, shown, published", [
    ("2019-04-26T18:40:20Z", "Jumat, 26/04/2019 18:40 WIB", "2019-04-26T18:40:00+07:00"),
    ("2019-04-26 T18:40:20Z", "Jumat, 26/04/2019 18:40 WIB", "2019-04-26T18:40:00+07:00"),
    ("2019-04-26T18:40:20+00:00", "26 April 2019, 18.40 WIB", "2019-04-26T18:40:00+07:00"),
    ("2019-04-26T14:05:00Z", "26 April 2019 14:05 WIB | 998 Views", MOMENT),
    ("2019-04-26T15:05:00Z", "26 April 2019 15:05 WITA", MOMENT),
    ("2019-04-26T16:05:00+00:00", "26 April 2019 16:05 WIT", MOMENT),
    ("2019-04-26T15:05:00+07:00", "26 April 2019 15:05 WITA", MOMENT),
    ("2019-04-26T18:40:20Z", "Jumat, 26 April 2019", DAY),
    ("2019-04-26T07:05:00Z", "26 April 2019 14:05 WIB", MOMENT),
    ("2019-04-26T07:05:00Z", "26 April 2019", MOMENT),
    ("2019-04-26T18:40:20Z", "Sabtu, 27 April 2019 01:40 WIB", "2019-04-27T01:40:20+07:00"),
    ("2019-04-26T14:05:00+07:00", "26 April 2019 14:05 WIB", MOMENT),
    ("2019-04-26T18:40:20Z", "Diperbarui 26 April 2019 18:40 WIB", "2019-04-27T01:40:20+07:00"),
    ("2019-04-26T18:40:20Z", "Kantor buka 18:40 WIB", "2019-04-27T01:40:20+07:00"),
])
@pytest.mark.parametrize("head", [
    meta, lambda stated: meta(stated, "pubdate"), lambda stated: json_ld(datePublished=stated),
], ids=["published_time", "pubdate", "JSON-LD"])
def test_the_clock_that_a_page_shows_corrects_a_false_zone(head, stated, shown, published):
    found = build(f'<div class="date">{shown}</div>', head(stated))
    assert (found.published, found.extra["date_source"]) == (published, "metadata")


def test_another_articles_clock_corrects_nothing():
    other = '<aside><a href="/2">Harga Turun</a> <span>26 April 2019 18:40 WIB</span></aside>'
    found = build(head=meta("2019-04-26T18:40:20Z"), above=other)
    assert found.published == "2019-04-27T01:40:20+07:00"


@pytest.mark.parametrize("given, published", [
    ({"dateModified": "2019-04-28T14:05:00+07:00", "datePublished": "2019-04-26T14:05:00+07:00"},
     MOMENT),
    ({"dateModified": "2019-04-28T14:05:00+07:00"}, None),
    ({"datePublished": "Diterbitkan 26 Apr 2019 14:05 WIB"}, MOMENT),
    ({"datePublished": "Diperbarui 26 Apr 2019 14:05 WIB"}, MOMENT),
])
def test_a_change_is_no_publication(given, published):
    assert build(head=json_ld(**given)).published == published


@pytest.mark.parametrize("line", [
    "Jumat, 26 April 2019 | 14:05 WIB Oleh: Wira Kenanga", "Bandung, 26 April 2019",
    "Jakarta, Jumat 26 April 2019 14:05 WIB", "26 April 2019 · 3 menit membaca",
    "<a href=/p>Wira Kenanga</a> <span>Jumat, 26 April 2019 14:05 WIB</span>",
    "Wira Kenanga | Jumat, 26 April 2019 | 14.05 WIB | Dibaca: 998 kali | 2 komentar",
    "Diterbitkan 26 Apr 2019, 14:05 WIB; Diperbarui 27 Apr 2019, 10:00 WIB",
    "Nasional | 26 April 2019", "Terakhir diubah 27 April 2019", "Dibaca 998 kali", "998 Views",
    "Dilihat: 1.234", "Oleh: Wira Kenanga", "Ditulis oleh Wira Kenanga", "Kategori: Ekonomi",
    "3 menit membaca", "12 komentar", "Ukuran huruf A A A", "Cetak Email PDF",
])
@pytest.mark.parametrize("around", ["<div>{}</div>", "<p>{}</p>", "<p><span>{}</span></p>"])
def test_lines_about_the_article_leave_its_text(line, around):
    assert build(around.format(line)).body.startswith("Pasar Kenanga dibuka lagi")


def test_what_such_a_line_says_is_kept():
    found = build("<p>Jumat, 26 April 2019 | 14:05 WIB Oleh: Wira Kenanga</p>")
    assert found.extra["footers"] == ["Jumat, 26 April 2019 | 14:05 WIB", "Oleh: Wira Kenanga"]
    assert found.extra["byline"] == "Wira Kenanga"


@pytest.mark.parametrize("line", [
    "Pada 26 April 2019 warga berkumpul.", "Bandung kembali sejuk.", "Oleh karena itu ia pulang.",
    "Kategori itu dihapus panitia.", "Tiga menit membaca doa bersama.",
])
def test_a_short_sentence_at_the_head_stays(line):
    assert build(f"<p>{line}</p>").body.startswith(line)


def test_the_byline_in_parts_keeps_its_blanks():
    found = build("<div>oleh <a href=/w>Wira</a> <a href=/k>Kenanga</a></div>")
    assert found.extra["byline"] == "Wira Kenanga"
