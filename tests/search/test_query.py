"""The values that a query accepts."""

from functools import partial

import pytest

from search import Query, Sort
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
