"""Dates as Indonesian news writes them: one that is given, and one found in the text."""

import time
from datetime import datetime

import babel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import dates, dating
from indexer.dates.calendar import read_names, read_news_spellings
from search.period import Period

from support.examples import count_examples


@pytest.mark.parametrize("text, published", [
    ("03-Mar-14", "2014-03-03"), ("3-Mei-99", "1999-05-03"), ("20140303", "2014-03-03"),
    ("20140303 10:20", "2014-03-03T10:20:00+07:00"), ("20143103", None), ("31-Feb-14", None),
    ("20140303102005", "2014-03-03T10:20:05+07:00"), ("14-03-03", None), ("99-Mar-14", None),
    ("26 April 2019", "2019-04-26"),
    ("Jumat, 26 April 2019", "2019-04-26"),
    ("Jumat 26 April 2019", "2019-04-26"),
    ("JUMAT, 26 APRIL 2019", "2019-04-26"),
    ("Jum'at, 26/4/2019", "2019-04-26"),
    ("Jum’at, 26/04/2019", "2019-04-26"),
    ("Ahad, 28 April 2019", "2019-04-28"),
    ("Friday, 26 April 2019", "2019-04-26"),
    ("26-Apr-2019", "2019-04-26"),
    ("26 Nopember 2019", "2019-11-26"),
    ("1 Pebruari 2007", "2007-02-01"),
    ("17 Agt 2019", "2019-08-17"),
    ("17 Ags. 2019", "2019-08-17"),
    ("9 Okt 2006", "2006-10-09"),
    ("31 Des 2003", "2003-12-31"),
    ("26/4/2019", "2019-04-26"),
    ("26.4.2019", "2019-04-26"),
    ("26-04-2019", "2019-04-26"),
    ("Jumat (26/4/2019)", "2019-04-26"),
    ("29 Februari 2020", "2020-02-29"),
    ("  26 April 2019\n", "2019-04-26"),
    ("April 2019", "2019-04"),
    ("mei 2019", "2019-05"),
])
def test_indonesian_days_and_months(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("kind, language, width", read_names())
def test_names_of_months_and_weekdays_are_those_of_cldr(kind, language, width):
    names = getattr(babel.Locale(language), kind)["format"][width]
    assert read_names()[kind, language, width] == tuple(names[at] for at in sorted(names))


@pytest.mark.parametrize("spelling, name, where", read_news_spellings())
def test_spellings_of_news_are_read_as_the_names_they_stand_for(spelling, name, where):
    for form in ("1 {} 2019", "{}, 1 Mei 2019"):
        published = dates.parse_date_line(form.format(name))
        if published:
            assert dates.parse_date_line(form.format(spelling)) == published
    found = [each.day for form in ("1 {} 2019", "1 {} 2019 {}") for each in
             dating.candidates.find_mentions(form.format(spelling, "lalu"))]
    assert not found or where == "text"


@pytest.mark.parametrize("text, published", [
    ("Jumat, 26 April 2019 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Jumat, 26 April 2019 14.05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Jumat, 26 April 2019 | 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("26 April 2019, 14:05 wib", "2019-04-26T14:05:00+07:00"),
    ("26 April 2019 pukul 14.05", "2019-04-26T14:05:00+07:00"),
    ("26 April 2019 jam 9.05", "2019-04-26T09:05:00+07:00"),
    ("26/4/2019 - 14:05:33 WIB", "2019-04-26T14:05:33+07:00"),
    ("26 April 2019 14:05 WITA", "2019-04-26T13:05:00+07:00"),
    ("26 April 2019 14:05 WIT", "2019-04-26T12:05:00+07:00"),
    ("26 April 2019 01:30 WIT", "2019-04-26"),
    ("Kamis (25/4/2019) 21.30 WITA", "2019-04-25T20:30:00+07:00"),
    ("29-06-2013 19:57:34", "2013-06-29T19:57:34+07:00"),
])
def test_a_clock_is_turned_to_that_of_jakarta(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text, published", [
    ("2019", "2019"),
    ("2019-04", "2019-04"),
    ("2019-04-26", "2019-04-26"),
    ("2019-04-26T14:05:00+07:00", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T14:05:00+0700", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T07:05:00Z", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T07:05:00z", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T07:05:00.250Z", "2019-04-26T14:05:00+07:00"),
    ("2019-04-25T20:05:00-05:00", "2019-04-25"),
    ("2019-12-31T20:00:00Z", "2020-01-01T03:00:00+07:00"),
    ("2019-04-26 14:05:00", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T14:05", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 14:05 WITA", "2019-04-26T13:05:00+07:00"),
])
def test_iso_8601(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text, published", [
    ("Fri, 26 Apr 2019 07:05:00 GMT", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 07:05:00 +0000", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 14:05:00 +0700", "2019-04-26T14:05:00+07:00"),
    ("26 Apr 2019 07:05:09 GMT", "2019-04-26T14:05:09+07:00"),
    ("Fri, 26 Apr 2019 07:05:00 -0000", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 00:05:00 -0700 (PDT)", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 02:05:00 EST", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 19 07:05:00 GMT", "2019-04-26T14:05:00+07:00"),
    ("Friday, 26-Apr-19 07:05:00 GMT", "2019-04-26T14:05:00+07:00"),
    ("Kam, 01 Agu 2019 10:00:00 +0700", "2019-08-01T10:00:00+07:00"),
    ("Jum, 26 Apr 2019 15:05:00 WITA", "2019-04-26T14:05:00+07:00"),
    ("Sen. 16 Des 2019 10:00", "2019-12-16T10:00:00+07:00"),
    ("Mgg, 22 Des 2019", "2019-12-22"), ("Min, 22 Des 2019", "2019-12-22"),
])
def test_rfc_2822_also_in_indonesian(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text, published", [
    ("26 April 2019 2:05 PM", "2019-04-26T14:05:00+07:00"),
    ("26 April 2019 2:05 AM", "2019-04-26T02:05:00+07:00"),
    ("26 April 2019 12:05 AM", "2019-04-26T00:05:00+07:00"),
    ("26 April 2019 12:05 PM", "2019-04-26T12:05:00+07:00"),
    ("Jan 5, 2020, 3:00:00\u202fPM", "2020-01-05T15:00:00+07:00"),
    ("April 26, 2019 at 2:05 pm", "2019-04-26T14:05:00+07:00"),
    ("26/04/2019 02.05pm WIB", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 02:05:33 p.m.", "2019-04-26T14:05:33+07:00"),
    ("26 April 2019 14:05 PM", "2019-04-26T14:05:00+07:00"),
    ("26 April 2019 00:05 AM", "2019-04-26T00:05:00+07:00"),
    ("26 April 2019 14:05 AM", None), ("26 April 2019 00:05 PM", None),
    ("26 April 2019 2:05 PMI", None), ("26 April 2019 2:05 P", None), ("26 April 2019 PM", None),
])
def test_a_clock_of_twelve_hours(text, published):
    assert dates.parse_date(text) == published
    assert dates.parse_date_line(text, check_weekday=True) == published


@pytest.mark.parametrize("text, published", [
    ("26/04/19", "2019-04-26"), ("1/2/03", "2003-02-01"), ("17/8/98", "1998-08-17"),
    ("26/04/19 14:05", "2019-04-26T14:05:00+07:00"),
    ("2019-4-6", "2019-04-06"), ("2019-4-26", "2019-04-26"),
    ("2019-4-6 4:05", "2019-04-06T04:05:00+07:00"),
    ("2019/04/26 14:05:00+07", "2019-04-26T14:05:00+07:00"),
    ("2019/04/26 14:05:00 +08:00", "2019-04-26T13:05:00+07:00"),
    ("2019-04-26 07:05 UTC", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 07:05:00 GMT", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 14.05 WIB", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 14:05:00.000000 +07:00", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 14:05:00.000000 Asia/Jakarta", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 15:05:00.000000 Asia/Makassar", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26 07:05:00.000000 UTC", "2019-04-26T14:05:00+07:00"),
    ("14:05 26/04/2019", "2019-04-26T14:05:00+07:00"),
    ("14.05 WIB, 26 April 2019", "2019-04-26T14:05:00+07:00"),
    ("15:05 WITA | Jumat, 26 April 2019", "2019-04-26T14:05:00+07:00"),
    ("2:05 PM - April 26, 2019", "2019-04-26T14:05:00+07:00"),
    ("Fri Apr 26 14:05:00 2019", "2019-04-26T14:05:00+07:00"),
    ("Fri Apr 26 07:05:00 +0000 2019", "2019-04-26T14:05:00+07:00"),
    ("Fri Apr 26 15:05:00 WITA 2019", "2019-04-26T14:05:00+07:00"),
    ("Fri Apr 26 2019 07:05:00 GMT+0000 (Coordinated Universal Time)",
     "2019-04-26T14:05:00+07:00"),
    ("26 April 2019 15:05 GMT+8", "2019-04-26T14:05:00+07:00"),
])
def test_what_databases_and_programs_write(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text, published", [
    ("20150312T021211Z", "2015-03-12T09:12:11+07:00"),
    ("2015-03-12 02:12:11 +0000 UTC", "2015-03-12T09:12:11+07:00"),
    ("12 Agst 2014", "2014-08-12"), ("12 Mrt 2015", "2015-03-12"),
    ("12th March 2015", "2015-03-12"), ("1st Mei 2015 09:12", "2015-05-01T09:12:00+07:00"),
    ("12/Mar/2015", "2015-03-12"), ("12 Maret 2015 pk. 09.12", "2015-03-12T09:12:00+07:00"),
    ("12 Maret 2015 Pkl 09.12 WIB", "2015-03-12T09:12:00+07:00"),
    ("12 Maret 2015.", "2015-03-12"), ("Jumat Legi, 13 Maret 2015", "2015-03-13"),
    ("Kamis Pahing 12 Maret 2015", "2015-03-12"), ("Edisi: Kamis, 12 Maret 2015", "2015-03-12"),
    ("Diposting pada 12 Maret 2015", "2015-03-12"), ("April 26, 2019 Friday", "2019-04-26"),
    ("Jumat Ponsel, 13 Maret 2015", None), ("12 Mrtt 2015", None), ("12xx March 2015", None),
    ("2015-03-12 02:12:11 +0000 XYZ", None), ("12 Maret 2015..", None),
    ("Legi, 13 Maret 2015", None), ("April 26, 2019 di Palu", None), ("32/Mar/2015", None),
])
def test_more_that_people_and_programs_write_in_fields(text, published):
    assert dates.parse_date(text) == published


def test_a_train_is_no_month_of_a_text():
    assert not dating.find_date("Warga menumpang 12 MRT 2015 kali.").published


@pytest.mark.parametrize("text", [
    "Mon, 30 Nov -0001 00:00:00 +0000", "-0001-11-30 00:00:00", "0000-00-00 00:00:00", "0000-00-00",
    "0001-01-01T00:00:00", "0001-01-01T00:00:00+07:00", "0001", "0019-04-26", "26 April 0019",
    "1601-01-01 00:00:00", "31/12/1743", "1743-12", "1 Januari 1602",
    "1970-01-01 00:00:00", "1970-01-01 00:00", "1970-01-01T00:00:00Z", "1970-01-01T07:00:00+07:00",
    "1970-01-01T00:00:00+07:00", "1969-12-31T17:00:00-07:00", "1970-01-01 08:00 WITA",
    "Thu, 01 Jan 1970 00:00:00 +0000", "Thu, 01 Jan 1970 07:00:00 +0700", "0", "0000000000",
    "Wed Dec 31 1969 16:00:00 GMT-0800 (PST)", "01/01/1970 00:00:00", "19700101000000",
    "1900-01-01T00:00:00", "1899-12-30 00:00:00", "1753-01-01 00:00:00.000",
    "Jan 1, 1970, 12:00:00 AM", "Kamis, 1 Januari 1970 07.00 WIB",
])
def test_what_programs_write_that_know_no_date(text):
    assert dates.parse_date(text) is None


@pytest.mark.parametrize("text, published", [
    ("1970-01-01", "1970-01-01"), ("1970", "1970"), ("1 Januari 1970", "1970-01-01"),
    ("1970-01-01 00:00:01", "1970-01-01T00:00:01+07:00"),
    ("Jan 1, 1970, 12:00 PM", "1970-01-01T12:00:00+07:00"),
    ("1744", "1744"), ("7 Agustus 1744", "1744-08-07"),
    ("2000-01-01 00:00:00", "2000-01-01T00:00:00+07:00"),
])
def test_dates_beside_those(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text", [
    "26-04-19", "26.04.19", "26/04/019", "26/04-19", "31/02/19", "0/4/19", "2019-4/6", "2019-4-31",
    "2019.4.6", "14:05", "14:05 April 2019", "14:05 26/04/2019 14:05", "25:05 26/04/2019",
    "14.05.2019 26", "26 April 2019 08:00-10:00", "26 April 2019 08:00 - 10:00",
    "26 April 2019 14:05 WIB | Kabar Nusa 21:30 WIB", "26 April 2019 14:05 Kabar Nusa",
    "26 April 2019 14:05 (Kabar Nusa)", "Fri, 26 Apr 2019 07:05:00 XYZ",
    "Kamu, 01 Agu 2019 10:00:00 +0700", "2019-04-26 07:05 UTC+99", "26 April 2019 07:05 +07:99",
    "2019-04-26 14:05:00.000000 Europe/Berlin", "-0001-11-30 00:00:00.000000 Asia/Jakarta",
    "43581", "43581.5", "Fri, 26 Apr 2019 07:05:00 GMT (" + "x" * 60 + ")",
])
def test_near_such_forms_and_no_date(text):
    assert dates.parse_date(text) is None


@pytest.mark.parametrize("text, published, order", [
    ("Rab, 12/03/2014", "2014-03-12", "day"), ("Rabu, 12/03/2014 10:05 WIB", "2014-03-12", "day"),
    ("Wed, 12/03/2014", "2014-12-03", "either"), ("Sab, 05/04/2019", "2019-05-04", "month"),
    ("Jum, 05/04/2019", "2019-04-05", "day"), ("12/03/2014", "2014-12-03", "either")])
def test_a_weekday_says_what_comes_first_in_a_file_with_months_first(text, published, order):
    assert (dates.parse_date(text, month_first=True) or "")[:10] == published
    assert dates.detect_day_order(text) == order


@pytest.mark.parametrize("text, published", [
    ("4/26/2019", "2019-04-26"), ("04/26/19", "2019-04-26"), ("04-26-2019", "2019-04-26"),
    ("4/26/2019, 2:05:00 PM", "2019-04-26T14:05:00+07:00"),
    ("14:05 4/26/2019", "2019-04-26T14:05:00+07:00"),
    ("Fri, 04/26/2019 - 14:05", "2019-04-26T14:05:00+07:00"),
    ("Sat, 05/04/2019 - 14:05", "2019-05-04T14:05:00+07:00"),
    ("Sab, 05/04/2019 - 14:05", "2019-05-04T14:05:00+07:00"),
    ("Sat, 05/04/2019 - 2:05pm", "2019-05-04T14:05:00+07:00"),
    ("Jumat, 05/04/2019", "2019-04-05"), ("Minggu, 05/04/2019", "2019-04-05"),
    ("Thu, 04/26/2019", "2019-04-26"), ("5/4/2019 14:05", "2019-04-05T14:05:00+07:00"),
    ("5/4/2019 2:05 PM", None), ("5/5/2019 2:05 PM", "2019-05-05T14:05:00+07:00"),
    ("Jumat, 5/4/2019 2:05 PM", "2019-04-05T14:05:00+07:00"),
    ("13/13/2019", None), ("2/30/2019", None), ("2/29/2019", None), ("2/29/2020", "2020-02-29"),
    ("4/26/1602", None),
])
def test_a_month_before_its_day_where_only_that_can_be(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text", ["26/04/19", "26-Apr-19", "20190426", "20190426T140500",
                                  "201904261405", "1556262300", "1556262300000"])
def test_digits_alone_and_years_of_two_of_them_are_no_line_of_a_text(text):
    assert dates.parse_date(text)
    assert dates.parse_date_line(text) is dates.parse_date_line(text, check_weekday=True) is None


@pytest.mark.parametrize("text", [
    "4/26/2019", "Sat, 05/04/2019", "2019-4-6", "2019-04-26 07:05 UTC", "14:05 26/04/2019",
    "Sen, 16 Des 2019", "Fri Apr 26 14:05:00 2019", "26 April 2019, 2:05 PM",
    "Fri, 26 Apr 2019 07:05:00 GMT", "14:05 WIB, 26 April 2019", "26.04.2019",
])
def test_a_line_of_a_text_may_have_the_forms_of_programs(text):
    published = dates.parse_date(text)
    assert published and dates.parse_date_line(text) == published
    assert dates.parse_date_line(text, check_weekday=True) == published


@pytest.mark.parametrize("text, published", [
    ("Sabtu, 26 April 2019", "2019-04-26"), ("31 April 2019", None), ("April 2019", None),
    ("5/4/2019 2:05 PM", None), ("26 April 2019 di Sentosa", None),
])
def test_a_line_is_a_date_whatever_weekday_it_names(text, published):
    assert dates.parse_date_line(text) == published


@pytest.mark.parametrize("text, published", [
    ("Jum`at, 26 April 2019", "2019-04-26"),
    ("Jumat, 26 Apr 2019 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("26-04-2019 | 14:05", "2019-04-26T14:05:00+07:00"),
    ("26/04/2019 • 14.05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Senin (10/9/2019)", "2019-09-10"),
    ("10 Sept 2019", "2019-09-10"), ("10 AGU 2019", "2019-08-10"), ("10 nop 2019", "2019-11-10"),
    ("3 Peb 2005", "2005-02-03"),
    ("2019/04/26", "2019-04-26"), ("2019/4/26 14:05", "2019-04-26T14:05:00+07:00"),
    ("April 26, 2019", "2019-04-26"), ("Friday, April 26th, 2019", "2019-04-26"),
    ("Apr 26 2019 14:05", "2019-04-26T14:05:00+07:00"),
    ("Published: 26 April 2019 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("Terbit 26 April 2019", "2019-04-26"), ("terbit pada 26 April 2019", "2019-04-26"),
    ("Tanggal: 2019-04-26", "2019-04-26"), ("Posted on April 26, 2019", "2019-04-26"),
    ("2019-04-26T07:05:00+00", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T07:05:00,5Z", "2019-04-26T14:05:00+07:00"),
    ("1556262300", "2019-04-26T14:05:00+07:00"),
    ("1556262300123", "2019-04-26T14:05:00+07:00"),
    ("1556262300.0", "2019-04-26T14:05:00+07:00"),
])
def test_what_pages_exports_and_machines_write(text, published):
    assert dates.parse_date(text) == published


@pytest.mark.parametrize("text", [
    "0000000001", "9999999999", "9999999999999", "155626230", "15562623001", "٠٠٠٠٠٠٠٠٠٠",
    "2019/13/26", "April 31, 2019", "Terbit", "Terbit:", "2019-04-26T07:05:00+99",
])
def test_no_moment_before_1990_or_to_come_nor_half_a_form(text):
    assert dates.parse_date(text) is None


@pytest.mark.parametrize("text, day", [
    ("Jumat, 26 April 2019", "2019-04-26"), ("Sabtu, 26 April 2019", None),
    ("Terbit: Jumat, 26 April 2019 14:05 WIB", "2019-04-26T14:05:00+07:00"),
    ("April 2019", None), ("2019", None), ("2019-04-26", "2019-04-26"), ("26 April", None),
])
def test_a_whole_day_with_no_other_weekday_than_its_own(text, day):
    assert dates.parse_date_line(text, check_weekday=True) == day


@pytest.mark.parametrize("char", [
    "1", " ", "/", "26 ", "April ", "26 April ", "Terbit ", "(", "-", "14:05 ", "Sen, ",
    "1:11:11.1",
])
def test_long_lines_take_no_time(char):
    began = time.process_time()
    assert dates.parse_date(char * (200_000 // len(char))) is None
    assert dates.parse_date_line(char * (200_000 // len(char)), check_weekday=True) is None
    assert time.process_time() - began < 1


MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
SHORT = "Jan Peb Mar Apr Mei Jun Jul Ags Sept Okt Nop Des".split()
WEEKDAYS = "Senin Selasa Rabu Kamis Jum'at Sabtu Ahad".split()


def known(moment):
    return moment.date() != datetime(1970, 1, 1).date()


@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 1, 1)).filter(known), st.randoms())
def test_a_date_in_any_written_form_is_read_as_itself(moment, random):
    names = random.choice((MONTHS, SHORT))
    cased = random.choice((str.upper, str.lower, str.title))
    day = random.choice((
        f"{WEEKDAYS[moment.weekday()]}, {moment.day} {cased(names[moment.month - 1])} "
        f"{moment.year}",
        f"{WEEKDAYS[moment.weekday()]} ({moment.day}/{moment.month}/{moment.year})",
        moment.strftime("%d-%m-%Y"), moment.strftime("%Y/%m/%d"), moment.strftime("%B %d, %Y"),
    ))
    clock = random.choice((" {:%H:%M} WIB", ", {:%H.%M} WIB", " | {:%H:%M:00}"))
    assert dates.parse_date(random.choice(("", "Terbit: ")) + day) == moment.strftime("%Y-%m-%d")
    published = moment.strftime("%Y-%m-%dT%H:%M:00+07:00")
    assert dates.parse_date(day + clock.format(moment)) == published


@pytest.mark.parametrize("text", [
    "", " ", "besok", "kemarin sore", "Jumat", "April", "26 April", "26 April 19",
    "31 Februari 2019", "29 Februari 2019", "31/4/2019", "0 April 2019", "32 Mei 2019",
    "26-4/2019", "26 April 2019 24:00", "26 April 2019 12:60", "2019-13", "2019-02-30", "0000",
    "10000", "2019-04-26T25:00:00Z", "2019-04-26T07:05:00+25:00",
    "Fri, 31 Feb 2019 07:05:00 GMT", "26 April 2019 di Jakarta",
])
def test_no_date_and_no_day_that_never_was(text):
    assert dates.parse_date(text) is None


@pytest.fixture
def machine_in(monkeypatch):
    """A function: the time zone in which this machine pretends to stand."""

    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("text, published", [
    ("26 April 2019 14:05", "2019-04-26T14:05:00+07:00"),
    ("2019-04-26T14:05:00", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 07:05:00 GMT", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 14:05:00", "2019-04-26T14:05:00+07:00"),
    ("Fri, 26 Apr 2019 07:05:00 -0000", "2019-04-26T14:05:00+07:00"),
])
def test_a_date_means_the_same_on_every_machine(machine_in, text, published):
    for zone in ("UTC", "Asia/Tokyo", "Asia/Jakarta"):
        machine_in(zone)
        assert dates.parse_date(text) == published


FIRST = datetime(1744, 1, 1)
MOMENTS = (st.datetimes(FIRST).filter(known) | st.just(FIRST)).map(
    lambda moment: moment.strftime("%Y").zfill(4) + moment.strftime("-%m-%dT%H:%M:%S+07:00")
)


@given(MOMENTS, st.sampled_from([4, 7, 10, 25]))
def test_a_date_that_the_archive_writes_is_read_as_itself(moment, length):
    assert dates.parse_date(moment[:length]) == moment[:length]


PIECES = st.sampled_from(
    "Jumat , Fri 26 4 31 0 99 2019 April Mei / - . : T ( ) | 12:00 7.05 24:00:00 WIB wita z GMT "
    "PM at GMT+7 (x) +0700 +99:99 -0000 2019-04-26 0001-01-01T00:00:00+23:00 ² ٣ \x00".split(" ")
)


@settings(max_examples=count_examples(300))
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map(" ".join),
                 st.lists(PIECES, max_size=8).map("".join)))
def test_whatever_is_written_gives_a_sound_date_or_none(text):
    published = dates.parse_date(text)
    assert published is None or Period.parse(published)
