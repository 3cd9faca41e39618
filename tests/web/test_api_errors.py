"""The errors of the API."""

import json
from urllib.parse import urlencode

import pytest

from search.facets import ALL_FILTERS
from web import create_app
from web.parameters.fields import MAX_VALUES, TOO_MANY

from support.api import SEARCH, ask, read_problem


@pytest.mark.parametrize("path, parameter, hint", [
    (f"{SEARCH}?warna=merah", "warna", "/openapi.json"),
    (f"{SEARCH}?Q=x", "Q", "/openapi.json"), (f"{SEARCH}?lang=en", "lang", "/openapi.json"),
    ("/api/v1/outlets?q=x", "q", "/openapi.json"),
    ("/api/v1/articles/kn-1?q=x", "q", "/openapi.json"),
    (f"{SEARCH}?q=a&q=b", "q", "once"), (f"{SEARCH}?page=1&page=1", "page", "once"),
    (f"{SEARCH}?facet=outlet&facet=year", "facet", "once"),
    (f"{SEARCH}?sort=newest&sort=oldest", "sort", "once"),
    (f"{SEARCH}?from=2007&from=2008", "from", "once"), (f"{SEARCH}?to=1&to=2", "to", "once"),
    (f"{SEARCH}?highlight=1&highlight=1", "highlight", "once"),
    (f"{SEARCH}?page_size=1&page_size=2", "page_size", "once"),
    (f"{SEARCH}?page=0", "page", "pages are numbered from 1"),
    (f"{SEARCH}?page=-1", "page", "pages are numbered from 1"),
    (f"{SEARCH}?page=dua", "page", "write a whole number"),
    (f"{SEARCH}?page=", "page", "write a whole number"),
    (f"{SEARCH}?page=1.5", "page", "write a whole number"),
    (f"{SEARCH}?page={'9' * 5000}", "page", "write a whole number"),
    (f"{SEARCH}?page=%D9%A1", "page", "write a whole number"),
    (f"{SEARCH}?page=1_0", "page", "write a whole number"),
    (f"{SEARCH}?page=%2B5", "page", "write a whole number"),
    (f"{SEARCH}?page=%201%20", "page", "write a whole number"),
    (f"{SEARCH}?page=1%0A", "page", "write a whole number"),
    (f"{SEARCH}?page_size=%EF%BC%91", "page_size", "write a whole number"),
    (f"{SEARCH}?page_size=x", "page_size", "write a whole number"),
    (f"{SEARCH}?page_size=-1", "page_size", "write a number from 0 to 100"),
    (f"{SEARCH}?page_size=101", "page_size", "write a number from 0 to 100"),
    (f"{SEARCH}?page=1001", "page", "10,000"),
    (f"{SEARCH}?page=5001&page_size=2", "page", "narrow"),
    (f"{SEARCH}?page=101&page_size=100", "page", "10,000"),
    (f"{SEARCH}?sort=terbaru", "sort", "write one of: relevance, newest, oldest, added"),
    (f"{SEARCH}?facet=tempat", "facet", "write one of: outlet, year, month, day"),
    (f"{SEARCH}?facet=outlet,tempat", "facet", "write one of: outlet, year, month, day"),
    (f"{SEARCH}?facet_limit=201", "facet_limit", "write a number from 1 to 200"),
    (f"{SEARCH}?facet_limit=0", "facet_limit", "write a number from 1 to 200"),
    (f"{SEARCH}?facet_limit=dua", "facet_limit", "write a whole number"),
    (f"{SEARCH}?facet_sort=nama", "facet_sort", "write one of: count, value"),
    (f"{SEARCH}?facet_prefix=tag:ban", "facet_prefix", "add it to facet"),
    (f"{SEARCH}?facet_prefix=ban", "facet_prefix", "outlet:kab"),
    (f"{SEARCH}?facet=tag&facet_prefix={'x' * 101}", "facet_prefix", "at most 100"),
    (f"{SEARCH}?facet_limit=1&facet_limit=2", "facet_limit", "once"),
    (f"{SEARCH}?highlight=mungkin", "highlight", "write true or false"),
    (f"{SEARCH}?year=07", "year", "YYYY"), (f"{SEARCH}?year=2007&year=x", "year", "YYYY"),
    (f"{SEARCH}?year=0000", "year", "YYYY"), (f"{SEARCH}?year=2007%0A", "year", "YYYY"),
    (f"{SEARCH}?year=", "year", "none"), (f"{SEARCH}?from=", "from", "YYYY-MM-DD"),
    (f"{SEARCH}?from=2007-1", "from", "YYYY-MM-DD"), (f"{SEARCH}?to=13/2/2007", "to", "YYYY-MM"),
    (f"{SEARCH}?to=2007-02-30", "to", "not a date"), (f"{SEARCH}?from=0000", "from", "not a date"),
    (f"{SEARCH}?from=2007-13", "from", "not a date"),
    (f"{SEARCH}?from=2013&to=2007", "from", "swap"),
    (f"{SEARCH}?from=2007-02-13T00:00:00%2B07:00", "from", "YYYY-MM-DD"),
    (f"{SEARCH}?past=lama", "past", "write 30d"), (f"{SEARCH}?past=2007", "past", "30d"),
    (f"{SEARCH}?past=30d&to=2007", "past", "leave from and to out"),
    (f"{SEARCH}?q=gempa+before:nanti", "q", "17/8/1945"),
    (f"{SEARCH}?q=on:(2007+OR+2008)", "q", "no parentheses"),
    ("/api/v1/trends?q=a&past=lama", "past", "write 30d"),
    ("/api/v1/terms?q=a&past=lama", "past", "write 30d"),
    ("/api/v1/concordance?q=a&past=lama", "past", "write 30d"),
    ("/api/v1/export?q=a&past=lama", "past", "write 30d"),
    ("/api/v1/coverage?past=lama", "past", "write 30d"),
])
def test_an_invalid_parameter_is_named_with_what_to_write(client, path, parameter, hint):
    problem = read_problem(client.get(path), 422)
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert hint in problem["errors"][0]["message"]
    assert hint in problem["detail"]
    assert problem["detail"].startswith(f"{parameter}: ")


@pytest.mark.parametrize("name", [*ALL_FILTERS, "facet"])
@pytest.mark.parametrize("count, length", [(MAX_VALUES + 1, 4), (3_000, 4), (2, 1_001)])
def test_a_list_has_limits(client, name, count, length):
    values = [str(1000 + number).zfill(length) for number in range(count)]
    pairs = [(name, ",".join(values))] if name == "facet" else [(name, each) for each in values]
    problem = read_problem(client.get(f"{SEARCH}?{urlencode(pairs)}"), 422)
    assert problem["errors"] == [{"parameter": name, "message": TOO_MANY}]


@pytest.mark.parametrize("name", ["outlet", "year", "byline"])
def test_a_list_at_its_limit_is_valid(client, name):
    values = [str(1000 + number) for number in range(MAX_VALUES)]
    assert client.get(SEARCH, query_string={name: values}).status_code == 200


def test_every_invalid_parameter_is_named(client):
    problem = read_problem(client.get(f"{SEARCH}?page=x&year=x&year=y&warna=merah"), 422)
    assert {error["parameter"] for error in problem["errors"]} == {"page", "year", "warna"}


@pytest.mark.parametrize("q, position, hint", [
    ("x" * 513, 512, "the query has 513 characters: "),
    ("😀" * 513, 512, "the query has 513 characters: "),
    ("a* " * 9, 24, "the query has 9 words that end in * or ~"),
    ("(" * 21 + "gempa", 20, "20"), ("a " + "(" * 21 + "gempa" + ")" * 21, 22, "20"),
])
def test_the_error_of_an_invalid_query_gives_the_position(client, q, position, hint):
    problem = read_problem(client.get(SEARCH, query_string={"q": q}), 400)
    assert problem["position"] == position
    assert [error["parameter"] for error in problem["errors"]] == ["q"]
    assert problem["detail"].startswith("q: ") and hint in problem["detail"]


@pytest.mark.parametrize("q", [
    "x" * 512, "😀" * 512, "(" * 20 + "gempa" + ")" * 20, "gempa* gempa~ " * 4,
])
def test_a_query_at_its_limit_is_valid(client, q):
    assert ask(client, q=q)["query"] == q


@pytest.mark.parametrize("path", [
    "/api/v1/articles/tidak-ada", "/api/v1/articles/KN-1", "/api/v1/articles/%00",
    "/api/v1/articles/", "/api/v1/zzz", "/api/v2/search", "/api/",
])
def test_an_unknown_path_or_id_is_not_found(client, path):
    read_problem(client.get(path), 404)


def test_the_error_names_an_unknown_id(client):
    assert "'tidak-ada'" in client.get("/api/v1/articles/tidak-ada").json["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [
    SEARCH, "/api/v1/articles/kn-1", "/api/v1/outlets", "/healthz", "/readyz", "/openapi.json",
])
def test_a_wrong_method_gets_the_allowed_ones(client, path, method):
    response = client.open(path, method=method)
    read_problem(response, 405)
    more = {"PUT", "DELETE"} if method in ("PATCH", "POST") and "articles" in path else set()
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"} | more


@pytest.mark.parametrize("path", [
    SEARCH, "/api/v1/articles/kn-1", "/api/v1/outlets", "/readyz",
])
def test_an_archive_that_cannot_answer_says_why_in_a_few_words(missing, stale, path):
    for service, reason in ((missing, "there is no archive yet"), (stale, "another version")):
        if service is missing or "articles" not in path:
            assert reason in read_problem(service.get(path), 503)["detail"]


def test_a_service_without_a_usable_archive_is_healthy(stale, missing):
    assert stale.get("/healthz").status_code == missing.get("/healthz").status_code == 200


def test_an_unexpected_error_does_not_expose_its_cause():
    problem = read_problem(create_app(None).test_client().get(SEARCH), 500)
    assert "NoneType" not in json.dumps(problem)
