"""Every engine counts hits by time alike, and each bar counts what a search within it finds."""

from dataclasses import replace
from datetime import date

import pytest

from search import Article, Query
from search.engine import Request
from search.errors import InvalidValue
from search.explore import build_rows
from search.page import Bucket
from search.period import Period
from search.query import Filters, Interval, Term

from support.engines import ENGINES

SAME = (
    "Harga beras naik di pasar induk, kata para pedagang yang sudah berjualan sejak subuh di sana. "
    "Pembeli berkurang karena hujan, dan gudang penyalur di seberang sungai masih penuh karung.")
BATCHES = [[
    Article("a1", "Beras", "Beras naik.", outlet="Kabar Nusa", published="2013-06-15",
            url="https://kabar.example/a1"),
    Article("a2", "Beras", "Beras turun.", published="2013-06-16T08:00:00+07:00"),  # a Sunday
    Article("a3", "Beras", "Beras tetap.", outlet="Arus Kota", published="2013-06-17"),
    Article("b1", "Beras", "Beras impor.", published="2013-06"),
    Article("c1", "Beras", "Beras lokal.", outlet="Arus Kota", published="2013"),
    Article("d1", "Beras", "Beras merah.", published="2012-12-31"),
    Article("e1", "Beras", "Beras hitam."),
    Article("x1", "Gempa", "Gempa terasa.", outlet="Arus Kota", published="2013-06-17",
            url="https://kabar.example/x1"),
    Article("x2", "Gempa", "Gempa susulan.", published="2012-12-01"),
], [
    Article("s1", "Pasar", SAME, outlet="Kabar Nusa", published="2013-06-17"),
    Article("s2", "Pasar", SAME, outlet="Arus Kota", published="2013-06-18"),
    Article("s3", "Pasar", f"{SAME} Demikian.", published="2013-06-18"),
]]


@pytest.fixture(scope="module", params=ENGINES)
def archive(request, make_archive):
    archive = make_archive(request.param)
    for batch in BATCHES:
        for _ in archive.add(batch):
            pass
    return archive


def find(archive, interval, text="beras", **options):
    page = archive.search(Query(text, interval=interval, page_size=0, **options))
    timeline = page.timeline
    assert sum(bar.count for bar in timeline.bars) + timeline.undated + timeline.imprecise == (
        page.articles)
    return timeline


def counts(timeline):
    return {bar.since: bar.count for bar in timeline.bars if bar.count}


@pytest.mark.parametrize("interval, length, expected, imprecise", [
    ("year", 2, {"2012-01-01": 1, "2013-01-01": 8}, 0),
    ("month", 7, {"2012-12-01": 1, "2013-06-01": 7}, 1),
    ("week", 25, {"2012-12-31": 1, "2013-06-10": 2, "2013-06-17": 4}, 2),
    ("day", 170, {"2012-12-31": 1, "2013-06-15": 1, "2013-06-16": 1, "2013-06-17": 2,
                  "2013-06-18": 2}, 2),
    ("auto", 25, {"2012-12-31": 1, "2013-06-10": 2, "2013-06-17": 4}, 2),
])
def test_hits_are_counted_by_time(archive, interval, length, expected, imprecise):
    timeline = find(archive, interval)
    assert (len(timeline.bars), counts(timeline)) == (length, expected)
    assert (timeline.undated, timeline.imprecise) == (1, imprecise)
    assert timeline.interval == (interval if interval != "auto" else "week")


OPTIONS = [
    {}, {"since": "2013-06-16"}, {"until": "2013-06-17"},
    {"since": "2012-12-31", "until": "2013-06-17"}, {"since": "2013", "until": "2013"},
    {"selected": {"year": ("2013",)}}, {"selected": {"year": ("2012", "none")}},
    {"selected": {"outlet": ("Arus Kota", "none")}, "until": "2013-06"},
    {"selected": {"year": ("2012",)}, "since": "2013"},
]


@pytest.mark.parametrize("interval, options, collapse", [
    *((interval, options, "none") for interval in Interval for options in OPTIONS),
    *((interval, OPTIONS[at], "story") for interval in ("year", "day") for at in (0, 5)),
])
def test_a_bar_counts_what_a_search_within_it_finds(archive, interval, options, collapse):
    query = Query("beras", interval=interval, page_size=0, share=True, collapse=collapse,
                  **options)
    bars = archive.search(query).timeline.bars
    for bar in [bar for bar in bars if bar.count] + list(bars[:2]):
        within = replace(
            query, since=bar.since, until=bar.until, interval=None, share=False)
        page = archive.search(within)
        assert page.articles == bar.count
        assert bar.stories is None or page.total == bar.stories
        assert archive.search(replace(within, text="", collapse="none")).total == bar.total
    for bar, following in zip(bars, bars[1:]):
        assert bar.since <= bar.until < following.since


def test_the_bars_cover_what_is_asked_for_even_without_hits(archive):
    options = {"since": "2013-06-12", "until": "2013-08"}
    weeks = find(archive, "week", **options).bars
    assert (weeks[0].since, weeks[0].until) == ("2013-06-12", "2013-06-16")
    assert (weeks[-1].since, weeks[-1].until) == ("2013-08-26", "2013-08-31")
    none = find(archive, "month", text="jerapah", **options)
    assert [bar.count for bar in none.bars] == [0, 0, 0]
    assert find(archive, "month", text="jerapah").bars == ()
    assert find(archive, "auto", text="jerapah", since="2013").bars == ()


def test_an_open_range_begins_and_ends_with_whole_bars(archive):
    weeks = find(archive, "week").bars
    assert (weeks[0].since, weeks[-1].until) == ("2012-12-31", "2013-06-23")
    assert find(archive, "year", since="2012-06").bars[0].since == "2012-06-01"
    assert find(archive, "year", since="2012-06").bars[-1].until == "2013-12-31"


def test_a_share_counts_everything_with_the_same_filters(archive):
    [bar] = find(archive, "year", text="gempa", share=True,
                 selected={"outlet": ("Arus Kota",), "year": ("2013",)}).bars
    assert (bar.count, bar.total) == (1, 4)


@pytest.mark.parametrize("text, conditions", [
    ("beras site:kabar.example", "site:kabar.example"),
    ("gempa -site:kabar.example", "-site:kabar.example"),
    ("gempa -susulan on:2013-06", "on:2013-06"), ("beras -on:2012", "-on:2012"),
    ("beras after:2013-06-16 before:2013-06-18", "on:2013-06-16..2013-06-17"),
    ("gempa (site:kabar.example OR on:2012)", "site:kabar.example OR on:2012"),
    ("gempa -(on:2013 site:kabar.example)", "-(on:2013 site:kabar.example)"),
    ("gempa (terasa site:kabar.example)", "site:kabar.example"),
    ("gempa OR site:kabar.example", ""), ("beras -(site:kabar.example naik)", ""),
    ("harga karung gempa jerapah on:2013-06", "on:2013-06"),
    ("title:gempa id:x1", "id:x1"), ("https://kabar.example/a1", "url:https://kabar.example/a1"),
])
def test_a_share_keeps_the_conditions_of_a_query_and_drops_its_words(archive, text, conditions):
    bars = find(archive, "month", text=text, share=True).bars
    assert any(bar.count for bar in bars)
    for bar in [bar for bar in bars if bar.count]:
        within = Query(conditions, since=bar.since, until=bar.until, page_size=0)
        assert 0 < bar.count <= bar.total == archive.search(within).articles


@pytest.mark.parametrize("text, options, days", [
    ("beras on:2013-06-12..2013-08", {}, ("2013-06-12", "2013-08-31")),
    ("beras after:2013-06-12 before:2013-09", {}, ("2013-06-12", "2013-08-31")),
    ("jerapah on:2013-06-12..2013-08", {}, ("2013-06-12", "2013-08-31")),
    ("beras after:2013-06-12", {"until": "2013-07-05"}, ("2013-06-12", "2013-07-05")),
    ("beras on:2013-06", {"since": "2013-06-05", "until": "2014"}, ("2013-06-05", "2013-06-30")),
    ("beras after:2013-06-12", {}, ("2013-06-12", "2013-06-30")),
    ("beras before:2013-06-17", {}, ("2012-12-01", "2013-06-16")),
    ("beras (on:2013-06-15 OR on:2013-06-17)", {}, ("2013-06-15", "2013-06-17")),
    ("beras (on:2013-06-15 OR naik)", {}, ("2013-06-01", "2013-06-30")),
    ("beras -on:2013", {}, ("2012-12-01", "2012-12-31")),
    ("beras after:2014 before:2013", {}, None), ("beras before:0001-01-01", {}, None),
])
def test_the_bars_cover_the_days_that_a_query_states(archive, text, options, days):
    bars = find(archive, "month", text=text, **options).bars
    assert ((bars[0].since, bars[-1].until) if bars else None) == days
    automatic = find(archive, "auto", text=text, share=True, **options).bars
    assert not (days and options) or (automatic[0].since, automatic[-1].until) == days
    assert bool(automatic) == bool(days)


def test_stories_are_counted_once_a_bar_but_never_summed(archive):
    assert [bar.stories for bar in find(archive, "day", since="2013-06-17", until="2013-06-18",
                                        collapse="story").bars] == [2, 1]
    [june] = find(archive, "month", collapse="story", since="2013-06", until="2013-06").bars
    assert (june.count, june.stories) == (7, 5)
    assert {bar.stories for bar in find(archive, "week", collapse="story").bars} == {None}
    assert find(archive, "auto", collapse="story").interval == "month"


def test_an_automatic_interval_has_60_bars_at_most(archive):
    everything = find(archive, "auto", since="0001", until="9999")
    assert everything.interval == "years" and len(everything.bars) == 50
    assert find(archive, "auto", since="2013-06", until="2013-07-30").interval == "day"
    assert find(archive, "auto", since="2013-06", until="2013-07-31").interval == "week"
    assert find(archive, "auto", since="2010", until="2014").interval == "month"
    assert find(archive, "auto", since="2010", until="2015").interval == "year"
    assert find(archive, "auto", since="2013-06-15").interval == "day"
    nothing = find(archive, "auto", text="jerapah", since="2013-06", until="2013-07-30")
    assert nothing.interval == "day" and [bar.count for bar in nothing.bars] == [0] * 60


def test_a_named_interval_with_too_many_bars_is_refused(archive):
    with pytest.raises(InvalidValue, match="3,652,059 bars of a day .* from and to") as raised:
        find(archive, "day", since="0001", until="9999")
    assert raised.value.parameter == "interval"
    with pytest.raises(InvalidValue):
        find(archive, "year", since="5000", until="9999")


@pytest.mark.parametrize("options, requests", [
    ({"interval": None}, 1), ({"interval": "day"}, 1), ({"interval": "week", "share": True}, 2),
    ({"interval": "auto"}, 2), ({"interval": "auto", "selected": {"year": ("2013",)}}, 1),
    ({"interval": "auto", "since": "2013", "until": "2013-06"}, 1),
    ({"interval": "auto", "since": "1990", "until": "2013-06", "share": True}, 2),
])
def test_a_timeline_asks_as_little_as_it_can(archive, monkeypatch, options, requests):
    asked, match = [], archive._engine.match
    monkeypatch.setattr(archive._engine, "match", lambda each: asked.append(each) or match(each))
    archive.search(Query("beras", page_size=0, **options))
    assert len(asked) == requests


@pytest.mark.parametrize("text", ["gempa", "pasar", "beras", "jerapah"])
@pytest.mark.parametrize("options", [
    {}, {"collapse": "story"}, {"selected": {"outlet": ("Arus Kota",)}},
    {"since": "2013-06", "share": True},
])
def test_a_page_of_all_hits_has_the_timeline_of_a_page_of_none(archive, monkeypatch, text, options):
    asked, match = [], archive._engine.match
    monkeypatch.setattr(archive._engine, "match", lambda each: asked.append(each) or match(each))
    page = archive.search(Query(text, interval="auto", **options))
    if len(page.hits) == page.articles:
        assert len(asked) <= 1 + ("share" in options)
    assert page.timeline == find(archive, "auto", text, **options)


@pytest.mark.parametrize("options", [
    {}, {"collapse": True}, {"filters": Filters(selected={"outlet": ("Arus Kota",)})},
    {"filters": Filters(within=Period.parse("2013-06"))}, {"node": Term("jerapah")},
])
def test_days_are_counted_as_their_facet_counts_them(archive, options):
    request = Request(**{"node": Term("beras"), "facets": ("day",), "days": True, **options})
    matches = archive._engine.match(request)
    days = matches.days
    buckets = [Bucket(date.fromordinal(day).isoformat(), articles, False, stories)
               for day, articles, stories in zip(
                   days.days.tolist(), days.articles.tolist(),
                   [None] * len(days.days) if days.stories is None else days.stories.tolist())]
    assert buckets == [each for each in matches.facets["day"] if each.value][::-1]
    assert days.unknown == sum(each.count for each in matches.facets["day"] if not each.value)
    assert archive._engine.match(replace(request, facets=())).days.unknown == days.unknown


@pytest.mark.parametrize("engine", ["oracle", "whoosh"])
def test_counts_of_everything_follow_the_archive(engine, make_archive):
    other = make_archive(engine)
    for number in (1, 2):
        list(other.add([Article(f"a{number}", "Beras", "Beras.", published="2013-06-15")]))
        for selected in ({}, {"year": ("2012",)}, {}):
            [bar] = find(other, "day", since="2013-06-15", until="2013-06-15", share=True,
                         selected=selected).bars
            assert (bar.count, bar.total) == ((0, 0) if selected else (number, number))
    other.remove(["a1"])
    assert find(other, "day", share=True).bars[0].total == 1


def test_an_automatic_interval_suits_how_exactly_the_dates_are_known(make_archive):
    archive = make_archive("oracle")
    list(archive.add([Article(f"y{n}", "Beras", "Beras.", published="2013") for n in range(3)]))
    assert find(archive, "auto").interval == "year"
    list(archive.add([Article(f"m{n}", "Beras", "Beras.", published="2013-02") for n in range(3)]))
    assert find(archive, "auto").interval == "month"
    list(archive.add([Article(f"d{n}", "Beras", "Beras.", published="2013-02-01")
                      for n in range(6)]))
    timeline = find(archive, "auto")
    assert (timeline.interval, timeline.imprecise) == ("day", 6)


def test_the_first_and_the_last_years_have_bars(make_archive):
    archive = make_archive("oracle")
    list(archive.add([Article("a", "Beras", "Beras.", published="0001-01-01"),
                      Article("z", "Beras", "Beras.", published="9999-12-31")]))
    timeline = find(archive, "auto")
    assert counts(timeline) == {"0001-01-01": 1, "9800-01-01": 1}
    assert timeline.bars[-1].until == "9999-12-31"
    for interval in ("day", "week", "month"):
        assert counts(find(archive, interval, until="0001")) == {"0001-01-01": 1}
        assert find(archive, interval, since="9999").bars[-1].until == "9999-12-31"


def test_searches_are_compared_on_one_axis(archive):
    queries = [Query(text, interval="auto", share=True, page_size=0)
               for text in ("beras", "gempa", "jerapah")]
    pages = archive.compare(queries)
    assert [page.articles for page in pages] == [10, 2, 0]
    axes = {tuple((bar.since, bar.until, bar.total) for bar in page.timeline.bars)
            for page in pages}
    [axis] = axes
    assert (axis[0][0], axis[-1][1]) == ("2012-11-26", "2013-06-23")
    assert [sum(bar.count for bar in page.timeline.bars) for page in pages] == [7, 2, 0]


def test_searches_with_conditions_of_their_own_have_totals_of_their_own(archive):
    queries = [Query(text, interval="year", share=True, page_size=0) for text in (
        "beras after:2013-06-12", "gempa before:2013", "beras after:2014 before:2013", "jerapah")]
    pages = archive.compare(queries)
    assert [[(bar.since, bar.until, bar.count, bar.total) for bar in page.timeline.bars]
            for page in pages] == [
        [("2012-01-01", "2012-12-31", 0, 0), ("2013-01-01", "2013-12-31", 6, 7)],
        [("2012-01-01", "2012-12-31", 1, 2), ("2013-01-01", "2013-12-31", 0, 0)],
        [("2012-01-01", "2012-12-31", 0, 0), ("2013-01-01", "2013-12-31", 0, 0)],
        [("2012-01-01", "2012-12-31", 0, 2), ("2013-01-01", "2013-12-31", 0, 9)]]
    heading, row, *_ = build_rows(pages)
    assert heading[7:] == [f"archive: {query.text}" for query in queries]
    assert row[3:] == [0, 1, 0, 0, 0, 2, 0, 2]
