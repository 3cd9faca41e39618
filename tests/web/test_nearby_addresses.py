"""Addresses that were damaged on their way: a page leads to what they were meant to be."""

import pytest

from support.page_reader import get


def follow(client, address, status=200):
    """Return the address that one leads to at once, which must be answered."""
    response = client.get(address)
    assert response.status_code == 302
    target = response.headers["Location"]
    assert client.get(target).status_code == status
    return target


@pytest.mark.parametrize("address, meant", [
    ("/articles/kn-1/", "/articles/kn-1"), ("/articles/kn-1).", "/articles/kn-1"),
    ("/articles/kn-1,?q=nuklir&pos=1", "/articles/kn-1?q=nuklir&pos=1"),
    ("/articles/kn-1%E2%80%9D", "/articles/kn-1"), ("/articles/kn-1%22%3E", "/articles/kn-1"),
    ("/help/", "/help"), ("/tren/?q=gempa", "/tren?q=gempa"), ("/outlets/", "/outlets"),
    ("/tanggal/2007/02/13/", "/tanggal/2007/02/13"), ("/tanggal/2007/2/13", "/tanggal/2007/02/13"),
    ("/tanggal/2007/02/31", "/tanggal/2007/02/28"), ("/tanggal/2007", "/?from=2007&to=2007"),
    ("/tanggal/2007/02", "/?from=2007-02&to=2007-02"),
    ("/outlets/KABAR%20nusa", "/outlets/Kabar%20Nusa"),
    ("/?q=nuklir&amp;year=2007", "/?q=nuklir&year=2007"),
    ("/articles/kn-1?q=%C3%A9&amp;amp;lang=en", "/articles/kn-1?q=%C3%A9&amp;lang=en"),
])
def test_a_damaged_address_leads_to_the_one_that_was_meant(client, address, meant):
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, meant)
    assert client.get(meant, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("address", [
    "/zzz", "/outlets/zzz", "/tanggal/kapan", "/tanggal/0000/01/01", "/articles/tidak-ada",
])
def test_no_other_address_leads_anywhere(client, address):
    get(client, address, 404)


@pytest.mark.parametrize("address", [
    "/api/v1/articles/kn-1/", "/api/v1/articles/kn-1.", "/api/v1/search/?q=a&amp;page=2"])
def test_programs_are_led_nowhere(client, address):
    assert client.get(address).status_code == 404


def test_a_path_that_ends_in_a_sign_of_its_own_is_answered_as_it_is(client):
    get(client, "/outlets/Kabar%20Nusa?page=1.")
    assert follow(client, "/zzz/", 404) == "/zzz"
    assert client.post("/help/").status_code == 404


@pytest.mark.parametrize("address, target", [
    ("/%2Fjahat.example/x/", "/jahat.example/x"), ("/%5Cjahat.example/)", "/%5Cjahat.example"),
    ("/%2F%2Fjahat.example/%2F", "/jahat.example"),
    ("/%2Fjahat.example?a=1&amp;b=2", "/jahat.example?a=1&b=2")])
def test_an_address_of_another_host_leads_nowhere_else(client, address, target):
    assert follow(client, address, 404) == target


def test_an_article_without_copies_any_longer_is_shown_instead_of_them(client):
    assert follow(client, "/stories/kn-1") == "/articles/kn-1"
