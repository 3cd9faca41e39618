"""Facets within their limits."""

import pytest

from search import Article, Query
from search.buckets import list_buckets
from search.facets import FACETS, MAX_LISTED, Listing, ListingOrder
from search.page import Bucket
from search.serialization import serialize_page

LISTED = tuple([Bucket(f"Nama {n:05}", 1) for n in range(MAX_LISTED)])


BYLINE, YEAR = FACETS["byline"], FACETS["year"]
SOME = (Bucket(None, 4), Bucket("Édi", 3), Bucket("sri", 2, True), Bucket("Ani", 1),
        Bucket("Edo", 1, True), Bucket("Zul", 0, True))
YEARS = (Bucket(2009, 1), Bucket(2008, 3, True), Bucket(2007, 3), Bucket(None, 2))


def test_a_facet_within_its_limit_is_whole():
    assert list_buckets(BYLINE, LISTED, Listing(MAX_LISTED)) == (LISTED, 0)


def test_a_facet_beyond_its_limit_keeps_the_first_and_the_selected():
    more = (Bucket("Sari", 1), Bucket("Tono", 1, True), Bucket(None, 0, True))
    listed = list_buckets(BYLINE, LISTED + more, Listing(MAX_LISTED))
    assert listed == (LISTED + more[1:], 1)


@pytest.mark.parametrize("listing, expected, omitted", [
    (Listing(), [None, "Édi", "sri", "Ani", "Edo", "Zul"], 0),
    (Listing(2), [None, "Édi", "sri", "Edo", "Zul"], 1),
    (Listing(2, selected_first=True), ["sri", "Edo", "Zul", None, "Édi"], 1),
    (Listing(order=ListingOrder.VALUE), ["Ani", "Édi", "Edo", "sri", "Zul", None], 0),
    (Listing(None, " ÉD", selected_first=True), ["sri", "Edo", "Zul", "Édi"], 0),
    (Listing(1, "e"), ["Édi", "Edo"], 0),
    (Listing(None, "?!", None, True), ["sri", "Edo", "Zul"], 0),
])
def test_a_listing_shows_names(listing, expected, omitted):
    listed, left = list_buckets(BYLINE, SOME, listing)
    assert ([each.value for each in listed], left) == (expected, omitted)


@pytest.mark.parametrize("listing, expected, omitted", [
    (Listing(order=ListingOrder.VALUE), [2009, 2008, 2007, None], 0),
    (Listing(2, order=ListingOrder.COUNT), [2008, 2007], 2),
    (Listing(1, "200", selected_first=True), [2008, 2009], 1),
])
def test_a_listing_shows_dates(listing, expected, omitted):
    listed, left = list_buckets(YEAR, YEARS, listing)
    assert ([each.value for each in listed], left) == (expected, omitted)


def test_a_page_says_how_many_bylines_it_leaves_out(opened):
    archive = opened()
    list(archive.add(
        Article(f"a{n}", "Judul", "Padi dipanen.", outlet=f"Kabar {n}",
                extra={"byline": f"Nama {n:05}"}) for n in range(MAX_LISTED + 7)))
    last = f"Nama {MAX_LISTED + 6:05}"
    query = Query("padi", facets=("byline", "outlet"), selected={"byline": (last,)}, page_size=0)
    page = serialize_page(archive.search(query))
    assert len(page["facets"]["byline"]) == MAX_LISTED + 1
    assert page["facets"]["byline"][-1] == {"value": last, "count": 1, "selected": True}
    assert page["facets_omitted"] == {"byline": 6}
    every = serialize_page(archive.search(Query("padi", facets=("outlet",), page_size=0)))
    assert len(every["facets"]["outlet"]) == MAX_LISTED + 7 and not every["facets_omitted"]
    assert len(archive.outlets()) == MAX_LISTED + 7


def test_the_facets_of_what_articles_state_have_a_limit():
    assert all(bool(facet.limit) == facet.several for facet in FACETS.values())


def test_a_list_is_searched_and_cut_beside_a_timeline(opened):
    archive = opened()
    list(archive.add(
        Article(f"a{n}", "Judul", "Padi dipanen.", published=f"2010-01-{1 + n % 9:02}",
                extra={"tags": [f"Tag {n:03}", "Bandung" if n % 2 else "bànjir"]})
        for n in range(150)))
    page = archive.search(Query(
        "padi", facets=("tag", "day", "outlet"), facet_limit=2, facet_prefix="tag:BAN",
        interval="day", selected={"tag": ("Tag 149", "Bandung")}))
    assert [(each.value, each.count) for each in page.facets["tag"]] == [
        ("Bandung", 75), ("Tag 149", 1), ("bànjir", 75)]
    assert [each.value for each in page.facets["day"]] == ["2010-01-09", "2010-01-08"]
    assert page.omitted == {"day": 7} and len(page.timeline.bars) == 9
    page = archive.search(Query("padi", facets=("tag",), facet_limit=3, facet_sort="value"))
    assert [each.value for each in page.facets["tag"]] == ["Bandung", "bànjir", "Tag 000"]
    assert page.omitted == {"tag": 149}
