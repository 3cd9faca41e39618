"""Addresses of pages that were cut, typed or added to: a page keeps what it can and says so."""

import pytest
from werkzeug.datastructures import MultiDict

from web.address import is_tracking
from web.parameters.mending import mend, mend_date, mend_end
from web.parameters.search import SearchParameters, parse_query

from support.page_reader import asked, english, find, get, hits, internal, text

TRACKED = ["fbclid=1", "utm_source=x&utm_medium=y", "gclid=1&gad_source=2", "gbraid=1", "wbraid=1",
           "msclkid=a", "yclid=1", "mc_cid=1&mc_eid=2", "igshid=x", "_ga=1", "ref_src=twsrc",
           "UTM_Campaign=x", "ttclid=1", "srsltid=1"]
READERS = ["/?q=nuklir", "/articles/kn-1?q=nuklir", "/tren?q=nuklir", "/konkordansi?q=nuklir",
           "/istilah?q=nuklir", "/outlets?page_size=5", "/outlets/Kabar%20Nusa?",
           "/tanggal/2007/02/13?", "/help?", "/?"]


@pytest.mark.parametrize("added", [*TRACKED, "warna=merah", "page_id=7"])
def test_what_others_add_to_a_link_changes_nothing(client, added):
    for path in ("/?q=nuklir", "/articles/kn-1?q=nuklir"):
        plain, page = get(client, path), get(client, f"{path}&{added}")
        assert internal(page) == internal(plain) and hits(page) == hits(plain)
        assert not find(page, "div", role="status")


@pytest.mark.parametrize("path", READERS)
def test_trackers_are_in_no_link_of_a_page(client, path):
    page = get(client, f"{path}&utm_source=x&fbclid=1&tidak_dikenal=1")
    links = [a.attrs["href"] for a in find(page, "a")]
    assert not [name for href in links for name, _ in asked(href) if is_tracking(name)]


@pytest.mark.parametrize("address, same, said, said_in_english", [
    ("q=nuklir&page=abc", "q=nuklir", "Halaman: “abc” diabaikan.", "Pages: “abc” was ignored."),
    ("q=nuklir&page=-3", "q=nuklir", "“-3” dibaca sebagai “1”", "“-3” was read as “1”"),
    ("q=nuklir&page_size=+5+", "q=nuklir&page_size=5", "dibaca sebagai “5”", "read as “5”"),
    ("q=nuklir&page=99999", "q=nuklir&page=1", "Tidak ada halaman 99999.", "no page 99999."),
    ("q=nuklir&sort=x", "q=nuklir", "Urutkan: “x” diabaikan.", "Sort by: “x” was ignored."),
    ("q=nuklir&sort=Newest", "q=nuklir&sort=newest", "dibaca sebagai “newest”", "read as “newest”"),
    ("q=nuklir&year=20", "q=nuklir", "Tahun: “20” diabaikan. Tahun ditulis", "Year: “20” was"),
    ("q=nuklir&year=20&year=2007", "q=nuklir&year=2007", "Tahun: “20” diabaikan.", "Year: “20”"),
    ("q=nuklir&exclude_year=20&year=2007", "q=nuklir&year=2007", "Tahun (kecuali): “20”",
     "Year (except): “20”"),
    ("q=nuklir&from=2019-02-30", "q=nuklir&from=2019-02-28", "“2019-02-30” dibaca sebagai",
     "“2019-02-30” was read as “2019-02-28”"),
    ("from=2013&to=2007-02", "from=2007-02&to=2013", "ditukar: dari 2007-02 sampai 2013",
     "swapped: from 2007-02 to 2013"),
    ("from=2013-13&to=13/2/2007", "from=2007-02-13&to=2013", "ditukar", "swapped"),
    ("q=nuklir&q=enam", "q=nuklir", "lebih dari sekali. Yang dipakai: “nuklir”", "This one is"),
    ("q=nuklir&q=nuklir", "q=nuklir", None, None),
    ("q=nuklir&page_size=999", "q=nuklir&page_size=20", "halaman: “999” dibaca sebagai “20”.",
     "page: “999” was read as “20”."),
    ("q=nuklir&page_size=banyak", "q=nuklir", "Tulis angka", "Write a number"),
    ("q=nuklir&page_size=100", "q=nuklir&page_size=20", "dibaca sebagai “20”", "read as “20”"),
    ("q=nuklir&collapse=x&expand=mungkin", "q=nuklir", ": “x” diabaikan.", ": “x” was ignored."),
    ("q=nuklir&facet=warna", "q=nuklir", "facet: “warna” diabaikan.", "facet: “warna” was ignored"),
    ("q=nuklir&interval=abad&share=true", "q=nuklir&share=true",
     "Selang waktu: “abad” diabaikan", "Interval"),
    ("q=nuklir&outlet=Kabar+Nusa&from=2019-99-99&page=x", "q=nuklir&outlet=Kabar+Nusa&from=2019",
     "“2019-99-99” dibaca sebagai “2019”", "“2019-99-99” was read as “2019”"),
])
def test_a_bad_value_is_mended_and_all_else_is_kept(client, address, same, said, said_in_english):
    page, wanted = get(client, f"/?{address}"), get(client, f"/?{same}")
    assert hits(page) == hits(wanted) and internal(page) == internal(wanted)
    others = find(get(client, english(f"/?{address}")), "div", role="status")
    for notices, expected in ((find(page, "div", role="status"), said), (others, said_in_english)):
        assert expected in text(notices[0]) if expected else not notices


@pytest.mark.parametrize("path", [
    "/tren?q=gempa&q=a&q=b&q=c&q=d&q=e&interval=abad", "/konkordansi?q=gempa&width=x&limit=99999",
    "/istilah?q=gempa&limit=9999&year=x", "/outlets?page=x&page_size=0",
    "/tanggal/2007/02/13?page=x", "/articles/kn-1?q=gempa&sort=x",
])
def test_every_page_mends_its_address(client, path):
    assert find(get(client, path), "div", role="status")


@pytest.mark.parametrize("written", ["page_size=999", "page_size=abc", "page=x", "page=9"])
def test_a_notice_on_a_page_without_results_speaks_of_none(client, written):
    for path, word in ((f"/outlets?{written}", "hasil"), (f"/outlets?{written}&lang=en", "result")):
        said = [text(notice).lower() for notice in find(get(client, path), "div", role="status")]
        assert said and not any(word in each for each in said)


def test_the_api_mends_nothing_and_feeds_ignore_trackers_alone(client):
    for path in ("/api/v1/search?q=a&fbclid=1", "/api/v1/search?from=2019-02-30",
                 "/feed.atom?q=a&sort=x", "/feed.atom?warna=merah"):
        assert client.get(path).status_code == 422
    feed = client.get("/feed.json?q=nuklir&utm_source=x").json
    assert "utm" not in feed["feed_url"]


@pytest.mark.parametrize("text, date", [
    ("2019", "2019"), ("2019-2", "2019-02"), ("2019-02-31", "2019-02-28"),
    ("2020-02-30", "2020-02-29"),
    ("2019/9/1", "2019-09-01"), ("1.9.2019", "2019-09-01"), ("20190901", "2019-09-01"),
    ("9/2019", "2019-09"), (" 2019 ", "2019"), ("2019-00", "2019"), ("2019-06-00", "2019-06"),
    ("0000", None), ("19", None), ("2019-9-1-1", None), ("٢٠١٩", None), ("", None), ("-1", None),
])
def test_a_date_is_read_as_it_may_be_meant(text, date):
    assert mend_date(text) == date


@pytest.mark.parametrize("text, first, last", [
    ("17 Agustus 1945", "1945-08-17", "1945-08-17"), ("Sept 2019", "2019-09", "2019-09"),
    ("2019-09-01T00:00:00Z", "2019-09-01", "2019-09-01"), ("2019-13", "2019", "2019"),
    ("2007..2013", "2007", "2013"), ("31/12/19", None, None), ("kapan", None, None),
])
def test_an_end_of_a_range_is_read_as_people_write_it(text, first, last):
    assert (mend_end("from", text), mend_end("to", text)) == (first, last)


def test_dates_of_a_form_may_be_in_words(client):
    page = get(client, "/?q=nuklir&from=Februari+2007&to=13/2/2007")
    assert hits(page) == hits(get(client, "/?q=nuklir&from=2007-02&to=2007-02-13"))
    fields = {name: find(page, "input", name=name) for name in ("from", "to")}
    assert [box.attrs["value"] for boxes in fields.values() for box in boxes if
            box.attrs.get("type") != "hidden"] == ["2007-02", "2007-02-13"]
    assert not [box for boxes in fields.values() for box in boxes if "pattern" in box.attrs]


@pytest.mark.parametrize("path", ["/tanggal/2007/02/13", "/outlets/Kabar%20Nusa", "/help"])
def test_a_page_ignores_what_others_know_however_often(client, path):
    assert not find(get(client, f"{path}?year=none&year=x&sort=a&sort=b"), "div", role="status")


@pytest.mark.parametrize("language, heading", [
    ("EN", "How to"), ("en-US", "How to"), ("id_ID", "Bantuan"), ("xx", "Bantuan"),
    ("", "Bantuan")])
def test_a_language_may_be_written_as_browsers_do(client, language, heading):
    assert heading in text(find(get(client, f"/help?lang={language}"), "h1")[0])


def test_mending_ends(client):
    pairs = [("year", "x"), ("from", "x"), ("to", "y"), ("page", "x"), ("page", "0"),
             ("interval", "x"), ("facet", "x"), ("zzz", "1"), ("cursor", "*"), ("share", "true")]
    query, notices = mend(parse_query, MultiDict(pairs), SearchParameters())
    assert query.page == 1 and {each.parameter for each in notices} >= {"year", "from", "to"}
