"""The help, for people and for programs."""

import re

import pytest

from search.facets import FACETS
from web import create_app
from web.headers import is_api
from web.settings import Settings

from support.api import SEARCH
from support.page_reader import asked, english, find, get, parse, text, walk


def test_every_example_of_the_help_is_a_link(client):
    page = get(client, english("/help"))
    examples = {text(a): a.attrs["href"] for a in find(page, "a") if find(a, "code")}
    assert len(examples) >= 10
    for typed, href in examples.items():
        assert sorted(asked(href)) == [("lang", "en"), ("q", typed)]
        assert find(get(client, href), "input", id="q")[0].attrs["value"] == typed


@pytest.mark.parametrize("examples, typed", [
    (("harga beras", "suku bunga"),
     ['"harga beras"', '"harga beras"~5', '"harga beras" OR "suku bunga"', "judul:beras", "bera*"]),
    (('harga "beras" -naik', "suku bunga"), ['"suku bunga"', "judul:bunga"]),
    (("gempa",), ['"enam pihak"', "Merapi OR Semeru"]),
])
def test_the_help_puts_operators_to_the_examples_of_the_settings(filled_archive, examples, typed):
    page = get(create_app(filled_archive, Settings(examples=examples)).test_client(), "/help")
    shown = [text(code) for code in find(page, "code")]
    assert set(typed) <= set(shown)
    assert 'media:"Kabar Nusa"' in shown or any(each.startswith('media:"') for each in shown)


def test_the_client_of_the_help_keeps_any_example(filled_archive):
    app = create_app(filled_archive, Settings(examples=('"enam pihak" -\'Iran\'',)))
    [code] = find(get(app.test_client(), "/help/api"), "pre", id="client-python")
    line = next(line for line in text(code).splitlines() if '"cursor"' in line)
    assert '"q": "\\u0022enam pihak\\u0022' in line or '"q": "\\"enam pihak\\"' in line


def test_the_help_speaks_both_languages(client):
    one, other = (text(find(get(client, path), "main")[0]) for path in ("/help", english("/help")))
    assert "Kata" in one and "Words" not in one
    assert "words" in other and "kata" not in other.replace("dua kata", "")


def test_the_help_for_programs_lists_every_parameter_and_path(client):
    page = get(client, "/help/api")
    shown, said = {text(code) for code in find(page, "code")}, text(page)
    document = client.get("/openapi.json").json
    assert {f"{method.upper()} {path}" for path, operations in document["paths"].items()
            for method in operations} <= shown
    for parameter in document["paths"][SEARCH]["get"]["parameters"]:
        assert parameter["name"] in shown
        assert " ".join(parameter["description"].split()) in said


@pytest.mark.parametrize("facet", FACETS)
def test_the_help_for_programs_describes_every_facet(client, facet):
    page = get(client, "/help/api")
    rows = [row for row in find(page, "tr") if text(find(row, "th")[0]) == "facet"]
    assert facet in re.findall(r"\w+", text(find(rows[0], "td")[0]))
    described = client.get("/openapi.json").json["components"]["schemas"]["FacetCounts"]
    assert described["properties"][facet]["description"] in text(page)


def test_the_help_for_programs_has_every_parameter_of_every_path(client):
    page, document = get(client, "/help/api"), client.get("/openapi.json").json
    folds = {text(find(fold, "h3")[0]): fold for fold in find(page, "details", cls="fold")}
    for title, operation in [
            (f"{method.upper()} {path}", operation) for path, operations in
            document["paths"].items() for method, operation in operations.items()]:
        fold, parameters = folds[title], operation.get("parameters", [])
        names = [text(code) for each in find(fold, "p") + find(fold, "th")
                 for code in find(each, "code")]
        assert sorted(names) == sorted(parameter["name"] for parameter in parameters)
    assert len(client.get("/help/api").data) < 90_000


def test_the_help_for_programs_links_every_value_to_its_schema(client):
    page, document = get(client, "/help/api"), client.get("/openapi.json").json
    anchors = {node.attrs["id"] for node in walk(page) if "id" in node.attrs}
    led = [a.attrs["href"] for a in find(find(page, "main")[0], "a")]
    assert {href[1:] for href in led if href.startswith("#")} <= anchors
    assert {f"#{name}" for name in document["components"]["schemas"]} <= set(led)
    [fold] = find(page, "details", id="SearchResponse")
    rows = {text(find(row, "th")[0]): text(find(row, "td")[0]) for row in find(fold, "tr")}
    assert rows["hits"] == "list of Hit" and rows["total_with_all_words"] == "integer or null"
    assert rows["facets_omitted"] == "object: text → integer"


JOURNEYS = {
    "/": SEARCH, "/articles/<any_id:id>": "/api/v1/articles/{id}",
    "/tren": "/api/v1/trends", "/konkordansi": "/api/v1/concordance",
    "/istilah": "/api/v1/terms", "/stories/<any_id:id>": "/api/v1/stories/{id}",
    "/outlets": "/api/v1/coverage", "/outlets/<any_id:name>": "/api/v1/coverage",
    "/tanggal": SEARCH, "/help": "/openapi.json", "/help/api": "/openapi.json",
    "/sematkan": SEARCH, "/embed": SEARCH, "/~<name>/": SEARCH,
    "/~<name>/<any_id:path>": SEARCH,
}
"""Each page, and where programs ask for the same. Add a page only with what they do instead."""

FOR_PEOPLE = {"lang", "view", "pos", "accent", "language", "theme"}
"""What pages take and the API need not: a language, how much is shown, the way back, and looks."""


def test_every_page_has_its_journey_in_the_api(app):
    pages = {rule.rule for rule in app.url_map.iter_rules()
             if not is_api(rule.rule) and not re.search(r"^/static|^/sitemap|\.\w+$", rule.rule)}
    assert {re.sub(r"^/tanggal/.*", "/tanggal", rule) for rule in pages} <= JOURNEYS.keys()
    paths = app.test_client().get("/openapi.json").json["paths"].keys() | {"/openapi.json"}
    assert set(JOURNEYS.values()) <= paths


@pytest.mark.parametrize("path", [
    "/", "/?q=nuklir&outlet=Kabar+Nusa&lang=en", "/?q=nuklir&facet=outlet&view=lengkap&page=1",
    "/?q=zzz&year=1950", "/tren?q=nuklir&q=gempa", "/outlets", "/help", "/articles/kn-1?q=nuklir",
    "/istilah?q=nuklir", "/konkordansi?q=nuklir", "/sematkan?q=nuklir",
])
def test_what_links_and_forms_of_pages_ask_for_the_api_takes_too(client, path):
    document, page = client.get("/openapi.json").json["paths"], get(client, english(path))
    known = {page: {each["name"] for each in document[api]["get"].get("parameters", ())}
             for page, api in JOURNEYS.items() if api in document}
    links = [(a.attrs["href"].partition("?")[0], {name for name, _ in asked(a.attrs["href"])})
             for a in find(page, "a") if a.attrs.get("href", "").startswith("/")]
    forms = [(form.attrs["action"].partition("#")[0], {
        field.attrs["name"] for tag in ("input", "select") for field in find(form, tag)
        if "name" in field.attrs}) for form in find(page, "form") if form.attrs.get("action")]
    of_search = [(path, names) for path, names in links + forms if path in known]
    assert of_search
    assert [(path, names - known[path] - FOR_PEOPLE)
            for path, names in of_search if names - known[path] - FOR_PEOPLE] == []


def test_the_help_for_programs_shows_no_python(client):
    assert "['" not in text(find(get(client, "/help/api"), "main")[0])


def test_the_example_of_the_help_for_programs_finds_something(client):
    response = client.get("/help/api")
    [example] = [text(code) for code in find(parse(response.text), "code") if "q=" in text(code)]
    assert client.get(example).status_code == 200
