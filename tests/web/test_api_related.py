"""Related articles, over HTTP and on the page of an article."""

import pytest

from search import Article
from web import create_app

from support.api import read_problem
from support.page_reader import english, find, get, text

PANEN = "Pedagang pasar menaikkan harga beras karena panen mundur, dan gudang penyalur kosong."


@pytest.fixture
def client(archive):
    list(archive.add([
        Article("a", "Harga Beras <Naik>", PANEN, outlet="Kabar Nusa", published="2010-03-01",
                extra={"byline": "Rahayu"}),
        Article("a/related", "Panen Mundur", "Hujan membuat panen mundur. Harga beras naik, kata "
                "pedagang pasar, sebab gudang penyalur kosong."),
        Article("b", "Banjir Surut", "Warga membersihkan lumpur di rumah."),
        Article("b/c", "Gudang Beras", "Gudang penyalur kosong, pedagang pasar menaikkan harga.",
                published="2010-03"),
    ]))
    return create_app(archive).test_client()


def test_related_articles_come_with_their_fields_and_similarity(client):
    answer = client.get("/api/v1/articles/b/c/related").json
    assert answer["id"] == "b/c"
    first = answer["related"][0]
    similarity = first.pop("similarity")
    assert 0.38 <= similarity <= 1
    assert first == {
        "id": "a", "title": "Harga Beras <Naik>", "outlet": "Kabar Nusa", "byline": "Rahayu",
        "published": "2010-03-01", "date_precision": "day", "url": None, "story": None,
        "links": {"page": "/articles/a"}}


def test_a_limit_bounds_them(client):
    path = "/api/v1/articles/b/c/related"
    assert len(client.get(path).json["related"]) == 2
    assert len(client.get(path, query_string={"limit": 1}).json["related"]) == 1


def test_an_article_without_related_ones_has_an_empty_list(client):
    assert client.get("/api/v1/articles/b/related").json == {"id": "b", "related": []}


def test_an_id_that_ends_like_the_address_is_still_found(client):
    assert client.get("/api/v1/articles/a/related").json["title"] == "Panen Mundur"
    related = client.get("/api/v1/articles/a/related/related").json["related"]
    assert [each["id"] for each in related] == ["a", "b/c"]


def test_an_unknown_article_is_not_found(client):
    read_problem(client.get("/api/v1/articles/zzz/related"), 404)


@pytest.mark.parametrize("parameters, name", [
    ({"limit": 0}, "limit"), ({"limit": 21}, "limit"), ({"limit": "x"}, "limit"),
    ({"limit": [1, 2]}, "limit"), ({"q": "a"}, "q"),
])
def test_an_error_names_the_parameter(client, parameters, name):
    problem = read_problem(client.get("/api/v1/articles/b/related", query_string=parameters), 422)
    assert [each["parameter"] for each in problem["errors"]] == [name]


def test_the_page_of_an_article_lists_them(client):
    [section] = find(get(client, "/articles/b%2Fc?q=gudang"), "section", cls="related")
    assert text(find(section, "h2")[0]) == "Berita terkait"
    assert [text(item) for item in find(section, "li")] == [
        "Harga Beras <Naik> Kabar Nusa · 1 Maret 2010", "Panen Mundur Tanpa media · tanpa tanggal"]
    assert [a.attrs["href"] for a in find(section, "a")] == [
        "/articles/a?q=gudang", "/articles/a%2Frelated?q=gudang"]
    [section] = find(get(client, english("/articles/b%2Fc")), "section", cls="related")
    assert text(find(section, "h2")[0]) == "Related articles"
    assert not find(get(client, "/articles/b"), "section", cls="related")
