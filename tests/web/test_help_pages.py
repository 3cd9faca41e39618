"""The help, for people and for programs."""

import pytest

from search.facets import FACETS

from support.api import SEARCH
from support.page_reader import asked, english, find, get, parse, text


def test_every_example_of_the_help_is_a_link(client):
    page = get(client, english("/help"))
    examples = {text(a): a.attrs["href"] for a in find(page, "a") if find(a, "code")}
    assert len(examples) >= 10
    for typed, href in examples.items():
        assert sorted(asked(href)) == [("lang", "en"), ("q", typed)]
        assert find(get(client, href), "input", id="q")[0].attrs["value"] == typed


def test_the_help_speaks_both_languages(client):
    one, other = (text(find(get(client, path), "main")[0]) for path in ("/help", english("/help")))
    assert "Kata" in one and "Words" not in one
    assert "words" in other and "kata" not in other.replace("dua kata", "")


def test_the_help_for_programs_lists_every_parameter_and_path(client):
    shown = {text(code) for code in find(get(client, "/help/api"), "code")}
    document = client.get("/openapi.json").json
    assert {f"GET {path}" for path in document["paths"]} <= shown
    for parameter in document["paths"][SEARCH]["get"]["parameters"]:
        assert parameter["name"] in shown
        assert " ".join(parameter["description"].split()) in text(get(client, "/help/api"))


@pytest.mark.parametrize("facet", FACETS)
def test_the_help_for_programs_describes_every_facet(client, facet):
    page = get(client, "/help/api")
    rows = [row for row in find(page, "tr") if text(find(row, "th")[0]) == "facet"]
    assert facet in text(find(rows[0], "td")[0]).split(", ")
    described = client.get("/openapi.json").json["components"]["schemas"]["FacetCounts"]
    assert described["properties"][facet]["description"] in text(page)


def test_the_help_for_programs_shows_no_python(client):
    assert "['" not in text(find(get(client, "/help/api"), "main")[0])


def test_the_help_for_programs_does_not_repeat_the_host(client):
    response = client.get("/help/api", headers={"Host": "jahat.example"})
    assert "jahat" not in response.text
    [example] = [text(code) for code in find(parse(response.text), "code") if "q=" in text(code)]
    assert client.get(example).status_code == 200
