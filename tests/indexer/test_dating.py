"""The date that an article states or implies, or why it has none."""

import time
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import dating
from indexer.clean import Note
from indexer.dating import candidates, classifier, features
from search.period import Period

from support.examples import count_examples

TODAY = datetime(2019, 5, 1, 12, 0)
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def choose_likeliest(body):
    return classifier.choose_likeliest(body, candidates.find_mentions(body))


def find(body, **known):
    return dating.find_date(body, today=TODAY, **known)


def find_day(body, **known):
    found = find(body, **known)
    return found.published, found.source


PICTURES = """
(Foto: Wira, 26 April 2019)
(Foto: Wira/Kabar Nusa, 26 April 2019)
Foto arsip: Warga antre beras di pasar, Jumat (26/4/2019).
Arsip foto - Warga antre beras di pasar, Jumat (26/4/2019).
Ilustrasi, Jumat (26/4/2019).
(Ilustrasi: Kabar Nusa, 26 April 2019)
Dok. Wira, Jumat (26/4/2019).
(Istimewa, 26/4/2019)
Foto: 26-04-2019 14:05:33
Tangkapan layar, Jumat (26/4/2019).
ANTARA FOTO/Wira, Jumat (26/4/2019).
""".strip().split("\n")


@pytest.mark.parametrize("caption", PICTURES)
def test_the_date_of_a_picture_is_not_that_of_the_article(caption):
    text = "Pemerintah kota membuka kembali pasar itu setelah perbaikan atap yang rusak."
    for body in (f"{caption}\n\n{text}", f"{text}\n\n{caption}", f"{text} {caption}"):
        assert find(body).published is None
        assert find(text, notes=[Note(kind="caption", text=caption)]).published is None


def test_a_sentence_about_a_picture_or_behind_its_caption_dates_the_article():
    for text in ("Foto: Wira. Pasar dibuka lagi, kata Wira di Bandung, Jumat (26/4/2019).",
                 "Foto itu beredar di Bandung, kata Wira, Jumat (26/4/2019)."):
        assert find(text).published == "2019-04-26"


@pytest.mark.parametrize("url, published", [
    ("https://kabar.example/read/2019/04/26/337/pasar-dibuka", "2019-04-26"),
    ("https://kabar.example/2019/4/6", "2019-04-06"),
    ("https://kabar.example/2019/04/26?page=2", "2019-04-26"),
    ("https://kabar.example/ekonomi/20190426140512-92-381/pasar", "2019-04-26"),
    ("https://kabar.example/read/20190426/322240/pasar", "2019-04-26"),
    ("https://kabar.example/read/91/pasar-dibuka-1556262300", "2019-04-26"),
])
def test_an_address_states_the_day(url, published):
    assert find_day("Isi.", url=url) == (published, "url")


@pytest.mark.parametrize("url", [
    "https://kabar.example/2019/02/30/pasar", "https://kabar.example/2019/13/01/pasar",
    "https://kabar.example/2019/05/02/pasar", "https://kabar.example/2091/04/26/pasar",
    "https://kabar.example/2019/04/26-pedagang-pindah", "https://kabar.example/91/20190426140512",
    "https://kabar.example/read/20130811-pasar", "https://kabar.example/berita/4058864/pasar",
    "https://kabar.example/pasar-9999999999", "https://kabar.example/pasar-1556262300-baru", "",
])
def test_numbers_in_an_address_that_are_no_day_or_one_to_come(url):
    assert find_day("Isi.", url=url) == (None, None)


@pytest.mark.parametrize("body, published", [
    ("Isi berita.\n\n(HS/E027) 26-04-2019 08:12:40\n\nEditor: Wira\nCopyright © ANTARA 2019",
     "2019-04-26T08:12:40+07:00"),
    ("Isi.\n24-04-2019 08:00:00\n26-04-2019 08:12:40", "2019-04-26T08:12:40+07:00"),
])
def test_a_footer_ends_in_day_and_time_to_the_second(body, published):
    assert find_day(body) == (published, "footer")


@pytest.mark.parametrize("line, published", [
    ("Editor: Wira Sasmita | 26-04-2019", "2019-04-26"),
    ("Editor: Wira dan Sari (26/04/2019 14:05 WIT)", "2019-04-26T12:05:00+07:00"),
    ("Oleh Wira Sasmita | 26 April 2019", "2019-04-26"),
    ("(Kabar Nusa, 26/4/2019)", "2019-04-26"), ("(Kabar Nusa/26 April 2019)", "2019-04-26"),
    ("(wir, 26/4/2019)", "2019-04-26"), ("(wir/sar) 26-04-2019", "2019-04-26"),
    ("(wir) Jumat, 26 April 2019 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Copyright © Kabar Nusa, 26 April 2019", "2019-04-26"),
    ("© 2019 Kabar Nusa. Terbit 26 April 2019.", "2019-04-26"),
    ("©2019 Kabar Nusa, 26 April 2019", "2019-04-26"), ("(c) Sagara, 26/4/2019", "2019-04-26"),
])
def test_a_credit_that_ends_in_a_day(line, published):
    assert find_day(f"Pasar dibuka 7 April 2019.\nIsi.\n{line}") == (published, "footer")
    assert find_day("Isi.", notes=[Note(kind="editor", text=line)]) == (published, "footer")


@pytest.mark.parametrize("line", [
    "Penulis buku ini, Wira Sasmita, lahir pada 26 April 2019.",
    "Oleh karena itu, aturan berlaku pada 26 April 2019.",
    "Laporan itu diserahkan pada 26 April 2019.", "(per 26/4/2019)", "(berlaku sejak 26/4/2019)",
    "(Foto, 26/4/2019)", "(Sumber, 26/4/2019)", "Sumber: Kabar Nusa, 26 April 2019",
    "Editor: Wira 25-04-2019, 26-04-2019", "Copyright © Kabar Nusa, 24-26 April 2019",
    "(wir) lahir 26 April 2019", "Editor: Wira, 26 April 2019, di Bandung", "(wir, 26/4/2091)",
    "Editor: Wira | Sabtu, 26 April 2019",
])
def test_a_sentence_or_a_source_is_no_credit(line):
    assert find_day(f"Isi.\n{line}")[1] != "footer"


@pytest.mark.parametrize("lines, published", [
    (["Senin, 29 April 2019", "Jumat, 26 April 2019 14:05 WIB"], "2019-04-26T14:05:00+07:00"),
    (["Jumat, 26 April 2019 14:05 WIB", "Senin, 29 April 2019"], "2019-04-26T14:05:00+07:00"),
    (["Jumat, 26 April 2019", "Senin, 29 April 2019 08:00 WIB"], None),
    (["Jumat, 26 April 2019", "Senin, 29 April 2019"], None),
    (["Sabtu, 26 April 2019"], None),
])
def test_of_several_lines_that_cleaning_took_out_the_one_with_a_time(lines, published):
    found = find("Isi.", notes=[Note(kind="date", text=line) for line in lines])
    assert found.published == published
    assert published or found.evidence == f"not surely the article's own day: {lines[0]}"


def test_a_footer_that_cleaning_took_out_is_still_evidence():
    notes = [Note(kind="code", text="(HS/E027) 26-04-2019 08:12:40"),
             Note(kind="copyright", text="© ANTARA 2019")]
    assert find_day("Isi.", notes=notes) == ("2019-04-26T08:12:40+07:00", "footer")
    assert find_day("Isi.", notes=[Note(kind="date", text="Jumat, 26 Apr 2019 13:44 WIB")]) == (
        "2019-04-26T13:44:00+07:00", "line")
    assert find_day("Isi.", notes=[Note(kind="caption", text="26 April 2019")]) == (None, None)


@pytest.mark.parametrize("body, published", [
    ("26 April 2019\nPasar dibuka lagi.", "2019-04-26"),
    ("Pasar Dibuka\n\nJumat, 26 Apr 2019 13:44 WIB\n\nIsi.", "2019-04-26T13:44:00+07:00"),
    ("Wira Sasmita\n26 April 2019, 22:50 WIB\n26 April 2019, 22:50 WIB\nIsi.",
     "2019-04-26T22:50:00+07:00"),
    ("Kabar Nusa - 26/04/2019, 14:05 WIB\nIsi.", "2019-04-26T14:05:00+07:00"),
    ("Kabar Nusa | Jumat, 26 April 2019 14.05\nIsi.", "2019-04-26T14:05:00+07:00"),
    ("Wira, Kabar Nusa, Jumat, 26 April 2019 14:05 WIB\nIsi.", "2019-04-26T14:05:00+07:00"),
    ("April 26, 2019\nIsi.", "2019-04-26"),
    ("Terbit: 2019/04/26\nIsi.", "2019-04-26"),
    ("Isi.\n\n26 April 2019", "2019-04-26"),
    ("1 Januari 1998\nIsi.", "1998-01-01"),
    ("Satu.\nDua.\nTiga.\nEmpat.\n26 April 2019 13:44 WIB\nIsi.", "2019-04-26T13:44:00+07:00"),
    ("26 April 2019, 2:05 PM\nIsi.", "2019-04-26T14:05:00+07:00"),
    ("4/26/2019\nIsi.", "2019-04-26"),
    ("14:05 WIB, 26 April 2019\nIsi.", "2019-04-26T14:05:00+07:00"),
    ("Kabar Nusa | Fri, 26 Apr 2019 07:05:00 GMT\nIsi.", "2019-04-26T14:05:00+07:00"),
    ("Senin, 29 April 2019\nPasar Dibuka\nJumat, 26 April 2019 14:05 WIB\nIsi.",
     "2019-04-26T14:05:00+07:00"),
])
def test_a_line_that_is_nothing_but_a_date(body, published):
    assert find_day(body) == (published, "line")


@pytest.mark.parametrize("body", [
    "20 April 2019\n27 April 2019\nIsi.",
    "20 April 2019\n26 April 2019 14:05 WIB\nIsi.",
    "29 April 2019\n23 April 2019 08:00 WIB\n26 April 2019 14:05 WIB\nIsi.",
    "20190426\nIsi.", "1556262300\nIsi.", "5/4/2019 2:05 PM\nIsi.",
    "Jadwal:\nSatu.\nDua.\nTiga.\n26 April 2019\nEmpat.\nLima.",
    "Persada vs Bahari - 26/04/2019, 14:05 WIB\nIsi.",
    "Satu.\nDua.\nTiga.\n26 April 2019\nStadion Wira",
    "Isi.\nStadion Wira, Jumat, 26 April 2019 14:05 WIB", "Sabtu, 26 April 2019\nIsi.",
    "2 Mei 2019\nIsi.",
])
def test_programmes_and_wrong_weekdays_are_no_date_lines(body):
    assert find_day(body)[1] != "line"


@pytest.mark.parametrize("body, dateline", [
    ("BANDUNG, 26 April 2019 - Pasar dibuka lagi.", ""),
    ("Bandung (26/4/2019) -- Pasar dibuka lagi.", ""),
    ("Pasar dibuka lagi.", "BANDUNG, Jumat (26/4/2019)"),
    ("BANDUNG, Kabar Nusa, Jumat, 26 April 2019 14:05 WIB -- Pasar dibuka lagi.", ""),
    ("Bandung, 26 April 2019 pukul 14.05 - Pasar dibuka lagi.", ""),
    ("Jumat (26/4/2019) - Pasar dibuka lagi.", "Bandung -"),
])
def test_the_day_in_a_dateline(body, dateline):
    assert find_day(body, dateline=dateline) == ("2019-04-26", "dateline")


def test_a_day_before_a_dash_is_no_dateline_where_nothing_was_cut():
    assert find_day("26/4/2019 - Pasar dibuka lagi.")[1] != "dateline"


@pytest.mark.parametrize("body, published", [
    ('"Pasar aman," kata Wira di Bandung, Jumat (26/4/2019).', "2019-04-26"),
    ("Wira mengatakan itu saat ditemui di kantornya, Kamis, 25 April 2019.", "2019-04-25"),
    ('Ia lahir pada 12 Mei 1961. "Aman," ujar Wira di Bandung, Jumat (26/4/2019).', "2019-04-26"),
    ('"Aman," ujar Wira, Rabu (24/4/2019).\n"Belum," ujar Sari, Jumat (26/4/2019).', "2019-04-26"),
    ('"Aman," ujar Wira, Kamis (25/4/2019).\nPasar akan dipindah pada Selasa (30/4/2019).',
     "2019-04-25"),
    ('"Aman," kata Wira di Bandung, kemarin, Kamis (25/4/2019).', "2019-04-26"),
    ('"Aman," kata Wira di Bandung hari ini, Jumat (26/4/2019).', "2019-04-26"),
    ('"Aman," kata Wira di Bandung, Kamis kemarin (25/4/2019).', "2019-04-26"),
    ('"Aman," kata Wira. Pasar pindah lusa, Jumat (26/4/2019), ujar Sari.', "2019-04-24"),
])
def test_the_day_on_which_somebody_spoke(body, published):
    assert find_day(body) == (published, "text")


@pytest.mark.parametrize("body", [
    "Tugu itu berdiri sejak 17 Agustus 1945.",
    "Pasar malam akan digelar 20 Maret 2019.",
    "Pasar malam akan digelar pada Rabu (20/3/2019).",
    "Persada akan menjamu Bahari di Stadion Wira, Rabu (20/3/2019).",
    "Pasar malam rencananya dibuka Wira, Rabu, 20 Maret 2019.",
    "Wira lahir di Bandung pada 12 Mei 1961.",
    "Aturan berlaku hingga 31 Desember 2018.",
    '"Aman," kata Wira di Bandung, Sabtu (26/4/2019).',
    '"Aman," kata Wira di Bandung, Jumat (31/4/2019).',
    '"Aman," kata Wira di Bandung, Jumat (3/5/2019).',
    '"Aman," kata Wira di Bandung, Kamis (26/4/2091).',
])
def test_history_plans_and_days_that_never_were_date_nothing(body):
    assert find_day(body) == (None, None)


@pytest.mark.parametrize("body", [
    '"Aman," kata Wira di kantornya di Bandung, Jumat (12/5/1961).',
    "Proklamasi dibacakan di Jakarta, Jumat, 17 Agustus 1945.",
])
def test_what_is_older_than_news_on_the_web_has_to_say_so_outright(body):
    assert find_day(body) == (None, None)
    assert find_day(f"12 Mei 1961\n{body}") == ("1961-05-12", "line")


def test_the_evidence_says_that_a_day_is_another_s_neighbour():
    body = '"Aman," kata Wira di Bandung, kemarin, Kamis (25/4/2019).'
    assert find(body).evidence == "the day after Kamis (25/4/2019)"


def test_the_month_in_an_address_rules_out_other_days():
    body = '"Aman," kata Wira di Bandung, Jumat (26/4/2019).'
    assert find_day(body, url="https://kabar.example/2019/04/pasar.html") == ("2019-04-26", "text")
    assert find_day(body, url="https://kabar.example/2018/04/pasar.html") == (None, None)


SPOKEN = '"Aman," kata Wira di Bandung, Kamis (25/4).'


@pytest.mark.parametrize("known", [
    {"notes": [Note(kind="copyright", text="Copyright © Harian Sagara 2019")]},
    {"notes": [Note(kind="copyright", text="(c) 2019 Sagara")]},
    {"url": "https://kabar.example/2019/04/pasar.html"},
    {"url": "https://kabar.example/2019/pasar.html"},
])
def test_weekday_and_day_with_a_year_from_elsewhere(known):
    assert find_day(SPOKEN, **known) == ("2019-04-25", "partial")


@pytest.mark.parametrize("more, published", [
    ("\nCopyright © Harian Sagara 2019", "2019-04-25"),
    ("\nPasar dibuka pada 20 April 2019.", "2019-04-25"),
    ("\nCopyright © Harian Sagara 2018", None),
    ("\nTugu itu berdiri sejak 17 Agustus 1945.", None),
    ("\nPasar dibuka pada 20 April 2013. Kini 2016.", None),
])
def test_the_year_must_fit_and_be_the_article_s_own(more, published):
    assert find(SPOKEN + more).published == published


@pytest.mark.parametrize("body", [
    "Pasar dibuka Kamis (25/4).", "Pasar sepi pada Kamis (25/4) malam, lalu ramai lagi.",
    "Pasar akan dipindah pada Kamis (25/4).", "Sejak Kamis (25/4) pasar itu ditutup, kata Wira.",
])
def test_a_day_without_its_year_needs_more_than_its_place_in_a_sentence(body):
    assert find(f"{body}\nCopyright © Harian Sagara 2019").published is None


def test_two_years_that_fit_leave_the_article_undated():
    notes = [Note(kind="copyright", text="© 2013"), Note(kind="copyright", text="© 2019")]
    assert find_day(SPOKEN, notes=notes) == (None, None)


@pytest.mark.parametrize("body, evidence", [
    ("Pasar dibuka lagi.", "no date in the text"),
    ("Pada 2018 pasar ditutup.", "no date in the text"),
    ("Pada tanggal 22 September, pasar dibuka.", "day and month without a year: 22 September"),
    ("Pasar dibuka Kamis (25/4).",
     "weekday and day fit 1996, 2002, 2013, 2019, nothing says which: Kamis (25/4)"),
    ("Rapat Kamis (25/2), lalu Senin (22/4).",
     "no year fits all of these: Kamis (25/2) and Senin (22/4)"),
    ("Rapat Kamis (31/4).", "no year fits: Kamis (31/4)"),
    ("Kata Wira, Sabtu (26/4/2019).",
     "an impossible or future day: Sabtu (26/4/2019)"),
    ("Tugu berdiri sejak 17 Agustus 1945.",
     "not surely the article's own day: 17 Agustus 1945"),
])
def test_an_undated_article_says_why(body, evidence):
    assert find(body).evidence == evidence


def test_today_is_reckoned_in_jakarta():
    late = datetime(2019, 4, 25, 18, 0, tzinfo=timezone.utc)
    assert dating.find_date("26 April 2019\nIsi.", today=late).published == "2019-04-26"
    assert dating.find_date("27 April 2019\nIsi.", today=late).published is None
    assert dating.find_date("1 Januari 2003\nIsi.").published == "2003-01-01"


@pytest.mark.parametrize("text, days", [
    ("Kamis (25/4/2019)", ["2019-04-25"]), ("Kamis, tanggal 25 April 2019", ["2019-04-25"]),
    ("Kamis(25/4/2019", ["2019-04-25"]), ("Jum’at\n26-04-2019", ["2019-04-26"]),
    ("24 - 26 April 2019", ["2019-04-26"]), ("Jumat (25/4/2019)", ["None"]),
    ("31/4/2019", ["None"]), ("123/4/2019", []), ("1.25.4.2019", []), ("25 Kabar 2019", []),
    ("Rp25 2019", []), ("25 April 20190", []),
    ("Rabu malam (25/4/2019)", ["None"]), ("Kabar Nusa/26 April 2019", ["2019-04-26"]),
    ("5/4/2019 2:05 PM", []), ("5/4/2019, 02.05 a.m.", []), ("26/4/2019 2:05 PM", ["2019-04-26"]),
    ("Jumat, 5/4/2019 2:05 PM", ["2019-04-05"]), ("5/4/2019 14:05", ["2019-04-05"]),
    ("SK/26/4/2019", []), ("Nomor 7//26 April 2019", []),
    ("25 April 1998 dan 26/4/2019", ["1998-04-25", "2019-04-26"]),
])
def test_days_that_a_text_names(text, days):
    assert [str(each.day) for each in candidates.find_mentions(text)] == days


def test_a_mention_says_how_it_is_written_and_where():
    text = "Rapat pada Kamis (25/4/2019) dan 1-3 Mei 2019."
    first, second = candidates.find_mentions(text)
    assert text[first.start:first.end] == "Kamis (25/4/2019)"
    assert text[second.start:second.end] == "1-3 Mei 2019"
    assert (first.has_weekday, first.is_numeric, first.is_range) == (True, True, False)
    assert (second.has_weekday, second.is_numeric, second.is_range) == (False, False, True)


@pytest.mark.parametrize("words", [
    "Kamis malam (25/4/2019)", "Kamis dini hari, 25 April 2019", "Kamis pagi tanggal 25 April 2019",
    "Kamis ini, 25 April 2019", "Kamis lalu (25/4/2019)", "Kamis petang, (25/4/2019)",
])
def test_a_weekday_with_a_time_of_day_is_of_the_day_behind_it(words):
    text = f"Pasar dibuka {words}, kata Wira."
    [mention] = candidates.find_mentions(text)
    assert text[mention.start:mention.end].startswith("Kamis") and mention.has_weekday
    assert mention.day == date(2019, 4, 25)


def test_ever_more_evidence_makes_a_day_ever_likelier():
    bodies = [
        "Pasar ramai pada 26 April 2019.", "Pasar ramai, Jumat (26/4/2019).",
        "Pasar ramai, kata Wira, Jumat (26/4/2019).",
        '"Pasar ramai," kata Wira di kantornya, Jumat (26/4/2019).',
    ]
    points = [choose_likeliest(body).score for body in bodies]
    assert points == sorted(set(points))


@pytest.mark.parametrize("text, some", [
    ("Pasar dibuka, Kamis (25/4/2019).", {"weekday", "numeric", "comma", "closes", "top"}),
    ("Pasar dibuka Kamis, 25 April 2019 pukul 9.", {"weekday", "worded", "clock", "top"}),
    ("Pasar dibuka Kamis pagi (25/4/2019).", {"hour"}),
    ("Melansir kanal Warta Pasar, Kamis (25/4/2019)", {"copied", "comma"}),
    ("Pasar. " * 300 + "Kamis (25/4/2019)", {"deep", "late", "opens"}),
])
def test_features_of_a_day_and_the_words_beside_it(text, some):
    [mention] = candidates.find_mentions(text)
    day, found = features.find_mention_features(text, mention, mention.day)
    assert day == date(2019, 4, 25) and some <= found


@pytest.mark.parametrize("text, kinds", [
    ("Kebakaran melanda pasar itu", {"alarm"}),
    ("Babak kedua: gol pada menit akhir membuat gawang Persada jebol", {"match"}),
    ("Gol itu indah", set()),
    ("Nggak sih kata aku", {"chat", "spoken chat"}), ("Aku tahu", {"spoken chat"}),
    ("Tips liburan ke pantai", {"leisure"}), ("Penyanyi itu pulang", {"show"}),
    ("Baru-baru ini, belum lama ini", {"text vague"}), ("Pasar dibuka pagi ini", {"text today"}),
    ("Stadion itu ramai", set()),
])
def test_kinds_of_news_that_are_reported_at_once_or_later(text, kinds):
    assert features.find_text_features(text, is_spoken=True) == kinds
    assert "spoken chat" not in features.find_text_features(text, is_spoken=False)


def test_every_feature_of_a_text_has_its_weight():
    assert set(features.TEXT_FEATURES) <= classifier.WEIGHTS.keys()


@pytest.mark.parametrize("others, feature", [
    ("Rabu (24/4/2019) hujan. ", "day before"), ("Kamis itu ramai. ", "weekday again"),
    ("Tugu itu dibuka 7 Juli 2019. ", "older"), ("Pasar ramai. " * 500, "long"),
])
def test_features_that_other_days_and_the_rest_of_the_text_give(others, feature):
    told_alone = '"Aman," kata Wira, Kamis (25/4/2019). '
    alone, among = choose_likeliest(told_alone), choose_likeliest(told_alone + others)
    assert feature not in alone.features and feature in among.features and alone.day == among.day


PIECES = st.sampled_from(
    "Kamis|Jumat|(25/4)|(26/4/2019)|26 April 2019|31 Februari 2019|99/99/2019|2 Mei 2019|"
    "1 Januari 9999|1 Januari 0001|kemarin|besok|hari ini|akan|kata Wira di kantornya,|\"|”|,|. "
    "|\n|\n\n|26-04-2019 08:12:40|© 2019|© 9999|- |22 September|13:44 WIB|April 26, 2019|²|٣|\x00"
    "|2019-04-26T23:59:00-11:00|30 April 2019 23:59 WIB|sejak|1900|2000|Kabar Nusa - ".split("|"))
BODIES = st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=80)
URLS = st.none() | st.lists(st.sampled_from(
    "https://a.example /2019 /04 /26 /31 /20190426 /9999 /00 -1556262300 -9999999999 ?x / ٣".split()
), max_size=6).map("".join)


@settings(max_examples=count_examples(600))
@given(BODIES, URLS, BODIES, BODIES)
def test_never_a_day_to_come_or_one_that_never_was(body, url, note, dateline):
    notes = [Note(kind=kind, text=note) for kind in ("date", "copyright")]
    found = find(body, url=url, notes=notes, dateline=dateline)
    assert bool(found.published) == bool(found.source) and isinstance(found.evidence, str)
    if found.published:
        assert Period.parse(found.published)
        assert date.fromisoformat(found.published[:10]) <= TODAY.date()


@settings(deadline=None)
@given(st.dates(date(1996, 1, 1), TODAY.date()))
def test_a_spoken_day_of_the_week_before_is_found_in_either_writing(day):
    names = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
    months = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November "
              "Desember").split()
    weekday, month = names[day.weekday()], months[day.month - 1]
    for words in (f"{weekday} ({day.day}/{day.month}/{day.year})",
                  f"{weekday}, {day.day} {month} {day.year}"):
        body = f'"Pasar aman," kata Wira di kantornya di Bandung, {words}.'
        assert find_day(body) == (day.isoformat(), "text")
    assert find(f"Rapat {weekday} ({day.day}/{day.month}).").published is None


@pytest.mark.parametrize("piece", [
    "1", " ", "/", "20", "2019 ", "26/4/2019 ", "Kamis (25/4) ", "26 April ", " April", "April ",
    "26 April 2019, ", "26-04-2019 08:12:40\n", "©", "(c) ", "\n", "26 April 2019\n", "Kamis ",
    "- ", ". ", "A", "2019/04/26/", "/2019", '"', "1-", "Kabar - ", "(A/", "(wir, 26/4/2019)\n",
    "Editor: A.", "Kamis malam ini lalu ",
])
def test_long_lines_take_no_time(piece):
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    notes = [Note(kind="date", text=text)]
    dating.find_date(text, dateline=text, url=text, notes=notes, today=TODAY)
    assert time.process_time() - began < 1


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds as people have them are not here")
@pytest.mark.parametrize("number, published, source", [
    ("000", "2013-06-29T19:57:34+07:00", "footer"), ("001", None, None),
    ("002", "2019-04-26", "line"), ("003", None, None), ("004", None, None),
])
def test_the_seeds(number, published, source):
    body = next(SEEDS.glob(f"{number}_*.txt")).read_text()
    found = dating.find_date(body)
    assert (found.published, found.source) == (published, source)


# Stated on a line of its own, or in a footer

@pytest.mark.parametrize("text, published", [
    ("Judul\n\n26 April 2019\n\nIsi berita.", "2019-04-26"),
    ("Jumat, 26 April 2019 14:05 WIB\nIsi berita.", "2019-04-26T14:05:00+07:00"),
    ("Isi berita.\r\n26/4/2019\r\n", "2019-04-26"),
    ("Isi berita.\n\tJum'at, 26/04/2019 07.45 WIB  \n", "2019-04-26T07:45:00+07:00"),
    ("Kamis (25/4/2019) 21.30 WITA\n\nIsi.", "2019-04-25T20:30:00+07:00"),
    ("Isi.\n(HS/E027) 26-04-2019 08:12:40", "2019-04-26T08:12:40+07:00"),
    ("Isi.\nEditor: Wira Sasmita 26-04-2019 08:12:40", "2019-04-26T08:12:40+07:00"),
    ("25 April 2019\nIsi.\n26 April 2019", "2019-04-25"),
    ("30 Februari 2019\n26 April 2019", "2019-04-26"),
])
def test_found_on_a_line_of_its_own_or_in_a_footer(text, published):
    assert dating.find_date(text, today=TODAY).published == published


@pytest.mark.parametrize("text, published", [
    ("Jumat, 26 April 2019", "2019-04-26"),
    ("Sabtu, 26 April 2019", None),
    ("Sabtu, 26 April 2019\nJumat, 26 April 2019", "2019-04-26"),
    ("Minggu (25/4/2019)", None),
    ("Jumat, 26 April 2019 14:05 WIT", "2019-04-26T12:05:00+07:00"),
    ("Jumat, 26 April 2019 00:30 WIT", "2019-04-26"),
    ("Kamis, 26 April 2019 00:30 WITA", None),
])
def test_a_weekday_must_agree_with_its_day(text, published):
    assert dating.find_date(text, today=TODAY).published == published


@pytest.mark.parametrize("text, published", [
    ("30 April 2019", "2019-04-30"),
    ("1 Mei 2019", "2019-05-01"),
    ("3 Mei 2019", None),
    ("Isi.\n(HS/E027) 01-05-2091 08:12:40", None),
    ("2 Mei 2019", None), ("2 Mei 2019 00:30 WIB", None), ("1 Mei 2019 23:59 WIB",
                                                           "2019-05-01T23:59:00+07:00"),
])
def test_a_day_to_come_is_not_believed(text, published):
    assert dating.find_date(text, today=TODAY).published == published


def test_today_is_the_day_it_is_now():
    assert dating.find_date("1 Januari 2003").published == "2003-01-01"
    assert dating.find_date("1 Januari 9999").published is None


@pytest.mark.parametrize("line, published", [
    ("Jumat, 26 April 2019 14:05 WIB | 998 Views", "2019-04-26T14:05:00+07:00"),
    ("Bandung, Jumat 26 April 2019 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Diterbitkan 26 Apr 2019, 14:05 WIB; Diperbarui 27 Apr 2019, 10:00 WIB",
     "2019-04-26T14:05:00+07:00"),
    ("26 April 2019 · 3 menit membaca", "2019-04-26"),
    ("Kabarnusa.com 26 Apr 2019, 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Diperbarui 26 April 2019, 14:05 WIB", None),
    ("Live streaming Persada, 26 April 2019 14:05 WIB", None),
    ("Jadwal: 26 April 2019 14:05 WIB", None),
])
def test_a_line_at_the_top_is_read_like_a_field(line, published):
    text = f"{line}\n\nPasar Kenanga dibuka lagi setelah ditutup tiga bulan."
    found = find(text)
    assert (found.published if found.source == "line" else None) == published
