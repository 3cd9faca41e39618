"""References to an article, in words and for reference managers."""

import bibtexparser
import pytest
import rispy

from search import Article
from search.explore import EXPORT_FORMATS, STYLES, cite
from web import create_app

PATH = "/api/v1/articles/kn-1/citation"
SHORT = Article("a", "Gempa? ", outlet="Kabar", published="2018-09")


@pytest.mark.parametrize("style, article, indonesian, english", [
    ("plain", SHORT, "“Gempa?”, Kabar, September 2018", "“Gempa?”, Kabar, September 2018"),
    ("apa", SHORT, "Gempa? (2018, September). Kabar.", "Gempa? (2018, September). Kabar."),
    ("mla", SHORT, "“Gempa?” Kabar, September 2018.", "“Gempa?” Kabar, Sept. 2018."),
    ("plain", Article("b"), "“[Tanpa judul]”", "“[Untitled]”"),
    ("apa", Article("b"), "[Tanpa judul]. (t.t.).", "[Untitled]. (n.d.)."),
    ("mla", Article("b"), "“[Tanpa judul].”", "“[Untitled].”"),
    ("apa", Article("c", "Banjir", extra={"byline": "Rina A."}, published="2007-02-03"),
     "Rina A. (2007, 3 Februari). Banjir.", "Rina A. (2007, February 3). Banjir."),
    ("mla", Article("c", "Banjir", extra={"byline": "Rina"}, url="https://k.example/1"),
     "Rina. “Banjir.” https://k.example/1.", "Rina. “Banjir.” https://k.example/1."),
])
def test_a_reference_names_what_is_known(style, article, indonesian, english):
    refer = STYLES[style]
    assert refer(cite(article), "id").text.strip() == indonesian
    assert refer(cite(article), "en").text.strip() == english


def test_the_api_refers_to_an_article(client):
    plain = client.get(PATH)
    assert plain.content_type == "text/plain; charset=utf-8"
    assert plain.text.startswith("Rahayu, “") and "13 Februari 2007" in plain.text
    assert "(2007, February 13)." in client.get(f"{PATH}?format=apa&lang=en").text


@pytest.mark.parametrize("format", ["ris", "bibtex", "csl-json"])
def test_the_api_refers_to_an_article_for_reference_managers(client, format):
    response = client.get(f"{PATH}?format={format}")
    assert response.mimetype == EXPORT_FORMATS[format].media_type
    assert f"filename=warta.{EXPORT_FORMATS[format].ending}" in (
        response.headers["Content-Disposition"])
    if format == "ris":
        assert [each["authors"] for each in rispy.loads(response.text)] == [["Rahayu"]]
    elif format == "bibtex":
        assert [each.key for each in bibtexparser.parse_string(response.text).entries] == ["kn-1"]
    else:
        assert [each["id"] for each in response.json] == ["kn-1"]


@pytest.mark.parametrize("query, parameter", [
    ("format=chicago", "format"), ("lang=jv", "lang"), ("gaya=apa", "gaya"),
    ("format=ris&format=apa", "format")])
def test_a_wrong_parameter_of_a_reference_is_named(client, query, parameter):
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 422
    assert [each["parameter"] for each in response.json["errors"]] == [parameter]


def test_an_article_whose_id_ends_like_the_address_is_found(archive):
    list(archive.add([Article("a", "Satu"), Article("a/citation", "Dua")]))
    client = create_app(archive).test_client()
    assert client.get("/api/v1/articles/a%2Fcitation").json["title"] == "Dua"
    assert client.get("/api/v1/articles/b/citation").status_code == 404
