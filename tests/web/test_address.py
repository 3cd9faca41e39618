"""The address of a query: every value that differs from its default, and nothing else."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Query, Sort
from web.address import _WRITTEN, build_parameters, build_search_parameters, select_search


def test_defaults_are_left_out_of_the_address():
    assert build_parameters(Query()) == []


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=5), max_size=3),
       st.sampled_from(list(Sort)), st.integers(1, 99), st.integers(0, 100), st.booleans(),
       st.booleans())
def test_an_address_contains_the_whole_query(text, outlets, sort, page, size, highlight, explain):
    query = Query(
        text, selected={"year": ("2007",), "outlet": tuple(outlets)}, since="2003", sort=sort,
        page=page, page_size=size, facets=("year",), highlight=highlight, explain=explain)
    pairs = build_parameters(query)
    given = dict(pairs)
    assert given.get("q", "") == text
    assert [value for name, value in pairs if name == "outlet"] == outlets
    assert given.get("sort", "relevance") == sort
    assert int(given.get("page", 1)) == page
    assert int(given.get("page_size", 10)) == size
    assert given["from"] == "2003" and "to" not in given
    assert given["facet"] == "year"
    assert (given.get("highlight") == "false") != highlight
    assert (given.get("explain") == "true") == explain


def test_an_address_has_every_field_of_a_query():
    become_others = {"past", "today", "filters", "listings"}
    assert {field.name for field in fields(Query)} - become_others == set(_WRITTEN)


@pytest.mark.parametrize("changes", [
    {"selected": {"year": ("2007",), "outlet": ("Kabar Nusa", "none"), "tag": ()}}, {"page": 3},
    {"since": None, "until": "2008"}, {"text": "", "collapse": "none"}, {"sort": Sort.NEWEST},
    {"share": True, "interval": "month"}, {"expand": False, "facets": ("outlet",)}])
def test_an_address_has_changes_as_if_the_query_had_them(changes):
    query = Query("padi", selected={"outlet": ("Kabar Nusa",)}, since="2007", interval="year")
    assert build_parameters(query, **changes) == build_parameters(replace(query, **changes))
    assert build_search_parameters(query, **changes) == (
        build_parameters(replace(select_search(query), **changes)))


def test_what_is_looked_for_is_a_sound_query():
    query = Query("padi", selected={"year": ("2007",)}, until="2008", page=2, facets=("outlet",))
    asked = select_search(query)
    assert asked == Query("padi", selected={"year": ("2007",)}, until="2008")
    assert (asked.filters, asked.listings) == (query.filters, Query().listings)
