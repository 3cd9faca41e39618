"""Periods of time, and how exactly a date is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import InvalidValue
from search.period import Period

DAY = 86_400


@pytest.mark.parametrize("text, days", [
    ("2013", 365), ("2012", 366), ("1900", 365), ("2000", 366), ("0001", 365), ("9999", 365),
    ("2013-02", 28), ("2012-02", 29), ("2013-12", 31), ("2013-06-29", 1),
])
def test_a_period_lasts_so_many_days(text, days):
    period = Period.parse(text)
    assert period.end - period.start + 1 == days * DAY


def test_a_moment_is_a_period_without_length():
    moment = Period.parse("2013-06-29T19:57:34+07:00")
    assert moment.start == moment.end
    assert moment.start - Period.parse("2013-06-29").start == 19 * 3600 + 57 * 60 + 34


@pytest.mark.parametrize("text", [
    "", "13", "2013-", "2013-13", "2013-02-30", "2013-6-1", "0000", "2013-06-29T25:00:00+07:00",
    "2013-06-29T19:57:34", "2013-06-29T19:57:34Z", "２０１３", "2013-06-29\n",
])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InvalidValue):
        Period.parse(text)


@given(st.dates(), st.dates())
def test_days_are_in_the_order_of_the_calendar(one, other):
    first, second = Period.parse(one.isoformat()), Period.parse(other.isoformat())
    assert (first.start < second.start) == (one < other)
    year, month = Period.parse(one.isoformat()[:4]), Period.parse(one.isoformat()[:7])
    assert year.start <= month.start <= first.start < first.end <= month.end <= year.end
    assert first.year == one.year
