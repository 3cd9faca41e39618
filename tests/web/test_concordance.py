"""Each match on a line: for programs as JSON and CSV, and as a page."""

import csv
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest

from search import Article
from web import create_app

from support.api import read_problem
from support.page_reader import find, get, text

CONCORDANCE = "/api/v1/concordance"


@pytest.fixture(scope="module")
def boats(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([
        Article("a", "Lomba <b>", "=1+1 perahu\n=2+2 naga.", outlet="Arus & Kota",
                published="2007-02-13"),
        Article("b", "Galangan", "Harga perahu baja.")]))
    return create_app(archive).test_client()


def test_lines_come_with_their_article_and_what_was_read(boats):
    answer = boats.get(f"{CONCORDANCE}?q=perahu&width=10").json
    figures = ("total", "total_articles", "articles_read", "complete", "width", "sort", "limit")
    assert [answer[name] for name in figures] == [2, 2, 2, True, 10, "right", 100]
    assert answer["lines"][0] == {
        "left": "=1+1 ", "match": "perahu", "right": " =2+2", "field": "body", "id": "a",
        "title": "Lomba <b>", "outlet": "Arus & Kota", "published": "2007-02-13"}
    assert answer["lines"][1]["right"] == " baja."


@pytest.mark.parametrize("text", ["", "on:2007", "-jerapah", "site:kabar.example OR -jerapah"])
def test_no_article_is_read_for_a_query_without_words_to_find(boats, text):
    answer = boats.get(CONCORDANCE, query_string={"q": text}).json
    assert (answer["articles_read"], answer["complete"], answer["lines"]) == (0, True, [])


def test_csv_has_a_row_for_each_line_and_no_formula(boats):
    response = boats.get(f"{CONCORDANCE}?q=perahu&sort=date&format=csv")
    assert response.content_type == "text/csv; charset=utf-8"
    heading, first, second = csv.reader(StringIO(response.text))
    assert heading == ["left", "match", "right", "field", "id", "title", "outlet", "published"]
    assert first[:3] == ["'=1+1 ", "perahu", "' =2+2 naga."]
    assert second == ["Harga ", "perahu", " baja.", "body", "b", "Galangan", "", ""]


@pytest.mark.parametrize("parameters, name", [
    ("", "q"), ("q=a&width=0", "width"), ("q=a&width=201", "width"), ("q=a&limit=1001", "limit"),
    ("q=a&limit=x", "limit"), ("q=a&sort=newest", "sort"), ("q=a&format=svg", "format"),
    ("q=a&q=b", "q"), ("q=a&page=2", "page"), ("q=a&collapse=x", "collapse"),
    ("q=a&from=2013&to=2007", "from"),
])
def test_a_bad_parameter_is_named(boats, parameters, name):
    problem = read_problem(boats.get(f"{CONCORDANCE}?{parameters}"), 422)
    assert [error["parameter"] for error in problem["errors"]] == [name]


def test_the_page_has_a_row_for_each_match_that_leads_to_its_article(boats):
    page = get(boats, "/konkordansi?q=perahu&width=10&lang=en")
    rows = find(find(page, "tbody")[0], "tr")
    assert [[text(cell) for cell in find(row, "td")][:3] for row in rows] == [
        ["=1+1", "perahu", "=2+2"], ["Harga", "perahu", "baja."]]
    [link] = find(rows[0], "a")
    assert text(link) == "Lomba <b>" and link.attrs["href"].startswith("/articles/a?q=perahu")
    [download] = [a.attrs["href"] for a in find(page, "a") if text(a) == "CSV"]
    assert parse_qs(urlsplit(download).query) == {
        "q": ["perahu"], "collapse": ["story"], "width": ["10"], "sort": ["right"],
        "limit": ["100"], "format": ["csv"]}
    assert len(list(csv.reader(StringIO(boats.get(download).text)))) == 3


def test_the_page_without_a_query_is_a_form(boats):
    assert not find(get(boats, "/konkordansi"), "table")
    page = get(boats, "/konkordansi?q=perahu&width=999")
    assert [box.attrs["value"] for box in find(page, "input", name="width")] == ["200"]


def test_a_page_without_lines_leads_to_the_suggestions(boats):
    [notice] = find(get(boats, "/konkordansi?q=zzzkata"), "p", cls="notice")
    assert find(notice, "a")[0].attrs["href"] == "/?q=zzzkata"


def test_the_view_of_results_leads_to_the_page(boats):
    response = boats.get("/?view=kwic&q=perahu&from=2007&lang=en")
    assert response.location == "/konkordansi?q=perahu&from=2007&lang=en"
    links = [a.attrs["href"] for a in find(get(boats, "/?q=perahu&to=2007"), "a")]
    assert "/konkordansi?q=perahu&to=2007" in links
    assert boats.get("/?view=x").status_code == 200
