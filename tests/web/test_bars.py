"""Timelines of many bars: what is written as text is what the values of the bars are."""

import json

import pytest

from search import Query
from search.page import Bar, Bars
from search.serialization import serialize_timeline
from web.responses.bars import write_bars

from support.api import SEARCH

SEARCHES = [
    {"interval": "day", "from": "2004", "to": "2012"}, {"interval": "week"}, {"interval": "month"},
    {"interval": "year"}, {"interval": "auto"}, {"interval": "month", "collapse": "story"},
    {"interval": "month", "share": "true"}, {"interval": "day", "q": "jerapah"},
    {"interval": "day", "q": "\0 timeline", "to": "2012", "from": "2012-12"},
]


@pytest.mark.parametrize("parameters", SEARCHES, ids=lambda each: "-".join(each.values()))
def test_bars_as_text(client, filled_archive, parameters):
    """The response is to the byte what its values are as JSON."""
    query = Query(
        parameters.get("q", ""), since=parameters.get("from"), until=parameters.get("to"),
        interval=parameters["interval"], share="share" in parameters,
        collapse=parameters.get("collapse", "none"))
    response = client.get(SEARCH, query_string=parameters)
    values = response.get_json()
    expected = serialize_timeline(filled_archive.search(query).timeline)
    assert {name: values[name] for name in expected} == expected
    written = json.dumps(values, separators=(",", ":")) + "\n"
    assert (response.text, response.content_type) == (written, "application/json")


def test_axes_with_as_many_bars():
    """Bars of one axis are not written with the days of another."""
    days = [("2019-01-30", "2019-02-01", "2019-01-31", "2019-02-03"),
            ("2019-01-30", "2019-02-02", "2019-02-01", "2019-02-03")]
    for first, second, first_end, end in days:
        written = json.loads(f"[{write_bars(Bars([first, second], [first_end, end], [5, 1_024]))}]")
        assert [list(each.values()) for each in written] == [
            [first, first_end, 5], [second, end, 1_024]]


def test_bars_are_a_sequence():
    bars = Bars(["a", "b", "c"], ["d", "e", "f"], [1, 2, 3], totals=[4, 5, 6])
    every = (Bar("a", "d", 1, None, 4), Bar("b", "e", 2, None, 5), Bar("c", "f", 3, None, 6))
    assert bars == every and tuple(bars) == every and hash(bars) == hash(every)
    assert (len(bars), bars[-1], bars[:2], Bars([], [], [])) == (3, every[2], every[:2], ())
