"""The error pages."""

from urllib.parse import urlsplit

import pytest

from search import open_archive
from web import create_app
from web.phrases import PHRASES

from support.addresses import ERRORS
from support.page_reader import english, find, get, parse, text


@pytest.mark.parametrize("path, status", ERRORS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_page_links_home(client, path, status, language):
    page = get(client, english(path) if language == "en" else path, status)
    [notice] = find(page, "div", role="alert")
    assert len(find(notice, "p")) >= 2 and text(find(notice, "p")[0])
    home = "/?lang=en" if language == "en" else "/"
    assert home in [a.attrs["href"] for a in find(notice, "a")]


def test_an_invalid_query_can_be_corrected(client):
    page = get(client, f"/?q={'(' * 21}gempa", 400)
    assert find(page, "input", id="q")[0].attrs["value"] == "(" * 21 + "gempa"
    assert "20" in text(find(page, "div", role="alert")[0])


ENGLISH_ONLY = ["/?warna=merah", "/?facet=tempat", "/?highlight=mungkin"]


@pytest.mark.parametrize("path, status", [
    each for each in ERRORS if each[0] not in ENGLISH_ONLY
])
def test_an_error_is_in_the_language_of_the_page(client, path, status):
    one, other = (find(get(client, each, status), "div", role="alert")[0]
                  for each in (path, english(path)))
    assert text(find(one, "p")[0]) != text(find(other, "p")[0])
    if status != 404:
        named = "repeated" if path == "/?q=a&q=b" else urlsplit(path).query.partition("=")[0]
        assert text(find(one, "p")[0]) == PHRASES[f"invalid_{named}"][0]
        assert text(find(other, "p")[0]) == PHRASES[f"invalid_{named}"][1]


@pytest.mark.parametrize("path", ENGLISH_ONLY)
def test_an_error_without_a_phrase_names_the_parameter(client, path):
    named = urlsplit(path).query.partition("=")[0]
    for address in (path, english(path)):
        [alert] = find(get(client, address, 422), "div", role="alert")
        assert text(find(alert, "p")[0]).startswith(f"{named}: ")


def test_a_wrong_method_gets_a_page(client):
    response = client.post("/")
    assert response.status_code == 405 and "GET" in response.headers["Allow"]
    assert find(parse(response.text), "h1")


def test_a_missing_archive_gets_a_page(tmp_path):
    client = create_app(open_archive(f"whoosh:{tmp_path / 'tidak-ada'}")).test_client()
    for path in ("/", "/articles/a"):
        assert "indexer add" in text(get(client, path, 503))
    assert client.get("/help").status_code == 200


def test_no_link_leads_to_another_site(client):
    for path in ("//jahat.example/x", "/%2Fjahat.example/x", "/\\jahat.example"):
        page = parse(client.get(path).text)
        for a in find(page, "a"):
            assert not a.attrs["href"].startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("host", ["a..b", "..", ".", "a" * 64, f"{'a' * 64}.example", "x/y", "é"])
@pytest.mark.parametrize("path", ["/", "/?page=0", "/help/api", "/zzz", "/articles/kn-1"])
def test_a_malformed_host_gets_a_page(client, path, host):
    response = client.get(path, headers={"Host": host.encode().decode("latin-1")})
    assert response.status_code < 500
    assert find(parse(response.text), "h1")


@pytest.mark.parametrize("address, language", [
    ("/?q=before:nanti", 0), ("/?q=before:nanti&lang=en", 1), ("/?q=a&past=lama", 0)])
def test_a_date_that_is_none_is_refused_with_what_to_write(client, address, language):
    response = client.get(address)
    advice = PHRASES["invalid_past" if "past=" in address else "invalid_condition"][language]
    assert response.status_code == 422 and advice in response.text
