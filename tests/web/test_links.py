"""The links of pages and responses: neighbouring pages, and a search with one thing changed."""

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.errors import InvalidValue
from search.page import Bucket, Page
from search.query import MAX_WINDOW, STORY
from web.paging import find_last_page, has_next_page, list_page_numbers
from web.parameters import search as parameters
from web.responses.api import build_page_links
from web.views.links import Links

INDONESIAN, ENGLISH = Links("id"), Links("en")
PLAIN = Query(collapse=STORY)
FULL = Query(
    'nuklir "a & b"', selected={"outlet": ("A&B", "none"), "year": ("2007", "none")},
    since="2007-02", until="2013", sort=Sort.OLDEST, page=3, page_size=20)


def found(total, **query):
    """Return a page of a search with this total and no hits."""
    return Page(Query(**query), "all", total, (), {})


def asked(address):
    """Return the query of an address."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return parameters.parse_query(MultiDict(pair for pair in pairs if pair[0] != "lang"))


@pytest.mark.parametrize("total, page_size, last", [
    (0, 10, 0), (1, 10, 1), (9, 10, 1), (10, 10, 1), (11, 10, 2), (20, 10, 2), (21, 10, 3),
    (5, 1, 5), (100, 100, 1), (101, 100, 2), (50, 0, 0),
    (MAX_WINDOW, 10, 1000), (MAX_WINDOW + 1, 10, 1000), (25_000, 100, 100), (25_000, 30, 333),
])
def test_the_last_page_is_the_last_that_has_hits_and_can_be_asked_for(total, page_size, last):
    assert find_last_page(found(total, page_size=page_size)) == last


@pytest.mark.parametrize("total, page, offered", [
    (0, 1, []), (10, 1, [1]), (11, 1, [1, 2]), (50, 3, [1, 2, 3, 4, 5]),
    (100, 1, [1, 2, 3, None, 10]), (100, 4, [1, 2, 3, 4, 5, 6, None, 10]),
    (100, 5, [1, None, 3, 4, 5, 6, 7, None, 10]), (100, 10, [1, None, 8, 9, 10]),
    (100, 7, [1, None, 5, 6, 7, 8, 9, 10]), (100, 500, [1, None, 10]),
    (90_000, 1000, [1, None, 998, 999, 1000]),
])
def test_the_first_the_last_and_neighbouring_pages_are_offered(total, page, offered):
    assert list_page_numbers(found(total, page=page)) == offered


TOTALS, SIZES = st.integers(0, 30_000), st.integers(1, 100)


@given(TOTALS, SIZES, st.integers(1, 10_000))
def test_every_page_offered_has_hits_and_can_be_asked_for(total, size, page):
    page = min(page, MAX_WINDOW // size)
    for number in list_page_numbers(found(total, page=page, page_size=size)):
        if number is not None:
            assert Query(page=number, page_size=size).offset < total


@given(TOTALS, SIZES)
def test_no_page_lies_after_the_last(total, size):
    last = find_last_page(found(total, page_size=size))
    try:
        assert Query(page=last + 1, page_size=size).offset >= total
    except InvalidValue:
        assert (last + 1) * size > MAX_WINDOW


@given(TOTALS, SIZES, st.integers(1, 10_000))
def test_a_page_has_a_next_one_exactly_if_it_is_before_the_last(total, size, page):
    page = found(total, page=min(page, MAX_WINDOW // size), page_size=size)
    assert has_next_page(page) == (page.query.page < find_last_page(page))


@pytest.mark.parametrize("total, query, next, previous", [
    (5, {}, None, None), (11, {}, 2, None), (11, {"page": 2}, None, 1), (30, {"page": 2}, 3, 1),
    (11, {"page_size": 0}, None, None), (99_999, {"page": 1000}, None, 999),
    (11, {"page": 9}, None, 2), (30, {"page": 4}, None, 3), (0, {"page": 9}, None, 1),
])
def test_a_response_links_to_its_neighbours(total, query, next, previous):
    led = build_page_links(found(total, **query))
    assert led["next"] is None if next is None else asked(led["next"]).page == next
    assert led["previous"] is None if previous is None else asked(led["previous"]).page == previous


@pytest.mark.parametrize("made, changed", [
    (lambda links: links.to_search(FULL), {}),
    (lambda links: links.to_page(FULL, 7), {"page": 7}),
    (lambda links: links.sort_by(FULL, Sort.NEWEST), {"page": 1, "sort": Sort.NEWEST}),
    (lambda links: links.sort_by(FULL, Sort.RELEVANCE), {"page": 1, "sort": Sort.RELEVANCE}),
    (lambda links: links.clear_dates(FULL), {"page": 1, "since": None, "until": None}),
    (lambda links: links.clear_filters(FULL),
     {"page": 1, "since": None, "until": None, "selected": {}}),
    (lambda links: links.toggle_filter(FULL, "outlet", Bucket("C", 1)),
     {"page": 1, "selected": FULL.selected | {"outlet": ("A&B", "none", "C")}}),
    (lambda links: links.toggle_filter(FULL, "outlet", Bucket("A&B", 1, True)),
     {"page": 1, "selected": FULL.selected | {"outlet": ("none",)}}),
    (lambda links: links.toggle_filter(FULL, "outlet", Bucket(None, 1, True)),
     {"page": 1, "selected": FULL.selected | {"outlet": ("A&B",)}}),
    (lambda links: links.toggle_filter(FULL, "year", Bucket(2013, 1)),
     {"page": 1, "selected": FULL.selected | {"year": ("2007", "none", "2013")}}),
    (lambda links: links.toggle_filter(FULL, "year", Bucket(2007, 1, True)),
     {"page": 1, "selected": FULL.selected | {"year": ("none",)}}),
    (lambda links: links.toggle_filter(FULL, "year", Bucket(None, 1, True)),
     {"page": 1, "selected": FULL.selected | {"year": ("2007",)}}),
])
@pytest.mark.parametrize("language", [INDONESIAN, ENGLISH])
def test_a_link_changes_one_thing_and_keeps_the_rest(language, made, changed):
    assert fields(asked(made(language))) == fields(FULL) | changed


def fields(query):
    return {
        name: getattr(query, name) for name in
        ("text", "selected", "since", "until", "sort", "page", "page_size")
    }


@pytest.mark.parametrize("links, expected", [(INDONESIAN, []), (ENGLISH, ["en"])])
def test_every_link_keeps_the_language(links, expected):
    made = [
        links.to_search(FULL), links.to_search(PLAIN), links.to_article("a b", FULL),
        links.to_article("a", PLAIN), links.to_path("/help"), links.clear_filters(FULL),
    ]
    for address in made:
        assert [v for n, v in parse_qsl(urlsplit(address).query) if n == "lang"] == expected


@pytest.mark.parametrize("facet, bucket", [
    ("outlet", Bucket("C & D", 1)), ("outlet", Bucket(None, 1)), ("year", Bucket(2018, 1)),
    ("year", Bucket(None, 1)),
    ("year", Bucket(987, 1)),
])
def test_toggling_a_value_twice_changes_nothing(facet, bucket):
    taken = asked(INDONESIAN.toggle_filter(Query("x"), facet, bucket))
    assert taken.filters.selected[facet] == (bucket.value,)
    selected = Bucket(bucket.value, bucket.count, True)
    assert INDONESIAN.toggle_filter(taken, facet, selected) == INDONESIAN.to_search(Query("x"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_the_address_of_an_article_contains_its_whole_id(id):
    path = INDONESIAN.to_article(id, PLAIN).removeprefix("/articles/")
    assert path.isascii() and not set(path) & set("/?#;") and unquote(path) == id


def test_the_address_of_an_article_contains_the_whole_query():
    assert asked(ENGLISH.to_article("a", FULL)) == FULL
    assert INDONESIAN.to_article("a/b?", PLAIN) == "/articles/a%2Fb%3F"


def test_a_word_is_searched_for_without_filters():
    bare = asked(INDONESIAN.search_everywhere(FULL, "padi"))
    assert (bare.text, bare.sort, bare.page_size) == ("padi", FULL.sort, FULL.page_size)
    assert bare.filters == Query().filters and bare.page == 1
