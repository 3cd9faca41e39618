"""The timeline of a search, over HTTP."""

import pytest

from support.api import SEARCH, ask, read_problem


def test_a_timeline_has_its_empty_bars_and_counts_the_rest_apart(client):
    answer = ask(client, q="-outlet:pojok", interval="year", page_size=0, share="true")
    bars = answer["timeline"]
    assert bars[0] == {"from": "2007-01-01", "to": "2007-12-31", "count": 3, "total": 3}
    assert [bar["count"] for bar in bars] == [3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2]
    assert answer["timeline_interval"] == "year"
    assert (answer["timeline_undated"], answer["timeline_imprecise"]) == (2, 0)
    assert answer["total"] == 9 and answer["facets"].keys() == {"outlet", "year"}


def test_a_page_without_an_interval_has_no_timeline(client):
    assert not [name for name in ask(client, q="gempa") if name.startswith("timeline")]


def test_the_links_of_a_page_keep_its_timeline(client):
    answer = ask(client, interval="month", share="true", since="1999")
    assert answer["links"]["next"].endswith("&page=2&interval=month&share=true")
    assert client.get(answer["links"]["next"]).json["timeline"] == answer["timeline"]


@pytest.mark.parametrize("parameters, name, said", [
    ({"interval": "hour"}, "interval", "auto, year, month, week, day"),
    ({"interval": "day", "from": "0001", "to": "9999"}, "interval", "3,652,059 bars"),
    ({"interval": ["day", "week"]}, "interval", "once"),
    ({"share": "true"}, "share", "interval"), ({"share": "x", "interval": "day"}, "share", "true"),
])
def test_an_error_names_the_parameter_and_says_what_to_do(client, parameters, name, said):
    problem = read_problem(client.get(SEARCH, query_string=parameters), 422)
    [error] = problem["errors"]
    assert error["parameter"] == name and said in error["message"]
