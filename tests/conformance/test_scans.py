"""Every engine lists all hits of a request in order, from one state, from any key on."""

from dataclasses import replace

import pytest

from search import Article, Query, Sort
from search.engine import SCAN_BATCH, HitKey, Request
from search.engines.whoosh.commits import generation
from search.errors import EngineError
from search.period import Period
from search.query import Everything, Filters, Term

from support.engines import ENGINES

SAME = (
    "Harga beras naik di pasar induk, kata para pedagang yang sudah berjualan sejak subuh di sana. "
    "Pembeli berkurang karena hujan, dan gudang penyalur di seberang sungai masih penuh karung.")
BATCHES = [[
    Article("a", "Beras", "Beras naik.", outlet="Kabar Nusa", published="2013-06-15"),
    Article("b/é", "Beras", "Beras turun.", published="2013-06-16T08:00:00+07:00"),
    Article("c", "Beras", "Beras tetap.", published="2013"),
    Article("d", "Beras", "Beras impor.", outlet="Kabar Nusa"),
    Article("x", "Gempa", "Gempa terasa.", published="2013-06-17"),
    Article("z", "Beras", "Beras hilang.", published="2013-06-17"),
    Article("s1", "Pasar", SAME, published="2012-01-02"),
], [
    Article("e", "Beras", "Beras hitam."),
    Article("f", "Beras", "Beras merah.", outlet="Kabar Nusa", published="2013-06-15"),
    Article("g", "Beras", "Beras ketan.", published="0001"),
    Article("s2", "Pasar", SAME, published="2012-01-01"),
]]
BERAS = Request(Term("beras"), sort=Sort.NEWEST)


@pytest.fixture(scope="module", params=ENGINES)
def archive(request, make_archive):
    archive = make_archive(request.param)
    for batch in BATCHES:
        for _ in archive.add(batch):
            pass
    archive.remove(["z"])
    return archive


def list_ids(engine, request):
    scan = engine.scan(request)
    return scan.total, [hit.id for batch in scan.batches for hit in batch]


@pytest.mark.parametrize("changes, ids", [
    ({}, "b/é a f c s1 s2 g d e"),
    ({"sort": Sort.OLDEST}, "g s2 s1 c a f b/é d e"),
    ({"filters": Filters(selected={"outlet": ("Kabar Nusa",)})}, "a f d"),
    ({"filters": Filters(within=Period.parse("2013"))}, "b/é a f c"),
    ({"collapse": True}, "b/é a f c s1 g d e"),
    ({"collapse": True, "sort": Sort.OLDEST}, "g s2 c a f b/é d e"),
    ({"node": Term("jerapah"), "relaxed": Term("gempa")}, "x"),
    ({"node": Term("jerapah")}, ""),
    ({"node": Everything(), "limit": 1, "facets": ("year",)}, "x b/é a f c s1 s2 g d e"),
    ({"sort": Sort.ADDED}, "s2 g f e s1 d c b/é a"),
    ({"sort": Sort.ADDED, "collapse": True}, "s2 g f e d c b/é a"),
])
def test_all_hits_come_in_order(archive, changes, ids):
    ids = ids.split()
    assert list_ids(archive._engine, replace(BERAS, **changes)) == (len(ids), ids)


def test_a_scan_names_the_changes_that_brought_its_hits(archive):
    [batch] = archive._engine.scan(replace(BERAS, sort=Sort.ADDED)).batches
    matches = archive._engine.match(replace(BERAS, sort=Sort.ADDED, limit=99))
    assert list(zip(matches.ids, matches.changes)) == list(batch)


@pytest.mark.parametrize("changes", [{}, {"sort": Sort.OLDEST}, {"collapse": True}])
def test_a_scan_and_a_page_begin_after_any_key(archive, changes):
    engine, request = archive._engine, replace(BERAS, **changes)
    total, ids = list_ids(engine, request)
    for at, id in enumerate(ids):
        [article] = archive.articles([id])
        later = replace(request, after=key_of(article), limit=2, facets=("year",))
        assert list_ids(engine, later) == (total, ids[at + 1:])
        page = engine.match(later)
        assert (page.total, list(page.ids)) == (total, ids[at + 1:at + 3])
        assert page.scores == (0.0,) * len(page.ids)
        assert page.facets == engine.match(replace(later, after=None)).facets


@pytest.mark.parametrize("key, first", [
    (HitKey(Period.parse("2013-06-15").start, "aa"), "f"), (HitKey(None, ""), "d"),
    (HitKey(Period.parse("2014").start, "a"), "b/é"), (HitKey(0, "h"), "d"),
])
def test_no_hit_needs_to_have_the_key(archive, key, first):
    assert list_ids(archive._engine, replace(BERAS, after=key))[1][0] == first


def key_of(article):
    return HitKey(article.period.start if article.period else None, article.id)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "oracle"])
def test_a_scan_is_of_one_state_whatever_writers_do(engine, make_archive):
    archive = make_archive(engine)
    count = 2 * SCAN_BATCH + 1
    list(archive.add(Article(f"{number:04}", "Beras", "Beras.", published="2013-01-01")
                     for number in range(count)))
    scan = archive._engine.scan(BERAS)
    first = next(scan.batches)
    assert len(first) == SCAN_BATCH
    list(archive.add([Article("0150a", "Beras", "Beras.", published="2013-01-01"),
                      Article("0151", "Beras", "Beras baru.", published="2014")]))
    archive.remove(["0152"])
    rest = [hit for batch in scan.batches for hit in batch]
    assert [hit.id for hit in (*first, *rest)] == [f"{number:04}" for number in range(count)]
    assert archive.search(Query("beras", page_size=0)).total == count


def test_a_scan_ends_when_a_file_of_the_index_is_cut(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(Article(f"{number:04}", "Beras", "Beras.", published="2013-01-01")
                     for number in range(5 * SCAN_BATCH)))
    scan = archive._engine.scan(BERAS)
    assert next(scan.batches)
    folder = generation.folder(archive._engine._folder, 1)
    for path in folder.glob("*.arrays"):
        with open(path, "r+b") as file:
            file.truncate(path.stat().st_size // 2)
    with pytest.raises(EngineError, match="written to while it was read"):
        next(scan.batches)
