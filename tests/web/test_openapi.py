"""The OpenAPI document: valid, complete, and true of the responses."""

import json
import re
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from search import Article, Query, open_archive
from search.facets import ALL_FILTERS, DEFAULT_FACETS, FACETS
from search.query import MAX_PAGE_SIZE
from web import create_app
from web.address import CONCORDANCE_PATH, EXPORT_PATH, STORY_PATH, TRENDS_PATH
from web.headers import is_api
from web.parameters.citation import REFERENCE_FORMATS
from web.responses import openapi

from support.api import SEARCH
from support.news import ARTICLES, EVIL


@pytest.fixture(scope="module")
def document(client):
    """The document as served."""
    return client.get("/openapi.json").json


@pytest.fixture(scope="module")
def parameters(document):
    """The documented parameters of the search, by name."""
    found = document["paths"][SEARCH]["get"]["parameters"]
    return {parameter["name"]: parameter for parameter in found}


def test_the_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_the_document_is_served_as_built(document):
    assert document == openapi.build_document()


def test_every_route_for_programs_is_documented(app, document):
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") or is_api(rule.rule)
    }
    assert routes - {"/openapi.json"} == document["paths"].keys()


def test_every_search_parameter_is_documented_with_a_description(parameters):
    assert parameters.keys() == {
        "q", *ALL_FILTERS, "from", "to", "past", "sort", "page", "page_size", "facet", "highlight",
        "collapse", "view", "expand", "explain", "interval", "share", "cursor",
        "facet_limit", "facet_prefix", "facet_sort",
    }
    for parameter in parameters.values():
        assert parameter["in"] == "query" and parameter["required"] is False
        assert len(parameter["description"]) > 10


@pytest.mark.parametrize("name, value", [
    ("q", Query().text), ("sort", Query().sort), ("page", Query().page),
    ("page_size", Query().page_size), ("highlight", Query().highlight),
    ("collapse", Query().collapse), ("explain", Query().explain),
])
def test_a_documented_default_is_that_of_the_query(parameters, name, value):
    assert parameters[name]["schema"]["default"] == value


@pytest.mark.parametrize("name, limits", [
    ("page", {"minimum": 1}), ("page_size", {"minimum": 0, "maximum": MAX_PAGE_SIZE}),
    ("sort", {"enum": ["relevance", "newest", "oldest", "added"]}),
])
def test_the_limits_of_a_parameter_are_documented(parameters, name, limits):
    assert parameters[name]["schema"] | limits == parameters[name]["schema"]


@pytest.mark.parametrize("name, explode", [("outlet", True), ("year", True), ("facet", False)])
def test_lists_are_documented_as_they_are_passed(parameters, name, explode):
    assert parameters[name]["schema"]["type"] == "array"
    assert (parameters[name]["style"], parameters[name]["explode"]) == ("form", explode)


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_is_documented(document, parameters, facet):
    assert facet in parameters["facet"]["schema"]["items"]["enum"]
    counted = document["components"]["schemas"]["FacetCounts"]["properties"][facet]
    assert len(counted["description"]) > 10


def test_no_unknown_facet_is_documented(document, parameters):
    assert parameters["facet"]["schema"]["items"]["enum"] == list(FACETS)
    counted = document["components"]["schemas"]["FacetCounts"]["properties"]
    assert counted.keys() == set(FACETS)


def test_the_facets_counted_by_default_are_documented(parameters):
    assert f"{','.join(DEFAULT_FACETS)} by default" in parameters["facet"]["description"]


def test_patterns_are_valid_in_json_schema(document):
    patterns = re.findall(r'"pattern": "([^"]*)"', json.dumps(document))
    assert len(patterns) >= 3
    for pattern in patterns:
        assert pattern.startswith("^") and pattern.endswith("$")
        assert not re.search(r"\\[ZAz]", pattern)


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_date_bound_is_documented_as_a_string(parameters, name):
    assert parameters[name]["schema"]["type"] == "string"


def test_every_reference_resolves(document):
    names = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document))
    assert names and set(names) <= document["components"]["schemas"].keys()


@pytest.mark.parametrize("path, query", [
    (SEARCH, ""), (SEARCH, "q=nuklir&outlet=none&year=2007&facet=year"),
    (SEARCH, "page_size=0"), (SEARCH, f"q={quote(EVIL)}"), (SEARCH, "facet="),
    (SEARCH, f"facet={','.join(FACETS)}"),
    (TRENDS_PATH, "q=gempa&q=banjir&share=true"), (TRENDS_PATH, ""),
    (TRENDS_PATH, f"q={'x' * 513}"), (EXPORT_PATH, f"q={'x' * 513}"), (EXPORT_PATH, "page=2"),
    (SEARCH, "interval=auto&share=true&collapse=story"), (SEARCH, "interval=hour"),
    (SEARCH, "page=2&page_size=7&sort=oldest&highlight=false"), (SEARCH, "page=1000"),
    (SEARCH, f"q={'(' * 21}"), (SEARCH, f"q={'x' * 513}"), (SEARCH, "warna=merah"),
    (SEARCH, "cursor=*&page_size=2"), (SEARCH, "cursor=x"),
    (SEARCH, "page=0"), (SEARCH, "from=2013&to=2007"), (SEARCH, "q=a&q=b"),
    ("/api/v1/outlets", ""), ("/api/v1/outlets", "q=x"), ("/healthz", ""), ("/readyz", ""),
])
def test_a_response_has_a_documented_status_type_and_schema(client, document, path, query):
    check(document, path, client.get(f"{path}?{query}"))


@pytest.mark.parametrize("id", [article.id for article in ARTICLES[:9]] + ["tidak-ada"])
def test_an_article_has_the_documented_schema(client, document, id):
    path = f"/api/v1/articles/{quote(id)}"
    check(document, "/api/v1/articles/{id}", client.get(path))
    check(document, "/api/v1/articles/{id}/related", client.get(f"{path}/related"))


def test_related_articles_matches_and_copies_have_the_documented_schema(archive, document):
    body = "Pedagang pasar menaikkan harga beras karena panen mundur."
    list(archive.add([Article("a", "Beras", body), Article("b", "Panen", f"{body} Kata petani.")]))
    client = create_app(archive).test_client()
    for query in ("q=beras", "q=beras&width=0", "q=((" + "(" * 30):
        check(document, CONCORDANCE_PATH, client.get(f"{CONCORDANCE_PATH}?{query}"))
    list(archive.add([Article("c", "Beras", body)]))
    for id in "abx":
        check(document, f"{STORY_PATH}{{id}}", client.get(f"{STORY_PATH}{id}"))
    list(archive.remove(["c"]))
    response = client.get("/api/v1/articles/a/related?limit=1")
    assert len(response.json["related"]) == 1
    check(document, "/api/v1/articles/{id}/related", response)


@pytest.mark.parametrize("path, asked", [
    (SEARCH, SEARCH), ("/api/v1/outlets", "/api/v1/outlets"), ("/readyz", "/readyz"),
    ("/api/v1/articles/{id}", "/api/v1/articles/x"),
])
def test_a_service_without_an_archive_responds_as_documented(document, tmp_path, path, asked):
    client = create_app(open_archive(f"whoosh:{tmp_path / 'tidak-ada'}")).test_client()
    response = client.get(asked)
    assert response.status_code == 503
    check(document, path, response)


def check(document, path, response):
    """Assert that the status, type and body of the response are documented for the path."""
    documented = document["paths"][path]["get"]["responses"][str(response.status_code)]
    schema = documented["content"][response.content_type]["schema"]
    validator = Draft202012Validator(schema | {"components": document["components"]})
    assert [error.message for error in validator.iter_errors(response.json)] == []


@pytest.mark.parametrize("broken", [
    {"total": "3"}, {"hits": [{}]}, {"facets": None}, {"links": {"self": None}}, {"warna": 1},
    {"facets": {"month": [{"value": "2007", "count": 1, "selected": False}]}},
    {"facets": {"day": [{"value": "2007-02", "count": 1, "selected": False}]}},
])
def test_the_documented_schema_rejects_invalid_responses(client, document, broken):
    answer = client.get(SEARCH).json | broken
    schema = {"$ref": "#/components/schemas/SearchResponse", "components": document["components"]}
    assert not Draft202012Validator(schema).is_valid(answer)


@pytest.mark.parametrize("path, format", [
    *(("/api/v1/articles/hs-2/citation", name) for name in REFERENCE_FORMATS),
    (EXPORT_PATH, "csl-json"), (EXPORT_PATH, "ris")])
def test_json_under_another_name_is_documented_as_json(client, document, path, format):
    answer = client.get(path, query_string={"format": format})
    described = path.replace("hs-2", "{id}")
    content = document["paths"][described]["get"]["responses"]["200"]["content"]
    is_json = "json" in answer.mimetype
    assert content[answer.mimetype]["schema"]["type"] == ("array" if is_json else "string")
    assert not is_json or isinstance(json.loads(answer.text), list)
