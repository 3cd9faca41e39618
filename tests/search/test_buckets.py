"""Facets within their limits."""

from search import Article, Query
from search.buckets import cut_facets
from search.facets import FACETS, MAX_LISTED
from search.page import Bucket
from search.serialization import serialize_page

LISTED = tuple([Bucket(f"Nama {n:05}", 1) for n in range(MAX_LISTED)])


def test_a_facet_within_its_limit_is_whole():
    facets = {"byline": LISTED, "outlet": LISTED + LISTED, "year": ()}
    assert cut_facets(facets) == (facets, {})


def test_a_facet_beyond_its_limit_keeps_the_first_and_the_selected():
    more = (Bucket("Sari", 1), Bucket("Tono", 1, True), Bucket(None, 0, True))
    facets, omitted = cut_facets({"byline": LISTED + more, "year": (Bucket(2007, 3),)})
    assert facets == {"byline": LISTED + more[1:], "year": (Bucket(2007, 3),)}
    assert omitted == {"byline": 1}


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
