"""What the archive has: by outlet, by day, and in all; for programs and as pages."""

import re
from urllib.parse import urlsplit

import pytest

from search import Article
from web import create_app

from support.api import read_problem
from support.news import EVIL_OUTLET
from support.page_reader import find, get, text

COVERAGE = "/api/v1/coverage"


def ask(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.json


def test_coverage_lists_outlets_with_their_years_and_gaps(client):
    answer = ask(client, f"{COVERAGE}?outlet=Harian+Sagara&outlet=none")
    assert answer["total"] == 2 and answer["by"] == "year"
    [sagara] = [each for each in answer["outlets"] if each["outlet"]]
    assert sagara.pop("last_added").endswith("+07:00")
    assert sagara == {
        "outlet": "Harian Sagara", "articles": 2, "stories": 2, "undated": 0, "imprecise": 0,
        "first_day": "2013-06-29", "last_day": "2013-06-29",
        "periods": [{"period": "2007", "articles": 1, "stories": 1},
                    {"period": "2013", "articles": 1, "stories": 1}],
        "gaps": [{"from": "2008", "to": "2012"}]}


def test_coverage_comes_in_pages_that_link_to_each_other(client):
    seen, address = [], f"{COVERAGE}?page_size=2&from=1990"
    while address:
        answer = ask(client, address)
        seen += [each["outlet"] for each in answer["outlets"]]
        previous, address = answer["links"]["previous"], answer["links"]["next"]
        assert "from=1990" in answer["links"]["self"]
    assert len(seen) == len(set(seen)) == answer["total"]
    assert previous.endswith(f"page={answer['page'] - 1}")
    assert ask(client, f"{COVERAGE}?page=400")["links"]["previous"].endswith("page=1")


@pytest.mark.parametrize("parameters, name", [
    ("by=week", "by"), ("page=0", "page"), ("page_size=51", "page_size"),
    ("page_size=0", "page_size"),
    ("from=2013&to=2007", "from"), ("warna=merah", "warna"), ("by=year&by=year", "by"),
    ("page=10001&page_size=1", "page"), ("q=nuklir", "q"),
])
def test_a_bad_parameter_is_named(client, parameters, name):
    problem = read_problem(client.get(f"{COVERAGE}?{parameters}"), 422)
    assert [error["parameter"] for error in problem["errors"]] == [name]


def test_pages_of_outlets_end(client):
    said = read_problem(client.get(f"{COVERAGE}?page=9999"), 422)["detail"]
    assert said.startswith("page: pages go to the 10,000th outlet")


def test_the_status_says_how_much_there_is_and_when_it_changed(archive):
    client = create_app(archive).test_client()
    list(archive.add([
        Article("a", "Panen", "Isi.", outlet="Kabar Nusa", published="2013-06-29"),
        Article("b", "Banjir", "Isi.")]))
    status = ask(client, "/api/v1/status")
    assert status["changed"][:2] == "20" and status["changed"].endswith("+07:00")
    assert {name: status[name] for name in status if name not in ("changed", "version")} == {
        "articles": 2, "stories": 2, "undated": 1, "first_day": "2013-06-29",
        "last_day": "2013-06-29", "outlets": 1, "pending": 0}
    read_problem(client.get("/api/v1/status?x=1"), 422)


def test_the_page_of_outlets_leads_to_each_and_to_its_days(client):
    page = get(client, "/outlets")
    rows = find(find(page, "tbody")[0], "tr")
    assert len(rows) == 6
    for row in rows:
        for link in find(row, "a"):
            assert client.get(link.attrs["href"]).status_code == 200, link.attrs["href"]
    assert EVIL_OUTLET in text(page)
    get(client, "/outlets?lang=en&page=9")
    assert "halaman 99" in text(find(get(client, "/outlets?page=99"), "div", role="status")[0])


def test_many_outlets_come_in_pages(archive):
    list(archive.add([Article(f"a{n}", "Panen", "Isi.", outlet=f"Media {n}") for n in range(45)]))
    client = create_app(archive).test_client()
    seen, address = [], "/outlets"
    while address:
        page = get(client, address)
        seen += [text(find(row, "th")[0]) for row in find(find(page, "tbody")[0], "tr")]
        onward = [link for link in find(page, "a") if link.attrs.get("rel") == "next"]
        address = onward[0].attrs["href"] if onward else None
    assert len(seen) == len(set(seen)) == 45


def test_the_page_of_an_outlet_has_a_table_of_months(client):
    page = get(client, "/outlets/Kabar%20Nusa?lang=en")
    assert re.search(r"Last added to: \d+ \w+ 20\d\d, ", text(page))
    [row] = find(find(page, "tbody")[0], "tr")
    assert [text(cell) for cell in find(row, "td")] == ["0", "1", "1"] + ["0"] * 9
    for link in find(row, "a"):
        assert text(find(get(client, link.attrs["href"]), "h1")[0]) == "1 article"


@pytest.mark.parametrize("name", ["a/b", "..", "Media?x=1#y", "100%", "Kafé"])
def test_every_outlet_has_a_page(archive, name):
    list(archive.add([Article("a", "Panen", "Isi.", outlet=name, published="2013-06-29")]))
    client = create_app(archive).test_client()
    [row] = find(find(get(client, "/outlets"), "tbody")[0], "tr")
    page = get(client, find(row, "a")[0].attrs["href"])
    assert text(find(page, "h1")[0]) == name


@pytest.mark.parametrize("address", [
    "/outlets/Tidak%20Ada", "/tanggal/0000/01/01", "/tanggal/2013/06/29/x", "/tanggal/lama",
    "/tanggal/٢٠١٣/06/29", "/tanggal/+201/06/29",
])
def test_what_does_not_exist_is_not_found(client, address):
    get(client, address, 404)


def test_the_page_of_a_day_has_its_articles_by_outlet_and_its_neighbours(client):
    page = get(client, "/tanggal/2013/06/29")
    assert [text(each) for each in find(find(page, "main")[0], "h2")] == ["Harian Sagara"]
    titles = find(find(page, "ul")[0], "a")
    assert [text(each) for each in titles] == ["Gempa di Aceh"]
    assert client.get(titles[0].attrs["href"]).status_code == 200
    around = {link.attrs["rel"]: urlsplit(link.attrs["href"]).path for link in find(page, "a")
              if link.attrs.get("rel") in ("prev", "next")}
    assert around == {"prev": "/tanggal/2007/02/13", "next": "/tanggal/2013/06/30"}


def test_a_day_without_articles_leads_to_what_there_is(client):
    page = get(client, "/tanggal/2010/01/01?lang=en")
    assert "There are no articles from this day." in text(page)
    assert "/outlets?lang=en" in [link.attrs["href"] for link in find(page, "a")]


def test_the_articles_of_a_day_can_be_narrowed_to_an_outlet(archive):
    list(archive.add([Article(f"a{n:03}", f"Judul {n}", "Isi.", published="2013-06-29",
                              outlet="Kabar & Nusa" if n > 120 else None) for n in range(240)]))
    client = create_app(archive).test_client()
    page = get(client, "/tanggal/2013/06/29?lang=en")
    [none, some] = find(find(page, "ul", cls="facet")[0], "a")
    assert (text(none), text(some)) == ("No outlet 121", "Kabar & Nusa 119")
    page = get(client, some.attrs["href"])
    assert [text(each) for each in find(find(page, "main")[0], "h2")] == ["Kabar & Nusa"]
    [onward] = [link for link in find(page, "nav")[-1].children if not isinstance(link, str)]
    assert len(find(find(get(client, onward.attrs["href"]), "ul")[-1], "a")) == 19


def test_a_day_with_many_articles_comes_in_pages(archive):
    list(archive.add([Article(f"a{n:03}", f"Judul {n}", "Isi.", published="2013-06-29",
                              outlet="Kabar Nusa" if n % 2 else None) for n in range(130)]))
    client, seen = create_app(archive).test_client(), []
    for number, count in ((1, 100), (2, 30)):
        page = get(client, f"/tanggal/2013/06/29?page={number}")
        titles = [text(a) for ul in find(page, "ul") for a in find(ul, "a")
                  if ul.attrs.get("class") != "facet"]
        assert len(titles) == count
        seen += titles
    assert len(set(seen)) == 130


@pytest.mark.parametrize("address", ["/?q=tidakada", "/?q=gempa&year=1950"])
def test_a_search_without_hits_leads_to_what_there_is(client, address):
    [notice] = find(get(client, address), "div", cls="notice")
    assert "/outlets" in [link.attrs["href"] for link in find(notice, "a")]


@pytest.mark.parametrize("path", [COVERAGE, "/api/v1/status"])
def test_without_an_archive_they_say_so(missing, path):
    read_problem(missing.get(path), 503)
