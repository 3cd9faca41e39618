"""Significant terms over HTTP and on their page."""

import pytest

from search import Article
from web import create_app
from web.responses.schemas import TermsResponseSchema

from support.api import read_problem

ARTICLES = [
    *[Article(f"f{n}", f"Panen <udang> ke-{n}", f"Udang {n} mati. Petambak menguras tambak {n}.")
      for n in range(6)],
    *[Article(f"o{n}", f"Rapat {n}", f"Rapat ke-{n} ditunda karena listrik {n} padam.")
      for n in range(40)]]


@pytest.fixture
def client(archive):
    list(archive.add(ARTICLES))
    return create_app(archive).test_client()


def test_terms_come_with_their_counts_and_a_narrower_query(client):
    answer = client.get("/api/v1/terms?q=udang&limit=2").json
    assert TermsResponseSchema().validate(answer) == {}
    assert answer["total_articles"] == 6 and 1 <= answer["articles_read"] <= 6
    for term in answer["terms"]:
        assert term["total"] == 6 and term["query"].endswith(" udang")


@pytest.mark.parametrize("parameters, named", [
    ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("page=1", "page"),
    ("from=2013-02-30", "from"), ("year=dulu", "year"), ("q=a&q=b", "q")])
def test_bad_parameters_are_named(client, parameters, named):
    problem = read_problem(client.get(f"/api/v1/terms?{parameters}"), 422)
    assert [each["parameter"] for each in problem["errors"]] == [named]


def test_the_page_links_each_term_to_its_articles(client):
    assert 'href="/istilah?q=udang"' in client.get("/?q=udang").text
    page = client.get("/istilah?q=udang").text
    assert "tambak" in page and 'href="/?q=%2B' in page
    none = client.get("/istilah?q=%3Cb%3E+tiada&lang=en").text
    assert "No term stands out" in none and "<b>" not in none
    assert client.get("/istilah?limit=0").status_code == 200
