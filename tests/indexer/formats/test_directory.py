"""Directories of people or offices, timetables, and articles with a large table."""

import pytest

from support.portal_pages import TOPICS
from support.reading import fields, read, rejected

TEXT = TOPICS[1][2]
INTRODUCTION = (
    "Berikut para pejabat di lingkungan Kabupaten Lawe beserta nomor yang dapat dihubungi warga.")
PEOPLE = [
    ("Tohir Basri", "Kepala Dinas Perhubungan"), ("Lestari Wungu", "Sekretaris Daerah"),
    ("Suryadi Panca", "Camat Lawe"), ("Rohani Salim", "Lurah Muara"),
    ("Damar Wira", "Kepala Puskesmas"), ("Siti Laksmi", "Direktur Pasar"),
    ("Budi Cakra", "Ketua Dewan"), ("Ratna Juwita", "Bendahara")]
MENU = "<ul>" + "".join(f"<li><a href=/k/{at}>Kanal {at}</a></li>" for at in range(20)) + "</ul>"


def build(heading, rows, text=f"<p>{INTRODUCTION}</p>", head="", tag="table"):
    return (f"<html><head><title>{heading} - Kabupaten Lawe</title>{head}</head><body>"
            f"<h1>{heading}</h1>{text}<{tag}>{rows}</{tag}></body></html>")


def rows(row):
    return "".join(row.format(at=at, name=name, post=post, mail=name.split()[0].lower())
                   for at, (name, post) in enumerate(PEOPLE))


PHONES = rows("<tr><td>{name}</td><td>{post}</td><td>0651-22{at}{at}{at}</td></tr>")
POSTS = rows("<tr><td>{name}</td><td>{post}</td></tr>")
SCORES = rows("<tr><td>{at} Mei</td><td>{name} FC</td><td>{at}-1</td><td>Lawe FC</td></tr>")
DATE = "<time datetime=2016-05-12>12 Mei 2016</time>"
STREETS = rows("<tr><td>Pasar takjil {at}</td><td>pukul 16.00</td><td>Jalan Melati {at}</td></tr>")
CLOCKS = rows("<tr><td>Rute {at}</td><td>0{at}.00</td><td>1{at}.30</td></tr>")
TIMETABLES = {
    "clocks": build("Jadwal Kapal Lawe", CLOCKS, "<p>Dapat berubah sewaktu-waktu.</p>"),
    "figures": build("Klasemen Liga Desa", rows("<tr><td>{at}<td>{name} FC<td>1{at}<td>2{at}"), ""),
    "a list for each channel": build("Jadwal TV", "".join(
        f"<h2>Kanal {name}</h2><ul><li>05.00 Pagi</li><li>06.30 Film</li><li>8.00 Kabar</li></ul>"
        for name in ("Lawe", "Sagara", "Wungu")), "", tag="div"),
    "events in lines": build("Agenda Kota", rows(
        "<div>{at} Mei <b>Pentas {name} dan para muridnya di balai</b> Balai Kota, 09.0{at}</div>"),
        "", tag="div"),
    "a calendar": build("Kalender Acara", "".join(
        f"<tr>{''.join(f'<td>{week * 7 + day}' for day in range(1, 8))}</tr>" for week in range(5)),
        ""),
    "rates": build("Kurs Hari Ini", rows("<tr><td>{post}<td>14{at}00<td>13{at}00"), ""),
    "a forum": build("Forum Warga", rows(
        "<tr><td>Tanya soal {post}</td><td>{name}</td><td>{at}</td><td>{at} jam lalu</td></tr>"),
        ""),
}
DIRECTORIES = {
    "telephones": build("Daftar Pejabat", PHONES),
    "telephones, another heading": build("Kabupaten Lawe", PHONES),
    "below a menu": build("Daftar Pejabat", PHONES, f"{MENU}<p>{INTRODUCTION}</p>"),
    "no sentence": build("Daftar Pejabat", PHONES, ""),
    "positions": build("Profil Pejabat Daerah", "<tr><th>Nama<th>Jabatan</tr>" + POSTS),
    "names are links": build("Profil Pejabat Daerah", rows(
        "<tr><td><a href=/p/{at}>{name}</a></td><td>{post}</td></tr>")),
    "mail": build("Staf", rows("<tr><td>{name}</td><td>{mail}@lawe.example</td></tr>")),
    "streets": build("Kantor Cabang", rows("<tr><td>Cabang {at}</td><td>Jl. {name} 1</td></tr>")),
    "list": build("Pengurus Koperasi", rows("<li><b>{post}</b>: {name}</li>"), tag="ul"),
    "date of a change": build(
        "Daftar Pejabat", PHONES, f"<p>Diperbarui 3 Mei 2020</p><p>{INTRODUCTION}</p>"),
}
ARTICLES = {
    "places": build("Jadwal Pasar Takjil di Lawe", STREETS, f"<p>{TEXT[0]}</p>"),
    "results": build("Hasil Liga Desa", SCORES),
    "prices": build("Daftar Harga Emas", rows(
        "<tr><td>{at} gram</td><td>Rp {at}.250.000</td><td>Rp {at}.150.000</td></tr>")),
    "a schedule with its text": build("Jadwal Kapal Lawe", CLOCKS, f"<p>{TEXT[0]}</p>"),
    "events with a text": build("Acara Pekan Ini", rows(
        "<div>{at} Mei Pentas {name}, Balai Kota, 09.00</div>"), f"<p>{TEXT[0]}</p>", tag="div"),
    "a schedule with its date": build("Jadwal Kapal Lawe", CLOCKS, "<p>12 Mei 2016</p>"),
    "a schedule as a part": build("Kapal Lawe Berlayar Lagi", CLOCKS),
    "a list of words": build("Jadwal Kapal Lawe", rows("<tr><td>{name}</td><td>{post}</td></tr>")),
    "winners": build("Daftar Juara Lomba Menulis", rows("<tr><td>{at}<td>{name}<td>SMA {at}")),
    "sworn in": build("Bupati Lantik Delapan Pejabat Baru", POSTS),
    "called an article": build("Daftar Pejabat", PHONES,
                               head='<meta property="og:type" content="article">'),
    "dated": build("Daftar Pejabat", PHONES, f"{DATE}<p>{INTRODUCTION}</p>"),
    "a visible date": build("Daftar Pejabat", PHONES, f"<p>12 Mei 2016</p><p>{INTRODUCTION}</p>"),
    "with its text": build("Nomor Posko Banjir", PHONES, "".join(
        f"<p>{each}</p>" for each in TEXT[:3])),
    "interview": build("Tanya Jawab dengan Camat", rows(
        "<li>Kepala dinas {name} menjawab bahwa jalan ke pasar akan diperbaiki tahun depan juga."
        "</li>"), tag="ul"),
}


@pytest.mark.parametrize("name", DIRECTORIES)
def test_a_directory_is_rejected_with_the_reason(name):
    [(_, reason)] = rejected(read(DIRECTORIES[name], "html"))
    assert "directory" in reason


@pytest.mark.parametrize("name", TIMETABLES)
def test_a_timetable_is_rejected_with_the_reason(name):
    [(_, reason)] = rejected(read(TIMETABLES[name], "html"))
    assert "timetable" in reason


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_with_a_table_is_read(name):
    assert fields(read(ARTICLES[name], "html"))
