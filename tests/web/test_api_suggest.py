"""Completions over HTTP: as JSON, and as OpenSearch Suggestions."""

import pytest

from support.api import read_problem

SUGGEST = "/api/v1/suggest"


def test_completions_have_texts_and_kinds(client):
    answer = client.get(SUGGEST, query_string={"q": "kab"}).json
    assert answer["query"] == "kab"
    assert {"text": "Kabar Nusa", "kind": "outlet", "total": 2} in answer["completions"]


def test_browsers_get_opensearch_suggestions(client):
    response = client.get(SUGGEST, query_string={"q": "kab", "format": "opensearch"})
    assert response.content_type == "application/x-suggestions+json"
    query, texts = response.json
    json = client.get(SUGGEST, query_string={"q": "kab"}).json
    assert query == "kab" and texts == [each["text"] for each in json["completions"]]


@pytest.mark.parametrize("q", ["", "zzz", "???", '"', "x" * 512])
def test_nothing_to_complete_is_no_error(client, q):
    assert client.get(SUGGEST, query_string={"q": q}).json == {
        "query": q, "completions": [], "partial": False, "left_out": []}


@pytest.mark.parametrize("parameters, name", [
    ({}, "q"), ({"q": "x" * 513}, "q"), ({"q": "a", "limit": 0}, "limit"),
    ({"q": "a", "limit": 21}, "limit"), ({"q": "a", "limit": "x"}, "limit"),
    ({"q": "a", "format": "xml"}, "format"), ({"q": "a", "page": 1}, "page"),
    ({"q": ["a", "b"]}, "q"),
])
def test_an_error_names_the_parameter(client, parameters, name):
    problem = read_problem(client.get(SUGGEST, query_string=parameters), 422)
    assert [each["parameter"] for each in problem["errors"]] == [name]
