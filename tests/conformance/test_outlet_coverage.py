"""Every engine tells alike what there is of each outlet, and where nothing is."""

from dataclasses import replace

import pytest

from search import Article, Query
from search.explore import CoverageUnit
from search.store import transaction as sqlite_transaction

from support import memory_store
from support.engines import ENGINES

SAME = (
    "Harga beras naik di pasar induk, kata para pedagang yang sudah berjualan sejak subuh di sana. "
    "Pembeli berkurang karena hujan, dan gudang penyalur di seberang sungai masih penuh karung.")
ARTICLES = [
    Article("a1", "Satu", "Isi.", outlet="Kabar Nusa", published="2001-11-30"),
    Article("a2", "Dua", SAME, outlet="Kabar Nusa", published="2002-02-01T08:00:00+07:00"),
    Article("a3", "Tiga", f"{SAME} Begitulah.", outlet="Kabar Nusa", published="2002-02-03"),
    Article("a4", "Empat", "Isi.", outlet="Kabar Nusa", published="2005"),
    Article("a5", "Lima", "Isi.", outlet="Kabar Nusa"),
    Article("b1", "Enam", SAME, outlet="Arus Kota", published="2002-02-03"),
    Article("b2", "Tujuh", "Isi.", outlet="Arus Kota", published="2004-12"),
    Article("c1", "Delapan", "Isi.", published="0987-01-02"),
]


@pytest.fixture(scope="module", params=ENGINES)
def archive(request, make_archive):
    archive = make_archive(request.param)
    list(archive.add(ARTICLES))
    return archive


def describe(outlet):
    periods = [tuple(each) for each in outlet.periods]
    return (outlet.articles, outlet.stories, outlet.undated, outlet.imprecise,
            outlet.first_day, outlet.last_day, periods, [tuple(gap) for gap in outlet.gaps])


def test_outlets_are_counted_by_year(archive):
    coverage = archive.coverage(Query())
    assert coverage.total == 3
    assert {each.outlet: describe(each) for each in coverage.rows} == {
        "Kabar Nusa": (5, 4, 1, 0, "2001-11-30", "2002-02-03",
                       [("2001", 1, 1), ("2002", 2, 1), ("2005", 1, 1)], [("2003", "2004")]),
        "Arus Kota": (2, 2, 0, 0, "2002-02-03", "2002-02-03",
                      [("2002", 1, 1), ("2004", 1, 1)], [("2003", "2003")]),
        None: (1, 1, 0, 0, "0987-01-02", "0987-01-02", [("0987", 1, 1)], []),
    }
    assert [each.outlet for each in coverage.rows] == ["Kabar Nusa", "Arus Kota", None]


def test_an_outlet_is_counted_by_month(archive):
    [outlet] = archive.coverage(
        Query(selected={"outlet": ("Kabar Nusa",)}), CoverageUnit.MONTH).rows
    assert describe(outlet) == (
        5, 4, 1, 1, "2001-11-30", "2002-02-03", [("2001-11", 1, 1), ("2002-02", 2, 1)],
        [("2001-12", "2002-01")])


@pytest.mark.parametrize("engine", ["oracle", "whoosh"])
def test_it_is_said_when_an_article_was_last_added_or_changed(engine, make_archive, monkeypatch):
    archive, now = make_archive(engine), [0]
    for module in (sqlite_transaction, memory_store):
        monkeypatch.setattr(module, "time", lambda: now[0] + 0.5)

    def add(second, *articles):
        now[0] = second
        list(archive.add(articles))

    def tell():
        times = {each.outlet: each.last_added for each in archive.coverage(Query()).rows}
        return [times["Kabar Nusa"], times[None], archive.whole_coverage().last_added]

    add(1, ARTICLES[0], ARTICLES[-1])
    add(1, ARTICLES[1])
    assert tell() == ["1970-01-01T07:00:01+07:00"] * 3
    add(3, ARTICLES[2], ARTICLES[0])
    assert [time[17:19] for time in tell()] == ["03", "01", "03"]
    add(5, replace(ARTICLES[0], body="Isi lain."))
    assert [time[17:19] for time in tell()] == ["05", "01", "05"]
    archive.remove(["a1"])
    assert [time[17:19] for time in tell()] == ["03", "01", "03"]
    list(archive.rebuild())
    assert [time[17:19] for time in tell()] == ["03", "01", "03"] and archive.verify() == []


def test_pages_and_dates_restrict_what_is_counted(archive):
    second = archive.coverage(Query(page=2, page_size=1))
    assert (second.total, [each.outlet for each in second.rows]) == (3, ["Arus Kota"])
    assert archive.coverage(Query(page=4, page_size=1)).rows == ()
    within = archive.coverage(Query(since="2002", until="2002-02-02"))
    assert [(each.outlet, each.articles) for each in within.rows] == [("Kabar Nusa", 1)]


def test_an_outlet_that_is_asked_for_is_listed_even_without_articles(archive):
    [outlet] = archive.coverage(Query(selected={"outlet": ("Tidak Ada",)})).rows
    assert describe(outlet) == (0, 0, 0, 0, None, None, [], [])


def test_the_whole_archive_is_counted(archive):
    assert describe(archive.whole_coverage())[:6] == (8, 6, 1, 0, "0987-01-02", "2002-02-03")


@pytest.mark.parametrize("day, expected", [
    ("2002-02-03", ("2002-02-01", None)), ("2002-02-02", ("2002-02-01", "2002-02-03")),
    ("0001-01-01", (None, "0987-01-02")), ("2001-11-30", ("0987-01-02", "2002-02-01")),
])
def test_the_days_beside_one_are_those_with_articles(archive, day, expected):
    assert archive.neighbouring_days(day) == expected
