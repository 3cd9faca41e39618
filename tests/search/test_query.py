"""The values that a query accepts."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Query, Sort
from search.engine import Request
from search.errors import InvalidValue
from search.facets import FACETS, FILTERABLE, MAX_LISTED
from search.period import Period
from search.query import Everything


@pytest.mark.parametrize("values, parameter", [
    ({"page": 0}, "page"), ({"page_size": -1}, "page_size"), ({"page_size": 101}, "page_size"),
    ({"page": 1001}, "page"),
    *[({"selected": {"year": (year,)}}, "year")
      for year in ("abc", "0", "20", "0000", "10000", "²013", "020071")],
    ({"since": "x"}, "from"), ({"until": "2013-02-30"}, "to"),
    ({"since": "2014", "until": "2013"}, "from"),
    ({"since": "2013-01-01T00:00:00+07:00"}, "from"), ({"facets": ("lokasi",)}, "facet"),
    ({"facet_limit": 0}, "facet_limit"), ({"facet_limit": 201}, "facet_limit"),
    ({"facet_sort": "nama"}, "facet_sort"), ({"facet_prefix": "ban"}, "facet_prefix"),
    ({"facet_prefix": "tag:ban"}, "facet_prefix"), ({"facet_prefix": "x" * 101}, "facet_prefix"),
    ({"selected": {"exclude_year": ("0",)}}, "exclude_year"),
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


def test_an_unknown_order_is_refused_with_the_known_ones():
    with pytest.raises(InvalidValue, match="choose from relevance, newest, oldest, added"):
        Request(Everything(), sort="terbaru")


def test_the_last_page_of_the_window_is_allowed():
    assert Query(page=1000, page_size=10).offset == 9990


def test_filters_understand_none():
    selected = {"outlet": ("A", "none"), "year": ("2013", "none")}
    filters = Query(selected=selected, since="2013").filters
    assert filters.selected == {"outlet": ("A", None), "year": (2013, None)}
    assert filters.within.start == Period.parse("2013").start
    assert filters.within.end == Period.parse("9999").end


def test_only_facets_with_a_filter_can_be_selected():
    with pytest.raises(InvalidValue, match="'month' is not a filter: choose from outlet, year, b"):
        Query(selected={"month": ("2007-02",)})


def test_a_prefix_may_leave_out_the_only_facet():
    one = Query(facets=("tag",), facet_prefix="Ban")
    assert one.listings == Query(facets=("tag",), facet_prefix="tag:Ban").listings
    assert one.listings["tag"].prefix == "Ban" and one.listings["tag"].limit == MAX_LISTED
    assert Query(facets=("tag",), facet_prefix="a: b").listings["tag"].prefix == "a: b"
    assert Query(facet_prefix="").listings == {}
    assert Query(facets=(), facet_prefix="Ban").listings == {}  # only hits of it are wanted


def test_filters_without_values_and_their_order_make_no_difference():
    one = Query(selected={"year": ("2007",), "outlet": ("A",)})
    assert one == Query(selected={"outlet": ("A",), "year": ("2007",)})
    assert Query(selected={"outlet": ()}) == Query()


@given(st.sampled_from(list(FILTERABLE)), st.integers(1, 9999))
def test_a_value_is_read_as_it_was_written(name, number):
    facet = FACETS[name]
    for value in (facet.kind(number), None):
        assert facet.parse(facet.write(value)) == value
