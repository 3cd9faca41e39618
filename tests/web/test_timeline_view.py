"""The timeline above the hits: bars that are links, words, and a table."""

import pytest

from search import Article
from web import create_app

from support.page_reader import asked, english, find, get, text

DATES = ["2007-02-13T21:10:00+07:00", "2007-02-14", "2007-03", "2009-01-05", "2009-01-06", None]


@pytest.fixture(scope="module")
def site(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(Article(f"{n}", f"Gempa ke{n}", f"isi{n}", published=published)
                     for n, published in enumerate(DATES)))
    return create_app(archive).test_client()


def bars(page):
    """Return what the bars say, and where they lead."""
    return [(text(find(a, "title")[0]), asked(a.attrs["href"]))
            for svg in find(page, "svg", cls="bars") for a in find(svg, "a")]


def test_every_bar_with_hits_leads_to_its_time(site):
    assert bars(get(site, "/?q=gempa&interval=year")) == [
        ("2007: 3 berita", [("q", "gempa"), ("from", "2007"), ("to", "2007")]),
        ("2009: 2 berita", [("q", "gempa"), ("from", "2009"), ("to", "2009")])]


@pytest.mark.parametrize("path, finer", [
    ("/?q=gempa", "Februari 2007: 2 berita"),
    ("/?q=gempa&from=2007-02&to=2007-02", "13 Februari 2007: 1 berita"),
])
def test_a_range_is_divided_one_step_finer(site, path, finer):
    assert bars(get(site, path))[0][0] == finer


def test_the_table_has_the_same_links(site):
    page = get(site, "/?q=gempa")
    [table] = find(page, "details", id="timeline-table")
    rows = [(f"{text(find(row, 'th')[0])}: {text(find(row, 'td')[0])}",
             asked(find(row, "a")[0].attrs["href"])) for row in find(table, "tr")[1:]]
    assert rows == bars(page)


@pytest.mark.parametrize("dates, wider", [
    ("from=2007-02-13&to=2007-02-14", [("from", "2007-02"), ("to", "2007-02")]),
    ("from=2007-02&to=2007-02", [("from", "2007"), ("to", "2007")]),
    ("from=2007&to=2007", []), ("from=2007", []), ("from=2007-02&to=2009-01", []),
])
def test_one_click_leads_out_of_a_range(site, dates, wider):
    [link] = [a for a in find(get(site, f"/?q=gempa&{dates}"), "a")
              if text(a) == "Perlebar waktunya"]
    assert asked(link.attrs["href"]) == [("q", "gempa"), *wider]


def test_the_undated_are_counted_beside_it(site):
    [link] = [a for a in find(get(site, "/?q=gempa"), "a") if text(a) == "1 tanpa tanggal"]
    assert asked(link.attrs["href"]) == [("q", "gempa"), ("year", "none")]
    assert text(find(get(site, link.attrs["href"]), "h1")[0]) == "1 berita"


@pytest.mark.parametrize("path, peak", [
    ("/?q=gempa", "Paling banyak: Februari 2007 (2)"),
    (english("/?q=gempa"), "Peak: February 2007 (2)"),
    ("/?q=ke0+OR+ke3&share=true&interval=year",
     "Porsi terbesar: 2009 (50% dari semua artikel)"),
])
def test_words_say_where_the_most_is(site, path, peak):
    [said] = find(get(site, path), "span", id="timeline-peak")
    assert text(said) == peak


def test_shares_are_one_click_away_and_back(site):
    for path in ("/?q=gempa", "/?q=gempa&from=2007&to=2007"):
        [to_share] = [a for a in find(get(site, path), "a")
                      if text(a) == "Sebagai porsi"]
        page = get(site, to_share.attrs["href"])
        assert all("%" in name for name, _ in bars(page))
        [back] = [a for a in find(page, "a") if text(a) == "Sebagai jumlah"]
        assert back.attrs["href"] == path


@pytest.mark.parametrize("path", ["/?q=zzz", "/?q=ke5"])
def test_without_dates_there_is_no_timeline(site, path):
    assert find(get(site, path), "figure", cls="timeline") == []


@pytest.mark.parametrize("path", ["/?q=gempa&share=true", "/?q=gempa&share=true&interval=zzz"])
def test_a_share_needs_no_interval_on_the_page(site, path):
    page = get(site, path)
    assert asked(find(page, "a", id="timeline-share")[0].attrs["href"]) == [("q", "gempa")]
    assert len(find(page, "div", cls="notice")) == path.count("zzz")
