"""The pages that tell an error."""

from urllib.parse import urlsplit

import pytest

from search import open_archive
from web import create_app
from web.phrases import PHRASES

from support.addresses import ERRORS
from support.page_reader import english, find, get, parse, text


@pytest.mark.parametrize("path, status", ERRORS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_is_a_page_with_a_way_on(client, path, status, language):
    page = get(client, english(path) if language == "en" else path, status)
    [notice] = find(page, "div", role="alert")
    assert len(find(notice, "p")) >= 2 and text(find(notice, "p")[0])
    home = "/?lang=en" if language == "en" else "/"
    assert home in [a.attrs["href"] for a in find(notice, "a")]


def test_a_query_that_cannot_be_read_can_be_mended(client):
    page = get(client, f"/?q={'(' * 21}gempa", 400)
    assert find(page, "input", id="q")[0].attrs["value"] == "(" * 21 + "gempa"
    assert "20" in text(find(page, "div", role="alert")[0])


TOLD_IN_ENGLISH = ["/?warna=merah", "/?facet=tempat", "/?highlight=mungkin"]


@pytest.mark.parametrize("path, status", [
    each for each in ERRORS if each[0] not in TOLD_IN_ENGLISH
])
def test_an_error_is_told_in_the_language_of_the_page(client, path, status):
    one, other = (find(get(client, each, status), "div", role="alert")[0]
                  for each in (path, english(path)))
    assert text(find(one, "p")[0]) != text(find(other, "p")[0])
    if status != 404:
        named = "repeated" if path == "/?q=a&q=b" else urlsplit(path).query.partition("=")[0]
        assert text(find(one, "p")[0]) == PHRASES[f"invalid_{named}"][0]
        assert text(find(other, "p")[0]) == PHRASES[f"invalid_{named}"][1]


@pytest.mark.parametrize("path", TOLD_IN_ENGLISH)
def test_an_error_without_a_phrase_names_the_parameter(client, path):
    named = urlsplit(path).query.partition("=")[0]
    for address in (path, english(path)):
        [alert] = find(get(client, address, 422), "div", role="alert")
        assert text(find(alert, "p")[0]).startswith(f"{named}: ")


def test_a_wrong_method_is_told_on_a_page(client):
    response = client.post("/")
    assert response.status_code == 405 and "GET" in response.headers["Allow"]
    assert find(parse(response.text), "h1")


def test_a_missing_archive_is_told_on_a_page(tmp_path):
    client = create_app(open_archive(f"whoosh:{tmp_path / 'tidak-ada'}")).test_client()
    for path in ("/", "/articles/a"):
        assert "indexer add" in text(get(client, path, 503))
    assert client.get("/help").status_code == 200


def test_an_address_of_another_site_is_never_led_to(client):
    for path in ("//jahat.example/x", "/%2Fjahat.example/x", "/\\jahat.example"):
        page = parse(client.get(path).text)
        for a in find(page, "a"):
            assert not a.attrs["href"].startswith(("//", "/\\", "http"))
