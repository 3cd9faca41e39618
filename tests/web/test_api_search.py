"""The search API: the effect of each parameter, and the links of a response."""

import pytest

from search.facets import FACETS

from support.api import ask, bucket, ids
from support.news import ARTICLES


@pytest.mark.parametrize("parameters, expected", [
    ({"q": "gempa"}, {"hs-2", "x-1"}),
    ({"q": "gempa -Aceh"}, {"x-1"}),
    ({"outlet": "Kabar Nusa"}, {"kn-1", "kn-2"}),
    ({"outlet": ["Kabar Nusa", "Lentera Pos"]}, {"kn-1", "kn-2", "lp-1", "x-2"}),
    ({"outlet": "kabar nusa"}, set()),
    ({"outlet": "none"}, {"x-1", "x-3"}),
    ({"outlet": ["none", "Lentera Pos"]}, {"x-1", "x-3", "lp-1", "x-2"}),
    ({"year": "2007"}, {"kn-1", "kn-2", "hs-1"}),
    ({"year": ["2007", "2013"]}, {"kn-1", "kn-2", "hs-1", "hs-2", "lp-1"}),
    ({"year": "none"}, {"x-2", "x-3"}),
    ({"year": ["2013", "none"]}, {"hs-2", "lp-1", "x-2", "x-3"}),
    ({"year": "1950"}, set()),
    ({"since": "2018"}, {"x-1", "jahat"}),
    ({"since": "2018-09-28"}, {"x-1"}),
    ({"since": "2018-09-29"}, set()),
    ({"since": "2013-06-30", "to": "2018-09"}, {"lp-1", "x-1"}),
    ({"since": "2013-06-29", "to": "2013-06-29"}, {"hs-2"}),
    ({"since": "2007-02", "to": "2007-03"}, {"kn-1", "kn-2"}),
    ({"since": "2007", "to": "2007"}, {"kn-1", "kn-2", "hs-1"}),
    ({"since": "2007-03", "to": "2007"}, {"kn-2"}),
    ({"outlet": "Kabar Nusa", "year": "2007", "to": "2007-02-13", "q": "nuklir"}, {"kn-1"}),
    ({"outlet": "Kabar Nusa", "year": "2013"}, set()),
    ({"past": "900y", "q": "gempa"}, {"hs-2", "x-1"}),
    ({"past": "kemarin"}, set()),
    ({"q": "on:2007 -before:2007-03"}, {"kn-2", "hs-1"}),
])
def test_a_search_finds_exactly(client, parameters, expected):
    answer = ask(client, page_size=100, **parameters)
    assert set(ids(answer)) == expected
    assert answer["total"] == len(expected)


@pytest.mark.parametrize("sort, expected", [
    ("newest", ["x-1", "jahat", "lp-1", "hs-2", "kn-2", "kn-1", "hs-1", "x-2", "x-3"]),
    ("oldest", ["hs-1", "kn-1", "kn-2", "hs-2", "lp-1", "jahat", "x-1", "x-2", "x-3"]),
])
def test_by_date_undated_hits_come_last(client, sort, expected):
    assert ids(ask(client, q="-outlet:pojok", sort=sort, page_size=100)) == expected


def test_hits_are_sorted_by_relevance_by_default(client):
    answer = ask(client, q="nuklir enam")
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert ids(ask(client, q="nuklir", sort="relevance")) == ids(ask(client, q="nuklir"))


@pytest.mark.parametrize("parameters, expected", [
    ({}, 10), ({"page_size": 0}, 0), ({"page_size": 1}, 1), ({"page_size": 100}, len(ARTICLES)),
    ({"page": 3}, len(ARTICLES) - 20), ({"page": 4}, 0), ({"page": 1000}, 0),
    ({"page": 100, "page_size": 100}, 0), ({"page": 2, "page_size": 20}, len(ARTICLES) - 20),
])
def test_a_page_has_the_hits_of_its_number_and_size(client, parameters, expected):
    answer = ask(client, **parameters)
    assert len(answer["hits"]) == expected
    assert answer["total"] == len(ARTICLES)
    assert answer["page"] == parameters.get("page", 1)
    assert answer["page_size"] == parameters.get("page_size", 10)


@pytest.mark.parametrize("parameters, expected", [
    ({}, ["outlet", "year"]), ({"facet": "outlet,year"}, ["outlet", "year"]),
    ({"facet": "outlet"}, ["outlet"]), ({"facet": "year"}, ["year"]), ({"facet": ""}, []),
    ({"facet": "day,month"}, ["day", "month"]), ({"facet": "month,month"}, ["month"]),
    ({"facet": ",".join(FACETS)}, sorted(FACETS)),
])
def test_only_the_requested_facets_are_counted(client, parameters, expected):
    assert sorted(ask(client, **parameters)["facets"]) == expected


def test_a_facet_ignores_its_own_filter_and_respects_the_others(client):
    facets = ask(client, q="nuklir", outlet="Kabar Nusa", year="2018")["facets"]
    assert facets == {
        "outlet": [bucket('Harian <b>"Jahat" & Co</b>', 1), bucket("Kabar Nusa", 0, True)],
        "year": [bucket(2018, 0, True), bucket(2007, 1)],
    }


def test_a_facet_counts_articles_without_a_value(client):
    facets = ask(client, q="nuklir", outlet="none")["facets"]
    assert facets["outlet"] == [
        bucket('Harian <b>"Jahat" & Co</b>', 1), bucket("Kabar Nusa", 1), bucket(None, 1, True),
    ]
    assert facets["year"] == [bucket(None, 1)]


def test_months_and_days_are_counted_to_the_precision_of_dates(client):
    asked = {"q": "harga OR perundingan OR gempa OR rendang", "facet": "month,day"}
    assert ask(client, **asked)["facets"] == {
        "month": [bucket("2018-09", 1), bucket("2013-06", 1), bucket("2007-03", 1),
                  bucket("2007-02", 1), bucket(None, 2)],
        "day": [bucket("2018-09-28", 1), bucket("2013-06-29", 1), bucket("2007-02-13", 1),
                bucket(None, 3)],
    }
    assert ask(client, **asked, outlet="Kabar Nusa", year="2007", to="2007-02")["facets"] == {
        "month": [bucket("2007-02", 1)], "day": [bucket("2007-02-13", 1)],
    }


@pytest.mark.parametrize("facet", ["month", "day"])
def test_a_month_or_day_as_date_range_finds_its_count(client, facet):
    found = ask(client, facet=facet)["facets"][facet]
    assert len(found) > 3
    for value, count in ((each["value"], each["count"]) for each in found if each["value"]):
        assert ask(client, since=value, to=value)["total"] == count


@pytest.mark.parametrize("facet", ["outlet", "year"])
def test_selecting_a_value_finds_its_count(client, facet):
    for found in ask(client, q="-jepang")["facets"][facet]:
        value = "none" if found["value"] is None else found["value"]
        assert ask(client, q="-jepang", **{facet: value})["total"] == found["count"]


@pytest.mark.parametrize("q, match, total", [
    ("", "all", len(ARTICLES)), ("gempa", "all", 2), ("gempa Aceh", "all", 1),
    ("gempa rendang", "any", 3), ("gempa AND rendang", "all", 0), ("zzz", "all", 0),
    ("???", "all", 0), ("😀", "all", 0), ('""', "all", 0), ("-", "all", 0),
])
def test_a_response_says_how_the_query_matched(client, q, match, total):
    answer = ask(client, q=q)
    assert (answer["interpreted"]["match"], answer["total"]) == (match, total)
    assert answer["query"] == q


@pytest.mark.parametrize("q, read, alternative, kinds", [
    ("", "", None, []),
    ("gempa Aceh", "gempa Aceh", None, []),
    ("ACEH BUKAN PALU", "ACEH -PALU", "ACEH bukan PALU", []),
    ("PEMERINTAH DAN WARGA SIAGA", "PEMERINTAH dan WARGA SIAGA", "PEMERINTAH AND WARGA SIAGA",
     ["headline"]),
    ("judul: gempa", "title:gempa", "judul gempa", []),
    ("sebelum:17/8/2018 gempa", "before:2018-08-17 gempa", "sebelum 17/8/2018 gempa", []),
    ("???", '""', None, ["no_word"]),
    ("gempa,Aceh^2 AND", "gempa Aceh and", '"gempa Aceh AND"',
     ["separated", "boost", "lone_operator"]),
])
def test_a_response_says_how_the_query_was_read(client, q, read, alternative, kinds):
    interpreted = ask(client, q=q)["interpreted"]
    assert (interpreted["query"], interpreted["alternative"]) == (read, alternative)
    assert [remark["kind"] for remark in interpreted["remarks"]] == kinds
    for remark in interpreted["remarks"]:
        assert q[remark["position"]:].startswith(remark["text"]) and remark["message"]


def test_a_response_counts_the_articles_with_all_words(client):
    answer = ask(client, q="gempa mengguncang Aceh Palu")
    read = [answer["interpreted"][name] for name in ("match", "words", "needed")]
    assert read == ["most", 4, 2]
    assert (answer["total"], answer["total_with_all_words"]) == (2, 0)
    assert ask(client, q="gempa Aceh")["total_with_all_words"] is None


@pytest.mark.parametrize("parameters", [
    {}, {"page_size": 1}, {"page_size": 7}, {"page_size": 29}, {"page_size": 30},
    {"q": "nuklir OR gempa", "page_size": 2, "sort": "oldest"},
    {"outlet": ["Pojok", "none"], "page_size": 5}, {"q": "singkat", "highlight": "false"},
])
def test_following_next_visits_every_hit_once_and_previous_leads_back(client, parameters):
    answer = ask(client, **parameters)
    total, seen, pages = answer["total"], ids(answer), [answer]
    while pages[-1]["links"]["next"]:
        pages.append(client.get(pages[-1]["links"]["next"]).json)
        seen += ids(pages[-1])
        assert pages[-1]["hits"], "a page without hits was offered"
    assert len(seen) == len(set(seen)) == total
    for before, page in zip(pages, pages[1:]):
        assert same(client.get(page["links"]["previous"]).json, before)
    assert pages[0]["links"]["previous"] is None


@pytest.mark.parametrize("parameters", [
    {}, {"q": "nuklir & <b>+%"}, {"q": '"enam pihak"~3 -x* (a OR b)'}, {"q": "日本 😀"},
    {"outlet": ['Harian <b>"Jahat" & Co</b>', "none"]}, {"year": ["2007", "none"]},
    {"since": "2007-02", "to": "2013"}, {"sort": "oldest", "page": 2, "page_size": 3},
    {"page_size": 0}, {"facet": "year"}, {"highlight": "false"}, {"q": " "}, {"q": "\0\n"},
    {"facet": ""}, {"facet": "month,day"}, {"outlet": ""}, {"outlet": ["", "none"]}, {"page": 9},
])
def test_the_self_link_gives_the_same_response(client, parameters):
    answer = ask(client, **parameters)
    assert same(client.get(answer["links"]["self"]).json, answer)


def same(one, other):
    return one | {"took_ms": 0} == other | {"took_ms": 0}


@pytest.mark.parametrize("parameters, expected", [
    ({"q": "gemba"}, [("gempa", "spelling", 2)]),
    ({"q": "gempa", "year": "1950"}, [("gempa", "unfilter", 2)]),
    ({"q": '"Aceh gempa"'}, [("Aceh gempa", "unquote", 1)]),
    ({"q": "gempa AND zzzkata"}, [("gempa", "drop", 2)]),
    ({"q": "gempa"}, []),
    ({"q": "zzzkata"}, []),
])
def test_a_search_that_finds_hardly_anything_has_suggestions(client, parameters, expected):
    suggestions = ask(client, **parameters)["suggestions"]
    assert [(each["query"], each["kind"], each["total"]) for each in suggestions] == expected
    for each in suggestions:
        assert client.get(each["link"]).json["total"] == each["total"]
