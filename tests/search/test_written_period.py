"""Periods as people write them in a query."""

from datetime import date, datetime, timezone

import pytest

from search import Query, period
from search.errors import InvalidCondition, InvalidValue
from search.syntax import parse
from search.written_period import FORMS, read_past, read_period

FRIDAY = date(2019, 5, 17)


@pytest.mark.parametrize("written, first, last", [
    ("2019", "2019", "2019"),
    ("2019-05", "2019-05", "2019-05"),
    ("2019/5", "2019-05", "2019-05"),
    ("2019.5.7", "2019-05-07", "2019-05-07"),
    ("17/8/1945", "1945-08-17", "1945-08-17"),
    ("17-08-1945", "1945-08-17", "1945-08-17"),
    ("8/1945", "1945-08", "1945-08"),
    ("17 Agustus 1945", "1945-08-17", "1945-08-17"),
    ("17-agustus-1945", "1945-08-17", "1945-08-17"),
    ("17 agst 1945", "1945-08-17", "1945-08-17"),
    ("MEI  1998", "1998-05", "1998-05"),
    ("1 Peb 1950", "1950-02-01", "1950-02-01"),
    ("3 October 2004", "2004-10-03", "2004-10-03"),
    ("hari ini", "2019-05-17", "2019-05-17"),
    ("Kemarin", "2019-05-16", "2019-05-16"),
    ("minggu ini", "2019-05-13", "2019-05-19"),
    ("pekan lalu", "2019-05-06", "2019-05-12"),
    ("last week", "2019-05-06", "2019-05-12"),
    ("bulan-lalu", "2019-04", "2019-04"),
    ("tahun lalu", "2018", "2018"),
    ("3 hari yang lalu", "2019-05-14", "2019-05-14"),
    ("2 years ago", "2017-05-17", "2017-05-17"),
    ("30d", "2019-04-17", "2019-05-17"),
    ("2 minggu terakhir", "2019-05-03", "2019-05-17"),
    ("3m", "2019-02-17", "2019-05-17"),
    ("9999y", "0001-01-01", "2019-05-17"),
    ("2018..2019-02", "2018", "2019-02"),
    ("1/2/2018..kemarin", "2018-02-01", "2019-05-16"),
])
def test_a_period_is_read(written, first, last):
    assert read_period(written, FRIDAY) == (first, last)


@pytest.mark.parametrize("day, written, first", [
    (date(2020, 3, 31), "1 bulan lalu", "2020-02-29"),
    (date(2020, 2, 29), "1 tahun lalu", "2019-02-28"),
    (date(2020, 1, 31), "bulan lalu", "2019-12"),
    (date(2020, 1, 1), "kemarin", "2019-12-31"),
    (date(2020, 1, 6), "minggu lalu", "2019-12-30"),
    (date(2020, 1, 5), "minggu lalu", "2019-12-23"),
])
def test_months_and_years_end_in_between(day, written, first):
    assert read_period(written, day).first == first


@pytest.mark.parametrize("written", [
    "", "banana", "19-05-17", "17/8", "31/2/2019", "2019-13", "0000", "5/17/2019", "2020..2019",
    "2019..", "..2019", "30", "-3d", "30x", "99999d", "٣ hari lalu", "17 Mayonnaise 2019",
])
def test_what_is_no_period_is_refused(written):
    with pytest.raises(InvalidValue, match="write|swap"):
        read_period(written, FRIDAY)


@pytest.mark.parametrize("text, read", [
    ("terakhir:30 hari banjir", "on:2019-04-17..2019-05-17 banjir"),
    ("past:2 minggu", "on:2019-05-03..2019-05-17"),
    ("past:6 months", "on:2018-11-17..2019-05-17"),
    ("before:2019 tahun politik", "before:2019 tahun politik"),
    ("on:2019, banjir", "on:2019 banjir"),
])
def test_a_length_of_time_needs_no_quotes(text, read):
    assert str(parse(text, FRIDAY)) == read


@pytest.mark.parametrize("text", ["on:2019..", "after:2019..,", "before:..2019", "on:2019..."])
def test_a_range_without_one_end_is_not_read_as_its_other(text):
    with pytest.raises(InvalidCondition, match="one end: write both"):
        parse(text)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_each_form_has_an_example_and_a_counter_example(form):
    assert form.pattern.fullmatch(form.example)
    assert not form.pattern.fullmatch(form.counter_example)


@pytest.mark.parametrize("written", ["2019", "17/8/1945", "2018..2019", "mei 1998"])
def test_the_past_counts_from_today(written):
    with pytest.raises(InvalidValue, match="30d"):
        read_past(written, FRIDAY)


def test_today_is_that_of_jakarta(monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2019, 5, 16, 17, 30, tzinfo=timezone.utc).astimezone(tz)

    monkeypatch.setattr(period, "datetime", Clock)
    assert period.find_today() == FRIDAY
    assert Query("on:kemarin").today == FRIDAY


def test_the_past_of_a_query_becomes_its_dates():
    query = Query(past="minggu lalu", today=FRIDAY)
    assert (query.since, query.until, query.past) == ("2019-05-06", "2019-05-12", None)
    assert query == Query(since="2019-05-06", until="2019-05-12")


@pytest.mark.parametrize("asked", [{"past": "2019"}, {"past": "7d", "since": "2019"}])
def test_a_past_that_cannot_be_is_refused(asked):
    with pytest.raises(InvalidValue) as raised:
        Query(**asked)
    assert raised.value.parameter == "past"
