"""What a query accepts, and its address."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Query, Sort
from search.address import parameters
from search.engine import Request
from search.errors import InvalidValue
from search.period import Period
from search.query import Everything


@pytest.mark.parametrize("values, parameter", [
    ({"page": 0}, "page"), ({"page_size": -1}, "page_size"), ({"page_size": 101}, "page_size"),
    ({"page": 1001}, "page"), ({"years": ("abc",)}, "year"), ({"years": ("0",)}, "year"),
    ({"years": ("10000",)}, "year"), ({"years": ("²013",)}, "year"),
    ({"years": ("020071",)}, "year"), ({"since": "x"}, "from"),
    ({"until": "2013-02-30"}, "to"), ({"since": "2014", "until": "2013"}, "from"),
    ({"since": "2013-01-01T00:00:00+07:00"}, "from"), ({"facets": ("place",)}, "facet"),
    ({"sort": "terbaru"}, "sort"), ({"sort": "Newest"}, "sort"), ({"sort": ""}, "sort"),
    ({"sort": None}, "sort"),
])
def test_a_value_outside_its_range_is_named(values, parameter):
    with pytest.raises(InvalidValue) as raised:
        Query("x", **values)
    assert raised.value.parameter == parameter


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("kind", [Query, partial(Request, Everything())])
def test_an_order_may_be_given_by_its_name(kind, sort):
    assert kind(sort=str(sort)).sort is sort
    assert kind(sort=sort).sort is sort


def test_a_request_for_no_order_there_is_says_which_there_are():
    with pytest.raises(InvalidValue, match="choose from relevance, newest, oldest"):
        Request(Everything(), sort="terbaru")


def test_the_last_page_of_the_window_is_allowed():
    assert Query(page=1000, page_size=10).offset == 9990


def test_filters_understand_none():
    filters = Query(outlets=("A", "none"), years=("2013", "none"), since="2013").filters
    assert filters.outlets == ("A", None)
    assert filters.years == (2013, None)
    assert filters.within.start == Period.parse("2013").start
    assert filters.within.end == Period.parse("9999").end


def test_defaults_leave_no_trace_in_the_address():
    assert parameters(Query()) == []


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=5), max_size=3),
       st.sampled_from(list(Sort)), st.integers(1, 99), st.integers(0, 100), st.booleans())
def test_an_address_holds_the_whole_query(text, outlets, sort, page, size, highlight):
    query = Query(text, tuple(outlets), ("2007",), "2003", None, sort, page, size, ("year",),
                  highlight)
    pairs = parameters(query)
    given = dict(pairs)
    assert given.get("q", "") == text
    assert [value for name, value in pairs if name == "outlet"] == outlets
    assert given.get("sort", "relevance") == sort
    assert int(given.get("page", 1)) == page
    assert int(given.get("page_size", 10)) == size
    assert given["from"] == "2003" and "to" not in given
    assert given["facet"] == "year"
    assert (given.get("highlight") == "false") != highlight
